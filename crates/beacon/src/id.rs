//! Event ids: UUID version 7 (RFC 9562, section 5.7), so that rows arrive in the store nearly in order of their key.

const HEX: &[u8; 16] = b"0123456789abcdef";

/// A UUID of version 7 in lower case, from the time of the act (milliseconds since 1970) and ten random bytes.
#[must_use]
pub fn uuid(now: u64, random: [u8; 10]) -> String {
    let mut bytes = [0u8; 16];
    let time = now.to_be_bytes();
    for (to, from) in bytes.iter_mut().zip(time.iter().skip(2).chain(random.iter())) {
        *to = *from;
    }
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.into_iter().enumerate() {
        let byte = match at {
            6 => (byte & 0x0F) | 0x70,
            8 => (byte & 0x3F) | 0x80,
            _ => byte,
        };
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 0x0F] {
            text.extend(HEX.get(usize::from(digit)).map(|&b| char::from(b)));
        }
    }
    text
}

/// Whether the text is a UUID as this protocol writes it: 36 characters, lower case, any version.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuid_is_version_7_with_the_time_in_front() {
        // The time and the layout of the example in RFC 9562, appendix A.6.
        let random = [0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F];
        assert_eq!(uuid(0x017F_22E2_79B0, random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    #[test]
    fn later_ids_sort_after_earlier_ones() {
        assert!(uuid(1_000, [0xFF; 10]) < uuid(1_001, [0; 10]));
    }

    #[test]
    fn only_canonical_uuids_are_taken() {
        assert!(is_uuid(&uuid(1, [9; 10])));
        for bad in ["", "017F22E2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g"]
        {
            assert!(!is_uuid(bad), "{bad}");
        }
    }
}
