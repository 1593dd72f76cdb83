//! One long Markdown file whose headings are the questions.
//!
//! The rule: a Markdown file without front matter is such a file; one with front matter is a single entry, unless it says
//! `faq: { split: true }`. The questions are the headings of one level: the one on which most headings end with a question mark, else the
//! highest level that is used more than once. `split: 3` names the level. Headings above it are categories, except a single one of the
//! first level, which is the file's own title; headings below it belong to the answer.

use super::SourceFile;
use super::fields::{Draft, Field, Raw, RawValue};
use crate::diagnostic::Diagnostics;
use crate::entry::{Entry, one_line};
use crate::markup::{self, Heading, Lines, Names};

/// A heading's line and the text below it.
struct Section<'a> {
    heading: &'a Heading,
    /// Byte offset of the text below the heading, in the body.
    start: usize,
    end: usize,
    /// Lines of the file that the heading and the text begin on.
    line: u32,
    text_line: u32,
}

/// Reads the entries of a body that begins on `first_line` of its file. `level` is the one that the author names. `None` when there
/// is no heading that could be a question.
pub(super) fn entries(
    file: &SourceFile,
    body: &str,
    first_line: u32,
    level: Option<u8>,
    tags: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Entry>> {
    let headings = markup::headings(body);
    let level = level.or_else(|| question_level(&headings))?;
    let title_only = headings.iter().filter(|heading| heading.level == 1).count() == 1 && level > 1;
    let breaks: Vec<usize> = body.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
    let line_of = |offset: usize| first_line + breaks.partition_point(|at| *at < offset) as u32;
    let mut names = Names::default();
    let mut category: Vec<(u8, String)> = Vec::new();
    let mut entries = Vec::new();
    for (number, heading) in headings.iter().enumerate() {
        if heading.level < level {
            category.retain(|(above, _)| *above < heading.level);
            if !(title_only && heading.level == 1) {
                category.push((heading.level, one_line(&heading.text)));
            }
        }
        if heading.level != level {
            continue;
        }
        let end = headings[number + 1..].iter().find(|next| next.level <= level).map_or(body.len(), |next| next.start);
        let (line, text_line) = (line_of(heading.start), line_of(heading.end));
        let section = Section { heading, start: heading.end, end, line, text_line };
        let path = category.iter().map(|(_, name)| name.clone()).collect();
        entries.extend(entry(file, body, &section, path, tags, &mut names, diagnostics));
    }
    (!entries.is_empty() || diagnostics.has_errors()).then_some(entries)
}

/// The level of the questions; `None` when no level is used for several headings and none asks.
fn question_level(headings: &[Heading]) -> Option<u8> {
    // Latin, full-width, Arabic, Greek and Armenian question marks.
    let asks = |heading: &Heading| heading.text.trim_end().ends_with(['?', '？', '؟', '\u{37E}', '՞']);
    let count = |level: u8, only_asking: bool| headings.iter().filter(|each| each.level == level && (!only_asking || asks(each))).count();
    let asking = (1..=6).rev().max_by_key(|level| count(*level, true)).filter(|level| count(*level, true) > 0);
    asking.or_else(|| (1..=6).find(|level| count(*level, false) > 1))
}

fn entry(
    file: &SourceFile,
    body: &str,
    section: &Section<'_>,
    category: Vec<String>,
    tags: &[String],
    names: &mut Names,
    diagnostics: &mut Diagnostics,
) -> Option<Entry> {
    let place = file.line(section.line);
    let mut draft = Draft::default();
    let wished = section.heading.anchor.clone();
    let anchor = names.unique(wished.as_deref().unwrap_or(&section.heading.text));
    // An id that the author wishes for stands alone; one that is made stands below the file's.
    let id = wished.unwrap_or_else(|| file.id_below(&anchor));
    for (field, text) in [(Field::Id, id), (Field::Question, section.heading.text.clone())] {
        draft.set(field, Raw { place: place.clone(), value: RawValue::Text(text) });
    }
    let text = body.get(section.start..section.end).unwrap_or_default();
    let answer = markup::parse(text, &file.path, Lines::From(section.text_line), diagnostics);
    let entry = draft.finish(file, place, answer, diagnostics)?;
    Some(Entry { category, tags: tags.to_vec(), anchor: Some(anchor), ..entry })
}
