//! What may be done only in one place, or nowhere.

use faqlet_tests::Result;
use faqlet_tests::built::root;

use crate::source::{Source, check, lines_with};

/// Ways to turn a string into markup or code. A strict page policy refuses them, and a hostile answer would use them.
const STRINGS_TO_MARKUP: &[&str] = &[
    "innerHTML",
    "inner_html",
    "outerHTML",
    "outer_html",
    "insertAdjacentHTML",
    "insert_adjacent_html",
    "document.write",
    "from_html_unchecked",
    "createContextualFragment",
    "DOMParser",
    "setHTML",
    "srcdoc",
    "new Function",
    "eval(",
];

/// What the widget may touch only in its host adapters.
const HOST: &[&str] = &[
    "window()",
    "local_storage",
    "session_storage",
    "localStorage",
    "sessionStorage",
    "indexed_db",
    "indexedDB",
    "IdbFactory",
    "send_beacon",
    "sendBeacon",
    "fetch_with",
    "gloo::storage",
    "gloo::net",
    "gloo::utils::window",
    "navigator()",
];

/// How SQL looks in Rust.
const SQL: &[&str] = &["SELECT ", "INSERT ", "UPDATE ", "DELETE FROM", "CREATE TABLE", "CREATE INDEX", "PRAGMA ", "rusqlite"];

/// What the page's own code is made of.
fn shipped(source: &Source) -> bool {
    source.below(&["src"]) || ["www/faqlet.js", "www/faqlet-sw.js", "www/headless.js"].contains(&source.path.as_str())
}

#[test]
fn no_string_becomes_markup_or_code_in_the_browser() -> Result {
    check("expected nodes, not strings of markup", shipped, |source| lines_with(source, STRINGS_TO_MARKUP))
}

#[test]
fn no_element_gets_a_style_attribute() -> Result {
    check("expected classes and one style sheet", shipped, |source| lines_with(source, &[" style=", "setAttribute('style", "\"style\""]))
}

#[test]
fn only_the_host_adapters_touch_window_storage_and_network() -> Result {
    check(
        "expected this in src/host",
        |source| source.below(&["src"]) && !source.below(&["src/host"]) && source.path != "src/host.rs",
        |source| lines_with(source, HOST),
    )
}

#[test]
fn only_the_collectors_store_names_sql() -> Result {
    let elsewhere = |source: &Source| {
        // Its tests look past it, to see what is really on the disk.
        let store =
            source.below(&["crates/collector/src/store", "crates/collector/tests"]) || source.path == "crates/collector/src/store.rs";
        source.kind() == "rs" && source.below(&["crates", "src"]) && !store
    };
    check("expected SQL in the collector's store module", elsewhere, |source| lines_with(source, SQL))
}

#[test]
fn no_file_names_a_place_on_the_machine_it_was_written_on() -> Result {
    let root = root();
    let above = root.parent().filter(|above| above.components().count() > 1).map(|above| format!("{}/", above.display()));
    let homes = ["HOME", "CARGO_HOME"].iter().filter_map(|name| std::env::var(name).ok()).filter(|path| path.len() > 1);
    let places: Vec<String> = homes.map(|home| format!("{home}/")).chain(above).chain([root.display().to_string()]).collect();
    check(
        "expected paths relative to the checkout",
        |_| true,
        |source| {
            let faulty = source.lines().filter(|(_, line)| places.iter().any(|place| line.contains(place.as_str())));
            faulty.map(|(number, _)| format!("{}:{number}", source.path)).collect()
        },
    )
}

#[test]
fn lock_files_name_no_private_registry() -> Result {
    let public = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    check(
        "expected the public registry",
        |source| source.path == "Cargo.lock" || source.path.ends_with("/Cargo.lock"),
        |source| {
            let other = source.lines().filter(|(_, line)| line.starts_with("source = ") && *line != public);
            other.map(|(number, line)| format!("{}:{number}: {line}", source.path)).collect()
        },
    )?;
    check(
        "expected a lock file without addresses",
        |source| source.path.ends_with("package-lock.json"),
        |source| lines_with(source, &["\"resolved\""]),
    )
}
