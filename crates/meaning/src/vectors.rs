//! The vectors of an FAQ's entries, made when it is built: of the question, of its other wordings, and of the answer's beginning.

use faqlet_engine::Hit;
use faqlet_engine::codec::{self, Reader};
use faqlet_engine::container::{Container, Writer};

use crate::pack::Pack;
use crate::vector::{Vector, dot, inverse_length};
use crate::{Group, Refused};

/// How many vectors are compared exactly. In a larger FAQ their signs are compared first, bit by bit, which takes a hundredth of the time; of
/// 20,000 vectors these 1,024 hold what is nearest but for accidents, since nothing far away agrees with a text in most signs.
const COMPARED: usize = 1024;

/// The kind of a vectors' file, in its envelope.
pub const KIND: [u8; 4] = *b"fqmv";

const HEAD: [u8; 4] = *b"head";
const COUNTS: [u8; 4] = *b"coun";
const NUMBERS: [u8; 4] = *b"vecs";

/// The texts of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts<'t> {
    /// The question and its other wordings.
    pub wordings: Vec<&'t str>,
    /// The part of the answer that stands for it; empty for none.
    pub passage: &'t str,
}

/// Makes the file of vectors for entries, in their order. A text that no pack can read has no vector. `None` when no text has one.
#[must_use]
pub fn build<'t>(entries: impl Iterator<Item = Texts<'t>>, packs: &[Pack]) -> Option<Vec<u8>> {
    let first = packs.first()?;
    let dimensions = first.dimensions();
    let encode = |text: &str| {
        let group = Group::of(text)?;
        let pack = packs.iter().find(|pack| pack.group() == group && pack.space() == first.space() && pack.dimensions() == dimensions)?;
        pack.encode(text)
    };
    let (mut counts, mut numbers) = (codec::Writer::new(), Vec::new());
    let mut entry_count = 0;
    for texts in entries {
        let wordings: Vec<Vector> = texts.wordings.iter().filter_map(|text| encode(text)).collect();
        let passage = encode(texts.passage);
        // The lowest bit says whether the last one is of the answer.
        counts.u32((wordings.len() as u32) << 1 | u32::from(passage.is_some()));
        numbers.extend(wordings.iter().chain(&passage).flat_map(|vector| vector.numbers().iter().map(|number| *number as u8)));
        entry_count += 1;
    }
    if numbers.is_empty() {
        return None;
    }
    let mut head = codec::Writer::new();
    head.u32(first.space());
    head.u32(dimensions as u32);
    head.u32(entry_count);
    Some(Writer::new(KIND).section(HEAD, head.finish()).section(COUNTS, counts.finish()).section(NUMBERS, numbers).finish())
}

/// The vectors of an FAQ.
#[derive(Clone, Debug)]
pub struct Vectors {
    space: u32,
    dimensions: usize,
    /// For each vector: its entry, whether it is of the answer, and 1 over its length. In the order of the entries.
    rows: Vec<Row>,
    numbers: Vec<i8>,
    /// The signs of each vector's first numbers; none where all vectors are few enough to be compared exactly.
    signs: Vec<Signs>,
    entries: u32,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    entry: u32,
    passage: bool,
    inverse: f32,
}

/// How near an entry is to a text: cosines from −1 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// To its question or another wording of it; −1 where none has a vector.
    pub question: f32,
    /// To the beginning of its answer; −1 where that has no vector.
    pub answer: f32,
}

impl Vectors {
    /// Checks everything and takes what is needed out of `bytes`.
    ///
    /// # Errors
    /// When the bytes are no vectors, or damaged.
    pub fn open(bytes: &[u8]) -> Result<Self, Refused> {
        let file = Container::open(bytes, KIND)?;
        let mut head = Reader::new(file.required(HEAD)?, "head");
        let (space, dimensions, entries) = (head.u32()?, head.u32()? as usize, head.u32()?);
        if !(1..=Vector::MOST).contains(&dimensions) {
            return Err(head.malformed("a number of dimensions within bounds").into());
        }
        let numbers: Vec<i8> = file.required(NUMBERS)?.iter().map(|byte| *byte as i8).collect();
        let mut counts = Reader::new(file.required(COUNTS)?, "coun");
        let mut vectors = numbers.chunks_exact(dimensions);
        let mut rows = Vec::with_capacity(vectors.len());
        // Each entry has a count of a byte at least, so their number is bounded by what is there.
        for entry in 0..entries {
            let count = counts.u32()?;
            let (wordings, passages) = (count >> 1, count & 1);
            for at in 0..wordings + passages {
                let vector = vectors.next().ok_or_else(|| counts.malformed("no more vectors than there are"))?;
                rows.push(Row { entry, passage: at >= wordings, inverse: inverse_length(vector) });
            }
        }
        if !counts.is_at_end() || vectors.next().is_some() || !vectors.remainder().is_empty() {
            return Err(counts.malformed("as many vectors as there are").into());
        }
        let signs = if rows.len() > COMPARED { numbers.chunks_exact(dimensions).map(Signs::of).collect() } else { Vec::new() };
        Ok(Self { space, dimensions, rows, numbers, signs, entries })
    }

    /// Number of entries.
    #[must_use]
    pub fn entries(&self) -> u32 {
        self.entries
    }

    /// Whether these vectors may be compared with those of a pack.
    ///
    /// # Errors
    /// When the pack was trained apart from the one that made these vectors: such vectors mean nothing to each other.
    pub fn fits(&self, pack: &Pack) -> Result<(), Refused> {
        let same = (pack.space(), pack.dimensions()) == (self.space, self.dimensions);
        if same { Ok(()) } else { Err(Refused::Space { expected: self.space, got: pack.space() }) }
    }

    /// How near entries are to a text, by number of the entry; `None` where the pack knows nothing of the text. In a large FAQ that is known of
    /// the nearest ones and of those that are `found`; of the others it is said that they are as far as can be.
    ///
    /// # Errors
    /// When the pack does not [fit](Self::fits).
    pub fn near(&self, pack: &Pack, text: &str, found: &[Hit]) -> Result<Option<Vec<Near>>, Refused> {
        self.fits(pack)?;
        let Some(query) = pack.encode(text) else { return Ok(None) };
        let (query, own) = (query.numbers(), inverse_length(query.numbers()));
        let mut near = vec![Near { question: -1.0, answer: -1.0 }; self.entries as usize];
        let mut compare = |row: &Row, numbers: &[i8]| {
            let cosine = dot(query, numbers) as f32 * row.inverse * own;
            let Some(near) = near.get_mut(row.entry as usize) else { return };
            let best = if row.passage { &mut near.answer } else { &mut near.question };
            if cosine > *best {
                *best = cosine;
            }
        };
        let rows = self.rows.iter().zip(self.numbers.chunks_exact(self.dimensions));
        if self.signs.is_empty() {
            rows.for_each(|(row, numbers)| compare(row, numbers));
            return Ok(Some(near));
        }
        let (differences, mut likely) = self.differences(query);
        for ((row, numbers), difference) in rows.zip(differences) {
            if likely.takes(difference) {
                compare(row, numbers);
            }
        }
        for hit in found {
            let start = self.rows.partition_point(|row| row.entry < hit.entry);
            let vectors = self.numbers.chunks_exact(self.dimensions).skip(start);
            let of_entry = self.rows.get(start..).unwrap_or_default().iter().take_while(|row| row.entry == hit.entry);
            of_entry.zip(vectors).for_each(|(row, numbers)| compare(row, numbers));
        }
        Ok(Some(near))
    }

    /// In how many signs each vector differs from a text's, and which of them are worth a comparison.
    fn differences(&self, query: &[i8]) -> (Vec<u8>, Likely) {
        let query = Signs::of(query);
        let differences: Vec<u8> = self.signs.iter().map(|signs| query.difference(*signs)).collect();
        let mut counts = [0usize; Signs::MOST + 1];
        for difference in &differences {
            if let Some(count) = counts.get_mut(usize::from(*difference)) {
                *count += 1;
            }
        }
        let mut left = COMPARED;
        for (difference, count) in (0..).zip(counts) {
            if count > left {
                return (differences, Likely { below: difference, left });
            }
            left -= count;
        }
        (differences, Likely { below: u8::MAX, left })
    }
}

/// Which vectors are worth a comparison: all that differ in fewer signs than `below`, and the first `left` of those that differ in as many.
struct Likely {
    below: u8,
    left: usize,
}

impl Likely {
    fn takes(&mut self, difference: u8) -> bool {
        if difference == self.below && self.left > 0 {
            self.left -= 1;
            return true;
        }
        difference < self.below
    }
}

/// The signs of a vector's first 128 numbers.
#[derive(Clone, Copy, Debug)]
struct Signs([u64; 2]);

impl Signs {
    const MOST: usize = 128;

    fn of(numbers: &[i8]) -> Self {
        let mut signs = [0; 2];
        for (word, numbers) in signs.iter_mut().zip(numbers.chunks(64)) {
            *word = numbers.iter().fold(0, |word, number| word << 1 | u64::from(*number < 0));
        }
        Self(signs)
    }

    /// In how many places both differ.
    fn difference(self, other: Self) -> u8 {
        self.0.iter().zip(other.0).map(|(a, b)| (a ^ b).count_ones() as u8).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_differ_in_as_many_places_as_numbers_have_other_signs() {
        let vector: Vec<i8> = (0..96).map(|number| if number % 3 == 0 { -5 } else { 7 }).collect();
        let opposite: Vec<i8> = vector.iter().map(|number| -number).collect();
        let (one, other) = (Signs::of(&vector), Signs::of(&opposite));
        assert_eq!((one.difference(one), one.difference(other)), (0, 96));
        // What lies beyond the first 128 numbers is not looked at.
        assert_eq!(Signs::of(&[-1; 512]).difference(Signs::of(&[1; 512])), 128);
    }
}
