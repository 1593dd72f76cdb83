//! What the operator is told, one JSON object a line on the error stream: `time`, `level`, `event`, and what belongs to it. Nothing in it
//! comes from a visitor: no address, no header, no event. When nobody reads any more, nothing is told.

use std::io::Write;

use faqlet_beacon::rfc3339;
use serde_json::{Map, Value};

/// Something that the operator should look at.
pub(crate) fn error(event: &str, fields: &[(&str, &str)]) {
    write("error", event, fields);
}

/// Something good to know.
pub(crate) fn info(event: &str, fields: &[(&str, &str)]) {
    write("info", event, fields);
}

fn write(level: &str, event: &str, fields: &[(&str, &str)]) {
    let mut line = line(level, event, fields, crate::clock::now());
    line.push('\n');
    // One call a line: lines of several threads must not mix.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

fn line(level: &str, event: &str, fields: &[(&str, &str)], now: u64) -> String {
    let mut object = Map::new();
    let time = rfc3339(now);
    for (name, value) in [("time", time.as_str()), ("level", level), ("event", event)].iter().chain(fields) {
        object.insert((*name).to_owned(), Value::String((*value).to_owned()));
    }
    Value::Object(object).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_json_object() {
        let line = line("info", "started", &[("store", "a\n\"b\"")], 1_780_000_000_000);
        assert_eq!(line.lines().count(), 1);
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!((read["event"].as_str(), read["store"].as_str()), (Some("started"), Some("a\n\"b\"")));
        assert_eq!(read["time"], "2026-05-28T20:26:40.000Z");
    }
}
