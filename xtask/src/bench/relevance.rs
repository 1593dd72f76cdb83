//! Relevance on labelled sets, which are not part of the project: each has its own licence.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::project::{Project, run};

/// The folder of labelled sets: the one that was asked for, else `shared/relevance` beside the checkout if there is one.
pub(crate) fn folder(project: &Project, asked: Option<PathBuf>) -> Option<PathBuf> {
    asked.or_else(|| Some(project.root.parent()?.join("shared/relevance")).filter(|folder| folder.is_dir()))
}

/// Prints the engine's figures for every set in the folder.
pub(crate) fn measure(project: &Project, sets: Option<&Path>) -> Result<()> {
    let Some(sets) = sets else {
        println!("no labelled sets: name a folder with --relevance DIR, one folder a set with faq.jsonl, queries.jsonl and qrels.tsv");
        println!("(one set by itself: faqlet build faq.jsonl --out DIR, then faqlet eval DIR --queries queries.jsonl --qrels qrels.tsv)");
        return Ok(());
    };
    run(project.cargo(&["run", "--release", "--package", "faqlet-engine", "--example", "relevance", "--"]).arg(sets))
}
