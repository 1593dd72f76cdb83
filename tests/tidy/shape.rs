//! How long things may be.

use faqlet_tests::Result;

use crate::source::{Source, check};

/// Most lines of one function, from its first to its closing brace, without the functions inside it.
const LONGEST: usize = 100;

#[test]
fn no_function_is_longer_than_a_hundred_lines() -> Result {
    check(
        "expected functions of at most 100 lines",
        |source| ["rs", "js", "mjs"].contains(&source.kind()),
        |source| {
            functions(source)
                .into_iter()
                .filter(|(_, length)| *length > LONGEST)
                .map(|(line, length)| format!("{}:{line}: {length} lines", source.path))
                .collect()
        },
    )
}

#[test]
fn the_measure_sees_functions_of_both_languages() {
    let source = |text: &str| Source { path: "a".into(), text: text.into() };
    let rust = source("impl A {\n    pub fn long(\n        a: u8,\n    ) -> u8 {\n        a\n    }\n}\n");
    assert_eq!(functions(&rust), [(2, 5)]);
    let script = source("class A {\n  async open(a) {\n    if (a) {\n    }\n  }\n}\nconst f = (a) => {\n  return a;\n};\n");
    assert_eq!(functions(&script), [(2, 4), (7, 3)]);
    let nested = source("const outer = () => {\n  const inner = () => {\n    return 1;\n  };\n  return inner;\n};\n");
    assert_eq!(functions(&nested), [(1, 3), (2, 3)]);
}

/// First line and length of each function, by its indentation: both languages close a function where it began. A function's length is
/// that of its own lines; what stands in a function inside it counts there.
fn functions(source: &Source) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = source.text.lines().collect();
    let opens = lines.iter().enumerate().filter(|(_, line)| opens_function(line));
    let spans: Vec<(usize, usize)> = opens.filter_map(|(start, line)| Some((start, closing(&lines, start, indentation(line))?))).collect();
    let owner = |line: usize| spans.iter().rev().find(|(start, end)| (*start..=*end).contains(&line)).map(|(start, _)| *start);
    let own = |(start, end): &(usize, usize)| (*start..=*end).filter(|line| owner(*line) == Some(*start)).count();
    spans.iter().map(|span| (span.0 + 1, own(span))).collect()
}

/// The index of the line that closes what line `start` opens: the first at the same depth that begins with the brace.
fn closing(lines: &[&str], start: usize, depth: usize) -> Option<usize> {
    let last = |line: &&str| indentation(line) == depth && line.trim_start().starts_with('}');
    lines.iter().skip(start + 1).position(last).map(|distance| start + 1 + distance)
}

fn opens_function(line: &str) -> bool {
    let text = line.trim();
    let rust = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "const fn ", "async fn ", "pub async fn ", "pub const fn "];
    if rust.iter().any(|start| text.starts_with(start)) {
        return !text.ends_with('}') && !text.ends_with(';');
    }
    let block = ["if ", "for ", "while ", "switch ", "} ", "(()", "(async ()", "class ", "match ", "loop ", "else", "//", "test("];
    let script = text.ends_with(") {") || text.ends_with("=> {") || text.starts_with("function ");
    script && text.ends_with('{') && !block.iter().any(|start| text.starts_with(start)) && !line.contains("|")
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
