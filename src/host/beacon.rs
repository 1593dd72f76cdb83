//! The outbox in the browser: `browser.js` holds database, locks and network, `faqlet_beacon` decides what is written, sent and deleted.
//!
//! A message is in the database, on disk, before the network hears of it, and leaves the database only when the collector's answer has
//! named it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use faqlet_beacon::{About, Change, Consent, Event, Kind, Lost, Outbox, Outcome, Record, Reply, State, Status, Step, Verdict};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::object::{get, list, members, object, text, texts, time, whole};
use super::page::{moment, now, random};
use crate::json;

#[wasm_bindgen(module = "/src/host/browser.js")]
extern "C" {
    fn record(decide: &JsValue) -> Promise;
    fn drain(endpoint: &str, next: &JsValue, settle: &JsValue) -> Promise;
    fn post(endpoint: &str, body: &str) -> Promise;
    fn farewell(endpoint: &str, body: &str);
}

/// The way from this page to the collector. Clones share the consent.
#[derive(Clone)]
pub(crate) struct Post {
    endpoint: Rc<str>,
    about: Rc<About>,
    consent: Rc<Cell<Consent>>,
    /// Ids of the messages that were acknowledged since somebody asked.
    arrived: Rc<RefCell<Vec<String>>>,
    /// How many messages waited when that was last looked at.
    waiting: Rc<Cell<u32>>,
}

impl Post {
    /// A way to `endpoint`, on which nothing may go yet but explicit acts.
    pub(crate) fn new(endpoint: &str, about: About) -> Post {
        Post { endpoint: endpoint.into(), about: about.into(), consent: Rc::default(), arrived: Rc::default(), waiting: Rc::default() }
    }

    /// What may be sent from now on.
    pub(crate) fn set_consent(&self, consent: Consent) {
        self.consent.set(consent);
    }

    /// Puts a message into the outbox; where there is no storage, it is sent at once, and once. On a page that is going away a copy is
    /// sent before that, in this very turn, because storage may not come to its end any more; the collector counts it once. `false` when
    /// it is neither kept nor has arrived.
    pub(crate) fn send(&self, event: Event) -> impl Future<Output = bool> + 'static {
        let (post, consent) = (self.clone(), self.consent.get());
        let written = json::write(&event).and_then(|json| Some((alone(&event, json.clone(), consent)?, json)));
        if let Some((body, _)) = &written {
            farewell(&self.endpoint, body);
        }
        async move {
            match written {
                Some((body, json)) => post.keep(event, body, json, consent).await,
                None => false,
            }
        }
    }

    async fn keep(&self, event: Event, body: String, json: String, consent: Consent) -> bool {
        let decide = Closure::once(move |records: JsValue, state: JsValue| {
            let mut outbox = load(&records, &state);
            let changes = outbox.add(&event, json, consent, now()).unwrap_or_default();
            object(&changed(&changes))
        });
        let kept = JsFuture::from(record(decide.as_ref())).await;
        if kept.is_ok_and(|kept| kept.is_truthy()) {
            return true;
        }
        let outcome = JsFuture::from(post(&self.endpoint, &body)).await.unwrap_or_default();
        let before = self.arrived.borrow().len();
        self.arrived.borrow_mut().extend(arrived(&outcome));
        self.arrived.borrow().len() > before
    }

    /// Ids of the messages that have arrived since this was asked last.
    pub(crate) fn arrived(&self) -> Vec<String> {
        self.arrived.take()
    }

    /// How many messages wait on the device after the last attempt to send them.
    pub(crate) fn waiting(&self) -> u32 {
        self.waiting.get()
    }

    /// Sends what waits; gives the pause in milliseconds before it should be tried again, when something still waits.
    pub(crate) async fn drain(&self) -> Option<u32> {
        let (consent, waiting, about) = (self.consent.clone(), self.waiting.clone(), self.about.clone());
        waiting.set(0);
        let next = Closure::<dyn FnMut(JsValue, JsValue) -> JsValue>::new(move |records: JsValue, state: JsValue| {
            let mut outbox = load(&records, &state);
            let step = next(&mut outbox, &about, consent.get());
            waiting.set(outbox.len() as u32);
            step
        });
        let settle = Closure::<dyn FnMut(JsValue, JsValue, JsValue, JsValue) -> JsValue>::new({
            let known = self.arrived.clone();
            move |records, state, ids, outcome| {
                known.borrow_mut().extend(arrived(&outcome));
                settle(records, state, ids, outcome)
            }
        });
        let pause = JsFuture::from(drain(&self.endpoint, next.as_ref(), settle.as_ref())).await;
        pause.ok()?.as_f64().map(|pause| pause as u32)
    }
}

/// The body that carries this message alone; none when it may not be sent.
fn alone(event: &Event, json: String, consent: Consent) -> Option<String> {
    let mut outbox = Outbox::load(Vec::new(), State::default(), now());
    outbox.add(event, json, consent, now()).ok()?;
    match outbox.next(consent, now()) {
        Step::Send(batch) => Some(batch.body),
        _ => None,
    }
}

/// What to take out, and what to send or how long to wait.
fn next(outbox: &mut Outbox, about: &About, consent: Consent) -> JsValue {
    let mut changes = outbox.tidy(consent, now());
    changes.extend(outbox.own_up(about, consent, now(), moment().random, json::write));
    let mut fields = changed(&changes);
    match outbox.next(consent, now()) {
        Step::Send(batch) => {
            fields.push(("body", batch.body.into()));
            fields.push(("ids", batch.ids.iter().map(JsValue::from).collect::<Array>().into()));
        }
        Step::Wait(pause) => fields.push(("pause", JsValue::from_f64(pause as f64))),
        Step::Idle => {}
    }
    object(&fields)
}

/// What to take out after an attempt.
fn settle(records: JsValue, state: JsValue, ids: JsValue, outcome: JsValue) -> JsValue {
    let mut outbox = load(&records, &state);
    let status = whole(&outcome, "status");
    let ours = get(&outcome, "ours").is_truthy();
    let outcome = if status == 200 && ours {
        Outcome::Answered(Reply::new(list(&outcome, "results").iter().map(verdict).collect()))
    } else if status == 200 || status == 0 {
        Outcome::Nothing
    } else {
        let retry_after = Some(whole(&outcome, "after")).filter(|seconds| *seconds > 0);
        Outcome::Refused { status: u16::try_from(status).unwrap_or(0), retry_after, ours }
    };
    let batch = faqlet_beacon::Batch { ids: texts(&ids), body: String::new() };
    object(&changed(&outbox.settle(&batch, &outcome, now(), random())))
}

/// Ids of the messages that an answer of the collector says it has.
fn arrived(outcome: &JsValue) -> Vec<String> {
    let has = |verdict: &Verdict| matches!(verdict.status, Status::Accepted | Status::Duplicate);
    let results = if get(outcome, "ours").is_truthy() { list(outcome, "results") } else { Vec::new() };
    results.iter().map(verdict).filter(has).map(|verdict| verdict.id).collect()
}

fn verdict(value: &JsValue) -> Verdict {
    let status = match text(value, "status").as_str() {
        "accepted" => Status::Accepted,
        "duplicate" => Status::Duplicate,
        "rejected" => Status::Rejected,
        _ => Status::Unknown,
    };
    Verdict { id: text(value, "id"), status, reason: None }
}

/// The outbox as storage has it. Anybody on the page may have written there: what is no record is passed over here, what makes no sense
/// is taken out by the outbox itself.
fn load(records: &JsValue, state: &JsValue) -> Outbox {
    let record = |value: &JsValue| {
        let kind = Kind::from_type(&text(value, "kind")).ok()?;
        Some(Record { id: text(value, "id"), kind, created: time(value, "created"), json: text(value, "json") })
    };
    let lost = get(state, "lost");
    let state = State {
        failures: whole(state, "failures"),
        not_before: time(state, "not_before"),
        halvings: whole(state, "halvings"),
        lost: Lost {
            full: whole(&lost, "full"),
            old: whole(&lost, "old"),
            withdrawn: whole(&lost, "withdrawn"),
            refused: whole(&lost, "refused"),
            damaged: whole(&lost, "damaged"),
        },
    };
    Outbox::load(members(records).iter().filter_map(record).collect(), state, now())
}

/// Changes as storage takes them: `changes`, pairs of an id and a record or `undefined`, and `state`.
fn changed(changes: &[Change]) -> Vec<(&'static str, JsValue)> {
    let pairs = Array::new();
    let mut fields = vec![("changes", JsValue::from(pairs.clone()))];
    for change in changes {
        match change {
            Change::Put(record) => drop(pairs.push(&Array::of2(&record.id.as_str().into(), &kept(record)))),
            Change::Delete(id) => drop(pairs.push(&Array::of1(&id.into()))),
            Change::State(state) => fields.push(("state", remembered(state))),
        }
    }
    fields
}

fn kept(record: &Record) -> JsValue {
    let Record { id, kind, created, json } = record;
    object(&[("id", id.into()), ("kind", kind.type_name().into()), ("created", JsValue::from_f64(*created as f64)), ("json", json.into())])
}

fn remembered(state: &State) -> JsValue {
    let State { failures, not_before, halvings, lost } = *state;
    let Lost { full, old, withdrawn, refused, damaged } = lost;
    let lost = [("full", full), ("old", old), ("withdrawn", withdrawn), ("refused", refused), ("damaged", damaged)];
    object(&[
        ("failures", failures.into()),
        ("not_before", JsValue::from_f64(not_before as f64)),
        ("halvings", halvings.into()),
        ("lost", object(&lost.map(|(name, count)| (name, count.into())))),
    ])
}
