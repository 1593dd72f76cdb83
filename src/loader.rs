//! Holds the loader together with what it repeats: the look of the facade, and the few sentences that are needed before the widget.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

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

#[test]
fn the_guide_names_every_property_part_verb_event_and_attribute_and_no_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = fs::read_to_string(root.join("docs/WIDGET.md")).unwrap();
    let quoted = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    let between = |start: &str, end: &str| guide.split_once(start).unwrap().1.split_once(end).unwrap().0;

    assert_eq!(names(&guide, "--faqlet-"), names(&www("faqlet.css"), "var(--faqlet-"), "custom properties");

    let components = fs::read_dir(root.join("src/components")).unwrap();
    let drawn: String = components.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    assert_eq!(quoted(between("Parts: ", "\n\n")), names(&drawn, "part="), "parts");

    let loader = www("faqlet.js");
    let list = |name: &str| {
        let items = loader.split_once(&format!("const {name} = [")).unwrap().1.split_once(']').unwrap().0;
        items.split('\'').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let first_column =
        |table: &str| table.lines().skip(2).filter_map(|line| line.split('|').nth(1)).flat_map(quoted).collect::<BTreeSet<_>>();
    let mut attributes = list("ATTRIBUTES");
    attributes.insert("theme".into());
    assert_eq!(first_column(between("| attribute |", "\n\n")), attributes, "attributes");
    let mut verbs = list("VERBS");
    verbs.insert("on".into());
    assert_eq!(first_column(between("| verb |", "\n\n")), verbs, "verbs");

    let page = fs::read_to_string(root.join("src/host/page.rs")).unwrap();
    let told = page.split_once("pub(crate) fn notify").unwrap().1;
    let events = names(told, "(\"")
        .into_iter()
        .filter(|name| told.contains(&format!("(\"{name}\", JsValue::NULL)")) || told.contains(&format!("(\"{name}\", object")));
    assert_eq!(first_column(between("| event |", "\n\n")), events.map(|name| format!("faqlet-{name}")).collect(), "events");
}
