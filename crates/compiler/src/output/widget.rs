//! The browser's files: taken as they were built, named by their content, and told each other's names.

use super::Files;
use super::hash::{integrity, short_hash};
use super::manifest::{EnginePart, LanguagePart, WidgetPart};
use super::texts::{self, Texts};
use std::collections::BTreeMap;
use std::path::Path;
use thiserror::Error;

/// What the loader's folder must hold.
const NAMES: [&str; 13] = [
    "faqlet.js",
    "faqlet-sw.js",
    "widget.js",
    "widget.wasm",
    "widget.css",
    "ui.json",
    "more.js",
    "first.js",
    "engine.js",
    "engine.wasm",
    "engine-meaning.js",
    "engine-meaning.wasm",
    "headless.js",
];

/// Why the widget's files cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WidgetError {
    /// A file is not there or cannot be read.
    #[error("{path}: expected a file of the widget; got {reason}; build the widget with `cargo xtask dist`")]
    Missing {
        /// The file.
        path: String,
        /// Why it cannot be read.
        reason: String,
    },
    /// `headless.js` does not name the engine's files as we expect.
    #[error("headless.js: expected `{name}` once; got {got}; build widget and command from the same checkout")]
    Headless {
        /// The name that should stand in it.
        name: String,
        /// How often it does.
        got: usize,
    },
    /// `ui.json` or the words in `faqlet.js` are not what we expect.
    #[error("{file}: expected {expected}; build widget and command from the same checkout")]
    Texts {
        /// The file.
        file: &'static str,
        /// What should be in it.
        expected: &'static str,
    },
}

/// The files that a browser needs, with their contents.
#[derive(Clone, Debug)]
pub struct Widget {
    files: [Vec<u8>; 13],
}

impl Widget {
    /// Reads the files from a folder.
    ///
    /// # Errors
    /// [`WidgetError::Missing`] for the first that cannot be read.
    pub fn from_folder(folder: &Path) -> Result<Self, WidgetError> {
        Self::from_contents(|name| {
            std::fs::read(folder.join(name)).map_err(|error| (folder.join(name).display().to_string(), error.to_string()))
        })
    }

    /// Takes the files from wherever `content` finds them; it returns path and reason where it does not.
    ///
    /// # Errors
    /// [`WidgetError::Missing`] for the first that is not there.
    pub fn from_contents(content: impl Fn(&str) -> Result<Vec<u8>, (String, String)>) -> Result<Self, WidgetError> {
        let mut files: [Vec<u8>; 13] = Default::default();
        for (file, name) in files.iter_mut().zip(NAMES) {
            *file = content(name).map_err(|(path, reason)| WidgetError::Missing { path, reason })?;
        }
        Ok(Self { files })
    }

    /// Adds the files to the output, notes each language's texts in its part, and returns what the manifest says of the others. `has_pages` says
    /// whether there are plain pages that the loader may lead to.
    pub(super) fn add(
        &self,
        languages: &mut [LanguagePart],
        has_pages: bool,
        out: &mut Files,
    ) -> Result<(Option<WidgetPart>, Option<EnginePart>), WidgetError> {
        let [loader, worker, widget_js, widget_wasm, css, ui, more, first, engine_js, engine_wasm, meaning_js, meaning_wasm, headless] =
            &self.files;
        let loader = texts_of(languages, loader, ui, has_pages, out)?;
        let (hash, size) = (short_hash(&loader), loader.len() + widget_js.len() + widget_wasm.len());
        out.add_stable("faqlet.js", loader);
        out.add_stable("faqlet-sw.js", worker.clone());
        let widget = WidgetPart {
            js: out.add_hashed("widget", "js", widget_js.clone()),
            wasm: out.add_hashed("widget", "wasm", widget_wasm.clone()),
            js_integrity: integrity(widget_js),
            wasm_integrity: integrity(widget_wasm),
            loader: Some(hash),
            bytes: Some(size as u64),
            css: Some(out.add_data("widget", "css", css.clone())),
            more: Some(out.add_data("more", "js", more.clone())),
            // It lists nothing of a divided language.
            first: languages.iter().any(|language| !language.answers.is_empty()).then(|| out.add_data("first", "js", first.clone())),
        };
        let engine = EnginePart {
            js: out.add_hashed("engine", "js", engine_js.clone()),
            wasm: out.add_hashed("engine", "wasm", engine_wasm.clone()),
            js_integrity: Some(integrity(engine_js)),
            wasm_integrity: integrity(engine_wasm),
        };
        let text = String::from_utf8_lossy(headless).into_owned();
        let text = renamed(&text, "./engine.js", &engine.js)?;
        let text = renamed(&text, "./engine.wasm", &engine.wasm)?;
        // The same engine with meaning, for hosts that ask for it.
        let text = renamed(&text, "./engine-meaning.js", &out.add_hashed("engine.meaning", "js", meaning_js.clone()))?;
        let text = renamed(&text, "./engine-meaning.wasm", &out.add_hashed("engine.meaning", "wasm", meaning_wasm.clone()))?;
        let headless = out.add_hashed("headless", "js", text.into_bytes());
        out.add_stable("engine.js", format!("export * from './{headless}';\n").into_bytes());
        Ok((Some(widget), Some(engine)))
    }
}

/// Adds a file of the interface's texts for each language, and returns the loader with its few words in these languages.
fn texts_of(languages: &mut [LanguagePart], loader: &[u8], ui: &[u8], has_pages: bool, out: &mut Files) -> Result<Vec<u8>, WidgetError> {
    let all: Vec<Texts> = serde_json::from_slice(ui).unwrap_or_default();
    let (mut words, mut files) = (Vec::new(), BTreeMap::new());
    for language in languages.iter_mut() {
        let none = WidgetError::Texts { file: "ui.json", expected: "a list of languages with their texts" };
        let found = texts::find(&all, &language.lang).ok_or(none)?;
        // Several languages may share a file: those of two countries, and all whose texts we do not have.
        let file = files.entry(found.lang.as_str()).or_insert_with(|| {
            let bytes = serde_json::to_vec(&found.texts).unwrap_or_default();
            out.add_data(&format!("ui.{}", found.lang), "json", bytes)
        });
        language.ui = Some(file.clone());
        words.push((language.lang.as_str(), found));
    }
    let none = WidgetError::Texts { file: "faqlet.js", expected: "the loader's words in one place" };
    texts::speaking(&String::from_utf8_lossy(loader), &words, has_pages).map(String::into_bytes).ok_or(none)
}

/// The script with the one address in quotes replaced by that of the hashed file.
fn renamed(script: &str, address: &str, file: &str) -> Result<String, WidgetError> {
    let quoted = ['"', '\'', '`'].map(|quote| format!("{quote}{address}{quote}"));
    let got = quoted.iter().map(|quoted| script.matches(quoted.as_str()).count()).sum();
    match quoted.iter().find(|quoted| script.contains(quoted.as_str())) {
        Some(quoted) if got == 1 => Ok(script.replace(quoted.as_str(), &format!("\"./{file}\""))),
        _ => Err(WidgetError::Headless { name: address.to_owned(), got }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headless_module_gets_the_hashed_names() {
        let script = "import i from './engine.js';const w=new URL(`./engine.wasm`,import.meta.url)";
        let script = renamed(script, "./engine.js", "engine.aa.js").unwrap();
        let script = renamed(&script, "./engine.wasm", "engine.bb.wasm").unwrap();
        assert_eq!(script, "import i from \"./engine.aa.js\";const w=new URL(\"./engine.bb.wasm\",import.meta.url)");
    }

    #[test]
    fn a_headless_module_of_another_make_is_refused() {
        assert!(matches!(renamed("import './other.js'", "./engine.js", "x"), Err(WidgetError::Headless { got: 0, .. })));
        assert!(matches!(renamed("'./engine.js' \"./engine.js\"", "./engine.js", "x"), Err(WidgetError::Headless { got: 2, .. })));
    }
}
