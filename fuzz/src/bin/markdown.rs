//! Any Markdown: it becomes a tree that comes back from its bytes, whose links and images lead nowhere unsafe, and whose headings
//! have anchors of their own.
#![no_main]

use std::collections::BTreeSet;
use std::path::Path;

use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_compiler::markup::{Lines, parse};
use faqlet_engine::answer::{Answer, AnswerChunk, Block, Inline, encode_chunk, is_safe_image, is_safe_link};
use faqlet_fuzz::bound::within;
use faqlet_fuzz::{property, text};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| {
    let Some(([choices], text)) = text::split(data) else { return };
    let markdown = text::flooded(choices, &text);
    let mut diagnostics = Diagnostics::new();
    let answer = within("parse", || parse(&markdown, Path::new("a.md"), Lines::From(1), &mut diagnostics));
    assert!(!diagnostics.has_errors());
    let last = markdown.lines().count().max(1) as u32 + 1;
    assert!(diagnostics.iter().all(|problem| problem.place.line.is_some_and(|line| (1..=last).contains(&line))), "{diagnostics:?}");
    check(&answer);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { text::mutate(data, size, max_size, seed, 1) });

fn check(answer: &Answer) {
    let chunk = AnswerChunk::open(&encode_chunk(0, std::slice::from_ref(answer))).expect("what was written opens");
    // What nests too deep is written as empty, so this also says that nothing does.
    assert_eq!(chunk.get(0).as_ref(), Ok(answer), "not the same after writing and reading");
    property::inlines(answer, &mut |inline| match inline {
        Inline::Link { href, .. } => assert!(is_safe_link(href), "{href:?}"),
        Inline::Image { src, .. } => assert!(is_safe_image(src), "{src:?}"),
        Inline::Text(text) => assert!(!text.is_empty()),
        Inline::Placeholder { name, .. } => assert!(name.starts_with("profile.")),
        _ => {}
    });
    let mut anchors = BTreeSet::new();
    property::blocks(answer, &mut |block| {
        if let Block::Heading { anchor, .. } = block {
            assert!(!anchor.is_empty() && !anchor.contains(char::is_whitespace), "{anchor:?}");
            assert!(anchors.insert(anchor.clone()), "two headings have the anchor {anchor:?}");
        }
    });
    within("text", || answer.text());
}
