//! Short lists of words, shipped as one text and taken apart on first use.

use std::sync::OnceLock;

/// Words between white space in the order of their bytes, each perhaps with `>` and another word that it stands for.
pub(super) struct WordList {
    text: &'static str,
    words: OnceLock<Vec<(&'static str, &'static str)>>,
}

impl WordList {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text, words: OnceLock::new() }
    }

    /// Whether `word` is in the list.
    pub(super) fn has(&self, word: &str) -> bool {
        self.meaning(word).is_some()
    }

    /// What stands after `word`'s `>`: empty when the list has none there, nothing when the word is not in the list.
    pub(super) fn meaning(&self, word: &str) -> Option<&'static str> {
        let words = self.words.get_or_init(|| {
            debug_assert!(self.entries().is_sorted_by(|a, b| a.0 < b.0), "sort the list bytewise, each word once: {}", self.text);
            self.entries().collect()
        });
        let at = words.binary_search_by(|(listed, _)| (*listed).cmp(word)).ok()?;
        words.get(at).map(|(_, meaning)| *meaning)
    }

    /// The words in the order of the text, each with its meaning.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.text.split_ascii_whitespace().map(|entry| entry.split_once('>').unwrap_or((entry, "")))
    }
}
