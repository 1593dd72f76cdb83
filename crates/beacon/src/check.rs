//! The one set of rules for an event's content. The client applies it before an event enters the outbox, the collector before it
//! enters the store; whatever passes here may be written to a database, a report or a terminal as it is.

use std::fmt;

use crate::event::{Contact, Data, Erase, Event, Fault, NoResult, Question, Search, View, Visit, Vote};
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
        if let Some(key) = &self.erase_key {
            erase_key("erasekey", key)?;
        }
        match &self.data {
            Data::Visit(visit) => visit.check(),
            Data::Search(search) => search.check(),
            Data::NoResult(noresult) => noresult.check(),
            Data::View(view) => view.check(),
            Data::Vote(vote) => vote.check(),
            Data::Question(question) => question.check(),
            Data::Contact(contact) => contact.check(),
            Data::Error(fault) => fault.check(),
            Data::Erase(erase) => erase.check(),
        }
    }
}

impl Visit {
    fn check(&self) -> Result<(), Refusal> {
        index(&self.lang, &self.version)?;
        range("data.searches", self.searches, 0)?;
        range("data.views", self.views, 0)?;
        optional(&self.route, |route| name("data.route", route, limit::CODE_BYTES))
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
        words("data.terms", &self.terms, limit::TERMS)
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
        optional(&self.comment, |comment| text("data.comment", comment, limit::COMMENT_CHARS))?;
        optional(&self.replaces, |id| uuid_field("data.replaces", id))?;
        words("data.terms", &self.terms, limit::VOTE_TERMS)
    }
}

impl Question {
    fn check(&self) -> Result<(), Refusal> {
        index(&self.lang, &self.version)?;
        text("data.text", &self.text, limit::QUESTION_CHARS)?;
        entry_ids("data.entries", &self.entries)
    }
}

impl Contact {
    fn check(&self) -> Result<(), Refusal> {
        index(&self.lang, &self.version)?;
        name("data.route", &self.route, limit::CODE_BYTES)?;
        line("data.reply", &self.reply, limit::REPLY_CHARS)?;
        if !is_reachable(&self.reply) {
            return Err(Refusal { field: "data.reply", problem: Problem::Malformed("an e-mail address or a phone number") });
        }
        for (field, value) in
            [("data.name", &self.name), ("data.reference", &self.reference), ("data.topic", &self.topic), ("data.when", &self.when)]
        {
            optional(value, |value| line(field, value, limit::NAME_CHARS))?;
        }
        optional(&self.message, |message| text("data.message", message, limit::COMMENT_CHARS))?;
        optional(&self.question, |question| text("data.question", question, limit::QUESTION_CHARS))?;
        entry_ids("data.entries", &self.entries)
    }
}

impl Fault {
    fn check(&self) -> Result<(), Refusal> {
        index(&self.lang, &self.version)?;
        name("data.code", &self.code, limit::CODE_BYTES)?;
        range("data.count", self.count, 1)
    }
}

impl Erase {
    fn check(&self) -> Result<(), Refusal> {
        erase_key("data.key", &self.key)
    }
}

/// Whether this may be an e-mail address or a phone number. Whether somebody answers there, only trying shows.
fn is_reachable(reply: &str) -> bool {
    let mail = reply.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.len() > 1 && !reply.contains(' '));
    mail || reply.chars().filter(|c| c.is_numeric()).count() >= 5
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

fn entry_ids(field: &'static str, values: &[String]) -> Result<(), Refusal> {
    at_most(field, values.len(), limit::SHOWN, "items")?;
    for (at, value) in values.iter().enumerate() {
        entry_id(field, value)?;
        once(field, values.iter().take(at).any(|earlier| earlier == value))?;
    }
    Ok(())
}

/// Free text, which may have several lines.
fn text(field: &'static str, value: &str, most: usize) -> Result<(), Refusal> {
    filled(field, value)?;
    at_most(field, value.chars().count(), most, "characters")?;
    plain(field, value.chars().all(|c| c == '\n' || !is_hidden(c)))
}

/// Free text of one line.
fn line(field: &'static str, value: &str, most: usize) -> Result<(), Refusal> {
    text(field, value, most)?;
    plain(field, !value.contains('\n'))
}

fn optional<T>(value: &Option<T>, check: impl FnOnce(&T) -> Result<(), Refusal>) -> Result<(), Refusal> {
    value.as_ref().map_or(Ok(()), check)
}

fn erase_key(field: &'static str, value: &str) -> Result<(), Refusal> {
    if value.len() == limit::ERASE_KEY_DIGITS && value.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Ok(());
    }
    Err(Refusal { field, problem: Problem::Malformed("32 hex digits in lower case") })
}

fn word(field: &'static str, value: &str) -> Result<(), Refusal> {
    filled(field, value)?;
    at_most(field, value.len(), limit::TERM_BYTES, "bytes")?;
    plain(field, value.chars().all(|c| !c.is_whitespace() && !is_hidden(c)))
}

fn words(field: &'static str, values: &[String], most: usize) -> Result<(), Refusal> {
    at_most(field, values.len(), most, "items")?;
    for (at, value) in values.iter().enumerate() {
        word(field, value)?;
        once(field, values.iter().take(at).any(|earlier| earlier == value))?;
    }
    Ok(())
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
