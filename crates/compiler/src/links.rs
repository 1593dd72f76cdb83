//! Links between answers: those to another entry's file become links to the entry, and those that lead nowhere are reported.

use crate::diagnostic::Diagnostics;
use crate::entry::Entry;
use faqlet_engine::answer::{Answer, Block, Inline};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// How a link to another entry begins.
const ENTRY: &str = "#faq=";

/// Resolves and checks the links of all entries, which are those of one language.
pub(crate) fn resolve(entries: &mut [Entry], diagnostics: &mut Diagnostics) {
    let ids: BTreeSet<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let files = files(entries.iter());
    for entry in entries {
        let folder = entry.place.path.parent().unwrap_or(Path::new("")).to_owned();
        let mut dead = Vec::new();
        each_link(&mut entry.answer, &mut |href| {
            if let Some(file) = markdown_file(href) {
                match files.get(&tidied(&folder.join(file))) {
                    Some(id) => *href = format!("{ENTRY}{id}"),
                    None => dead.push(href.clone()),
                }
            } else if let Some(id) = href.strip_prefix(ENTRY)
                && !ids.contains(id)
            {
                dead.push(href.clone());
            }
        });
        for href in dead {
            let expected = format!("a link to an entry in {}", entry.lang);
            diagnostics.warning(entry.place.clone(), expected, format!("`{href}`"), "correct the link or add the entry");
        }
    }
}

/// What the links of one language's entries can lead to, for looking without changing.
pub(crate) struct Targets<'a> {
    ids: BTreeMap<&'a str, &'a Entry>,
    files: BTreeMap<PathBuf, String>,
}

/// Where a link leads.
pub(crate) enum Target<'a, 'h> {
    /// To another entry, perhaps to one of its headings.
    Entry(&'a Entry, Option<&'h str>),
    /// To a heading of the same answer.
    Here(&'h str),
    /// To an entry that is not there.
    Nowhere,
    /// Out of the FAQ.
    Elsewhere,
}

impl<'a> Targets<'a> {
    /// Of the entries of one language. Where an id stands twice, its first entry counts.
    pub(crate) fn of(entries: impl Iterator<Item = &'a Entry> + Clone) -> Self {
        let mut ids = BTreeMap::new();
        for entry in entries.clone() {
            ids.entry(entry.id.as_str()).or_insert(entry);
        }
        Self { ids, files: files(entries) }
    }

    /// Where a link in `entry` leads.
    pub(crate) fn find<'h>(&self, entry: &Entry, href: &'h str) -> Target<'a, 'h> {
        let found = |id: &str| self.ids.get(id).copied();
        if let Some(id) = href.strip_prefix(ENTRY) {
            return found(id).map_or(Target::Nowhere, |entry| Target::Entry(entry, None));
        }
        if let Some(anchor) = href.strip_prefix('#') {
            return Target::Here(anchor);
        }
        let Some(file) = markdown_file(href) else { return Target::Elsewhere };
        let folder = entry.place.path.parent().unwrap_or(Path::new(""));
        let id = self.files.get(&tidied(&folder.join(file)));
        let anchor = href.split_once('#').map(|(_, anchor)| anchor);
        id.and_then(|id| found(id)).map_or(Target::Nowhere, |entry| Target::Entry(entry, anchor))
    }
}

/// Calls `found` with the address of each link of an answer.
pub(crate) fn each(answer: &Answer, found: &mut dyn FnMut(&str)) {
    crate::check::visit::each(&answer.blocks, &mut |inline| {
        if let Inline::Link { href, .. } = inline {
            found(href);
        }
    });
}

/// The entries that are a file of their own, by that file. Lines of one file are no targets.
fn files<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeMap<PathBuf, String> {
    let markdown = entries.filter(|entry| markdown_file(&entry.place.path.to_string_lossy()).is_some());
    markdown.map(|entry| (tidied(&entry.place.path), entry.id.clone())).collect()
}

/// The path of a relative link to a Markdown file, without query and fragment.
fn markdown_file(href: &str) -> Option<String> {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let is_markdown = path.ends_with(".md") || path.ends_with(".markdown");
    (is_markdown && !path.contains("://") && !path.starts_with("//")).then(|| path.replace("%20", " "))
}

/// A path without `.` and, as far as the names before it are known, without `..`.
fn tidied(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// Calls `found` with the address of each link and image, in the order of the text.
pub(crate) fn each_address(answer: &mut Answer, found: &mut dyn FnMut(&mut String)) {
    in_blocks(&mut answer.blocks, &mut |inline| match inline {
        Inline::Link { href, .. } => found(href),
        Inline::Image { src, .. } => found(src),
        _ => {}
    });
}

fn each_link(answer: &mut Answer, found: &mut dyn FnMut(&mut String)) {
    in_blocks(&mut answer.blocks, &mut |inline| {
        if let Inline::Link { href, .. } = inline {
            found(href);
        }
    });
}

fn in_blocks(blocks: &mut [Block], found: &mut dyn FnMut(&mut Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => in_inlines(content, found),
            Block::List { items, .. } => items.iter_mut().for_each(|item| in_blocks(item, found)),
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => in_blocks(inner, found),
            Block::Table { head, rows, .. } => head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| in_inlines(cell, found)),
            Block::Details { summary, blocks } => {
                in_inlines(summary, found);
                in_blocks(blocks, found);
            }
            _ => {}
        }
    }
}

fn in_inlines(inlines: &mut [Inline], found: &mut dyn FnMut(&mut Inline)) {
    for inline in inlines {
        found(inline);
        match inline {
            Inline::Link { content: inner, .. } | Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => {
                in_inlines(inner, found)
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;
    use crate::markup::{self, Lines};

    fn entry(path: &str, id: &str, markdown: &str) -> Entry {
        let path = Path::new(path);
        let answer = markup::parse(markdown, path, Lines::From(1), &mut Diagnostics::new());
        Entry::new(id, "en", "?", answer, Place::line(path, 1))
    }

    /// The addresses of the first entry's links after resolving, and the messages.
    fn resolved(markdown: &str) -> (Vec<String>, Vec<String>) {
        let mut entries =
            vec![entry("faq/orders/a.md", "a", markdown), entry("faq/returns.md", "back", ""), entry("faq/all.jsonl", "c", "")];
        let mut diagnostics = Diagnostics::new();
        resolve(&mut entries, &mut diagnostics);
        let mut links = Vec::new();
        each_link(&mut entries[0].answer, &mut |href| links.push(href.clone()));
        (links, diagnostics.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn links_to_files_become_links_to_entries() {
        let (links, messages) = resolved("[x](../returns.md) - [y](./../returns.md#fees) - **[z](a.md)**\n\n| [t](a.md) |\n|-|\n");
        assert_eq!(links, ["#faq=back", "#faq=back", "#faq=a", "#faq=a"]);
        assert_eq!(messages.len(), 0, "{messages:?}");
    }

    #[test]
    fn other_links_stay_as_they_are() {
        let (links, messages) = resolved("[a](#faq=c) [b](https://x.example/a.md) [c](/terms) [d](#fees) [e](//x.example/a.md)");
        assert_eq!(links, ["#faq=c", "https://x.example/a.md", "/terms", "#fees", "//x.example/a.md"]);
        assert_eq!(messages.len(), 0, "{messages:?}");
    }

    #[test]
    fn links_that_lead_nowhere_are_reported() {
        let (_, messages) = resolved("[a](#faq=gone) [b](returns.md)");
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(messages[0].starts_with("faq/orders/a.md:1: warning: expected a link to an entry in en; got `#faq=gone`"), "{messages:?}");
        assert!(messages[1].contains("`returns.md`"), "{messages:?}");
    }
}
