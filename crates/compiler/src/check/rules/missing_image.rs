//! Images that are not where their answer says.

use super::{Corpus, Found, Rule, Severity};
use crate::check::{locate, visit};
use crate::output::images;

pub(super) const RULE: Rule = Rule {
    id: "missing-image",
    severity: Severity::Warning,
    summary: "an image beside the answers that is not there, or is none",
    why: "Visitors see a broken picture. A file that stands beside the answer comes along into the output by itself; one that is on the \
          site already is named from its root, such as `/images/lid.png`, or by its whole address, and is not looked at here.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for entry in corpus.entries {
        visit::images(&entry.answer, &mut |src, _| {
            if images::is_missing(entry, src) {
                let finding = found.entry(entry, "an image beside its answer", format!("`{src}`, which is not there"), "put it there");
                if let Some(finding) = finding {
                    finding.place = locate::of(entry, src);
                }
            }
        });
    }
}
