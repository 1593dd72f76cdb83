//! What every page has around its content: head, name of the site, choice of languages.

use super::address::{absolute, relative};
use super::book::Book;
use super::{Site, data};
use crate::entry::Entry;
use crate::language;
use maud::{DOCTYPE, Markup, html};

/// What a page may load: its style sheet, and pictures of the answers.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' http: https:; base-uri 'none'; form-action 'none'";

/// Longest description in characters: what a list of results shows.
const DESCRIPTION: usize = 160;

/// One page.
pub(super) struct Page<'a> {
    /// Its file.
    pub(super) name: &'a str,
    /// What it is about, without the site's name.
    pub(super) title: &'a str,
    /// What it says, in plain text; the head takes the beginning.
    pub(super) summary: &'a str,
    /// The same page in all languages that have it, itself included: tag and file.
    pub(super) translations: Vec<(&'a str, &'a str)>,
    /// The entries that it shows with their answers.
    pub(super) shown: Vec<&'a Entry>,
    pub(super) content: Markup,
}

pub(super) fn document(site: &Site<'_>, book: &Book<'_>, page: Page<'_>) -> Markup {
    let tag = &book.language.tag;
    let title = site.title.map_or_else(|| page.title.to_owned(), |site| format!("{} – {site}", page.title));
    html! {
        (DOCTYPE)
        html lang=(tag) dir=(language::direction(tag)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                @if let Some(summary) = beginning(page.summary) { meta name="description" content=(summary); }
                link rel="stylesheet" href=(relative(page.name, &site.style));
                (links(site, book, &page))
                @if !page.shown.is_empty() { (data::questions(tag, page.shown.iter().copied())) }
            }
            body {
                header.top {
                    a.home href=(relative(page.name, &book.whole)) { (site.title.unwrap_or(book.wording.title)) }
                    @if site.books.len() > 1 { (languages(site, book, &page)) }
                }
                (page.content)
            }
        }
    }
}

/// Where the page really stands, where the same is said in other languages, and where the same is for machines.
fn links(site: &Site<'_>, book: &Book<'_>, page: &Page<'_>) -> Markup {
    let address = |name: &str| site.base.map_or_else(|| relative(page.name, name), |base| absolute(base, name));
    let default = page.translations.iter().find(|(tag, _)| site.books.first().is_some_and(|first| first.language.tag == *tag));
    html! {
        @if site.base.is_some() { link rel="canonical" href=(address(page.name)); }
        @if page.translations.len() > 1 {
            @for (tag, name) in &page.translations { link rel="alternate" hreflang=(tag) href=(address(name)); }
            @if let Some((_, name)) = default { link rel="alternate" hreflang="x-default" href=(address(name)); }
        }
        @if page.name == book.whole {
            @for (kind, ending) in [("application/json", "json"), ("text/plain", "txt")] {
                link rel="alternate" type=(kind) href=(address(&format!("text/answers.{}.{ending}", book.language.tag)));
            }
        }
    }
}

/// The page in the other languages; where it has no translation, the whole FAQ of that language.
fn languages(site: &Site<'_>, book: &Book<'_>, page: &Page<'_>) -> Markup {
    let target = |other: &Book<'_>| {
        let found = page.translations.iter().find(|(tag, _)| *tag == other.language.tag);
        relative(page.name, found.map_or(other.whole.as_str(), |(_, name)| name))
    };
    html! {
        nav.languages aria-label=(book.wording.languages) {
            ul {
                @for other in &site.books {
                    @let tag = &other.language.tag;
                    li {
                        a href=(target(other)) lang=(tag) hreflang=(tag) dir=(language::direction(tag))
                            aria-current=[(*tag == book.language.tag).then_some("true")] { (language::own_name(tag)) }
                    }
                }
            }
        }
    }
}

/// The first words of a text, as many as a list of results shows.
pub(super) fn beginning(text: &str) -> Option<String> {
    let line = crate::entry::one_line(text);
    let Some((end, _)) = line.char_indices().nth(DESCRIPTION) else { return Some(line).filter(|line| !line.is_empty()) };
    let cut = &line[..end];
    // Between words where the script has blanks; anywhere else where it has none.
    let words = cut.rsplit_once(' ').map_or(cut, |(words, _)| if words.len() * 2 > cut.len() { words } else { cut });
    Some(format!("{}…", words.trim_end_matches([',', ';', ':', '.', ' '])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_ends_between_words() {
        assert_eq!(beginning("  Within\n30 days. ").as_deref(), Some("Within 30 days."));
        assert_eq!(beginning(" \n"), None);
        let long = beginning(&"returns, ".repeat(40)).unwrap();
        assert!(long.ends_with("returns…") && long.chars().count() <= DESCRIPTION + 1, "{long}");
        assert_eq!(beginning(&"退".repeat(400)).unwrap().chars().count(), DESCRIPTION + 1);
    }
}
