//! `cargo xtask bench --cold`: what a visitor with a slow phone waits for, and what a page pays that nobody searches on. The measurement is
//! JavaScript, in `xtask/bench/cold`, with packages of its own: Lighthouse brings two hundred.

use std::process::{Command, ExitCode};

use anyhow::Result;

use super::{Arguments, harness, relevance};
use crate::project::{Project, run as run_command};
use crate::steps::Steps;
use crate::{demo, dist};

/// The labelled set that is measured where there is one: long answers in Markdown. Else it is the demo's FAQ.
const SET: &str = "dtc_faq_md_en/faq.jsonl";

/// Builds, then measures.
///
/// # Errors
/// When something does not build, cannot be fetched or cannot be measured.
pub(super) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let set = relevance::folder(project, arguments.relevance.clone()).map(|sets| sets.join(SET)).filter(|set| set.is_file());
    let source = set.unwrap_or_else(|| project.root.join("www/demo/faq"));
    let folder = project.target.join("bench-cold");
    let mut steps = Steps::new(5);
    dist::make(project, &arguments.dist, &mut steps)?;
    steps.run("other libraries", || harness::bring(&project.root.join("xtask/bench/cold"), &folder))?;
    steps.run("first seconds", || {
        let mut node = Command::new("node");
        node.arg("cold.js")
            .current_dir(&folder)
            .arg("--command")
            .arg(project.faqlet())
            .arg("--source")
            .arg(std::fs::canonicalize(&source)?);
        run_command(node.arg("--out").arg(folder.join("out")))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the demo, then measures its plain pages.
///
/// # Errors
/// When something does not build or cannot be fetched, or a page is below 100.
pub(super) fn pages(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let folder = project.target.join("bench-cold");
    let mut steps = Steps::new(6);
    dist::make(project, &arguments.dist, &mut steps)?;
    steps.run("demo site", || demo::assemble(project))?;
    steps.run("Lighthouse", || harness::bring(&project.root.join("xtask/bench/cold"), &folder))?;
    steps.run("plain pages", || {
        let mut node = Command::new("node");
        node.arg("pages.js").current_dir(&folder).arg("--command").arg(project.faqlet());
        run_command(node.arg("--folder").arg(project.site().join("help")))
    })?;
    Ok(ExitCode::SUCCESS)
}
