//! Whether a question is asked in another language than that of the FAQ. Then the words that it shares with the FAQ are names and accidents,
//! and only its meaning can find the answer.

use faqlet_engine::analysis::{Language, TokenKind, analyse};

use crate::Group;

/// Languages that are told apart by their words of grammar.
const TAGS: [&str; 8] = ["en", "de", "es", "fr", "pt", "fil", "id", "tr"];

/// Whether `query` is in another script than `sample`, a text of the FAQ's in the language `lang`; or has at least twice as many words of
/// grammar of another language as of that one. Languages share such words by accident (German «was», «in», «an» and «so» are English too); asked in
/// their own language, 3 in 1,000 questions of a mixed chat are taken for foreign and none elsewhere, asked in another one 98 in 100.
#[must_use]
pub fn is_foreign(query: &str, lang: &str, sample: &str) -> bool {
    let (asked, written) = (Group::of(query), Group::of(sample));
    if asked != written {
        return asked.is_some() && written.is_some();
    }
    if asked != Some(Group::Latin) {
        return false;
    }
    let language = Language::from_tag(lang);
    // Of a language whose words of grammar we do not know, every question would look foreign.
    if language == Language::default() {
        return false;
    }
    let own = grammar(query, language);
    TAGS.iter().any(|tag| grammar(query, Language::from_tag(tag)) >= (2 * own).max(1))
}

/// How many words of grammar of a language a text has.
fn grammar(text: &str, language: Language) -> u32 {
    let mut count = 0;
    analyse(text, language, &mut |token| count += u32::from(token.function && token.kind == TokenKind::Word));
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_script_and_other_words_of_grammar_are_foreign() {
        let sample = "How do I get a refund?";
        for query in [
            "如何退款",
            "چگونه می‌توانم لغو کنم",
            "wie kann ich das zurückgeben",
            "paano ko ibabalik ang order ko",
            "¿cómo puedo cancelar mi pedido?",
            "Was ist Scratch, und was kann ich damit machen?",
            "qu'est-ce que je dois faire pour annuler une commande",
        ] {
            assert!(is_foreign(query, "en", sample), "{query}");
        }
        for query in ["refund", "how can I cancel", "iPhone 15 Pro", "", "42", "delivery die casting to Berlin"] {
            assert!(!is_foreign(query, "en", sample), "{query}");
        }
        assert!(!is_foreign("come posso annullare la mia ordinazione", "it", "Dove sono le mie fatture?"));
        assert!(!is_foreign("wo ist mein paket", "de", "Wo finde ich meine Rechnungen?"));
        assert!(is_foreign("where is my parcel", "de", "Wo finde ich meine Rechnungen?"));
    }
}
