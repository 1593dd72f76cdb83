//! The answers as plain text and as JSON: for people who answer by phone or mail, and for programs that answer in their stead. The same
//! ids and revisions as everywhere else, so that what was told can be named.

use super::languages::Language;
use super::{Files, page};
use crate::entry::Entry;
use faqlet_engine::answer::{Block, Inline, MAX_DEPTH};
use serde::Serialize;

/// Adds `text/answers.<lang>.txt` and `.json` for each language.
pub(super) fn all(languages: &[Language], title: Option<&str>, base: Option<&str>, files: &mut Files) {
    for language in languages {
        let rows = rows(language, base);
        files.add_stable(&format!("text/answers.{}.txt", language.tag), plain(&rows, title).into_bytes());
        let all = Document { faqlet: 1, lang: &language.tag, title, entries: rows };
        let json = serde_json::to_string(&all).unwrap_or_default();
        files.add_stable(&format!("text/answers.{}.json", language.tag), json.into_bytes());
    }
}

/// The JSON file. Keys stand in the order of these declarations.
#[derive(Serialize)]
struct Document<'a> {
    /// Version of this format.
    faqlet: u32,
    lang: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    entries: Vec<Row<'a>>,
}

/// An entry of either file.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    /// Changes with what visitors read; the same as in the site's data.
    revision: String,
    question: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    also: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    category: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    answer: String,
    /// The entry's page: its address on the web, or the way to it from this file.
    page: String,
}

fn rows<'a>(language: &'a Language, base: Option<&str>) -> Vec<Row<'a>> {
    let pages = page::addresses(language, base);
    let row = |(entry, page): (&'a Entry, String)| Row {
        id: &entry.id,
        revision: entry.revision(),
        question: &entry.question,
        also: &entry.also,
        category: &entry.category,
        tags: &entry.tags,
        answer: written(&entry.answer.blocks),
        page,
    };
    language.entries.iter().zip(pages).map(row).collect()
}

/// One text with everything: categories as headings, each entry with its id and revision.
fn plain(rows: &[Row<'_>], title: Option<&str>) -> String {
    let mut out = title.map(|title| format!("{title}\n\n")).unwrap_or_default();
    let mut category: Option<&[String]> = None;
    let mut groups: Vec<(&[String], Vec<&Row<'_>>)> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for row in rows {
        let place = *places.entry(row.category).or_insert_with(|| {
            groups.push((row.category, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(row);
    }
    for (path, rows) in groups {
        if category != Some(path) && !path.is_empty() {
            out += &format!("# {}\n\n", path.join(" / "));
        }
        category = Some(path);
        for row in rows {
            out += &format!("## {}\n[{} {}] {}\n\n{}\n\n", row.question, row.id, row.revision, row.page, row.answer);
        }
    }
    // Staff read it in terminals too, and those obey control characters.
    out.retain(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    out.truncate(out.trim_end().len());
    out + "\n"
}

/// An answer as a person would write it in a mail: lists with signs, links with their addresses.
fn written(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    write_blocks(blocks, "", &mut lines, 0);
    while lines.last().is_some_and(|line: &String| line.trim().is_empty()) {
        lines.pop();
    }
    lines.join("\n")
}

/// Appends the lines of blocks, each after `indent`, a blank line between blocks.
fn write_blocks(blocks: &[Block], indent: &str, lines: &mut Vec<String>, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    for (number, block) in blocks.iter().enumerate() {
        if number > 0 {
            lines.push(String::new());
        }
        write_block(block, indent, lines, depth);
    }
}

fn write_block(block: &Block, indent: &str, lines: &mut Vec<String>, depth: usize) {
    let mut add = |text: &str| lines.extend(text.split('\n').map(|line| format!("{indent}{line}").trim_end().to_owned()));
    match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => add(&inline(content, 0)),
        Block::Code { text, .. } => text.split('\n').for_each(|line| lines.push(format!("{indent}    {line}"))),
        Block::List { start, items } => write_list(*start, items, indent, lines, depth),
        Block::Quote(inner) => write_blocks(inner, &format!("{indent}> "), lines, depth + 1),
        Block::Callout { blocks: inner, .. } => write_blocks(inner, &format!("{indent}! "), lines, depth + 1),
        Block::Table { head, rows, .. } => {
            for cells in [head].into_iter().chain(rows).filter(|cells| !cells.is_empty()) {
                let cells: Vec<String> = cells.iter().map(|cell| inline(cell, 0).replace('\n', " ")).collect();
                lines.push(format!("{indent}{}", cells.join(" | ")));
            }
        }
        Block::Details { summary, blocks: inner } => {
            add(&inline(summary, 0));
            lines.push(String::new());
            write_blocks(inner, &format!("{indent}  "), lines, depth + 1);
        }
        _ => add("---"),
    }
}

fn write_list(start: Option<u32>, items: &[Vec<Block>], indent: &str, lines: &mut Vec<String>, depth: usize) {
    for (number, item) in items.iter().enumerate() {
        let sign = start.map_or_else(|| "- ".to_owned(), |start| format!("{}. ", u64::from(start) + number as u64));
        let first = lines.len();
        let inner = format!("{indent}{}", " ".repeat(sign.len()));
        write_blocks(item, &inner, lines, depth + 1);
        match lines.get_mut(first) {
            Some(line) => *line = format!("{indent}{sign}{}", line.strip_prefix(&inner).unwrap_or_default()),
            None => lines.push(format!("{indent}{}", sign.trim_end())),
        }
    }
}

fn inline(content: &[Inline], depth: usize) -> String {
    if depth > MAX_DEPTH {
        return String::new();
    }
    let each = |each: &Inline| match each {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => inline(inner, depth + 1),
        Inline::Link { href, content } => {
            let text = inline(content, depth + 1);
            let known = href.strip_prefix("mailto:").or_else(|| href.strip_prefix("tel:")).unwrap_or(href);
            if text == known { text } else { format!("{text} ({known})") }
        }
        Inline::Image { alt, .. } | Inline::Picture { alt, .. } => alt.clone(),
        Inline::Break => "\n".to_owned(),
        Inline::Placeholder { fallback, .. } => fallback.clone(),
        _ => String::new(),
    };
    content.iter().map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::markup::{self, Lines};
    use std::path::Path;

    #[test]
    fn answers_are_written_as_in_a_mail() {
        let markdown = "Within **30 days**, see [the terms](/terms) or <https://x.example/a>.\n\n1. Pack it\n2. Post it\n   - early\n   - late\n\n> Keep it.\n\n> [!WARNING]\n> Hot.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nlet x;\n  y\n```\n";
        let answer = markup::parse(markdown, Path::new("a.md"), Lines::From(1), &mut Diagnostics::new());
        let expected = "Within 30 days, see the terms (/terms) or https://x.example/a.\n\n1. Pack it\n2. Post it\n\n   - early\n   - late\n\n> Keep it.\n\n! Hot.\n\na | b\n1 | 2\n\n    let x;\n      y";
        assert_eq!(written(&answer.blocks), expected);
    }
}
