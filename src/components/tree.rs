//! An answer's tree as nodes. Links and images are checked once more before they are drawn: the file they come from could be anybody's.

use faqlet_engine::answer::{Align, Answer, Block, CalloutKind, Inline, is_plain_file, is_safe_image, is_safe_link};
use yew::prelude::*;
use yew::virtual_dom::VText;

use super::Look;
use super::element::{Element, Group, all, el};
use crate::host::page;
use crate::state::Action;

/// Level of the question's heading; the answer's own headings begin one below it.
const QUESTION_LEVEL: u8 = 2;

/// The answer's blocks; `base` is the address of the built folder.
pub(super) fn tree(answer: &Answer, base: &str, look: &Look<'_>) -> Html {
    let least = answer.blocks.iter().filter_map(|block| if let Block::Heading { level, .. } = block { Some(*level) } else { None }).min();
    Drawer { look, base, least: least.unwrap_or(1) }.blocks(&answer.blocks).into()
}

/// Draws one answer.
struct Drawer<'a> {
    look: &'a Look<'a>,
    /// Address of the folder in which the build has put images.
    base: &'a str,
    /// The highest heading in the answer: it goes right below the question, so that no level is skipped.
    least: u8,
}

impl Drawer<'_> {
    fn blocks(&self, blocks: &[Block]) -> Group {
        all(blocks.iter().map(|block| self.block(block)))
    }

    /// A block; none for a kind that only a newer build knows: the rest of the answer is still worth having.
    fn block(&self, block: &Block) -> Option<Element> {
        Some(match block {
            Block::Paragraph(content) => el("p").add(self.inlines(content)),
            Block::Heading { level, anchor, content } => {
                let name = match level.saturating_sub(self.least) + QUESTION_LEVEL + 1 {
                    ..=3 => "h3",
                    4 => "h4",
                    5 => "h5",
                    _ => "h6",
                };
                el(name).set("id", anchor.clone()).add(self.inlines(content))
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Quote(blocks) => el("blockquote").add(self.blocks(blocks)),
            Block::Code { text, .. } => el("pre, dir=ltr, tabindex=0").add(el("code").add(text.clone())),
            Block::Table { align, head, rows } => self.table(align, head, rows),
            Block::Callout { kind, blocks } => self.callout(*kind, blocks),
            Block::Details { summary, blocks } => el("details").add(el("summary").add(self.inlines(summary))).add(self.blocks(blocks)),
            Block::Rule => el("hr"),
            _ => return None,
        })
    }

    fn list(&self, start: Option<u32>, items: &[Vec<Block>]) -> Element {
        let start = start.map(|start| (start != 1).then(|| start.to_string()));
        let list = el(if start.is_some() { "ol" } else { "ul" }).set("start", start.flatten());
        list.add(all(items.iter().map(|blocks| el("li").add(self.item(blocks)))))
    }

    /// An item of one paragraph is a line, not a paragraph.
    fn item(&self, blocks: &[Block]) -> Group {
        match blocks {
            [Block::Paragraph(content), rest @ ..] => Group::default().add(self.inlines(content)).add(self.blocks(rest)),
            blocks => self.blocks(blocks),
        }
    }

    fn table(&self, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Element {
        let row = |cell: &'static str, cells: &[Vec<Inline>]| {
            el("tr").add(all(cells.iter().enumerate().map(|(at, content)| {
                let class = match align.get(at) {
                    Some(Align::Center) => "mid",
                    Some(Align::End) => "far",
                    _ => "",
                };
                el(cell).set("class", class).add(self.inlines(content))
            })))
        };
        let table = el("table")
            .add(el("thead").add(row("th, scope=col", head)))
            .add(el("tbody").add(all(rows.iter().map(|cells| row("td", cells)))));
        // What can be scrolled must be reachable by keyboard.
        el("div, class=wide, tabindex=0").add(table)
    }

    fn callout(&self, kind: CalloutKind, blocks: &[Block]) -> Element {
        let titles = &self.look.strings.callouts;
        let (title, class) = match kind {
            CalloutKind::Note => (titles.note, "callout"),
            CalloutKind::Tip => (titles.tip, "callout"),
            CalloutKind::Important => (titles.important, "callout"),
            CalloutKind::Warning => (titles.warning, "callout warn"),
            CalloutKind::Caution => (titles.caution, "callout warn"),
        };
        let label = el("p, class=label").set("lang", self.look.strings.lang).add(title);
        el("div, part=callout, role=note").set("class", class).add(label).add(self.blocks(blocks))
    }

    fn inlines(&self, content: &[Inline]) -> Group {
        all(content.iter().map(|inline| self.inline(inline)))
    }

    fn inline(&self, inline: &Inline) -> Html {
        let around = |name, content: &[Inline]| el(name).add(self.inlines(content)).into();
        match inline {
            Inline::Text(text) | Inline::Placeholder { fallback: text, .. } => Html::from(VText::new(text.clone())),
            Inline::Strong(content) => around("strong", content),
            Inline::Emphasis(content) => around("em", content),
            Inline::Strike(content) => around("s", content),
            Inline::Code(text) => el("code, dir=ltr").add(text.clone()).into(),
            Inline::Link { href, content } if is_safe_link(href) => self.link(href, content).into(),
            Inline::Link { content, .. } => self.inlines(content).into(),
            Inline::Image { src, alt } if is_safe_image(src) => {
                el("img, loading=lazy, decoding=async").set("src", src.clone()).set("alt", alt.clone()).into()
            }
            Inline::Picture { file, alt, width, height } if is_plain_file(file) => {
                let size = |size: &u32| (*size > 0).then(|| size.to_string());
                let image = el("img, loading=lazy, decoding=async").set("src", [self.base, file].concat()).set("alt", alt.clone());
                image.set("width", size(width)).set("height", size(height)).into()
            }
            Inline::Image { alt, .. } | Inline::Picture { alt, .. } => Html::from(VText::new(alt.clone())),
            Inline::Break => el("br").into(),
            _ => Html::default(),
        }
    }

    /// A link to another entry stays in the widget. (One to a heading of this answer scrolls to it, which the listener does.)
    fn link(&self, href: &str, content: &[Inline]) -> Element {
        let act = href.strip_prefix("#faq=").map(|id| self.look.on(Action::Follow(page::decode(id))));
        el("a").set("href", href.to_owned()).set("data-act", act).add(self.inlines(content))
    }
}
