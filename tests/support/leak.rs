//! What must never leave a browser: what the tests let it know of its visitor. Every request of every browser test is looked through, address and
//! body. No test writes these words where they may be sent, such as a comment or a request.

/// Names, products, steps of loyalty and states of orders that tests make known to the widget, in small letters; and what a locked profile
/// begins with.
const PLANTED: &[&str] = &["mina", "rahimi", "lumen-2", "lumen 2", "silver", "shipped", "faqlet1."];

/// Names of fields that a profile has and no message.
const FIELDS: &[&str] = &["\"facts\"", "\"seen\"", "\"recent\"", "\"dismissed\"", "\"visits\"", "\"personalisation\""];

/// What of the visitor is in a request, if anything.
#[must_use]
pub fn found(url: &str, body: &str) -> Option<String> {
    let sent = format!("{}\n{}", decoded(url), decoded(body)).to_lowercase();
    let what = PLANTED.iter().chain(FIELDS).find(|word| has(&sent, word))?;
    Some(format!("{what} in {url} {body}"))
}

/// Whether a text has these words, and not only as a part of others: a terminal is no Mina.
fn has(text: &str, words: &str) -> bool {
    let is_part = |end: Option<char>| end.is_some_and(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| {
        let begins_inside = words.starts_with(char::is_alphanumeric) && is_part(text[..at].chars().next_back());
        let ends_inside = words.ends_with(char::is_alphanumeric) && is_part(text[at + words.len()..].chars().next());
        !begins_inside && !ends_inside
    })
}

/// A text as it stood before it was written into an address.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
