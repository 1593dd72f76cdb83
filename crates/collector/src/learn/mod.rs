//! What can be learned from what visitors told: how much an answer should count, in which other words it is asked for, and what is missing.
//!
//! Everything here is a proposal for a person. It is made to be hard to push: of one client's votes on an answer in a day only the first
//! counts ([`crate::crowd`]); a day on which most votes of an answer are repetitions does not count at all; a day with far more votes than
//! usual counts as a usual one; votes fade; a weight needs several days and stays within [`WEIGHTS`]; words need several votes on several
//! days. What looks like a push is told as a [`Flag`].

mod gaps;
mod trust;
mod wordings;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::report::wilson_of;
use crate::store::{Lesson, Store, StoreError};
use trust::Trusted;

pub(crate) use gaps::{Cluster, clusters};

pub use wordings::{Word, Wording};

/// The weights that can be learned. Narrow: an answer that few find helpful may still be the right one for its question.
pub(crate) const WEIGHTS: RangeInclusive<f64> = 0.9..=1.1;
/// What the distance from the site's average is multiplied by.
const STEEPNESS: f64 = 0.3;
/// Fewest trusted votes, and days with some, that make a weight.
const WEIGHT_VOTES: f64 = 5.0;
const WEIGHT_DAYS: usize = 3;
/// Days after which a vote counts half.
const HALF_LIFE: f64 = 60.0;
/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// What to learn from.
#[derive(Clone, Debug)]
pub struct LearnOptions {
    /// The site.
    pub site: String,
    /// The time that votes are old from, in milliseconds since 1970.
    pub now: u64,
    /// Only what happened in so many days before. Default 90.
    pub days: u64,
    /// Fewest searches that make a word known or a gap worth telling, so that none of them points at anybody. Default 5.
    pub k: u64,
}

impl LearnOptions {
    /// With the usual numbers.
    #[must_use]
    pub fn new(site: &str, now: u64) -> LearnOptions {
        LearnOptions { site: site.to_owned(), now, days: 90, k: 5 }
    }
}

/// What was learned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lessons {
    /// By language and entry.
    pub entries: Vec<EntryLesson>,
    /// What was searched in vain, the most frequent first.
    pub missing: Vec<Missing>,
    /// Votes that were not believed.
    pub flags: Vec<Flag>,
}

/// What was learned about an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryLesson {
    /// Language of the index.
    pub lang: String,
    /// The entry's id.
    pub entry: String,
    /// Factor on its score, 0.9 to 1.1; 1 where nothing is certain.
    pub weight: f64,
    /// Trusted votes "helpful", faded.
    pub yes: f64,
    /// Trusted votes "not helpful", faded.
    pub no: f64,
    /// Days with trusted votes.
    pub days: usize,
    /// Other wordings, those with most votes first.
    pub wordings: Vec<Wording>,
    /// Words of the searches that led to it and helped.
    pub words: Vec<Word>,
}

/// Something that was searched in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Language of the index.
    pub lang: String,
    /// Words that the searches have in common, the most frequent first.
    pub words: Vec<String>,
    /// How many searches.
    pub searches: u64,
    /// Questions about it that visitors sent as they typed them, masked.
    pub questions: Vec<String>,
}

/// Votes that were not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Language of the index.
    pub lang: String,
    /// The entry.
    pub entry: String,
    /// Days since 1970-01-01 (UTC).
    pub day: u64,
    /// Votes of that day.
    pub votes: u64,
    /// What is wrong with them.
    pub suspicion: Suspicion,
}

/// What is wrong with votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspicion {
    /// Most of them are repetitions from the same few clients: none counts.
    Repeated,
    /// There are far more than on other days: they count as a usual day's.
    Burst,
}

impl Suspicion {
    /// In words, for the owner.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Suspicion::Repeated => "most of them repetitions from the same few senders; none was counted",
            Suspicion::Burst => "far more than on other days; counted as a usual day",
        }
    }
}

/// Learns from a store.
///
/// # Errors
/// [`StoreError::Open`] or [`StoreError::Read`] when the store cannot be read.
pub fn learn(store: &Store, options: &LearnOptions) -> Result<Lessons, StoreError> {
    let today = options.now / DAY;
    let material = store.material(&options.site, today.saturating_sub(options.days))?;
    let (trusted, flags) = trust::trusted(&material.votes);
    let mut by_entry: BTreeMap<(&str, &str), Vec<Trusted<'_>>> = BTreeMap::new();
    for vote in &trusted {
        by_entry.entry((&vote.lesson.lang, &vote.lesson.entry)).or_default().push(*vote);
    }
    let average = average(&trusted, today);
    let all = wordings::Index::new(&trusted);
    let entries = by_entry.into_iter().map(|((lang, entry), votes)| {
        let (yes, no) = sums(&votes, today);
        let days = trust::days(&votes);
        let weight = if days >= WEIGHT_DAYS && yes + no >= WEIGHT_VOTES { weight(yes, no, average) } else { 1.0 };
        let words = wordings::words(&votes, options.k);
        let wordings = wordings::wordings(&votes, &words, &all);
        EntryLesson { lang: lang.to_owned(), entry: entry.to_owned(), weight, yes, no, days, wordings, words }
    });
    Ok(Lessons { entries: entries.collect(), missing: gaps::missing(&material, options.k), flags })
}

/// Faded votes for and against.
fn sums(votes: &[Trusted<'_>], today: u64) -> (f64, f64) {
    votes.iter().fold((0.0, 0.0), |(yes, no), vote| {
        let age = today.saturating_sub(vote.lesson.day) as f64;
        let part = vote.part * (-age / HALF_LIFE).exp2();
        if vote.lesson.helpful { (yes + part, no) } else { (yes, no + part) }
    })
}

/// The share of "helpful" over all entries, drawn to one half while there are few votes.
fn average(votes: &[Trusted<'_>], today: u64) -> f64 {
    let (yes, no) = sums(votes, today);
    (yes + 1.0) / (yes + no + 2.0)
}

/// 1 while the interval of the entry's share holds the site's average; beyond it, the distance of the interval's near end.
fn weight(yes: f64, no: f64, average: f64) -> f64 {
    let Some(share) = wilson_of(yes, no) else { return 1.0 };
    let apart = if share.low > average { share.low - average } else { (share.high - average).min(0.0) };
    let weight = (1.0 + STEEPNESS * apart).clamp(*WEIGHTS.start(), *WEIGHTS.end());
    (weight * 1_000.0).round() / 1_000.0
}

/// Whether a vote says which words led to it.
fn speaks(lesson: &Lesson) -> bool {
    lesson.helpful && !lesson.terms.is_empty()
}

#[cfg(test)]
mod tests;
