//! Going through an answer's tree for one kind of thing.

use faqlet_engine::answer::{Answer, Block, Inline};

/// Whether there is a picture anywhere.
pub(super) fn has_image(answer: &Answer) -> bool {
    let mut any = false;
    images(answer, &mut |_, _| any = true);
    any
}

/// Calls `found` with address and alternative text of each image.
pub(super) fn images(answer: &Answer, found: &mut dyn FnMut(&str, &str)) {
    each(&answer.blocks, &mut |inline| {
        if let Inline::Image { src, alt } = inline {
            found(src, alt);
        }
    });
}

/// Calls `found` with name and fallback of each placeholder.
pub(super) fn placeholders(answer: &Answer, found: &mut dyn FnMut(&str, &str)) {
    each(&answer.blocks, &mut |inline| {
        if let Inline::Placeholder { name, fallback } = inline {
            found(name, fallback);
        }
    });
}

/// Calls `found` with every inline, from the outside inwards.
pub(crate) fn each(blocks: &[Block], found: &mut dyn FnMut(&Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => inlines(content, found),
            Block::List { items, .. } => items.iter().for_each(|item| each(item, found)),
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => each(inner, found),
            Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).for_each(|cell| inlines(cell, found)),
            Block::Details { summary, blocks } => {
                inlines(summary, found);
                each(blocks, found);
            }
            _ => {}
        }
    }
}

fn inlines(content: &[Inline], found: &mut dyn FnMut(&Inline)) {
    for inline in content {
        found(inline);
        match inline {
            Inline::Link { content, .. } | Inline::Strong(content) | Inline::Emphasis(content) | Inline::Strike(content) => {
                inlines(content, found);
            }
            _ => {}
        }
    }
}
