//! Choices that have names in an experiment.

/// An enum of unit variants, each with its name: `enum Rule { Adam = "adam", ... }`.
macro_rules! named {
    ($(#[$meta:meta])* pub enum $choice:ident { $($(#[$note:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $choice {
            $($(#[$note])* $variant,)*
        }

        impl $choice {
            /// The names in an experiment, in the order of the variants.
            pub const NAMES: &[&str] = &[$($name),*];
            /// All of them.
            pub const ALL: [Self; Self::NAMES.len()] = [$(Self::$variant),*];

            /// The one of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|choice| choice.name() == name)
            }

            /// Its name in an experiment.
            #[must_use]
            pub const fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }
        }
    };
}

pub(crate) use named;
