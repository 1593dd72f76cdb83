//! Tests of the store: each event once, nothing acknowledged before it is on disk, nothing lost by a kill, old and foreign files.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use faqlet_beacon::{Event, Kind};

use super::testing::{Lock, NOW, event, look, tamper, vote};
use super::*;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

fn add(store: &Store, events: &[Event]) -> Vec<Stored> {
    wait(store.store(events.to_vec(), 100, NOW)).unwrap()
}

#[test]
fn an_event_is_stored_once_however_often_it_arrives() {
    let place = Place::new();
    let store = Store::open(place.path()).unwrap();
    let events: Vec<Event> = Kind::ALL.into_iter().zip(0..).map(|(kind, number)| event(kind, number)).collect();
    assert_eq!(add(&store, &events), [Stored::Accepted; Kind::ALL.len()]);
    let before = store.facts("shop", 9).unwrap();
    assert_eq!(add(&store, &events), [Stored::Duplicate; Kind::ALL.len()]);
    assert_eq!(add(&store, &[events[0].clone(), events[0].clone(), event(Kind::View, 90)])[..2], [Stored::Duplicate; 2]);
    let after = store.facts("shop", 9).unwrap();
    assert_eq!((after.terms, after.unanswered), (before.terms, before.unanswered));
    assert_eq!(after.days[0].views, 2);
}

#[test]
fn the_same_id_on_two_sites_is_two_events() {
    let place = Place::new();
    let store = Store::open(place.path()).unwrap();
    let mut other = event(Kind::View, 1);
    other.site = "other".to_owned();
    assert_eq!(add(&store, &[event(Kind::View, 1), other]), [Stored::Accepted; 2]);
    assert_eq!(store.sites().unwrap(), ["other", "shop"]);
}

#[test]
fn sums_are_what_was_sent() {
    let place = Place::new();
    let store = Store::open(place.path()).unwrap();
    let mut events: Vec<Event> = (0..3).map(|number| event(Kind::Search, number)).collect();
    events.extend((10..15).map(|number| event(Kind::NoResult, number)));
    events.extend((20..27).map(|number| event(Kind::View, number)));
    events.extend([vote(30, "refund", true, None), vote(31, "refund", false, None), vote(32, "size", false, None)]);
    add(&store, &events);
    let facts = store.facts("shop", 9).unwrap();
    let day = DayFact { day: u32::try_from(NOW / 86_400_000).unwrap(), searches: 6, noresults: 5, views: 7, yes: 1, no: 2 };
    assert_eq!(facts.days, [day]);
    let counts = |entry: &EntryFact| (entry.entry.clone(), entry.views, entry.yes, entry.no);
    assert_eq!(facts.entries.iter().map(counts).collect::<Vec<_>>(), [("refund".to_owned(), 7, 1, 1), ("size".to_owned(), 0, 0, 1)]);
    let terms: Vec<_> = facts.terms.iter().map(|term| (term.term.as_str(), term.count, term.visits)).collect();
    assert_eq!(terms, [("refund", 6, 3), ("card", 3, 3)]);
    assert_eq!((facts.unanswered[0].terms.as_str(), facts.unanswered[0].unknown, facts.unanswered[0].count), ("card gift", 1, 5));
    assert_eq!((facts.langs[0].searches, facts.langs[0].noresults, facts.langs[0].views, facts.langs[0].votes), (6, 5, 7, 3));
}

#[test]
fn of_a_chain_of_votes_only_the_last_counts() {
    let place = Place::new();
    let store = Store::open(place.path()).unwrap();
    let first = vote(1, "refund", true, None);
    let second = vote(2, "refund", false, Some(&first));
    let third = vote(3, "refund", false, Some(&second));
    // Another entry's vote cannot take this one back, nor can a vote of another site.
    let foreign = vote(4, "size", true, Some(&third));
    let mut elsewhere = vote(5, "refund", true, Some(&third));
    elsewhere.site = "other".to_owned();
    // They may arrive in any order.
    add(&store, &[third, foreign, first, elsewhere, second]);
    let facts = store.facts("shop", 9).unwrap();
    let counts: Vec<_> = facts.entries.iter().map(|entry| (entry.entry.as_str(), entry.yes, entry.no)).collect();
    assert_eq!(counts, [("refund", 0, 1), ("size", 1, 0)]);
}

#[test]
fn nothing_is_answered_while_it_is_not_on_disk_and_the_queue_has_a_bound() {
    let place = Place::new();
    let store = Store::open(place.path()).unwrap();
    wait(async {
        let lock = Lock::take(&place.path());
        let waiting = store.clone();
        let all_of_it = 16 * 1024 * 1024 - 1024;
        let mut first = tokio::spawn(async move { waiting.store(vec![event(Kind::Vote, 1)], all_of_it, NOW).await });
        assert!(tokio::time::timeout(Duration::from_millis(300), &mut first).await.is_err(), "answered before the commit");
        let refused = store.store(vec![event(Kind::Vote, 2)], 100, NOW).await;
        assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
        drop(lock);
        assert_eq!(first.await.unwrap().unwrap(), [Stored::Accepted]);
        assert_eq!(store.store(vec![event(Kind::Vote, 2)], 100, NOW).await.unwrap(), [Stored::Accepted]);
    });
}

#[test]
fn a_failing_write_stores_nothing_and_the_service_comes_back_by_itself() {
    let place = Place::new();
    let store = Store::open(place.path()).unwrap();
    let events = [event(Kind::Vote, 1), event(Kind::Search, 2)];
    tamper(&place.path(), "ALTER TABLE search_term RENAME TO gone");
    let failed = wait(store.store(events.to_vec(), 100, NOW));
    assert!(matches!(failed, Err(StoreError::Write(_))), "{failed:?}");
    assert_eq!(look(&place.path(), "SELECT COUNT(*) FROM event"), "0");
    tamper(&place.path(), "ALTER TABLE gone RENAME TO search_term");
    assert_eq!(add(&store, &events), [Stored::Accepted; 2]);
}

#[test]
fn closing_writes_what_waits_and_leaves_one_file() {
    let place = Place::new();
    let store = Store::open(place.path()).unwrap();
    let other = store.clone();
    add(&store, &[event(Kind::Vote, 1)]);
    store.close();
    assert!(matches!(wait(other.store(Vec::new(), 0, NOW)), Err(StoreError::Closed)));
    let files: Vec<_> = std::fs::read_dir(place.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["store.db"]);
    assert_eq!(Store::open_for_reading(place.path()).unwrap().facts("shop", 1).unwrap().days[0].yes, 1);
}

#[test]
fn a_store_for_reading_takes_nothing_and_sees_what_a_collector_writes_meanwhile() {
    let place = Place::new();
    assert!(matches!(Store::open_for_reading(place.path()), Err(StoreError::Missing { .. })));
    let store = Store::open(place.path()).unwrap();
    let reading = Store::open_for_reading(place.path()).unwrap();
    assert!(matches!(wait(reading.store(vec![event(Kind::Vote, 1)], 0, NOW)), Err(StoreError::Closed)));
    add(&store, &[event(Kind::Vote, 1)]);
    assert_eq!(reading.facts("shop", 1).unwrap().days[0].yes, 1);
}

#[test]
fn foreign_newer_and_broken_files_are_refused_and_left_alone() {
    let place = Place::new();
    drop(Store::open(place.path()).unwrap());
    tamper(&place.path(), "PRAGMA user_version = 99");
    for opened in [Store::open(place.path()), Store::open_for_reading(place.path())] {
        assert!(matches!(opened, Err(StoreError::Newer { got: 99, .. })));
    }
    let other = place.folder.path().join("other.db");
    tamper(&other, "CREATE TABLE account (name TEXT)");
    assert!(matches!(Store::open(&other), Err(StoreError::Foreign { .. })));
    let text = place.folder.path().join("notes.txt");
    std::fs::write(&text, "these are notes, not a database".repeat(100)).unwrap();
    assert!(matches!(Store::open(&text), Err(StoreError::Foreign { .. })));
    assert!(std::fs::read_to_string(&text).unwrap().starts_with("these are notes"));
    assert!(matches!(Store::open(place.folder.path().join("no/such/folder.db")), Err(StoreError::Open { .. })));
}

#[test]
fn every_step_of_the_schema_leads_to_the_same_tables() {
    let place = Place::new();
    drop(Store::open(place.path()).unwrap());
    let tables = "SELECT group_concat(name || ' ' || sql, ';') FROM (SELECT name, sql FROM sqlite_schema ORDER BY name)";
    let before = look(&place.path(), tables);
    drop(Store::open(place.path()).unwrap());
    assert_eq!(look(&place.path(), tables), before, "opening again changes nothing");
    assert_eq!(look(&place.path(), "PRAGMA user_version"), "2");
    for word in ["address", "agent", "device", "ip "] {
        assert!(!before.to_lowercase().contains(word), "the schema has a place for {word}");
    }
}

/// The name of the variable that makes [`child_that_stores_until_it_is_killed`] work; without it that test does nothing.
const CHILD: &str = "FAQLET_TEST_STORE";

#[test]
fn child_that_stores_until_it_is_killed() {
    let Ok(path) = std::env::var(CHILD) else { return };
    let store = Store::open(path).unwrap();
    let mut out = std::io::stdout();
    for group in 0u64.. {
        let start = u64::from(std::process::id()) * 1_000_000 + group * 20;
        let events: Vec<Event> = (start..start + 20).map(|number| event(Kind::Search, number)).collect();
        let stored = add(&store, &events);
        assert_eq!(stored, [Stored::Accepted; 20]);
        for event in &events {
            writeln!(out, "stored {}", event.id).unwrap();
        }
    }
}

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    let place = Place::new();
    let mut acknowledged = Vec::new();
    for round in 0..8u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::tests::child_that_stores_until_it_is_killed", "--nocapture"])
            .env(CHILD, place.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let reader = std::thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>());
        std::thread::sleep(Duration::from_millis(120 + 37 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        // A last line that the kill cut short has no whole id.
        acknowledged.extend(
            reader
                .join()
                .unwrap()
                .iter()
                .filter_map(|line| line.split_once("stored "))
                .map(|(_, id)| id.to_owned())
                .filter(|id| id.len() == 36),
        );
    }
    drop(Store::open(place.path()).unwrap());
    assert!(acknowledged.len() > 200, "only {} events were acknowledged: the kills came too early to show anything", acknowledged.len());
    assert_eq!(look(&place.path(), "PRAGMA integrity_check"), "ok");
    let ids = look(&place.path(), "SELECT group_concat(id, ' ') FROM event");
    let stored: std::collections::BTreeSet<&str> = ids.split(' ').collect();
    let missing: Vec<_> = acknowledged.iter().filter(|id| !stored.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "{} of {} are missing", missing.len(), acknowledged.len());
    assert_eq!(look(&place.path(), "SELECT COUNT(*) * 2 - (SELECT COUNT(*) FROM search_term) FROM event"), "0", "half an event was stored");
}
