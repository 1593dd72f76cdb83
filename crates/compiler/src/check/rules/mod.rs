//! The rules: one file each, one line in [`RULES`]. The list is also the documentation: `docs/RULES.md` is made from it.

mod contradiction;
mod dead_anchor;
mod dead_link;
mod duplicate_id;
mod duplicate_question;
mod empty_answer;
mod expired;
mod image_text;
mod long_answer;
mod missing_image;
mod missing_translation;
mod must_rank;
mod near_duplicate;
mod page_pattern;
mod same_meaning;
mod source;
mod stale;
mod unknown_name;
mod unknown_placeholder;
mod unreachable;
mod unused_synonym;

use super::corpus::Corpus;
use super::report::{Found, Severity};
use std::fmt;

/// A rule.
pub struct Rule {
    /// Its name: small letters and hyphens.
    pub id: &'static str,
    /// How bad its findings are.
    pub severity: Severity,
    /// What it reports, in one line that follows "reports".
    pub summary: &'static str,
    /// Why that matters, and what to do about it.
    pub why: &'static str,
    pub(super) run: fn(&Corpus<'_>, &mut Found),
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// All rules, in the order in which they are documented.
pub const RULES: &[&Rule] = &[
    &source::RULE,
    &duplicate_id::RULE,
    &dead_link::RULE,
    &dead_anchor::RULE,
    &duplicate_question::RULE,
    &near_duplicate::RULE,
    &same_meaning::RULE,
    &contradiction::RULE,
    &unreachable::RULE,
    &must_rank::RULE,
    &stale::RULE,
    &expired::RULE,
    &missing_translation::RULE,
    &unknown_name::RULE,
    &page_pattern::RULE,
    &unknown_placeholder::RULE,
    &empty_answer::RULE,
    &image_text::RULE,
    &missing_image::RULE,
    &long_answer::RULE,
    &unused_synonym::RULE,
];
