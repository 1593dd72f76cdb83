//! Makes the character tables of text analysis from the Unicode data of well-kept crates, in a form small enough to ship to every visitor.
//! `src/analysis/character.rs` reads them and describes their bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs, io};

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory as Category, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// What a character is to the segmenter. The numbers are those of `Class` in `character.rs`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Break,
    Ignore,
    Mark,
    Digit,
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Devanagari,
    Letter,
    Hangul,
    Han,
    Hiragana,
    Katakana,
    Unspaced,
}

/// Letters that no decomposition takes apart but people write either way, and characters whose decomposition is not what is wanted.
/// Each entry: the character, then what it becomes.
const FOLDS: &[&str] = &[
    "ßss",
    "ẞss",
    "æae",
    "Æae",
    "œoe",
    "Œoe",
    "øo",
    "Øo",
    "łl",
    "Łl",
    "đd",
    "Đd",
    "ðd",
    "Ðd",
    "þth",
    "Þth",
    "ıi",
    "ħh",
    "Ħh",
    "ŋn",
    "Ŋn",
    "ŧt",
    "Ŧt",
    "ƒf",
    "ɓb",
    "ɗd",
    "ƙk",
    "əe",
    "Əe",
    "ŀl",
    "Ŀl",
    "ơo",
    "Ơo",
    "ưu",
    "Ưu",
    "ςσ",
    "ґг",
    "Ґг",
    "ћђ", // Arabic script: one form for letters that keyboards mix up.
    "يی",
    "ىی",
    "ئی",
    "كک",
    "ةه",
    "ۀه",
    "ەه",
    "ہه",
    "ھه",
    "أا",
    "إا",
    "آا",
    "ٱا",
    "ؤو",
    "ﷲالله",
    "﷼ریال", // Hindi: nasal signs.
    "ँं",
    "ऍए",
    "ऑओ",
];

/// Variants of common characters that the first level of Big5 lacks or the converter gets wrong: the character, then its normal form.
const HAN_VARIANTS: &str = "綫线裏里衞卫爲为麽么麪面啓启峯峰羣群牀床喫吃舖铺飆飙靚靓饋馈覈核遶绕妳你祂它牠它賬帐账帐紓纾獼猕甯宁寕宁強强\
    戶户説说悅悦稅税脫脱閱阅銳锐產产顏颜黃黄內内換换歲岁溫温錄录綠绿郵邮";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let out = Path::new(&out);
    let folds = folds();
    fs::write(out.join("classes.bin"), classes())?;
    fs::write(out.join("folds.bin"), single_folds(&folds))?;
    fs::write(out.join("expansions.txt"), expansions(&folds))?;
    fs::write(out.join("han.bin"), pairs_by_target(&han()))
}

/// The characters of the basic plane, without surrogates and private use.
fn basic_plane() -> impl Iterator<Item = char> {
    (0..0xE000).chain(0xF900..0xFFFE).filter_map(char::from_u32)
}

fn class_of(c: char) -> Class {
    use Category::{DecimalNumber, Format, LetterNumber, NonspacingMark, OtherNumber, SpacingMark};
    let category = c.general_category();
    match (category, c.script()) {
        _ if matches!(c, '\u{200b}' | '\u{2bb}' | '\u{2bc}') => Class::Break,
        _ if matches!(c, '\u{fe70}'..='\u{fe7f}') => Class::Ignore,
        _ if matches!(c, '\u{ff9e}' | '\u{ff9f}') => Class::Ignore,
        (Format, _) | (Category::EnclosingMark, _) => Class::Ignore,
        _ if stripped_mark(c) => Class::Ignore,
        (NonspacingMark | SpacingMark, _) => Class::Mark,
        (DecimalNumber, _) => Class::Digit,
        (LetterNumber | OtherNumber, _) if folds_to_digit(c) => Class::Digit,
        _ if c == 'ـ' => Class::Ignore,
        _ if c == 'ー' || c == 'ｰ' => Class::Katakana,
        _ if c == '﷼' => Class::Arabic,
        (OtherNumber, _) => Class::Break,
        _ if !is_letter(category) => Class::Break,
        (_, Script::Latin) => Class::Latin,
        (_, Script::Greek) => Class::Greek,
        (_, Script::Cyrillic) => Class::Cyrillic,
        (_, Script::Hebrew) => Class::Hebrew,
        (_, Script::Arabic) => Class::Arabic,
        (_, Script::Devanagari) => Class::Devanagari,
        (_, Script::Hangul) => Class::Hangul,
        (_, Script::Han) => Class::Han,
        (_, Script::Hiragana) => Class::Hiragana,
        (_, Script::Katakana) => Class::Katakana,
        (_, Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar) => Class::Unspaced,
        _ => Class::Letter,
    }
}

fn is_letter(category: Category) -> bool {
    use Category::{LetterNumber, LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter, UppercaseLetter};
    matches!(category, UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter | LetterNumber)
}

/// Marks without which a word is still read as the same word: the accents of the alphabets, Hebrew and Arabic vowel points, the nukta of
/// the Indic scripts and variation selectors. The vowel signs of Indic and South-East Asian scripts are letters in all but name.
fn stripped_mark(c: char) -> bool {
    use Category::{NonspacingMark, SpacingMark};
    if !matches!(c.general_category(), NonspacingMark | SpacingMark) {
        return false;
    }
    let nukta = matches!(c, '\u{93c}' | '\u{9bc}' | '\u{a3c}' | '\u{abc}' | '\u{b3c}' | '\u{cbc}');
    nukta || matches!(c.script(), Script::Inherited | Script::Hebrew | Script::Arabic | Script::Cyrillic | Script::Syriac)
}

fn folds_to_digit(c: char) -> bool {
    let mut decomposed = c.nfkd();
    decomposed.next().is_some_and(|first| first.is_ascii_digit()) && decomposed.all(|rest| rest.is_ascii_digit())
}

/// Runs of one class: the number of characters, then the class, from U+0000 up; what follows the last run is `Break`.
fn classes() -> Vec<u8> {
    let (mut lengths, mut kinds) = (Vec::new(), Vec::new());
    let mut run = (Class::Break, 0u32);
    let mut next = 0;
    // Unassigned code points take the class of their neighbours, which makes the runs fewer.
    for c in basic_plane().filter(|c| c.general_category() != Category::Unassigned) {
        let class = class_of(c);
        if class != run.0 {
            varint(&mut lengths, run.1 + (c as u32 - next));
            kinds.push(run.0 as u8);
            run = (class, 0);
            next = c as u32;
        }
        run.1 += c as u32 - next + 1;
        next = c as u32 + 1;
    }
    varint(&mut lengths, run.1);
    kinds.push(run.0 as u8);
    with_count(kinds.len(), &[kinds, lengths])
}

/// Each character that is not its own folded form, with that form.
fn folds() -> BTreeMap<char, String> {
    let mut folds = BTreeMap::new();
    for c in basic_plane() {
        let folded = fold(c);
        if !folded.is_empty() && folded != c.to_string() && keeps(c) {
            folds.insert(c, folded);
        }
    }
    for entry in FOLDS {
        let mut chars = entry.chars();
        if let Some(c) = chars.next() {
            folds.insert(c, chars.collect());
        }
    }
    // What a letter folds to may itself be one of the letters above: follow until nothing changes.
    let once = folds.clone();
    for folded in folds.values_mut() {
        for _ in 0..3 {
            *folded = folded.chars().map(|c| once.get(&c).cloned().unwrap_or_else(|| c.to_string())).collect();
        }
    }
    folds.retain(|c, folded| *folded != c.to_string());
    folds
}

/// Leaves out what `character.rs` folds by arithmetic, and rarities whose bytes nobody would thank us for.
fn keeps(c: char) -> bool {
    let by_rule = matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff5e}' | '\u{30a1}'..='\u{30f6}');
    let rare = matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{fbea}'..='\u{fdff}' | '\u{a640}'..='\u{abff}' | '\u{ffa0}'..='\u{ffdc}')
        || matches!(c.script(), Script::Hangul | Script::Coptic | Script::Glagolitic | Script::Cherokee | Script::Georgian);
    let compatible = matches!(c, '\u{f900}'..='\u{faff}');
    !(by_rule || rare || compatible) && class_of(c) != Class::Break && class_of(c) != Class::Ignore
}

/// Compatibility decomposition, lower case, without strippable marks; in scripts whose marks stay, composed again.
fn fold(c: char) -> String {
    let digit = digit_value(c);
    if let Some(digit) = digit {
        return digit.to_string();
    }
    let folded: String = c.nfkd().flat_map(char::to_lowercase).collect::<String>().nfkd().filter(|c| !stripped_mark(*c)).collect();
    folded.nfc().collect()
}

/// The value of a decimal digit in any script: the digits of a script stand in one row from zero up.
fn digit_value(c: char) -> Option<u32> {
    let is_digit = |c: char| c.general_category() == Category::DecimalNumber;
    if !is_digit(c) {
        return None;
    }
    let below = (0..10).take_while(|step| char::from_u32(c as u32 - step).is_some_and(is_digit)).count();
    (below > 0).then(|| below as u32 - 1)
}

/// Folds to one character, as pairs in order of the folded one's source: gap to the previous source, step from the previous target.
fn single_folds(folds: &BTreeMap<char, String>) -> Vec<u8> {
    let pairs: Vec<(u32, u32)> = folds.iter().filter(|(_, to)| to.chars().count() == 1).map(|(c, to)| (*c as u32, first(to))).collect();
    steps(&pairs)
}

/// Folds to several characters: lines of the character and what it becomes.
fn expansions(folds: &BTreeMap<char, String>) -> String {
    folds.iter().filter(|(_, to)| to.chars().count() > 1).map(|(c, to)| format!("{c}{to}\n")).collect()
}

/// Traditional characters and variants with their simplified form: the first level of Big5, which holds every character in general use, and
/// the variants above. A form that is itself converted further is left alone, so that folding twice changes nothing.
fn han() -> Vec<(u32, u32)> {
    let mut forms = BTreeMap::new();
    for c in ('\u{4e00}'..='\u{9fff}').filter(|c| in_general_use(*c)) {
        let simplified = first(&character_converter::traditional_to_simplified(&c.to_string()));
        if simplified != c as u32 && (0x4e00..=0x9fff).contains(&simplified) {
            forms.insert(c as u32, simplified);
        }
    }
    let mut variants = HAN_VARIANTS.chars().map(|c| c as u32);
    while let (Some(from), Some(to)) = (variants.next(), variants.next()) {
        forms.insert(from, to);
    }
    let targets: BTreeSet<u32> = forms.values().copied().collect();
    forms.into_iter().filter(|(from, _)| !targets.contains(from)).collect()
}

fn in_general_use(c: char) -> bool {
    let text = c.to_string();
    let (bytes, _, failed) = encoding_rs::BIG5.encode(&text);
    !failed && bytes.first().is_some_and(|first| (0xA4..=0xC6).contains(first))
}

fn first(text: &str) -> u32 {
    text.chars().next().map_or(0, u32::from)
}

/// Pairs in order of target: gap to the previous target, step from the previous source. Characters with the same radical simplify the same
/// way and stay in order, so most steps are small.
fn pairs_by_target(pairs: &[(u32, u32)]) -> Vec<u8> {
    let mut swapped: Vec<(u32, u32)> = pairs.iter().map(|(from, to)| (*to, *from)).collect();
    swapped.sort_unstable();
    steps(&swapped)
}

/// The count, all gaps between the first members, all steps between the second.
fn steps(pairs: &[(u32, u32)]) -> Vec<u8> {
    let (mut gaps, mut targets) = (Vec::new(), Vec::new());
    let (mut from, mut to) = (0, 0);
    for pair in pairs {
        varint(&mut gaps, pair.0 - from);
        let step = i64::from(pair.1) - i64::from(to);
        varint(&mut targets, ((step << 1) ^ (step >> 63)) as u32);
        (from, to) = *pair;
    }
    with_count(pairs.len(), &[gaps, targets])
}

fn with_count(count: usize, streams: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    varint(&mut bytes, count as u32);
    streams.iter().for_each(|stream| bytes.extend(stream));
    bytes
}

/// Seven bits a byte, low ones first, the high bit on all but the last.
fn varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push((value & 0x7F) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}
