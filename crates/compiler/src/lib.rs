//! FAQ sources to checked entries, index, answers and pages.
//!
//! Three steps, each usable alone: [`sources::read`] turns files into entries and gathers what is wrong with them, [`compile`] turns
//! entries into the files of an output folder, all in memory, and [`write`] puts them where the old ones were, all at once.

pub mod check;
pub mod diagnostic;
pub mod entry;
pub mod language;
mod links;
pub mod markup;
mod output;
pub mod sources;

pub use output::compress::compress;
pub use output::manifest::{AnswersFile, DataFile, EnginePart, LanguagePart, Manifest, WidgetPart};
pub use output::write::{WriteError, write};
pub use output::{LanguageSummary, Options, Output, OutputFile, Widget, WidgetError, compile};
