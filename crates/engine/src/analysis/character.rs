//! What a character is and what it folds to.
//!
//! The tables come from `build.rs` as a few thousand bytes and are spread out on first use, so that a look-up is one array access. All are
//! runs of varints (seven bits a byte, low ones first): `classes.bin` a count, that many class numbers, that many run lengths;
//! `folds.bin` and `han.bin` a count, that many gaps, that many zigzag steps; `expansions.txt` lines of a character and what it becomes.
//! What is regular is done by arithmetic instead: full-width ASCII, kana, Hangul composed from its letters, mathematical alphabets.

use std::sync::OnceLock;

/// What a character is to the segmenter. The numbers are those of `build.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Ends a word: space, punctuation, symbol.
    Break,
    /// Neither seen nor heard: accents on their own, joiners, direction marks. It neither ends a word nor belongs to it.
    Ignore,
    /// A vowel sign or the like: belongs to the letter before it.
    Mark,
    /// A decimal digit of any script.
    Digit,
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Devanagari,
    /// A letter of another script that is written with spaces.
    Letter,
    Hangul,
    Han,
    Hiragana,
    Katakana,
    /// A letter of a script without spaces other than Han and kana, such as Thai.
    Unspaced,
}

const CLASSES: [Class; 16] = [
    Class::Break,
    Class::Ignore,
    Class::Mark,
    Class::Digit,
    Class::Latin,
    Class::Greek,
    Class::Cyrillic,
    Class::Hebrew,
    Class::Arabic,
    Class::Devanagari,
    Class::Letter,
    Class::Hangul,
    Class::Han,
    Class::Hiragana,
    Class::Katakana,
    Class::Unspaced,
];

/// Size of the basic plane; everything beyond it is told by range.
const PLANE: usize = 0x1_0000;

struct Tables {
    /// The class of each character of the basic plane.
    classes: Vec<u8>,
    /// What it folds to: 0 for itself, a surrogate number for the n-th line of the expansions.
    folds: Vec<u16>,
    /// The texts of characters that fold to several.
    expansions: Vec<&'static str>,
}

/// Surrogates are no characters, so their numbers are free to stand for the lines of the expansions, of which there are fewer than 2,048.
const EXPANSIONS: u16 = 0xD800;

static CLASS_RUNS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/classes.bin"));
static FOLDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/folds.bin"));
static HAN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/han.bin"));
static EXPANDED: &str = include_str!(concat!(env!("OUT_DIR"), "/expansions.txt"));

/// The character tables, for the length of one analysis.
#[derive(Clone, Copy)]
pub(super) struct Characters(&'static Tables);

impl Characters {
    /// The tables; the first call in a process makes them.
    pub(super) fn new() -> Self {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        Self(TABLES.get_or_init(Tables::spread))
    }

    /// What `c` is.
    pub(super) fn class(self, c: char) -> Class {
        let index = match c as usize {
            code if code < PLANE => usize::from(self.0.classes.get(code).copied().unwrap_or(0)),
            0x1_D400..0x1_D6A4 => Class::Latin as usize,
            0x1_D7CE..0x1_D800 => Class::Digit as usize,
            0x1_D000..0x2_0000 => Class::Break as usize,
            0x2_0000..0x4_0000 => Class::Han as usize,
            0xE_0000.. => Class::Ignore as usize,
            _ => Class::Letter as usize,
        };
        CLASSES.get(index).copied().unwrap_or(Class::Break)
    }

    /// Appends what `c` folds to, to a word that starts at byte `from` of `out`.
    pub(super) fn fold(self, c: char, out: &mut String, from: usize) {
        if c.is_ascii() {
            return out.push(c.to_ascii_lowercase());
        }
        match self.0.folds.get(c as usize).copied().unwrap_or(0) {
            line @ EXPANSIONS..0xDFFF => {
                let expansion = self.0.expansions.get(usize::from(line - EXPANSIONS)).unwrap_or(&"");
                expansion.chars().for_each(|c| push(regular(c), out, from));
            }
            0 => push(regular(c), out, from),
            folded => push(regular(char::from_u32(u32::from(folded)).unwrap_or(c)), out, from),
        }
    }
}

impl Tables {
    fn spread() -> Self {
        let expansions: Vec<&'static str> = EXPANDED.lines().collect();
        let mut folds = vec![0; PLANE];
        for (from, to) in Steps::new(FOLDS) {
            set(&mut folds, from, to as u16);
        }
        for (to, from) in Steps::new(HAN) {
            set(&mut folds, from, to as u16);
        }
        let mut lines = Vec::with_capacity(expansions.len());
        for (number, line) in (EXPANSIONS..).zip(expansions) {
            let mut chars = line.chars();
            set(&mut folds, chars.next().map_or(0, u32::from), number);
            lines.push(chars.as_str());
        }
        Self { classes: spread_classes(CLASS_RUNS), folds, expansions: lines }
    }
}

fn set(table: &mut [u16], at: u32, value: u16) {
    if let Some(cell) = table.get_mut(at as usize) {
        *cell = value;
    }
}

fn spread_classes(bytes: &[u8]) -> Vec<u8> {
    let mut kinds = bytes.iter();
    let count = varint(&mut kinds) as usize;
    let mut lengths = kinds.as_slice().get(count..).unwrap_or_default().iter();
    let mut classes = Vec::with_capacity(PLANE);
    for kind in kinds.take(count) {
        let end = (classes.len() + varint(&mut lengths) as usize).min(PLANE);
        classes.resize(end, *kind);
    }
    classes.resize(PLANE, Class::Break as u8);
    classes
}

/// The pairs of `folds.bin` and `han.bin`.
struct Steps<'b> {
    left: u32,
    gaps: std::slice::Iter<'b, u8>,
    steps: std::slice::Iter<'b, u8>,
    pair: (u32, u32),
}

impl<'b> Steps<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let mut gaps = bytes.iter();
        let left = varint(&mut gaps);
        let mut steps = gaps.clone();
        for _ in 0..left {
            varint(&mut steps);
        }
        Self { left, gaps, steps, pair: (0, 0) }
    }
}

impl Iterator for Steps<'_> {
    type Item = (u32, u32);

    fn next(&mut self) -> Option<(u32, u32)> {
        self.left = self.left.checked_sub(1)?;
        let zigzag = varint(&mut self.steps);
        let step = (zigzag >> 1) ^ (zigzag & 1).wrapping_neg();
        self.pair = (self.pair.0.wrapping_add(varint(&mut self.gaps)), self.pair.1.wrapping_add(step));
        Some(self.pair)
    }
}

/// The next varint; 0 after the last.
fn varint(bytes: &mut std::slice::Iter<'_, u8>) -> u32 {
    let (mut value, mut shift) = (0, 0);
    for byte in bytes {
        value |= u32::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 || shift >= 28 {
            break;
        }
        shift += 7;
    }
    value
}

/// The folds that follow a rule: full-width ASCII to ASCII, katakana to hiragana without voicing, the mathematical alphabets to plain letters
/// and digits.
fn regular(c: char) -> char {
    let code = c as u32;
    let folded = match code {
        0xFF01..=0xFF5E => u32::from(((code - 0xFEE0) as u8).to_ascii_lowercase()),
        0x30A1..=0x30F6 => unvoiced(code - 0x60),
        0x3041..=0x3096 => unvoiced(code),
        0x1_D400..0x1_D6A4 => u32::from(b'a') + (code - 0x1_D400) % 52 % 26,
        0x1_D7CE..0x1_D800 => u32::from(b'0') + (code - 0x1_D7CE) % 10,
        _ => code,
    };
    char::from_u32(folded).unwrap_or(c)
}

/// A hiragana letter without its voicing mark, which is to it what an accent is to a Latin letter (so too in the Unicode Collation Algorithm).
/// In their block a voiced letter follows its plain one, in the row of は also a half-voiced one.
fn unvoiced(code: u32) -> u32 {
    match code {
        0x304B..=0x3062 => code - (code + 1) % 2,
        0x3064..=0x3069 => code - code % 2,
        0x306F..=0x307D => code - code % 3,
        0x3094 => 0x3046,
        _ => code,
    }
}

/// Appends a folded character; a Korean vowel or final consonant that comes as a letter of its own joins the syllable before it, but not
/// one of the word before.
fn push(c: char, out: &mut String, from: usize) {
    let last = || out.get(from..).and_then(|word| word.chars().next_back());
    let composed = match c {
        '\u{1161}'..='\u{1175}' | '\u{11a8}'..='\u{11c2}' => last().and_then(|last| compose(last, c)),
        _ => None,
    };
    if composed.is_some() {
        out.pop();
    }
    out.push(composed.unwrap_or(c));
}

/// Unicode's arithmetic for Hangul (The Unicode Standard, section 3.12).
fn compose(last: char, c: char) -> Option<char> {
    let (last, c) = (last as u32, c as u32);
    let code = match (last, c) {
        (0x1100..=0x1112, 0x1161..=0x1175) => 0xAC00 + ((last - 0x1100) * 21 + (c - 0x1161)) * 28,
        (0xAC00..=0xD7A3, 0x11A8..=0x11C2) if (last - 0xAC00).is_multiple_of(28) => last + (c - 0x11A7),
        _ => return None,
    };
    char::from_u32(code)
}
