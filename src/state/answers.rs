//! The answers that have been fetched, file by file.

use faqlet_engine::answer::{Answer, AnswerChunk};

/// Files of answers up to so many bytes in all are fetched together: a second wait costs more than the bytes.
const TOGETHER: u32 = 192 * 1024;

/// A file of answers, as the manifest names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    /// Its name in the folder.
    pub file: String,
    /// Number of the first entry in it.
    pub first: u32,
    /// How many entries are in it.
    pub count: u32,
    /// Its size.
    pub bytes: u32,
    /// Its hash, as `fetch` wants it.
    pub integrity: String,
}

/// An answer as far as it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is on its way.
    Coming,
    /// Here it is.
    Here(Answer),
    /// Only its beginning makes sense.
    Part(Answer),
    /// It did not come, or makes no sense.
    Broken,
}

/// A file and what has become of it.
#[derive(Debug)]
struct Slot {
    chunk: Chunk,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Unasked,
    Asked,
    Here(AnswerChunk),
    Missing,
}

/// The files of answers.
#[derive(Debug)]
pub struct Answers {
    slots: Vec<Slot>,
    /// Whether files come to be known one by one, so that those known are not all there are.
    divided: bool,
}

impl Answers {
    /// None of which is there yet.
    #[must_use]
    pub fn new(chunks: Vec<Chunk>) -> Answers {
        Answers { slots: chunks.into_iter().map(|chunk| Slot { chunk, content: Content::Unasked }).collect(), divided: false }
    }

    /// Takes in files of a divided index that have come to be known.
    pub(super) fn add(&mut self, chunks: impl Iterator<Item = Chunk>) {
        self.divided = true;
        for chunk in chunks {
            if self.slot_of(chunk.first).is_none() {
                self.slots.push(Slot { chunk, content: Content::Unasked });
            }
        }
    }

    /// A file, by its number.
    #[must_use]
    pub fn chunk(&self, number: usize) -> Option<&Chunk> {
        self.slots.get(number).map(|slot| &slot.chunk)
    }

    /// The answer of an entry.
    #[must_use]
    pub fn get(&self, entry: u32) -> Shown {
        let Some((_, slot)) = self.slot_of(entry) else { return Shown::Broken };
        match &slot.content {
            Content::Unasked | Content::Asked => Shown::Coming,
            Content::Here(chunk) => entry.checked_sub(chunk.first()).map_or(Shown::Broken, |at| shown(chunk, at)),
            Content::Missing => Shown::Broken,
        }
    }

    /// Numbers of the files to be fetched so that these entries have answers; they count as asked for from now on. A file that did
    /// not come is asked for again only by `again`.
    pub(super) fn ask(&mut self, entries: &[u32], again: bool) -> Vec<usize> {
        let all: u32 = self.slots.iter().map(|slot| slot.chunk.bytes).fold(0, u32::saturating_add);
        let together = all <= TOGETHER && !entries.is_empty() && !self.divided;
        let needed: Vec<usize> = if together {
            (0..self.slots.len()).collect()
        } else {
            entries.iter().filter_map(|entry| self.slot_of(*entry).map(|(number, _)| number)).collect()
        };
        let mut asked = Vec::new();
        for number in needed {
            let Some(slot) = self.slots.get_mut(number) else { continue };
            if matches!(slot.content, Content::Unasked) || (again && matches!(slot.content, Content::Missing)) {
                slot.content = Content::Asked;
                asked.push(number);
            }
        }
        asked
    }

    /// Takes a file in; `None` says that it did not come.
    pub(super) fn put(&mut self, number: usize, chunk: Option<AnswerChunk>) {
        if let Some(slot) = self.slots.get_mut(number) {
            // A file with other entries than the manifest says belongs to another build.
            let fits = |chunk: &AnswerChunk| chunk.first() == slot.chunk.first && chunk.len() == slot.chunk.count;
            slot.content = chunk.filter(fits).map_or(Content::Missing, Content::Here);
        }
    }

    fn slot_of(&self, entry: u32) -> Option<(usize, &Slot)> {
        self.slots.iter().enumerate().find(|(_, slot)| entry.checked_sub(slot.chunk.first).is_some_and(|at| at < slot.chunk.count))
    }
}

/// An answer of a file: whole, or what there is of it.
fn shown(chunk: &AnswerChunk, at: u32) -> Shown {
    match chunk.get(at) {
        Ok(answer) => Shown::Here(answer),
        Err(_) => Some(chunk.readable(at)).filter(|answer| !answer.blocks.is_empty()).map_or(Shown::Broken, Shown::Part),
    }
}
