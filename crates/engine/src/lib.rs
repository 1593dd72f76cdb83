//! Text analysis, index format and search. Pure: no I/O, no clock, no browser, so that the very same code indexes on the owner's
//! machine, answers `faqlet search`, and runs in the visitor's browser.
//!
//! The doors are [`build`] (entries to bytes), [`Engine::open`] (bytes to engine, every byte checked) and [`Engine::search`].

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod analysis;
pub mod answer;
mod checksum;
pub mod codec;
pub mod container;
mod error;
mod highlight;
mod index;
mod memo;
mod search;
mod snippet;

pub use error::OpenError;
pub use index::{
    AnswersPart, BuildError, BuildOptions, CategoryView, Divided, Engine, Entry, EntryView, KIND, Pin, Synonym, build, divide,
};
pub use search::{Field, Found, Hit, Mark, MatchKind, SearchOptions, Why};
pub use snippet::Snippet;
