//! An index from anywhere: it is refused, or it works. Sections are mutated one by one and checksums made right again, so that the
//! fuzzer gets behind them; what opens is then used in every way, and each use must end in bounded time and stay in its bounds.
#![no_main]

use std::sync::LazyLock;

use faqlet_engine::{Engine, KIND, SearchOptions};
use faqlet_fuzz::bound::{within, within_memory};
use faqlet_fuzz::container::Kind;
use faqlet_fuzz::{property, sample};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// Memory of an opened index, in times of its file.
const MEMORY: u64 = 4;

static INDEX: LazyLock<Kind> = LazyLock::new(|| Kind { name: KIND, samples: sample::indexes() });

/// Asked beside an index's own questions.
const QUERIES: [&str; 6] = ["refnud", "how do i log in to wi-fi", "退款", "سفارش‌ها", "makakakuha ng refund", "entry-1 2FA 3.11 заказ"];

fuzz_target!(init: INDEX.assert_up_to_date(), |data: &[u8]| {
    if let Ok(engine) = within("open as it is", || Engine::open(data)) {
        use_it(&engine);
    }
    if let Some(file) = INDEX.repaired(data)
        && file != data
        && let Ok(engine) = within_memory("open repaired", file.len(), MEMORY, || Engine::open(&file))
    {
        use_it(&engine);
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { INDEX.mutate(data, size, max_size, seed) });

fn use_it(engine: &Engine) {
    let questions = within("read every entry", || read(engine));
    for query in QUERIES.iter().copied().chain(questions.iter().take(3).map(String::as_str)) {
        for category in [None, Some(0)] {
            let options = SearchOptions { category, ..SearchOptions::default() };
            let found = within("search", || engine.search(query, &options));
            property::found(engine, &options, &found);
        }
        let text = questions.join(" ");
        property::marks(&text, &within("marks", || engine.marks(query, &text)));
    }
}

/// Reads all that can be read; the questions, as far as a search can take them in.
fn read(engine: &Engine) -> Vec<String> {
    let mut questions = Vec::new();
    for number in 0..engine.len() {
        let entry = engine.entry(number).expect("as many entries as the index says");
        assert!(entry.category.is_none_or(|category| engine.categories().any(|known| known.number == category)));
        if questions.len() < 8 {
            assert!(engine.find(entry.id).is_some_and(|first| first <= number));
            questions.push(entry.question.chars().take(200).collect());
        }
    }
    for category in engine.categories() {
        let entries = engine.entries_in(category.number);
        assert_eq!(entries.len(), category.entries as usize, "{category:?}");
        assert!(entries.iter().all(|entry| *entry < engine.len()));
    }
    assert!(engine.entry(engine.len()).is_none() && engine.entries_in(u32::MAX).is_empty());
    questions
}
