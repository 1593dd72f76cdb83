//! `cargo xtask size`: what a visitor's browser downloads, weighed as a good host sends it (brotli, quality 11), against the limits
//! in `pkg-config/size-budget.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::dist;
use crate::project::{Project, read};
use crate::texts::Texts;

/// Bytes in the KB of the budget file.
const KB: f64 = 1024.0;

/// Options of `size`.
#[derive(Default, clap::Args)]
#[group(skip)]
pub(crate) struct Arguments {
    #[command(flatten)]
    build: dist::Arguments,

    /// Only weigh what a visitor loads from this folder that `faqlet build` wrote, and build nothing; without it, the demo's is
    /// weighed beside the files themselves
    #[arg(long)]
    folder: Option<PathBuf>,
}

/// One line of the budget.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    /// Shipped files that are downloaded together.
    files: Vec<String>,
    /// The language whose interface texts are downloaded with them.
    texts: Option<String>,
    /// Most KB of 1,024 bytes they may weigh together, each compressed by itself.
    limit_kb: f64,
    /// What they ought to weigh, where the limit only holds what was reached.
    goal_kb: Option<f64>,
}

/// A group of files on the scales.
pub(crate) struct Weight {
    name: String,
    /// Bytes as they lie on disk.
    raw: usize,
    /// Bytes as they travel.
    compressed: usize,
    /// Most bytes they may travel with.
    limit: usize,
    /// Bytes that are aimed at, where that is less than the limit.
    goal: Option<usize>,
}

impl Weight {
    /// What there is to say about it beside the figures.
    fn note(&self) -> String {
        match self.goal {
            _ if self.over() => "  over its limit".to_owned(),
            Some(goal) if self.compressed > goal => format!("  the goal is {} KB", goal / KB as usize),
            _ => String::new(),
        }
    }

    /// Whether the group is heavier than allowed.
    pub(crate) fn over(&self) -> bool {
        self.compressed > self.limit
    }
}

/// Builds, weighs and prints; fails when something is over its limit.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    if let Some(folder) = &arguments.folder {
        print_loads(folder)?;
        return Ok(ExitCode::SUCCESS);
    }
    dist::browser_files(project, &arguments.build)?;
    let weights = weigh(project)?;
    print(&weights);
    let demo = project.site().join("help");
    if demo.is_dir()
        && let Err(error) = print_loads(&demo)
    {
        println!("{error:#}; cargo xtask demo makes it anew");
    }
    Ok(if weights.iter().any(Weight::over) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Weighs what lies in the folder of browser files.
///
/// # Errors
/// When the budget or a file it names cannot be read.
pub(crate) fn weigh(project: &Project) -> Result<Vec<Weight>> {
    let path = project.root.join("pkg-config/size-budget.toml");
    let text = String::from_utf8(read(&path)?).with_context(|| format!("expected UTF-8 in {}", path.display()))?;
    let budgets: BTreeMap<String, Budget> = toml::from_str(&text).with_context(|| format!("in {}", path.display()))?;
    budgets.into_iter().map(|(name, budget)| weigh_group(project, name, &budget)).collect()
}

fn weigh_group(project: &Project, name: String, budget: &Budget) -> Result<Weight> {
    let mut weight = Weight {
        name,
        raw: 0,
        compressed: 0,
        limit: (budget.limit_kb * KB) as usize,
        goal: budget.goal_kb.map(|goal| (goal * KB) as usize),
    };
    let mut downloads = budget.files.iter().map(|file| read(&project.widget().join(file))).collect::<Result<Vec<_>>>()?;
    if let Some(lang) = &budget.texts {
        downloads.push(texts(project, lang)?);
    }
    for bytes in downloads {
        weight.raw += bytes.len();
        weight.compressed += compressed(&bytes)?;
    }
    Ok(weight)
}

/// The interface's texts in a language, as `faqlet build` writes them.
fn texts(project: &Project, lang: &str) -> Result<Vec<u8>> {
    let all: Vec<Texts> = serde_json::from_slice(&read(&project.widget().join("ui.json"))?)?;
    let found = all.iter().find(|one| one.lang == lang).with_context(|| format!("expected interface texts in {lang}"))?;
    Ok(serde_json::to_vec(&found.texts)?)
}

/// How many bytes brotli leaves at its highest quality and with its largest standard window.
pub(crate) fn compressed(bytes: &[u8]) -> Result<usize> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters)?;
    Ok(packed.len())
}

/// A table for people.
pub(crate) fn print(weights: &[Weight]) {
    println!("\n{:10} {:>10} {:>11} {:>10}", "", "raw", "brotli -11", "limit");
    for weight in weights {
        let [raw, compressed, limit] = [weight.raw, weight.compressed, weight.limit].map(|bytes| format!("{:.1} KB", bytes as f64 / KB));
        println!("{:10} {raw:>10} {compressed:>11} {limit:>10}{}", weight.name, weight.note());
    }
}

/// What a visitor of a built folder loads who writes a question before the widget has come: up to the first result, and what comes after it,
/// names in the order of loading. The language is the default one.
///
/// # Errors
/// When the manifest names no widget.
fn loads(manifest: &Value) -> Result<[Vec<String>; 2]> {
    let default = manifest["languages"].as_array().and_then(|all| all.iter().find(|one| one["lang"] == manifest["default"]));
    let (language, widget) = (default.context("expected the default language in manifest.json")?, &manifest["widget"]);
    let engine = &manifest["engine"];
    let all = |names: &[&Value]| -> Result<Vec<String>> {
        names.iter().map(|name| name.as_str().map(str::to_owned).context("expected a folder with the widget and an index")).collect()
    };
    let mut first = vec!["faqlet.js".to_owned(), "manifest.json".to_owned()];
    let early = [&widget["first"]["file"], &engine["js"], &engine["wasm"]];
    first.extend(all(&[&early[..], &[&language["index"]["file"], &language["ui"]["file"], &widget["css"]["file"]]].concat())?);
    first.extend(language["site"]["file"].as_str().map(str::to_owned));
    Ok([first, all(&[&widget["js"], &widget["wasm"]])?])
}

/// Prints what a visitor of a built folder loads up to the first result, and with the whole widget.
fn print_loads(folder: &Path) -> Result<()> {
    let manifest = serde_json::from_slice(&read(&folder.join("manifest.json"))?)?;
    println!("\nwhat a visitor loads, from {}", folder.display());
    println!("{:44} {:>10} {:>11}", "", "raw", "brotli -11");
    let (mut raw, mut packed) = (0, 0);
    let line = |name: &str, raw: usize, packed: usize| {
        println!("{name:44} {:>7.1} KB {:>8.1} KB", raw as f64 / KB, packed as f64 / KB);
    };
    for (names, sum) in loads(&manifest)?.iter().zip(["to the first result", "with the whole widget"]) {
        for name in names {
            let bytes = read(&folder.join(name))?;
            let compressed = compressed(&bytes)?;
            line(name, bytes.len(), compressed);
            raw += bytes.len();
            packed += compressed;
        }
        line(sum, raw, packed);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_over_the_limit_is_over() {
        let weight = |compressed| Weight { name: "loader".into(), raw: 9000, compressed, limit: 4096, goal: None };
        assert!(!weight(4096).over());
        assert!(weight(4097).over());
    }

    #[test]
    fn a_visitor_loads_one_language_and_what_there_is_of_it() {
        let file = |name: &str| serde_json::json!({ "file": name });
        let mut manifest = serde_json::json!({
            "default": "fa",
            "widget": { "js": "w.js", "wasm": "w.wasm", "css": file("w.css"), "first": file("first.js") },
            "engine": { "js": "e.js", "wasm": "e.wasm" },
            "languages": [{ "lang": "en", "index": file("en.fqi"), "ui": file("ui.en.json") }, { "lang": "fa", "index": file("fa.fqi"), "ui": file("ui.fa.json") }],
        });
        let first =
            ["faqlet.js", "manifest.json", "first.js", "e.js", "e.wasm", "fa.fqi", "ui.fa.json", "w.css"].map(str::to_owned).to_vec();
        assert_eq!(loads(&manifest).unwrap(), [first, vec!["w.js".to_owned(), "w.wasm".to_owned()]]);
        manifest["languages"][1]["site"] = file("site.fa.json");
        assert_eq!(loads(&manifest).unwrap()[0].last().unwrap(), "site.fa.json");
        manifest["widget"] = Value::Null;
        assert!(loads(&manifest).is_err());
    }

    #[test]
    fn repetition_is_compressed() {
        assert!(compressed(&[b'a'; 10_000]).unwrap() < 100);
    }
}
