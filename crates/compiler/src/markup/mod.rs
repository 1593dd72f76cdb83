//! Markdown to the answer's tree: CommonMark with tables, strikethrough, task lists, callouts (`> [!NOTE]` and `:::note`) and the harmless part of HTML.
//!
//! The tree has no place for raw markup, so nothing is sanitised here: HTML tags either mean something that the tree can say, or they
//! vanish and their text stays. Elements whose text is not meant for readers (scripts, styles) vanish with their content.

mod anchor;
mod autolink;
mod builder;
mod directive;
mod html;
mod placeholder;

use crate::diagnostic::{Diagnostics, Place};
use builder::{Builder, Kind, Origin, Trouble};
use faqlet_engine::answer::{Align, Answer, CalloutKind, Inline};
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use std::path::Path;

/// Longest answer in bytes of Markdown. The longest help articles have some ten thousand; beyond this it is a book or a mistake.
pub const LONGEST: usize = 1 << 20;

/// Where a piece of Markdown stands in its file.
#[derive(Clone, Copy, Debug)]
pub enum Lines {
    /// It begins at this line, from 1, and goes on line by line.
    From(u32),
    /// All of it belongs to this line, as in JSON Lines.
    Only(u32),
}

/// Parses an answer. Links and elements that were left out are noted as warnings with their line; too long a text is an error.
#[must_use]
pub fn parse(markdown: &str, path: &Path, lines: Lines, diagnostics: &mut Diagnostics) -> Answer {
    let place = |offset: usize| match lines {
        Lines::Only(line) => Place::line(path, line),
        Lines::From(first) => {
            let before = markdown.as_bytes().get(..offset).unwrap_or_default();
            Place::line(path, first + before.iter().filter(|byte| **byte == b'\n').count() as u32)
        }
    };
    if markdown.len() > LONGEST {
        let got = format!("{} bytes", markdown.len());
        diagnostics.error(place(0), "an answer of at most 1 MiB", got, "divide it into several entries");
        return Answer::default();
    }
    let mut reader = Reader { builder: Builder::new(), html: None };
    reader.answer(markdown);
    let (answer, troubles) = reader.builder.finish();
    for (offset, trouble) in troubles {
        warn(trouble, place(offset), diagnostics);
    }
    answer
}

/// Parses an answer that is HTML, as help desks and pages have it. What is left out is noted as in Markdown.
#[must_use]
pub fn parse_html(source: &str, path: &Path, lines: Lines, diagnostics: &mut Diagnostics) -> Answer {
    let (Lines::From(line) | Lines::Only(line)) = lines;
    let place = Place::line(path, line);
    if source.len() > LONGEST {
        let got = format!("{} bytes", source.len());
        diagnostics.error(place, "an answer of at most 1 MiB", got, "divide it into several entries");
        return Answer::default();
    }
    let mut builder = Builder::new();
    html::block(source, &mut builder);
    let (answer, troubles) = builder.finish();
    for (_, trouble) in troubles {
        warn(trouble, place.clone(), diagnostics);
    }
    answer
}

/// Names made from texts, each given once: letters and digits of any script with hyphens between.
#[derive(Debug, Default)]
pub(crate) struct Names(anchor::Anchors);

impl Names {
    /// A name for a text.
    pub(crate) fn unique(&mut self, text: &str) -> String {
        self.0.unique_name(text)
    }
}

/// A heading that stands in no list or quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// 1 to 6.
    pub(crate) level: u8,
    /// Its words.
    pub(crate) text: String,
    /// The name that its author gave it.
    pub(crate) anchor: Option<String>,
    /// Byte offset of its line.
    pub(crate) start: usize,
    /// Byte offset behind it.
    pub(crate) end: usize,
}

/// The headings of a whole file, in their order.
pub(crate) fn headings(markdown: &str) -> Vec<Heading> {
    let mut all = Vec::new();
    let mut depth = 0usize;
    let mut open: Option<Heading> = None;
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) if depth == 0 => {
                let anchor = id.map(|id| id.into_string());
                open = Some(Heading { level: level_number(level), text: String::new(), anchor, start: range.start, end: range.end });
            }
            Event::End(TagEnd::Heading(_)) if open.is_some() => all.extend(open.take()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut open {
                    heading.text.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut open {
                    heading.text.push(' ');
                }
            }
            Event::Start(_) if open.is_none() => depth += 1,
            Event::End(_) if open.is_none() => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    all
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
}

fn warn(trouble: Trouble, place: Place, diagnostics: &mut Diagnostics) {
    match trouble {
        Trouble::Link(href) => diagnostics.warning(
            place,
            "a link to http:, https:, mailto:, tel:, a relative address or a #fragment",
            shown(&href),
            "mend the address; its text was kept without the link",
        ),
        Trouble::Image(src) => diagnostics.warning(
            place,
            "an image from http:, https: or a relative address",
            shown(&src),
            "mend the address; its alternative text was kept",
        ),
        Trouble::Element(name) => diagnostics.warning(
            place,
            "text, or HTML that is text",
            format!("<{name}>"),
            "say it in Markdown; the element was left out with its content",
        ),
        Trouble::Depth => diagnostics.warning(
            place,
            "lists and quotes nested a dozen deep at most",
            "deeper ones",
            "write it flatter; the deeper levels were joined",
        ),
    }
}

/// An address fit for a message: control characters escaped, not longer than a line.
fn shown(address: &str) -> String {
    const LONGEST_SHOWN: usize = 80;
    if address.is_empty() {
        return "an empty one".to_owned();
    }
    let start: String = address.chars().take(LONGEST_SHOWN).flat_map(char::escape_debug).collect();
    let more = if address.chars().nth(LONGEST_SHOWN).is_some() { "…" } else { "" };
    format!("`{start}{more}`")
}

/// Feeds the parser's events to the builder.
struct Reader {
    builder: Builder,
    /// The HTML block being gathered and where it began: only as a whole it can be taken apart.
    html: Option<(String, usize)>,
}

impl Reader {
    fn answer(&mut self, markdown: &str) {
        let pieces = directive::pieces(markdown);
        let whole = Parser::new_ext(markdown, options());
        // A piece knows only its own link definitions: the others are looked up in the whole.
        let defined = |link: pulldown_cmark::BrokenLink<'_>| {
            let found = whole.reference_definitions().get(&link.reference)?;
            Some((found.dest.to_string().into(), found.title.as_deref().unwrap_or_default().to_owned().into()))
        };
        for piece in &pieces {
            match piece {
                directive::Piece::Text(range) => {
                    let text = markdown.get(range.clone()).unwrap_or_default();
                    let parser = Parser::new_with_broken_link_callback(text, options(), Some(defined));
                    for (event, within) in parser.into_offset_iter() {
                        self.event(event, &(within.start + range.start..within.end + range.start));
                    }
                }
                directive::Piece::Open(kind, title, at) => {
                    self.builder.at(*at);
                    self.builder.open(kind.clone(), Origin::Markdown);
                    self.title(kind, title);
                }
                directive::Piece::Close => self.builder.close_markdown(),
            }
        }
    }

    /// A callout's title is its first line; folded text needs something to press.
    fn title(&mut self, kind: &Kind, title: &str) {
        let around: &[Kind] = match kind {
            Kind::Details { .. } => &[Kind::Summary],
            _ if title.is_empty() => return,
            _ => &[Kind::Paragraph, Kind::Strong],
        };
        around.iter().for_each(|part| self.builder.open(part.clone(), Origin::Markdown));
        self.builder.text(if title.is_empty() { "…" } else { title });
        around.iter().for_each(|_| self.builder.close_markdown());
    }

    fn event(&mut self, event: Event<'_>, range: &Range<usize>) {
        self.builder.at(range.start);
        match event {
            Event::Start(Tag::HtmlBlock) => self.html = Some((String::new(), range.start)),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((source, start)) = self.html.take() {
                    self.builder.at(start);
                    html::block(&source, &mut self.builder);
                }
            }
            Event::Html(source) => match &mut self.html {
                Some((gathered, _)) => gathered.push_str(&source),
                None => html::block(&source, &mut self.builder),
            },
            Event::Text(text) => match &mut self.html {
                Some((gathered, _)) => gathered.push_str(&text),
                None => self.builder.text(&text),
            },
            Event::InlineHtml(source) => html::inline(&source, &mut self.builder),
            Event::Start(tag) => self.start(tag),
            Event::End(_) => self.builder.close_markdown(),
            Event::Code(code) => self.builder.inline(Inline::Code(code.into_string())),
            Event::SoftBreak => self.builder.soft_break(),
            Event::HardBreak => self.builder.inline(Inline::Break),
            Event::Rule => self.builder.rule(),
            Event::TaskListMarker(done) => self.builder.text(if done { "☑ " } else { "☐ " }),
            // Not switched on; as text they lose nothing.
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.builder.text(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, id, .. } => Kind::Heading { level: level_number(level), anchor: id.map(|id| id.into_string()) },
            Tag::BlockQuote(None) => Kind::Quote,
            Tag::BlockQuote(Some(kind)) => Kind::Callout(callout(kind)),
            Tag::CodeBlock(kind) => Kind::CodeBlock { language: fence_language(&kind) },
            Tag::List(start) => Kind::List { start: start.map(|number| u32::try_from(number).unwrap_or(1)), items: Vec::new() },
            Tag::Item => Kind::Item,
            Tag::Table(align) => Kind::Table { align: align.into_iter().map(alignment).collect(), head: Vec::new(), rows: Vec::new() },
            Tag::TableHead | Tag::TableRow => Kind::Row { cells: Vec::new(), all_head: matches!(tag, Tag::TableHead) },
            Tag::TableCell => Kind::Cell,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strike,
            Tag::Link { dest_url, link_type, .. } => {
                // CommonMark leaves the scheme of <someone@example.org> to the writer of links.
                let email = link_type == pulldown_cmark::LinkType::Email;
                Kind::Link { href: if email { format!("mailto:{dest_url}") } else { dest_url.into_string() } }
            }
            Tag::Image { dest_url, .. } => Kind::Image { src: dest_url.into_string() },
            // Not switched on; their content is kept.
            Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => Kind::Flat,
        };
        self.builder.open(kind, Origin::Markdown);
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn callout(kind: BlockQuoteKind) -> CalloutKind {
    match kind {
        BlockQuoteKind::Note => CalloutKind::Note,
        BlockQuoteKind::Tip => CalloutKind::Tip,
        BlockQuoteKind::Important => CalloutKind::Important,
        BlockQuoteKind::Warning => CalloutKind::Warning,
        BlockQuoteKind::Caution => CalloutKind::Caution,
    }
}

fn alignment(align: Alignment) -> Align {
    match align {
        Alignment::None | Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}

/// The first word after the fence: `rust` in `rust,ignore` and in `rust title="x"`.
fn fence_language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Indented => String::new(),
        CodeBlockKind::Fenced(info) => info.split([' ', ',', '{', '\t']).next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests;
