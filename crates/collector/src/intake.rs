//! Reads a request's body into events. Pure. A body that is no list of events is refused as a whole; in a list each event is judged
//! by itself, so that one that is broken, unknown or too new does not hold up the rest.

use faqlet_beacon::limit::{BODY_EVENTS, EVENT_BYTES};
use faqlet_beacon::{Data, Envelope, Event, clean};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// What one item of the body turned out to be.
#[derive(Debug)]
pub(crate) struct Item {
    /// The event's id; empty when none can be read.
    pub(crate) id: String,
    /// The event, fit to be stored, or why it is not.
    pub(crate) event: Result<Event, String>,
}

/// Why a whole body is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    /// It is not JSON, or not a list.
    #[error("expected a JSON array of CloudEvents, got something else")]
    NotAList,
    /// There are too many events in it.
    #[error("expected at most {BODY_EVENTS} events, got {0}; send them in parts")]
    TooMany(usize),
}

/// Reads a body. `sites` are the names that this collector answers for; when there are none it answers for any.
pub(crate) fn read(body: &[u8], sites: &[String]) -> Result<Vec<Item>, BodyError> {
    // Items stay text at first: reading past them needs no recursion, however deep they are nested.
    let items: Vec<&RawValue> = serde_json::from_slice(body).map_err(|_| BodyError::NotAList)?;
    if items.len() > BODY_EVENTS {
        return Err(BodyError::TooMany(items.len()));
    }
    Ok(items.into_iter().map(|item| Item { id: id_of(item.get()), event: event(item.get(), sites) }).collect())
}

fn event(json: &str, sites: &[String]) -> Result<Event, String> {
    if json.len() > EVENT_BYTES {
        return Err(format!("expected an event of at most {EVENT_BYTES} bytes, got {}", json.len()));
    }
    let envelope: Envelope<Value> = serde_json::from_str(json).map_err(|error| plain(&error))?;
    let (opened, data) = envelope.open().map_err(|refusal| refusal.to_string())?;
    let data = Data::read(opened.kind, data).map_err(|error| format!("data: {}", plain(&error)))?;
    let mut event = opened.with(data);
    event.check().map_err(|refusal| refusal.to_string())?;
    // Masked on the device already, but not every client is ours. What is left must still be something.
    event.data = event.data.cleaned();
    event.check().map_err(|refusal| refusal.to_string())?;
    if !sites.is_empty() && !sites.contains(&event.site) {
        return Err("source: this collector does not answer for that site; start it with --site".to_owned());
    }
    Ok(event)
}

/// The id, even of an item that is no good otherwise: the client needs it to let go of the event.
fn id_of(json: &str) -> String {
    #[derive(Deserialize)]
    struct OnlyId {
        id: String,
    }
    let id = serde_json::from_str::<OnlyId>(json).map(|only| only.id).unwrap_or_default();
    if id.len() <= 64 && id.chars().all(|c| c.is_ascii_graphic()) { id } else { String::new() }
}

/// A reader's error in words. Its text may quote what came, so it is cut and kept to what shows.
fn plain(error: &serde_json::Error) -> String {
    clean(&error.to_string(), 200).unwrap_or_default()
}
