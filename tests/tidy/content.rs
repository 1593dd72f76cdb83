//! The demo's FAQ: the same answers in four languages, none of them about anybody real.

use std::collections::{BTreeMap, BTreeSet};

use faqlet_tests::Result;

use crate::source::{Source, all, check};

/// The demo's languages.
const LANGUAGES: [&str; 4] = ["en", "fa", "fil", "zh-Hant"];

/// Fewest entries that make the demo a help centre rather than a sample.
const FEWEST: usize = 55;

fn entry(source: &Source) -> bool {
    source.below(&["www/demo/faq"]) && source.kind() == "md"
}

/// The language an entry stands under.
fn language(source: &Source) -> &str {
    source.path.trim_start_matches("www/demo/faq/").split('/').next().unwrap_or_default()
}

/// The value of a front matter key that stands on one line.
fn value<'a>(source: &'a Source, key: &str) -> Option<&'a str> {
    let front = source.text.strip_prefix("---\n")?.split("\n---\n").next()?;
    front.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':')).map(str::trim)
}

#[test]
fn every_language_of_the_demo_answers_the_same_questions() -> Result {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in all()?.iter().filter(|source| entry(source)) {
        let id = value(source, "id").unwrap_or_else(|| panic!("{}: expected an id", source.path));
        let new = ids.entry(language(source).to_owned()).or_default().insert(id.to_owned());
        assert!(new, "{}: {id} stands twice in one language", source.path);
    }
    assert_eq!(ids.keys().map(String::as_str).collect::<Vec<_>>(), LANGUAGES);
    let first = &ids["en"];
    assert!(first.len() >= FEWEST, "expected at least {FEWEST} entries, got {}", first.len());
    for (lang, own) in &ids {
        assert!(own == first, "{lang} differs from English in {:?}", own.symmetric_difference(first).collect::<Vec<_>>());
    }
    Ok(())
}

#[test]
fn every_entry_of_the_demo_has_question_wordings_category_tags_and_an_answer() -> Result {
    check("expected a whole entry", entry, |source| {
        let keys = ["id", "question", "category"].iter().filter(|key| value(source, key).is_none_or(str::is_empty));
        let lists = ["also", "tags"].iter().filter(|key| value(source, key).is_none());
        let answer = source.text.split("\n---\n").nth(1).unwrap_or_default().trim();
        let short = if answer.chars().count() < 20 { Some("answer") } else { None };
        keys.chain(lists).copied().chain(short).map(|what| format!("{}: {what}", source.path)).collect()
    })
}

#[test]
fn addresses_in_the_demo_can_belong_to_nobody() -> Result {
    let reserved = [".example", "example.com", "example.org", "w3.org", "schema.org"];
    check(
        "expected reserved names",
        |source| source.below(&["www/demo"]),
        |source| {
            let hosts = source.text.split("://").skip(1).chain(source.text.split('@').skip(1));
            let hosts =
                hosts.map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-').next().unwrap_or_default());
            let named = hosts.filter(|host| host.contains('.'));
            let wrong = named.filter(|host| !reserved.iter().any(|end| host.trim_end_matches('.').ends_with(end)));
            wrong.map(|host| format!("{}: {host}", source.path)).collect()
        },
    )
}
