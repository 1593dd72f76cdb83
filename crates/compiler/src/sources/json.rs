//! JSON: a list of entries, an object that holds such a list, schema.org's FAQPage, or what Zendesk and Intercom export.

use super::data::{self, Rows};
use super::{Format, SourceFile, articles, jsonl, structured};
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::Entry;
use serde_json::{Map, Value};

pub(super) const FORMAT: Format = Format { extensions: &["json"], read };

/// Where objects hold their list of entries.
const LISTS: &[&str] = &["articles", "entries", "faq", "faqs", "questions", "items", "data", "results"];

fn read(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let value = match serde_json::from_str::<Value>(&file.text) {
        Ok(value) => value,
        Err(error) => {
            let got = format!("{} at column {}", jsonl::reason(&error), error.column());
            diagnostics.error(file.line(error.line() as u32), "JSON", got, "mend this line or the one before");
            return Vec::new();
        }
    };
    match value {
        Value::Array(list) => members(file, None, list, &Map::new(), diagnostics),
        Value::Object(mut object) => {
            let questions = structured::questions(&Value::Object(object.clone()));
            if !questions.is_empty() {
                return structured::entries(file, questions, diagnostics);
            }
            let Some(key) = LISTS.iter().find(|key| object.get(**key).is_some_and(Value::is_array)) else {
                return nothing(file, diagnostics);
            };
            let Some(Value::Array(list)) = object.remove(*key) else { return Vec::new() };
            members(file, Some(key), list, &object, diagnostics)
        }
        _ => nothing(file, diagnostics),
    }
}

/// A settings file of another tool may lie in the folder: that is no error.
fn nothing(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let expected = "a list of entries, or an object with `entries`, `articles` or a FAQPage";
    diagnostics.warning(Place::file(&file.path), expected, "other JSON", "move the file out of the FAQ's folder; it was passed over");
    Vec::new()
}

fn members(
    file: &SourceFile,
    key: Option<&str>,
    list: Vec<Value>,
    around: &Map<String, Value>,
    diagnostics: &mut Diagnostics,
) -> Vec<Entry> {
    let lines = object_lines(&file.text, key);
    let shelves = articles::Shelves::of(around);
    let mut rows = Rows::default();
    let mut entries = Vec::new();
    let mut objects = 0;
    for value in list {
        let line = lines.get(objects).copied().unwrap_or(1);
        let Value::Object(object) = value else {
            diagnostics.error(
                file.line(line),
                "objects in the list",
                "another value",
                "write `{\"id\": …, \"question\": …, \"answer\": …}`",
            );
            continue;
        };
        objects += 1;
        let place = file.line(line);
        if let Some(desk) = articles::Desk::of(&object) {
            entries.extend(articles::entries(file, &place, &object, desk, &shelves, diagnostics));
        } else {
            let row = object.into_iter().map(|(key, value)| (key, data::raw(&place, value))).collect();
            entries.extend(data::entry(file, place, row, &mut rows, diagnostics));
        }
    }
    entries
}

/// The lines on which the objects of a list begin: the list that is the whole text, or the value of `key` in the whole text.
fn object_lines(text: &str, key: Option<&str>) -> Vec<u32> {
    let mut lines = Vec::new();
    let (mut line, mut depth) = (1, 0usize);
    // The last text on the first level, and whether the list of that name is open.
    let (mut last, mut inside) = (String::new(), key.is_none());
    let within = if key.is_some() { 2 } else { 1 };
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\n' => line += 1,
            '"' => {
                let start = at + 1;
                let mut end = start;
                while let Some((at, c)) = chars.next() {
                    end = at;
                    match c {
                        '\\' => drop(chars.next()),
                        '"' => break,
                        _ => {}
                    }
                }
                if depth == 1 {
                    last = text.get(start..end).unwrap_or_default().to_owned();
                }
            }
            '[' | '{' => {
                if c == '{' && inside && depth == within {
                    lines.push(line);
                } else if c == '[' && depth == 1 && key == Some(last.as_str()) {
                    inside = true;
                }
                depth += 1;
            }
            ']' | '}' => {
                depth = depth.saturating_sub(1);
                inside &= key.is_none() || depth > 1;
            }
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_a_list_know_their_lines() {
        assert_eq!(object_lines("[\n {\"a\": {}},\n\n {\"b\": \"{\\\"\"}\n]", None), [2, 4]);
        assert_eq!(object_lines("{\"x\": [{}],\n \"faq\": [\n {\"a\": [{}]},\n {}],\n \"y\": [{}]}", Some("faq")), [3, 4]);
    }
}
