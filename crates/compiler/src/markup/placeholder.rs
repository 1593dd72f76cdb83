//! Placeholders in running text: `{{profile.first_name|there}}` is filled on the visitor's device and never leaves it.
//!
//! Only names under `profile.` are placeholders. Anything else between double braces stays as it is: answers about templates and
//! programs are full of it.

use faqlet_engine::answer::Inline;

const PREFIX: &str = "profile.";
/// Longest placeholder in bytes, braces included; bounds the search for the end.
const LONGEST: usize = 400;

/// Hands over the text in pieces: texts that are not empty, and placeholders.
pub(super) fn split(text: &str, push: &mut impl FnMut(Inline)) {
    let mut rest = text;
    let mut plain = 0;
    while let Some(start) = rest[plain..].find("{{").map(|at| at + plain) {
        match placeholder(&rest[start..]) {
            Some((inline, length)) => {
                push_text(&rest[..start], push);
                push(inline);
                rest = &rest[start + length..];
                plain = 0;
            }
            None => plain = start + 1,
        }
    }
    push_text(rest, push);
}

fn push_text(text: &str, push: &mut impl FnMut(Inline)) {
    if !text.is_empty() {
        push(Inline::Text(text.to_owned()));
    }
}

/// The placeholder at the start of `text`, which begins with `{{`, and its length in bytes.
fn placeholder(text: &str) -> Option<(Inline, usize)> {
    let end = text.as_bytes().windows(2).take(LONGEST).position(|pair| pair == b"}}")?;
    let inner = &text[2..end];
    let (name, fallback) = inner.split_once('|').unwrap_or((inner, ""));
    let name = name.trim();
    let field = name.strip_prefix(PREFIX)?;
    let valid = !field.is_empty() && field.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.'));
    valid.then(|| (Inline::Placeholder { name: name.to_owned(), fallback: fallback.trim().to_owned() }, end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<Inline> {
        let mut out = Vec::new();
        split(text, &mut |inline| out.push(inline));
        out
    }

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    fn hole(name: &str, fallback: &str) -> Inline {
        Inline::Placeholder { name: name.to_owned(), fallback: fallback.to_owned() }
    }

    #[test]
    fn placeholders_are_told_from_text() {
        for (source, expected) in [
            ("Hi {{profile.first_name|there}}!", vec![text("Hi "), hole("profile.first_name", "there"), text("!")]),
            ("{{ profile.tier }}", vec![hole("profile.tier", "")]),
            ("{{profile.a|x}}{{profile.b|y}}", vec![hole("profile.a", "x"), hole("profile.b", "y")]),
            ("{{{profile.a|x}}", vec![text("{"), hole("profile.a", "x")]),
            ("{{ config(x) }}", vec![text("{{ config(x) }}")]),
            ("{{profile.}}", vec![text("{{profile.}}")]),
            ("{{profile.A}}", vec![text("{{profile.A}}")]),
            ("{{profile.a", vec![text("{{profile.a")]),
            ("{{ref}} {{profile.a|x}}", vec![text("{{ref}} "), hole("profile.a", "x")]),
            ("", vec![]),
        ] {
            assert_eq!(pieces(source), expected, "{source}");
        }
    }

    #[test]
    fn many_open_braces_take_no_long_time() {
        let source = "{{".repeat(200_000);
        assert_eq!(pieces(&source), vec![text(&source)]);
    }
}
