//! JSON Lines: each line is an object with one entry. The answer is Markdown.

use super::fields::{self, Draft, Field, Raw, RawValue};
use super::{Format, SourceFile};
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::Entry;
use crate::markup::{self, Lines};
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) const FORMAT: Format = Format { extensions: &["jsonl", "ndjson"], read };

fn read(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut reported = BTreeSet::new();
    for (number, line) in file.text.lines().enumerate() {
        if !line.trim().is_empty() {
            entries.extend(entry(file, number as u32 + 1, line, &mut reported, diagnostics));
        }
    }
    entries
}

/// `reported` holds the unknown names already warned of: what is wrong in one line is wrong in all.
fn entry(file: &SourceFile, line: u32, text: &str, reported: &mut BTreeSet<String>, diagnostics: &mut Diagnostics) -> Option<Entry> {
    let place = file.line(line);
    let object = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(object)) => object,
        Ok(_) => {
            diagnostics.error(place, "a JSON object", "another value", "write `{\"id\": …, \"question\": …, \"answer\": …}` on one line");
            return None;
        }
        Err(error) => {
            let got = format!("{} at column {}", reason(&error), error.column());
            diagnostics.error(place, "a JSON object on one line", got, "mend the line; line breaks in texts are written `\\n`");
            return None;
        }
    };
    let mut draft = Draft::default();
    for (key, value) in object {
        if let Some(field) = fields::named(&key) {
            draft.set(field, raw(&place, value));
        } else if let Some(meant) = fields::meant(&key)
            && reported.insert(key.clone())
        {
            diagnostics.warning(place.clone(), format!("`{meant}`"), format!("`{key}`"), "correct the name; the field was passed over");
        }
    }
    if draft.is_draft(diagnostics) {
        return None;
    }
    if !draft.has(Field::Id) {
        diagnostics.error(place, "an `id`", "none", "give the entry a name that stays: links and reports are made with it");
        return None;
    }
    let markdown = draft.text(Field::Answer, diagnostics).map(|(text, _)| text).unwrap_or_default();
    let answer = markup::parse(&markdown, &file.path, Lines::Only(line), diagnostics);
    draft.finish(file, place, answer, diagnostics)
}

/// The parser's message without its own line and column, which are those of the line alone.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}

fn raw(place: &Place, value: Value) -> Raw {
    let value = match value {
        Value::Null => RawValue::Null,
        Value::String(text) => RawValue::Text(text),
        Value::Number(number) => RawValue::Text(number.to_string()),
        Value::Bool(yes) => RawValue::Text(yes.to_string()),
        Value::Array(list) => RawValue::List(list.into_iter().map(|value| raw(place, value)).collect()),
        Value::Object(map) => RawValue::Map(map.into_iter().map(|(key, value)| (key, raw(place, value))).collect()),
    };
    Raw { place: place.clone(), value }
}
