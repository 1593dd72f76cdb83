//! The browser files from their sources: wasm and glue of each bundle, style sheet and texts, the loader and the headless module.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result};

use crate::minify::{Kind, minify};
use crate::project::{Project, read, write_if_changed};
use crate::texts;
use crate::wasm::{Bundle, Std, bind, compile};

/// The browser files, as the `faqlet` command carries them.
pub(crate) const FILES: [&str; 13] = [
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
];

/// Hand-written JavaScript in `www/`, and how a page loads it.
const SCRIPTS: [(&str, Kind); 5] = [
    ("faqlet.js", Kind::Script),
    ("faqlet-sw.js", Kind::Script),
    ("more.js", Kind::Module),
    ("first.js", Kind::Module),
    ("headless.js", Kind::Module),
];

/// Brings the folder of browser files up to date.
///
/// # Errors
/// When a source does not compile, or a file cannot be written.
pub(crate) fn make(project: &Project, std: Std) -> Result<()> {
    let folder = project.widget();
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    for bundle in Bundle::ALL {
        make_bundle(project, bundle, std)?;
    }
    for (name, kind) in SCRIPTS {
        let source = read(&project.root.join("www").join(name))?;
        let source = String::from_utf8(source).with_context(|| format!("expected UTF-8 in www/{name}"))?;
        write_if_changed(&folder.join(name), minify(name, &source, kind)?.as_bytes())?;
    }
    write_if_changed(&folder.join("widget.css"), &texts::style_sheet(project)?)?;
    write_if_changed(&folder.join("ui.json"), &texts::ui_json()?)?;
    remove_strangers(&folder)
}

/// Compiles a bundle and, when its wasm is another than last time, makes its bindings anew.
fn make_bundle(project: &Project, bundle: Bundle, std: Std) -> Result<()> {
    let raw = compile(project, bundle, std)?;
    let (js, wasm) = (format!("{}.js", bundle.name()), format!("{}.wasm", bundle.name()));
    let folder = project.widget();
    let stamp = project.target.join("wasm").join(format!("{}.stamp", bundle.name()));
    let wanted = fingerprint(&raw)?;
    let there = folder.join(&js).is_file() && folder.join(&wasm).is_file();
    if there && fs::read_to_string(&stamp).is_ok_and(|old| old == wanted) {
        return Ok(());
    }
    let bound = bind(&raw, bundle)?;
    write_if_changed(&folder.join(&js), minify(&js, &bound.js, Kind::Module)?.as_bytes())?;
    write_if_changed(&folder.join(&wasm), &bound.wasm)?;
    write_if_changed(&stamp, wanted.as_bytes())
}

/// Changes with the raw wasm and with this program itself.
fn fingerprint(raw: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    read(raw)?.hash(&mut hasher);
    read(&std::env::current_exe()?)?.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// Whatever lies in the folder goes into the command, so nothing else may lie there.
fn remove_strangers(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !FILES.iter().any(|name| entry.file_name() == *name) {
            fs::remove_file(entry.path()).with_context(|| format!("could not remove {}", entry.path().display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_loader_stand_where_the_compiler_looks_for_them() {
        let source = include_str!("../../www/faqlet.js");
        let short = minify("faqlet.js", source, Kind::Script).unwrap();
        let calls: Vec<&str> = short.split("JSON.parse(").skip(1).filter(|rest| rest[1..].starts_with("{\"en\":[")).collect();
        let [call] = calls[..] else { panic!("expected the call once: {short}") };
        assert!(call.contains(&format!("]}}{})", &call[..1])), "{call}");
    }
}
