//! What a page says, once more for machines: schema.org data. It says what the page shows and nothing else.

use crate::entry::Entry;
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

/// Questions with their answers, for a page that shows both.
pub(super) fn questions<'a>(lang: &str, entries: impl Iterator<Item = &'a Entry>) -> Markup {
    let questions: Vec<Value> = entries
        .map(|entry| {
            json!({ "@type": "Question", "name": entry.question, "acceptedAnswer": { "@type": "Answer", "text": entry.answer.text() } })
        })
        .collect();
    element(&json!({ "@context": "https://schema.org", "@type": "FAQPage", "inLanguage": lang, "mainEntity": questions }))
}

fn element(data: &Value) -> Markup {
    html! { script type="application/ld+json" { (PreEscaped(script_json(data))) } }
}

/// JSON that cannot end the script element it stands in, nor begin a comment there: what HTML could read as a tag is written as an
/// escape, which JSON reads as the same character.
fn script_json(value: &Value) -> String {
    let mut out = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_end_its_script_element() {
        let value = json!({ "text": "</script><!--<script>&\u{2028}" });
        let text = script_json(&value);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
