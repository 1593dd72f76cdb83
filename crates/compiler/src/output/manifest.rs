//! `manifest.json`: the one file that says which files belong together. Keys stand in the order of these declarations.

use serde::{Deserialize, Serialize};

/// The whole manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this format: 1.
    pub faqlet: u32,
    /// 16 hexadecimal digits over all content.
    pub version: String,
    /// Name of the site in feedback.
    pub site: String,
    /// Language that visitors get when theirs is not there.
    pub default: String,
    /// The widget; not there in a folder built without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub widget: Option<WidgetPart>,
    /// The headless engine; not there in a folder built without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<EnginePart>,
    /// The encoders of meaning; none in a folder built without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meaning: Vec<PackPart>,
    /// Ids of entries that must not be shown any more, in no language and not from an older index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<String>,
    /// Whether there are no plain pages to lead to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bare: bool,
    /// The languages, the default first, the others in the order of their tags.
    pub languages: Vec<LanguagePart>,
}

/// The widget's files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetPart {
    /// The module's name.
    pub js: String,
    /// The WebAssembly's name.
    pub wasm: String,
    /// Integrity value of the module.
    pub js_integrity: String,
    /// Integrity value of the WebAssembly.
    pub wasm_integrity: String,
    /// The first 16 hexadecimal digits of the SHA-256 of `faqlet.js`, whose name says nothing of its content; not there in a folder of
    /// an older build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loader: Option<String>,
    /// Bytes of loader, module and WebAssembly; not there in a folder of an older build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// The style sheet; not there in a folder of an older build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub css: Option<DataFile>,
    /// What few visitors need, as a module that is fetched when one does; not there in a folder of an older build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<DataFile>,
    /// What shows first results before the widget has come, as a module; not there in a folder of an older build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<DataFile>,
}

/// The headless engine's files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnginePart {
    /// The module's name.
    pub js: String,
    /// The WebAssembly's name.
    pub wasm: String,
    /// Integrity value of the module; not there in a folder of an older build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub js_integrity: Option<String>,
    /// Integrity value of the WebAssembly.
    pub wasm_integrity: String,
}

/// A language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguagePart {
    /// Its BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// What the language calls itself.
    pub name: String,
    /// Number of entries.
    pub entries: u32,
    /// The index.
    pub index: DataFile,
    /// The answers, in the order of the entries.
    pub answers: Vec<AnswersFile>,
    /// The vectors of the entries; not there in a folder built without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vectors: Option<DataFile>,
    /// What the widget knows of the site beside them; not there where nothing is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<DataFile>,
    /// The list of the shards and answers of a divided language, for a service worker that is to keep them; not there where none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shards: Option<DataFile>,
    /// The interface's texts; not there in a folder without the widget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ui: Option<DataFile>,
}

/// An encoder of meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackPart {
    /// The scripts that it reads: `latin`, `han` or `arabic`.
    pub group: String,
    /// Its name.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its integrity value.
    pub integrity: String,
}

/// A file of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Its name.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its integrity value.
    pub integrity: String,
}

/// A file of answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswersFile {
    /// Its name.
    pub file: String,
    /// Number of the entry that its first answer belongs to.
    pub first: u32,
    /// Number of answers.
    pub count: u32,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its integrity value; empty where there are so many files that these values would be most of the manifest. The hash in the name and
    /// the checksums in the file are there in any case, and `files.json` has all of them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub integrity: String,
}

impl Manifest {
    /// The compact JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in it can fail: keys are texts and there are no floating point numbers.
        serde_json::to_string(self).unwrap_or_default()
    }
}
