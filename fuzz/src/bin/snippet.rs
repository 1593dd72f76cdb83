//! Marks and passages for any query in any text: marks lie in the text, the passage is a part of the text of at most the length asked
//! for, says rightly where it was cut, and its marks are those of the whole text that lie in it.
#![no_main]

use std::sync::LazyLock;

use faqlet_engine::analysis::{Language, TokenKind, analyse};
use faqlet_engine::{Engine, Snippet};
use faqlet_fuzz::bound::within;
use faqlet_fuzz::{property, sample, text};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(sample::engines);

fuzz_target!(init: LazyLock::force(&ENGINES), |data: &[u8]| {
    let Some(([index, most, choices], both)) = text::split(data) else { return };
    let engine = &ENGINES[usize::from(index) % ENGINES.len()];
    let (query, text) = both.split_once('|').unwrap_or((&both, &both));
    let text = text::flooded(choices, text);
    property::marks(&text, &within("marks", || engine.marks(query, &text)));
    let most = usize::from(most);
    let snippet = within("snippet", || engine.snippet(query, &text, most));
    check(&snippet, &text, most);
    marks_itself(engine, query);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { text::mutate(data, size, max_size, seed, 3) });

fn check(snippet: &Snippet, text: &str, most: usize) {
    property::marks(&snippet.text, &snippet.marks);
    assert!(snippet.text.chars().count() <= most, "{} characters, {most} asked for", snippet.text.chars().count());
    let fits = |at: usize| {
        let after = at + snippet.text.len();
        // White space that is left away is no cut.
        text[..at].trim().is_empty() != snippet.cut_before && text[after..].trim().is_empty() != snippet.cut_after
    };
    assert!(places(text, &snippet.text).any(fits), "{snippet:?} is not a part of {text:?} cut as it says");
}

/// Where one text lies in another, overlaps included.
fn places<'a>(text: &'a str, part: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).filter(move |at| text[*at..].starts_with(part))
}

/// A query with words is marked where it stands itself.
fn marks_itself(engine: &Engine, query: &str) {
    let mut words = 0;
    analyse(query, Language::from_tag(engine.lang()), &mut |token| words += u32::from(token.kind == TokenKind::Word));
    if words > 0 && query.len() < 1000 {
        assert!(!engine.marks(query, query).is_empty(), "{query:?} does not match itself");
    }
}
