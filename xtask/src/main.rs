//! The project's own commands, one file each. Every command does its own set-up, so that a fresh clone needs nothing but Rust's
//! toolchain manager, and a second run is quick because each step looks at what is already there.

mod bench;
mod bless;
mod bundle;
mod demo;
mod dist;
mod join;
mod meaning;
mod minify;
mod project;
mod setup;
mod size;
mod steps;
mod test;
mod texts;
mod wasm;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::project::Project;

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve the demo shop, with its collector, at a local address
    Demo(demo::Arguments),
    /// Set up what is missing and run every check and test; the last line counts them
    Test(test::Arguments),
    /// Build the files that are shipped: the widget and the headless engine for browsers, the faqlet command
    Dist(dist::Arguments),
    /// Measure sizes, times, memory and relevance beside other search libraries, for the README
    Bench(bench::Arguments),
    /// Weigh the shipped files, compressed, against pkg-config/size-budget.toml
    Size(size::Arguments),
    /// Train the encoders of meaning anew; the packs that are committed make this needless
    Meaning(meaning::Arguments),
    /// Renew screenshots and other golden files, to be looked at before they are committed
    Bless(bless::Arguments),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let project = Project::here()?;
    match command {
        Command::Demo(arguments) => demo::run(&project, &arguments),
        Command::Test(arguments) => test::run(&project, &arguments),
        Command::Dist(arguments) => dist::run(&project, &arguments),
        Command::Bench(arguments) => bench::run(&project, &arguments),
        Command::Size(arguments) => size::run(&project, &arguments),
        Command::Meaning(arguments) => meaning::run(&project, &arguments),
        Command::Bless(arguments) => bless::run(&project, &arguments),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_commands_options_do_not_contradict_each_other() {
        super::Arguments::command().debug_assert();
    }
}
