//! `synonyms.csv`: words of the same meaning, one group a line. `parcel, package, box` finds each by each other; with `=>` the words
//! before it find those behind it and not the other way round: `iron => steam iron, flat iron`. A `#` begins a comment line.
//!
//! `synonyms.fa.csv`, or the file in a folder `fa`, is for that language only.

use crate::diagnostic::{Diagnostics, Place};
use crate::entry::one_line;
use std::path::Path;

/// Most groups in one file.
const MOST: usize = 20_000;
/// Most words in one group.
const MOST_WORDS: usize = 50;

/// A group of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonyms {
    /// Language that they are for; `None` is all.
    pub lang: Option<String>,
    /// What a visitor may write.
    pub terms: Vec<String>,
    /// What it also finds; empty where all of `terms` find each other.
    pub means: Vec<String>,
    /// The line of the file.
    pub place: Place,
}

/// Reads a file's text.
pub(super) fn read(path: &Path, lang: Option<&str>, text: &str, diagnostics: &mut Diagnostics) -> Vec<Synonyms> {
    let mut all = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let place = Place::line(path, number as u32 + 1);
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if all.len() >= MOST {
            diagnostics.error(place, format!("at most {MOST} groups of synonyms"), "more", "remove those that nobody needs");
            break;
        }
        let (terms, means) = match line.split_once("=>") {
            Some((terms, means)) => (words(terms), words(means)),
            None => (words(line), Vec::new()),
        };
        let one_way = line.contains("=>");
        if terms.len() + means.len() > MOST_WORDS {
            diagnostics.error(place, format!("at most {MOST_WORDS} words in a group"), "more", "divide the line");
        } else if terms.is_empty() || (one_way && means.is_empty()) || (!one_way && terms.len() < 2) {
            let expected = "words of one meaning with commas between, or `word => other word`";
            diagnostics.error(place, expected, format!("`{}`", one_line(line)), "complete the line or remove it");
        } else {
            all.push(Synonyms { lang: lang.map(str::to_owned), terms, means, place });
        }
    }
    all
}

/// Words and phrases between separators; quotes around one are taken off.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split([',', ';', '\t', '，', '،', '、']) {
        let word = one_line(word.trim().trim_matches('"'));
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

impl Synonyms {
    /// As the engine takes them.
    pub(crate) fn for_engine(&self) -> Vec<faqlet_engine::Synonym> {
        if !self.means.is_empty() {
            let one_way = |term: &String| faqlet_engine::Synonym { term: term.clone(), means: self.means.clone(), both_ways: false };
            return self.terms.iter().map(one_way).collect();
        }
        match self.terms.split_first() {
            Some((term, means)) => vec![faqlet_engine::Synonym { term: term.clone(), means: means.to_vec(), both_ways: true }],
            None => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_go_both_ways_or_one() {
        let mut diagnostics = Diagnostics::new();
        let text = "# comment\nparcel, package ,\"box, big\"\r\n\niron => steam iron; flat iron\n";
        let all = read(Path::new("s.csv"), None, text, &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 0);
        assert_eq!(all[0].terms, ["parcel", "package", "box", "big"]);
        assert_eq!(
            (all[1].terms.clone(), all[1].means.clone()),
            (vec!["iron".to_owned()], vec!["steam iron".to_owned(), "flat iron".to_owned()])
        );
        assert_eq!(all[1].place.line, Some(4));
        assert!(all[0].for_engine()[0].both_ways && !all[1].for_engine()[0].both_ways);
    }

    #[test]
    fn half_a_group_is_an_error_with_its_line() {
        for line in ["alone", "=> x", "x =>", ",,", "\"\""] {
            let mut diagnostics = Diagnostics::new();
            assert!(read(Path::new("s.csv"), None, &format!("\n{line}\n"), &mut diagnostics).is_empty());
            let messages: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
            assert!(messages.len() == 1 && messages[0].starts_with("s.csv:2: expected words"), "{line}: {messages:?}");
        }
    }
}
