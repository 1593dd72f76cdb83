//! `faqlet new`: a working help site in an empty folder.

use super::print;
use anyhow::{Context, bail};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// Make a small help site to begin with, in an empty folder
///
/// Writes answers in two languages, settings, synonyms, and a page that shows the help. Afterwards `faqlet check`, `faqlet build` and
/// `faqlet serve` work in that folder without further arguments.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder to make; it may be there, but with nothing in it
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Names and contents of the files, in the order in which they are listed.
const FILES: &[(&str, &str)] = &[
    ("README.md", include_str!("../../starter/README.md")),
    ("faq/faqlet.toml", include_str!("../../starter/faq/faqlet.toml")),
    ("faq/synonyms.csv", include_str!("../../starter/faq/synonyms.csv")),
    ("faq/en/delivery.md", include_str!("../../starter/faq/en/delivery.md")),
    ("faq/en/hours.md", include_str!("../../starter/faq/en/hours.md")),
    ("faq/en/refund.md", include_str!("../../starter/faq/en/refund.md")),
    ("faq/en/returns.md", include_str!("../../starter/faq/en/returns.md")),
    ("faq/zh-Hant/delivery.md", include_str!("../../starter/faq/zh-Hant/delivery.md")),
    ("faq/zh-Hant/hours.md", include_str!("../../starter/faq/zh-Hant/hours.md")),
    ("faq/zh-Hant/refund.md", include_str!("../../starter/faq/zh-Hant/refund.md")),
    ("faq/zh-Hant/returns.md", include_str!("../../starter/faq/zh-Hant/returns.md")),
    ("site/index.html", include_str!("../../starter/site/index.html")),
    ("site/style.css", include_str!("../../starter/site/style.css")),
];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = &arguments.folder;
    if let Some(there) = first_in(folder)? {
        bail!("{}: expected an empty folder, or none; got one with `{there}` in it; name another", folder.display());
    }
    for (name, text) in FILES {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| format!("{}: expected to make a folder", parent.display()))?;
        fs::write(&path, text).with_context(|| format!("{}: expected to write a file; remove the folder and try again", path.display()))?;
    }
    print(&said(folder))
}

/// The first thing in a folder; `None` where it is empty or not there.
fn first_in(folder: &Path) -> anyhow::Result<Option<String>> {
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("{}: expected an empty folder, or none", folder.display())),
    };
    let first = entries.next().transpose().with_context(|| format!("{}: expected a readable folder", folder.display()))?;
    Ok(first.map(|entry| entry.file_name().to_string_lossy().into_owned()))
}

fn said(folder: &Path) -> String {
    let mut text = format!("Made {}\n", folder.display());
    for (name, _) in FILES {
        text += &format!("  {name}\n");
    }
    let into = if folder == Path::new(".") { String::new() } else { format!("cd {} && ", folder.display()) };
    text + &format!("\nNow: {into}faqlet check && faqlet build && faqlet serve\n")
}
