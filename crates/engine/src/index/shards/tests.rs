//! A divided index against the same index as one file.

use crate::{AnswersPart, BuildOptions, Engine, Entry, Pin, SearchOptions, Synonym, build, divide};

const WORDS: [&str; 24] = [
    "refund",
    "delivery",
    "invoice",
    "password",
    "account",
    "battery",
    "printer",
    "garden",
    "returning",
    "charger",
    "voucher",
    "parcel",
    "address",
    "monthly",
    "contract",
    "warranty",
    "repair",
    "shipping",
    "customs",
    "receipt",
    "window",
    "support",
    "language",
    "backup",
];

/// Entries of which no two are alike.
fn entries() -> Vec<Entry> {
    let word = |n: usize| WORDS[n % WORDS.len()];
    (0..900)
        .map(|n| {
            let question = format!("How do I get the {} {} {} number {n}?", word(n), word(n / 7 + 3), word(n * 5 + 1));
            let mut entry =
                Entry::new(&format!("e{n}"), "en", &question, &format!("Open the {} and then the {}.", word(n + 9), word(n / 3)));
            entry.category = vec![format!("Group {}", n / 300)];
            if n % 10 == 0 {
                entry.tags = vec![format!("topic{}", n % 50)];
                entry.also = vec![format!("my {} is gone", word(n + 4))];
            }
            entry
        })
        .collect()
}

fn options() -> BuildOptions {
    BuildOptions {
        lang: "en".into(),
        synonyms: vec![Synonym { term: "chargeback".into(), means: vec!["refund".into()], both_ways: false }],
        pins: vec![Pin { query: "garden".into(), entry: "e5".into(), place: 1 }],
    }
}

/// The whole index, its root opened, and its shards.
fn divided() -> (Engine, Engine, Vec<Vec<u8>>) {
    let whole = Engine::open(&build(&entries(), &options()).unwrap()).unwrap();
    let answers: Vec<AnswersPart> =
        (0..900u32).step_by(8).map(|first| AnswersPart { first, count: 8.min(900 - first), bytes: 9, name: [1; 8] }).collect();
    let divided = divide(&whole, &answers).unwrap();
    let shards = divided.shards.clone();
    let names: Vec<[u8; 8]> = (0..shards.len() as u64).map(u64::to_le_bytes).collect();
    (whole, Engine::open(&divided.root(&names)).unwrap(), shards)
}

/// Fetches what a search wants until nothing more is wanted; how many shards that were.
fn fetch(engine: &mut Engine, shards: &[Vec<u8>], query: &str, options: &SearchOptions) -> usize {
    let mut fetched = 0;
    for _ in 0..8 {
        let mut wanted = engine.wanted(query, options.typing, options.correcting);
        if wanted.is_empty() {
            let hits: Vec<u32> = engine.search(query, options).hits.iter().map(|hit| hit.entry).collect();
            wanted = engine.wanted_cards(&hits);
        }
        if wanted.is_empty() {
            break;
        }
        for shard in wanted {
            fetched += 1;
            engine.take(shard, Some(shards[shard as usize].clone())).unwrap();
        }
    }
    fetched
}

#[test]
fn a_divided_index_finds_what_the_whole_one_finds() {
    let (whole, _, shards) = divided();
    let queries = [
        "refund",
        "returned parcel",
        "chargeback",
        "garden",
        "printer batt",
        "invoice contract monthly",
        "topic40",
        "number 77",
        "returnign customs",
        "group 2 window",
        "my backup is gone",
        "How do I get the refund voucher delivery number 0?",
    ];
    for query in queries {
        for category in [None, Some(1)] {
            let (_, mut engine, _) = divided();
            let options = SearchOptions { category, limit: 12, ..SearchOptions::default() };
            let fetched = fetch(&mut engine, &shards, query, &options);
            assert!(fetched < shards.len(), "{query} fetched all");
            let (expected, found) = (whole.search(query, &options), engine.search(query, &options));
            let id = |engine: &Engine, entry| engine.entry(entry).map(|view| (view.id.to_owned(), view.question.to_owned()));
            assert_eq!(
                expected.hits.first().map(|hit| id(&whole, hit.entry)),
                found.hits.first().map(|hit| id(&engine, hit.entry)),
                "{query}"
            );
            assert_eq!(expected.corrected, found.corrected, "{query}");
        }
    }
}

#[test]
fn with_all_shards_scores_are_the_same_to_the_bit() {
    let (whole, mut engine, shards) = divided();
    for (number, bytes) in (0u32..).zip(&shards) {
        engine.take(number, Some(bytes.clone())).unwrap();
    }
    for query in ["refund", "how do i get the printer", "my vouchers gone", "topic40 customs", "retrun parcl", "delive"] {
        let options = SearchOptions { limit: 30, ..SearchOptions::default() };
        let (expected, found) = (whole.search(query, &options), engine.search(query, &options));
        assert_eq!(expected, found, "{query}");
    }
}

#[test]
fn an_entry_is_found_by_its_id() {
    let (_, mut engine, shards) = divided();
    assert_eq!(engine.find("e777"), None);
    for _ in 0..3 {
        for shard in engine.wanted_for_id("e777") {
            engine.take(shard, Some(shards[shard as usize].clone())).unwrap();
        }
    }
    assert_eq!(engine.find("e777"), Some(777));
    assert!(engine.wanted_for_id("e777").is_empty());
    let card = engine.shards() - 1 - 900_u32.div_ceil(32) + 777 / 32;
    assert_eq!(engine.answers_on(card).first().map(|part| (part.first, part.count)), Some((768, 8)));
}

#[test]
fn damaged_and_foreign_shards_are_refused_and_what_did_not_come_is_not_wanted_again() {
    let (_, mut engine, shards) = divided();
    let wanted = engine.wanted("refund", true, true);
    let (first, good) = (wanted[0], &shards[wanted[0] as usize]);
    for at in (0..good.len()).step_by(7) {
        let mut bad = good.clone();
        bad[at] ^= 4;
        engine.retry();
        assert!(engine.take(first, Some(bad)).is_err(), "byte {at}");
    }
    assert!(engine.take(first, Some(shards[first as usize + 1].clone())).is_err());
    assert!(!engine.wanted("refund", true, true).contains(&first));
    engine.retry();
    assert!(engine.wanted("refund", true, true).contains(&first));
    engine.take(u32::MAX, Some(good.clone())).unwrap();
    engine.take(first, Some(good.clone())).unwrap();
    assert!(!engine.search("refund", &SearchOptions::default()).hits.is_empty());
}

/// Sections that are well formed as files but say something else: everything after the checksums is up to the reader.
#[test]
fn shards_that_lie_do_no_harm() {
    use crate::container::Writer;
    let (_, _, shards) = divided();
    let mut state = 11u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize
    };
    for _ in 0..400 {
        let (_, root_shards) = ((), &shards);
        let number = next() % root_shards.len();
        let file = &root_shards[number];
        let kind: [u8; 4] = file[4..8].try_into().unwrap();
        let opened = crate::container::Container::open(file, kind).unwrap();
        let mut writer = Writer::new(kind);
        for tag in [*b"head", *b"ids ", *b"ques", *b"leng", *b"dict", *b"post", *b"shrd"] {
            if let Some(section) = opened.section(tag) {
                let mut section = section.to_vec();
                if !section.is_empty() {
                    let at = next() % section.len();
                    section[at] = next() as u8;
                }
                writer = writer.section(tag, section);
            }
        }
        thread_local! {
            static ROOT: Vec<u8> = {
                let whole = Engine::open(&build(&entries(), &options()).unwrap()).unwrap();
                let divided = divide(&whole, &[]).unwrap();
                let names = vec![[0; 8]; divided.shards.len()];
                divided.root(&names)
            };
        }
        let mut engine = ROOT.with(|root| Engine::open(root)).unwrap();
        let _ = engine.take(number as u32, Some(writer.finish()));
        for query in ["refund parcel", "delive", "e777", "topic40"] {
            let _ = engine.search(query, &SearchOptions::default());
            let _ = engine.wanted(query, true, true);
        }
    }
}
