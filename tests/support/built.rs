//! The built files, and the `faqlet` command as a child process.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, bail};
use serde_json::Value;

use crate::Result;

/// The checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The release `faqlet` command.
///
/// # Errors
/// When it was not built.
pub fn command() -> Result<PathBuf> {
    let usual = target().join("release").join(format!("faqlet{}", std::env::consts::EXE_SUFFIX));
    built("FAQLET_COMMAND", usual)
}

/// The demo site: the shop's pages, its FAQ in `help/`.
///
/// # Errors
/// When it was not built.
pub fn site() -> Result<PathBuf> {
    built("FAQLET_SITE", target().join("demo/site"))
}

/// The folder of the browser files.
///
/// # Errors
/// When it was not built.
pub fn widget() -> Result<PathBuf> {
    built("FAQLET_WIDGET", target().join("faqlet-widget"))
}

/// The folder of shipped files as people find it, with its package description.
///
/// # Errors
/// When it was not built.
pub fn dist() -> Result<PathBuf> {
    built("FAQLET_DIST", root().join("dist"))
}

/// A JavaScript file of an npm package that only tests use.
///
/// # Errors
/// When the packages were not installed.
pub fn node_module(file: &str) -> Result<PathBuf> {
    Ok(built("FAQLET_NODE", target().join("node"))?.join("node_modules").join(file))
}

/// A file of an npm package that only the test of our own package uses.
///
/// # Errors
/// When the packages were not installed.
pub fn npm_module(file: &str) -> Result<PathBuf> {
    Ok(built("FAQLET_NPM", target().join("npm"))?.join("node_modules").join(file))
}

/// What the variable names, else the usual place.
fn built(variable: &str, usual: PathBuf) -> Result<PathBuf> {
    let path = std::env::var_os(variable).map_or(usual, PathBuf::from);
    if !path.exists() {
        bail!("expected built files at {}, found none; run `cargo xtask test`, which builds them", path.display());
    }
    Ok(path)
}

/// Runs `faqlet` to its end and returns what it printed and how it ended.
///
/// # Errors
/// When it cannot be started.
pub fn faqlet<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Result<Output> {
    let command = command()?;
    Command::new(&command).args(arguments).output().with_context(|| format!("could not start {}", command.display()))
}

/// Runs `faqlet`, expects success, and returns its standard output.
///
/// # Errors
/// When it ends with another code than 0.
pub fn faqlet_prints<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Result<String> {
    let output = faqlet(arguments)?;
    if !output.status.success() {
        bail!("faqlet ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Searches a built folder, or one index with its answer files, in Node with the shipped headless module, and returns what
/// `tests/support/headless.mjs` prints. `answers` may begin with `--meaning`.
///
/// # Errors
/// When Node is missing or the module throws; the error holds what it said.
pub fn run_headless(source: &Path, query: &str, answers: &[&Path]) -> Result<Value> {
    let mut node = Command::new("node");
    node.arg("--no-warnings").arg(root().join("tests/support/headless.mjs")).arg(dist()?.join("headless.js"));
    node.arg(source).arg(query).args(answers);
    let output = node.output().context("could not start node; `cargo xtask test` installs it")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        // Node quotes the line that threw, and a shipped file has only one.
        let lines: Vec<&str> = said.lines().filter(|line| line.len() < 500 && !line.trim().is_empty()).collect();
        bail!("node ended with {}: {}", output.status, lines.join("\n"));
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The manifest of a built FAQ.
///
/// # Errors
/// When it cannot be read or is no JSON.
pub fn manifest(help: &Path) -> Result<Value> {
    Ok(serde_json::from_slice(&fs::read(help.join("manifest.json")).context("expected a manifest in the built folder")?)?)
}

/// The manifest's part about one language.
///
/// # Errors
/// When the FAQ has no such language.
pub fn language(help: &Path, lang: &str) -> Result<Value> {
    let manifest = manifest(help)?;
    let languages = manifest["languages"].as_array().context("expected languages in the manifest")?;
    languages.iter().find(|language| language["lang"] == lang).cloned().with_context(|| format!("expected {lang} in the manifest"))
}

/// Copies a folder with all it holds.
///
/// # Errors
/// When something cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Every file under a folder that git would track, as paths relative to the checkout.
///
/// # Errors
/// When git cannot list them.
pub fn sources() -> Result<Vec<PathBuf>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root());
    let output = git.output().context("expected git, to list the sources")?;
    if !output.status.success() {
        bail!("expected a git checkout: {}", String::from_utf8_lossy(&output.stderr));
    }
    let names = String::from_utf8(output.stdout)?;
    // A file that was deleted but not yet committed is still listed.
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).filter(|path| root().join(path).is_file()).collect())
}
