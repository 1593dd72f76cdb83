//! Entries that say nearly the same.

use super::{Corpus, Found, Rule, Severity};
use crate::check::report::Related;

pub(super) const RULE: Rule = Rule {
    id: "near-duplicate",
    severity: Severity::Warning,
    summary: "two entries of one language that ask or answer nearly the same",
    why: "Two answers drift apart: one is corrected, the other forgotten, and votes are divided between them. Join them into one entry \
          with the other question under `also`. Similarity is that of words and pairs of neighbouring words after the analysis that search \
          uses, rare ones counting more; numbers count as equal. Languages are never compared with each other.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for language in &corpus.languages {
        for pair in language.pairs().iter().filter(|pair| pair.is_near()) {
            let (Some(first), Some(second)) = (language.entries.get(pair.first), language.entries.get(pair.second)) else { continue };
            let got = format!(
                "`{}`, whose questions are {} % and whose answers {} % like those of `{}` at {}",
                second.id,
                percent(pair.question),
                percent(pair.answer),
                first.id,
                first.place
            );
            let finding = found.entry(second, "one entry for one question", got, "join them, with the other question under `also`");
            if let Some(finding) = finding {
                finding.related.push(Related { place: first.place.clone(), text: format!("`{}`", first.question) });
            }
        }
    }
}

fn percent(share: f64) -> u32 {
    (share * 100.0).round() as u32
}
