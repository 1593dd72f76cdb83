//! The envelope of every Faqlet file: kind, version, length, and sections each with its own checksum. `FORMAT.md` draws the bytes.
//!
//! Promise: whatever the bytes, opening them neither panics nor allocates more than the bytes themselves and 16 bytes a section. After
//! opening, every section's bytes are those that were written; what they mean is still checked by whoever reads them.

use crate::checksum::Crc32;
use crate::error::OpenError;

/// The first four bytes of each file. The first is not ASCII, so that nothing takes the file for text.
pub const MAGIC: [u8; 4] = *b"\x8FFQL";
/// Readers refuse another major version.
pub const MAJOR: u16 = 1;
/// Readers ignore a higher minor version: it only adds sections.
pub const MINOR: u16 = 0;

/// Magic, kind, major, minor, total length, number of sections, checksum.
const HEAD: usize = 24;
/// Tag, offset, length, checksum.
const ROW: usize = 16;
/// More sections than any version will have; bounds the table.
const MOST_SECTIONS: usize = 64;

/// Gathers sections and writes the file.
#[derive(Clone, Debug)]
pub struct Writer {
    kind: [u8; 4],
    sections: Vec<([u8; 4], Vec<u8>)>,
}

impl Writer {
    /// A file of the given kind, without sections yet.
    #[must_use]
    pub fn new(kind: [u8; 4]) -> Self {
        Self { kind, sections: Vec::new() }
    }

    /// Adds a section. Sections are written in the order in which they were added; at most 64, tags differ.
    #[must_use]
    pub fn section(mut self, tag: [u8; 4], bytes: Vec<u8>) -> Self {
        debug_assert!(self.sections.len() < MOST_SECTIONS && self.sections.iter().all(|(other, _)| *other != tag));
        self.sections.push((tag, bytes));
        self
    }

    /// The file's bytes. The same sections give the same bytes.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let crc = Crc32::new();
        let table = HEAD + ROW * self.sections.len();
        let total = table + self.sections.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
        let mut rows = Vec::with_capacity(table - HEAD);
        let mut offset = table;
        for (tag, bytes) in &self.sections {
            rows.extend_from_slice(tag);
            for word in [offset as u32, bytes.len() as u32, crc.of(bytes)] {
                rows.extend_from_slice(&word.to_le_bytes());
            }
            offset += bytes.len();
        }
        let mut file = Vec::with_capacity(total);
        file.extend_from_slice(&MAGIC);
        file.extend_from_slice(&self.kind);
        file.extend_from_slice(&MAJOR.to_le_bytes());
        file.extend_from_slice(&MINOR.to_le_bytes());
        file.extend_from_slice(&(total as u32).to_le_bytes());
        file.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        let sum = head_checksum(&crc, &file, &rows);
        file.extend_from_slice(&sum.to_le_bytes());
        file.extend_from_slice(&rows);
        for (_, bytes) in &self.sections {
            file.extend_from_slice(bytes);
        }
        file
    }
}

/// Checksum over the first 20 bytes and the table, i.e. over all that is before the sections but the checksum itself.
fn head_checksum(crc: &Crc32, head: &[u8], rows: &[u8]) -> u32 {
    let mut all = head.to_vec();
    all.extend_from_slice(rows);
    crc.of(&all)
}

/// A checked file.
#[derive(Clone, Debug)]
pub struct Container {
    bytes: Vec<u8>,
    sections: Vec<Row>,
    minor: u16,
    verified: bool,
}

/// One row of the section table: where the section lies.
#[derive(Clone, Copy, Debug)]
struct Row {
    tag: [u8; 4],
    start: usize,
    end: usize,
}

impl Container {
    /// Checks everything and keeps a copy of `bytes`.
    ///
    /// # Errors
    /// When the bytes are not a Faqlet file of this kind and major version, have another length than the header says, or any checksum
    /// does not fit.
    pub fn open(bytes: &[u8], kind: [u8; 4]) -> Result<Self, OpenError> {
        Self::from_vec(bytes.to_vec(), kind)
    }

    /// As [`open`](Self::open), without the copy.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn from_vec(bytes: Vec<u8>, kind: [u8; 4]) -> Result<Self, OpenError> {
        Self::checked(bytes, kind, true)
    }

    /// As [`from_vec`](Self::from_vec), for bytes that the caller has compared with a cryptographic hash, as a browser does with
    /// `integrity`: the sections' checksums would find nothing that the hash has not, and take half the time of opening.
    ///
    /// # Errors
    /// As [`open`](Self::open), but for checksums of sections.
    pub fn from_verified(bytes: Vec<u8>, kind: [u8; 4]) -> Result<Self, OpenError> {
        Self::checked(bytes, kind, false)
    }

    fn checked(bytes: Vec<u8>, kind: [u8; 4], summing: bool) -> Result<Self, OpenError> {
        check_kind(&bytes, kind)?;
        let (sections, minor) = check_table(&bytes, summing)?;
        Ok(Self { bytes, sections, minor, verified: !summing })
    }

    /// The bytes of a section; `None` when the file has none of that tag.
    #[must_use]
    pub fn section(&self, tag: [u8; 4]) -> Option<&[u8]> {
        let (start, end) = self.range(tag)?;
        self.slice(start, end)
    }

    /// The bytes of a section that must be there.
    ///
    /// # Errors
    /// When the file has none of that tag.
    pub fn required(&self, tag: [u8; 4]) -> Result<&[u8], OpenError> {
        self.section(tag).ok_or(OpenError::Missing { tag })
    }

    /// Where a section lies in the file: start and end (exclusive), to be kept in place of a borrowed slice.
    pub(crate) fn range(&self, tag: [u8; 4]) -> Option<(usize, usize)> {
        self.sections.iter().find(|row| row.tag == tag).map(|row| (row.start, row.end))
    }

    /// Bytes `start..end` of the file.
    pub(crate) fn slice(&self, start: usize, end: usize) -> Option<&[u8]> {
        self.bytes.get(start..end)
    }

    /// Whether the caller had compared the bytes with a hash, so that they are what was written.
    pub(crate) fn is_verified(&self) -> bool {
        self.verified
    }

    /// The file's minor version.
    #[must_use]
    pub fn minor(&self) -> u16 {
        self.minor
    }
}

/// Magic, kind and major version come first and keep their place in every version, so that any reader can tell what it has before it.
fn check_kind(bytes: &[u8], kind: [u8; 4]) -> Result<(), OpenError> {
    if word(bytes, 0) != Some(MAGIC) {
        return Err(OpenError::NotOurs);
    }
    let short = OpenError::Length { expected: HEAD, got: bytes.len() };
    let got = word(bytes, 4).ok_or(short)?;
    if got != kind {
        return Err(OpenError::WrongKind { expected: kind, got });
    }
    let major = half(bytes, 8).ok_or(short)?;
    if major > MAJOR {
        return Err(OpenError::Newer { got: major, supported: MAJOR });
    }
    if major < MAJOR {
        return Err(OpenError::Older { got: major, supported: MAJOR });
    }
    Ok(())
}

fn check_table(bytes: &[u8], summing: bool) -> Result<(Vec<Row>, u16), OpenError> {
    let crc = Crc32::new();
    let short = OpenError::Length { expected: HEAD, got: bytes.len() };
    let head = bytes.get(..HEAD - 4).ok_or(short)?;
    let minor = half(bytes, 10).ok_or(short)?;
    let total = number(bytes, 12).ok_or(short)?;
    if total != bytes.len() {
        return Err(OpenError::Length { expected: total, got: bytes.len() });
    }
    let count = number(bytes, 16).ok_or(short)?.min(MOST_SECTIONS + 1);
    let rows = bytes.get(HEAD..HEAD + ROW * count).ok_or(OpenError::Length { expected: HEAD + ROW * count, got: bytes.len() })?;
    let expected = number(bytes, HEAD - 4).ok_or(short)? as u32;
    let got = head_checksum(&crc, head, rows);
    if expected != got || count > MOST_SECTIONS {
        return Err(OpenError::Checksum { tag: *b"head", expected, got });
    }
    let mut sections = Vec::with_capacity(count);
    let mut start = HEAD + ROW * count;
    for row in rows.chunks_exact(ROW) {
        let section = check_row(bytes, row, start, summing.then_some(&crc))?;
        start = section.end;
        sections.push(section);
    }
    if start != total {
        return Err(OpenError::Length { expected: start, got: total });
    }
    Ok((sections, minor))
}

/// Sections follow one another without a gap, in the order of the table: every byte of the file belongs to one checksum.
fn check_row(bytes: &[u8], row: &[u8], start: usize, crc: Option<&Crc32>) -> Result<Row, OpenError> {
    let malformed = OpenError::Malformed { section: "table of sections", offset: start, expected: "sections one after the other" };
    let tag = word(row, 0).ok_or(malformed)?;
    let offset = number(row, 4).ok_or(malformed)?;
    let length = number(row, 8).ok_or(malformed)?;
    let expected = number(row, 12).ok_or(malformed)? as u32;
    let end = start.checked_add(length).ok_or(malformed)?;
    if offset != start {
        return Err(malformed);
    }
    let section = bytes.get(start..end).ok_or(malformed)?;
    if let Some(got) = crc.map(|crc| crc.of(section)).filter(|got| *got != expected) {
        return Err(OpenError::Checksum { tag, expected, got });
    }
    Ok(Row { tag, start, end })
}

fn word(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at + 4)?.try_into().ok()
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// A 32-bit number as an index. `usize` has at least 32 bits on all targets we build for.
fn number(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(word(bytes, at)?) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: [u8; 4] = *b"test";

    fn sample() -> Vec<u8> {
        Writer::new(KIND).section(*b"aaaa", vec![1, 2, 3]).section(*b"bbbb", Vec::new()).section(*b"cccc", vec![9; 40]).finish()
    }

    #[test]
    fn sections_come_back_as_written() {
        let container = Container::open(&sample(), KIND).unwrap();
        assert_eq!(container.section(*b"aaaa"), Some(&[1u8, 2, 3][..]));
        assert_eq!(container.section(*b"bbbb"), Some(&[][..]));
        assert_eq!(container.section(*b"cccc"), Some(&[9u8; 40][..]));
        assert_eq!(container.section(*b"dddd"), None);
        assert_eq!(container.required(*b"dddd"), Err(OpenError::Missing { tag: *b"dddd" }));
    }

    #[test]
    fn the_same_sections_give_the_same_bytes() {
        assert_eq!(sample(), sample());
    }

    #[test]
    fn a_file_cut_at_any_byte_is_refused() {
        let file = sample();
        for length in 0..file.len() {
            assert!(Container::open(&file[..length], KIND).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn a_file_with_any_bit_flipped_is_refused() {
        let file = sample();
        for bit in 0..file.len() * 8 {
            let mut damaged = file.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(Container::open(&damaged, KIND).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn verified_bytes_are_opened_without_their_sections_being_summed_up() {
        let mut file = sample();
        assert_eq!(Container::from_verified(file.clone(), KIND).unwrap().section(*b"aaaa"), Some(&[1u8, 2, 3][..]));
        for length in 0..file.len() {
            assert!(Container::from_verified(file[..length].to_vec(), KIND).is_err(), "cut at {length}");
        }
        *file.last_mut().unwrap() ^= 1;
        assert!(Container::from_verified(file.clone(), KIND).is_ok() && Container::from_vec(file, KIND).is_err());
    }

    #[test]
    fn bytes_after_the_end_are_refused() {
        let mut file = sample();
        file.push(0);
        assert!(matches!(Container::open(&file, KIND), Err(OpenError::Length { .. })));
    }

    #[test]
    fn another_kind_is_named() {
        assert_eq!(Container::open(&sample(), *b"fqix").unwrap_err(), OpenError::WrongKind { expected: *b"fqix", got: KIND });
    }

    #[test]
    fn a_newer_major_version_is_told_apart_from_damage() {
        let mut file = sample();
        file[8] = 2;
        let error = Container::open(&file, KIND).unwrap_err();
        assert!(error.is_newer());
        assert_eq!(error.to_string(), "expected format 1, got the newer format 2; update the Faqlet files of this site together");
        file[8] = 0;
        assert!(!Container::open(&file, KIND).unwrap_err().is_newer());
    }

    #[test]
    fn a_newer_minor_version_with_an_unknown_section_is_read() {
        let mut file = Writer::new(KIND).section(*b"aaaa", vec![1]).section(*b"new!", vec![2]).finish();
        file[10] = 9;
        let rows = file[HEAD..HEAD + 2 * ROW].to_vec();
        let sum = head_checksum(&Crc32::new(), &file[..HEAD - 4], &rows);
        file[HEAD - 4..HEAD].copy_from_slice(&sum.to_le_bytes());
        let container = Container::open(&file, KIND).unwrap();
        assert_eq!(container.minor(), 9);
        assert_eq!(container.section(*b"aaaa"), Some(&[1u8][..]));
    }

    #[test]
    fn a_table_that_points_elsewhere_is_refused_though_its_checksum_is_right() {
        for word_at in [HEAD + 4, HEAD + 8, HEAD + ROW + 4] {
            for value in [0u32, 1, 5, 1 << 20, u32::MAX] {
                let mut file = sample();
                let original = file.clone();
                file[word_at..word_at + 4].copy_from_slice(&value.to_le_bytes());
                if file == original {
                    continue;
                }
                let sum = head_checksum(&Crc32::new(), &file[..HEAD - 4], &file[HEAD..HEAD + 3 * ROW]);
                file[HEAD - 4..HEAD].copy_from_slice(&sum.to_le_bytes());
                assert!(Container::open(&file, KIND).is_err(), "word at {word_at} set to {value}");
            }
        }
    }

    #[test]
    fn empty_and_foreign_bytes_are_refused() {
        assert_eq!(Container::open(b"", KIND).unwrap_err(), OpenError::NotOurs);
        assert_eq!(Container::open(b"<!doctype html>", KIND).unwrap_err(), OpenError::NotOurs);
    }
}
