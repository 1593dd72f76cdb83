//! What the harness writes, `results.json`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::project::read;

/// The engine whose figures are the unit of all ratios.
pub(crate) const YARDSTICK: &str = "minisearch";

/// Ours.
pub(crate) const OWN: &str = "faqlet";

/// Everything that was measured in one run.
#[derive(Deserialize)]
pub(crate) struct Results {
    /// Whether nothing was left out: neither engines nor FAQs nor queries.
    pub(crate) whole: bool,
    /// Version of the browser.
    pub(crate) chromium: String,
    /// The engines in the order of the table.
    pub(crate) engines: Vec<Engine>,
    /// Sizes and times, by FAQ.
    pub(crate) corpora: Vec<Corpus>,
    /// Figures on labelled sets; empty without such sets.
    pub(crate) relevance: Vec<Set>,
}

/// A search library.
#[derive(Deserialize)]
pub(crate) struct Engine {
    /// Key of its figures.
    pub(crate) name: String,
    /// For people.
    pub(crate) title: String,
    /// The measured version, where it comes from npm.
    pub(crate) version: Option<String>,
    /// Whether it is no product and only a mark.
    pub(crate) reference: bool,
}

/// Sizes and times on one FAQ.
#[derive(Deserialize)]
pub(crate) struct Corpus {
    /// Its name, `syn-10k`.
    pub(crate) name: String,
    /// How many entries it has.
    pub(crate) entries: u32,
    /// Figures by engine; an engine is missing where it could not build its files.
    pub(crate) engines: BTreeMap<String, Figures>,
}

/// One engine on one FAQ.
#[derive(Deserialize)]
pub(crate) struct Figures {
    /// Milliseconds to build all files.
    pub(crate) build: f64,
    /// What is loaded up to the first list of results, in compressed bytes.
    pub(crate) bytes: Bytes,
    /// From memory to ready.
    pub(crate) load: Load,
    /// Bytes in use with the index open and some queries answered.
    pub(crate) memory: f64,
    /// Keystrokes, by setting; the first is the usual one.
    pub(crate) typing: Vec<Typing>,
}

/// Compressed bytes by what they are for.
#[derive(Deserialize)]
pub(crate) struct Bytes {
    library: f64,
    index: f64,
    documents: f64,
}

impl Bytes {
    /// All of them.
    pub(crate) fn all(&self) -> f64 {
        self.library + self.index + self.documents
    }
}

/// Milliseconds from bytes in memory to an engine that can be asked.
#[derive(Deserialize)]
pub(crate) struct Load {
    start: f64,
    open: f64,
}

impl Load {
    /// To evaluate the library and open the index.
    pub(crate) fn ready(&self) -> f64 {
        self.start + self.open
    }
}

/// How long one more character takes.
#[derive(Deserialize)]
pub(crate) struct Typing {
    /// 95th percentile as a multiple of the yardstick's over the same keystrokes, where that was measured.
    pub(crate) ratio95: Option<f64>,
}

/// A labelled set.
#[derive(Deserialize)]
pub(crate) struct Set {
    /// Its name; one with other wordings indexed ends in `+alt`.
    pub(crate) name: String,
    /// Its language, or `several`.
    pub(crate) lang: String,
    /// Figures by engine and setting.
    pub(crate) engines: Vec<Judged>,
}

/// An engine with one of its settings on a labelled set.
#[derive(Deserialize)]
pub(crate) struct Judged {
    /// Key of the engine.
    pub(crate) engine: String,
    /// Name of the setting; may be empty.
    pub(crate) variant: String,
    /// Queries as they are.
    pub(crate) clean: Mean,
    /// One edit in each longer word.
    pub(crate) typo: Mean,
    /// The last word cut to 60 %.
    pub(crate) trunc: Mean,
    /// Area under ROC of the confidence, where there are queries without an answer.
    pub(crate) area: Option<f64>,
}

/// Means over queries.
#[derive(Deserialize)]
pub(crate) struct Mean {
    /// How many queries were asked before time was up.
    pub(crate) queries: u32,
    /// Share with a right answer in the first place.
    pub(crate) success: f64,
    /// Normalised discounted cumulative gain of the first ten.
    pub(crate) ndcg: f64,
    /// Share that found nothing.
    pub(crate) empty: f64,
}

impl Results {
    /// Reads the harness's file.
    ///
    /// # Errors
    /// When it is not there or not understood.
    pub(crate) fn read(path: &Path) -> Result<Results> {
        serde_json::from_slice(&read(path)?).with_context(|| format!("expected the results of a run in {}", path.display()))
    }

    /// The largest FAQ that every engine of the table was measured on; the one that the table is about.
    pub(crate) fn main_corpus(&self) -> Option<&Corpus> {
        let most = self.corpora.iter().map(|corpus| corpus.engines.len()).max()?;
        let full = self.corpora.iter().filter(|corpus| corpus.engines.len() == most && corpus.name.starts_with("syn-"));
        full.max_by_key(|corpus| corpus.entries)
    }

    /// An engine's title.
    pub(crate) fn title<'a>(&'a self, name: &'a str) -> &'a str {
        self.engines.iter().find(|engine| engine.name == name).map_or(name, |engine| &engine.title)
    }
}

/// Results of a small run, for the tests of what is made of them.
#[cfg(test)]
pub(crate) fn sample() -> Results {
    let figures = |kilobytes: f64, times: f64, ratio: f64| {
        serde_json::json!({
            "build": 100.0 * times, "memory": 1000.0, "load": { "start": 1.0, "open": 9.0 },
            "bytes": { "library": 1024.0, "index": 1024.0 * (kilobytes - 3.0), "documents": 2048.0 },
            "typing": [{ "ratio95": ratio }],
        })
    };
    let mean =
        |queries: u32, ndcg: f64, empty: f64| serde_json::json!({ "queries": queries, "success": 0.5, "ndcg": ndcg, "empty": empty });
    let judged = |engine: &str, variant: &str, queries: u32, [clean, typo, trunc]: [f64; 3], empty: f64| {
        let [clean, typo, trunc] = [clean, typo, trunc].map(|ndcg| mean(queries, ndcg, empty));
        serde_json::json!({ "engine": engine, "variant": variant, "clean": clean, "typo": typo, "trunc": trunc })
    };
    let mut ours = figures(200.0, 2.0, 0.05);
    ours["memory"] = 250.0.into();
    ours["load"]["open"] = 4.0.into();
    let results = serde_json::json!({
        "whole": true, "chromium": "1.2",
        "engines": [
            { "name": OWN, "title": "Faqlet", "reference": false },
            { "name": YARDSTICK, "title": "MiniSearch", "version": "7.2.0", "reference": false },
            { "name": "slow", "title": "Slow", "version": "1.0.0", "reference": false },
        ],
        "corpora": [
            { "name": "syn-1k", "entries": 1000, "engines": { OWN: figures(100.0, 1.0, 0.1), YARDSTICK: figures(300.0, 1.0, 1.0) } },
            { "name": "syn-10k", "entries": 10_000,
              "engines": { OWN: ours, YARDSTICK: figures(3000.0, 1.0, 1.0), "slow": figures(1000.0, 1.0, 20.0) } },
        ],
        "relevance": [{ "name": "a", "lang": "en", "engines": [
            judged(OWN, "", 50, [0.9, 0.85, 0.88], 0.0),
            judged(YARDSTICK, "tuned", 50, [0.7, 0.6, 0.69], 0.01),
            judged(YARDSTICK, "exact", 50, [0.75, 0.4, 0.6], 0.01),
            judged("slow", "", 20, [0.5, 0.4, 0.5], 0.1),
        ] }],
    });
    serde_json::from_value(results).expect("expected a run as the harness writes it")
}
