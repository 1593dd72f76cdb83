//! Judged questions over the demo's FAQ, as customers would type them, with a floor under each figure that may not be broken.
//!
//! A file a language: one question a line, with the entries that answer it (`right`) and those that help (`near`). The floors are in
//! `floor.toml`; they are raised when the figures rise, and lowered only in a commit of its own that says what was worth it.

use std::fs;
use std::path::Path;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::built::{faqlet_prints, root, site};
use serde::Deserialize;
use serde_json::{Value, json};

/// Fewest judged questions that make a figure worth a floor.
const FEWEST: usize = 15;

/// One judged question.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    /// As typed.
    query: String,
    /// Ids of the entries that answer it: relevance 2.
    right: Vec<String>,
    /// Ids of entries that help: relevance 1.
    #[serde(default)]
    near: Vec<String>,
}

#[test]
fn english_questions_keep_their_places() -> Result {
    check("en")
}

#[test]
fn traditional_chinese_questions_keep_their_places() -> Result {
    check("zh-Hant")
}

#[test]
fn persian_questions_keep_their_places() -> Result {
    check("fa")
}

#[test]
fn filipino_questions_keep_their_places() -> Result {
    check("fil")
}

/// Filipino questions over the English answers: nothing but meaning can find these.
#[test]
fn filipino_questions_find_english_answers() -> Result {
    check_as("across", "en")
}

fn check(lang: &str) -> Result {
    check_as(lang, lang)
}

/// The questions of a file, asked in a language.
fn check_as(file: &str, lang: &str) -> Result {
    let questions = read(file)?;
    assert!(questions.len() >= FEWEST, "expected at least {FEWEST} questions in {lang}, got {}", questions.len());
    let figures = evaluate(lang, &questions)?;
    assert_eq!(figures["queries"], questions.len(), "expected every question to be asked; does every id in {file}.jsonl exist?");
    let floors: toml::Table = toml::from_str(&fs::read_to_string(root().join("tests/ranking/floor.toml"))?)?;
    let floors = floors.get(file).and_then(|floors| floors.as_table()).with_context(|| format!("expected floors for {file}"))?;
    println!("{file}: {figures}");
    for (name, floor) in floors {
        let floor = floor.as_float().with_context(|| format!("expected a number for {name}"))?;
        let reached = figures[name].as_f64().with_context(|| format!("expected {name} in {figures}"))?;
        assert!(
            reached >= floor,
            "{file}: {name} fell to {reached:.3}, below its floor of {floor}; not first:\n{}",
            misses(lang, &questions)?
        );
    }
    Ok(())
}

fn read(lang: &str) -> Result<Vec<Question>> {
    let path = root().join(format!("tests/ranking/{lang}.jsonl"));
    let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
    text.lines().map(|line| serde_json::from_str(line).with_context(|| format!("{lang}.jsonl: {line}"))).collect()
}

/// The figures of `faqlet eval` over the built demo.
fn evaluate(lang: &str, questions: &[Question]) -> Result<Value> {
    let folder = tempfile::tempdir()?;
    let (queries, judgements) = (folder.path().join("queries.jsonl"), folder.path().join("qrels.tsv"));
    let (mut asked, mut judged) = (String::new(), String::new());
    for (number, question) in questions.iter().enumerate() {
        asked += &format!("{}\n", json!({ "qid": format!("q{number}"), "lang": lang, "query": question.query }));
        let graded = question.right.iter().map(|id| (id, 2)).chain(question.near.iter().map(|id| (id, 1)));
        graded.for_each(|(id, grade)| judged += &format!("q{number}\t{id}\t{grade}\n"));
    }
    fs::write(&queries, asked)?;
    fs::write(&judgements, judged)?;
    let help = site()?.join("help");
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let arguments = ["eval", &text(&help), "--queries", &text(&queries), "--qrels", &text(&judgements), "--lang", lang, "--json"];
    Ok(serde_json::from_str(&faqlet_prints(&arguments)?)?)
}

/// The questions whose first hit is none of the right ones, with what came instead.
fn misses(lang: &str, questions: &[Question]) -> Result<String> {
    let help = site()?.join("help").to_string_lossy().into_owned();
    let mut lines = Vec::new();
    for question in questions {
        let hits = faqlet_prints(&["search", &help, &question.query, "--lang", lang, "--limit", "3", "--json"])?;
        let hits: Vec<Value> = serde_json::from_str(&hits)?;
        let ids: Vec<&str> = hits.iter().filter_map(|hit| hit["id"].as_str()).collect();
        if !ids.first().is_some_and(|first| question.right.iter().any(|id| id == first)) {
            lines.push(format!("  {}: expected {:?}, got {ids:?}", question.query, question.right));
        }
    }
    Ok(lines.join("\n"))
}
