//! `faqlet export`: the whole knowledge base in one file, for contact-centre staff, agents and other programs.

use super::print;
use crate::folder::Folder;
use crate::knowledge::Record;
use anyhow::Context;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// Export all answers as one file for contact-centre staff, agents and other programs
///
/// Answers are plain text: without marks of form, placeholders as their fallback, images as their alternative text. JSON Lines can be
/// read by `faqlet build` again. CSV is UTF-8 with a byte order mark, as spreadsheets want it; cells that a spreadsheet would take for a
/// formula begin with an apostrophe.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder made by `faqlet build`, or the folder with the FAQ
    #[arg(value_name = "DIR", default_value = super::OUT)]
    folder: PathBuf,
    /// What to write
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Json)]
    format: Format,
    /// Only this language [default: all]
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// File to write instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How answers are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object with the languages and their entries
    Json,
    /// Plain text to read and to search in
    Text,
    /// A table for spreadsheets
    Csv,
    /// One JSON object a line
    Jsonl,
}

/// An entry as it is exported.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    lang: &'a str,
    question: &'a str,
    answer: String,
    category: &'a [String],
    tags: &'a [String],
}

impl<'a> Row<'a> {
    fn of(record: &'a Record) -> Self {
        Self {
            id: &record.id,
            lang: &record.lang,
            question: &record.question,
            answer: record.answer.text(),
            category: &record.category,
            tags: &record.tags,
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    /// Version of this format: 1.
    faqlet_export: u32,
    site: &'a str,
    version: &'a str,
    entries: Vec<Row<'a>>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = Folder::open_or_build(&arguments.folder, arguments.lang.as_deref())?;
    let records = Record::all(&folder)?;
    let rows: Vec<Row<'_>> = records.iter().map(Row::of).collect();
    let text = match arguments.format {
        Format::Json => {
            let document = Document { faqlet_export: 1, site: &folder.site, version: &folder.version, entries: rows };
            serde_json::to_string_pretty(&document)? + "\n"
        }
        Format::Jsonl => rows.iter().map(|row| Ok(serde_json::to_string(row)? + "\n")).collect::<anyhow::Result<String>>()?,
        Format::Csv => csv(&rows),
        Format::Text => text(&rows),
    };
    match &arguments.out {
        None => print(&text),
        Some(path) => write(path, &text),
    }
}

/// Writes beside the file and puts the whole in its place, so that nobody reads half of it.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut name = path.file_name().with_context(|| format!("{}: expected the name of a file", path.display()))?.to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = path.with_file_name(name);
    let written = fs::write(&new, text).and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // What went wrong is known; that cleaning up may fail too changes nothing.
        let _ = fs::remove_file(&new);
    }
    written.with_context(|| format!("{}: expected a file that can be written", path.display()))
}

fn text(rows: &[Row<'_>]) -> String {
    let mut text = String::new();
    for row in rows {
        let category = row.category.join(" / ");
        let place: Vec<&str> = [row.lang, row.id, &category].into_iter().filter(|part| !part.is_empty()).collect();
        text += &format!("{}\n[{}]\n\n{}\n\n\n", row.question, place.join(", "), row.answer);
    }
    text
}

/// RFC 4180: commas, quotes where they are needed, CR LF.
fn csv(rows: &[Row<'_>]) -> String {
    let mut text = "\u{feff}id,lang,category,question,answer,tags\r\n".to_owned();
    for row in rows {
        let (category, tags) = (row.category.join(" / "), row.tags.join(", "));
        let cells = [row.id, row.lang, &category, row.question, &row.answer, &tags].map(cell);
        text += &(cells.join(",") + "\r\n");
    }
    text
}

fn cell(text: &str) -> String {
    // A leading sign makes a spreadsheet calculate: an answer must stay a text.
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{guard}{}\"", text.replace('"', "\"\"")) } else { format!("{guard}{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+2", "'=1+2"),
            ("-5, then", "\"'-5, then\""),
            ("", ""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
