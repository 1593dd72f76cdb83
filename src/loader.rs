//! Holds the loader together with what it repeats: the look of the facade, and the few sentences that are needed before the widget. And
//! holds what is said of the element, in the guide and in its description for editors, together with what it is.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{minify, ui};

fn www(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("www").join(name)).unwrap()
}

/// The part of the sheet that the loader paints with.
fn facade(sheet: &str) -> &str {
    sheet.split_once("/* facade */").unwrap().1.split_once("/* end of facade */").unwrap().0
}

#[test]
fn the_loader_paints_with_the_sheets_own_facade() {
    let loader = www("faqlet.js");
    let (before, rest) = loader.split_once("const CSS = `").unwrap();
    let (there, after) = rest.split_once('`').unwrap();
    let wanted = minify::css(facade(&www("faqlet.css")));
    if std::env::var_os("FAQLET_BLESS").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/faqlet.js");
        fs::write(path, format!("{before}const CSS = `{wanted}`{after}")).unwrap();
        return;
    }
    assert_eq!(there, wanted, "faqlet.css has changed: run FAQLET_BLESS=1 cargo test -p faqlet-widget loader");
}

#[test]
fn the_loader_says_what_the_widget_says() {
    let words = serde_json::to_string(&ui::ALL[0].words()).unwrap();
    let call = format!("JSON.parse('{{\"{}\":{words}}}')", ui::ALL[0].lang);
    assert!(www("faqlet.js").contains(&call), "expected the loader's WORDS to be: {call}");
}

#[test]
fn the_loader_draws_the_same_icons() {
    let icons = include_str!("components/icon.rs");
    let loader = www("faqlet.js");
    let mut compared = 0;
    for line in loader.lines().filter(|line| line.trim_start().starts_with("search: 'M") || line.trim_start().starts_with("help: 'M")) {
        let path = line.split('\'').nth(1).unwrap();
        assert!(icons.contains(path), "expected components/icon.rs to draw {path}");
        compared += 1;
    }
    assert_eq!(compared, 2);
}

/// A function of a script, from its name to the brace that ends it.
fn function<'a>(script: &'a str, name: &str) -> &'a str {
    let body = script.split_once(&format!("function {name}(")).unwrap().1;
    body.split_once("\n}").unwrap().0
}

#[test]
fn first_results_are_found_and_coloured_as_the_widget_does_it() {
    let first = www("first.js");
    let browser = include_str!("host/browser.js");
    assert_eq!(function(&first, "isDark"), function(browser, "isDark"));
    let sources =
        [include_str!("state/results.rs"), include_str!("state/reduce.rs"), include_str!("state/answers.rs"), include_str!("app.rs")]
            .concat();
    let own = |name: &str| {
        let rest = sources.split_once(&format!("const {name}: ")).unwrap().1;
        rest.split_once(" = ").unwrap().1.split_once(';').unwrap().0.to_owned()
    };
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for line in first.lines().filter_map(|line| line.strip_prefix("const [")) {
        let (left, right) = line.split_once("] = [").unwrap();
        names.extend(left.split(", ").map(str::to_owned));
        values.extend(right.trim_end_matches("];").split(", ").map(str::to_owned));
    }
    assert_eq!(names.len(), 8);
    assert_eq!(names.iter().map(|name| own(name)).collect::<Vec<_>>(), values, "of {names:?}");
    assert!(first.contains(&format!("const QUIET = {};", own("QUIET"))));
    assert!(include_str!("components/icon.rs").contains(first.split_once("const CLOSE = '").unwrap().1.split_once('\'').unwrap().0));
}

#[test]
fn first_results_say_what_the_widget_says() {
    let first = www("first.js");
    let names = first.split_once("const [lang, ").unwrap().1.split_once("] = texts;").unwrap().0;
    let names: Vec<&str> = names.split(',').map(str::trim).collect();
    let (english, list) = (ui::ALL[0], ui::ALL[0].list());
    let at = |name: &str| list[1 + names.iter().position(|one| *one == name).unwrap()];
    let said = ["clear", "results", "topicsName", "all", "more", "nothing", "hint", "unsure", "corrected", "instead"].map(at);
    let own = [
        english.clear,
        english.results,
        english.topics,
        english.all,
        english.more,
        english.nothing,
        english.nothing_hint,
        english.unsure,
        english.corrected,
        english.instead,
    ];
    assert_eq!(said, own);
    let found = 1 + names.iter().position(|one| *one == "...found").unwrap();
    assert_eq!((list[found + 1], list[found + 5]), (english.found.one, english.found.other));
}

#[test]
fn every_private_property_is_defined_and_every_public_one_has_a_default() {
    let sheet = minify::css(&www("faqlet.css"));
    for used in sheet.split("var(").skip(1) {
        let name = used.split([',', ')']).next().unwrap();
        if let Some(private) = name.strip_prefix("--_") {
            assert!(sheet.contains(&format!("--_{private}:")), "{name} is used but not defined");
        } else {
            assert!(name.starts_with("--faqlet-"), "{name} is neither public nor private");
            assert!(used[name.len()..].starts_with(','), "{name} has no default");
        }
    }
}

#[test]
fn minifying_keeps_what_blanks_mean() {
    let short = minify::css(
        "/* a */ .a > .b:not(.c) .d { margin: 0 auto ; color: rgb(0 0 0 / .5); }\n@media (min-width: 1px) { a { b: calc(1px + 2px) } }",
    );
    assert_eq!(short, ".a>.b:not(.c) .d{margin:0 auto;color:rgb(0 0 0 / .5)}@media (min-width:1px){a{b:calc(1px + 2px)}}");
}

/// The names that a file uses between a marker and the first character that cannot be in a name.
fn names(text: &str, marker: &str) -> BTreeSet<String> {
    let name = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
    text.split(marker).skip(1).map(name).filter(|name| !name.is_empty()).collect()
}

/// What stands between single quotes, or backticks.
fn quoted(text: &str, quote: char) -> BTreeSet<String> {
    text.split(quote).skip(1).step_by(2).map(str::to_owned).collect()
}

/// A list of names in the loader.
fn list(name: &str) -> BTreeSet<String> {
    let loader = www("faqlet.js");
    quoted(loader.split_once(&format!("const {name} = [")).unwrap().1.split_once(']').unwrap().0, '\'')
}

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The attributes that the element knows: those that make a new widget, and the one that the style sheet reads.
fn attributes() -> BTreeSet<String> {
    list("ATTRIBUTES").into_iter().chain(["theme".to_owned()]).collect()
}

/// The verbs, and what listens.
fn verbs() -> BTreeSet<String> {
    list("VERBS").into_iter().chain(["on".to_owned()]).collect()
}

/// The parts that are drawn.
fn parts() -> BTreeSet<String> {
    let files = fs::read_dir(root("src/components")).unwrap();
    names(&files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect::<String>(), "part=")
}

/// The events that the page is told of.
fn events() -> BTreeSet<String> {
    let page = fs::read_to_string(root("src/host/page.rs")).unwrap();
    let told = page.split_once("pub(crate) fn notify").unwrap().1;
    let told_of = |name: &String| told.contains(&format!("(\"{name}\", JsValue::NULL)")) || told.contains(&format!("(\"{name}\", object"));
    names(told, "(\"").into_iter().filter(told_of).map(|name| format!("faqlet-{name}")).collect()
}

#[test]
fn the_guide_names_every_property_part_verb_event_and_attribute_and_no_others() {
    let guide = fs::read_to_string(root("docs/WIDGET.md")).unwrap();
    let between = |start: &str, end: &str| guide.split_once(start).unwrap().1.split_once(end).unwrap().0;
    let first_column = |table: &str| {
        let cells = table.lines().skip(2).filter_map(|line| line.split('|').nth(1));
        cells.flat_map(|cell| quoted(cell, '`')).collect::<BTreeSet<_>>()
    };
    assert_eq!(names(&guide, "--faqlet-"), names(&www("faqlet.css"), "var(--faqlet-"), "custom properties");
    assert_eq!(quoted(between("Parts: ", "\n\n"), '`'), parts(), "parts");
    assert_eq!(first_column(between("| attribute |", "\n\n")), attributes(), "attributes");
    assert_eq!(first_column(between("| verb |", "\n\n")), verbs(), "verbs");
    assert_eq!(first_column(between("| event |", "\n\n")), events(), "events");
}

/// The description of the element that editors and catalogues read.
fn described() -> Value {
    let text = fs::read_to_string(root("pkg-config/npm/custom-elements.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["modules"][0]["declarations"][0].clone()
}

/// One kind of members of the element, each of which has a name of its own and a sentence.
fn members(kind: &str) -> Vec<Value> {
    let members = described()[kind].as_array().unwrap_or_else(|| panic!("expected {kind}")).clone();
    for member in &members {
        assert!(member["description"].as_str().is_some_and(|text| text.ends_with('.')), "{kind}: expected a sentence in {member}");
    }
    let different: BTreeSet<&str> = members.iter().filter_map(|member| member["name"].as_str()).collect();
    assert_eq!(different.len(), members.len(), "{kind}: expected names that differ");
    members
}

fn named(kind: &str) -> BTreeSet<String> {
    members(kind).iter().map(|member| member["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_elements_description_names_what_the_code_has_and_no_more() {
    assert_eq!(named("attributes"), attributes());
    assert_eq!(named("events"), events());
    assert_eq!(named("cssParts"), parts());
    let properties = names(&www("faqlet.css"), "var(--faqlet-").into_iter().map(|name| format!("--faqlet-{name}"));
    assert_eq!(named("cssProperties"), properties.collect());
    // Methods of the class that are no reactions to the page, and those that are made of the list of verbs.
    let loader = www("faqlet.js");
    let class = loader.split_once("class FaqLet extends HTMLElement {").unwrap().1.split_once("\n  }\n").unwrap().0;
    let heads = class.lines().filter_map(|line| line.strip_prefix("    ")?.split_once('('));
    let own = heads.map(|(name, _)| name.to_owned()).filter(|name| name.chars().all(char::is_alphabetic) && !name.ends_with("Callback"));
    assert_eq!(named("members"), own.chain(list("VERBS")).collect());
    assert_eq!(loader.matches("make('slot', {})").count(), loader.matches("'slot'").count(), "expected slots without a name");
    assert_eq!(named("slots"), BTreeSet::from([String::new()]));
}

#[test]
fn the_elements_description_says_what_types_sheet_and_code_say() {
    let types = fs::read_to_string(root("pkg-config/npm/index.d.ts")).unwrap();
    for attribute in members("attributes") {
        let name = attribute["name"].as_str().unwrap();
        let declared = types.lines().find_map(|line| line.trim().strip_prefix(name)?.strip_prefix("?: ")).unwrap();
        let declared = if declared == "FaqletMode;" { types.split_once("type FaqletMode = ").unwrap().1 } else { declared };
        let declared = declared.split_once(';').unwrap().0;
        assert_eq!(quoted(attribute["type"]["text"].as_str().unwrap(), '\''), quoted(declared, '\''), "{name}");
    }
    let mount = fs::read_to_string(root("src/mount.rs")).unwrap();
    let collect = members("attributes").into_iter().find(|attribute| attribute["name"] == "collect").unwrap();
    assert!(mount.contains(&format!("const ENDPOINT: &str = {};", collect["default"])), "the default of collect");

    let details = types.split_once("interface FaqletDetails {").unwrap().1.split_once("\n}").unwrap().0;
    for event in members("events") {
        let name = event["name"].as_str().unwrap().trim_start_matches("faqlet-");
        let detail = details.lines().find_map(|line| line.trim().strip_prefix(name)?.strip_prefix(": ")?.strip_suffix(';')).unwrap();
        assert_eq!(event["type"]["text"], format!("CustomEvent<{detail}>"), "{name}");
    }
    let sheet = www("faqlet.css");
    for property in members("cssProperties") {
        let (name, default) = (property["name"].as_str().unwrap(), property["default"].as_str().unwrap_or_default());
        assert!(sheet.contains(&format!("var({name}, {default}")), "{name}: expected the default of the sheet");
    }
}
