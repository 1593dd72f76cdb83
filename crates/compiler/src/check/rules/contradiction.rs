//! Similar answers with different numbers.

use super::{Corpus, Found, Rule, Severity};
use crate::check::numbers;
use crate::check::report::Related;

pub(super) const RULE: Rule = Rule {
    id: "contradiction",
    severity: Severity::Warning,
    summary: "two similar answers of one language that name different numbers, dates, amounts or percentages of the same thing",
    why: "One of them is wrong, and visitors act on either. Find out which holds and correct the other; where both hold, say in the \
          questions what the difference is. Numbers are compared by what stands beside them: `30 days` with `14 days`, `€5` with `€7`.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for language in &corpus.languages {
        for pair in language.pairs().iter().filter(|pair| pair.is_comparable()) {
            let (Some(first), Some(second)) = (language.entries.get(pair.first), language.entries.get(pair.second)) else { continue };
            let (ours, theirs) = (second.answer.text(), first.answer.text());
            let Some(difference) = numbers::difference(&theirs, &ours, language.analysis) else { continue };
            let expected = format!("the same figure as in `{}` at {}: {}", first.id, first.place, difference.first);
            let remedy = "find out which one holds and correct the other";
            if let Some(finding) = found.entry(second, expected, difference.second, remedy) {
                finding.related.push(Related { place: first.place.clone(), text: difference.first });
            }
        }
    }
}
