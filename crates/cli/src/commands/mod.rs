//! The subcommands: one file each with `Arguments` (what was typed) and `run` (what is done).

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod collect;
pub(crate) mod diff;
pub(crate) mod eval;
pub(crate) mod export;
pub(crate) mod learn;
pub(crate) mod new;
mod progress;
mod reload;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod serve;
mod site;
mod taking;
mod watch;

use faqlet_compiler::date::Date;
use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// The folder of the FAQ where none is named: what `faqlet new` makes.
const FAQ: &str = "faq";
/// The folder that is built where none is named.
const OUT: &str = "site/help";
/// The folder that is served where none is named.
const SITE: &str = "site";

/// Prints to standard output. A reader that went away (`faqlet search … | head`) ends the command without complaint.
///
/// # Errors
/// When standard output cannot be written for another reason.
fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Checks a language tag given as an argument.
fn language_tag(tag: &str) -> Result<String, String> {
    faqlet_compiler::language::canonical(tag).ok_or_else(|| "expected a language tag such as en, pt-BR or zh-Hant".to_owned())
}

/// Checks a day given as an argument.
fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "expected a day such as 2026-05-12".to_owned())
}

/// The day of the clock, or the one that a reproducible build names (<https://reproducible-builds.org/specs/source-date-epoch/>).
pub(crate) fn today() -> Date {
    const DAY: u64 = 86_400;
    Date::from_unix_days(now() / DAY)
}

/// Seconds since 1970 by the clock, or those that a reproducible build names.
pub(crate) fn now() -> u64 {
    let named = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    named.unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()))
}
