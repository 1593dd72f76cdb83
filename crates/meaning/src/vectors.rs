//! The vectors of an FAQ's entries, made when it is built: of the question, of its other wordings, and of the answer's beginning.

use faqlet_engine::codec::{self, Reader};
use faqlet_engine::container::{Container, Writer};

use crate::pack::Pack;
use crate::vector::{Vector, dot, inverse_length};
use crate::{Group, Refused};

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
    /// For each vector: its entry, whether it is of the answer, and 1 over its length.
    rows: Vec<Row>,
    numbers: Vec<i8>,
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
        Ok(Self { space, dimensions, rows, numbers, entries })
    }

    /// Number of entries.
    #[must_use]
    pub fn entries(&self) -> u32 {
        self.entries
    }

    /// How near each entry is to a text, by number of the entry; `None` where the pack knows nothing of the text.
    ///
    /// # Errors
    /// When the pack was trained apart from the one that made these vectors: such vectors mean nothing to each other.
    pub fn near(&self, pack: &Pack, text: &str) -> Result<Option<Vec<Near>>, Refused> {
        if (pack.space(), pack.dimensions()) != (self.space, self.dimensions) {
            return Err(Refused::Space { expected: self.space, got: pack.space() });
        }
        let Some(query) = pack.encode(text) else { return Ok(None) };
        let own = inverse_length(query.numbers());
        let mut near = vec![Near { question: -1.0, answer: -1.0 }; self.entries as usize];
        for (row, numbers) in self.rows.iter().zip(self.numbers.chunks_exact(self.dimensions)) {
            let cosine = dot(query.numbers(), numbers) as f32 * row.inverse * own;
            let Some(near) = near.get_mut(row.entry as usize) else { continue };
            let best = if row.passage { &mut near.answer } else { &mut near.question };
            if cosine > *best {
                *best = cosine;
            }
        }
        Ok(Some(near))
    }
}
