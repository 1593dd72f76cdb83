//! From entries to index bytes. Runs on the owner's machine only.

use std::collections::{BTreeMap, BTreeSet};

use super::dictionary::{self, Meaning, is_fit};
use super::lengths::Length;
use super::postings::{self, Bounds, Places};
use super::tables::DEEPEST;
use super::{BuildError, BuildOptions, DICTIONARY, Entry, HEAD, IDS, KIND, LABELS, LENGTHS, PINS, PLACES, QUESTIONS, SYNONYMS};
use super::{lengths, synonyms, tables};
use crate::analysis::{Language, Token, TokenKind, analyse};
use crate::container;

/// Builds an index. The same input gives the same bytes.
///
/// # Errors
/// When an id or a question is empty, an id comes twice, a pin names an unknown id, or the texts exceed 1 GiB.
pub fn build(entries: &[Entry], options: &BuildOptions) -> Result<Vec<u8>, BuildError> {
    check(entries, options)?;
    let labels = tables::Labels::gather(entries);
    let phrases = synonyms::Phrases::gather(entries, options);
    let mut vocabulary = Vocabulary::new(&phrases);
    let mut wordings = lengths::Wordings::default();
    for (number, entry) in entries.iter().enumerate() {
        let language = Language::from_tag(&entry.lang);
        for text in core::iter::once(&entry.question).chain(&entry.also) {
            let length = vocabulary.add_wording(text, language, wordings.count());
            wordings.push(length);
        }
        let length = vocabulary.add_answer(&entry.answer, language, number as u32);
        vocabulary.asked.clear();
        wordings.end_entry(length);
    }
    for (number, name, lang) in labels.names() {
        vocabulary.add_label(name, Language::from_tag(lang), number);
    }
    let bounds = Bounds { wordings: wordings.count(), answers: entries.len() as u32, labels: labels.count() };
    let Finished { dictionary, places, terms } = vocabulary.finish(bounds);
    Ok(container::Writer::new(KIND)
        .section(HEAD, tables::write_head(entries, options, &wordings))
        .section(IDS, tables::write_texts(entries.iter().map(|entry| entry.id.as_str())))
        .section(QUESTIONS, tables::write_texts(entries.iter().map(|entry| entry.question.as_str())))
        .section(LABELS, labels.write(entries))
        .section(LENGTHS, wordings.write())
        .section(DICTIONARY, dictionary)
        .section(PLACES, places)
        .section(SYNONYMS, phrases.write(&terms))
        .section(PINS, tables::write_pins(entries, options))
        .finish())
}

fn check(entries: &[Entry], options: &BuildOptions) -> Result<(), BuildError> {
    let mut ids = BTreeMap::new();
    let mut size = 0usize;
    for (number, entry) in entries.iter().enumerate() {
        if entry.id.is_empty() || entry.question.trim().is_empty() {
            return Err(BuildError::Empty { number, id: entry.id.clone() });
        }
        if let Some(first) = ids.insert(entry.id.as_str(), number) {
            return Err(BuildError::DuplicateId { id: entry.id.clone(), first, second: number });
        }
        if entry.category.len() > DEEPEST {
            return Err(BuildError::TooDeep { id: entry.id.clone(), most: DEEPEST, got: entry.category.len() });
        }
        size += entry.question.len() + entry.answer.len() + entry.also.iter().map(String::len).sum::<usize>();
    }
    if size >= 1 << 30 {
        return Err(BuildError::TooLarge);
    }
    match options.pins.iter().find(|pin| !ids.contains_key(pin.entry.as_str())) {
        Some(pin) => Err(BuildError::UnknownPin { query: pin.query.clone(), entry: pin.entry.clone() }),
        None => Ok(()),
    }
}

/// The words met so far, their terms, and where the terms occur.
struct Vocabulary<'p> {
    phrases: &'p synonyms::Phrases,
    terms: BTreeMap<String, u32>,
    words: BTreeMap<String, u32>,
    places: Vec<Places>,
    /// Terms of the current entry's wordings.
    asked: BTreeSet<u32>,
}

impl<'p> Vocabulary<'p> {
    fn new(phrases: &'p synonyms::Phrases) -> Self {
        Self { phrases, terms: BTreeMap::new(), words: BTreeMap::new(), places: Vec::new(), asked: BTreeSet::new() }
    }

    fn term(&mut self, spelling: &str) -> u32 {
        if let Some(term) = self.terms.get(spelling) {
            return *term;
        }
        let term = self.places.len() as u32;
        self.places.push(Places::default());
        self.terms.insert(spelling.to_owned(), term);
        term
    }

    /// The term of a token; `None` when the token is too long to be a word that somebody types.
    fn token(&mut self, token: &Token<'_>) -> Option<u32> {
        if !is_fit(token.word) || !is_fit(token.term) {
            return None;
        }
        let term = self.term(token.term);
        if !self.words.contains_key(token.word) {
            self.words.insert(token.word.to_owned(), term);
        }
        Some(term)
    }

    fn add_wording(&mut self, text: &str, language: Language, wording: u32) -> Length {
        let mut length = Length::default();
        let mut sequence = Vec::new();
        let mut found = BTreeSet::new();
        analyse(text, language, &mut |token| {
            found.extend(self.token(&token));
            if token.kind == TokenKind::Joined {
                return;
            }
            sequence.push(token.term.to_owned());
            if token.kind != TokenKind::Tail {
                length.tokens += 1;
                length.content += u32::from(!token.function);
            }
        });
        for phrase in self.phrases.occurrences(&sequence) {
            found.insert(self.term(&phrase));
        }
        for term in &found {
            if let Some(places) = self.places.get_mut(*term as usize) {
                places.wordings.push(wording);
            }
        }
        self.asked.extend(found);
        length
    }

    /// Returns the answer's length in content words: words of grammar are not indexed in answers, where they say nothing.
    fn add_answer(&mut self, text: &str, language: Language, entry: u32) -> u32 {
        let mut length = 0;
        let mut frequencies: BTreeMap<u32, u32> = BTreeMap::new();
        let mut sequence = Vec::new();
        analyse(text, language, &mut |token| {
            if token.kind != TokenKind::Joined {
                sequence.push(token.term.to_owned());
            }
            if token.function || token.kind == TokenKind::Tail {
                return;
            }
            // Joined parts of an answer are found by their parts; spelled out once more they were a fifth of the dictionary.
            if token.kind == TokenKind::Joined {
                return;
            }
            length += 1;
            if let Some(term) = self.token(&token) {
                *frequencies.entry(term).or_default() += 1;
            }
        });
        for phrase in self.phrases.occurrences(&sequence) {
            let term = self.term(&phrase);
            *frequencies.entry(term).or_default() += 1;
        }
        // What the question says already gains little by being in the answer too, and would be a tenth of all places.
        for (term, frequency) in frequencies.into_iter().filter(|(term, _)| !self.asked.contains(term)) {
            if let Some(places) = self.places.get_mut(term as usize) {
                places.answers.push((entry, frequency));
            }
        }
        length
    }

    fn add_label(&mut self, name: &str, language: Language, label: u32) {
        let mut found = BTreeSet::new();
        analyse(name, language, &mut |token| {
            if !token.function
                && token.kind != TokenKind::Tail
                && let Some(term) = self.token(&token)
            {
                found.insert(term);
            }
        });
        for term in found {
            if let Some(places) = self.places.get_mut(term as usize) {
                places.labels.push(label);
            }
        }
    }

    /// The words to be listed with their terms: all forms of what questions and labels say; of a term that only answers have, the shortest
    /// form, because the others are still found by their stem.
    fn spellings(&self) -> impl Iterator<Item = (&str, u32)> {
        let mut shortest: BTreeMap<u32, &str> = BTreeMap::new();
        for (word, term) in &self.words {
            let known = shortest.entry(*term).or_insert(word);
            if word.len() < known.len() {
                *known = word;
            }
        }
        self.words.iter().map(|(word, term)| (word.as_str(), *term)).filter(move |(word, term)| {
            let asked = self.places.get(*term as usize).is_some_and(|places| !places.wordings.is_empty() || !places.labels.is_empty());
            asked || shortest.get(term) == Some(word)
        })
    }

    /// The sections of dictionary and places.
    fn finish(self, bounds: Bounds) -> Finished {
        let mut items: BTreeMap<&str, Meaning> = BTreeMap::new();
        for (word, term) in self.spellings() {
            items.entry(word).or_default().word = Some(term);
        }
        for (stem, term) in &self.terms {
            items.entry(stem).or_default().stem = Some(*term);
        }
        let items: Vec<(&str, Meaning)> = items.into_iter().collect();
        let (dictionary, renumbered) = dictionary::write(&items, self.places.len());
        let mut order: Vec<(u32, &Places)> = renumbered.iter().copied().zip(&self.places).collect();
        order.sort_unstable_by_key(|(term, _)| *term);
        let places = postings::write(order.into_iter().map(|(_, places)| places), bounds);
        let mut terms = self.terms;
        for term in terms.values_mut() {
            *term = renumbered.get(*term as usize).copied().unwrap_or_default();
        }
        Finished { dictionary, places, terms }
    }
}

/// The vocabulary as it goes into the file.
struct Finished {
    dictionary: Vec<u8>,
    places: Vec<u8>,
    /// Spelling of each term, and its number in the file.
    terms: BTreeMap<String, u32>,
}
