//! Answers without a word.

use super::{Corpus, Found, Rule, Severity};
use crate::check::visit;

pub(super) const RULE: Rule = Rule {
    id: "empty-answer",
    severity: Severity::Warning,
    summary: "an entry whose answer has neither text nor a picture",
    why: "A question without an answer is worse than none: the visitor finds it and learns nothing. Write the answer, or leave the entry \
          out with `draft: true` until there is one.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for entry in corpus.entries {
        if entry.answer.text().trim().is_empty() && !visit::has_image(&entry.answer) {
            let remedy = "write the answer, or leave the entry out with `draft: true`";
            found.entry(entry, format!("an answer to `{}`", entry.question), "none", remedy);
        }
    }
}
