//! Any text in any language: tokens in order that lie on boundaries of characters; the same in capitals; and each line analysed as if it
//! stood alone.
#![no_main]

use faqlet_engine::analysis::{Language, TokenKind, analyse};
use faqlet_fuzz::bound::within;
use faqlet_fuzz::sample::TAGS;
use faqlet_fuzz::text;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// A token that owns its texts.
#[derive(Clone, Debug, PartialEq)]
struct Owned {
    word: String,
    term: String,
    start: u32,
    end: u32,
    position: u32,
    span: u8,
    kind: TokenKind,
    function: bool,
}

fuzz_target!(|data: &[u8]| {
    let Some(([tag, choices], text)) = text::split(data) else { return };
    let tag = TAGS[usize::from(tag) % TAGS.len()];
    let language = Language::from_tag(tag);
    let text = text::flooded(choices, &text);
    let all = within("analyse", || tokens(&text, language));
    check(&text, &all);
    // Turkish has two letters i, whose capitals differ.
    if tag != "tr" {
        assert_eq!(tokens(&text.to_ascii_uppercase(), language), all, "{text:?} has other tokens in capitals");
    }
    alone(&text, language, &all);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { text::mutate(data, size, max_size, seed, 2) });

fn tokens(text: &str, language: Language) -> Vec<Owned> {
    let mut all = Vec::new();
    analyse(text, language, &mut |token| {
        let (word, term) = (token.word.to_owned(), token.term.to_owned());
        let (start, end, position, span) = (token.start, token.end, token.position, token.span);
        all.push(Owned { word, term, start, end, position, span, kind: token.kind, function: token.function });
    });
    all
}

fn check(text: &str, tokens: &[Owned]) {
    let (mut words, mut last) = (0, 0);
    for token in tokens {
        let slice = text.get(token.start as usize..token.end as usize);
        assert!(slice.is_some_and(|slice| !slice.is_empty()), "{token:?} does not lie in {text:?}");
        assert!((1..512).contains(&token.word.len()) && (1..512).contains(&token.term.len()), "{token:?}");
        if token.kind == TokenKind::Joined {
            assert!(token.span > 1 && token.position + u32::from(token.span) == words, "{token:?} in {text:?}");
        } else {
            assert!(token.position == words && token.span >= 1 && token.start >= last, "{token:?} in {text:?}");
            words += 1;
            last = token.start;
        }
    }
    assert!(words as usize <= text.chars().count(), "more words than characters");
}

/// The tokens of a text are those of its lines, one after the other.
fn alone(text: &str, language: Language, all: &[Owned]) {
    let Some((first, rest)) = text.split_once('\n') else { return };
    let (mut joined, after) = (tokens(first, language), tokens(rest, language));
    let offset = first.len() as u32 + 1;
    let positions = joined.iter().filter(|token| token.kind != TokenKind::Joined).count() as u32;
    let moved = after.into_iter().map(|token| {
        let (start, end, position) = (token.start + offset, token.end + offset, token.position + positions);
        Owned { start, end, position, ..token }
    });
    joined.extend(moved);
    assert_eq!(joined, all, "{text:?} has other tokens than its lines");
}
