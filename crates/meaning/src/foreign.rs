//! Whether a question is asked in another language than that of the FAQ. Then the words that it shares with the FAQ are names and accidents,
//! and only its meaning can find the answer.

use faqlet_engine::analysis::{Language, TokenKind, analyse};

use crate::Group;

/// Languages that are told apart by their words of grammar.
const TAGS: [&str; 9] = ["en", "de", "es", "fr", "pt", "fil", "id", "tr", "it"];

/// Whether `query` is in another script than `sample`, a text of the FAQ's in the language `lang`; or has no word of grammar of that language
/// and at least one, unlike all others, of another.
#[must_use]
pub fn is_foreign(query: &str, lang: &str, sample: &str) -> bool {
    let (asked, written) = (Group::of(query), Group::of(sample));
    if asked != written {
        return asked.is_some() && written.is_some();
    }
    if asked != Some(Group::Latin) {
        return false;
    }
    let own = grammar(query, Language::from_tag(lang));
    own == 0 && TAGS.iter().any(|tag| grammar(query, Language::from_tag(tag)) > own)
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
        ] {
            assert!(is_foreign(query, "en", sample), "{query}");
        }
        for query in ["refund", "how can I cancel", "iPhone 15 Pro", "", "42", "delivery die casting to Berlin"] {
            assert!(!is_foreign(query, "en", sample), "{query}");
        }
        assert!(!is_foreign("wo ist mein paket", "de", "Wo finde ich meine Rechnungen?"));
        assert!(is_foreign("where is my parcel", "de", "Wo finde ich meine Rechnungen?"));
    }
}
