//! Puts hits in the order of one visitor, within a bound.
//!
//! A hit's score becomes relevance × exp(clamp(Σ signal × weight, −c, +c)) with c = [`BOUND`]. So however strong a profile is, a hit
//! can pass another one only when its relevance is at least exp(−c) of the other's, about two thirds. Exact question matches keep
//! their places and nothing crosses them. Without a profile the order is untouched. Every change comes with its reasons.
//!
//! What was said orders the whole list. What reading only implies does less: it brings one hit to the front, and leaves the others in
//! their order. A list that is turned over helps nobody more than its first line does, and each hit that it pushes down may be the one
//! that was wanted. `docs/PERSONALISATION.md` has the figures.

use crate::exp::exp;
use crate::fact::{Fact, Kind};
use crate::interest::{Declared, Interest, Profile, day};
use crate::site::{Audience, AudienceMode, Condition};

/// The bound c: the logarithm of the largest factor on a relevance (e^0.4 ≈ 1.49).
pub const BOUND: f64 = 0.4;
/// Weight of the signal "doings here speak for this category", which lies between 0 and 1. Like all weights from 0 (no influence) to
/// [`BOUND`] (may use the whole bound).
const READ_WEIGHT: f64 = 0.25;
/// Opened answers at which that signal reaches one half of its range.
const READ_HALF: f64 = 1.0;
/// Most that signal may add, whatever its strength: e^0.17 ≈ 1.19. Where the relevances lie further apart, words say more than habits.
/// Chosen with the two that follow by simulated visitors (the widget's `personas` test).
const READ_MOST: f64 = 0.17;
/// Opened answers below which the signal says nothing yet: a single one may have been a slip.
const READ_LEAST: f64 = 1.5;
/// Part of all that was opened below which a category is no habit.
const READ_SHARE: f64 = 0.15;

/// Weight of "the owner wants this shown first to people like this visitor".
const AUDIENCE_WEIGHT: f64 = 0.25;

/// Weight of a declared fact that names the entry's category or one of its tags. Declared facts say less than what one has been reading:
/// who owns a lamp seldom asks about it.
fn weight(kind: Kind) -> f64 {
    match kind {
        Kind::Interest | Kind::Product => 0.25,
        Kind::Tier | Kind::Group => 0.15,
        Kind::Contact => 0.1,
        Kind::Name | Kind::Order => 0.0,
    }
}

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
    /// Its tags.
    pub tags: &'a [&'a str],
    /// Whom it is for first; `None` is everybody.
    pub audience: Option<&'a Audience>,
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
    /// What raised its score, the strongest first; empty when nothing did.
    pub why: Vec<Why>,
}

/// A reason for a personal factor.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// The visitor's doings speak for this category, or one near it.
    Read {
        /// The path of the category that they speak for.
        path: Vec<String>,
    },
    /// Something that was said about the visitor names the entry's category or one of its tags.
    Fact {
        /// What it is about.
        kind: Kind,
        /// What was said.
        value: String,
    },
}

/// The candidates in the order of this visitor, who reads `lang`. Each candidate is in the result exactly once. `now` is in milliseconds
/// since 1970.
#[must_use]
pub fn rerank(candidates: &[Candidate<'_>], profile: &Profile, lang: &str, now: u64) -> Vec<Placed> {
    if profile.is_empty() {
        return candidates
            .iter()
            .enumerate()
            .map(|(index, hit)| Placed { index, entry: hit.entry, score: hit.score, rose: 0, why: vec![] })
            .collect();
    }
    let known = Known::new(profile, lang, day(now));
    let mut scored: Vec<(f64, Placed)> = candidates
        .iter()
        .zip(falling(candidates))
        .enumerate()
        .map(|(index, (candidate, relevance))| {
            let (said, sum, why) = known.signals(candidate);
            let times = |sum: f64| relevance * exp(sum.clamp(-BOUND, BOUND));
            (times(said), Placed { index, entry: candidate.entry, score: times(sum) as f32, rose: 0, why })
        })
        .collect();
    if scored.iter().any(|(_, hit)| !hit.why.is_empty()) {
        // Between exact hits only, so that nothing crosses one.
        let exact = |(_, hit): &(f64, Placed)| candidates.get(hit.index).is_some_and(|candidate| candidate.exact);
        scored.split_mut(exact).for_each(order);
    }
    let mut placed: Vec<Placed> = scored.into_iter().map(|(_, hit)| hit).collect();
    for (place, hit) in placed.iter_mut().enumerate() {
        hit.rose = i32::try_from(hit.index).unwrap_or(i32::MAX) - i32::try_from(place).unwrap_or(i32::MAX);
    }
    placed
}

/// Orders hits by what was said, then brings the one to the front for which everything together says most. Ties keep the engine's order.
fn order(group: &mut [(f64, Placed)]) {
    group.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let score = |at: usize| group.get(at).map_or(f32::MIN, |(_, hit)| hit.score);
    let best = (0..group.len()).fold(0, |best, at| if score(at) > score(best) { at } else { best });
    if let Some(front) = group.get_mut(..=best) {
        front.rotate_right(1);
    }
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

/// What of a profile bears on any hit, worked out once for all of them.
struct Known<'a> {
    /// Facts that count, with what they weigh and their value in small letters.
    facts: Vec<(f64, &'a Fact, String)>,
    declared: Declared,
    /// Interests that count, as opened answers that are left of them today.
    read: Vec<(f64, &'a [String])>,
    /// All of those together.
    all: f64,
}

impl<'a> Known<'a> {
    fn new(profile: &'a Profile, lang: &str, today: u32) -> Known<'a> {
        let counts = |fact: &&Fact| !fact.off && weight(fact.kind) > 0.0;
        let facts = profile.facts.iter().filter(counts).map(|fact| (weight(fact.kind), fact, fact.value.to_lowercase()));
        let opened = |interest: &'a Interest| (f64::from(interest.points_on(today)) / 1_000.0, interest.path.as_slice());
        let read: Vec<(f64, &[String])> = profile.read.iter().filter(|interest| !interest.off).map(opened).collect();
        let all = read.iter().map(|(opened, _)| opened).sum();
        Known { facts: facts.collect(), declared: profile.declared(lang), read, all }
    }

    /// The sum of signal × weight for a hit, first of what was said alone and then of everything, and what went into it.
    fn signals(&self, candidate: &Candidate<'_>) -> (f64, f64, Vec<Why>) {
        let mut found: Vec<(f64, Why)> = Vec::new();
        for (weight, fact, lower) in &self.facts {
            if names(&fact.value, lower, candidate) {
                found.push((*weight, Why::Fact { kind: fact.kind, value: fact.value.clone() }));
            }
        }
        let meant = candidate.audience.filter(|audience| audience.mode == AudienceMode::First);
        if let Some(condition) = meant.and_then(|audience| audience.any.iter().find(|condition| condition.holds(self.declared.known()))) {
            found.extend(reason(condition).map(|why| (AUDIENCE_WEIGHT, why)));
        }
        let said = found.iter().map(|(part, _)| part).sum();
        let implied = self.read(candidate.category);
        found.extend(implied.map(|(strength, path)| ((strength * READ_WEIGHT).min(READ_MOST), Why::Read { path: path.to_vec() })));
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        (said, found.iter().map(|(part, _)| part).sum(), found.into_iter().map(|(_, why)| why).collect())
    }

    /// How strongly the visitor's doings speak for a category, from 0 to 1, and the category that says most: opened answers, faded by age,
    /// counted by nearness, and bent so that the first ones say most. Nothing where that is too little, or too small a part of all, to be
    /// a habit.
    fn read(&self, category: &[&str]) -> Option<(f64, &'a [String])> {
        let (mut sum, mut most, mut path) = (0.0, 0.0, None);
        for (opened, own) in &self.read {
            let reads = opened * nearness(category, own);
            sum += reads;
            if reads > most {
                most = reads;
                path = Some(*own);
            }
        }
        path.filter(|_| sum >= READ_LEAST && sum >= self.all * READ_SHARE).map(|path| (sum / (sum + READ_HALF), path))
    }
}

/// The fact that a condition asks for. A language orders nothing by itself: the visitor reads all of these.
fn reason(condition: &Condition) -> Option<Why> {
    let facts = [(Kind::Tier, &condition.tier), (Kind::Product, &condition.product), (Kind::Interest, &condition.interest)];
    facts.into_iter().find_map(|(kind, value)| value.clone().map(|value| Why::Fact { kind, value }))
}

/// Whether an entry is for this visitor: one that is *only* for some is hidden from those who are known to be others. Who said nothing
/// about themselves is shown everything, because to refuse must cost no answer. That keeps lists short and nothing secret.
#[must_use]
pub fn is_for(audience: Option<&Audience>, declared: &Declared) -> bool {
    let Some(audience) = audience.filter(|audience| audience.mode == AudienceMode::Only) else { return true };
    audience.any.iter().any(|condition| condition.may_hold(declared.known()))
}

/// Whether a value, also given in small letters, is the name of the hit's category, of one above it, or of a tag. Case does not matter.
fn names(value: &str, lower: &str, candidate: &Candidate<'_>) -> bool {
    let same = |label: &&str| {
        label.len() == value.len() && (label.eq_ignore_ascii_case(value) || (!label.is_ascii() && label.to_lowercase() == lower))
    };
    candidate.category.iter().chain(candidate.tags).any(same)
}

/// 1 for the same category, 0 for strangers, in between for relatives: common levels squared over the product of the depths.
fn nearness(a: &[&str], b: &[String]) -> f64 {
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    if common == 0 { 0.0 } else { (common * common) as f64 / (a.len() * b.len()) as f64 }
}

#[cfg(test)]
#[path = "rerank_tests.rs"]
mod tests;
