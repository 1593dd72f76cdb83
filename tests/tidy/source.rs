//! The source files, read once, and the one `check` that the rules go through.

use std::fs;
use std::path::{Path, PathBuf};

use faqlet_tests::Result;
use faqlet_tests::built::{root, sources};

/// A file of the checkout.
pub(crate) struct Source {
    /// Relative to the checkout, with `/`.
    pub(crate) path: String,
    /// What it says; empty for files that are no text.
    pub(crate) text: String,
}

impl Source {
    /// Its lines with their numbers, the first being 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Whether it lies below one of the folders.
    pub(crate) fn below(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| Path::new(&self.path).starts_with(folder))
    }

    /// How its name ends, without the dot.
    pub(crate) fn kind(&self) -> &str {
        Path::new(&self.path).extension().and_then(|end| end.to_str()).unwrap_or_default()
    }
}

/// Every text file that git tracks or would track.
pub(crate) fn all() -> Result<Vec<Source>> {
    let read = |path: PathBuf| {
        let text = fs::read(root().join(&path)).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        Source { path: path.to_string_lossy().replace('\\', "/"), text }
    };
    Ok(sources()?.into_iter().map(read).collect())
}

/// Runs a rule over every file it is for and fails with all places at once.
pub(crate) fn check(rule: &str, files: impl Fn(&Source) -> bool, find: impl Fn(&Source) -> Vec<String>) -> Result {
    let all = all()?;
    let seen: Vec<&Source> = all.iter().filter(|source| files(source)).collect();
    assert!(!seen.is_empty(), "the rule \"{rule}\" looked at no file: its folders have moved");
    let places: Vec<String> = seen.into_iter().flat_map(&find).collect();
    assert!(places.is_empty(), "{rule}:\n  {}\n", places.join("\n  "));
    Ok(())
}

/// The places where a line holds one of the texts, comments not looked at.
pub(crate) fn lines_with(source: &Source, texts: &[&str]) -> Vec<String> {
    let code = source.lines().filter(|(_, line)| !is_comment(line));
    let hits = code.filter_map(|(number, line)| texts.iter().find(|text| line.contains(**text)).map(|text| (number, text)));
    hits.map(|(number, text)| format!("{}:{number}: {text}", source.path)).collect()
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "/*", "* ", "*/", "#"].iter().any(|start| line.starts_with(start)) && !line.starts_with("#[")
}
