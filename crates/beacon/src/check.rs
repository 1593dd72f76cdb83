//! The one set of rules for an event's content. The client applies it before an event enters the outbox, the collector before it
//! enters the store; whatever passes here may be written to a database, a report or a terminal as it is.

use std::fmt;

use crate::event::{Data, Event, NoResult, Search, View, Vote};
use crate::id::is_uuid;
use crate::limit;

/// Why an event is refused: the field, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field's name on the wire, e.g. `id` or `data.entry`.
    pub field: &'static str,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// It is empty and must not be.
    Empty,
    /// It is longer or more than allowed.
    TooLong {
        /// The most that is allowed.
        limit: usize,
        /// What came.
        got: usize,
        /// `bytes`, `characters` or `items`.
        unit: &'static str,
    },
    /// A number is not within 1 (or 0) and the limit.
    OutOfRange {
        /// The least that is allowed.
        least: u32,
        /// The most that is allowed.
        most: u32,
        /// What came.
        got: u32,
    },
    /// It is not written as expected; the text says how.
    Malformed(&'static str),
    /// It holds the same thing twice.
    Twice,
    /// This kind of event is not known here.
    UnknownKind,
    /// The kind or format is known, but not in this version.
    UnknownVersion,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field)?;
        match self.problem {
            Problem::Empty => f.write_str(": expected a value, got nothing"),
            Problem::TooLong { limit, got, unit } => write!(f, ": expected at most {limit} {unit}, got {got}"),
            Problem::OutOfRange { least, most, got } => write!(f, ": expected {least} to {most}, got {got}"),
            Problem::Malformed(expected) => {
                f.write_str(": expected ")?;
                f.write_str(expected)
            }
            Problem::Twice => f.write_str(": expected each item once"),
            Problem::UnknownKind => f.write_str(": this kind of event is not known here; update the collector"),
            Problem::UnknownVersion => f.write_str(": this version is not known here; update the older side"),
        }
    }
}

impl std::error::Error for Refusal {}

impl Event {
    /// Checks every field against the limits in [`crate::limit`].
    ///
    /// # Errors
    /// The first field that is not as it must be.
    pub fn check(&self) -> Result<(), Refusal> {
        uuid_field("id", &self.id)?;
        name("source", &self.site, limit::SITE_BYTES)?;
        match &self.data {
            Data::Search(search) => search.check(),
            Data::NoResult(noresult) => noresult.check(),
            Data::View(view) => view.check(),
            Data::Vote(vote) => vote.check(),
        }
    }
}

impl Search {
    fn check(&self) -> Result<(), Refusal> {
        index(&self.lang, &self.version)?;
        range("data.searches", self.searches, 1)?;
        range("data.unknown", self.unknown, 0)?;
        at_most("data.terms", self.terms.len(), limit::TERMS, "items")?;
        for (at, term) in self.terms.iter().enumerate() {
            word("data.terms", &term.term)?;
            range("data.terms", term.count, 1)?;
            once("data.terms", self.terms.iter().take(at).any(|earlier| earlier.term == term.term))?;
        }
        Ok(())
    }
}

impl NoResult {
    fn check(&self) -> Result<(), Refusal> {
        index(&self.lang, &self.version)?;
        range("data.unknown", self.unknown, 0)?;
        at_most("data.terms", self.terms.len(), limit::TERMS, "items")?;
        for (at, term) in self.terms.iter().enumerate() {
            word("data.terms", term)?;
            once("data.terms", self.terms.iter().take(at).any(|earlier| earlier == term))?;
        }
        Ok(())
    }
}

impl View {
    fn check(&self) -> Result<(), Refusal> {
        index(&self.lang, &self.version)?;
        entry_id("data.entry", &self.entry)
    }
}

impl Vote {
    fn check(&self) -> Result<(), Refusal> {
        index(&self.lang, &self.version)?;
        entry_id("data.entry", &self.entry)?;
        at_most("data.reasons", self.reasons.len(), limit::REASONS, "items")?;
        for (at, reason) in self.reasons.iter().enumerate() {
            once("data.reasons", self.reasons.iter().take(at).any(|earlier| earlier == reason))?;
        }
        if let Some(comment) = &self.comment {
            filled("data.comment", comment)?;
            at_most("data.comment", comment.chars().count(), limit::COMMENT_CHARS, "characters")?;
            plain("data.comment", comment.chars().all(|c| c == '\n' || !is_hidden(c)))?;
        }
        match &self.replaces {
            Some(id) => uuid_field("data.replaces", id),
            None => Ok(()),
        }
    }
}

/// Characters that do not show: controls, and the marks that turn the direction of the text around them. A report or a terminal
/// that shows them would show something else than was sent.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

fn index(lang: &str, version: &str) -> Result<(), Refusal> {
    let field = "data.lang";
    filled(field, lang)?;
    at_most(field, lang.len(), limit::LANG_BYTES, "bytes")?;
    if !lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(Refusal { field, problem: Problem::Malformed("a language tag as in BCP 47, e.g. zh-Hant") });
    }
    name("data.version", version, limit::VERSION_BYTES)
}

fn name(field: &'static str, value: &str, limit: usize) -> Result<(), Refusal> {
    filled(field, value)?;
    at_most(field, value.len(), limit, "bytes")?;
    if value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')) {
        return Ok(());
    }
    Err(Refusal { field, problem: Problem::Malformed("only letters a-z, digits, '.', '_' and '-'") })
}

fn entry_id(field: &'static str, value: &str) -> Result<(), Refusal> {
    filled(field, value)?;
    at_most(field, value.len(), limit::ENTRY_BYTES, "bytes")?;
    let fits = |c: char| !c.is_whitespace() && !is_hidden(c) && !matches!(c, '<' | '>' | '"' | '\'' | '&' | '`' | '\\');
    if value.chars().all(fits) {
        return Ok(());
    }
    Err(Refusal { field, problem: Problem::Malformed("an entry id without blanks, quotes, '<', '>', '&', '`' and '\\'") })
}

fn word(field: &'static str, value: &str) -> Result<(), Refusal> {
    filled(field, value)?;
    at_most(field, value.len(), limit::TERM_BYTES, "bytes")?;
    plain(field, value.chars().all(|c| !c.is_whitespace() && !is_hidden(c)))
}

fn uuid_field(field: &'static str, value: &str) -> Result<(), Refusal> {
    if is_uuid(value) {
        return Ok(());
    }
    Err(Refusal { field, problem: Problem::Malformed("a UUID in lower case, e.g. 01890a5d-ac96-774b-bcce-b302099a8057") })
}

fn filled(field: &'static str, value: &str) -> Result<(), Refusal> {
    if value.is_empty() { Err(Refusal { field, problem: Problem::Empty }) } else { Ok(()) }
}

fn at_most(field: &'static str, got: usize, limit: usize, unit: &'static str) -> Result<(), Refusal> {
    if got > limit { Err(Refusal { field, problem: Problem::TooLong { limit, got, unit } }) } else { Ok(()) }
}

fn range(field: &'static str, got: u32, least: u32) -> Result<(), Refusal> {
    let most = limit::COUNT;
    if (least..=most).contains(&got) { Ok(()) } else { Err(Refusal { field, problem: Problem::OutOfRange { least, most, got } }) }
}

fn once(field: &'static str, twice: bool) -> Result<(), Refusal> {
    if twice { Err(Refusal { field, problem: Problem::Twice }) } else { Ok(()) }
}

fn plain(field: &'static str, fits: bool) -> Result<(), Refusal> {
    if fits { Ok(()) } else { Err(Refusal { field, problem: Problem::Malformed("text without control or direction characters") }) }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
