//! A checked entry of the FAQ, as every source format yields it and every output is made from it.

use crate::date::Date;
use crate::diagnostic::Place;
use faqlet_engine::answer::Answer;
use faqlet_profile::site::{Audience, Step};
use sha2::{Digest, Sha256};

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
    /// The fragment by which links name the entry within its file, where the file holds several.
    pub anchor: Option<String>,
    /// Ids of related entries, the closest first.
    pub related: Vec<String>,
    /// Pages where the entry is suggested: patterns for [`faqlet_profile::site::page_matches`].
    pub pages: Vec<String>,
    /// Whom it is for; `None` is everybody.
    pub audience: Option<Audience>,
    /// Id of the contact route for further questions about it.
    pub route: Option<String>,
    /// Id of whoever keeps it right.
    pub owner: Option<String>,
    /// Its place in a guided path.
    pub path: Option<Step>,
    /// When somebody last found it right.
    pub reviewed: Option<Date>,
    /// When somebody should look at it again.
    pub review_by: Option<Date>,
    /// The first day on which it is out.
    pub publish: Option<Date>,
    /// The first day on which it no longer holds.
    pub expires: Option<Date>,
    /// When it last changed, as its author says.
    pub changed: Option<Date>,
    /// Its place among the entries of its folder: lower ones first, entries without one last.
    pub weight: Option<i64>,
    /// Queries for which it must stand first.
    pub pins: Vec<String>,
    /// Queries for which it must be among the first: tested, and not changed.
    pub must_rank: Vec<MustRank>,
}

/// A test of the order of hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MustRank {
    /// What a visitor types.
    pub query: String,
    /// The last place that is good enough, from 1.
    pub within: u32,
    /// Where the test is written.
    pub place: Place,
}

impl Entry {
    /// An entry of which no more is known.
    #[must_use]
    pub fn new(id: &str, lang: &str, question: &str, answer: Answer, place: Place) -> Self {
        Self {
            id: id.to_owned(),
            lang: lang.to_owned(),
            question: question.to_owned(),
            also: Vec::new(),
            category: Vec::new(),
            tags: Vec::new(),
            answer,
            place,
            anchor: None,
            related: Vec::new(),
            pages: Vec::new(),
            audience: None,
            route: None,
            owner: None,
            path: None,
            reviewed: None,
            review_by: None,
            publish: None,
            expires: None,
            changed: None,
            weight: None,
            pins: Vec::new(),
            must_rank: Vec::new(),
        }
    }

    /// Whether it is out on that day.
    #[must_use]
    pub fn is_current(&self, today: Date) -> bool {
        self.publish.is_none_or(|day| day <= today) && self.expires.is_none_or(|day| today < day)
    }

    /// Eight hexadecimal digits that change when question, other wordings or answer do: the text of the answer, and where its links
    /// and images lead.
    #[must_use]
    pub fn revision(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        };
        add(&self.question);
        add(&self.answer.text());
        self.also.iter().for_each(|also| add(also));
        let mut answer = self.answer.clone();
        crate::links::each_address(&mut answer, &mut |address| add(address));
        hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    }
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

    fn entry(markdown: &str) -> Entry {
        use crate::diagnostic::Diagnostics;
        use crate::markup::{self, Lines};
        let path = std::path::Path::new("a.md");
        let answer = markup::parse(markdown, path, Lines::From(1), &mut Diagnostics::new());
        Entry::new("a", "en", "A?", answer, Place::file(path))
    }

    #[test]
    fn a_revision_follows_what_is_said_and_nothing_else() {
        let first = entry("Within *30* days, see [terms](/terms).");
        assert_eq!(first.revision().len(), 8);
        assert_eq!(entry("Within **30** days, see [terms](/terms).").revision(), first.revision());
        assert_eq!(Entry { tags: vec!["x".into()], ..first.clone() }.revision(), first.revision());
        for changed in [
            entry("Within *31* days, see [terms](/terms)."),
            entry("Within *30* days, see [terms](/rules)."),
            Entry { question: "B?".into(), ..first.clone() },
            Entry { also: vec!["C?".into()], ..first.clone() },
        ] {
            assert_ne!(changed.revision(), first.revision());
        }
    }

    #[test]
    fn an_entry_is_out_from_its_first_day_to_the_one_before_it_expires() {
        let day = |text| Date::parse(text);
        let entry = Entry { publish: day("2026-03-01"), expires: day("2026-04-01"), ..entry("x") };
        for (today, expected) in [("2026-02-28", false), ("2026-03-01", true), ("2026-03-31", true), ("2026-04-01", false)] {
            assert_eq!(entry.is_current(day(today).unwrap()), expected, "{today}");
        }
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
