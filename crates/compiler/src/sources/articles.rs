//! Articles as help desks export them: Zendesk's and Intercom's. What is not public there stays out of the FAQ, with a note: drafts,
//! what is not published, and what only some groups of users may read.

use super::SourceFile;
use crate::date::Date;
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::{Entry, is_valid_id, one_line};
use crate::language;
use crate::markup::{self, Lines};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Whose articles they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Desk {
    Zendesk,
    Intercom,
}

impl Desk {
    /// The maker of an article, told by fields that only it writes. `None` for an entry of another kind.
    pub(super) fn of(article: &Map<String, Value>) -> Option<Self> {
        let has = |key: &str| article.contains_key(key);
        if !has("title") || !has("body") {
            None
        } else if has("section_id") || has("user_segment_id") || has("label_names") {
            Some(Self::Zendesk)
        } else if has("workspace_id") || has("translated_content") || (has("state") && (has("author_id") || has("parent_id"))) {
            Some(Self::Intercom)
        } else {
            None
        }
    }
}

/// Names of sections, categories and collections, and what each is in.
#[derive(Default)]
pub(super) struct Shelves(BTreeMap<String, (String, Option<String>)>);

impl Shelves {
    /// Those that stand beside the articles.
    pub(super) fn of(around: &Map<String, Value>) -> Self {
        let mut shelves = BTreeMap::new();
        for (list, above) in [("categories", "category"), ("sections", "section"), ("collections", "collection")] {
            for shelf in around.get(list).and_then(Value::as_array).into_iter().flatten() {
                let (Some(id), Some(name)) = (text(shelf, "id"), text(shelf, "name")) else { continue };
                let parent = match above {
                    "section" => text(shelf, "parent_section_id")
                        .map(|id| format!("section {id}"))
                        .or(text(shelf, "category_id").map(|id| format!("category {id}"))),
                    "collection" => text(shelf, "parent_id").map(|id| format!("collection {id}")),
                    _ => None,
                };
                shelves.insert(format!("{above} {id}"), (one_line(&name), parent));
            }
        }
        Self(shelves)
    }

    /// The names from the broadest to the narrowest.
    fn path(&self, shelf: &str) -> Vec<String> {
        const DEEPEST: usize = 8;
        let mut path = Vec::new();
        let mut at = Some(shelf.to_owned());
        while let Some((name, parent)) = at.and_then(|at| self.0.get(&at)).filter(|_| path.len() < DEEPEST) {
            path.push(name.clone());
            at = parent.clone();
        }
        path.reverse();
        path
    }
}

/// The entries of an article: one for each language that it is published in.
pub(super) fn entries(
    file: &SourceFile,
    place: &Place,
    article: &Map<String, Value>,
    desk: Desk,
    shelves: &Shelves,
    diagnostics: &mut Diagnostics,
) -> Vec<Entry> {
    let whole = Value::Object(article.clone());
    let Some(id) = text(&whole, "id").filter(|id| is_valid_id(id)) else {
        diagnostics.error(place.clone(), "an article with an `id`", "none that can stand in a link", "export the articles again");
        return Vec::new();
    };
    if is_restricted(article) {
        return left_out(place, &id, "one that only some users may read", diagnostics);
    }
    let shelf = match desk {
        Desk::Zendesk => text(&whole, "section_id").map(|id| format!("section {id}")),
        Desk::Intercom => text(&whole, "parent_id").map(|id| format!("collection {id}")),
    };
    let reader = Reader { file, place, id: &id, category: shelf.map(|shelf| shelves.path(&shelf)).unwrap_or_default(), whole: &whole };
    let mut entries = Vec::new();
    let own = text(&whole, "locale").or_else(|| text(&whole, "default_locale"));
    entries.extend(reader.entry(&whole, own.as_deref(), diagnostics));
    match desk {
        Desk::Zendesk => {
            for translation in whole["translations"].as_array().into_iter().flatten() {
                let locale = text(translation, "locale");
                if locale != own {
                    entries.extend(reader.entry(translation, locale.as_deref(), diagnostics));
                }
            }
        }
        Desk::Intercom => {
            for (locale, translation) in whole["translated_content"].as_object().into_iter().flatten() {
                if translation.is_object() && own.as_ref() != Some(locale) {
                    entries.extend(reader.entry(translation, Some(locale), diagnostics));
                }
            }
        }
    }
    entries
}

fn left_out(place: &Place, id: &str, got: &str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    diagnostics.note(place.clone(), format!("a public article `{id}`"), got, "nothing need be done; it was left out");
    Vec::new()
}

/// Whether Zendesk shows the article to some users only.
fn is_restricted(article: &Map<String, Value>) -> bool {
    let segment = article.get("user_segment_id").is_some_and(|segment| !segment.is_null());
    segment || article.get("user_segment_ids").and_then(Value::as_array).is_some_and(|segments| !segments.is_empty())
}

struct Reader<'a> {
    file: &'a SourceFile,
    place: &'a Place,
    id: &'a str,
    category: Vec<String>,
    whole: &'a Value,
}

impl Reader<'_> {
    /// One language of the article. `None` when it is not published.
    fn entry(&self, article: &Value, locale: Option<&str>, diagnostics: &mut Diagnostics) -> Option<Entry> {
        let unpublished = text(article, "state").is_some_and(|state| state != "published");
        if article["draft"] == Value::Bool(true) || unpublished {
            left_out(self.place, self.id, "one that is not published", diagnostics);
            return None;
        }
        let lang = match locale {
            Some(locale) => match language::canonical(locale) {
                Some(lang) => lang,
                None => {
                    let got = format!("`{}`", one_line(locale));
                    diagnostics.error(self.place.clone(), "a language tag as `locale`", got, "correct the export");
                    return None;
                }
            },
            None => self.file.lang.clone(),
        };
        let title = text(article, "title").map(|title| one_line(&title)).filter(|title| !title.is_empty());
        let Some(title) = title else {
            diagnostics.error(self.place.clone(), format!("a title of article `{}`", self.id), "none", "give it one, or leave it a draft");
            return None;
        };
        let body = text(article, "body").unwrap_or_default();
        let lines = Lines::Only(self.place.line.unwrap_or(1));
        let answer = markup::parse_html(&body, &self.file.path, lines, diagnostics);
        let labels = self.whole["label_names"].as_array().or_else(|| self.whole["tags"].as_array());
        let labels = labels.into_iter().flatten().filter_map(Value::as_str).map(one_line);
        let changed = ["edited_at", "updated_at"].iter().find_map(|key| day(&self.whole[*key]));
        Some(Entry {
            category: self.category.clone(),
            tags: labels.filter(|label| !label.is_empty()).collect(),
            // Promoted articles stand first in their section.
            weight: (self.whole["promoted"] == Value::Bool(true)).then_some(1),
            changed,
            ..Entry::new(self.id, &lang, &title, answer, self.place.clone())
        })
    }
}

/// A day as text, or as seconds since 1970 as Intercom has it.
fn day(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => Date::parse(text),
        Value::Number(seconds) => seconds.as_u64().map(|seconds| Date::from_unix_days(seconds / 86_400)),
        _ => None,
    }
}

/// A text, or a number as text.
fn text(value: &Value, key: &str) -> Option<String> {
    match &value[key] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
