//! `cargo xtask dist`: the files that are shipped, in `dist/`.

use std::fs;
use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::project::{Project, copy_folder, on_path, read, run as run_command, write_if_changed};
use crate::setup;
use crate::size;
use crate::steps::Steps;
use crate::wasm::Std;
use crate::{bundle, wasm};

/// Options of `dist` and `size`.
#[derive(Default, clap::Args)]
#[group(skip)]
pub(crate) struct Arguments {
    /// Use the standard library as it is delivered: a quicker first build, larger files, not for release
    #[arg(long)]
    dev: bool,
}

/// Builds everything and prints what it weighs.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Result<ExitCode> {
    let mut steps = Steps::new(4);
    make(project, arguments, &mut steps)?;
    steps.run("npm package", || npm_package(project))?;
    size::print(&size::weigh(project)?);
    println!("\nin {}", project.dist().display());
    Ok(ExitCode::SUCCESS)
}

/// The three steps of a build. Nothing that is up to date is made again.
pub(crate) fn make(project: &Project, arguments: &Arguments, steps: &mut Steps) -> Result<()> {
    steps.run("browser files", || browser_files(project, arguments))?;
    steps.run("faqlet command", || command(project))?;
    steps.run("dist", || lay_out(project))
}

/// The widget and the headless engine, under `target/faqlet-widget`.
pub(crate) fn browser_files(project: &Project, arguments: &Arguments) -> Result<Std> {
    setup::rust_targets(&["wasm32-unknown-unknown"])?;
    let std = if !arguments.dev && setup::rust_source() { wasm::Std::Small } else { wasm::Std::Plain };
    bundle::make(project, std)?;
    Ok(std)
}

/// The release command, with the browser files inside.
pub(crate) fn command(project: &Project) -> Result<()> {
    run_command(&mut project.cargo(&["build", "--release", "--package", "faqlet-cli", "--bin", "faqlet"]))
}

/// The tarball for `npm publish` or `npm install`, of the files that the package's description lists.
fn npm_package(project: &Project) -> Result<()> {
    if !on_path("npm") {
        println!("left out, because there is no npm; `cargo xtask test` installs it");
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["pack", "--silent", "--ignore-scripts"]).current_dir(project.dist());
    npm.env("npm_config_cache", project.target.join("npm-cache")).env("npm_config_update_notifier", "false");
    run_command(&mut npm)
}

/// Copies what was built to where people look for it.
pub(crate) fn lay_out(project: &Project) -> Result<()> {
    let dist = project.dist();
    for name in bundle::FILES {
        write_if_changed(&dist.join(name), &read(&project.widget().join(name))?)?;
    }
    // What the npm package has besides: its description, its door for bundlers, its types.
    copy_folder(&project.root.join("pkg-config/npm"), &dist, &[])?;
    let command = dist.join(format!("faqlet{}", std::env::consts::EXE_SUFFIX));
    // A copy keeps the permission to execute; over a running command it fails, so the old one is taken away first.
    let _ = fs::remove_file(&command);
    fs::copy(project.faqlet(), &command)?;
    Ok(())
}
