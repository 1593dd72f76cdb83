//! `cargo xtask bench`: figures, not verdicts. One file a measurement.

mod product;
mod relevance;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::project::Project;
use crate::steps::Steps;
use crate::{demo, dist};

/// Options of `bench`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Labelled sets to measure relevance on: one folder a set with faq.jsonl, queries.jsonl and qrels.tsv
    #[arg(long, value_name = "DIR")]
    relevance: Option<PathBuf>,
    #[command(flatten)]
    dist: dist::Arguments,
}

/// Builds, then measures.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let sets = relevance::folder(project, arguments.relevance.clone());
    let mut steps = Steps::new(6);
    dist::make(project, &arguments.dist, &mut steps)?;
    steps.run("demo site", |()| String::new(), || demo::assemble(project))?;
    steps.run("product", |()| String::new(), || product::measure(project))?;
    steps.run("relevance", |()| String::new(), || relevance::measure(project, sets.as_deref()))?;
    Ok(ExitCode::SUCCESS)
}
