//! For programs: one JSON object. Fields may be added; those that are there stay.

use super::uri;
use crate::check::report::{Report, Severity};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    /// Version of this format: 1.
    faqlet_check: u32,
    entries: usize,
    languages: Vec<Language<'a>>,
    errors: usize,
    warnings: usize,
    notes: usize,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Language<'a> {
    lang: &'a str,
    entries: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    severity: &'a str,
    file: String,
    line: Option<u32>,
    lang: Option<&'a str>,
    id: Option<&'a str>,
    expected: &'a str,
    got: &'a str,
    remedy: &'a str,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    file: String,
    line: Option<u32>,
    text: &'a str,
}

/// A report as a JSON object on one line, with all findings.
#[must_use]
pub fn json(report: &Report) -> String {
    let findings = report.findings.iter().map(|finding| Finding {
        rule: finding.rule.id,
        severity: finding.severity.name(),
        file: uri::slashes(&finding.place.path),
        line: finding.place.line,
        lang: finding.entry.as_ref().map(|(lang, _)| lang.as_str()),
        id: finding.entry.as_ref().map(|(_, id)| id.as_str()),
        expected: &finding.expected,
        got: &finding.got,
        remedy: &finding.remedy,
        related: finding
            .related
            .iter()
            .map(|other| Related { file: uri::slashes(&other.place.path), line: other.place.line, text: &other.text })
            .collect(),
    });
    let document = Document {
        faqlet_check: 1,
        entries: report.entries(),
        languages: report.languages.iter().map(|(lang, entries)| Language { lang, entries: *entries }).collect(),
        errors: report.count(Severity::Error),
        warnings: report.count(Severity::Warning),
        notes: report.count(Severity::Note),
        findings: findings.collect(),
    };
    serde_json::to_string(&document).unwrap_or_default() + "\n"
}
