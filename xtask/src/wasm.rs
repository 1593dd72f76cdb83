//! Rust to wasm: the cargo build of one bundle, and its bindings.
//!
//! What is shipped is built with a standard library compiled for size (`-Zbuild-std`), which needs the library's source and the
//! compiler's unstable switches; without the source, the plain library is used and the sentence in [`Std::describe`] says what that costs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::project::{Project, read, run};

const TARGET: &str = "wasm32-unknown-unknown";

/// No message, no place and no debug text for panics: nobody reads them in a browser, and a trap is recovered from anyway.
const RUSTFLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// One of the two wasm files. They are the same package with different features.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bundle {
    /// The whole interface.
    Widget,
    /// Search alone, behind `openIndex()`.
    Engine,
}

impl Bundle {
    /// Both.
    pub(crate) const ALL: [Bundle; 2] = [Bundle::Widget, Bundle::Engine];

    /// The stem of its shipped files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Bundle::Widget => "widget",
            Bundle::Engine => "engine",
        }
    }

    /// The cargo features that make it.
    pub(crate) fn features(self) -> &'static [&'static str] {
        match self {
            Bundle::Widget => &["--no-default-features", "--features", "widget"],
            Bundle::Engine => &["--no-default-features", "--features", "headless"],
        }
    }
}

/// Which standard library goes into the wasm.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Std {
    /// Compiled here, for size.
    Small,
    /// As rustup delivers it.
    Plain,
}

impl Std {
    /// For people.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Std::Small => "standard library compiled for size",
            Std::Plain => "plain standard library: about 10 KB more for each bundle, compressed",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Std::Small => "small",
            Std::Plain => "plain",
        }
    }
}

/// Compiles one bundle and returns the path of the raw wasm. Each bundle and library has a target folder of its own: cargo gives
/// the output of one package one name, so that a shared folder would hold whichever bundle came last.
///
/// # Errors
/// When cargo fails.
pub(crate) fn compile(project: &Project, bundle: Bundle, std: Std) -> Result<PathBuf> {
    let folder = project.target.join("wasm").join(format!("{}-{}", bundle.name(), std.folder()));
    let mut cargo = project.cargo(&["build", "--package", "faqlet-widget", "--lib", "--profile", "wasm", "--target", TARGET]);
    cargo.args(bundle.features()).arg("--target-dir").arg(&folder).env_remove("CARGO_ENCODED_RUSTFLAGS");
    if std == Std::Small {
        cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", RUSTFLAGS);
        cargo.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    }
    run(&mut cargo)?;
    Ok(folder.join(TARGET).join("wasm/faqlet_widget.wasm"))
}

/// JavaScript glue and wasm that belong together.
pub(crate) struct Bound {
    /// An ES module whose default export must be given the wasm file: it names none itself.
    pub(crate) js: String,
    /// The wasm with the parts that only the bindings needed taken out.
    pub(crate) wasm: Vec<u8>,
}

/// Makes the bindings of a raw wasm file.
///
/// # Errors
/// When the file was not made by the matching version of `wasm-bindgen`, or when a dependency brings JavaScript files of its own.
pub(crate) fn bind(raw: &Path, bundle: Bundle) -> Result<Bound> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(bundle.name(), read(raw)?).typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true).web(true)?;
    let mut output = bindgen.generate_output().with_context(|| format!("could not make the bindings of {}", raw.display()))?;
    // A module that a dependency only declares (js-sys has one, for threads) is in no file.
    if output.js().contains("./snippets/") {
        let names: Vec<&String> = output.snippets().keys().collect();
        bail!("expected one JavaScript file, got modules of {names:?} as well: the shipped layout has no place for them");
    }
    Ok(Bound { js: output.js().to_owned(), wasm: output.wasm_mut().emit_wasm() })
}
