//! Beacons to a store, and from there to a report.
//!
//! The doors: [`Store::open`] opens the store, [`router`] takes events over HTTP and answers each of them only when it is on disk,
//! [`report`] says what the events say. The crate knows neither the search engine nor the visitor's profile.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod clock;
mod crowd;
mod desk;
mod gauge;
mod hook;
mod intake;
mod learn;
mod limiter;
mod log;
mod report;
mod serve;
mod server;
mod store;
mod table;

pub use desk::Desk;
pub use hook::{Hook, deliver};
pub use learn::{EntryLesson, Flag, LearnOptions, Lessons, Missing, Suspicion, Word, Wording, learn};
pub use report::{
    Asked, Comment, Day, EntryRow, FaultRow, GapRow, HotRow, Interval, LanguageRow, LosingRow, Nearest, Questions, Report, ReportOptions,
    RouteRow, SiteReport, StaleRow, TermRow, Totals, UnansweredRow, report,
};
pub use serve::{Stop, runtime, serve};
pub use server::{Options, keep, router};
pub use store::{Difference, Kept, Recount, Retention, Selection, Store, StoreError, Stored};
pub use table::{csv, csv_head, jsonl};
