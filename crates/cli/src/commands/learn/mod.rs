//! `faqlet learn`: from what visitors told to a proposal for the next build, which a person looks at first.

mod diff;
mod guard;
#[cfg(test)]
mod month;
mod propose;

use super::{now, print, today};
use anyhow::{Context, bail};
use clap::Args;
use faqlet_collector::{Flag, LearnOptions, Store, learn};
use faqlet_compiler::date::Date;
use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_compiler::learned::{self, Learned, LearnedGap};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Learn from feedback: weights, other wordings, synonyms, missing answers
///
/// Prints what it would change in `learned.json` of the FAQ's folder, and why, and writes nothing. With --accept it writes the file, which
/// `faqlet build` then uses. To refuse an item, set its `use` to false there: it stays refused. Synonyms are used once their `use` is set to
/// true. Votes of the same sender, bursts and words of few visitors do not count; what looks like a push is listed.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder with the FAQ
    #[arg(value_name = "SRC", default_value = super::FAQ)]
    source: PathBuf,
    /// Store that `faqlet collect` or `faqlet serve --collect` writes
    #[arg(long, value_name = "DB")]
    store: PathBuf,
    /// Name of the site in feedback [default: the one of faqlet.toml, or the only one in the store]
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// Show what would change; this is also what is done without it
    #[arg(long, conflicts_with = "accept")]
    diff: bool,
    /// Write learned.json
    #[arg(long)]
    accept: bool,
    /// Days of feedback that are looked at
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    days: u64,
    /// Also write a draft for each answer that is missing into this folder
    #[arg(long, value_name = "DIR")]
    drafts: Option<PathBuf>,
    /// Print the proposal as JSON instead of what would change
    #[arg(long, conflicts_with = "accept")]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let store = Store::open_for_reading(&arguments.store)?;
    let mut diagnostics = Diagnostics::new();
    let content = faqlet_compiler::read(std::slice::from_ref(&arguments.source), None, &mut diagnostics);
    if diagnostics.has_errors() {
        let first: Vec<String> = diagnostics.iter().take(5).map(ToString::to_string).collect();
        bail!("{}: expected an FAQ without errors; got:\n{}", arguments.source.display(), first.join("\n"));
    }
    let site = site(arguments, content.config.name.as_deref(), &store)?;
    let options = LearnOptions { days: arguments.days, ..LearnOptions::new(&site, now() * 1_000) };
    let lessons = learn(&store, &options)?;
    let before = content.config.learned.clone();
    let proposed = propose::proposal(&lessons, content, &site, &today().to_string())?;
    if let Some(folder) = &arguments.drafts {
        drafts(folder, &proposed.missing)?;
    }
    if arguments.json {
        return print(&json(&proposed));
    }
    print(&diff::text(&before, &proposed))?;
    print(&warnings(&lessons.flags))?;
    let path = if arguments.source.is_dir() { arguments.source.join(learned::FILE) } else { learned::FILE.into() };
    if !arguments.accept {
        return print(&format!("Nothing was written. To use it: faqlet learn --accept, which writes {}\n", path.display()));
    }
    write(&path, &json(&proposed))?;
    print(&format!("Wrote {}; the next `faqlet build` uses it.\n", path.display()))
}

/// The site whose feedback is meant.
fn site(arguments: &Arguments, named: Option<&str>, store: &Store) -> anyhow::Result<String> {
    if let Some(site) = arguments.site.as_deref().or(named) {
        return Ok(site.to_owned());
    }
    let sites = store.sites()?;
    match sites.as_slice() {
        [site] => Ok(site.clone()),
        [] => bail!("{}: expected feedback; the store is empty", store),
        _ => bail!("{}: expected one site; got {}; name one with --site", store, sites.join(", ")),
    }
}

fn json(learned: &Learned) -> String {
    // Nothing in it can fail: keys are texts and numbers are finite.
    serde_json::to_string_pretty(learned).unwrap_or_default() + "\n"
}

/// Writes a file so that it is either the old or the new one, whenever the process ends.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let beside = path.with_extension("json.new");
    let written = || -> std::io::Result<()> {
        let mut file = fs::File::create(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    written().with_context(|| format!("{}: expected a file that can be written", path.display()))
}

/// Votes that were not believed, in words.
fn warnings(flags: &[Flag]) -> String {
    const MOST: usize = 20;
    let line = |flag: &Flag| {
        let day = Date::from_unix_days(flag.day);
        format!("! {} {}  {} votes on {day}: {}\n", flag.lang, flag.entry, flag.votes, flag.suspicion.words())
    };
    let mut text: String = flags.iter().take(MOST).map(line).collect();
    if flags.len() > MOST {
        text += &format!("! and {} more such days\n", flags.len() - MOST);
    }
    text
}

/// A Markdown file for each missing answer, marked as a draft so that no build takes it for an answer. Files that are there stay.
fn drafts(folder: &Path, missing: &[LearnedGap]) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{}: expected to make a folder", folder.display()))?;
    for gap in missing {
        let name: String = gap.words.join("-").chars().filter(|c| c.is_alphanumeric() || *c == '-').take(60).collect();
        let path = folder.join(format!("{name}.{}.md", gap.lang));
        if path.exists() {
            continue;
        }
        fs::write(&path, draft(gap)).with_context(|| format!("{}: expected a file that can be written", path.display()))?;
    }
    Ok(())
}

fn draft(gap: &LearnedGap) -> String {
    let question = gap.questions.first().cloned().unwrap_or_else(|| gap.words.join(" "));
    let quoted = serde_json::to_string(&question).unwrap_or_default();
    let mut text = format!("---\nquestion: {quoted}\ndraft: true\n---\n\n");
    text += &format!("Searched {} times without a good answer: {}.\n", gap.searches, gap.words.join(", "));
    if let Some(nearest) = &gap.nearest {
        text += &format!("The nearest entry is `{nearest}`: perhaps it should say this too.\n");
    }
    for question in gap.questions.iter().skip(1) {
        text += &format!("\nAlso asked: {}\n", question.replace('\n', " "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_are_no_answers_yet_and_are_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let questions = vec!["What: \"is\" left on my gift card?".to_owned()];
        let gap = LearnedGap { lang: "en".into(), words: vec!["card".into(), "gift".into()], searches: 9, nearest: None, questions };
        drafts(folder.path(), std::slice::from_ref(&gap)).unwrap();
        let path = folder.path().join("card-gift.en.md");
        assert!(fs::read_to_string(&path).unwrap().contains("What: \\\"is\\\" left"));
        fs::write(folder.path().join("real.md"), "---\nquestion: Really?\n---\n\nYes, really.\n").unwrap();
        let mut diagnostics = Diagnostics::new();
        let content = faqlet_compiler::read(&[folder.path().to_owned()], None, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{:?}", diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(content.entries.len(), 1, "a draft is no entry");
        fs::write(&path, "mine").unwrap();
        drafts(folder.path(), &[gap]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }
}
