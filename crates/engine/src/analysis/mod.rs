//! Text analysis: from text to the terms that are indexed and searched.
//!
//! There is one door, [`analyse`], and both the index builder and the query go through it; what it does to a word it does to both sides.
//! It cuts text into words (or, in scripts written without spaces, overlapping pairs of characters), folds case, width, diacritics and
//! spelling variants, and reduces each word to the stem its forms share. Which rules apply is decided a word at a time: by the language
//! of the text where the word is written in that language's script, and by the script otherwise, so that "login" inside a Persian
//! sentence is still an English word.
//!
//! Nothing here fails: every input has tokens or none, in time linear in its length.

mod character;
mod emit;
mod languages;
mod list;
mod segment;
mod suffix;
#[cfg(test)]
mod tests;

use emit::{Emitter, glued};
use languages::{LANGUAGES, Rules, SYNONYMS};
use segment::cut;

/// A language whose rules analyse a text. Made from a BCP 47 tag, small and cheap to copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Language(u8);

impl Language {
    /// The language for a BCP 47 tag such as `en`, `zh-Hant` or `pt_BR`, in any case. An unknown tag gets the default rules, which fold and
    /// cut text soundly in every script but do not stem.
    pub fn from_tag(tag: &str) -> Language {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let is_it = |rules: &&Rules| rules.tags.iter().any(|tag| tag.eq_ignore_ascii_case(primary));
        Language(LANGUAGES.iter().position(is_it).unwrap_or(0) as u8)
    }

    fn rules(self) -> &'static Rules {
        LANGUAGES.get(usize::from(self.0)).copied().unwrap_or(languages::without_rules())
    }
}

/// What a token is, which decides how a query may bend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word: may be completed, stemmed and corrected.
    Word,
    /// A word with a digit in it, such as `2fa`, `3.11` or `1234`: never corrected, only completed.
    Number,
    /// Several parts written as one, `log-in` or `wi-fi`, joined to `login` and `wifi`. It comes after its parts, shares the position of the
    /// first and covers `span` positions: an alternative to them, not an addition.
    Joined,
    /// Two neighbouring characters of a script without spaces.
    Gram,
    /// A character of a script without spaces that stands alone.
    Unigram,
    /// The last character of a longer run in a script without spaces. Indexed, it makes every character the beginning of some term, so that
    /// a query of one character is a prefix search; in a query it is the character being typed and carries no evidence of its own.
    Tail,
}

/// A token and where it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// The folded full form, e.g. `cancellations`.
    pub word: &'t str,
    /// The index term, which all forms of a word share, e.g. `cancel`. For grams the same as `word`.
    pub term: &'t str,
    /// First byte in the source text.
    pub start: u32,
    /// One past the last byte in the source text.
    pub end: u32,
    /// Number of the token in the text, from 0, counting words or characters of scripts without spaces.
    pub position: u32,
    /// How many positions the token covers: 1, but for [`TokenKind::Joined`].
    pub span: u8,
    /// What the token is.
    pub kind: TokenKind,
    /// Whether it carries grammar rather than content, such as `how` or `the`: a prior for ranking, because the frequencies of a small
    /// corpus are a poor guide. Such tokens are indexed like any other.
    pub function: bool,
}

/// Calls `sink` with each token of `text`, in order of position. This is the one way from text to terms.
pub fn analyse(text: &str, language: Language, sink: &mut dyn FnMut(Token<'_>)) {
    let rules = language.rules();
    Emitter::new(&glued(cut(text), rules), rules, sink).run();
}

/// Whether a character is a sign of the Devanagari script that hangs on a letter: vowels, nasals and what joins two consonants. They are
/// spelling rather than accents, so words keep them; but a query may come without any.
pub(crate) fn is_vowel_sign(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{93c}' | '\u{93e}'..='\u{94f}' | '\u{955}'..='\u{957}' | '\u{962}' | '\u{963}')
}

/// Groups of phrases that mean the same to a customer in `language`, each phrase plain text to be sent through [`analyse`]. General to
/// customer service; a shop's own words belong in its `synonyms.csv`.
pub fn synonyms(language: Language) -> impl Iterator<Item = impl Iterator<Item = &'static str> + Clone> {
    let groups = SYNONYMS.get(usize::from(language.0)).copied().unwrap_or_default();
    groups.lines().map(|group| group.split(',').map(str::trim))
}
