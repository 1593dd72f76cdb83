//! `faqlet diff`: what changed between two states of a knowledge base, for a release note, a webhook or a review.

use super::print;
use crate::folder::Folder;
use crate::knowledge::Record;
use anyhow::bail;
use clap::{Args, ValueEnum};
use serde::Serialize;
use similar::TextDiff;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// List the answers that were added, changed and removed between two folders
///
/// Each folder is one that `faqlet build` made, or one with an FAQ. Answers are told apart by language and id; the order of entries does
/// not count.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The older state
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The newer state
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Text)]
    format: Format,
    /// Only this language [default: all]
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Also show which lines of a text changed (JSON always has them)
    #[arg(short, long)]
    unified: bool,
    /// End with 1 when anything differs
    #[arg(long)]
    exit_code: bool,
}

/// How differences are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line an answer
    Text,
    /// One JSON object, for a webhook
    Json,
    /// Markdown, for a release note
    Markdown,
}

/// All that differs.
#[derive(Serialize)]
struct Difference<'a> {
    /// Version of this format: 1.
    faqlet_diff: u32,
    old: &'a str,
    new: &'a str,
    added: Vec<Named<'a>>,
    changed: Vec<Changed<'a>>,
    removed: Vec<Named<'a>>,
}

/// An answer that is only on one side.
#[derive(Serialize)]
struct Named<'a> {
    lang: &'a str,
    id: &'a str,
    question: &'a str,
}

/// An answer that is not the same on both sides.
#[derive(Serialize)]
struct Changed<'a> {
    lang: &'a str,
    id: &'a str,
    question: &'a str,
    /// What changed: question, answer, links, form, category, tags.
    fields: Vec<&'static str>,
    before: State<'a>,
    after: State<'a>,
    /// The changed lines of the texts, in unified form.
    diff: String,
}

/// One side of a changed answer.
#[derive(Serialize)]
struct State<'a> {
    question: &'a str,
    answer: String,
    category: &'a [String],
    tags: &'a [String],
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let old = Folder::open_or_build(&arguments.old, None)?;
    let new = Folder::open_or_build(&arguments.new, None)?;
    let wanted = |record: &Record| arguments.lang.as_ref().is_none_or(|lang| record.lang.eq_ignore_ascii_case(lang));
    let records = |folder| Ok::<_, anyhow::Error>(Record::all(folder)?.into_iter().filter(wanted).collect::<Vec<_>>());
    let (before, after) = (records(&old)?, records(&new)?);
    if let Some(lang) = arguments.lang.as_ref().filter(|_| before.is_empty() && after.is_empty()) {
        bail!("expected answers in `{lang}` in one of the folders; got none; name a language of the FAQ, as in its files");
    }
    let difference = Difference { old: &old.version, new: &new.version, ..difference(&before, &after) };
    print(&match arguments.format {
        Format::Text => text(&difference, arguments.unified),
        Format::Json => serde_json::to_string(&difference)? + "\n",
        Format::Markdown => markdown(&difference, arguments.unified),
    })?;
    let count = difference.added.len() + difference.changed.len() + difference.removed.len();
    if arguments.exit_code && count > 0 {
        bail!("expected the same answers in both; got {count} that differ; leave --exit-code out where that is no fault");
    }
    Ok(())
}

fn difference<'a>(before: &'a [Record], after: &'a [Record]) -> Difference<'a> {
    let keyed = |records: &'a [Record]| -> BTreeMap<(&'a str, &'a str), &'a Record> {
        records.iter().map(|record| ((record.lang.as_str(), record.id.as_str()), record)).collect()
    };
    let (old, new) = (keyed(before), keyed(after));
    let only = |these: &BTreeMap<_, &'a Record>, those: &BTreeMap<_, &'a Record>| -> Vec<Named<'a>> {
        let only = these.iter().filter(|(key, _)| !those.contains_key(*key));
        only.map(|(_, record)| Named { lang: &record.lang, id: &record.id, question: &record.question }).collect()
    };
    let both = new.iter().filter_map(|(key, record)| Some((*old.get(key)?, *record)));
    let changed = both.filter(|(old, new)| old != new).map(|(old, new)| changed(old, new)).collect();
    Difference { faqlet_diff: 1, old: "", new: "", added: only(&new, &old), changed, removed: only(&old, &new) }
}

fn changed<'a>(old: &'a Record, new: &'a Record) -> Changed<'a> {
    let (before, after) = (state(old), state(new));
    let links = old.addresses() != new.addresses();
    let form = !links && before.answer == after.answer && old.answer != new.answer;
    let fields = [
        ("question", old.question != new.question),
        ("answer", before.answer != after.answer),
        ("links", links),
        ("form", form),
        ("category", old.category != new.category),
        ("tags", old.tags != new.tags),
    ];
    let fields = fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    let diff = TextDiff::from_lines(&lines(old), &lines(new)).unified_diff().context_radius(1).to_string();
    Changed { lang: &new.lang, id: &new.id, question: &new.question, fields, before, after, diff }
}

fn state(record: &Record) -> State<'_> {
    State { question: &record.question, answer: record.answer.text(), category: &record.category, tags: &record.tags }
}

/// All that readers see of an answer, in lines.
fn lines(record: &Record) -> String {
    let mut lines = vec![record.question.clone(), record.answer.text()];
    lines.extend(record.addresses().into_iter().map(|address| format!("link: {address}")));
    if !record.category.is_empty() {
        lines.push(format!("category: {}", record.category.join(" / ")));
    }
    if !record.tags.is_empty() {
        lines.push(format!("tags: {}", record.tags.join(", ")));
    }
    lines.join("\n") + "\n"
}

fn text(difference: &Difference<'_>, unified: bool) -> String {
    let mut text = String::new();
    for each in &difference.added {
        text += &format!("+ {} {}: {}\n", each.lang, each.id, each.question);
    }
    for each in &difference.changed {
        text += &format!("~ {} {}: {} ({})\n", each.lang, each.id, each.question, each.fields.join(", "));
        if unified {
            text += &each.diff.lines().map(|line| format!("    {line}\n")).collect::<String>();
        }
    }
    for each in &difference.removed {
        text += &format!("- {} {}: {}\n", each.lang, each.id, each.question);
    }
    let (added, changed, removed) = (difference.added.len(), difference.changed.len(), difference.removed.len());
    if text.is_empty() { "No answer differs.\n".to_owned() } else { format!("{text}{added} added, {changed} changed, {removed} removed\n") }
}

fn markdown(difference: &Difference<'_>, unified: bool) -> String {
    let named = |each: &Named<'_>| format!("- {} (`{}`, {})\n", escaped(each.question), each.id, each.lang);
    let mut sections = Vec::new();
    let mut section = |title: &str, items: String| {
        if !items.is_empty() {
            sections.push(format!("## {title}\n\n{items}"));
        }
    };
    section("Added", difference.added.iter().map(named).collect());
    let changed = difference.changed.iter().map(|each| {
        let item = format!("- {} (`{}`, {}): {}\n", escaped(each.question), each.id, each.lang, each.fields.join(", "));
        if unified && !each.diff.is_empty() { item + &fenced(&each.diff) } else { item }
    });
    section("Changed", changed.collect());
    section("Removed", difference.removed.iter().map(named).collect());
    if sections.is_empty() { "No answer differs.\n".to_owned() } else { sections.join("\n") }
}

/// Text that Markdown must not take for marks.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A code block inside a list item, its fence longer than any in the text.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let lines: String = text.lines().map(|line| format!("  {line}\n")).collect();
    format!("\n  {fence}diff\n{lines}  {fence}\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_questions_stay_text_and_fences_hold() {
        assert_eq!(escaped("What is `x` * <b>?"), "What is \\`x\\` \\* \\<b\\>?");
        assert!(fenced("a ``` b").contains("  ````diff\n  a ``` b\n  ````\n"));
    }
}
