//! `cargo xtask bless`: renews what tests or the README compare with or show. A person looks at the difference before committing it.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::project::{Project, read, run as run_command, write_if_changed};
use crate::steps::Steps;
use crate::{demo, dist, setup, test};

/// Options of `bless`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only write the files of the current index format anew, which is right until the format's first release and never after
    #[arg(long)]
    format: bool,
    /// Only write the schema files of the message in docs/schema anew
    #[arg(long)]
    schema: bool,
    /// Only write the documents that are made from the command anew: a page a command, and the list of rules
    #[arg(long)]
    docs: bool,
    /// Take every state of the widget instead, in four languages, light and dark, on a desktop and on a phone, into target/screenshots: to be
    /// looked at, not committed
    #[arg(long)]
    states: bool,
    #[command(flatten)]
    dist: dist::Arguments,
}

/// Writes the schema files and the command's pages, and takes the screenshots in `docs/screenshots`, or writes the format's files in `tests/compat`.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    if arguments.format {
        return format(project, arguments);
    }
    if arguments.docs {
        documents(project)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut steps = Steps::new(8);
    steps.run("schema files", || schema(project))?;
    if arguments.schema {
        return Ok(ExitCode::SUCCESS);
    }
    steps.run("documents", || documents(project))?;
    steps.run("set-up", setup::browser_and_node)?;
    dist::make(project, &arguments.dist, &mut steps)?;
    steps.run("demo site", || demo::assemble(project))?;
    let (folder, variable, name) = if arguments.states {
        (project.target.join("screenshots"), "FAQLET_STATES", "every_state_is_pictured")
    } else {
        (project.root.join("docs/screenshots"), "FAQLET_BLESS", "bless")
    };
    steps.run("screenshots", || {
        let mut cargo = test::product_tests(project, "browser");
        cargo.args(["--", "--ignored", name, "--test-threads=1"]).env(variable, &folder);
        run_command(&mut cargo)
    })?;
    println!("\nLook at every file in {}.", project.near(&folder));
    Ok(ExitCode::SUCCESS)
}

/// The message's schema, written by the tests that otherwise compare with it.
fn schema(project: &Project) -> Result<()> {
    let mut cargo = project.cargo(&["test", "--package", "faqlet-beacon", "--lib", "schema"]);
    run_command(cargo.env("FAQLET_BLESS_SCHEMA", "1"))
}

/// The pages of `docs/commands` and `docs/RULES.md`.
fn documents(project: &Project) -> Result<()> {
    let mut cargo = project.cargo(&["test", "--package", "faqlet-cli", "--bin", "faqlet", "docs::"]);
    run_command(cargo.env("FAQLET_BLESS_DOCS", project.root.join("docs")))
}

/// The folder that `tests/compat` opens for ever once it is released.
fn format(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let mut steps = Steps::new(4);
    dist::make(project, &arguments.dist, &mut steps)?;
    let compat = project.root.join("tests/compat");
    steps.run("files of format 1", || {
        let built = project.target.join("bless/v1");
        let mut faqlet = Command::new(project.faqlet());
        run_command(faqlet.arg("build").arg(compat.join("faq")).arg("--out").arg(&built).arg("--no-widget"))?;
        keep(&built, &compat.join("v1"))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Copies what engine and loader read, which is the format; pages and their style are not.
fn keep(built: &Path, kept: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(kept);
    for entry in fs::read_dir(built)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "fqi" || end == "fqa") || path.ends_with("manifest.json") {
            write_if_changed(&kept.join(path.file_name().unwrap_or_default()), &read(&path)?)?;
        }
    }
    Ok(())
}
