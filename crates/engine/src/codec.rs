//! Numbers, texts and byte runs written one after the other, and read back with every length checked against what is left.
//!
//! Integers are LEB128 varints: seven bits a byte, lowest first, the high bit set on all bytes but the last. Texts and byte runs carry
//! their length in bytes before them. Reading never panics and never allocates.

use crate::error::OpenError;

/// Writes values one after the other.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// An empty writer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One byte.
    pub fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    /// A varint of 1 to 5 bytes.
    pub fn u32(&mut self, value: u32) {
        self.u64(u64::from(value));
    }

    /// A varint of 1 to 10 bytes.
    pub fn u64(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push((value as u8 & 0x7F) | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// A byte run with its length before it.
    pub fn bytes(&mut self, value: &[u8]) {
        self.u64(value.len() as u64);
        self.raw(value);
    }

    /// A UTF-8 text with its length in bytes before it.
    pub fn str(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }

    /// Bytes as they are, without a length.
    pub fn raw(&mut self, value: &[u8]) {
        self.bytes.extend_from_slice(value);
    }

    /// Number of bytes written so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The bytes.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads values one after the other; `None` at the end of the bytes, or where they are not what was asked for. The index uses it where
/// one sentence for a whole section is error enough.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    /// A scan over `bytes`.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Number of bytes not read yet.
    pub(crate) fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Something, when everything was read.
    pub(crate) fn end(&self) -> Option<()> {
        self.rest.is_empty().then_some(())
    }

    /// One byte.
    pub(crate) fn u8(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    /// A varint that fits into 32 bits.
    #[inline]
    pub(crate) fn u32(&mut self) -> Option<u32> {
        match self.rest {
            // Nearly all numbers are small.
            [byte @ 0..0x80, rest @ ..] => {
                self.rest = rest;
                Some(u32::from(*byte))
            }
            [low, high @ 0..0x80, rest @ ..] => {
                self.rest = rest;
                Some(u32::from(*low & 0x7F) | u32::from(*high) << 7)
            }
            _ => u32::try_from(self.u64()?).ok(),
        }
    }

    /// A varint of at most 10 bytes.
    pub(crate) fn u64(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.u8()?;
            if shift == 63 && byte > 1 {
                return None;
            }
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// A count of things each of which takes at least `least` bytes (at least 1); `None` when that many do not fit into the rest, so
    /// that an allocation by the count is bounded by the bytes there are.
    pub(crate) fn count(&mut self, least: usize) -> Option<usize> {
        let count = usize::try_from(self.u64()?).ok()?;
        (count <= self.remaining() / least.max(1)).then_some(count)
    }

    /// A UTF-8 text with its length in bytes before it.
    pub(crate) fn str(&mut self) -> Option<&'a str> {
        let length = self.count(1)?;
        core::str::from_utf8(self.raw(length)?).ok()
    }

    /// `length` bytes as they are.
    pub(crate) fn raw(&mut self, length: usize) -> Option<&'a [u8]> {
        let (run, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(run)
    }

    /// The bytes before the first one that is below `least` (at most 128), which stays unread.
    ///
    /// Eight bytes are looked at together: where a byte is less than `least`, taking that off borrows from the byte's highest bit. A
    /// borrow may go on into the bytes above, so only the lowest one found is sure, and that is the one wanted.
    pub(crate) fn until(&mut self, least: u8) -> Option<&'a [u8]> {
        const ONES: u64 = u64::MAX / 255;
        let mut length = 0;
        loop {
            let rest = self.rest.get(length..)?;
            let Some((eight, _)) = rest.split_first_chunk::<8>() else {
                length += rest.iter().position(|byte| *byte < least)?;
                return self.raw(length);
            };
            let word = u64::from_le_bytes(*eight);
            let below = word.wrapping_sub(ONES * u64::from(least)) & !word & (ONES << 7);
            if below != 0 {
                return self.raw(length + (below.trailing_zeros() / 8) as usize);
            }
            length += 8;
        }
    }
}

/// Reads values one after the other, with errors that say where and what. `Copy`, so that a place can be remembered by copying the reader.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    scan: Scan<'a>,
    length: usize,
    section: &'static str,
}

impl<'a> Reader<'a> {
    /// A reader over `bytes`; `section` names them in errors.
    #[must_use]
    pub fn new(bytes: &'a [u8], section: &'static str) -> Self {
        Self { scan: Scan::new(bytes), length: bytes.len(), section }
    }

    /// Byte offset of the next value.
    #[must_use]
    pub fn position(&self) -> usize {
        self.length - self.remaining()
    }

    /// Number of bytes not read yet. Check counts against this before allocating for them.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.scan.remaining()
    }

    /// Whether everything was read.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.remaining() == 0
    }

    /// An error at this place; `expected` completes the sentence "expected …".
    #[must_use]
    pub fn malformed(&self, expected: &'static str) -> OpenError {
        OpenError::Malformed { section: self.section, offset: self.position(), expected }
    }

    /// One byte.
    ///
    /// # Errors
    /// At the end of the bytes.
    pub fn u8(&mut self) -> Result<u8, OpenError> {
        let start = *self;
        self.scan.u8().ok_or_else(|| start.malformed("one more byte"))
    }

    /// A varint that fits into 32 bits.
    ///
    /// # Errors
    /// At the end of the bytes, or when the number is larger.
    pub fn u32(&mut self) -> Result<u32, OpenError> {
        let start = *self;
        self.scan.u32().ok_or_else(|| start.malformed("a number below 4294967296"))
    }

    /// A varint of at most 10 bytes.
    ///
    /// # Errors
    /// At the end of the bytes, or when the number has more than 64 bits.
    pub fn u64(&mut self) -> Result<u64, OpenError> {
        let start = *self;
        self.scan.u64().ok_or_else(|| start.malformed("a number below 2^64"))
    }

    /// A count of things each of which takes at least `least` bytes (at least 1). Larger counts than the rest can hold are refused, so
    /// that an allocation by the count is bounded by the bytes there are.
    ///
    /// # Errors
    /// At the end of the bytes, or when that many things do not fit.
    pub fn count(&mut self, least: usize) -> Result<usize, OpenError> {
        let start = *self;
        self.scan.count(least).ok_or_else(|| start.malformed("a count of things that fit into the section"))
    }

    /// A byte run with its length before it.
    ///
    /// # Errors
    /// When the length is larger than what is left.
    pub fn bytes(&mut self) -> Result<&'a [u8], OpenError> {
        let length = self.count(1)?;
        self.raw(length)
    }

    /// A UTF-8 text with its length in bytes before it.
    ///
    /// # Errors
    /// When the length is larger than what is left, or the bytes are not UTF-8.
    pub fn str(&mut self) -> Result<&'a str, OpenError> {
        let start = *self;
        self.scan.str().ok_or_else(|| start.malformed("text in UTF-8"))
    }

    /// `length` bytes as they are.
    ///
    /// # Errors
    /// When fewer are left.
    pub fn raw(&mut self, length: usize) -> Result<&'a [u8], OpenError> {
        let start = *self;
        self.scan.raw(length).ok_or_else(|| start.malformed("more bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_written() {
        let mut writer = Writer::new();
        let numbers = [0u64, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX];
        for number in numbers {
            writer.u64(number);
        }
        writer.str("naïve 你好");
        writer.bytes(&[0, 255]);
        writer.u8(7);
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes, "test");
        for number in numbers {
            assert_eq!(reader.u64(), Ok(number));
        }
        assert_eq!(reader.str(), Ok("naïve 你好"));
        assert_eq!(reader.bytes(), Ok(&[0u8, 255][..]));
        assert_eq!(reader.u8(), Ok(7));
        assert!(reader.is_at_end());
    }

    #[test]
    fn a_cut_value_is_an_error_with_its_place() {
        let mut reader = Reader::new(&[0x01, 0x80], "test");
        assert_eq!(reader.u32(), Ok(1));
        assert_eq!(reader.u32(), Err(OpenError::Malformed { section: "test", offset: 1, expected: "a number below 4294967296" }));
    }

    #[test]
    fn numbers_beyond_their_width_are_refused() {
        let mut too_long = vec![0xFF; 9];
        too_long.push(0x02);
        assert!(Reader::new(&too_long, "test").u64().is_err());
        assert!(Reader::new(&[0x80, 0x80, 0x80, 0x80, 0x10], "test").u32().is_err());
        assert!(Reader::new(&[0xFF; 40], "test").u64().is_err());
    }

    #[test]
    fn the_first_byte_below_a_limit_is_found_wherever_it_stands() {
        for length in 0..40usize {
            for end in 0..length {
                let mut bytes: Vec<u8> = (0..length).map(|at| [0x20, 0x80, 0xFF, 0x7F, 0x21][at % 5]).collect();
                assert_eq!(Scan::new(&bytes).until(0x20), None);
                for low in [0, 0x1F] {
                    bytes[end] = low;
                    let mut scan = Scan::new(&bytes);
                    assert_eq!(scan.until(0x20), Some(&bytes[..end]), "{bytes:?}");
                    assert_eq!(scan.u8(), Some(low));
                }
            }
        }
        assert_eq!(Scan::new(&[0x7F, 0x80, 0x90]).until(0x80), Some(&[][..]));
        assert_eq!(Scan::new(&[0x80, 0x90, 0x7F]).until(0x80), Some(&[0x80, 0x90][..]));
    }

    #[test]
    fn a_length_beyond_the_end_is_refused() {
        assert!(Reader::new(&[5, b'a', b'b'], "test").str().is_err());
        assert!(Reader::new(&[0xFF, 0xFF, 0xFF, 0xFF, 0x0F], "test").bytes().is_err());
    }

    #[test]
    fn a_count_is_bounded_by_the_bytes_left() {
        assert_eq!(Reader::new(&[2, 0, 0, 0, 0], "test").count(2), Ok(2));
        assert!(Reader::new(&[3, 0, 0, 0, 0], "test").count(2).is_err());
    }

    #[test]
    fn text_that_is_not_utf8_is_refused() {
        assert!(Reader::new(&[2, 0xC3, 0x28], "test").str().is_err());
    }
}
