//! A checked entry of the FAQ, as every source format yields it and every output is made from it.

use crate::diagnostic::Place;
use faqlet_engine::answer::Answer;

/// One question with its answer, in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Names the entry in links, votes and reports. Unique within a language; the same id in another language is its translation.
    pub id: String,
    /// Language as a BCP 47 tag.
    pub lang: String,
    /// The question, on one line.
    pub question: String,
    /// Other wordings of the question.
    pub also: Vec<String>,
    /// Path of categories from the broadest to the narrowest; may be empty.
    pub category: Vec<String>,
    /// Key words.
    pub tags: Vec<String>,
    /// The answer.
    pub answer: Answer,
    /// Where the entry begins.
    pub place: Place,
}

/// Longest id in bytes: it stands in links and in every beacon.
const LONGEST_ID: usize = 200;

/// Whether `id` can stand in a link and a report: no blanks or control characters, at most 200 bytes.
#[must_use]
pub fn is_valid_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= LONGEST_ID && !id.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Text on one line: runs of blanks, line breaks and control characters become one blank.
#[must_use]
pub fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The path that a category text names: `A / B` where a blank stands on both sides of a slash, else `a/b`. So a name may hold a slash
/// of its own as long as the path is written with blanks, as in `Network / TCP/IP`.
#[must_use]
pub fn category_path(text: &str) -> Vec<String> {
    let separator = if text.contains(" / ") { " / " } else { "/" };
    text.split(separator).map(one_line).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn category_paths_are_split_at_slashes() {
        for (text, path) in [
            ("Orders", vec!["Orders"]),
            ("Orders / Returns", vec!["Orders", "Returns"]),
            ("orders/returns", vec!["orders", "returns"]),
            ("Network / TCP/IP", vec!["Network", "TCP/IP"]),
            (" / ", vec![]),
            ("", vec![]),
            ("/a//b/", vec!["a", "b"]),
        ] {
            assert_eq!(category_path(text), path, "{text:?}");
        }
    }

    #[test]
    fn text_is_brought_onto_one_line() {
        assert_eq!(one_line("  How\r\n do\tI\u{0} pay? "), "How do I pay?");
    }

    #[test]
    fn ids_have_no_blanks_and_an_end() {
        assert!(is_valid_id("orders/returns"));
        assert!(is_valid_id("en:退貨"));
        for id in ["", "a b", "a\n", "a\u{a0}b", &"x".repeat(201)] {
            assert!(!is_valid_id(id), "{id:?}");
        }
    }
}
