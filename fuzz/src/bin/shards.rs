//! The root of a divided index and its shards from anywhere: each is refused, or it works. Sections are mutated one by one and checksums made
//! right again. A root that opens is given sound shards, a shard is given to the sound root that it may belong to; then everything is asked
//! for that a visit asks for, and each use must end in bounded time and memory and stay in its bounds.
#![no_main]

use std::sync::LazyLock;

use faqlet_engine::{Engine, SearchOptions};
use faqlet_fuzz::bound::{within, within_memory};
use faqlet_fuzz::container::Kind;
use faqlet_fuzz::dice::Dice;
use faqlet_fuzz::property;
use faqlet_fuzz::sample::{self, Divided};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// Memory of an opened root, and of a shard that was taken in, in times of the file.
const MEMORY: u64 = 16;

static SAMPLES: LazyLock<Vec<Divided>> = LazyLock::new(sample::divided);

/// Root, part of the dictionary, card, id list.
static KINDS: LazyLock<[Kind; 4]> = LazyLock::new(|| {
    [*b"fqrt", *b"fqpt", *b"fqcd", *b"fqid"].map(|name| {
        let files = SAMPLES.iter().flat_map(|one| std::iter::once(&one.root).chain(&one.shards));
        Kind { name, samples: files.filter(|file| file.get(4..8) == Some(&name[..])).cloned().collect() }
    })
});

/// Asked of every engine.
const QUERIES: [&str; 7] =
    ["refnud", "how do i log in to wi-fi", "退款", "سفارش‌ها", "makakakuha ng refund", "entry-1 2FA 3.11 заказ", "parcel of 40"];

fuzz_target!(init: KINDS.iter().for_each(Kind::assert_up_to_date), |data: &[u8]| {
    let Some(kind) = KINDS.iter().find(|kind| data.get(4..8) == Some(&kind.name[..])) else { return };
    let repaired = kind.repaired(data).filter(|file| file != data);
    for file in std::iter::once(data.to_vec()).chain(repaired) {
        if kind.name == *b"fqrt" {
            as_root(&file);
        } else {
            as_shard(&file);
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let own = KINDS.iter().find(|kind| size >= 8 && data.get(4..8) == Some(&kind.name[..]));
    own.unwrap_or(&KINDS[Dice::new(seed).below(KINDS.len())]).mutate(data, size, max_size, seed)
});

/// Opens a root, and gives it sound shards of one that it may come from.
fn as_root(file: &[u8]) {
    let Ok(mut engine) = within_memory("open a root", file.len(), MEMORY, || Engine::open(file)) else { return };
    use_it(&engine);
    let shards = SAMPLES.iter().map(|one| &one.shards).find(|shards| shards.len() == engine.shards() as usize);
    for (number, shard) in (0u32..).zip(shards.into_iter().flatten()) {
        let _ = within("take a sound shard", || engine.take(number, Some(shard.clone())));
    }
    use_it(&engine);
}

/// Gives a shard to each sound root, in every place that has its kind.
fn as_shard(file: &[u8]) {
    for sample in SAMPLES.iter() {
        let Ok(mut engine) = Engine::open(&sample.root) else { panic!("a sound root") };
        let same = |other: &Vec<u8>| other.get(4..8) == file.get(4..8);
        let numbers = || (0u32..).zip(&sample.shards);
        let mut taken = false;
        for (number, _) in numbers().filter(|(_, other)| same(other)).take(2) {
            taken |= within_memory("take a shard", file.len(), MEMORY, || engine.take(number, Some(file.to_vec()))).is_ok();
        }
        // What was refused must not have left anything behind; what was taken is used beside sound ones.
        for (number, other) in numbers().filter(|(_, other)| !taken || !same(other)) {
            let _ = engine.take(number, Some(other.clone()));
        }
        use_it(&engine);
    }
}

fn use_it(engine: &Engine) {
    for query in QUERIES {
        let options = SearchOptions::default();
        let found = within("search", || engine.search(query, &options));
        // A hit whose card has not come has no texts yet; whoever lists it asks for the card first.
        if found.hits.iter().all(|hit| engine.question_has_come(hit.entry)) {
            property::found(engine, &options, &found);
        }
        assert!(found.hits.len() <= options.limit && found.hits.iter().all(|hit| hit.entry < engine.len() && hit.score.is_finite()));
        let wanted = within("what is wanted", || engine.wanted(query, true, true));
        assert!(wanted.iter().all(|shard| engine.shard(*shard).is_some()), "{wanted:?} are not all there");
        let entries: Vec<u32> = found.hits.iter().map(|hit| hit.entry).collect();
        assert!(engine.wanted_cards(&entries).len() <= entries.len());
    }
    for id in ["entry-0", "entry-40", "no such"] {
        let _ = within("find an id", || (engine.find(id), engine.wanted_for_id(id)));
    }
    for shard in 0..engine.shards().min(64) {
        assert!(engine.answers_on(shard).len() <= 4_096);
    }
    for category in engine.categories() {
        assert!(within("a topic", || engine.entries_in(category.number)).iter().all(|entry| *entry < engine.len()));
    }
}
