//! What the widget shows and is not code: the style sheet, and the interface's texts in all languages. They are files of their own, so
//! that a visitor loads them beside the wasm and only in one language. `src/minify.rs` and `src/ui` are taken in as they are: to depend
//! on the widget's package for them would be to compile the widget before xtask can run.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::project::{Project, read};

#[path = "../../src/minify.rs"]
mod css;
#[allow(dead_code, unreachable_pub, reason = "it is a module of the widget, and some of it only the widget calls")]
#[path = "../../src/ui/mod.rs"]
mod ui;

/// The texts of a language, as `ui.json` holds them. The compiler reads it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Texts {
    /// Language tag, BCP 47.
    pub(crate) lang: String,
    /// What the loader says before the widget is there.
    pub(crate) words: Vec<String>,
    /// What the widget says, in the order of its fields.
    pub(crate) texts: Vec<String>,
}

/// All languages, the fallback first.
///
/// # Errors
/// None that can happen: texts have no values that JSON lacks.
pub(crate) fn ui_json() -> Result<Vec<u8>> {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let all = ui::ALL.map(|one| Texts { lang: one.lang.to_owned(), words: owned(&one.words()), texts: owned(&one.list()) });
    Ok(serde_json::to_vec(&all)?)
}

/// The style sheet without what is for those who write it.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn style_sheet(project: &Project) -> Result<Vec<u8>> {
    let source = read(&project.root.join("www/faqlet.css"))?;
    let source = String::from_utf8(source).context("expected UTF-8 in www/faqlet.css")?;
    Ok(css::css(&source).into_bytes())
}
