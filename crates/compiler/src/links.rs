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
    let places = Places::of(entries.iter());
    for entry in entries {
        let at = Standpoint::of(entry);
        let mut dead = Vec::new();
        each_link(&mut entry.answer, &mut |href| match places.led_to(&at, href) {
            Led::Id(id, _) => {
                if !ids.contains(&id) {
                    dead.push(href.clone());
                }
                *href = format!("{ENTRY}{id}");
            }
            Led::Nowhere => dead.push(href.clone()),
            Led::Here | Led::Elsewhere => {}
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
    places: Places,
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
        Self { ids, places: Places::of(entries) }
    }

    /// Where a link in `entry` leads.
    pub(crate) fn find<'h>(&self, entry: &Entry, href: &'h str) -> Target<'a, 'h> {
        match self.places.led_to(&Standpoint::of(entry), href) {
            Led::Id(id, anchor) => self.ids.get(id.as_str()).map_or(Target::Nowhere, |entry| Target::Entry(entry, anchor)),
            Led::Here => Target::Here(href.strip_prefix('#').unwrap_or_default()),
            Led::Nowhere => Target::Nowhere,
            Led::Elsewhere => Target::Elsewhere,
        }
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

/// Where links stand: what relative ones start from.
struct Standpoint {
    file: PathBuf,
    /// Fragments of the answer's own headings.
    anchors: BTreeSet<String>,
}

impl Standpoint {
    fn of(entry: &Entry) -> Self {
        Self { file: tidied(&entry.place.path), anchors: own_anchors(&entry.answer) }
    }
}

/// What an address leads to.
enum Led<'h> {
    /// An entry, there or not, and a heading of it.
    Id(String, Option<&'h str>),
    /// A heading of the same answer, there or not.
    Here,
    /// A Markdown file that is no entry.
    Nowhere,
    /// Something else.
    Elsewhere,
}

/// Where in files entries stand.
struct Places {
    /// Entries that are a file of their own, by that file.
    files: BTreeMap<PathBuf, String>,
    /// Entries of files that hold several, by file and fragment, and whether it is that of a heading in their answer.
    anchors: BTreeMap<(PathBuf, String), (String, bool)>,
}

impl Places {
    fn of<'a>(entries: impl Iterator<Item = &'a Entry> + Clone) -> Self {
        let mut places = Self { files: BTreeMap::new(), anchors: BTreeMap::new() };
        for entry in entries.clone() {
            let file = tidied(&entry.place.path);
            if let Some(anchor) = &entry.anchor {
                places.anchors.insert((file, anchor.clone()), (entry.id.clone(), false));
            } else if is_markdown(&file.to_string_lossy()) {
                places.files.insert(file, entry.id.clone());
            }
        }
        for entry in entries.filter(|entry| entry.anchor.is_some()) {
            for anchor in own_anchors(&entry.answer) {
                places.anchors.entry((tidied(&entry.place.path), anchor)).or_insert_with(|| (entry.id.clone(), true));
            }
        }
        places
    }

    /// What an address leads to from where it stands.
    fn led_to<'h>(&self, at: &Standpoint, href: &'h str) -> Led<'h> {
        if let Some(id) = href.strip_prefix(ENTRY) {
            return Led::Id(id.to_owned(), None);
        }
        if let Some(anchor) = href.strip_prefix('#') {
            // Within a file of several entries, a heading may be another entry's question or stand in its answer.
            let elsewhere = if at.anchors.contains(anchor) { None } else { self.anchors.get(&(at.file.clone(), anchor.to_owned())) };
            return elsewhere.map_or(Led::Here, |(id, inner)| Led::Id(id.clone(), inner.then_some(anchor)));
        }
        let Some((path, anchor)) = relative_file(href) else { return Led::Elsewhere };
        let folder = at.file.parent().unwrap_or(Path::new(""));
        match self.find(&folder.join(&path), anchor) {
            Some((id, inner)) => Led::Id(id.clone(), anchor.filter(|_| inner)),
            None if is_markdown(&path) => Led::Nowhere,
            None => Led::Elsewhere,
        }
    }

    /// The entry of a file, as links write it: with its ending, without, or as a folder with an index. And whether a fragment is one
    /// within the answer.
    fn find(&self, path: &Path, anchor: Option<&str>) -> Option<(&String, bool)> {
        let path = tidied(path);
        let beside = |ending: &str| PathBuf::from(format!("{}{ending}", path.display()));
        let candidates = [path.clone(), beside(".md"), beside(".markdown"), path.join("index.md")];
        candidates.iter().find_map(|file| {
            let named = anchor.and_then(|anchor| self.anchors.get(&(file.clone(), anchor.to_owned())));
            named.map(|(id, inner)| (id, *inner)).or_else(|| self.files.get(file).map(|id| (id, true)))
        })
    }
}

/// The fragments of an answer's own headings.
fn own_anchors(answer: &Answer) -> BTreeSet<String> {
    fn gather(blocks: &[Block], found: &mut BTreeSet<String>) {
        for block in blocks {
            match block {
                Block::Heading { anchor, .. } => drop(found.insert(anchor.clone())),
                Block::List { items, .. } => items.iter().for_each(|item| gather(item, found)),
                Block::Quote(inner) | Block::Callout { blocks: inner, .. } | Block::Details { blocks: inner, .. } => gather(inner, found),
                _ => {}
            }
        }
    }
    let mut found = BTreeSet::new();
    gather(&answer.blocks, &mut found);
    found
}

/// Path and fragment of a link that may lead to a file beside this one: relative, and without an ending that is not Markdown's.
fn relative_file(href: &str) -> Option<(String, Option<&str>)> {
    let (before, fragment) = href.split_once('#').map_or((href, None), |(before, fragment)| (before, Some(fragment)));
    let path = before.split('?').next().unwrap_or_default();
    let scheme = path.split('/').next().is_some_and(|first| first.contains(':'));
    if path.is_empty() || scheme || path.starts_with('/') {
        return None;
    }
    let path = path.trim_end_matches('/').replace("%20", " ");
    let name = path.rsplit('/').next().unwrap_or_default();
    (is_markdown(&path) || !name.contains('.') || name == "..").then_some((path, fragment))
}

fn is_markdown(path: &str) -> bool {
    path.ends_with(".md") || path.ends_with(".markdown")
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
        Inline::Image { src, .. } | Inline::Picture { file: src, .. } => found(src),
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

pub(crate) fn in_blocks(blocks: &mut [Block], found: &mut dyn FnMut(&mut Inline)) {
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
    fn names_without_ending_lead_to_files_too() {
        let (links, messages) = resolved("[a](../returns) [b](../returns/) [c](../other) [d](terms.html) [e](../orders/a?x=1)");
        assert_eq!(links, ["#faq=back", "#faq=back", "../other", "terms.html", "#faq=a"]);
        assert_eq!(messages.len(), 0, "{messages:?}");
    }

    #[test]
    fn fragments_lead_to_other_entries_of_the_file() {
        let of = |id: &str, anchor: &str, markdown: &str| Entry { anchor: Some(anchor.into()), ..entry("faq/all.md", id, markdown) };
        let mut entries = vec![
            of("all/first", "first", "[x](#second) [y](#fees) [z](#own) [w](#none)\n\n# Own"),
            of("all/second", "second", "# Fees\n\n[v](all.md#first)"),
            entry("faq/one.md", "one", "[u](all.md#second) [t](./all#fees)"),
        ];
        let mut diagnostics = Diagnostics::new();
        resolve(&mut entries, &mut diagnostics);
        let mut links = Vec::new();
        entries.iter_mut().for_each(|entry| each_link(&mut entry.answer, &mut |href| links.push(href.clone())));
        assert_eq!(links, ["#faq=all/second", "#faq=all/second", "#own", "#none", "#faq=all/first", "#faq=all/second", "#faq=all/second"]);
        assert_eq!(diagnostics.iter().count(), 0);
    }

    #[test]
    fn links_that_lead_nowhere_are_reported() {
        let (_, messages) = resolved("[a](#faq=gone) [b](returns.md)");
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(messages[0].starts_with("faq/orders/a.md:1: warning: expected a link to an entry in en; got `#faq=gone`"), "{messages:?}");
        assert!(messages[1].contains("`returns.md`"), "{messages:?}");
    }
}
