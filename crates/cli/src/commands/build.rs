//! `faqlet build`: sources to an output folder.

use super::progress::Progress;
use super::watch::Watch;
use super::{date, language_tag, print, today};
use anyhow::bail;
use clap::{Args, Parser};
use faqlet_compiler::date::Date;
use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_compiler::learned::{Learned, Used};
use faqlet_compiler::{CompressionCache, Meaning, Options, Output, Widget, compile, compress, write};
use std::path::PathBuf;
use std::time::Instant;

/// Build an FAQ into a folder that any web server can hand out
///
/// Reads Markdown files with front matter and JSON Lines, checks them, and writes the loader, the widget, an index and answers for each
/// language, plain pages and a list for service workers. The folder is replaced all at once; after an error the old one is untouched.
#[derive(Clone, Debug, Args)]
pub(crate) struct Arguments {
    /// Folders and files with the FAQ: Markdown (.md) and JSON Lines (.jsonl), freely mixed
    #[arg(value_name = "SRC", default_value = super::FAQ)]
    sources: Vec<PathBuf>,
    /// Folder to write; made if it is not there, replaced if an earlier build made it
    #[arg(long, value_name = "DIR", default_value = super::OUT)]
    out: PathBuf,
    /// Name of the site in feedback and reports: lower-case letters, digits, `-`, `.`, `_` [default: site]
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// Name of the site as people know it, on the plain pages [default: the name in feedback]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Address of the folder on the web, for canonical addresses and the sitemap: https://shop.example/help/
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Language of entries that name none, and of visitors whose language is not there [default: en, or the language with most entries]
    #[arg(long, value_name = "LANG", value_parser = language_tag)]
    default_lang: Option<String>,
    /// Write only data: no loader, no widget, no engine
    #[arg(long, conflicts_with = "widget")]
    no_widget: bool,
    /// Take the browser's files from this folder instead of those inside the command
    #[arg(long, value_name = "DIR")]
    widget: Option<PathBuf>,
    /// Leave out what finds answers in other words: no encoders of meaning, no vectors
    #[arg(long)]
    no_meaning: bool,
    /// Divide a language of more entries than this, so that visitors load the few shards that a search needs; 0 divides none
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    shard_above: usize,
    /// Let service workers keep the shards of a divided language too: it then works without a network, for a download of everything
    #[arg(long)]
    keep_shards: bool,
    /// Leave out the plain pages, one for each entry, the sitemap and the texts for staff: for a large FAQ most of the files
    #[arg(long)]
    no_pages: bool,
    /// Folder that visitors have the files of: those who come back then download only what has changed [default: the folder of --out]
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,
    /// The day for which entries are published and expire, as 2026-05-12 [default: today's date in UTC, or that of SOURCE_DATE_EPOCH]
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<Date>,
    /// Write compressed copies (.br, .gz) beside the files; they are remembered in `.DIR.faqlet-cache`, which may be deleted at any time
    #[arg(long)]
    compress: bool,
    /// Replace the output folder with all it holds, even if no build made it
    #[arg(long)]
    force: bool,
    /// Stay, and build again whenever a source changes
    #[arg(long)]
    watch: bool,
}

/// For `faqlet build` without arguments, as `faqlet serve --watch` runs it.
#[derive(Parser)]
struct Usual {
    #[command(flatten)]
    arguments: Arguments,
}

impl Arguments {
    pub(super) fn usual() -> Self {
        Usual::parse_from(["build"]).arguments
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if !arguments.watch {
        return once(arguments);
    }
    // Watching begins before the first build, so that no change is missed while it goes on.
    let mut watch = watch(arguments)?;
    tell(once(arguments));
    loop {
        watch.wait()?;
        tell(once(arguments));
    }
}

/// Watches what is built, but not what is written.
pub(super) fn watch(arguments: &Arguments) -> anyhow::Result<Watch> {
    Watch::new(&arguments.sources, std::slice::from_ref(&arguments.out))
}

/// Says what went wrong without ending: the author will save again.
pub(super) fn tell(result: anyhow::Result<()>) {
    if let Err(error) = result {
        eprintln!("faqlet: {error:#}");
    }
}

/// Builds one time.
pub(super) fn once(arguments: &Arguments) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut progress = Progress::new();
    progress.begin("reading");
    let mut diagnostics = Diagnostics::new();
    let default_lang = arguments.default_lang.clone();
    let content = faqlet_compiler::read(&arguments.sources, default_lang.as_deref(), &mut diagnostics);
    let options = Options {
        site: arguments.site.clone(),
        title: arguments.title.clone(),
        url: arguments.url.clone(),
        default_lang,
        widget: widget(arguments)?,
        meaning: if arguments.no_meaning { Meaning::default() } else { crate::packs::embedded()? },
        config: content.config,
        before: Some(arguments.previous.clone().unwrap_or_else(|| arguments.out.clone())),
        today: Some(arguments.today.unwrap_or_else(today)),
        shard_above: arguments.shard_above,
        keep_shards: arguments.keep_shards,
        no_pages: arguments.no_pages,
    };
    let learned = provenance(&options.config.learned);
    progress.begin("compiling");
    let output = compile(content.entries, &options, &mut diagnostics)?;
    progress.aside();
    complain(&diagnostics);
    let (errors, warnings) = (diagnostics.error_count(), diagnostics.warning_count());
    let Some(mut output) = output.filter(|_| !diagnostics.has_errors()) else {
        bail!("{} in the FAQ; nothing was written", counted(errors, "error", "errors"));
    };
    let mut cache = CompressionCache::default();
    if arguments.compress {
        progress.begin("compressing");
        cache = CompressionCache::of(&arguments.out);
        compress(&mut output.files, &mut cache);
    }
    progress.begin("writing");
    write(&output.files, &arguments.out, &arguments.sources, arguments.force)?;
    // Only after the output: until then the folder that it stands in may not be there.
    cache.save();
    progress.end();
    print(&(summary(&output, arguments, warnings, start, &progress) + &learned))
}

/// What of the build comes from visitors.
fn provenance(learned: &Learned) -> String {
    let Used { weights, wordings, synonyms } = learned.used();
    if weights + wordings + synonyms == 0 {
        return String::new();
    }
    let parts = [counted(weights, "weight", "weights"), counted(wordings, "wording", "wordings"), counted(synonyms, "synonym", "synonyms")];
    format!("  learned from visitors of {} until {}: {}\n", learned.site, learned.until, parts.join(", "))
}

/// Prints errors and warnings, as many as somebody reads.
fn complain(diagnostics: &Diagnostics) {
    const MOST: usize = 100;
    for diagnostic in diagnostics.iter().take(MOST) {
        eprintln!("{diagnostic}");
    }
    let more = (diagnostics.error_count() + diagnostics.warning_count()).saturating_sub(MOST);
    if more > 0 {
        eprintln!("… and {more} more");
    }
}

fn widget(arguments: &Arguments) -> anyhow::Result<Option<Widget>> {
    match &arguments.widget {
        Some(folder) => Ok(Some(Widget::from_folder(folder)?)),
        None if arguments.no_widget => Ok(None),
        None => crate::widget::embedded().map(Some),
    }
}

fn summary(output: &Output, arguments: &Arguments, warnings: usize, start: Instant, progress: &Progress) -> String {
    let mut text = format!("Built {} in {:.2} s\n", arguments.out.display(), start.elapsed().as_secs_f64());
    for language in &output.languages {
        let entries = counted(language.entries, "entry", "entries");
        let sizes = format!("index {}, answers {}", size(language.index_bytes), size(language.answer_bytes));
        text += &format!("  {:<8} {entries}, {sizes}  {}\n", language.lang, language.name);
    }
    let (packs, vectors) = output.meaning_bytes;
    if packs > 0 {
        text += &format!("  meaning  encoders {}, vectors {}, loaded after the first results, by script\n", size(packs), size(vectors));
    }
    let total: usize = output.files.iter().map(|file| file.bytes.len()).sum();
    text += &format!("  {}, {}", counted(output.files.len(), "file", "files"), size(total));
    if warnings > 0 {
        text += &format!(", {}", counted(warnings, "warning", "warnings"));
    }
    text += "\n";
    let slowest = progress.slowest();
    if !slowest.is_empty() {
        text += &format!("  {slowest}\n");
    }
    text
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A size in kilobytes of 1000 bytes.
fn size(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}
