//! The index: what goes in ([`Entry`], [`BuildOptions`]), how it is written ([`build`]), and how its parts are read back. `FORMAT.md`
//! draws the bytes.

pub(crate) mod bits;
mod build;
pub(crate) mod dictionary;
pub(crate) mod lengths;
mod open;
pub(crate) mod postings;
pub(crate) mod shards;
pub(crate) mod synonyms;
pub(crate) mod tables;
mod views;

pub use build::build;
pub use open::Engine;
pub use shards::{AnswersPart, Divided, divide};
pub use views::{CategoryView, EntryView};

use thiserror::Error;

/// Tags of the sections.
const HEAD: [u8; 4] = *b"head";
const IDS: [u8; 4] = *b"ids ";
const QUESTIONS: [u8; 4] = *b"ques";
const LABELS: [u8; 4] = *b"labl";
const LENGTHS: [u8; 4] = *b"leng";
const DICTIONARY: [u8; 4] = *b"dict";
const PLACES: [u8; 4] = *b"post";
const SYNONYMS: [u8; 4] = *b"syns";
const PINS: [u8; 4] = *b"pins";

/// Mean lengths and the table of shards of a root; cut terms and labelled entries of a part; answers of a card.
const SHARDS: [u8; 4] = *b"shrd";

/// The kind of an index file, in its envelope.
pub const KIND: [u8; 4] = *b"fqix";

/// A question with its answer, as the compiler found it in the sources.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Unique among the entries.
    pub id: String,
    /// Language of the texts, a BCP 47 tag such as `en` or `zh-Hant`.
    pub lang: String,
    /// The question as it is shown.
    pub question: String,
    /// Other ways to ask the same.
    pub also: Vec<String>,
    /// Path of the category from the outermost inwards; empty for none.
    pub category: Vec<String>,
    /// Tags, in the order given.
    pub tags: Vec<String>,
    /// The answer as plain text.
    pub answer: String,
    /// Factor on the score, 1.0 neutral; values outside [`Entry::WEIGHTS`] are brought to its nearer end.
    pub weight: f32,
}

impl Entry {
    /// The weights an entry may have.
    pub const WEIGHTS: core::ops::RangeInclusive<f32> = 0.5..=2.0;

    /// An entry with a question and an answer and nothing else.
    #[must_use]
    pub fn new(id: &str, lang: &str, question: &str, answer: &str) -> Self {
        Self {
            id: id.into(),
            lang: lang.into(),
            question: question.into(),
            also: Vec::new(),
            category: Vec::new(),
            tags: Vec::new(),
            answer: answer.into(),
            weight: 1.0,
        }
    }
}

/// Words or phrases of the same meaning, from the owner's list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synonym {
    /// What a visitor may write.
    pub term: String,
    /// What else it finds.
    pub means: Vec<String>,
    /// Whether each of `means` also finds `term` and the other ones.
    pub both_ways: bool,
}

/// An entry that the owner wants at a certain place for a certain query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pin {
    /// The query; compared after analysis, so case, accents and word endings do not matter.
    pub query: String,
    /// Id of the entry.
    pub entry: String,
    /// The place it gets, 1 for the first.
    pub place: u32,
}

/// What an index is built with beside its entries.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Language of the index, a BCP 47 tag: queries are analysed by its rules. Empty for none.
    pub lang: String,
    /// The owner's synonyms; general ones of each language are added to them.
    pub synonyms: Vec<Synonym>,
    /// The owner's pins.
    pub pins: Vec<Pin>,
}

/// Why no index could be built.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Two entries have the same id.
    #[error("expected each id once, got `{id}` for entries {first} and {second}; give one of them another id")]
    DuplicateId {
        /// The id.
        id: String,
        /// Number of the first entry with it, from 0.
        first: usize,
        /// Number of the second one.
        second: usize,
    },
    /// An entry has an empty id or question.
    #[error("expected an id and a question, got none in entry {number} (id `{id}`); write them")]
    Empty {
        /// Number of the entry, from 0.
        number: usize,
        /// Its id.
        id: String,
    },
    /// A category path has too many parts.
    #[error("expected at most {most} categories in one another, got {got} for `{id}`; shorten its path")]
    TooDeep {
        /// Id of the entry.
        id: String,
        /// The most there may be.
        most: usize,
        /// How many there are.
        got: usize,
    },
    /// A pin names an entry that does not exist.
    #[error("expected the pin for `{query}` to name an entry, got `{entry}`; correct the id or remove the pin")]
    UnknownPin {
        /// The pin's query.
        query: String,
        /// The id it names.
        entry: String,
    },
    /// The texts are larger than a file can be.
    #[error("expected less than 1 GiB of text, got more; split the FAQ into several sites")]
    TooLarge,
}
