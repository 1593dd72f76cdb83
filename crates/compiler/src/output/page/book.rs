//! The plan of a language's pages: which there are, in which order, and which entry and which category stands on which.

use super::super::languages::Language;
use super::address;
use super::wording::Wording;
use crate::entry::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The pages of one language.
pub(super) struct Book<'a> {
    pub(super) language: &'a Language,
    pub(super) wording: &'static Wording,
    /// The page with everything.
    pub(super) whole: String,
    /// Categories, each after the one it stands in, in the order in which their entries first appear.
    pub(super) topics: Vec<Topic<'a>>,
    /// Pages of the entries, in the order of the entries.
    pub(super) pages: Vec<String>,
    /// Entries in the order of reading: category by category, those without one where the first of them stands.
    pub(super) order: Vec<usize>,
    by_id: BTreeMap<&'a str, usize>,
    by_path: BTreeMap<&'a [String], usize>,
}

/// A category.
pub(super) struct Topic<'a> {
    pub(super) path: &'a [String],
    pub(super) page: String,
    /// Entries that stand in it and in no narrower one.
    pub(super) entries: Vec<usize>,
    /// Categories right below it.
    pub(super) below: Vec<usize>,
}

impl Topic<'_> {
    pub(super) fn name(&self) -> &str {
        self.path.last().map(String::as_str).unwrap_or_default()
    }
}

/// Entries that stand together on the page with everything.
pub(super) struct Group {
    /// Their category; `None` for those without one.
    pub(super) topic: Option<usize>,
    pub(super) entries: Vec<usize>,
}

impl<'a> Book<'a> {
    pub(super) fn new(language: &'a Language) -> Self {
        let mut topics = Vec::new();
        let mut by_path = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (number, entry) in language.entries.iter().enumerate() {
            if let Some(topic) = topic_of(&entry.category, &language.tag, &mut topics, &mut by_path, &mut taken) {
                topics[topic].entries.push(number);
            }
        }
        let pages = language.entries.iter().map(|entry| address::entry(&language.tag, &entry.id)).collect();
        let by_id = language.entries.iter().enumerate().map(|(number, entry)| (entry.id.as_str(), number)).collect();
        let whole = address::whole(&language.tag);
        let mut book = Self { language, wording: Wording::of(&language.tag), whole, topics, pages, order: Vec::new(), by_id, by_path };
        book.order = book.groups().into_iter().flat_map(|group| group.entries).collect();
        book
    }

    pub(super) fn entry(&self, number: usize) -> &'a Entry {
        &self.language.entries[number]
    }

    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The categories from the broadest to that of an entry.
    pub(super) fn trail(&self, path: &[String]) -> Vec<&Topic<'a>> {
        (1..=path.len()).filter_map(|length| self.topics.get(*self.by_path.get(&path[..length])?)).collect()
    }

    /// The entries by category, in the order of reading.
    pub(super) fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut places = BTreeMap::new();
        for (number, entry) in self.language.entries.iter().enumerate() {
            let place = *places.entry(&entry.category).or_insert_with(|| {
                let topic = self.by_path.get(entry.category.as_slice()).copied();
                groups.push(Group { topic, entries: Vec::new() });
                groups.len() - 1
            });
            groups[place].entries.push(number);
        }
        groups
    }
}

/// The number of a category, made together with those it stands in when it is new.
fn topic_of<'a>(
    path: &'a [String],
    lang: &str,
    topics: &mut Vec<Topic<'a>>,
    numbers: &mut BTreeMap<&'a [String], usize>,
    taken: &mut BTreeSet<String>,
) -> Option<usize> {
    let mut above: Option<usize> = None;
    for length in 1..=path.len() {
        let part = &path[..length];
        let number = *numbers.entry(part).or_insert_with(|| {
            topics.push(Topic { path: part, page: address::topic(lang, part, taken), entries: Vec::new(), below: Vec::new() });
            let number = topics.len() - 1;
            if let Some(above) = above {
                topics[above].below.push(number);
            }
            number
        });
        above = Some(number);
    }
    above
}
