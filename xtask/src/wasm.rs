//! Rust to wasm: the cargo build of one bundle, and its bindings.
//!
//! What is shipped is built with a standard library compiled for size (`-Zbuild-std`), which needs the library's source and the
//! compiler's unstable switches; without the source, the plain library is used and the note of [`Std`] says what that costs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::{Bindgen, Output};

use crate::join::join;
use crate::project::{Project, read, run};
use crate::steps::Outcome;

const TARGET: &str = "wasm32-unknown-unknown";

/// No message, no place and no debug text for panics: nobody reads them in a browser, and a trap is recovered from anyway.
const RUSTFLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// One of the wasm files. They are the same package with different features.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bundle {
    /// The whole interface.
    Widget,
    /// Search alone, behind `openIndex()`.
    Engine,
    /// The same with meaning.
    EngineMeaning,
}

impl Bundle {
    /// All of them.
    pub(crate) const ALL: [Bundle; 3] = [Bundle::Widget, Bundle::Engine, Bundle::EngineMeaning];

    /// The stem of its shipped files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Bundle::Widget => "widget",
            Bundle::Engine => "engine",
            Bundle::EngineMeaning => "engine-meaning",
        }
    }

    /// The stem of the target folder that it is compiled in.
    fn folder(self) -> &'static str {
        match self {
            Bundle::Widget => "widget",
            Bundle::Engine | Bundle::EngineMeaning => "engine",
        }
    }

    /// The cargo features that make it.
    pub(crate) fn features(self) -> &'static [&'static str] {
        match self {
            Bundle::Widget => &["--no-default-features", "--features", "widget"],
            Bundle::Engine => &["--no-default-features", "--features", "headless"],
            Bundle::EngineMeaning => &["--no-default-features", "--features", "headless-meaning"],
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
    fn folder(self) -> &'static str {
        match self {
            Std::Small => "small",
            Std::Plain => "plain",
        }
    }
}

impl Outcome for Std {
    fn note(&self) -> String {
        let text = match self {
            Std::Small => "standard library compiled for size",
            Std::Plain => "plain standard library: about 10 KB more for each bundle, compressed",
        };
        text.to_owned()
    }
}

/// Compiles one bundle and returns the path of the raw wasm, which holds until the next one is compiled. Widget and engines have a target
/// folder each, since they share few features; both engines have one, so that their libraries are compiled once.
///
/// # Errors
/// When cargo fails.
pub(crate) fn compile(project: &Project, bundle: Bundle, std: Std) -> Result<PathBuf> {
    let folder = project.target.join("wasm").join(format!("{}-{}", bundle.folder(), std.folder()));
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
/// When the file was not made by the matching version of `wasm-bindgen`, or a crate brings JavaScript that cannot be joined to them.
pub(crate) fn bind(raw: &Path, bundle: Bundle) -> Result<Bound> {
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(bundle.name(), read(raw)?).typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true).web(true)?;
    let mut output = bindgen.generate_output().with_context(|| format!("could not make the bindings of {}", raw.display()))?;
    let modules = modules(&output)?;
    Ok(Bound { js: join(output.js(), &modules)?, wasm: output.wasm_mut().emit_wasm() })
}

/// The modules that the bindings may import, by the path under which they would lie beside them.
fn modules(output: &Output) -> Result<Vec<(String, String)>> {
    if let Some(name) = output.snippets().iter().find_map(|(name, inline)| (!inline.is_empty()).then_some(name)) {
        bail!("expected modules in files, got JavaScript inside the Rust code of {name}");
    }
    Ok(output.local_modules().iter().map(|(path, text)| (format!("./snippets/{path}"), text.clone())).collect())
}
