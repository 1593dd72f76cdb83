//! Entries that no longer hold.

use super::{Corpus, Found, Rule, Severity};
use crate::check::locate;

pub(super) const RULE: Rule = Rule {
    id: "expired",
    severity: Severity::Warning,
    summary: "an entry whose `expires` has come",
    why: "`faqlet build` leaves it out, so visitors who ask its question find nothing, and links to it lead nowhere. Delete it, or set a later \
          day if it holds longer.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    let Some(today) = corpus.today else { return };
    for entry in corpus.entries {
        let Some(day) = entry.expires.filter(|day| *day <= today) else { continue };
        let expected = format!("`{}` to hold today", entry.id);
        if let Some(finding) = found.entry(entry, expected, format!("`expires` of {day}"), "delete the entry, or set a later day") {
            finding.place = locate::of(entry, &day.to_string());
        }
    }
}
