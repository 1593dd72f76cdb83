//! Short lists of words, shipped as one text and taken apart on first use.

use std::sync::OnceLock;

/// Words between white space in the order of their bytes, each perhaps with `>` and another word that it stands for.
pub(super) struct WordList {
    text: &'static str,
    places: OnceLock<Places>,
}

/// The words by hash, at least half of the places free: nearly every word that is asked for is in no list, and the first look tells.
type Places = Vec<Option<(&'static str, &'static str)>>;

impl WordList {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text, places: OnceLock::new() }
    }

    /// Whether `word` is in the list.
    pub(super) fn has(&self, word: &str) -> bool {
        self.meaning(word).is_some()
    }

    /// What stands after `word`'s `>`: empty when the list has none there, nothing when the word is not in the list.
    pub(super) fn meaning(&self, word: &str) -> Option<&'static str> {
        let places = self.places.get_or_init(|| self.spread());
        let found = probe(places, word)?;
        places.get(found).copied().flatten().map(|(_, meaning)| meaning)
    }

    fn spread(&self) -> Places {
        debug_assert!(self.entries().is_sorted_by(|a, b| a.0 < b.0), "sort the list bytewise, each word once: {}", self.text);
        let mut places = vec![None; (2 * self.entries().count()).next_power_of_two()];
        for entry in self.entries() {
            if let Some(place) = probe(&places, entry.0).and_then(|at| places.get_mut(at)) {
                *place = Some(entry);
            }
        }
        places
    }

    /// The words in the order of the text, each with its meaning.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.text.split_ascii_whitespace().map(|entry| entry.split_once('>').unwrap_or((entry, "")))
    }
}

/// Where a word is, or the free place where it would be.
fn probe(places: &Places, word: &str) -> Option<usize> {
    let hash = word.bytes().fold(word.len(), |sum, byte| (sum ^ usize::from(byte)).wrapping_mul(0x0100_0193));
    let last = places.len().checked_sub(1)?;
    let from = hash ^ (hash >> 15);
    (0..=last).map(|step| from.wrapping_add(step) & last).find(|at| places.get(*at).copied().flatten().is_none_or(|known| known.0 == word))
}
