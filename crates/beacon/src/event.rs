//! The event: a CloudEvents 1.0 envelope around one of a few kinds of data.
//!
//! On the wire an event is one flat JSON object (`specversion`, `id`, `source`, `type`, `time`, `datacontenttype`, `data`, and our
//! extension attribute `sentat`). In Rust it is [`Event`], in which only what varies is kept. The version stands in the type
//! (`dev.faqlet.vote.v1`): fields may not change their meaning within a version, and unknown fields are refused.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::check::{Problem, Refusal};
use crate::limit;
use crate::mask::{clean, shown};
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
    /// Whoever shows this key may have the event deleted (see [`Erase`]): 32 hex digits of chance, made on the device. The collector
    /// keeps a hash of it. `None`: the event can be deleted by its age only.
    pub erase_key: Option<String>,
    /// What happened.
    pub data: Data,
}

/// What happened, by kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Data {
    /// How a visit ended.
    Visit(Visit),
    /// What a visit's searches were about.
    Search(Search),
    /// A search without a good answer.
    NoResult(NoResult),
    /// An answer was opened.
    View(View),
    /// "Was this helpful?"
    Vote(Vote),
    /// "Send this question to you."
    Question(Question),
    /// "Please get in touch."
    Contact(Contact),
    /// Something did not work.
    Error(Fault),
    /// "Delete what I sent."
    Erase(Erase),
}

/// The kinds of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// See [`Visit`].
    Visit,
    /// See [`Search`].
    Search,
    /// See [`NoResult`].
    NoResult,
    /// See [`View`].
    View,
    /// See [`Vote`].
    Vote,
    /// See [`Question`].
    Question,
    /// See [`Contact`].
    Contact,
    /// See [`Fault`].
    Error,
    /// See [`Erase`].
    Erase,
}

/// How a visit to the help ended. One for each visit in which something was searched or read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Visit {
    /// Language of the index, BCP 47.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::LANG_BYTES), regex(pattern = "^[A-Za-z0-9-]+$")))]
    pub lang: String,
    /// Version of the index.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::VERSION_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub version: String,
    /// How it ended.
    pub end: End,
    /// Number of settled searches, 0 to [`crate::limit::COUNT`].
    #[cfg_attr(test, schemars(range(min = 0, max = limit::COUNT)))]
    pub searches: u32,
    /// Number of answers opened, 0 to [`crate::limit::COUNT`].
    #[cfg_attr(test, schemars(range(min = 0, max = limit::COUNT)))]
    pub views: u32,
    /// The route by which people were asked, by its id; only where the visit ended with contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(length(min = 1, max = limit::CODE_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub route: Option<String>,
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum End {
    /// An answer was called helpful, or was the last thing that was seen and not called unhelpful, and nobody was asked.
    Answered,
    /// The visitor went away without either.
    Left,
    /// People were asked: by a form, by mail, by phone.
    Contacted,
}

/// What a visit's searches were about: counts of words that the index knows, never what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Search {
    /// Language of the index, BCP 47.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::LANG_BYTES), regex(pattern = "^[A-Za-z0-9-]+$")))]
    pub lang: String,
    /// Version of the index.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::VERSION_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub version: String,
    /// Number of settled searches in the visit, 1 to [`crate::limit::COUNT`].
    #[cfg_attr(test, schemars(range(min = 1, max = limit::COUNT)))]
    pub searches: u32,
    /// Number of typed words that the index does not know.
    #[cfg_attr(test, schemars(range(min = 0, max = limit::COUNT)))]
    pub unknown: u32,
    /// Words of the index's vocabulary and how often each was searched; no word twice.
    #[cfg_attr(test, schemars(length(max = limit::TERMS)))]
    pub terms: Vec<Term>,
}

/// A word of the index's vocabulary and how often it was searched in the visit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Term {
    /// The word in the form in which the index keeps it.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::TERM_BYTES)))]
    pub term: String,
    /// How often, 1 to [`crate::limit::COUNT`].
    #[cfg_attr(test, schemars(range(min = 1, max = limit::COUNT)))]
    pub count: u32,
}

/// One settled search that found nothing, or nothing good. It counts among the searches of [`Search`] as well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NoResult {
    /// Language of the index, BCP 47.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::LANG_BYTES), regex(pattern = "^[A-Za-z0-9-]+$")))]
    pub lang: String,
    /// Version of the index.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::VERSION_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub version: String,
    /// Number of typed words that the index does not know.
    #[cfg_attr(test, schemars(range(min = 0, max = limit::COUNT)))]
    pub unknown: u32,
    /// The words that the index does know; no word twice.
    #[cfg_attr(test, schemars(length(max = limit::TERMS), inner(length(min = 1, max = limit::TERM_BYTES))))]
    pub terms: Vec<String>,
}

/// An answer was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct View {
    /// Language of the index, BCP 47.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::LANG_BYTES), regex(pattern = "^[A-Za-z0-9-]+$")))]
    pub lang: String,
    /// Version of the index.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::VERSION_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub version: String,
    /// The entry's id.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::ENTRY_BYTES)))]
    pub entry: String,
    /// The way that led there.
    pub from: Origin,
}

/// The way that led to an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Vote {
    /// Language of the index, BCP 47.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::LANG_BYTES), regex(pattern = "^[A-Za-z0-9-]+$")))]
    pub lang: String,
    /// Version of the index.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::VERSION_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub version: String,
    /// The entry's id.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::ENTRY_BYTES)))]
    pub entry: String,
    /// Yes or no.
    pub helpful: bool,
    /// What was wrong with it; none twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(length(max = limit::REASONS)))]
    pub reasons: Vec<Reason>,
    /// In the visitor's own words, masked (see [`crate::clean`]). At most [`crate::limit::COMMENT_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(length(min = 1, max = limit::COMMENT_CHARS)))]
    pub comment: Option<String>,
    /// Id of this visitor's earlier vote on the same entry that this one takes the place of: a change of mind, or words added
    /// after the button was pressed. Reports count only the last of such a chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")))]
    pub replaces: Option<String>,
    /// Words of the index's vocabulary that were searched when this answer was chosen from the results, in alphabetical order; no word
    /// twice. Only where the visitor has agreed to measurement: the vote itself needs no consent, what led to it does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(length(max = limit::VOTE_TERMS), inner(length(min = 1, max = limit::TERM_BYTES))))]
    pub terms: Vec<String>,
}

/// Why an answer did not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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

/// A question in the visitor's own words, sent because the visitor pressed "send this question to you". Nothing else carries a question
/// as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Question {
    /// Language of the index, BCP 47.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::LANG_BYTES), regex(pattern = "^[A-Za-z0-9-]+$")))]
    pub lang: String,
    /// Version of the index.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::VERSION_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub version: String,
    /// The question, masked (see [`crate::clean`]). At most [`crate::limit::QUESTION_CHARS`] characters.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::QUESTION_CHARS)))]
    pub text: String,
    /// The ids of the answers that were shown for it, the first one first; none twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(length(max = limit::SHOWN), inner(length(min = 1, max = limit::ENTRY_BYTES))))]
    pub entries: Vec<String>,
}

/// A request to be contacted, as the visitor filled it in. `reply`, `name` and `reference` are given so that people can answer; they are
/// the only fields of any message that may point at a person, and the collector keeps them apart from everything that is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Contact {
    /// Language in which the visitor reads, BCP 47.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::LANG_BYTES), regex(pattern = "^[A-Za-z0-9-]+$")))]
    pub lang: String,
    /// Version of the index.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::VERSION_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub version: String,
    /// The route that was chosen, by its id in the owner's configuration.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::CODE_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub route: String,
    /// Where to answer: an e-mail address or a phone number. At most [`crate::limit::REPLY_CHARS`] characters.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::REPLY_CHARS)))]
    pub reply: String,
    /// What to call the visitor. At most [`crate::limit::NAME_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(length(min = 1, max = limit::NAME_CHARS)))]
    pub name: Option<String>,
    /// The order or customer number that it is about. At most [`crate::limit::NAME_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(length(min = 1, max = limit::NAME_CHARS)))]
    pub reference: Option<String>,
    /// The topic that was chosen. At most [`crate::limit::NAME_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(length(min = 1, max = limit::NAME_CHARS)))]
    pub topic: Option<String>,
    /// When to call back, in the visitor's words. At most [`crate::limit::NAME_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(length(min = 1, max = limit::NAME_CHARS)))]
    pub when: Option<String>,
    /// What it is about, masked (see [`crate::clean`]). At most [`crate::limit::COMMENT_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(length(min = 1, max = limit::COMMENT_CHARS)))]
    pub message: Option<String>,
    /// What was searched before, masked; only if the visitor left it in. At most [`crate::limit::QUESTION_CHARS`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(length(min = 1, max = limit::QUESTION_CHARS)))]
    pub question: Option<String>,
    /// The ids of the answers that were read before; only if the visitor left them in. None twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(length(max = limit::SHOWN), inner(length(min = 1, max = limit::ENTRY_BYTES))))]
    pub entries: Vec<String>,
}

/// Something did not work in the visitor's browser. A code and a count, no words: words could say who it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Fault {
    /// Language of the index, BCP 47.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::LANG_BYTES), regex(pattern = "^[A-Za-z0-9-]+$")))]
    pub lang: String,
    /// Version of the index.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::VERSION_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub version: String,
    /// What did not work, e.g. `trap`, `index-damaged`, `lost-full`. Letters a-z, digits, `.`, `_`, `-`.
    #[cfg_attr(test, schemars(length(min = 1, max = limit::CODE_BYTES), regex(pattern = "^[A-Za-z0-9._-]+$")))]
    pub code: String,
    /// How often, 1 to [`crate::limit::COUNT`].
    #[cfg_attr(test, schemars(range(min = 1, max = limit::COUNT)))]
    pub count: u32,
}

/// The wish to have everything deleted that was sent with this key. Events with the key that come later are refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Erase {
    /// See [`Event::erase_key`].
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{32}$")))]
    pub key: String,
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
    /// Every way.
    pub const ALL: [Origin; 4] = [Origin::Search, Origin::Browse, Origin::Link, Origin::Suggested];

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

impl End {
    /// Every end.
    pub const ALL: [End; 3] = [End::Answered, End::Left, End::Contacted];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            End::Answered => "answered",
            End::Left => "left",
            End::Contacted => "contacted",
        }
    }
}

impl Kind {
    /// Every kind, in the order in which reports name them.
    pub const ALL: [Kind; 9] =
        [Kind::Visit, Kind::Search, Kind::NoResult, Kind::View, Kind::Vote, Kind::Question, Kind::Contact, Kind::Error, Kind::Erase];

    /// The kind's short name, as it stands in the type.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Visit => "visit",
            Kind::Search => "search",
            Kind::NoResult => "noresult",
            Kind::View => "view",
            Kind::Vote => "vote",
            Kind::Question => "question",
            Kind::Contact => "contact",
            Kind::Error => "error",
            Kind::Erase => "erase",
        }
    }

    /// The CloudEvents `type`.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        match self {
            Kind::Visit => "dev.faqlet.visit.v1",
            Kind::Search => "dev.faqlet.search.v1",
            Kind::NoResult => "dev.faqlet.noresult.v1",
            Kind::View => "dev.faqlet.view.v1",
            Kind::Vote => "dev.faqlet.vote.v1",
            Kind::Question => "dev.faqlet.question.v1",
            Kind::Contact => "dev.faqlet.contact.v1",
            Kind::Error => "dev.faqlet.error.v1",
            Kind::Erase => "dev.faqlet.erase.v1",
        }
    }

    /// Why events of this kind may be sent.
    #[must_use]
    pub fn purpose(self) -> Purpose {
        match self {
            Kind::Vote | Kind::Question | Kind::Contact | Kind::Erase => Purpose::ExplicitAct,
            Kind::Visit | Kind::Search | Kind::NoResult | Kind::View | Kind::Error => Purpose::Measurement,
        }
    }

    /// How much would be lost with an event of this kind: the least goes first when the outbox is full, and is sent last.
    #[must_use]
    pub(crate) fn worth(self) -> u8 {
        match self {
            Kind::View => 0,
            Kind::Error => 1,
            Kind::Visit => 2,
            Kind::Search => 3,
            Kind::NoResult => 4,
            Kind::Vote => 5,
            Kind::Question => 6,
            Kind::Contact => 7,
            Kind::Erase => 8,
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
            Data::Visit(_) => Kind::Visit,
            Data::Search(_) => Kind::Search,
            Data::NoResult(_) => Kind::NoResult,
            Data::View(_) => Kind::View,
            Data::Vote(_) => Kind::Vote,
            Data::Question(_) => Kind::Question,
            Data::Contact(_) => Kind::Contact,
            Data::Error(_) => Kind::Error,
            Data::Erase(_) => Kind::Erase,
        }
    }

    /// Reads the data of a known kind. Unknown fields, missing fields and wrong types are the reader's errors.
    ///
    /// # Errors
    /// Whatever the reader finds wrong.
    pub fn read<'de, D: Deserializer<'de>>(kind: Kind, data: D) -> Result<Data, D::Error> {
        match kind {
            Kind::Visit => Visit::deserialize(data).map(Data::Visit),
            Kind::Search => Search::deserialize(data).map(Data::Search),
            Kind::NoResult => NoResult::deserialize(data).map(Data::NoResult),
            Kind::View => View::deserialize(data).map(Data::View),
            Kind::Vote => Vote::deserialize(data).map(Data::Vote),
            Kind::Question => Question::deserialize(data).map(Data::Question),
            Kind::Contact => Contact::deserialize(data).map(Data::Contact),
            Kind::Error => Fault::deserialize(data).map(Data::Error),
            Kind::Erase => Erase::deserialize(data).map(Data::Erase),
        }
    }

    /// Masks and trims every free text (see [`crate::clean`]). The device does it before the event is checked and kept, the collector
    /// does it again: not every client is ours. Doing it twice changes nothing.
    #[must_use]
    pub fn cleaned(mut self) -> Data {
        let line = |text: &mut Option<String>| *text = text.as_deref().and_then(|text| shown(text, limit::NAME_CHARS));
        match &mut self {
            Data::Vote(vote) => vote.comment = vote.comment.as_deref().and_then(|text| clean(text, limit::COMMENT_CHARS)),
            Data::Question(question) => question.text = clean(&question.text, limit::QUESTION_CHARS).unwrap_or_default(),
            Data::Contact(contact) => {
                contact.message = contact.message.as_deref().and_then(|text| clean(text, limit::COMMENT_CHARS));
                contact.question = contact.question.as_deref().and_then(|text| clean(text, limit::QUESTION_CHARS));
                contact.topic = contact.topic.as_deref().and_then(|text| clean(text, limit::NAME_CHARS));
                contact.reply = shown(&contact.reply, limit::REPLY_CHARS).unwrap_or_default();
                line(&mut contact.name);
                line(&mut contact.reference);
                line(&mut contact.when);
            }
            Data::Visit(_) | Data::Search(_) | Data::NoResult(_) | Data::View(_) | Data::Error(_) | Data::Erase(_) => {}
        }
        self
    }
}

impl Event {
    /// An event that was not sent yet.
    #[must_use]
    pub fn new(id: String, site: String, time: u64, data: Data) -> Event {
        Event { id, site, time, sent: None, erase_key: None, data }
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
    /// See [`Event::erase_key`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasekey: Option<String>,
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
        Ok((Opened { id: self.id, site: site.to_owned(), time, sent, erase_key: self.erasekey, kind }, self.data))
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
    /// See [`Event::erase_key`].
    pub erase_key: Option<String>,
    /// The kind that the data must have.
    pub kind: Kind,
}

impl Opened {
    /// The whole event.
    #[must_use]
    pub fn with(self, data: Data) -> Event {
        Event { id: self.id, site: self.site, time: self.time, sent: self.sent, erase_key: self.erase_key, data }
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
            erasekey: self.erase_key.clone(),
            data: &self.data,
        }
        .serialize(serializer)
    }
}
