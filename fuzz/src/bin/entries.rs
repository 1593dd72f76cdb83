//! Any entries, synonyms and pins: what the builder writes the engine opens, the texts come back, and each entry is found by its own
//! question. Records stand between U+001E, their fields between U+001F: question, another wording, category, tags, answer.
#![no_main]

use faqlet_engine::analysis::{Language, analyse};
use faqlet_engine::{BuildError, BuildOptions, Engine, Entry, Pin, SearchOptions, Synonym, build};
use faqlet_fuzz::bound::within;
use faqlet_fuzz::sample::TAGS;
use faqlet_fuzz::{property, text};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// More entries than this take too long for a fuzzer.
const MOST_ENTRIES: usize = 20;

fuzz_target!(|data: &[u8]| {
    let Some(([tag, choices], text)) = text::split(data) else { return };
    let tag = TAGS[usize::from(tag) % TAGS.len()];
    let (entries, options) = read(&text, tag, choices);
    let bytes = match build(&entries, &options) {
        Ok(bytes) => bytes,
        Err(BuildError::Empty { number, .. }) => return assert!(entries[number].question.trim().is_empty()),
        Err(BuildError::TooDeep { got, most, .. }) => return assert!(got > most),
        Err(BuildError::UnknownPin { .. }) => return assert!(entries.is_empty()),
        Err(error) => panic!("{error}"),
    };
    assert_eq!(build(&entries, &options).as_ref(), Ok(&bytes), "not the same bytes twice");
    let engine = within("open", || Engine::open(&bytes)).expect("what was built opens");
    comes_back(&engine, &entries, tag);
    if options.pins.is_empty() {
        entries.iter().zip(0..).for_each(|(entry, number)| is_found(&engine, entry, number));
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { text::mutate(data, size, max_size, seed, 2) });

fn read(text: &str, tag: &str, choices: u8) -> (Vec<Entry>, BuildOptions) {
    let mut options = BuildOptions { lang: tag.to_owned(), ..BuildOptions::default() };
    let mut entries = Vec::new();
    let parts = |text: &str, by: char| text.split(by).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    for record in text.split('\u{1e}').take(MOST_ENTRIES) {
        let mut fields = record.split('\u{1f}');
        let mut next = || fields.next().unwrap_or_default();
        match record.as_bytes().first() {
            Some(b'=') => {
                let (term, means) = (next()[1..].to_owned(), parts(next(), ','));
                options.synonyms.push(Synonym { term, means, both_ways: choices & 1 == 1 });
            }
            Some(b'^') => options.pins.push(Pin { query: next()[1..].to_owned(), entry: "0".to_owned(), place: u32::from(choices >> 4) }),
            _ => {
                let (question, also, category, tags) = (next(), parts(next(), '/'), parts(next(), '/'), parts(next(), ','));
                let weight = if choices & 2 == 0 { 1.0 } else { f32::from(choices) / 64.0 };
                let id = entries.len().to_string();
                entries.push(Entry { also, category, tags, weight, ..Entry::new(&id, tag, question, next()) });
            }
        }
    }
    (entries, options)
}

fn comes_back(engine: &Engine, entries: &[Entry], tag: &str) {
    assert_eq!((engine.lang(), engine.len() as usize), (tag, entries.len()));
    for (number, entry) in (0..).zip(entries) {
        let view = engine.entry(number).expect("each entry comes back");
        assert_eq!((view.id, view.question, view.lang), (entry.id.as_str(), entry.question.as_str(), tag));
        assert!(view.tags.iter().eq(&entry.tags), "{:?} for {:?}", view.tags, entry.tags);
        assert_eq!(engine.find(&entry.id), Some(number));
        let path = view.category.and_then(|category| engine.categories().nth(category as usize)).map(|category| category.path);
        assert!(path.unwrap_or_default().iter().eq(&entry.category), "{:?}", entry.category);
        assert!(view.category.is_none_or(|category| engine.entries_in(category).contains(&number)));
    }
}

/// An entry with words is found by its own question, as an exact one; one that comes before it is exact as well.
fn is_found(engine: &Engine, entry: &Entry, number: u32) {
    let options = SearchOptions { limit: usize::MAX, typing: false, ..SearchOptions::default() };
    let mut words = 0;
    analyse(&entry.question, Language::from_tag(engine.lang()), &mut |_| words += 1);
    let found = within("search", || engine.search(&entry.question, &options));
    property::found(engine, &options, &found);
    // Beyond this a query is cut.
    if !(1..40).contains(&words) || entry.question.len() > 1000 {
        return;
    }
    let place = found.hits.iter().position(|hit| hit.entry == number);
    let place = place.unwrap_or_else(|| panic!("{:?} does not find itself: {found:?}", entry.question));
    assert!(found.hits[..=place].iter().all(|hit| hit.exact), "{:?} is not exact: {found:?}", entry.question);
    if let Some(category) = engine.entry(number).and_then(|view| view.category) {
        let inside = engine.search(&entry.question, &SearchOptions { category: Some(category), ..options.clone() });
        assert!(inside.hits.iter().any(|hit| hit.entry == number), "{:?} is not found in its category", entry.question);
    }
}
