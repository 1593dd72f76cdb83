//! A Markdown file with YAML front matter is one entry: the front matter says the question, the text below is the answer.

use super::fields::{self, Draft, Raw};
use super::{Format, SourceFile};
use crate::diagnostic::Diagnostics;
use crate::entry::Entry;
use crate::markup::{self, Lines};
use crate::tree::{Field, Value, yaml};

pub(super) const FORMAT: Format = Format { extensions: &["md", "markdown"], read };

/// Our own keys may stand under this one, out of the way of other tools.
const OWN: &str = "faq";

fn read(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    entry(file, diagnostics).into_iter().collect()
}

fn entry(file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<Entry> {
    let (front, body, body_line) = divide(file, diagnostics)?;
    let mut draft = front_matter(file, front, diagnostics)?;
    if draft.is_draft(diagnostics) {
        return None;
    }
    let answer = markup::parse(body, &file.path, Lines::From(body_line), diagnostics);
    draft.finish(file, file.line(1), answer, diagnostics)
}

/// Front matter, body, and the line that the body begins on.
fn divide<'a>(file: &'a SourceFile, diagnostics: &mut Diagnostics) -> Option<(&'a str, &'a str, u32)> {
    let mut lines = file.text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != "---" {
        let got = if first.trim_end() == "+++" { "TOML between `+++` lines".to_owned() } else { shown(first) };
        let remedy = "begin the file with `---`, `question: …`, `---`";
        diagnostics.error(file.line(1), "front matter between two lines of `---`", got, remedy);
        return None;
    }
    let mut end = first.len();
    for (number, line) in lines.enumerate() {
        let next = end + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&file.text[first.len()..end], &file.text[next..], number as u32 + 3));
        }
        end = next;
    }
    diagnostics.error(
        file.line(1),
        "a line of `---` after the front matter",
        "none to the end of the file",
        "add `---` below the last field",
    );
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

fn front_matter(file: &SourceFile, front: &str, diagnostics: &mut Diagnostics) -> Option<Draft> {
    // The YAML begins on the file's second line.
    let node = match yaml::parse(front) {
        Ok(node) => node,
        Err(error) => {
            let remedy = "mend this line or the one before; quote texts that contain `: ` or begin with a sign";
            diagnostics.error(file.line(error.line + 1), "front matter in YAML, `key: value` on each line", error.got, remedy);
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
