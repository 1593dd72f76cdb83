//! `faqlet check`: what it prints in each format, and what it ends with.

mod support;

use support::Shop;

/// A shop whose FAQ has an error, a warning and nothing else.
fn faulty() -> Shop {
    let shop = Shop::new();
    shop.put("faq/zh-Hant/returns.md", "---\nquestion: 怎麼退貨？\n---\n30 天之內。\n");
    shop.put("faq/zh-Hant/hours.md", "---\nquestion: 幾點開門？\n---\n九點。\n");
    shop.put("faq/en/hours.md", "---\nquestion: When are you open?\n---\n\nSee [parking](parking.md) ![](/door.png).\n");
    shop
}

#[test]
fn findings_have_file_and_line_and_a_summary() {
    let shop = faulty();
    let ran = shop.run(&["check"]);
    ran.failed(1, &["faqlet: expected an FAQ without findings of severity error or worse; got 1 finding; mend them"]);
    let out = ran.out();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert!(lines[0].starts_with("faq/en/hours.md:5: error: expected a link to an entry in en; got `parking.md`;"), "{}", lines[0]);
    assert!(lines[0].ends_with("[dead-link]"), "{}", lines[0]);
    assert!(lines[1].starts_with("faq/en/hours.md:5: warning: expected a text for an image"), "{}", lines[1]);
    assert_eq!(lines[2], "6 entries in en, zh-Hant: 1 error, 1 warning, 0 notes");
}

#[test]
fn the_severity_decides_how_it_ends() {
    let shop = faulty();
    for (arguments, code) in [
        (&["check", "faq"][..], 1),
        (&["check", "faq", "--skip", "dead-link"], 0),
        (&["check", "faq", "--skip", "dead-link", "--deny", "warnings"], 1),
        (&["check", "faq", "--skip", "dead-link,image-text", "--deny", "notes"], 0),
        (&["check", "faq", "--only", "image-text,unreachable"], 0),
        (&["check", "faq", "--only", "image-text", "--deny", "warnings"], 1),
        (&["check", "missing"], 1),
    ] {
        let ran = shop.run(arguments);
        assert_eq!(ran.0.status.code(), Some(code), "{arguments:?}: {}{}", ran.out(), ran.err());
    }
    assert!(shop.run(&["check", "missing"]).out().starts_with("missing: error: expected a readable folder or file"));
}

#[test]
fn json_names_everything_and_sarif_is_for_code_hosts() {
    let shop = faulty();
    let json: serde_json::Value = serde_json::from_str(&shop.run(&["check", "--format", "json"]).out()).unwrap();
    assert_eq!((&json["entries"], &json["errors"], &json["warnings"]), (&6.into(), &1.into(), &1.into()));
    assert_eq!(json["languages"][1], serde_json::json!({ "lang": "zh-Hant", "entries": 3 }));
    let first = &json["findings"][0];
    for (field, value) in [("rule", "dead-link"), ("severity", "error"), ("file", "faq/en/hours.md"), ("lang", "en"), ("id", "hours")] {
        assert_eq!(first[field], value, "{field}");
    }
    assert_eq!(first["line"], 5);
    let sarif: serde_json::Value = serde_json::from_str(&shop.run(&["check", "--format", "sarif"]).out()).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "faq/en/hours.md");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 5);
}

#[test]
fn one_rule_that_fires_everywhere_does_not_hide_the_others() {
    let shop = Shop::new();
    let lines: String =
        (0..50).map(|n| format!("{{\"id\":\"{n}\",\"question\":\"question {n}\",\"answer\":\"![](/{n}.png)\"}}\n")).collect();
    shop.put("one/many.jsonl", &lines);
    let few = shop.run(&["check", "one", "--only", "image-text"]).out();
    assert_eq!(few.lines().count(), 22, "{few}");
    assert!(few.contains("… and 30 more of image-text; --all lists them\n"), "{few}");
    assert_eq!(shop.run(&["check", "one", "--only", "image-text", "--all"]).out().lines().count(), 51);
}

#[test]
fn what_asks_the_same_in_other_words_is_only_told_where_that_is_wanted() {
    let shop = Shop::new();
    let entry =
        |id: &str, question: &str, answer: &str| format!("{{\"id\":\"{id}\",\"question\":\"{question}\",\"answer\":\"{answer}\"}}\n");
    let first = entry("a", "What is the price of delivery?", "Delivery is 4 euros for each order.");
    shop.put("two/a.jsonl", &(first + &entry("b", "How much does shipping cost?", "Shipping costs 4 euros an order.")));
    for (arguments, told) in [
        (&["check", "two"][..], false),
        (&["check", "two", "--meaning"], true),
        (&["check", "two", "--only", "same-meaning"], true),
        (&["check", "two", "--meaning", "--skip", "same-meaning"], false),
    ] {
        assert_eq!(shop.run(arguments).success().out().contains("[same-meaning]"), told, "{arguments:?}");
    }
}

#[test]
fn an_unknown_rule_is_answered_with_those_there_are() {
    let shop = Shop::new();
    shop.run(&["check", "--only", "spelling"]).failed(2, &["expected one of the rules source, duplicate-id"]);
    let listed = shop.run(&["check", "--rules"]).success().out();
    assert!(listed.lines().any(|line| line.starts_with("near-duplicate")), "{listed}");
    shop.run(&["check"]).success();
}
