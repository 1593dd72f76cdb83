//! The page for the people who answer: what a visitor chose to send, and a search over the answers that visitors see.

use faqlet_beacon::{Contact, Data, Event, rfc3339};
use maud::{DOCTYPE, Markup, html};

use crate::report::Questions;

pub(super) const SCRIPT: &str = include_str!("staff.js");
pub(super) const STYLE: &str = include_str!("staff.css");

/// The policy of the page: its own files, and the engine in the folder of the answers.
pub(super) fn policy(answers: Option<&str>) -> String {
    let other = answers.and_then(origin).map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'{other} 'wasm-unsafe-eval'; connect-src 'self'{other}; style-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

/// `https://shop.example` of `https://shop.example/help/`; `None` for a path. Anything that could end the policy's word is no origin.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split('/').next()?;
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
    (plain(scheme) && plain(host)).then(|| format!("{scheme}://{host}"))
}

pub(super) fn page(packets: &[Event], answers: Option<&str>, questions: &Questions) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { "Faqlet desk" }
                link rel="stylesheet" href="staff.css";
                @if answers.is_some() { script type="module" src="staff.js" {} }
            }
            body {
                header { h1 { "Desk" } p { a href="report" { "Help report" } } }
                main {
                    section.search {
                        h2 { "Answers" }
                        @if let Some(answers) = answers {
                            label for="query" { "Search what visitors see" }
                            input #query type="search" autocomplete="off" spellcheck="false" data-answers=(answers);
                            p #state role="status" { "" }
                            ol #hits {}
                            article #answer hidden {}
                        } @else {
                            p.note { "Start the collector with --answers-url and the address of the built folder to search here." }
                        }
                    }
                    section.packets {
                        h2 { "Sent by visitors" small { (packets.len()) } }
                        @if packets.is_empty() { p.note { "Nobody has asked to be contacted yet." } }
                        @for event in packets { @if let Data::Contact(contact) = &event.data { (packet(event, contact, questions)) } }
                    }
                }
            }
        }
    }
    .into_string()
}

/// What a visitor chose to send, and nothing else: there is nothing else.
fn packet(event: &Event, contact: &Contact, questions: &Questions) -> Markup {
    let time = rfc3339(event.time);
    let when = time.get(..16).unwrap_or_default().replace('T', " ");
    html! {
        article.packet {
            header {
                strong { (contact.reply) }
                @if let Some(name) = &contact.name { " · " (name) }
                span.when { time datetime=(time) { (when) } " · " (contact.route) " · " (contact.lang) }
            }
            @if let Some(message) = &contact.message { blockquote lang=(contact.lang) dir="auto" { (message) } }
            dl {
                @if let Some(reference) = &contact.reference { dt { "Reference" } dd { (reference) } }
                @if let Some(topic) = &contact.topic { dt { "Topic" } dd { (topic) } }
                @if let Some(when) = &contact.when { dt { "Call back" } dd { (when) } }
                @if let Some(question) = &contact.question {
                    dt { "Searched" }
                    dd { span lang=(contact.lang) dir="auto" { (question) } " " button type="button" data-query=(question) hidden { "search this" } }
                }
                @if !contact.entries.is_empty() {
                    dt { "Read" }
                    @for entry in &contact.entries {
                        dd lang=(contact.lang) dir="auto" { (questions.get(&contact.lang, entry).unwrap_or(entry)) }
                    }
                }
            }
        }
    }
}
