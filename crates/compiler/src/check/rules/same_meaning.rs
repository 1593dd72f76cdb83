//! Entries that ask the same in other words.

use super::{Corpus, Found, Rule, Severity};
use crate::check::report::Related;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "same-meaning",
    severity: Severity::Note,
    summary: "two entries of one language that seem to ask and answer the same in other words",
    why: "A visitor who asks so gets one answer or the other, and votes are divided between them. Where they are one question, join them, \
          with the other wording under `also`; where they are not, say in the questions what the difference is. The encoder that finds \
          answers by meaning in the visitor's browser compares questions, other wordings and the beginnings of answers. It errs in every second case or so, so this is a note, and only \
          reported with `--meaning` or where the rule is named. Pairs that \
          `near-duplicate` reports are left out, and languages of more than 20,000 entries.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for language in &corpus.languages {
        let known: BTreeSet<(usize, usize)> =
            language.pairs().iter().filter(|pair| pair.is_near()).map(|pair| (pair.first, pair.second)).collect();
        for pair in language.alike().iter().filter(|pair| !known.contains(&(pair.first, pair.second))) {
            let (Some(first), Some(second)) = (language.entries.get(pair.first), language.entries.get(pair.second)) else { continue };
            let [question, answer] = [pair.question, pair.answer].map(|cosine| (cosine * 100.0).round() as u32);
            let got = format!(
                "`{}`, which asks `{}`, and `{}` at {}, which asks `{}`: questions {question} %, answers {answer} % alike in meaning",
                second.id, second.question, first.id, first.place, first.question
            );
            let remedy = "join them, with the other question under `also`, or say in the questions what sets them apart";
            if let Some(finding) = found.entry(second, "one entry for one question", got, remedy) {
                finding.related.push(Related { place: first.place.clone(), text: format!("`{}`", first.question) });
            }
        }
    }
}
