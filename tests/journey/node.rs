//! The headless engine in Node: the shipped module, opened on a folder and on bytes.

use std::path::Path;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::built::{copy, language, run_headless as node, site};

#[test]
fn node_searches_a_built_folder_with_snippets() -> Result {
    let found = node(&site()?.join("help"), "refund", &[])?;
    let first = &found["hits"][0];
    assert_eq!((&first["id"], &first["question"]), (&"refund-time".into(), &"When will I get my refund?".into()), "{found}");
    assert!(first["snippet"].as_str().is_some_and(|snippet| !snippet.is_empty()), "{first}");
    assert!(first["score"].as_f64().is_some_and(|score| score > 0.0), "{first}");
    assert!(first["marks"].as_array().is_some_and(|marks| !marks.is_empty()), "{first}");
    assert_eq!(found["length"], 60);
    Ok(())
}

#[test]
fn node_searches_the_bytes_of_one_index() -> Result {
    let help = site()?.join("help");
    let persian = language(&help, "fa")?;
    let index = help.join(persian["index"]["file"].as_str().context("expected an index")?);
    let answers = help.join(persian["answers"][0]["file"].as_str().context("expected answers")?);
    let found = node(&index, "بازگشت وجه", &[&answers])?;
    assert_eq!((&found["lang"], &found["hits"][0]["id"]), (&"fa".into(), &"refund-time".into()), "{found}");
    assert!(found["hits"][0]["snippet"].as_str().is_some_and(|snippet| !snippet.is_empty()), "{found}");
    Ok(())
}

/// A question in Filipino, which shares no word with the English answer that it asks for.
const FILIPINO: &str = "tinanggihan ang bayad ko";

#[test]
fn node_searches_a_built_folder_by_meaning_where_that_is_asked_for() -> Result {
    let help = site()?.join("help");
    let (words, both) = (node(&help, FILIPINO, &[])?, node(&help, FILIPINO, &[Path::new("--meaning")])?);
    assert_ne!(words["hits"][0]["id"], "payment-declined", "{words}");
    assert_eq!((&both["lang"], &both["hits"][0]["id"]), (&"en".into(), &"payment-declined".into()), "{both}");
    let why = both["hits"][0]["why"].as_array().context("expected reasons")?;
    assert!(why.iter().any(|reason| reason["kind"] == "meaning"), "{both}");
    let exact = node(&help, "When will I get my refund?", &[Path::new("--meaning")])?;
    assert_eq!((&exact["hits"][0]["id"], &exact["hits"][0]["exact"]), (&"refund-time".into(), &true.into()), "{exact}");
    Ok(())
}

#[test]
fn an_encoder_that_is_damaged_leaves_node_with_words_alone() -> Result {
    let folder = tempfile::tempdir()?;
    copy(&site()?.join("help"), folder.path())?;
    for entry in std::fs::read_dir(folder.path())? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "fqm") {
            std::fs::write(&path, b"no encoder")?;
        }
    }
    let found = node(folder.path(), "refund", &[Path::new("--meaning")])?;
    assert_eq!(found["hits"][0]["id"], "refund-time", "{found}");
    Ok(())
}

#[test]
fn node_gets_an_error_with_a_remedy_for_bytes_that_are_no_index() -> Result {
    let folder = tempfile::tempdir()?;
    let broken = folder.path().join("index.en.fqi");
    std::fs::write(&broken, b"no index")?;
    let error = node(&broken, "refund", &[]).expect_err("bytes that are no index").to_string();
    assert!(error.contains("expected") && !error.contains("unreachable"), "{error}");
    Ok(())
}
