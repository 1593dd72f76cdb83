//! Answers as bytes: chunks of consecutive answers, small enough to be loaded when one of them is opened.
//!
//! A chunk is a container of kind `fqan` with three sections:
//!
//! | section | content |
//! |---|---|
//! | `head` | number of the first entry (varint), number of answers (varint) |
//! | `size` | length in bytes of each answer (varints) |
//! | `body` | the answers one after the other |
//!
//! An answer is a list of blocks; a list is a count (varint) and its members; a member is a tag byte and its fields in the order of
//! the type's declaration; texts and numbers as in [`crate::codec`]. Tags are never reused.
//!
//! Promise: whatever the bytes, reading neither panics nor nests deeper than [`MAX_DEPTH`], and holds at most one node for each byte.

use super::{Align, Answer, Block, CalloutKind, Inline, MAX_DEPTH};
use crate::codec::{Reader, Writer};
use crate::container::{self, Container};
use crate::error::OpenError;

const KIND: [u8; 4] = *b"fqan";
const HEAD: [u8; 4] = *b"head";
const SIZE: [u8; 4] = *b"size";
const BODY: [u8; 4] = *b"body";

/// Encodes answers of consecutive entries; `first_entry` is the number of the first. Content nested deeper than [`MAX_DEPTH`] is
/// written as empty; the compiler flattens it before.
#[must_use]
pub fn encode_chunk(first_entry: u32, answers: &[Answer]) -> Vec<u8> {
    let mut head = Writer::new();
    head.u32(first_entry);
    head.u64(answers.len() as u64);
    let mut size = Writer::new();
    let mut body = Writer::new();
    for answer in answers {
        let start = body.len();
        put_blocks(&mut body, &answer.blocks, 1);
        size.u64((body.len() - start) as u64);
    }
    container::Writer::new(KIND).section(HEAD, head.finish()).section(SIZE, size.finish()).section(BODY, body.finish()).finish()
}

/// Bytes that an answer takes in a chunk, without the chunk's own head.
#[must_use]
pub fn encoded_size(answer: &Answer) -> usize {
    let mut body = Writer::new();
    put_blocks(&mut body, &answer.blocks, 1);
    body.len()
}

fn put_blocks(out: &mut Writer, blocks: &[Block], depth: usize) {
    let blocks = if depth > MAX_DEPTH { &[] } else { blocks };
    out.u64(blocks.len() as u64);
    for block in blocks {
        put_block(out, block, depth + 1);
    }
}

fn put_block(out: &mut Writer, block: &Block, depth: usize) {
    match block {
        Block::Paragraph(content) => {
            out.u8(1);
            put_inlines(out, content, depth);
        }
        Block::Heading { level, anchor, content } => {
            out.u8(2);
            out.u8(*level);
            out.str(anchor);
            put_inlines(out, content, depth);
        }
        Block::List { start, items } => {
            out.u8(3);
            put_list(out, *start, items, depth);
        }
        Block::Quote(inner) => {
            out.u8(4);
            put_blocks(out, inner, depth);
        }
        Block::Code { language, text } => {
            out.u8(5);
            out.str(language);
            out.str(text);
        }
        Block::Table { align, head, rows } => {
            out.u8(6);
            put_table(out, align, head, rows, depth);
        }
        Block::Callout { kind, blocks } => {
            out.u8(7);
            out.u8(callout_code(*kind));
            put_blocks(out, blocks, depth);
        }
        Block::Details { summary, blocks } => {
            out.u8(8);
            put_inlines(out, summary, depth);
            put_blocks(out, blocks, depth);
        }
        Block::Rule => out.u8(9),
    }
}

/// The start is written as 0 for a bulleted list and as number + 1 for an ordered one.
fn put_list(out: &mut Writer, start: Option<u32>, items: &[Vec<Block>], depth: usize) {
    out.u64(start.map_or(0, |number| u64::from(number) + 1));
    out.u64(items.len() as u64);
    for item in items {
        put_blocks(out, item, depth);
    }
}

fn put_table(out: &mut Writer, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], depth: usize) {
    out.u64(align.len() as u64);
    for each in align {
        out.u8(match each {
            Align::Start => 0,
            Align::Center => 1,
            Align::End => 2,
        });
    }
    put_row(out, head, depth);
    out.u64(rows.len() as u64);
    for row in rows {
        put_row(out, row, depth);
    }
}

fn put_row(out: &mut Writer, cells: &[Vec<Inline>], depth: usize) {
    out.u64(cells.len() as u64);
    for cell in cells {
        put_inlines(out, cell, depth);
    }
}

fn put_inlines(out: &mut Writer, content: &[Inline], depth: usize) {
    let content = if depth > MAX_DEPTH { &[] } else { content };
    out.u64(content.len() as u64);
    for inline in content {
        put_inline(out, inline, depth + 1);
    }
}

fn put_inline(out: &mut Writer, inline: &Inline, depth: usize) {
    match inline {
        Inline::Text(text) => {
            out.u8(1);
            out.str(text);
        }
        Inline::Strong(inner) => {
            out.u8(2);
            put_inlines(out, inner, depth);
        }
        Inline::Emphasis(inner) => {
            out.u8(3);
            put_inlines(out, inner, depth);
        }
        Inline::Strike(inner) => {
            out.u8(4);
            put_inlines(out, inner, depth);
        }
        Inline::Code(text) => {
            out.u8(5);
            out.str(text);
        }
        Inline::Link { href, content } => {
            out.u8(6);
            out.str(href);
            put_inlines(out, content, depth);
        }
        Inline::Image { src, alt } => {
            out.u8(7);
            out.str(src);
            out.str(alt);
        }
        Inline::Picture { file, alt, width, height } => {
            out.u8(10);
            out.str(file);
            out.str(alt);
            out.u32(*width);
            out.u32(*height);
        }
        Inline::Break => out.u8(8),
        Inline::Placeholder { name, fallback } => {
            out.u8(9);
            out.str(name);
            out.str(fallback);
        }
    }
}

fn callout_code(kind: CalloutKind) -> u8 {
    match kind {
        CalloutKind::Note => 0,
        CalloutKind::Tip => 1,
        CalloutKind::Important => 2,
        CalloutKind::Warning => 3,
        CalloutKind::Caution => 4,
    }
}

/// A checked chunk of answers. Checksums and places of the answers are checked on opening, an answer's own bytes when it is read.
#[derive(Clone, Debug)]
pub struct AnswerChunk {
    container: Container,
    first: u32,
    /// Where each answer ends in the body, in bytes.
    ends: Vec<u32>,
}

impl AnswerChunk {
    /// Checks and keeps a copy of `bytes`.
    ///
    /// # Errors
    /// When the bytes are not a whole, undamaged chunk of a version that this reader knows.
    pub fn open(bytes: &[u8]) -> Result<Self, OpenError> {
        let container = Container::open(bytes, KIND)?;
        let mut head = Reader::new(container.required(HEAD)?, "head of answers");
        let mut size = Reader::new(container.required(SIZE)?, "sizes of answers");
        let length = container.required(BODY)?.len();
        let first = head.u32()?;
        let count = head.u32()? as usize;
        // Each size takes a byte at least: a larger count cannot be right, and must not be allocated for.
        if count > size.remaining() || first.checked_add(count as u32).is_none() {
            return Err(head.malformed("as many answers as there are sizes"));
        }
        let mut ends = Vec::with_capacity(count);
        let mut end = 0u32;
        for _ in 0..count {
            let answer = size.u32()?;
            end = end.checked_add(answer).ok_or_else(|| size.malformed("sizes that fit into the body"))?;
            ends.push(end);
        }
        if end as usize != length || !size.is_at_end() {
            return Err(size.malformed("sizes that fill the body"));
        }
        Ok(Self { container, first, ends })
    }

    /// Number of the entry that the first answer belongs to.
    #[must_use]
    pub fn first(&self) -> u32 {
        self.first
    }

    /// Number of answers in the chunk.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Whether the chunk holds no answer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The `number`-th answer of the chunk, from 0: that of entry `first() + number`.
    ///
    /// # Errors
    /// When there is no such answer, or its bytes make no sense or nest deeper than [`MAX_DEPTH`].
    pub fn get(&self, number: u32) -> Result<Answer, OpenError> {
        const OUTSIDE: OpenError = OpenError::Malformed { section: "answers", offset: 0, expected: "the number of an answer in the chunk" };
        let mut reader = Reader::new(self.bytes(number).ok_or(OUTSIDE)?, "answer");
        let blocks = take_blocks(&mut reader, 1)?;
        if !reader.is_at_end() {
            return Err(reader.malformed("the answer's end"));
        }
        Ok(Answer { blocks })
    }

    /// What can be read of the `number`-th answer: its blocks up to the first that makes no sense, or that only a newer reader knows.
    #[must_use]
    pub fn readable(&self, number: u32) -> Answer {
        let mut reader = Reader::new(self.bytes(number).unwrap_or_default(), "answer");
        let count = reader.count(1).unwrap_or(0);
        let blocks = core::iter::repeat_with(|| take_block(&mut reader, 2).ok()).take(count).map_while(|block| block).collect();
        Answer { blocks }
    }

    fn bytes(&self, number: u32) -> Option<&[u8]> {
        let at = number as usize;
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.container.required(BODY).ok()?.get(start..end)
    }
}

/// Reads a list whose members take a byte at least. Nothing is allocated ahead: a count alone costs nothing.
fn take_list<'a, T>(reader: &mut Reader<'a>, mut member: impl FnMut(&mut Reader<'a>) -> Result<T, OpenError>) -> Result<Vec<T>, OpenError> {
    let count = reader.count(1)?;
    let mut list = Vec::new();
    for _ in 0..count {
        list.push(member(reader)?);
    }
    Ok(list)
}

/// Beyond the deepest level the writer leaves empty lists: a count of 0.
fn take_nothing(reader: &mut Reader<'_>) -> Result<(), OpenError> {
    let start = *reader;
    if reader.u8()? == 0 { Ok(()) } else { Err(start.malformed("parts nested 24 deep at most")) }
}

fn take_blocks(reader: &mut Reader<'_>, depth: usize) -> Result<Vec<Block>, OpenError> {
    if depth > MAX_DEPTH {
        return take_nothing(reader).map(|()| Vec::new());
    }
    take_list(reader, |reader| take_block(reader, depth + 1))
}

fn take_block(reader: &mut Reader<'_>, depth: usize) -> Result<Block, OpenError> {
    let start = *reader;
    Ok(match reader.u8()? {
        1 => Block::Paragraph(take_inlines(reader, depth)?),
        2 => Block::Heading { level: take_level(reader)?, anchor: reader.str()?.to_owned(), content: take_inlines(reader, depth)? },
        3 => Block::List { start: take_start(reader)?, items: take_list(reader, |reader| take_blocks(reader, depth))? },
        4 => Block::Quote(take_blocks(reader, depth)?),
        5 => Block::Code { language: reader.str()?.to_owned(), text: reader.str()?.to_owned() },
        6 => Block::Table {
            align: take_list(reader, take_align)?,
            head: take_row(reader, depth)?,
            rows: take_list(reader, |reader| take_row(reader, depth))?,
        },
        7 => Block::Callout { kind: take_callout(reader)?, blocks: take_blocks(reader, depth)? },
        8 => Block::Details { summary: take_inlines(reader, depth)?, blocks: take_blocks(reader, depth)? },
        9 => Block::Rule,
        _ => return Err(start.malformed("a known kind of block")),
    })
}

fn take_level(reader: &mut Reader<'_>) -> Result<u8, OpenError> {
    let start = *reader;
    match reader.u8()? {
        level @ 1..=6 => Ok(level),
        _ => Err(start.malformed("a heading's level from 1 to 6")),
    }
}

fn take_start(reader: &mut Reader<'_>) -> Result<Option<u32>, OpenError> {
    let start = *reader;
    let code = reader.u64()?;
    let number = code.checked_sub(1).map(u32::try_from).transpose();
    number.map_err(|_| start.malformed("a list's first number below 4294967296"))
}

fn take_align(reader: &mut Reader<'_>) -> Result<Align, OpenError> {
    let start = *reader;
    match reader.u8()? {
        0 => Ok(Align::Start),
        1 => Ok(Align::Center),
        2 => Ok(Align::End),
        _ => Err(start.malformed("a known alignment")),
    }
}

fn take_callout(reader: &mut Reader<'_>) -> Result<CalloutKind, OpenError> {
    let start = *reader;
    match reader.u8()? {
        0 => Ok(CalloutKind::Note),
        1 => Ok(CalloutKind::Tip),
        2 => Ok(CalloutKind::Important),
        3 => Ok(CalloutKind::Warning),
        4 => Ok(CalloutKind::Caution),
        _ => Err(start.malformed("a known kind of callout")),
    }
}

fn take_row(reader: &mut Reader<'_>, depth: usize) -> Result<Vec<Vec<Inline>>, OpenError> {
    take_list(reader, |reader| take_inlines(reader, depth))
}

fn take_inlines(reader: &mut Reader<'_>, depth: usize) -> Result<Vec<Inline>, OpenError> {
    if depth > MAX_DEPTH {
        return take_nothing(reader).map(|()| Vec::new());
    }
    take_list(reader, |reader| take_inline(reader, depth + 1))
}

fn take_inline(reader: &mut Reader<'_>, depth: usize) -> Result<Inline, OpenError> {
    let start = *reader;
    Ok(match reader.u8()? {
        1 => Inline::Text(reader.str()?.to_owned()),
        2 => Inline::Strong(take_inlines(reader, depth)?),
        3 => Inline::Emphasis(take_inlines(reader, depth)?),
        4 => Inline::Strike(take_inlines(reader, depth)?),
        5 => Inline::Code(reader.str()?.to_owned()),
        6 => Inline::Link { href: reader.str()?.to_owned(), content: take_inlines(reader, depth)? },
        7 => Inline::Image { src: reader.str()?.to_owned(), alt: reader.str()?.to_owned() },
        8 => Inline::Break,
        9 => Inline::Placeholder { name: reader.str()?.to_owned(), fallback: reader.str()?.to_owned() },
        10 => {
            Inline::Picture { file: reader.str()?.to_owned(), alt: reader.str()?.to_owned(), width: reader.u32()?, height: reader.u32()? }
        }
        _ => return Err(start.malformed("a known kind of text")),
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, Dice};
    use super::*;

    fn chunk() -> Vec<u8> {
        encode_chunk(7, &[sample::answer(), Answer::default(), sample::answer()])
    }

    /// A chunk around any body, with right checksums: what an attacker would write.
    fn forged(body: Vec<u8>) -> Vec<u8> {
        let mut size = Writer::new();
        size.u64(body.len() as u64);
        container::Writer::new(KIND).section(HEAD, vec![0, 1]).section(SIZE, size.finish()).section(BODY, body).finish()
    }

    fn body_of(answer: &Answer) -> Vec<u8> {
        let mut body = Writer::new();
        put_blocks(&mut body, &answer.blocks, 1);
        body.finish()
    }

    #[test]
    fn of_a_broken_answer_the_beginning_can_be_read() {
        let answer = sample::answer();
        let mut body = Writer::new();
        put_blocks(&mut body, &answer.blocks, 1);
        let whole = body.finish();
        // A kind of block that only a newer reader knows: the rule at the end gets another tag.
        let mut newer = whole.clone();
        if let Some(last) = newer.last_mut() {
            *last = 200;
        }
        let mut head = Writer::new();
        head.u32(0);
        head.u64(2);
        let mut size = Writer::new();
        size.u64(newer.len() as u64);
        size.u64(whole.len() as u64);
        let body = [newer, whole].concat();
        let bytes = container::Writer::new(KIND).section(HEAD, head.finish()).section(SIZE, size.finish()).section(BODY, body).finish();
        let chunk = AnswerChunk::open(&bytes).unwrap();
        assert!(chunk.get(0).is_err());
        assert_eq!(chunk.readable(0).blocks, answer.blocks[..answer.blocks.len() - 1]);
        assert_eq!((chunk.get(1).unwrap(), chunk.readable(1)), (answer.clone(), answer));
        assert_eq!(chunk.readable(2), Answer::default());
    }

    #[test]
    fn answers_come_back_as_written() {
        let opened = AnswerChunk::open(&chunk()).unwrap();
        assert_eq!((opened.first(), opened.len()), (7, 3));
        assert_eq!(opened.get(0), Ok(sample::answer()));
        assert_eq!(opened.get(1), Ok(Answer::default()));
        assert_eq!(opened.get(2), Ok(sample::answer()));
        assert!(opened.get(3).is_err());
    }

    #[test]
    fn any_answer_comes_back_as_written() {
        let mut dice = Dice::new(1);
        for _ in 0..2_000 {
            let answers: Vec<Answer> = (0..dice.below(4)).map(|_| sample::random(&mut dice)).collect();
            let opened = AnswerChunk::open(&encode_chunk(dice.below(1_000), &answers)).unwrap();
            for (number, answer) in answers.iter().enumerate() {
                assert_eq!(opened.get(number as u32).as_ref(), Ok(answer));
            }
        }
    }

    #[test]
    fn the_size_is_that_of_the_bytes() {
        let mut dice = Dice::new(2);
        for _ in 0..200 {
            let answer = sample::random(&mut dice);
            assert_eq!(encoded_size(&answer), body_of(&answer).len());
        }
    }

    #[test]
    fn a_cut_or_flipped_chunk_is_refused() {
        let chunk = chunk();
        for length in 0..chunk.len() {
            assert!(AnswerChunk::open(&chunk[..length]).is_err(), "cut at {length}");
        }
        for bit in 0..chunk.len() * 8 {
            let mut damaged = chunk.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(AnswerChunk::open(&damaged).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_forged_body_is_read_or_refused_but_never_panics() {
        let mut dice = Dice::new(3);
        let mut refused = 0;
        for _ in 0..20_000 {
            let mut body = body_of(&sample::random(&mut dice));
            for _ in 0..=dice.below(3) {
                let at = dice.below(body.len() as u32) as usize;
                body[at] = dice.below(256) as u8;
            }
            refused += u32::from(AnswerChunk::open(&forged(body)).unwrap().get(0).is_err());
        }
        assert!(refused > 5_000, "mutations should mostly be noticed; refused {refused}");
    }

    #[test]
    fn forged_heads_and_sizes_are_refused() {
        let chunk = |head: Vec<u8>, size: Vec<u8>| {
            container::Writer::new(KIND).section(HEAD, head).section(SIZE, size).section(BODY, vec![0]).finish()
        };
        assert!(AnswerChunk::open(&chunk(vec![0, 1], vec![1])).is_ok());
        for (head, size) in [
            (vec![], vec![1]),
            (vec![0, 2], vec![1]),
            (vec![0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], vec![1]),
            (vec![0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1], vec![1]),
            (vec![0, 1], vec![2]),
            (vec![0, 1], vec![0]),
            (vec![0, 1], vec![1, 0]),
            (vec![0, 2], vec![0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 2]),
        ] {
            assert!(AnswerChunk::open(&chunk(head.clone(), size.clone())).is_err(), "{head:?} {size:?}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_on_reading_and_cut_on_writing() {
        // A quote in a quote in a quote: tag 4 and a count of 1, over and over.
        let body: Vec<u8> = [1u8].into_iter().chain([4u8, 1].into_iter().cycle().take(100_000)).collect();
        assert!(AnswerChunk::open(&forged(body)).unwrap().get(0).is_err());

        let mut blocks = vec![Block::Rule];
        for _ in 0..100 {
            blocks = vec![Block::Quote(blocks)];
        }
        let opened = AnswerChunk::open(&encode_chunk(0, &[Answer { blocks }])).unwrap();
        assert!(opened.get(0).is_ok());
    }

    #[test]
    fn bytes_after_an_answer_are_refused() {
        assert!(AnswerChunk::open(&forged(vec![0, 0])).unwrap().get(0).is_err());
    }
}
