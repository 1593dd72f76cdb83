//! What a visitor has agreed to, what the device remembers of them, and how that re-orders answers.
//!
//! Pure: no I/O, no clock, no browser. Times are passed in as milliseconds since 1970. Nothing here can leave the device by itself:
//! the crate that makes messages does not depend on this one.
//!
//! [`Visitor`] holds consent, preferences and profile together, so that no caller can keep what was not granted: writes without a
//! grant do nothing, and [`Visitor::saved`] gives exactly what may stand in storage. [`rerank`] puts hits in this visitor's order,
//! within a bound, with reasons. [`site`] is what the widget knows of a site beside index and answers.
//!
//! ```
//! use faqlet_profile::{Candidate, How, Purpose, State, Trace, Visitor, rerank};
//!
//! let (now, text) = (1_780_000_000_000, 1);
//! let mut visitor = Visitor::new(false, now);
//! visitor.note(Trace::Read, &["Returns"], now); // not granted: not remembered
//! assert!(visitor.saved().is_none());
//!
//! visitor.decide(Purpose::Personalisation, State::Granted, How::Widget, text, now);
//! for _ in 0..2 {
//!     visitor.note(Trace::Read, &["Returns"], now);
//! }
//! let hits = [
//!     Candidate { entry: 7, score: 10.0, exact: false, category: &["Payment"], tags: &[], audience: None },
//!     Candidate { entry: 3, score: 9.5, exact: false, category: &["Returns"], tags: &[], audience: None },
//! ];
//! let placed = rerank(&hits, visitor.profile(), "en", now);
//! assert_eq!(placed[0].entry, 3);
//! assert!(!placed[0].why.is_empty());
//! ```

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod consent;
mod exp;
mod fact;
mod interest;
mod memory;
mod merge;
mod need;
mod placeholder;
#[cfg(test)]
mod random;
mod record;
mod rerank;
mod saved;
pub mod site;
mod visitor;

pub use consent::{Consent, Decision, How, Purpose, State};
pub use fact::{Fact, Kind, Source, is_fit};
pub use interest::{Declared, Interest, Profile, Trace};
pub use memory::{Progress, Seen, Visits, has_become_another, in_language};
pub use merge::merge;
pub use need::{Needs, Suggestion, UNANSWERED_RULE, Visit};
pub use placeholder::{PLACEHOLDERS, fill, title};
pub use record::{Notice, Record};
pub use rerank::{BOUND, Candidate, Placed, Why, is_for, rerank};
pub use saved::{Invalid, MOST_BYTES, Preferences, Saved, Theme, VERSION};
pub use visitor::Visitor;
