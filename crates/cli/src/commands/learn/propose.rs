//! From lessons to a proposal: what the FAQ says already is left out, what a person decided stays decided.

use super::guard;
use anyhow::bail;
use faqlet_collector::{EntryLesson, Lessons, Missing, Wording};
use faqlet_compiler::Content;
use faqlet_compiler::entry::Entry;
use faqlet_compiler::learned::{Learned, LearnedEntry, LearnedGap, LearnedSynonym, LearnedWeight, LearnedWording};
use faqlet_engine::analysis::{Language, analyse};
use faqlet_engine::{Engine, SearchOptions};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest votes that speak for a synonym.
const SYNONYM_VOTES: u64 = 8;
/// The share of searches with one word that may hold the other one, too: who writes both does not take one for the other.
const TOGETHER: f64 = 0.2;
/// Most gaps that are told.
const GAPS: usize = 50;
/// Below this a nearest entry is none.
const NEAREST: f32 = 0.05;

/// What is proposed for an FAQ.
pub(super) fn proposal(lessons: &Lessons, mut content: Content, site: &str, until: &str) -> anyhow::Result<Learned> {
    let before = std::mem::take(&mut content.config.learned);
    let by_id: BTreeMap<(&str, &str), &Entry> =
        content.entries.iter().map(|entry| ((entry.lang.as_str(), entry.id.as_str()), entry)).collect();
    let rare = rarity(&content.entries);
    let mut learned = Learned { site: site.to_owned(), until: until.to_owned(), ..Learned::default() };
    for lesson in &lessons.entries {
        let Some(entry) = by_id.get(&(lesson.lang.as_str(), lesson.entry.as_str())) else { continue };
        let known = before.entries.iter().find(|known| known.lang == lesson.lang && known.id == lesson.entry);
        learned.entries.extend(about(lesson, entry, known));
        synonyms(lesson, entry, &rare, &mut learned.synonyms);
    }
    keep_decisions(&before, &mut learned);
    if content.entries.is_empty() {
        bail!("expected an FAQ with at least one entry; name its folder");
    }
    let engines = guard::engines(&content, &Learned::default())?;
    guard::harmless(&content, &engines, &mut learned)?;
    learned.missing = lessons.missing.iter().take(GAPS).map(|missing| gap(missing, &engines)).collect();
    Ok(learned)
}

/// What is new about an entry; `None` when nothing is.
fn about(lesson: &EntryLesson, entry: &Entry, known: Option<&LearnedEntry>) -> Option<LearnedEntry> {
    let language = Language::from_tag(&entry.lang);
    let own: Vec<BTreeSet<String>> = std::iter::once(&entry.question).chain(&entry.also).map(|text| stems(text, language)).collect();
    let is_new = |wording: &&Wording| {
        let stems = stems(&wording.words.join(" "), language);
        !stems.is_empty() && !own.iter().any(|own| stems.is_subset(own))
    };
    let wordings: Vec<LearnedWording> = lesson
        .wordings
        .iter()
        .filter(is_new)
        .map(|wording| {
            let text = wording.words.join(" ");
            let refused = known.is_some_and(|known| known.wordings.iter().any(|known| !known.used && known.text == text));
            LearnedWording { used: !refused, text, votes: wording.votes, days: wording.days }
        })
        .collect();
    let weight = ((lesson.weight - 1.0).abs() >= 0.001).then(|| LearnedWeight {
        used: known.and_then(|known| known.weight.as_ref()).is_none_or(|weight| weight.used),
        factor: lesson.weight as f32,
        yes: lesson.yes.round() as u64,
        no: lesson.no.round() as u64,
        days: lesson.days,
    });
    let some = weight.is_some() || !wordings.is_empty();
    some.then(|| LearnedEntry { lang: lesson.lang.clone(), id: lesson.entry.clone(), weight, wordings })
}

/// Words that lead to an entry which does not hold them, each with the rarest word of its question that is not searched with it.
fn synonyms(lesson: &EntryLesson, entry: &Entry, rare: &BTreeMap<(String, String), usize>, all: &mut Vec<LearnedSynonym>) {
    let language = Language::from_tag(&entry.lang);
    let texts = [entry.question.as_str(), &entry.answer.text()].map(str::to_owned);
    let held: BTreeSet<String> = texts.iter().chain(&entry.also).chain(&entry.tags).flat_map(|text| stems(text, language)).collect();
    for word in lesson.words.iter().filter(|word| word.votes >= SYNONYM_VOTES) {
        let own = stems(&word.word, language);
        if own.is_empty() || own.iter().any(|stem| held.contains(stem)) {
            continue;
        }
        let together = |other: &str| {
            let beside = word.beside.iter().filter(|(name, _)| stems(name, language).contains(other)).map(|(_, count)| count).max();
            beside.is_some_and(|count| *count as f64 > TOGETHER * word.votes as f64)
        };
        let mut candidates: Vec<(usize, String)> = words(&entry.question, language)
            .into_iter()
            .filter(|(_, stem)| !together(stem))
            .map(|(word, stem)| (rare.get(&(entry.lang.clone(), stem)).copied().unwrap_or(0), word))
            .collect();
        candidates.sort();
        if let Some((_, other)) = candidates.into_iter().next() {
            let words = vec![word.word.clone(), other];
            all.push(LearnedSynonym { used: false, lang: lesson.lang.clone(), words, votes: word.votes });
        }
    }
}

/// What a person refused or agreed to stays, whether or not it would be proposed today.
fn keep_decisions(before: &Learned, learned: &mut Learned) {
    for known in &before.entries {
        let refused: Vec<LearnedWording> = known.wordings.iter().filter(|wording| !wording.used).cloned().collect();
        if refused.is_empty() {
            continue;
        }
        match learned.entries.iter_mut().find(|entry| entry.lang == known.lang && entry.id == known.id) {
            Some(entry) => {
                let new =
                    refused.into_iter().filter(|wording| !entry.wordings.iter().any(|own| own.text == wording.text)).collect::<Vec<_>>();
                entry.wordings.extend(new);
            }
            None => learned.entries.push(LearnedEntry { weight: None, wordings: refused, ..known.clone() }),
        }
    }
    for known in before.synonyms.iter().filter(|group| group.used) {
        match learned.synonyms.iter_mut().find(|group| group.lang == known.lang && group.words == known.words) {
            Some(group) => group.used = true,
            None => learned.synonyms.push(known.clone()),
        }
    }
}

fn gap(missing: &Missing, engines: &BTreeMap<String, Engine>) -> LearnedGap {
    let nearest = engines.get(&missing.lang).and_then(|engine| {
        let found = engine.search(&missing.words.join(" "), &SearchOptions { limit: 1, ..SearchOptions::default() });
        let hit = found.hits.first().filter(|hit| hit.confidence >= NEAREST)?;
        engine.entry(hit.entry).map(|entry| entry.id.to_owned())
    });
    let Missing { lang, words, searches, questions } = missing.clone();
    LearnedGap { lang, words, searches, nearest, questions }
}

/// In how many entries of a language each stem stands.
fn rarity(entries: &[Entry]) -> BTreeMap<(String, String), usize> {
    let mut rare = BTreeMap::new();
    for entry in entries {
        let language = Language::from_tag(&entry.lang);
        for stem in stems(&format!("{} {}", entry.question, entry.answer.text()), language) {
            *rare.entry((entry.lang.clone(), stem)).or_insert(0) += 1;
        }
    }
    rare
}

/// The words of a text that mean something, with their stems.
fn words(text: &str, language: Language) -> Vec<(String, String)> {
    let mut found = Vec::new();
    analyse(text, language, &mut |token| {
        if !token.function {
            found.push((token.word.to_owned(), token.term.to_owned()));
        }
    });
    found
}

/// The stems of the words of a text that mean something.
fn stems(text: &str, language: Language) -> BTreeSet<String> {
    words(text, language).into_iter().map(|(_, stem)| stem).collect()
}
