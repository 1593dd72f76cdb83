//! Answers for tests: one that has every kind of part, and random ones from a seed.

use super::{Align, Answer, Block, CalloutKind, Inline, MAX_DEPTH};

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

/// An answer with every kind of block and inline.
pub(super) fn answer() -> Answer {
    let running = vec![
        text("Hello "),
        Inline::Placeholder { name: "profile.first_name".to_owned(), fallback: "there".to_owned() },
        text(", "),
        Inline::Strong(vec![text("bold")]),
        text(" "),
        Inline::Emphasis(vec![text("slanted")]),
        text(" "),
        Inline::Strike(vec![text("gone")]),
        text(" "),
        Inline::Code("code".to_owned()),
        text(" "),
        Inline::Link { href: "#faq=other".to_owned(), content: vec![text("link")] },
        text(" "),
        Inline::Image { src: "cat.png".to_owned(), alt: "a cat".to_owned() },
        Inline::Picture { file: "image.0a.png".to_owned(), alt: " on a mat".to_owned(), width: 640, height: 480 },
        Inline::Break,
        text("next line"),
    ];
    Answer {
        blocks: vec![
            Block::Paragraph(running),
            Block::Heading { level: 2, anchor: "heading".to_owned(), content: vec![text("Heading")] },
            Block::List { start: Some(1), items: vec![vec![paragraph("one")], vec![paragraph("two")]] },
            Block::Quote(vec![paragraph("quoted")]),
            Block::Code { language: "rust".to_owned(), text: "let x = 1;".to_owned() },
            Block::Table {
                align: vec![Align::Start, Align::End],
                head: vec![vec![text("a")], vec![text("b")]],
                rows: vec![vec![vec![text("1")], vec![text("2")]]],
            },
            Block::Callout { kind: CalloutKind::Warning, blocks: vec![paragraph("noted")] },
            Block::Details { summary: vec![text("More")], blocks: vec![paragraph("hidden")] },
            Block::Rule,
        ],
    }
}

/// Repeatable random numbers (xorshift64*, Vigna 2016): tests must fail the same way twice.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number from 0 to `end` - 1; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        high.checked_rem(u64::from(end)).unwrap_or(0) as u32
    }
}

/// A random answer, not nested deeper than [`MAX_DEPTH`].
pub(super) fn random(dice: &mut Dice) -> Answer {
    Answer { blocks: random_blocks(dice, 1) }
}

fn random_text(dice: &mut Dice) -> String {
    const LETTERS: [&str; 8] = ["a", "b", " ", "ß", "問", "ی", "😀", "<"];
    (0..dice.below(6)).map(|_| LETTERS[dice.below(8) as usize]).collect()
}

/// Fewer members the deeper, so that answers stay small; a few go down to the deepest level.
fn random_count(dice: &mut Dice, depth: usize) -> u32 {
    if depth > MAX_DEPTH {
        0
    } else if depth > 4 {
        dice.below(2)
    } else {
        dice.below(4)
    }
}

fn random_blocks(dice: &mut Dice, depth: usize) -> Vec<Block> {
    (0..random_count(dice, depth)).map(|_| random_block(dice, depth + 1)).collect()
}

fn random_block(dice: &mut Dice, depth: usize) -> Block {
    match dice.below(10) {
        0 => Block::Paragraph(random_inlines(dice, depth)),
        1 => Block::Heading { level: 1 + dice.below(6) as u8, anchor: random_text(dice), content: random_inlines(dice, depth) },
        2 => Block::List {
            start: [None, Some(0), Some(u32::MAX)][dice.below(3) as usize],
            items: (0..dice.below(3)).map(|_| random_blocks(dice, depth)).collect(),
        },
        3 => Block::Quote(random_blocks(dice, depth)),
        4 => Block::Code { language: random_text(dice), text: random_text(dice) },
        5 => Block::Table {
            align: (0..dice.below(3)).map(|_| [Align::Start, Align::Center, Align::End][dice.below(3) as usize]).collect(),
            head: random_row(dice, depth),
            rows: (0..dice.below(3)).map(|_| random_row(dice, depth)).collect(),
        },
        6 => Block::Callout { kind: random_kind(dice), blocks: random_blocks(dice, depth) },
        7 => Block::Details { summary: random_inlines(dice, depth), blocks: random_blocks(dice, depth) },
        _ => Block::Rule,
    }
}

fn random_kind(dice: &mut Dice) -> CalloutKind {
    [CalloutKind::Note, CalloutKind::Tip, CalloutKind::Important, CalloutKind::Warning, CalloutKind::Caution][dice.below(5) as usize]
}

fn random_row(dice: &mut Dice, depth: usize) -> Vec<Vec<Inline>> {
    (0..dice.below(3)).map(|_| random_inlines(dice, depth)).collect()
}

fn random_inlines(dice: &mut Dice, depth: usize) -> Vec<Inline> {
    (0..random_count(dice, depth)).map(|_| random_inline(dice, depth + 1)).collect()
}

fn random_inline(dice: &mut Dice, depth: usize) -> Inline {
    match dice.below(9) {
        0 => Inline::Text(random_text(dice)),
        1 => Inline::Strong(random_inlines(dice, depth)),
        2 => Inline::Emphasis(random_inlines(dice, depth)),
        3 => Inline::Strike(random_inlines(dice, depth)),
        4 => Inline::Code(random_text(dice)),
        5 => Inline::Link { href: random_text(dice), content: random_inlines(dice, depth) },
        6 => Inline::Image { src: random_text(dice), alt: random_text(dice) },
        7 => Inline::Break,
        8 => {
            let (width, height) = (dice.below(5_000), dice.below(5_000));
            Inline::Picture { file: random_text(dice), alt: random_text(dice), width, height }
        }
        _ => Inline::Placeholder { name: random_text(dice), fallback: random_text(dice) },
    }
}
