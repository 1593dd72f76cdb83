//! What the widget knows of a site beside its index and answers: facts about entries, contact routes, rules that suggest before
//! anybody asks, guided paths, and what a visitor can say about themselves. One such file a language, as JSON.
//!
//! The compiler writes it and the widget reads it. A reader takes what it knows and passes over the rest, so that an older widget
//! works with a newer file: unknown fields are ignored, unknown kinds are [`RouteKind::Unknown`], and a condition without any known
//! field never holds. Whatever the file says, no list grows beyond its bound.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Most bytes of the file. A reader checks the size before it parses.
pub const MOST_SITE_BYTES: usize = 16 * 1024 * 1024;
/// Most entries that facts are kept of.
pub const MOST_FACTS: usize = 200_000;
/// Most members of the lists of routes, rules, paths, choices, owners and popular or revoked entries.
pub const MOST_LISTED: usize = 1_000;
/// Most members of the lists inside one of those, and inside the facts of an entry.
pub const MOST_INSIDE: usize = 200;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Site {
    /// What the site calls its help, in this language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where feedback goes, unless the page names another address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collect: Option<String>,
    /// Version of the words that ask for consent; 0 where the owner names none. A higher one asks again.
    #[serde(skip_serializing_if = "is_zero")]
    pub consent: u32,
    /// Facts by the id of the entry.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "facts")]
    pub facts: BTreeMap<String, Facts>,
    /// Ways to reach a person, in the owner's order.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "listed")]
    pub routes: Vec<Route>,
    /// When to suggest something before anybody asks, the first that holds first.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "listed")]
    pub rules: Vec<Rule>,
    /// Guided paths.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "listed")]
    pub paths: Vec<GuidedPath>,
    /// Ids of popular entries, the most popular first.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "listed")]
    pub popular: Vec<String>,
    /// What visitors can say about themselves.
    #[serde(skip_serializing_if = "Choices::is_empty")]
    pub choices: Choices,
    /// People who stand behind answers, as far as they want to be named.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "listed")]
    pub owners: Vec<Owner>,
    /// Ids of entries that must no longer be shown, even from an older copy of the index.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "listed")]
    pub revoked: Vec<String>,
}

/// What is known of an entry beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Eight hexadecimal digits that change when question, other wordings or answer do; in the widget with their
    /// [language](crate::in_language) behind them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub revision: String,
    /// Ids of related entries, the closest first. All of them exist in this language.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "inside")]
    pub related: Vec<String>,
    /// Pages where the entry is suggested: patterns for [`page_matches`].
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "inside")]
    pub pages: Vec<String>,
    /// Whom the entry is for; `None` is everybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<Audience>,
    /// The day on which somebody last found it right, `2026-05-12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// The day on which it last changed, as its author says, `2026-05-12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// Id of the route for further questions about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// Id of its owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its place in a guided path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Step>,
}

impl Facts {
    /// Whether its owner has said more of an entry than when it changed and was reviewed.
    #[must_use]
    pub fn says_more(&self) -> bool {
        let dates =
            Self { revision: self.revision.clone(), reviewed: self.reviewed.clone(), changed: self.changed.clone(), ..Self::default() };
        *self != dates
    }
}

/// A place in a guided path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// Id of the path.
    pub id: String,
    /// The step's number, from 1.
    pub step: u32,
}

/// Whom an entry is for. This orders and hides for convenience; it keeps nothing secret, since the answer is in a public file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Audience {
    /// What happens for others.
    pub mode: AudienceMode,
    /// The visitors meant: those for whom one of these holds.
    #[serde(deserialize_with = "inside")]
    pub any: Vec<Condition>,
}

/// What an audience does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AudienceMode {
    /// Shown first to the visitors meant, as usual to others.
    #[default]
    First,
    /// Shown to the visitors meant only.
    Only,
    /// A mode of a newer version: as if there were no audience.
    #[serde(other)]
    Unknown,
}

/// Something that must be true of a visitor. All fields that are there must hold; without any it never holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Condition {
    /// Id of a loyalty tier that the visitor has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// Id of a product that the visitor owns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Id of an interest that the visitor named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest: Option<String>,
    /// Language that the visitor reads, a BCP 47 tag; `pt` holds for `pt-BR` too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// What a visitor says of themselves, for [`Condition::holds`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Id of the loyalty tier.
    pub tier: Option<&'a str>,
    /// Ids of the products owned.
    pub products: &'a [String],
    /// Ids of the interests.
    pub interests: &'a [String],
    /// Language read, a BCP 47 tag.
    pub lang: &'a str,
}

impl Condition {
    /// Whether it holds for what is known of a visitor.
    #[must_use]
    pub fn holds(&self, known: Known<'_>) -> bool {
        let fields = [
            self.tier.as_ref().map(|tier| known.tier == Some(tier.as_str())),
            self.product.as_ref().map(|product| known.products.contains(product)),
            self.interest.as_ref().map(|interest| known.interests.contains(interest)),
            self.lang.as_ref().map(|lang| is_within(known.lang, lang)),
        ];
        fields.iter().any(Option::is_some) && fields.iter().flatten().all(|holds| *holds)
    }

    /// Whether it holds, or may hold for somebody of whom so little is known: nothing of a kind says nothing against it.
    #[must_use]
    pub fn may_hold(&self, known: Known<'_>) -> bool {
        let open = |own: &Option<String>, nothing: bool| own.clone().filter(|_| !nothing);
        let asked = Condition {
            tier: open(&self.tier, known.tier.is_none()),
            product: open(&self.product, known.products.is_empty()),
            interest: open(&self.interest, known.interests.is_empty()),
            lang: self.lang.clone(),
        };
        *self != Condition::default() && (asked == Condition::default() || asked.holds(known))
    }
}

/// Whether a language tag is `wider` or one of its kinds: `pt-BR` is within `pt`.
fn is_within(tag: &str, wider: &str) -> bool {
    let mut parts = tag.split('-');
    wider.split('-').all(|part| parts.next().is_some_and(|own| own.eq_ignore_ascii_case(part)))
}

/// A way to reach a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Route {
    /// Names it in entries and rules.
    pub id: String,
    /// What the visitor reads.
    pub title: String,
    /// What happens when it is chosen.
    pub kind: RouteKind,
    /// Where it leads: a mail address, the address that a form is posted to, a phone number, a link, or a name for the page's own code.
    pub to: String,
    /// Categories, tags and entry ids that it is for; empty is all.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "inside")]
    pub topics: Vec<String>,
    /// Ids of the loyalty tiers that it is for; empty is everybody.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "inside")]
    pub tiers: Vec<String>,
    /// When somebody is there; `None` where that does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Id of the owner who answers there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expert: Option<String>,
    /// A line below the title, such as how long an answer takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a route does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RouteKind {
    /// A mail is written to `to`.
    Mail,
    /// A form is filled in and posted to `to`.
    Form,
    /// `to` is called.
    Phone,
    /// The page `to` opens.
    Link,
    /// The page's own code is told; `to` says what.
    Callback,
    /// A kind of a newer version: not shown.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Opening hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hours {
    /// Time zone by its IANA name, such as `Asia/Taipei` or `UTC`.
    pub zone: String,
    /// Spans of a week.
    #[serde(deserialize_with = "inside")]
    pub spans: Vec<Span>,
    /// Days without service, `2026-12-25`.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "inside")]
    pub closed: Vec<String>,
}

/// Hours on some days of the week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Span {
    /// Days of the week, 1 is Monday and 7 is Sunday.
    #[serde(deserialize_with = "inside")]
    pub days: Vec<u8>,
    /// Minutes after midnight, from 0.
    pub from: u16,
    /// Minutes after midnight at which it ends, at most 1440 and more than `from`.
    pub to: u16,
}

impl Hours {
    /// Whether somebody is there. `date` is the local day in the hours' own zone as `2026-12-25`, `weekday` 1 for Monday to 7 for
    /// Sunday, `minute` counted from midnight.
    #[must_use]
    pub fn is_open(&self, date: &str, weekday: u8, minute: u16) -> bool {
        let open = |span: &Span| span.days.contains(&weekday) && (span.from..span.to).contains(&minute);
        !self.closed.iter().any(|closed| closed == date) && self.spans.iter().any(open)
    }
}

/// When to suggest something before anybody asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// Names it, so that a visitor's "not again" is remembered.
    pub id: String,
    /// What must be the case.
    pub when: When,
    /// Ids of entries to suggest. All of them exist in this language.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "inside")]
    pub suggest: Vec<String>,
    /// Whether contact is offered.
    #[serde(skip_serializing_if = "is_false")]
    pub contact: bool,
    /// Id of the route offered; `None` leaves the choice to topic and tier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// What the suggestion says; `None` for the widget's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How often it may speak up in a visit, from 1.
    pub most: u32,
}

/// What a rule waits for. All that is there must be the case; with nothing there the rule is silent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct When {
    /// The page: a pattern for [`page_matches`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Seconds on the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dwell: Option<u32>,
    /// Searches in this visit that found no good answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub searches: Option<u32>,
    /// State of the visitor's order, as the page says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// Whether one of the suggested entries changed since the visitor read it.
    #[serde(skip_serializing_if = "is_false")]
    pub changed: bool,
    /// The visitors meant: those for whom one of these holds; empty is everybody.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "inside")]
    pub any: Vec<Condition>,
}

impl When {
    /// Whether nothing is waited for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Entries to be read one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GuidedPath {
    /// Names it in entries.
    pub id: String,
    /// What the visitor reads.
    pub title: String,
    /// Ids of the entries, the first step first. All of them exist in this language.
    #[serde(deserialize_with = "inside")]
    pub steps: Vec<String>,
}

/// What visitors can say about themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Products that they own.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "listed")]
    pub products: Vec<Choice>,
    /// Loyalty tiers, the lowest first.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "listed")]
    pub tiers: Vec<Choice>,
    /// Interests.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "listed")]
    pub interests: Vec<Choice>,
}

impl Choices {
    /// Whether there is nothing to choose.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.products.is_empty() && self.tiers.is_empty() && self.interests.is_empty()
    }
}

/// Something to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// Names it in conditions.
    pub id: String,
    /// What the visitor reads.
    pub title: String,
}

/// Somebody who stands behind answers and is named to visitors.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Owner {
    /// Names them in facts and routes.
    pub id: String,
    /// Their name.
    pub name: String,
    /// What they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// Whether a page is meant by a pattern. `*` stands for any run of characters. A pattern that begins with `/` is compared with the
/// page's path, one that begins with a scheme with the whole address; any other is sought anywhere in the path. Query and fragment
/// count only where the pattern names them with `?` or `#`. A slash at the end does not matter.
///
/// `page` is the page's whole address. The time is bounded by the product of both lengths.
#[must_use]
pub fn page_matches(pattern: &str, page: &str) -> bool {
    let pattern = pattern.trim();
    if pattern.is_empty() {
        return false;
    }
    let address = without_part(without_part(page, '#', pattern), '?', pattern);
    if pattern.contains("://") {
        return wild(end_slash(pattern), end_slash(address));
    }
    let path = address.split_once("://").map_or(address, |(_, rest)| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"));
    if pattern.starts_with('/') {
        wild(end_slash(pattern), end_slash(path))
    } else {
        wild(&format!("*{}*", pattern.trim_matches('*')), path)
    }
}

/// The address without its query or fragment, unless the pattern speaks of that.
fn without_part<'a>(address: &'a str, mark: char, pattern: &str) -> &'a str {
    if pattern.contains(mark) { address } else { address.split(mark).next().unwrap_or_default() }
}

fn end_slash(path: &str) -> &str {
    if path.len() > 1 { path.strip_suffix('/').unwrap_or(path) } else { path }
}

/// Glob matching with `*` only: after a mismatch the last star takes one character more.
fn wild(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern, text);
    let mut retry: Option<(&str, &str)> = None;
    loop {
        let (mut wanted, mut found) = (pattern.chars(), text.chars());
        match (wanted.next(), found.next()) {
            (Some('*'), _) => {
                pattern = wanted.as_str();
                retry = Some((pattern, text));
                continue;
            }
            (None, None) => return true,
            (Some(a), Some(b)) if a == b => {
                (pattern, text) = (wanted.as_str(), found.as_str());
                continue;
            }
            _ => {}
        }
        let Some((after_star, from)) = retry else { return false };
        let mut skipped = from.chars();
        if skipped.next().is_none() {
            return false;
        }
        (pattern, text) = (after_star, skipped.as_str());
        retry = Some((after_star, text));
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

fn is_false(yes: &bool) -> bool {
    !yes
}

fn listed<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    from.deserialize_seq(Bounded { most: MOST_LISTED, member: PhantomData })
}

fn inside<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    from.deserialize_seq(Bounded { most: MOST_INSIDE, member: PhantomData })
}

/// Reads a list up to its bound and passes over the rest.
struct Bounded<T> {
    most: usize,
    member: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Bounded<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Vec<T>, A::Error> {
        // Nothing is allocated ahead: what a file says of its own length costs nothing.
        let mut list = Vec::new();
        while list.len() < self.most {
            match from.next_element()? {
                Some(member) => list.push(member),
                None => return Ok(list),
            }
        }
        while from.next_element::<IgnoredAny>()?.is_some() {}
        Ok(list)
    }
}

fn facts<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Facts>, D::Error> {
    from.deserialize_map(BoundedFacts)
}

struct BoundedFacts;

impl<'de> Visitor<'de> for BoundedFacts {
    type Value = BTreeMap<String, Facts>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("facts by the id of an entry")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let mut facts = BTreeMap::new();
        while facts.len() < MOST_FACTS {
            match from.next_entry()? {
                Some((id, fact)) => facts.insert(id, fact),
                None => return Ok(facts),
            };
        }
        while from.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(facts)
    }
}

#[cfg(test)]
#[path = "site_tests.rs"]
mod tests;
