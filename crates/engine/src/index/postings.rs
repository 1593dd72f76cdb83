//! Where terms occur: "here is a term, give me its places".
//!
//! A term occurs in wordings (a question or another wording of it), in answers (with whether it is there often), and in labels (names of
//! categories and tags). Each is a run of gaps in Rice codes whose parameter follows from the counts, so nothing is stored that could be
//! known. Terms are packed in blocks; to reach one, those before it in its block are read over, which a block's size bounds.

use super::bits;
use crate::codec::{Scan, Writer};

/// A block ends with the term by which it has this many places …
const PLACES: usize = 192;
/// … or this many terms.
const TERMS: u32 = 48;

/// All places of a term, before writing. Each list is sorted and has no number twice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// Wordings with the term.
    pub(crate) wordings: Vec<u32>,
    /// Entries with the term in their answer, and how often it is there.
    pub(crate) answers: Vec<(u32, u32)>,
    /// Labels with the term in their name.
    pub(crate) labels: Vec<u32>,
}

/// How many wordings, answers and labels there can be: what the numbers in the lists stay below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) wordings: u32,
    pub(crate) answers: u32,
    pub(crate) labels: u32,
}

/// Writes the places of all terms in their order.
pub(crate) fn write<'a>(terms: impl Iterator<Item = &'a Places>, bounds: Bounds) -> Vec<u8> {
    let mut table = Writer::new();
    let mut blocks = Vec::new();
    let mut block = bits::Writer::default();
    let (mut count, mut places, mut number) = (0u32, 0, 0u32);
    let mut terms = terms.peekable();
    while let Some(term) = terms.next() {
        write_term(&mut block, term, bounds);
        count += 1;
        places += term.wordings.len() + term.answers.len() + term.labels.len();
        if count == TERMS || places >= PLACES || terms.peek().is_none() {
            let bytes = core::mem::take(&mut block).finish();
            table.u32(count);
            table.u32(bytes.len() as u32);
            blocks.extend(bytes);
            number += 1;
            (count, places) = (0, 0);
        }
    }
    let mut section = Writer::new();
    section.u32(number);
    section.raw(&table.finish());
    section.raw(&blocks);
    section.finish()
}

fn write_term(writer: &mut bits::Writer, places: &Places, bounds: Bounds) {
    writer.gamma(places.answers.len() as u32);
    writer.gamma(places.wordings.len() as u32);
    writer.gamma(places.labels.len() as u32);
    write_run(writer, places.wordings.iter().copied(), places.wordings.len(), bounds.wordings);
    write_run(writer, places.answers.iter().map(|(entry, _)| *entry), places.answers.len(), bounds.answers);
    for (_, frequency) in &places.answers {
        writer.bits(u32::from(*frequency > 1), 1);
    }
    write_run(writer, places.labels.iter().copied(), places.labels.len(), bounds.labels);
}

fn write_run(writer: &mut bits::Writer, numbers: impl Iterator<Item = u32>, count: usize, range: u32) {
    let k = bits::parameter(range, count as u32);
    let mut next = 0;
    for number in numbers {
        writer.rice(number - next, k);
        next = number + 1;
    }
}

/// Where the blocks are.
#[derive(Debug)]
pub(crate) struct Blocks {
    /// First term of each block, and where its bytes start in the section; the last pair is the end of both.
    starts: Vec<(u32, u32)>,
    bounds: Bounds,
    /// Terms of which not all places are here, with how many wordings and answers have them in truth; in order.
    cut: Vec<(u32, u32, u32)>,
}

impl Blocks {
    /// Reads the table and checks that the blocks fill the section and hold that many terms.
    pub(crate) fn open(section: &[u8], terms: u32, bounds: Bounds) -> Option<Self> {
        Self::open_at(section, 0..terms, bounds, Vec::new())
    }

    /// As [`open`](Self::open), for a part of an index with these terms, of which some are cut.
    pub(crate) fn open_at(section: &[u8], terms: core::ops::Range<u32>, bounds: Bounds, cut: Vec<(u32, u32, u32)>) -> Option<Self> {
        let mut scan = Scan::new(section);
        let count = scan.count(2)?;
        let mut starts = Vec::with_capacity(count + 1);
        let (mut term, mut start) = (terms.start, 0u32);
        for _ in 0..count {
            starts.push((term, start));
            term = term.checked_add(scan.u32()?)?;
            start = start.checked_add(scan.u32()?)?;
        }
        starts.push((term, start));
        let table = (section.len() - scan.remaining()) as u32;
        starts.iter_mut().for_each(|(_, start)| *start += table);
        (term == terms.end && start as usize == scan.remaining()).then_some(Self { starts, bounds, cut })
    }
}

/// How many places a term has.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    wordings: u32,
    answers: u32,
    labels: u32,
}

/// The places of one term, read as they are asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term<'a> {
    counts: Counts,
    /// In how many wordings and answers it is, whether or not all of them are listed.
    whole: (u32, u32),
    bounds: Bounds,
    reader: bits::Reader<'a>,
}

/// Finds terms one after the other. Those asked for in rising order cost one pass over their blocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk<'a> {
    section: &'a [u8],
    blocks: &'a Blocks,
    /// The term the reader stands before.
    next: u32,
    /// The first term of the next block.
    end: u32,
    reader: bits::Reader<'a>,
}

impl<'a> Walk<'a> {
    /// `section` must be the one that `blocks` was opened with; otherwise terms have no places.
    pub(crate) fn new(section: &'a [u8], blocks: &'a Blocks) -> Self {
        Self { section, blocks, next: 0, end: 0, reader: bits::Reader::new(&[]) }
    }

    /// The places of a term; none for a term that does not exist.
    pub(crate) fn term(&mut self, number: u32) -> Term<'a> {
        if number < self.next || number >= self.end {
            self.enter(number);
        }
        while self.next < number {
            let _rest = self.read().map(|term| self.reader = term.after());
            self.next += 1;
        }
        let none = Term { counts: Counts::default(), whole: (0, 0), bounds: self.blocks.bounds, reader: self.reader };
        let mut term = self.read().unwrap_or(none);
        if let Some((_, wordings, answers)) = self.cut(number) {
            term.whole = (wordings, answers);
        }
        term
    }

    fn cut(&self, number: u32) -> Option<(u32, u32, u32)> {
        let cut = &self.blocks.cut;
        cut.get(cut.binary_search_by_key(&number, |(term, ..)| *term).ok()?).copied()
    }

    /// Whether a term of this number is in this part.
    fn holds(&self, number: u32) -> bool {
        let starts = &self.blocks.starts;
        starts.first().zip(starts.last()).is_some_and(|((first, _), (end, _))| (*first..*end).contains(&number))
    }

    fn enter(&mut self, number: u32) {
        let starts = &self.blocks.starts;
        let after = starts.partition_point(|(first, _)| *first <= number);
        let block = after.checked_sub(1).and_then(|block| starts.get(block)).zip(starts.get(after));
        let ((first, start), (end, stop)) = block.map_or(((number, 0), (number, 0)), |(start, end)| (*start, *end));
        self.reader = bits::Reader::new(self.section.get(start as usize..stop as usize).unwrap_or_default());
        self.next = first;
        self.end = end;
    }

    /// The term the reader stands before; the reader stays.
    fn read(&self) -> Option<Term<'a>> {
        let mut reader = self.reader;
        let answers = reader.gamma()?.min(self.blocks.bounds.answers);
        let wordings = reader.gamma()?.min(self.blocks.bounds.wordings);
        let labels = reader.gamma()?.min(self.blocks.bounds.labels);
        Some(Term { counts: Counts { wordings, answers, labels }, whole: (wordings, answers), bounds: self.blocks.bounds, reader })
    }
}

/// Walks over the parts of an index that are there.
#[derive(Clone, Debug)]
pub(crate) struct Walks<'a>(pub(crate) Vec<Walk<'a>>);

impl<'a> Walks<'a> {
    /// The places of a term; none for a term that does not exist or is not there.
    pub(crate) fn term(&mut self, number: u32) -> Term<'a> {
        let none = Term {
            counts: Counts::default(),
            whole: (0, 0),
            bounds: Bounds { wordings: 0, answers: 0, labels: 0 },
            reader: bits::Reader::new(&[]),
        };
        self.0.iter_mut().find(|walk| walk.holds(number)).map_or(none, |walk| walk.term(number))
    }
}

impl<'a> Term<'a> {
    /// How many wordings have the term.
    pub(crate) fn in_wordings(&self) -> u32 {
        self.whole.0
    }

    /// How many answers have the term.
    pub(crate) fn in_answers(&self) -> u32 {
        self.whole.1
    }

    /// Calls `sink` with each wording that has the term, in order.
    pub(crate) fn wordings(&self, mut sink: impl FnMut(u32)) {
        run(self.reader, self.counts.wordings, self.bounds.wordings, &mut sink);
    }

    /// Calls `sink` with each entry whose answer has the term, in order, and whether it has it more than once.
    pub(crate) fn answers(&self, mut sink: impl FnMut(u32, bool)) {
        let start = skip(self.reader, self.counts.wordings, self.bounds.wordings);
        let mut often = skip(start, self.counts.answers, self.bounds.answers);
        run(start, self.counts.answers, self.bounds.answers, &mut |entry| sink(entry, often.bits(1) == Some(1)));
    }

    /// Calls `sink` with each label that has the term, in order.
    pub(crate) fn labels(&self, mut sink: impl FnMut(u32)) {
        if self.counts.labels > 0 {
            run(self.before_labels(), self.counts.labels, self.bounds.labels, &mut sink);
        }
    }

    fn before_labels(&self) -> bits::Reader<'a> {
        let mut reader = skip(self.reader, self.counts.wordings, self.bounds.wordings);
        reader = skip(reader, self.counts.answers, self.bounds.answers);
        reader.skip(self.counts.answers);
        reader
    }

    fn after(&self) -> bits::Reader<'a> {
        skip(self.before_labels(), self.counts.labels, self.bounds.labels)
    }
}

/// Reads `count` numbers below `range`, and ends before the first that is not.
fn run(mut reader: bits::Reader<'_>, count: u32, range: u32, sink: &mut impl FnMut(u32)) {
    let k = bits::parameter(range, count);
    let mut next = 0u32;
    for _ in 0..count {
        let Some(number) = reader.rice(k).and_then(|gap| next.checked_add(gap)).filter(|number| *number < range) else { return };
        sink(number);
        next = number + 1;
    }
}

/// The reader after `count` numbers.
fn skip(mut reader: bits::Reader<'_>, count: u32, range: u32) -> bits::Reader<'_> {
    let k = bits::parameter(range, count);
    for _ in 0..count {
        if reader.rice(k).is_none() {
            break;
        }
    }
    reader
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { wordings: 1000, answers: 400, labels: 9 };

    fn sample() -> Vec<Places> {
        let mut terms = vec![
            Places { wordings: vec![0, 5, 6, 900], answers: vec![(1, 1), (2, 2), (300, 4), (301, 90), (302, 1)], labels: vec![0, 4] },
            Places::default(),
            Places { answers: vec![(399, 3)], ..Places::default() },
            Places { labels: vec![8], ..Places::default() },
            Places { wordings: (0..1000).collect(), ..Places::default() },
        ];
        terms.extend((0..200).map(|n| Places { wordings: vec![n, n + 3], answers: vec![(n, n % 3)], ..Places::default() }));
        terms
    }

    fn read(term: Term<'_>) -> (Vec<u32>, Vec<(u32, bool)>, Vec<u32>) {
        let (mut wordings, mut answers, mut labels) = (Vec::new(), Vec::new(), Vec::new());
        term.wordings(|wording| wordings.push(wording));
        term.answers(|entry, often| answers.push((entry, often)));
        term.labels(|label| labels.push(label));
        (wordings, answers, labels)
    }

    fn expected(places: &Places) -> (Vec<u32>, Vec<(u32, bool)>, Vec<u32>) {
        let answers = places.answers.iter().map(|(entry, frequency)| (*entry, *frequency > 1)).collect();
        (places.wordings.clone(), answers, places.labels.clone())
    }

    #[test]
    fn places_come_back_as_written_in_any_order_of_asking() {
        let terms = sample();
        let section = write(terms.iter(), BOUNDS);
        let blocks = Blocks::open(&section, terms.len() as u32, BOUNDS).unwrap();
        let mut walk = Walk::new(&section, &blocks);
        for number in (0..terms.len()).chain((0..terms.len()).rev()).chain([7, 7, 8, 3]) {
            let term = walk.term(number as u32);
            assert_eq!(read(term), expected(&terms[number]), "term {number}");
            assert_eq!(term.in_wordings() as usize, terms[number].wordings.len());
            assert_eq!(term.in_answers() as usize, terms[number].answers.len());
        }
        assert_eq!(read(walk.term(u32::MAX)), expected(&Places::default()));
        assert_eq!(read(walk.term(terms.len() as u32)), expected(&Places::default()));
    }

    #[test]
    fn cut_or_extended_places_are_refused() {
        let terms = sample();
        let section = write(terms.iter(), BOUNDS);
        let count = terms.len() as u32;
        for length in 0..section.len() {
            assert!(Blocks::open(&section[..length], count, BOUNDS).is_none(), "cut at {length}");
        }
        assert!(Blocks::open(&[section.as_slice(), &[0]].concat(), count, BOUNDS).is_none());
        assert!(Blocks::open(&section, count + 1, BOUNDS).is_none());
    }

    #[test]
    fn numbers_out_of_bounds_are_not_given_out() {
        let terms = sample();
        let section = write(terms.iter(), BOUNDS);
        let narrow = Bounds { wordings: 10, answers: 10, labels: 1 };
        let blocks = Blocks::open(&section, terms.len() as u32, narrow).unwrap();
        let mut walk = Walk::new(&section, &blocks);
        for number in 0..terms.len() {
            let (wordings, answers, labels) = read(walk.term(number as u32));
            assert!(wordings.iter().all(|wording| *wording < 10));
            assert!(answers.iter().all(|(entry, _)| *entry < 10) && labels.iter().all(|label| *label < 1));
        }
    }
}
