//! Pairs of entries that ask the same in other words, which a comparison of words cannot find: by the encoder of a visitor's browser.

use super::similar::Things;
use crate::Meaning;
use crate::entry::Entry;
use faqlet_engine::analysis;
use faqlet_meaning::vectors::{self, Near};
use faqlet_meaning::{Group, Pack, Vectors};

/// Questions at least this near may ask the same.
const QUESTION: f32 = 0.74;
/// Answers at least this near may say the same. Beginnings of answers vary more than questions that ask the same.
const ANSWER: f32 = 0.5;
/// What both make together where entries are reported. On English FAQs of others, half of the pairs above it belong together.
const BOTH: f32 = 1.6;
/// How much of an answer is compared, in characters.
const PASSAGE: usize = 240;
/// Above so many entries none is compared: each would be with all others, and a check must end.
const MOST: usize = 20_000;

/// Two entries that ask the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Alike {
    /// The entry that comes first in the sources.
    pub(super) first: usize,
    /// The other one.
    pub(super) second: usize,
    /// Cosine of the wordings that are nearest.
    pub(super) question: f32,
    /// Cosine of the answers' beginnings.
    pub(super) answer: f32,
}

/// The pairs among entries of one language, in the order of the second one: with each entry the one before it that is most alike, where it
/// is nearest to that one too. In a chain of similar questions that leaves the pairs which belong together.
pub(super) fn alike(entries: &[&Entry], language: analysis::Language, meaning: &Meaning) -> Vec<Alike> {
    let packs = meaning.packs();
    let passages: Vec<String> = entries.iter().map(|entry| entry.answer.text().chars().take(PASSAGE).collect()).collect();
    let texts = entries.iter().zip(&passages).map(|(entry, passage)| vectors::Texts { wordings: wordings(entry).collect(), passage });
    let vectors = (2..=MOST).contains(&entries.len()).then(|| vectors::build(texts, &packs)).flatten();
    let Some(vectors) = vectors.and_then(|bytes| Vectors::open(&bytes).ok()) else { return Vec::new() };
    let bank = Bank { vectors, packs, things: Things::new(language) };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let all: Vec<(usize, (&&Entry, &String))> = entries.iter().zip(&passages).enumerate().collect();
    let most: Vec<Option<Alike>> = std::thread::scope(|scope| {
        let one = |(number, (entry, passage)): &(usize, (&&Entry, &String))| bank.most_alike(*number, entry, passage, entries);
        let part = all.len().div_ceil(threads).max(1);
        let parts: Vec<_> = all.chunks(part).map(|part| scope.spawn(move || part.iter().map(one).collect::<Vec<_>>())).collect();
        // A thread that panicked would have found nothing; the encoder does not panic.
        parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    });
    let mutual = |alike: &Alike| most.get(alike.first).copied().flatten().is_some_and(|other| other.first == alike.second);
    most.iter().flatten().filter(|alike| alike.first < alike.second && mutual(alike)).copied().collect()
}

fn wordings(entry: &Entry) -> impl Iterator<Item = &str> {
    std::iter::once(&entry.question).chain(&entry.also).map(String::as_str)
}

/// What entries are compared by.
struct Bank {
    vectors: Vectors,
    packs: Vec<Pack>,
    things: Things,
}

impl Bank {
    /// The entry that this one, as the second, is most alike, if any is.
    fn most_alike(&self, number: usize, entry: &Entry, passage: &str, entries: &[&Entry]) -> Option<Alike> {
        let mut questions = vec![-1.0f32; entries.len()];
        for wording in wordings(entry) {
            questions.iter_mut().zip(self.near(wording)).for_each(|(best, near)| *best = best.max(near.question));
        }
        let answers = self.near(passage);
        let mut best: Option<Alike> = None;
        for (first, (question, near)) in questions.into_iter().zip(&answers).enumerate() {
            let answer = near.answer;
            let better = best.is_none_or(|best| question + answer > best.question + best.answer);
            let alike = question >= QUESTION && answer >= ANSWER && question + answer >= BOTH;
            // Questions written from one pattern name different things, which the encoder hardly tells apart.
            if first != number && alike && better && entries.get(first).is_some_and(|other| !self.things.are_apart(other, entry)) {
                best = Some(Alike { first, second: number, question, answer });
            }
        }
        best
    }

    /// How near entries are to a text; nothing where no pack reads it.
    fn near(&self, text: &str) -> Vec<Near> {
        let pack = self.packs.iter().find(|pack| Some(pack.group()) == Group::of(text));
        pack.and_then(|pack| self.vectors.near(pack, text, &[]).ok().flatten()).unwrap_or_default()
    }
}
