//! What is wrong with the content, and where: errors stop the build, warnings do not. All are gathered, so that an editor mends a whole
//! folder in one round and not one error a run.

use std::fmt;
use std::path::{Path, PathBuf};

/// More than anybody reads; beyond it problems are only counted. Bounds memory on hopeless input.
const MOST_KEPT: usize = 1_000;

/// Where in the content something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file or folder, as the caller named it.
    pub path: PathBuf,
    /// The line, from 1; `None` where the whole file is meant.
    pub line: Option<u32>,
}

impl Place {
    /// A whole file or folder.
    #[must_use]
    pub fn file(path: &Path) -> Self {
        Self { path: path.to_owned(), line: None }
    }

    /// A line of a file, from 1.
    #[must_use]
    pub fn line(path: &Path, line: u32) -> Self {
        Self { path: path.to_owned(), line: Some(line) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is built.
    Error,
    /// Built all the same; somebody should look at it.
    Warning,
    /// As it should be; good to know.
    Note,
}

/// One problem, in the three parts that every message of ours has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// Completes "expected …".
    pub expected: String,
    /// Completes "got …".
    pub got: String,
    /// What to do now, as a request.
    pub remedy: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.severity {
            Severity::Error => "",
            Severity::Warning => "warning: ",
            Severity::Note => "note: ",
        };
        write!(f, "{}: {mark}expected {}; got {}; {}", self.place, self.expected, self.got, self.remedy)
    }
}

/// Gathers problems in the order in which they are found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    kept: Vec<Diagnostic>,
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Diagnostics {
    /// Nothing wrong so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes an error.
    pub fn error(&mut self, place: Place, expected: impl Into<String>, got: impl Into<String>, remedy: impl Into<String>) {
        self.keep(Diagnostic { severity: Severity::Error, place, expected: expected.into(), got: got.into(), remedy: remedy.into() });
    }

    /// Notes a warning.
    pub fn warning(&mut self, place: Place, expected: impl Into<String>, got: impl Into<String>, remedy: impl Into<String>) {
        self.keep(Diagnostic { severity: Severity::Warning, place, expected: expected.into(), got: got.into(), remedy: remedy.into() });
    }

    /// Notes something good to know.
    pub fn note(&mut self, place: Place, expected: impl Into<String>, got: impl Into<String>, remedy: impl Into<String>) {
        self.keep(Diagnostic { severity: Severity::Note, place, expected: expected.into(), got: got.into(), remedy: remedy.into() });
    }

    /// The same problem twice in a line is one. Errors push warnings out when there are too many of both: they must be mended first.
    fn keep(&mut self, problem: Diagnostic) {
        if self.kept.last() == Some(&problem) {
            return;
        }
        match problem.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
        if self.kept.len() >= MOST_KEPT {
            let victim = self.kept.iter().rposition(|each| each.severity > problem.severity);
            let Some(victim) = victim else { return };
            self.kept.remove(victim);
        }
        self.kept.push(problem);
    }

    /// Whether anything stops the build.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Number of errors, those not kept included.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.errors
    }

    /// Number of warnings, those not kept included.
    #[must_use]
    pub fn warning_count(&self) -> usize {
        self.warnings
    }

    /// Number of notes, those not kept included.
    #[must_use]
    pub fn note_count(&self) -> usize {
        self.notes
    }

    /// The problems, errors before warnings before notes and otherwise in the order in which they were found; the first thousand.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        let of = |severity| self.kept.iter().filter(move |each| each.severity == severity);
        of(Severity::Error).chain(of(Severity::Warning)).chain(of(Severity::Note))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: u32) -> Place {
        Place::line(Path::new("faq/a.md"), line)
    }

    #[test]
    fn a_problem_says_place_expected_got_and_remedy() {
        let mut all = Diagnostics::new();
        all.error(place(3), "a question", "nothing", "add `question: …`");
        all.warning(Place::file(Path::new("faq")), "words", "none", "write some");
        let lines: Vec<String> = all.iter().map(ToString::to_string).collect();
        assert_eq!(lines[0], "faq/a.md:3: expected a question; got nothing; add `question: …`");
        assert_eq!(lines[1], "faq: warning: expected words; got none; write some");
        assert!(all.has_errors());
    }

    #[test]
    fn the_same_problem_twice_in_a_line_is_one() {
        let mut all = Diagnostics::new();
        for line in [1, 1, 2] {
            all.warning(place(line), "x", "y", "z");
        }
        assert_eq!((all.warning_count(), all.iter().count()), (2, 2));
    }

    #[test]
    fn an_error_is_kept_even_after_a_flood_of_warnings() {
        let mut all = Diagnostics::new();
        for line in 0..5_000 {
            all.warning(place(line), "x", "y", "z");
        }
        all.error(place(9), "x", "y", "z");
        assert_eq!((all.warning_count(), all.error_count(), all.iter().count()), (5_000, 1, MOST_KEPT));
        assert!(all.iter().any(|each| each.severity == Severity::Error));
    }
}
