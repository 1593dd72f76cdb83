//! `faqlet search`: the engine of the browser, on the command line.

use super::print;
use crate::folder::{Folder, Language};
use clap::{Args, ValueEnum};
use faqlet_engine::{Hit, Mark, SearchOptions};
use faqlet_meaning::{Asked, LOOKED_AT, fuse};
use serde::Serialize;
use std::path::PathBuf;

/// Longest snippet in characters: two lines of a terminal.
const SNIPPET: usize = 160;

/// Search a built folder with the very engine that the browser runs
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder made by `faqlet build`
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The question, as a visitor would type it
    query: String,
    /// Search only this language [default: all, merged by score]
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Most hits to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Whether to ask meaning beside words
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    meaning: Meaning,
    /// Print a JSON array: id, score, question, snippet, marks, why, category, lang. Marks are pairs of UTF-16 offsets in the question
    #[arg(long)]
    json: bool,
}

/// A hit as it is printed.
#[derive(Debug, Serialize)]
struct Row {
    id: String,
    score: f32,
    question: String,
    snippet: String,
    marks: Vec<(usize, usize)>,
    why: Vec<Reason>,
    category: Vec<String>,
    lang: String,
}

/// Why an entry was found.
#[derive(Debug, Serialize)]
struct Reason {
    field: &'static str,
    kind: &'static str,
    term: String,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = Folder::open(&arguments.folder, arguments.lang.as_deref())?;
    let languages: Vec<&Language> = folder.languages.iter().collect();
    let hits = merged(&folder, &languages, &arguments.query, arguments.limit, arguments.meaning)?;
    let rows = hits.iter().map(|(language, hit)| row(language, hit, &arguments.query)).collect::<anyhow::Result<Vec<_>>>()?;
    print(&if arguments.json { serde_json::to_string(&rows)? + "\n" } else { text(&rows, arguments) })
}

/// Whether meaning is asked beside words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Meaning {
    /// Where the folder has encoders and vectors.
    #[default]
    Auto,
    /// Words alone.
    Off,
}

/// The best hits of several languages. Scores of different indexes are near enough to each other to be ordered together; equal ones
/// keep the order of the languages.
pub(crate) fn merged<'a>(
    folder: &Folder,
    languages: &[&'a Language],
    query: &str,
    limit: usize,
    meaning: Meaning,
) -> anyhow::Result<Vec<(&'a Language, Hit)>> {
    let options = SearchOptions { limit, ..SearchOptions::default() };
    let more = SearchOptions { limit: limit.max(LOOKED_AT), ..SearchOptions::default() };
    let mut found = Vec::new();
    for language in languages {
        let words = language.engine.search(query, if meaning == Meaning::Auto { &more } else { &options });
        // What is misspelt means nothing; what it was taken for does.
        let meant = words.corrected.as_deref().unwrap_or(query);
        let near = if meaning == Meaning::Auto { folder.near(language, meant, &words.hits)? } else { None };
        found.push((*language, words, near));
    }
    let best = found.iter().flat_map(|(_, found, _)| &found.hits).map(|hit| hit.score).fold(0.0, f32::max);
    let mut all = Vec::new();
    for (language, found, near) in found {
        let found = match near {
            Some(near) => fuse(&language.engine, found, &near, Asked { best, foreign: language.is_foreign(query) }, &options),
            None => found,
        };
        all.extend(found.hits.into_iter().take(limit).map(|hit| (language, hit)));
    }
    if languages.len() > 1 {
        all.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
        all.truncate(limit);
    }
    Ok(all)
}

fn row(language: &Language, hit: &Hit, query: &str) -> anyhow::Result<Row> {
    let engine = &language.engine;
    let entry = engine.entry(hit.entry);
    let (id, question, category) = entry.map(|entry| (entry.id, entry.question, entry.category)).unwrap_or_default();
    let snippet = engine.snippet(query, &language.answer(hit.entry)?.text(), SNIPPET);
    Ok(Row {
        id: id.to_owned(),
        score: hit.score,
        question: question.to_owned(),
        snippet: snippet.text,
        marks: hit.marks.iter().map(|mark| utf16(question, *mark)).collect(),
        why: hit.why.iter().map(|why| Reason { field: why.field.name(), kind: why.kind.name(), term: why.term.clone() }).collect(),
        category: language.category(category),
        lang: language.tag.clone(),
    })
}

/// A mark in UTF-16 units, as JavaScript counts: the same figures as those of the headless engine.
fn utf16(text: &str, mark: Mark) -> (usize, usize) {
    let before = |end: u32| text.get(..end as usize).map_or(0, |part| part.encode_utf16().count());
    (before(mark.start), before(mark.end))
}

fn text(rows: &[Row], arguments: &Arguments) -> String {
    if rows.is_empty() {
        return format!("Nothing found for \"{}\".\n", arguments.query);
    }
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        let category = row.category.join(" / ");
        let place: Vec<&str> = [row.lang.as_str(), &row.id, &category].into_iter().filter(|part| !part.is_empty()).collect();
        let snippet: Vec<&str> = row.snippet.split_whitespace().collect();
        text += &format!("{:>2}. {}\n    {}\n", number + 1, row.question, snippet.join(" "));
        text += &format!("    {}, score {:.2}\n", place.join(", "), row.score);
    }
    text
}
