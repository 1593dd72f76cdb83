//! TOML as values with lines. Numbers, dates and truth values stay the text they are, as in YAML here.

use super::{Field, Node, SyntaxError, Value};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Values in one text: more than any front matter or owner's file needs.
const MOST_NODES: usize = 200_000;

/// Parses a text.
pub(crate) fn parse(text: &str) -> Result<Node, SyntaxError> {
    let table = DeTable::parse(text).map_err(|error| SyntaxError {
        line: Lines::of(text).at(error.span().map_or(0, |span| span.start)),
        got: error.message().lines().collect::<Vec<_>>().join(", "),
    })?;
    let mut reader = Reader { text, lines: Lines::of(text), nodes: 0 };
    Ok(Node { line: 1, value: Value::Map(reader.table(table.into_inner())?) })
}

/// Where the lines of a text begin, so that a place is found without counting from the start each time.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1).collect())
    }

    /// The line of a byte offset, from 1.
    fn at(&self, offset: usize) -> u32 {
        1 + self.0.partition_point(|start| *start <= offset) as u32
    }
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines,
    nodes: usize,
}

impl Reader<'_> {
    /// The fields in the order in which they are written; the parser has them by name.
    fn table(&mut self, table: DeTable<'_>) -> Result<Vec<Field>, SyntaxError> {
        let mut fields: Vec<(usize, Field)> = Vec::new();
        for (key, value) in table {
            let start = key.span().start;
            let line = self.lines.at(start);
            let span = value.span();
            fields.push((start, Field { key: key.into_inner().into_owned(), line, node: self.node(value.into_inner(), span)? }));
        }
        fields.sort_by_key(|(start, _)| *start);
        Ok(fields.into_iter().map(|(_, field)| field).collect())
    }

    fn node(&mut self, value: DeValue<'_>, span: Range<usize>) -> Result<Node, SyntaxError> {
        let line = self.lines.at(span.start);
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(SyntaxError { line, got: "more than such a file can need".to_owned() });
        }
        let value = match value {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Array(list) => {
                let nodes = list.into_iter().map(|member| {
                    let span = member.span();
                    self.node(member.into_inner(), span)
                });
                Value::List(nodes.collect::<Result<_, _>>()?)
            }
            DeValue::Table(table) => Value::Map(self.table(table)?),
            DeValue::Boolean(yes) => Value::Text(yes.to_string()),
            _ => Value::Text(self.text.get(span).unwrap_or_default().to_owned()),
        };
        Ok(Node { line, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_order_spelling_and_line() {
        let node = parse("z = 1_000\na = 2026-05-12\n\n[[route]]\nid = \"x\"\nyes = true\n[[route]]\nid = '''\ny'''\n").unwrap();
        let Value::Map(fields) = node.value else { panic!() };
        let named: Vec<(&str, u32)> = fields.iter().map(|field| (field.key.as_str(), field.line)).collect();
        assert_eq!(named, [("z", 1), ("a", 2), ("route", 4)]);
        assert_eq!(fields[0].node.value, Value::Text("1_000".to_owned()));
        assert_eq!(fields[1].node.value, Value::Text("2026-05-12".to_owned()));
        let Value::List(routes) = &fields[2].node.value else { panic!() };
        assert_eq!((routes[0].line, routes[1].line), (4, 7));
        let Value::Map(second) = &routes[1].value else { panic!() };
        assert_eq!((second[0].line, &second[0].node.value), (8, &Value::Text("y".to_owned())));
    }

    #[test]
    fn slips_are_reported_with_their_line() {
        for (text, line) in
            [("a = 1\nb = [1\nc = 2\n", 3), ("a = 1\na = 2\n", 2), ("a = \"open\nb = 1\n", 1), ("a = 1\nb\n", 2), ("[a\n", 1)]
        {
            let error = parse(text).unwrap_err();
            assert!(error.line.abs_diff(line) <= 1, "{text:?}: line {} and not {line}: {}", error.line, error.got);
        }
    }

    #[test]
    fn bombs_are_refused() {
        for text in [format!("a = {}", "[".repeat(100_000)), format!("a = {}", "{b=".repeat(100_000)), "a.".repeat(100_000) + "a = 1"] {
            assert!(parse(&text).is_err());
        }
    }
}
