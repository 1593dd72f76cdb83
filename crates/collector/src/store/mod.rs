//! The store: events on disk, each once. Nothing outside this folder names SQL.
//!
//! One thread owns the one writing connection ([`writer`]). It takes what has queued up, writes it in one transaction and answers only
//! after the commit has reached the disk. The queue is bounded: when it is full the caller is told so at once and nothing is buffered.
//! Reports read through connections of their own that cannot write ([`facts`]).
//!
//! The database is a file of the bundled SQLite ([`sqlite`]) or PostgreSQL ([`postgres`]); both have one face ([`database`]), get the
//! same statements and pass the same tests.

mod database;
mod export;
mod facts;
mod keeping;
mod lessons;
mod packets;
mod postgres;
mod postgres_tls;
mod rows;
mod sqlite;
mod sums;
#[cfg(test)]
pub(crate) mod testing;
mod writer;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use faqlet_beacon::Event;

use crate::gauge::Gauges;
use crate::hook::Hook;
use database::{Access, Database, Done};
use postgres::Postgres;
use sqlite::Sqlite;
use writer::{Link, Queue, Writer};

pub use export::{Kept, Selection};
pub(crate) use facts::{Counts, DayFact, EntryFact, Facts, VoteFact};
pub use keeping::Retention;
#[cfg(test)]
pub(crate) use lessons::GapFact;
pub(crate) use lessons::{Lesson, Material};
pub use sums::{Difference, Recount};
pub use writer::Stored;

/// An open store. Clones share the same writer.
#[derive(Clone, Debug)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    place: Place,
    gauges: Arc<Gauges>,
    queue: Option<Queue>,
    writer: Mutex<Option<Writer>>,
}

/// Where a store is.
#[derive(Clone, Debug)]
enum Place {
    File(PathBuf),
    /// An address with everything that is needed to connect, a password included.
    Server(String),
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
    /// The server cannot be reached, or does not let us in.
    #[error("cannot open the store {address}: {reason}; check that the server runs and that this user may make tables there")]
    Connect {
        /// The server's address without a password.
        address: String,
        /// What the server says.
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
    /// An older Faqlet wrote it, and it was opened only for reading.
    #[error("the store {path} is of an older version; start `faqlet collect --store {path}` once to bring it up to date")]
    Older {
        /// The store's file.
        path: String,
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
    /// Opens a store for collecting, makes it if there is none, and brings an older one up to date. `place` is a file, or the address of a
    /// database (`postgres://user@host/database`).
    ///
    /// # Errors
    /// [`StoreError::Open`], [`StoreError::Connect`], [`StoreError::Foreign`] or [`StoreError::Newer`].
    pub fn open(place: impl AsRef<Path>) -> Result<Store, StoreError> {
        Store::open_with(place, Vec::new())
    }

    /// As [`Store::open`]; each new event is kept for each of the webhooks until it has taken it.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(place: impl AsRef<Path>, hooks: Vec<Hook>) -> Result<Store, StoreError> {
        let place = Place::of(place.as_ref());
        let mut link = Link::new(place.clone(), place.open()?);
        let failed = |reason: String| StoreError::Open { path: place.to_string(), reason };
        link.run(Access::Alone, sums::fill).map_err(|fault| failed(fault.reason))?;
        let gauges = Arc::<Gauges>::default();
        let (queue, writer) = Writer::start(link, hooks, Arc::clone(&gauges)).map_err(|error| failed(error.to_string()))?;
        Ok(Store { inner: Arc::new(Inner { place, gauges, queue: Some(queue), writer: Mutex::new(Some(writer)) }) })
    }

    /// Opens an existing store for reports only. A collector may be writing to it at the same time.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Older`], or as [`Store::open`].
    pub fn open_for_reading(place: impl AsRef<Path>) -> Result<Store, StoreError> {
        let inner = Inner { place: Place::of(place.as_ref()), gauges: Arc::default(), queue: None, writer: Mutex::new(None) };
        let store = Store { inner: Arc::new(inner) };
        drop(store.reader()?);
        Ok(store)
    }

    /// Stores events that arrived at `received` (milliseconds since 1970). Completes when they are on disk, with one answer for each
    /// in the order given. `bytes` is the size of the request that brought them; the queue is bounded by it.
    ///
    /// # Errors
    /// [`StoreError::Full`] at once when too much is waiting, [`StoreError::Write`] when the disk refuses, [`StoreError::Closed`].
    pub async fn store(&self, events: Vec<Event>, bytes: usize, received: u64) -> Result<Vec<Stored>, StoreError> {
        self.store_of(events, Vec::new(), bytes, received).await
    }

    /// As [`Store::store`], with what is known about the crowd in which each vote came (see [`crate::crowd`]).
    pub(crate) async fn store_of(
        &self,
        events: Vec<Event>,
        crowds: Vec<u32>,
        bytes: usize,
        received: u64,
    ) -> Result<Vec<Stored>, StoreError> {
        self.queue()?.submit(events, crowds, bytes, received).await
    }

    /// Whether a request would be refused now with [`StoreError::Full`].
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.inner.queue.as_ref().is_some_and(Queue::is_full)
    }

    /// Deletes what is older than `keep` allows at the time `now` (milliseconds since 1970), and gives back the space. Says how many
    /// events went. Others store events meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Write`] or [`StoreError::Closed`]; what was deleted until then is deleted.
    pub async fn retain(&self, keep: Retention, now: u64) -> Result<u64, StoreError> {
        let today = now / rows::DAY;
        let before = |days: u32| today.saturating_sub(u64::from(days));
        let (events, sums) = (before(keep.events.max(Retention::LEAST)), before(keep.sums));
        let mut deleted = 0;
        loop {
            let some = self.task(Access::Alone, move |database| keeping::delete_before(database, events)).await?;
            deleted += some as u64;
            if some < keeping::CHUNK {
                break;
            }
        }
        let keys = before(2 * Retention::LEAST);
        self.task(Access::Alone, move |database| keeping::delete_sums_before(database, sums, keys)).await?;
        let reclaimed = self.queue()?.task(|link| link.database().and_then(Database::reclaim)).await?;
        reclaimed.map_err(|fault| StoreError::Write(fault.reason)).map(|()| deleted)
    }

    /// Counts the events anew and compares with the sums by day.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub fn recount(&self) -> Result<Recount, StoreError> {
        let mut reader = self.reader()?;
        database::transaction(reader.as_mut(), Access::Read, sums::recount).map_err(|fault| StoreError::Read(fault.reason))
    }

    /// Makes the sums of those days anew that a recount found wrong.
    ///
    /// # Errors
    /// [`StoreError::Write`] or [`StoreError::Closed`].
    pub async fn mend(&self, recount: &Recount) -> Result<(), StoreError> {
        let days: std::collections::BTreeSet<(String, u64)> =
            recount.differences.iter().map(|wrong| (wrong.site.clone(), wrong.day)).collect();
        self.task(Access::Alone, move |database| days.iter().try_for_each(|(site, day)| sums::renew(database, site, *day))).await
    }

    pub(crate) fn gauges(&self) -> &Gauges {
        &self.inner.gauges
    }

    /// How full the queue is, in thousandths, and how many requests wait in it.
    pub(crate) fn load(&self) -> (u64, u64) {
        self.inner.queue.as_ref().map_or((0, 0), |queue| (queue.fill(), queue.waiting()))
    }

    /// The store's file, where it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match &self.inner.place {
            Place::File(path) => Some(path),
            Place::Server(_) => None,
        }
    }

    async fn task<T: Send + 'static>(
        &self,
        access: Access,
        work: impl FnMut(&mut dyn Database) -> Done<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.queue()?.task(move |link| link.run(access, work)).await?.map_err(|fault| StoreError::Write(fault.reason))
    }

    fn queue(&self) -> Result<&Queue, StoreError> {
        self.inner.queue.as_ref().ok_or(StoreError::Closed)
    }

    /// Whether the writer answers and may write.
    pub async fn is_ready(&self) -> bool {
        matches!(self.store(Vec::new(), 0, 0).await, Ok(_) | Err(StoreError::Full))
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
    fn reader(&self) -> Result<Box<dyn Database>, StoreError> {
        match &self.inner.place {
            Place::File(path) => Ok(Box::new(Sqlite::reader(path)?)),
            Place::Server(address) => Ok(Box::new(Postgres::reader(address)?)),
        }
    }
}

impl Place {
    fn of(place: &Path) -> Place {
        match place.to_str() {
            Some(text) if postgres::is_address(text) => Place::Server(text.to_owned()),
            _ => Place::File(place.to_owned()),
        }
    }

    fn open(&self) -> Result<Box<dyn Database>, StoreError> {
        match self {
            Place::File(path) => Ok(Box::new(Sqlite::open(path)?)),
            Place::Server(address) => Ok(Box::new(Postgres::open(address)?)),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(path) => path.display().fmt(f),
            Place::Server(address) => f.write_str(&postgres::without_password(address)),
        }
    }
}

impl fmt::Display for Store {
    /// Where it is, without a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.place.fmt(f)
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
