//! One plain page a language: the whole FAQ without scripts, readable on paper and by machines (FAQPage data of schema.org).

mod answer;
mod wording;

use super::Files;
use super::languages::Language;
use crate::entry::Entry;
use crate::language;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::json;
use wording::Wording;

const STYLE: &str = include_str!("page.css");

/// What the page itself may load: its style sheet and pictures of the answers.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' http: https:; base-uri 'none'; form-action 'none'";

/// More entries than this, and the table of contents names categories only.
const MOST_LISTED: usize = 100;

/// Adds the pages of all languages and their style sheet.
pub(super) fn all(languages: &[Language], site: Option<&str>, files: &mut Files) {
    let style = files.add_hashed("page", "css", STYLE.as_bytes().to_vec());
    for language in languages {
        let page = page(language, languages, site, &style).into_string();
        files.add_stable(&format!("pages/{}.html", language.tag), page.into_bytes());
    }
}

/// Entries of one category, in the order in which categories first appear.
struct Group<'a> {
    path: &'a [String],
    entries: Vec<&'a Entry>,
}

fn groups(entries: &[Entry]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut by_path = std::collections::BTreeMap::new();
    for entry in entries {
        let at = *by_path.entry(&entry.category).or_insert_with(|| {
            groups.push(Group { path: &entry.category, entries: Vec::new() });
            groups.len() - 1
        });
        groups[at].entries.push(entry);
    }
    groups
}

fn page(language: &Language, all: &[Language], site: Option<&str>, style: &str) -> Markup {
    let wording = Wording::of(&language.tag);
    let title = site.map_or_else(|| wording.title.to_owned(), |site| format!("{} – {site}", wording.title));
    let groups = groups(&language.entries);
    html! {
        (DOCTYPE)
        html lang=(language.tag) dir=(language::direction(&language.tag)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                link rel="stylesheet" href={ "../" (style) };
                @if all.len() > 1 {
                    @for other in all {
                        link rel="alternate" hreflang=(other.tag) href={ (other.tag) ".html" };
                    }
                }
                (data(language))
            }
            body {
                header {
                    h1 { (wording.title) }
                    @if all.len() > 1 { (languages(language, all, wording)) }
                }
                (contents(&groups, language.entries.len(), wording))
                main {
                    @for (number, group) in groups.iter().enumerate() { (section(number, group, wording)) }
                }
            }
        }
    }
}

fn languages(language: &Language, all: &[Language], wording: &Wording) -> Markup {
    html! {
        nav aria-label=(wording.languages) {
            ul {
                @for other in all {
                    li {
                        a href={ (other.tag) ".html" } lang=(other.tag) hreflang=(other.tag) dir=(language::direction(&other.tag))
                            aria-current=[(other.tag == language.tag).then_some("page")] { (language::own_name(&other.tag)) }
                    }
                }
            }
        }
    }
}

/// Links to the categories, and to the questions below them where they are not too many.
fn contents(groups: &[Group<'_>], entries: usize, wording: &Wording) -> Markup {
    let questions = entries <= MOST_LISTED;
    if groups.len() < 2 && !questions {
        return html! {};
    }
    html! {
        nav.contents aria-label=(wording.contents) {
            @for (number, group) in groups.iter().enumerate() {
                @if !group.path.is_empty() {
                    p { a href={ "#category-" (number + 1) } { (heading(group.path)) } }
                }
                @if questions {
                    ul {
                        @for entry in &group.entries { li { a href={ "#faq=" (entry.id) } { (entry.question) } } }
                    }
                }
            }
        }
    }
}

fn heading(path: &[String]) -> String {
    path.join(" › ")
}

fn section(number: usize, group: &Group<'_>, wording: &Wording) -> Markup {
    let level = if group.path.is_empty() { 2 } else { 3 };
    html! {
        section {
            @if !group.path.is_empty() {
                h2 id={ "category-" (number + 1) } { (heading(group.path)) }
            }
            @for entry in &group.entries {
                article id={ "faq=" (entry.id) } {
                    (answer::heading(level, None, &html! { (entry.question) }))
                    (answer::render(&entry.answer, &entry.id, level, wording))
                }
            }
        }
    }
}

/// The page's content as schema.org data. It says what the page says and nothing else.
fn data(language: &Language) -> Markup {
    let questions: Vec<serde_json::Value> = language
        .entries
        .iter()
        .map(|entry| {
            json!({ "@type": "Question", "name": entry.question, "acceptedAnswer": { "@type": "Answer", "text": entry.answer.text() } })
        })
        .collect();
    let data = json!({ "@context": "https://schema.org", "@type": "FAQPage", "inLanguage": language.tag, "mainEntity": questions });
    html! { script type="application/ld+json" { (PreEscaped(script_json(&data))) } }
}

/// JSON that cannot end the script element it stands in, nor begin a comment there: what HTML could read as a tag is written as an
/// escape, which JSON reads as the same character.
fn script_json(value: &serde_json::Value) -> String {
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
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }
}
