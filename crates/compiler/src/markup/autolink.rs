//! Bare web addresses in running text become links, as every editor expects.

use faqlet_engine::answer::{Inline, is_safe_link};

/// Longest address in bytes that is taken for one.
const LONGEST: usize = 2048;

/// Adds the text in pieces: texts that are not empty, and links for the addresses in it.
pub(super) fn split(text: &str, out: &mut Vec<Inline>) {
    let mut rest = text;
    let mut plain = 0;
    while let Some(start) = rest[plain..].find("http").map(|at| at + plain) {
        let preceded = rest[..start].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
        match address(&rest[start..]).filter(|_| !preceded) {
            Some(href) => {
                push_text(&rest[..start], out);
                out.push(Inline::Link { href: href.to_owned(), content: vec![Inline::Text(href.to_owned())] });
                rest = &rest[start + href.len()..];
                plain = 0;
            }
            None => plain = start + 4,
        }
    }
    push_text(rest, out);
}

fn push_text(text: &str, out: &mut Vec<Inline>) {
    if !text.is_empty() {
        out.push(Inline::Text(text.to_owned()));
    }
}

/// The address at the start of `text`. It ends at the first character that is not ASCII, so that Chinese text can follow without a
/// blank; punctuation that ends the sentence is not part of it.
fn address(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let ends = |byte: u8| !byte.is_ascii_graphic() || matches!(byte, b'<' | b'>' | b'"' | b'`' | b'\\' | b'{' | b'}' | b'|' | b'^');
    let length = text.bytes().take(LONGEST + 1).take_while(|byte| !ends(*byte)).count();
    let address = without_end_punctuation(text.get(..length).filter(|address| address.len() <= LONGEST)?);
    (address.len() > scheme.len() && is_safe_link(address)).then_some(address)
}

/// Cuts punctuation off the end; a closing bracket stays where it was opened inside.
fn without_end_punctuation(mut address: &str) -> &str {
    let mut excess = [(')', '('), (']', '[')].map(|(close, open)| {
        let count = |bracket| address.matches(bracket).count();
        (close, count(close).saturating_sub(count(open)))
    });
    loop {
        let before = address.len();
        address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']);
        for (close, excess) in &mut excess {
            if *excess > 0 && address.ends_with(*close) {
                address = &address[..address.len() - 1];
                *excess -= 1;
            }
        }
        if address.len() == before {
            return address;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces with addresses in square brackets.
    fn marked(text: &str) -> String {
        let mut out = Vec::new();
        split(text, &mut out);
        out.iter()
            .map(|inline| match inline {
                Inline::Link { href, .. } => format!("[{href}]"),
                Inline::Text(text) => text.clone(),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn addresses_are_found_and_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("see https://example.org/a.", "see [https://example.org/a]."),
            ("(https://example.org/a_(b))", "([https://example.org/a_(b)])"),
            ("請見https://example.org/說明。", "請見[https://example.org/]說明。"),
            ("http://example.org?x=1&y=2, and", "[http://example.org?x=1&y=2], and"),
            ("https:// and http:/x and xhttp://y", "https:// and http:/x and xhttp://y"),
            ("https://a https://b", "[https://a] [https://b]"),
            ("httphttps://a", "httphttps://a"),
        ] {
            assert_eq!(marked(text), expected);
        }
    }
}
