//! Who may depend on whom, and under what licence.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use anyhow::{Context, bail};
use faqlet_tests::Result;
use faqlet_tests::built::root;
use serde_json::Value;

/// Crates without I/O, and the crates of ours that each may use.
const PURE: &[(&str, &[&str])] =
    &[("faqlet-engine", &[]), ("faqlet-profile", &[]), ("faqlet-beacon", &[]), ("faqlet-meaning", &["faqlet-engine"])];

/// What the other parts may use of ours. The widget must not know files or SQL, the collector neither engine nor profile.
const OTHERS: &[(&str, &[&str])] = &[
    ("faqlet-widget", &["faqlet-engine", "faqlet-profile", "faqlet-beacon", "faqlet-meaning"]),
    ("faqlet-compiler", &["faqlet-engine", "faqlet-profile", "faqlet-meaning"]),
    ("faqlet-collector", &["faqlet-beacon"]),
    ("faqlet-cli", &["faqlet-engine", "faqlet-meaning", "faqlet-compiler", "faqlet-collector", "faqlet-beacon"]),
    ("faqlet-tests", &[]),
    ("xtask", &[]),
];

/// Crates that only work in a browser.
const BROWSER: &[&str] = &["wasm-bindgen", "js-sys", "web-sys", "gloo", "yew", "serde-wasm-bindgen"];

/// Too heavy for what every visitor downloads.
const HEAVY: &[&str] = &["regex", "serde_json", "chrono", "time", "icu", "reqwest", "tokio"];

#[test]
fn parts_depend_only_on_the_parts_they_may_know() -> Result {
    let graph = Graph::read()?;
    for (name, allowed) in PURE.iter().chain(OTHERS) {
        let ours = graph.normal(name)?.into_iter().filter(|dependency| dependency.starts_with("faqlet-"));
        let wrong: Vec<&str> = ours.filter(|dependency| !allowed.contains(dependency)).collect();
        assert!(wrong.is_empty(), "{name} must not know {wrong:?}");
    }
    Ok(())
}

#[test]
fn the_pure_crates_know_no_browser() -> Result {
    let graph = Graph::read()?;
    for (name, _) in PURE {
        let reached = graph.reached(name)?;
        let wrong: Vec<&&str> = BROWSER.iter().filter(|browser| reached.contains(**browser)).collect();
        assert!(wrong.is_empty(), "{name} must work without a browser, but pulls in {wrong:?}");
    }
    Ok(())
}

#[test]
fn what_visitors_download_pulls_in_nothing_heavy() -> Result {
    let graph = Graph::read()?;
    for (name, _) in PURE {
        let reached = graph.reached(name)?;
        let wrong: Vec<&&str> = HEAVY.iter().filter(|heavy| reached.contains(**heavy)).collect();
        assert!(wrong.is_empty(), "{name} is linked into the widget, but pulls in {wrong:?}");
    }
    Ok(())
}

#[test]
fn every_dependency_has_a_licence_on_the_list() -> Result {
    let policy: toml::Table = toml::from_str(&fs::read_to_string(root().join("deny.toml"))?)?;
    let list = policy["licenses"]["allow"].as_array().context("expected licenses.allow in deny.toml")?;
    let allowed: BTreeSet<&str> = list.iter().filter_map(|licence| licence.as_str()).collect();
    let graph = Graph::read()?;
    let wrong: Vec<String> = graph
        .packages
        .values()
        .filter(|package| package["source"].is_string())
        .filter(|package| !acceptable(package["license"].as_str().unwrap_or_default(), &allowed))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    assert!(wrong.is_empty(), "not on the list in deny.toml:\n  {}", wrong.join("\n  "));
    Ok(())
}

#[test]
fn bindings_and_their_generator_are_of_one_version() -> Result {
    let graph = Graph::read()?;
    assert_eq!(graph.version("wasm-bindgen")?, graph.version("wasm-bindgen-cli-support")?, "update both together");
    Ok(())
}

#[test]
fn licence_expressions_are_understood() {
    let allowed = BTreeSet::from(["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"]);
    for (expression, wanted) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", true),
        ("GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(acceptable(expression, &allowed), wanted, "{expression}");
    }
}

/// Whether a licence expression can be met with the allowed licences.
fn acceptable(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let expression = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = expression.split_whitespace().collect();
    let mut at = 0;
    let met = any(&words, &mut at, allowed);
    met && at == words.len()
}

/// `all OR all …`
fn any(words: &[&str], at: &mut usize, allowed: &BTreeSet<&str>) -> bool {
    let mut met = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at, allowed);
    }
    met
}

/// `one AND one …`
fn all(words: &[&str], at: &mut usize, allowed: &BTreeSet<&str>) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

/// A licence, with or without an exception, or an expression in parentheses.
fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<&str>) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let met = any(words, at, allowed);
        *at += 1;
        return met;
    }
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
        return words.get(*at - 1).is_some_and(|exception| allowed.contains(format!("{word} WITH {exception}").as_str()));
    }
    allowed.contains(word)
}

/// Cargo's description of the workspace and everything it can pull in.
struct Graph {
    /// By package id.
    packages: BTreeMap<String, Value>,
    /// The dependencies that cargo resolved, by package id.
    edges: BTreeMap<String, Vec<Value>>,
}

impl Graph {
    fn read() -> Result<Graph> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["metadata", "--format-version=1", "--locked"]).current_dir(root());
        let output = cargo.output()?;
        if !output.status.success() {
            bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
        }
        let metadata: Value = serde_json::from_slice(&output.stdout)?;
        let by_id = |list: &Value| -> Vec<(String, Value)> {
            let list = list.as_array().cloned().unwrap_or_default();
            list.into_iter().map(|item| (item["id"].as_str().unwrap_or_default().to_owned(), item)).collect()
        };
        let edges = by_id(&metadata["resolve"]["nodes"]).into_iter();
        let edges = edges.map(|(id, node)| (id, node["deps"].as_array().cloned().unwrap_or_default())).collect();
        Ok(Graph { packages: by_id(&metadata["packages"]).into_iter().collect(), edges })
    }

    fn id(&self, name: &str) -> Result<&str> {
        let found = self.packages.iter().find(|(_, package)| package["name"] == name);
        found.map(|(id, _)| id.as_str()).with_context(|| format!("expected a package {name}; the lists in this test name every part"))
    }

    fn name(&self, id: &str) -> &str {
        self.packages.get(id).and_then(|package| package["name"].as_str()).unwrap_or_default()
    }

    fn version(&self, name: &str) -> Result<&Value> {
        Ok(&self.packages[self.id(name)?]["version"])
    }

    /// What a package links: neither build nor development dependencies.
    fn normal_ids(&self, id: &str) -> Vec<&str> {
        let edges = self.edges.get(id).map(Vec::as_slice).unwrap_or_default();
        let normal = |edge: &&Value| edge["dep_kinds"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()));
        edges.iter().filter(normal).filter_map(|edge| edge["pkg"].as_str()).collect()
    }

    fn normal(&self, name: &str) -> Result<Vec<&str>> {
        Ok(self.normal_ids(self.id(name)?).into_iter().map(|id| self.name(id)).collect())
    }

    /// Every package that one links, however far away.
    fn reached(&self, name: &str) -> Result<BTreeSet<&str>> {
        let mut waiting = vec![self.id(name)?];
        let mut reached = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            for next in self.normal_ids(id) {
                if reached.insert(next) {
                    waiting.push(next);
                }
            }
        }
        Ok(reached.into_iter().map(|id| self.name(id)).collect())
    }
}
