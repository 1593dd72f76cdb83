//! The event: a CloudEvents 1.0 envelope around one of a few kinds of data.
//!
//! On the wire an event is one flat JSON object (`specversion`, `id`, `source`, `type`, `time`, `datacontenttype`, `data`, and our
//! extension attribute `sentat`). In Rust it is [`Event`], in which only what varies is kept. The version stands in the type
//! (`dev.faqlet.vote.v1`): fields may not change their meaning within a version, and unknown fields are refused.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::check::{Problem, Refusal};
use crate::time::{parse_rfc3339, rfc3339};

/// What a visitor did, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// UUID in lower case, made at the moment of the act (see [`crate::uuid`]). With the site it names the event for ever.
    pub id: String,
    /// The site's name: letters, digits, `.`, `_`, `-`. On the wire it is `source`, with a leading slash.
    pub site: String,
    /// When it happened, in milliseconds since 1970 by the visitor's clock.
    pub time: u64,
    /// When this attempt was made, by the same clock. The outbox stamps it anew on each attempt; `None` before that.
    pub sent: Option<u64>,
    /// What happened.
    pub data: Data,
}

/// What happened, by kind. Contact requests, visit outcomes, questions and errors will be further kinds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Data {
    /// What a visit's searches were about.
    Search(Search),
    /// A search without a good answer.
    NoResult(NoResult),
    /// An answer was opened.
    View(View),
    /// "Was this helpful?"
    Vote(Vote),
}

/// The kinds of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// See [`Search`].
    Search,
    /// See [`NoResult`].
    NoResult,
    /// See [`View`].
    View,
    /// See [`Vote`].
    Vote,
}

/// What a visit's searches were about: counts of words that the index knows, never what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Language of the index, BCP 47.
    pub lang: String,
    /// Version of the index.
    pub version: String,
    /// Number of settled searches in the visit, 1 to [`crate::limit::COUNT`].
    pub searches: u32,
    /// Number of typed words that the index does not know.
    pub unknown: u32,
    /// Words of the index's vocabulary and how often each was searched; no word twice.
    pub terms: Vec<Term>,
}

/// A word of the index's vocabulary and how often it was searched in the visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word in the form in which the index keeps it.
    pub term: String,
    /// How often, 1 to [`crate::limit::COUNT`].
    pub count: u32,
}

/// One settled search that found nothing, or nothing good. It counts among the searches of [`Search`] as well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoResult {
    /// Language of the index, BCP 47.
    pub lang: String,
    /// Version of the index.
    pub version: String,
    /// Number of typed words that the index does not know.
    pub unknown: u32,
    /// The words that the index does know; no word twice.
    pub terms: Vec<String>,
}

/// An answer was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Language of the index, BCP 47.
    pub lang: String,
    /// Version of the index.
    pub version: String,
    /// The entry's id.
    pub entry: String,
    /// The way that led there.
    pub from: Origin,
}

/// The way that led to an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A search result.
    Search,
    /// The list of a category.
    Browse,
    /// A link from another answer or from the page.
    Link,
    /// A suggestion that was not asked for.
    Suggested,
}

/// "Was this helpful?"
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// Language of the index, BCP 47.
    pub lang: String,
    /// Version of the index.
    pub version: String,
    /// The entry's id.
    pub entry: String,
    /// Yes or no.
    pub helpful: bool,
    /// What was wrong with it; none twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// In the visitor's own words, masked (see [`crate::clean`]). At most [`crate::limit::COMMENT_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Id of this visitor's earlier vote on the same entry that this one takes the place of: a change of mind, or words added
    /// after the button was pressed. Reports count only the last of such a chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// Why an answer did not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// It is not about the visitor's question.
    Other,
    /// It says something that is not so.
    Wrong,
    /// It was right once.
    Outdated,
    /// It is hard to understand.
    Unclear,
    /// Something is missing.
    Incomplete,
}

/// Why an event may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The visitor pressed a button that says it sends this to the shop. Nothing else is asked.
    ExplicitAct,
    /// Measuring how the help is used: only while the visitor has agreed to it, when it happens and when it is sent.
    Measurement,
}

/// What the visitor has agreed to, as far as messages go. The default is to nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// The purpose [`Purpose::Measurement`] is granted now.
    pub measurement: bool,
}

impl Consent {
    /// Whether an event of this purpose may be kept and sent now.
    #[must_use]
    pub fn allows(self, purpose: Purpose) -> bool {
        match purpose {
            Purpose::ExplicitAct => true,
            Purpose::Measurement => self.measurement,
        }
    }
}

impl Origin {
    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Origin::Search => "search",
            Origin::Browse => "browse",
            Origin::Link => "link",
            Origin::Suggested => "suggested",
        }
    }
}

impl Reason {
    /// Every reason, in the order in which the visitor is offered them.
    pub const ALL: [Reason; 5] = [Reason::Incomplete, Reason::Unclear, Reason::Wrong, Reason::Outdated, Reason::Other];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Reason::Other => "other",
            Reason::Wrong => "wrong",
            Reason::Outdated => "outdated",
            Reason::Unclear => "unclear",
            Reason::Incomplete => "incomplete",
        }
    }
}

impl Kind {
    /// Every kind, in the order in which reports name them.
    pub const ALL: [Kind; 4] = [Kind::Search, Kind::NoResult, Kind::View, Kind::Vote];

    /// The kind's short name, as it stands in the type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Search => "search",
            Kind::NoResult => "noresult",
            Kind::View => "view",
            Kind::Vote => "vote",
        }
    }

    /// The CloudEvents `type`.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        match self {
            Kind::Search => "dev.faqlet.search.v1",
            Kind::NoResult => "dev.faqlet.noresult.v1",
            Kind::View => "dev.faqlet.view.v1",
            Kind::Vote => "dev.faqlet.vote.v1",
        }
    }

    /// Why events of this kind may be sent.
    #[must_use]
    pub fn purpose(self) -> Purpose {
        match self {
            Kind::Vote => Purpose::ExplicitAct,
            Kind::Search | Kind::NoResult | Kind::View => Purpose::Measurement,
        }
    }

    /// How much would be lost with an event of this kind: the least goes first when the outbox is full, and is sent last.
    #[must_use]
    pub(crate) fn worth(self) -> u8 {
        match self {
            Kind::View => 0,
            Kind::Search => 1,
            Kind::NoResult => 2,
            Kind::Vote => 3,
        }
    }

    /// The kind of a CloudEvents `type`.
    ///
    /// # Errors
    /// [`Problem::UnknownKind`] for a type that is not ours or not known, [`Problem::UnknownVersion`] for a known kind in another version.
    pub fn from_type(name: &str) -> Result<Kind, Refusal> {
        if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.type_name() == name) {
            return Ok(kind);
        }
        let stem = |name: &str| name.rfind(".v").and_then(|at| name.get(..at)).map(str::len);
        let known = Kind::ALL.into_iter().any(|kind| {
            let own = kind.type_name();
            stem(own).is_some() && stem(own) == stem(name) && stem(own).and_then(|n| own.get(..n)) == stem(name).and_then(|n| name.get(..n))
        });
        Err(Refusal { field: "type", problem: if known { Problem::UnknownVersion } else { Problem::UnknownKind } })
    }
}

impl Data {
    /// The kind of this data.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Data::Search(_) => Kind::Search,
            Data::NoResult(_) => Kind::NoResult,
            Data::View(_) => Kind::View,
            Data::Vote(_) => Kind::Vote,
        }
    }

    /// Reads the data of a known kind. Unknown fields, missing fields and wrong types are the reader's errors.
    ///
    /// # Errors
    /// Whatever the reader finds wrong.
    pub fn read<'de, D: Deserializer<'de>>(kind: Kind, data: D) -> Result<Data, D::Error> {
        match kind {
            Kind::Search => Search::deserialize(data).map(Data::Search),
            Kind::NoResult => NoResult::deserialize(data).map(Data::NoResult),
            Kind::View => View::deserialize(data).map(Data::View),
            Kind::Vote => Vote::deserialize(data).map(Data::Vote),
        }
    }
}

impl Event {
    /// An event that was not sent yet.
    #[must_use]
    pub fn new(id: String, site: String, time: u64, data: Data) -> Event {
        Event { id, site, time, sent: None, data }
    }

    /// The kind of this event.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.data.kind()
    }
}

/// The event as it stands on the wire. `T` is whatever the reader leaves the data in until the kind is known (`serde_json::Value`).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope<T> {
    /// Always `1.0`.
    pub specversion: String,
    /// See [`Event::id`].
    pub id: String,
    /// `/` and the site's name.
    pub source: String,
    /// See [`Kind::type_name`].
    #[serde(rename = "type")]
    pub kind: String,
    /// RFC 3339.
    pub time: String,
    /// `application/json` or absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datacontenttype: Option<String>,
    /// RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentat: Option<String>,
    /// The data of the kind.
    pub data: T,
}

impl<T> Envelope<T> {
    /// Opens the envelope: the event without its data, the kind and the data still to be read with [`Data::read`].
    ///
    /// # Errors
    /// A [`Refusal`] naming the field that is not as CloudEvents 1.0 or this protocol has it.
    pub fn open(self) -> Result<(Opened, T), Refusal> {
        let refuse = |field, problem| Err(Refusal { field, problem });
        if self.specversion != "1.0" {
            return refuse("specversion", Problem::UnknownVersion);
        }
        if self.datacontenttype.is_some_and(|name| name != "application/json") {
            return refuse("datacontenttype", Problem::Malformed("application/json"));
        }
        let kind = Kind::from_type(&self.kind)?;
        let Some(site) = self.source.strip_prefix('/') else {
            return refuse("source", Problem::Malformed("a slash and the site's name"));
        };
        let Some(time) = parse_rfc3339(&self.time) else {
            return refuse("time", Problem::Malformed("a time as in RFC 3339, e.g. 2026-01-31T12:00:00.000Z"));
        };
        let sent = match &self.sentat {
            None => None,
            Some(text) => match parse_rfc3339(text) {
                None => return refuse("sentat", Problem::Malformed("a time as in RFC 3339, e.g. 2026-01-31T12:00:00.000Z")),
                some => some,
            },
        };
        Ok((Opened { id: self.id, site: site.to_owned(), time, sent, kind }, self.data))
    }
}

/// An event whose data is still to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// See [`Event::id`].
    pub id: String,
    /// See [`Event::site`].
    pub site: String,
    /// See [`Event::time`].
    pub time: u64,
    /// See [`Event::sent`].
    pub sent: Option<u64>,
    /// The kind that the data must have.
    pub kind: Kind,
}

impl Opened {
    /// The whole event.
    #[must_use]
    pub fn with(self, data: Data) -> Event {
        Event { id: self.id, site: self.site, time: self.time, sent: self.sent, data }
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut source = String::with_capacity(self.site.len() + 1);
        source.push('/');
        source.push_str(&self.site);
        Envelope {
            specversion: "1.0".to_owned(),
            id: self.id.clone(),
            source,
            kind: self.kind().type_name().to_owned(),
            time: rfc3339(self.time),
            datacontenttype: Some("application/json".to_owned()),
            sentat: self.sent.map(rfc3339),
            data: &self.data,
        }
        .serialize(serializer)
    }
}
