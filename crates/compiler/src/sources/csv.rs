//! CSV: the first line names the columns, each further line is one entry. Comma, semicolon or tab divide the columns, whichever the
//! first line has most of.

use super::data::{self, Rows};
use super::fields::{Raw, RawValue};
use super::{Format, SourceFile};
use crate::diagnostic::Diagnostics;
use crate::entry::{Entry, one_line};
use csv::{ReaderBuilder, StringRecord};

pub(super) const FORMAT: Format = Format { extensions: &["csv", "tsv"], read };

fn read(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let delimiter = delimiter(&file.text);
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(file.text.as_bytes());
    let mut rows = Rows::that_make_ids();
    let mut names: Option<Vec<String>> = None;
    let mut entries = Vec::new();
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Err(error) => {
                let line = error.position().map_or(1, |position| position.line() as u32);
                diagnostics.error(file.line(line), "a row of CSV", error.to_string(), "mend the line");
                break;
            }
            Ok(true) => {}
        }
        let line = line(file, &record);
        match &names {
            _ if record.iter().all(|value| value.trim().is_empty()) => {}
            None => match header(file, line, &record, diagnostics) {
                Some(found) => names = Some(found),
                None => break,
            },
            Some(names) if fits(file, line, &record, names, diagnostics) => {
                let place = file.line(line);
                let row = names.iter().zip(&record).map(|(name, value)| (name.clone(), Raw { place: place.clone(), value: cell(value) }));
                entries.extend(data::entry(file, place.clone(), row.collect(), &mut rows, diagnostics));
            }
            Some(_) => {}
        }
    }
    if names.is_none() && !diagnostics.has_errors() {
        diagnostics.warning(
            file.line(1),
            "a first line that names the columns",
            "an empty table",
            "fill it, or move it out of the FAQ's folder",
        );
    }
    entries
}

/// The line that a record begins on. The reader counts blank lines before a record as part of it.
fn line(file: &SourceFile, record: &StringRecord) -> u32 {
    let Some(position) = record.position() else { return 1 };
    let rest = file.text.get(position.byte() as usize..).unwrap_or_default();
    let blank = rest.bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| *byte == b'\n').count();
    (position.line() as usize + blank) as u32
}

fn cell(value: &str) -> RawValue {
    if value.trim().is_empty() { RawValue::Null } else { RawValue::Text(value.to_owned()) }
}

/// What divides the columns: the sign that stands most often in the first line outside of quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(sign, _)| *sign == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // The first of those that are equally frequent.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}

/// The names of the columns; `None` after an error when there is no question among them.
fn header(file: &SourceFile, line: u32, record: &StringRecord, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let names: Vec<String> = record.iter().map(one_line).collect();
    let plain: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    if plain.iter().any(|name| matches!(name.as_str(), "question" | "questions" | "title" | "q" | "name")) {
        return Some(names);
    }
    let got = format!("`{}`", names.join("`, `").chars().take(120).collect::<String>());
    diagnostics.error(
        file.line(line),
        "a first line that names the columns, `question` and `answer` among them",
        got,
        "add such a line on top",
    );
    None
}

/// Whether a row has as many values as there are columns, or fewer. A quote that nobody closes takes the rest of the file for one value.
fn fits(file: &SourceFile, line: u32, record: &StringRecord, names: &[String], diagnostics: &mut Diagnostics) -> bool {
    let last = record.iter().next_back().unwrap_or_default();
    if record.len() > names.len() {
        let got = format!("{} in a table of {}", record.len(), names.len());
        diagnostics.error(file.line(line), "a value for each column", got, "put texts that hold the dividing sign into double quotes");
        false
    } else if record.len() < names.len() && last.contains('\n') {
        let remedy = "close the quote; a quote inside a quoted text is written twice";
        diagnostics.error(file.line(line), "a closing quote", "none to the end of the file", remedy);
        false
    } else {
        true
    }
}
