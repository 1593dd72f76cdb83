//! Files of ours, repaired and mutated section by section. A checksum keeps a fuzzer out like any other accident; an attacker writes a
//! right one. So every mutated file is also tried with its length, its table and its checksums made right again.
//!
//! This is a second implementation of the envelope that `crates/engine/FORMAT.md` draws: what it writes must be what the engine reads.

use libfuzzer_sys::fuzzer_mutate;

use crate::dice::Dice;

const HEAD: usize = 24;
const ROW: usize = 16;
const MOST_SECTIONS: usize = 64;

/// A section's tag and bytes.
type Section = ([u8; 4], Vec<u8>);

/// A kind of file to be mutated.
pub struct Kind {
    /// Its four letters in the envelope.
    pub name: [u8; 4],
    /// Sound files of this kind, to start from and to take sections from.
    pub samples: Vec<Vec<u8>>,
}

impl Kind {
    /// The bytes as a file whose envelope is right: sections get their lengths from the table as far as the bytes reach, the last one
    /// takes the rest. `None` when there is no room for a head and a table.
    #[must_use]
    pub fn repaired(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let minor = [*bytes.get(10)?, *bytes.get(11)?];
        Some(write(self.name, minor, &sections(bytes)?))
    }

    /// Asserts that sound files are repaired to themselves: otherwise this module has fallen behind the format, and fuzzing behind the
    /// checksums would only seem to happen.
    ///
    /// # Panics
    /// When one is not.
    pub fn assert_up_to_date(&self) {
        for sample in &self.samples {
            assert!(self.repaired(sample).as_deref() == Some(sample), "the envelope has changed: bring fuzz/src/container.rs up to date");
        }
    }

    /// A mutation for libFuzzer: mostly one section is changed and the envelope made right around it. What is no file becomes a sample.
    /// `bytes` has room for `most`; `size` of it are in use.
    #[must_use]
    pub fn mutate(&self, bytes: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
        let mut dice = Dice::new(seed);
        if dice.below(16) == 0 {
            return fuzzer_mutate(bytes, size, most);
        }
        let file = match sections(&bytes[..size]) {
            Some(found) if dice.below(64) > 0 => self.changed(found, most.saturating_sub(size), &mut dice),
            _ => self.samples[dice.below(self.samples.len())].clone(),
        };
        if file.len() > most {
            return fuzzer_mutate(bytes, size, most);
        }
        bytes[..file.len()].copy_from_slice(&file);
        file.len()
    }

    fn changed(&self, mut found: Vec<Section>, room: usize, dice: &mut Dice) -> Vec<u8> {
        let victim = dice.below(found.len());
        let Some((tag, section)) = found.get_mut(victim) else { return write(self.name, [0; 2], &found) };
        let donor = sections(&self.samples[dice.below(self.samples.len())]).unwrap_or_default();
        match (dice.below(12), donor.into_iter().find(|(other, _)| other == tag)) {
            (0, Some((_, other))) => *section = other,
            // Counts, tags and steps are small numbers; libFuzzer changes single bits and takes long to find them.
            (1..4, _) if !section.is_empty() => {
                let at = dice.below(section.len());
                section[at] = dice.below(12) as u8;
            }
            _ => {
                let size = section.len();
                section.resize(size + room.clamp(1, 64), 0);
                let most = section.len();
                let new = fuzzer_mutate(section, size, most);
                section.truncate(new);
            }
        }
        write(self.name, [0; 2], &found)
    }
}

fn sections(bytes: &[u8]) -> Option<Vec<Section>> {
    let count = (number(bytes, 16)? as usize).min(MOST_SECTIONS).min(bytes.len().checked_sub(HEAD)? / ROW);
    let mut rest = bytes.get(HEAD + ROW * count..)?;
    let mut found = Vec::with_capacity(count);
    for index in 0..count {
        let row = HEAD + ROW * index;
        let length = if index + 1 == count { rest.len() } else { (number(bytes, row + 8)? as usize).min(rest.len()) };
        let (section, after) = rest.split_at(length);
        found.push((bytes.get(row..row + 4)?.try_into().ok()?, section.to_vec()));
        rest = after;
    }
    (!found.is_empty()).then_some(found)
}

fn write(kind: [u8; 4], minor: [u8; 2], sections: &[Section]) -> Vec<u8> {
    let start = HEAD + ROW * sections.len();
    let total = start + sections.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
    let mut head = [b"\x8FFQL", &kind[..], &[1, 0], &minor, &word(total), &word(sections.len())].concat();
    let mut table = Vec::new();
    let mut offset = start;
    for (tag, bytes) in sections {
        let checksum = crc32fast::hash(bytes).to_le_bytes();
        table.extend([&tag[..], &word(offset), &word(bytes.len()), &checksum].concat());
        offset += bytes.len();
    }
    let checksum = crc32fast::hash(&[&head[..], &table].concat());
    head.extend(checksum.to_le_bytes());
    head.extend(table);
    sections.iter().for_each(|(_, bytes)| head.extend(bytes));
    head
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn word(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}
