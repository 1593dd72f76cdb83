//! The best candidates looked at again: exact questions, order and nearness of words, pins; and why each was found.

use super::query::Query;
use super::score::{Candidate, Scores};
use super::weights::WEIGHTS;
use super::{Field, Mark, MatchKind, SearchOptions, Why};
use crate::highlight;
use crate::index::Engine;

/// How many candidates are looked at again, at least.
const LOOKED_AT: usize = 24;

/// What filled a slot in a candidate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filled {
    /// The best field that has it.
    pub(crate) field: Field,
    /// How near the term is.
    pub(crate) closeness: f32,
    /// How it was found.
    pub(crate) kind: MatchKind,
}

/// A candidate, looked at again.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    pub(crate) entry: u32,
    pub(crate) wording: u32,
    pub(crate) score: f32,
    pub(crate) exact: bool,
    /// For each slot of the query, what filled it.
    pub(crate) filled: Vec<Option<Filled>>,
    /// What matched in the question.
    pub(crate) marks: Vec<Mark>,
}

/// Orders the best candidates; the second part is how many entries were found in all.
pub(crate) fn rank(engine: &Engine, query: &Query, scores: &Scores, options: &SearchOptions) -> (Vec<Ranked>, u32) {
    let mut candidates = scores.candidates(engine, options);
    let total = candidates.len() as u32;
    candidates.truncate(options.limit.max(LOOKED_AT));
    let mut ranked = look(engine, query, &candidates);
    for candidate in &mut ranked {
        candidate.exact = is_exact(engine, query, candidate);
        candidate.read(engine, query, scores);
    }
    ranked.sort_by(|a, b| b.exact.cmp(&a.exact).then(b.score.total_cmp(&a.score)).then(a.entry.cmp(&b.entry)));
    pin(engine, query, scores, &mut ranked);
    (ranked, total)
}

/// Finds out what filled each slot of each candidate, in one pass over the places of the query's terms.
fn look(engine: &Engine, query: &Query, candidates: &[Candidate]) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = candidates.iter().map(|candidate| Ranked::new(candidate, query)).collect();
    let mut rows = vec![u16::MAX; engine.len() as usize];
    for (row, candidate) in (0u16..).zip(candidates) {
        if let Some(slot) = rows.get_mut(candidate.entry as usize) {
            *slot = row;
        }
    }
    let row = |entry: u32| usize::from(rows.get(entry as usize).copied().unwrap_or(u16::MAX));
    let mut walk = engine.walk();
    for (number, slot) in query.slots.iter().enumerate() {
        for alternative in &slot.alternatives {
            let term = walk.term(alternative.term);
            let filled = |field: Field| Filled { field, closeness: alternative.closeness, kind: alternative.kind };
            term.wordings(|wording| {
                let entry = engine.lengths.entry.get(wording as usize).copied().unwrap_or(u32::MAX);
                if let Some(ranked) = ranked.get_mut(row(entry)).filter(|ranked| ranked.wording == wording) {
                    ranked.fill(number, filled(Field::Question));
                }
            });
            let mut fill = |entry: u32, field: Field| {
                if let Some(ranked) = ranked.get_mut(row(entry)) {
                    ranked.fill(number, filled(field));
                }
            };
            term.labels(|label| engine.labelled(label).iter().for_each(|entry| fill(*entry, Field::Label)));
            term.answers(|entry, _| fill(entry, Field::Answer));
        }
    }
    ranked
}

/// Whether the query is another wording of the candidate: it has its words, and as many. The question itself is compared when it is read.
fn is_exact(engine: &Engine, query: &Query, ranked: &Ranked) -> bool {
    let length = engine.lengths.wordings.get(ranked.wording as usize).copied().map(u32::from);
    let itself = |filled: &Filled| filled.field == Field::Question && filled.kind <= MatchKind::Stem;
    length == Some(query.length) && ranked.filled.iter().all(|filled| filled.as_ref().is_some_and(itself))
}

/// Moves pinned entries to their places; pins are in order of the place.
fn pin(engine: &Engine, query: &Query, scores: &Scores, ranked: &mut Vec<Ranked>) {
    for pin in engine.pins.iter().filter(|pin| *pin.key == *query.key) {
        let found = ranked.iter().position(|ranked| ranked.entry == pin.entry).map(|at| ranked.remove(at));
        let score = ranked.first().map_or(1.0, |first| first.score);
        let wording = engine.lengths.first.get(pin.entry as usize).copied().unwrap_or_default();
        let unfound = || {
            let mut added = look(engine, query, &[Candidate { entry: pin.entry, wording, score }]).pop()?;
            added.read(engine, query, scores);
            Some(added)
        };
        if let Some(pinned) = found.or_else(unfound) {
            ranked.insert((pin.place as usize).min(ranked.len()), pinned);
        }
    }
}

impl Ranked {
    fn new(candidate: &Candidate, query: &Query) -> Self {
        let Candidate { entry, wording, score } = *candidate;
        Self { entry, wording, score, exact: false, filled: vec![None; query.slots.len()], marks: Vec::new() }
    }

    /// The better field wins, then the nearer term; the first of equals stays.
    fn fill(&mut self, slot: usize, new: Filled) {
        if let Some(cell) = self.filled.get_mut(slot) {
            let better = |old: &Filled| new.field < old.field || (new.field == old.field && new.closeness > old.closeness);
            if cell.as_ref().is_none_or(better) {
                *cell = Some(new);
            }
        }
    }

    /// Reads the question: whether it is the query, what to mark, and which words follow one another as in the query.
    fn read(&mut self, engine: &Engine, query: &Query, scores: &Scores) {
        let Some(question) = engine.question(self.entry) else { return };
        let (matches, key) = highlight::read(engine, query, question);
        self.exact |= key == query.key;
        let mut gain = 0.0;
        for (before, after) in matches.iter().zip(matches.iter().skip(1)) {
            let follows = |a: u32, b: u32| a.checked_add(1) == Some(b);
            let (Some(left), Some(right)) = (query.slots.get(before.slot), query.slots.get(after.slot)) else { continue };
            if follows(before.position, after.position) && follows(left.position, right.position) {
                gain += scores.slots.get(after.slot).copied().unwrap_or(0.0);
            }
        }
        self.score += WEIGHTS.nearness * gain;
        self.marks = highlight::join(&matches);
    }

    /// What matched where, best field first.
    pub(crate) fn why(&self, query: &Query) -> Vec<Why> {
        let mut reasons: Vec<Why> = Vec::new();
        for (slot, filled) in query.slots.iter().zip(&self.filled) {
            if let Some(filled) = filled {
                let term = slot.corrected.as_ref().unwrap_or(&slot.term).clone();
                reasons.push(Why { field: filled.field, kind: filled.kind, term });
            }
        }
        reasons.sort_by_key(|why| (why.field, why.kind));
        reasons
    }
}
