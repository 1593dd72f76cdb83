//! Helpers for tests: events, and hands on the database that only tests may have.

use std::path::Path;

use faqlet_beacon::{Contact, Data, End, Erase, Event, Fault, Kind, NoResult, Origin, Question, Search, Term, View, Visit, Vote, uuid};
use rusqlite::Connection;

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

/// Holds the database's write lock until it is dropped: the writer can commit nothing meanwhile.
pub(crate) struct Lock(Connection);

impl Lock {
    pub(crate) fn take(path: &Path) -> Lock {
        let connection = Connection::open(path).unwrap();
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        Lock(connection)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.0.execute_batch("ROLLBACK").unwrap();
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
