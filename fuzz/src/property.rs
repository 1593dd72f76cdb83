//! Properties that several targets assert.

use faqlet_engine::answer::{Answer, Block, Inline};
use faqlet_engine::{Engine, Found, Mark, SearchOptions};

/// Asserts that marks lie in the text in order, on boundaries of characters, apart from each other and not empty: what the widget
/// relies on when it cuts the text at them.
///
/// # Panics
/// When they do not.
pub fn marks(text: &str, marks: &[Mark]) {
    let mut end = None;
    for mark in marks {
        let slice = text.get(mark.start as usize..mark.end as usize);
        assert!(slice.is_some_and(|slice| !slice.is_empty()), "{mark:?} does not lie in {text:?}");
        assert!(end.is_none_or(|end| end < mark.start), "{marks:?} are not in order or touch");
        end = Some(mark.end);
    }
}

/// Asserts what holds for every result: within the limit and the filter, each entry once, sound numbers, sound marks.
///
/// # Panics
/// When it does not.
pub fn found(engine: &Engine, options: &SearchOptions, found: &Found) {
    assert!(found.hits.len() <= options.limit, "more hits than asked for");
    assert!(found.total <= engine.len(), "more entries found than there are");
    let mut entries: Vec<u32> = found.hits.iter().map(|hit| hit.entry).collect();
    entries.sort_unstable();
    entries.dedup();
    assert_eq!(entries.len(), found.hits.len(), "an entry comes twice");
    for hit in &found.hits {
        let entry = engine.entry(hit.entry).expect("a hit is an entry");
        assert!(hit.score.is_finite() && (0.0..=1.0).contains(&hit.confidence), "{hit:?}");
        assert!(options.category.is_none_or(|category| engine.entries_in(category).contains(&hit.entry)), "outside the category");
        assert!(options.tag.as_deref().is_none_or(|tag| entry.tags.contains(&tag)), "without the tag");
        assert!(hit.why.iter().all(|why| !why.term.is_empty()), "{hit:?}");
        marks(entry.question, &hit.marks);
    }
    assert_eq!(found.confidence, found.hits.first().map_or(0.0, |hit| hit.confidence));
    let known = &found.known_terms;
    assert!(known.iter().enumerate().all(|(at, term)| !term.is_empty() && !known[..at].contains(term)), "{known:?}");
}

/// Calls `sink` with every inline of an answer, the ones inside others included.
pub fn inlines(answer: &Answer, sink: &mut dyn FnMut(&Inline)) {
    in_blocks(&answer.blocks, &mut |_| {}, sink);
}

/// Calls `sink` with every block of an answer, the ones inside others included.
pub fn blocks(answer: &Answer, sink: &mut dyn FnMut(&Block)) {
    in_blocks(&answer.blocks, sink, &mut |_| {});
}

fn in_blocks(blocks: &[Block], block: &mut dyn FnMut(&Block), inline: &mut dyn FnMut(&Inline)) {
    for each in blocks {
        block(each);
        match each {
            Block::Paragraph(content) | Block::Heading { content, .. } => in_inlines(content, inline),
            Block::List { items, .. } => items.iter().for_each(|item| in_blocks(item, block, inline)),
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => in_blocks(inner, block, inline),
            Block::Table { head, rows, .. } => {
                core::iter::once(head).chain(rows).flatten().for_each(|cell| in_inlines(cell, inline));
            }
            Block::Details { summary, blocks } => {
                in_inlines(summary, inline);
                in_blocks(blocks, block, inline);
            }
            Block::Code { .. } | Block::Rule => {}
            _ => panic!("a kind of block that fuzz/src/property.rs does not know"),
        }
    }
}

fn in_inlines(content: &[Inline], sink: &mut dyn FnMut(&Inline)) {
    for each in content {
        sink(each);
        match each {
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) | Inline::Link { content: inner, .. } => {
                in_inlines(inner, sink);
            }
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Image { .. }
            | Inline::Picture { .. }
            | Inline::Break
            | Inline::Placeholder { .. } => {}
            _ => panic!("a kind of text that fuzz/src/property.rs does not know"),
        }
    }
}
