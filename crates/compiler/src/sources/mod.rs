//! From files to entries. Each format is one file here and one line in [`FORMATS`].

mod articles;
pub(crate) mod audience;
mod csv;
mod data;
pub(crate) mod fields;
mod folder;
mod headings;
mod html;
mod json;
mod jsonl;
mod markdown;
mod structured;

use crate::diagnostic::{Diagnostics, Place};
use crate::entry::Entry;
use crate::language;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The formats, by the ending of the file's name.
const FORMATS: &[Format] = &[markdown::FORMAT, csv::FORMAT, json::FORMAT, jsonl::FORMAT, html::FORMAT];

/// Largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 50 * 1024 * 1024;

/// How to read one kind of file.
struct Format {
    /// Endings of file names, in small letters, without the dot.
    extensions: &'static [&'static str],
    /// Reads the entries of one file; what is wrong goes to the diagnostics.
    read: fn(&SourceFile, &mut Diagnostics) -> Vec<Entry>,
}

/// One file of content.
#[derive(Clone)]
struct SourceFile {
    /// Path for messages, as the caller named it.
    path: PathBuf,
    /// Path below the source folder, without language parts and without the ending, with slashes: the default id.
    stem: String,
    /// Language that the path or the caller gives.
    lang: String,
    /// Whether the path names the language.
    lang_in_path: bool,
    /// Content in UTF-8, without byte order mark.
    text: String,
}

impl SourceFile {
    fn line(&self, line: u32) -> Place {
        Place::line(&self.path, line)
    }

    /// The id of an entry of this file that is called `name` in it: below the file's own, unless that says no more than that it is the
    /// FAQ. Names that would make it too long are cut.
    fn id_below(&self, name: &str) -> String {
        const LONGEST: usize = 160;
        let stem = match self.stem.to_ascii_lowercase().as_str() {
            "faq" | "faqs" | "index" | "questions" => "",
            _ => self.stem.as_str(),
        };
        let mut id = if stem.is_empty() { name.to_owned() } else { format!("{stem}/{name}") };
        while id.len() > LONGEST {
            id.pop();
        }
        id
    }
}

/// Reads all files of content in the given folders and files. Entries come in the order of the arguments, in a folder in the order of
/// their names. `default_lang` is the language of entries that name none.
#[must_use]
pub fn read(sources: &[PathBuf], default_lang: &str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let mut entries = Vec::new();
    for source in sources {
        let mut files = 0;
        folder::walk(source, diagnostics, &mut |path, below, diagnostics| {
            if is_owners(path) {
                // Read by `site::read`; no FAQ by itself, unless it was named beside others.
                files += usize::from(below.as_os_str().is_empty());
            } else if let Some(format) = format_of(path) {
                files += 1;
                if let Some(file) = open(path, below, default_lang, diagnostics) {
                    entries.extend((format.read)(&file, diagnostics));
                }
            } else if below.as_os_str().is_empty() {
                files += 1;
                unknown_format(path, diagnostics);
            }
        });
        if files == 0 && !diagnostics.has_errors() {
            let place = Place::file(source);
            diagnostics.error(
                place,
                format!("files ending in {}", endings()),
                "none",
                "name the folder that holds the FAQ, or add a first file",
            );
        }
    }
    order(&mut entries);
    entries
}

/// The text of a file of the owner's own, such as `faqlet.toml`.
pub(crate) fn read_text(path: &Path, diagnostics: &mut Diagnostics) -> Option<String> {
    folder::read_text(path, diagnostics)
}

/// What is called with a file of synonyms: its path, its language if the path says one, and its text.
pub(crate) type VisitSynonyms<'a> = dyn FnMut(&Path, Option<&str>, &str, &mut Diagnostics) + 'a;

/// Calls `visit` for each `synonyms.csv` in the sources.
pub(crate) fn each_synonyms_file(sources: &[PathBuf], diagnostics: &mut Diagnostics, visit: &mut VisitSynonyms<'_>) {
    for source in sources {
        // What cannot be walked through is reported when entries are read.
        let mut ignored = Diagnostics::new();
        let mut found = Vec::new();
        folder::walk(source, &mut ignored, &mut |path, below, _| {
            if is_synonyms(path) {
                found.push((path.to_owned(), address(if below.as_os_str().is_empty() { path } else { below }).1));
            }
        });
        for (path, lang) in found {
            if let Some(text) = folder::read_text(&path, diagnostics) {
                visit(&path, lang.as_deref(), &text, diagnostics);
            }
        }
    }
}

/// `synonyms.csv`, `synonyms.fa.csv`: no entries, but words of the same meaning.
fn is_synonyms(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    name.starts_with("synonyms.") && name.ends_with(".csv")
}

/// Files that say something about the whole FAQ and hold no entries.
fn is_owners(path: &Path) -> bool {
    is_synonyms(path) || crate::learned::is_file(path) || path.file_name().is_some_and(|name| name == crate::site::FILE)
}

/// Puts entries with a weight before the others of their folder, the lightest first. All others keep their order.
fn order(entries: &mut Vec<Entry>) {
    if entries.iter().all(|entry| entry.weight.is_none()) {
        return;
    }
    let mut folders: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    for (number, entry) in entries.iter().enumerate() {
        folders.entry(entry.place.path.parent().unwrap_or(Path::new("")).to_owned()).or_default().push(number);
    }
    // Each folder's entries share the places that they had together.
    let mut placed: Vec<Option<usize>> = vec![None; entries.len()];
    for places in folders.into_values() {
        let mut sorted = places.clone();
        sorted.sort_by_key(|number| entries[*number].weight.map_or((true, 0), |weight| (false, weight)));
        for (place, number) in places.into_iter().zip(sorted) {
            placed[place] = Some(number);
        }
    }
    let mut taken: Vec<Option<Entry>> = std::mem::take(entries).into_iter().map(Some).collect();
    *entries = placed.into_iter().flatten().filter_map(|number| taken[number].take()).collect();
}

fn format_of(path: &Path) -> Option<&'static Format> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()))
}

fn endings() -> String {
    let all: Vec<String> = FORMATS.iter().flat_map(|format| format.extensions).map(|ending| format!(".{ending}")).collect();
    all.join(", ")
}

fn unknown_format(path: &Path, diagnostics: &mut Diagnostics) {
    let got = path.extension().map_or_else(|| "a file without ending".to_owned(), |ending| format!(".{}", ending.to_string_lossy()));
    diagnostics.error(Place::file(path), format!("a folder, or a file ending in {}", endings()), got, "convert the file or name another");
}

/// Reads a file and finds out what its path says. `below` is its path inside the source folder, empty for a file named directly.
fn open(path: &Path, below: &Path, default_lang: &str, diagnostics: &mut Diagnostics) -> Option<SourceFile> {
    let text = folder::read_text(path, diagnostics)?;
    let below = if below.as_os_str().is_empty() { Path::new(path.file_name()?) } else { below };
    let (stem, lang) = address(below);
    let lang_in_path = lang.is_some();
    Some(SourceFile { path: path.to_owned(), stem, lang: lang.unwrap_or_else(|| default_lang.to_owned()), lang_in_path, text })
}

/// What a path says: the id by default, and the language. `fa/orders/returns.md` and `orders/returns.fa.md` are both `orders/returns` in
/// Persian; `orders/returns/index.md` is `orders/returns`.
fn address(below: &Path) -> (String, Option<String>) {
    let mut lang = None;
    let mut parts: Vec<String> = Vec::new();
    let folders = below.parent().into_iter().flat_map(Path::components);
    for part in folders {
        let part = part.as_os_str().to_string_lossy();
        match language::from_path_part(&part) {
            Some(tag) if lang.is_none() => lang = Some(tag),
            _ => parts.push(part.into_owned()),
        }
    }
    let stem = below.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let (name, suffix) = match stem.rsplit_once('.') {
        Some((name, suffix)) => (name.to_owned(), language::from_path_part(suffix)),
        None => (stem.clone(), None),
    };
    let name = if suffix.is_some() { name } else { stem };
    if name != "index" || parts.is_empty() {
        parts.push(name);
    }
    let stem: String = parts.join("/").split_whitespace().collect::<Vec<_>>().join("-");
    (stem, suffix.or(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_id_and_language() {
        for (path, id, lang) in [
            ("returns.md", "returns", None),
            ("orders/returns.md", "orders/returns", None),
            ("fa/orders/returns.md", "orders/returns", Some("fa")),
            ("orders/zh-hant/returns.md", "orders/returns", Some("zh-Hant")),
            ("orders/returns.fil.md", "orders/returns", Some("fil")),
            ("fa/orders/returns.en.md", "orders/returns", Some("en")),
            ("orders/returns/index.md", "orders/returns", None),
            ("index.md", "index", None),
            ("IT/reset my password.md", "IT/reset-my-password", None),
            ("v1.2.md", "v1.2", None),
        ] {
            assert_eq!(address(Path::new(path)), (id.to_owned(), lang.map(str::to_owned)), "{path}");
        }
    }
}
