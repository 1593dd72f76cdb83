//! Simulated visitors, to know what personal order gives and what it costs before it meets real ones. Seeded, so that a run says the same
//! twice.
//!
//! A persona has two topics that they care about and comes back every few days. At each visit they read one to three answers, four in five
//! from their topics, through the widget's own actions. After some visits they are asked 40 questions: four in five about an answer of
//! their topics, the rest about any other. A question is asked in two ways: *whole*, as the entry's own question or another wording of it,
//! and *short*, one or two of its words. A short one counts as ambiguous when the best hits of two topics lie within a factor of two and
//! the wanted answer is the best hit of its own topic: only then can order help at all. All others count as plain.
//!
//! `cargo test -p faqlet-widget --lib personas -- --nocapture` prints the figures for the demo; with `FAQLET_PERSONAS` naming folders
//! or `faq.jsonl` files (separated by `:`), for those too.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use faqlet_beacon::Origin;
use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_engine::{Engine, SearchOptions};
use faqlet_profile::Purpose;

use super::{Action, Moment, Setup, State};

const NOW: u64 = 1_780_000_000_000;
const DAY: u64 = 86_400_000;
/// Visits after which personas are asked.
const ASKED_AFTER: [u32; 7] = [0, 1, 2, 5, 10, 20, 50];
/// Personas of a set.
const PERSONAS: u64 = 60;
/// Questions at a time.
const QUESTIONS: u32 = 40;

/// An FAQ in one language, with the wordings of its entries.
struct Faq {
    index: Vec<u8>,
    /// The entry's question first, then its other wordings.
    wordings: Vec<Vec<String>>,
    /// Entries by topic.
    topics: Vec<Vec<u32>>,
}

impl Faq {
    fn read(path: &Path, lang: &str) -> Faq {
        let mut diagnostics = Diagnostics::default();
        let mut entries = faqlet_compiler::sources::read(&[path.to_owned()], lang, &mut diagnostics);
        entries.retain(|entry| entry.lang == lang);
        let wordings = entries.iter().map(|entry| [vec![entry.question.clone()], entry.also.clone()].concat()).collect();
        let mut topics: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
        for (number, entry) in (0..).zip(&entries) {
            topics.entry(entry.category.clone()).or_default().push(number);
        }
        let output = faqlet_compiler::compile(entries, &Default::default(), &mut diagnostics).unwrap().expect("an FAQ without errors");
        let index = output.files.into_iter().find(|file| file.name.starts_with("index.")).expect("an index");
        Faq { index: index.bytes, wordings, topics: topics.into_values().filter(|entries| entries.len() > 1).collect() }
    }

    fn open(&self, lang: &str) -> State {
        let setup = Setup { lang: lang.into(), site: "personas".into(), version: "1".into(), ..Setup::default() };
        State::new(Engine::open(&self.index).unwrap(), setup, NOW)
    }
}

/// A small random number generator (xorshift64*, Vigna 2016): the same numbers on every run and platform.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What came of many questions of one kind.
#[derive(Clone, Copy, Default)]
struct Outcome {
    asked: u32,
    first_without: u32,
    first_with: u32,
    reciprocal_without: f64,
    reciprocal_with: f64,
    worse: u32,
}

impl Outcome {
    fn note(&mut self, without: Option<usize>, with: Option<usize>) {
        let reciprocal = |rank: Option<usize>| rank.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0));
        self.asked += 1;
        self.first_without += u32::from(without == Some(0));
        self.first_with += u32::from(with == Some(0));
        self.reciprocal_without += reciprocal(without);
        self.reciprocal_with += reciprocal(with);
        self.worse += u32::from(reciprocal(with) < reciprocal(without));
    }

    fn share(self, number: u32) -> f64 {
        f64::from(number) / f64::from(self.asked.max(1))
    }

    fn gain(self) -> f64 {
        self.share(self.first_with) - self.share(self.first_without)
    }
}

/// Someone who comes back.
struct Persona<'a> {
    faq: &'a Faq,
    state: State,
    random: Random,
    favourite: [usize; 2],
    now: u64,
}

impl<'a> Persona<'a> {
    fn new(faq: &'a Faq, lang: &str, seed: u64) -> Persona<'a> {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let favourite = [random.below(faq.topics.len()), random.below(faq.topics.len())];
        let mut persona = Persona { faq, state: faq.open(lang), random, favourite, now: NOW };
        persona.act(Action::Decide(Purpose::Personalisation, true));
        persona
    }

    fn act(&mut self, action: Action) {
        let random = [self.random.below(256) as u8; 10];
        self.state.apply(action, Moment { now: self.now, random, ..Moment::default() });
    }

    /// An entry that they may care about.
    fn wanted(&mut self) -> u32 {
        let own = self.random.below(5) < 4;
        let topic = if own { *self.random.of(&self.favourite) } else { self.random.below(self.faq.topics.len()) };
        *self.random.of(&self.faq.topics[topic])
    }

    fn visit(&mut self) {
        self.now += DAY * (1 + self.random.below(9) as u64);
        for _ in 0..=self.random.below(3) {
            let entry = self.wanted();
            self.act(Action::Open(entry, Origin::Browse));
        }
    }

    /// Some words of a wording, or all of it.
    fn query(&mut self, entry: u32, short: bool) -> String {
        let wording = self.random.of(&self.faq.wordings[entry as usize]).clone();
        if !short {
            return wording;
        }
        let words: Vec<&str> = wording.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3).collect();
        if words.is_empty() {
            return wording;
        }
        let at = self.random.below(words.len());
        words[at..words.len().min(at + 1 + self.random.below(2))].join(" ")
    }

    fn ask(&mut self, plain: &mut Outcome, short: &mut Outcome) {
        for number in 0..QUESTIONS {
            let entry = self.wanted();
            let is_short = number % 2 == 0;
            let query = self.query(entry, is_short);
            let found = self.state.engine.search(&query, &SearchOptions { limit: 20, ..SearchOptions::default() });
            let without = found.hits.iter().take(10).position(|hit| hit.entry == entry);
            let ambiguous = is_short && self.is_ambiguous(entry, &found.hits);
            self.act(Action::Typed(query));
            let with = self.state.results.rows.iter().position(|row| row.entry == entry);
            if ambiguous { &mut *short } else { &mut *plain }.note(without, with);
        }
    }

    fn is_ambiguous(&self, entry: u32, hits: &[faqlet_engine::Hit]) -> bool {
        let topic = |entry: u32| self.faq.topics.iter().position(|topic| topic.contains(&entry));
        let Some(best) = hits.first() else { return false };
        let near: Vec<u32> = hits.iter().take_while(|hit| hit.score * 2.0 >= best.score).map(|hit| hit.entry).collect();
        let own = near.iter().find(|other| topic(**other) == topic(entry));
        own == Some(&entry) && near.iter().any(|other| topic(*other) != topic(entry))
    }
}

/// The outcomes of plain and of ambiguous questions after each number of visits.
fn simulate(faq: &Faq, lang: &str) -> Vec<(u32, Outcome, Outcome)> {
    let mut outcomes: Vec<(u32, Outcome, Outcome)> = ASKED_AFTER.map(|visits| (visits, Outcome::default(), Outcome::default())).to_vec();
    for seed in 1..=PERSONAS {
        let mut persona = Persona::new(faq, lang, seed);
        let mut visits = 0;
        for (after, plain, short) in &mut outcomes {
            while visits < *after {
                persona.visit();
                visits += 1;
            }
            persona.ask(plain, short);
        }
    }
    outcomes
}

fn print(name: &str, outcomes: &[(u32, Outcome, Outcome)]) {
    println!("{name}: {PERSONAS} personas; success@1 without → with profile, MRR@10 without → with, share of questions made worse");
    for (visits, plain, short) in outcomes {
        for (kind, outcome) in [("ambiguous", short), ("plain", plain)] {
            println!(
                "  {visits:>2} visits, {:>4} {kind:<9} {:.3} → {:.3}   {:.3} → {:.3}   {:.2} %",
                outcome.asked,
                outcome.share(outcome.first_without),
                outcome.share(outcome.first_with),
                outcome.reciprocal_without / f64::from(outcome.asked.max(1)),
                outcome.reciprocal_with / f64::from(outcome.asked.max(1)),
                100.0 * outcome.share(outcome.worse)
            );
        }
    }
}

#[test]
fn personas_find_their_answers_first_and_others_lose_little() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/demo/faq/en");
    let outcomes = simulate(&Faq::read(&demo, "en"), "en");
    print("demo", &outcomes);
    for (visits, plain, ambiguous) in &outcomes {
        assert!(*visits < 5 || ambiguous.gain() >= 0.15, "{visits} visits: ambiguous questions gain {:.3}", ambiguous.gain());
        let (worse, asked) = (plain.worse + ambiguous.worse, plain.asked + ambiguous.asked);
        assert!(f64::from(worse) <= f64::from(asked) * 0.01, "{visits} visits: {worse} of {asked} questions are worse");
        assert!(ambiguous.asked > 400, "{visits} visits: too few ambiguous questions to say anything");
    }
    for path in std::env::var("FAQLET_PERSONAS").iter().flat_map(|list| list.split(':').map(PathBuf::from)) {
        print(&path.display().to_string(), &simulate(&Faq::read(&path, "en"), "en"));
    }
}
