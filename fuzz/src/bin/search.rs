//! Any query over small indexes in several languages: within limit and filter, in bounded time, the same each time, and no worse for
//! being written in capitals.
#![no_main]

use std::sync::LazyLock;

use faqlet_engine::{Engine, Found, SearchOptions};
use faqlet_fuzz::bound::within;
use faqlet_fuzz::{property, sample, text};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(sample::engines);

fuzz_target!(init: LazyLock::force(&ENGINES), |data: &[u8]| {
    let Some(([index, choices], query)) = text::split(data) else { return };
    let engine = &ENGINES[usize::from(index) % ENGINES.len()];
    let query = text::flooded(choices, &query);
    let options = SearchOptions {
        limit: [10, 1, 0, usize::MAX][usize::from(choices % 4)],
        category: (choices / 4 % 4).checked_sub(1).map(u32::from),
        tag: (choices / 16 % 4 == 3).then(|| "payment".to_owned()),
        typing: choices / 64 % 2 == 0,
        correcting: choices / 128 == 0,
    };
    let found = within("search", || engine.search(&query, &options));
    property::found(engine, &options, &found);
    assert_eq!(within("search again", || engine.search(&query, &options)), found, "not the same twice");
    first_is_first(engine, &query, &options, &found);
    let loud = engine.search(&query.to_ascii_uppercase(), &options);
    assert_eq!((loud.hits, loud.total), (found.hits, found.total), "{query:?} finds something else in capitals");
    if let Some(corrected) = found.corrected {
        assert_ne!(corrected, query);
        property::found(engine, &options, &engine.search(&corrected, &options));
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { text::mutate(data, size, max_size, seed, 2) });

/// Asking for one hit gives the first of many, and asking for all gives as many as were counted.
fn first_is_first(engine: &Engine, query: &str, options: &SearchOptions, found: &Found) {
    let with = |limit| engine.search(query, &SearchOptions { limit, ..options.clone() });
    let (one, all) = (with(1), with(usize::MAX));
    assert_eq!((one.total, all.total), (found.total, found.total));
    assert_eq!(one.hits.first(), all.hits.first());
    assert_eq!(all.hits.iter().take(options.limit).count(), found.hits.len());
    assert_eq!(all.hits.len(), all.total as usize, "asked for all hits");
    assert!(all.hits.iter().skip_while(|hit| hit.exact).all(|hit| !hit.exact), "exact questions come first");
}
