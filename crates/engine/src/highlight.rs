//! Marks on what matched, and the passage of an answer that says most about the query.

use crate::analysis::{Language, TokenKind, analyse};
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
        marks(self, &Query::new(self, query, true), text)
    }

    /// The passage of `text` that says most about `query`, at most `max_chars` characters, with marks.
    #[must_use]
    pub fn snippet(&self, query: &str, text: &str, max_chars: usize) -> Snippet {
        let query = Query::new(self, query, true);
        let marks = marks(self, &query, text);
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

/// Marks in order, touching ones joined.
pub(crate) fn marks(engine: &Engine, query: &Query, text: &str) -> Vec<Mark> {
    let dictionary = engine.dictionary();
    let mut marks: Vec<Mark> = Vec::new();
    analyse(text, Language::from_tag(engine.lang()), &mut |token| {
        if token.kind == TokenKind::Tail || token.function {
            return;
        }
        let term = dictionary.find(token.term).stem;
        let matched = query.slots.iter().any(|slot| {
            slot.term == token.term || term.is_some_and(|term| slot.alternatives.iter().any(|alternative| alternative.term == term))
        });
        if !matched {
            return;
        }
        match marks.last_mut() {
            Some(last) if last.end >= token.start => last.end = last.end.max(token.end),
            _ => marks.push(Mark { start: token.start, end: token.end }),
        }
    });
    marks
}
