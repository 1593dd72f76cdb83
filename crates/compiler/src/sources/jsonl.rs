//! JSON Lines: each line is an object with one entry, or with an article of a help desk.

use super::data::{self, Rows};
use super::{Format, SourceFile, articles};
use crate::diagnostic::Diagnostics;
use crate::entry::Entry;
use serde_json::Value;

pub(super) const FORMAT: Format = Format { extensions: &["jsonl", "ndjson"], read };

fn read(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut rows = Rows::default();
    for (number, line) in file.text.lines().enumerate() {
        if !line.trim().is_empty() {
            entries.extend(entry(file, number as u32 + 1, line, &mut rows, diagnostics));
        }
    }
    entries
}

fn entry(file: &SourceFile, line: u32, text: &str, rows: &mut Rows, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let place = file.line(line);
    let object = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(object)) => object,
        Ok(_) => {
            diagnostics.error(place, "a JSON object", "another value", "write `{\"id\": …, \"question\": …, \"answer\": …}` on one line");
            return Vec::new();
        }
        Err(error) => {
            let got = format!("{} at column {}", reason(&error), error.column());
            diagnostics.error(place, "a JSON object on one line", got, "mend the line; line breaks in texts are written `\\n`");
            return Vec::new();
        }
    };
    if let Some(desk) = articles::Desk::of(&object) {
        return articles::entries(file, &place, &object, desk, &articles::Shelves::default(), diagnostics);
    }
    let row = object.into_iter().map(|(key, value)| (key, data::raw(&place, value))).collect();
    data::entry(file, place, row, rows, diagnostics).into_iter().collect()
}

/// The parser's message without its own line and column, which are those of the line alone.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}
