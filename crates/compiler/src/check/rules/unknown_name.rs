//! Names that nothing answers to: owners, routes, paths, choices, related and popular entries.

use super::{Corpus, Found, Rule, Severity};
use crate::diagnostic::Diagnostics;
use crate::site;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "unknown-name",
    severity: Severity::Warning,
    summary: "an `owner`, `route`, `path` or `audience` that `faqlet.toml` does not name, and an id under `related`, `popular`, `steps`, \
              `suggest` or a pin that no entry has",
    why: "What is named so is silently left out: no contact under the answer, no related answer, nothing suggested. Correct the name, or \
          add what it names.",
    run,
};

/// Asks what the build asks, so that both say the same.
fn run(corpus: &Corpus<'_>, found: &mut Found) {
    let context = site::Context {
        config: corpus.config,
        default: corpus.languages.first().map_or("", |language| language.tag),
        languages: vec![("", corpus.entries)],
        left_out: BTreeSet::new(),
    };
    let mut unknown = Diagnostics::new();
    site::check(&context, &mut unknown);
    for problem in unknown.iter() {
        found.at(problem.place.clone(), &problem.expected, &problem.got, &problem.remedy);
    }
}
