//! The best candidates looked at again: exact questions, order and nearness of words, pins; and why each was found.

use super::query::Query;
use super::score::{Candidate, Filter, Scores};
use super::weights::WEIGHTS;
use super::{Field, Mark, MatchKind, SearchOptions, Why};
use crate::highlight;
use crate::index::Engine;

/// How many candidates are looked at again, at least.
const LOOKED_AT: usize = 12;

/// A candidate, looked at again.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    pub(crate) entry: u32,
    pub(crate) wording: u32,
    pub(crate) score: f32,
    pub(crate) exact: bool,
    /// For each slot of the query, what filled it.
    pub(crate) filled: Vec<Option<(Field, MatchKind)>>,
    /// What matched in the question.
    pub(crate) marks: Vec<Mark>,
}

/// Orders the best candidates; the second part is how many entries were found in all.
pub(crate) fn rank(engine: &Engine, query: &Query, scores: &Scores, options: &SearchOptions) -> (Vec<Ranked>, u32) {
    let filter = Filter::new(engine, options);
    let (candidates, found) = scores.candidates(engine, query, &filter, options.limit.max(LOOKED_AT));
    let mut ranked: Vec<Ranked> = Vec::new();
    for candidate in &candidates {
        let new = Ranked::look(engine, query, scores, candidate);
        let place = ranked.partition_point(|known| (known.exact, known.score) >= (new.exact, new.score));
        ranked.insert(place, new);
    }
    let added = pin(engine, query, scores, &filter, &mut ranked);
    (ranked, found + added)
}

/// Whether the query is another wording of the candidate: it has its words, and as many. The question itself is compared when it is read.
fn is_exact(engine: &Engine, query: &Query, ranked: &Ranked) -> bool {
    let length = engine.lengths.wordings.get(ranked.wording as usize).copied().map(u32::from);
    let itself = |(field, kind)| field == Field::Question && kind <= MatchKind::Stem;
    length == Some(query.length) && ranked.filled.iter().all(|filled| filled.is_some_and(itself))
}

/// Moves pinned entries to their places; pins are in order of the place. Returns how many of them have nothing of the query.
fn pin(engine: &Engine, query: &Query, scores: &Scores, filter: &Filter, ranked: &mut Vec<Ranked>) -> u32 {
    let mut added = 0;
    for pin in engine.pins.iter().filter(|pin| *pin.key == *query.key && filter.allows(engine, pin.entry)) {
        let found = ranked.iter().position(|ranked| ranked.entry == pin.entry).map(|at| ranked.remove(at));
        let score = ranked.first().map_or(1.0, |first| first.score);
        let wording = engine.lengths.first_of(pin.entry);
        let unfound = || Ranked::look(engine, query, scores, &Candidate { entry: pin.entry, wording, score });
        added += u32::from(found.is_none() && !scores.has(pin.entry));
        ranked.insert((pin.place as usize).min(ranked.len()), found.unwrap_or_else(unfound));
    }
    added
}

impl Ranked {
    fn look(engine: &Engine, query: &Query, scores: &Scores, candidate: &Candidate) -> Self {
        let Candidate { entry, wording, score } = *candidate;
        let filled = scores.traces.iter().map(|trace| trace.in_wording(wording).or_else(|| trace.in_entry(entry))).collect();
        let mut ranked = Self { entry, wording, score, exact: false, filled, marks: Vec::new() };
        ranked.exact = is_exact(engine, query, &ranked);
        ranked.read(engine, query, scores);
        ranked
    }

    /// Reads the question: whether it is the query, what to mark, and which words follow one another as in the query.
    fn read(&mut self, engine: &Engine, query: &Query, scores: &Scores) {
        let Some(question) = engine.question(self.entry) else { return };
        let reading = engine.read(question, engine.language_of(self.entry));
        let matches = reading.matches(query);
        self.exact |= reading.key == query.hash;
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
            let Some((field, kind)) = *filled else { continue };
            let place = reasons.partition_point(|known| (known.field, known.kind) <= (field, kind));
            reasons.insert(place, Why { field, kind, term: slot.corrected.as_ref().unwrap_or(&slot.term).clone() });
        }
        reasons
    }
}
