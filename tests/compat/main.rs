//! What was built once stays readable: a folder of every released format is kept for ever and opened by today's command and engine.
//!
//! `v1/` was built from `faq/` by `faqlet build faq --out v1 --no-widget` (`cargo xtask bless --format`). Once version 0.1 is released it is
//! never written again; a format that needs other files gets a folder of its own beside it.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::built::{faqlet_prints, language, manifest, root, run_headless};
use serde_json::Value;

fn folder(version: &str) -> PathBuf {
    root().join("tests/compat").join(version)
}

fn first(version: &str, lang: &str, query: &str) -> Result<Value> {
    let folder = folder(version).to_string_lossy().into_owned();
    let hits: Value = serde_json::from_str(&faqlet_prints(&["search", &folder, query, "--lang", lang, "--json"])?)?;
    Ok(hits[0]["id"].clone())
}

#[test]
fn todays_command_searches_a_folder_of_format_1() -> Result {
    assert_eq!(manifest(&folder("v1"))?["faqlet"], 1);
    for (lang, query, id) in [
        ("en", "borrow", "loan"),
        ("en", "renewing", "renew"),
        ("en", "wifi", "wifi"),
        ("fa", "تمدید امانت", "renew"),
        ("zh-Hant", "續借", "renew"),
    ] {
        assert_eq!(first("v1", lang, query)?, id, "{lang}: {query}");
    }
    Ok(())
}

#[test]
fn todays_engine_reads_answers_of_format_1() -> Result {
    let found = run_headless(&folder("v1"), "borrow", &[])?;
    let text = found["hits"][0]["snippet"].as_str().unwrap_or_default();
    assert!(text.contains("twelve") && text.contains("four weeks"), "{found}");
    Ok(())
}

#[test]
fn the_kept_files_are_the_ones_that_were_kept() -> Result {
    for lang in ["en", "fa", "zh-Hant"] {
        let language = language(&folder("v1"), lang)?;
        for file in [&language["index"], &language["answers"][0]] {
            let name = file["file"].as_str().context("expected a file")?;
            assert_eq!(Some(fs::metadata(folder("v1").join(name))?.len()), file["bytes"].as_u64(), "{name}");
        }
    }
    Ok(())
}
