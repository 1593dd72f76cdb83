//! Puts hits in the order of one visitor, within a bound.
//!
//! A hit's score becomes relevance × exp(clamp(Σ signal × weight, −c, +c)) with c = [`BOUND`]. So however strong a profile is, a hit
//! can pass another one only when its relevance is at least exp(−c) of the other's, about two thirds. Exact question matches keep
//! their places and nothing crosses them. Without a profile the order is untouched. Every change comes with its reasons.

use crate::exp::exp;
use crate::interest::{Profile, day};

/// The bound c: the logarithm of the largest factor on a relevance (e^0.4 ≈ 1.49).
pub const BOUND: f64 = 0.4;
/// Weight of the signal "has read in this category", which lies between 0 and 1. Range 0 (no influence) to [`BOUND`] (may use the
/// whole bound).
const READ_WEIGHT: f64 = 0.4;
/// Opened answers at which the signal reaches one half of its range.
const READ_HALF: f64 = 1.5;

/// A hit as the engine found it. Hits are passed in the engine's order, best first.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The entry's number.
    pub entry: u32,
    /// Its relevance, greater than 0.
    pub score: f32,
    /// It matches the question exactly, or is pinned: it keeps its place.
    pub exact: bool,
    /// The path of its category from the top; may be empty.
    pub category: &'a [&'a str],
}

/// A hit in its new place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Its place in the candidates.
    pub index: usize,
    /// The entry's number.
    pub entry: u32,
    /// Relevance times the personal factor.
    pub score: f32,
    /// How many places it rose; negative when it fell.
    pub rose: i32,
    /// What raised its score; empty when nothing did.
    pub why: Vec<Why>,
}

/// A reason for a personal factor.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// The visitor has read in this category, or near it.
    Read {
        /// The path of the category that was read.
        path: Vec<String>,
    },
}

/// The candidates in the order of this visitor. Each candidate is in the result exactly once. `now` is in milliseconds since 1970.
#[must_use]
pub fn rerank(candidates: &[Candidate<'_>], profile: &Profile, now: u64) -> Vec<Placed> {
    let signals = Signals::of(candidates, profile, day(now));
    let relevance = falling(candidates);
    let mut placed: Vec<Placed> = candidates
        .iter()
        .zip(relevance)
        .enumerate()
        .map(|(index, (candidate, relevance))| {
            let signal = signals.get(candidate.category);
            let factor = signal.map_or(1.0, |signal| exp((signal.strength * READ_WEIGHT).clamp(-BOUND, BOUND)));
            let why = signal.map(|signal| Why::Read { path: signal.path.clone() }).into_iter().collect();
            Placed { index, entry: candidate.entry, score: (relevance * factor) as f32, rose: 0, why }
        })
        .collect();
    if signals.any() {
        // The sort is stable and stays between exact hits: ties keep the engine's order, and nothing crosses an exact hit.
        let exact = |hit: &Placed| candidates.get(hit.index).is_some_and(|candidate| candidate.exact);
        for group in placed.split_mut(exact) {
            group.sort_by(|a, b| b.score.total_cmp(&a.score));
        }
    }
    for (place, hit) in placed.iter_mut().enumerate() {
        hit.rose = i32::try_from(hit.index).unwrap_or(i32::MAX) - i32::try_from(place).unwrap_or(i32::MAX);
    }
    placed
}

/// The relevances, made to fall: a hit that the engine put higher for another reason than its score counts as much as the best below
/// it. What is not a number counts as nothing.
fn falling(candidates: &[Candidate<'_>]) -> Vec<f64> {
    let mut best = 0.0f64;
    let mut scores: Vec<f64> = candidates
        .iter()
        .rev()
        .map(|candidate| {
            let score = f64::from(candidate.score);
            best = if score.is_finite() { best.max(score) } else { best };
            best
        })
        .collect();
    scores.reverse();
    scores
}

/// How strongly the profile speaks for a category, and which of the visitor's interests says so.
#[derive(Clone, Debug)]
struct Signal {
    /// 0 (not at all) to 1.
    strength: f64,
    /// The interest that says most.
    path: Vec<String>,
}

/// The signals of the categories that occur among the hits, each computed once.
struct Signals<'a> {
    known: Vec<(&'a [&'a str], Option<Signal>)>,
}

impl<'a> Signals<'a> {
    fn of(candidates: &[Candidate<'a>], profile: &Profile, today: u32) -> Signals<'a> {
        let mut signals = Signals { known: Vec::new() };
        if !profile.is_empty() {
            for candidate in candidates {
                if !signals.known.iter().any(|(path, _)| *path == candidate.category) {
                    signals.known.push((candidate.category, signal(candidate.category, profile, today)));
                }
            }
        }
        signals
    }

    fn get(&self, category: &[&str]) -> Option<&Signal> {
        self.known.iter().find(|(path, _)| *path == category).and_then(|(_, signal)| signal.as_ref())
    }

    fn any(&self) -> bool {
        self.known.iter().any(|(_, signal)| signal.is_some())
    }
}

/// The visitor's interest in a category: opened answers, faded by age, counted by nearness, and bent so that the first ones say most.
fn signal(category: &[&str], profile: &Profile, today: u32) -> Option<Signal> {
    let (mut sum, mut most, mut path) = (0.0, 0.0, None);
    for interest in profile.read.iter().filter(|interest| !interest.off) {
        let reads = f64::from(interest.points_on(today)) / 1_000.0 * nearness(category, &interest.path);
        sum += reads;
        if reads > most {
            most = reads;
            path = Some(&interest.path);
        }
    }
    path.map(|path| Signal { strength: sum / (sum + READ_HALF), path: path.clone() })
}

/// 1 for the same category, 0 for strangers, in between for relatives: common levels squared over the product of the depths.
fn nearness(a: &[&str], b: &[String]) -> f64 {
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    if common == 0 { 0.0 } else { (common * common) as f64 / (a.len() * b.len()) as f64 }
}

#[cfg(test)]
#[path = "rerank_tests.rs"]
mod tests;
