//! `faqlet report`: what visitors told back.

use super::print;
use crate::folder::Folder;
use anyhow::Context;
use clap::Args;
use faqlet_collector::{Questions, ReportOptions, Store, report};
use std::fs;
use std::path::{Path, PathBuf};

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
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let store = Store::open_for_reading(&arguments.store)?;
    let questions = arguments.answers.as_deref().map(questions).transpose()?.unwrap_or_default();
    let options = ReportOptions { site: arguments.site.clone(), questions, ..ReportOptions::default() };
    let report = report(&store, &options)?;
    if let Some(path) = &arguments.html {
        fs::write(path, report.to_html()).with_context(|| format!("{}: expected a file that can be written", path.display()))?;
    }
    print(&if arguments.json { report.to_json() + "\n" } else { report.to_text() })
}

/// The questions of all entries of a built folder.
fn questions(folder: &Path) -> anyhow::Result<Questions> {
    let folder = Folder::open(folder, None)?;
    let mut questions = Questions::default();
    for language in &folder.languages {
        for entry in (0..language.engine.len()).filter_map(|number| language.engine.entry(number)) {
            questions.add(&language.tag, entry.id, entry.question);
        }
    }
    Ok(questions)
}
