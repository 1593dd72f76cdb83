//! Why the encoder is as it is: the Latin one is trained anew with one thing changed at a time, and each pack measured and weighed.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Training;
use crate::project::{Project, output, read};
use crate::size::compressed;

/// Passes over the texts. A small amount of text takes more of them than all of it.
const EPOCHS: &str = "20";

/// What is trained: what it is called, and how it differs from the first. Where rows and bits change together, the pack stays as large.
const POINTS: &[(&str, &[&str])] = &[
    ("as shipped: 96 dimensions, 36,000 rows of 64 numbers of 4 bits, hidden layer of 256", &[]),
    ("32 dimensions", &["--dimensions", "32"]),
    ("64 dimensions", &["--dimensions", "64"]),
    ("128 dimensions", &["--dimensions", "128"]),
    ("192 dimensions", &["--dimensions", "192"]),
    ("2 bits", &["--bits", "2"]),
    ("3 bits", &["--bits", "3"]),
    ("6 bits", &["--bits", "6"]),
    ("8 bits", &["--bits", "8"]),
    ("8 bits, half the rows", &["--bits", "8", "--rows", "18000"]),
    ("half the rows", &["--rows", "18000"]),
    ("a quarter of the rows", &["--rows", "9000"]),
    ("rows of 32 numbers", &["--width", "32"]),
    ("rows of 128 numbers, half of them", &["--width", "128", "--rows", "18000"]),
    ("hidden layer of 64", &["--hidden", "64"]),
    ("hidden layer of 512", &["--hidden", "512"]),
    ("without pairs of words", &["--without", "3"]),
    ("without parts of words", &["--without", "2"]),
    ("parts of words alone", &["--without", "1", "3"]),
    ("nothing left out at random", &["--drop", "0"]),
    ("half of the text", &["--share", "0.5"]),
    ("a quarter of the text", &["--share", "0.25"]),
    ("an eighth of the text", &["--share", "0.125"]),
];

/// Trains and measures; a table in Markdown.
pub(super) fn run(training: &Training<'_>, sets: &Path) -> Result<String> {
    let english: Vec<String> = english_sets(sets)?;
    let mut table =
        String::from("| what | KB, brotli | meaning alone | with words | typing errors | last word cut |\n|---|---|---|---|---|---|\n");
    for (number, (name, options)) in POINTS.iter().enumerate() {
        let packs = training.folder.join(format!("ablation-{number}"));
        fs::create_dir_all(&packs)?;
        let pack = packs.join("latin.fqm");
        if !pack.exists() {
            // The last of an option's values counts, so what differs comes last.
            let all: Vec<&str> = ["--rows", super::ROWS, "--epochs", EPOCHS].iter().chain(*options).copied().collect();
            training.train("latin", &all, &pack)?;
        }
        let figures = measured(training.project, &packs, sets, &english)?;
        let mean = |condition, column| mean(&figures, condition, column).with_context(|| format!("expected figures, got:\n{figures}"));
        let columns =
            [mean("clean", Column::Meaning)?, mean("clean", Column::Both)?, mean("typo", Column::Both)?, mean("trunc", Column::Both)?];
        let [alone, clean, typo, cut] = columns.map(|figure| format!("{figure:.1}"));
        let size = compressed(&read(&pack)?)?.div_ceil(1000);
        writeln!(table, "| {name} | {size} | {alone} | {clean} | {typo} | {cut} |")?;
        println!("{name}: {size} KB, {alone} {clean} {typo} {cut}");
    }
    let words = mean(&measured(training.project, &training.folder.join("ablation-0"), sets, &english)?, "clean", Column::Words);
    writeln!(table, "\nMeans of {} sets; words alone reach {:.1}.", english.len(), words.unwrap_or_default())?;
    Ok(table)
}

/// Labelled sets in English, by their names.
fn english_sets(sets: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(sets).with_context(|| format!("expected a folder of labelled sets at {}", sets.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with("_en") && entry.path().join("qrels.tsv").is_file() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The table of the example `relevance`, which must have been built.
pub(super) fn measured(project: &Project, packs: &Path, sets: &Path, names: &[String]) -> Result<String> {
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let mut arguments = vec![path(sets), "--packs".to_owned(), path(packs)];
    arguments.extend_from_slice(names);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    Ok(output(project.target.join("release/examples/relevance"), &arguments)? + "\n")
}

/// A column of figures.
#[derive(Clone, Copy)]
enum Column {
    Words,
    Meaning,
    Both,
}

/// Mean of a column over the sets, each with other wordings where it has some.
fn mean(table: &str, condition: &str, column: Column) -> Option<f64> {
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    let names: Vec<&str> = rows.iter().filter(|row| row.get(1) == Some(&condition)).filter_map(|row| row.first().copied()).collect();
    let better = |name: &str| names.contains(&format!("{name}+alt").as_str());
    let counted = rows.iter().filter(|row| row.get(1) == Some(&condition) && !better(row[0]));
    let figures: Vec<f64> = counted.filter_map(|row| row.get(3 + column as usize)?.parse().ok()).collect();
    (!figures.is_empty()).then(|| figures.iter().sum::<f64>() / figures.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_count_once_with_other_wordings_where_there_are_some() {
        let table = "set n words meaning both\na clean 10 50.0 40.0 60.0\na+alt clean 10 70.0 60.0 80.0\nb clean 10 30.0 20.0 40.0\nb typo 10 1.0 2.0 3.0\n";
        assert_eq!(mean(table, "clean", Column::Both), Some(60.0));
        assert_eq!(mean(table, "clean", Column::Words), Some(50.0));
        assert_eq!(mean(table, "typo", Column::Meaning), Some(2.0));
        assert_eq!(mean(table, "trunc", Column::Both), None);
    }
}
