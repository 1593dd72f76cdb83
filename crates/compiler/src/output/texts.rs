//! The interface's texts, as the browser files bring them for all languages: which a language of the FAQ gets, and the few of them that
//! the loader says before the widget is there.

use serde::Deserialize;

/// The texts of a language, as `ui.json` holds them.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Texts {
    /// Language tag, BCP 47.
    pub(super) lang: String,
    /// What the loader says.
    words: Vec<String>,
    /// What the widget says, in an order that only the widget knows.
    pub(super) texts: Vec<String>,
}

/// The texts for a language tag: the same language and script if they are there, else the same language, else the first.
pub(super) fn find<'a>(all: &'a [Texts], tag: &str) -> Option<&'a Texts> {
    let wanted = shape(tag);
    let same = |texts: &&Texts| shape(&texts.lang) == wanted;
    all.iter().find(same).or_else(|| all.iter().find(|texts| shape(&texts.lang).0 == wanted.0)).or(all.first())
}

/// Language and, where it decides, script: Chinese of Taiwan, Hong Kong and Macao is written with traditional characters.
fn shape(tag: &str) -> (String, &'static str) {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    match language.as_str() {
        "zh" => {
            let traditional = parts.any(|part| ["hant", "tw", "hk", "mo"].iter().any(|one| part.eq_ignore_ascii_case(one)));
            (language, if traditional { "Hant" } else { "Hans" })
        }
        // Tagalog is what Filipino was called; Malay is read by who reads Indonesian, and the reverse.
        "tl" => ("fil".to_owned(), ""),
        "ms" => ("id".to_owned(), ""),
        _ => (language, ""),
    }
}

/// How the words stand in the loader as it is delivered: a call on a text that begins and ends so, whatever quotes it.
const START: &str = "JSON.parse(";
const FIRST: &str = "{\"en\":[";

/// The loader with the words of these languages (tags and texts, the default first) in the place of those it is delivered with, and after them
/// that there are no plain pages, where `has_pages` says so; `None` when that place is not found once.
pub(super) fn speaking(loader: &str, languages: &[(&str, &Texts)], has_pages: bool) -> Option<String> {
    let mut starts = loader.match_indices(FIRST).filter(|(at, _)| at.checked_sub(1).is_some_and(|quote| loader[..quote].ends_with(START)));
    let (at, _) = starts.next().filter(|_| starts.next().is_none())?;
    let quote = &loader[at - 1..at];
    let end = at + loader[at..].find(&format!("{quote})"))? + quote.len() + 1;
    // JSON is JavaScript; a list of texts is always JSON.
    let json = |words: &[String]| {
        let words = words.iter().map(String::as_str).chain((!has_pages).then_some("-"));
        serde_json::to_string(&words.collect::<Vec<_>>()).unwrap_or_default()
    };
    let words: Vec<String> = languages.iter().map(|(tag, texts)| format!("\"{tag}\":{}", json(&texts.words))).collect();
    Some(format!("{}{{{}}}{}", &loader[..at - 1 - START.len()], words.join(","), &loader[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(langs: &[&str]) -> Vec<Texts> {
        langs.iter().map(|lang| Texts { lang: (*lang).into(), words: vec![format!("\"{lang}\"")], texts: Vec::new() }).collect()
    }

    #[test]
    fn a_tag_finds_its_language_and_script() {
        let all = texts(&["en", "zh-Hant", "zh-Hans", "fa", "fil", "id", "pt"]);
        for (tag, lang) in [
            ("en", "en"),
            ("en-GB", "en"),
            ("pt-BR", "pt"),
            ("zh-TW", "zh-Hant"),
            ("zh-hk", "zh-Hant"),
            ("zh-Hant-MO", "zh-Hant"),
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("fa-IR", "fa"),
            ("tl", "fil"),
            ("fil-PH", "fil"),
            ("ms", "id"),
            ("xx", "en"),
            ("", "en"),
        ] {
            assert_eq!(find(&all, tag).unwrap().lang, lang, "{tag}");
        }
        assert_eq!(find(&texts(&["en", "zh-Hans"]), "zh-TW").unwrap().lang, "zh-Hans");
        assert!(find(&[], "en").is_none());
    }

    #[test]
    fn the_loader_gets_the_words_of_the_languages() {
        let all = texts(&["en", "fa"]);
        let languages = [("fa-IR", &all[1]), ("en", &all[0])];
        for quote in ["'", "`"] {
            let loader = format!("const a=1,b=JSON.parse({quote}{{\"en\":[\"Help\"]}}{quote}),c=2;");
            let wanted = "const a=1,b={\"fa-IR\":[\"\\\"fa\\\"\"],\"en\":[\"\\\"en\\\"\"]},c=2;";
            assert_eq!(speaking(&loader, &languages, true).as_deref(), Some(wanted));
            assert!(speaking(&loader, &languages, false).is_some_and(|loader| loader.contains("\"en\":[\"\\\"en\\\"\",\"-\"]")));
        }
        assert_eq!(speaking("const a=1", &languages, true), None);
        let twice = "JSON.parse('{\"en\":[]}');JSON.parse('{\"en\":[]}')";
        assert_eq!(speaking(twice, &languages, true), None);
    }
}
