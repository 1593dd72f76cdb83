//! Placeholders that no device can fill.

use super::{Corpus, Found, Rule, Severity};
use crate::check::{locate, visit};
use crate::entry::Entry;
use faqlet_profile::PLACEHOLDERS;

pub(super) const RULE: Rule = Rule {
    id: "unknown-placeholder",
    severity: Severity::Error,
    summary: "a placeholder under `profile.` whose name is not known, or that has no fallback",
    why: "An unknown name is never filled in; without a fallback most visitors, who told nothing about themselves, read a gap. Correct \
          the name, and write what stands there otherwise after a bar: `{{profile.first_name|there}}`.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for entry in corpus.entries {
        visit::placeholders(&entry.answer, &mut |name, fallback| {
            if !PLACEHOLDERS.contains(&name) {
                let known = PLACEHOLDERS.map(|known| format!("`{known}`"));
                report(entry, name, known.join(", "), format!("`{name}`"), found);
            } else if fallback.is_empty() {
                report(entry, name, format!("a fallback for `{name}`"), "none".to_owned(), found);
            }
        });
    }
}

fn report(entry: &Entry, name: &str, expected: String, got: String, found: &mut Found) {
    let remedy = "write it as `{{profile.first_name|there}}`: the name, a bar, and what stands there otherwise";
    if let Some(finding) = found.entry(entry, expected, got, remedy) {
        finding.place = locate::of(entry, name);
    }
}
