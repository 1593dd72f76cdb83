//! Fragment identifiers of headings, unique within an answer.

use std::collections::BTreeMap;

/// Longest identifier made from a heading, in characters.
const LONGEST: usize = 64;

/// The identifiers given so far.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    /// With each identifier, the last number tried behind it: a thousand equal headings must not take a million tries.
    taken: BTreeMap<String, u32>,
}

impl Anchors {
    /// A name made from a text.
    pub(crate) fn unique_name(&mut self, text: &str) -> String {
        self.unique(None, text)
    }

    /// An identifier: the one the author wished for, else one made from the heading's text; with a number when it is taken.
    pub(super) fn unique(&mut self, wished: Option<String>, heading: &str) -> String {
        let wished = wished.map(|wish| slug(&wish)).filter(|wish| !wish.is_empty());
        let base = wished.unwrap_or_else(|| slug(heading));
        let base = if base.is_empty() { "section".to_owned() } else { base };
        let mut number = self.taken.get(&base).copied().unwrap_or(0);
        let candidate = loop {
            number += 1;
            let candidate = if number == 1 { base.clone() } else { format!("{base}-{number}") };
            if number == 1 || !self.taken.contains_key(&candidate) {
                break candidate;
            }
        };
        self.taken.insert(base, number);
        self.taken.entry(candidate.clone()).or_insert(1);
        candidate
    }
}

/// Letters and digits of any script in small letters; what is between becomes one hyphen.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase).take(LONGEST) {
        if c.is_alphanumeric() || c == '_' || is_mark(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Signs that belong to the letter before: combining accents, vowel signs, and the joiners of Persian and Indic scripts.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}' | '\u{200C}' | '\u{200D}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_become_readable_identifiers() {
        for (heading, anchor) in [
            ("How to return?", "how-to-return"),
            ("  A -- B ", "a-b"),
            ("退貨 流程", "退貨-流程"),
            ("می‌خواهم", "می‌خواهم"),
            ("!?", "section"),
        ] {
            assert_eq!(Anchors::default().unique(None, heading), anchor);
        }
    }

    #[test]
    fn the_same_heading_twice_gets_two_identifiers() {
        let mut anchors = Anchors::default();
        let given: Vec<String> = (0..3).map(|_| anchors.unique(None, "Fees")).collect();
        assert_eq!(given, ["fees", "fees-2", "fees-3"]);
        assert_eq!(anchors.unique(Some("Fees 3".to_owned()), "Other"), "fees-3-2");
    }
}
