//! Marks on what matched.

use crate::analysis::{Language, TokenKind, analyse};
use crate::index::Engine;
use crate::memo::Hash;
use crate::search::{Mark, Query};

impl Engine {
    /// Marks what matches `query` in any text, by the rules by which entries are found.
    #[must_use]
    pub fn marks(&self, query: &str, text: &str) -> Vec<Mark> {
        join(&self.read(text, self.language()).matches(&self.query(query, true, true)))
    }

    /// What there is to read in a text, whatever is sought in it.
    pub(crate) fn read(&self, text: &str, language: Language) -> std::sync::Arc<Reading> {
        self.memo.reading(text, language, || Reading::new(self, text, language))
    }
}

/// A text after analysis.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) text: Box<str>,
    pub(crate) language: Language,
    /// Hash of the text's key, which equals that of a query's where the two are the same after analysis.
    pub(crate) key: Hash,
    words: Box<[Word]>,
}

/// A token of a text.
#[derive(Clone, Copy, Debug)]
struct Word {
    /// Number of its term in the index, [`UNKNOWN`] when the index has none.
    term: u32,
    /// Hash of its term.
    hash: Hash,
    position: u32,
    function: bool,
    mark: Mark,
}

/// The number of no term.
const UNKNOWN: u32 = u32::MAX;

/// A token of a text that fills a slot of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// Number of the slot.
    pub(crate) slot: usize,
    /// Position of the token in the text.
    pub(crate) position: u32,
    /// Whether it carries grammar rather than content.
    pub(crate) function: bool,
    /// Where it stands.
    pub(crate) mark: Mark,
}

impl Reading {
    fn new(engine: &Engine, text: &str, language: Language) -> Self {
        let dictionary = engine.dictionary();
        let mut words = Vec::with_capacity(text.len() / 6);
        let mut key = Hash::EMPTY;
        analyse(text, language, &mut |token| {
            if token.kind == TokenKind::Tail {
                return;
            }
            if token.kind != TokenKind::Joined {
                key = if words.is_empty() { key } else { key.and(" ") }.and(token.term);
            }
            words.push(Word {
                term: dictionary.find(token.term).stem.unwrap_or(UNKNOWN),
                hash: Hash::of(token.term),
                position: token.position,
                function: token.function,
                mark: Mark { start: token.start, end: token.end },
            });
        });
        Self { text: text.into(), language, key, words: words.into() }
    }

    /// About how many bytes it takes.
    pub(crate) fn size(&self) -> usize {
        size_of::<Self>() + self.text.len() + size_of_val(&*self.words)
    }

    /// The tokens that fill slots of the query, in order.
    pub(crate) fn matches(&self, query: &Query) -> Vec<Match> {
        let found = |word: &Word| Some(Match { slot: query.slot_for(word.term, word.hash)?, ..word.as_match() });
        self.words.iter().filter_map(found).collect()
    }
}

impl Word {
    fn as_match(&self) -> Match {
        Match { slot: 0, position: self.position, function: self.function, mark: self.mark }
    }
}

/// Adds a term to the key of a text: all its terms with single spaces between.
pub(crate) fn add_to_key(key: &mut String, term: &str) {
    if !key.is_empty() {
        key.push(' ');
    }
    key.push_str(term);
}

/// Marks for matches, touching ones joined. Words of grammar are marked only where nothing else matched.
pub(crate) fn join(matches: &[Match]) -> Vec<Mark> {
    let content = matches.iter().any(|found| !found.function);
    let mut marks: Vec<Mark> = Vec::new();
    for found in matches.iter().filter(|found| !(content && found.function)) {
        match marks.last_mut() {
            Some(last) if last.end >= found.mark.start => last.end = last.end.max(found.mark.end),
            _ => marks.push(found.mark),
        }
    }
    marks
}
