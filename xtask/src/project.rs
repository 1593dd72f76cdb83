//! Where things lie, and how a child process is started: one place, so that every command agrees.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The checkout and its folder for built things.
pub(crate) struct Project {
    /// The folder of the root Cargo.toml.
    pub(crate) root: PathBuf,
    /// Cargo's target folder: `target/`, or what CARGO_TARGET_DIR names.
    pub(crate) target: PathBuf,
}

impl Project {
    /// The checkout this program was compiled in.
    pub(crate) fn here() -> Result<Project> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest.parent().context("expected xtask/ inside the checkout")?.to_path_buf();
        if !root.join("Cargo.toml").is_file() {
            bail!("expected the checkout at {}, found none: it was moved, run `cargo clean -p xtask` and try again", root.display());
        }
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Project { root, target })
    }

    /// The six files that the `faqlet` command carries inside; exactly these and nothing else.
    pub(crate) fn widget(&self) -> PathBuf {
        self.target.join("faqlet-widget")
    }

    /// The shipped files and the release command, for people.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The built demo: the shop's pages and the FAQ under `help/`.
    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("demo").join("site")
    }

    /// The release build of the `faqlet` command.
    pub(crate) fn faqlet(&self) -> PathBuf {
        self.target.join("release").join(format!("faqlet{}", std::env::consts::EXE_SUFFIX))
    }

    /// A path as one would type it in the checkout.
    pub(crate) fn near(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    /// A cargo of the running toolchain, in the checkout, told where the widget lies if that is not the usual place.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).current_dir(&self.root);
        if self.target != self.root.join("target") {
            command.env("FAQLET_WIDGET_DIR", self.widget());
        }
        command
    }
}

/// Runs a command to its end, its output shown as it comes.
///
/// # Errors
/// When it cannot be started or does not end with 0.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("could not start {}", shown(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs a command quietly and returns what it printed, without the last line break.
///
/// # Errors
/// When it cannot be started or does not end with 0.
pub(crate) fn output(program: impl AsRef<OsStr>, arguments: &[&str]) -> Result<String> {
    let mut command = Command::new(program);
    command.args(arguments).stderr(Stdio::null());
    let output = command.output().with_context(|| format!("could not start {}", shown(&command)))?;
    if !output.status.success() {
        bail!("`{}` ended with {}", shown(&command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// A command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Whether a program of this name can be started from the search path.
pub(crate) fn on_path(program: &str) -> bool {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(&file).is_file()))
}

/// Writes a file unless it holds these bytes already, so that cargo sees a change only where there is one.
pub(crate) fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("could not write {}", path.display()))
}

/// Reads a file, with its name in the error.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("could not read {}", path.display()))
}

/// Copies a folder with all it holds, except the entries of its top level that `skip` names.
pub(crate) fn copy_folder(from: &Path, to: &Path, skip: &[&str]) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("could not make {}", to.display()))?;
    let entries = fs::read_dir(from).with_context(|| format!("could not list {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        if skip.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target, &[])?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("could not copy to {}", target.display()))?;
        }
    }
    Ok(())
}
