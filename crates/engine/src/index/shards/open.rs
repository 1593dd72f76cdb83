//! What has come of a divided index, and what is to be fetched for a query.
//!
//! Promise: whatever the bytes, nothing panics, and a shard takes no more memory than a small multiple of its bytes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{AnswersPart, CARD, CARDS, ID_LIST, IDS_A_LIST, NAME, PART, key, list_of};
use crate::analysis::{TokenKind, analyse};
use crate::codec::Scan;
use crate::container::Container;
use crate::error::OpenError;
use crate::index::dictionary::{Blocks, Dictionary};
use crate::index::lengths::Lengths;
use crate::index::postings::{self, Bounds, Walk};
use crate::index::{DICTIONARY, Engine, HEAD, IDS, LENGTHS, PLACES, QUESTIONS, SHARDS, tables};
use crate::memo::Memo;

/// The most parts, cards and id lists that are kept; the oldest ones give way.
const MOST_PARTS: usize = 96;
const MOST_CARDS: usize = 1_024;
const MOST_LISTS: usize = 16;
/// The most parts that are fetched for the beginning of a word.
const MOST_BEGUN: u32 = 2;
/// The most words of a query for which parts are fetched.
const MOST_WORDS: usize = 16;
/// The most misspelt words for which parts of other beginnings are fetched.
const MOST_MISSPELT: usize = 2;
/// In a query with so many words of content the words of grammar are left out: their lists are the longest and say the least.
const ENOUGH_CONTENT: usize = 1;

/// The shards of a divided index.
#[derive(Debug)]
pub(crate) struct Shards {
    /// First stem of each part, and the number of its first term.
    firsts: Vec<(Box<str>, u32)>,
    terms: u32,
    entries: u32,
    bounds: Bounds,
    names: Vec<[u8; NAME]>,
    parts: VecDeque<Part>,
    cards: BTreeMap<u32, Cards>,
    /// Numbers of cards in the order in which they came.
    came: VecDeque<u32>,
    lists: VecDeque<(u32, Vec<(u32, u32)>)>,
    /// Those that did not come.
    failed: BTreeSet<u32>,
}

/// A part of the dictionary.
#[derive(Debug)]
struct Part {
    number: u32,
    file: Container,
    blocks: Blocks,
    places: postings::Blocks,
    first: Box<str>,
    last: Box<str>,
    /// Entries of tags.
    tagged: Vec<(u32, Vec<u32>)>,
}

/// Neighbouring entries.
#[derive(Debug)]
struct Cards {
    first: u32,
    ids: Vec<Box<str>>,
    questions: Vec<Box<str>>,
    tags: Vec<Vec<u32>>,
    answers: Vec<AnswersPart>,
}

/// Why a shard is refused.
const REFUSED: OpenError = OpenError::Malformed { section: "shard", offset: 0, expected: "a shard of this index" };

impl Shards {
    /// Reads the table of a root, and puts the mean lengths where they belong.
    pub(crate) fn open(file: &Container, bounds: Bounds, lengths: &mut Lengths) -> Option<Self> {
        let mut head = Scan::new(file.section(HEAD)?);
        let (entries, _, _) = (head.u32()?, head.u32()?, head.str()?);
        for mean in [&mut lengths.mean_wording, &mut lengths.mean_together, &mut lengths.mean_answer] {
            *mean = f32::from_le_bytes(head.raw(4)?.try_into().ok()?);
            if !mean.is_finite() || *mean < 1.0 {
                return None;
            }
        }
        let mut scan = Scan::new(file.section(SHARDS)?);
        let (mut firsts, mut terms) = (Vec::new(), 0u32);
        let mut before = String::new();
        for _ in 0..scan.count(3)? {
            let count = scan.u32()?;
            before.truncate(before.floor_char_boundary(scan.u32()? as usize));
            before.push_str(scan.str()?);
            if before.len() > crate::index::dictionary::LONGEST {
                return None;
            }
            firsts.push((before.as_str().into(), terms));
            terms = terms.checked_add(count).filter(|terms| *terms <= u32::MAX / 2)?;
        }
        let shards = firsts.len() + entries.div_ceil(CARD) as usize + entries.div_ceil(IDS_A_LIST) as usize;
        // The names are said to be there before room is made for them; a term takes a bit a query.
        if scan.remaining() != shards.checked_mul(NAME)? || terms as usize > entries as usize * 4_096 + 4_096 {
            return None;
        }
        let mut names = Vec::with_capacity(shards);
        while let Some(name) = scan.raw(NAME) {
            names.push(name.try_into().ok()?);
        }
        Some(Self {
            firsts,
            terms,
            entries,
            bounds,
            names,
            parts: VecDeque::new(),
            cards: BTreeMap::new(),
            came: VecDeque::new(),
            lists: VecDeque::new(),
            failed: BTreeSet::new(),
        })
    }

    /// How many terms the whole index has.
    pub(crate) fn terms(&self) -> u32 {
        self.terms
    }

    pub(crate) fn dictionaries(&self) -> Vec<(Dictionary<'_>, Option<(&str, &str)>)> {
        let dictionary = |part: &Part| part.file.section(DICTIONARY).map(<[u8]>::len);
        debug_assert!(self.parts.iter().all(|part| dictionary(part).is_some()));
        self.parts
            .iter()
            .map(|part| {
                (Dictionary::new(part.file.section(DICTIONARY).unwrap_or_default(), &part.blocks), Some((&*part.first, &*part.last)))
            })
            .collect()
    }

    pub(crate) fn walks(&self) -> Vec<Walk<'_>> {
        self.parts.iter().map(|part| Walk::new(part.file.section(PLACES).unwrap_or_default(), &part.places)).collect()
    }

    /// Entries of a tag; `None` where they have not come.
    pub(crate) fn labelled(&self, label: u32) -> Option<&[u32]> {
        self.parts.iter().flat_map(|part| &part.tagged).find(|(tag, _)| *tag == label).map(|(_, entries)| entries.as_slice())
    }

    fn card_of(&self, entry: u32) -> Option<(&Cards, usize)> {
        let card = self.cards.get(&(entry / CARD))?;
        Some((card, entry.checked_sub(card.first)? as usize))
    }

    pub(crate) fn id(&self, entry: u32) -> Option<&str> {
        let (card, at) = self.card_of(entry)?;
        card.ids.get(at).map(|id| &**id)
    }

    pub(crate) fn question(&self, entry: u32) -> Option<&str> {
        let (card, at) = self.card_of(entry)?;
        card.questions.get(at).map(|question| &**question)
    }

    pub(crate) fn tags_of(&self, entry: u32) -> &[u32] {
        self.card_of(entry).and_then(|(card, at)| card.tags.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The entry of an id, if its card has come.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        self.cards.values().find_map(|card| Some(card.first + card.ids.iter().position(|own| **own == *id)? as u32))
    }

    /// The part that a stem is in, if it is in any.
    fn part_of(&self, stem: &str) -> u32 {
        self.firsts.partition_point(|(first, _)| **first <= *stem).saturating_sub(1) as u32
    }

    /// The part that a term is in.
    fn part_with(&self, term: u32) -> u32 {
        self.firsts.partition_point(|(_, first)| *first <= term).saturating_sub(1) as u32
    }

    fn has(&self, shard: u32) -> bool {
        let (parts, cards) = (self.firsts.len() as u32, self.entries.div_ceil(CARD));
        if self.failed.contains(&shard) || shard as usize >= self.names.len() {
            return true;
        }
        match shard.checked_sub(parts) {
            None => self.parts.iter().any(|part| part.number == shard),
            Some(card) if card < cards => self.cards.contains_key(&card),
            Some(list) => self.lists.iter().any(|(number, _)| *number == list - cards),
        }
    }

    fn take_part(&mut self, number: u32, file: Container, lengths: &mut Lengths) -> Option<()> {
        let base = self.firsts.get(number as usize)?.1;
        let end = self.firsts.get(number as usize + 1).map_or(self.terms, |(_, first)| *first);
        let blocks = Blocks::open_at(file.section(DICTIONARY)?, base).filter(|blocks| blocks.terms() == end)?;
        let mut scan = Scan::new(file.section(SHARDS)?);
        if scan.u32()? != end - base {
            return None;
        }
        let mut cut = Vec::new();
        for _ in 0..scan.count(3)? {
            cut.push((base.checked_add(scan.u32()?)?, scan.u32()?, scan.u32()?));
        }
        let tagged = tagged(&mut scan, self.entries)?;
        scan.end()?;
        let places = postings::Blocks::open_at(file.section(PLACES)?, base..end, self.bounds, cut)?;
        fill(lengths, Walk::new(file.section(PLACES)?, &places), base..end, file.section(LENGTHS)?)?;
        let dictionary = Dictionary::new(file.section(DICTIONARY)?, &blocks);
        let (first, last) = (dictionary.first_item().into(), dictionary.last_item().into());
        self.parts.push_back(Part { number, blocks, places, file, first, last, tagged });
        if self.parts.len() > MOST_PARTS {
            self.parts.pop_front();
        }
        Some(())
    }

    fn take_card(&mut self, number: u32, file: &Container) -> Option<()> {
        let card = Cards::open(file, number, self.entries)?;
        self.cards.insert(number, card);
        self.came.push_back(number);
        if self.came.len() > MOST_CARDS
            && let Some(oldest) = self.came.pop_front()
        {
            self.cards.remove(&oldest);
        }
        Some(())
    }

    fn take_list(&mut self, number: u32, file: &Container) -> Option<()> {
        let mut scan = Scan::new(file.section(IDS)?);
        let mut list = Vec::new();
        for _ in 0..scan.count(2)? {
            list.push((scan.u32()?, scan.u32().filter(|entry| *entry < self.entries)?));
        }
        scan.end()?;
        self.lists.push_back((number, list));
        if self.lists.len() > MOST_LISTS {
            self.lists.pop_front();
        }
        Some(())
    }
}

/// Lists of entries by tag.
fn tagged(scan: &mut Scan<'_>, entries: u32) -> Option<Vec<(u32, Vec<u32>)>> {
    let mut all = Vec::new();
    for _ in 0..scan.count(2)? {
        let tag = scan.u32()?;
        let (mut list, mut next) = (Vec::new(), 0u32);
        for _ in 0..scan.count(1)? {
            let entry = next.checked_add(scan.u32()?).filter(|entry| *entry < entries)?;
            list.push(entry);
            next = entry + 1;
        }
        all.push((tag, list));
    }
    Some(all)
}

/// Puts the lengths of all that the places of a part name into the tables.
fn fill(lengths: &mut Lengths, mut walk: Walk<'_>, terms: core::ops::Range<u32>, section: &[u8]) -> Option<()> {
    let (mut wordings, mut answers) = (Vec::new(), Vec::new());
    // A list says how many it has before it has them; what the section does not hold is not taken in.
    let most = section.len();
    for term in terms {
        let term = walk.term(term);
        term.wordings(|wording| {
            if wordings.len() <= most {
                wordings.push(wording)
            }
        });
        term.answers(|entry, _| {
            if answers.len() <= most {
                answers.push(entry)
            }
        });
    }
    let mut scan = Scan::new(section);
    let several = lengths.has_several();
    let content = scan.raw(wordings.len())?;
    let (tokens, together) = if several { (scan.raw(wordings.len())?, scan.raw(wordings.len())?) } else { (content, content) };
    let classes = scan.raw(answers.len())?;
    scan.end()?;
    for (((wording, content), tokens), together) in wordings.iter().zip(content).zip(tokens).zip(together) {
        let at = *wording as usize;
        if let Some(own) = lengths.content.get_mut(at) {
            *own = *content;
        }
        if let Some(own) = lengths.wordings.get_mut(at) {
            *own = *tokens;
        }
        if let Some(entry) = lengths.entry_of(*wording) {
            lengths.set_together(entry, u32::from(*together));
        }
    }
    for (entry, class) in answers.iter().zip(classes) {
        if let Some(own) = lengths.answers.get_mut(*entry as usize) {
            *own = *class;
        }
    }
    Some(())
}

impl Cards {
    fn open(file: &Container, number: u32, entries: u32) -> Option<Self> {
        let mut head = Scan::new(file.section(HEAD)?);
        let (first, count) = (head.u32()?, head.u32()?);
        if first != number.checked_mul(CARD)? || count != entries.checked_sub(first)?.min(CARD) {
            return None;
        }
        let mut scan = Scan::new(file.section(SHARDS)?);
        let mut tags = Vec::new();
        for _ in 0..count {
            let mut own = Vec::new();
            for _ in 0..scan.count(1)? {
                own.push(scan.u32()?);
            }
            tags.push(own);
        }
        let mut answers = Vec::new();
        for _ in 0..scan.count(3 + NAME)? {
            let (from, count, bytes) = (scan.u32().filter(|from| *from < CARD)?, scan.u32()?, scan.u32()?);
            answers.push(AnswersPart { first: first + from, count, bytes, name: scan.raw(NAME)?.try_into().ok()? });
        }
        scan.end()?;
        Some(Self { first, ids: texts(file.section(IDS)?, count)?, questions: texts(file.section(QUESTIONS)?, count)?, tags, answers })
    }
}

fn texts(section: &[u8], count: u32) -> Option<Vec<Box<str>>> {
    let texts = tables::Texts::open(section, count, false)?;
    (0..count).map(|number| Some(texts.get(section, number)?.into())).collect()
}

impl Engine {
    /// Whether the index is divided: then it finds only what has come.
    #[must_use]
    pub fn is_divided(&self) -> bool {
        self.shards.is_some()
    }

    /// Whether the texts of an entry are here; in an index that is one file they always are.
    #[must_use]
    pub fn question_has_come(&self, entry: u32) -> bool {
        self.shards.as_ref().is_none_or(|shards| shards.card_of(entry).is_some())
    }

    /// Name of a shard: the first bytes of its hash.
    #[must_use]
    pub fn shard(&self, number: u32) -> Option<[u8; NAME]> {
        self.shards.as_ref()?.names.get(number as usize).copied()
    }

    /// How many shards there are: parts of the dictionary, cards and id lists.
    #[must_use]
    pub fn shards(&self) -> u32 {
        self.shards.as_ref().map_or(0, |shards| shards.names.len() as u32)
    }

    /// Takes a shard in. `None` says that it did not come; it is then not wanted any more until [`retry`](Self::retry).
    ///
    /// # Errors
    /// When the bytes are none of this shard; it then counts as one that did not come.
    pub fn take(&mut self, number: u32, bytes: Option<Vec<u8>>) -> Result<(), OpenError> {
        let Some(shards) = &mut self.shards else { return Ok(()) };
        let Some(bytes) = bytes else {
            shards.failed.insert(number);
            return Ok(());
        };
        shards.failed.remove(&number);
        if shards.has(number) {
            return Ok(());
        }
        let (parts, cards) = (shards.firsts.len() as u32, shards.entries.div_ceil(CARD));
        let taken = match number.checked_sub(parts) {
            None => Container::from_vec(bytes, PART).map(|file| shards.take_part(number, file, &mut self.lengths)),
            Some(card) if card < cards => Container::from_vec(bytes, CARDS).map(|file| shards.take_card(card, &file)),
            Some(list) => Container::from_vec(bytes, ID_LIST).map(|file| shards.take_list(list - cards, &file)),
        };
        let taken = taken.and_then(|taken| taken.ok_or(REFUSED));
        if taken.is_err() {
            shards.failed.insert(number);
        }
        self.memo = Memo::default();
        taken
    }

    /// Shards that did not come are wanted again.
    pub fn retry(&mut self) {
        if let Some(shards) = &mut self.shards {
            shards.failed.clear();
        }
    }

    /// Numbers of the shards that must come before a search for `query` finds what it should; none when all are here.
    #[must_use]
    pub fn wanted(&self, query: &str, typing: bool, correcting: bool) -> Vec<u32> {
        let Some(shards) = &self.shards else { return Vec::new() };
        let mut parts: Vec<u32> = Vec::new();
        let query = self.query(query, typing, correcting);
        let enough = query.slots.iter().filter(|slot| !slot.function).count() >= ENOUGH_CONTENT;
        let mut rest = query.text.as_str();
        rest = rest.trim_end();
        for (word, stem, begun) in words(self, rest, enough, typing && rest.len() == query.text.len()) {
            parts.extend([shards.part_of(&stem), shards.part_of(&word)]);
            if begun {
                let first = shards.part_of(&word);
                let more = (first + 1..first + MOST_BEGUN)
                    .filter(|next| shards.firsts.get(*next as usize).is_some_and(|(begin, _)| begin.starts_with(&word)));
                parts.extend(more);
            }
            let rules = self.rules.iter().filter(|rule| rule.from.split(' ').next() == Some(&*stem) && !rule.from.contains(' '));
            parts.extend(rules.flat_map(|rule| &rule.to).map(|term| shards.part_with(*term)));
        }
        let missing = |mut list: Vec<u32>| {
            list.sort_unstable();
            list.dedup();
            list.retain(|shard| !shards.has(*shard));
            list
        };
        let parts = missing(parts);
        if !parts.is_empty() || !correcting {
            return parts;
        }
        let misspelt = query.slots.iter().filter(|slot| !slot.function && slot.kind == TokenKind::Word && !slot.is_led());
        missing(misspelt.take(MOST_MISSPELT).flat_map(|slot| beginnings(&slot.word)).map(|word| shards.part_of(&word)).collect())
    }

    /// Numbers of the cards of these entries that have not come.
    #[must_use]
    pub fn wanted_cards(&self, entries: &[u32]) -> Vec<u32> {
        let Some(shards) = &self.shards else { return Vec::new() };
        let parts = shards.firsts.len() as u32;
        let mut cards: Vec<u32> = entries.iter().filter(|entry| **entry < shards.entries).map(|entry| parts + entry / CARD).collect();
        cards.sort_unstable();
        cards.dedup();
        cards.retain(|card| !shards.has(*card));
        cards
    }

    /// The shards that must come before [`find`](Self::find) knows this id; none when nothing more is to be had.
    #[must_use]
    pub fn wanted_for_id(&self, id: &str) -> Vec<u32> {
        let Some(shards) = &self.shards else { return Vec::new() };
        let (parts, cards, lists) = (shards.firsts.len() as u32, shards.entries.div_ceil(CARD), shards.entries.div_ceil(IDS_A_LIST));
        let list = list_of(key(id), lists);
        match shards.lists.iter().find(|(number, _)| *number == list) {
            None => Some(parts + cards + list).filter(|shard| !shards.has(*shard)).into_iter().collect(),
            Some((_, list)) => {
                let entries: Vec<u32> = list.iter().filter(|(own, _)| *own == key(id)).map(|(_, entry)| *entry).collect();
                self.wanted_cards(&entries)
            }
        }
    }

    /// The files of answers that are known by now, of the card with this shard's number.
    #[must_use]
    pub fn answers_on(&self, shard: u32) -> &[AnswersPart] {
        let Some(shards) = &self.shards else { return &[] };
        let card = shard.checked_sub(shards.firsts.len() as u32).and_then(|card| shards.cards.get(&card));
        card.map_or(&[], |card| &card.answers)
    }
}

/// The words of a query for which parts are fetched, with their stems and whether they may be unfinished.
fn words(engine: &Engine, text: &str, enough: bool, typing: bool) -> Vec<(String, String, bool)> {
    let mut words: Vec<(String, String, bool)> = Vec::new();
    analyse(text, engine.language(), &mut |token| {
        let last = typing && token.end as usize == text.len();
        let skipped = token.kind == TokenKind::Tail || (token.function && enough);
        if !skipped && words.len() < MOST_WORDS {
            words.push((token.word.to_owned(), token.term.to_owned(), last));
        }
    });
    words
}

/// A word as it may begin when one of its first letters was mistyped: without one of them, or with two of them exchanged.
fn beginnings(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut all = Vec::new();
    for at in 0..letters.len().min(3) {
        let mut without = letters.clone();
        without.remove(at);
        all.push(without.into_iter().collect());
        let mut swapped = letters.clone();
        if at + 1 < swapped.len() {
            swapped.swap(at, at + 1);
            all.push(swapped.into_iter().collect());
        }
    }
    all
}
