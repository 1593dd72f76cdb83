//! The owner's tests of the order of hits.

use super::{Corpus, Found, Rule, Severity};
use crate::check::report::Related;
use faqlet_engine::SearchOptions;

pub(super) const RULE: Rule = Rule {
    id: "must-rank",
    severity: Severity::Error,
    summary: "an entry that is not found within the place that its `must_rank` demands",
    why: "You wrote down what visitors type and which answer they need; search now puts others first. Add the query to the entry's `also`, \
          take the words away from the others, or pin the entry to the query. The engine of the visitor's browser is asked.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for language in &corpus.languages {
        for (number, entry) in (0..).zip(&language.entries) {
            for test in &entry.must_rank {
                let Some(engine) = language.engine() else { continue };
                let options = SearchOptions { limit: test.within as usize, ..SearchOptions::default() };
                let hits = engine.search(&test.query, &options).hits;
                if hits.iter().any(|hit| hit.entry == number) {
                    continue;
                }
                let first = hits.first().and_then(|hit| language.entries.get(hit.entry as usize));
                let got = first.map_or_else(|| "nothing".to_owned(), |first| format!("`{}` first", first.id));
                let place = if test.within == 1 { "first".to_owned() } else { format!("among the first {}", test.within) };
                let expected = format!("`{}` {place} for `{}`", entry.id, test.query);
                let Some(finding) = found.entry(entry, expected, got, "add the query under `also`, or pin the entry to it") else {
                    continue;
                };
                finding.place = test.place.clone();
                finding.related.extend(first.map(|first| Related { place: first.place.clone(), text: format!("`{}`", first.question) }));
            }
        }
    }
}
