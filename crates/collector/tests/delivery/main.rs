//! The way of a message over the wire: a collector in a process of its own, clients that do what browsers do, and everything between them
//! that can go wrong.
//!
//! Each run does a small part of what can be asked for: `FAQLET_KILLS` says how often the collector is killed, `FAQLET_RESTARTS` how often
//! PostgreSQL is. `figures.rs` measures; it is run by hand, in a release build.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod bad_input;
mod client;
mod crowd;
mod figures;
mod kills;
mod network;
mod privacy;
mod process;

/// The collector as a process: started by the tests, does nothing by itself.
#[test]
fn collector_process() {
    process::serve_if_asked();
}
