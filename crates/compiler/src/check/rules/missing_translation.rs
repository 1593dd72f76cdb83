//! Entries that some language of the FAQ lacks.

use super::{Corpus, Found, Rule, Severity};
use crate::entry::Entry;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const RULE: Rule = Rule {
    id: "missing-translation",
    severity: Severity::Warning,
    summary: "an entry that is not there in every language of the FAQ",
    why: "Visitors of that language get the answer in no language: a search looks at one of them. Entries are translations of each other \
          when they have the same id. Translate it, or skip this rule where languages answer different questions on purpose.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    if corpus.languages.len() < 2 {
        return;
    }
    let mut have: BTreeMap<&str, (&Entry, BTreeSet<&str>)> = BTreeMap::new();
    // The default language comes first: its entry is the one to translate.
    for entry in corpus.languages.iter().flat_map(|language| &language.entries) {
        have.entry(&entry.id).or_insert((entry, BTreeSet::new())).1.insert(&entry.lang);
    }
    for (entry, tags) in have.values() {
        let missing: Vec<&str> = corpus.languages.iter().map(|language| language.tag).filter(|tag| !tags.contains(tag)).collect();
        if !missing.is_empty() {
            let expected = format!("`{}` in every language of the FAQ", entry.id);
            let got = format!("none in {}", missing.join(", "));
            found.entry(entry, expected, got, "translate it under the same id, or skip this rule");
        }
    }
}
