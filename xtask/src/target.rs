//! A compiler that can make WebAssembly.
//!
//! Most machines have one after `rustup target add`. Where the network reaches package registries but not the
//! Rust release server, or where there is no rustup, Debian's own compiler serves: the one it keeps up to date
//! for building browsers. Debian ships no standard library for `wasm32-unknown-unknown`, so it is built once
//! from Debian's sources and laid where that compiler looks for it; every later build finds it there.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{
    debian,
    process::{output, run},
};

/// The target of the page's module.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// `lld-22` is what makes that compiler's `rust-lld` link resolve.
const DEBIAN_PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22"];

/// A compiler and its cargo.
#[derive(Clone, Copy)]
pub(crate) struct Compiler {
    cargo: &'static str,
    rustc: &'static str,
}

/// What the user calls, with whatever toolchain rustup chooses.
const OWN: Compiler = Compiler { cargo: "cargo", rustc: "rustc" };
const DEBIAN: Compiler = Compiler { cargo: "/usr/bin/cargo", rustc: "/usr/bin/rustc" };

impl Compiler {
    pub(crate) fn cargo(self) -> Command {
        let mut command = Command::new(self.cargo);
        command.env("RUSTC", self.rustc);
        command
    }

    /// The folder of the target's standard library, there or not.
    fn library(self) -> Result<String> {
        output(Command::new(self.rustc).args(["--print", "target-libdir", "--target", TARGET]))
    }

    fn has_target(self) -> bool {
        let files = self.library().ok().and_then(|folder| fs::read_dir(folder).ok());
        files
            .into_iter()
            .flatten()
            .flatten()
            .any(|file| file.file_name().to_string_lossy().starts_with("libcore-"))
    }
}

/// Finds a compiler with the target, or makes one.
pub(crate) fn ensure(target_dir: &Path) -> Result<Compiler> {
    if let Some(compiler) = [OWN, DEBIAN].into_iter().find(|compiler| compiler.has_target()) {
        return Ok(compiler);
    }
    let Err(refused) = run(Command::new("rustup").args(["target", "add", TARGET])) else { return Ok(OWN) };
    if !debian::can_install() {
        bail!(
            "{refused:#}\nthe page needs Rust's target {TARGET}: install it by `rustup target add {TARGET}`, or \
             run this as root on Debian, where it can be made from the packages {}",
            DEBIAN_PACKAGES.join(", ")
        );
    }
    println!("{refused:#}\ngoing on with Debian's compiler");
    debian::install(DEBIAN_PACKAGES)?;
    build_library(&target_dir.join("wasm-std")).context("the standard library for WebAssembly")?;
    Ok(DEBIAN)
}

/// Builds the target's standard library in the folder `work` and lays it into the compiler's own tree.
fn build_library(work: &Path) -> Result<()> {
    fs::create_dir_all(work.join("src"))?;
    fs::write(work.join("Cargo.toml"), "[package]\nname = \"empty\"\nedition = \"2024\"\n[workspace]\n")?;
    fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
    run(DEBIAN
        .cargo()
        .current_dir(work)
        .args(["build", "--release", "-Z", "build-std=std,panic_abort,test", "--target", TARGET])
        .args(["--target-dir", "target"])
        .env("RUSTC_BOOTSTRAP", "1")
        // Else its libraries carry no bitcode, and a later `lto = true` fails.
        .env("CARGO_PROFILE_RELEASE_LTO", "true"))?;

    let library = DEBIAN.library()?;
    let unfinished = format!("{library}.new");
    fs::create_dir_all(&unfinished)?;
    for file in fs::read_dir(work.join("target").join(TARGET).join("release/deps"))? {
        let file = file?;
        let name = file.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(file.path(), Path::new(&unfinished).join(&*name))?;
        }
    }
    fs::rename(&unfinished, &library).with_context(|| library)
}
