//! The line of something inside an entry. The tree of an answer does not know lines; the file does.

use crate::diagnostic::Place;
use crate::entry::Entry;
use crate::sources::LARGEST_FILE;
use std::fs;

/// Where `text` stands in the entry: the first line with it from the entry's own line on, else the entry itself. Only asked for findings,
/// so that a clean FAQ is not read a second time.
pub(super) fn of(entry: &Entry, text: &str) -> Place {
    let small = fs::metadata(&entry.place.path).is_ok_and(|found| found.is_file() && found.len() <= LARGEST_FILE);
    let content = if small { fs::read_to_string(&entry.place.path).unwrap_or_default() } else { String::new() };
    let first = entry.place.line.unwrap_or(1).max(1);
    let lines = (first..).zip(content.lines().skip(first as usize - 1));
    let found = lines.into_iter().find(|(_, line)| line.contains(text));
    found.map_or_else(|| entry.place.clone(), |(line, _)| Place::line(&entry.place.path, line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::kit::Faq;

    #[test]
    fn a_link_is_found_on_its_line_and_anything_else_at_the_entry() {
        let faq = Faq::new(&[("a.md", "---\nquestion: A?\n---\n\nx\n[y](#faq=b)\n")]);
        let entries = faq.entries();
        assert_eq!(of(&entries[0], "#faq=b").line, Some(6));
        assert_eq!(of(&entries[0], "#faq=c"), entries[0].place);
        let mut gone = entries[0].clone();
        gone.place.path.set_extension("gone");
        assert_eq!(of(&gone, "#faq=b"), gone.place);
    }
}
