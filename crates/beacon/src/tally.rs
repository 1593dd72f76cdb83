//! Makes events of searches, within the limits whatever was typed. A [`Tally`] collects a visit's searches into one [`Search`] event: how
//! often which words of the index's vocabulary were searched. What was typed, in which order and in which combination, is not kept.

use crate::event::{NoResult, Search, Term, Vote};
use crate::limit;

/// The searches of a visit, summed up. Add each *settled* search (the visitor stopped typing or opened a result), not each key stroke.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    searches: u32,
    unknown: u32,
    terms: Vec<Term>,
}

impl Tally {
    /// Adds a settled search: the words that the index knows, and the number of those it does not. Terms beyond
    /// [`limit::TERMS`] different ones, and terms that are too long, count as unknown.
    pub fn add<T: AsRef<str>>(&mut self, known: &[T], unknown: u32) {
        if self.searches >= limit::COUNT {
            return;
        }
        self.searches += 1;
        let mut other = unknown;
        for term in known.iter().map(AsRef::as_ref) {
            if let Some(seen) = self.terms.iter_mut().find(|seen| seen.term == term) {
                seen.count = (seen.count + 1).min(limit::COUNT);
            } else if self.terms.len() < limit::TERMS && !term.is_empty() && term.len() <= limit::TERM_BYTES {
                self.terms.push(Term { term: term.to_owned(), count: 1 });
            } else {
                other = other.saturating_add(1);
            }
        }
        self.unknown = self.unknown.saturating_add(other).min(limit::COUNT);
    }

    /// Whether nothing was searched since the last [`Tally::take`].
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.searches == 0
    }

    /// The sum as an event's data, terms in alphabetical order so that their order says nothing; `None` when nothing was searched.
    /// The tally starts again from nothing.
    pub fn take(&mut self, lang: &str, version: &str) -> Option<Search> {
        let Tally { searches, unknown, mut terms } = std::mem::take(self);
        if searches == 0 {
            return None;
        }
        terms.sort_unstable_by(|a, b| a.term.cmp(&b.term));
        Some(Search { lang: lang.to_owned(), version: version.to_owned(), searches, unknown, terms })
    }
}

impl NoResult {
    /// A settled search without a good answer: the words that the index knows, in alphabetical order and each once, and the number of
    /// those it does not. Terms that are too many or too long count as unknown.
    #[must_use]
    pub fn of<T: AsRef<str>>(lang: &str, version: &str, known: &[T], unknown: u32) -> NoResult {
        let mut tally = Tally::default();
        tally.add(known, unknown);
        let Search { lang, version, unknown, terms, .. } = tally.take(lang, version).unwrap_or_default();
        NoResult { lang, version, unknown, terms: terms.into_iter().map(|term| term.term).collect() }
    }
}

impl Vote {
    /// The words for [`Vote::terms`] of a search that led to the answer: those that the index knows, in alphabetical order and each once.
    /// None when there are more than [`limit::VOTE_TERMS`]: that was a pasted text and no question.
    #[must_use]
    pub fn terms_of<T: AsRef<str>>(known: &[T]) -> Vec<String> {
        let mut terms = NoResult::of("", "", known, 0).terms;
        terms.truncate(if terms.len() > limit::VOTE_TERMS { 0 } else { terms.len() });
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Data, Event, uuid};

    #[test]
    fn counts_are_summed_and_the_order_is_forgotten() {
        let mut tally = Tally::default();
        tally.add(&["refund", "card"], 1);
        tally.add(&["refund"], 0);
        let search = tally.take("en", "v1").unwrap();
        assert_eq!((search.searches, search.unknown), (2, 1));
        let terms: Vec<_> = search.terms.iter().map(|t| (t.term.as_str(), t.count)).collect();
        assert_eq!(terms, [("card", 1), ("refund", 2)]);
        assert!(tally.is_empty() && tally.take("en", "v1").is_none());
    }

    #[test]
    fn the_event_of_an_endless_visit_is_still_valid() {
        let mut tally = Tally::default();
        for number in 0..20_000u32 {
            tally.add(&[number.to_string(), "x".repeat(200), String::new()], u32::MAX);
        }
        let search = tally.take("en", "v1").unwrap();
        assert_eq!(Event::new(uuid(1, [1; 10]), "shop".into(), 1, Data::Search(search)).check(), Ok(()));
    }

    #[test]
    fn the_words_that_led_to_a_vote_are_few_and_sorted() {
        assert_eq!(Vote::terms_of(&["refund", "card", "refund", ""]), ["card", "refund"]);
        let pasted: Vec<String> = (0..limit::VOTE_TERMS + 1).map(|number| number.to_string()).collect();
        assert!(Vote::terms_of(&pasted).is_empty());
        assert_eq!(Vote::terms_of(&pasted[1..]).len(), limit::VOTE_TERMS);
    }

    #[test]
    fn an_unanswered_search_is_valid_whatever_was_typed() {
        let long = "x".repeat(200);
        let mut words: Vec<String> = (0..200).map(|number| number.to_string()).collect();
        words.extend(["7".to_owned(), long, String::new()]);
        let search = NoResult::of("en", "v1", &words, 3);
        assert_eq!((search.terms.len(), search.unknown), (limit::TERMS, 200 - 64 + 2 + 3));
        assert_eq!(Event::new(uuid(1, [1; 10]), "shop".into(), 1, Data::NoResult(search)).check(), Ok(()));
        let search = NoResult::of("en", "v1", &["refund", "card", "refund"], 0);
        assert_eq!(search.terms, ["card", "refund"]);
    }
}
