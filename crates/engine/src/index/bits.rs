//! Numbers in bits: Rice codes for gaps, Elias gamma codes for counts.
//!
//! A gap `g` with parameter `k` is `g >> k` in unary (zeros, then a one) and the low `k` bits as they are. With `k` near `log2(ln 2 · mean)`
//! this is within a few hundredths of a bit of the entropy of random places (Witten, Moffat & Bell, "Managing Gigabytes", 3.3). Bits fill
//! bytes from the lowest up. Reading is bounded by the bytes there are: past their end there is nothing.

/// Writes bits.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
    /// Bits used in the last byte, 0 to 7; 0 when it is full.
    used: u32,
}

impl Writer {
    /// The low `count` bits of `value`, at most 32.
    pub(crate) fn bits(&mut self, value: u32, count: u32) {
        for bit in 0..count {
            if self.used == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= (((value >> bit) & 1) as u8) << self.used;
            }
            self.used = (self.used + 1) % 8;
        }
    }

    /// A number of any size, by its length and then its bits: 1 bit for 0, 3 for 1 and 2, 5 for 3 to 6 …
    pub(crate) fn gamma(&mut self, value: u32) {
        let value = u64::from(value) + 1;
        let length = value.ilog2();
        self.bits(0, length);
        self.bits(1, 1);
        self.bits((value & ((1 << length) - 1)) as u32, length);
    }

    /// A number by the Rice code of parameter `k`.
    pub(crate) fn rice(&mut self, value: u32, k: u32) {
        for _ in 0..value >> k {
            self.bits(0, 1);
        }
        self.bits(1, 1);
        self.bits(value & ((1 << k) - 1), k);
    }

    /// The bytes, the last one filled up with zeros.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// The parameter for `count` gaps that together make at most `range`: the logarithm of 0.69 times their mean.
pub(crate) fn parameter(range: u32, count: u32) -> u32 {
    let mean = u64::from(range) * 177 / 256 / u64::from(count.max(1));
    (mean + mean / 3).max(1).ilog2().min(31)
}

/// Reads bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    /// Bits read ahead, the next one lowest.
    ahead: u64,
    /// How many of them there are.
    held: u32,
}

impl<'a> Reader<'a> {
    /// A reader over `bytes`.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, ahead: 0, held: 0 }
    }

    /// Reads ahead until at least 57 bits are held, or all.
    fn fill(&mut self) {
        if let Some((eight, _)) = self.bytes.split_first_chunk::<8>() {
            self.ahead |= u64::from_le_bytes(*eight) << self.held;
            let taken = (63 - self.held) / 8;
            self.bytes = self.bytes.get(taken as usize..).unwrap_or_default();
            self.held += taken * 8;
            return;
        }
        while self.held <= 56 {
            let Some((byte, rest)) = self.bytes.split_first() else { return };
            self.ahead |= u64::from(*byte) << self.held;
            self.bytes = rest;
            self.held += 8;
        }
    }

    /// The next `count` bits, at most 32; `None` past the end.
    pub(crate) fn bits(&mut self, count: u32) -> Option<u32> {
        if self.held < count {
            self.fill();
            if self.held < count {
                return None;
            }
        }
        let value = self.ahead & ((1 << count) - 1);
        self.ahead >>= count;
        self.held -= count;
        Some(value as u32)
    }

    /// How many zeros come before the next one, which is read too.
    fn unary(&mut self) -> Option<u32> {
        let mut zeros = 0u32;
        loop {
            // Bits above those held may be there already; they are not counted as held before they are whole bytes.
            let here = self.ahead.trailing_zeros().min(self.held);
            if here < self.held {
                self.ahead = self.ahead >> here >> 1;
                self.held -= here + 1;
                return Some(zeros + here);
            }
            zeros = zeros.checked_add(self.held)?;
            self.ahead = 0;
            self.held = 0;
            self.fill();
            if self.held == 0 {
                return None;
            }
        }
    }

    /// A number written by [`Writer::gamma`].
    pub(crate) fn gamma(&mut self) -> Option<u32> {
        let length = self.unary().filter(|length| *length < 32)?;
        ((1u32 << length) | self.bits(length)?).checked_sub(1)
    }

    /// A number written by [`Writer::rice`] with the same parameter, at most 31.
    pub(crate) fn rice(&mut self, k: u32) -> Option<u32> {
        if self.held < 57 {
            self.fill();
        }
        let high = self.ahead.trailing_zeros();
        if high + 1 + k <= self.held {
            // All of it is held: the ordinary case.
            let rest = self.ahead >> high >> 1;
            self.ahead = rest >> k;
            self.held -= high + 1 + k;
            return high.checked_mul(1 << k)?.checked_add((rest & ((1 << k) - 1)) as u32);
        }
        let high = self.unary()?;
        let low = self.bits(k)?;
        high.checked_mul(1 << k)?.checked_add(low)
    }

    /// Leaves `count` bits out.
    pub(crate) fn skip(&mut self, count: u32) {
        if count <= self.held {
            self.ahead = if count < 64 { self.ahead >> count } else { 0 };
            self.held -= count;
            return;
        }
        let beyond = count - self.held;
        self.ahead = 0;
        self.held = 0;
        self.bytes = self.bytes.get((beyond / 8) as usize..).unwrap_or_default();
        self.bits(beyond % 8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_written() {
        let numbers = [0u32, 1, 2, 3, 7, 8, 100, 1000, 65_535, 1_000_000];
        let mut writer = Writer::default();
        for number in numbers {
            writer.gamma(number);
            writer.rice(number, 12);
            writer.bits(number & 31, 5);
        }
        writer.gamma(u32::MAX - 1);
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        for number in numbers {
            assert_eq!(reader.gamma(), Some(number));
            assert_eq!(reader.rice(12), Some(number));
            assert_eq!(reader.bits(5), Some(number & 31));
        }
        assert_eq!(reader.gamma(), Some(u32::MAX - 1));
    }

    #[test]
    fn long_runs_of_zeros_cross_bytes() {
        let mut writer = Writer::default();
        writer.bits(1, 3);
        for value in [200, 0, 64, 63, 65, 1] {
            writer.rice(value, 0);
        }
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.bits(3), Some(1));
        for value in [200, 0, 64, 63, 65, 1] {
            assert_eq!(reader.rice(0), Some(value));
        }
    }

    #[test]
    fn bits_may_be_left_out() {
        let bytes: Vec<u8> = (0..40u8).map(|n| n.wrapping_mul(37)).collect();
        for start in [0, 3, 8, 40] {
            for count in [0, 1, 5, 8, 31, 63, 64, 65, 130] {
                let (mut one, mut other) = (Reader::new(&bytes), Reader::new(&bytes));
                for _ in 0..start + count {
                    one.bits(1);
                }
                for _ in 0..start {
                    other.bits(1);
                }
                other.skip(count);
                assert_eq!(one.bits(20), other.bits(20), "{count} after {start}");
            }
        }
    }

    #[test]
    fn past_the_end_there_is_nothing() {
        for bytes in [&[][..], &[0], &[0; 100]] {
            assert_eq!(Reader::new(bytes).gamma(), None);
            assert_eq!(Reader::new(bytes).rice(3), None);
        }
        assert_eq!(Reader::new(&[1]).bits(9), None);
        let mut reader = Reader::new(&[1, 2, 3]);
        reader.skip(100);
        assert_eq!(reader.bits(1), None);
        assert_eq!(Reader::new(&[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).gamma(), None);
    }

    #[test]
    fn the_parameter_follows_the_mean() {
        assert_eq!(parameter(1000, 1000), 0);
        assert_eq!(parameter(1000, 1), 9);
        assert_eq!(parameter(0, 0), 0);
    }
}
