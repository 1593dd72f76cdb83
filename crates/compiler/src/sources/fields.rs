//! The fields of an entry, by the names that authors write: one table for front matter and JSON, one way from raw values to an entry.

use super::{SourceFile, audience};
use crate::date::Date;
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::{Entry, MustRank, category_path, is_valid_id, one_line};
use crate::tree::{Node, Value};
use crate::{language, spelling};
use faqlet_engine::answer::Answer;
use faqlet_profile::site::Step;
use std::path::Path;

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Lang,
    Question,
    /// Stands in for the question where there is none: what other tools call a page.
    Title,
    Also,
    Category,
    /// Hugo's and Jekyll's list: its first member is the category, the others are tags.
    Categories,
    Tags,
    /// Only in data; in Markdown the answer is the text below.
    Answer,
    /// The entry is not for publication yet.
    Draft,
    /// The opposite, as Jekyll has it.
    Published,
    Related,
    Pages,
    Audience,
    Route,
    Owner,
    Path,
    Step,
    Reviewed,
    ReviewBy,
    Publish,
    Expires,
    Changed,
    /// The date of writing, which stands in where no change is dated.
    Date,
    /// The level of the headings that are the questions of a long file, or whether it is one.
    Split,
    /// Docusaurus's `last_update: { date, author }`.
    LastUpdate,
    Weight,
    Pin,
    MustRank,
}

/// Where a name means the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Everywhere.
    All,
    /// In data (JSON, CSV) and under `faq:`; elsewhere in front matter it is likely to be another tool's.
    Ours,
    /// In front matter beside `faq:`, where other tools write it.
    Front,
}

/// The names, the usual one of each field first.
const NAMES: &[(&str, Field, Scope)] = &[
    ("id", Field::Id, Scope::All),
    ("lang", Field::Lang, Scope::All),
    ("question", Field::Question, Scope::All),
    ("title", Field::Title, Scope::All),
    ("also", Field::Also, Scope::All),
    ("alt_questions", Field::Also, Scope::All),
    ("ask", Field::Also, Scope::All),
    ("category", Field::Category, Scope::All),
    ("categories", Field::Categories, Scope::All),
    ("tags", Field::Tags, Scope::All),
    ("keywords", Field::Tags, Scope::All),
    ("answer", Field::Answer, Scope::All),
    ("draft", Field::Draft, Scope::All),
    ("unlisted", Field::Draft, Scope::Front),
    ("published", Field::Published, Scope::Front),
    ("related", Field::Related, Scope::Ours),
    ("pages", Field::Pages, Scope::Ours),
    ("audience", Field::Audience, Scope::Ours),
    ("route", Field::Route, Scope::Ours),
    ("contact", Field::Route, Scope::Ours),
    ("owner", Field::Owner, Scope::Ours),
    ("path", Field::Path, Scope::Ours),
    ("step", Field::Step, Scope::Ours),
    ("reviewed", Field::Reviewed, Scope::Ours),
    ("review_by", Field::ReviewBy, Scope::Ours),
    ("publish", Field::Publish, Scope::Ours),
    ("publishDate", Field::Publish, Scope::Front),
    ("publishdate", Field::Publish, Scope::Front),
    ("expires", Field::Expires, Scope::Ours),
    ("expiryDate", Field::Expires, Scope::Front),
    ("expirydate", Field::Expires, Scope::Front),
    ("changed", Field::Changed, Scope::Ours),
    ("lastmod", Field::Changed, Scope::Front),
    ("last_modified_at", Field::Changed, Scope::Front),
    ("date", Field::Date, Scope::Front),
    ("last_update", Field::LastUpdate, Scope::Front),
    ("weight", Field::Weight, Scope::All),
    ("sidebar_position", Field::Weight, Scope::Front),
    ("pin", Field::Pin, Scope::Ours),
    ("must_rank", Field::MustRank, Scope::Ours),
    ("split", Field::Split, Scope::Ours),
];

/// Names that other tools use and that lie close to one of ours by chance.
const OTHERS: &[&str] = &[
    "also_in",
    "answers",
    "data",
    "idx",
    "land",
    "lane",
    "lead",
    "page",
    "pages",
    "paths",
    "pins",
    "questions",
    "slug",
    "stop",
    "tag",
    "task",
    "titles",
];

/// The field of that name in data and under `faq:`.
pub(super) fn named(name: &str) -> Option<Field> {
    find(name, Scope::Front)
}

/// The field of that name in front matter beside `faq:`.
pub(super) fn named_in_front(name: &str) -> Option<Field> {
    find(name, Scope::Ours)
}

fn find(name: &str, without: Scope) -> Option<Field> {
    NAMES.iter().find(|(known, _, scope)| *known == name && *scope != without).map(|(_, field, _)| *field)
}

/// The name that was probably meant by an unknown one: it differs by a slip of the pen.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    if OTHERS.contains(&name) {
        return None;
    }
    spelling::meant(name, NAMES.iter().filter(|(_, _, scope)| *scope != Scope::Front).map(|(known, ..)| *known))
}

/// The same beside `faq:`, where our own names are no candidates: `parth` may be anybody's.
pub(super) fn meant_in_front(name: &str) -> Option<&'static str> {
    if OTHERS.contains(&name) {
        return None;
    }
    spelling::meant(name, NAMES.iter().filter(|(_, _, scope)| *scope == Scope::All).map(|(known, ..)| *known))
}

/// A raw value and its place: what front matter and JSON have in common.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) place: Place,
    pub(crate) value: RawValue,
}

impl Raw {
    /// A value of YAML or TOML that begins `before` lines after the start of the file.
    pub(crate) fn of(path: &Path, node: Node, before: u32) -> Self {
        let value = match node.value {
            Value::Null => RawValue::Null,
            Value::Text(text) => RawValue::Text(text),
            Value::List(list) => RawValue::List(list.into_iter().map(|node| Self::of(path, node, before)).collect()),
            Value::Map(map) => RawValue::Map(map.into_iter().map(|field| (field.key, Self::of(path, field.node, before))).collect()),
        };
        Self { place: Place::line(path, node.line + before), value }
    }
}

/// A raw value.
#[derive(Clone, Debug)]
pub(crate) enum RawValue {
    Null,
    Text(String),
    List(Vec<Raw>),
    Map(Vec<(String, Raw)>),
}

/// Gathers the fields of one entry.
#[derive(Debug, Default)]
pub(super) struct Draft {
    fields: Vec<(Field, Raw)>,
}

impl Draft {
    /// Sets a field. The first value of a field stays.
    pub(super) fn set(&mut self, field: Field, raw: Raw) {
        if !matches!(raw.value, RawValue::Null) && !self.has(field) {
            self.fields.push((field, raw));
        }
    }

    /// Whether the field was set.
    pub(super) fn has(&self, field: Field) -> bool {
        self.fields.iter().any(|(known, _)| *known == field)
    }

    /// The question as it was set, if it is a text.
    pub(super) fn question_text(&self) -> Option<String> {
        let of = |field| self.fields.iter().find(|(known, _)| *known == field);
        match of(Field::Question).or_else(|| of(Field::Title)).map(|(_, raw)| &raw.value) {
            Some(RawValue::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// Takes a field that is one text.
    pub(super) fn text(&mut self, field: Field, diagnostics: &mut Diagnostics) -> Option<(String, Place)> {
        let raw = self.take(field)?;
        match raw.value {
            RawValue::Text(text) => Some((text, raw.place)),
            other => {
                wrong_kind(field, "one text", &other, raw.place, diagnostics);
                None
            }
        }
    }

    fn take(&mut self, field: Field) -> Option<Raw> {
        let at = self.fields.iter().position(|(known, _)| *known == field)?;
        Some(self.fields.remove(at).1)
    }

    /// Takes a field that is a text or a list of texts. Empty texts are left out.
    fn texts(&mut self, field: Field, diagnostics: &mut Diagnostics) -> Vec<String> {
        let Some(raw) = self.take(field) else { return Vec::new() };
        let members = match raw.value {
            RawValue::List(members) => members,
            value => vec![Raw { place: raw.place, value }],
        };
        let mut texts = Vec::new();
        for member in members {
            match member.value {
                RawValue::Text(text) => texts.push(one_line(&text)),
                RawValue::Null => {}
                other => wrong_kind(field, "a text or a list of texts", &other, member.place, diagnostics),
            }
        }
        texts.retain(|text| !text.is_empty());
        texts
    }

    /// Whether the entry is not for publication.
    pub(super) fn is_draft(&mut self, diagnostics: &mut Diagnostics) -> bool {
        let draft = self.truth(Field::Draft, diagnostics) == Some(true);
        let withheld = self.truth(Field::Published, diagnostics) == Some(false);
        draft || withheld
    }

    /// Takes a truth value. A text that is none is an error: an entry must not be published by a slip.
    fn truth(&mut self, field: Field, diagnostics: &mut Diagnostics) -> Option<bool> {
        let (text, place) = self.text(field, diagnostics)?;
        match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" | "" => Some(false),
            _ => {
                let got = format!("`{}`", one_line(&text));
                diagnostics.error(place, format!("`{}` to be `true` or `false`", name_of(field)), got, "write one of them");
                None
            }
        }
    }

    /// Whether the file holds several entries, and the level of the headings that are their questions where it is named.
    pub(super) fn split(&mut self, diagnostics: &mut Diagnostics) -> Option<Option<u8>> {
        let (text, place) = self.text(Field::Split, diagnostics)?;
        match text.trim() {
            "true" | "yes" => Some(None),
            "false" | "no" | "" => None,
            level => match level.parse::<u8>().ok().filter(|level| (1..=6).contains(level)) {
                Some(level) => Some(Some(level)),
                None => {
                    let got = format!("`{}`", one_line(level));
                    diagnostics.error(place, "`split` to be `true` or the level of a heading, 1 to 6", got, "write one of them");
                    None
                }
            },
        }
    }

    /// The tags of a file, for all its entries.
    pub(super) fn tags(&mut self, diagnostics: &mut Diagnostics) -> Vec<String> {
        self.words(Field::Tags, diagnostics)
    }

    /// Makes the entry. `None` after an error was noted.
    pub(super) fn finish(mut self, file: &SourceFile, place: Place, answer: Answer, diagnostics: &mut Diagnostics) -> Option<Entry> {
        let id = self.id(file, &place, diagnostics);
        let lang = self.lang(file, diagnostics);
        let question = self.question(&place, diagnostics);
        let mut entry = Entry::new("", "", "", answer, place);
        self.wording(&mut entry, diagnostics);
        self.relations(&mut entry, diagnostics);
        self.dates(&mut entry, diagnostics);
        self.ranking(&mut entry, diagnostics);
        (entry.id, entry.lang, entry.question) = (id?, lang?, question?);
        if entry.answer.text().trim().is_empty() && !has_image(&entry.answer) {
            let remedy = "write the answer, or leave the entry out with `draft: true`";
            diagnostics.warning(entry.place.clone(), format!("an answer to `{}`", entry.question), "none", remedy);
        }
        Some(entry)
    }

    fn wording(&mut self, entry: &mut Entry, diagnostics: &mut Diagnostics) {
        entry.category = self.category(diagnostics);
        entry.also = self.texts(Field::Also, diagnostics);
        entry.tags = self.words(Field::Tags, diagnostics);
        let categories = self.words(Field::Categories, diagnostics);
        let mut rest = categories.iter();
        if entry.category.is_empty() {
            entry.category = rest.next().map(|first| category_path(first)).unwrap_or_default();
        }
        for tag in rest {
            if !entry.tags.contains(tag) {
                entry.tags.push(tag.clone());
            }
        }
    }

    fn relations(&mut self, entry: &mut Entry, diagnostics: &mut Diagnostics) {
        entry.related = self.words(Field::Related, diagnostics);
        entry.pages = self.words(Field::Pages, diagnostics);
        entry.audience = self.take(Field::Audience).and_then(|raw| audience::read(raw, diagnostics));
        entry.route = self.name(Field::Route, diagnostics);
        entry.owner = self.name(Field::Owner, diagnostics);
        let step = self.whole(Field::Step, diagnostics);
        entry.path = self.path(step, diagnostics);
    }

    /// A path's id with `step` beside it, or both in one: `path: { id: start, step: 2 }`.
    fn path(&mut self, step: Option<i64>, diagnostics: &mut Diagnostics) -> Option<Step> {
        let raw = self.take(Field::Path)?;
        let place = raw.place.clone();
        let (id, step) = match raw.value {
            RawValue::Text(id) => (id, step),
            RawValue::Map(map) => {
                let mut inner = Draft::default();
                for (key, raw) in map {
                    match key.as_str() {
                        "id" => inner.set(Field::Id, raw),
                        "step" => inner.set(Field::Step, raw),
                        _ => diagnostics.error(raw.place, "`id` and `step` of a path", format!("`{}`", one_line(&key)), "remove it"),
                    }
                }
                (inner.text(Field::Id, diagnostics)?.0, inner.whole(Field::Step, diagnostics))
            }
            other => {
                wrong_kind(Field::Path, "the id of a path", &other, raw.place, diagnostics);
                return None;
            }
        };
        match step.and_then(|step| u32::try_from(step).ok()).filter(|step| *step > 0) {
            Some(step) => Some(Step { id: one_line(&id), step }),
            None => {
                let got = step.map_or_else(|| "none".to_owned(), |step| step.to_string());
                diagnostics.error(place, "a `step` from 1 beside `path`", got, "number the steps of the path in their order");
                None
            }
        }
    }

    fn dates(&mut self, entry: &mut Entry, diagnostics: &mut Diagnostics) {
        entry.reviewed = self.date(Field::Reviewed, diagnostics);
        entry.review_by = self.date(Field::ReviewBy, diagnostics);
        entry.publish = self.date(Field::Publish, diagnostics);
        entry.expires = self.date(Field::Expires, diagnostics);
        let update = match self.take(Field::LastUpdate).map(|raw| raw.value) {
            Some(RawValue::Map(map)) => map.into_iter().find(|(key, _)| key == "date").map(|(_, raw)| raw),
            _ => None,
        };
        if let Some(update) = update {
            self.set(Field::Changed, update);
        }
        let (changed, written) = (self.date(Field::Changed, diagnostics), self.date(Field::Date, diagnostics));
        entry.changed = changed.or(written);
    }

    fn ranking(&mut self, entry: &mut Entry, diagnostics: &mut Diagnostics) {
        // Hugo's 0 means that there is none.
        entry.weight = self.whole(Field::Weight, diagnostics).filter(|weight| *weight != 0);
        entry.pins = self.texts(Field::Pin, diagnostics);
        let Some(raw) = self.take(Field::MustRank) else { return };
        match raw.value {
            RawValue::Map(map) => {
                for (query, raw) in map {
                    let place = raw.place.clone();
                    let mut within = Draft::default();
                    within.set(Field::MustRank, raw);
                    let Some(within) = within.whole(Field::MustRank, diagnostics) else { continue };
                    match u32::try_from(within).ok().filter(|within| *within > 0) {
                        Some(within) => entry.must_rank.push(MustRank { query: one_line(&query), within, place }),
                        None => diagnostics.error(
                            place,
                            "the last place that is good enough, from 1",
                            within.to_string(),
                            "write 1 for the first",
                        ),
                    }
                }
            }
            value => {
                let place = raw.place.clone();
                let mut queries = Draft::default();
                queries.set(Field::MustRank, Raw { place: raw.place, value });
                for query in queries.texts(Field::MustRank, diagnostics) {
                    entry.must_rank.push(MustRank { query, within: 1, place: place.clone() });
                }
            }
        }
    }

    /// Takes a text that names something.
    fn name(&mut self, field: Field, diagnostics: &mut Diagnostics) -> Option<String> {
        self.text(field, diagnostics).map(|(text, _)| one_line(&text)).filter(|text| !text.is_empty())
    }

    /// Takes a whole number.
    fn whole(&mut self, field: Field, diagnostics: &mut Diagnostics) -> Option<i64> {
        let (text, place) = self.text(field, diagnostics)?;
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        // Docusaurus also takes `1.5`: between 1 and 2.
        let number = text
            .parse::<i64>()
            .ok()
            .or_else(|| text.parse::<f64>().ok().filter(|_| field == Field::Weight).map(|number| number.ceil() as i64));
        if number.is_none() {
            diagnostics.error(place, format!("`{}` to be a whole number", name_of(field)), format!("`{}`", one_line(text)), "write digits");
        }
        number
    }

    /// Takes a day.
    fn date(&mut self, field: Field, diagnostics: &mut Diagnostics) -> Option<Date> {
        let (text, place) = self.text(field, diagnostics)?;
        if text.trim().is_empty() {
            return None;
        }
        let date = Date::parse(&text);
        if date.is_none() {
            let got = format!("`{}`", one_line(&text));
            // What another tool reads in its own way must not stop the build.
            if matches!(field, Field::Date | Field::Changed) {
                diagnostics.warning(place, "a day such as `2026-05-12`", got, "write it so; it was passed over");
            } else {
                diagnostics.error(
                    place,
                    format!("`{}` to be a day such as `2026-05-12`", name_of(field)),
                    got,
                    "write year, month and day so",
                );
            }
        }
        date
    }

    fn id(&mut self, file: &SourceFile, place: &Place, diagnostics: &mut Diagnostics) -> Option<String> {
        let (id, place) = if self.has(Field::Id) { self.text(Field::Id, diagnostics)? } else { (file.stem.clone(), place.clone()) };
        let id = id.trim().to_owned();
        if is_valid_id(&id) {
            return Some(id);
        }
        let expected = "an id of 1 to 200 bytes without blanks";
        diagnostics.error(place, expected, format!("`{}`", one_line(&id)), "write a short one, such as `orders/returns`");
        None
    }

    pub(super) fn lang(&mut self, file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<String> {
        if !self.has(Field::Lang) {
            return Some(file.lang.clone());
        }
        let (tag, place) = self.text(Field::Lang, diagnostics)?;
        let known = language::canonical(tag.trim());
        if known.is_none() {
            let expected = "a language tag such as `en`, `pt-BR` or `zh-Hant`";
            diagnostics.error(place, expected, format!("`{}`", one_line(&tag)), "write the tag of the entry's language");
        }
        known
    }

    fn question(&mut self, place: &Place, diagnostics: &mut Diagnostics) -> Option<String> {
        let field = if self.has(Field::Question) { Field::Question } else { Field::Title };
        let found = if self.has(field) { Some(self.text(field, diagnostics)?) } else { None };
        let question = found.as_ref().map(|(text, _)| one_line(text)).filter(|question| !question.is_empty());
        if question.is_none() {
            let place = found.map_or_else(|| place.clone(), |(_, place)| place);
            diagnostics.error(place, "a question", "none", "add `question` (or `title`) with the question as visitors ask it");
        }
        question
    }

    /// A path as one text, or a list of its parts.
    fn category(&mut self, diagnostics: &mut Diagnostics) -> Vec<String> {
        let is_list = self.fields.iter().any(|(field, raw)| *field == Field::Category && matches!(raw.value, RawValue::List(_)));
        let texts = self.texts(Field::Category, diagnostics);
        if is_list { texts } else { texts.iter().flat_map(|text| category_path(text)).collect() }
    }

    /// Words of a list, or of one text with commas. The same word twice is kept once.
    fn words(&mut self, field: Field, diagnostics: &mut Diagnostics) -> Vec<String> {
        let is_list = self.fields.iter().any(|(known, raw)| *known == field && matches!(raw.value, RawValue::List(_)));
        let texts = self.texts(field, diagnostics);
        let all: Vec<String> =
            if is_list { texts } else { texts.iter().flat_map(|text| text.split([',', '，', '،', '、', ';'])).map(one_line).collect() };
        let mut words: Vec<String> = Vec::new();
        for word in all.into_iter().filter(|word| !word.is_empty()) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }
}

/// The usual name of a field.
fn name_of(field: Field) -> &'static str {
    NAMES.iter().find(|(_, known, _)| *known == field).map_or("", |(name, ..)| name)
}

fn wrong_kind(field: Field, expected: &str, got: &RawValue, place: Place, diagnostics: &mut Diagnostics) {
    let name = name_of(field);
    let got = match got {
        RawValue::List(_) => "a list",
        RawValue::Map(_) => "fields of its own",
        RawValue::Null | RawValue::Text(_) => "something else",
    };
    diagnostics.error(place, format!("`{name}` to be {expected}"), got, "write it as text; quote it where it looks like something else");
}

/// An answer may be a picture alone.
fn has_image(answer: &Answer) -> bool {
    use faqlet_engine::answer::{Block, Inline};
    answer.blocks.iter().any(|block| match block {
        Block::Paragraph(content) => content.iter().any(|inline| matches!(inline, Inline::Image { .. })),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_recognised() {
        for (name, expected) in [
            ("quesiton", Some("question")),
            ("Question", Some("question")),
            ("catgory", Some("category")),
            ("categorie", Some("category")),
            ("langg", Some("lang")),
            ("anwser", Some("answer")),
            ("alt_question", Some("alt_questions")),
            ("keyword", Some("keywords")),
            ("url", None),
            ("reviewd", Some("reviewed")),
            ("must-rank", Some("must_rank")),
            ("description", None),
            ("group", None),
            ("layout", None),
            ("author", None),
            ("other_answers", None),
            ("x", None),
        ] {
            assert_eq!(meant(name), expected, "{name}");
        }
        assert_eq!((meant_in_front("catgory"), meant_in_front("ownr"), meant_in_front("wieght")), (Some("category"), None, Some("weight")));
    }

    #[test]
    fn names_of_other_tools_are_theirs_outside_of_ours() {
        assert_eq!((named("owner"), named_in_front("owner")), (Some(Field::Owner), None));
        assert_eq!((named("lastmod"), named_in_front("lastmod")), (None, Some(Field::Changed)));
        assert_eq!((named("tags"), named_in_front("tags")), (Some(Field::Tags), Some(Field::Tags)));
    }
}
