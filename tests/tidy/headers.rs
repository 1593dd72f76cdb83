//! What every file begins and ends with.

use faqlet_tests::Result;

use crate::source::{Source, check};

/// How a file of each kind opens when it opens with a comment.
const OPENINGS: &[(&str, &[&str])] = &[
    ("rs", &["//! "]),
    ("js", &["// ", "/* ", "/** "]),
    ("mjs", &["// ", "/* ", "/** "]),
    ("css", &["/* "]),
    ("html", &["<!doctype html>"]),
    ("toml", &["# ", "["]),
];

#[test]
fn every_source_file_opens_with_what_it_is_for() -> Result {
    check(
        "expected a header comment",
        |source| openings(source).is_some(),
        |source| {
            let opens = openings(source).is_some_and(|starts| starts.iter().any(|start| source.text.starts_with(start)));
            if opens { Vec::new() } else { vec![format!("{}:1", source.path)] }
        },
    )
}

#[test]
fn no_file_carries_byte_order_marks_carriage_returns_tabs_or_trailing_blanks() -> Result {
    let kinds = ["rs", "js", "mjs", "css", "html", "toml", "md", "json"];
    // Test data may be wrong on purpose.
    check(
        "expected plain lines",
        |source| kinds.contains(&source.kind()) && !source.path.contains("testdata"),
        |source| {
            let faulty = |line: &str| line.starts_with('\u{feff}') || line.contains('\t') || line.ends_with(' ') || line.ends_with('\r');
            source
                .text
                .split('\n')
                .enumerate()
                .filter(|(_, line)| faulty(line))
                .map(|(index, _)| format!("{}:{}", source.path, index + 1))
                .collect()
        },
    )
}

#[test]
fn nothing_is_left_to_be_done_in_a_comment() -> Result {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), concat!("HA", "CK")];
    check(
        "expected no note to oneself",
        |source| ["rs", "js", "mjs", "css", "html"].contains(&source.kind()),
        |source| {
            let faulty = source.lines().filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)));
            faulty.map(|(number, _)| format!("{}:{number}", source.path)).collect()
        },
    )
}

fn openings(source: &Source) -> Option<&'static [&'static str]> {
    OPENINGS.iter().find(|(kind, _)| *kind == source.kind()).map(|(_, starts)| *starts)
}
