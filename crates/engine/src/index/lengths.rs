//! How long wordings and answers are, which ranking needs to be fair to short and long ones.

use crate::codec::{Scan, Writer};

/// Length of a wording.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Length {
    /// All tokens.
    pub(crate) tokens: u32,
    /// Those of them that carry content.
    pub(crate) content: u32,
}

/// Lengths while building.
#[derive(Debug, Default)]
pub(crate) struct Wordings {
    wordings: Vec<Length>,
    answers: Vec<u32>,
    per_entry: Vec<u32>,
    ended: u32,
}

impl Wordings {
    /// Number of wordings so far.
    pub(crate) fn count(&self) -> u32 {
        self.wordings.len() as u32
    }

    /// Adds a wording of the current entry.
    pub(crate) fn push(&mut self, length: Length) {
        self.wordings.push(length);
    }

    /// Ends the current entry with the length of its answer.
    pub(crate) fn end_entry(&mut self, answer: u32) {
        self.per_entry.push(self.count() - self.ended);
        self.ended = self.count();
        self.answers.push(answer);
    }

    /// The section: for each entry the number of other wordings, for each wording its tokens (both only where there
    /// are other wordings); for each wording its content words; for each answer its length class.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        let plain = self.per_entry.iter().all(|count| *count == 1);
        writer.u8(u8::from(!plain));
        if !plain {
            self.per_entry.iter().for_each(|count| writer.u32(count - 1));
        }
        if !plain {
            self.wordings.iter().for_each(|length| writer.u8(length.tokens.min(255) as u8));
        }
        self.wordings.iter().for_each(|length| writer.u8(length.content.min(255) as u8));
        self.answers.iter().for_each(|length| writer.u8(class(*length)));
        writer.finish()
    }
}

/// Lengths of an opened index.
#[derive(Debug)]
pub(crate) struct Lengths {
    /// First wording of each entry; the last number is the end. Empty when no entry has several wordings.
    first: Vec<u32>,
    /// Entry of each wording; empty likewise.
    entry: Vec<u32>,
    /// Tokens in each wording, at most 255; empty when no entry has several wordings.
    pub(crate) wordings: Vec<u8>,
    /// Content words in each wording, at most 255.
    pub(crate) content: Vec<u8>,
    /// Content words in all wordings of each entry; empty when no entry has several.
    together: Vec<u32>,
    /// Content words of each answer, as a class.
    pub(crate) answers: Vec<u8>,
    /// Mean content words of a wording, at least 1.
    pub(crate) mean_wording: f32,
    /// Mean content words in all wordings of an entry, at least 1.
    pub(crate) mean_together: f32,
    /// Mean length of the answers that are not empty, at least 1.
    pub(crate) mean_answer: f32,
}

impl Lengths {
    /// Reads the section of an index with that many entries.
    pub(crate) fn open(section: &[u8], entries: u32) -> Option<Self> {
        let mut scan = Scan::new(section);
        let several = scan.u8()? != 0;
        if entries as usize > scan.remaining() {
            return None;
        }
        let (first, entry) = if several { read_wordings(&mut scan, entries, section.len())? } else { Default::default() };
        let wordings = if several { entry.len() } else { entries as usize };
        let tokens = if several { scan.raw(wordings)? } else { &[] };
        let content = scan.raw(wordings)?;
        let answers = scan.raw(entries as usize)?;
        scan.end()?;
        let mut together = vec![0u32; if several { entries as usize } else { 0 }];
        for (entry, length) in entry.iter().zip(content) {
            if let Some(sum) = together.get_mut(*entry as usize) {
                *sum += u32::from(*length);
            }
        }
        let mean_wording = mean(content.iter().map(|length| f32::from(*length)));
        Some(Self {
            mean_wording,
            mean_together: if several { mean(together.iter().map(|length| *length as f32)) } else { mean_wording },
            mean_answer: mean(answers.iter().filter(|class| **class > 0).map(|class| length(*class))),
            wordings: tokens.to_vec(),
            content: content.to_vec(),
            answers: answers.to_vec(),
            first,
            entry,
            together,
        })
    }

    /// Whether any entry may have several wordings.
    pub(crate) fn has_several(&self) -> bool {
        !self.first.is_empty()
    }

    /// Number of wordings.
    pub(crate) fn count(&self) -> u32 {
        self.content.len() as u32
    }

    /// The first wording of an entry; for the number of entries, the number of wordings; beyond, 0.
    pub(crate) fn first_of(&self, entry: u32) -> u32 {
        if self.has_several() { self.first.get(entry as usize).copied().unwrap_or_default() } else { entry.min(self.count()) }
    }

    /// The entry of a wording; `None` beyond the last.
    pub(crate) fn entry_of(&self, wording: u32) -> Option<u32> {
        if self.has_several() { self.entry.get(wording as usize).copied() } else { Some(wording).filter(|own| *own < self.count()) }
    }

    /// Content words in all wordings of an entry.
    pub(crate) fn together(&self, entry: u32) -> Option<u32> {
        if self.has_several() {
            self.together.get(entry as usize).copied()
        } else {
            self.content.get(entry as usize).map(|own| (*own).into())
        }
    }

    /// Puts in the content words of all wordings of an entry. Where each has one, they are the wording's.
    pub(crate) fn set_together(&mut self, entry: u32, length: u32) {
        if let Some(own) = self.together.get_mut(entry as usize) {
            *own = length;
        }
    }
}

/// First wording of each entry, and entry of each wording; `None` for more wordings than there are bytes.
fn read_wordings(scan: &mut Scan<'_>, entries: u32, most: usize) -> Option<(Vec<u32>, Vec<u32>)> {
    let (mut first, mut entry) = (Vec::with_capacity(entries as usize + 1), Vec::new());
    for number in 0..entries {
        first.push(entry.len() as u32);
        let count = scan.u32()? as usize;
        if count > most {
            return None;
        }
        entry.resize(entry.len() + count + 1, number);
        if entry.len() > most {
            return None;
        }
    }
    first.push(entry.len() as u32);
    Some((first, entry))
}

fn mean(lengths: impl Iterator<Item = f32>) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0);
    for length in lengths {
        sum += length;
        count += 1.0;
    }
    if sum > count { sum / count } else { 1.0 }
}

/// A length in a byte: exact below 8, then four steps for each doubling (2 bits of mantissa, in the manner of Lucene's `SmallFloat`).
fn class(length: u32) -> u8 {
    if length < 8 {
        return length as u8;
    }
    let exponent = length.ilog2();
    (8 + (exponent - 3) * 4 + ((length >> (exponent - 2)) & 3)) as u8
}

/// The middle of a class.
pub(crate) fn length(class: u8) -> f32 {
    if class < 8 {
        return f32::from(class);
    }
    let above = u32::from(class) - 8;
    ((9 + 2 * u64::from(above % 4)) << (above / 4)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stand_for_lengths_within_an_eighth() {
        for exact in [0u32, 1, 7, 8, 9, 15, 16, 17, 31, 32, 100, 1000, 123_456, u32::MAX] {
            let back = length(class(exact));
            assert!((back - exact as f32).abs() <= exact as f32 * 0.126, "{exact} became {back}");
        }
    }

    #[test]
    fn wordings_lead_to_their_entries() {
        let mut wordings = Wordings::default();
        for (count, answer) in [(1, 0), (3, 50), (1, 7)] {
            for _ in 0..count {
                wordings.push(Length { tokens: 4, content: 2 });
            }
            wordings.end_entry(answer);
        }
        let lengths = Lengths::open(&wordings.write(), 3).unwrap();
        assert_eq!([0, 1, 2, 3, 4].map(|entry| lengths.first_of(entry)), [0, 1, 4, 5, 0]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|wording| lengths.entry_of(wording)), [Some(0), Some(1), Some(1), Some(1), Some(2), None]);
        assert_eq!(lengths.wordings, [4; 5]);
        assert_eq!(lengths.content, [2; 5]);
        assert_eq!([0, 1, 2, 3].map(|entry| lengths.together(entry)), [Some(2), Some(6), Some(2), None]);
        assert!((lengths.mean_wording - 2.0).abs() < f32::EPSILON);
    }

    #[test]
    fn where_each_entry_has_one_wording_they_have_the_same_numbers() {
        let mut wordings = Wordings::default();
        for content in [2, 4] {
            wordings.push(Length { tokens: 9, content });
            wordings.end_entry(3);
        }
        let lengths = Lengths::open(&wordings.write(), 2).unwrap();
        assert!(!lengths.has_several() && lengths.count() == 2);
        assert_eq!([0, 1, 2].map(|entry| lengths.first_of(entry)), [0, 1, 2]);
        assert_eq!([0, 1, 2].map(|wording| lengths.entry_of(wording)), [Some(0), Some(1), None]);
        assert_eq!([0, 1, 2].map(|entry| lengths.together(entry)), [Some(2), Some(4), None]);
        assert!((lengths.mean_together - 3.0).abs() < f32::EPSILON);
    }

    #[test]
    fn cut_lengths_are_refused() {
        let mut wordings = Wordings::default();
        wordings.push(Length { tokens: 3, content: 3 });
        wordings.push(Length { tokens: 3, content: 3 });
        wordings.end_entry(9);
        let section = wordings.write();
        for length in 0..section.len() {
            assert!(Lengths::open(&section[..length], 1).is_none());
        }
        assert!(Lengths::open(&section, 2).is_none());
        assert!(Lengths::open(&section, u32::MAX).is_none());
    }
}
