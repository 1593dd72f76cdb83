//! What the documents and samples say must be so.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::built::root;

use crate::source::{Source, all, check};

/// The policy that we say is enough.
const POLICY: &str = "script-src 'self' 'wasm-unsafe-eval'";

/// Documents for people.
fn document(source: &Source) -> bool {
    source.path == "README.md" || (source.below(&["docs"]) && source.kind() == "md")
}

#[test]
fn documents_name_only_commands_that_exist() -> Result {
    let (tasks, commands) = (commands("xtask/src/main.rs")?, commands("crates/cli/src/main.rs")?);
    check("expected commands that exist", document, |source| {
        let named = |start: &str, known: &BTreeSet<String>| -> Vec<String> {
            let words = after(&source.text, start);
            words.into_iter().filter(|word| !known.contains(word)).map(|word| format!("{}: {start}{word}", source.path)).collect()
        };
        [named("cargo xtask ", &tasks), named("`faqlet ", &commands), named("\nfaqlet ", &commands)].concat()
    })
}

#[test]
fn documents_name_only_files_that_exist() -> Result {
    let folders = ["src/", "www/", "crates/", "tests/", "docs/", "pkg-config/", "xtask/", ".ci/"];
    check("expected paths that exist", document, |source| {
        let quoted = source.text.split('`').skip(1).step_by(2);
        let paths = quoted.filter(|text| folders.iter().any(|folder| text.starts_with(folder)) && !text.contains(['<', '*', ' ', '{']));
        paths.filter(|path| !root().join(path).exists()).map(|path| format!("{}: {path}", source.path)).collect()
    })
}

#[test]
fn pictures_in_documents_exist() -> Result {
    check("expected pictures that exist", document, |source| {
        let targets = source.text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let local = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
        let folder = Path::new(&source.path).parent().unwrap_or(Path::new(""));
        let file = |target: &str| root().join(folder).join(target.split('#').next().unwrap_or_default());
        local.filter(|target| !file(target).exists()).map(|target| format!("{}: {target}", source.path)).collect()
    })
}

#[test]
fn pages_and_header_samples_ask_for_the_policy_that_we_say_is_enough() -> Result {
    let samples = |source: &Source| source.below(&["pkg-config/headers"]) || (source.below(&["www"]) && source.kind() == "html");
    check("expected the strict policy", samples, |source| {
        // A page that registers a worker needs one name for it.
        let types = if source.below(&["www/field"]) { "trusted-types service-worker" } else { "trusted-types 'none'" };
        let strict = source.text.contains(POLICY) && source.text.contains(types) && !source.text.contains("'unsafe-");
        if strict { Vec::new() } else { vec![source.path.clone()] }
    })
}

#[test]
fn the_npm_package_is_of_the_workspaces_version_and_ships_the_built_files() -> Result {
    let package: serde_json::Value = serde_json::from_str(&fs::read_to_string(root().join("pkg-config/npm/package.json"))?)?;
    let workspace: toml::Table = toml::from_str(&fs::read_to_string(root().join("Cargo.toml"))?)?;
    let version = workspace["workspace"]["package"]["version"].as_str().context("expected a workspace version")?;
    assert_eq!(package["version"], version);
    assert_eq!(package["license"].as_str(), workspace["workspace"]["package"]["license"].as_str());
    let files: BTreeSet<&str> = package["files"].as_array().context("expected files")?.iter().filter_map(|name| name.as_str()).collect();
    for built in [
        "faqlet.js",
        "faqlet-sw.js",
        "widget.js",
        "widget.wasm",
        "widget.css",
        "ui.json",
        "more.js",
        "first.js",
        "engine.js",
        "engine.wasm",
        "engine-meaning.js",
        "engine-meaning.wasm",
        "headless.js",
    ] {
        assert!(files.contains(built), "{built} is built and must be shipped");
    }
    let own = fs::read_dir(root().join("pkg-config/npm"))?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    for name in own.collect::<Result<Vec<String>>>()? {
        // npm takes these two along without being told.
        assert!(["package.json", "README.md"].contains(&name.as_str()) || files.contains(name.as_str()), "{name} is not shipped");
    }
    for script in ["scripts", "dependencies"] {
        assert!(package.get(script).is_none(), "an installation must run and fetch nothing");
    }
    Ok(())
}

#[test]
fn both_licences_are_there() -> Result {
    let names: BTreeSet<String> = all()?.into_iter().map(|source| source.path).collect();
    for name in ["LICENSE-MIT", "LICENSE-APACHE", "Cargo.lock", "README.md"] {
        assert!(names.contains(name), "{name} is missing");
    }
    Ok(())
}

/// The subcommands of a program: the variants of its clap enum `Command`, in lower case.
fn commands(path: &str) -> Result<BTreeSet<String>> {
    let text = fs::read_to_string(root().join(path))?;
    let start = text.find("enum Command {").with_context(|| format!("expected `enum Command` in {path}"))?;
    let body = text[start..].split("\n}").next().unwrap_or_default();
    let names = body.lines().map(str::trim).filter(|line| line.starts_with(char::is_uppercase));
    Ok(names.map(|line| line.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()).collect())
}

/// The words that follow `start`, wherever it stands.
fn after(text: &str, start: &str) -> Vec<String> {
    let words = text.split(start).skip(1).map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect::<String>());
    words.filter(|word| !word.is_empty()).collect()
}
