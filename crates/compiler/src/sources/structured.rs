//! Questions and answers as schema.org's FAQPage has them, in a script of a page or in a JSON file.

use super::SourceFile;
use crate::diagnostic::Diagnostics;
use crate::entry::{Entry, one_line};
use crate::markup::{self, Lines, Names};
use serde_json::Value;

/// A question as it was found, with its answer in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    /// Id that the source gives it.
    pub(super) id: Option<String>,
    pub(super) question: String,
    pub(super) answer: String,
}

/// The questions of every FAQPage in a value.
pub(super) fn questions(value: &Value) -> Vec<Question> {
    let mut found = Vec::new();
    gather(value, false, 0, &mut found);
    found
}

fn gather(value: &Value, in_page: bool, depth: usize, found: &mut Vec<Question>) {
    const DEEPEST: usize = 8;
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|member| gather(member, in_page, depth + 1, found)),
        Value::Object(object) => {
            if in_page && is_a(value, "Question") {
                found.extend(question(value));
                return;
            }
            let page = is_a(value, "FAQPage");
            for key in ["mainEntity", "hasPart", "@graph"] {
                if let Some(inner) = object.get(key) {
                    gather(inner, in_page || page, depth + 1, found);
                }
            }
        }
        _ => {}
    }
}

fn is_a(value: &Value, name: &str) -> bool {
    let is = |kind: &Value| kind.as_str().is_some_and(|kind| kind.rsplit(['/', ':']).next() == Some(name));
    match &value["@type"] {
        Value::Array(kinds) => kinds.iter().any(is),
        kind => is(kind),
    }
}

fn question(value: &Value) -> Option<Question> {
    let question = value["name"].as_str().or_else(|| value["text"].as_str())?;
    let answer = match &value["acceptedAnswer"] {
        Value::Array(answers) => answers.first().map_or(&Value::Null, |answer| &answer["text"]),
        answer => &answer["text"],
    };
    let id = value["@id"].as_str().and_then(|id| id.rsplit_once('#')).map(|(_, id)| id.to_owned());
    Some(Question { id, question: question.to_owned(), answer: answer.as_str().unwrap_or_default().to_owned() })
}

/// Entries of the questions, with ids made from the questions where the source gives none.
pub(super) fn entries(file: &SourceFile, questions: Vec<Question>, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let mut names = Names::default();
    let mut from = Cursor::default();
    let mut entries = Vec::new();
    for Question { id, question, answer } in questions {
        let title = markup::parse_html(&question, &file.path, Lines::Only(1), &mut Diagnostics::new()).text();
        let title = one_line(&title);
        let line = from.advance(&file.text, &question);
        if title.is_empty() {
            diagnostics.warning(file.line(line), "a question", "an empty one", "write the question, or take its answer out");
            continue;
        }
        let anchor = id.map(|id| one_line(&id).replace(' ', "-")).filter(|id| !id.is_empty());
        let name = names.unique(anchor.as_deref().unwrap_or(&title));
        let answer = markup::parse_html(&answer, &file.path, Lines::Only(line), diagnostics);
        let place = file.line(line);
        if answer.text().trim().is_empty() {
            diagnostics.warning(place.clone(), format!("an answer to `{title}`"), "none", "write the answer, or take the question out");
        }
        entries.push(Entry { anchor, ..Entry::new(&file.id_below(&name), &file.lang, &title, answer, place) });
    }
    entries
}

/// Where in the source the last question was found: the next one stands behind it.
#[derive(Default)]
struct Cursor {
    offset: usize,
    /// Line breaks before it.
    lines: u32,
}

impl Cursor {
    /// The line on which a question next stands in the source, from 1; that of the last one where it is written otherwise there.
    fn advance(&mut self, source: &str, question: &str) -> u32 {
        /// Bytes that are looked at: a question that is written otherwise must not cost a walk through the whole file.
        const FAR: usize = 1 << 18;
        let start = question.trim().split(['<', '&', '"', '\n']).next().unwrap_or_default().trim();
        let mut end = source.len().min(self.offset + FAR);
        while !source.is_char_boundary(end) {
            end -= 1;
        }
        let window = &source[self.offset..end];
        if let Some(at) = window.find(start).filter(|_| !start.is_empty()) {
            self.lines += window.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() as u32;
            self.offset += at;
        }
        self.lines + 1
    }
}
