//! YAML as front matter uses it: texts, lists and maps, each with its line. Nothing is guessed from how a value looks (`no`, `007` and
//! `1.10` stay the text they are), and anchors and aliases are refused, so that a small file cannot unfold into a large one.

use super::{Field, Node, SyntaxError, Value};
use serde_saphyr::granit_parser::{Event, Options, Parser, ScalarStyle, Span};

/// Lists and maps within each other.
const DEEPEST: usize = 16;
/// Values in one front matter.
const MOST_NODES: usize = 20_000;

/// Parses one document.
pub(crate) fn parse(text: &str) -> Result<Node, SyntaxError> {
    // The parser takes the end of the text for the place of many slips; a line past the last is never what the reader should look at.
    let lines = text.lines().count().max(1) as u32;
    let mut reader = Reader { parser: Parser::new_from_str_with_options(text, options()), nodes: 0, lines };
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamStart | Event::DocumentStart(..) => {}
            Event::StreamEnd | Event::DocumentEnd => return Ok(Node { line: 1, value: Value::Null }),
            event => {
                let node = reader.node(event, span, 0)?;
                reader.expect_end()?;
                return Ok(node);
            }
        }
    }
}

fn options() -> Options {
    let mut options = Options::default();
    options.flow_nesting_limit = DEEPEST;
    options.block_nesting_limit = DEEPEST;
    options
}

struct Reader<'a> {
    parser: Parser<'a, serde_saphyr::granit_parser::StrInput<'a>>,
    nodes: usize,
    lines: u32,
}

impl<'a> Reader<'a> {
    /// The next event that is no comment.
    fn next(&mut self) -> Result<(Event<'a>, Span), SyntaxError> {
        loop {
            match self.parser.next_event() {
                Some(Ok((Event::Comment(..), _))) => {}
                Some(Ok(found)) => return Ok(found),
                Some(Err(error)) => {
                    let line = (error.marker().line() as u32).clamp(1, self.lines);
                    return Err(SyntaxError { line, got: error.kind().to_string() });
                }
                None => return Ok((Event::StreamEnd, Span::default())),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, SyntaxError> {
        let line = (span.start.line() as u32).clamp(1, self.lines);
        self.nodes += 1;
        if self.nodes > MOST_NODES || depth > DEEPEST {
            return Err(SyntaxError { line, got: "more than front matter can need".to_owned() });
        }
        let value = match event {
            Event::Scalar(text, style, 0, _) => scalar(&text, style),
            Event::SequenceStart(_, 0, _) => Value::List(self.list(depth)?),
            Event::MappingStart(_, 0, _) => Value::Map(self.map(depth)?),
            _ => return Err(SyntaxError { line, got: "an anchor or alias (`&name`, `*name`)".to_owned() }),
        };
        Ok(Node { line, value })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, SyntaxError> {
        let mut list = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(list);
            }
            list.push(self.node(event, span, depth + 1)?);
        }
    }

    fn map(&mut self, depth: usize) -> Result<Vec<Field>, SyntaxError> {
        let mut map: Vec<Field> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(map);
            }
            let key = self.node(event, span, depth + 1)?;
            let line = key.line;
            let Value::Text(key) = key.value else {
                return Err(SyntaxError { line, got: "a key that is not a text".to_owned() });
            };
            if map.iter().any(|field| field.key == key) {
                return Err(SyntaxError { line, got: format!("`{key}` a second time") });
            }
            let (event, span) = self.next()?;
            map.push(Field { key, line, node: self.node(event, span, depth + 1)? });
        }
    }

    fn expect_end(&mut self) -> Result<(), SyntaxError> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::DocumentEnd => {}
                Event::StreamEnd => return Ok(()),
                _ => {
                    let line = (span.start.line() as u32).clamp(1, self.lines);
                    return Err(SyntaxError { line, got: "a second document".to_owned() });
                }
            }
        }
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style == ScalarStyle::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        Value::Null
    } else {
        Value::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: u32, text: &str) -> Node {
        Node { line, value: Value::Text(text.to_owned()) }
    }

    fn fields(yaml: &str) -> Vec<Field> {
        match parse(yaml).unwrap().value {
            Value::Map(fields) => fields,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_keep_their_spelling_and_line() {
        let all =
            fields("# comment\nid: 007\nok: no\nversion: 1.10\nlist: [a, 'b: c']\nempty:\nblock:\n  - x\n  - >\n    two\n    lines\n");
        let named: Vec<(&str, u32)> = all.iter().map(|field| (field.key.as_str(), field.line)).collect();
        assert_eq!(named, [("id", 2), ("ok", 3), ("version", 4), ("list", 5), ("empty", 6), ("block", 7)]);
        assert_eq!(all[0].node, text(2, "007"));
        assert_eq!(all[1].node, text(3, "no"));
        assert_eq!(all[2].node, text(4, "1.10"));
        assert_eq!(all[3].node.value, Value::List(vec![text(5, "a"), text(5, "b: c")]));
        assert_eq!(all[4].node.value, Value::Null);
        let Value::List(block) = &all[5].node.value else { panic!() };
        assert_eq!(block[0], text(8, "x"));
        assert_eq!(block[1].value, Value::Text("two lines\n".to_owned()));
    }

    #[test]
    fn slips_are_reported_with_their_line() {
        for (yaml, line) in [
            ("a: 1\nb: [1, 2\nc: 3\n", 3),
            ("a: 1\na: 2\n", 2),
            ("a: \"open\nb: 1\n", 1),
            ("a: 1\n\tb: 2\n", 2),
            ("a: b: c\n", 1),
            ("a: &x 1\nb: *x\n", 1),
            ("a: 1\n---\nb: 2\n", 2),
            ("? [a]\n: b\n", 1),
        ] {
            let error = parse(yaml).unwrap_err();
            assert!(error.line.abs_diff(line) <= 1, "{yaml:?}: line {} and not {line}: {}", error.line, error.got);
        }
    }

    #[test]
    fn bombs_are_refused_quickly() {
        let laughs = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n";
        assert!(parse(laughs).is_err());
        for yaml in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000), "- x\n".repeat(100_000), "? ".repeat(100_000)] {
            assert!(parse(&yaml).is_err());
        }
    }

    #[test]
    fn an_empty_text_is_null() {
        for yaml in ["", "\n\n", "# only a comment\n", "~"] {
            assert_eq!(parse(yaml).unwrap().value, Value::Null, "{yaml:?}");
        }
    }
}
