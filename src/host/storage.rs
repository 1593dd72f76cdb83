//! What is kept on the device: the IndexedDB database `faqlet` with two stores, `outbox` (messages by id) and `kept` (by name: `outbox`,
//! the outbox's own state, and `visitor`, consent and profile). The database is made only when there is something to keep, and deleted
//! when there is nothing any more: asking whether it is there does not make it.
//!
//! Any step may fail (private windows, full disks, a browser that lost its storage): then it gives `None`, and the caller goes on
//! without storage.

use js_sys::{Array, Promise};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode};

/// The database.
const NAME: &str = "faqlet";
/// Version of its stores.
const VERSION: u32 = 1;
/// Messages by id.
pub(crate) const OUTBOX: &str = "outbox";
/// Single values by name.
pub(crate) const KEPT: &str = "kept";

/// An open database. It is closed when dropped, so that no tab stands in the way of another that wants to delete it.
pub(crate) struct Store(IdbDatabase);

impl Drop for Store {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn factory() -> Option<IdbFactory> {
    web_sys::window()?.indexed_db().ok()?
}

/// Opens the database. With `make` it is made when it is not there; without, that gives `None`.
pub(crate) async fn open(make: bool) -> Option<Store> {
    let request = factory()?.open_with_u32(NAME, VERSION).ok()?;
    let opening = request.clone();
    let upgrade = Closure::once(move || upgrade(&opening, make));
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let database = done(&request).await;
    request.set_onupgradeneeded(None);
    database?.dyn_into().ok().map(Store)
}

/// Makes the stores; or, when nothing is to be made, breaks off, which leaves no database behind.
fn upgrade(request: &IdbOpenDbRequest, make: bool) {
    let database: Option<IdbDatabase> = request.result().ok().and_then(|result| result.dyn_into().ok());
    match (database, make) {
        (Some(database), true) => {
            let _ = database.create_object_store(OUTBOX);
            let _ = database.create_object_store(KEPT);
        }
        _ => {
            if let Some(transaction) = request.transaction() {
                let _ = transaction.abort();
            }
        }
    }
}

/// Deletes the database and everything in it.
pub(crate) async fn delete() {
    if let Some(request) = factory().and_then(|factory| factory.delete_database(NAME).ok()) {
        done(&request).await;
    }
}

impl Store {
    /// One transaction over both stores. `None` when the database has been taken away.
    pub(crate) fn transaction(&self, write: bool) -> Option<Transaction> {
        let mode = if write { IdbTransactionMode::Readwrite } else { IdbTransactionMode::Readonly };
        let stores = Array::of2(&OUTBOX.into(), &KEPT.into());
        // Writing is strict where the browser knows the word: what is said to be kept is on the disk.
        let options = super::object::object(&[("durability", "strict".into())]);
        let mode = JsValue::from(mode);
        let made = super::object::call(self.0.as_ref(), "transaction", &Array::of3(&stores, &mode, &options))?;
        made.dyn_into().ok().map(Transaction)
    }
}

/// A transaction. It commits by itself when nothing more is asked of it; it must not be held over an `await` for anything else.
pub(crate) struct Transaction(IdbTransaction);

impl Transaction {
    fn store(&self, name: &str) -> Option<IdbObjectStore> {
        self.0.object_store(name).ok()
    }

    /// A value, read as what it should be; `None` when it is not there or is something else.
    pub(crate) async fn get<T: DeserializeOwned>(&self, store: &str, key: &str) -> Option<T> {
        let value = done(&self.store(store)?.get(&key.into()).ok()?).await?;
        serde_wasm_bindgen::from_value(value).ok()
    }

    /// Every value of a store that can be read as what it should be.
    pub(crate) async fn all<T: DeserializeOwned>(&self, store: &str) -> Option<Vec<T>> {
        let values: Array = done(&self.store(store)?.get_all().ok()?).await?.dyn_into().ok()?;
        Some(values.iter().filter_map(|value| serde_wasm_bindgen::from_value(value).ok()).collect())
    }

    /// Writes a value.
    pub(crate) fn put<T: Serialize>(&self, store: &str, key: &str, value: &T) -> Option<()> {
        let value = plain(value)?;
        self.store(store)?.put_with_key(&value, &key.into()).ok().map(drop)
    }

    /// Deletes a value.
    pub(crate) fn remove(&self, store: &str, key: &str) -> Option<()> {
        self.store(store)?.delete(&key.into()).ok().map(drop)
    }

    /// Waits until everything is written: only then has it happened.
    pub(crate) async fn commit(self) -> Option<()> {
        let transaction = self.0;
        let promise = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
            transaction.set_onerror(Some(&reject));
        });
        JsFuture::from(promise).await.ok().map(drop)
    }
}

/// A value as plain objects and numbers, as JSON would have them.
pub(crate) fn plain<T: Serialize>(value: &T) -> Option<JsValue> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).ok()
}

/// Waits for a request; `None` when it fails, or when another tab blocks it.
async fn done(request: &IdbRequest) -> Option<JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        if let Some(opening) = request.dyn_ref::<IdbOpenDbRequest>() {
            opening.set_onblocked(Some(&reject));
        }
    });
    JsFuture::from(promise).await.ok()?;
    request.result().ok()
}
