//! FAQ sources to checked entries, index, answers and pages.
//!
//! Three steps, each usable alone: [`read`] turns files into entries and gathers what is wrong with them, [`compile`] turns
//! entries into the files of an output folder, all in memory, and [`write`] puts them where the old ones were, all at once.

pub mod check;
pub mod date;
pub mod diagnostic;
pub mod entry;
pub mod language;
pub mod learned;
mod links;
pub mod markup;
mod output;
pub mod site;
pub mod sources;
mod spelling;
mod tree;

pub use output::cache::CompressionCache;
pub use output::compress::compress;
pub use output::manifest::{AnswersFile, DataFile, EnginePart, LanguagePart, Manifest, PackPart, WidgetPart};
pub use output::write::{WriteError, write};
pub use output::{LanguageSummary, Meaning, Options, Output, OutputFile, Widget, WidgetError, compile};

use diagnostic::Diagnostics;
use std::path::PathBuf;

/// What the sources of an FAQ say.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The entries, those that are not out today included.
    pub entries: Vec<entry::Entry>,
    /// What the owner says about the whole site.
    pub config: site::Config,
}

/// Reads all files of an FAQ: entries in their order, `faqlet.toml` and `synonyms.csv`. `default_lang` is the language of entries that
/// name none; without it the one of `faqlet.toml`, else English.
#[must_use]
pub fn read(sources: &[PathBuf], default_lang: Option<&str>, diagnostics: &mut Diagnostics) -> Content {
    let config = site::read(sources, diagnostics);
    let lang = default_lang.or(config.default_lang.as_deref()).unwrap_or("en").to_owned();
    Content { entries: sources::read(sources, &lang, diagnostics), config }
}
