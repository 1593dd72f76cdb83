//! From an index that is one file to a root and its shards. Runs on the owner's machine only.

use super::{AnswersPart, CARD, CARDS, ID_LIST, IDS_A_LIST, NAME, PART, ROOT, key, list_of};
use crate::codec::Writer;
use crate::container;
use crate::index::dictionary::{self, Meaning};
use crate::index::postings::{self, Bounds, Places, Walks};
use crate::index::{DICTIONARY, HEAD, IDS, LABELS, LENGTHS, PINS, PLACES, QUESTIONS, SHARDS, SYNONYMS};
use crate::index::{Engine, tables};

/// About how many bytes of places a part has.
const PART_BYTES: usize = 6 * 1024;
/// The most wordings, and the most answers, that a term keeps.
const MOST_WORDINGS: usize = 6_000;
const MOST_ANSWERS: usize = 2_000;

/// A divided index. The shards are numbered through: parts, cards, id lists.
#[derive(Clone, Debug)]
pub struct Divided {
    /// The shards.
    pub shards: Vec<Vec<u8>>,
    parts: Vec<(String, u32)>,
    sections: Vec<([u8; 4], Vec<u8>)>,
}

impl Divided {
    /// The root. `names` are those of the shards, in their order.
    #[must_use]
    pub fn root(self, names: &[[u8; NAME]]) -> Vec<u8> {
        let mut table = Writer::new();
        table.u32(self.parts.len() as u32);
        let mut before = "";
        for (first, terms) in &self.parts {
            let shared = first.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
            let shared = first.floor_char_boundary(shared);
            table.u32(*terms);
            table.u32(shared as u32);
            table.str(first.get(shared..).unwrap_or_default());
            before = first;
        }
        names.iter().for_each(|name| table.raw(name));
        let writer = self.sections.into_iter().fold(container::Writer::new(ROOT), |writer, (tag, bytes)| writer.section(tag, bytes));
        writer.section(SHARDS, table.finish()).finish()
    }
}

/// Divides an index. `answers` are the files of answers in their order; none of them may hold answers of two cards, which have 32 entries
/// each. `None` for an index that is divided already or has entries of several languages: those stay one file.
#[must_use]
pub fn divide(engine: &Engine, answers: &[AnswersPart]) -> Option<Divided> {
    if engine.shards.is_some() || !engine.labels.language.is_empty() {
        return None;
    }
    let mut work = Work::new(engine);
    let (mut shards, mut parts) = (Vec::new(), Vec::new());
    let mut start = 0;
    while start < work.order.len() {
        let end = work.end_of_part(start);
        let terms: Vec<u32> = work.order.get(start..end).unwrap_or_default().to_vec();
        parts.push((work.stems.get(*terms.first()? as usize)?.clone(), terms.len() as u32));
        shards.push(work.part(&terms, start as u32));
        start = end;
    }
    for first in (0..engine.len()).step_by(CARD as usize) {
        shards.push(card(engine, first, answers));
    }
    shards.extend(id_lists(engine));
    Some(Divided { shards, parts, sections: sections(engine, &work.numbers) })
}

/// What is known while parts are made.
struct Work<'e> {
    engine: &'e Engine,
    walk: Walks<'e>,
    bounds: Bounds,
    /// The items of the dictionary.
    items: Vec<(String, Meaning)>,
    /// Items that name each term.
    named: Vec<Vec<u32>>,
    /// Stem of each term.
    stems: Vec<String>,
    /// The terms in the order of their stems.
    order: Vec<u32>,
    /// New number of each term.
    numbers: Vec<u32>,
}

impl<'e> Work<'e> {
    fn new(engine: &'e Engine) -> Self {
        let terms = engine.terms() as usize;
        let (mut items, mut named, mut stems) = (Vec::new(), vec![Vec::new(); terms], vec![String::new(); terms]);
        let mut cursor = engine.own_dictionary().seek("");
        while cursor.is_some() {
            let (text, meaning) = (cursor.text(), cursor.meaning());
            let both = meaning.word.into_iter().chain(meaning.stem.filter(|stem| meaning.word != Some(*stem)));
            for term in both {
                if let Some(list) = named.get_mut(term as usize) {
                    list.push(items.len() as u32);
                }
            }
            if let Some(stem) = meaning.stem.and_then(|term| stems.get_mut(term as usize)) {
                text.clone_into(stem);
            }
            items.push((text.to_owned(), meaning));
            cursor.advance();
        }
        let mut order: Vec<u32> = (0..terms as u32).collect();
        order.sort_by(|a, b| stems.get(*a as usize).cmp(&stems.get(*b as usize)).then(a.cmp(b)));
        let bounds = Bounds { wordings: engine.lengths.count(), answers: engine.len(), labels: engine.labels.count() };
        Self { engine, walk: engine.walk(), bounds, items, named, stems, order, numbers: vec![0; terms] }
    }

    /// Where the part ends that begins with the term at `start`. Once there is half of what a part has, the stems themselves say where: so a
    /// place more or less moves one end, and not all that follow it, and who keeps the parts of an earlier build has most of the new ones.
    fn end_of_part(&mut self, start: usize) -> usize {
        let mut bits = 0;
        for (at, term) in self.order.iter().enumerate().skip(start) {
            let term = self.walk.term(*term);
            let cost = |count: u32, most: usize, range: u32| {
                let count = (count as usize).min(most);
                count * (crate::index::bits::parameter(range, count as u32) as usize + 6)
            };
            let own = cost(term.in_wordings(), MOST_WORDINGS, self.bounds.wordings)
                + cost(term.in_answers(), MOST_ANSWERS, self.bounds.answers)
                + 48;
            bits += own;
            // By chance, in proportion to the term's size, so that parts have the wanted size on average.
            let chance = self.stems.get(self.order.get(at).copied().unwrap_or_default() as usize).map_or(0, |stem| key(stem));
            let ends = u64::from(chance) * (PART_BYTES as u64 * 4) < (own as u64) << 32;
            if bits / 8 >= PART_BYTES * 2 || bits / 8 >= PART_BYTES / 2 && ends {
                return at + 1;
            }
        }
        self.order.len()
    }

    /// The part with these terms, the first of which has the number `base`.
    fn part(&mut self, terms: &[u32], base: u32) -> Vec<u8> {
        let mut local: Vec<(u32, u32)> = (0u32..).zip(terms).map(|(number, term)| (*term, number)).collect();
        local.sort_unstable();
        let number = |term: Option<u32>| {
            let at = local.binary_search_by_key(&term?, |(term, _)| *term).ok()?;
            local.get(at).map(|(_, number)| *number)
        };
        let mut named: Vec<u32> = terms.iter().filter_map(|term| self.named.get(*term as usize)).flatten().copied().collect();
        named.sort_unstable();
        named.dedup();
        let items: Vec<(&str, Meaning)> = named
            .iter()
            .filter_map(|item| self.items.get(*item as usize))
            .map(|(text, meaning)| (text.as_str(), Meaning { word: number(meaning.word), stem: number(meaning.stem) }))
            .collect();
        let (dictionary, renumbered) = dictionary::write(&items, terms.len());
        let mut order: Vec<(u32, u32)> = renumbered.iter().copied().zip(terms.iter().copied()).collect();
        order.sort_unstable();
        for (number, term) in &order {
            if let Some(new) = self.numbers.get_mut(*term as usize) {
                *new = base + number;
            }
        }
        let (mut places, mut cut, mut labels) = (Vec::new(), Writer::new(), std::collections::BTreeSet::new());
        let mut cuts = 0;
        for (number, term) in &order {
            let (kept, whole) = self.places(*term);
            labels.extend(kept.labels.iter().copied());
            if let Some((wordings, answers)) = whole {
                cuts += 1;
                cut.u32(*number);
                cut.u32(wordings);
                cut.u32(answers);
            }
            places.push(kept);
        }
        let mut extra = Writer::new();
        extra.u32(terms.len() as u32);
        extra.u32(cuts);
        extra.raw(&cut.finish());
        self.write_tagged(&mut extra, &labels);
        container::Writer::new(PART)
            .section(DICTIONARY, dictionary)
            .section(PLACES, postings::write(places.iter(), self.bounds))
            .section(LENGTHS, self.lengths(&places))
            .section(SHARDS, extra.finish())
            .finish()
    }

    /// The places of a term that are kept, and of how many where that is not all of them: the shortest wordings and answers, since these
    /// count most.
    fn places(&mut self, number: u32) -> (Places, Option<(u32, u32)>) {
        let lengths = &self.engine.lengths;
        let term = self.walk.term(number);
        let mut places = Places::default();
        term.wordings(|wording| places.wordings.push(wording));
        term.answers(|entry, often| places.answers.push((entry, 1 + u32::from(often))));
        term.labels(|label| places.labels.push(label));
        let whole = (places.wordings.len() as u32, places.answers.len() as u32);
        let is_cut = places.wordings.len() > MOST_WORDINGS || places.answers.len() > MOST_ANSWERS;
        if places.wordings.len() > MOST_WORDINGS {
            places.wordings.sort_by_key(|wording| lengths.content.get(*wording as usize).copied());
            places.wordings.truncate(MOST_WORDINGS);
            places.wordings.sort_unstable();
        }
        if places.answers.len() > MOST_ANSWERS {
            places.answers.sort_by_key(|(entry, often)| (core::cmp::Reverse(*often), lengths.answers.get(*entry as usize).copied()));
            places.answers.truncate(MOST_ANSWERS);
            places.answers.sort_unstable();
        }
        (places, is_cut.then_some(whole))
    }

    /// Lengths of all wordings that the places name: content words, where entries have several wordings also tokens and the content words of
    /// all wordings together; then the lengths of the answers.
    fn lengths(&self, places: &[Places]) -> Vec<u8> {
        let lengths = &self.engine.lengths;
        let wordings = || places.iter().flat_map(|places| &places.wordings);
        let byte = |table: &[u8], at: u32| table.get(at as usize).copied().unwrap_or_default();
        let mut bytes: Vec<u8> = wordings().map(|wording| byte(&lengths.content, *wording)).collect();
        if lengths.has_several() {
            bytes.extend(wordings().map(|wording| byte(&lengths.wordings, *wording)));
            bytes.extend(wordings().map(|wording| {
                let entry = lengths.entry_of(*wording).unwrap_or_default();
                lengths.together(entry).unwrap_or_default().min(255) as u8
            }));
        }
        bytes.extend(places.iter().flat_map(|places| &places.answers).map(|(entry, _)| byte(&lengths.answers, *entry)));
        bytes
    }

    /// The entries of the tags among these labels; those of categories are in the root.
    fn write_tagged(&self, writer: &mut Writer, labels: &std::collections::BTreeSet<u32>) {
        let categories = self.engine.labels.categories.len() as u32;
        let tags: Vec<u32> = labels.range(categories..).copied().collect();
        writer.u32(tags.len() as u32);
        for tag in tags {
            let entries = self.engine.labelled(tag);
            let entries = entries.get(..entries.len().min(MOST_ANSWERS)).unwrap_or_default();
            writer.u32(tag);
            writer.u32(entries.len() as u32);
            let mut next = 0;
            for entry in entries {
                writer.u32(entry - next);
                next = entry + 1;
            }
        }
    }
}

/// Ids, questions and tags of 32 entries, and where their answers are.
fn card(engine: &Engine, first: u32, answers: &[AnswersPart]) -> Vec<u8> {
    let end = (first + CARD).min(engine.len());
    let mut head = Writer::new();
    head.u32(first);
    head.u32(end - first);
    let mut extra = Writer::new();
    for entry in first..end {
        let tags = engine.tags_of(entry);
        extra.u32(tags.len() as u32);
        tags.iter().for_each(|tag| extra.u32(*tag));
    }
    let from = answers.partition_point(|part| part.first < first);
    let here = answers.get(from..answers.partition_point(|part| part.first < end)).unwrap_or_default();
    extra.u32(here.len() as u32);
    for part in here {
        extra.u32(part.first - first);
        extra.u32(part.count);
        extra.u32(part.bytes);
        extra.raw(&part.name);
    }
    let texts = |text: &dyn Fn(u32) -> String| {
        let texts: Vec<String> = (first..end).map(text).collect();
        tables::write_texts(texts.iter().map(String::as_str))
    };
    container::Writer::new(CARDS)
        .section(HEAD, head.finish())
        .section(IDS, texts(&|entry| engine.id(entry).unwrap_or_default().to_owned()))
        .section(QUESTIONS, texts(&|entry| engine.question(entry).unwrap_or_default().to_owned()))
        .section(SHARDS, extra.finish())
        .finish()
}

/// The entries by the keys of their ids.
fn id_lists(engine: &Engine) -> Vec<Vec<u8>> {
    let mut keys: Vec<(u32, u32)> = (0..engine.len()).map(|entry| (key(engine.id(entry).unwrap_or_default()), entry)).collect();
    keys.sort_unstable();
    let count = engine.len().div_ceil(IDS_A_LIST);
    let mut lists = vec![Vec::new(); count as usize];
    for (key, entry) in keys {
        if let Some(list) = lists.get_mut(list_of(key, count) as usize) {
            list.push((key, entry));
        }
    }
    lists
        .into_iter()
        .map(|list| {
            let mut writer = Writer::new();
            writer.u32(list.len() as u32);
            for (key, entry) in list {
                writer.u32(key);
                writer.u32(entry);
            }
            container::Writer::new(ID_LIST).section(IDS, writer.finish()).finish()
        })
        .collect()
}

/// What the root keeps of the index.
fn sections(engine: &Engine, numbers: &[u32]) -> Vec<([u8; 4], Vec<u8>)> {
    let mut head = Writer::new();
    head.u32(engine.len());
    head.u32(engine.lengths.count());
    head.str(engine.lang());
    for mean in [engine.lengths.mean_wording, engine.lengths.mean_together, engine.lengths.mean_answer] {
        head.raw(&mean.to_le_bytes());
    }
    let mut rules = Writer::new();
    rules.u32(engine.rules.len() as u32);
    for rule in &engine.rules {
        rules.str(&rule.from);
        let mut to: Vec<u32> = rule.to.iter().filter_map(|term| numbers.get(*term as usize)).copied().collect();
        to.sort_unstable();
        rules.u32(to.len() as u32);
        to.into_iter().for_each(|term| rules.u32(term));
    }
    let mut pins = Writer::new();
    pins.u32(engine.pins.len() as u32);
    for pin in &engine.pins {
        pins.str(&pin.key);
        pins.u32(pin.entry);
        pins.u32(pin.place);
    }
    let sections = [(HEAD, head), (SYNONYMS, rules), (PINS, pins), (LABELS, labels(engine)), (LENGTHS, lengths(engine))];
    sections.into_iter().map(|(tag, writer)| (tag, writer.finish())).collect()
}

/// Categories, names of tags and the category of each entry; the tags of entries are on their cards.
fn labels(engine: &Engine) -> Writer {
    let labels = &engine.labels;
    let mut writer = Writer::new();
    writer.u32(labels.categories.len() as u32);
    for category in &labels.categories {
        writer.u32(category.parent.map_or(0, |parent| parent + 1));
        writer.str(&category.name);
    }
    writer.u32(labels.tags.len() as u32);
    labels.tags.iter().for_each(|tag| writer.str(tag));
    (0..engine.len()).for_each(|entry| writer.u32(labels.category_of(entry).map_or(0, |number| number + 1)));
    if !labels.tags.is_empty() {
        (0..engine.len()).for_each(|_| writer.u32(0));
    }
    writer.u32(labels.languages.len() as u32);
    labels.languages.iter().for_each(|tag| writer.str(tag));
    writer.u8(u8::from(!labels.weights.is_empty()));
    writer.raw(&labels.weights);
    writer
}

/// Lengths of nothing in the format of lengths: only how many wordings each entry has is said.
fn lengths(engine: &Engine) -> Writer {
    let lengths = &engine.lengths;
    let several = lengths.has_several();
    let mut writer = Writer::new();
    writer.u8(u8::from(several));
    if several {
        (0..engine.len()).for_each(|entry| writer.u32(lengths.first_of(entry + 1) - lengths.first_of(entry) - 1));
        writer.raw(&vec![0; lengths.count() as usize]);
    }
    writer.raw(&vec![0; lengths.count() as usize]);
    writer.raw(&vec![0; lengths.answers.len()]);
    writer
}
