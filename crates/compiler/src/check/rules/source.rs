//! What reading the sources reported: unreadable files, faulty front matter, misspelt keys, elements left out.

use super::{Corpus, Found, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "source",
    severity: Severity::Error,
    summary: "whatever is wrong with a file itself: it cannot be read, its front matter is faulty, a key is misspelt, a link or an element \
              is not allowed",
    why: "These are the errors and warnings of `faqlet build`. Errors stop the build; after a warning something was left out or passed \
          over, and the answer that visitors read is not the one that was written.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for problem in corpus.read.iter() {
        let finding = found.at(problem.place.clone(), &problem.expected, &problem.got, &problem.remedy);
        if let Some(finding) = finding {
            finding.severity = Severity::from(problem.severity);
        }
    }
}
