//! How much the comparison of signs misses: in a large FAQ only what agrees with a question in most signs is compared exactly.
//! It reads the demo's folder, which WASI is not given; that both targets compare alike is tested beside the code.
#![cfg(not(target_family = "wasm"))]

use std::fs;
use std::path::Path;

use faqlet_meaning::{Pack, Vectors, vectors};

/// Vectors that are compared exactly, one by one.
const FEW: usize = 1_000;

/// The nearest ones that are counted.
const NEAREST: usize = 10;

/// The pack that is shipped.
fn pack() -> Pack {
    Pack::open(include_bytes!("../packs/latin.fqm")).unwrap()
}

/// What a file's lines say behind `key`, up to a quote or the end.
fn values(text: &str, key: &str) -> Vec<String> {
    let found = text.lines().filter_map(|line| line.split_once(key).map(|(_, rest)| rest.split('"').next().unwrap_or_default()));
    found.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

/// The English questions of the demo's FAQ, in order of their files.
fn demo() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/demo/faq/en");
    let list = |folder: &Path| {
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let files = list(&root).into_iter().filter(|path| path.is_dir()).flat_map(|folder| list(&folder));
    files.filter_map(|file| values(&fs::read_to_string(file).unwrap(), "question:").into_iter().next()).collect()
}

/// The entries that are nearest to a text.
fn nearest(all: &[Vectors], pack: &Pack, text: &str) -> Vec<usize> {
    let near = all.iter().flat_map(|vectors| vectors.near(pack, text, &[]).unwrap().unwrap());
    let mut ranked: Vec<(usize, f32)> = near.map(|near| near.question).enumerate().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.into_iter().take(NEAREST).map(|(entry, _)| entry).collect()
}

#[test]
fn of_the_nearest_hardly_any_is_missed() {
    let (pack, questions) = (pack(), demo());
    // Each question of the demo behind each other one: as many texts as a large FAQ has, many of them close to each other.
    let texts: Vec<String> = questions.iter().flat_map(|first| questions.iter().map(move |second| format!("{first} {second}"))).collect();
    assert!(texts.len() > 3 * FEW, "expected some thousand texts, got {}", texts.len());
    let open = |texts: &[String]| {
        let entries = texts.iter().map(|text| vectors::Texts { wordings: vec![text.as_str()], passage: "" });
        Vectors::open(&vectors::build(entries, std::slice::from_ref(&pack)).unwrap()).unwrap()
    };
    let exact: Vec<Vectors> = texts.chunks(FEW).map(open).collect();
    let by_signs = [open(&texts)];
    let asked = values(include_str!("../../../tests/ranking/en.jsonl"), "\"query\": \"");
    assert!(asked.len() >= 15, "expected the judged questions, got {}", asked.len());
    let (mut kept, mut all) = (0, 0);
    for question in &asked {
        let found = nearest(&by_signs, &pack, question);
        let right = nearest(&exact, &pack, question);
        kept += right.iter().filter(|entry| found.contains(entry)).count();
        all += right.len();
    }
    let recall = kept as f64 / all as f64;
    println!("recall@{NEAREST} of {} questions over {} texts: {recall:.4}", asked.len(), texts.len());
    assert!(recall >= 0.95, "expected 0.95 of the nearest to be found by signs, got {recall:.4}");
}
