//! The words of an index in sorted order: "here is a word (or its beginning, or something like it), give me its term".
//!
//! An item is a word as it was folded, a stem, or both; all forms of a word lead to the same term, which is what postings hang on. Items
//! are front-coded: of each only what differs from the one before is stored, in blocks that start with a whole word, so that a place is
//! found by bisection over blocks and everything after it by walking. Front coding: Witten, Moffat & Bell, "Managing Gigabytes", 4.1.

use crate::codec::{Reader, Writer};
use crate::error::OpenError;

/// Items a block. Larger blocks are smaller in bytes and slower to search.
const BLOCK: usize = 16;

/// The most bytes an item may have; longer words are not indexed.
pub(crate) const LONGEST: usize = 96;

/// A word or stem with the term (or terms) it leads to, before writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The term of the word that is spelled like this.
    pub(crate) word: Option<u32>,
    /// The term whose stem is spelled like this.
    pub(crate) stem: Option<u32>,
}

/// Writes the items, which must be sorted, unique and at most [`LONGEST`] bytes. Terms are renumbered in the order in which the items
/// name them first; the result's second part maps old numbers to new.
pub(crate) fn write(items: &[(&str, Meaning)], terms: usize) -> (Vec<u8>, Vec<u32>) {
    let mut renumbered = vec![u32::MAX; terms];
    let mut next = 0;
    let mut heads = Writer::new();
    let mut chars = Vec::new();
    let mut previous = "";
    for (number, (text, meaning)) in items.iter().enumerate() {
        let shared = if number.is_multiple_of(BLOCK) { 0 } else { common(previous, text) };
        let rest = text.as_bytes().get(shared..).unwrap_or_default();
        heads.u32(shared as u32);
        heads.u32(rest.len() as u32);
        chars.extend_from_slice(rest);
        previous = text;
        let flag = match (meaning.word, meaning.stem) {
            (Some(_), None) => 0,
            (None, _) => 1,
            (Some(word), Some(stem)) if word == stem => 2,
            (Some(_), Some(_)) => 3,
        };
        let first = meaning.word.or(meaning.stem).unwrap_or_default();
        heads.u32(reference(&mut renumbered, &mut next, first) << 2 | flag);
        if flag == 3 {
            heads.u32(reference(&mut renumbered, &mut next, meaning.stem.unwrap_or_default()));
        }
    }
    let mut section = Writer::new();
    section.u32(items.len() as u32);
    section.bytes(&heads.finish());
    section.bytes(&chars);
    (section.finish(), renumbered)
}

/// 0 for a term not named before, else how far back its number is.
fn reference(renumbered: &mut [u32], next: &mut u32, term: u32) -> u32 {
    match renumbered.get_mut(term as usize) {
        Some(new) if *new == u32::MAX => {
            *new = *next;
            *next += 1;
            0
        }
        Some(new) => *next - *new,
        None => 0,
    }
}

/// Bytes that two words share at their beginning, in whole characters.
fn common(a: &str, b: &str) -> usize {
    let mut shared = 0;
    for (left, right) in a.chars().zip(b.chars()) {
        if left != right {
            break;
        }
        shared += left.len_utf8();
    }
    shared
}

/// Where a block starts in the streams, and how many terms are named before it.
#[derive(Clone, Copy, Debug)]
struct Block {
    head: u32,
    chars: u32,
    terms: u32,
}

/// The small table that makes the section searchable.
#[derive(Debug)]
pub(crate) struct Blocks {
    blocks: Vec<Block>,
    items: u32,
    terms: u32,
}

impl Blocks {
    /// Checks the whole section: every item lies inside it, is UTF-8, in order, and names a term that exists.
    pub(crate) fn open(section: &[u8]) -> Result<Self, OpenError> {
        let (items, heads, chars) = streams(section)?;
        let mut blocks = Vec::with_capacity(items / BLOCK + 1);
        let mut walk = Walk { heads: Reader::new(heads, "dictionary"), chars: Reader::new(chars, "dictionary"), terms: 0 };
        let mut previous = Vec::with_capacity(LONGEST);
        let mut text = Vec::with_capacity(LONGEST);
        for number in 0..items {
            if number.is_multiple_of(BLOCK) {
                blocks.push(Block { head: walk.heads.position() as u32, chars: walk.chars.position() as u32, terms: walk.terms });
            }
            let item = walk.next()?;
            let first = number.is_multiple_of(BLOCK);
            text.truncate(item.shared);
            let whole = text.len() == item.shared && text.len() + item.rest.len() <= LONGEST && !(first && item.shared > 0);
            text.extend_from_slice(if whole { item.rest } else { &[] });
            if !whole || core::str::from_utf8(item.rest).is_err() || (number > 0 && text <= previous) {
                return Err(walk.heads.malformed("words in order"));
            }
            previous.clone_from(&text);
        }
        if !walk.heads.is_at_end() || !walk.chars.is_at_end() {
            return Err(walk.heads.malformed("the end of the words"));
        }
        Ok(Self { blocks, items: items as u32, terms: walk.terms })
    }

    /// How many terms the items name; terms are numbered from 0.
    pub(crate) fn terms(&self) -> u32 {
        self.terms
    }
}

fn streams(section: &[u8]) -> Result<(usize, &[u8], &[u8]), OpenError> {
    let mut reader = Reader::new(section, "dictionary");
    let items = reader.count(3)?;
    let heads = reader.bytes()?;
    let chars = reader.bytes()?;
    if !reader.is_at_end() || items > heads.len() / 3 {
        return Err(reader.malformed("the end of the part"));
    }
    Ok((items, heads, chars))
}

/// Reads items one after the other.
#[derive(Clone, Copy, Debug)]
struct Walk<'a> {
    heads: Reader<'a>,
    chars: Reader<'a>,
    terms: u32,
}

struct Item<'a> {
    shared: usize,
    rest: &'a [u8],
    meaning: Meaning,
}

impl<'a> Walk<'a> {
    fn next(&mut self) -> Result<Item<'a>, OpenError> {
        let shared = self.heads.u32()? as usize;
        let length = self.heads.u32()? as usize;
        let rest = self.chars.raw(length)?;
        let code = self.heads.u32()?;
        let first = self.term(code >> 2)?;
        let meaning = match code & 3 {
            0 => Meaning { word: Some(first), stem: None },
            1 => Meaning { word: None, stem: Some(first) },
            2 => Meaning { word: Some(first), stem: Some(first) },
            _ => {
                let second = self.heads.u32()?;
                Meaning { word: Some(first), stem: Some(self.term(second)?) }
            }
        };
        Ok(Item { shared, rest, meaning })
    }

    fn term(&mut self, reference: u32) -> Result<u32, OpenError> {
        if reference == 0 {
            self.terms += 1;
            return Ok(self.terms - 1);
        }
        self.terms.checked_sub(reference).ok_or_else(|| self.heads.malformed("a term named before"))
    }
}

/// The dictionary of an opened index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dictionary<'a> {
    blocks: &'a Blocks,
    heads: &'a [u8],
    chars: &'a [u8],
}

impl<'a> Dictionary<'a> {
    /// `section` must be the one that `blocks` was opened with; otherwise the dictionary is empty.
    pub(crate) fn new(section: &'a [u8], blocks: &'a Blocks) -> Self {
        let (_, heads, chars) = streams(section).unwrap_or((0, &[], &[]));
        Self { blocks, heads, chars }
    }

    /// What a word, and what a stem, of this spelling means.
    pub(crate) fn find(&self, text: &str) -> Meaning {
        let cursor = self.seek(text);
        if cursor.is_at(text) { cursor.meaning } else { Meaning::default() }
    }

    /// A cursor at the first item not before `text`.
    pub(crate) fn seek(&self, text: &str) -> Cursor<'a> {
        let block = self.blocks.blocks.partition_point(|block| self.first(block) <= text.as_bytes()).saturating_sub(1);
        let mut cursor = self.at(block);
        while cursor.is_some() && cursor.text.as_bytes() < text.as_bytes() {
            cursor.advance();
        }
        cursor
    }

    /// Moves a cursor on to the first item not before `goal`; with `past`, to the first one after all that begin with it. Short ways are
    /// walked, long ones found by bisection.
    pub(crate) fn seek_on(&self, cursor: &mut Cursor<'a>, goal: &str, past: bool) {
        let behind = |text: &[u8]| text < goal.as_bytes() || (past && text.starts_with(goal.as_bytes()));
        let mut steps = 0;
        while cursor.is_some() && behind(cursor.text.as_bytes()) {
            steps += 1;
            if steps == BLOCK {
                let block = self.blocks.blocks.partition_point(|block| behind(self.first(block))).saturating_sub(1);
                let done = (self.blocks.items.saturating_sub(cursor.left) as usize).saturating_sub(1) / BLOCK;
                if block > done {
                    *cursor = self.at(block);
                    continue;
                }
            }
            cursor.advance();
        }
    }

    /// The whole word a block starts with.
    fn first(&self, block: &Block) -> &'a [u8] {
        let mut heads = Reader::new(self.heads.get(block.head as usize..).unwrap_or_default(), "dictionary");
        let _shared = heads.u32();
        let length = heads.u32().unwrap_or_default() as usize;
        let start = block.chars as usize;
        self.chars.get(start..start.saturating_add(length)).unwrap_or_default()
    }

    /// A cursor at the first item of a block.
    fn at(&self, number: usize) -> Cursor<'a> {
        let Block { head, chars, terms } = self.blocks.blocks.get(number).copied().unwrap_or(Block { head: 0, chars: 0, terms: 0 });
        let walk = Walk {
            heads: Reader::new(self.heads.get(head as usize..).unwrap_or_default(), "dictionary"),
            chars: Reader::new(self.chars.get(chars as usize..).unwrap_or_default(), "dictionary"),
            terms,
        };
        let left = self.blocks.items.saturating_sub((number * BLOCK) as u32);
        let mut cursor = Cursor { walk, left, text: String::with_capacity(32), meaning: Meaning::default(), some: true };
        cursor.advance();
        cursor
    }
}

/// A place in the dictionary, moving forward.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    walk: Walk<'a>,
    left: u32,
    text: String,
    meaning: Meaning,
    some: bool,
}

impl Cursor<'_> {
    /// Whether the cursor stands at an item, i.e. is not past the end.
    pub(crate) fn is_some(&self) -> bool {
        self.some
    }

    /// The item's spelling.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What the item means.
    pub(crate) fn meaning(&self) -> Meaning {
        self.meaning
    }

    /// Goes to the next item.
    pub(crate) fn advance(&mut self) {
        let item = if self.left == 0 { None } else { self.walk.next().ok() };
        let Some(Item { shared, rest, meaning }) = item else {
            self.some = false;
            self.text.clear();
            return;
        };
        self.left -= 1;
        self.text.truncate(self.text.floor_char_boundary(shared));
        self.text.push_str(core::str::from_utf8(rest).unwrap_or_default());
        self.meaning = meaning;
    }

    fn is_at(&self, text: &str) -> bool {
        self.some && self.text == text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(term: u32) -> Meaning {
        Meaning { word: Some(term), stem: None }
    }

    fn sample() -> Vec<(&'static str, Meaning)> {
        let mut items = vec![
            ("cancel", Meaning { word: Some(0), stem: Some(0) }),
            ("cancellation", word(0)),
            ("polici", Meaning { word: None, stem: Some(1) }),
            ("policies", word(1)),
            ("policy", word(1)),
            ("univers", Meaning { word: Some(2), stem: Some(3) }),
            ("universe", word(3)),
            ("你好", word(4)),
        ];
        items.sort_unstable_by_key(|(text, _)| *text);
        items
    }

    #[test]
    fn words_and_stems_lead_to_their_terms() {
        let (section, renumbered) = write(&sample(), 5);
        let blocks = Blocks::open(&section).unwrap();
        let dictionary = Dictionary::new(&section, &blocks);
        assert_eq!(blocks.terms(), 5);
        for (text, meaning) in sample() {
            let expected = Meaning {
                word: meaning.word.map(|term| renumbered[term as usize]),
                stem: meaning.stem.map(|term| renumbered[term as usize]),
            };
            assert_eq!(dictionary.find(text), expected, "{text}");
        }
        for absent in ["", "canc", "cancels", "zebra", "你"] {
            assert_eq!(dictionary.find(absent), Meaning::default(), "{absent}");
        }
    }

    #[test]
    fn a_walk_from_a_place_gives_the_rest_in_order() {
        let words: Vec<String> = (0..200).map(|n| format!("w{n:03}")).collect();
        let items: Vec<(&str, Meaning)> = words.iter().enumerate().map(|(n, text)| (text.as_str(), word(n as u32))).collect();
        let (section, _) = write(&items, 200);
        let blocks = Blocks::open(&section).unwrap();
        let dictionary = Dictionary::new(&section, &blocks);
        for start in [0, 1, 15, 16, 17, 150, 199] {
            let mut cursor = dictionary.seek(&words[start]);
            let mut seen = Vec::new();
            while cursor.is_some() {
                seen.push(cursor.text().to_owned());
                cursor.advance();
            }
            assert_eq!(seen, words[start..], "from {start}");
        }
        assert!(!dictionary.seek("x").is_some());
    }

    #[test]
    fn an_empty_dictionary_finds_nothing() {
        let (section, _) = write(&[], 0);
        let blocks = Blocks::open(&section).unwrap();
        assert_eq!(Dictionary::new(&section, &blocks).find("a"), Meaning::default());
    }

    #[test]
    fn damaged_items_are_refused() {
        let (section, _) = write(&sample(), 5);
        for length in 0..section.len() {
            assert!(Blocks::open(&section[..length]).is_err(), "cut at {length}");
        }
        let mut unordered = section.clone();
        let last = unordered.len() - 1;
        unordered[last] = 0xFF;
        assert!(Blocks::open(&unordered).is_err());
    }
}
