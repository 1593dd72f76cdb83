//! Marks on what matched, and the passage of an answer that says most about the query.

use crate::analysis::{TokenKind, analyse};
use crate::index::Engine;
use crate::search::{Mark, Query};

/// A passage of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The passage.
    pub text: String,
    /// What matched, in bytes of `text`.
    pub marks: Vec<Mark>,
    /// Whether there is more before it.
    pub cut_before: bool,
    /// Whether there is more after it.
    pub cut_after: bool,
}

impl Engine {
    /// Marks what matches `query` in any text, by the rules by which entries are found.
    #[must_use]
    pub fn marks(&self, query: &str, text: &str) -> Vec<Mark> {
        join(&read(self, &Query::new(self, query, true), text).0)
    }

    /// The passage of `text` that says most about `query`, at most `max_chars` characters, with marks.
    #[must_use]
    pub fn snippet(&self, query: &str, text: &str, max_chars: usize) -> Snippet {
        let query = Query::new(self, query, true);
        let marks = join(&read(self, &query, text).0);
        let first = marks.first().map_or(0, |mark| mark.start as usize);
        let start = text.floor_char_boundary(first.saturating_sub(max_chars / 3));
        let passage = text.get(start..).unwrap_or_default();
        let end = passage.char_indices().nth(max_chars).map_or(passage.len(), |(at, _)| at);
        let passage = passage.get(..end).unwrap_or_default();
        let inside = marks.iter().filter(|mark| mark.start as usize >= start && mark.end as usize <= start + end);
        Snippet {
            text: passage.to_owned(),
            marks: inside.map(|mark| Mark { start: mark.start - start as u32, end: mark.end - start as u32 }).collect(),
            cut_before: start > 0,
            cut_after: start + end < text.len(),
        }
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
pub(crate) fn read(engine: &Engine, query: &Query, text: &str) -> (Vec<Match>, String) {
    let dictionary = engine.dictionary();
    let mut matches = Vec::new();
    let mut key = String::new();
    analyse(text, engine.language(), &mut |token| {
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
