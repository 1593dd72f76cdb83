//! The same question asked by two entries.

use super::{Corpus, Found, Rule, Severity};
use crate::check::report::Related;
use crate::check::similar;
use crate::entry::Entry;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "duplicate-question",
    severity: Severity::Warning,
    summary: "a question, or another wording of it, that a second entry of the language has too, but for case, accents, punctuation and \
              word endings",
    why: "A visitor who asks exactly this gets one of the two answers, and nobody decided which. Join the entries, or take the wording \
          away from the one that does not answer it.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for language in &corpus.languages {
        let mut first: BTreeMap<Vec<String>, (&Entry, &str)> = BTreeMap::new();
        for entry in &language.entries {
            for wording in std::iter::once(&entry.question).chain(&entry.also) {
                let key = similar::terms(wording, language.analysis);
                if key.is_empty() {
                    continue;
                }
                let (other, theirs) = *first.entry(key).or_insert((entry, wording));
                if other.id != entry.id {
                    report(entry, wording, other, theirs, found);
                }
            }
        }
    }
}

fn report(entry: &Entry, wording: &str, other: &Entry, theirs: &str, found: &mut Found) {
    let got = format!("`{wording}` here and `{theirs}` in `{}` at {}", other.id, other.place);
    let remedy = "join the two entries, or ask differently in one of them";
    if let Some(finding) = found.entry(entry, format!("each question once in {}", entry.lang), got, remedy) {
        finding.related.push(Related { place: other.place.clone(), text: format!("`{theirs}`") });
    }
}
