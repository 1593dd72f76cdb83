//! What the collector and the outbox take in: events as JSON, comments, what stands in storage. An event that passes the check comes back
//! from the wire the same; masking twice is masking once and leaves no long number; no record from storage breaks the outbox.
#![no_main]

use faqlet_beacon::limit::{BATCH_BYTES, COMMENT_CHARS, EVENT_BYTES};
use faqlet_beacon::{
    AddError, Consent, Data, Envelope, Event, Outbox, Outcome, Record, Reply, State, Status, Step, Verdict, clean, mask, parse_rfc3339,
    rfc3339,
};
use faqlet_fuzz::bound::within;
use faqlet_fuzz::text;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use serde_json::Value;

/// Some moment, in milliseconds since 1970.
const NOW: u64 = 1_780_000_000_000;

/// The visitor agrees to everything.
const ALL: Consent = Consent { measurement: true };

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    within("mask", || masks(&text));
    if let Some(time) = parse_rfc3339(&text) {
        assert_eq!(parse_rfc3339(&rfc3339(time)), Some(time));
    }
    if let Some(event) = within("read an event", || event(data)) {
        passes(&event);
    }
    if let Ok(records) = serde_json::from_slice::<Vec<Record>>(data) {
        within("drain", || drains(records));
    }
    if let Ok(reply) = serde_json::from_slice::<Reply>(data) {
        let again = serde_json::to_vec(&reply).expect("a reply can be written");
        assert_eq!(serde_json::from_slice::<Reply>(&again).ok().map(|reply| reply.results.len()), Some(reply.results.len()));
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { text::mutate(data, size, max_size, seed, 0) });

fn masks(text: &str) {
    let once = mask(text);
    assert_eq!(mask(&once), once, "{text:?}");
    let long = once.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
    assert!(long < Some(6), "{text:?} leaves a long number in {once:?}");
    assert!(!has_address(&once), "{text:?} leaves an address in {once:?}");
    let comment = clean(text, 200);
    if let Some(comment) = &comment {
        assert!((1..=200).contains(&comment.chars().count()) && comment.trim() == comment, "{comment:?}");
        assert_eq!(clean(comment, 200).as_ref(), Some(comment), "{text:?}");
    }
}

/// Whether somebody could follow an address that stands there.
fn has_address(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let mut parts = text.split("://").peekable();
    while let (Some(scheme), Some(host)) = (parts.next(), parts.peek()) {
        if (scheme.ends_with("http") || scheme.ends_with("https")) && host.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return true;
        }
    }
    false
}

/// The way of the collector.
fn event(json: &[u8]) -> Option<Event> {
    let envelope: Envelope<Value> = serde_json::from_slice(json).ok()?;
    let (opened, data) = envelope.open().ok()?;
    let data = Data::read(opened.kind, data).ok()?;
    let event = opened.with(data);
    if let Err(refusal) = event.check() {
        assert!(!refusal.to_string().is_empty());
        return None;
    }
    Some(event)
}

fn passes(checked: &Event) {
    let json = serde_json::to_string(checked).expect("an event can be written");
    assert_eq!(event(json.as_bytes()).as_ref(), Some(checked), "not the same after writing and reading");
    if let Data::Vote(vote) = &checked.data
        && let Some(comment) = &vote.comment
    {
        let cleaned = clean(comment, COMMENT_CHARS);
        let vote = faqlet_beacon::Vote { comment: cleaned, ..vote.clone() };
        assert_eq!(Event { data: Data::Vote(vote), ..checked.clone() }.check(), Ok(()), "a cleaned comment passes");
    }
    let mut outbox = Outbox::load(Vec::new(), State::default(), NOW);
    match outbox.add(checked, json.clone(), ALL, NOW) {
        Ok(changes) => assert!(!changes.is_empty() && outbox.len() == 1),
        Err(error) => assert!(error == AddError::NotAnObject && json.len() > EVENT_BYTES, "{error}"),
    }
}

/// Storage may hold anything. A drain to a collector that takes everything ends with nothing left, and sends each record once.
fn drains(records: Vec<Record>) {
    let count = records.len();
    let mut outbox = Outbox::load(records, State::default(), NOW);
    outbox.tidy(ALL, NOW);
    assert!(outbox.len() <= count);
    for _ in 0..=count {
        let Step::Send(batch) = outbox.next(ALL, NOW) else { break };
        assert!(!batch.ids.is_empty() && (batch.ids.len() == 1 || batch.body.len() <= BATCH_BYTES));
        let verdict = |id: &String| Verdict { id: id.clone(), status: Status::Accepted, reason: None };
        let reply = Reply::new(batch.ids.iter().map(verdict).collect());
        let before = outbox.len();
        outbox.settle(&batch, &Outcome::Answered(reply), NOW, 7);
        assert!(outbox.len() < before, "an acknowledged event stays");
    }
    assert!(outbox.is_empty(), "{} records are never sent", outbox.len());
}
