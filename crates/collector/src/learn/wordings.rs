//! Other wordings of an entry's question: words of searches that ended with this answer and a helpful vote.
//!
//! A word counts once it has led to the entry in several votes on several days. A wording is what is left of a search when the words that
//! do not count are taken out, so that neither a single visitor's words nor a single day's find their way into the index.

use std::collections::{BTreeMap, BTreeSet};

use super::speaks;
use super::trust::{Trusted, days};

/// Most wordings of an entry.
const MOST: usize = 8;
/// Fewest votes, and days, of a wording.
const VOTES: f64 = 2.0;
const DAYS: usize = 2;
/// Fewest words of a wording: one word alone would claim every search that holds it.
const WORDS: usize = 2;
/// The share of the votes after such words that must be this entry's.
const SHARE: f64 = 0.6;

/// Another wording.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// Words of the index's vocabulary in alphabetical order.
    pub words: Vec<String>,
    /// Votes after searches with these words, this entry's.
    pub votes: u64,
    /// Days on which they were given.
    pub days: usize,
}

/// A word that leads to an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The word.
    pub word: String,
    /// Votes after searches with it.
    pub votes: u64,
    /// The other words of those searches, and how many of them had each.
    pub beside: BTreeMap<String, u64>,
}

/// All votes that say what led to them, by language and word.
pub(super) struct Index<'a> {
    votes: BTreeMap<(&'a str, &'a str), Vec<Trusted<'a>>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(votes: &[Trusted<'a>]) -> Index<'a> {
        let mut index: BTreeMap<(&str, &str), Vec<Trusted<'_>>> = BTreeMap::new();
        for vote in votes.iter().filter(|vote| speaks(vote.lesson)) {
            for term in &vote.lesson.terms {
                index.entry((&vote.lesson.lang, term)).or_default().push(*vote);
            }
        }
        Index { votes: index }
    }

    /// The share that an entry has of the votes after searches with all these words.
    fn share(&self, lang: &str, entry: &str, words: &[String]) -> f64 {
        let Some(votes) = words.first().and_then(|word| self.votes.get(&(lang, word.as_str()))) else { return 0.0 };
        let with_all = votes.iter().filter(|vote| words.iter().all(|word| vote.lesson.terms.contains(word)));
        let (own, all) =
            with_all.fold((0.0, 0.0), |(own, all), vote| (if vote.lesson.entry == entry { own + vote.part } else { own }, all + vote.part));
        if all > 0.0 { own / all } else { 0.0 }
    }
}

/// The words that lead to an entry, each in at least `k` votes on several days.
pub(super) fn words(votes: &[Trusted<'_>], k: u64) -> Vec<Word> {
    let mut by_word: BTreeMap<&str, Vec<Trusted<'_>>> = BTreeMap::new();
    for vote in votes.iter().filter(|vote| speaks(vote.lesson)) {
        for term in &vote.lesson.terms {
            by_word.entry(term).or_default().push(*vote);
        }
    }
    let word = |(word, votes): (&str, Vec<Trusted<'_>>)| {
        let weight: f64 = votes.iter().map(|vote| vote.part).sum();
        if weight < k as f64 || days(&votes) < DAYS {
            return None;
        }
        let mut beside: BTreeMap<String, u64> = BTreeMap::new();
        for other in votes.iter().flat_map(|vote| &vote.lesson.terms).filter(|other| *other != word) {
            *beside.entry(other.clone()).or_default() += 1;
        }
        Some(Word { word: word.to_owned(), votes: weight as u64, beside })
    };
    by_word.into_iter().filter_map(word).collect()
}

/// The wordings made of such words, those with most votes first; none that is a part of another one.
pub(super) fn wordings(votes: &[Trusted<'_>], words: &[Word], all: &Index<'_>) -> Vec<Wording> {
    let known: BTreeSet<&str> = words.iter().map(|word| word.word.as_str()).collect();
    let mut by_words: BTreeMap<Vec<String>, Vec<Trusted<'_>>> = BTreeMap::new();
    for vote in votes.iter().filter(|vote| speaks(vote.lesson)) {
        let words: Vec<String> = vote.lesson.terms.iter().filter(|term| known.contains(term.as_str())).cloned().collect();
        by_words.entry(words).or_default().push(*vote);
    }
    let mut found: Vec<Wording> = Vec::new();
    for (words, votes) in by_words {
        let Some(lesson) = votes.first().map(|vote| vote.lesson) else { continue };
        let weight: f64 = votes.iter().map(|vote| vote.part).sum();
        let days = days(&votes);
        let enough = words.len() >= WORDS && weight >= VOTES && days >= DAYS;
        if enough && all.share(&lesson.lang, &lesson.entry, &words) >= SHARE {
            found.push(Wording { words, votes: weight as u64, days });
        }
    }
    found.sort_by(|a, b| b.votes.cmp(&a.votes).then_with(|| a.words.cmp(&b.words)));
    let is_part = |a: &Wording, b: &Wording| a.words.len() < b.words.len() && a.words.iter().all(|word| b.words.contains(word));
    let parts: Vec<bool> = found.iter().map(|a| found.iter().any(|b| is_part(a, b))).collect();
    found.into_iter().zip(parts).filter(|(_, part)| !part).map(|(wording, _)| wording).take(MOST).collect()
}
