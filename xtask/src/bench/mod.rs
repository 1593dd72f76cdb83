//! `cargo xtask bench`: figures, not verdicts. What the product weighs and how quick the command is, and Faqlet beside other search
//! libraries: the same FAQs, the same queries, the same page in Chromium, one run.

mod chart;
mod cold;
mod harness;
mod product;
mod readme;
mod relevance;
mod results;
mod scale;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};

use self::results::Results;
use crate::project::{Project, write_if_changed};
use crate::steps::Steps;
use crate::{demo, dist};

/// Options of `bench`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Measure less: small FAQs, few queries
    #[arg(long)]
    quick: bool,
    /// Measure a generated FAQ of 100,000 entries too
    #[arg(long, conflicts_with = "quick")]
    large: bool,
    /// Put tables and chart into README.md and docs/bench.svg
    #[arg(long, conflicts_with_all = ["quick", "engines", "corpora"])]
    write: bool,
    /// Measure nothing: show, or write, what the last run found
    #[arg(long, conflicts_with_all = ["quick", "large", "relevance", "engines", "corpora"])]
    last: bool,
    /// Measure only the first seconds on a slow link, beside Pagefind's component UI and MiniSearch, and what the host's page pays
    #[arg(long, conflicts_with_all = ["quick", "large", "write", "last", "engines", "corpora"])]
    cold: bool,
    /// Measure only accessibility and best practices of the demo's plain pages, by Lighthouse
    #[arg(long, conflicts_with_all = ["quick", "large", "write", "last", "cold", "engines", "corpora"])]
    pages: bool,
    /// Measure only a large generated FAQ in Chromium, beside Pagefind: 100,000 entries, or as many as are named
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "100000", conflicts_with_all = ["quick", "large", "write", "last", "cold", "pages", "engines", "corpora"])]
    scale: Option<u32>,
    /// Labelled sets to measure relevance on: one folder a set with faq.jsonl, queries.jsonl and qrels.tsv
    #[arg(long, value_name = "DIR")]
    relevance: Option<PathBuf>,
    /// Only these engines, by their names in xtask/bench/engines
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    engines: Vec<String>,
    /// Only these FAQs: demo, syn-1k, syn-10k, syn-100k, or labelled sets by name
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    corpora: Vec<String>,
    #[command(flatten)]
    dist: dist::Arguments,
}

/// Builds, then measures.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    if arguments.last {
        show(project, arguments, &harness::last(project)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.cold {
        return cold::run(project, arguments);
    }
    if let Some(entries) = arguments.scale {
        return scale::run(project, arguments, entries);
    }
    if arguments.pages {
        return cold::pages(project, arguments);
    }
    let sets = relevance::folder(project, arguments.relevance.clone());
    let mut steps = Steps::new(7);
    dist::make(project, &arguments.dist, &mut steps)?;
    steps.run("demo site", || demo::assemble(project))?;
    steps.run("product", || product::measure(project))?;
    steps.run("other libraries", || harness::install(project))?;
    steps.run("comparison", || {
        let results = harness::measure(project, arguments, sets.as_deref())?;
        show(project, arguments, &results)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Prints every figure, and makes tables and chart.
fn show(project: &Project, arguments: &Arguments, results: &Results) -> Result<()> {
    ensure!(
        results.whole || !arguments.write,
        "expected a whole run to put into the README, got one with parts left out; run again without --quick, --engines and --corpora"
    );
    if !results.relevance.is_empty() {
        relevance::print(results);
    }
    // A run on chosen FAQs may have none that the tables are about.
    if results.main_corpus().is_none() {
        return Ok(());
    }
    let (tables, chart) = (table::markdown(results), chart::draw(results)?);
    println!("\n{tables}");
    if arguments.write {
        return readme::write(project, &tables, &chart);
    }
    let place = project.target.join("bench/out/bench.svg");
    write_if_changed(&place, chart.as_bytes())?;
    println!("chart: {}; all figures: results.json beside it", place.display());
    Ok(())
}
