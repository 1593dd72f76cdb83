//! Terms that a word may mean beside itself: completions, corrections, synonyms, and other ways to join or split it.

use super::MatchKind;
use super::query::Slot;
use super::weights::WEIGHTS;
use crate::analysis::TokenKind;
use crate::index::Engine;
use crate::index::dictionary::{Cursor, Dictionary};

/// The most words that complete one. Two letters may begin half of a vocabulary.
const MOST_COMPLETIONS: usize = 2000;

/// Two neighbouring words that the index has as one.
pub(crate) fn join(dictionary: &Dictionary<'_>, slots: &mut [Slot]) {
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

/// Words and phrases of the same meaning.
pub(crate) fn synonyms(engine: &Engine, slots: &mut [Slot]) {
    for rule in &engine.rules {
        let length = rule.from.split(' ').count();
        for start in 0..slots.len() {
            let Some(here) = slots.get_mut(start..start + length) else { break };
            if here.iter().zip(rule.from.split(' ')).all(|(slot, term)| slot.term == term) {
                for slot in here {
                    rule.to.iter().for_each(|term| slot.add(*term, WEIGHTS.synonym, MatchKind::Synonym));
                }
            }
        }
    }
}

/// Words that begin with what was typed.
pub(crate) fn complete(dictionary: &Dictionary<'_>, slot: &mut Slot) {
    let unigram = slot.kind == TokenKind::Unigram;
    if !(slot.typing || unigram) {
        return;
    }
    let mut cursor = dictionary.seek(&slot.word);
    let mut left = MOST_COMPLETIONS;
    let prefix = slot.word.clone();
    while left > 0 && cursor.is_some() && cursor.text().starts_with(&prefix) {
        if let Some(term) = cursor.meaning().word {
            let typed = prefix.len() as f32 / cursor.text().len() as f32;
            slot.add(term, WEIGHTS.prefix - WEIGHTS.prefix_loss * (1.0 - typed), MatchKind::Prefix);
        }
        cursor.advance();
        left -= 1;
    }
}

/// Words spelled nearly the same, for a word that leads nowhere.
pub(crate) fn correct(dictionary: &Dictionary<'_>, slot: &mut Slot) {
    if slot.kind != TokenKind::Word || !slot.alternatives.is_empty() {
        return;
    }
    let letters: Vec<char> = slot.word.chars().collect();
    let most = match letters.len() {
        0..4 => return,
        4..8 => 1,
        _ => 2,
    };
    let mut rows = Rows::new(&letters, most);
    let mut best = most + 1;
    let mut cursor = dictionary.seek("");
    while cursor.is_some() {
        if let Some(term) = cursor.meaning().word
            && let Some(distance) = rows.distance(&cursor)
        {
            slot.add(term, if distance == 1 { WEIGHTS.typo } else { WEIGHTS.typo_two }, MatchKind::Typo);
            if distance < best {
                best = distance;
                slot.corrected = Some(cursor.text().to_owned());
            }
        }
        cursor.advance();
    }
}

/// Edit distance of one word to many.
struct Rows<'w> {
    word: &'w [char],
    most: usize,
}

impl<'w> Rows<'w> {
    fn new(word: &'w [char], most: usize) -> Self {
        Self { word, most }
    }

    fn distance(&mut self, cursor: &Cursor<'_>) -> Option<usize> {
        let other: Vec<char> = cursor.text().chars().collect();
        if other.len().abs_diff(self.word.len()) > self.most {
            return None;
        }
        let width = self.word.len() + 1;
        let mut before: Vec<usize> = vec![0; width];
        let mut last: Vec<usize> = (0..width).collect();
        for (row, letter) in other.iter().enumerate() {
            let mut this = vec![row + 1; width];
            for (column, own) in self.word.iter().enumerate() {
                let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
                let mut best =
                    (get(&last, column) + usize::from(own != letter)).min(get(&last, column + 1) + 1).min(get(&this, column) + 1);
                let swapped = row > 0 && column > 0 && other.get(row - 1) == Some(own) && self.word.get(column - 1) == Some(letter);
                if swapped {
                    best = best.min(get(&before, column - 1) + 1);
                }
                if let Some(cell) = this.get_mut(column + 1) {
                    *cell = best;
                }
            }
            if this.iter().all(|cell| *cell > self.most) {
                return None;
            }
            before = last;
            last = this;
        }
        last.last().copied().filter(|distance| *distance <= self.most)
    }
}
