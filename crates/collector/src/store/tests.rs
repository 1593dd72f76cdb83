//! Tests of the store: each event once, nothing acknowledged before it is on disk, nothing lost by a kill, old and foreign files.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use faqlet_beacon::{Data, Event, Kind};

use super::testing::{NOW, Place, Random, event, look, tamper, vote, wait};
use super::*;

/// Runs each of these tests on a file and, where there is one, in a PostgreSQL.
macro_rules! on_both {
    ($($name:ident,)*) => {
        mod on_sqlite {
            $(#[test] fn $name() { super::$name(&super::Place::sqlite()); })*
        }
        mod on_postgres {
            $(#[test] #[ignore = "needs a PostgreSQL: cargo xtask test --only postgres"] fn $name() { super::$name(&super::Place::postgres()); })*
        }
    };
}

on_both! {
    an_event_is_stored_once_however_often_it_arrives,
    the_same_id_on_two_sites_is_two_events,
    sums_are_what_was_sent,
    of_a_chain_of_votes_only_the_last_counts,
    nothing_is_answered_while_it_is_not_on_disk_and_the_queue_has_a_bound,
    a_failing_write_stores_nothing_and_the_service_comes_back_by_itself,
    a_store_for_reading_takes_nothing_and_sees_what_a_collector_writes_meanwhile,
    a_kill_loses_nothing_that_was_acknowledged,
    what_is_exported_is_what_was_stored,
    a_recount_proves_the_sums_and_finds_what_is_wrong,
    erasing_takes_everything_that_came_with_the_key,
    what_is_too_old_goes_and_its_sums_stay,
    webhooks_get_each_event_until_they_have_taken_it,
    two_collectors_count_each_event_once,
}

fn add(store: &Store, events: &[Event]) -> Vec<Stored> {
    wait(store.store(events.to_vec(), 100, NOW)).unwrap()
}

fn an_event_is_stored_once_however_often_it_arrives(place: &Place) {
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

fn the_same_id_on_two_sites_is_two_events(place: &Place) {
    let store = Store::open(place.path()).unwrap();
    let mut other = event(Kind::View, 1);
    other.site = "other".to_owned();
    assert_eq!(add(&store, &[event(Kind::View, 1), other]), [Stored::Accepted; 2]);
    assert_eq!(store.sites().unwrap(), ["other", "shop"]);
}

fn sums_are_what_was_sent(place: &Place) {
    let store = Store::open(place.path()).unwrap();
    let mut events: Vec<Event> = (0..3).map(|number| event(Kind::Search, number)).collect();
    events.extend((10..15).map(|number| event(Kind::NoResult, number)));
    events.extend((20..27).map(|number| event(Kind::View, number)));
    events.extend([vote(30, "refund", true, None), vote(31, "refund", false, None), vote(32, "size", false, None)]);
    add(&store, &events);
    let facts = store.facts("shop", 9).unwrap();
    let day =
        DayFact { day: u32::try_from(NOW / 86_400_000).unwrap(), searches: 6, noresults: 5, views: 7, yes: 1, no: 2, ..DayFact::default() };
    assert_eq!(facts.days, [day]);
    let counts = |entry: &EntryFact| (entry.entry.clone(), entry.views, entry.yes, entry.no);
    assert_eq!(facts.entries.iter().map(counts).collect::<Vec<_>>(), [("refund".to_owned(), 7, 1, 1), ("size".to_owned(), 0, 0, 1)]);
    let terms: Vec<_> = facts.terms.iter().map(|term| (term.term.as_str(), term.count, term.visits)).collect();
    assert_eq!(terms, [("refund", 6, 3), ("card", 3, 3)]);
    assert_eq!((facts.unanswered[0].terms.as_str(), facts.unanswered[0].unknown, facts.unanswered[0].count), ("card gift", 1, 5));
    assert_eq!((facts.langs[0].searches, facts.langs[0].noresults, facts.langs[0].views, facts.langs[0].votes), (6, 5, 7, 3));
}

fn of_a_chain_of_votes_only_the_last_counts(place: &Place) {
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

fn nothing_is_answered_while_it_is_not_on_disk_and_the_queue_has_a_bound(place: &Place) {
    let store = Store::open(place.path()).unwrap();
    let lock = place.lock();
    wait(async {
        let waiting = store.clone();
        let all_of_it = 16 * 1024 * 1024 - 8 * 1024;
        let mut first = tokio::spawn(async move { waiting.store(vec![event(Kind::Vote, 1)], all_of_it, NOW).await });
        assert!(tokio::time::timeout(Duration::from_millis(300), &mut first).await.is_err(), "answered before the commit");
        let refused = store.store(vec![event(Kind::Vote, 2)], 9_000, NOW).await;
        assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
        drop(lock);
        assert_eq!(first.await.unwrap().unwrap(), [Stored::Accepted]);
        assert_eq!(store.store(vec![event(Kind::Vote, 2)], 100, NOW).await.unwrap(), [Stored::Accepted]);
    });
}

fn a_failing_write_stores_nothing_and_the_service_comes_back_by_itself(place: &Place) {
    let store = Store::open(place.path()).unwrap();
    let events = [event(Kind::Vote, 1), event(Kind::Search, 2)];
    place.tamper("ALTER TABLE search_term RENAME TO gone");
    let failed = wait(store.store(events.to_vec(), 100, NOW));
    assert!(matches!(failed, Err(StoreError::Write(_))), "{failed:?}");
    assert_eq!(place.look("SELECT COUNT(*) FROM event"), "0");
    place.tamper("ALTER TABLE gone RENAME TO search_term");
    assert_eq!(add(&store, &events), [Stored::Accepted; 2]);
}

#[test]
fn closing_writes_what_waits_and_leaves_one_file() {
    let place = Place::sqlite();
    let store = Store::open(place.path()).unwrap();
    let other = store.clone();
    add(&store, &[event(Kind::Vote, 1)]);
    store.close();
    assert!(matches!(wait(other.store(Vec::new(), 0, NOW)), Err(StoreError::Closed)));
    let files: Vec<_> = std::fs::read_dir(place.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["store.db"]);
    assert_eq!(Store::open_for_reading(place.path()).unwrap().facts("shop", 1).unwrap().days[0].yes, 1);
}

fn a_store_for_reading_takes_nothing_and_sees_what_a_collector_writes_meanwhile(place: &Place) {
    assert!(matches!(Store::open_for_reading(place.path()), Err(StoreError::Missing { .. })));
    let store = Store::open(place.path()).unwrap();
    let reading = Store::open_for_reading(place.path()).unwrap();
    assert!(matches!(wait(reading.store(vec![event(Kind::Vote, 1)], 0, NOW)), Err(StoreError::Closed)));
    add(&store, &[event(Kind::Vote, 1)]);
    assert_eq!(reading.facts("shop", 1).unwrap().days[0].yes, 1);
}

#[test]
fn foreign_newer_and_broken_files_are_refused_and_left_alone() {
    let place = Place::sqlite();
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
    let place = Place::sqlite();
    drop(Store::open(place.path()).unwrap());
    let tables = "SELECT group_concat(name || ' ' || sql, ';') FROM (SELECT name, sql FROM sqlite_schema ORDER BY name)";
    let before = look(&place.path(), tables);
    drop(Store::open(place.path()).unwrap());
    assert_eq!(look(&place.path(), tables), before, "opening again changes nothing");
    assert_eq!(look(&place.path(), "PRAGMA user_version"), "3");
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

fn a_kill_loses_nothing_that_was_acknowledged(place: &Place) {
    let mut acknowledged = Vec::new();
    for round in 0..8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::tests::child_that_stores_until_it_is_killed", "--nocapture"])
            .env(CHILD, place.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut ids = lines.filter_map(|line| line.split_once("stored ").map(|(_, id)| id.to_owned()));
        // After so many answers and not after a time, by which a busy machine may have none.
        acknowledged.extend(ids.by_ref().take(20 + 7 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        // A last line that the kill cut short has no whole id.
        acknowledged.extend(ids.filter(|id| id.len() == 36));
    }
    drop(Store::open(place.path()).unwrap());
    assert!(acknowledged.len() > 200, "only {} events were acknowledged: the kills came too early to show anything", acknowledged.len());
    if place.is_sqlite() {
        assert_eq!(place.look("PRAGMA integrity_check"), "ok");
    }
    let stored = ids(&Store::open_for_reading(place.path()).unwrap());
    let missing: Vec<_> = acknowledged.iter().filter(|id| !stored.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "{} of {} are missing", missing.len(), acknowledged.len());
    assert_eq!(place.look("SELECT COUNT(*) - 2 * (SELECT COUNT(*) FROM event) FROM search_term"), "0", "half an event was stored");
    proved(&Store::open_for_reading(place.path()).unwrap());
}

/// The ids of everything in a store.
fn ids(store: &Store) -> BTreeSet<String> {
    exported(store).into_iter().map(|kept| kept.event.id).collect()
}

fn exported(store: &Store) -> Vec<Kept> {
    let mut all = Vec::new();
    let take = |page| {
        all.extend(page);
        Ok::<(), StoreError>(())
    };
    store.export(&Selection::default(), take).unwrap();
    all
}

/// The sums are those of the events.
fn proved(store: &Store) -> Recount {
    let found = store.recount().unwrap();
    assert_eq!(found.differences, []);
    found
}

/// Some event of any kind, votes often, chains of votes among them, over several days, sites and languages.
fn any_event(random: &mut Random, votes: &mut Vec<Event>) -> Event {
    let kind = if random.below(2) == 0 { Kind::Vote } else { Kind::ALL[random.below(8) as usize] };
    let number = random.below(1 << 40);
    let mut made = event(kind, number);
    if random.below(4) == 0 {
        made.site = "other".to_owned();
    }
    made.time = NOW - random.below(5) * 86_400_000;
    if let Data::Vote(vote) = &mut made.data {
        vote.entry = ["refund", "size", "size-2"][random.below(3) as usize].to_owned();
        vote.lang = ["en", "fa"][random.below(2) as usize].to_owned();
        vote.helpful = random.below(2) == 0;
        if let Some(earlier) = votes.get(random.below(2 + votes.len() as u64) as usize) {
            vote.replaces = Some(earlier.id.clone());
        }
        votes.push(made.clone());
    }
    made
}

fn what_is_exported_is_what_was_stored(place: &Place) {
    let store = Store::open(place.path()).unwrap();
    let mut events: Vec<Event> = Kind::ALL.into_iter().zip(0..).map(|(kind, number)| event(kind, number)).collect();
    events.retain(|event| event.kind() != Kind::Erase);
    events.extend((100..1_300).map(|number| event(Kind::View, number)));
    for part in events.chunks(100) {
        add(&store, part);
    }
    let mut expected = events.clone();
    for event in &mut expected {
        // Their order says nothing, so it is not kept.
        match &mut event.data {
            Data::NoResult(search) => search.terms.sort(),
            Data::Search(search) => search.terms.sort_by(|a, b| a.term.cmp(&b.term)),
            _ => {}
        }
    }
    expected.sort_by(|a, b| (&a.site, &a.id).cmp(&(&b.site, &b.id)));
    let found: Vec<Event> = exported(&store).into_iter().map(|kept| kept.event).collect();
    assert_eq!(found, expected);
    let mut contacts = Vec::new();
    let selection = Selection { kind: "contact".to_owned(), since: NOW };
    let take = |page: Vec<Kept>| {
        contacts.extend(page);
        Ok::<(), StoreError>(())
    };
    store.export(&selection, take).unwrap();
    assert!(
        matches!(&contacts[..], [Kept { event, received: NOW }] if matches!(&event.data, Data::Contact(contact) if contact.reply == "jo@example.com"))
    );
}

fn a_recount_proves_the_sums_and_finds_what_is_wrong(place: &Place) {
    let store = Store::open(place.path()).unwrap();
    let mut random = Random(7);
    let mut votes = Vec::new();
    let mut events: Vec<Event> = (0..600).map(|_| any_event(&mut random, &mut votes)).collect();
    // In any order, in groups of any size, some of them twice.
    for at in (1..events.len()).rev() {
        events.swap(at, random.below(at as u64 + 1) as usize);
    }
    let again = events.clone();
    let mut rest = &again[..];
    while !rest.is_empty() {
        let (some, others) = rest.split_at((random.below(60) as usize + 1).min(rest.len()));
        add(&store, some);
        if random.below(3) == 0 {
            add(&store, some);
        }
        rest = others;
    }
    let found = proved(&store);
    assert!(found.events > 500 && found.sums > 20, "{found:?}");
    place.tamper("UPDATE day_sum SET count = count + 1 WHERE measure = 'view'");
    place.tamper("DELETE FROM day_sum WHERE measure = 'noresult'");
    let wrong = store.recount().unwrap();
    assert!(wrong.differences.iter().any(|wrong| wrong.measure == "view" && wrong.stored == wrong.counted + 1), "{wrong:?}");
    assert!(wrong.differences.iter().any(|wrong| wrong.measure == "noresult" && wrong.stored == 0), "{wrong:?}");
    wait(store.mend(&wrong)).unwrap();
    proved(&store);
}

fn keyed(kind: Kind, number: u64, key: &str) -> Event {
    Event { erase_key: Some(key.repeat(32)), ..event(kind, number) }
}

fn erase(number: u64, key: &str) -> Event {
    let mut made = event(Kind::Erase, number);
    made.data = Data::Erase(faqlet_beacon::Erase { key: key.repeat(32) });
    made
}

fn erasing_takes_everything_that_came_with_the_key(place: &Place) {
    let store = Store::open(place.path()).unwrap();
    let mine: Vec<Event> = Kind::ALL[..8].iter().zip(0..).map(|(kind, number)| keyed(*kind, number, "a")).collect();
    let first = vote(20, "refund", true, None);
    let mut second = vote(21, "refund", false, Some(&first));
    second.erase_key = Some("a".repeat(32));
    let others = [keyed(Kind::View, 30, "b"), event(Kind::Contact, 31), first.clone()];
    let mut elsewhere = keyed(Kind::View, 32, "a");
    elsewhere.site = "other".to_owned();
    add(&store, &mine);
    add(&store, &others);
    add(&store, &[second, elsewhere.clone()]);
    assert_eq!(add(&store, &[erase(40, "a"), keyed(Kind::View, 41, "b")]), [Stored::Accepted; 2]);
    let left =
        BTreeSet::from([others[0].id.clone(), others[1].id.clone(), first.id.clone(), elsewhere.id.clone(), keyed(Kind::View, 41, "b").id]);
    assert_eq!(ids(&store), left);
    assert_eq!(place.look("SELECT COUNT(*) FROM contact"), "1");
    assert_eq!(place.look("SELECT COUNT(*) FROM search_term"), "0");
    proved(&store);
    let facts = store.facts("shop", 9).unwrap();
    assert_eq!((facts.entries[0].views, facts.entries[0].yes, facts.entries[0].no), (2, 1, 0), "the first vote stands again");
    // It may be asked again, and what was still on its way comes too late.
    assert_eq!(
        add(&store, &[erase(40, "a"), mine[0].clone(), keyed(Kind::Vote, 42, "a")]),
        [Stored::Duplicate, Stored::Erased, Stored::Erased]
    );
    assert_eq!(ids(&store), left);
    let kept = place.look("SELECT hash FROM erased");
    assert!(kept.len() == 32 && !kept.contains("aaaa"), "the key itself is in the store: {kept}");
}

fn what_is_too_old_goes_and_its_sums_stay(place: &Place) {
    const DAY: u64 = 86_400_000;
    let store = Store::open(place.path()).unwrap();
    let mut old = event(Kind::Contact, 1);
    old.time = NOW - 20 * DAY;
    if let Data::Contact(contact) = &mut old.data {
        contact.message = Some("zebrafinch".to_owned());
    }
    let views: Vec<Event> = (10..2_300).map(|number| Event { time: NOW - 20 * DAY, ..event(Kind::View, number) }).collect();
    add(&store, &[old, event(Kind::Vote, 2)]);
    for part in views.chunks(100) {
        add(&store, part);
    }
    let keep = Retention { events: 0, sums: 60 };
    assert_eq!(wait(store.retain(keep, NOW + 10 * DAY)).unwrap(), 0, "an event may still be on its way for 30 days");
    assert_eq!(wait(store.retain(keep, NOW + 13 * DAY)).unwrap(), 2_291);
    assert_eq!(ids(&store).len(), 1);
    let facts = store.facts("shop", 9).unwrap();
    assert_eq!(facts.days.iter().map(|day| (day.views, day.yes)).collect::<Vec<_>>(), [(2_290, 0), (0, 1)]);
    proved(&store);
    if place.is_sqlite() {
        for file in std::fs::read_dir(place.folder.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(10).any(|window| window == b"zebrafinch"), "what was deleted is still in a file");
            assert!(bytes.len() < 300_000, "the space was not given back: {} bytes", bytes.len());
        }
    }
    wait(store.retain(keep, NOW + 61 * DAY)).unwrap();
    let facts = store.facts("shop", 9).unwrap();
    assert!(ids(&store).is_empty() && facts.days.iter().all(|day| day.views == 0), "{facts:?}");
}

fn webhooks_get_each_event_until_they_have_taken_it(place: &Place) {
    let hook = |url: &str| Hook { url: url.to_owned(), kinds: Vec::new(), secret: None };
    let (crm, chat) = (hook("https://crm.example"), hook("https://chat.example"));
    let store = Store::open_with(place.path(), vec![crm.clone(), chat.clone()]).unwrap();
    let (crm, chat) = (crm.name(), chat.name());
    let events: Vec<Event> = (0..30).map(|number| event(Kind::Question, number)).collect();
    add(&store, &events);
    add(&store, &events);
    let first = wait(store.waiting(&crm, 20)).unwrap();
    assert_eq!(first.len(), 20);
    assert_eq!(wait(store.waiting(&crm, 20)).unwrap(), first, "what was not taken comes again");
    wait(store.taken(&crm, &first)).unwrap();
    let second = wait(store.waiting(&crm, 20)).unwrap();
    let sent: BTreeSet<String> = first.iter().chain(&second).map(|kept| kept.event.id.clone()).collect();
    assert_eq!((second.len(), sent.len()), (10, 30));
    assert_eq!(wait(store.waiting(&chat, 100)).unwrap().len(), 30);
    assert_eq!(wait(store.waiting("nobody", 100)).unwrap(), []);
}

fn two_collectors_count_each_event_once(place: &Place) {
    let mut random = Random(11);
    let mut votes = Vec::new();
    let events: Vec<Event> = (0..400).map(|_| any_event(&mut random, &mut votes)).collect();
    let stores = [Store::open(place.path()).unwrap(), Store::open(place.path()).unwrap()];
    let accepted: usize = std::thread::scope(|scope| {
        let run = |(store, turn): (Store, usize)| {
            let mut events = events.clone();
            events.rotate_left(turn * 150);
            let parts: Vec<Vec<Event>> = events.chunks(20).map(<[Event]>::to_vec).collect();
            move || parts.iter().flat_map(|part| add(&store, part)).filter(|stored| *stored == Stored::Accepted).count()
        };
        let threads: Vec<_> = stores.iter().cloned().zip(0..).map(|start| scope.spawn(run(start))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let unique: BTreeSet<(String, String)> = events.iter().map(|event| (event.site.clone(), event.id.clone())).collect();
    assert_eq!(accepted, unique.len());
    assert_eq!(proved(&stores[0]).events as usize, unique.len());
}

#[test]
fn a_store_of_version_1_gets_its_sums() {
    let place = Place::sqlite();
    tamper(&place.path(), include_str!("migrations/0001-events.sql"));
    tamper(&place.path(), "PRAGMA application_id = 0x46415131; PRAGMA user_version = 1");
    tamper(
        &place.path(),
        "INSERT INTO event (site, id, kind, at, day, received, lang, version, entry, helpful) VALUES \
         ('shop', 'a', 'vote', 1, 0, 1, 'en', 'v1', 'refund', 1), ('shop', 'b', 'vote', 1, 0, 1, 'en', 'v1', 'refund', 0)",
    );
    assert!(matches!(Store::open_for_reading(place.path()), Err(StoreError::Older { .. })));
    let store = Store::open(place.path()).unwrap();
    let facts = store.facts("shop", 9).unwrap();
    assert_eq!((facts.entries[0].yes, facts.entries[0].no), (1, 1));
    proved(&store);
}

#[test]
fn an_address_is_shown_without_its_password() {
    for (address, shown) in [
        ("postgres://jo:secret@db.example:5432/faqlet", "postgres://jo@db.example:5432/faqlet"),
        ("postgres://jo:se@cret@db.example/faqlet?password=secret", "postgres://jo@db.example/faqlet"),
        ("postgresql:///faqlet?host=/run/postgresql", "postgresql:///faqlet"),
    ] {
        assert_eq!(postgres::without_password(address), shown);
    }
    let error = Store::open("postgres://jo:secret@127.0.0.1:1/none").map(drop).unwrap_err().to_string();
    assert!(error.contains("postgres://jo@127.0.0.1:1/none") && !error.contains("secret"), "{error}");
    let error = Store::open("postgres://jo:secret@127.0.0.1:1/none?sslrootcert=/ca.pem").map(drop).unwrap_err().to_string();
    assert!(error.contains("sslmode=require") && !error.contains("secret"), "{error}");
}

#[test]
fn statements_find_their_index_in_a_store_that_was_just_made() {
    let place = Place::sqlite();
    let mut made = Sqlite::open(&place.path()).unwrap();
    let mut plan = |sql: &str, values: usize| {
        let values = vec![database::Value::Null; values];
        let rows = made.query(String::leak(format!("EXPLAIN QUERY PLAN {sql}")), values).unwrap();
        rows.into_iter().filter_map(|row| row.into_iter().next_back()).map(database::Value::text).collect::<Vec<_>>().join("\n")
    };
    let votes = plan(sums::VOTE, 2);
    assert!(votes.contains("event_replaces (site=? AND replaces=?)"), "{votes}");
    let day = plan(sums::COUNT, 2);
    assert!(!day.contains("PRIMARY KEY (site=?)\n") && day.contains("event_day (day=? AND site=?)"), "{day}");
}

/// Certificate of the PostgreSQL that `cargo xtask test` has started; it stands for 127.0.0.1 and for no name.
const CERTIFICATE: &str = "FAQLET_TEST_POSTGRES_CERTIFICATE";

#[test]
#[ignore = "needs a PostgreSQL: cargo xtask test --only postgres"]
fn tls_on_postgres_is_used_and_proved() {
    let place = Place::postgres();
    let plain = place.path().display().to_string();
    let certificate = std::env::var(CERTIFICATE).expect("expected the server's certificate; run `cargo xtask test --only postgres`");
    let secure = format!("{plain}&sslmode=require&sslrootcert={certificate}");
    let store = Store::open(&secure).unwrap();
    assert_eq!(add(&store, &[event(Kind::View, 1)]), [Stored::Accepted]);
    assert_eq!(Store::open_for_reading(&secure).unwrap().facts("shop", 9).unwrap().days[0].views, 1);
    let encrypted = |address: &str| {
        let mut server = Postgres::open(address).unwrap();
        server
            .query("SELECT CAST(ssl AS TEXT) FROM pg_stat_ssl WHERE pid = pg_backend_pid()", Vec::new())
            .unwrap()
            .remove(0)
            .remove(0)
            .text()
    };
    assert_eq!((encrypted(&secure), encrypted(&plain)), ("true".to_owned(), "false".to_owned()));

    let refused = |address: &str| Store::open(address).unwrap_err().to_string();
    let unknown = refused(&format!("{plain}&sslmode=require"));
    assert!(unknown.contains("certificate") && !unknown.contains("sslmode"), "nobody vouches for it: {unknown}");
    let other = secure.replace("@127.0.0.1:", "@database.example:");
    let other = refused(&format!("{other}&hostaddr=127.0.0.1"));
    assert!(other.contains("certificate"), "it is another server's: {other}");
}
