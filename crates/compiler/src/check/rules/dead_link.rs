//! Links to entries that are not there.

use super::{Corpus, Found, Rule, Severity};
use crate::check::locate;
use crate::links::{self, Target};

pub(super) const RULE: Rule = Rule {
    id: "dead-link",
    severity: Severity::Error,
    summary: "a link to an entry that is not there in the entry's language: `#faq=<id>` with an unknown id, or a relative link to a \
              Markdown file that is no entry",
    why: "The visitor who follows it gets nothing. Correct the link, add the entry, or link to the translation that exists.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for language in &corpus.languages {
        let targets = links::Targets::of(language.entries.iter().copied());
        for entry in &language.entries {
            links::each(&entry.answer, &mut |href| {
                if matches!(targets.find(entry, href), Target::Nowhere) {
                    let expected = format!("a link to an entry in {}", entry.lang);
                    let finding = found.entry(entry, expected, format!("`{href}`"), "correct the link or add the entry");
                    if let Some(finding) = finding {
                        finding.place = locate::of(entry, href);
                    }
                }
            });
        }
    }
}
