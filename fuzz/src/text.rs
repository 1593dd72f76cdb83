//! Texts as fuzz input: a few bytes of choices, then text. Broken UTF-8 becomes U+FFFD, as a browser makes it of lone surrogates.

use std::borrow::Cow;

use libfuzzer_sys::fuzzer_mutate;

use crate::dice::Dice;

/// Longest text that is made by repeating, in bytes: beyond all limits that the library sets itself.
const FLOOD: usize = 10_000;

/// Ranges of code points that analysers treat specially, half-open.
const CORNERS: [(u32, u32); 22] = [
    (0x20, 0x7F),
    (0x30, 0x3A),
    (0x41, 0x5B),
    (0xA0, 0x180),
    (0x300, 0x370),
    (0x3B1, 0x3CA),
    (0x430, 0x460),
    (0x5B0, 0x5F4),
    (0x610, 0x6D5),
    (0x6F0, 0x6FA),
    (0x904, 0x970),
    (0xE01, 0xE4F),
    (0x1100, 0x1200),
    (0x2000, 0x2070),
    (0x3041, 0x3100),
    (0x4E00, 0x9FA6),
    (0xAC00, 0xD7A4),
    (0xFB50, 0xFE00),
    (0xFE20, 0xFFFE),
    (0x1_D7CE, 0x1_D800),
    (0x1_F300, 0x1_F700),
    (0x2_0000, 0x2_A6E0),
];

/// Words and signs of the languages that have rules of their own: what stems, glues, respells or is a function word somewhere.
const WORDS: [&str; 54] = [
    " ",
    "\n",
    "-",
    "'",
    "’",
    ".",
    ",",
    "_",
    "&",
    "\u{200C}",
    "\u{200D}",
    "\u{AD}",
    "\u{301}",
    "\u{200F}",
    "\u{202E}",
    "\u{FEFF}",
    "refunds",
    "log in",
    "wi-fi",
    "2FA",
    "3.11",
    "1,000",
    "don't",
    "how do I ",
    "cancellation",
    "l'",
    "naïve",
    "ﬁ",
    "Straße",
    "İ",
    "ı",
    "取消訂單",
    "取消订单",
    "怎麼",
    "の",
    "ログイン",
    "ｶﾞ",
    "환불을",
    "한",
    "می‌خواهم",
    "سفارش ها",
    "ي",
    "ك",
    "۱۲",
    "والاسترجاع",
    "pag-unawa",
    "nag -",
    "mga ",
    "kinain",
    "memperbarui",
    "заказы",
    "ऑर्डर",
    "के",
    "👩‍👩‍👧",
];

/// The first `N` bytes as choices and the rest as text. `None` when there are fewer bytes.
#[must_use]
pub fn split<const N: usize>(data: &[u8]) -> Option<([u8; N], Cow<'_, str>)> {
    let (choices, text) = data.split_first_chunk::<N>()?;
    Some((*choices, String::from_utf8_lossy(text)))
}

/// The text, or over and over to the length of a flood for one in sixteen choices: rarely, because it takes long.
#[must_use]
pub fn flooded(choice: u8, text: &str) -> String {
    if choice < 240 { text.to_owned() } else { text.repeat(FLOOD / text.len().max(1)) }
}

/// A mutation for libFuzzer: half of them are its own, half put a word or a rare character between two characters, or repeat a stretch.
/// `bytes` has room for `most`; `size` of it are in use; the first `choices` bytes are no text.
#[must_use]
pub fn mutate(bytes: &mut [u8], size: usize, most: usize, seed: u32, choices: usize) -> usize {
    let mut dice = Dice::new(seed);
    let text = bytes.get(choices..size).and_then(|text| core::str::from_utf8(text).ok());
    let Some(text) = text.filter(|_| dice.below(2) == 0) else { return fuzzer_mutate(bytes, size, most) };
    let piece = piece(text, &mut dice);
    let at = choices + text.floor_char_boundary(dice.below(text.len() + 1));
    if size + piece.len() > most {
        return fuzzer_mutate(bytes, size, most);
    }
    bytes.copy_within(at..size, at + piece.len());
    bytes[at..at + piece.len()].copy_from_slice(piece.as_bytes());
    size + piece.len()
}

fn piece(text: &str, dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => WORDS[dice.below(WORDS.len())].to_owned(),
        1 => {
            let (first, end) = CORNERS[dice.below(CORNERS.len())];
            char::from_u32(first + dice.below((end - first) as usize) as u32).map(String::from).unwrap_or_default()
        }
        _ => {
            let start = text.floor_char_boundary(dice.below(text.len() + 1));
            let end = text.floor_char_boundary((start + 1 + dice.below(24)).min(text.len()));
            text.get(start..end).unwrap_or_default().to_owned()
        }
    }
}
