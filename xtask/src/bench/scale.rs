//! `cargo xtask bench --scale`: a large FAQ in a browser, beside Pagefind. The measurements are JavaScript, in `xtask/bench/scale.js` and
//! `returning.js`; their figures are those of docs/SCALE.md.

use std::process::{Command, ExitCode};

use anyhow::Result;

use super::{Arguments, harness};
use crate::dist;
use crate::project::{Project, run as run_command};
use crate::steps::Steps;

/// Entries of the FAQ of which one answer is edited.
const RETURNING: u32 = 10_000;

/// Builds, then measures with so many entries.
///
/// # Errors
/// When something does not build, cannot be fetched or cannot be measured.
pub(super) fn run(project: &Project, arguments: &Arguments, entries: u32) -> Result<ExitCode> {
    let mut steps = Steps::new(6);
    dist::make(project, &arguments.dist, &mut steps)?;
    steps.run("other libraries", || harness::install(project))?;
    steps.run("coming back after an edit", || run_command(&mut node(project, "returning", RETURNING)))?;
    steps.run("a large FAQ", || run_command(&mut node(project, "scale", entries)))?;
    Ok(ExitCode::SUCCESS)
}

/// A script of the benchmark, with what it needs to build sites of so many entries.
fn node(project: &Project, name: &str, entries: u32) -> Command {
    let folder = harness::folder(project);
    let mut node = Command::new("node");
    node.arg(format!("{name}.js")).current_dir(&folder).arg("--out").arg(folder.join(name)).arg("--command").arg(project.faqlet());
    node.arg("--demo").arg(project.root.join("www/demo/faq")).arg("--entries").arg(entries.to_string());
    node
}
