//! The measurement itself is JavaScript, in `xtask/bench`: the libraries that Faqlet is compared with are. This brings it, and what
//! npm must fetch for it, to the target folder, and runs it there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::Arguments;
use super::results::Results;
use crate::project::{Project, copy_folder, read, run};
use crate::setup;

/// Where the harness lies in the checkout.
const SOURCE: &str = "xtask/bench";

/// Brings the harness and the libraries to the target folder and returns it. What npm fetched once stays until the list changes.
///
/// # Errors
/// When a program is missing, or npm cannot fetch what the list names.
pub(crate) fn install(project: &Project) -> Result<()> {
    bring(&project.root.join(SOURCE), &folder(project))
}

/// Brings a folder of scripts with its list of packages to another, where npm fetches them.
///
/// # Errors
/// When a program is missing, or npm cannot fetch what the list names.
pub(super) fn bring(source: &Path, folder: &Path) -> Result<()> {
    setup::browser_and_node()?;
    let list = Path::new("package-lock.json");
    let same = fs::read(folder.join(list)).is_ok_and(|old| read(&source.join(list)).is_ok_and(|new| old == new));
    if !same || !folder.join("node_modules").is_dir() {
        // The list is copied last, so that a run that was cut off is not taken for a finished one.
        copy_folder(source, folder, &["package-lock.json"])?;
        let _ = fs::remove_dir_all(folder.join("node_modules"));
        fs::copy(source.join(list), folder.join(list))?;
        let fetched = npm_ci(folder);
        if fetched.is_err() {
            let _ = fs::remove_file(folder.join(list));
        }
        return fetched;
    }
    copy_folder(source, folder, &[])
}

fn npm_ci(folder: &Path) -> Result<()> {
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
    run(&mut npm).with_context(|| format!("expected npm to fetch the packages named in {SOURCE}/package.json; is there a network?"))
}

/// Runs the harness and reads what it found.
///
/// # Errors
/// When it fails, or writes what this program does not understand.
pub(crate) fn measure(project: &Project, arguments: &Arguments, sets: Option<&Path>) -> Result<Results> {
    let folder = folder(project);
    let out = folder.join("out");
    let mut node = Command::new("node");
    node.arg("main.js").current_dir(&folder).arg("--out").arg(&out).arg("--command").arg(project.faqlet());
    node.arg("--widget").arg(project.widget()).arg("--demo").arg(project.root.join("www/demo/faq"));
    if let Some(sets) = sets {
        // The harness runs in another folder.
        node.arg("--relevance")
            .arg(fs::canonicalize(sets).with_context(|| format!("expected a folder of labelled sets at {}", sets.display()))?);
    }
    for (option, given) in [("--quick", arguments.quick), ("--large", arguments.large)] {
        node.args(given.then_some(option));
    }
    for (option, names) in [("--engines", &arguments.engines), ("--corpora", &arguments.corpora)] {
        if !names.is_empty() {
            node.arg(option).arg(names.join(","));
        }
    }
    run(&mut node)?;
    last(project)
}

/// What the last run found.
///
/// # Errors
/// When there was none.
pub(crate) fn last(project: &Project) -> Result<Results> {
    Results::read(&folder(project).join("out/results.json"))
}

/// Where everything is fetched and measured.
pub(super) fn folder(project: &Project) -> PathBuf {
    project.target.join("bench")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_harness_passes_its_own_tests() {
        let project = Project::here().unwrap();
        let output = Command::new("node").arg("--test").current_dir(project.root.join(SOURCE)).output();
        let output = output.expect("expected Node.js on the search path; `cargo xtask test` installs it where it may");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}
