//! A built folder, opened: the manifest, the indexes and, when asked for, the answers. What is read is checked like anything from outside.

use anyhow::{Context, bail};
use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_compiler::{LanguagePart, Manifest, Options, PackPart};
use faqlet_engine::answer::{Answer, AnswerChunk};
use faqlet_engine::{Engine, Hit};
use faqlet_meaning::vectors::Near;
use faqlet_meaning::{Group, Pack, Vectors};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const MANIFEST: &str = "manifest.json";

/// A built folder.
pub(crate) struct Folder {
    pub(crate) site: String,
    pub(crate) version: String,
    pub(crate) languages: Vec<Language>,
    files: Rc<Files>,
    packs: Vec<(PackPart, OnceCell<Pack>)>,
}

/// A language of a built folder.
pub(crate) struct Language {
    pub(crate) tag: String,
    pub(crate) engine: Engine,
    files: Rc<Files>,
    part: LanguagePart,
    /// Answer files, loaded when an answer in them is asked for.
    chunks: Vec<OnceCell<AnswerChunk>>,
    vectors: OnceCell<Vectors>,
}

/// Where a built folder's files are.
struct Files {
    /// The folder, or the sources that it was built from.
    path: PathBuf,
    /// The files by name, when they were built just now and never written.
    built: Option<BTreeMap<String, Vec<u8>>>,
}

impl Folder {
    /// Opens a folder that was built, or builds one of sources in memory: what visitors would get of them.
    pub(crate) fn open_or_build(path: &Path, lang: Option<&str>) -> anyhow::Result<Self> {
        if path.join(MANIFEST).is_file() {
            return Self::open(path, lang);
        }
        let mut diagnostics = Diagnostics::new();
        let sources = [path.to_owned()];
        let content = faqlet_compiler::read(&sources, None, &mut diagnostics);
        let options = Options { config: content.config, today: Some(crate::commands::today()), ..Options::default() };
        let output = faqlet_compiler::compile(content.entries, &options, &mut diagnostics)?;
        let Some(output) = output.filter(|_| !diagnostics.has_errors()) else {
            let first: Vec<String> = diagnostics.iter().take(5).map(ToString::to_string).collect();
            let path = path.display();
            bail!("{path}: expected a folder made by `faqlet build`, or an FAQ without errors; got:\n{}", first.join("\n"));
        };
        let built = output.files.into_iter().map(|file| (file.name, file.bytes)).collect();
        Self::of(Files { path: path.to_owned(), built: Some(built) }, lang)
    }

    /// Opens all languages, or the one asked for.
    pub(crate) fn open(path: &Path, lang: Option<&str>) -> anyhow::Result<Self> {
        Self::of(Files { path: path.to_owned(), built: None }, lang)
    }

    fn of(files: Files, lang: Option<&str>) -> anyhow::Result<Self> {
        let files = Rc::new(files);
        let path = &files.path;
        let manifest = files.manifest()?;
        let parts: Vec<LanguagePart> = match lang {
            None => manifest.languages,
            Some(lang) => {
                let tags: Vec<String> = manifest.languages.iter().map(|part| part.lang.clone()).collect();
                let part = best_language(&tags, lang).and_then(|at| manifest.languages.into_iter().nth(at));
                match part {
                    Some(part) => vec![part],
                    None => {
                        bail!("{}: expected one of its languages ({}); got `{lang}`; name one of them", path.display(), tags.join(", "))
                    }
                }
            }
        };
        let languages = parts.into_iter().map(|part| Language::open(&files, part)).collect::<anyhow::Result<Vec<_>>>()?;
        let packs = manifest.meaning.into_iter().map(|part| (part, OnceCell::new())).collect();
        Ok(Self { site: manifest.site, version: manifest.version, languages, files, packs })
    }

    /// How near each entry of a language is to a query; `None` where the folder has nothing to tell it by.
    pub(crate) fn near(&self, language: &Language, query: &str, found: &[Hit]) -> anyhow::Result<Option<Vec<Near>>> {
        let group = Group::of(query).map_or("", Group::name);
        let Some((part, cell)) = self.packs.iter().find(|(part, _)| part.group == group) else { return Ok(None) };
        let Some(vectors) = language.vectors()? else { return Ok(None) };
        let pack = match cell.get() {
            Some(pack) => pack,
            None => {
                let path = self.files.path.join(&part.file);
                let pack = Pack::open(&self.files.named(&part.file)?).with_context(|| path.display().to_string())?;
                cell.get_or_init(|| pack)
            }
        };
        vectors.near(pack, query, found).with_context(|| self.files.path.join(&part.file).display().to_string())
    }

    /// The language that answers for `tag`, if any.
    pub(crate) fn language(&self, tag: &str) -> Option<&Language> {
        let tags: Vec<String> = self.languages.iter().map(|language| language.tag.clone()).collect();
        self.languages.get(best_language(&tags, tag)?)
    }
}

/// Position of the tag that fits best: the same, or the wished one with its last parts left out (`en-GB` is served by `en`).
fn best_language(tags: &[String], wished: &str) -> Option<usize> {
    let mut wished = wished;
    loop {
        if let Some(at) = tags.iter().position(|tag| tag.eq_ignore_ascii_case(wished)) {
            return Some(at);
        }
        wished = wished.rsplit_once('-')?.0;
    }
}

impl Files {
    fn manifest(&self) -> anyhow::Result<Manifest> {
        let path = self.path.join(MANIFEST);
        let bytes = self.read(MANIFEST).with_context(|| format!("{}: expected a folder made by `faqlet build`", path.display()))?;
        // The version first: a newer manifest may have another shape.
        #[derive(serde::Deserialize)]
        struct Version {
            faqlet: u32,
        }
        let version: Version =
            serde_json::from_slice(&bytes).with_context(|| format!("{}: expected a manifest of Faqlet", path.display()))?;
        if version.faqlet != 1 {
            bail!("{}: expected manifest version 1; got {}; update this command or build the folder again", path.display(), version.faqlet);
        }
        serde_json::from_slice(&bytes).with_context(|| format!("{}: expected a whole manifest; build the folder again", path.display()))
    }

    /// Reads a file that the manifest names. A name is a name and no path: a manifest must not lead out of its folder.
    fn named(&self, name: &str) -> anyhow::Result<Vec<u8>> {
        let path = self.path.join(name);
        if name.is_empty() || name.contains(['/', '\\', ':']) || name.starts_with('.') {
            bail!("{}: expected names of files in its manifest; got {name:?}; build the folder again", self.path.display());
        }
        self.read(name).with_context(|| format!("{}: expected the file that the manifest names; build the folder again", path.display()))
    }

    fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        match &self.built {
            None => fs::read(self.path.join(name)),
            Some(built) => built.get(name).cloned().ok_or_else(|| std::io::ErrorKind::NotFound.into()),
        }
    }
}

impl Language {
    fn open(files: &Rc<Files>, part: LanguagePart) -> anyhow::Result<Self> {
        let bytes = files.named(&part.index.file)?;
        let engine = Engine::open(&bytes).with_context(|| files.path.join(&part.index.file).display().to_string())?;
        let chunks = part.answers.iter().map(|_| OnceCell::new()).collect();
        Ok(Self { tag: part.lang.clone(), engine, files: Rc::clone(files), part, chunks, vectors: OnceCell::new() })
    }

    /// Whether a query is in another language than the entries.
    pub(crate) fn is_foreign(&self, query: &str) -> bool {
        let sample = self.engine.entry(0).map_or("", |entry| entry.question);
        faqlet_meaning::is_foreign(query, &self.tag, sample)
    }

    fn vectors(&self) -> anyhow::Result<Option<&Vectors>> {
        let Some(part) = &self.part.vectors else { return Ok(None) };
        if let Some(vectors) = self.vectors.get() {
            return Ok(Some(vectors));
        }
        let path = self.files.path.join(&part.file);
        let vectors = Vectors::open(&self.files.named(&part.file)?).with_context(|| path.display().to_string())?;
        Ok(Some(self.vectors.get_or_init(|| vectors)))
    }

    /// The answer of an entry.
    pub(crate) fn answer(&self, entry: u32) -> anyhow::Result<Answer> {
        let at = self.part.answers.iter().position(|file| (file.first..file.first.saturating_add(file.count)).contains(&entry));
        let at = at
            .with_context(|| format!("{}: expected an answer file for entry {entry}; build the folder again", self.files.path.display()))?;
        let file = &self.part.answers[at];
        let path = self.files.path.join(&file.file);
        let chunk = match self.chunks[at].get() {
            Some(chunk) => chunk,
            None => {
                let chunk = AnswerChunk::open(&self.files.named(&file.file)?).with_context(|| path.display().to_string())?;
                self.chunks[at].get_or_init(|| chunk)
            }
        };
        chunk.get(entry - file.first).with_context(|| path.display().to_string())
    }

    /// Path of an entry's category; empty when it has none.
    pub(crate) fn category(&self, number: Option<u32>) -> Vec<String> {
        let found = number.and_then(|number| self.engine.categories().find(|category| category.number == number));
        found.map(|category| category.path.iter().map(|name| (*name).to_owned()).collect()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_language_answers() {
        let tags = ["en".to_owned(), "zh-Hant".to_owned()];
        for (wished, found) in [("en", Some(0)), ("en-GB", Some(0)), ("ZH-hant-TW", Some(1)), ("zh", None), ("fa", None), ("", None)] {
            assert_eq!(best_language(&tags, wished), found, "{wished}");
        }
    }
}
