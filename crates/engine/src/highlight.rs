//! Marks on what matched.

use crate::analysis::{Language, TokenKind, analyse};
use crate::index::Engine;
use crate::search::{Mark, Query};

impl Engine {
    /// Marks what matches `query` in any text, by the rules by which entries are found.
    #[must_use]
    pub fn marks(&self, query: &str, text: &str) -> Vec<Mark> {
        join(&read(self, &Query::new(self, query, true, true), text, self.language()).0)
    }
}

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

/// The tokens of a text that fill slots of the query, in order; and the text's key, which equals the query's where the two are the same
/// after analysis.
pub(crate) fn read(engine: &Engine, query: &Query, text: &str, language: Language) -> (Vec<Match>, String) {
    let dictionary = engine.dictionary();
    let mut matches = Vec::new();
    let mut key = String::new();
    analyse(text, language, &mut |token| {
        if token.kind == TokenKind::Tail {
            return;
        }
        if token.kind != TokenKind::Joined {
            add_to_key(&mut key, token.term);
        }
        let fills =
            |term: Option<u32>| query.slots.iter().position(|slot| slot.term == token.term || term.is_some_and(|term| slot.takes(term)));
        if let Some(slot) = fills(dictionary.find(token.term).stem) {
            matches.push(Match {
                slot,
                position: token.position,
                function: token.function,
                mark: Mark { start: token.start, end: token.end },
            });
        }
    });
    (matches, key)
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
