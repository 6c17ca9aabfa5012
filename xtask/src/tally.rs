//! How many tests passed and failed, read from what their runner printed.

use core::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Tally {
    /// Of one check that is not divided into tests.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into() }
    }

    /// Cargo and wasm-bindgen end each binary by `test result: ok. 3 passed; 1 failed; ...`.
    pub(crate) fn of_cargo(text: &str) -> Self {
        let results = text.lines().filter(|line| line.starts_with("test result: "));
        let fields = results.flat_map(|line| line.split([';', '.']));
        Self::sum(
            fields.filter_map(|field| field.trim().split_once(' ')).map(|(number, name)| (name, number)),
        )
    }

    /// Node's reporter `spec` ends by lines like `ℹ pass 3`; a test that was cancelled has failed.
    pub(crate) fn of_node(text: &str) -> Self {
        Self::sum(text.lines().filter_map(|line| line.strip_prefix("ℹ ")?.split_once(' ')))
    }

    fn sum<'a>(counts: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut tally = Self::default();
        for (name, number) in counts {
            let counter = match name {
                "passed" | "pass" => &mut tally.passed,
                "failed" | "fail" | "cancelled" => &mut tally.failed,
                _ => continue,
            };
            *counter += number.parse().unwrap_or(0);
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn cargo_results_add_up() {
        let text = "running 2 tests\ntest a ... ok\n\
                    test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s\n\
                    test result: FAILED. 11 passed; 3 failed; 0 ignored; 0 filtered out\n";
        assert_eq!(Tally::of_cargo(text), Tally { passed: 13, failed: 3 });
        assert_eq!(Tally::of_cargo("test result: unknown"), Tally::default());
    }

    #[test]
    fn node_results_count_cancelled_tests_as_failed() {
        let text = "✔ adds (0.5ms)\nℹ tests 7\nℹ suites 0\nℹ pass 4\nℹ fail 1\nℹ cancelled 2\nℹ skipped 0\n";
        assert_eq!(Tally::of_node(text), Tally { passed: 4, failed: 3 });
        assert_eq!(Tally::of_node(""), Tally::default());
    }
}
