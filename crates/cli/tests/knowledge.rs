//! `faqlet new`, `faqlet diff` and `faqlet export`: from an empty folder to a release note.

mod support;

use std::fs;
use support::Shop;

#[test]
fn a_new_folder_is_checked_built_and_exported_without_arguments() {
    let shop = Shop::new();
    let made = shop.run(&["new", "start"]);
    assert!(made.success().out().contains("cd start && faqlet check && faqlet build && faqlet serve"), "{}", made.out());
    let run = |arguments: &[&str]| support::Ran(shop.command(arguments).current_dir(shop.path("start")).output().unwrap());
    let checked = run(&["check", "--deny", "notes"]);
    assert_eq!(checked.success().out(), "8 entries in en, zh-Hant: nothing to mend\n");
    let built = run(&["build", "--no-widget"]);
    assert!(built.success().out().starts_with("Built site/help"), "{}", built.out());
    assert_eq!(built.err(), "");
    for name in ["manifest.json", "pages/en.html", "pages/zh-Hant.html"] {
        assert!(shop.path("start/site/help").join(name).is_file(), "{name}");
    }
    assert_eq!(run(&["export"]).json()["entries"].as_array().unwrap().len(), 8);
    shop.run(&["new", "start"]).failed(1, &["start: expected an empty folder, or none; got one with `"]);
    shop.put("file", "x");
    shop.run(&["new", "file"]).failed(1, &["file: expected an empty folder"]);
    fs::create_dir(shop.path("empty")).unwrap();
    shop.run(&["new", "empty"]).success();
}

#[test]
fn differences_are_listed_by_language_and_id() {
    let shop = Shop::built();
    assert_eq!(shop.run(&["diff", "help", "faq", "--exit-code"]).success().out(), "No answer differs.\n");
    shop.put("faq/en/returns.md", "---\nquestion: How do I return something?\ntags: [return]\n---\nWithin [14 days](hours.md).\n");
    shop.put("faq/en/hours.md", "---\nquestion: When are you open?\ncategory: Shop\n---\nFrom nine to **five**.\n");
    shop.put("faq/en/park_ing.md", "---\nquestion: Where can I *park*?\n---\nBehind the house.\n");
    fs::remove_file(shop.path("faq/zh-Hant/refund.md")).unwrap();
    let text = shop.run(&["diff", "help", "faq"]).success().out();
    let expected = "+ en park_ing: Where can I *park*?\n~ en hours: When are you open? (form)\n\
                    ~ en returns: How do I return something? (answer, links, category)\n- zh-Hant refund: 什麼時候會收到退款？\n\
                    1 added, 2 changed, 1 removed\n";
    assert_eq!(text, expected);
    let unified = shop.run(&["diff", "help", "faq", "-u", "--lang", "en"]).success().out();
    for line in ["    -Within 30 days, with the label that came with the parcel.\n", "    +Within 14 days.\n", "    +link: #faq=hours\n"] {
        assert!(unified.contains(line), "{line} in {unified}");
    }
    assert!(unified.ends_with("1 added, 2 changed, 0 removed\n"), "{unified}");
    let json = shop.run(&["diff", "help", "faq", "--format", "json"]).json();
    assert_eq!(json["changed"][1]["fields"], serde_json::json!(["answer", "links", "category"]));
    assert_eq!(json["changed"][1]["after"]["answer"], "Within 14 days.");
    assert_eq!(json["removed"][0]["id"], "refund");
    let markdown = shop.run(&["diff", "help", "faq", "--format", "markdown", "--unified"]).success().out();
    for part in ["## Added\n\n- Where can I \\*park\\*? (`park_ing`, en)\n", "## Removed\n\n- 什麼", "  ```diff\n"] {
        assert!(markdown.contains(part), "{part} in {markdown}");
    }
    shop.run(&["diff", "help", "faq", "--exit-code"]).failed(1, &["got 4 that differ"]);
    shop.run(&["diff", "help", "faq", "--lang", "fr"]).failed(1, &["expected answers in `fr`"]);
    shop.run(&["diff", "help", "missing"]).failed(1, &["missing: expected a folder made by `faqlet build`, or an FAQ without errors"]);
}

#[test]
fn every_answer_is_exported_in_each_format() {
    let shop = Shop::built();
    let json = shop.run(&["export", "help"]).json();
    assert_eq!(json["faqlet_export"], 1);
    let entries = json["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 4);
    let returns = entries.iter().find(|entry| entry["id"] == "returns").unwrap();
    assert_eq!(returns["answer"], "Within 30 days, with the label that came with the parcel.");
    assert_eq!((&returns["lang"], &returns["category"][1], &returns["tags"][0]), (&"en".into(), &"Returns".into(), &"return".into()));
    let csv = shop.run(&["export", "help", "--format", "csv", "--lang", "en"]).success().out();
    assert!(csv.starts_with("\u{feff}id,lang,category,question,answer,tags\r\n"), "{csv}");
    assert!(csv.contains("\r\nrefund,en,Orders / Returns,When will I get my refund?,After a week.,\r\n"), "{csv}");
    assert_eq!(csv.matches("\r\n").count(), 4);
    let text = shop.run(&["export", "help", "--format", "text", "--lang", "zh-Hant"]).success().out();
    assert_eq!(text, "什麼時候會收到退款？\n[zh-Hant, refund, 退貨]\n\n一週之後。\n\n\n");
    shop.run(&["export", "faq", "--format", "jsonl", "--out", "again/all.jsonl"]).failed(1, &["all.jsonl: expected a file"]);
    fs::create_dir(shop.path("again")).unwrap();
    shop.run(&["export", "faq", "--format", "jsonl", "--out", "again/all.jsonl"]).success();
    assert_eq!(fs::read_dir(shop.path("again")).unwrap().count(), 1, "nothing half written is left");
    shop.run(&["build", "again", "--out", "second", "--no-widget"]).success();
    let again = shop.run(&["export", "second"]).json();
    assert_eq!(again["entries"].as_array().unwrap().len(), 4);
    shop.run(&["export", "help", "--lang", "fr"]).failed(1, &["expected one of its languages (en, zh-Hant)"]);
    shop.run(&["export", "missing"]).failed(1, &["missing: expected a folder made by `faqlet build`"]);
}
