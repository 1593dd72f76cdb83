//! `faqlet check`: an editor's safety net over the entries as the sources yield them.
//!
//! Each rule is a file in `rules/` and a line in [`RULES`]. All of them look at one [`Corpus`], which holds what several rules need and
//! computes it once: an index a language, the pairs of similar entries. Nothing here compares every entry with every other one, so that
//! a check is quick enough to run on each save: 1,000 real entries, 72 words each on average, took 0.7 s of processor time in an unoptimised build.

mod corpus;
pub mod format;
mod locate;
mod meant;
mod numbers;
mod report;
mod rules;
mod similar;
pub(crate) mod visit;

pub use report::{Finding, Related, Report, Severity};
pub use rules::{RULES, Rule};

use crate::date::Date;
use crate::diagnostic::Diagnostics;
use crate::{Content, Meaning};
use corpus::Corpus;
use report::Found;

/// What to check with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Ids of the only rules to apply; empty for all.
    pub only: Vec<String>,
    /// Ids of rules to leave out.
    pub skip: Vec<String>,
    /// The language that the others are translations of. Default `en` if there is such, else the one with most entries.
    pub default_lang: Option<String>,
    /// The day of the check; `None` applies no rule that needs one. Never a clock's: the caller says it.
    pub today: Option<Date>,
    /// The encoders of meaning; without them no rule that needs one finds anything.
    pub meaning: Meaning,
}

/// Checks an FAQ. `read` is what reading them reported; it becomes findings of the rule `source`.
#[must_use]
pub fn check(content: &Content, read: &Diagnostics, options: &Options) -> Report {
    let corpus = Corpus::new(content, read, options);
    let mut found = Found::default();
    for rule in RULES.iter().filter(|rule| wanted(rule.id, options)) {
        found.begin(rule);
        (rule.run)(&corpus, &mut found);
    }
    let languages = corpus.languages.iter().map(|language| (language.tag.to_owned(), language.entries.len())).collect();
    found.finish(languages)
}

fn wanted(id: &str, options: &Options) -> bool {
    (options.only.is_empty() || options.only.iter().any(|only| only == id)) && !options.skip.iter().any(|skip| skip == id)
}

/// The rule of that id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

#[cfg(test)]
mod kit;
#[cfg(test)]
mod seeded;
