//! A knowledge base as a list of answers, with what staff, agents and release notes need of each.

use crate::folder::Folder;
use faqlet_engine::answer::{Answer, Block, Inline};

/// One answer in one language.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) lang: String,
    pub(crate) id: String,
    pub(crate) question: String,
    pub(crate) category: Vec<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) answer: Answer,
}

impl Record {
    /// All answers of a folder, language by language in the order of the FAQ.
    pub(crate) fn all(folder: &Folder) -> anyhow::Result<Vec<Self>> {
        let mut records = Vec::new();
        for language in &folder.languages {
            for number in 0..language.engine.len() {
                let Some(entry) = language.engine.entry(number) else { continue };
                records.push(Self {
                    lang: language.tag.clone(),
                    id: entry.id.to_owned(),
                    question: entry.question.to_owned(),
                    category: language.category(entry.category),
                    tags: entry.tags.iter().map(|tag| (*tag).to_owned()).collect(),
                    answer: language.answer(number)?,
                });
            }
        }
        Ok(records)
    }

    /// Where the answer's links and images lead, in order.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let mut all = Vec::new();
        in_blocks(&self.answer.blocks, &mut all);
        all
    }
}

fn in_blocks(blocks: &[Block], all: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => in_inlines(content, all),
            Block::List { items, .. } => items.iter().for_each(|item| in_blocks(item, all)),
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => in_blocks(inner, all),
            Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).for_each(|cell| in_inlines(cell, all)),
            Block::Details { summary, blocks } => {
                in_inlines(summary, all);
                in_blocks(blocks, all);
            }
            _ => {}
        }
    }
}

fn in_inlines(inlines: &[Inline], all: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Link { href, content } => {
                all.push(href.clone());
                in_inlines(content, all);
            }
            Inline::Image { src, .. } | Inline::Picture { file: src, .. } => all.push(src.clone()),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => in_inlines(inner, all),
            _ => {}
        }
    }
}
