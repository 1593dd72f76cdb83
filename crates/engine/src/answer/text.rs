//! An answer as plain text: for the index, for snippets and for those who cannot see the tree.

use super::{Answer, Block, Inline, MAX_DEPTH};

impl Answer {
    /// The answer's words as plain text: a line for each paragraph, heading, list item, table row and line of code, without marks of
    /// form. Placeholders stand as their fallback, images as their alternative text. Content nested deeper than [`MAX_DEPTH`] is left
    /// out, as no reader would see it either.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        blocks(&self.blocks, &mut out, 1);
        out.truncate(out.trim_end().len());
        out
    }
}

/// The words of a run of inlines, as in [`Answer::text`].
#[must_use]
pub fn inline_text(content: &[Inline]) -> String {
    let mut out = String::new();
    inlines(content, &mut out, 1);
    out
}

fn blocks(blocks: &[Block], out: &mut String, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    for each in blocks {
        block(each, out, depth + 1);
    }
}

fn block(block: &Block, out: &mut String, depth: usize) {
    match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => line(content, out, depth),
        Block::List { items, .. } => items.iter().for_each(|item| blocks(item, out, depth)),
        Block::Quote(inner) | Block::Callout { blocks: inner, .. } => blocks(inner, out, depth),
        Block::Code { text, .. } => {
            out.push_str(text);
            end_line(out);
        }
        Block::Table { head, rows, .. } => {
            row(head, out, depth);
            rows.iter().for_each(|cells| row(cells, out, depth));
        }
        Block::Details { summary, blocks: inner } => {
            line(summary, out, depth);
            blocks(inner, out, depth);
        }
        Block::Rule => {}
    }
}

fn line(content: &[Inline], out: &mut String, depth: usize) {
    inlines(content, out, depth);
    end_line(out);
}

fn row(cells: &[Vec<Inline>], out: &mut String, depth: usize) {
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            out.push_str(" | ");
        }
        inlines(cell, out, depth);
    }
    end_line(out);
}

/// Ends the line unless nothing stands on it.
fn end_line(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn inlines(content: &[Inline], out: &mut String, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    for each in content {
        match each {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) | Inline::Link { content: inner, .. } => {
                inlines(inner, out, depth + 1);
            }
            Inline::Image { alt, .. } | Inline::Picture { alt, .. } => out.push_str(alt),
            Inline::Break => end_line(out),
            Inline::Placeholder { fallback, .. } => out.push_str(fallback),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn every_part_of_an_answer_is_in_its_text() {
        let text = sample::answer().text();
        let expected = [
            "Hello there, bold slanted gone code link a cat on a mat",
            "next line",
            "Heading",
            "one",
            "two",
            "quoted",
            "let x = 1;",
            "a | b",
            "1 | 2",
            "noted",
            "More",
            "hidden",
        ]
        .join("\n");
        assert_eq!(text, expected);
    }

    #[test]
    fn placeholders_are_filled_by_name_and_others_keep_their_fallback() {
        let mut answer = sample::answer();
        answer.fill(&|name| (name == "profile.first_name").then(|| "<b>Mina</b>".to_owned()));
        assert!(answer.text().starts_with("Hello <b>Mina</b>, bold"), "{}", answer.text());
        answer.fill(&|_| None);
        assert!(answer.text().starts_with("Hello <b>Mina</b>, bold"));
    }

    #[test]
    fn nesting_without_end_is_cut_not_followed() {
        let mut block = Block::Paragraph(vec![Inline::Text("deep".to_owned())]);
        for _ in 0..1_000 {
            block = Block::Quote(vec![block]);
        }
        assert_eq!(Answer { blocks: vec![block] }.text(), "");
    }

    #[test]
    fn an_empty_answer_has_an_empty_text() {
        assert_eq!(Answer::default().text(), "");
    }
}
