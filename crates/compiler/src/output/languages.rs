//! Entries by language: checks over all of them, and the index of each language.

use crate::diagnostic::{Diagnostics, Place};
use crate::entry::Entry;
use crate::site::{Config, Synonyms};
use crate::{language, learned};
use faqlet_engine::{BuildError, BuildOptions, Engine, Pin};
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::path::Path;

/// The entries of a language, in the order of the sources.
#[derive(Debug)]
pub(super) struct Language {
    pub(super) tag: String,
    pub(super) entries: Vec<Entry>,
}

/// Divides the entries by language, the default language first. Duplicate ids, an empty FAQ and an unknown default language are errors.
pub(super) fn divide(entries: Vec<Entry>, default: Option<&str>, diagnostics: &mut Diagnostics) -> Vec<Language> {
    if entries.is_empty() {
        if !diagnostics.has_errors() {
            let place = Place::file(Path::new("FAQ"));
            diagnostics.error(place, "at least one entry", "none", "write a first one; drafts do not count");
        }
        return Vec::new();
    }
    let mut by_tag: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        by_tag.entry(entry.lang.clone()).or_default().push(entry);
    }
    for entries in by_tag.values() {
        check_ids(entries, diagnostics);
    }
    let Some(default) = default_tag(&by_tag, default, diagnostics) else { return Vec::new() };
    let mut languages: Vec<Language> = by_tag.into_iter().map(|(tag, entries)| Language { tag, entries }).collect();
    languages.sort_by_key(|language| language.tag != default);
    languages
}

fn check_ids(entries: &[Entry], diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for entry in entries {
        if let Some(first) = seen.get(entry.id.as_str()) {
            let got = format!("`{}` here and at {first}", entry.id);
            let remedy = "give one of them another `id`, or another `lang` if it is a translation";
            diagnostics.error(entry.place.clone(), format!("each id once in {}", entry.lang), got, remedy);
        } else {
            seen.insert(&entry.id, &entry.place);
        }
    }
}

/// The wished language, else English, else the language with most entries.
fn default_tag(by_tag: &BTreeMap<String, Vec<Entry>>, wished: Option<&str>, diagnostics: &mut Diagnostics) -> Option<String> {
    let Some(wished) = wished else {
        let most = by_tag.iter().rev().max_by_key(|(tag, entries)| (*tag == "en", entries.len()));
        return most.map(|(tag, _)| tag.clone());
    };
    let tag = language::canonical(wished).filter(|tag| by_tag.contains_key(tag));
    if tag.is_none() {
        let tags: Vec<&str> = by_tag.keys().map(String::as_str).collect();
        let place = Place::file(Path::new("--default-lang"));
        let expected = format!("a language of the FAQ ({})", tags.join(", "));
        diagnostics.error(place, expected, format!("`{}`", wished.escape_debug()), "name one of them, or add entries in it");
    }
    tag
}

/// Builds the index of a language, and opens it once: a broken index must not leave this machine.
pub(super) fn index(language: &Language, config: &Config, diagnostics: &mut Diagnostics) -> Option<Vec<u8>> {
    let learned = config.learned.of(&language.tag);
    let indexed = |entry: &Entry| {
        let mut indexed = indexed(entry);
        learned::apply(&mut indexed, learned.get(entry.id.as_str()));
        indexed
    };
    let entries: Vec<faqlet_engine::Entry> = language.entries.iter().map(indexed).collect();
    let options = options(&language.tag, &language.entries, config);
    match faqlet_engine::build(&entries, &options) {
        Ok(bytes) => match Engine::open(&bytes) {
            Ok(_) => Some(bytes),
            Err(error) => {
                let place = Place::file(Path::new(&language.tag));
                diagnostics.error(place, "an index that opens", error.to_string(), "report this as a bug of Faqlet");
                None
            }
        },
        Err(error) => {
            refused(language, &error, diagnostics);
            None
        }
    }
}

/// What an index is built with: the owner's synonyms and pins, and the pins that entries name themselves.
pub(crate) fn options<E: Borrow<Entry>>(tag: &str, entries: &[E], config: &Config) -> BuildOptions {
    let entries = || entries.iter().map(Borrow::borrow);
    let here = |lang: &Option<String>| is_for(lang.as_deref(), tag);
    let known = |id: &str| entries().any(|entry| entry.id == id);
    let mut pins: Vec<Pin> = config
        .pins
        .iter()
        .filter(|pin| here(&pin.lang) && known(&pin.entry))
        .map(|pin| Pin { query: pin.query.clone(), entry: pin.entry.clone(), place: pin.rank })
        .collect();
    for entry in entries() {
        pins.extend(entry.pins.iter().map(|query| Pin { query: query.clone(), entry: entry.id.clone(), place: 1 }));
    }
    let synonyms = config.synonyms.iter().filter(|group| here(&group.lang)).flat_map(Synonyms::for_engine);
    let synonyms = synonyms.chain(config.learned.synonyms_of(tag)).collect();
    BuildOptions { lang: tag.to_owned(), synonyms, pins }
}

/// Whether what is meant for a language, or for all, holds in the one of `tag`.
pub(crate) fn is_for(lang: Option<&str>, tag: &str) -> bool {
    lang.is_none_or(|lang| lang == tag || tag.strip_prefix(lang).is_some_and(|rest| rest.starts_with('-')))
}

fn indexed(entry: &Entry) -> faqlet_engine::Entry {
    faqlet_engine::Entry {
        also: entry.also.clone(),
        category: entry.category.clone(),
        tags: entry.tags.clone(),
        ..faqlet_engine::Entry::new(&entry.id, &entry.lang, &entry.question, &entry.answer.text())
    }
}

fn refused(language: &Language, error: &BuildError, diagnostics: &mut Diagnostics) {
    let by_id = |id: &str| language.entries.iter().find(|entry| entry.id == id).map(|entry| entry.place.clone());
    match error {
        BuildError::TooDeep { id, most, got } => {
            let place = by_id(id).unwrap_or_else(|| Place::file(Path::new(&language.tag)));
            let expected = format!("at most {most} categories in one another");
            diagnostics.error(place, expected, got.to_string(), "shorten the category's path");
        }
        BuildError::TooLarge => {
            let place = Place::file(Path::new(&language.tag));
            diagnostics.error(place, "less than 1 GiB of text in a language", "more", "divide the FAQ into several sites");
        }
        other => {
            let place = Place::file(Path::new(&language.tag));
            diagnostics.error(place, "entries that can be indexed", other.to_string(), "report this as a bug of Faqlet");
        }
    }
}
