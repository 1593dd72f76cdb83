//! Takes out of free text what points at a person: e-mail addresses, phone, card and order numbers, web addresses. It runs on the
//! device before a comment enters the outbox and again in the collector, because not every client is ours.
//!
//! It is a scanner, not a judge: it would rather hide a price than let a phone number through. Names and street addresses cannot be
//! recognised this way and stay. Masking twice gives the same as masking once.

use crate::check::is_hidden;

/// What stands in place of an e-mail address.
const MAIL: &str = "[e-mail]";
/// What stands in place of a phone, card, account or order number.
const NUMBER: &str = "[number]";
/// What stands in place of a web address.
const LINK: &str = "[link]";

/// Fewest digits without a gap that are hidden. Six is short for a phone number and long for a price or a size.
const DIGITS_TOGETHER: usize = 6;
/// Fewest digits with gaps that are hidden: local phone numbers have seven.
const DIGITS_APART: usize = 7;
/// Fewest digits without a gap that are hidden in a token with letters (`ORD-20391`); model names such as `WH-1000XM5` stay.
const DIGITS_IN_TOKEN: usize = 5;
/// Fewest digits that are hidden behind a word such as "order".
const DIGITS_LABELLED: usize = 4;
/// Fewest digits that are hidden behind `#`.
const DIGITS_HASHED: usize = 3;

/// Most times that a text is looked at again. Two are enough for all but texts made to need more.
const MOST_ROUNDS: usize = 8;

/// Words that announce a number. Compared in lower case with the end of the text before the number.
const LABELS: [&str; 34] = [
    "order",
    "invoice",
    "booking",
    "ticket",
    "tracking",
    "reference",
    "ref",
    "case",
    "account",
    "customer",
    "number",
    "rma",
    "pin",
    "pedido",
    "factura",
    "bestellung",
    "rechnung",
    "commande",
    "facture",
    "numero",
    "número",
    "resibo",
    "訂單",
    "单号",
    "單號",
    "編號",
    "编号",
    "订单",
    "發票",
    "号码",
    "號碼",
    "سفارش",
    "فاکتور",
    "شماره",
];

/// Free text made fit to be sent: characters that do not show are removed, what points at a person is masked (see [`mask`]), and it is
/// cut to `most` characters. `None` when nothing is left.
#[must_use]
pub fn clean(text: &str, most: usize) -> Option<String> {
    cut(&mask(without_hidden(text).trim()), most)
}

/// A line that the visitor gave to be answered by: only what does not show is removed, and it is cut to `most` characters. `None` when
/// nothing is left.
pub(crate) fn shown(text: &str, most: usize) -> Option<String> {
    cut(without_hidden(text).replace('\n', " ").trim(), most)
}

fn without_hidden(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' | '\u{AD}' | '\u{200B}' | '\u{2060}' => {}
            '\t' => shown.push(' '),
            '\u{2028}' | '\u{2029}' => shown.push('\n'),
            '\n' => shown.push('\n'),
            hidden if is_hidden(hidden) => {}
            _ => shown.push(c),
        }
    }
    shown
}

fn cut(text: &str, most: usize) -> Option<String> {
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    let cut = text.get(..end).unwrap_or_default().trim_end();
    (!cut.is_empty()).then(|| cut.to_owned())
}

/// Replaces e-mail addresses by `[e-mail]`, long or announced numbers by `[number]`, and web addresses by `[link]`.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut masked = masked_once(text);
    // What was masked may have hidden the beginning of something else: the `www.` in `1234567 1www.example.com`.
    for _ in 0..MOST_ROUNDS {
        let again = masked_once(&masked);
        if again == masked {
            break;
        }
        masked = again;
    }
    masked
}

fn masked_once(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut spans = links(&chars);
    spans.extend(mails(&chars));
    spans.extend(numbers(&chars));
    spans.extend(tokens(&chars));
    // Where spans overlap, the one that starts first gives the label, the longest before the shorter ones.
    spans.sort_by_key(|span| (span.start, usize::MAX - span.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for span in spans {
        if span.start >= done {
            out.extend(chars.get(done..span.start).unwrap_or_default());
            out.push_str(span.label);
        }
        done = done.max(span.end);
    }
    out.extend(chars.get(done..).unwrap_or_default());
    out
}

/// A part to be replaced: half-open, in characters.
struct Span {
    start: usize,
    end: usize,
    label: &'static str,
}

/// `scheme://…`, `www.…`, and `host.tld/…`.
fn links(chars: &[char]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = match starts_link(chars, at) {
            Some(start) => start.max(spans.last().map_or(0, |last| last.end)),
            None => {
                at += 1;
                continue;
            }
        };
        let mut end = run(chars, at, is_link_char);
        while end > at && matches!(get(chars, end - 1), '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '\'') {
            end -= 1;
        }
        end = end.max(at + 1);
        spans.push(Span { start, end, label: LINK });
        at = end;
    }
    spans
}

/// Where the link begins whose sign (`://`, `www.`, or the slash behind a host) is at this place.
fn starts_link(chars: &[char], at: usize) -> Option<usize> {
    let sign = chars.get(at..)?;
    if sign.starts_with(&[':', '/', '/']) {
        let start = back(chars, at, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        return (start < at).then_some(start);
    }
    let www = |c: &[char]| c.len() > 4 && c.iter().zip("www.".chars()).all(|(a, b)| a.eq_ignore_ascii_case(&b));
    if www(sign) && (at == 0 || !get(chars, at - 1).is_ascii_alphanumeric()) {
        return Some(at);
    }
    if !matches!(sign.first(), Some('/' | '?')) {
        return None;
    }
    let start = back(chars, at, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    is_host(chars.get(start..at)?).then_some(start)
}

/// At least two labels, the last of them two letters or more.
fn is_host(chars: &[char]) -> bool {
    let mut labels = chars.rsplit(|&c| c == '.');
    let top = labels.next().unwrap_or_default();
    top.len() >= 2 && top.iter().all(char::is_ascii_alphabetic) && labels.next().is_some_and(|label| !label.is_empty())
}

/// Everything but blanks and the punctuation that closes a clause in scripts without blanks.
fn is_link_char(c: char) -> bool {
    let closing =
        matches!(c, '<' | '>' | '"' | '。' | '，' | '、' | '；' | '！' | '？' | '（' | '）' | '「' | '」' | '『' | '』' | '《' | '》');
    !c.is_whitespace() && !closing
}

/// `local@host.tld`, also with a full-width `＠`.
fn mails(chars: &[char]) -> Vec<Span> {
    let mut spans = Vec::new();
    for (at, _) in chars.iter().enumerate().filter(|&(_, &c)| c == '@' || c == '＠') {
        let start = back(chars, at, |c| is_mail_char(c) || matches!(c, '.' | '_' | '%' | '+' | '-'));
        let mut end = run(chars, at + 1, |c| is_mail_char(c) || matches!(c, '.' | '-'));
        while end > at + 1 && matches!(get(chars, end - 1), '.' | '-') {
            end -= 1;
        }
        let host = chars.get(at + 1..end).unwrap_or_default();
        if start < at && host.contains(&'.') {
            spans.push(Span { start, end, label: MAIL });
        }
    }
    spans
}

/// Letters of addresses: ASCII, and the alphabets that put blanks between words. Not Chinese characters, which stand right before and
/// after an address without being part of it.
fn is_mail_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{6FF}')
}

/// Digits that are long enough, or that are announced by a word or `#`.
fn numbers(chars: &[char]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !is_digit(get(chars, at)) {
            at += 1;
            continue;
        }
        let found = digits_from(chars, at);
        let hashed = at > 0 && matches!(get(chars, at - 1), '#' | '＃' | '№');
        let hide = found.longest >= DIGITS_TOGETHER
            || found.count >= DIGITS_APART
            || hashed && found.first >= DIGITS_HASHED
            || found.first >= DIGITS_LABELLED && is_labelled(chars, at);
        if hide {
            let start = back(chars, at, |c| matches!(c, '+' | '(' | '#' | '＃' | '№'));
            spans.push(Span { start, end: found.end, label: NUMBER });
        }
        at = found.end;
    }
    spans
}

/// Digits with small gaps between them.
struct Digits {
    /// Behind the last digit.
    end: usize,
    /// How many digits in all.
    count: usize,
    /// How many before the first gap.
    first: usize,
    /// How many in the longest stretch without a gap.
    longest: usize,
}

fn digits_from(chars: &[char], start: usize) -> Digits {
    let mut found = Digits { end: start, count: 0, first: 0, longest: 0 };
    let mut at = start;
    loop {
        let end = run(chars, at, is_digit);
        let together = end - at;
        found.count += together;
        found.longest = found.longest.max(together);
        if at == start {
            found.first = together;
        }
        found.end = end;
        let next = run(chars, end, is_gap);
        if next == end || next - end > 3 || !is_digit(get(chars, next)) {
            return found;
        }
        at = next;
    }
}

/// What people put between the digits of one number, joiners that do not show included.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{A0}' | '\u{202F}' | '\u{200C}' | '\u{200D}' | '\u{2010}'..='\u{2013}' | '－')
}

/// Whether one of the label words stands right before this place, with at most four signs or blanks between.
fn is_labelled(chars: &[char], at: usize) -> bool {
    let gap = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '.' | '-' | '#' | '是' | 'º' | '°');
    let mut end = at;
    while end > 0 && at - end < 4 && gap(get(chars, end - 1)) {
        end -= 1;
    }
    LABELS.iter().any(|label| {
        let length = label.chars().count();
        let Some(before) = end.checked_sub(length).and_then(|start| chars.get(start..end)) else { return false };
        before.iter().flat_map(|c| c.to_lowercase()).eq(label.chars())
    })
}

/// Tokens of letters and digits with so many digits that they are numbers of something: `ORD-20391`, `1Z999AA10123456784`.
fn tokens(chars: &[char]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let end = run(chars, at, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let token = chars.get(at..end).unwrap_or_default();
        let digits = token.iter().filter(|c| c.is_ascii_digit()).count();
        let longest = token.split(|c| !c.is_ascii_digit()).map(<[char]>::len).max().unwrap_or(0);
        let lettered = token.iter().any(char::is_ascii_alphabetic);
        if lettered && (longest >= DIGITS_IN_TOKEN || digits >= DIGITS_APART) {
            spans.push(Span { start: at, end, label: NUMBER });
        }
        at = end.max(at + 1);
    }
    spans
}

/// Decimal digits of the scripts that people type numbers in here: ASCII, full-width, Arabic, Persian, Devanagari, Bengali, Thai.
fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | '٠'..='٩' | '۰'..='۹' | '०'..='९' | '০'..='৯' | '๐'..='๙')
}

/// Behind the last character from `at` on for which `fits` holds.
fn run(chars: &[char], at: usize, fits: impl Fn(char) -> bool) -> usize {
    chars.get(at..).map_or(at, |rest| at + rest.iter().take_while(|&&c| fits(c)).count())
}

/// The first of the characters right before `at` for which `fits` holds.
fn back(chars: &[char], at: usize, fits: impl Fn(char) -> bool) -> usize {
    chars.get(..at).map_or(at, |rest| at - rest.iter().rev().take_while(|&&c| fits(c)).count())
}

/// The character at a place, or a blank behind the end.
fn get(chars: &[char], at: usize) -> char {
    chars.get(at).copied().unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_at_a_person_is_masked() {
        for (text, masked) in [
            ("write to jo.doe+shop@example.co.uk, thanks", "write to [e-mail], thanks"),
            ("我的信箱是test@example.com請聯絡我", "我的信箱是[e-mail]請聯絡我"),
            ("mailto:a@b.example", "mailto:[e-mail]"),
            ("A＠EXAMPLE.COM", "[e-mail]"),
            ("call +63 (2) 8123-4567 now", "call [number] now"),
            ("شماره من ۰۹۱۲ ۳۴۵ ۶۷۸۹ است", "شماره من [number] است"),
            ("card 4111 1111 1111 1111.", "card [number]."),
            ("電話０９１２－３４５－６７８", "電話[number]"),
            ("IBAN DE89 3704 0044 0532 0130 00", "IBAN DE[number]"),
            ("my order 4821 is late", "my order [number] is late"),
            ("Order No: #4821", "Order No: [number]"),
            ("訂單編號：4821還沒到", "訂單編號：[number]還沒到"),
            ("سفارش ۴۸۲۱ نرسید", "سفارش [number] نرسید"),
            ("ticket #123", "ticket [number]"),
            ("ORD-20391 and 1Z999AA10123456784", "[number] and [number]"),
            ("see https://user:pw@example.com/a?b=c#d.", "see [link]."),
            ("WWW.example.com/me and t.me/me_123456!", "[link] and [link]!"),
            ("請看https://example.com/a，謝謝", "請看[link]，謝謝"),
            ("1234567 1www.example.com", "[number][link]"),
        ] {
            assert_eq!(mask(text), masked);
        }
    }

    #[test]
    fn ordinary_words_and_small_numbers_stay() {
        for text in [
            "",
            "The WH-1000XM5 costs 349.90, not 299",
            "size 42/44, 12 months, 24/7, 3-5 days, 2 x 500 ml",
            "Node.js and ASP.NET work, e.g. with USB-C 3.2",
            "iPhone 15 Pro, RTX4090, A4, 50%",
            "it's 100% @ home",
            "退貨要7天嗎？",
            "هزینه ۲۵۰۰۰ تومان است",
            "and/or, yes/no, https and www",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    #[test]
    fn comments_are_trimmed_shown_and_cut() {
        assert_eq!(clean("  \u{202E}too\u{200B} long\r\n\tby far ", 14).as_deref(), Some("too long\n by f"));
        assert_eq!(clean(" \u{0}\u{7} \n", 10), None);
        assert_eq!(clean("a\u{200B}b@example.com", 100).as_deref(), Some("[e-mail]"));
    }

    #[test]
    fn masking_twice_changes_nothing_and_leaves_no_long_number() {
        let pieces: Vec<char> = "a0 @.1/:#-+(９۵wW訂order[]\u{200C}\n".chars().collect();
        let mut random = 0x9E37_79B9_7F4A_7C15u64;
        for _ in 0..50_000 {
            let mut text = String::new();
            for _ in 0..24 {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                text.push(pieces[random as usize % pieces.len()]);
            }
            let once = mask(&text);
            assert_eq!(mask(&once), once, "{text:?}");
            let together = once.split(|c| !is_digit(c)).map(|digits| digits.chars().count()).max().unwrap();
            assert!(together < DIGITS_TOGETHER, "{text:?} -> {once:?}");
            let cleaned = clean(&text, 12);
            assert_eq!(cleaned.as_deref().and_then(|text| clean(text, 12)), cleaned, "{text:?}");
        }
    }
}
