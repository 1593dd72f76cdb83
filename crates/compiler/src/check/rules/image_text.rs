//! Images that say nothing to those who do not see them.

use super::{Corpus, Found, Rule, Severity};
use crate::check::{locate, visit};

pub(super) const RULE: Rule = Rule {
    id: "image-text",
    severity: Severity::Warning,
    summary: "an image without alternative text",
    why: "Screen readers, search and staff who read the answer out have only that text. Write what the picture shows \
          between the square brackets: that the label is on the inner side of the lid, and not \"picture\".",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for entry in corpus.entries {
        visit::images(&entry.answer, &mut |src, alt| {
            if alt.trim().is_empty() {
                let finding = found.entry(entry, "a text for an image", format!("none for `{src}`"), "write what the picture shows");
                if let Some(finding) = finding {
                    finding.place = locate::of(entry, src);
                }
            }
        });
    }
}
