//! From text to the features that a pack has vectors for: words, parts of words, pairs of words, characters.
//!
//! A feature is known by a hash of its text, so a pack ships no vocabulary. Parts of words carry a misspelt, unfinished or compound word to
//! the neighbourhood of its kin. The training reads its features from here too (`examples/features.rs`), so the two cannot drift apart;
//! whatever changes a feature's hash needs new packs and another [`VERSION`].

use faqlet_engine::analysis::{Language, Token, TokenKind, analyse};

/// Number of this way from text to features; packs name the one they were trained with.
pub const VERSION: u32 = 1;

/// Bits of a feature's hash; its kind stands above them. With 16,000 rows of a kind, an unknown feature is taken for a known one in 1 of
/// 1,000 cases.
const HASH_BITS: u32 = 24;

/// Characters of a text beyond which features are no longer taken. Later ones would hardly turn the mean, and time stays bounded.
const MOST_FEATURES: usize = 1024;

/// The longest word, in characters, whose parts are looked at.
const LONGEST_WORD: usize = 32;

/// What a feature is.
#[derive(Clone, Copy)]
enum Kind {
    Word = 1,
    Part = 2,
    Pair = 3,
    Character = 4,
    Gram = 5,
    Triple = 6,
}

/// The features of `text`, in order of the text, repeated as often as they occur.
#[must_use]
pub fn features(text: &str) -> Vec<u32> {
    let mut taker = Taker::default();
    // Without a language: a visitor's query does not say which it is in, and both sides must be cut alike.
    analyse(text, Language::default(), &mut |token| taker.take(token));
    taker.features
}

/// Takes features from tokens.
#[derive(Default)]
struct Taker {
    features: Vec<u32>,
    /// The word before, and its position.
    word: Option<(String, u32)>,
    /// The first character of the gram before, and its position.
    character: Option<(char, u32)>,
    /// A word's characters between marks of its ends; kept for its memory.
    spelled: Vec<char>,
}

impl Taker {
    fn take(&mut self, token: Token<'_>) {
        if self.features.len() >= MOST_FEATURES {
            return;
        }
        match token.kind {
            TokenKind::Word | TokenKind::Number => self.word(token.word, token.position),
            TokenKind::Gram => self.gram(token.word, token.position),
            TokenKind::Unigram | TokenKind::Tail => self.push(Kind::Character, token.word.chars()),
            TokenKind::Joined => {}
        }
    }

    fn word(&mut self, word: &str, position: u32) {
        self.push(Kind::Word, word.chars());
        self.spelled.clear();
        self.spelled.push('^');
        self.spelled.extend(word.chars().take(LONGEST_WORD));
        self.spelled.push('$');
        for length in 3..=5 {
            // A part that is all of the word says nothing that the word did not.
            if self.spelled.len() <= length {
                break;
            }
            let parts = self.spelled.windows(length).map(|part| hash(Kind::Part, part.iter().copied()));
            self.features.extend(parts);
        }
        if let Some((before, _)) = self.word.take().filter(|(_, at)| at + 1 == position) {
            self.push(Kind::Pair, before.chars().chain([' ']).chain(word.chars()));
        }
        self.word = Some((word.to_owned(), position));
    }

    fn gram(&mut self, gram: &str, position: u32) {
        let Some(first) = gram.chars().next() else { return };
        self.push(Kind::Character, [first].into_iter());
        self.push(Kind::Gram, gram.chars());
        if let Some((before, _)) = self.character.filter(|(_, at)| at + 1 == position) {
            self.push(Kind::Triple, [before].into_iter().chain(gram.chars()));
        }
        self.character = Some((first, position));
    }

    fn push(&mut self, kind: Kind, characters: impl Iterator<Item = char>) {
        self.features.push(hash(kind, characters));
    }
}

/// FNV-1a over the characters' numbers (Fowler, Noll, Vo), then the finisher of MurmurHash3 (Appleby), since FNV alone mixes its high
/// bits poorly over short texts.
fn hash(kind: Kind, characters: impl Iterator<Item = char>) -> u32 {
    let step = |hash: u32, value: u32| (hash ^ value).wrapping_mul(0x0100_0193);
    let mut hash = 0x811C_9DC5;
    for c in characters {
        let code = c as u32;
        hash = step(step(step(hash, code & 0xFF), code >> 8 & 0xFF), code >> 16);
    }
    hash = (hash ^ hash >> 16).wrapping_mul(0x85EB_CA6B);
    hash = (hash ^ hash >> 13).wrapping_mul(0xC2B2_AE35);
    (kind as u32) << HASH_BITS | (hash ^ hash >> 16) >> (32 - HASH_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: &str, b: &str) -> usize {
        let a = features(a);
        features(b).iter().filter(|feature| a.contains(feature)).count()
    }

    #[test]
    fn case_accents_and_variant_characters_change_nothing() {
        assert_eq!(features("Résumé"), features("resume"));
        assert_eq!(features("電腦"), features("电脑"));
    }

    #[test]
    fn a_misspelt_or_unfinished_word_shares_parts_with_the_right_one() {
        assert!(shared("subscription", "subscrption") >= 5);
        assert!(shared("subscription", "subscrip") >= 8);
        assert_eq!(shared("subscription", "xyz"), 0);
    }

    #[test]
    fn order_shows_in_pairs_only() {
        let (ab, ba) = (features("late parcel"), features("parcel late"));
        assert_eq!(ab.len(), ba.len());
        assert_eq!(shared("late parcel", "parcel late"), ab.len() - 1);
    }

    #[test]
    fn any_text_has_a_bounded_number_of_features() {
        assert!(features("").is_empty());
        assert!(features(&"word ".repeat(100_000)).len() <= MOST_FEATURES + 3 * LONGEST_WORD + 2);
        assert!(features(&"x".repeat(1_000_000)).len() <= 3 * LONGEST_WORD + 3);
    }
}
