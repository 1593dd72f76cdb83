//! Reading a table of `faqlet.toml`: each value is asked for by name, what nobody asked for is an error with the name that was meant.

use crate::date::Date;
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::one_line;
use crate::tree::{Field, Node, Value};
use crate::{language, spelling};
use std::path::Path;

/// A table being read.
pub(super) struct Table<'a> {
    path: &'a Path,
    line: u32,
    /// How messages call it, such as `[[route]]`.
    name: &'static str,
    fields: Vec<Field>,
    asked: Vec<&'static str>,
}

/// A text, in one language or several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localised<T = String>(Vec<(String, T)>);

impl<T> Localised<T> {
    /// What it says in a language: that of the tag, of a wider one (`pt` for `pt-BR`), of all languages, of the default language, or
    /// the first there is.
    #[must_use]
    pub fn of(&self, lang: &str, default: &str) -> Option<&T> {
        let find = |tag: &str| self.0.iter().find(|(known, _)| known == tag).map(|(_, value)| value);
        let mut tag = Some(lang);
        while let Some(known) = tag {
            if let Some(found) = find(known) {
                return Some(found);
            }
            tag = known.rsplit_once('-').map(|(wider, _)| wider);
        }
        find("").or_else(|| find(default)).or_else(|| self.0.first().map(|(_, value)| value))
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Languages and values; the language is empty where the value is for all.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(lang, value)| (lang.as_str(), value))
    }
}

impl<'a> Table<'a> {
    pub(super) fn new(path: &'a Path, name: &'static str, line: u32, fields: Vec<Field>) -> Self {
        Self { path, line, name, fields, asked: Vec::new() }
    }

    /// Where the table begins.
    pub(super) fn place(&self) -> Place {
        Place::line(self.path, self.line)
    }

    pub(super) fn take(&mut self, key: &'static str) -> Option<Node> {
        self.asked.push(key);
        let at = self.fields.iter().position(|field| field.key == key)?;
        Some(self.fields.remove(at).node)
    }

    fn wrong(&self, key: &str, node: &Node, expected: &str, diagnostics: &mut Diagnostics) {
        let got = match &node.value {
            Value::Text(text) => format!("`{}`", one_line(text)),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a table".to_owned(),
            Value::Null => "nothing".to_owned(),
        };
        let remedy = "correct the value; the content guide shows every key";
        diagnostics.error(Place::line(self.path, node.line), format!("`{key}` of {} to be {expected}", self.name), got, remedy);
    }

    /// A text on one line.
    pub(super) fn text(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<(String, Place)> {
        let node = self.take(key)?;
        let place = Place::line(self.path, node.line);
        match &node.value {
            Value::Text(text) if !text.trim().is_empty() => Some((one_line(text), place)),
            _ => {
                self.wrong(key, &node, "a text", diagnostics);
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn needed(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<(String, Place)> {
        if self.fields.iter().any(|field| field.key == key) {
            return self.text(key, diagnostics);
        }
        self.asked.push(key);
        diagnostics.error(self.place(), format!("`{key}` in {}", self.name), "none", format!("add `{key} = \"…\"`"));
        None
    }

    /// A text, or a table of texts by language.
    pub(super) fn localised(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Localised {
        let Some(node) = self.take(key) else { return Localised::default() };
        self.by_language(key, node, diagnostics, &mut |node| match &node.value {
            Value::Text(text) if !text.trim().is_empty() => Some(one_line(text)),
            _ => None,
        })
    }

    /// A list of texts, or a table of such lists by language.
    pub(super) fn localised_texts(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Localised<Vec<String>> {
        let Some(node) = self.take(key) else { return Localised::default() };
        self.by_language(key, node, diagnostics, &mut |node| texts(node).map(|texts| texts.into_iter().map(|(text, _)| text).collect()))
    }

    fn by_language<T>(
        &self,
        key: &str,
        node: Node,
        diagnostics: &mut Diagnostics,
        read: &mut dyn FnMut(&Node) -> Option<T>,
    ) -> Localised<T> {
        let mut all = Vec::new();
        let members = match node.value {
            Value::Map(map) => map,
            value => vec![Field { key: String::new(), line: node.line, node: Node { line: node.line, value } }],
        };
        for Field { key: tag, line, node } in members {
            let lang = if tag.is_empty() { Some(String::new()) } else { language::canonical(&tag) };
            match (lang, read(&node)) {
                (None, _) => {
                    let expected = format!("languages in `{key}` of {}", self.name);
                    diagnostics.error(Place::line(self.path, line), expected, format!("`{}`", one_line(&tag)), "write a tag such as `en`");
                }
                (_, None) => self.wrong(key, &node, "text, or text by language", diagnostics),
                (Some(lang), Some(value)) => all.push((lang, value)),
            }
        }
        Localised(all)
    }

    /// Texts with their places: a list, or one text.
    pub(super) fn texts(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<(String, Place)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        match texts(&node) {
            Some(all) => all.into_iter().map(|(text, line)| (text, Place::line(self.path, line))).collect(),
            None => {
                self.wrong(key, &node, "a list of texts", diagnostics);
                Vec::new()
            }
        }
    }

    /// A whole number from `least` to `most`.
    pub(super) fn number(&mut self, key: &'static str, least: u32, most: u32, diagnostics: &mut Diagnostics) -> Option<u32> {
        let node = self.take(key)?;
        let number = match &node.value {
            Value::Text(text) => text.replace('_', "").parse().ok().filter(|number| (least..=most).contains(number)),
            _ => None,
        };
        if number.is_none() {
            self.wrong(key, &node, &format!("a whole number from {least} to {most}"), diagnostics);
        }
        number
    }

    /// `true` or `false`.
    pub(super) fn truth(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<bool> {
        let node = self.take(key)?;
        let found = match &node.value {
            Value::Text(text) => text.parse().ok(),
            _ => None,
        };
        if found.is_none() {
            self.wrong(key, &node, "`true` or `false`", diagnostics);
        }
        found
    }

    /// Days.
    pub(super) fn dates(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<Date> {
        let mut dates = Vec::new();
        for (text, place) in self.texts(key, diagnostics) {
            match Date::parse(&text) {
                Some(date) => dates.push(date),
                None => diagnostics.error(
                    place,
                    format!("days such as `2026-12-25` in `{key}`"),
                    format!("`{text}`"),
                    "write year, month and day so",
                ),
            }
        }
        dates
    }

    /// A table inside.
    pub(super) fn table(&mut self, key: &'static str, name: &'static str, diagnostics: &mut Diagnostics) -> Option<Table<'a>> {
        let node = self.take(key)?;
        if !matches!(node.value, Value::Map(_)) {
            self.wrong(key, &node, "a table", diagnostics);
        }
        let Value::Map(fields) = node.value else { return None };
        Some(Table::new(self.path, name, node.line, fields))
    }

    /// Tables in a list: `[[key]]`.
    pub(super) fn tables(&mut self, key: &'static str, name: &'static str, diagnostics: &mut Diagnostics) -> Vec<Table<'a>> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let is_table = |node: &Node| matches!(node.value, Value::Map(_));
        match node.value {
            Value::List(list) if list.iter().all(is_table) => {
                let tables = list.into_iter().filter_map(|member| match member.value {
                    Value::Map(fields) => Some(Table::new(self.path, name, member.line, fields)),
                    _ => None,
                });
                tables.collect()
            }
            value => {
                let expected = format!("tables; write `{name}` above each");
                self.wrong(key, &Node { line: node.line, value }, &expected, diagnostics);
                Vec::new()
            }
        }
    }

    /// Ends reading: what is left is unknown.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for field in self.fields {
            let place = Place::line(self.path, field.line);
            let got = format!("`{}`", one_line(&field.key));
            match spelling::meant(&field.key, self.asked.iter().copied()) {
                Some(meant) => diagnostics.error(place, format!("`{meant}` in {}", self.name), got, "correct the name"),
                None => {
                    let expected = format!("one of {} in {}", self.asked.join(", "), self.name);
                    diagnostics.error(place, expected, got, "remove it or correct its name");
                }
            }
        }
    }
}

/// Texts and their lines, from a list or a single text; `None` when something else is among them.
fn texts(node: &Node) -> Option<Vec<(String, u32)>> {
    let one = |node: &Node| match &node.value {
        Value::Text(text) => Some((one_line(text), node.line)),
        _ => None,
    };
    let all: Option<Vec<(String, u32)>> = match &node.value {
        Value::List(list) => list.iter().map(one).collect(),
        _ => one(node).map(|text| vec![text]),
    };
    all.map(|all| all.into_iter().filter(|(text, _)| !text.is_empty()).collect())
}
