//! What an owner does: write answers, build, search, measure.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::built::{copy, faqlet_prints, language, manifest, root, site};
use serde_json::Value;

/// A folder with two answers, as a first-time owner would write them.
pub(crate) fn small_faq(folder: &Path) -> Result {
    fs::create_dir_all(folder)?;
    let opening = "---\nquestion: When are you open?\nalso:\n  - Opening hours\ncategory: Visit\ntags: [hours]\n---\nFrom **nine to five**, every day but Monday.\n";
    let parking = "---\nquestion: Where can I park?\ncategory: Visit\n---\nBehind the house. The first two hours are free.\n";
    fs::write(folder.join("opening.md"), opening)?;
    Ok(fs::write(folder.join("parking.md"), parking)?)
}

/// Hits of `faqlet search`.
fn search(help: &Path, query: &str, lang: &str) -> Result<Vec<Value>> {
    let help = help.to_str().context("expected a path in UTF-8")?;
    Ok(serde_json::from_str(&faqlet_prints(&["search", help, query, "--lang", lang, "--json", "--limit", "5"])?)?)
}

#[test]
fn a_folder_of_answers_becomes_a_folder_to_upload() -> Result {
    let folder = tempfile::tempdir()?;
    let (source, out) = (folder.path().join("faq"), folder.path().join("help"));
    small_faq(&source)?;
    faqlet_prints(&[Path::new("build"), &source, Path::new("--out"), &out, Path::new("--site"), Path::new("museum")])?;
    let manifest = manifest(&out)?;
    assert_eq!((&manifest["faqlet"], &manifest["site"], &manifest["default"]), (&1.into(), &"museum".into(), &"en".into()));
    let english = language(&out, "en")?;
    assert_eq!(english["entries"], 2);
    for file in ["faqlet.js", "engine.js", "precache.json", "pages/en.html"] {
        assert!(out.join(file).is_file(), "{file} is missing");
    }
    let hits = search(&out, "opening hours", "en")?;
    assert_eq!(hits[0]["question"], "When are you open?");
    for field in ["id", "score", "question"] {
        assert!(!hits[0][field].is_null(), "expected {field} in {}", hits[0]);
    }
    Ok(())
}

#[test]
fn every_file_that_the_manifest_names_is_there_whole() -> Result {
    let help = site()?.join("help");
    let manifest = manifest(&help)?;
    let mut named = vec![manifest["widget"]["js"].clone(), manifest["widget"]["wasm"].clone()];
    named.extend([manifest["engine"]["js"].clone(), manifest["engine"]["wasm"].clone()]);
    for language in manifest["languages"].as_array().context("expected languages")? {
        let answers = language["answers"].as_array().context("expected answers")?;
        for file in answers.iter().chain([&language["index"]]) {
            let name = file["file"].as_str().context("expected a file name")?;
            let length = fs::metadata(help.join(name)).with_context(|| format!("expected {name}"))?.len();
            assert_eq!(Some(length), file["bytes"].as_u64(), "{name}");
        }
        let covered: u64 = answers.iter().filter_map(|file| file["count"].as_u64()).sum();
        assert_eq!(Some(covered), language["entries"].as_u64(), "expected the answer files to hold every entry");
    }
    for name in named {
        let name = name.as_str().context("expected a file name")?;
        assert!(help.join(name).is_file(), "{name} is missing");
    }
    Ok(())
}

#[test]
fn the_same_sources_give_the_same_bytes() -> Result {
    let folder = tempfile::tempdir()?;
    let moved = folder.path().join("somewhere else");
    copy(&root().join("www/demo/faq"), &moved)?;
    let out = folder.path().join("help");
    let site_name = manifest(&site()?.join("help"))?["site"].as_str().context("expected a site")?.to_owned();
    faqlet_prints(&[Path::new("build"), &moved, Path::new("--out"), &out, Path::new("--site"), Path::new(&site_name)])?;
    let (first, second) = (files(&site()?.join("help"))?, files(&out)?);
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in first {
        assert!(second[&name] == bytes, "{name} differs");
    }
    Ok(())
}

#[test]
fn asking_for_a_refund_finds_it_first_in_every_language() -> Result {
    let help = site()?.join("help");
    for (lang, query) in [("en", "refund"), ("zh-Hant", "退款"), ("fa", "بازگشت وجه"), ("fil", "refund")] {
        let hits = search(&help, query, lang)?;
        let ids: Vec<&Value> = hits.iter().map(|hit| &hit["id"]).collect();
        assert_eq!(ids.first(), Some(&&Value::from("refund-time")), "{lang}: {query} found {ids:?}");
    }
    Ok(())
}

#[test]
fn a_letter_more_at_a_time_the_right_answer_comes_up_early() -> Result {
    let help = site()?.join("help");
    let query = "refund";
    for letters in 3..=query.len() {
        let hits = search(&help, &query[..letters], "en")?;
        let found = hits.iter().any(|hit| hit["id"] == "refund-time");
        assert!(found, "{:?} does not find the refund among its first five", &query[..letters]);
    }
    Ok(())
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            all.extend(files(&path)?.into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            all.insert(name, fs::read(&path)?);
        }
    }
    Ok(all)
}
