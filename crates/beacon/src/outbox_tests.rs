//! Tests of the outbox: single rules first, then a simulated network that does everything a network can do.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{Contact, Data, End, Envelope, Erase, Fault, NoResult, Origin, Question, Search, Verdict, View, Visit, Vote, uuid};

const NOW: u64 = 1_780_000_000_000;
const ALL: Consent = Consent { measurement: true };
const NONE: Consent = Consent { measurement: false };

fn event_at(kind: Kind, number: u64, time: u64) -> Event {
    let (lang, version, entry) = ("en".to_owned(), "v1".to_owned(), "refund".to_owned());
    let data = match kind {
        Kind::Visit => Data::Visit(Visit { lang, version, end: End::Left, searches: 1, views: 0, route: None }),
        Kind::Question => Data::Question(Question { lang, version, text: "Where is it?".to_owned(), entries: Vec::new() }),
        Kind::Contact => {
            let (route, reply) = ("form".to_owned(), "jo@example.com".to_owned());
            Data::Contact(Contact { lang, version, route, reply, ..Contact::default() })
        }
        Kind::Error => Data::Error(Fault { lang, version, code: "trap".to_owned(), count: 1 }),
        Kind::Erase => Data::Erase(Erase { key: "0".repeat(32) }),
        Kind::Search => Data::Search(Search { lang, version, searches: 1, unknown: 0, terms: Vec::new() }),
        Kind::NoResult => Data::NoResult(NoResult { lang, version, unknown: 1, terms: Vec::new() }),
        Kind::View => Data::View(View { lang, version, entry, from: Origin::Search }),
        Kind::Vote => Data::Vote(Vote { lang, version, entry, helpful: true, ..Vote::default() }),
    };
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    Event::new(uuid(time, random), "shop".to_owned(), time, data)
}

fn event(kind: Kind, number: u64) -> Event {
    event_at(kind, number, NOW + number)
}

fn json(event: &Event) -> String {
    serde_json::to_string(event).unwrap()
}

fn outbox_of(kinds: &[Kind]) -> Outbox {
    let mut outbox = Outbox::load(Vec::new(), State::default(), NOW);
    for (number, &kind) in (0..).zip(kinds) {
        let event = event(kind, number);
        outbox.add(&event, json(&event), ALL, NOW + number).unwrap();
    }
    outbox
}

fn batch_of(outbox: &Outbox, now: u64) -> Batch {
    match outbox.next(ALL, now) {
        Step::Send(batch) => batch,
        other => panic!("expected a batch, got {other:?}"),
    }
}

fn reply(ids: &[String], status: Status) -> Outcome {
    Outcome::Answered(Reply::new(ids.iter().map(|id| Verdict { id: id.clone(), status, reason: None }).collect()))
}

fn refused(status: u16, ours: bool) -> Outcome {
    Outcome::Refused { status, retry_after: None, ours }
}

#[test]
fn the_body_is_a_json_array_of_events_stamped_with_the_time_of_sending() {
    let outbox = outbox_of(&[Kind::View, Kind::Vote, Kind::Search, Kind::NoResult]);
    let batch = batch_of(&outbox, NOW + 99);
    let read: Vec<Envelope<serde_json::Value>> = serde_json::from_str(&batch.body).unwrap();
    let mut kinds = Vec::new();
    for (envelope, id) in read.into_iter().zip(&batch.ids) {
        let (opened, data) = envelope.open().unwrap();
        assert_eq!((&opened.id, opened.sent), (id, Some(NOW + 99)));
        kinds.push(opened.kind);
        let data = Data::read(opened.kind, data).unwrap();
        assert_eq!(opened.with(data).check(), Ok(()));
    }
    assert_eq!(kinds, [Kind::Vote, Kind::NoResult, Kind::Search, Kind::View], "what is worth most goes first");
}

#[test]
fn events_leave_only_when_an_answer_names_them() {
    let mut outbox = outbox_of(&[Kind::Vote; 4]);
    let batch = batch_of(&outbox, NOW + 9);
    let mut verdicts = Vec::new();
    for (id, status) in batch.ids.iter().zip([Status::Accepted, Status::Duplicate, Status::Rejected, Status::Unknown]) {
        verdicts.push(Verdict { id: id.clone(), status, reason: None });
    }
    verdicts.push(Verdict { id: "somebody-else".to_owned(), status: Status::Accepted, reason: None });
    let changes = outbox.settle(&batch, &Outcome::Answered(Reply::new(verdicts)), NOW + 9, 0);
    let deleted: Vec<_> = changes.iter().filter(|change| matches!(change, Change::Delete(_))).collect();
    assert_eq!(deleted.len(), 3);
    assert_eq!(batch_of(&outbox, NOW + 9).ids, batch.ids[3..]);
    assert_eq!(outbox.state().lost.refused, 1);
}

#[test]
fn an_answer_that_is_not_the_collectors_deletes_nothing() {
    let mut outbox = outbox_of(&[Kind::Vote]);
    let batch = batch_of(&outbox, NOW + 9);
    let foreign = Outcome::Answered(Reply {
        faqlet: 0,
        ..Reply::new(vec![Verdict { id: batch.ids[0].clone(), status: Status::Accepted, reason: None }])
    });
    for outcome in [Outcome::Nothing, foreign, reply(&[], Status::Accepted), refused(404, false), refused(500, true), refused(413, false)] {
        let before = outbox.state().failures;
        let changes = outbox.settle(&batch, &outcome, NOW, u32::MAX);
        assert_eq!(changes, [Change::State(outbox.state())], "{outcome:?}");
        assert_eq!((outbox.len(), outbox.state().failures), (1, before + 1), "{outcome:?}");
    }
}

#[test]
fn pauses_double_to_a_bound_and_are_spread_over_all_of_it() {
    let mut outbox = outbox_of(&[Kind::Vote]);
    let batch = batch_of(&outbox, NOW);
    let mut bound = limit::BACK_OFF_FIRST;
    for _ in 0..40 {
        let mut lucky = outbox.clone();
        lucky.settle(&batch, &Outcome::Nothing, NOW, 0);
        assert_eq!(lucky.next(ALL, NOW), Step::Send(batch_of(&lucky, NOW)));
        let mut middling = outbox.clone();
        middling.settle(&batch, &Outcome::Nothing, NOW, 1 << 31);
        assert_eq!(middling.next(ALL, NOW), Step::Wait(bound / 2));
        outbox.settle(&batch, &Outcome::Nothing, NOW, u32::MAX);
        assert_eq!(outbox.next(ALL, NOW), Step::Wait(bound - 1));
        bound = (bound * 2).min(limit::BACK_OFF_MOST);
    }
    outbox.settle(&batch, &reply(&batch.ids, Status::Accepted), NOW, 0);
    assert_eq!(outbox.state().failures, 0);
}

#[test]
fn retry_after_is_honoured_within_reason() {
    let mut outbox = outbox_of(&[Kind::Vote]);
    let batch = batch_of(&outbox, NOW);
    for (seconds, wait) in [(120, 120_000), (u32::MAX, limit::RETRY_AFTER_MOST)] {
        outbox.settle(&batch, &Outcome::Refused { status: 429, retry_after: Some(seconds), ours: true }, NOW, 0);
        assert_eq!(outbox.next(ALL, NOW), Step::Wait(wait));
    }
}

#[test]
fn a_clock_set_back_does_not_silence_the_outbox() {
    let state = State { not_before: NOW + 10 * 365 * 86_400_000, ..State::default() };
    let record = Record { id: "a".into(), kind: Kind::Vote, created: NOW, json: "{\"a\":1}".into() };
    assert_eq!(Outbox::load(vec![record], state, NOW).next(ALL, NOW), Step::Wait(limit::RETRY_AFTER_MOST));
}

#[test]
fn a_poisonous_event_is_found_by_halving_and_the_rest_is_delivered() {
    let mut outbox = outbox_of(&[Kind::Vote; 60]);
    let poison = event(Kind::Vote, 17).id;
    let (mut attempts, mut delivered) = (0, 0);
    while let Step::Send(batch) = outbox.next(ALL, NOW + 100) {
        attempts += 1;
        let outcome = if batch.ids.contains(&poison) { refused(400, true) } else { reply(&batch.ids, Status::Accepted) };
        delivered += if matches!(outcome, Outcome::Answered(_)) { batch.ids.len() } else { 0 };
        outbox.settle(&batch, &outcome, NOW + 100, 0);
        assert!(attempts < 100, "the outbox does not come to an end");
    }
    assert_eq!((delivered, outbox.state().lost.refused, outbox.state().halvings), (59, 1, 0));
}

#[test]
fn batches_stay_within_both_limits() {
    let mut outbox = outbox_of(&[Kind::View; 120]);
    let mut large = event(Kind::Vote, 500);
    if let Data::Vote(vote) = &mut large.data {
        vote.comment = Some("話".repeat(limit::COMMENT_CHARS));
    }
    for number in 0..20 {
        large.id = event(Kind::Vote, 500 + number).id;
        outbox.add(&large, json(&large), ALL, NOW + 600).unwrap();
    }
    let mut sizes = Vec::new();
    while let Step::Send(batch) = outbox.next(ALL, NOW + 600) {
        assert!(batch.body.len() <= limit::BATCH_BYTES && batch.ids.len() <= limit::BATCH_EVENTS);
        sizes.push(batch.ids.len());
        outbox.settle(&batch, &reply(&batch.ids, Status::Accepted), NOW + 600, 0);
    }
    assert_eq!(sizes.iter().sum::<usize>(), 140);
    assert!(sizes.len() <= 6, "{sizes:?}");
}

#[test]
fn views_make_room_first_and_votes_last() {
    let mut kinds = vec![Kind::Vote; limit::OUTBOX_EVENTS - 2];
    kinds.extend([Kind::View, Kind::Search]);
    let mut outbox = outbox_of(&kinds);
    let last = u64::try_from(kinds.len()).unwrap();
    let newer = event(Kind::NoResult, last);
    let changes = outbox.add(&newer, json(&newer), ALL, NOW + last).unwrap();
    assert!(changes.contains(&Change::Delete(event(Kind::View, last - 2).id)), "the view goes although a vote is older");
    let view = event(Kind::View, last + 1);
    let changes = outbox.add(&view, json(&view), ALL, NOW + last + 1).unwrap();
    assert!(!changes.iter().any(|change| matches!(change, Change::Put(_))), "a view does not push out anything better");
    assert_eq!((outbox.len(), outbox.state().lost.full), (limit::OUTBOX_EVENTS, 2));
}

#[test]
fn of_the_same_kind_the_oldest_makes_room() {
    let mut outbox = outbox_of(&vec![Kind::View; limit::OUTBOX_EVENTS]);
    let newer = event(Kind::View, 5_000);
    let changes = outbox.add(&newer, json(&newer), ALL, NOW + 5_000).unwrap();
    assert!(changes.contains(&Change::Delete(event(Kind::View, 0).id)));
    assert!(matches!(&changes[0], Change::Put(record) if record.id == newer.id));
}

#[test]
fn bytes_are_limited_too() {
    let mut outbox = Outbox::load(Vec::new(), State::default(), NOW);
    for number in 0..200 {
        let mut event = event(Kind::Vote, number);
        if let Data::Vote(vote) = &mut event.data {
            vote.comment = Some("話".repeat(limit::COMMENT_CHARS));
        }
        outbox.add(&event, json(&event), ALL, NOW + number).unwrap();
    }
    let bytes: usize = outbox.records.iter().map(|record| record.json.len()).sum();
    assert!(bytes <= limit::OUTBOX_BYTES && bytes > limit::OUTBOX_BYTES - 10_000, "{bytes}");
}

#[test]
fn full_storage_halves_what_waits() {
    let mut outbox = outbox_of(&[Kind::Vote, Kind::View, Kind::View, Kind::View]);
    outbox.shrink();
    let kinds: Vec<_> = outbox.records.iter().map(|record| record.kind).collect();
    assert_eq!(kinds, [Kind::Vote, Kind::View]);
}

#[test]
fn without_consent_only_explicit_acts_are_kept_and_sent() {
    let mut outbox = outbox_of(&[Kind::View, Kind::Vote, Kind::Search]);
    let view = event(Kind::View, 9);
    assert_eq!(outbox.add(&view, json(&view), NONE, NOW), Err(AddError::NotConsented));
    // Consent ended after the events were kept: what goes out is checked again, even before the outbox is tidied.
    let Step::Send(batch) = outbox.next(NONE, NOW + 9) else { panic!("the vote may go") };
    assert_eq!(batch.ids, [event(Kind::Vote, 1).id]);
    let changes = outbox.tidy(NONE, NOW + 9);
    assert_eq!(changes.iter().filter(|change| matches!(change, Change::Delete(_))).count(), 2);
    assert_eq!((outbox.len(), outbox.state().lost.withdrawn), (1, 2));
}

#[test]
fn invalid_events_do_not_enter() {
    let mut outbox = Outbox::load(Vec::new(), State::default(), NOW);
    let mut bad = event(Kind::Vote, 1);
    bad.id = "1".to_owned();
    assert!(matches!(outbox.add(&bad, json(&bad), ALL, NOW), Err(AddError::Refused(_))));
    let good = event(Kind::Vote, 1);
    for text in ["", "{}", "[1]", &"x".repeat(limit::EVENT_BYTES + 1)] {
        assert_eq!(outbox.add(&good, text.to_owned(), ALL, NOW), Err(AddError::NotAnObject));
    }
    assert!(outbox.is_empty());
}

#[test]
fn the_same_event_enters_once() {
    let mut outbox = outbox_of(&[Kind::Vote]);
    let again = event(Kind::Vote, 0);
    assert_eq!(outbox.add(&again, json(&again), ALL, NOW), Ok(Vec::new()));
    assert_eq!(outbox.len(), 1);
}

#[test]
fn what_is_too_old_or_damaged_is_deleted_and_counted() {
    let old = event_at(Kind::Vote, 1, NOW - limit::OUTBOX_AGE - 1);
    let young = event_at(Kind::Vote, 2, NOW - limit::OUTBOX_AGE);
    let record = |event: &Event, json: String| Record { id: event.id.clone(), kind: event.kind(), created: event.time, json };
    let damaged = event(Kind::Vote, 3);
    let stored = vec![record(&old, json(&old)), record(&young, json(&young)), record(&damaged, "{\"id\":".into())];
    let mut outbox = Outbox::load(stored, State::default(), NOW);
    assert!(matches!(outbox.next(ALL, NOW), Step::Send(batch) if !batch.ids.contains(&damaged.id)));
    outbox.tidy(ALL, NOW);
    assert_eq!((outbox.len(), outbox.state().lost), (1, Lost { old: 1, damaged: 1, ..Lost::default() }));
}

/// A small random number generator (xorshift64*, Vigna 2016): the same numbers on every run and platform.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) as u32
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.next() % 100 < percent
    }
}

/// The visitor's storage, which survives the page.
#[derive(Default)]
struct Storage {
    records: BTreeMap<String, Record>,
    state: State,
}

impl Storage {
    fn open(&self, now: u64) -> Outbox {
        Outbox::load(self.records.values().cloned().collect(), self.state, now)
    }

    fn write(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Put(record) => drop(self.records.insert(record.id.clone(), record)),
                Change::Delete(id) => drop(self.records.remove(&id)),
                Change::State(state) => self.state = state,
            }
        }
    }
}

/// A collector behind a network that drops, answers with pages of its own, delivers twice and loses answers.
#[derive(Default)]
struct Collector {
    rows: BTreeSet<String>,
    duplicates: usize,
}

impl Collector {
    fn take(&mut self, ids: &[String]) -> Outcome {
        let mut verdicts = Vec::new();
        for id in ids {
            let new = self.rows.insert(id.clone());
            self.duplicates += usize::from(!new);
            let status = if new { Status::Accepted } else { Status::Duplicate };
            verdicts.push(Verdict { id: id.clone(), status, reason: None });
        }
        Outcome::Answered(Reply::new(verdicts))
    }

    fn over_a_bad_network(&mut self, ids: &[String], random: &mut Random) -> Outcome {
        match random.next() % 10 {
            0 | 1 => Outcome::Nothing,
            2 => Outcome::Refused { status: 503, retry_after: Some(random.next() % 60), ours: random.chance(50) },
            3 => refused(413, random.chance(50) && ids.len() > 1),
            4 => {
                self.take(ids);
                Outcome::Nothing
            }
            5 => {
                self.take(ids);
                self.take(ids)
            }
            6 => {
                let part = &ids[..ids.len() / 2];
                self.take(part)
            }
            _ => self.take(ids),
        }
    }
}

#[test]
fn over_a_bad_network_with_crashes_every_event_arrives_once_and_leaves_the_outbox() {
    for seed in 1..=20u64 {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (mut storage, mut collector, mut now) = (Storage::default(), Collector::default(), NOW);
        let (mut made, mut calm) = (BTreeSet::new(), false);
        for round in 0..4_000u64 {
            now += u64::from(random.next() % 120_000);
            if made.len() < 500 && random.chance(40) {
                let act = event_at(Kind::ALL[random.next() as usize % Kind::ALL.len()], round, now);
                let changes = storage.open(now).add(&act, json(&act), ALL, now).unwrap();
                storage.write(changes);
                made.insert(act.id);
            }
            calm |= round > 3_000;
            let mut outbox = storage.open(now);
            if let Step::Send(batch) = outbox.next(ALL, now) {
                let outcome = if calm { collector.take(&batch.ids) } else { collector.over_a_bad_network(&batch.ids, &mut random) };
                let changes = outbox.settle(&batch, &outcome, now, random.next());
                // One attempt in ten the page dies before it has written what the answer means.
                if calm || !random.chance(10) {
                    storage.write(changes);
                }
            }
        }
        assert_eq!(made.len(), 500);
        assert_eq!(collector.rows, made, "seed {seed}");
        assert!(storage.records.is_empty(), "seed {seed}: {} left", storage.records.len());
        assert!(collector.duplicates > 0, "seed {seed}: the network was too kind to show anything");
        assert_eq!(storage.state.lost, Lost::default());
    }
}

/// Any event; now and then one with words, which weighs more.
fn any_event(random: &mut Random, number: u64, now: u64) -> Event {
    let kind = Kind::ALL[random.next() as usize % Kind::ALL.len()];
    let mut made = event_at(kind, number, now - u64::from(random.next() % 1_000));
    match &mut made.data {
        Data::Vote(vote) if random.chance(50) => vote.comment = Some("話".repeat(1 + random.next() as usize % 2_000)),
        Data::NoResult(search) => search.terms = (0..random.next() % 60).map(|term| format!("{term}{}", "x".repeat(80))).collect(),
        _ => {}
    }
    made
}

fn any_outcome(random: &mut Random, batch: &Batch) -> Outcome {
    let status = [Status::Accepted, Status::Duplicate, Status::Rejected, Status::Unknown][random.next() as usize % 4];
    match random.next() % 8 {
        0 => Outcome::Nothing,
        1 => refused([400, 408, 413, 422, 429, 500, 503][random.next() as usize % 7], random.chance(50)),
        2 => Outcome::Refused { status: 503, retry_after: Some(random.next()), ours: true },
        3 => reply(&batch.ids[..batch.ids.len() / 2], status),
        // Somebody else's answer, and one that names what was never sent.
        4 => Outcome::Answered(Reply { faqlet: PROTOCOL + 1, results: Vec::new() }),
        5 => reply(&["somebody".to_owned()], Status::Accepted),
        _ => reply(&batch.ids, status),
    }
}

#[test]
fn whatever_happens_limits_consent_and_the_account_of_events_hold() {
    let mut happened = [0u64; 4];
    for seed in 1..=4u64 {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (mut storage, mut now, mut consent) = (Storage::default(), NOW, ALL);
        // Nearly full from the start, so that every limit is met soon.
        for number in 0..950 {
            let view = event_at(Kind::View, 1 << 60 | number, NOW);
            let record = Record { id: view.id.clone(), kind: Kind::View, created: NOW, json: json(&view) };
            storage.records.insert(view.id, record);
        }
        let (mut entered, mut acknowledged) = (950u64, 0u64);
        for number in 0..700u64 {
            now += u64::from(random.next() % 50_000);
            let mut outbox = storage.open(now);
            if number > 150 && random.chance(2) {
                // Consent is given or withdrawn; what may not be sent any more goes at once.
                consent.measurement = !consent.measurement;
                storage.write(outbox.tidy(consent, now));
                outbox = storage.open(now);
                assert!(consent.measurement || storage.records.values().all(|record| record.kind.purpose() == crate::Purpose::ExplicitAct));
            }
            if number > 150 && random.chance(1) {
                now += limit::OUTBOX_AGE / 3;
                storage.write(outbox.tidy(consent, now));
                outbox = storage.open(now);
            }
            let act = any_event(&mut random, seed << 32 | number, now);
            match outbox.add(&act, json(&act), consent, now) {
                Ok(changes) => {
                    entered += 1;
                    let views = |storage: &Storage| storage.records.values().filter(|record| record.kind == Kind::View).count();
                    let said =
                        |storage: &Storage| storage.records.values().filter(|record| record.kind.worth() > Kind::View.worth()).count();
                    let before = said(&storage);
                    storage.write(changes);
                    assert!(views(&storage) == 0 || said(&storage) >= before, "seed {seed}: something went while there were views");
                }
                Err(error) => {
                    assert_eq!(error, AddError::NotConsented);
                    assert!(act.kind().purpose() == crate::Purpose::Measurement && !consent.measurement);
                }
            }
            let bytes: usize = storage.records.values().map(|record| record.json.len()).sum();
            assert!(storage.records.len() <= limit::OUTBOX_EVENTS && bytes <= limit::OUTBOX_BYTES, "seed {seed}");
            let mut outbox = storage.open(now);
            if number < 150 || !random.chance(30) {
                continue;
            }
            if let Step::Send(batch) = outbox.next(consent, now) {
                assert!(batch.ids.len() <= limit::BATCH_EVENTS && (batch.body.len() <= limit::BATCH_BYTES || batch.ids.len() == 1));
                assert!(batch.ids.iter().all(|id| consent.allows(storage.records[id].kind.purpose())), "seed {seed}: sent without consent");
                let outcome = any_outcome(&mut random, &batch);
                let (waiting, lost) = (outbox.len(), outbox.state().lost.refused);
                storage.write(outbox.settle(&batch, &outcome, now, random.next()));
                acknowledged += (waiting - outbox.len()) as u64 - u64::from(outbox.state().lost.refused - lost);
                assert!(outbox.state().not_before <= now + limit::RETRY_AFTER_MOST, "seed {seed}: silenced for longer than a day");
            }
        }
        let Lost { full, old, withdrawn, refused, damaged } = storage.state.lost;
        let lost: u64 = [full, old, withdrawn, refused, damaged].map(u64::from).iter().sum();
        assert_eq!(entered, storage.records.len() as u64 + acknowledged + lost, "seed {seed}: an event is unaccounted for");
        for (sum, part) in happened.iter_mut().zip([acknowledged, refused.into(), full.into(), withdrawn.into()]) {
            *sum += part;
        }
    }
    assert!(happened.iter().all(|sum| *sum > 0), "too little happened to show anything: {happened:?}");
}

#[test]
fn what_was_lost_is_told_once_and_only_with_consent() {
    let about = About { site: "shop".to_owned(), lang: "en".to_owned(), version: "v1".to_owned() };
    let write = |event: &Event| Some(json(event));
    let lost = Lost { full: 3, old: 20_000, withdrawn: 7, refused: 0, damaged: 1 };
    let vote = event(Kind::Vote, 1);
    let waiting = Record { id: vote.id.clone(), kind: Kind::Vote, created: NOW, json: json(&vote) };
    let mut blocked = Outbox::load(vec![waiting], State { failures: 1, lost, ..State::default() }, NOW);
    assert!(blocked.own_up(&about, ALL, NOW, [1; 10], write).is_empty(), "the way is blocked");
    let mut outbox = Outbox::load(Vec::new(), State { failures: 1, lost, ..State::default() }, NOW);
    assert!(outbox.own_up(&about, NONE, NOW, [1; 10], write).is_empty());
    let changes = outbox.own_up(&about, ALL, NOW, [1; 10], write);
    let told: Vec<Event> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Put(record) => {
                let (opened, data) = serde_json::from_str::<Envelope<serde_json::Value>>(&record.json).unwrap().open().unwrap();
                Some(opened.with(Data::read(Kind::Error, data).unwrap()))
            }
            _ => None,
        })
        .collect();
    let counts: Vec<(&str, u32)> = told
        .iter()
        .map(|event| match &event.data {
            Data::Error(fault) => (fault.code.as_str(), fault.count),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(counts, [("lost-full", 3), ("lost-old", limit::COUNT), ("lost-damaged", 1)]);
    assert!(told.iter().all(|event| event.check() == Ok(())));
    assert_eq!(told.iter().map(|event| &event.id).collect::<BTreeSet<_>>().len(), 3, "each has an id of its own");
    let state = changes.iter().rev().find_map(|change| if let Change::State(state) = change { Some(*state) } else { None });
    assert_eq!(state.unwrap().lost, Lost { withdrawn: 7, ..Lost::default() });
    assert_eq!(outbox.len(), 3);
    assert!(outbox.own_up(&about, ALL, NOW, [2; 10], write).is_empty(), "told once");
}
