//! `cargo xtask bench --scale`: a large FAQ in a browser, beside Pagefind. The measurement is JavaScript, in `xtask/bench/scale.js`; its figures
//! are those of docs/SCALE.md.

use std::process::{Command, ExitCode};

use anyhow::Result;

use super::{Arguments, harness};
use crate::dist;
use crate::project::{Project, run as run_command};
use crate::steps::Steps;

/// Builds, then measures with so many entries.
///
/// # Errors
/// When something does not build, cannot be fetched or cannot be measured.
pub(super) fn run(project: &Project, arguments: &Arguments, entries: u32) -> Result<ExitCode> {
    let mut steps = Steps::new(5);
    dist::make(project, &arguments.dist, &mut steps)?;
    steps.run("other libraries", || harness::install(project))?;
    steps.run("a large FAQ", || {
        let folder = harness::folder(project);
        let mut node = Command::new("node");
        node.arg("scale.js").current_dir(&folder).arg("--out").arg(folder.join("scale")).arg("--command").arg(project.faqlet());
        node.arg("--demo").arg(project.root.join("www/demo/faq")).arg("--entries").arg(entries.to_string());
        run_command(&mut node)
    })?;
    Ok(ExitCode::SUCCESS)
}
