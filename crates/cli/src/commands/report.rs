//! `faqlet report`: what visitors told back.

use super::print;
use crate::folder::Folder;
use anyhow::Context;
use clap::Args;
use faqlet_collector::{Nearest, Questions, ReportOptions, Store, report};
use faqlet_engine::{Engine, SearchOptions};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Report what visitors searched, read, missed and rated
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Store that `faqlet collect` or `faqlet serve --collect` writes
    #[arg(long, value_name = "DB")]
    store: PathBuf,
    /// Only this site [default: all]
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// Folder made by `faqlet build`: entries are then shown by their questions
    #[arg(long, value_name = "DIR")]
    answers: Option<PathBuf>,
    /// Also write the report as one HTML page that needs nothing else
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print JSON with all rows
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print one CSV table with every figure
    #[arg(long)]
    csv: bool,
    /// Counts of the page are rounded down to multiples of this, and rarer words left out; 1 shows all
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    k: u64,
    /// Print what may be passed on, as the page has it, instead of every number as it is
    #[arg(long)]
    public: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let store = Store::open_for_reading(&arguments.store)?;
    let (questions, nearest) = arguments.answers.as_deref().map(knowledge).transpose()?.unzip();
    let questions = questions.unwrap_or_default();
    let options = ReportOptions { site: arguments.site.clone(), questions, nearest, k: arguments.k, ..ReportOptions::default() };
    let mut report = report(&store, &options)?;
    if arguments.public {
        report = report.published();
    }
    if let Some(path) = &arguments.html {
        fs::write(path, report.to_html()).with_context(|| format!("{}: expected a file that can be written", path.display()))?;
    }
    print(&match (arguments.json, arguments.csv) {
        (true, _) => report.to_json() + "\n",
        (_, true) => report.to_csv(),
        _ => report.to_text(),
    })
}

/// The questions of all entries of a built folder, and its search for the entry that is nearest to some words.
pub(super) fn knowledge(folder: &Path) -> anyhow::Result<(Questions, Nearest)> {
    /// Below this a nearest entry is none.
    const NEAREST: f32 = 0.05;
    let folder = Folder::open(folder, None)?;
    let mut questions = Questions::default();
    let mut engines = BTreeMap::new();
    for language in folder.languages {
        for entry in (0..language.engine.len()).filter_map(|number| language.engine.entry(number)) {
            questions.add(&language.tag, entry.id, entry.question);
        }
        engines.insert(language.tag, language.engine);
    }
    let nearest: Nearest = Arc::new(move |lang, words| {
        let engine: &Engine = engines.get(lang)?;
        let found = engine.search(&words.join(" "), &SearchOptions { limit: 1, ..SearchOptions::default() });
        let hit = found.hits.first().filter(|hit| hit.confidence >= NEAREST)?;
        engine.entry(hit.entry).map(|entry| entry.id.to_owned())
    });
    Ok((questions, nearest))
}
