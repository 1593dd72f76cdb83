//! What differs between languages: a file each, a name each in the list below, and test data each in `../testdata`, which the kit in
//! `../tests.rs` runs. To add a language, write those three.

use super::character::Class;
use super::list::WordList;
use super::segment::Link;

mod ar;
mod de;
mod default;
mod en;
mod es;
mod fa;
mod fr;
mod hi;
mod id;
mod ja;
mod ko;
mod pt;
mod ru;
mod tl;
mod tr;
mod zh;

pub(super) use ko::ends_loosely;

/// The rules of one language. Whatever they see is folded already: lower case, without diacritics, in one spelling.
pub(super) struct Rules {
    /// The BCP 47 primary language subtags that mean this language, lower case.
    pub tags: &'static [&'static str],
    /// The scripts the language is written in; words in another script follow that script's own rules.
    pub scripts: &'static [Class],
    /// What becomes of two neighbouring pieces of text.
    pub glue: fn(left: &str, right: &str, link: Link) -> Glue,
    /// Brings spelling variants of a word to one form; most languages need nothing beyond the folding of characters.
    pub respell: fn(word: &mut String),
    /// Reduces a word to what its forms share.
    pub stem: fn(word: &mut String),
    /// Words that carry grammar rather than content, in their respelt full form.
    pub function_words: WordList,
    /// The language it is mixed with in daily use, whose function words hold too.
    pub mixed: Option<&'static Rules>,
    /// The test data, see `../tests.rs`.
    #[cfg(test)]
    pub tests: &'static str,
}

/// What becomes of two neighbouring pieces of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glue {
    /// They are two words.
    Apart,
    /// They are one word.
    One,
    /// They are two words that may also be written as one: `wi-fi`, `wifi`.
    Also,
    /// The same, and the first may be inflected: `logged in`, `login`.
    Phrase,
    /// Only the right one is a word; the left one is a prefix or an article.
    Right,
    /// Only the left one is a word; the right one is an ending.
    Left,
}

/// The languages. A text in none of them gets the first. Synonyms stand apart from the rules because only the index builder wants them:
/// phrases that mean the same, a line a group, commas between phrases.
macro_rules! languages {
    ($($name:ident)*) => {
        pub(super) static LANGUAGES: &[&Rules] = &[$(&$name::RULES),*];
        pub(super) static SYNONYMS: &[&str] = &[$($name::SYNONYMS),*];
    };
}

languages!(default ar de en es fa fr hi id ja ko pt ru tl tr zh);

/// The rules of a language without rules of its own.
pub(super) fn without_rules() -> &'static Rules {
    &default::RULES
}

impl Rules {
    /// Whether a respelt word carries grammar only.
    pub(super) fn is_function(&self, word: &str) -> bool {
        self.function_words.has(word) || self.mixed.is_some_and(|mixed| mixed.function_words.has(word))
    }

    /// The rules for a word in script `class` inside a text in the language of `self`.
    pub(super) fn of(&'static self, class: Class) -> &'static Rules {
        if self.scripts.contains(&class) {
            return self;
        }
        match class {
            // A language without rules of its own that is written in an alphabet must not be stemmed as English.
            Class::Latin if !self.scripts.is_empty() => &en::RULES,
            Class::Han => &zh::RULES,
            Class::Hiragana | Class::Katakana => &ja::RULES,
            Class::Hangul => &ko::RULES,
            Class::Devanagari => &hi::RULES,
            _ => &default::RULES,
        }
    }
}

/// The usual glue: a hyphen, a dot or a half-space may be left out, an apostrophe is left out.
pub(super) fn usual_glue(_left: &str, _right: &str, link: Link) -> Glue {
    match link {
        Link::Hyphen | Link::Dot | Link::HalfSpace => Glue::Also,
        Link::Apostrophe => Glue::One,
        _ => Glue::Apart,
    }
}

/// For languages that need no respelling or no stemming.
pub(super) fn unchanged(_word: &mut String) {}
