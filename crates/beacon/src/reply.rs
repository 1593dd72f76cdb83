//! The collector's answer, event by event. The client deletes only what such an answer names: a captive portal or a proxy that
//! answers 200 with a page of its own must not empty the outbox.

use serde::{Deserialize, Serialize};

/// The number that marks an answer as one of ours.
pub const PROTOCOL: u32 = 1;

/// The body of an answer with status 200.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reply {
    /// Always [`PROTOCOL`]. Answers without it are not ours.
    pub faqlet: u32,
    /// One verdict for each event of the request, in its order.
    pub results: Vec<Verdict>,
}

/// What became of one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Verdict {
    /// The event's id; empty when none could be read.
    pub id: String,
    /// What became of it.
    pub status: Status,
    /// Why it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Status {
    /// It is stored, on disk.
    Accepted,
    /// It was stored before; nothing changed.
    Duplicate,
    /// It will never be stored; sending it again is of no use.
    Rejected,
    /// A word that this client does not know yet: the event stays in the outbox.
    #[serde(other)]
    Unknown,
}

impl Reply {
    /// An answer of this collector.
    #[must_use]
    pub fn new(results: Vec<Verdict>) -> Reply {
        Reply { faqlet: PROTOCOL, results }
    }
}
