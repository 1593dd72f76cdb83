//! CRC-32 (ISO-HDLC: polynomial 0xEDB88320 reflected, as in zip, PNG and gzip).
//!
//! The tables are computed when needed instead of being shipped: eight tables of random-looking words would cost each visitor 8 KB that no
//! compressor can shrink, while computing them takes a few microseconds. Method: slicing-by-8 (Kounavis & Berry, "A systematic approach
//! to building high performance software-based CRC generators", ISCC 2005).

const POLYNOMIAL: u32 = 0xEDB8_8320;

type Tables = [[u32; 256]; 8];

/// Computes CRC-32 checksums.
pub(crate) struct Crc32 {
    tables: Box<Tables>,
}

impl Crc32 {
    /// Prepares the tables (8 KB).
    pub(crate) fn new() -> Self {
        let mut tables: Box<Tables> = Box::new([[0; 256]; 8]);
        for byte in 0..256u32 {
            let mut crc = byte;
            for table in tables.iter_mut() {
                for _ in 0..8 {
                    crc = if crc & 1 == 1 { (crc >> 1) ^ POLYNOMIAL } else { crc >> 1 };
                }
                if let Some(slot) = table.get_mut(byte as usize) {
                    *slot = crc;
                }
            }
        }
        Self { tables }
    }

    /// The checksum of `bytes`.
    pub(crate) fn of(&self, bytes: &[u8]) -> u32 {
        let mut crc = !0u32;
        let (chunks, rest) = bytes.as_chunks::<8>();
        for &[a, b, c, d, e, f, g, h] in chunks {
            let low = crc ^ u32::from_le_bytes([a, b, c, d]);
            crc = self.look(7, low)
                ^ self.look(6, low >> 8)
                ^ self.look(5, low >> 16)
                ^ self.look(4, low >> 24)
                ^ self.look(3, u32::from(e))
                ^ self.look(2, u32::from(f))
                ^ self.look(1, u32::from(g))
                ^ self.look(0, u32::from(h));
        }
        for &byte in rest {
            crc = (crc >> 8) ^ self.look(0, crc ^ u32::from(byte));
        }
        !crc
    }

    /// One word of a table, for the lowest byte of `word`. The mask keeps both indices inside the arrays.
    #[inline(always)]
    #[allow(clippy::indexing_slicing)]
    fn look(&self, table: usize, word: u32) -> u32 {
        self.tables[table & 7][(word & 0xFF) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_value_of_the_catalogue_is_reached() {
        // The check value that catalogues of CRC algorithms give for CRC-32/ISO-HDLC.
        assert_eq!(Crc32::new().of(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn empty_input_has_checksum_zero() {
        assert_eq!(Crc32::new().of(b""), 0);
    }

    #[test]
    fn eight_bytes_at_a_time_equals_one_bit_at_a_time() {
        let bytes: Vec<u8> = (0..1000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let crc = Crc32::new();
        for length in [1, 7, 8, 9, 63, 64, 65, 1000] {
            assert_eq!(crc.of(&bytes[..length]), bitwise(&bytes[..length]), "length {length}");
        }
    }

    fn bitwise(bytes: &[u8]) -> u32 {
        let mut crc = !0u32;
        for &byte in bytes {
            crc ^= u32::from(byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ POLYNOMIAL } else { crc >> 1 };
            }
        }
        !crc
    }
}
