//! The best candidates looked at again: exact questions, order and nearness of words, pins; and why each was found.

use super::query::Query;
use super::score::{Candidate, Scores};
use super::weights::WEIGHTS;
use super::{Field, MatchKind, Why};
use crate::index::Engine;

/// How many candidates are looked at again, at least.
const LOOKED_AT: usize = 32;

/// What filled a slot in a candidate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filled {
    /// The best field that has it.
    pub(crate) field: Field,
    /// How near the term is.
    pub(crate) closeness: f32,
    /// How it was found.
    pub(crate) kind: MatchKind,
    /// Where it is in the wording; 0 in other fields.
    pub(crate) position: u32,
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
}

/// Orders the best candidates.
pub(crate) fn rank(engine: &Engine, query: &Query, scores: &Scores, limit: usize) -> Vec<Ranked> {
    let mut candidates = scores.candidates(engine);
    candidates.truncate(limit.max(LOOKED_AT));
    let mut ranked = look(engine, query, &candidates);
    for candidate in &mut ranked {
        candidate.exact = is_exact(engine, query, candidate);
        candidate.score += WEIGHTS.nearness * nearness(query, scores, candidate);
    }
    ranked.sort_by(|a, b| b.exact.cmp(&a.exact).then(b.score.total_cmp(&a.score)).then(a.entry.cmp(&b.entry)));
    pin(engine, query, &mut ranked);
    ranked
}

/// Finds out what filled each slot of each candidate, in one pass over the places of the query's terms.
fn look(engine: &Engine, query: &Query, candidates: &[Candidate]) -> Vec<Ranked> {
    let blank = |candidate: &Candidate| Ranked {
        entry: candidate.entry,
        wording: candidate.wording,
        score: candidate.score,
        exact: false,
        filled: vec![None; query.slots.len()],
    };
    let mut ranked: Vec<Ranked> = candidates.iter().map(blank).collect();
    let mut rows = vec![u16::MAX; engine.len() as usize];
    for (row, candidate) in (0u16..).zip(candidates) {
        if let Some(slot) = rows.get_mut(candidate.entry as usize) {
            *slot = row;
        }
    }
    for (number, slot) in query.slots.iter().enumerate() {
        for alternative in &slot.alternatives {
            let term = engine.term(alternative.term);
            let mut fill = |entry: u32, field: Field, wording: Option<u32>, position: u32| {
                let row = rows.get(entry as usize).copied().unwrap_or(u16::MAX);
                if let Some(ranked) = ranked.get_mut(usize::from(row))
                    && wording.is_none_or(|wording| wording == ranked.wording)
                    && let Some(cell) = ranked.filled.get_mut(number)
                {
                    let better = Filled { field, closeness: alternative.closeness, kind: alternative.kind, position };
                    take_better(cell, better);
                }
            };
            for place in term.wordings() {
                if let Some(entry) = engine.lengths.entry.get(place.wording as usize) {
                    fill(*entry, Field::Question, Some(place.wording), place.position);
                }
            }
            term.labels().for_each(|label| engine.labelled(label).iter().for_each(|entry| fill(*entry, Field::Label, None, 0)));
            term.answers().for_each(|(entry, _)| fill(entry, Field::Answer, None, 0));
        }
    }
    ranked
}

/// The better field wins, then the nearer term; the first of equals stays.
fn take_better(cell: &mut Option<Filled>, new: Filled) {
    let better = cell.is_none_or(|old| new.field < old.field || (new.field == old.field && new.closeness > old.closeness));
    if better {
        *cell = Some(new);
    }
}

/// Whether the query is the candidate's wording: each word in its place, none left over.
fn is_exact(engine: &Engine, query: &Query, ranked: &Ranked) -> bool {
    let length = engine.lengths.wordings.get(ranked.wording as usize).copied().map_or(0, u32::from);
    length == query.length
        && query.slots.len() as u32 == query.length
        && query.slots.iter().zip(&ranked.filled).all(|(slot, filled)| {
            filled
                .is_some_and(|filled| filled.field == Field::Question && filled.kind <= MatchKind::Stem && filled.position == slot.position)
        })
}

/// Weight of the slots whose word follows the one before as in the query.
fn nearness(query: &Query, scores: &Scores, ranked: &Ranked) -> f32 {
    let mut gain = 0.0;
    let mut last = None;
    for ((slot, filled), weight) in query.slots.iter().zip(&ranked.filled).zip(&scores.slots) {
        let here = filled.filter(|filled| filled.field == Field::Question).map(|filled| (slot.position, filled.position));
        if let (Some((before, place_before)), Some((own, place))) = (last, here)
            && own - before == 1
            && place_before + 1 == place
        {
            gain += weight;
        }
        last = here;
    }
    gain
}

/// Moves pinned entries to their places; pins are in order of the place.
fn pin(engine: &Engine, query: &Query, ranked: &mut Vec<Ranked>) {
    for pin in engine.pins.iter().filter(|pin| *pin.key == *query.key) {
        let found = ranked.iter().position(|ranked| ranked.entry == pin.entry).map(|at| ranked.remove(at));
        let score = ranked.first().map_or(1.0, |first| first.score);
        let wording = engine.lengths.first.get(pin.entry as usize).copied().unwrap_or_default();
        let unfound = || look(engine, query, &[Candidate { entry: pin.entry, wording, score }]).pop();
        if let Some(pinned) = found.or_else(unfound) {
            ranked.insert((pin.place as usize).min(ranked.len()), pinned);
        }
    }
}

impl Ranked {
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
