//! Declared facts: what the visitor said in the panel, or the host page said for them with `identify`. Each carries who said it and on which
//! day, can be switched off by itself, and is kept apart from what reading implies.
//!
//! Of the six kinds of customer knowledge these are four: personal data, demographics and interests, purchases and loyalty, past contacts.
//! The language is a preference, and feedback stands with the answers it was given on ([`crate::Seen`]).

use serde::{Deserialize, Serialize};

/// Most facts.
pub(crate) const MOST_FACTS: usize = 32;
/// Longest value of a fact, in bytes.
pub(crate) const VALUE_BYTES: usize = 100;

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// What the visitor wants to be called. One value.
    Name,
    /// A group the visitor belongs to: business customer, student, region.
    Group,
    /// Something the visitor cares about; a choice or a category of the site.
    Interest,
    /// A product owned or a plan subscribed to.
    Product,
    /// Step of the site's loyalty programme. One value.
    Tier,
    /// The topic of an earlier contact with support.
    Contact,
    /// State of the visitor's current order, said by the host for this page: rules may ask for it. One value, never kept.
    Order,
}

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The visitor, in the panel. Nobody else changes such a fact.
    Visitor,
    /// The host page.
    Host,
}

/// Something that was said about the visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What it is about.
    pub kind: Kind,
    /// What was said, on one line; at most 100 bytes.
    pub value: String,
    /// Who said it.
    pub by: Source,
    /// The day it was said, in days since 1970-01-01 (UTC).
    pub day: u32,
    /// Whether the visitor has switched it off: it is listed, and used for nothing.
    #[serde(default)]
    pub off: bool,
}

impl Kind {
    /// Every kind that can be kept, in the order in which the visitor sees them.
    pub const ALL: [Kind; 6] = [Kind::Name, Kind::Group, Kind::Interest, Kind::Product, Kind::Tier, Kind::Contact];

    /// Its name in the JSON, in `identify` and in placeholders.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Group => "group",
            Kind::Interest => "interest",
            Kind::Product => "product",
            Kind::Tier => "tier",
            Kind::Contact => "contact",
            Kind::Order => "order",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().chain([Kind::Order]).find(|kind| kind.name() == name)
    }

    /// Whether there is at most one value of it.
    #[must_use]
    pub fn is_single(self) -> bool {
        matches!(self, Kind::Name | Kind::Tier | Kind::Order)
    }
}

/// Whether a value can be a fact's: 1 to 100 bytes, no control characters, no blanks at its ends.
#[must_use]
pub fn is_fit(value: &str) -> bool {
    is_line(value, VALUE_BYTES)
}

/// Whether a text is a line of 1 to `most` bytes, without control characters and without blanks at its ends.
pub(crate) fn is_line(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.trim() == text && !text.chars().any(char::is_control)
}

/// Takes a fact into a list: a single one replaces its kind, a known one keeps its switch. What the visitor said, the host does not replace.
/// `false` when it is not taken.
pub(crate) fn put(facts: &mut Vec<Fact>, fact: Fact) -> bool {
    let same = |known: &Fact| known.kind == fact.kind && (fact.kind.is_single() || known.value == fact.value);
    let full = facts.len() >= MOST_FACTS;
    match facts.iter_mut().find(|known| same(known)) {
        Some(known) if known.by == Source::Visitor && fact.by == Source::Host => false,
        Some(known) => {
            *known = Fact { off: known.off && known.value == fact.value, ..fact };
            true
        }
        None if full => false,
        None => {
            facts.push(fact);
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(kind: Kind, value: &str, by: Source) -> Fact {
        Fact { kind, value: value.into(), by, day: 20_000, off: false }
    }

    #[test]
    fn a_single_fact_replaces_its_kind_and_others_stand_side_by_side() {
        let mut facts = Vec::new();
        for (kind, value) in [(Kind::Tier, "silver"), (Kind::Tier, "gold"), (Kind::Product, "lamp"), (Kind::Product, "kettle")] {
            assert!(put(&mut facts, fact(kind, value, Source::Host)));
        }
        let values: Vec<&str> = facts.iter().map(|fact| fact.value.as_str()).collect();
        assert_eq!(values, ["gold", "lamp", "kettle"]);
    }

    #[test]
    fn the_host_does_not_speak_over_the_visitor() {
        let mut facts = Vec::new();
        assert!(put(&mut facts, fact(Kind::Name, "Mina", Source::Visitor)));
        assert!(!put(&mut facts, fact(Kind::Name, "M. Person", Source::Host)));
        assert!(put(&mut facts, fact(Kind::Name, "Minoo", Source::Visitor)));
        assert_eq!(facts[0].value, "Minoo");
    }

    #[test]
    fn what_was_switched_off_stays_off_when_it_is_said_again() {
        let mut facts = vec![Fact { off: true, ..fact(Kind::Product, "lamp", Source::Host) }];
        put(&mut facts, fact(Kind::Product, "lamp", Source::Host));
        assert!(facts[0].off);
        facts = vec![Fact { off: true, ..fact(Kind::Tier, "silver", Source::Host) }];
        put(&mut facts, fact(Kind::Tier, "gold", Source::Host));
        assert!(!facts[0].off, "another value is another fact");
    }

    #[test]
    fn a_full_list_takes_no_more() {
        let mut facts = Vec::new();
        for number in 0..=MOST_FACTS {
            assert_eq!(put(&mut facts, fact(Kind::Product, &number.to_string(), Source::Host)), number < MOST_FACTS);
        }
    }

    #[test]
    fn values_are_short_lines() {
        for (value, fit) in [("Mina", true), ("", false), (" a", false), ("a\nb", false), (&"x".repeat(101), false)] {
            assert_eq!(is_fit(value), fit, "{value:?}");
        }
    }
}
