//! Where terms occur: "here is a term, give me its places".
//!
//! A term occurs in wordings (a question or another wording of it, with positions), in answers (with a class of how often), and in labels
//! (names of categories and tags). Each is a run of gaps, so that common terms cost little more than a byte a place.

use crate::codec::{Reader, Writer};
use crate::error::OpenError;

/// An occurrence in a wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Number of the wording.
    pub(crate) wording: u32,
    /// Position of the token in it.
    pub(crate) position: u32,
}

/// All places of a term, before writing. Each list is sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// Occurrences in wordings.
    pub(crate) wordings: Vec<Place>,
    /// Entries with the term in their answer, and how often it is there.
    pub(crate) answers: Vec<(u32, u32)>,
    /// Labels with the term in their name.
    pub(crate) labels: Vec<u32>,
}

/// Classes of frequency in an answer: the class is stored in two bits, and stands for this frequency.
pub(crate) const FREQUENCIES: [f32; 4] = [1.0, 2.0, 3.5, 6.0];

fn class(frequency: u32) -> u8 {
    match frequency {
        0 | 1 => 0,
        2 => 1,
        3 | 4 => 2,
        _ => 3,
    }
}

/// Writes the places of all terms in their order.
pub(crate) fn write<'a>(terms: impl Iterator<Item = &'a Places>) -> Vec<u8> {
    let mut writer = Writer::new();
    for places in terms {
        let (wordings, labels) = (places.wordings.len() as u32, places.labels.len() as u32);
        writer.u32((places.answers.len() as u32) << 2 | u32::from(wordings > 0) << 1 | u32::from(labels > 0));
        for count in [wordings, labels] {
            if count > 0 {
                writer.u32(count - 1);
            }
        }
        write_wordings(&mut writer, &places.wordings);
        write_gaps(&mut writer, places.answers.iter().map(|(entry, _)| *entry));
        for four in places.answers.chunks(4) {
            writer.u8(four.iter().rev().fold(0, |byte, (_, frequency)| byte << 2 | class(*frequency)));
        }
        write_gaps(&mut writer, places.labels.iter().copied());
    }
    writer.finish()
}

/// Gaps between wordings (0 for another place in the same one), then positions (as a gap within the same wording).
fn write_wordings(writer: &mut Writer, places: &[Place]) {
    let mut last = 0;
    for place in places {
        writer.u32(place.wording - last);
        last = place.wording;
    }
    let mut last = None;
    for place in places {
        let base = last.filter(|last: &Place| last.wording == place.wording).map_or(0, |last| last.position);
        writer.u32(place.position - base);
        last = Some(*place);
    }
}

fn write_gaps(writer: &mut Writer, numbers: impl Iterator<Item = u32>) {
    let mut last = 0;
    for number in numbers {
        writer.u32(number - last);
        last = number;
    }
}

/// How many places a term has.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    wordings: usize,
    answers: usize,
    labels: usize,
}

fn counts(reader: &mut Reader<'_>) -> Result<Counts, OpenError> {
    let start = *reader;
    let code = reader.u32()?;
    let mut counts = Counts { wordings: 0, answers: (code >> 2) as usize, labels: 0 };
    if code & 2 != 0 {
        counts.wordings = reader.u32()? as usize + 1;
    }
    if code & 1 != 0 {
        counts.labels = reader.u32()? as usize + 1;
    }
    if counts.wordings.saturating_add(counts.answers).saturating_add(counts.labels) > reader.remaining() {
        return Err(start.malformed("counts of places that fit into the part"));
    }
    Ok(counts)
}

/// Where each term's places start; the last number is the end. Checks that every number lies in the section.
pub(crate) fn open(section: &[u8], terms: u32) -> Result<Vec<u32>, OpenError> {
    let mut reader = Reader::new(section, "places");
    if terms as usize > section.len() {
        return Err(reader.malformed("places of every term"));
    }
    let mut starts = Vec::with_capacity(terms as usize + 1);
    for _ in 0..terms {
        starts.push(reader.position() as u32);
        let counts = counts(&mut reader)?;
        skip(&mut reader, counts.wordings * 2 + counts.answers)?;
        reader.raw(counts.answers.div_ceil(4))?;
        skip(&mut reader, counts.labels)?;
    }
    starts.push(reader.position() as u32);
    if reader.is_at_end() { Ok(starts) } else { Err(reader.malformed("the end of the part")) }
}

fn skip(reader: &mut Reader<'_>, numbers: usize) -> Result<(), OpenError> {
    for _ in 0..numbers {
        reader.u32()?;
    }
    Ok(())
}

/// The places of one term, read as they are asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term<'a> {
    counts: Counts,
    reader: Reader<'a>,
}

impl<'a> Term<'a> {
    /// `bytes` are those of the term, from its start to the next one's.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Reader::new(bytes, "places");
        let counts = counts(&mut reader).unwrap_or_default();
        Self { counts, reader }
    }

    /// How many occurrences there are in wordings.
    pub(crate) fn in_wordings(&self) -> usize {
        self.counts.wordings
    }

    /// How many answers have the term.
    pub(crate) fn in_answers(&self) -> usize {
        self.counts.answers
    }

    /// Occurrences in wordings, in order.
    pub(crate) fn wordings(&self) -> impl Iterator<Item = Place> + use<'a> {
        let count = self.counts.wordings;
        let mut gaps = self.reader;
        let mut positions = self.reader;
        let whole = skip(&mut positions, count).is_ok();
        let mut last = Place { wording: 0, position: 0 };
        (0..if whole { count } else { 0 }).map_while(move |_| {
            let gap = gaps.u32().ok()?;
            let position = positions.u32().ok()?;
            let base = if gap == 0 { last.position } else { 0 };
            last = Place { wording: last.wording.checked_add(gap)?, position: base.checked_add(position)? };
            Some(last)
        })
    }

    /// Entries with the term in their answer, in order, with the frequency there.
    pub(crate) fn answers(&self) -> impl Iterator<Item = (u32, f32)> + use<'a> {
        let count = self.counts.answers;
        let mut gaps = self.reader;
        let ready = skip(&mut gaps, self.counts.wordings * 2).is_ok();
        let mut classes = gaps;
        let whole = ready && skip(&mut classes, count).is_ok();
        let classes = classes.raw(count.div_ceil(4)).unwrap_or_default();
        let mut entry = 0u32;
        (0..if whole { count } else { 0 }).map_while(move |number| {
            entry = entry.checked_add(gaps.u32().ok()?)?;
            let class = classes.get(number / 4)? >> (number % 4 * 2) & 3;
            Some((entry, *FREQUENCIES.get(usize::from(class))?))
        })
    }

    /// Labels with the term in their name, in order.
    pub(crate) fn labels(&self) -> impl Iterator<Item = u32> + use<'a> {
        let mut gaps = self.reader;
        let Counts { wordings, answers, labels } = self.counts;
        let whole = labels > 0 && skip(&mut gaps, wordings * 2 + answers).is_ok() && gaps.raw(answers.div_ceil(4)).is_ok();
        let mut label = 0u32;
        (0..if whole { labels } else { 0 }).map_while(move |_| {
            label = label.checked_add(gaps.u32().ok()?)?;
            Some(label)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<Places> {
        vec![
            Places {
                wordings: [(0, 3), (0, 7), (5, 0), (900, 2)].map(|(wording, position)| Place { wording, position }).to_vec(),
                answers: vec![(1, 1), (2, 2), (300, 4), (301, 90), (302, 1)],
                labels: vec![0, 4],
            },
            Places::default(),
            Places { answers: vec![(7, 3)], ..Places::default() },
            Places { labels: vec![3], ..Places::default() },
        ]
    }

    #[test]
    fn places_come_back_as_written() {
        let terms = sample();
        let section = write(terms.iter());
        let starts = open(&section, 4).unwrap();
        for (number, places) in terms.iter().enumerate() {
            let term = Term::new(&section[starts[number] as usize..starts[number + 1] as usize]);
            assert_eq!(term.wordings().collect::<Vec<_>>(), places.wordings);
            let answers: Vec<(u32, f32)> =
                places.answers.iter().map(|(entry, frequency)| (*entry, FREQUENCIES[usize::from(class(*frequency))])).collect();
            assert_eq!(term.answers().collect::<Vec<_>>(), answers);
            assert_eq!(term.labels().collect::<Vec<_>>(), places.labels);
            assert_eq!((term.in_wordings(), term.in_answers()), (places.wordings.len(), places.answers.len()));
        }
    }

    #[test]
    fn cut_or_extended_places_are_refused() {
        let section = write(sample().iter());
        for length in 0..section.len() {
            assert!(open(&section[..length], 4).is_err(), "cut at {length}");
        }
        assert!(open(&[section.as_slice(), &[0]].concat(), 4).is_err());
        assert!(open(&section, u32::MAX).is_err());
    }

    #[test]
    fn a_count_beyond_the_bytes_is_refused() {
        assert!(open(&[0xFC, 0xFF, 0xFF, 0xFF, 0x0F], 1).is_err());
        assert_eq!(Term::new(&[0xFC, 0xFF, 0xFF, 0xFF, 0x0F]).answers().count(), 0);
    }
}
