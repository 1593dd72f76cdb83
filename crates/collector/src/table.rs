//! Events as lines of files that other programs read: JSON Lines (one CloudEvent a line, as the schema in `docs/schema` has it) and CSV.

use faqlet_beacon::rfc3339;
use serde_json::Value;

use crate::store::Kept;

/// The columns of an event's data, named as in the message. New ones are added at the end.
const DATA: [&str; 25] = [
    "lang",
    "version",
    "entry",
    "from",
    "helpful",
    "reasons",
    "comment",
    "replaces",
    "end",
    "searches",
    "views",
    "unknown",
    "terms",
    "text",
    "entries",
    "route",
    "reply",
    "name",
    "reference",
    "topic",
    "when",
    "message",
    "question",
    "code",
    "count",
];

/// A line of JSON Lines, without its end.
#[must_use]
pub fn jsonl(kept: &Kept) -> String {
    serde_json::to_string(&kept.event).unwrap_or_default()
}

/// The names of the columns.
#[must_use]
pub fn csv_head() -> String {
    let own = ["source", "id", "type", "time", "received"];
    own.iter().chain(&DATA).copied().collect::<Vec<_>>().join(",")
}

/// A line of CSV (RFC 4180), without its end.
#[must_use]
pub fn csv(kept: &Kept) -> String {
    let event = serde_json::to_value(&kept.event).unwrap_or_default();
    let own = ["source", "id", "type", "time"].iter().map(|name| cell(event.get(name)));
    let received = std::iter::once(rfc3339(kept.received));
    let data = DATA.iter().map(|name| cell(event.get("data").and_then(|data| data.get(name))));
    own.chain(received).chain(data).map(|text| quoted(&text)).collect::<Vec<_>>().join(",")
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items.iter().map(|item| cell(Some(item))).collect::<Vec<_>>().join(" "),
        // A searched word and how often.
        Some(Value::Object(term)) => [cell(term.get("term")), cell(term.get("count"))].join(":"),
        Some(value @ (Value::Bool(_) | Value::Number(_))) => value.to_string(),
    }
}

/// A cell that every reader takes as text. A spreadsheet would run what begins with one of these signs as a formula.
pub(crate) fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use faqlet_beacon::{Data, Kind};

    use super::*;
    use crate::store::testing::{NOW, event};

    #[test]
    fn every_field_of_every_kind_has_a_column() {
        for kind in Kind::ALL {
            let value = serde_json::to_value(event(kind, 1)).unwrap();
            for name in value["data"].as_object().unwrap().keys().filter(|name| *name != "key") {
                assert!(DATA.contains(&name.as_str()), "{kind:?} has a field {name}, the export has not");
            }
        }
    }

    #[test]
    fn cells_hold_what_was_said_and_run_nothing() {
        let mut contact = event(Kind::Contact, 1);
        if let Data::Contact(contact) = &mut contact.data {
            contact.message = Some("a \"b\",\nc".to_owned());
            contact.name = Some("=HYPERLINK(1)".to_owned());
            contact.reply = "+49 30 1234567".to_owned();
        }
        let line = csv(&Kept { event: contact, received: NOW });
        assert!(line.contains(",\"a \"\"b\"\",\nc\","), "{line}");
        assert!(line.contains(",'=HYPERLINK(1),") && line.contains(",'+49 30 1234567,"), "{line}");
        let line = csv(&Kept { event: event(Kind::Search, 1), received: NOW });
        assert!(line.contains(",refund:2 card:1,"), "{line}");
        assert_eq!(line.split(',').count(), csv_head().split(',').count());
    }
}
