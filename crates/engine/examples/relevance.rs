//! Measures ranking on labelled FAQ sets.
//!
//! ```text
//! cargo run --release -p faqlet-engine --example relevance -- FOLDER [SET ...]
//! ```
//!
//! `FOLDER` has a folder for each set with `faq.jsonl` (id, lang, question, answer, category, alt_questions), `queries.jsonl` (qid, lang,
//! query, oos) and `qrels.tsv` (qid, id, relevance; tabs between). Without such data there is nothing to do: the engine's tests and the
//! judged questions of `tests/ranking` need none of it.
//!
//! Each set is measured with and without other wordings indexed, on queries as they are (`clean`), with one edit in each word of five
//! letters or more (`typo`, seeded), and with the last word cut to 60 % (`trunc`). Gain is 2^relevance − 1; queries without a relevant
//! entry are left out, but count for the area under ROC of the confidence (`oos`), which is 1 where every query that has an answer gets
//! more confidence than every one that has none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use faqlet_engine::{BuildOptions, Engine, Entry, Found, SearchOptions, build, divide};
use serde_json::Value;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("expected a folder of labelled sets, got no argument; see the head of examples/relevance.rs for what it holds");
        return ExitCode::from(2);
    };
    let wanted: BTreeSet<String> = arguments.collect();
    let mut sets: Vec<_> = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    sets.sort();
    println!("{:32} {:6} {:>5}   S@1  MRR   nDCG  R@10 (at 10)", "set", "", "n");
    for path in sets {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !wanted.is_empty() && !wanted.contains(&name) {
            continue;
        }
        if let Some(set) = Set::read(&path) {
            measure(&name, &set);
        }
    }
    ExitCode::SUCCESS
}

fn measure(name: &str, set: &Set) {
    for alt in [false, true] {
        if alt && !set.has_alt() {
            continue;
        }
        let name = if alt { format!("{name}+alt") } else { name.to_owned() };
        let engines = set.engines(alt);
        for condition in Condition::ALL {
            let figures = set.evaluate(&engines, condition);
            let Figures { queries, success, mrr, ndcg, recall } = figures;
            println!("{name:32} {:6} {queries:>5}  {success:.3} {mrr:.3} {ndcg:.3} {recall:.3}", condition.name());
        }
        if let Some(area) = set.out_of_scope(&engines) {
            println!("{name:32} oos           AUC {area:.3}");
        }
    }
}

/// What is done to a query before it is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    Clean,
    /// One edit in each word of five letters or more.
    Typo,
    /// The last word cut to 60 %.
    Trunc,
}

impl Condition {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Clean, Self::Typo, Self::Trunc];

    /// The name in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Typo => "typo",
            Self::Trunc => "trunc",
        }
    }

    /// Does it; what is random follows from the seed.
    #[must_use]
    pub fn apply(self, query: &str, seed: u64) -> String {
        match self {
            Self::Clean => query.to_owned(),
            Self::Typo => with_typos(query, &mut Random(seed)),
            Self::Trunc => cut(query),
        }
    }
}

/// A labelled set.
pub struct Set {
    entries: Vec<Value>,
    /// All of them, in order.
    pub queries: Vec<Query>,
}

/// A query with its relevant entries.
pub struct Query {
    /// As it was asked.
    pub text: String,
    /// The language that it is in.
    pub lang: String,
    /// Ids of the entries that answer it, with how well each does.
    pub relevant: BTreeMap<String, f64>,
}

/// Means over the queries of a set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// How many queries there were.
    pub queries: usize,
    /// Share with a relevant entry in the first place.
    pub success: f64,
    /// Reciprocal rank of the first relevant entry among ten.
    pub mrr: f64,
    /// Normalised discounted cumulative gain of the first ten.
    pub ndcg: f64,
    /// Share of the relevant entries among the first ten.
    pub recall: f64,
}

impl Set {
    /// Reads a set; `None` for a folder without labels.
    pub fn read(path: &Path) -> Option<Self> {
        let mut relevant: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
        for line in std::fs::read_to_string(path.join("qrels.tsv")).ok()?.lines() {
            let mut fields = line.split('\t');
            if let (Some(qid), Some(id), Some(Ok(relevance))) = (fields.next(), fields.next(), fields.next().map(str::parse)) {
                relevant.entry(qid.to_owned()).or_default().insert(id.to_owned(), relevance);
            }
        }
        let to_query = |query: &Value| Query {
            text: text(query, "query"),
            lang: text(query, "lang"),
            relevant: relevant.get(&text(query, "qid")).cloned().unwrap_or_default(),
        };
        let queries = read_lines(&path.join("queries.jsonl"))?.iter().map(to_query).collect();
        Some(Self { entries: read_lines(&path.join("faq.jsonl"))?, queries })
    }

    /// Whether entries have other wordings.
    #[must_use]
    pub fn has_alt(&self) -> bool {
        self.entries.iter().any(|entry| entry["alt_questions"].as_array().is_some_and(|alt| !alt.is_empty()))
    }

    /// One engine a language, where queries and entries come in the same several languages; one for all otherwise.
    pub fn engines(&self, alt: bool) -> BTreeMap<String, Engine> {
        self.banks(alt).into_iter().map(|(name, (engine, _))| (name, engine)).collect()
    }

    /// The same, each with its entries in their order.
    pub fn banks(&self, alt: bool) -> BTreeMap<String, (Engine, Vec<Entry>)> {
        let languages: BTreeSet<String> = self.entries.iter().map(|entry| text(entry, "lang")).collect();
        let several = languages.len() > 2;
        let mut banks = BTreeMap::new();
        for language in &languages {
            let all = self.entries.iter().filter(|entry| !several || text(entry, "lang") == *language);
            let entries: Vec<Entry> = all.map(|entry| to_entry(entry, alt)).collect();
            banks.insert(if several { language.clone() } else { String::new() }, (engine(&entries, language), entries));
        }
        banks
    }

    fn engine<'e>(&self, engines: &'e BTreeMap<String, Engine>, query: &Query) -> Option<&'e Engine> {
        engines.get(&query.lang).or_else(|| engines.get(""))
    }

    /// The figures over all queries with a relevant entry.
    pub fn evaluate(&self, engines: &BTreeMap<String, Engine>, condition: Condition) -> Figures {
        let mut sum = Figures::default();
        for (number, query) in self.queries.iter().enumerate().filter(|(_, query)| !query.relevant.is_empty()) {
            let Some(engine) = self.engine(engines, query) else { continue };
            let asked = condition.apply(&query.text, number as u64);
            let found = found(engine, &asked);
            let ids = found.hits.iter().filter_map(|hit| engine.entry(hit.entry)).map(|entry| entry.id);
            add(&mut sum, &query.relevant, ids);
        }
        let n = sum.queries.max(1) as f64;
        Figures { queries: sum.queries, success: sum.success / n, mrr: sum.mrr / n, ndcg: sum.ndcg / n, recall: sum.recall / n }
    }

    /// Area under ROC of the confidence; `None` when all queries have an answer.
    pub fn out_of_scope(&self, engines: &BTreeMap<String, Engine>) -> Option<f64> {
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        for query in &self.queries {
            let Some(engine) = self.engine(engines, query) else { continue };
            let confidence = engine.search(&query.text, &SearchOptions::default()).confidence;
            if query.relevant.is_empty() { outside.push(confidence) } else { inside.push(confidence) }
        }
        let pairs = (inside.len() * outside.len()) as f64;
        let won = |a: f32| outside.iter().map(|b| if a > *b { 1.0 } else { f64::from(u8::from(a == *b)) * 0.5 }).sum::<f64>();
        (pairs > 0.0).then(|| inside.iter().map(|a| won(*a)).sum::<f64>() / pairs)
    }
}

/// An engine over entries.
pub fn engine(entries: &[Entry], language: &str) -> Engine {
    let options = BuildOptions { lang: language.to_owned(), ..BuildOptions::default() };
    match build(entries, &options).map(|bytes| Engine::open(&bytes)) {
        Ok(Ok(engine)) => engine,
        other => panic!("expected an index of {language}, got {other:?}"),
    }
}

/// What is found; with `FAQLET_DIVIDED=1` by an engine that has, of the index divided, only what this query wants of it.
fn found(engine: &Engine, asked: &str) -> Found {
    let options = SearchOptions::default();
    if std::env::var_os("FAQLET_DIVIDED").is_none() {
        return engine.search(asked, &options);
    }
    let Some(divided) = divide(engine, &[]) else { return engine.search(asked, &options) };
    let shards = divided.shards.clone();
    let mut part = Engine::open(&divided.root(&vec![[0; 8]; shards.len()])).expect("a root that opens");
    for _ in 0..8 {
        let mut wanted = part.wanted(asked, options.typing, options.correcting);
        if wanted.is_empty() {
            let hits: Vec<u32> = part.search(asked, &options).hits.iter().map(|hit| hit.entry).collect();
            wanted = part.wanted_cards(&hits);
        }
        for shard in &wanted {
            part.take(*shard, shards.get(*shard as usize).cloned()).expect("a shard that opens");
        }
        if wanted.is_empty() {
            break;
        }
    }
    // Entries have the same numbers in both.
    part.search(asked, &options)
}

fn add<'a>(sum: &mut Figures, relevant: &BTreeMap<String, f64>, ids: impl Iterator<Item = &'a str>) {
    let gain = |relevance: f64| relevance.exp2() - 1.0;
    let discount = |rank: usize| ((rank + 2) as f64).log2();
    let (mut mrr, mut dcg, mut hits) = (0.0f64, 0.0, 0.0);
    for (rank, id) in ids.take(10).enumerate() {
        if let Some(relevance) = relevant.get(id) {
            mrr = mrr.max(1.0 / (rank + 1) as f64);
            dcg += gain(*relevance) / discount(rank);
            hits += 1.0;
        }
    }
    let mut best: Vec<f64> = relevant.values().copied().collect();
    best.sort_by(|a, b| b.total_cmp(a));
    let ideal: f64 = best.iter().take(10).enumerate().map(|(rank, relevance)| gain(*relevance) / discount(rank)).sum();
    sum.queries += 1;
    sum.success += f64::from(u8::from(mrr == 1.0));
    sum.mrr += mrr;
    sum.ndcg += dcg / ideal;
    sum.recall += hits / relevant.len() as f64;
}

/// Objects of a file of JSON lines.
pub fn read_lines(path: &Path) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.lines().filter(|line| !line.trim().is_empty()).filter_map(|line| serde_json::from_str(line).ok()).collect())
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

/// An entry as the engine takes it.
pub fn to_entry(value: &Value, alt: bool) -> Entry {
    let mut entry = Entry::new(&text(value, "id"), &text(value, "lang"), &text(value, "question"), &plain(&text(value, "answer")));
    if alt {
        entry.also = value["alt_questions"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    }
    entry.category = text(value, "category").split('/').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    entry
}

/// Markdown without the targets of its links: an answer's plain text has none.
fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find("](") {
        text.push_str(&rest[..at]);
        rest = rest[at..].split_once(')').map_or("", |(_, after)| after);
    }
    text + rest
}

/// A small generator of random numbers (`SplitMix64`), so that typos are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }
}

fn with_typos(query: &str, random: &mut Random) -> String {
    let pool: Vec<char> = query.chars().filter(|c| c.is_alphabetic()).collect();
    let mut text = String::new();
    for word in query.split_inclusive(|c: char| !c.is_alphabetic()) {
        let mut letters: Vec<char> = word.chars().collect();
        let end = letters.iter().take_while(|c| c.is_alphabetic()).count();
        if end >= 5 {
            let (at, letter) = (random.below(end), pool[random.below(pool.len())]);
            match random.below(4) {
                0 => letters.insert(at, letter),
                1 => drop(letters.remove(at)),
                2 => letters[at] = letter,
                _ => letters.swap(at.min(end - 2), at.min(end - 2) + 1),
            }
        }
        text.extend(letters);
    }
    text
}

fn cut(query: &str) -> String {
    let trimmed = query.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = trimmed.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + trimmed[at..].chars().next().map_or(1, char::len_utf8));
    let word: Vec<char> = trimmed[start..].chars().collect();
    let keep = (word.len() * 6).div_ceil(10);
    trimmed[..start].chars().chain(word.into_iter().take(keep)).collect()
}
