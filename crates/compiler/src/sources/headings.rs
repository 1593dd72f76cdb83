//! One long Markdown file whose headings are the questions.
//!
//! The rule: a Markdown file without front matter is such a file; one with front matter is a single entry, unless it says
//! `faq: { split: true }`. The questions are the headings of one level: the one on which most headings ask, which is to end with a
//! question mark. Where none asks, only a file that says `split` is divided, at the highest level that is used more than once: any other
//! text with headings would fall to pieces without a word. `split: 3` names the level. Headings above it are categories, except a single
//! one of the first level, which is the file's own title; one above that asks and has text of its own is a question too. Headings below
//! belong to the answer. Text that is in no answer is noted with its line.

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

/// At which level a file is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// Where its headings ask.
    Asking,
    /// The author wants it divided: where its headings ask, else where there are several.
    Any,
    /// The level that the author names.
    Level(u8),
}

/// Reads the entries of a body that begins on `first_line` of its file. `None` when there is no heading that could be a question.
pub(super) fn entries(
    file: &SourceFile,
    body: &str,
    first_line: u32,
    split: Split,
    tags: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Entry>> {
    let headings = markup::headings(body);
    let level = match split {
        Split::Level(level) => level,
        Split::Any => question_level(&headings).or_else(|| repeated_level(&headings))?,
        Split::Asking => question_level(&headings)?,
    };
    let title_only = headings.iter().filter(|heading| heading.level == 1).count() == 1 && level > 1;
    let breaks: Vec<usize> = body.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
    let line_of = |offset: usize| first_line + breaks.partition_point(|at| *at < offset) as u32;
    let mut names = Names::default();
    let mut category: Vec<(u8, String)> = Vec::new();
    let mut entries = Vec::new();
    note_lost(file, body.get(..headings.first().map_or(body.len(), |first| first.start)), first_line, diagnostics);
    for (number, heading) in headings.iter().enumerate() {
        if heading.level > level {
            continue;
        }
        let is_title = title_only && heading.level == 1;
        let above = heading.level < level;
        if above {
            category.retain(|(above, _)| *above < heading.level);
        }
        let ends = |next: &&Heading| next.level <= level;
        let end = headings[number + 1..].iter().find(ends).map_or(body.len(), |next| next.start);
        let (line, text_line) = (line_of(heading.start), line_of(heading.end));
        let section = Section { heading, start: heading.end, end, line, text_line };
        if !above || (asks(heading) && !is_title && says_something(file, body.get(section.start..end))) {
            let path = category.iter().map(|(_, name)| name.clone()).collect();
            entries.extend(entry(file, body, &section, path, tags, &mut names, diagnostics));
        } else {
            note_lost(file, body.get(section.start..end), text_line, diagnostics);
        }
        if above && !is_title {
            category.push((heading.level, one_line(&heading.text)));
        }
    }
    (!entries.is_empty() || diagnostics.has_errors()).then_some(entries)
}

/// Whether a piece of the body has words or images for a reader.
fn says_something(file: &SourceFile, text: Option<&str>) -> bool {
    let text = text.unwrap_or_default();
    !text.trim().is_empty() && !markup::parse(text, &file.path, Lines::From(1), &mut Diagnostics::new()).blocks.is_empty()
}

/// Notes text that stands above the first question or below a category's heading: it is in no answer.
fn note_lost(file: &SourceFile, text: Option<&str>, first_line: u32, diagnostics: &mut Diagnostics) {
    if says_something(file, text) {
        let blank = text.unwrap_or_default().split_inclusive('\n').take_while(|line| line.trim().is_empty()).count() as u32;
        let got = "text that belongs to none";
        diagnostics.note(file.line(first_line + blank), "text below a question", got, "move it below a question to have it shown");
    }
}

/// Whether a heading ends with a question mark, perhaps with quotes, brackets or a picture behind it.
fn asks(heading: &Heading) -> bool {
    // Latin, full-width, Arabic, Greek, Armenian and Ethiopic question marks, and the two with an exclamation mark.
    const MARKS: [char; 8] = ['?', '？', '؟', '\u{37E}', '՞', '፧', '⁇', '⁈'];
    heading.text.chars().rev().take_while(|c| !c.is_alphanumeric()).any(|c| MARKS.contains(&c))
}

/// The level on which most headings ask, the highest of several; `None` when none asks.
fn question_level(headings: &[Heading]) -> Option<u8> {
    let count = |level: u8| headings.iter().filter(|each| each.level == level && asks(each)).count();
    (1..=6).rev().max_by_key(|level| count(*level)).filter(|level| count(*level) > 0)
}

/// The highest level that is used for several headings.
fn repeated_level(headings: &[Heading]) -> Option<u8> {
    (1..=6).find(|level| headings.iter().filter(|each| each.level == *level).count() > 1)
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
