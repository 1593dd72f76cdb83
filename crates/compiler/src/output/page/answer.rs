//! An answer as HTML. Every text goes through the template's escaping; addresses are checked once more.

use super::address::relative;
use super::wording::Wording;
use faqlet_engine::answer::{Align, Answer, Block, CalloutKind, Inline, is_plain_file, is_safe_image, is_safe_link};
use maud::{Markup, html};

/// Where an answer stands: what its headings and anchors depend on.
struct Context<'a> {
    /// Id of the entry; anchors of all answers share the page.
    id: &'a str,
    /// Added to the headings' own levels.
    shift: i8,
    wording: &'a Wording,
    way: Way<'a>,
    file: &'a dyn Fn(&str) -> String,
}

/// The address of another entry on the page at hand, by its id; `None` where there is no such entry.
pub(super) type Way<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The answer of the entry `id` on the page `from`, below a heading of `level`.
pub(super) fn render(answer: &Answer, id: &str, level: u8, from: &str, wording: &Wording, way: Way<'_>) -> Markup {
    let highest = highest_heading(&answer.blocks).unwrap_or(1);
    let file = |name: &str| relative(from, name);
    let context = Context { id, shift: level as i8 + 1 - highest as i8, wording, way, file: &file };
    blocks(&answer.blocks, &context)
}

/// The level of the answer's most important heading.
fn highest_heading(blocks: &[Block]) -> Option<u8> {
    let levels = blocks.iter().filter_map(|block| match block {
        Block::Heading { level, .. } => Some(*level),
        Block::List { items, .. } => items.iter().filter_map(|item| highest_heading(item)).min(),
        Block::Quote(inner) | Block::Callout { blocks: inner, .. } | Block::Details { blocks: inner, .. } => highest_heading(inner),
        _ => None,
    });
    levels.min()
}

fn blocks(blocks: &[Block], context: &Context<'_>) -> Markup {
    html! { @for each in blocks { (block(each, context)) } }
}

fn block(block: &Block, context: &Context<'_>) -> Markup {
    match block {
        Block::Paragraph(content) => html! { p { (inlines(content, context)) } },
        Block::Heading { level, anchor, content } => {
            let level = (*level as i8 + context.shift).clamp(2, 6) as u8;
            heading(level, Some(&address(context.id, anchor)), &inlines(content, context))
        }
        Block::List { start: None, items } => html! { ul { (list_items(items, context)) } },
        Block::List { start: Some(start), items } => html! { ol start=[(*start != 1).then_some(start)] { (list_items(items, context)) } },
        Block::Quote(inner) => html! { blockquote { (blocks(inner, context)) } },
        // What is wider than the page is scrolled, also by keyboard.
        Block::Code { language, text } => html! { pre tabindex="0" dir="ltr" { code class=[language_class(language)] { (text) } } },
        Block::Table { align, head, rows } => table(align, head, rows, context),
        Block::Callout { kind, blocks: inner } => html! {
            div.callout.warn[matches!(kind, CalloutKind::Warning | CalloutKind::Caution)] role="note" { p { strong { (label(*kind, context.wording)) } } (blocks(inner, context)) }
        },
        Block::Details { summary, blocks: inner } => html! {
            div.details { p { strong { (inlines(summary, context)) } } (blocks(inner, context)) }
        },
        Block::Rule => html! { hr; },
        _ => html! {},
    }
}

/// The class by which scripts that colour code know its language, as CommonMark's own examples have it.
fn language_class(language: &str) -> Option<String> {
    let name: String = language.chars().filter(|c| c.is_alphanumeric() || "+-#._".contains(*c)).collect();
    (!name.is_empty()).then(|| format!("language-{name}"))
}

/// A heading of that level, with an anchor if it has one.
pub(super) fn heading(level: u8, anchor: Option<&str>, content: &Markup) -> Markup {
    match level {
        2 => html! { h2 id=[anchor] { (content) } },
        3 => html! { h3 id=[anchor] { (content) } },
        4 => html! { h4 id=[anchor] { (content) } },
        5 => html! { h5 id=[anchor] { (content) } },
        _ => html! { h6 id=[anchor] { (content) } },
    }
}

/// An answer's own anchor: unique on the page, as anchors hold no slash.
fn address(id: &str, anchor: &str) -> String {
    format!("in={id}/{anchor}")
}

fn list_items(items: &[Vec<Block>], context: &Context<'_>) -> Markup {
    html! {
        @for item in items {
            li {
                // A single paragraph needs no element of its own.
                @if let [Block::Paragraph(content)] = item.as_slice() { (inlines(content, context)) } @else { (blocks(item, context)) }
            }
        }
    }
}

fn table(align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], context: &Context<'_>) -> Markup {
    let class = |column: usize| match align.get(column) {
        Some(Align::Center) => Some("center"),
        Some(Align::End) => Some("end"),
        _ => None,
    };
    html! {
        table {
            @if !head.is_empty() {
                thead {
                    tr { @for (column, cell) in head.iter().enumerate() { th scope="col" class=[class(column)] { (inlines(cell, context)) } } }
                }
            }
            tbody {
                @for row in rows {
                    tr { @for (column, cell) in row.iter().enumerate() { td class=[class(column)] { (inlines(cell, context)) } } }
                }
            }
        }
    }
}

fn label(kind: CalloutKind, wording: &Wording) -> &'static str {
    let [note, tip, important, warning, caution] = wording.callouts;
    match kind {
        CalloutKind::Note => note,
        CalloutKind::Tip => tip,
        CalloutKind::Important => important,
        CalloutKind::Warning => warning,
        CalloutKind::Caution => caution,
    }
}

fn inlines(content: &[Inline], context: &Context<'_>) -> Markup {
    html! { @for each in content { (inline(each, context)) } }
}

fn inline(inline: &Inline, context: &Context<'_>) -> Markup {
    match inline {
        Inline::Text(text) => html! { (text) },
        Inline::Strong(inner) => html! { strong { (inlines(inner, context)) } },
        Inline::Emphasis(inner) => html! { em { (inlines(inner, context)) } },
        Inline::Strike(inner) => html! { s { (inlines(inner, context)) } },
        Inline::Code(text) => html! { code { (text) } },
        Inline::Link { href, content } if is_safe_link(href) => html! { a href=(on_page(href, context)) { (inlines(content, context)) } },
        Inline::Link { content, .. } => inlines(content, context),
        Inline::Image { src, alt } if is_safe_image(src) => html! { img src=(src) alt=(alt) loading="lazy" decoding="async"; },
        Inline::Picture { file, alt, width, height } if is_plain_file(file) => {
            let known = *width > 0 && *height > 0;
            html! { img src=((context.file)(file)) alt=(alt) width=[known.then_some(width)] height=[known.then_some(height)] loading="lazy" decoding="async"; }
        }
        Inline::Picture { alt, .. } => html! { (alt) },
        Inline::Image { alt, .. } => html! { (alt) },
        Inline::Break => html! { br; },
        Inline::Placeholder { fallback, .. } => html! { (fallback) },
        _ => html! {},
    }
}

/// Links to another entry lead where the page says; those to a heading of the same answer get the entry's name before them.
fn on_page(href: &str, context: &Context<'_>) -> String {
    match href.strip_prefix('#') {
        Some(anchor) => match anchor.strip_prefix("faq=") {
            Some(id) => (context.way)(id).unwrap_or_else(|| href.to_owned()),
            None if anchor.is_empty() => href.to_owned(),
            None => format!("#{}", address(context.id, anchor)),
        },
        None => href.to_owned(),
    }
}
