//! The outbox as a pure state machine: what waits, what to write to storage, what to send next, and what an answer means.
//!
//! The host keeps two things in its storage: the [`Record`]s, by id, and one [`State`]. It works in transactions, because other tabs
//! and a service worker share that storage:
//!
//! - **An act.** In one read-write transaction: read all, [`Outbox::load`], [`Outbox::add`], write the [`Change`]s. Only when the
//!   transaction has completed is the act recorded.
//! - **A drain.** Under one exclusive lock over all tabs: read all, [`Outbox::load`], [`Outbox::tidy`], then as long as
//!   [`Outbox::next`] gives a [`Batch`]: send it, read the answer, [`Outbox::settle`], write the changes. Give the lock back.
//! - **The page goes away.** Send the batch of [`Outbox::next`] by `sendBeacon` and do *not* settle it: nobody knows whether it came
//!   through. It will be sent again, and the collector will call it a duplicate.
//!
//! Whatever the host does not write (it was killed, the storage failed) is only done again; an event is deleted in three cases: an
//! answer named it, a limit was reached, or consent for it ended. The last two are counted in [`Lost`], and told with the next delivery
//! ([`Outbox::own_up`]).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::check::Refusal;
use crate::event::{Consent, Data, Event, Fault, Kind};
use crate::id::uuid;
use crate::limit;
use crate::reply::{PROTOCOL, Reply, Status};
use crate::time::rfc3339;

/// An event that waits, as it is kept in storage under its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The event's id; the key in storage.
    pub id: String,
    /// The event's kind, which decides about consent and about who goes first.
    pub kind: Kind,
    /// When the event happened, in milliseconds since 1970.
    pub created: u64,
    /// The whole event as a JSON object, without `sentat`.
    pub json: String,
}

/// What the outbox remembers between attempts. One for all tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// Failed attempts since the last good one.
    pub failures: u32,
    /// No attempt before this time, in milliseconds since 1970.
    pub not_before: u64,
    /// How often the batch was halved because it was refused as a whole.
    pub halvings: u32,
    /// What was deleted without being delivered.
    pub lost: Lost,
}

/// Events that were deleted without being delivered, by cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lost {
    /// The outbox was full.
    pub full: u32,
    /// They had waited for longer than [`limit::OUTBOX_AGE`].
    pub old: u32,
    /// Consent ended before they could be sent.
    pub withdrawn: u32,
    /// The collector refused them.
    pub refused: u32,
    /// The stored record was damaged.
    pub damaged: u32,
}

/// Whose messages they are: what every message about the widget itself says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The site's name.
    pub site: String,
    /// Language of the index, BCP 47.
    pub lang: String,
    /// Version of the index.
    pub version: String,
}

/// Something to write to storage, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Keep this record under its id.
    Put(Record),
    /// Delete the record of this id.
    Delete(String),
    /// Keep this state.
    State(State),
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send this.
    Send(Batch),
    /// Nothing may be sent for so many milliseconds.
    Wait(u64),
    /// Nothing waits.
    Idle,
}

/// Events that go out together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The ids of the events in `body`, in order.
    pub ids: Vec<String>,
    /// A JSON array, at most [`limit::BATCH_BYTES`] bytes, with `sentat` stamped.
    pub body: String,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Status 200 with a JSON body in the form of a [`Reply`].
    Answered(Reply),
    /// Any other status.
    Refused {
        /// The HTTP status.
        status: u16,
        /// `Retry-After` in seconds, when the answer had one.
        retry_after: Option<u32>,
        /// Whether the body was JSON with `"faqlet":1`, so that it is the collector that speaks and not something on the way.
        ours: bool,
    },
    /// No answer, an answer that cannot be read, or status 200 with anything but our JSON (a captive portal).
    Nothing,
}

/// Why an event did not enter the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddError {
    /// The visitor has not agreed to the purpose of this kind of event.
    NotConsented,
    /// The event breaks a rule.
    Refused(Refusal),
    /// The JSON is not an object of at most [`limit::EVENT_BYTES`] bytes.
    NotAnObject,
}

impl fmt::Display for AddError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AddError::NotConsented => f.write_str("the visitor has not agreed to this purpose; nothing was kept"),
            AddError::Refused(refusal) => refusal.fmt(f),
            AddError::NotAnObject => write!(f, "expected the event as a JSON object of at most {} bytes", limit::EVENT_BYTES),
        }
    }
}

impl std::error::Error for AddError {}

/// The outbox for the length of one transaction or one drain.
#[derive(Clone, Debug)]
pub struct Outbox {
    /// In the order of sending: what is worth most first, then the oldest.
    records: Vec<Record>,
    state: State,
}

impl Outbox {
    /// The outbox as storage has it. A `not_before` further away than any pause can be (the clock was set back) is cut to that.
    #[must_use]
    pub fn load(stored: Vec<Record>, mut state: State, now: u64) -> Outbox {
        state.not_before = state.not_before.min(now.saturating_add(limit::RETRY_AFTER_MOST));
        let mut outbox = Outbox { records: stored, state };
        outbox.records.sort_by(|a, b| order(a).cmp(&order(b)));
        outbox
    }

    /// Number of events that wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The state as it is now.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// Takes an event in, given as value and as JSON without `sentat`. When the outbox is full the least worth and oldest go, which
    /// may be the event itself. An id that is there already changes nothing.
    ///
    /// # Errors
    /// [`AddError`]; nothing was kept then.
    pub fn add(&mut self, event: &Event, json: String, consent: Consent, now: u64) -> Result<Vec<Change>, AddError> {
        let kind = event.kind();
        if !consent.allows(kind.purpose()) {
            return Err(AddError::NotConsented);
        }
        event.check().map_err(AddError::Refused)?;
        let record = Record { id: event.id.clone(), kind, created: event.time.min(now), json };
        if !is_sound(&record) {
            return Err(AddError::NotAnObject);
        }
        if self.records.iter().any(|waiting| waiting.id == record.id) {
            return Ok(Vec::new());
        }
        let id = record.id.clone();
        let at = self.records.partition_point(|waiting| order(waiting) <= order(&record));
        self.records.insert(at, record);
        let mut changes = self.evict(limit::OUTBOX_EVENTS, limit::OUTBOX_BYTES);
        match self.records.iter().find(|waiting| waiting.id == id) {
            Some(kept) => changes.insert(0, Change::Put(kept.clone())),
            None => changes.retain(|change| !matches!(change, Change::Delete(gone) if *gone == id)),
        }
        Ok(changes)
    }

    /// Makes messages of what was deleted without being delivered, so that the owner hears of it: one for each cause, and the counts begin
    /// anew. Only with consent to measurement, and not while the way is blocked: a full outbox would count its own counts. What the
    /// visitor has withdrawn is nobody's loss and is not told. `random` is for the ids, `write` makes JSON.
    pub fn own_up(
        &mut self,
        about: &About,
        consent: Consent,
        now: u64,
        random: [u8; 10],
        write: impl Fn(&Event) -> Option<String>,
    ) -> Vec<Change> {
        let blocked = self.state.failures > 0 && !self.records.is_empty();
        if blocked || !consent.measurement {
            return Vec::new();
        }
        let Lost { full, old, refused, damaged, .. } = self.state.lost;
        let mut changes = Vec::new();
        let causes = [("lost-full", full), ("lost-old", old), ("lost-refused", refused), ("lost-damaged", damaged)];
        for ((code, count), turn) in causes.into_iter().zip(0..).filter(|((_, count), _)| *count > 0) {
            let mut random = random;
            if let Some(last) = random.last_mut() {
                *last = last.wrapping_add(turn);
            }
            let About { site, lang, version } = about.clone();
            let fault = Fault { lang, version, code: code.to_owned(), count: count.min(limit::COUNT) };
            let event = Event::new(uuid(now, random), site, now, Data::Error(fault));
            changes.extend(write(&event).and_then(|json| self.add(&event, json, consent, now).ok()).into_iter().flatten());
        }
        if changes.is_empty() {
            return changes;
        }
        self.state.lost = Lost { withdrawn: self.state.lost.withdrawn, ..Lost::default() };
        self.with_state(changes)
    }

    /// Removes what may not be sent any more: too old, damaged, or without consent. Call it at the start of a drain, and at once
    /// when consent changes.
    pub fn tidy(&mut self, consent: Consent, now: u64) -> Vec<Change> {
        let mut lost = self.state.lost;
        let mut gone = Vec::new();
        self.records.retain(|record| {
            let count = if !is_sound(record) {
                &mut lost.damaged
            } else if !consent.allows(record.kind.purpose()) {
                &mut lost.withdrawn
            } else if now.saturating_sub(record.created) > limit::OUTBOX_AGE {
                &mut lost.old
            } else {
                return true;
            };
            *count = count.saturating_add(1);
            gone.push(Change::Delete(record.id.clone()));
            false
        });
        self.state.lost = lost;
        self.with_state(gone)
    }

    /// What to send now. Only events whose purpose is granted at this moment are in a batch.
    #[must_use]
    pub fn next(&self, consent: Consent, now: u64) -> Step {
        let mut waiting = self.records.iter().filter(|record| consent.allows(record.kind.purpose()) && is_sound(record)).peekable();
        if waiting.peek().is_none() {
            return Step::Idle;
        }
        if self.state.not_before > now {
            return Step::Wait(self.state.not_before - now);
        }
        let most = (limit::BATCH_EVENTS >> self.state.halvings.min(31)).max(1);
        let bytes = limit::BATCH_BYTES >> self.state.halvings.min(31);
        let stamp = [",\"sentat\":\"", &rfc3339(now), "\"}"].concat();
        let mut batch = Batch { ids: Vec::new(), body: String::from("[") };
        for record in waiting.take(most) {
            // One event always goes, however often the batch was halved: it fits a whole batch by its own limit.
            if !batch.ids.is_empty() && batch.body.len() + record.json.len() + stamp.len() + 2 > bytes {
                break;
            }
            if !batch.ids.is_empty() {
                batch.body.push(',');
            }
            batch.body.push_str(record.json.strip_suffix('}').unwrap_or_default());
            batch.body.push_str(&stamp);
            batch.ids.push(record.id.clone());
        }
        batch.body.push(']');
        Step::Send(batch)
    }

    /// Reads what came of sending a batch. `random` is uniform over all of `u32` and spreads the pauses of many visitors.
    pub fn settle(&mut self, batch: &Batch, outcome: &Outcome, now: u64, random: u32) -> Vec<Change> {
        let gone = match outcome {
            Outcome::Answered(reply) if reply.faqlet == PROTOCOL => self.acknowledge(batch, reply),
            Outcome::Refused { status: 400 | 413 | 422, .. } if batch.ids.len() > 1 => {
                // Something in it is too much or poisonous: halve until it is alone.
                self.state.halvings = self.state.halvings.saturating_add(1);
                return self.with_state(Vec::new());
            }
            Outcome::Refused { status: 400 | 413 | 422, ours: true, .. } => self.refuse(batch),
            Outcome::Answered(_) | Outcome::Refused { .. } | Outcome::Nothing => Vec::new(),
        };
        if gone.is_empty() {
            let retry_after = match outcome {
                Outcome::Refused { retry_after: Some(seconds), .. } => u64::from(*seconds) * 1_000,
                _ => 0,
            };
            self.back_off(now, random, retry_after);
        } else {
            self.state.failures = 0;
            self.state.not_before = 0;
            if self.records.is_empty() {
                self.state.halvings = 0;
            }
        }
        self.with_state(gone)
    }

    /// Gives up half of what waits, the least worth and oldest first: for storage that says it is full.
    pub fn shrink(&mut self) -> Vec<Change> {
        let bytes: usize = self.records.iter().map(|record| record.json.len()).sum();
        self.evict(self.records.len() / 2, bytes)
    }

    /// Deletes what the answer names. Events that it does not name, or names with a word that is not known, stay.
    fn acknowledge(&mut self, batch: &Batch, reply: &Reply) -> Vec<Change> {
        let mut gone = Vec::new();
        for verdict in &reply.results {
            let final_word = matches!(verdict.status, Status::Accepted | Status::Duplicate | Status::Rejected);
            if !final_word || !batch.ids.contains(&verdict.id) {
                continue;
            }
            let before = self.records.len();
            self.records.retain(|record| record.id != verdict.id);
            if self.records.len() < before {
                gone.push(Change::Delete(verdict.id.clone()));
                self.state.lost.refused = self.state.lost.refused.saturating_add(u32::from(verdict.status == Status::Rejected));
            }
        }
        gone
    }

    /// Deletes a single event that the collector refuses as a whole request.
    fn refuse(&mut self, batch: &Batch) -> Vec<Change> {
        self.records.retain(|record| !batch.ids.contains(&record.id));
        self.state.lost.refused = self.state.lost.refused.saturating_add(1);
        batch.ids.iter().cloned().map(Change::Delete).collect()
    }

    /// Exponential back-off with full jitter: the pause is uniform between nothing and a bound that doubles with each failure.
    fn back_off(&mut self, now: u64, random: u32, retry_after: u64) {
        let bound = (limit::BACK_OFF_FIRST << self.state.failures.min(20)).min(limit::BACK_OFF_MOST);
        let pause = (bound * u64::from(random)) >> 32;
        self.state.failures = self.state.failures.saturating_add(1);
        self.state.not_before = now.saturating_add(pause.max(retry_after.min(limit::RETRY_AFTER_MOST)));
    }

    /// Removes the least worth and oldest until so many events and bytes are left.
    fn evict(&mut self, events: usize, bytes: usize) -> Vec<Change> {
        let mut total: usize = self.records.iter().map(|record| record.json.len()).sum();
        let mut gone = Vec::new();
        while self.records.len() > events || total > bytes {
            let Some(least) = self.records.last().map(|record| record.kind.worth()) else { break };
            let at = self.records.partition_point(|record| record.kind.worth() > least);
            let record = self.records.remove(at);
            total -= record.json.len();
            gone.push(Change::Delete(record.id));
            self.state.lost.full = self.state.lost.full.saturating_add(1);
        }
        if gone.is_empty() { gone } else { self.with_state(gone) }
    }

    fn with_state(&self, mut changes: Vec<Change>) -> Vec<Change> {
        changes.push(Change::State(self.state));
        changes
    }
}

/// The key of sending: worth falls, then time rises, then the id decides, so that every tab sees the same order.
fn order(record: &Record) -> (u8, u64, &str) {
    (u8::MAX - record.kind.worth(), record.created, &record.id)
}

/// Whether a record can be put into a batch. Storage is outside: anybody on the page may have written there.
fn is_sound(record: &Record) -> bool {
    let object = record.json.starts_with('{') && record.json.ends_with('}');
    object && record.json.len() > 2 && record.json.len() <= limit::EVENT_BYTES && !record.id.is_empty()
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
