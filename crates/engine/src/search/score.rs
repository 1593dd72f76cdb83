//! BM25F over wordings, answers and labels; the best wording speaks for its entry.
//!
//! For a slot with inverse document frequency `i`, an entry with the weighted frequencies `B` in answer, labels and wordings as a whole,
//! and `Q` in one wording, gets `i · (B + Q) / (k1 + B + Q)`: BM25's saturation over the sum of weighted fields (Robertson & Zaragoza,
//! "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.6). The score of an entry is that of its best wording, so
//! that further wordings add ways to be found and do not dilute the others.

use super::SearchOptions;
use super::number::ln;
use super::query::{Query, Slot};
use super::weights::WEIGHTS;
use crate::index::Engine;
use crate::index::lengths;
use crate::index::postings::Term;

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
    /// Entries that may be returned.
    allowed: Vec<bool>,
}

/// An entry with its best wording.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) entry: u32,
    pub(crate) wording: u32,
    pub(crate) score: f32,
}

/// Scores every entry.
pub(crate) fn score(engine: &Engine, query: &Query, options: &SearchOptions) -> Scores {
    let (entries, wordings) = (engine.len() as usize, engine.lengths.entry.len());
    let mut scores = Scores {
        base: vec![0.0; entries],
        gain: vec![0.0; wordings],
        found: vec![0.0; entries],
        slots: Vec::with_capacity(query.slots.len()),
        allowed: allowed(engine, options),
    };
    let mut evidence =
        Evidence { wordings: vec![0.0; wordings], entries: vec![0.0; entries], touched: Vec::new(), touched_entries: Vec::new() };
    for slot in &query.slots {
        let weight = slot_weight(engine, slot);
        scores.slots.push(weight);
        evidence.gather(engine, slot);
        scores.add(engine, &mut evidence, weight);
    }
    for slot in &query.characters {
        let weight = slot_weight(engine, slot) * WEIGHTS.character;
        for alternative in &slot.alternatives {
            evidence.gather_wordings(engine, engine.term(alternative.term), alternative.closeness);
        }
        scores.add(engine, &mut evidence, weight);
    }
    scores
}

fn allowed(engine: &Engine, options: &SearchOptions) -> Vec<bool> {
    let labels = &engine.labels;
    let tag = options.tag.as_ref().map(|tag| labels.tags.iter().position(|name| **name == **tag).map(|number| number as u32));
    (0..engine.len())
        .map(|entry| {
            let category = labels.category.get(entry as usize).copied().flatten();
            options.category.is_none_or(|above| labels.lies_in(category, above))
                && tag.is_none_or(|tag| tag.is_some_and(|tag| labels.tags_of(entry).contains(&tag)))
        })
        .collect()
}

/// Inverse document frequency of what may fill the slot, less for words of grammar: `ln(1 + (1 − p) / p)` for the share `p` of entries
/// with it, smoothed by half an entry.
fn slot_weight(engine: &Engine, slot: &Slot) -> f32 {
    let entries = engine.len() as f32;
    let wordings = engine.lengths.entry.len() as f32;
    let mut share = 0.0;
    for alternative in &slot.alternatives {
        let term = engine.term(alternative.term);
        let own = (term.in_wordings() as f32 / (wordings + 1.0)).max(term.in_answers() as f32 / (entries + 1.0));
        share += own * alternative.closeness;
    }
    let share = (share + 0.5 / (entries + 1.0)).min(1.0);
    let weight = ln(1.0 + (1.0 - share) / share) + WEIGHTS.floor;
    if slot.function { weight.min(WEIGHTS.function_most) * WEIGHTS.function } else { weight }
}

/// Evidence for one slot.
struct Evidence {
    wordings: Vec<f32>,
    entries: Vec<f32>,
    touched: Vec<u32>,
    touched_entries: Vec<u32>,
}

impl Evidence {
    fn gather(&mut self, engine: &Engine, slot: &Slot) {
        let lengths = &engine.lengths;
        for alternative in &slot.alternatives {
            let term = engine.term(alternative.term);
            let closeness = alternative.closeness;
            self.gather_wordings(engine, term, closeness);
            for (entry, frequency) in term.answers() {
                let length = lengths.answers.get(entry as usize).copied().map_or(1.0, lengths::length);
                let norm = normalised(length, lengths.mean_answer, WEIGHTS.length_answer);
                raise(&mut self.entries, &mut self.touched_entries, entry, closeness * frequency * norm * WEIGHTS.answer);
            }
            for label in term.labels() {
                for entry in engine.labelled(label) {
                    raise(&mut self.entries, &mut self.touched_entries, *entry, closeness * WEIGHTS.label);
                }
            }
        }
    }

    /// A term in wordings counts for each wording, and for the entry by the number of its wordings that have it.
    fn gather_wordings(&mut self, engine: &Engine, term: Term<'_>, closeness: f32) {
        let lengths = &engine.lengths;
        let mut current: Option<(u32, f32)> = None;
        let mut last = u32::MAX;
        for place in term.wordings() {
            let (Some(entry), Some(content)) = (lengths.entry.get(place.wording as usize), lengths.content.get(place.wording as usize))
            else {
                break;
            };
            if place.wording == last {
                continue;
            }
            last = place.wording;
            let norm = normalised(f32::from(*content), lengths.mean_wording, WEIGHTS.length_wording);
            raise(&mut self.wordings, &mut self.touched, place.wording, closeness * norm * WEIGHTS.wording);
            match &mut current {
                Some((known, count)) if known == entry => *count += 1.0,
                _ => {
                    self.flush(engine, current, closeness);
                    current = Some((*entry, 1.0));
                }
            }
        }
        self.flush(engine, current, closeness);
    }

    fn flush(&mut self, engine: &Engine, current: Option<(u32, f32)>, closeness: f32) {
        let Some((entry, count)) = current else { return };
        let length = engine.lengths.together.get(entry as usize).copied().unwrap_or(1) as f32;
        let norm = normalised(length, engine.lengths.mean_together, WEIGHTS.length_together);
        raise(&mut self.entries, &mut self.touched_entries, entry, closeness * count * norm * WEIGHTS.other_wording);
    }
}

/// BM25's length normalisation: 1 for the mean length, less for longer texts.
fn normalised(length: f32, mean: f32, b: f32) -> f32 {
    1.0 / (1.0 - b + b * length / mean)
}

fn raise(values: &mut [f32], touched: &mut Vec<u32>, at: u32, value: f32) {
    if let Some(slot) = values.get_mut(at as usize) {
        if *slot == 0.0 {
            touched.push(at);
        }
        if *slot < value {
            *slot = value;
        }
    }
}

fn saturate(evidence: f32) -> f32 {
    evidence / (WEIGHTS.saturation + evidence)
}

impl Scores {
    /// Adds one slot's evidence and clears it.
    fn add(&mut self, engine: &Engine, evidence: &mut Evidence, weight: f32) {
        for wording in evidence.touched.drain(..) {
            let Some(own) = evidence.wordings.get_mut(wording as usize) else { continue };
            let entry = engine.lengths.entry.get(wording as usize).copied().unwrap_or_default();
            let common = evidence.entries.get(entry as usize).copied().unwrap_or_default();
            if let Some(gain) = self.gain.get_mut(wording as usize) {
                *gain += weight * (saturate(common + *own) - saturate(common));
            }
            *own = 0.0;
        }
        for entry in evidence.touched_entries.drain(..) {
            let Some(common) = evidence.entries.get_mut(entry as usize) else { continue };
            if let (Some(base), Some(found)) = (self.base.get_mut(entry as usize), self.found.get_mut(entry as usize)) {
                *base += weight * saturate(*common);
                *found += weight;
            }
            *common = 0.0;
        }
    }

    /// How many entries were found.
    pub(crate) fn total(&self) -> u32 {
        self.base.iter().zip(&self.allowed).filter(|(base, allowed)| **base > 0.0 && **allowed).count() as u32
    }

    /// All entries found, best first; ties in the order of the entries.
    pub(crate) fn candidates(&self, engine: &Engine) -> Vec<Candidate> {
        let all: f32 = self.slots.iter().sum();
        let mut candidates = Vec::new();
        for (entry, (base, found)) in self.base.iter().zip(&self.found).enumerate() {
            if *base <= 0.0 || !self.allowed.get(entry).copied().unwrap_or(false) {
                continue;
            }
            let first = engine.lengths.first.get(entry).copied().unwrap_or_default();
            let end = engine.lengths.first.get(entry + 1).copied().unwrap_or_default();
            let mut best = (first, 0.0);
            for wording in first..end {
                let gain = self.gain.get(wording as usize).copied().unwrap_or_default();
                if gain > best.1 {
                    best = (wording, gain);
                }
            }
            let coverage = 1.0 - WEIGHTS.coverage + WEIGHTS.coverage * found / all.max(f32::MIN_POSITIVE);
            let score = (base + best.1) * coverage * engine.weight(entry as u32);
            candidates.push(Candidate { entry: entry as u32, wording: best.0, score });
        }
        candidates.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
        candidates
    }
}
