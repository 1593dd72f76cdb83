//! How many tests passed and failed, read from what the test harness prints.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::project::shown;
use crate::steps::Outcome;

/// Counted tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that ran to their end and held.
    pub(crate) passed: usize,
    /// Tests that failed, and steps that failed without any test saying so.
    pub(crate) failed: usize,
}

impl Tally {
    /// A check that is not made of tests and failed.
    pub(crate) const FAILED: Tally = Tally { passed: 0, failed: 1 };

    /// Adds another count.
    pub(crate) fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Outcome for Tally {
    fn note(&self) -> String {
        match self {
            Tally { passed: 0, failed: 0 } => String::new(),
            Tally { passed, failed } => format!("{passed} passed, {failed} failed"),
        }
    }

    fn failed(&self) -> bool {
        self.failed > 0
    }
}

/// Runs a command that runs tests, shows its output as it comes, and counts.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn count(command: &mut Command) -> Result<Tally> {
    let name = shown(command);
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start {name}"))?;
    let mut tally = Tally::default();
    for line in BufReader::new(child.stdout.take().context("expected a pipe")?).lines() {
        // A test may print bytes that are no text; they are not what is counted here.
        let Ok(line) = line else { continue };
        println!("{line}");
        tally.add(result_line(&line));
    }
    // A binary that was killed or did not compile prints no result.
    if !child.wait()?.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// `test result: ok. 3 passed; 0 failed; …` of one test binary, or nothing.
fn result_line(line: &str) -> Tally {
    let Some((_, counts)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) else { return Tally::default() };
    let number = |what: &str| {
        let part = counts.split(';').map(str::trim).find_map(|part| part.strip_suffix(what));
        part.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
    };
    Tally { passed: number("passed"), failed: number("failed") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_of_the_harness_are_counted() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.02s";
        assert_eq!(result_line(line), Tally { passed: 12, failed: 3 });
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(result_line("test journey::refund ... ok"), Tally::default());
    }

    #[test]
    fn a_command_that_fails_without_a_result_counts_as_one_failure() {
        assert_eq!(count(Command::new("cargo").arg("no-such-command")).unwrap(), Tally { passed: 0, failed: 1 });
    }
}
