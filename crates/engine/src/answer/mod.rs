//! The answer as a small typed tree. It is parsed from Markdown at build time and drawn as nodes in the browser, so that no HTML
//! string ever exists there. The tree has no room for scripts, styles, frames or raw markup: what cannot be said cannot be injected.
//!
//! [`Answer::text`] says it as plain text, [`encode_chunk`] as bytes, [`is_safe_link`] says where its links may lead.

mod codec;
mod link;
#[cfg(test)]
mod sample;
mod text;

pub use codec::{AnswerChunk, encode_chunk, encoded_size};
pub use link::{is_plain_file, is_safe_image, is_safe_link};
pub use text::inline_text;

/// Deepest nesting of lists of blocks and inlines: the answer's own blocks are level 1, the text of its paragraphs level 2. More than
/// any reader can follow, and few enough that recursion over an answer is safe on any stack.
pub const MAX_DEPTH: usize = 24;

/// An answer: a sequence of blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The blocks from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of an answer that stands on lines of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Block {
    /// A paragraph of running text.
    Paragraph(Vec<Inline>),
    /// A heading inside the answer. `level` is 1 to 6 as written; the reader shifts it below the question's own heading.
    Heading {
        /// Level as written in the source, 1 to 6.
        level: u8,
        /// Fragment identifier, unique within the answer, without `#`.
        anchor: String,
        /// The heading's text.
        content: Vec<Inline>,
    },
    /// A list; each item is a sequence of blocks.
    List {
        /// The first number of an ordered list; `None` for a bulleted one.
        start: Option<u32>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A block of code, verbatim.
    Code {
        /// The language named on the fence; empty when none.
        language: String,
        /// The text, without a final line break.
        text: String,
    },
    /// A table.
    Table {
        /// Alignment a column.
        align: Vec<Align>,
        /// Cells of the head row.
        head: Vec<Vec<Inline>>,
        /// Body rows of cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A note, tip, warning or the like, set apart from the text.
    Callout {
        /// What kind of callout.
        kind: CalloutKind,
        /// Its content.
        blocks: Vec<Block>,
    },
    /// Text that is folded away behind a summary.
    Details {
        /// The always visible line.
        summary: Vec<Inline>,
        /// The folded content.
        blocks: Vec<Block>,
    },
    /// A thematic break.
    Rule,
}

/// A run of text inside a block.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Strong importance.
    Strong(Vec<Inline>),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Struck-through text.
    Strike(Vec<Inline>),
    /// Code within a line.
    Code(String),
    /// A link. The target has passed [`is_safe_link`] at build time and is checked again when drawn.
    Link {
        /// The target: `https:`, `http:`, `mailto:`, `tel:`, relative, or `#fragment`; `#faq=<id>` names another entry.
        href: String,
        /// The link's text.
        content: Vec<Inline>,
    },
    /// An image.
    Image {
        /// The address, under the same rules as a link but without `mailto:` and `tel:`.
        src: String,
        /// The text for those who do not see it.
        alt: String,
    },
    /// An image that the build has put beside the index.
    Picture {
        /// Its file in the output folder, which has passed [`is_plain_file`].
        file: String,
        /// The text for those who do not see it.
        alt: String,
        /// Width in CSS pixels; 0 where the file does not say.
        width: u32,
        /// Height in CSS pixels; 0 where the file does not say.
        height: u32,
    },
    /// A line break that the author asked for.
    Break,
    /// A value filled in on the device from the visitor's profile, e.g. `{{profile.first_name|there}}`.
    Placeholder {
        /// The field, e.g. `profile.first_name`.
        name: String,
        /// What stands there when the field is unknown.
        fallback: String,
    },
}

impl Answer {
    /// Writes a value in the place of each placeholder's fallback, where `value` knows one by the placeholder's name. It stays plain text.
    pub fn fill(&mut self, value: &dyn Fn(&str) -> Option<String>) {
        fill_blocks(&mut self.blocks, value, MAX_DEPTH);
    }
}

fn fill_blocks(blocks: &mut [Block], value: &dyn Fn(&str) -> Option<String>, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => fill_inlines(content, value, depth),
            Block::List { items, .. } => items.iter_mut().for_each(|item| fill_blocks(item, value, depth)),
            Block::Quote(blocks) | Block::Callout { blocks, .. } => fill_blocks(blocks, value, depth),
            Block::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| fill_inlines(cell, value, depth));
            }
            Block::Details { summary, blocks } => {
                fill_inlines(summary, value, depth);
                fill_blocks(blocks, value, depth);
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn fill_inlines(content: &mut [Inline], value: &dyn Fn(&str) -> Option<String>, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for inline in content {
        match inline {
            Inline::Placeholder { name, fallback } => {
                if let Some(value) = value(name) {
                    *fallback = value;
                }
            }
            Inline::Strong(content) | Inline::Emphasis(content) | Inline::Strike(content) | Inline::Link { content, .. } => {
                fill_inlines(content, value, depth);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Image { .. } | Inline::Picture { .. } | Inline::Break => {}
        }
    }
}

/// Alignment of a table's column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As the direction of the text has it.
    #[default]
    Start,
    /// Centred.
    Center,
    /// At the far end.
    End,
}

/// Kinds of callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalloutKind {
    /// Something good to know.
    Note,
    /// Advice that saves effort.
    Tip,
    /// Something that must not be missed.
    Important,
    /// Something that may go wrong.
    Warning,
    /// Something that does harm.
    Caution,
}
