//! Synonyms: the owner's and the general ones of each language.
//!
//! A phrase of several words ("money back") becomes a term of its own, put wherever the phrase occurs, so that at query time a synonym is
//! always one term, whether it has one word or three. Rules are resolved when the index is built: the bundle in the browser carries no
//! lists, and an index only the rules that lead to something in it.

use std::collections::{BTreeMap, BTreeSet};

use super::dictionary::{LONGEST, is_fit};
use super::{BuildOptions, Entry};
use crate::analysis::{self, Language, TokenKind};
use crate::codec::{Scan, Writer};

/// Terms of a phrase, in order.
type Phrase = Vec<String>;

/// All rules, before it is known which of them lead somewhere.
pub(crate) struct Phrases {
    rules: BTreeMap<Phrase, BTreeSet<Phrase>>,
    /// Phrases of several words, by their first.
    long: BTreeMap<String, BTreeSet<Phrase>>,
}

impl Phrases {
    /// Collects the rules for all languages of the entries.
    pub(crate) fn gather(entries: &[Entry], options: &BuildOptions) -> Self {
        let mut phrases = Self { rules: BTreeMap::new(), long: BTreeMap::new() };
        let own = Language::from_tag(&options.lang);
        for synonym in &options.synonyms {
            let term = phrase(&synonym.term, own);
            let means: Vec<Phrase> = synonym.means.iter().map(|text| phrase(text, own)).collect();
            if synonym.both_ways {
                let group: Vec<Phrase> = core::iter::once(term).chain(means).collect();
                phrases.add_group(&group);
            } else {
                means.iter().for_each(|to| phrases.add(&term, to));
            }
        }
        let tags: BTreeSet<&str> = entries.iter().map(|entry| entry.lang.as_str()).chain([options.lang.as_str()]).collect();
        for language in tags.into_iter().map(Language::from_tag) {
            for group in analysis::synonyms(language) {
                let group: Vec<Phrase> = group.map(|text| phrase(text, language)).collect();
                phrases.add_group(&group);
            }
        }
        phrases
    }

    fn add_group(&mut self, group: &[Phrase]) {
        for from in group {
            group.iter().for_each(|to| self.add(from, to));
        }
    }

    fn add(&mut self, from: &Phrase, to: &Phrase) {
        if from == to || from.is_empty() {
            return;
        }
        let Some(first) = to.first().filter(|_| is_fit(&term(to))) else { return };
        self.rules.entry(from.clone()).or_default().insert(to.clone());
        if to.len() > 1 {
            self.long.entry(first.clone()).or_default().insert(to.clone());
        }
    }

    /// The phrases of several words in a text, given the terms of its tokens; each phrase as a term.
    pub(crate) fn occurrences(&self, terms: &[String]) -> Vec<String> {
        let mut found = Vec::new();
        for (start, first) in terms.iter().enumerate() {
            for phrase in self.long.get(first).into_iter().flatten() {
                if terms.get(start..start + phrase.len()) == Some(phrase.as_slice()) {
                    found.push(term(phrase));
                }
            }
        }
        found
    }

    /// The section: each rule that leads to terms of this index.
    pub(crate) fn write(&self, terms: &BTreeMap<String, u32>) -> Vec<u8> {
        let mut rules = Vec::new();
        for (from, to) in &self.rules {
            let targets: BTreeSet<u32> = to.iter().filter_map(|phrase| terms.get(&term(phrase))).copied().collect();
            if !targets.is_empty() {
                rules.push((spelling(from), targets));
            }
        }
        let mut writer = Writer::new();
        writer.u32(rules.len() as u32);
        for (from, targets) in rules {
            writer.str(&from);
            writer.u32(targets.len() as u32);
            targets.into_iter().for_each(|term| writer.u32(term));
        }
        writer.finish()
    }
}

/// A phrase as text.
fn spelling(phrase: &[String]) -> String {
    phrase.join(" ")
}

/// A phrase as a term of the dictionary, which takes no long ones: of a long phrase its beginning and a checksum (FNV-1a). Terms of single
/// words have no spaces, so the two cannot meet.
fn term(phrase: &[String]) -> String {
    const CHECKSUM: usize = 17;
    let whole = spelling(phrase);
    if whole.len() <= LONGEST || phrase.len() == 1 {
        return whole;
    }
    let checksum = whole.bytes().fold(0xCBF2_9CE4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
    let start = whole.get(..whole.floor_char_boundary(LONGEST - CHECKSUM)).unwrap_or_default();
    format!("{start} {checksum:016x}")
}

fn phrase(text: &str, language: Language) -> Phrase {
    let mut terms = Vec::new();
    analysis::analyse(text, language, &mut |token| {
        if token.kind != TokenKind::Joined && token.kind != TokenKind::Tail {
            terms.push(token.term.to_owned());
        }
    });
    terms
}

/// One rule of an opened index.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Terms of the phrase that a visitor writes, with single spaces between.
    pub(crate) from: Box<str>,
    /// Terms that it also finds.
    pub(crate) to: Box<[u32]>,
}

/// Reads the section; rules are in order of `from`.
pub(crate) fn open(section: &[u8], terms: u32) -> Option<Vec<Rule>> {
    let mut scan = Scan::new(section);
    let mut rules: Vec<Rule> = Vec::new();
    for _ in 0..scan.count(3)? {
        let from = scan.str()?;
        let mut to = Vec::new();
        for _ in 0..scan.count(1)? {
            to.push(scan.u32().filter(|term| *term < terms)?);
        }
        if rules.last().is_some_and(|last| *last.from >= *from) {
            return None;
        }
        rules.push(Rule { from: from.into(), to: to.into() });
    }
    scan.end()?;
    Some(rules)
}

#[cfg(test)]
mod tests {
    use crate::{BuildOptions, Engine, Entry, SearchOptions, Synonym, build};

    #[test]
    fn a_phrase_longer_than_any_word_is_a_synonym_like_others() {
        let phrase = "payments that my bank took out of my account twice without telling me anything about it";
        let other = "payments that my bank took out of my account twice without telling me anything at all";
        let entries = [
            Entry::new("twice", "en", &format!("What about {phrase}?"), ""),
            Entry::new("other", "en", &format!("What about {other}?"), ""),
            Entry::new("third", "en", "Where is my parcel?", other),
        ];
        let synonyms = vec![Synonym { term: "chargeback".into(), means: vec![phrase.into()], both_ways: false }];
        let bytes = build(&entries, &BuildOptions { lang: "en".into(), synonyms, ..BuildOptions::default() }).unwrap();
        let found = Engine::open(&bytes).unwrap().search("chargeback", &SearchOptions::default());
        assert_eq!(found.hits.iter().map(|hit| hit.entry).collect::<Vec<_>>(), [0]);
    }
}
