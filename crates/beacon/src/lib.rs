//! The feedback message of Faqlet: what it says, how large it may be, and which of the waiting messages may go now.
//!
//! Pure: no I/O, no clock, no browser. Times and random numbers are passed in, so the same code and the same tests run in the
//! visitor's browser and in the collector. The crate knows nothing of the visitor's profile and cannot: it does not depend on it.
//!
//! The way of a message: an act makes an [`Event`] ([`Event::new`]); [`Event::check`] is the one set of rules that both sides apply;
//! [`Outbox::add`] puts it into the outbox, [`Outbox::next`] says what to send, and [`Outbox::settle`] reads the answer. An event leaves
//! the outbox only when a [`Reply`] names its id, so nothing is lost between the two; the collector stores by id, so nothing counts twice.
//!
//! ```
//! use faqlet_beacon::{Consent, Data, Event, Outbox, Reply, State, Step, Vote, uuid};
//!
//! let now = 1_780_000_000_000; // milliseconds since 1970, from the caller's clock
//! let (lang, version, entry) = ("en".into(), "0123456789abcdef".into(), "refund-time".into());
//! let vote = Vote { lang, version, entry, helpful: true, ..Vote::default() };
//! let event = Event::new(uuid(now, [7; 10]), "shop".into(), now, Data::Vote(vote));
//! event.check().unwrap();
//!
//! let mut outbox = Outbox::load(Vec::new(), State::default(), now);
//! let json = format!(r#"{{"id":"{}"}}"#, event.id); // in the browser: JSON.stringify of the serialised event
//! let changes = outbox.add(&event, json, Consent::default(), now).unwrap(); // write these to storage before anything is sent
//! assert!(!changes.is_empty());
//! assert!(matches!(outbox.next(Consent::default(), now), Step::Send(batch) if batch.ids == [event.id]));
//! ```

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod check;
mod event;
mod id;
pub mod limit;
mod mask;
mod outbox;
mod reply;
#[cfg(test)]
mod schema;
mod tally;
mod time;

pub use check::{Problem, Refusal};
pub use event::{
    Consent, Contact, Data, End, Envelope, Erase, Event, Fault, Kind, NoResult, Opened, Origin, Purpose, Question, Reason, Search, Term,
    View, Visit, Vote,
};
pub use id::{is_uuid, uuid};
pub use mask::{clean, mask};
pub use outbox::{About, AddError, Batch, Change, Lost, Outbox, Outcome, Record, State, Step};
pub use reply::{PROTOCOL, Reply, Status, Verdict};
pub use tally::Tally;
pub use time::{parse_rfc3339, rfc3339};
