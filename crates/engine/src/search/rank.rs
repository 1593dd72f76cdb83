//! The best candidates looked at again: exact questions, order and nearness of words, pins; and why each was found.

use super::query::Query;
use super::score::{Candidate, Scores};
use super::weights::WEIGHTS;
use super::{Field, MatchKind, Why};
use crate::index::Engine;

/// How many candidates are looked at again, at least.
const LOOKED_AT: usize = 32;

/// A candidate in its final place.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    pub(crate) entry: u32,
    pub(crate) wording: u32,
    pub(crate) score: f32,
    pub(crate) exact: bool,
}

/// Orders the best candidates.
pub(crate) fn rank(engine: &Engine, query: &Query, scores: &Scores, limit: usize) -> Vec<Ranked> {
    let mut candidates = scores.candidates(engine);
    candidates.truncate(limit.max(LOOKED_AT));
    let mut ranked: Vec<Ranked> = candidates.iter().map(|candidate| look(engine, query, scores, candidate)).collect();
    ranked.sort_by(|a, b| b.exact.cmp(&a.exact).then(b.score.total_cmp(&a.score)).then(a.entry.cmp(&b.entry)));
    pin(engine, query, &mut ranked);
    ranked
}

/// Positions of each slot in the candidate's wording.
fn look(engine: &Engine, query: &Query, scores: &Scores, candidate: &Candidate) -> Ranked {
    let mut last: Option<u32> = None;
    let mut gain = 0.0;
    let mut matched = 0;
    for (slot, weight) in query.slots.iter().zip(&scores.slots) {
        let place = slot.alternatives.iter().find_map(|alternative| {
            let place = engine.term(alternative.term).wordings().find(|place| place.wording == candidate.wording)?;
            Some((place.position, alternative.kind))
        });
        if let Some((position, kind)) = place {
            if last.is_some_and(|last| last + 1 == position) {
                gain += weight;
            }
            matched += u32::from(kind <= MatchKind::Stem && position == slot.position);
        }
        last = place.map(|(position, _)| position);
    }
    let length = engine.lengths.wordings.get(candidate.wording as usize).copied().map_or(0, u32::from);
    let exact = matched == query.length && length == query.length;
    Ranked { entry: candidate.entry, wording: candidate.wording, score: candidate.score + gain * WEIGHTS.nearness, exact }
}

/// Moves pinned entries to their places; pins are in order of the place.
fn pin(engine: &Engine, query: &Query, ranked: &mut Vec<Ranked>) {
    for pin in engine.pins.iter().filter(|pin| *pin.key == *query.key) {
        let found = ranked.iter().position(|ranked| ranked.entry == pin.entry).map(|at| ranked.remove(at));
        let best = ranked.first().map_or(1.0, |first| first.score);
        let wording = engine.lengths.first.get(pin.entry as usize).copied().unwrap_or_default();
        let pinned = found.unwrap_or(Ranked { entry: pin.entry, wording, score: best, exact: false });
        ranked.insert((pin.place as usize).min(ranked.len()), pinned);
    }
}

/// What matched where.
pub(crate) fn why(engine: &Engine, query: &Query, ranked: &Ranked) -> Vec<Why> {
    let mut reasons = Vec::new();
    for slot in &query.slots {
        for alternative in &slot.alternatives {
            let term = engine.term(alternative.term);
            let field = if term.wordings().any(|place| place.wording == ranked.wording) {
                Field::Question
            } else if term.labels().any(|label| engine.labelled(label).contains(&ranked.entry)) {
                Field::Label
            } else if term.answers().any(|(entry, _)| entry == ranked.entry) {
                Field::Answer
            } else {
                continue;
            };
            reasons.push(Why { field, kind: alternative.kind, term: slot.corrected.clone().unwrap_or_else(|| slot.term.clone()) });
            break;
        }
    }
    reasons.sort_by_key(|why| (why.field, why.kind));
    reasons
}
