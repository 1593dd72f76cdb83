//! The store: events on disk, each once. Nothing outside this folder names SQL.
//!
//! One thread owns the one writing connection ([`writer`]). It takes what has queued up, writes it in one transaction and answers only
//! after the commit has reached the disk. The queue is bounded: when it is full the caller is told so at once and nothing is buffered.
//! Reports read through connections of their own that cannot write ([`facts`]).

mod facts;
mod schema;
#[cfg(test)]
pub(crate) mod testing;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use faqlet_beacon::Event;
use rusqlite::{Connection, OpenFlags};

pub(crate) use facts::{DayFact, EntryFact, Facts, VoteFact};
pub use writer::Stored;
use writer::{Queue, Writer};

/// An open store. Clones share the same writer.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    queue: Option<Queue>,
    writer: Mutex<Option<Writer>>,
}

/// Why the store cannot do what was asked.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file cannot be opened, or made.
    #[error("cannot open the store {path}: {reason}; check that the folder exists and that this user may write there")]
    Open {
        /// The store's file.
        path: String,
        /// What the database says.
        reason: String,
    },
    /// There is no such file.
    #[error("there is no store {path}; start `faqlet collect --store {path}` first, or check the path")]
    Missing {
        /// The store's file.
        path: String,
    },
    /// The file is a database, but not one of ours.
    #[error("{path} is a database of another program; give the store a file of its own")]
    Foreign {
        /// The store's file.
        path: String,
    },
    /// A newer Faqlet wrote it.
    #[error("the store {path} has version {got}, this program knows versions up to {known}; update Faqlet")]
    Newer {
        /// The store's file.
        path: String,
        /// The store's version.
        got: u32,
        /// The newest version known here.
        known: u32,
    },
    /// Too much is waiting to be written. Try again in a moment.
    #[error("the store is busy, try again in a moment")]
    Full,
    /// The store is closed, or was opened only for reading.
    #[error("the store takes no events now")]
    Closed,
    /// The write failed: the disk is full, or read-only. Nothing of the group was stored.
    #[error("cannot write to the store: {0}; nothing was stored, check the disk")]
    Write(String),
    /// A query failed.
    #[error("cannot read the store: {0}")]
    Read(String),
}

impl Store {
    /// Opens a store for collecting, makes it if there is none, and brings an older one up to date.
    ///
    /// # Errors
    /// [`StoreError::Open`], [`StoreError::Foreign`] or [`StoreError::Newer`].
    pub fn open(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        let open = |error: rusqlite::Error| StoreError::Open { path: path.display().to_string(), reason: error.to_string() };
        let mut connection = Connection::open(path).map_err(open)?;
        schema::migrate(&mut connection, path)?;
        schema::tune(&connection).map_err(open)?;
        let (queue, writer) =
            Writer::start(connection).map_err(|error| StoreError::Open { path: path.display().to_string(), reason: error.to_string() })?;
        Ok(Store { inner: Arc::new(Inner { path: path.to_owned(), queue: Some(queue), writer: Mutex::new(Some(writer)) }) })
    }

    /// Opens an existing store for reports only. A collector may be writing to it at the same time.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or as [`Store::open`].
    pub fn open_for_reading(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(StoreError::Missing { path: path.display().to_string() });
        }
        let store = Store { inner: Arc::new(Inner { path: path.to_owned(), queue: None, writer: Mutex::new(None) }) };
        schema::check(&store.reader()?, path)?;
        Ok(store)
    }

    /// Stores events that arrived at `received` (milliseconds since 1970). Completes when they are on disk, with one answer for each
    /// in the order given. `bytes` is the size of the request that brought them; the queue is bounded by it.
    ///
    /// # Errors
    /// [`StoreError::Full`] at once when too much is waiting, [`StoreError::Write`] when the disk refuses, [`StoreError::Closed`].
    pub async fn store(&self, events: Vec<Event>, bytes: usize, received: u64) -> Result<Vec<Stored>, StoreError> {
        let queue = self.inner.queue.as_ref().ok_or(StoreError::Closed)?;
        queue.submit(events, bytes, received).await
    }

    /// Whether the writer answers and may write.
    pub async fn is_ready(&self) -> bool {
        self.store(Vec::new(), 0, 0).await.is_ok()
    }

    /// Takes no further events, writes what has queued up, and gives the file back whole, without a log beside it. Blocks until that
    /// is done; call it after the server has stopped. A second call does nothing.
    pub fn close(&self) {
        if let Some(queue) = &self.inner.queue {
            queue.close();
        }
        let writer = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            writer.join();
        }
    }

    /// A connection that cannot write.
    fn reader(&self) -> Result<Connection, StoreError> {
        let path = &self.inner.path;
        let open = |error: rusqlite::Error| StoreError::Open { path: path.display().to_string(), reason: error.to_string() };
        // Read-write without create: a reader of a store in WAL mode must be able to make its shared-memory file.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(open)?;
        connection.pragma_update(None, "query_only", true).map_err(open)?;
        connection.busy_timeout(schema::BUSY).map_err(open)?;
        Ok(connection)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Without a queue the writer ends by itself; waiting for it here makes sure that the process does not end first.
        if let Some(queue) = &self.queue {
            queue.close();
        }
        if let Some(writer) = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take() {
            writer.join();
        }
    }
}

#[cfg(test)]
mod tests;
