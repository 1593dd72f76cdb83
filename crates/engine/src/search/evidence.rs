//! Evidence for one slot of a query: "here is a term, which wordings and entries have it, and how much does that count?"

use super::query::{Alternative, Slot};
use super::weights::WEIGHTS;
use super::{Field, MatchKind};
use crate::index::Engine;
use crate::index::lengths;
use crate::index::postings::{Term, Walks};

/// What a slot found in wordings and entries: a code for each, 0 for nothing.
#[derive(Debug)]
pub(crate) struct Trace {
    wordings: Vec<u8>,
    entries: Vec<u8>,
}

impl Trace {
    /// How the slot was filled in a wording.
    pub(crate) fn in_wording(&self, wording: u32) -> Option<(Field, MatchKind)> {
        decode(self.wordings.get(wording as usize).copied()?)
    }

    /// How the slot was filled in an entry, by the field that counted most.
    pub(crate) fn in_entry(&self, entry: u32) -> Option<(Field, MatchKind)> {
        decode(self.entries.get(entry as usize).copied()?)
    }
}

const FIELDS: [Field; 3] = [Field::Question, Field::Label, Field::Answer];
const KINDS: [MatchKind; 6] =
    [MatchKind::Exact, MatchKind::Stem, MatchKind::Prefix, MatchKind::Joined, MatchKind::Synonym, MatchKind::Typo];

fn encode(field: Field, kind: MatchKind) -> u8 {
    1 + (field as u8) * 8 + kind as u8
}

fn decode(code: u8) -> Option<(Field, MatchKind)> {
    let code = code.checked_sub(1)?;
    Some((*FIELDS.get(usize::from(code / 8))?, *KINDS.get(usize::from(code % 8))?))
}

/// A number for each wording or entry, and which of them are not zero.
pub(crate) struct Values {
    values: Vec<f32>,
    codes: Vec<u8>,
    touched: Vec<u32>,
}

impl Values {
    fn new(count: usize) -> Self {
        Self { values: vec![0.0; count], codes: vec![0; count], touched: Vec::new() }
    }

    /// Brings a number up to `value`; when it was less, `code` is why.
    fn raise(&mut self, at: u32, value: f32, code: u8) {
        let (Some(own), Some(known)) = (self.values.get_mut(at as usize), self.codes.get_mut(at as usize)) else { return };
        if *own < value {
            if *own == 0.0 {
                self.touched.push(at);
            }
            *own = value;
            *known = code;
        }
    }

    pub(crate) fn get(&self, at: u32) -> f32 {
        self.values.get(at as usize).copied().unwrap_or(0.0)
    }

    /// The numbers that are not zero.
    pub(crate) fn found(&self) -> impl Iterator<Item = (u32, f32)> {
        self.touched.iter().map(|at| (*at, self.get(*at)))
    }

    /// Makes all numbers zero; returns the codes.
    fn clear(&mut self) -> Vec<u8> {
        for at in self.touched.drain(..) {
            if let Some(value) = self.values.get_mut(at as usize) {
                *value = 0.0;
            }
        }
        let empty = vec![0; self.codes.len()];
        core::mem::replace(&mut self.codes, empty)
    }
}

/// BM25's length normalisation for each length class: 1 for the mean length, less for longer texts.
struct Norms([f32; 256]);

impl Norms {
    fn new(length: impl Fn(u8) -> f32, mean: f32, b: f32) -> Self {
        let mut norms = [0.0; 256];
        for (norm, class) in norms.iter_mut().zip(0u8..=255) {
            *norm = normalised(length(class), mean, b);
        }
        Self(norms)
    }

    fn of(&self, class: Option<&u8>) -> f32 {
        class.and_then(|class| self.0.get(usize::from(*class))).copied().unwrap_or(1.0)
    }
}

fn normalised(length: f32, mean: f32, b: f32) -> f32 {
    1.0 / (1.0 - b + b * length / mean)
}

/// Evidence for one slot.
pub(crate) struct Evidence<'e> {
    pub(crate) engine: &'e Engine,
    walk: Walks<'e>,
    wording_norms: Norms,
    answer_norms: Norms,
    /// Evidence in each wording.
    pub(crate) wordings: Values,
    /// Evidence in each entry as a whole.
    pub(crate) entries: Values,
    /// Share of the entries that have what may fill the slot.
    pub(crate) share: f32,
}

impl<'e> Evidence<'e> {
    /// No evidence yet.
    pub(crate) fn new(engine: &'e Engine) -> Self {
        let lengths = &engine.lengths;
        Self {
            engine,
            walk: engine.walk(),
            wording_norms: Norms::new(f32::from, lengths.mean_wording, WEIGHTS.length_wording),
            answer_norms: Norms::new(lengths::length, lengths.mean_answer, WEIGHTS.length_answer),
            wordings: Values::new(lengths.count() as usize),
            entries: Values::new(engine.len() as usize),
            share: 0.0,
        }
    }

    /// Makes ready for the next slot.
    pub(crate) fn clear(&mut self) -> Trace {
        self.share = 0.0;
        Trace { wordings: self.wordings.clear(), entries: self.entries.clear() }
    }

    /// Adds what a term that may fill `slot` says in all fields.
    pub(crate) fn gather(&mut self, slot: &Slot, alternative: &Alternative) {
        let Alternative { closeness, kind, .. } = *alternative;
        let term = self.gather_questions(alternative);
        let (engine, entries) = (self.engine, &mut self.entries);
        let code = encode(Field::Label, kind);
        term.labels(|label| engine.labelled(label).iter().for_each(|entry| entries.raise(*entry, closeness * WEIGHTS.label, code)));
        // One or two letters begin a good part of all words: what they find in answers is noise.
        if kind != MatchKind::Prefix || slot.word.len() > 2 {
            let code = encode(Field::Answer, kind);
            let (once, often) = (closeness * WEIGHTS.answer, closeness * WEIGHTS.answer * WEIGHTS.often);
            term.answers(|entry, is_often| {
                let norm = self.answer_norms.of(engine.lengths.answers.get(entry as usize));
                entries.raise(entry, norm * if is_often { often } else { once }, code);
            });
        }
    }

    /// Adds what a term says in wordings: it counts for each wording, and for the entry by the number of its wordings that have it.
    pub(crate) fn gather_questions(&mut self, alternative: &Alternative) -> Term<'e> {
        let Alternative { term, closeness, kind } = *alternative;
        let lengths = &self.engine.lengths;
        let term = self.walk.term(term);
        let code = encode(Field::Question, kind);
        let (wordings, entries, norms) = (&mut self.wordings, &mut self.entries, &self.wording_norms);
        let mut together = |entry: u32, count: f32| {
            let length = lengths.together(entry).unwrap_or(1) as f32;
            let norm = normalised(length, lengths.mean_together, WEIGHTS.length_together);
            entries.raise(entry, closeness * count * norm * WEIGHTS.other_wording, code);
        };
        let mut current = (u32::MAX, 0.0);
        term.wordings(|wording| {
            let norm = norms.of(lengths.content.get(wording as usize));
            wordings.raise(wording, closeness * norm * WEIGHTS.wording, code);
            let entry = lengths.entry_of(wording).unwrap_or(u32::MAX);
            if entry != current.0 {
                together(current.0, current.1);
                current = (entry, 0.0);
            }
            current.1 += 1.0;
        });
        together(current.0, current.1);
        let in_wordings = term.in_wordings() as f32 / (lengths.count() as f32 + 1.0);
        let in_answers = term.in_answers() as f32 / (lengths.answers.len() as f32 + 1.0);
        self.share += closeness * in_wordings.max(in_answers);
        term
    }
}
