//! Embeds the browser's files, so that the command alone makes a whole site.
//!
//! They come from the folder that `FAQLET_WIDGET_DIR` names, else from `target/faqlet-widget` of the checkout, where `cargo xtask dist` puts
//! them. Where they are not there, nothing is embedded, and `faqlet build` says so when it is asked for the widget.

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const NAMES: [&str; 13] = [
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

fn main() {
    println!("cargo::rerun-if-env-changed=FAQLET_WIDGET_DIR");
    println!("cargo::rerun-if-changed=build.rs");
    let folder = folder();
    println!("cargo::rerun-if-changed={}", folder.display());
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("widget_files.rs"), source(&folder)).expect("the output folder can be written");
}

fn folder() -> PathBuf {
    if let Some(folder) = env::var_os("FAQLET_WIDGET_DIR") {
        return PathBuf::from(folder);
    }
    // Asked when this runs: a target folder may have been copied from another checkout, with this program built there.
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let folder = here.join("../../target/faqlet-widget");
    // A path that does not exist would make cargo run this again at every build, and an empty folder is as good as none. Where it
    // cannot be made, that is all that is lost.
    let _ = fs::create_dir_all(&folder);
    folder
}

/// A constant with the files' names and contents: all or none.
fn source(folder: &Path) -> String {
    let mut files = String::new();
    if NAMES.iter().all(|name| folder.join(name).is_file()) {
        for name in NAMES {
            let path = fs::canonicalize(folder.join(name)).expect("the file was there a moment ago");
            println!("cargo::rerun-if-changed={}", path.display());
            writeln!(files, "    ({name:?}, include_bytes!({:?})),", path.display().to_string()).expect("a string takes all");
        }
    }
    format!(
        "/// The browser's files by name; empty when the command was built without them.\npub(crate) const FILES: &[(&str, &[u8])] = &[\n{files}];\n"
    )
}
