//! The fields of an entry, by the names that authors write: one table for front matter and JSON, one way from raw values to an entry.

use super::SourceFile;
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::{Entry, category_path, is_valid_id, one_line};
use crate::language;
use faqlet_engine::answer::Answer;

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
    Tags,
    /// Only in JSON; in Markdown the answer is the text below.
    Answer,
    /// The entry is not for publication yet.
    Draft,
}

/// The names, the usual one of each field first.
const NAMES: &[(&str, Field)] = &[
    ("id", Field::Id),
    ("lang", Field::Lang),
    ("question", Field::Question),
    ("title", Field::Title),
    ("also", Field::Also),
    ("alt_questions", Field::Also),
    ("ask", Field::Also),
    ("category", Field::Category),
    ("tags", Field::Tags),
    ("keywords", Field::Tags),
    ("answer", Field::Answer),
    ("draft", Field::Draft),
];

/// Names that other tools use and that lie close to one of ours by chance.
const OTHERS: &[&str] =
    &["also_in", "answers", "date", "idx", "land", "lane", "lead", "page", "questions", "slug", "tag", "task", "titles"];

/// The field of that name.
pub(super) fn named(name: &str) -> Option<Field> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

/// The name that was probably meant by an unknown one: it differs by a slip of the pen.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    if OTHERS.contains(&name) || name.len() < 3 {
        return None;
    }
    let name = name.to_lowercase();
    let near = |known: &str| known.len() > 2 && distance(known, &name) <= if known.len() > 5 { 2 } else { 1 };
    NAMES.iter().map(|(known, _)| *known).find(|known| near(known))
}

/// Edits between two names: letters put in, left out, changed, or two neighbours swapped (Damerau-Levenshtein, restricted).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().take(40).collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// A raw value and its place: what front matter and JSON have in common.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) place: Place,
    pub(super) value: RawValue,
}

/// A raw value.
#[derive(Clone, Debug)]
pub(super) enum RawValue {
    Null,
    Text(String),
    List(Vec<Raw>),
    /// Anything else, in words.
    Other(&'static str),
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
        self.text(Field::Draft, diagnostics).is_some_and(|(text, _)| matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "on"))
    }

    /// Makes the entry. `None` after an error was noted.
    pub(super) fn finish(mut self, file: &SourceFile, place: Place, answer: Answer, diagnostics: &mut Diagnostics) -> Option<Entry> {
        let id = self.id(file, &place, diagnostics);
        let lang = self.lang(file, diagnostics);
        let question = self.question(&place, diagnostics);
        let category = self.category(diagnostics);
        let also = self.texts(Field::Also, diagnostics);
        let tags = self.tags(diagnostics);
        let (id, lang, question) = (id?, lang?, question?);
        if answer.text().trim().is_empty() && !has_image(&answer) {
            let remedy = "write the answer, or leave the entry out with `draft: true`";
            diagnostics.warning(place.clone(), format!("an answer to `{question}`"), "none", remedy);
        }
        Some(Entry { id, lang, question, also, category, tags, answer, place })
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

    fn lang(&mut self, file: &SourceFile, diagnostics: &mut Diagnostics) -> Option<String> {
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

    /// A list, or one text with commas. The same word twice is kept once.
    fn tags(&mut self, diagnostics: &mut Diagnostics) -> Vec<String> {
        let is_list = self.fields.iter().any(|(field, raw)| *field == Field::Tags && matches!(raw.value, RawValue::List(_)));
        let texts = self.texts(Field::Tags, diagnostics);
        let all: Vec<String> =
            if is_list { texts } else { texts.iter().flat_map(|text| text.split([',', '，', '،', '、'])).map(one_line).collect() };
        let mut tags: Vec<String> = Vec::new();
        for tag in all.into_iter().filter(|tag| !tag.is_empty()) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    }
}

fn wrong_kind(field: Field, expected: &str, got: &RawValue, place: Place, diagnostics: &mut Diagnostics) {
    let name = NAMES.iter().find(|(_, known)| *known == field).map_or("", |(name, _)| name);
    let got = match got {
        RawValue::List(_) => "a list",
        RawValue::Other(what) => what,
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
            ("date", None),
            ("weight", None),
            ("description", None),
            ("group", None),
            ("layout", None),
            ("author", None),
            ("other_answers", None),
            ("x", None),
        ] {
            assert_eq!(meant(name), expected, "{name}");
        }
    }
}
