//! The same id twice in a language.

use super::{Corpus, Found, Rule, Severity};
use crate::check::report::Related;
use crate::entry::Entry;
use std::collections::BTreeMap;

pub(super) const RULE: Rule = Rule {
    id: "duplicate-id",
    severity: Severity::Error,
    summary: "an id that two entries of one language have",
    why: "Links, votes and reports name an answer by its id. `faqlet build` stops at two answers of the same name. Give one of them \
          another `id`, or another `lang` if it is a translation.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for language in &corpus.languages {
        let mut first: BTreeMap<&str, &Entry> = BTreeMap::new();
        for entry in &language.entries {
            let Some(other) = first.insert(&entry.id, entry) else { continue };
            // The first one stays the one that the others are compared with.
            first.insert(&entry.id, other);
            let got = format!("`{}` here and at {}", entry.id, other.place);
            let remedy = "give one of them another `id`, or another `lang` if it is a translation";
            if let Some(finding) = found.entry(entry, format!("each id once in {}", entry.lang), got, remedy) {
                finding.related.push(Related { place: other.place.clone(), text: format!("the first entry with the id `{}`", other.id) });
            }
        }
    }
}
