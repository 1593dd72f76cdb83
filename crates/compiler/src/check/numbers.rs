//! Numbers of an answer with what they count, and where two answers disagree about them.
//!
//! A number is known by its unit: the currency or percent sign that touches it, else the word after it, else the word before it. `30 days`,
//! `30 Tage`, `۳۰ روز`, `30天`, `€5`, `5 %`. Dates and times of day are known by their form: `1 May 2026`, `2026-05-01`, `9:30`. Two answers disagree where both name a unit and no value of it is in both.

use super::similar;
use faqlet_engine::analysis::{self, TokenKind};
use std::collections::{BTreeMap, BTreeSet};

/// What two answers say differently, each as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// In the first.
    pub(super) first: String,
    /// In the second.
    pub(super) second: String,
}

/// The first thing that both answers give a number for without having one in common.
pub(super) fn difference(first: &str, second: &str, language: analysis::Language) -> Option<Difference> {
    let (ours, theirs) = (figures(first, language), figures(second, language));
    ours.iter().find_map(|(unit, values)| {
        let others = theirs.get(unit)?;
        let common = values.keys().any(|value| others.contains_key(value));
        (!common).then(|| Difference { first: shown(values), second: shown(others) })
    })
}

fn shown(values: &BTreeMap<String, String>) -> String {
    let written: BTreeSet<String> = values.values().map(|text| format!("`{text}`")).collect();
    written.into_iter().take(4).collect::<Vec<_>>().join(", ")
}

/// The figures of a text: by unit, the values and how each is written.
fn figures(text: &str, language: analysis::Language) -> BTreeMap<String, BTreeMap<String, String>> {
    let words = words(text, language);
    let mut figures: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        if let Some((form, length)) = dated(text, words.get(at - 1..).unwrap_or_default()) {
            let parts = words.get(at - 1..at - 1 + length).unwrap_or_default();
            let value: Vec<&str> = parts.iter().map(|part| part.term.trim_start_matches('0')).collect();
            let written = text.get(word.start..parts.last().map_or(word.end, |last| last.end)).unwrap_or_default();
            figures.entry(form.to_owned()).or_default().entry(value.join(" ")).or_insert(written.to_owned());
            at += length - 1;
            continue;
        }
        if !word.number {
            continue;
        }
        let (unit, start, end) = unit(text, &words, at - 1);
        let Some(unit) = unit else { continue };
        let written = text.get(start..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        figures.entry(unit).or_default().entry(value(&word.word)).or_insert(written);
    }
    figures
}

/// A word and where it stands.
struct Word {
    word: String,
    term: String,
    start: usize,
    end: usize,
    number: bool,
    /// Whether it can be what a number counts: a word of content, no number.
    unit: bool,
}

/// The words of a text in order; a run of a script without spaces as its pairs of characters.
fn words(text: &str, language: analysis::Language) -> Vec<Word> {
    let mut words = Vec::new();
    analysis::analyse(text, language, &mut |token| {
        if matches!(token.kind, TokenKind::Joined | TokenKind::Tail) {
            return;
        }
        let number = token.kind == TokenKind::Number && similar::is_number(token.word);
        let (start, end) = (token.start as usize, token.end as usize);
        let unit = !token.function && token.kind != TokenKind::Number;
        words.push(Word { word: token.word.to_owned(), term: token.term.to_owned(), start, end, number, unit });
    });
    words
}

/// Whether the words begin with a date or a time of day: its form, and how many words it has. Only the same forms are compared.
fn dated(text: &str, words: &[Word]) -> Option<(&'static str, usize)> {
    let gap = |a: &Word, b: &Word| text.get(a.end..b.start).unwrap_or_default().trim().to_owned();
    let is_year = |word: &Word| word.number && word.word.len() == 4;
    match words {
        [a, b, c, ..] if a.number && b.number && c.number => {
            let gaps = (gap(a, b), gap(b, c));
            (gaps.0 == gaps.1 && matches!(gaps.0.as_str(), "-" | "/" | ".")).then_some(("date in numbers", 3))
        }
        [a, b, c, ..] if a.number && !b.number && is_year(c) && matches!(gap(a, b).as_str(), "" | ".") && gap(b, c).is_empty() => {
            Some(("day, month and year", 3))
        }
        [a, b, c, ..] if !a.number && b.number && is_year(c) && gap(a, b).is_empty() && gap(b, c) == "," => {
            Some(("month, day and year", 3))
        }
        _ => None,
    }
    .or_else(|| match words {
        [a, b, ..] if a.number && b.number && b.word.len() == 2 && text.get(a.end..b.start) == Some(":") => Some(("time of day", 2)),
        _ => None,
    })
}

/// What the number at `at` counts, and the stretch of text that says both.
fn unit(text: &str, words: &[Word], at: usize) -> (Option<String>, usize, usize) {
    let Some(word) = words.get(at) else { return (None, 0, 0) };
    let before = text.get(..word.start).unwrap_or_default();
    let after = text.get(word.end..).unwrap_or_default();
    if let Some((sign, length)) = sign(before.chars().rev()) {
        return (Some(sign.to_string()), word.start - length, word.end);
    }
    if let Some((sign, length)) = sign(after.chars()) {
        return (Some(sign.to_string()), word.start, word.end + length);
    }
    // On the same line and in the same sentence: only blanks and hyphens stand between.
    let touches = |from: usize, to: usize| text.get(from..to).is_some_and(|gap| gap.chars().all(|c| c == ' ' || c == '-' || c == '\u{a0}'));
    if let Some(next) = words.get(at + 1).filter(|next| next.unit && touches(word.end, next.start)) {
        return match wide(text, next) {
            Some(first) => (Some(first.to_string()), word.start, next.start + first.len_utf8()),
            None => (Some(next.term.clone()), word.start, next.end),
        };
    }
    let previous = at.checked_sub(1).and_then(|at| words.get(at));
    match previous.filter(|previous| previous.unit && touches(previous.end, word.start)) {
        Some(previous) => (Some(previous.term.clone()), previous.start, word.end),
        None => (None, word.start, word.end),
    }
}

/// The first character of a word in a script without spaces: of `天內` after a number it alone is the unit.
fn wide(text: &str, word: &Word) -> Option<char> {
    let first = text.get(word.start..word.end)?.chars().next()?;
    matches!(first, '\u{2e80}'..='\u{9fff}' | '\u{e00}'..='\u{eff}').then_some(first)
}

/// A currency or percent sign with at most one blank before it, and its length in bytes with the blank.
fn sign(mut characters: impl Iterator<Item = char>) -> Option<(char, usize)> {
    let is_sign = |c: char| matches!(c, '$' | '£' | '¥' | '€' | '%' | '٪' | '％' | '‰' | '₩' | '₽' | '₹' | '₱' | '₺' | '﷼' | '°');
    let first = characters.next()?;
    if is_sign(first) {
        return Some((first, first.len_utf8()));
    }
    let second = characters.next()?;
    (matches!(first, ' ' | '\u{a0}' | '\u{202f}') && is_sign(second)).then(|| (second, first.len_utf8() + second.len_utf8()))
}

/// A number by its value: without marks between thousands, without zeros at the end of a fraction.
fn value(word: &str) -> String {
    let fraction = word.rfind(['.', ',']).filter(|at| word.len() - at - 1 != 3);
    let (whole, fraction) = fraction.map_or((word, ""), |at| (&word[..at], &word[at + 1..]));
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_disagree_are_told_from_those_that_do_not() {
        for (lang, first, second, expected) in [
            ("en", "Within 30 days.", "You have 14 days.", Some(("`30 days`", "`14 days`"))),
            ("en", "Within 30 days.", "You have 30 days, then 5 weeks.", None),
            ("en", "It costs €5.", "It costs 7 €.", Some(("`€5`", "`7 €`"))),
            ("en", "It costs €5.00.", "The fee is € 5.", None),
            ("en", "Up to 1,000 items", "1000 items at most", None),
            ("en", "10% off", "15 % off", Some(("`10%`", "`15 %`"))),
            ("en", "A 30-day trial", "a 14 day trial", Some(("`30-day`", "`14 day`"))),
            ("en", "From 1 May 2026", "From 1 June 2026", Some(("`1 May 2026`", "`1 June 2026`"))),
            ("en", "Until 2026-05-01.", "Until 2026-06-01.", Some(("`2026-05-01`", "`2026-06-01`"))),
            ("en", "On May 1, 2026", "on June 1, 2026", Some(("`May 1, 2026`", "`June 1, 2026`"))),
            ("en", "Open 9:30 to 17:00", "Open 10:00 to 18:00", Some(("`17:00`, `9:30`", "`10:00`, `18:00`"))),
            ("en", "Open 9:30 to 17:00", "Open from 09:30 to 17:00", None),
            ("en", "Call line 2.", "Within 3 days.", None),
            ("de", "Innerhalb von 30 Tagen", "14 Tage lang", Some(("`30 Tagen`", "`14 Tage`"))),
            ("fa", "تا ۳۰ روز", "تا 14 روز", Some(("`۳۰ روز`", "`14 روز`"))),
            ("fa", "تا ۳۰ روز", "30 روز", None),
            ("zh-Hant", "30天內退貨", "請在14天之內退貨", Some(("`30天`", "`14天`"))),
            ("en", "no number", "30 days", None),
        ] {
            let found = difference(first, second, analysis::Language::from_tag(lang));
            let found = found.as_ref().map(|found| (found.first.as_str(), found.second.as_str()));
            assert_eq!(found, expected, "{first} / {second}");
        }
    }

    #[test]
    fn values_are_compared_as_numbers() {
        for (word, expected) in
            [("5", "5"), ("5.00", "5"), ("05", "5"), ("1,000", "1000"), ("1.000,50", "1000.5"), ("10,50", "10.5"), ("0", "0")]
        {
            assert_eq!(value(word), expected, "{word}");
        }
    }
}
