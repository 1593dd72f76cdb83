//! The outbox in the browser: the pure state machine of `faqlet_beacon`, the database it lives in, and the way out.
//!
//! A message is in the database, on disk, before the network hears of it, and leaves the database only when the collector's answer has
//! named it. Two locks over all tabs keep that true: [`SEND`] is held while messages are being sent, so that no two tabs send the same;
//! [`WRITE`] is held for a moment around each change that may make or delete the database, so that no tab deletes it under another's
//! hands. Without locks (an older browser) messages may be sent twice, which the collector notices, and the database stays, empty.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use faqlet_beacon::{Change, Consent, Event, Outbox, Outcome, Record, Reply, State, Step};
use faqlet_profile::Saved;
use js_sys::{Array, JSON, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{AbortSignal, RequestCredentials, RequestInit, Response};

use super::object::{call, get, object};
use super::page::{now, random};
use super::storage::{self, KEPT, OUTBOX, Store};

/// Held while messages are being sent.
const SEND: &str = "faqlet-send";
/// Held around changes that may make or delete the database.
const WRITE: &str = "faqlet-write";
/// Names in the store of single values.
const VISITOR: &str = "visitor";
const STATE: &str = "outbox";
/// Longest wait for an answer, in milliseconds: the lock must not be held for ever.
const PATIENCE: u32 = 30_000;

/// The way from this page to the collector. Clones share the consent.
#[derive(Clone)]
pub(crate) struct Post {
    endpoint: Rc<str>,
    consent: Rc<Cell<Consent>>,
}

impl Post {
    /// A way to `endpoint`, on which nothing may go yet but explicit acts.
    pub(crate) fn new(endpoint: &str) -> Post {
        Post { endpoint: endpoint.into(), consent: Rc::default() }
    }

    /// What may be sent from now on.
    pub(crate) fn set_consent(&self, consent: Consent) {
        self.consent.set(consent);
    }

    /// Puts a message into the outbox. Gives it back when there is no storage to put it into.
    pub(crate) async fn record(&self, event: Event) -> Result<(), Event> {
        let (post, copy) = (self.clone(), event.clone());
        let kept = locked(WRITE, async move { post.write(&copy).await.is_some().into() }).await;
        if kept.is_truthy() { Ok(()) } else { Err(event) }
    }

    async fn write(&self, event: &Event) -> Option<()> {
        let json = json(event)?;
        let store = storage::open(true).await?;
        let consent = self.consent.get();
        // An event that may not be kept is not an event that could not be kept: it is dropped, not sent by another way.
        change(&store, |outbox| outbox.add(event, json, consent, now()).unwrap_or_default()).await.map(drop)
    }

    /// Sends what waits; gives the pause in milliseconds before it should be tried again, when something still waits.
    pub(crate) async fn drain(&self) -> Option<u64> {
        let post = self.clone();
        let pause = locked(SEND, async move {
            let pause = post.send_all().await;
            pause.map_or(JsValue::UNDEFINED, |pause| JsValue::from_f64(pause as f64))
        });
        let pause = pause.await.as_f64().map(|pause| pause as u64);
        if pause.is_none() {
            locked(WRITE, async { tidy_up().await.is_some().into() }).await;
        }
        pause
    }

    async fn send_all(&self) -> Option<u64> {
        loop {
            let store = storage::open(false).await?;
            let outbox = change(&store, |outbox| outbox.tidy(self.consent.get(), now())).await?;
            // The database is not held open while the network is asked: another tab may want to delete it.
            drop(store);
            let batch = match outbox.next(self.consent.get(), now()) {
                Step::Send(batch) => batch,
                Step::Wait(pause) => return Some(pause),
                Step::Idle => return None,
            };
            let outcome = self.post(&batch.body).await;
            let store = storage::open(false).await?;
            change(&store, |outbox| outbox.settle(&batch, &outcome, now(), random())).await?;
        }
    }

    /// Sends a message that could not be stored. It is tried once: there is nowhere to keep it.
    pub(crate) async fn send_now(&self, event: Event) {
        let mut outbox = Outbox::load(Vec::new(), State::default(), now());
        let Some(json) = json(&event) else { return };
        if outbox.add(&event, json, self.consent.get(), now()).is_ok()
            && let Step::Send(batch) = outbox.next(self.consent.get(), now())
        {
            self.post(&batch.body).await;
        }
    }

    async fn post(&self, body: &str) -> Outcome {
        match self.ask(body).await {
            Some(answer) => read(&answer).await,
            None => Outcome::Nothing,
        }
    }

    /// A body of text has the one content type that needs no preflight. `keepalive` lets it outlive the page.
    async fn ask(&self, body: &str) -> Option<Response> {
        let options = RequestInit::new();
        options.set_method("POST");
        options.set_body(&body.into());
        options.set_credentials(RequestCredentials::Omit);
        options.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
        let _ = js_sys::Reflect::set(&options, &"keepalive".into(), &true.into());
        let asked = web_sys::window()?.fetch_with_str_and_init(&self.endpoint, &options);
        JsFuture::from(asked).await.ok()?.dyn_into().ok()
    }
}

/// What an answer means. Only JSON that is ours acknowledges anything: a captive portal also answers 200.
async fn read(answer: &Response) -> Outcome {
    let status = answer.status();
    let retry_after = answer.headers().get("retry-after").ok().flatten().and_then(|seconds| seconds.trim().parse().ok());
    let body = match answer.text() {
        Ok(text) => JsFuture::from(text).await.ok().and_then(|text| text.as_string()).and_then(|text| JSON::parse(&text).ok()),
        Err(_) => None,
    };
    let ours = body.as_ref().is_some_and(|body| get(body, "faqlet").as_f64() == Some(1.0));
    if status != 200 {
        return Outcome::Refused { status, retry_after, ours };
    }
    body.and_then(|body| serde_wasm_bindgen::from_value::<Reply>(body).ok()).map_or(Outcome::Nothing, Outcome::Answered)
}

fn json(event: &Event) -> Option<String> {
    JSON::stringify(&storage::plain(event)?).ok()?.as_string()
}

/// Reads the outbox, changes it and writes the changes, in one transaction. `None` when storage failed: then nothing has changed.
async fn change(store: &Store, act: impl FnOnce(&mut Outbox) -> Vec<Change>) -> Option<Outbox> {
    let transaction = store.transaction(true)?;
    let records: Vec<Record> = transaction.all(OUTBOX).await?;
    let state: State = transaction.get(KEPT, STATE).await.unwrap_or_default();
    let mut outbox = Outbox::load(records, state, now());
    for change in act(&mut outbox) {
        match change {
            Change::Put(record) => transaction.put(OUTBOX, &record.id, &record)?,
            Change::Delete(id) => transaction.remove(OUTBOX, &id)?,
            Change::State(state) => transaction.put(KEPT, STATE, &state)?,
        }
    }
    transaction.commit().await?;
    Some(outbox)
}

/// What was kept of the visitor.
pub(crate) async fn restore() -> Option<Saved> {
    storage::open(false).await?.transaction(false)?.get(KEPT, VISITOR).await
}

/// Keeps this of the visitor; `None` keeps nothing, and takes the database away when nothing else is in it.
pub(crate) async fn keep(saved: Option<Saved>) {
    locked(WRITE, async move { keep_now(saved).await.is_some().into() }).await;
}

async fn keep_now(saved: Option<Saved>) -> Option<()> {
    let store = storage::open(saved.is_some()).await?;
    let transaction = store.transaction(true)?;
    match &saved {
        Some(saved) => transaction.put(KEPT, VISITOR, saved)?,
        None => transaction.remove(KEPT, VISITOR)?,
    }
    transaction.commit().await?;
    drop(store);
    if saved.is_none() { tidy_up().await } else { Some(()) }
}

/// Deletes the database when nothing waits and nothing is kept. Call it under [`WRITE`].
async fn tidy_up() -> Option<()> {
    let store = storage::open(false).await?;
    let transaction = store.transaction(false)?;
    let waiting: Vec<Record> = transaction.all(OUTBOX).await?;
    let kept: Option<Saved> = transaction.get(KEPT, VISITOR).await;
    drop(store);
    if waiting.is_empty() && kept.is_none() && locks().is_some() {
        storage::delete().await;
    }
    Some(())
}

/// Deletes everything that is kept, messages that wait included.
pub(crate) async fn forget() {
    locked(WRITE, async {
        storage::delete().await;
        JsValue::UNDEFINED
    })
    .await;
}

fn locks() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Some(get(&navigator, "locks")).filter(JsValue::is_object)
}

/// Does `work` while holding a lock over all tabs, where the browser has them.
async fn locked(name: &str, work: impl Future<Output = JsValue> + 'static) -> JsValue {
    let Some(locks) = locks() else { return work.await };
    let callback = Closure::once(move || -> Promise { future_to_promise(async move { Ok(work.await) }) });
    let options = object(&[("mode", "exclusive".into())]);
    let asked = call(&locks, "request", &Array::of3(&name.into(), &options, callback.as_ref()));
    match asked.and_then(|promise| promise.dyn_into::<Promise>().ok()) {
        Some(promise) => JsFuture::from(promise).await.unwrap_or(JsValue::UNDEFINED),
        None => JsValue::UNDEFINED,
    }
}
