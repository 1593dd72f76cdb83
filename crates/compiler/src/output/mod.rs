//! From checked entries to the files of an output folder. Everything happens in memory and without a clock, so that the same entries
//! give the same bytes; nothing is written before all of it is there.

mod answers;
pub(crate) mod cache;
pub(crate) mod compress;
mod hash;
pub(crate) mod images;
pub(crate) mod languages;
pub(crate) mod manifest;
mod meaning;
mod page;
mod patch;
mod shards;
mod text;
mod texts;
mod widget;
pub(crate) mod write;

use crate::date::Date;
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::Entry;
use crate::site::{self, Config};
use crate::{language, learned, links};
use hash::{integrity, short_hash};
use languages::Language;
use manifest::{DataFile, LanguagePart, Manifest};
pub use meaning::Meaning;
use std::path::Path;
pub use widget::{Widget, WidgetError};

/// The files that keep their name from build to build; all others have their content's hash in it.
const MANIFEST: &str = "manifest.json";
const PRECACHE: &str = "precache.json";
/// More files of answers than these are named in the manifest without integrity values, which nothing compresses.
const MANY_FILES: usize = 64;
/// Every file with its size and integrity value; also how the next build knows which files are ours.
const LIST: &str = "files.json";

/// What a folder is built with beside its entries.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Name of the site in feedback; lower-case letters, digits, `-`, `.` and `_`. Default `site`.
    pub site: Option<String>,
    /// Name of the site as people know it, on the plain pages. Default: the name in feedback, if there is one.
    pub title: Option<String>,
    /// Address of the output folder on the web, such as `https://shop.example/help/`: for canonical addresses and the sitemap.
    pub url: Option<String>,
    /// Language that visitors get when theirs is not there. Default `en` if there is such, else the one with most entries.
    pub default_lang: Option<String>,
    /// The browser's files; `None` writes only data.
    pub widget: Option<Widget>,
    /// The encoders of meaning; none searches by words alone.
    pub meaning: Meaning,
    /// What the owner says about the whole site.
    pub config: Config,
    /// What an earlier build left, from which returning visitors come: usually the folder that is about to be replaced. `None` makes no
    /// patches.
    pub before: Option<std::path::PathBuf>,
    /// The day for which entries are published and expire; `None` leaves none of them out. Never a clock's: the same sources and
    /// options give the same bytes.
    pub today: Option<Date>,
    /// A language of more entries than this is divided into shards, of which a visitor loads the few that a search needs; 0 divides none.
    pub shard_above: usize,
    /// Whether service workers keep the shards too, and all answers of a divided language: then it works without a network, and its
    /// visitors who install the worker download everything.
    pub keep_shards: bool,
    /// Whether the plain pages, the sitemap and the texts for staff are left out.
    pub no_pages: bool,
}

/// A file of the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Path in the folder, with slashes.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What was built.
#[derive(Clone, Debug)]
pub struct Output {
    /// The files, in the order of their names.
    pub files: Vec<OutputFile>,
    /// One for each language, the default first.
    pub languages: Vec<LanguageSummary>,
    /// Size in bytes of the encoders of meaning, and of all vectors.
    pub meaning_bytes: (usize, usize),
}

/// What was built for a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageSummary {
    /// The language's tag.
    pub lang: String,
    /// What the language calls itself.
    pub name: String,
    /// Number of entries.
    pub entries: usize,
    /// Size of the index in bytes.
    pub index_bytes: usize,
    /// Size of all answer files in bytes.
    pub answer_bytes: usize,
}

impl Options {
    fn divides(&self, language: &Language) -> bool {
        self.shard_above > 0 && language.entries.len() > self.shard_above
    }
}

/// Compiles entries to the files of an output folder. `None` after errors were noted in the diagnostics.
///
/// # Errors
/// [`WidgetError`] when the widget's files do not fit each other.
pub fn compile(entries: Vec<Entry>, options: &Options, diagnostics: &mut Diagnostics) -> Result<Option<Output>, WidgetError> {
    let config = &options.config;
    let site = options.site.clone().or_else(|| config.name.clone());
    check_site(site.as_deref().unwrap_or("site"), config, diagnostics);
    let url = options.url.as_deref().map(|url| (url, Path::new("--url")));
    let url = url.or_else(|| config.url.as_deref().map(|url| (url, config.path.as_deref().unwrap_or(Path::new(site::FILE)))));
    let base = url.and_then(|(url, from)| base(url, from, diagnostics));
    let (entries, left_out) = site::relevant(entries, config, options.today, diagnostics);
    let wished = options.default_lang.as_deref().or(config.default_lang.as_deref());
    let mut languages = languages::divide(entries, wished, diagnostics);
    if diagnostics.has_errors() {
        return Ok(None);
    }
    for language in &mut languages {
        links::resolve(&mut language.entries, diagnostics);
        if options.divides(language) {
            shards::order(language);
        }
    }
    let mut files = Files::default();
    images::take_up(&mut languages, &mut files, diagnostics);
    let default = languages.first().map(|language| language.tag.clone()).unwrap_or_default();
    let by_tag = languages.iter().map(|language| (language.tag.as_str(), language.entries.as_slice())).collect();
    let context = site::Context { config, default: &default, languages: by_tag, left_out };
    site::check(&context, diagnostics);
    learned::check(&config.learned, &context.languages, config.path.as_deref(), diagnostics);
    let mut parts = Vec::new();
    let mut summaries = Vec::new();
    for language in &languages {
        let divided = options.divides(language);
        let Some((mut part, summary)) = data(language, &context, divided.then_some(options.keep_shards), &mut files, diagnostics) else {
            return Ok(None);
        };
        // Vectors are one file that holds all entries: what is divided is searched by words.
        part.vectors = if divided { None } else { options.meaning.vectors(language, &mut files) };
        parts.push(part);
        summaries.push(summary);
    }
    let own_title = config.title.of(&default, &default);
    let title = options.title.as_deref().or(own_title.map(String::as_str)).or(site.as_deref());
    if !options.no_pages {
        page::all(&languages, title, base.as_deref(), &mut files);
        text::all(&languages, title, base.as_deref(), &mut files);
    }
    let (widget, engine) = match &options.widget {
        Some(widget) => widget.add(&mut parts, !options.no_pages, &mut files)?,
        None => (None, None),
    };
    let meaning = options.meaning.add(&languages, &mut files);
    let site = site.unwrap_or_else(|| "site".to_owned());
    let revoked = config.revoked.iter().map(|(id, _)| id.clone()).collect();
    let (version, bare) = (files.version(), options.no_pages);
    let mut manifest = Manifest { faqlet: 1, version, site, default, widget, engine, meaning, revoked, bare, languages: parts };
    manifest.version = hash::short_hash(format!("{}{}", manifest.version, manifest.to_json()).as_bytes());
    files.add_stable(MANIFEST, manifest.to_json().into_bytes());
    files.add_precache();
    patch::add(options.before.as_deref(), &manifest, &mut files);
    files.add_list();
    let files = files.finish();
    Ok(Some(Output { meaning_bytes: meaning::sizes(&files), files, languages: summaries }))
}

/// The site's name stands in the address of every feedback event.
fn check_site(site: &str, config: &Config, diagnostics: &mut Diagnostics) {
    const LONGEST: usize = 64;
    let plain = site.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'_'));
    if !plain || site.is_empty() || site.len() > LONGEST || site.starts_with('.') {
        let expected = "a site name of 1 to 64 lower-case letters, digits, `-`, `.` and `_`";
        let from_file = config.path.as_deref().filter(|_| config.name.as_deref() == Some(site));
        let place = Place::file(from_file.unwrap_or(Path::new("--site")));
        diagnostics.error(place, expected, format!("`{}`", site.escape_debug()), "choose a plain one, such as `shop`");
    }
}

/// The address of the output folder with a slash at its end; `None` after an error was noted.
fn base(url: &str, from: &Path, diagnostics: &mut Diagnostics) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() || !rest.bytes().all(|b| b.is_ascii_graphic() && !b"?#\"<>\\^`{|}".contains(&b)) {
        let expected = "the address of the output folder on the web, such as https://shop.example/help/";
        let remedy = "write it with https:// and without ? and #; other than plain letters as %xx";
        diagnostics.error(Place::file(from), expected, format!("`{}`", url.escape_debug()), remedy);
        return None;
    }
    Some(if url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
}

/// Index and answer files of a language.
fn data(
    language: &Language,
    context: &site::Context<'_>,
    divided: Option<bool>,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Option<(LanguagePart, LanguageSummary)> {
    let index = languages::index(language, context.config, diagnostics)?;
    let (mut answer_bytes, mut index_bytes) = (0, index.len());
    let mut list = None;
    let (index, chunks) = match divided.and_then(|keep| shards::add(language, &index, keep, files)) {
        Some(shards::Added { root, shard_bytes, bytes, kept }) => {
            list = kept;
            index_bytes = root.len() + shard_bytes;
            answer_bytes = bytes;
            (root, Vec::new())
        }
        None => (index, answers::chunks(&language.entries)),
    };
    let index = files.add_data(&format!("index.{}", language.tag), "fqi", index);
    let few = chunks.len() <= MANY_FILES;
    let answers = chunks.into_iter().enumerate().map(|(number, chunk)| {
        answer_bytes += chunk.bytes.len();
        let file = files.add_data(&format!("answers.{}.{number}", language.tag), "fqa", chunk.bytes);
        manifest::AnswersFile {
            file: file.file,
            first: chunk.first,
            count: chunk.count,
            bytes: file.bytes,
            integrity: if few { file.integrity } else { String::new() },
        }
    });
    let mut part = LanguagePart {
        lang: language.tag.clone(),
        dir: language::direction(&language.tag).to_string(),
        name: language::own_name(&language.tag),
        entries: language.entries.len() as u32,
        index,
        answers: answers.collect(),
        vectors: None,
        site: None,
        shards: None,
        ui: None,
    };
    part.shards = list;
    part.site = Some(files.add_data(&format!("site.{}", language.tag), "json", site_json(context, language, divided.is_some())));
    let summary =
        LanguageSummary { lang: part.lang.clone(), name: part.name.clone(), entries: language.entries.len(), index_bytes, answer_bytes };
    Some((part, summary))
}

/// What the widget knows beside index and answers. Of a divided language only what its owner has said of an entry, since every visitor loads
/// this file.
fn site_json(context: &site::Context<'_>, language: &Language, divided: bool) -> Vec<u8> {
    let mut site = site::file(context, &language.tag, &language.entries);
    if divided {
        site.facts.retain(|_, facts| facts.says_more());
    }
    // Nothing in it can fail: keys are texts and there are no floating point numbers.
    serde_json::to_vec(&site).unwrap_or_default()
}

/// The files of the output folder as they come.
#[derive(Debug, Default)]
struct Files {
    all: Vec<OutputFile>,
    /// Names of those with their content's hash in them.
    hashed: std::collections::BTreeSet<String>,
    /// Names of those whose content may change under the same name.
    stable: std::collections::BTreeSet<String>,
    /// Names of those that the widget needs, but not without a network.
    online: std::collections::BTreeSet<String>,
}

impl Files {
    /// Adds a file under `stem.<hash>.ending` and returns its name. The same content twice is one file.
    fn add_hashed(&mut self, stem: &str, ending: &str, bytes: Vec<u8>) -> String {
        let name = format!("{stem}.{}.{ending}", short_hash(&bytes));
        if !self.hashed.insert(name.clone()) {
            return name;
        }
        self.all.push(OutputFile { name: name.clone(), bytes });
        name
    }

    /// Adds a hashed file and returns what the manifest says of it.
    fn add_data(&mut self, stem: &str, ending: &str, bytes: Vec<u8>) -> DataFile {
        let (length, integrity) = (bytes.len() as u64, integrity(&bytes));
        DataFile { file: self.add_hashed(stem, ending, bytes), bytes: length, integrity }
    }

    /// Adds a file under a name that stays.
    fn add_stable(&mut self, name: &str, bytes: Vec<u8>) {
        self.stable.insert(name.to_owned());
        self.all.push(OutputFile { name: name.to_owned(), bytes });
    }

    /// Keeps a file out of the list for service workers.
    fn leave_online(&mut self, name: &str) {
        self.online.insert(name.to_owned());
    }

    /// A hash over all files so far.
    fn version(&self) -> String {
        let mut all: Vec<String> = self.all.iter().map(|file| format!("{} {}\n", file.name, short_hash(&file.bytes))).collect();
        all.sort();
        short_hash(all.concat().as_bytes())
    }

    /// The list for service workers: what the widget needs in order to work without a network, in every language. Hashed files never
    /// change, the others have their content's hash as revision. Pages, texts and images are not in it: there is one page an entry, so that a worker
    /// would fetch thousands of files for what the widget shows anyway; nor is the engine for hosts with an interface of their own, nor the
    /// worker's own part, which the browser keeps with the worker.
    fn add_precache(&mut self) {
        #[derive(serde::Serialize)]
        struct Row<'a> {
            url: &'a str,
            revision: Option<String>,
        }
        self.all.sort_by(|a, b| a.name.cmp(&b.name));
        let rows = self
            .all
            .iter()
            .filter(|file| is_precached(&file.name) && !self.online.contains(&file.name))
            .map(|file| Row { url: &file.name, revision: self.stable.contains(&file.name).then(|| short_hash(&file.bytes)) });
        let bytes = lines(rows).into_bytes();
        self.add_stable(PRECACHE, bytes);
    }

    /// The list of all files but itself.
    fn add_list(&mut self) {
        #[derive(serde::Serialize)]
        struct Row<'a> {
            file: &'a str,
            bytes: usize,
            integrity: String,
        }
        self.all.sort_by(|a, b| a.name.cmp(&b.name));
        let rows = self.all.iter().map(|file| Row { file: &file.name, bytes: file.bytes.len(), integrity: integrity(&file.bytes) });
        let bytes = lines(rows).into_bytes();
        self.add_stable(LIST, bytes);
    }

    fn finish(mut self) -> Vec<OutputFile> {
        self.all.sort_by(|a, b| a.name.cmp(&b.name));
        self.all
    }
}

/// Whether the widget needs the file.
fn is_precached(name: &str) -> bool {
    let others = ["pages/", "text/", "page.", "sitemap", "engine.", "headless.", "image.", "faqlet-sw.", "patch"];
    !others.iter().any(|start| name.starts_with(start))
}

/// A JSON array with each row on a line.
fn lines(rows: impl Iterator<Item = impl serde::Serialize>) -> String {
    let rows: Vec<String> = rows.map(|row| serde_json::to_string(&row).unwrap_or_default()).collect();
    format!("[\n{}\n]\n", rows.join(",\n"))
}
