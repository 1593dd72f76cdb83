//! What an opened index keeps in mind between two keystrokes. Each keystroke asks nearly what the one before asked, and asks it several
//! times over: the list, then a passage for every line of it. Everything here could be worked out again and would come out the same;
//! it is bounded, and nobody can tell but by the clock.

use std::sync::{Arc, Mutex, PoisonError};

use crate::analysis::Language;
use crate::highlight::Reading;
use crate::search::{Correction, Query};

/// How many misspelt words are kept: as many as a query may have that are corrected, and those that one of them was while it was typed.
const WORDS: usize = 24;

/// A word with more corrections than this is not kept.
const MOST_CORRECTIONS: usize = 512;

/// Places for texts that were read, a power of two. A text has one place by its hash, and gives way to the next one there.
const TEXTS: usize = 512;

/// About how many bytes all the texts and what was read in them may take; then all are forgotten.
const MOST_BYTES: usize = 1 << 20;

/// The memory of one opened index.
#[derive(Debug, Default)]
pub(crate) struct Memo(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    query: Option<Arc<Query>>,
    /// The last one used stands last.
    corrections: Vec<(Misspelt, Arc<[Correction]>)>,
    texts: Vec<Option<Arc<Reading>>>,
    bytes: usize,
}

/// Which corrections are wanted: of this word, with at most so many edits, and whether it may be unfinished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misspelt {
    pub(crate) word: String,
    pub(crate) most: u8,
    pub(crate) typing: bool,
}

impl Memo {
    /// The last query, if it is the one that is wanted; otherwise it is made.
    pub(crate) fn query(&self, is_wanted: impl Fn(&Query) -> bool, make: impl FnOnce() -> Query) -> Arc<Query> {
        if let Some(known) = self.with(|kept| kept.query.clone()).filter(|query| is_wanted(query)) {
            return known;
        }
        let made = Arc::new(make());
        self.with(|kept| kept.query = Some(Arc::clone(&made)));
        made
    }

    /// Corrections of a word.
    pub(crate) fn corrections(&self, word: Misspelt, find: impl FnOnce(&Misspelt) -> Vec<Correction>) -> Arc<[Correction]> {
        let known = self.with(|kept| {
            let at = kept.corrections.iter().position(|(known, _)| *known == word)?;
            let used = kept.corrections.remove(at);
            let found = Arc::clone(&used.1);
            kept.corrections.push(used);
            Some(found)
        });
        known.unwrap_or_else(|| {
            let found: Arc<[Correction]> = find(&word).into();
            if found.len() <= MOST_CORRECTIONS {
                self.with(|kept| {
                    if kept.corrections.len() >= WORDS {
                        kept.corrections.remove(0);
                    }
                    kept.corrections.push((word, Arc::clone(&found)));
                });
            }
            found
        })
    }

    /// What there is to read in a text.
    pub(crate) fn reading(&self, text: &str, language: Language, read: impl FnOnce() -> Reading) -> Arc<Reading> {
        let place = place(text);
        let known = self.with(|kept| kept.texts.get(place).cloned().flatten());
        if let Some(known) = known.filter(|known| known.language == language && *known.text == *text) {
            return known;
        }
        let made = Arc::new(read());
        self.with(|kept| kept.keep(place, &made));
        made
    }

    /// Nothing here is ever half done, so a thread that panicked while it held the lock left nothing behind.
    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    fn keep(&mut self, place: usize, reading: &Arc<Reading>) {
        let size = reading.size();
        if self.bytes + size > MOST_BYTES || self.texts.is_empty() {
            self.texts = vec![None; TEXTS];
            self.bytes = 0;
        }
        if let Some(kept) = self.texts.get_mut(place).filter(|_| size <= MOST_BYTES) {
            let before = kept.replace(Arc::clone(reading));
            self.bytes = (self.bytes + size).saturating_sub(before.map_or(0, |before| before.size()));
        }
    }
}

/// Eight bytes of a text at a time, multiplied and folded: quick, and good enough to tell the questions and answers of one FAQ apart.
fn place(text: &str) -> usize {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    let mix = |sum: u64, word: u64| ((sum ^ word).wrapping_mul(ODD)).rotate_left(29);
    let sum = chunks.iter().fold(text.len() as u64, |sum, chunk| mix(sum, u64::from_le_bytes(*chunk)));
    let sum = rest.iter().fold(sum, |sum, byte| mix(sum, u64::from(*byte)));
    (sum.wrapping_mul(ODD) >> 40) as usize % TEXTS
}

/// A running hash of terms (FNV-1a, 64 bits): what a text has in common with a query is told by it, so that no term need be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hash(u64);

impl Hash {
    pub(crate) const EMPTY: Self = Self(0xCBF2_9CE4_8422_2325);

    /// The hash of a text.
    pub(crate) fn of(text: &str) -> Self {
        Self::EMPTY.and(text)
    }

    /// The hash of all so far and another text behind it.
    pub(crate) fn and(self, text: &str) -> Self {
        Self(text.bytes().fold(self.0, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BuildOptions, Engine, Entry, SearchOptions, build};

    fn engine() -> Engine {
        let entries: Vec<Entry> = (0..300)
            .map(|n| Entry::new(&format!("e{n}"), "en", &format!("How do I return parcel {n} of my order?"), &"Write to us. ".repeat(n)))
            .collect();
        Engine::open(&build(&entries, &BuildOptions { lang: "en".into(), ..BuildOptions::default() }).unwrap()).unwrap()
    }

    #[test]
    fn what_was_asked_before_changes_no_answer() {
        let used = engine();
        let query = "how do i retrun my parcle 17 to yuo";
        for end in 1..=query.len() {
            for (typing, correcting) in [(true, true), (true, false), (false, true)] {
                let options = SearchOptions { typing, correcting, ..SearchOptions::default() };
                let fresh = engine();
                assert_eq!(used.search(&query[..end], &options), fresh.search(&query[..end], &options));
                for text in ["Return your parcel within 17 days.", "Nothing.", query] {
                    assert_eq!(used.snippet(&query[..end], text, 20), fresh.snippet(&query[..end], text, 20));
                    assert_eq!(used.marks(&query[..end], text), fresh.marks(&query[..end], text));
                }
            }
        }
    }

    #[test]
    fn memory_is_bounded() {
        let engine = engine();
        for n in 0..2_000 {
            let _ = engine.snippet(&format!("parcel qwrtz{n}"), &format!("{n} {}", "return it ".repeat(n)), 50);
        }
        engine.memo.with(|kept| {
            assert!(kept.bytes <= MOST_BYTES && kept.corrections.len() <= WORDS && kept.texts.len() == TEXTS);
            let held: usize = kept.texts.iter().flatten().map(|reading| reading.size()).sum();
            assert_eq!(held, kept.bytes);
        });
        let huge = "return it ".repeat(MOST_BYTES / 10);
        let _ = engine.snippet("return", &huge, 50);
        engine.memo.with(|kept| assert!(kept.bytes <= MOST_BYTES));
    }
}
