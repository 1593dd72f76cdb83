//! For people: a finding a line, as compilers write them, and a line that sums up.

use crate::check::report::{Report, Severity};
use std::collections::BTreeMap;

/// Findings of one rule that are listed unless all are wanted: a rule that fires everywhere must not hide the others.
const MOST_OF_A_RULE: usize = 20;

/// A report as text. With `all`, every finding is listed; else the first twenty of each rule and how many more there are.
#[must_use]
pub fn text(report: &Report, all: bool) -> String {
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = String::new();
    for finding in &report.findings {
        let count = listed.entry(finding.rule.id).or_default();
        *count += 1;
        if all || *count <= MOST_OF_A_RULE {
            text += &format!("{finding}\n");
        }
    }
    for (rule, count) in listed.iter().filter(|(_, count)| !all && **count > MOST_OF_A_RULE) {
        text += &format!("… and {} more of {rule}; --all lists them\n", count - MOST_OF_A_RULE);
    }
    text + &summary(report)
}

fn summary(report: &Report) -> String {
    let counted = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let entries = counted(report.entries(), "entry", "entries");
    let languages: Vec<&str> = report.languages.iter().map(|(tag, _)| tag.as_str()).collect();
    let languages = if languages.is_empty() { String::new() } else { format!(" in {}", languages.join(", ")) };
    let (errors, warnings, notes) = (report.count(Severity::Error), report.count(Severity::Warning), report.count(Severity::Note));
    if report.findings.is_empty() {
        return format!("{entries}{languages}: nothing to mend\n");
    }
    let counts = [counted(errors, "error", "errors"), counted(warnings, "warning", "warnings"), counted(notes, "note", "notes")];
    format!("{entries}{languages}: {}\n", counts.join(", "))
}
