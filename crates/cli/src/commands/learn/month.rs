//! A month of visitors by chance, and what the next build learns of it. Half of the ways in which people ask are asked in that month; the
//! other half is asked afterwards, so that what is measured was never seen.
//!
//! `FAQLET_RELEVANCE=DIR cargo test --release -p faqlet-cli month -- --ignored --nocapture` measures labelled sets: a folder each with
//! `faq.jsonl`, `queries.jsonl` and `qrels.tsv`.

use super::*;
use faqlet_beacon::{Data, Event, Vote, uuid};
use faqlet_collector::{Lessons, Suspicion};
use faqlet_engine::{Engine, SearchOptions};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const DAY: u64 = 86_400_000;
/// 2026-05-01.
const START: u64 = 1_777_593_600_000;
const DAYS: u64 = 30;

/// Small numbers by chance (xorshift64*, Vigna 2016).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) as usize % bound.max(1)
    }
}

/// An FAQ and how it is asked.
struct Set {
    lang: String,
    /// Lines of the FAQ.
    faq: String,
    /// Questions and the ids that answer them: those of the month, and those of afterwards.
    train: Vec<(String, Vec<String>)>,
    test: Vec<(String, Vec<String>)>,
}

/// A place for FAQ and store.
struct Place {
    folder: tempfile::TempDir,
    lang: String,
}

impl Place {
    fn of(set: &Set) -> Place {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("faq")).unwrap();
        fs::write(folder.path().join("faq/faq.jsonl"), &set.faq).unwrap();
        Place { folder, lang: set.lang.clone() }
    }

    fn source(&self) -> PathBuf {
        self.folder.path().join("faq")
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("feedback.db")
    }

    fn content(&self) -> faqlet_compiler::Content {
        let mut diagnostics = Diagnostics::new();
        let content = faqlet_compiler::read(&[self.source()], Some(&self.lang), &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{:?}", diagnostics.iter().take(3).map(ToString::to_string).collect::<Vec<_>>());
        content
    }

    /// The engine that the next build gives visitors.
    fn engine(&self) -> Engine {
        let content = self.content();
        let learned = content.config.learned.clone();
        guard::engines(&content, &learned).unwrap().into_iter().find(|(lang, _)| *lang == self.lang).unwrap().1
    }

    fn lessons(&self) -> Lessons {
        let store = Store::open_for_reading(self.store()).unwrap();
        learn(&store, &LearnOptions::new("shop", START + DAYS * DAY)).unwrap()
    }

    /// Learns, and accepts what is proposed.
    fn accept(&self) -> Lessons {
        let lessons = self.lessons();
        let proposed = propose::proposal(&lessons, self.content(), "shop", "2026-05-31").unwrap();
        write(&self.source().join(learned::FILE), &json(&proposed)).unwrap();
        lessons
    }
}

/// The own set.
fn library() -> Set {
    let (mut faq, mut train, mut test) = (String::new(), Vec::new(), Vec::new());
    for line in include_str!("../../../testdata/month.jsonl").lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        faq += &format!("{}\n", json!({ "id": row["id"], "lang": "en", "question": row["question"], "answer": row["answer"] }));
        for (number, asked) in row["asked"].as_array().unwrap().iter().enumerate() {
            let half = if number % 2 == 0 { &mut train } else { &mut test };
            half.push((asked.as_str().unwrap().to_owned(), vec![row["id"].as_str().unwrap().to_owned()]));
        }
    }
    Set { lang: "en".to_owned(), faq, train, test }
}

/// The share of questions that find one of their answers first.
fn success(engine: &Engine, questions: &[(String, Vec<String>)]) -> f64 {
    let first = |question: &str| {
        let found = engine.search(question, &SearchOptions::default());
        found.hits.first().and_then(|hit| engine.entry(hit.entry)).map(|entry| entry.id.to_owned())
    };
    let right = questions.iter().filter(|(question, ids)| first(question).is_some_and(|id| ids.contains(&id))).count();
    right as f64 / questions.len().max(1) as f64
}

fn vote(random: &mut Random, time: u64, lang: &str, entry: &str, helpful: bool, terms: Vec<String>) -> Event {
    let (lang, version, entry) = (lang.to_owned(), "0123456789abcdef".to_owned(), entry.to_owned());
    let bytes = std::array::from_fn(|_| random.below(256) as u8);
    let vote = Vote { lang, version, entry, helpful, terms, ..Vote::default() };
    Event { sent: Some(time), ..Event::new(uuid(time, bytes), "shop".to_owned(), time, Data::Vote(vote)) }
}

/// What visitors tell in a month: each asks a question of the first half and looks through ten results; who finds the right answer calls it
/// helpful half of the time, who opens a wrong one first sometimes says so, and one in fifty presses the wrong button.
fn visits(set: &Set, engine: &Engine, number: usize, random: &mut Random) -> BTreeMap<u64, Vec<Event>> {
    let mut days: BTreeMap<u64, Vec<Event>> = BTreeMap::new();
    for _ in 0..number {
        let (question, right) = &set.train[random.below(set.train.len())];
        let day = random.below(DAYS as usize) as u64;
        let time = START + day * DAY + random.below(DAY as usize) as u64;
        let found = engine.search(question, &SearchOptions { limit: 10, ..SearchOptions::default() });
        let terms = Vote::terms_of(&found.known_terms);
        let shown: Vec<&str> = found.hits.iter().filter_map(|hit| engine.entry(hit.entry)).map(|entry| entry.id).collect();
        let events = days.entry(day).or_default();
        let slip = random.below(50) == 0;
        let is_right = |id: &&&str| right.iter().any(|right| right == **id);
        if let Some(first) = shown.first().filter(|first| !is_right(first) && random.below(4) == 0) {
            events.push(vote(random, time, &set.lang, first, slip, terms.clone()));
        }
        if let Some(id) = shown.iter().find(is_right).filter(|_| random.below(2) == 0) {
            events.push(vote(random, time, &set.lang, id, !slip, terms));
        }
    }
    days
}

fn store(place: &Place, days: BTreeMap<u64, Vec<Event>>) {
    let store = Store::open(place.store()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (day, events) in days {
        for part in events.chunks(500) {
            let stored = runtime.block_on(store.store(part.to_vec(), 0, START + day * DAY + DAY - 1)).unwrap();
            assert!(stored.iter().all(|stored| *stored == faqlet_collector::Stored::Accepted));
        }
    }
    store.close();
}

/// success@1 on the half that was not asked in the month, before and after.
fn before_and_after(set: &Set, visitors: usize) -> (f64, f64, Place) {
    let place = Place::of(set);
    let engine = place.engine();
    let before = success(&engine, &set.test);
    store(&place, visits(set, &engine, visitors, &mut Random(42)));
    place.accept();
    let after = success(&place.engine(), &set.test);
    (before, after, place)
}

#[test]
fn what_a_month_teaches_helps_those_who_ask_otherwise() {
    let set = library();
    let (before, after, place) = before_and_after(&set, 3_000);
    println!("success@1 on the unseen half: {before:.3} before, {after:.3} after");
    assert!(after >= before + 0.05, "{before} before, {after} after");
    let content = place.content();
    let engine = place.engine();
    let own: Vec<(String, Vec<String>)> = content.entries.iter().map(|entry| (entry.question.clone(), vec![entry.id.clone()])).collect();
    assert!((success(&engine, &own) - 1.0).abs() < 1e-9, "each question still finds its own answer");
    let again = propose::proposal(&place.lessons(), place.content(), "shop", "2026-05-31").unwrap();
    assert_eq!(diff::text(&content.config.learned, &again).lines().next(), Some("Nothing new."));
}

#[test]
fn what_a_person_refused_is_not_proposed_again() {
    let (_, _, place) = before_and_after(&library(), 3_000);
    let path = place.source().join(learned::FILE);
    let mut learned = place.content().config.learned;
    let refused = learned.entries.iter_mut().find(|entry| !entry.wordings.is_empty()).unwrap();
    refused.wordings[0].used = false;
    let (id, text) = (refused.id.clone(), refused.wordings[0].text.clone());
    write(&path, &json(&learned)).unwrap();
    place.accept();
    let again = place.content().config.learned;
    let entry = again.entries.iter().find(|entry| entry.id == id).unwrap();
    assert!(entry.wordings.iter().any(|wording| wording.text == text && !wording.used));
}

/// Ids found for each question of the set, best first.
fn orders(place: &Place, set: &Set) -> Vec<Vec<String>> {
    let engine = place.engine();
    let order = |(question, _): &(String, Vec<String>)| {
        let found = engine.search(question, &SearchOptions { limit: 50, ..SearchOptions::default() });
        found.hits.iter().filter_map(|hit| engine.entry(hit.entry)).map(|entry| entry.id.to_owned()).collect()
    };
    set.train.iter().chain(&set.test).map(order).collect()
}

/// The furthest that any answer moved for any question.
fn furthest(before: &[Vec<String>], after: &[Vec<String>]) -> usize {
    let pairs = before.iter().zip(after);
    let moves = pairs.flat_map(|(before, after)| {
        before.iter().enumerate().map(|(at, id)| after.iter().position(|other| other == id).unwrap_or(after.len()).abs_diff(at))
    });
    moves.max().unwrap_or(0)
}

/// Ten thousand votes from ten addresses, through the collector's own door, that call one answer helpful after other answers' words and
/// another one useless.
fn forge(place: &Place) {
    let mut random = Random(7);
    let terms = || ["overdue", "penalty", "card"].map(str::to_owned).to_vec();
    let mut events = Vec::new();
    for number in 0..10_000u64 {
        let (entry, helpful) = if number % 2 == 0 { ("donate", true) } else { ("opening", false) };
        events.push(vote(&mut random, START + number, "en", entry, helpful, terms()));
    }
    let store = Store::open(place.store()).unwrap();
    let options = faqlet_collector::Options { client_rate: 0, ..faqlet_collector::Options::default() };
    let router = faqlet_collector::router(store.clone(), options);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = faqlet_collector::Stop::default();
        let told = stop.clone();
        let serving = tokio::spawn(async move { faqlet_collector::serve(listener, router, 100, &told).await });
        for (number, part) in events.chunks(100).enumerate() {
            let body = serde_json::to_string(part).unwrap();
            let from = format!("203.0.113.{}", number % 10);
            assert!(post(address, &from, &body).await.contains(" 200 "));
        }
        stop.tell();
        serving.await.unwrap();
    });
    store.close();
}

async fn post(address: std::net::SocketAddr, from: &str, body: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let head = format!(
        "POST /faqlet/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Forwarded-For: {from}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[test]
fn ten_thousand_forged_votes_move_no_answer_by_more_than_a_place_and_are_told() {
    let set = library();
    let (_, _, place) = before_and_after(&set, 3_000);
    let before = orders(&place, &set);
    forge(&place);
    // They arrive today, by the collector's clock, so that is the day to learn on.
    let store = Store::open_for_reading(place.store()).unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as u64;
    let lessons = learn(&store, &LearnOptions { days: 100_000, ..LearnOptions::new("shop", now) }).unwrap();
    let told: Vec<&str> =
        lessons.flags.iter().filter(|flag| flag.suspicion == Suspicion::Repeated).map(|flag| flag.entry.as_str()).collect();
    assert_eq!(told, ["donate", "opening"]);
    assert!(warnings(&lessons.flags).contains("5000 votes on"), "{}", warnings(&lessons.flags));
    let proposed = propose::proposal(&lessons, place.content(), "shop", "2026-06-30").unwrap();
    write(&place.source().join(learned::FILE), &json(&proposed)).unwrap();
    let moved = furthest(&before, &orders(&place, &set));
    assert!(moved <= 1, "an answer moved by {moved} places");
}

/// A labelled set, its questions divided by turns within each answer's.
fn labelled(folder: &Path) -> Option<Set> {
    let lines = |name: &str| fs::read_to_string(folder.join(name)).ok();
    let mut by_id: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines("qrels.tsv")?.lines() {
        let mut parts = line.split('\t');
        let (query, entry, relevance) = (parts.next()?, parts.next()?, parts.next()?);
        if relevance.trim() != "0" {
            by_id.entry(query.to_owned()).or_default().push(entry.to_owned());
        }
    }
    let faq = lines("faq.jsonl")?;
    let lang = serde_json::from_str::<Value>(faq.lines().next()?).ok()?["lang"].as_str()?.to_owned();
    let (mut train, mut test, mut seen) = (Vec::new(), Vec::new(), BTreeMap::<String, usize>::new());
    for line in lines("queries.jsonl")?.lines() {
        let row: Value = serde_json::from_str(line).ok()?;
        let Some(ids) = by_id.get(row["qid"].as_str()?) else { continue };
        let turn = seen.entry(ids[0].clone()).or_default();
        *turn += 1;
        let half = if *turn % 2 == 1 { &mut train } else { &mut test };
        half.push((row["query"].as_str()?.to_owned(), ids.clone()));
    }
    (!train.is_empty() && !test.is_empty()).then_some(Set { lang, faq, train, test })
}

#[test]
#[ignore = "measures labelled sets: FAQLET_RELEVANCE names their folder"]
fn figures() {
    let folder = std::env::var("FAQLET_RELEVANCE").expect("expected FAQLET_RELEVANCE with a folder of labelled sets");
    let mut folders: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders {
        let Some(set) = labelled(&folder) else { continue };
        let (before, after, place) = before_and_after(&set, 20 * set.train.len());
        let used = place.content().config.learned.used();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        println!("{name:24} {:5} unseen: success@1 {before:.3} before, {after:.3} after; {used:?}", set.test.len());
    }
}
