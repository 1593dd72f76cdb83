//! Measures what meaning adds to word search on labelled FAQ sets, and on parallel ones across languages.
//!
//! ```text
//! cargo run --release -p faqlet-meaning --example relevance -- FOLDER [--packs DIR] [SET ...]
//! ```
//!
//! `FOLDER` is laid out as for the engine's example of that name, whose conditions are used too. Figures are success@1 in percent: by words,
//! by meaning alone, and by both as a visitor gets them; for sets with questions that nothing answers, the area under ROC of the confidence.
//! A set without labels whose ids are `<language>:<key>` is parallel: each language's questions are asked over the English answers, and
//! the English ones over each language's.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use faqlet_engine::{Engine, Entry, Found, SearchOptions};
use faqlet_meaning::{Group, LOOKED_AT, Pack, Vectors, join, vectors};

#[allow(dead_code, unreachable_pub)]
#[path = "../../engine/examples/relevance.rs"]
mod words;

use words::{Condition, Set};

/// How much of an answer stands for it, as in `faqlet build`.
const PASSAGE: usize = 240;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut packs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("packs");
    let mut given = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--packs" => packs = arguments.next().expect("expected a folder behind --packs").into(),
            _ => given.push(argument),
        }
    }
    let mut given = given.into_iter();
    let folder = given.next().expect("expected a folder of labelled sets; see the head of examples/relevance.rs for what it holds");
    let wanted: BTreeSet<String> = given.collect();
    let packs = open(&packs);
    let mut sets: Vec<PathBuf> = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    sets.sort();
    println!("{:32} {:6} {:>5}  words  meaning  both", "set", "", "n");
    for path in sets {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if wanted.is_empty() || wanted.contains(&name) {
            match Set::read(&path) {
                Some(set) => labelled(&name, &set, &packs),
                None => parallel(&name, &path, &packs),
            }
        }
    }
}

fn open(folder: &Path) -> Vec<Pack> {
    let files = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("expected a folder of packs at {}: {error}", folder.display()));
    let mut files: Vec<PathBuf> =
        files.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "fqm")).collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            Pack::open(&std::fs::read(path).expect("a file that can be read"))
                .unwrap_or_else(|refused| panic!("{}: {refused}", path.display()))
        })
        .collect()
}

/// An FAQ that can be asked.
struct Bank {
    engine: Engine,
    vectors: Option<Vectors>,
}

impl Bank {
    fn new(engine: Engine, entries: &[Entry], packs: &[Pack]) -> Self {
        let passages: Vec<String> = entries.iter().map(|entry| entry.answer.chars().take(PASSAGE).collect()).collect();
        let texts = entries.iter().zip(&passages).map(|(entry, passage)| vectors::Texts {
            wordings: std::iter::once(&entry.question).chain(&entry.also).map(String::as_str).collect(),
            passage,
        });
        let vectors = vectors::build(texts, packs).map(|bytes| Vectors::open(&bytes).expect("vectors that were just built"));
        Self { engine, vectors }
    }

    /// What is found by words, the entry that means most alike, and what is found by both.
    fn ask(&self, query: &str, packs: &[Pack]) -> (Found, Option<u32>, Found) {
        let options = SearchOptions::default();
        let more = SearchOptions { limit: options.limit.max(LOOKED_AT), ..options.clone() };
        let words = self.engine.search(query, &options);
        let found = self.engine.search(query, &more);
        let pack = packs.iter().find(|pack| Some(pack.group()) == Group::of(query));
        let Some((vectors, pack)) = self.vectors.as_ref().zip(pack) else { return (words.clone(), None, words) };
        let near = vectors.near(pack, query, &[]).expect("packs of one training").unwrap_or_default();
        let nearest = (0..).zip(&near).max_by(|(_, a), (_, b)| a.question.total_cmp(&b.question)).map(|(entry, _)| entry);
        (words, nearest, join(&self.engine, (vectors, pack), query, found, &options))
    }
}

/// Counts of what came first.
#[derive(Default)]
struct Firsts {
    asked: usize,
    right: [usize; 3],
}

impl Firsts {
    fn add(&mut self, bank: &Bank, (words, nearest, both): &(Found, Option<u32>, Found), is_right: impl Fn(&str) -> bool) {
        let first = |found: &Found| found.hits.first().map(|hit| hit.entry);
        self.asked += 1;
        for (count, entry) in self.right.iter_mut().zip([first(words), *nearest, first(both)]) {
            let id = entry.and_then(|entry| bank.engine.entry(entry)).map_or("", |entry| entry.id);
            *count += usize::from(is_right(id));
        }
    }

    fn print(&self, name: &str, what: &str) {
        let [words, meaning, both] = self.right.map(|right| 100.0 * right as f64 / self.asked.max(1) as f64);
        println!("{name:32} {what:6} {:>5}  {words:5.1}  {meaning:7.1}  {both:5.1}", self.asked);
    }
}

fn labelled(name: &str, set: &Set, packs: &[Pack]) {
    for alt in [false, true] {
        if alt && !set.has_alt() {
            continue;
        }
        let name = if alt { format!("{name}+alt") } else { name.to_owned() };
        let banks = set.banks(alt).into_iter().map(|(lang, (engine, entries))| (lang, Bank::new(engine, &entries, packs)));
        let banks: BTreeMap<String, Bank> = banks.collect();
        for condition in Condition::ALL {
            let mut firsts = Firsts::default();
            let mut by_language: BTreeMap<&str, Firsts> = BTreeMap::new();
            let mut sure: [[Vec<f32>; 2]; 2] = Default::default();
            for (number, query) in set.queries.iter().enumerate() {
                let Some(bank) = banks.get(&query.lang).or_else(|| banks.get("")) else { continue };
                let answer = bank.ask(&condition.apply(&query.text, number as u64), packs);
                let outside = usize::from(query.relevant.is_empty());
                sure[0][outside].push(answer.0.confidence);
                sure[1][outside].push(answer.2.confidence);
                if outside == 0 {
                    let own = by_language.entry(&query.lang).or_default();
                    [&mut firsts, own].into_iter().for_each(|firsts| firsts.add(bank, &answer, |id| query.relevant.contains_key(id)));
                }
            }
            firsts.print(&name, condition.name());
            if banks.len() > 1 {
                by_language.iter().for_each(|(lang, firsts)| firsts.print(&format!("{name} {lang}"), condition.name()));
            }
            if condition == Condition::Clean && !sure[0][1].is_empty() {
                let [words, both] = sure.map(|[inside, outside]| area(&inside, &outside));
                println!("{name:32} oos           AUC by words {words:.3}, by both {both:.3}");
            }
        }
    }
}

fn area(inside: &[f32], outside: &[f32]) -> f64 {
    let won = |a: f32| outside.iter().map(|b| if a > *b { 1.0 } else { f64::from(u8::from(a == *b)) * 0.5 }).sum::<f64>();
    inside.iter().map(|a| won(*a)).sum::<f64>() / (inside.len() * outside.len()).max(1) as f64
}

fn parallel(name: &str, path: &Path, packs: &[Pack]) {
    let mut languages: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for value in words::read_lines(&path.join("faq.jsonl")).unwrap_or_default() {
        let entry = words::to_entry(&value, false);
        if entry.id.strip_prefix(entry.lang.as_str()).is_some_and(|rest| rest.starts_with(':')) {
            languages.entry(entry.lang.clone()).or_default().push(entry);
        }
    }
    let banks: BTreeMap<&String, Bank> =
        languages.iter().map(|(lang, entries)| (lang, Bank::new(words::engine(entries, lang), entries, packs))).collect();
    let key = |id: &str| id.split_once(':').map_or("", |(_, key)| key).to_owned();
    let others = languages.keys().filter(|lang| lang.as_str() != "en" && languages.contains_key("en")).map(String::as_str);
    for (from, to) in others.flat_map(|other| [(other, "en"), ("en", other)]) {
        let Some(bank) = banks.get(&to.to_owned()) else { continue };
        let there: BTreeSet<String> = languages[to].iter().map(|entry| key(&entry.id)).collect();
        let mut firsts = Firsts::default();
        for entry in languages[from].iter().filter(|entry| there.contains(&key(&entry.id))) {
            firsts.add(bank, &bank.ask(&entry.question, packs), |id| key(id) == key(&entry.id));
        }
        firsts.print(&format!("{name} {from} > {to}"), "");
    }
}
