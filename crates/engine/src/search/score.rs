//! BM25F over wordings, answers and labels; the best wording speaks for its entry.
//!
//! For a slot of weight `w`, an entry with the weighted frequencies `B` in answer, labels and all wordings together, and `Q` in one of
//! its wordings, gets `w · (B + Q) / (k1 + B + Q)`: BM25's saturation over the sum of weighted, length-normalised fields (Robertson &
//! Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.6). The score of an entry is that of its best
//! wording, so that further wordings are further ways to be found and do not dilute one another.

use super::SearchOptions;
use super::evidence::{Evidence, Trace};
use super::number::ln;
use super::query::Query;
use super::weights::WEIGHTS;
use crate::index::Engine;

/// Scores of all entries for one query.
pub(crate) struct Scores {
    /// What an entry has without regard to which wording speaks for it.
    base: Vec<f32>,
    /// What each wording adds.
    gain: Vec<f32>,
    /// Weight of the slots found in the entry.
    found: Vec<f32>,
    /// Weight of each slot.
    pub(crate) slots: Vec<f32>,
    /// For each slot, what it found where.
    pub(crate) traces: Vec<Trace>,
}

/// An entry with its best wording.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) entry: u32,
    pub(crate) wording: u32,
    pub(crate) score: f32,
}

/// Scores every entry.
pub(crate) fn score(engine: &Engine, query: &Query) -> Scores {
    let (entries, wordings) = (engine.len() as usize, engine.lengths.count() as usize);
    let mut scores =
        Scores { base: vec![0.0; entries], gain: vec![0.0; wordings], found: vec![0.0; entries], slots: Vec::new(), traces: Vec::new() };
    let mut evidence = Evidence::new(engine);
    for slot in &query.slots {
        slot.alternatives.iter().for_each(|alternative| evidence.gather(slot, alternative));
        let weight = slot_weight(evidence.share, entries, slot.function);
        scores.slots.push(weight);
        scores.add(&mut evidence, weight);
        scores.traces.push(evidence.clear());
    }
    for slot in &query.characters {
        for alternative in &slot.alternatives {
            evidence.gather_questions(alternative);
        }
        let weight = slot_weight(evidence.share, entries, false) * WEIGHTS.character;
        scores.add(&mut evidence, weight);
        evidence.clear();
    }
    scores
}

/// Inverse document frequency of what may fill the slot, less for words of grammar: `ln(1 / p)` for the share `p` of entries with it,
/// smoothed by half an entry.
fn slot_weight(share: f32, entries: usize, function: bool) -> f32 {
    let share = (share + 0.5 / (entries as f32 + 1.0)).min(1.0);
    let weight = ln(1.0 / share) + WEIGHTS.floor;
    if function { weight.min(WEIGHTS.function_most) * WEIGHTS.function } else { weight }
}

fn saturate(evidence: f32) -> f32 {
    evidence / (WEIGHTS.saturation + evidence)
}

impl Scores {
    /// Adds one slot's evidence.
    fn add(&mut self, evidence: &mut Evidence<'_>, weight: f32) {
        let lengths = &evidence.engine.lengths;
        for (wording, own) in evidence.wordings.found() {
            let common = evidence.entries.get(lengths.entry_of(wording).unwrap_or_default());
            if let Some(gain) = self.gain.get_mut(wording as usize) {
                *gain += weight * (saturate(common + own) - saturate(common));
            }
        }
        for (entry, common) in evidence.entries.found() {
            if let (Some(base), Some(found)) = (self.base.get_mut(entry as usize), self.found.get_mut(entry as usize)) {
                *base += weight * saturate(common);
                *found += weight;
            }
        }
    }

    /// Whether an entry has anything of the query.
    pub(crate) fn has(&self, entry: u32) -> bool {
        self.base.get(entry as usize).is_some_and(|base| *base > 0.0)
    }

    /// The best `most` entries that `filter` allows, best first, ties in the order of the entries; and how many were found in all. A few
    /// that may be the very question are among them in any case.
    pub(crate) fn candidates(&self, engine: &Engine, query: &Query, filter: &Filter, most: usize) -> (Vec<Candidate>, u32) {
        let all = self.slots.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let (mut best, mut whole) = (Best::new(most), Best::new(MOST_WHOLE));
        let mut total = 0;
        for ((entry, base), found) in (0u32..).zip(&self.base).zip(&self.found) {
            if *base <= 0.0 || !filter.allows(engine, entry) {
                continue;
            }
            total += 1;
            let (wording, gain) = self.best_wording(engine, entry);
            let coverage = 1.0 - WEIGHTS.coverage + WEIGHTS.coverage * found / all;
            let candidate = Candidate { entry, wording, score: (base + gain) * coverage * engine.weight(entry) };
            best.offer(candidate);
            let content = engine.lengths.content.get(wording as usize).copied().map_or(0, u32::from);
            if *found >= all * 0.999 && content == query.content {
                whole.offer(candidate);
            }
        }
        for candidate in whole.candidates {
            if best.candidates.iter().all(|known| known.entry != candidate.entry) {
                best.candidates.push(candidate);
            }
        }
        (best.candidates, total)
    }

    fn best_wording(&self, engine: &Engine, entry: u32) -> (u32, f32) {
        let first = engine.lengths.first_of(entry);
        let end = engine.lengths.first_of(entry.saturating_add(1));
        let mut best = (first, 0.0);
        for (wording, gain) in (first..end).zip(self.gain.get(first as usize..end as usize).unwrap_or_default()) {
            if *gain > best.1 {
                best = (wording, *gain);
            }
        }
        best
    }
}

/// How many entries that have every word of the query, and not more words, are looked at whatever their score.
const MOST_WHOLE: usize = 8;

/// The best few of many candidates, in order.
struct Best {
    candidates: Vec<Candidate>,
    most: usize,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { candidates: Vec::new(), most }
    }

    /// Takes a candidate in if it is among the best; of equals the one that came first is better.
    fn offer(&mut self, candidate: Candidate) {
        if self.candidates.len() >= self.most && self.candidates.last().is_none_or(|worst| worst.score >= candidate.score) {
            return;
        }
        let place = self.candidates.partition_point(|known| known.score >= candidate.score);
        self.candidates.insert(place, candidate);
        self.candidates.truncate(self.most);
    }
}

/// Which entries the caller wants.
pub(crate) struct Filter {
    category: Option<u32>,
    /// A tag that no entry has allows nothing.
    tag: Option<Option<u32>>,
}

impl Filter {
    pub(crate) fn new(engine: &Engine, options: &SearchOptions) -> Self {
        let number = |tag: &String| engine.labels.tags.iter().position(|name| **name == **tag).map(|number| number as u32);
        Self { category: options.category, tag: options.tag.as_ref().map(number) }
    }

    pub(crate) fn allows(&self, engine: &Engine, entry: u32) -> bool {
        let labels = &engine.labels;
        let category = || labels.category_of(entry);
        self.category.is_none_or(|above| labels.lies_in(category(), above))
            && self.tag.is_none_or(|tag| tag.is_some_and(|tag| engine.tags_of(entry).contains(&tag)))
    }
}
