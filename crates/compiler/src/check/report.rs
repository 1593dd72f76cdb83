//! What a check found.

use super::rules::Rule;
use crate::diagnostic::{self, Place};
use crate::entry::Entry;
use std::collections::BTreeSet;
use std::fmt;

/// How bad a finding is. In the order of badness: the worst is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Somebody should look at it.
    Warning,
    /// Visitors meet something broken, or nothing can be built.
    Error,
}

impl Severity {
    /// Its name in messages and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl From<diagnostic::Severity> for Severity {
    fn from(severity: diagnostic::Severity) -> Self {
        match severity {
            diagnostic::Severity::Error => Self::Error,
            diagnostic::Severity::Warning => Self::Warning,
            diagnostic::Severity::Note => Self::Note,
        }
    }
}

/// One finding, in the three parts that every message of ours has.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that made it.
    pub rule: &'static Rule,
    /// How bad it is; the rule's own severity but for what the sources report.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// Language and id of the entry it is about, where it is about one.
    pub entry: Option<(String, String)>,
    /// Completes "expected …".
    pub expected: String,
    /// Completes "got …".
    pub got: String,
    /// What to do now, as a request.
    pub remedy: String,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
}

/// Another place that a finding has to do with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where it is.
    pub place: Place,
    /// What is there.
    pub text: String,
}

impl Finding {
    /// The message without its place.
    #[must_use]
    pub fn message(&self) -> String {
        format!("expected {}; got {}; {}", self.expected, self.got, self.remedy)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {} [{}]", self.place, self.severity.name(), self.message(), self.rule.id)
    }
}

/// All that a check found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings: the worst first, then by place.
    pub findings: Vec<Finding>,
    /// The languages with the number of their entries, the default language first.
    pub languages: Vec<(String, usize)>,
}

impl Report {
    /// Number of findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The worst severity found.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// Number of entries checked, in all languages.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.languages.iter().map(|(_, entries)| entries).sum()
    }
}

/// Gathers findings, rule by rule.
#[derive(Debug, Default)]
pub(super) struct Found {
    rule: Option<&'static Rule>,
    all: Vec<Finding>,
}

impl Found {
    /// What follows is of this rule.
    pub(super) fn begin(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
    }

    /// Notes a finding about an entry, at the place where the entry begins.
    pub(super) fn entry(
        &mut self,
        entry: &Entry,
        expected: impl Into<String>,
        got: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Option<&mut Finding> {
        let finding = self.at(entry.place.clone(), expected, got, remedy)?;
        finding.entry = Some((entry.lang.clone(), entry.id.clone()));
        Some(finding)
    }

    /// Notes a finding at a place. The caller may add to it.
    pub(super) fn at(
        &mut self,
        place: Place,
        expected: impl Into<String>,
        got: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Option<&mut Finding> {
        let rule = self.rule?;
        let (expected, got, remedy) = (expected.into(), got.into(), remedy.into());
        self.all.push(Finding { rule, severity: rule.severity, place, entry: None, expected, got, remedy, related: Vec::new() });
        self.all.last_mut()
    }

    /// The report. What one rule says the sources need not say again.
    pub(super) fn finish(mut self, languages: Vec<(String, usize)>) -> Report {
        let said = |finding: &Finding| (finding.place.clone(), finding.expected.clone(), finding.got.clone());
        let own: BTreeSet<_> = self.all.iter().filter(|finding| finding.rule.id != "source").map(said).collect();
        self.all.retain(|finding| finding.rule.id != "source" || !own.contains(&said(finding)));
        self.all.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.place.cmp(&b.place)));
        Report { findings: self.all, languages }
    }
}
