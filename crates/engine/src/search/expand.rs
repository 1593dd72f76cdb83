//! Terms that a word may mean beside itself: completions, corrections, synonyms, and other ways to join or split it.

use std::sync::Arc;

use super::MatchKind;
use super::correct::{Correction, LONGEST, allowance, corrections};
use super::query::Slot;
use super::weights::WEIGHTS;
use crate::analysis::{Language, TokenKind, analyse, is_vowel_sign};
use crate::index::Engine;
use crate::index::dictionary::Lexicon;
use crate::memo::Misspelt;

/// The most words that complete one. Two letters may begin half of a vocabulary.
const MOST_COMPLETIONS: usize = 2000;

/// The first so many unknown words of a query may have two edits …
const MOST_FAR: usize = 4;
/// … and those up to this number one.
const MOST_NEAR: usize = 12;

/// Two neighbouring words that the index has as one.
pub(crate) fn join(dictionary: &Lexicon<'_>, slots: &mut [Slot]) {
    for at in 1..slots.len() {
        let Some([left, right]) = slots.get_mut(at - 1..=at) else { continue };
        if left.kind != TokenKind::Word || right.kind != TokenKind::Word || left.position + 1 != right.position {
            continue;
        }
        let mut whole = left.word.clone();
        whole.push_str(&right.word);
        if let Some(term) = dictionary.find(&whole).word {
            left.add(term, WEIGHTS.joined, MatchKind::Joined);
            right.add(term, WEIGHTS.joined, MatchKind::Joined);
        }
    }
}

/// Words and phrases of the same meaning. Rules are in order, so that those that begin with a word are together.
pub(crate) fn synonyms(engine: &Engine, slots: &mut [Slot]) {
    for start in 0..slots.len() {
        let Some(first) = slots.get(start).map(|slot| slot.term.clone()) else { return };
        let from = engine.rules.partition_point(|rule| *rule.from < *first);
        for rule in engine.rules.iter().skip(from).take_while(|rule| rule.from.starts_with(&first)) {
            let length = rule.from.split(' ').count();
            let Some(here) = slots.get_mut(start..start + length) else { continue };
            if here.iter().zip(rule.from.split(' ')).all(|(slot, term)| slot.term == term) {
                for slot in here {
                    rule.to.iter().for_each(|term| slot.add(*term, WEIGHTS.synonym, MatchKind::Synonym));
                }
            }
        }
    }
}

/// Words that begin with what was typed.
pub(crate) fn complete(dictionary: &Lexicon<'_>, slot: &mut Slot) {
    let unigram = slot.kind == TokenKind::Unigram;
    if !(slot.typing || unigram) {
        return;
    }
    let mut left = MOST_COMPLETIONS;
    let prefix = slot.word.clone();
    for part in dictionary.parts() {
        let mut cursor = part.seek(&prefix);
        while left > 0 && cursor.is_some() && cursor.text().starts_with(&prefix) {
            if let Some(term) = cursor.meaning().word {
                let typed = prefix.len() as f32 / cursor.text().len() as f32;
                slot.add(term, WEIGHTS.prefix - WEIGHTS.prefix_loss * (1.0 - typed), MatchKind::Prefix);
            }
            cursor.advance();
            left -= 1;
        }
    }
}

/// The most words that one without vowel signs may be.
const MOST_SIGNED: usize = 48;

/// Words that are spelled the same but for their vowel signs, for a Devanagari word of a query that has none: some phones and many people
/// leave them out. Such words begin with the same letter.
pub(crate) fn sign(dictionary: &Lexicon<'_>, slot: &mut Slot) {
    let Some(first) = slot.word.chars().next().filter(|first| matches!(first, '\u{904}'..='\u{939}')) else { return };
    let mut left = MOST_SIGNED;
    for part in dictionary.parts() {
        let mut cursor = part.seek(first.encode_utf8(&mut [0; 4]));
        while left > 0 && cursor.is_some() && cursor.text().starts_with(first) {
            let is_it = || cursor.text().chars().filter(|c| !is_vowel_sign(*c)).eq(slot.word.chars());
            if let Some(term) = cursor.meaning().word.filter(|_| is_it()) {
                slot.add(term, WEIGHTS.stem, MatchKind::Typo);
                left -= 1;
            }
            cursor.advance();
        }
    }
}

/// Everything that has a character in it: each character is the beginning of some term, if only of the last one of a run.
pub(crate) fn contain(dictionary: &Lexicon<'_>, slot: &mut Slot) {
    let character = slot.word.clone();
    for part in dictionary.parts() {
        let mut cursor = part.seek(&character);
        while cursor.is_some() && cursor.text().starts_with(&character) {
            if let Some(term) = cursor.meaning().word {
                slot.add(term, 1.0, MatchKind::Prefix);
            }
            cursor.advance();
        }
    }
}

/// Words spelled nearly the same, for a word that leads nowhere. Words of grammar are short and near to everything: they are neither
/// corrected nor corrections. `before` is how many words of the query were looked up like this: a text full of unknown words is no
/// question with slips in it, and each costs as much as all the rest of an ordinary query. In a query that `is_long` fewer are.
pub(crate) fn corrections_of(engine: &Engine, slot: &Slot, before: usize, is_long: bool) -> Arc<[Correction]> {
    if slot.kind != TokenKind::Word || slot.function || !slot.alternatives.is_empty() {
        return Arc::default();
    }
    let most = match before {
        0..MOST_FAR => {
            if is_long {
                1
            } else {
                2
            }
        }
        MOST_FAR..MOST_NEAR => 1,
        _ => return Arc::default(),
    };
    let most = allowance(slot.word.chars().count()).min(most);
    engine.memo.corrections(Misspelt { word: slot.word.clone(), most, typing: slot.typing }, |Misspelt { word, most, typing }| {
        let mut found: Vec<Correction> = engine.dictionary().parts().flat_map(|part| corrections(part, word, *most, *typing)).collect();
        found.retain(|correction| !is_function(&correction.word, engine.language()));
        found
    })
}

/// Two words that the index has, for a word that leads nowhere and that they make up: those whose shorter one is longest.
pub(crate) fn split(dictionary: &Lexicon<'_>, language: Language, slot: &Slot) -> Option<[Slot; 2]> {
    if slot.kind != TokenKind::Word || slot.function || !slot.alternatives.is_empty() || slot.word.len() > LONGEST {
        return None;
    }
    let letters = slot.word.chars().count();
    let mut best: Option<(usize, [Slot; 2])> = None;
    for (before, (at, _)) in slot.word.char_indices().enumerate().skip(2) {
        let shorter = before.min(letters - before);
        if shorter < 2 || best.as_ref().is_some_and(|(known, _)| *known >= shorter) {
            continue;
        }
        let (left, right) = slot.word.split_at(at);
        if let Some(first) = dictionary.find(left).word
            && let Some(second) = dictionary.find(right).word
            && !(is_function(left, language) && is_function(right, language))
        {
            best = Some((shorter, [slot.part(left, first), slot.part(right, second)]));
        }
    }
    best.map(|(_, parts)| parts)
}

fn is_function(word: &str, language: Language) -> bool {
    let mut function = false;
    analyse(word, language, &mut |token| function |= token.function);
    function
}
