//! A query as slots to be filled: "here is what was typed, give me the terms it may mean".

use std::sync::Arc;

use super::MatchKind;
use super::correct::Correction;
use super::expand;
use super::weights::WEIGHTS;
use crate::analysis::{Token, TokenKind, analyse, is_vowel_sign};
use crate::highlight::add_to_key;
use crate::index::Engine;
use crate::index::dictionary::Lexicon;
use crate::memo::Hash;

/// The most slots a query has; what comes after them is ignored. A question has ten words, a pasted error message a hundred.
const MOST_SLOTS: usize = 40;

/// In a query of more slots than this, words get one edit at most: whoever pastes a page is no slip of the finger away from an answer.
const MOST_CORRECTED: usize = 32;

/// The most further languages of an index by whose rules a query is analysed.
const MOST_LANGUAGES: usize = 4;

/// The most bytes of a query that are looked at.
const MOST_BYTES: usize = 2048;

/// A term that may fill a slot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alternative {
    /// Number of the term.
    pub(crate) term: u32,
    /// 0 to 1: how near it is to what was typed.
    pub(crate) closeness: f32,
    /// How it was found.
    pub(crate) kind: MatchKind,
}

/// A word of the query.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// The word, folded.
    pub(crate) word: String,
    /// Its stem.
    pub(crate) term: String,
    /// Hash of the stem.
    hash: Hash,
    /// Hash of the stem of the word as it was typed, which this may be a part of.
    typed: Hash,
    /// Position in the query, counting words.
    pub(crate) position: u32,
    /// Bytes of the query it stands in.
    pub(crate) span: (usize, usize),
    /// What it is.
    pub(crate) kind: TokenKind,
    /// Whether it carries grammar rather than content.
    pub(crate) function: bool,
    /// Whether it is the last word and may be unfinished.
    pub(crate) typing: bool,
    /// Terms that may fill it, in order of their numbers, each once.
    pub(crate) alternatives: Vec<Alternative>,
    /// The corrected spelling, when only corrections were found.
    pub(crate) corrected: Option<String>,
}

impl Slot {
    fn new(token: &Token<'_>) -> Self {
        Self {
            word: token.word.to_owned(),
            term: token.term.to_owned(),
            hash: Hash::of(token.term),
            typed: Hash::of(token.term),
            position: token.position,
            span: (token.start as usize, token.end as usize),
            kind: token.kind,
            function: token.function,
            typing: false,
            alternatives: Vec::new(),
            corrected: None,
        }
    }

    /// Adds a term that may fill the slot; the same term may be added several times until [`settle`](Self::settle).
    pub(crate) fn add(&mut self, term: u32, closeness: f32, kind: MatchKind) {
        self.alternatives.push(Alternative { term, closeness, kind });
    }

    /// Adds corrections; the best one becomes the word's corrected spelling.
    fn correct(&mut self, corrections: &[Correction]) {
        let letters = self.word.chars().count() as f32;
        let mut best = u8::MAX;
        for found in corrections {
            let whole = WEIGHTS.typo - WEIGHTS.typo_loss * f32::from(found.distance) / letters;
            self.add(found.term, if found.completion { whole * WEIGHTS.typo_completion } else { whole }, MatchKind::Typo);
            let rank = found.distance + 2 * u8::from(found.completion);
            if rank < best {
                best = rank;
                self.corrected = Some(found.word.clone());
            }
        }
    }

    /// One part of the word, as a slot of its own.
    pub(crate) fn part(&self, word: &str, term: u32) -> Self {
        let mut part = self.clone();
        part.word = word.to_owned();
        part.term = word.to_owned();
        part.hash = Hash::of(word);
        part.add(term, WEIGHTS.joined, MatchKind::Joined);
        part
    }

    /// Keeps the nearest way to each term, and puts the terms in order.
    fn settle(&mut self) {
        let nearer = |a: &Alternative, b: &Alternative| b.closeness.total_cmp(&a.closeness);
        self.alternatives.sort_unstable_by(|a, b| a.term.cmp(&b.term).then(nearer(a, b)).then(a.kind.cmp(&b.kind)));
        self.alternatives.dedup_by_key(|alternative| alternative.term);
    }

    /// Whether a term may fill the slot.
    pub(crate) fn takes(&self, term: u32) -> bool {
        self.alternatives.binary_search_by_key(&term, |alternative| alternative.term).is_ok()
    }

    /// Whether the word leads anywhere without being corrected.
    pub(crate) fn is_led(&self) -> bool {
        self.alternatives.iter().any(|alternative| alternative.kind != MatchKind::Typo)
    }

    /// Whether the word itself, or another form of it, is in the index.
    pub(crate) fn is_known(&self) -> bool {
        self.alternatives.iter().any(|alternative| alternative.kind <= MatchKind::Stem)
    }
}

/// Adds a slot, but for words that are there already.
fn add_slot(slots: &mut Vec<Slot>, slot: Slot) {
    if slots.len() < MOST_SLOTS && slots.iter().all(|known| known.term != slot.term || known.word != slot.word) {
        slots.push(slot);
    }
}

/// Adds a slot for each character of a pair.
fn add_characters(slots: &mut Vec<Slot>, token: &Token<'_>) {
    for letter in token.word.chars() {
        let mut slot = Slot::new(token);
        slot.kind = TokenKind::Unigram;
        slot.word = letter.into();
        slot.term = letter.into();
        add_slot(slots, slot);
    }
}

/// A query.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    pub(crate) text: String,
    pub(crate) slots: Vec<Slot>,
    /// Single characters of scripts without spaces: weak evidence beside their pairs, sought in questions only.
    pub(crate) characters: Vec<Slot>,
    /// The terms with single spaces between: equal for queries that are the same after analysis.
    pub(crate) key: String,
    /// Hash of the key.
    pub(crate) hash: Hash,
    /// Number of words, repeated ones included.
    pub(crate) length: u32,
    /// How many of them carry content.
    pub(crate) content: u32,
    /// Whether the last word may be unfinished, and whether misspelt ones are corrected.
    modes: (bool, bool),
    /// A bit for each term that fills any slot.
    terms: Vec<u64>,
}

impl Engine {
    /// A query, looked up. The one asked last is remembered: passages are asked for right after the list they stand in.
    pub(crate) fn query(&self, text: &str, typing: bool, correcting: bool) -> Arc<Query> {
        let text = text.get(..text.floor_char_boundary(MOST_BYTES)).unwrap_or_default();
        let is_it = |query: &Query| query.modes == (typing, correcting) && query.text == text;
        self.memo.query(is_it, || Query::new(self, text, typing, correcting))
    }
}

impl Query {
    /// Analyses `text` and looks its words up.
    fn new(engine: &Engine, text: &str, typing: bool, correcting: bool) -> Self {
        let mut query = Self {
            text: text.to_owned(),
            slots: Vec::new(),
            characters: Vec::new(),
            key: String::new(),
            hash: Hash::EMPTY,
            length: 0,
            content: 0,
            modes: (typing, correcting),
            terms: vec![0; engine.terms() as usize / 64 + 1],
        };
        let mut joined = Vec::new();
        analyse(text, engine.language(), &mut |token| match token.kind {
            TokenKind::Joined => joined.push((token.position, token.span, token.word.to_owned(), token.term.to_owned())),
            TokenKind::Tail => {}
            _ => {
                add_to_key(&mut query.key, token.term);
                query.length += 1;
                query.content += u32::from(!token.function);
                add_slot(&mut query.slots, Slot::new(&token));
                if token.kind == TokenKind::Gram {
                    add_characters(&mut query.characters, &token);
                }
            }
        });
        if let Some(last) = query.slots.last_mut() {
            last.typing = typing && last.span.1 == text.len();
        }
        query.hash = Hash::of(&query.key);
        query.fill(engine, &joined, correcting);
        query.note_terms();
        query
    }

    fn fill(&mut self, engine: &Engine, joined: &[(u32, u8, String, String)], correcting: bool) {
        let dictionary = engine.dictionary();
        let unsigned = !self.text.contains(is_vowel_sign);
        for slot in &mut self.slots {
            let word = dictionary.find(&slot.word).word;
            if let Some(term) = word {
                slot.add(term, 1.0, MatchKind::Exact);
            }
            if let Some(term) = dictionary.find(&slot.term).stem {
                slot.add(term, WEIGHTS.stem, MatchKind::Stem);
            }
            if unsigned {
                expand::sign(&dictionary, slot);
            }
        }
        self.fill_from_other_languages(engine, &dictionary);
        for (position, span, word, term) in joined {
            let found = dictionary.find(word).word.or(dictionary.find(term).stem);
            let end = position.saturating_add(u32::from(*span));
            for slot in self.slots.iter_mut().filter(|slot| (*position..end).contains(&slot.position)) {
                if let Some(term) = found {
                    slot.add(term, WEIGHTS.joined, MatchKind::Joined);
                }
            }
        }
        for slot in &mut self.characters {
            expand::contain(&dictionary, slot);
            slot.settle();
        }
        expand::join(&dictionary, &mut self.slots);
        expand::synonyms(engine, &mut self.slots);
        let mut slots = Vec::with_capacity(self.slots.len());
        let (mut unknown, is_long) = (0, self.slots.len() > MOST_CORRECTED);
        for mut slot in self.slots.drain(..) {
            expand::complete(&dictionary, &mut slot);
            let corrections = if correcting { expand::corrections_of(engine, &slot, unknown, is_long) } else { Arc::default() };
            unknown += usize::from(slot.alternatives.is_empty());
            let near = corrections.iter().any(|found| found.distance <= 1);
            match if near { None } else { expand::split(&dictionary, engine.language(), &slot) } {
                Some(parts) => slots.extend(parts),
                None => {
                    slot.correct(&corrections);
                    slots.push(slot);
                }
            }
        }
        slots.iter_mut().for_each(Slot::settle);
        self.slots = slots;
    }

    fn note_terms(&mut self) {
        for alternative in self.slots.iter().flat_map(|slot| &slot.alternatives) {
            if let Some(word) = self.terms.get_mut(alternative.term as usize / 64) {
                *word |= 1 << (alternative.term % 64);
            }
        }
    }

    /// The first slot that a term fills: by its number in the index, or because it is the slot's own, or what the slot was split from.
    pub(crate) fn slot_for(&self, term: u32, hash: Hash) -> Option<usize> {
        let fills_any = self.terms.get(term as usize / 64).is_some_and(|word| word & (1 << (term % 64)) != 0);
        self.slots.iter().position(|slot| slot.hash == hash || slot.typed == hash || (fills_any && slot.takes(term)))
    }

    /// The other languages of an index in several may know other stems of the same words.
    fn fill_from_other_languages(&mut self, engine: &Engine, dictionary: &Lexicon<'_>) {
        for language in engine.other_languages().take(MOST_LANGUAGES) {
            analyse(&self.text, language, &mut |token| {
                let span = (token.start as usize, token.end as usize);
                let slot = self.slots.iter_mut().find(|slot| slot.span == span && slot.term != token.term);
                if let (Some(slot), Some(term)) = (slot, dictionary.find(token.term).stem) {
                    slot.add(term, WEIGHTS.stem, MatchKind::Stem);
                }
            });
        }
    }

    /// Spellings of what the slots were filled with, the nearest of each.
    pub(crate) fn known_terms(&self) -> Vec<String> {
        let mut terms: Vec<String> = Vec::new();
        for slot in &self.slots {
            let term = if slot.is_known() { Some(&slot.term) } else { slot.corrected.as_ref() };
            if let Some(term) = term
                && !terms.contains(term)
            {
                terms.push(term.clone());
            }
        }
        terms
    }

    /// Words that led nowhere.
    pub(crate) fn unknown_terms(&self) -> u32 {
        self.slots.iter().filter(|slot| slot.alternatives.is_empty()).count() as u32
    }

    /// The query with corrections put in.
    pub(crate) fn corrected(&self) -> Option<String> {
        let mut text = String::new();
        let mut end = 0;
        for slot in &self.slots {
            if let Some(word) = &slot.corrected {
                text.push_str(self.text.get(end..slot.span.0)?);
                text.push_str(word);
                end = slot.span.1;
            }
        }
        if end == 0 {
            return None;
        }
        text.push_str(self.text.get(end..)?);
        Some(text)
    }
}
