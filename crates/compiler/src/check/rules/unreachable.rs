//! Entries that search does not put first for their own question.

use super::{Corpus, Found, Rule, Severity};
use crate::check::report::Related;
use crate::entry::Entry;
use faqlet_engine::{Engine, SearchOptions};

pub(super) const RULE: Rule = Rule {
    id: "unreachable",
    severity: Severity::Warning,
    summary: "an entry that search does not put first when its very question is typed",
    why: "Whoever asks as you wrote it gets another answer first. The engine of the visitor's browser is asked. Another entry asks the \
          same, a pin stands before it, or the question has no word that can be searched: change the question, the wording or the pin. Of \
          a language with more than 20,000 entries only every n-th is asked for, so that a check ends: 5,000 of 100,000.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for language in &corpus.languages {
        let Some(engine) = language.engine() else { continue };
        let asked: Vec<(u32, &&Entry)> = (0..).zip(&language.entries).step_by(step(language.entries.len())).collect();
        let questions: Vec<&str> = asked.iter().map(|(_, entry)| entry.question.as_str()).collect();
        for ((number, entry), first) in asked.into_iter().zip(firsts(engine, &questions)) {
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

/// Questions times entries that are searched at most: a search takes longer in a larger FAQ, and this many take a minute.
const MOST_WORK: usize = 500_000_000;

/// Every how many-th question is asked.
fn step(entries: usize) -> usize {
    entries.saturating_mul(entries).div_ceil(MOST_WORK).max(1)
}

/// The entry that search puts first for each question. A search takes a while in a large FAQ, so all processors take part.
fn firsts(engine: &Engine, questions: &[&str]) -> Vec<Option<u32>> {
    let options = SearchOptions { limit: 1, ..SearchOptions::default() };
    let first = |question: &&str| engine.search(question, &options).hits.first().map(|hit| hit.entry);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let part = questions.len().div_ceil(threads).max(SMALLEST_PART);
    std::thread::scope(|scope| {
        let parts: Vec<_> = questions.chunks(part).map(|part| scope.spawn(move || part.iter().map(first).collect::<Vec<_>>())).collect();
        // A thread that panicked would have found nothing; the engine does not panic.
        parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    })
}

/// Fewer questions are not worth a thread.
const SMALLEST_PART: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_asked_for_until_that_would_take_too_long() {
        assert_eq!([0, 1, 1_000, 20_000, 100_000].map(step), [1, 1, 1, 1, 20]);
    }
}
