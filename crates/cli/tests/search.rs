//! `faqlet search`.

mod support;

use std::fs;
use support::Shop;

#[test]
fn json_has_all_that_a_result_list_needs() {
    let shop = Shop::built();
    let hits = shop.run(&["search", "help", "send it back", "--json", "--lang", "en"]).json();
    let first = &hits[0];
    assert_eq!(first["id"], "returns");
    assert_eq!(first["question"], "How do I return something?");
    assert_eq!(first["category"], serde_json::json!(["Orders", "Returns"]));
    assert_eq!(first["lang"], "en");
    assert!(first["score"].as_f64().unwrap() > 0.0);
    assert!(first["snippet"].as_str().unwrap().contains("30 days"), "{first}");
    assert!(!first["why"].as_array().unwrap().is_empty(), "{first}");
}

#[test]
fn marks_count_as_javascript_does() {
    let shop = Shop::built();
    let hits = shop.run(&["search", "help", "退款", "--json"]).json();
    assert_eq!((&hits[0]["id"], &hits[0]["lang"]), (&"refund".into(), &"zh-Hant".into()));
    assert_eq!(hits[0]["marks"], serde_json::json!([[7, 9]]));
}

#[test]
fn languages_are_merged_unless_one_is_named() {
    let shop = Shop::new();
    shop.put("faq/fil/refund.md", "---\nquestion: Kailan darating ang refund ko?\n---\nSa isang linggo.\n");
    shop.build(&[]).success();
    let languages = |more: &[&str]| {
        // By words alone: what is near in meaning is in every language.
        let hits = shop.run(&[&["search", "help", "refund", "--json", "--meaning", "off"], more].concat()).json();
        let mut languages: Vec<String> = hits.as_array().unwrap().iter().map(|hit| hit["lang"].as_str().unwrap().to_owned()).collect();
        languages.sort();
        languages.dedup();
        languages
    };
    assert_eq!(languages(&[]), ["en", "fil"]);
    assert_eq!(languages(&["--lang", "fil"]), ["fil"]);
    assert_eq!(languages(&["--lang", "fil-PH"]), ["fil"]);
    assert_eq!(shop.run(&["search", "help", "refund", "--json", "--limit", "1"]).json().as_array().unwrap().len(), 1);
}

#[test]
fn text_is_for_people() {
    let shop = Shop::built();
    let out = shop.run(&["search", "help", "refund"]).success().out();
    assert!(out.starts_with(" 1. When will I get my refund?\n    After a week."), "{out}");
    let out = shop.run(&["search", "help", "zzzzqqq"]).success().out();
    assert!(out.contains("Nothing found"), "{out}");
}

#[test]
fn any_text_is_a_query() {
    let shop = Shop::built();
    for query in ["", " ", "\u{1F600}", "--", "\"", "\\", "a\u{301}\u{202e}", &"x ".repeat(5_000)] {
        shop.run(&["search", "help", "--json", "--", query]).success();
    }
}

#[test]
fn damaged_folders_are_explained() {
    let shop = Shop::built();
    let index = fs::read_dir(shop.path("help"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("index.en."));
    let index = index.unwrap();
    let bytes = fs::read(&index).unwrap();
    let search = || shop.run(&["search", "help", "refund"]);

    fs::write(&index, &bytes[..bytes.len() / 2]).unwrap();
    search().failed(1, &["index.en.", "expected", "got"]);
    let mut newer = bytes.clone();
    newer[8] = 99;
    fs::write(&index, &newer).unwrap();
    search().failed(1, &["newer format 99"]);
    fs::remove_file(&index).unwrap();
    search().failed(1, &["expected the file that the manifest names"]);
    fs::write(&index, &bytes).unwrap();
    search().success();

    let manifest = fs::read_to_string(shop.path("help/manifest.json")).unwrap();
    for (text, says) in [
        ("{", "expected a manifest of Faqlet"),
        ("{\"faqlet\":2}", "expected manifest version 1; got 2"),
        ("{\"faqlet\":1}", "expected a whole manifest"),
        (&manifest.replace("\"index.en.", "\"../index.en."), "expected names of files"),
    ] {
        shop.put("help/manifest.json", text);
        search().failed(1, &[says]);
    }
    shop.run(&["search", "faq", "refund"]).failed(1, &["expected a folder made by `faqlet build`"]);
    shop.put("help/manifest.json", &manifest);
    shop.run(&["search", "help", "refund", "--lang", "fa"]).failed(1, &["en, zh-Hant"]);
    shop.run(&["search", "help"]).failed(2, &["<QUERY>"]);
}
