//! Helpers for tests: events, and hands on the database that only tests may have.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;

use faqlet_beacon::{Contact, Data, End, Erase, Event, Fault, Kind, NoResult, Origin, Question, Search, Term, View, Visit, Vote, uuid};
use rusqlite::Connection;

use super::database::{Access, Database};
use super::postgres::Postgres;
use super::sqlite::Sqlite;

/// Milliseconds since 1970 at which the tests' events arrive.
pub(crate) const NOW: u64 = 1_780_000_000_000;

/// An event of a kind; the number makes its id and nothing else.
pub(crate) fn event(kind: Kind, number: u64) -> Event {
    let (lang, version, entry) = ("en".to_owned(), "v1".to_owned(), "refund".to_owned());
    let data = match kind {
        Kind::Search => {
            let terms = vec![Term { term: "refund".into(), count: 2 }, Term { term: "card".into(), count: 1 }];
            Data::Search(Search { lang, version, searches: 2, unknown: 1, terms })
        }
        Kind::Visit => Data::Visit(Visit { lang, version, end: End::Contacted, searches: 2, views: 1, route: Some("form".into()) }),
        Kind::Question => Data::Question(Question { lang, version, text: "Where is it?".into(), entries: vec![entry] }),
        Kind::Contact => {
            let (route, reply, message) = ("form".into(), "jo@example.com".into(), Some("too late".into()));
            Data::Contact(Contact { lang, version, route, reply, message, entries: vec![entry], ..Contact::default() })
        }
        Kind::Error => Data::Error(Fault { lang, version, code: "trap".into(), count: 1 }),
        Kind::Erase => Data::Erase(Erase { key: "0".repeat(32) }),
        Kind::NoResult => Data::NoResult(NoResult { lang, version, unknown: 1, terms: vec!["gift".into(), "card".into()] }),
        Kind::View => Data::View(View { lang, version, entry, from: Origin::Search }),
        Kind::Vote => Data::Vote(Vote { lang, version, entry, helpful: true, ..Vote::default() }),
    };
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    Event::new(uuid(NOW, random), "shop".to_owned(), NOW, data)
}

/// A vote of its own.
pub(crate) fn vote(number: u64, entry: &str, helpful: bool, replaces: Option<&Event>) -> Event {
    let mut made = event(Kind::Vote, number);
    if let Data::Vote(vote) = &mut made.data {
        vote.entry = entry.to_owned();
        vote.helpful = helpful;
        vote.replaces = replaces.map(|earlier| earlier.id.clone());
    }
    made
}

/// A place for a store, taken away afterwards.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    /// The server's address and the name of a schema in it; `None`: a file in the folder.
    server: Option<(String, String)>,
}

/// The address of a PostgreSQL in which tests may make schemas.
pub(crate) const SERVER: &str = "FAQLET_TEST_POSTGRES";

impl Place {
    /// A file in a folder of its own.
    pub(crate) fn sqlite() -> Place {
        Place { folder: tempfile::tempdir().unwrap(), server: None }
    }

    /// A schema of its own in the PostgreSQL that `cargo xtask test` has started.
    pub(crate) fn postgres() -> Place {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var(SERVER).expect("expected FAQLET_TEST_POSTGRES; run `cargo xtask test --only postgres`");
        let schema = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let place = Place { folder: tempfile::tempdir().unwrap(), server: Some((server, schema)) };
        place.admin(&format!("CREATE SCHEMA {}", place.schema()));
        place
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.server.is_none()
    }

    /// What `Store::open` takes.
    pub(crate) fn path(&self) -> PathBuf {
        match &self.server {
            Some((server, schema)) => format!("{server}?options=-csearch_path%3D{schema}").into(),
            None => self.folder.path().join("store.db"),
        }
    }

    /// Runs statements past the store.
    pub(crate) fn tamper(&self, sql: &str) {
        match &self.server {
            Some(_) => self.admin(&format!("SET search_path TO {}; {sql}", self.schema())),
            None => tamper(&self.path(), sql),
        }
    }

    /// One value of a query.
    pub(crate) fn look(&self, sql: &str) -> String {
        if self.is_sqlite() {
            return look(&self.path(), sql);
        }
        let (path, sql) = (self.path(), sql.to_owned());
        // On a thread of its own: a test may run on a runtime, and this makes another.
        let found = std::thread::spawn(move || {
            let mut server = Postgres::open(path.to_str().unwrap()).unwrap();
            server.query(String::leak(sql), Vec::new()).unwrap()
        });
        found.join().unwrap().remove(0).remove(0).text()
    }

    /// Lets nobody commit until it is dropped.
    pub(crate) fn lock(&self) -> Lock {
        let (path, is_sqlite) = (self.path(), self.is_sqlite());
        let (locked, is_locked) = mpsc::channel();
        let (release, released) = mpsc::channel::<()>();
        let thread = std::thread::spawn(move || {
            let mut database: Box<dyn Database> =
                if is_sqlite { Box::new(Sqlite::open(&path).unwrap()) } else { Box::new(Postgres::open(path.to_str().unwrap()).unwrap()) };
            database.begin(Access::Alone).unwrap();
            locked.send(()).unwrap();
            let _ = released.recv();
            database.rollback();
        });
        is_locked.recv().unwrap();
        Lock { release: Some(release), thread: Some(thread) }
    }

    fn schema(&self) -> &str {
        self.server.as_ref().map_or("", |(_, schema)| schema)
    }

    fn admin(&self, sql: &str) {
        let Some((server, _)) = &self.server else { return };
        let (server, sql) = (server.clone(), sql.to_owned());
        let done = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
                tokio::spawn(connection);
                client.batch_execute(&sql).await.unwrap();
            });
        });
        done.join().unwrap();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.server.is_some() && !std::thread::panicking() {
            self.admin(&format!("DROP SCHEMA {} CASCADE", self.schema()));
        }
    }
}

/// Holds a store's lock until it is dropped.
pub(crate) struct Lock {
    release: Option<mpsc::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.release.take();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// Runs statements past the store.
pub(crate) fn tamper(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

/// One value of a query.
pub(crate) fn look(path: &Path, sql: &str) -> String {
    let value: rusqlite::types::Value = Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap();
    match value {
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => format!("{other:?}"),
    }
}

/// Runs a future where there is no runtime.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// Small numbers by chance (xorshift64*, Vigna 2016): the same on every run and platform.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) % bound
    }
}
