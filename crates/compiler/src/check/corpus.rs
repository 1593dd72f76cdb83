//! What the rules look at: the entries by language, with what several rules need computed once and only when asked for.

use super::Options;
use super::meant::{self, Alike};
use super::similar::{self, Pair};
use crate::date::Date;
use crate::diagnostic::Diagnostics;
use crate::entry::Entry;
use crate::output::languages;
use crate::site::Config;
use crate::{Content, Meaning, language, learned};
use faqlet_engine::analysis;
use faqlet_engine::{BuildOptions, Engine, Pin};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// All entries.
pub(super) struct Corpus<'a> {
    /// All entries in the order of the sources.
    pub(super) entries: &'a [Entry],
    /// The languages, the default first.
    pub(super) languages: Vec<Language<'a>>,
    /// What the owner says about the whole site.
    pub(super) config: &'a Config,
    /// What reading the sources reported.
    pub(super) read: &'a Diagnostics,
    /// The day of the check.
    pub(super) today: Option<Date>,
}

/// The entries of a language.
pub(super) struct Language<'a> {
    /// The tag.
    pub(super) tag: &'a str,
    /// The entries in the order of the sources.
    pub(super) entries: Vec<&'a Entry>,
    /// How the analyser knows it.
    pub(super) analysis: analysis::Language,
    config: &'a Config,
    meaning: &'a Meaning,
    engine: OnceCell<Option<Engine>>,
    pairs: OnceCell<Vec<Pair>>,
}

impl<'a> Corpus<'a> {
    pub(super) fn new(content: &'a Content, read: &'a Diagnostics, options: &'a Options) -> Self {
        let Content { entries, config } = content;
        let mut by_tag: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            by_tag.entry(&entry.lang).or_default().push(entry);
        }
        let wished = options.default_lang.as_deref().or(config.default_lang.as_deref()).and_then(language::canonical);
        let most = by_tag.iter().rev().max_by_key(|(tag, entries)| (wished.as_deref() == Some(**tag), **tag == "en", entries.len()));
        let default = most.map(|(tag, _)| *tag);
        let mut languages: Vec<Language<'_>> =
            by_tag.into_iter().map(|(tag, entries)| Language::new(tag, entries, config, &options.meaning)).collect();
        languages.sort_by_key(|language| Some(language.tag) != default);
        Self { entries, languages, config, read, today: options.today }
    }
}

impl<'a> Language<'a> {
    fn new(tag: &'a str, entries: Vec<&'a Entry>, config: &'a Config, meaning: &'a Meaning) -> Self {
        let analysis = analysis::Language::from_tag(tag);
        Self { tag, entries, analysis, config, meaning, engine: OnceCell::new(), pairs: OnceCell::new() }
    }

    /// The engine over these entries, the one that visitors' browsers run; entries have the numbers of [`Language::entries`]. `None` where
    /// no index can be built, which the build reports.
    pub(super) fn engine(&self) -> Option<&Engine> {
        self.engine.get_or_init(|| self.build()).as_ref()
    }

    fn build(&self) -> Option<Engine> {
        // Ids may stand twice here, which is a finding of its own; numbers do not.
        let learned = self.config.learned.of(self.tag);
        let indexed = |(number, entry): (u32, &&Entry)| {
            let mut indexed = indexed(number, entry);
            learned::apply(&mut indexed, learned.get(entry.id.as_str()));
            indexed
        };
        let entries: Vec<faqlet_engine::Entry> = (0..).zip(&self.entries).map(indexed).collect();
        let number = |id: &str| self.entries.iter().position(|entry| entry.id == id);
        let BuildOptions { lang, synonyms, pins } = languages::options(self.tag, &self.entries, self.config);
        let pins = pins.into_iter().filter_map(|pin| Some(Pin { entry: number(&pin.entry)?.to_string(), ..pin })).collect();
        let options = BuildOptions { lang, synonyms, pins };
        Engine::from_vec(faqlet_engine::build(&entries, &options).ok()?).ok()
    }

    /// The pairs of similar entries, by their numbers in [`Language::entries`].
    pub(super) fn pairs(&self) -> &[Pair] {
        self.pairs.get_or_init(|| similar::pairs(&self.entries, self.analysis))
    }

    /// The pairs of entries that ask the same in other words, by their numbers in [`Language::entries`]; none without encoders.
    pub(super) fn alike(&self) -> Vec<Alike> {
        meant::alike(&self.entries, self.analysis, self.meaning)
    }
}

fn indexed(number: u32, entry: &Entry) -> faqlet_engine::Entry {
    faqlet_engine::Entry {
        also: entry.also.clone(),
        category: entry.category.clone(),
        tags: entry.tags.clone(),
        ..faqlet_engine::Entry::new(&number.to_string(), &entry.lang, &entry.question, &entry.answer.text())
    }
}
