//! Entries that search does not put first for their own question.

use super::{Corpus, Found, Rule, Severity};
use crate::check::report::Related;
use faqlet_engine::SearchOptions;

pub(super) const RULE: Rule = Rule {
    id: "unreachable",
    severity: Severity::Warning,
    summary: "an entry that search does not put first when its very question is typed",
    why: "Whoever asks as you wrote it gets another answer first. The engine of the visitor's browser is asked. Another entry asks the \
          same, a pin stands before it, or the question has no word that can be searched: change the question, the wording or the pin.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    let options = SearchOptions { limit: 1, ..SearchOptions::default() };
    for language in &corpus.languages {
        let Some(engine) = language.engine() else { continue };
        for (number, entry) in (0..).zip(&language.entries) {
            let first = engine.search(&entry.question, &options).hits.first().map(|hit| hit.entry);
            if first == Some(number) {
                continue;
            }
            let other = first.and_then(|first| language.entries.get(first as usize));
            let got = other.map_or_else(|| "nothing".to_owned(), |other| format!("`{}` at {}", other.id, other.place));
            let expected = format!("`{}` to be found first for its own question `{}`", entry.id, entry.question);
            let finding = found.entry(entry, expected, got, "ask more exactly, or join the two entries");
            if let (Some(finding), Some(other)) = (finding, other) {
                finding.related.push(Related { place: other.place.clone(), text: format!("found first: `{}`", other.question) });
            }
        }
    }
}
