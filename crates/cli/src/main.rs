//! The `faqlet` command. Thin: each subcommand reads its arguments, asks the crates that know, and prints.
//!
//! It ends with 0 when all is well, 1 after an error that it has explained, 2 after wrong usage.

mod commands;
#[cfg(test)]
mod docs;
mod folder;
mod knowledge;
mod packs;
mod widget;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Answers visitors' questions on the site itself: builds an FAQ into files that any web server can hand out, searches them, serves them,
/// and reports what visitors tell back.
#[derive(Debug, Parser)]
#[command(name = "faqlet", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(commands::new::Arguments),
    Build(commands::build::Arguments),
    Check(commands::check::Arguments),
    Diff(commands::diff::Arguments),
    Export(commands::export::Arguments),
    Search(commands::search::Arguments),
    Eval(commands::eval::Arguments),
    Serve(commands::serve::Arguments),
    Collect(commands::collect::Arguments),
    Report(commands::report::Arguments),
    Learn(commands::learn::Arguments),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::New(arguments) => commands::new::run(&arguments),
        Command::Build(arguments) => commands::build::run(&arguments),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Diff(arguments) => commands::diff::run(&arguments),
        Command::Export(arguments) => commands::export::run(&arguments),
        Command::Search(arguments) => commands::search::run(&arguments),
        Command::Eval(arguments) => commands::eval::run(&arguments),
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Collect(arguments) => commands::collect::run(&arguments),
        Command::Report(arguments) => commands::report::run(&arguments),
        Command::Learn(arguments) => commands::learn::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("faqlet: {error:#}");
            ExitCode::FAILURE
        }
    }
}
