//! A Markdown file with front matter, YAML or TOML, is one entry: the front matter says the question, the text below is the answer. One
//! without it holds many entries, whose questions are its headings.

use super::fields::{self, Draft, Raw};
use super::headings::Split;
use super::{Format, SourceFile, headings};
use crate::diagnostic::Diagnostics;
use crate::entry::Entry;
use crate::markup::{self, Lines};
use crate::tree::{Field, Value, toml, yaml};

pub(super) const FORMAT: Format = Format { extensions: &["md", "markdown"], read };

/// Our own keys may stand under this one, out of the way of other tools.
const OWN: &str = "faq";

/// What stands between front matter's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Yaml,
    Toml,
}

fn read(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let Some((front, language)) = opened(file) else {
        return headings::entries(file, &file.text, 1, Split::Asking, &[], diagnostics).unwrap_or_else(|| {
            let expected = "front matter between two lines of `---`, or headings that are questions and end with `?`";
            let got = shown(file.text.lines().next().unwrap_or_default());
            let remedy = "for one answer begin the file with `---`, `question: …`, `---`; for many whose headings do not ask, with `---`, `faq: { split: true }`, `---`";
            diagnostics.error(file.line(1), expected, got, remedy);
            Vec::new()
        });
    };
    let Some((front, body, body_line)) = divide(file, front, diagnostics) else { return Vec::new() };
    let Some(mut draft) = front_matter(file, front, language, diagnostics) else { return Vec::new() };
    if draft.is_draft(diagnostics) {
        return Vec::new();
    }
    if let Some(level) = draft.split(diagnostics) {
        let split = level.map_or(Split::Any, Split::Level);
        let tags = draft.tags(diagnostics);
        let lang = draft.lang(file, diagnostics).unwrap_or_else(|| file.lang.clone());
        let file = SourceFile { lang, ..file.clone() };
        return headings::entries(&file, body, body_line, split, &tags, diagnostics).unwrap_or_else(|| {
            diagnostics.error(
                file.line(body_line),
                "headings that are questions",
                "none",
                "write one above each answer, such as `## How …?`",
            );
            Vec::new()
        });
    }
    let answer = markup::parse(body, &file.path, Lines::From(body_line), diagnostics);
    draft.finish(file, file.line(1), answer, diagnostics).into_iter().collect()
}

/// How front matter begins, and in what it is written; `None` when the file has none.
fn opened(file: &SourceFile) -> Option<(&str, Language)> {
    let first = file.text.split_inclusive('\n').next().unwrap_or_default();
    match first.trim_end() {
        "---" => Some((first, Language::Yaml)),
        "+++" => Some((first, Language::Toml)),
        _ => None,
    }
}

/// Front matter, body, and the line that the body begins on.
fn divide<'a>(file: &'a SourceFile, first: &str, diagnostics: &mut Diagnostics) -> Option<(&'a str, &'a str, u32)> {
    let mark = first.trim_end();
    let mut end = first.len();
    for (number, line) in file.text.split_inclusive('\n').skip(1).enumerate() {
        let next = end + line.len();
        if line.trim_end() == mark || (mark == "---" && line.trim_end() == "...") {
            return Some((&file.text[first.len()..end], &file.text[next..], number as u32 + 3));
        }
        end = next;
    }
    let expected = format!("a line of `{mark}` after the front matter");
    diagnostics.error(file.line(1), expected, "none to the end of the file", format!("add `{mark}` below the last field"));
    None
}

/// The start of a line, for a message.
fn shown(line: &str) -> String {
    const LONGEST: usize = 40;
    let line = line.trim_end();
    if line.is_empty() {
        return "an empty line".to_owned();
    }
    let start: String = line.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if line.chars().nth(LONGEST).is_some() { format!("`{start}…`") } else { format!("`{start}`") }
}

fn front_matter(file: &SourceFile, front: &str, language: Language, diagnostics: &mut Diagnostics) -> Option<Draft> {
    // It begins on the file's second line.
    let (parsed, expected, remedy) = match language {
        Language::Yaml => (
            yaml::parse(front),
            "front matter in YAML, `key: value` on each line",
            "mend this line or the one before; quote texts that contain `: ` or begin with a sign",
        ),
        Language::Toml => (toml::parse(front), "front matter in TOML, `key = \"value\"`", "mend this line or the one before"),
    };
    let node = match parsed {
        Ok(node) => node,
        Err(error) => {
            diagnostics.error(file.line(error.line + 1), expected, error.got, remedy);
            return None;
        }
    };
    let mut draft = Draft::default();
    match node.value {
        Value::Map(map) => {
            let (own, common): (Vec<Field>, Vec<Field>) = map.into_iter().partition(|field| field.key == OWN);
            // Ours first: the first value of a field stays.
            for field in own {
                match field.node.value {
                    Value::Map(map) => set_all(file, map, &mut draft, true, diagnostics),
                    Value::Null => {}
                    _ => {
                        diagnostics.error(file.line(field.line + 1), "fields under `faq:`", "a single value", "indent the fields below it")
                    }
                }
            }
            set_all(file, common, &mut draft, false, diagnostics);
        }
        Value::Null => {}
        _ => {
            diagnostics.error(file.line(node.line + 1), "front matter with `key: value` lines", "a single value", "write `question: …`");
            return None;
        }
    }
    Some(draft)
}

fn set_all(file: &SourceFile, map: Vec<Field>, draft: &mut Draft, own: bool, diagnostics: &mut Diagnostics) {
    for Field { key, line, node } in map {
        let (named, meant) =
            if own { (fields::named(&key), fields::meant(&key)) } else { (fields::named_in_front(&key), fields::meant_in_front(&key)) };
        match named {
            // The answer is the text below; a key of that name belongs to another tool.
            Some(fields::Field::Answer) | None => {
                if let Some(meant) = meant {
                    let place = file.line(line + 1);
                    diagnostics.warning(place, format!("`{meant}`"), format!("`{key}`"), "correct the name; the field was passed over");
                } else if own {
                    let place = file.line(line + 1);
                    diagnostics.warning(place, "a known field under `faq:`", format!("`{key}`"), "remove it or correct its name");
                }
            }
            Some(field) => draft.set(field, Raw::of(&file.path, node, 1)),
        }
    }
}
