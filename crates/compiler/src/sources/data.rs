//! What CSV, JSON and JSON Lines have in common: rows of named values, by the names that tools and people give them.

use super::SourceFile;
use super::fields::{self, Draft, Field, Raw, RawValue};
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::{Entry, one_line};
use crate::markup::{self, Lines, Names};
use serde_json::Value;
use std::collections::BTreeSet;

/// What is remembered from row to row of a file.
#[derive(Default)]
pub(super) struct Rows {
    /// Unknown names already warned of: what is wrong in one row is wrong in all.
    reported: BTreeSet<String>,
    /// Ids made from questions.
    names: Names,
    /// Whether an entry without an id gets one made from its question.
    makes_ids: bool,
}

impl Rows {
    /// For tables, which seldom have a column of ids.
    pub(super) fn that_make_ids() -> Self {
        Self { makes_ids: true, ..Self::default() }
    }
}

/// Names in data beside the usual ones, compared without case, with `_` for blanks and hyphens.
const ALIASES: &[(&str, &str)] = &[
    ("q", "question"),
    ("questions", "question"),
    ("name", "question"),
    ("a", "answer"),
    ("answers", "answer"),
    ("body", "answer"),
    ("content", "answer"),
    ("response", "answer"),
    ("language", "lang"),
    ("locale", "lang"),
    ("section", "category"),
    ("collection", "category"),
    ("topic", "category"),
    ("labels", "tags"),
    ("label_names", "tags"),
    ("alternatives", "also"),
    ("other_questions", "also"),
    ("key", "id"),
    ("slug", "id"),
];

/// Names of an answer that is HTML and not Markdown.
const HTML: &[&str] = &["answer_html", "body_html", "content_html", "html"];

/// Reads a row. `None` when it holds no entry to publish, or after an error was noted.
pub(super) fn entry(
    file: &SourceFile,
    place: Place,
    row: Vec<(String, Raw)>,
    rows: &mut Rows,
    diagnostics: &mut Diagnostics,
) -> Option<Entry> {
    let mut draft = Draft::default();
    let mut html = None;
    for (key, raw) in row {
        let plain = one_line(&key).to_lowercase().replace([' ', '-'], "_");
        let alias = ALIASES.iter().find(|(alias, _)| *alias == plain).map(|(_, name)| *name);
        if HTML.contains(&plain.as_str()) {
            html = html.or(Some(raw));
        } else if let Some(field) = fields::named(&key).or_else(|| fields::named(&plain)).or_else(|| fields::named(alias?)) {
            draft.set(field, raw);
        } else if let Some(meant) = fields::meant(&key)
            && rows.reported.insert(key.clone())
        {
            diagnostics.warning(place.clone(), format!("`{meant}`"), format!("`{key}`"), "correct the name; the field was passed over");
        }
    }
    if draft.is_draft(diagnostics) {
        return None;
    }
    if !draft.has(Field::Id) && !make_id(&mut draft, file, &place, rows) {
        diagnostics.error(place, "an `id`", "none", "give the entry a name that stays: links and reports are made with it");
        return None;
    }
    let lines = Lines::Only(place.line.unwrap_or(1));
    let answer = match html {
        Some(raw) => {
            draft.set(Field::Answer, raw);
            let html = draft.text(Field::Answer, diagnostics).map(|(text, _)| text).unwrap_or_default();
            markup::parse_html(&html, &file.path, lines, diagnostics)
        }
        None => {
            let markdown = draft.text(Field::Answer, diagnostics).map(|(text, _)| text).unwrap_or_default();
            markup::parse(&markdown, &file.path, lines, diagnostics)
        }
    };
    draft.finish(file, place, answer, diagnostics)
}

fn make_id(draft: &mut Draft, file: &SourceFile, place: &Place, rows: &mut Rows) -> bool {
    let Some(question) = draft.question_text().filter(|_| rows.makes_ids) else { return false };
    let id = file.id_below(&rows.names.unique(&question));
    draft.set(Field::Id, Raw { place: place.clone(), value: RawValue::Text(id) });
    true
}

/// A JSON value as a raw one.
pub(super) fn raw(place: &Place, value: Value) -> Raw {
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
