//! The small tables of an index: its head, texts by number, labels (categories and tags), and pins.

use std::collections::BTreeMap;

use super::lengths::Wordings;
use super::{BuildOptions, Entry};
use crate::analysis::{self, Language, TokenKind};
use crate::codec::{Scan, Writer};
use crate::highlight::add_to_key;

/// The head: number of entries, number of wordings, language.
pub(crate) fn write_head(entries: &[Entry], options: &BuildOptions, wordings: &Wordings) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.u32(entries.len() as u32);
    writer.u32(wordings.count());
    writer.str(&options.lang);
    writer.finish()
}

/// The head of an opened index.
pub(crate) struct Head {
    pub(crate) entries: u32,
    pub(crate) wordings: u32,
    pub(crate) lang: Box<str>,
}

impl Head {
    /// What follows the language is of a later minor version and ignored.
    pub(crate) fn open(section: &[u8]) -> Option<Self> {
        let mut scan = Scan::new(section);
        Some(Self { entries: scan.u32()?, wordings: scan.u32()?, lang: scan.str()?.into() })
    }
}

/// Texts by number: all lengths, then all bytes.
pub(crate) fn write_texts<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Vec<u8> {
    let mut writer = Writer::new();
    texts.clone().for_each(|text| writer.u32(text.len() as u32));
    texts.for_each(|text| writer.raw(text.as_bytes()));
    writer.finish()
}

/// Of every so many texts the place is kept; to reach one between, the lengths before it are added up.
const STRIDE: usize = 32;

/// Where the texts of a section are.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    /// Where the first text starts in the section.
    start: usize,
    /// Of every 32nd text, where its length stands in the section, and how many bytes of text come before it.
    places: Vec<(u32, u32)>,
    count: u32,
}

impl Texts {
    /// Reads over the lengths. That every text is UTF-8 is checked here unless the bytes are `verified`, that is, such as were opened
    /// once when they were built; whatever they are, [`get`](Self::get) gives out nothing else.
    pub(crate) fn open(section: &[u8], count: u32, verified: bool) -> Option<Self> {
        if count as usize > section.len() {
            return None;
        }
        let mut scan = Scan::new(section);
        let mut places = Vec::with_capacity(count as usize / STRIDE + 1);
        let mut end = 0u32;
        for number in 0..count as usize {
            if number.is_multiple_of(STRIDE) {
                places.push(((section.len() - scan.remaining()) as u32, end));
            }
            end = end.checked_add(scan.u32()?)?;
        }
        let texts = Self { start: section.len() - scan.remaining(), places, count };
        let sound = || texts.all(section).filter(|text| core::str::from_utf8(text).is_ok()).count() == count as usize;
        (scan.remaining() == end as usize && (verified || sound())).then_some(texts)
    }

    /// A text by its number, from the section that this was opened with.
    pub(crate) fn get<'a>(&self, section: &'a [u8], number: u32) -> Option<&'a str> {
        if number >= self.count {
            return None;
        }
        let (length_at, mut before) = *self.places.get(number as usize / STRIDE)?;
        let mut scan = Scan::new(section.get(length_at as usize..)?);
        for _ in 0..number as usize % STRIDE {
            before = before.checked_add(scan.u32()?)?;
        }
        let length = scan.u32()? as usize;
        let rest = section.get(self.start..)?.get(before as usize..)?;
        core::str::from_utf8(rest.get(..length)?).ok()
    }

    /// The number of a text.
    pub(crate) fn find(&self, section: &[u8], text: &str) -> Option<u32> {
        self.all(section).position(|own| *own == *text.as_bytes()).map(|number| number as u32)
    }

    /// The bytes of all texts in order.
    fn all<'a>(&self, section: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let (mut lengths, mut texts) = (Scan::new(section), Scan::new(section.get(self.start..).unwrap_or_default()));
        (0..self.count).map_while(move |_| texts.raw(lengths.u32()? as usize))
    }
}

/// Categories and tags while building.
#[derive(Default)]
pub(crate) struct Labels<'e> {
    categories: Vec<(Option<u32>, &'e str, &'e str)>,
    paths: BTreeMap<&'e [String], u32>,
    tags: Vec<(&'e str, &'e str)>,
    tag_numbers: BTreeMap<&'e str, u32>,
}

impl<'e> Labels<'e> {
    /// Numbers categories and tags in the order in which they come first. A category on the way to another one is one too.
    pub(crate) fn gather(entries: &'e [Entry]) -> Self {
        let mut labels = Self::default();
        for entry in entries {
            let mut parent = None;
            for depth in 1..=entry.category.len() {
                let (Some(path), Some(name)) = (entry.category.get(..depth), entry.category.get(depth - 1)) else { continue };
                let next = labels.categories.len() as u32;
                let number = *labels.paths.entry(path).or_insert(next);
                if number == next {
                    labels.categories.push((parent, name, &entry.lang));
                }
                parent = Some(number);
            }
            for tag in &entry.tags {
                let next = labels.tags.len() as u32;
                if *labels.tag_numbers.entry(tag).or_insert(next) == next {
                    labels.tags.push((tag, &entry.lang));
                }
            }
        }
        labels
    }

    /// Number of categories and tags.
    pub(crate) fn count(&self) -> u32 {
        (self.categories.len() + self.tags.len()) as u32
    }

    /// Number, name and language of each label: categories first, then tags.
    pub(crate) fn names(&self) -> impl Iterator<Item = (u32, &'e str, &'e str)> + '_ {
        let categories = self.categories.iter().map(|(_, name, lang)| (*name, *lang));
        (0..).zip(categories.chain(self.tags.iter().copied())).map(|(number, (name, lang))| (number, name, lang))
    }

    /// The section: categories with their parents, tags, then for each entry its category, tags, language and weight; the last three only
    /// where any entry has something there.
    pub(crate) fn write(&self, entries: &[Entry]) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u32(self.categories.len() as u32);
        for (parent, name, _) in &self.categories {
            writer.u32(parent.map_or(0, |parent| parent + 1));
            writer.str(name);
        }
        writer.u32(self.tags.len() as u32);
        self.tags.iter().for_each(|(name, _)| writer.str(name));
        for entry in entries {
            writer.u32(self.paths.get(entry.category.as_slice()).map_or(0, |number| number + 1));
        }
        if !self.tags.is_empty() {
            for entry in entries {
                writer.u32(entry.tags.len() as u32);
                entry.tags.iter().for_each(|tag| writer.u32(self.tag_numbers.get(tag.as_str()).copied().unwrap_or_default()));
            }
        }
        write_languages(&mut writer, entries);
        write_weights(&mut writer, entries);
        writer.finish()
    }
}

fn write_languages(writer: &mut Writer, entries: &[Entry]) {
    let mut names: Vec<&str> = Vec::new();
    for entry in entries {
        if !names.contains(&entry.lang.as_str()) {
            names.push(&entry.lang);
        }
    }
    writer.u32(names.len() as u32);
    names.iter().for_each(|name| writer.str(name));
    if names.len() > 1 {
        for entry in entries {
            writer.u32(names.iter().position(|name| *name == entry.lang).unwrap_or_default() as u32);
        }
    }
}

fn write_weights(writer: &mut Writer, entries: &[Entry]) {
    let steps: Vec<u8> = entries.iter().map(|entry| weight_step(entry.weight)).collect();
    let weighted = steps.iter().any(|step| *step != NEUTRAL);
    writer.u8(u8::from(weighted));
    if weighted {
        writer.raw(&steps);
    }
}

/// How deep categories may lie in one another. Bounds the work on a file in which each lies in the one before.
pub(crate) const DEEPEST: usize = 16;

/// The step that stands for a factor of exactly 1.
pub(crate) const NEUTRAL: u8 = 80;

/// A weight in 240 steps between 0.5 and 2. What is not a number counts as neutral.
fn weight_step(weight: f32) -> u8 {
    if weight.is_nan() {
        return NEUTRAL;
    }
    (weight.clamp(*Entry::WEIGHTS.start(), *Entry::WEIGHTS.end()) * 160.0 - 80.0) as u8
}

/// The factor a step stands for.
pub(crate) fn weight(step: u8) -> f32 {
    (f32::from(step.min(240)) + 80.0) / 160.0
}

/// A category of an opened index.
#[derive(Debug)]
pub(crate) struct Category {
    /// The category it lies in.
    pub(crate) parent: Option<u32>,
    /// Its own name, the last part of its path.
    pub(crate) name: Box<str>,
    /// Entries in it and below it.
    pub(crate) entries: u32,
}

/// Categories, tags, languages and weights of an opened index.
#[derive(Debug, Default)]
pub(crate) struct LabelTable {
    pub(crate) categories: Vec<Category>,
    pub(crate) tags: Vec<Box<str>>,
    /// Category of each entry; empty when there are none.
    category: Vec<Option<u32>>,
    /// Tags of all entries one after the other, and where each entry's end. Empty when there are none.
    pub(crate) entry_tags: Vec<u32>,
    pub(crate) entry_tags_end: Vec<u32>,
    pub(crate) languages: Vec<Box<str>>,
    /// Language of each entry; empty when all have the first.
    pub(crate) language: Vec<u32>,
    /// Weight of each entry as a step; empty when all are neutral.
    pub(crate) weights: Vec<u8>,
    /// Entries of all labels one after the other, and where each label's end.
    pub(crate) labelled: Vec<u32>,
    pub(crate) labelled_end: Vec<u32>,
}

impl LabelTable {
    /// Reads the section of an index with that many entries.
    pub(crate) fn open(section: &[u8], entries: u32) -> Option<Self> {
        let mut scan = Scan::new(section);
        let mut table = Self::default();
        table.read_categories(&mut scan)?;
        for _ in 0..scan.count(1)? {
            table.tags.push(scan.str()?.into());
        }
        if entries as usize > scan.remaining() {
            return None;
        }
        table.read_entries(&mut scan, entries)?;
        for _ in 0..scan.count(1)? {
            table.languages.push(scan.str()?.into());
        }
        if table.languages.len() > 1 {
            for _ in 0..entries {
                table.language.push(scan.u32().filter(|language| (*language as usize) < table.languages.len())?);
            }
        }
        if scan.u8()? != 0 {
            table.weights = scan.raw(entries as usize)?.to_vec();
        }
        scan.end()?;
        table.invert();
        Some(table)
    }

    /// Number of categories and tags.
    pub(crate) fn count(&self) -> u32 {
        (self.categories.len() + self.tags.len()) as u32
    }

    /// A category comes after the one it lies in, and not too deep in others.
    fn read_categories(&mut self, scan: &mut Scan<'_>) -> Option<()> {
        let mut depths: Vec<usize> = Vec::new();
        for _ in 0..scan.count(2)? {
            let parent = scan.u32()?.checked_sub(1);
            let above = parent.map_or(Some(0), |parent| depths.get(parent as usize).copied())?;
            if above >= DEEPEST {
                return None;
            }
            depths.push(above + 1);
            self.categories.push(Category { parent, name: scan.str()?.into(), entries: 0 });
        }
        Some(())
    }

    /// Category and tags of each entry.
    fn read_entries(&mut self, scan: &mut Scan<'_>, entries: u32) -> Option<()> {
        if self.categories.is_empty() {
            scan.raw(entries as usize).filter(|none| none.iter().all(|category| *category == 0))?;
        }
        for _ in 0..if self.categories.is_empty() { 0 } else { entries } {
            let category = scan.u32()?.checked_sub(1);
            if category.is_some_and(|number| number as usize >= self.categories.len()) {
                return None;
            }
            self.category.push(category);
        }
        for _ in 0..if self.tags.is_empty() { 0 } else { entries } {
            for _ in 0..scan.count(1)? {
                self.entry_tags.push(scan.u32().filter(|tag| (*tag as usize) < self.tags.len())?);
            }
            self.entry_tags_end.push(self.entry_tags.len() as u32);
        }
        Some(())
    }

    /// Lists the entries of each label, by counting. An entry counts for its category and for all that this one lies in.
    fn invert(&mut self) {
        if self.count() == 0 {
            return;
        }
        let mut starts = vec![0u32; self.count() as usize + 1];
        self.each_label(|label, _| {
            if let Some(count) = starts.get_mut(label as usize + 1) {
                *count += 1;
            }
        });
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        for (category, number) in self.categories.iter_mut().zip(1usize..) {
            category.entries = starts.get(number).zip(starts.get(number - 1)).map_or(0, |(end, start)| end - start);
        }
        let mut labelled = vec![0; sum as usize];
        self.each_label(|label, entry| {
            if let Some(next) = starts.get_mut(label as usize) {
                if let Some(place) = labelled.get_mut(*next as usize) {
                    *place = entry;
                }
                *next += 1;
            }
        });
        // Each start has moved on to its end.
        starts.pop();
        self.labelled_end = starts;
        self.labelled = labelled;
    }

    /// Calls `sink` with each label of each entry.
    fn each_label(&self, mut sink: impl FnMut(u32, u32)) {
        let categories = self.categories.len() as u32;
        for (entry, category) in (0u32..).zip(&self.category) {
            self.up(*category).for_each(|category| sink(category, entry));
            self.tags_of(entry).iter().for_each(|tag| sink(categories + tag, entry));
        }
    }

    /// Tags of an entry, by number.
    pub(crate) fn tags_of(&self, entry: u32) -> &[u32] {
        let end = self.entry_tags_end.get(entry as usize).copied().unwrap_or_default() as usize;
        let start =
            (entry as usize).checked_sub(1).and_then(|before| self.entry_tags_end.get(before)).copied().unwrap_or_default() as usize;
        self.entry_tags.get(start..end).unwrap_or_default()
    }

    /// Category of an entry.
    pub(crate) fn category_of(&self, entry: u32) -> Option<u32> {
        self.category.get(entry as usize).copied().flatten()
    }

    /// A category and those it lies in, from the innermost outwards.
    pub(crate) fn up(&self, category: Option<u32>) -> impl Iterator<Item = u32> {
        core::iter::successors(category, |number| self.categories.get(*number as usize)?.parent)
    }

    /// Whether `category` is `above` or lies in it.
    pub(crate) fn lies_in(&self, category: Option<u32>, above: u32) -> bool {
        self.up(category).any(|number| number == above)
    }
}

/// A pin of an opened index.
#[derive(Debug)]
pub(crate) struct PinRule {
    /// Terms of the query with single spaces between, as [`pin_key`] gives them.
    pub(crate) key: Box<str>,
    pub(crate) entry: u32,
    /// The place it gets, from 0.
    pub(crate) place: u32,
}

/// The section: key, entry and place of each pin, in order of the place.
pub(crate) fn write_pins(entries: &[Entry], options: &BuildOptions) -> Vec<u8> {
    let language = Language::from_tag(&options.lang);
    let mut pins = Vec::new();
    for pin in &options.pins {
        if let Some(entry) = entries.iter().position(|entry| entry.id == pin.entry) {
            pins.push((pin.place.saturating_sub(1), pin_key(&pin.query, language), entry as u32));
        }
    }
    pins.sort();
    let mut writer = Writer::new();
    writer.u32(pins.len() as u32);
    for (place, key, entry) in pins {
        writer.str(&key);
        writer.u32(entry);
        writer.u32(place);
    }
    writer.finish()
}

/// Reads the pins of an index with that many entries.
pub(crate) fn open_pins(section: &[u8], entries: u32) -> Option<Vec<PinRule>> {
    let mut scan = Scan::new(section);
    let mut pins = Vec::new();
    for _ in 0..scan.count(3)? {
        let key = scan.str()?.into();
        pins.push(PinRule { key, entry: scan.u32().filter(|entry| *entry < entries)?, place: scan.u32()? });
    }
    scan.end()?;
    Some(pins)
}

/// What two queries have in common when they are the same but for case, accents, endings and punctuation.
pub(crate) fn pin_key(query: &str, language: Language) -> String {
    let mut key = String::new();
    analysis::analyse(query, language, &mut |token| {
        if token.kind != TokenKind::Joined && token.kind != TokenKind::Tail {
            add_to_key(&mut key, token.term);
        }
    });
    key
}
