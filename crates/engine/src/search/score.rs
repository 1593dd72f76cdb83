//! BM25F over wordings, answers and labels; the best wording speaks for its entry.
//!
//! For a slot of weight `w`, an entry with the weighted frequencies `B` in answer, labels and all wordings together, and `Q` in one of
//! its wordings, gets `w · (B + Q) / (k1 + B + Q)`: BM25's saturation over the sum of weighted, length-normalised fields (Robertson &
//! Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.6). The score of an entry is that of its best
//! wording, so that further wordings are further ways to be found and do not dilute one another.

use super::number::ln;
use super::query::{Alternative, Query, Slot};
use super::weights::WEIGHTS;
use super::{MatchKind, SearchOptions};
use crate::index::Engine;
use crate::index::lengths;
use crate::index::postings::{Term, Walk};

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
    let (entries, wordings) = (engine.len() as usize, engine.lengths.entry.len());
    let mut scores = Scores {
        base: vec![0.0; entries],
        gain: vec![0.0; wordings],
        found: vec![0.0; entries],
        slots: Vec::with_capacity(query.slots.len()),
    };
    let mut evidence = Evidence { engine, walk: engine.walk(), wordings: Values::new(wordings), entries: Values::new(entries), share: 0.0 };
    for slot in &query.slots {
        slot.alternatives.iter().for_each(|alternative| evidence.gather(slot, alternative));
        let weight = slot_weight(evidence.share, entries, slot.function);
        scores.slots.push(weight);
        scores.add(&mut evidence, weight);
    }
    for slot in &query.characters {
        for alternative in &slot.alternatives {
            evidence.gather_questions(alternative);
        }
        let weight = slot_weight(evidence.share, entries, false) * WEIGHTS.character;
        scores.add(&mut evidence, weight);
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

/// A number for each wording or entry, and which of them are not zero.
struct Values {
    values: Vec<f32>,
    touched: Vec<u32>,
}

impl Values {
    fn new(count: usize) -> Self {
        Self { values: vec![0.0; count], touched: Vec::new() }
    }

    /// Brings a number up to `value`.
    fn raise(&mut self, at: u32, value: f32) {
        let Some(own) = self.values.get_mut(at as usize) else { return };
        if *own == 0.0 {
            self.touched.push(at);
        }
        *own = own.max(value);
    }

    fn get(&self, at: u32) -> f32 {
        self.values.get(at as usize).copied().unwrap_or(0.0)
    }

    /// Takes a number out.
    fn take(&mut self, at: u32) -> f32 {
        self.values.get_mut(at as usize).map_or(0.0, core::mem::take)
    }
}

/// Evidence for one slot.
struct Evidence<'e> {
    engine: &'e Engine,
    walk: Walk<'e>,
    wordings: Values,
    entries: Values,
    /// Share of the entries that have what may fill the slot.
    share: f32,
}

impl<'e> Evidence<'e> {
    fn gather(&mut self, slot: &Slot, alternative: &Alternative) {
        let engine = self.engine;
        let lengths = &engine.lengths;
        let closeness = alternative.closeness;
        let term = self.gather_questions(alternative);
        let entries = &mut self.entries;
        term.labels(|label| engine.labelled(label).iter().for_each(|entry| entries.raise(*entry, closeness * WEIGHTS.label)));
        // One or two letters begin a good part of all words: what they find in answers is noise.
        if alternative.kind != MatchKind::Prefix || slot.word.len() > 2 {
            term.answers(|entry, often| {
                let length = lengths.answers.get(entry as usize).copied().map_or(1.0, lengths::length);
                let norm = normalised(length, lengths.mean_answer, WEIGHTS.length_answer);
                let frequency = if often { WEIGHTS.often } else { 1.0 };
                entries.raise(entry, closeness * frequency * norm * WEIGHTS.answer);
            });
        }
    }

    /// A term in wordings counts for each wording, and for the entry by the number of its wordings that have it.
    fn gather_questions(&mut self, alternative: &Alternative) -> Term<'e> {
        let lengths = &self.engine.lengths;
        let closeness = alternative.closeness;
        let term = self.walk.term(alternative.term);
        let (wordings, entries) = (&mut self.wordings, &mut self.entries);
        let mut together = |entry: u32, count: f32| {
            let length = lengths.together.get(entry as usize).copied().unwrap_or(1) as f32;
            let norm = normalised(length, lengths.mean_together, WEIGHTS.length_together);
            entries.raise(entry, closeness * count * norm * WEIGHTS.other_wording);
        };
        let mut current = (u32::MAX, 0.0);
        term.wordings(|wording| {
            let content = lengths.content.get(wording as usize).copied().unwrap_or(1);
            let norm = normalised(f32::from(content), lengths.mean_wording, WEIGHTS.length_wording);
            wordings.raise(wording, closeness * norm * WEIGHTS.wording);
            let entry = lengths.entry.get(wording as usize).copied().unwrap_or(u32::MAX);
            if entry != current.0 {
                together(current.0, current.1);
                current = (entry, 0.0);
            }
            current.1 += 1.0;
        });
        together(current.0, current.1);
        let in_wordings = term.in_wordings() as f32 / (lengths.entry.len() as f32 + 1.0);
        let in_answers = term.in_answers() as f32 / (lengths.answers.len() as f32 + 1.0);
        self.share += closeness * in_wordings.max(in_answers);
        term
    }
}

/// BM25's length normalisation: 1 for the mean length, less for longer texts.
fn normalised(length: f32, mean: f32, b: f32) -> f32 {
    1.0 / (1.0 - b + b * length / mean)
}

fn saturate(evidence: f32) -> f32 {
    evidence / (WEIGHTS.saturation + evidence)
}

impl Scores {
    /// Adds one slot's evidence and clears it.
    fn add(&mut self, evidence: &mut Evidence<'_>, weight: f32) {
        let touched = core::mem::take(&mut evidence.wordings.touched);
        for wording in &touched {
            let entry = evidence.engine.lengths.entry.get(*wording as usize).copied().unwrap_or_default();
            let (own, common) = (evidence.wordings.take(*wording), evidence.entries.get(entry));
            if let Some(gain) = self.gain.get_mut(*wording as usize) {
                *gain += weight * (saturate(common + own) - saturate(common));
            }
        }
        evidence.wordings.touched = touched;
        evidence.wordings.touched.clear();
        let touched = core::mem::take(&mut evidence.entries.touched);
        for entry in &touched {
            let common = evidence.entries.take(*entry);
            if let (Some(base), Some(found)) = (self.base.get_mut(*entry as usize), self.found.get_mut(*entry as usize)) {
                *base += weight * saturate(common);
                *found += weight;
            }
        }
        evidence.entries.touched = touched;
        evidence.entries.touched.clear();
        evidence.share = 0.0;
    }

    /// All entries found that `options` allow, best first; ties in the order of the entries.
    pub(crate) fn candidates(&self, engine: &Engine, options: &SearchOptions) -> Vec<Candidate> {
        let all = self.slots.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let filter = Filter::new(engine, options);
        let mut candidates = Vec::new();
        for ((entry, base), found) in (0u32..).zip(&self.base).zip(&self.found) {
            if *base <= 0.0 || !filter.allows(engine, entry) {
                continue;
            }
            let (wording, gain) = self.best_wording(engine, entry);
            let coverage = 1.0 - WEIGHTS.coverage + WEIGHTS.coverage * found / all;
            candidates.push(Candidate { entry, wording, score: (base + gain) * coverage * engine.weight(entry) });
        }
        candidates.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
        candidates
    }

    fn best_wording(&self, engine: &Engine, entry: u32) -> (u32, f32) {
        let first = engine.lengths.first.get(entry as usize).copied().unwrap_or_default();
        let end = engine.lengths.first.get(entry as usize + 1).copied().unwrap_or_default();
        let mut best = (first, 0.0);
        for (wording, gain) in (first..end).zip(self.gain.get(first as usize..end as usize).unwrap_or_default()) {
            if *gain > best.1 {
                best = (wording, *gain);
            }
        }
        best
    }
}

/// Which entries the caller wants.
struct Filter {
    category: Option<u32>,
    /// A tag that no entry has allows nothing.
    tag: Option<Option<u32>>,
}

impl Filter {
    fn new(engine: &Engine, options: &SearchOptions) -> Self {
        let number = |tag: &String| engine.labels.tags.iter().position(|name| **name == **tag).map(|number| number as u32);
        Self { category: options.category, tag: options.tag.as_ref().map(number) }
    }

    fn allows(&self, engine: &Engine, entry: u32) -> bool {
        let labels = &engine.labels;
        let category = || labels.category.get(entry as usize).copied().flatten();
        self.category.is_none_or(|above| labels.lies_in(category(), above))
            && self.tag.is_none_or(|tag| tag.is_some_and(|tag| labels.tags_of(entry).contains(&tag)))
    }
}
