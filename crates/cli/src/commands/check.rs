//! `faqlet check`: what is wrong with an FAQ before visitors find out.

use super::{date, language_tag, print, today};
use crate::packs;
use anyhow::bail;
use clap::{Args, ValueEnum};
use faqlet_compiler::Meaning;
use faqlet_compiler::check::{self, Options, RULES, Report, Severity, format};
use faqlet_compiler::date::Date;
use faqlet_compiler::diagnostic::Diagnostics;
use std::path::PathBuf;

/// Check an FAQ: duplicates, contradictions, dead links, missing translations and more
///
/// Reads the same files as `faqlet build` and writes nothing. The command ends with 0 when nothing was found or only findings below what
/// --deny names, with 1 otherwise, and with 2 after wrong usage. The rules, and why each is there, are in docs/RULES.md; `--rules` lists
/// them.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folders and files with the FAQ
    #[arg(value_name = "SRC", default_value = super::FAQ)]
    sources: Vec<PathBuf>,
    /// How to print what was found
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    format: Format,
    /// The least severity that makes the command end with 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Deny::Errors)]
    deny: Deny,
    /// Apply only these rules; several are divided by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule)]
    only: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule)]
    skip: Vec<String>,
    /// Language of entries that name none, and the one that the others are translations of [default: en, or the language with most entries]
    #[arg(long, value_name = "LANG", value_parser = language_tag)]
    default_lang: Option<String>,
    /// The day by which entries are stale or expired, as 2026-05-12 [default: today's date in UTC, or that of SOURCE_DATE_EPOCH]
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<Date>,
    /// Also look for entries that ask the same in other words: the rule `same-meaning`, which errs more often than the others
    #[arg(long)]
    meaning: bool,
    /// List every finding, also where one rule has more than twenty
    #[arg(long)]
    all: bool,
    /// List the rules and check nothing
    #[arg(long)]
    rules: bool,
}

/// The rule that asks the encoders of meaning.
const SAME_MEANING: &str = "same-meaning";

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line each with file and line, and a line that sums up
    Human,
    /// One JSON object
    Json,
    /// A SARIF 2.1.0 log, for code hosts and editors
    Sarif,
}

/// What makes the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Errors
    Errors,
    /// Warnings and errors
    Warnings,
    /// Any finding
    Notes,
}

impl Deny {
    fn least(self) -> Severity {
        match self {
            Self::Errors => Severity::Error,
            Self::Warnings => Severity::Warning,
            Self::Notes => Severity::Note,
        }
    }
}

/// Checks the name of a rule given as an argument.
fn rule(id: &str) -> Result<String, String> {
    let known = || RULES.iter().map(|rule| rule.id).collect::<Vec<_>>().join(", ");
    check::rule(id).map(|rule| rule.id.to_owned()).ok_or_else(|| format!("expected one of the rules {}", known()))
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if arguments.rules {
        return print(&listed());
    }
    let report = examine(arguments);
    print(&match arguments.format {
        Format::Human => format::text(&report, arguments.all),
        Format::Json => format::json(&report),
        Format::Sarif => format::sarif(&report),
    })?;
    let least = arguments.deny.least();
    let denied = report.findings.iter().filter(|finding| finding.severity >= least).count();
    if denied > 0 {
        let (findings, kind) = (if denied == 1 { "finding" } else { "findings" }, least.name());
        bail!("expected an FAQ without findings of severity {kind} or worse; got {denied} {findings}; mend them, or --skip a rule");
    }
    Ok(())
}

fn examine(arguments: &Arguments) -> Report {
    let mut read = Diagnostics::new();
    let content = faqlet_compiler::read(&arguments.sources, arguments.default_lang.as_deref(), &mut read);
    let (only, skip) = (arguments.only.clone(), arguments.skip.clone());
    let today = Some(arguments.today.unwrap_or_else(today));
    let wanted = arguments.meaning || only.iter().any(|rule| rule == SAME_MEANING);
    // The encoders inside were made for this command, which a test holds; without them the rule that asks them finds nothing.
    let meaning = if wanted { packs::embedded().unwrap_or_default() } else { Meaning::default() };
    check::check(&content, &read, &Options { only, skip, default_lang: arguments.default_lang.clone(), today, meaning })
}

fn listed() -> String {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    RULES.iter().map(|rule| format!("{:width$}  {:7}  {}\n", rule.id, rule.severity.name(), rule.summary)).collect()
}
