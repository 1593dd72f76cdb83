//! Answers and questions that nobody reads to the end.

use super::{Corpus, Found, Rule, Severity};
use faqlet_engine::analysis::{self, TokenKind};

pub(super) const RULE: Rule = Rule {
    id: "long-answer",
    severity: Severity::Note,
    summary: "an answer of more than 800 words, or a question of more than 40 (in scripts without spaces: 1,600 and 80 characters)",
    why: "In a widget, on a phone, an answer is read for seconds. Divide it into entries that answer one question each and link them, or \
          say the short answer first and fold the rest into `<details>`.",
    run,
};

/// Most words of an answer: some four screens of a phone.
const ANSWER: u32 = 800;
/// Most words of a question: more is no question but a story.
const QUESTION: u32 = 40;
/// A character of a script without spaces counts as half a word.
const HALVES: u32 = 2;

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for language in &corpus.languages {
        for entry in &language.entries {
            for (what, text, most) in [("answer", &entry.answer.text(), ANSWER), ("question", &entry.question, QUESTION)] {
                let words = words(text, language.analysis);
                if words > most {
                    let remedy = "divide it into several entries, or shorten it";
                    found.entry(entry, format!("{} of at most {most} words", article(what)), format!("about {words}"), remedy);
                }
            }
        }
    }
}

fn article(what: &str) -> String {
    format!("{} {what}", if what.starts_with('a') { "an" } else { "a" })
}

/// Words of a text, as the analyser cuts it.
fn words(text: &str, language: analysis::Language) -> u32 {
    let (mut halves, mut last) = (0, None);
    analysis::analyse(text, language, &mut |token| {
        if last == Some(token.position) || token.kind == TokenKind::Joined {
            return;
        }
        last = Some(token.position);
        let narrow = matches!(token.kind, TokenKind::Gram | TokenKind::Unigram | TokenKind::Tail);
        halves += if narrow { 1 } else { HALVES };
    });
    halves / HALVES
}
