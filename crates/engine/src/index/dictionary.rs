//! The words of an index in sorted order: "here is a word (or its beginning, or something like it), give me its term".
//!
//! An item is a word as it was folded, a stem, or both; all forms of a word lead to the same term, which is what postings hang on. Items
//! are front-coded: of each only what differs from the one before is stored, in blocks that start with a whole word, so that a place is
//! found by bisection over blocks and everything after it by walking. Front coding: Witten, Moffat & Bell, "Managing Gigabytes", 4.1.

use crate::codec::{Scan, Writer};

/// Items a block. Larger blocks are smaller in bytes and slower to search.
const BLOCK: usize = 24;

/// The most bytes an item may have; longer words are not indexed.
pub(crate) const LONGEST: usize = 64;

/// Codes below this end an item; no character of a word is below it.
const CODES: u8 = 0x20;

/// References up to this fit into the code.
const NEAR: u32 = 6;

/// A word or stem with the term (or terms) it leads to, before writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The term of the word that is spelled like this.
    pub(crate) word: Option<u32>,
    /// The term whose stem is spelled like this.
    pub(crate) stem: Option<u32>,
}

/// Whether a spelling can be an item.
pub(crate) fn is_fit(spelling: &str) -> bool {
    !spelling.is_empty() && spelling.len() <= LONGEST && spelling.bytes().all(|byte| byte >= CODES)
}

/// Writes the items, which must be sorted, unique and fit. Terms are renumbered in the order in which the items name them first; the
/// result's second part maps old numbers to new.
pub(crate) fn write(items: &[(&str, Meaning)], terms: usize) -> (Vec<u8>, Vec<u32>) {
    let mut references = References { numbers: vec![u32::MAX; terms], next: 0 };
    let mut writer = Writer::new();
    writer.u32(items.len() as u32);
    let mut previous = "";
    for (number, (text, meaning)) in items.iter().enumerate() {
        let shared = if number.is_multiple_of(BLOCK) { 0 } else { common(previous, text) };
        writer.u32((previous.len() - shared) as u32);
        writer.raw(text.as_bytes().get(shared..).unwrap_or_default());
        write_meaning(&mut writer, &mut references, *meaning);
        previous = text;
    }
    (writer.finish(), references.numbers)
}

/// The code that ends an item: two bits of what the spelling is, and the reference to its term when it is near.
fn write_meaning(writer: &mut Writer, references: &mut References, meaning: Meaning) {
    let (flag, first, second) = match (meaning.word, meaning.stem) {
        (Some(word), None) => (0, word, None),
        (None, stem) => (1, stem.unwrap_or_default(), None),
        (Some(word), Some(stem)) if word == stem => (2, word, None),
        (Some(word), Some(stem)) => (3, word, Some(stem)),
    };
    let reference = references.of(first);
    writer.u8((reference.min(NEAR + 1) as u8) << 2 | flag);
    if reference > NEAR {
        writer.u32(reference);
    }
    if let Some(second) = second {
        writer.u32(references.of(second));
    }
}

/// New numbers of terms.
struct References {
    numbers: Vec<u32>,
    next: u32,
}

impl References {
    /// 0 for a term not named before, else how far back its number is.
    fn of(&mut self, term: u32) -> u32 {
        match self.numbers.get_mut(term as usize) {
            Some(new) if *new == u32::MAX => {
                *new = self.next;
                self.next += 1;
                0
            }
            Some(new) => self.next - *new,
            None => 0,
        }
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

/// Where a block starts, and how many terms are named before it.
#[derive(Clone, Copy, Debug)]
struct Block {
    start: u32,
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
    /// Finds the blocks, and checks that the items fill the section and name terms that exist. What they spell is not read: a reader
    /// whose items are out of order, too long or no text finds less, and nothing worse.
    pub(crate) fn open(section: &[u8]) -> Option<Self> {
        Self::open_at(section, 0)
    }

    /// As [`open`](Self::open), for a part of an index: its terms are numbered from `base`.
    pub(crate) fn open_at(section: &[u8], base: u32) -> Option<Self> {
        let mut scan = Scan::new(section);
        let items = scan.count(3)?;
        let mut blocks = Vec::with_capacity(items / BLOCK + 1);
        let mut walk = Walk { scan, terms: base };
        for number in 0..items {
            if number.is_multiple_of(BLOCK) {
                blocks.push(Block { start: (section.len() - walk.scan.remaining()) as u32, terms: walk.terms });
            }
            walk.next()?;
        }
        walk.scan.end()?;
        Some(Self { blocks, items: items as u32, terms: walk.terms })
    }

    /// One past the last term that the items name.
    pub(crate) fn terms(&self) -> u32 {
        self.terms
    }
}

/// Reads items one after the other.
#[derive(Clone, Copy, Debug)]
struct Walk<'a> {
    scan: Scan<'a>,
    terms: u32,
}

struct Item<'a> {
    /// Bytes of the item before that are not in this one.
    dropped: usize,
    /// What takes their place.
    rest: &'a [u8],
    meaning: Meaning,
}

impl<'a> Walk<'a> {
    fn next(&mut self) -> Option<Item<'a>> {
        let dropped = self.scan.u32()? as usize;
        let rest = self.scan.until(CODES)?;
        let code = self.scan.u8()?;
        let near = u32::from(code >> 2);
        let reference = if near > NEAR { self.scan.u32()? } else { near };
        let first = Some(self.term(reference)?);
        let meaning = match code & 3 {
            0 => Meaning { word: first, stem: None },
            1 => Meaning { word: None, stem: first },
            2 => Meaning { word: first, stem: first },
            _ => {
                let second = self.scan.u32()?;
                Meaning { word: first, stem: Some(self.term(second)?) }
            }
        };
        Some(Item { dropped, rest, meaning })
    }

    fn term(&mut self, reference: u32) -> Option<u32> {
        if reference == 0 {
            self.terms += 1;
            return Some(self.terms - 1);
        }
        self.terms.checked_sub(reference)
    }
}

/// The dictionary of an opened index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dictionary<'a> {
    blocks: &'a Blocks,
    section: &'a [u8],
}

impl<'a> Dictionary<'a> {
    /// `section` must be the one that `blocks` was opened with; otherwise nothing is found in it.
    pub(crate) fn new(section: &'a [u8], blocks: &'a Blocks) -> Self {
        Self { blocks, section }
    }

    /// The first item.
    pub(crate) fn first_item(&self) -> &'a str {
        self.blocks.blocks.first().and_then(|block| core::str::from_utf8(self.first(block)).ok()).unwrap_or_default()
    }

    /// The last item.
    pub(crate) fn last_item(&self) -> String {
        let mut cursor = self.at(self.blocks.blocks.len().saturating_sub(1));
        let mut last = String::new();
        while cursor.is_some() {
            cursor.text().clone_into(&mut last);
            cursor.advance();
        }
        last
    }

    /// What a word, and what a stem, of this spelling means.
    pub(crate) fn find(&self, text: &str) -> Meaning {
        let goal = text.as_bytes();
        let (mut walk, left) = self.walk(self.number_of(goal));
        // How many bytes the item has, and how many of them are the goal's first: what the next one keeps beyond those is as it was, so
        // that most items need not be looked at.
        let (mut length, mut shared) = (0usize, 0);
        for _ in 0..left.min(BLOCK as u32) {
            let Some(Item { dropped, rest, meaning }) = walk.next() else { break };
            let kept = length.saturating_sub(dropped);
            length = kept + rest.len();
            if kept > shared {
                continue;
            }
            let wanted = goal.get(kept..).unwrap_or_default();
            shared = kept + rest.iter().zip(wanted).take_while(|(own, other)| own == other).count();
            if shared == goal.len() && shared == length {
                return meaning;
            }
            if rest > wanted {
                break;
            }
        }
        Meaning::default()
    }

    /// A cursor at the first item not before `text`.
    pub(crate) fn seek(&self, text: &str) -> Cursor<'a> {
        let mut cursor = self.at(self.number_of(text.as_bytes()));
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

    /// The block that `goal` is in, if it is in any.
    fn number_of(&self, goal: &[u8]) -> usize {
        self.blocks.blocks.partition_point(|block| self.first(block) <= goal).saturating_sub(1)
    }

    /// The whole word a block starts with.
    fn first(&self, block: &Block) -> &'a [u8] {
        let mut scan = Scan::new(self.section.get(block.start as usize..).unwrap_or_default());
        let _dropped = scan.u32();
        scan.until(CODES).unwrap_or_default()
    }

    /// A walk from the first item of a block, and how many items there are from there to the end.
    fn walk(&self, number: usize) -> (Walk<'a>, u32) {
        let block = self.blocks.blocks.get(number).copied();
        let Block { start, terms } = block.unwrap_or(Block { start: u32::MAX, terms: 0 });
        let walk = Walk { scan: Scan::new(self.section.get(start as usize..).unwrap_or_default()), terms };
        (walk, self.blocks.items.saturating_sub((number * BLOCK) as u32))
    }

    /// A cursor at the first item of a block.
    fn at(&self, number: usize) -> Cursor<'a> {
        let (walk, left) = self.walk(number);
        let mut cursor = Cursor { walk, left, text: String::with_capacity(LONGEST), meaning: Meaning::default(), some: true };
        cursor.advance();
        cursor
    }
}

/// The dictionaries of all parts of an index that are there; an index that is one file is one part.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon<'a> {
    parts: Vec<(Dictionary<'a>, Option<(&'a str, &'a str)>)>,
}

impl<'a> Lexicon<'a> {
    /// Parts with their first and last item, where these are known.
    pub(crate) fn new(parts: Vec<(Dictionary<'a>, Option<(&'a str, &'a str)>)>) -> Self {
        Self { parts }
    }

    /// What a word, and what a stem, of this spelling means.
    pub(crate) fn find(&self, text: &str) -> Meaning {
        let mut found = Meaning::default();
        for (part, range) in &self.parts {
            if range.is_none_or(|(first, last)| (first..=last).contains(&text)) {
                let Meaning { word, stem } = part.find(text);
                found = Meaning { word: found.word.or(word), stem: found.stem.or(stem) };
            }
        }
        found
    }

    /// The parts one by one.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Dictionary<'a>> {
        self.parts.iter().map(|(part, _)| part)
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
        let item = if self.left == 0 { None } else { self.walk.next() };
        let Some(Item { dropped, rest, meaning }) = item else {
            self.some = false;
            self.text.clear();
            return;
        };
        self.left -= 1;
        // No writer makes longer ones; without this a damaged file could let one grow to the size of the file.
        self.some = self.text.len().saturating_sub(dropped) + rest.len() <= LONGEST;
        self.text.truncate(self.text.floor_char_boundary(self.text.len().saturating_sub(dropped)));
        self.text.push_str(core::str::from_utf8(rest).unwrap_or_default());
        self.meaning = meaning;
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
            assert!(Blocks::open(&section[..length]).is_none(), "cut at {length}");
        }
        let mut unordered = section.clone();
        let last = unordered.len() - 1;
        unordered[last] = 0xFF;
        assert!(Blocks::open(&unordered).is_none());
    }
}
