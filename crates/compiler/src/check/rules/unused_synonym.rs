//! Synonyms that lead to nothing.

use super::{Corpus, Found, Rule, Severity};
use crate::check::similar;
use crate::output::languages::is_for;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    id: "unused-synonym",
    severity: Severity::Note,
    summary: "a line of `synonyms.csv` none of whose words is in the FAQ: of a line with `=>`, none of those behind it",
    why: "A visitor who types one of these words is led to another one that no answer has. Add the word that your answers use, or remove \
          the line.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    if corpus.config.synonyms.is_empty() {
        return;
    }
    let known: Vec<(&str, BTreeSet<String>)> = corpus
        .languages
        .iter()
        .map(|language| {
            let texts = language.entries.iter().flat_map(|entry| {
                let labels = entry.category.iter().chain(&entry.tags);
                std::iter::once(&entry.question).chain(&entry.also).chain(labels).cloned().chain([entry.answer.text()])
            });
            (language.tag, texts.flat_map(|text| similar::all_terms(&text, language.analysis)).collect())
        })
        .collect();
    for group in &corpus.config.synonyms {
        let wanted = if group.means.is_empty() { &group.terms } else { &group.means };
        let used = corpus.languages.iter().zip(&known).filter(|(language, _)| is_for(group.lang.as_deref(), language.tag)).any(
            |(language, (_, known))| {
                wanted.iter().any(|phrase| similar::all_terms(phrase, language.analysis).iter().all(|term| known.contains(term)))
            },
        );
        if !used {
            let words: Vec<String> = wanted.iter().take(6).map(|word| format!("`{word}`")).collect();
            let got = format!("none of {}", words.join(", "));
            found.at(group.place.clone(), "one of the words in the FAQ", got, "add the word that your answers use, or remove the line");
        }
    }
}
