//! An answer's tree as nodes. Links and images are checked once more before they are drawn: the file they come from could be anybody's.

use faqlet_engine::answer::{Align, Answer, Block, CalloutKind, Inline, is_safe_image, is_safe_link};
use yew::prelude::*;

use super::Look;
use crate::host::page;
use crate::state::Action;

/// Level of the question's heading; the answer's own headings begin one below it.
const QUESTION_LEVEL: u8 = 2;

/// The answer's blocks.
pub(super) fn tree(answer: &Answer, look: &Look<'_>) -> Html {
    let least = answer.blocks.iter().filter_map(|block| if let Block::Heading { level, .. } = block { Some(*level) } else { None }).min();
    Drawer { look, least: least.unwrap_or(1) }.blocks(&answer.blocks)
}

/// Draws one answer.
struct Drawer<'a> {
    look: &'a Look<'a>,
    /// The highest heading in the answer: it goes right below the question, so that no level is skipped.
    least: u8,
}

impl Drawer<'_> {
    fn blocks(&self, blocks: &[Block]) -> Html {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> Html {
        match block {
            Block::Paragraph(content) => html! { <p>{ self.inlines(content) }</p> },
            Block::Heading { level, anchor, content } => {
                let level = (level.saturating_sub(self.least) + QUESTION_LEVEL + 1).min(6);
                html! { <@{["h", &level.to_string()].concat()} id={anchor.clone()}>{ self.inlines(content) }</@> }
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Quote(blocks) => html! { <blockquote>{ self.blocks(blocks) }</blockquote> },
            Block::Code { text, .. } => html! { <pre dir="ltr" tabindex="0"><code>{ text.clone() }</code></pre> },
            Block::Table { align, head, rows } => self.table(align, head, rows),
            Block::Callout { kind, blocks } => self.callout(*kind, blocks),
            Block::Details { summary, blocks } => {
                html! { <details><summary>{ self.inlines(summary) }</summary>{ self.blocks(blocks) }</details> }
            }
            Block::Rule => html! { <hr /> },
            // A kind of block that a newer build knows: the rest of the answer is still worth having.
            _ => Html::default(),
        }
    }

    fn list(&self, start: Option<u32>, items: &[Vec<Block>]) -> Html {
        let items = items.iter().map(|blocks| html! { <li>{ self.item(blocks) }</li> });
        match start {
            None => html! { <ul>{ for items }</ul> },
            Some(1) => html! { <ol>{ for items }</ol> },
            Some(start) => html! { <ol start={start.to_string()}>{ for items }</ol> },
        }
    }

    /// An item of one paragraph is a line, not a paragraph.
    fn item(&self, blocks: &[Block]) -> Html {
        match blocks {
            [Block::Paragraph(content)] => self.inlines(content),
            [Block::Paragraph(content), rest @ ..] => html! { <>{ self.inlines(content) }{ self.blocks(rest) }</> },
            blocks => self.blocks(blocks),
        }
    }

    fn table(&self, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Html {
        let class = |at: usize| match align.get(at) {
            Some(Align::Center) => "mid",
            Some(Align::End) => "far",
            _ => "",
        };
        let cells = |row: &[Vec<Inline>]| -> Html {
            row.iter().enumerate().map(|(at, cell)| html! { <td class={class(at)}>{ self.inlines(cell) }</td> }).collect()
        };
        let heads = head.iter().enumerate().map(|(at, cell)| html! { <th scope="col" class={class(at)}>{ self.inlines(cell) }</th> });
        // What can be scrolled must be reachable by keyboard.
        html! {
            <div class="wide" tabindex="0">
                <table>
                    <thead><tr>{ for heads }</tr></thead>
                    <tbody>{ for rows.iter().map(|row| html! { <tr>{ cells(row) }</tr> }) }</tbody>
                </table>
            </div>
        }
    }

    fn callout(&self, kind: CalloutKind, blocks: &[Block]) -> Html {
        let titles = &self.look.strings.callouts;
        let (title, class) = match kind {
            CalloutKind::Note => (titles.note, "callout"),
            CalloutKind::Tip => (titles.tip, "callout"),
            CalloutKind::Important => (titles.important, "callout"),
            CalloutKind::Warning => (titles.warning, "callout warn"),
            CalloutKind::Caution => (titles.caution, "callout warn"),
        };
        html! {
            <div {class} part="callout" role="note">
                <p class="label" lang={self.look.strings.lang}>{ title }</p>
                { self.blocks(blocks) }
            </div>
        }
    }

    fn inlines(&self, content: &[Inline]) -> Html {
        content.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> Html {
        match inline {
            Inline::Text(text) => html! { { text.clone() } },
            Inline::Strong(content) => html! { <strong>{ self.inlines(content) }</strong> },
            Inline::Emphasis(content) => html! { <em>{ self.inlines(content) }</em> },
            Inline::Strike(content) => html! { <s>{ self.inlines(content) }</s> },
            Inline::Code(text) => html! { <code dir="ltr">{ text.clone() }</code> },
            Inline::Link { href, content } if is_safe_link(href) => self.link(href, content),
            Inline::Link { content, .. } => self.inlines(content),
            Inline::Image { src, alt } if is_safe_image(src) => {
                html! { <img src={src.clone()} alt={alt.clone()} loading="lazy" decoding="async" /> }
            }
            Inline::Image { alt, .. } => html! { { alt.clone() } },
            Inline::Break => html! { <br /> },
            Inline::Placeholder { fallback, .. } => html! { { fallback.clone() } },
            _ => Html::default(),
        }
    }

    /// A link to another entry stays in the widget. (One to a heading of this answer scrolls to it, which the listener does.)
    fn link(&self, href: &str, content: &[Inline]) -> Html {
        let act = href.strip_prefix("#faq=").map(|id| self.look.on(Action::Follow(page::decode(id))));
        html! { <a href={href.to_owned()} data-act={act}>{ self.inlines(content) }</a> }
    }
}
