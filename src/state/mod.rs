//! What the widget knows and how it changes: a state and one function, [`State::apply`], from an action to the next state and a list of
//! effects. Nothing here touches a browser: time and chance come with each action, and effects are only named, for the host to carry out.
//! So every way through the widget is tested natively.

mod action;
mod answers;
mod contact;
mod early;
mod known;
mod meaning;
mod outcome;
mod personal;
#[cfg(test)]
mod personal_tests;
#[cfg(test)]
mod personas;
mod reduce;
mod results;
mod shards;
#[cfg(test)]
mod shards_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod ways_tests;

use faqlet_beacon::{Origin, Reason, Tally};
use faqlet_engine::Engine;
use faqlet_profile::site::Site;
use faqlet_profile::{Suggestion, Visitor};

pub use action::{Action, Effect, Moment, Notice, Said, Target};
pub use answers::{Answers, Chunk, Shown};
pub use contact::{Draft, Field, Line, Opening, Receipt, opening};
pub use early::Early;
pub use known::Stage;
pub use meaning::{Meaning, MeaningFile, Part, open};
pub use personal::{PASS_CHARS, Paper, Sealed, Told, Transfer, Use};
pub use results::{Results, Row};

/// Version of the words by which the visitor is asked for consent. Raise it when they come to mean something else: what was granted
/// to older words is asked for again.
pub const CONSENT_TEXT: u32 = 1;

/// How the widget stands in the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// In the flow of the page.
    #[default]
    Inline,
    /// Behind a button in the corner.
    Launcher,
    /// A dialog that the page opens.
    Dialog,
    /// A search field whose results lie over the page.
    Box,
}

impl Mode {
    /// The mode of an attribute's value; the default for none; `None` for a value that is no mode.
    #[must_use]
    pub fn from_attribute(value: Option<&str>) -> Option<Mode> {
        match value {
            None | Some("inline") => Some(Mode::Inline),
            Some("launcher") => Some(Mode::Launcher),
            Some("dialog") => Some(Mode::Dialog),
            Some("box") => Some(Mode::Box),
            Some(_) => None,
        }
    }

    /// Whether there is a panel that opens and closes.
    #[must_use]
    pub fn has_panel(self) -> bool {
        matches!(self, Mode::Launcher | Mode::Dialog)
    }
}

/// What is fixed for the life of a widget.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// How it stands in the page.
    pub mode: Mode,
    /// The site's name, as beacons carry it.
    pub site: String,
    /// Version of the built folder.
    pub version: String,
    /// Language of the index, BCP 47.
    pub lang: String,
    /// Whether votes and counts have somewhere to go.
    pub collects: bool,
    /// The files of answers, in the order of their entries.
    pub chunks: Vec<Chunk>,
    /// What the owner has said beside index and answers.
    pub known: Site,
    /// The languages of the FAQ: tag, and what it calls itself.
    pub languages: Vec<(String, String)>,
    /// Whether the page leaves the choice of language to us.
    pub any_lang: bool,
    /// Where feedback goes.
    pub endpoint: String,
    /// Address of the page.
    pub page: String,
    /// Address of the built folder, with a slash at its end.
    pub base: String,
    /// Address of the plain pages of the language, without `.html`; nothing where there are none.
    pub pages: String,
    /// The page where results and answers of a box are read; nothing where they are read in the box.
    pub elsewhere: String,
    /// When the site last had these answers, as an ISO date and time, where it could not be asked now.
    pub as_of: Option<String>,
    /// Bytes that are kept for use without a connection; 0 where nothing is.
    pub stored: u32,
    /// Ids of entries that must not be shown any more.
    pub revoked: Vec<String>,
    /// Global Privacy Control: measurement is denied until the visitor says otherwise.
    pub gpc: bool,
    /// The files for finding by meaning; none where the site has none, or where they are not wanted.
    pub meaning: Vec<MeaningFile>,
}

/// What is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// The topics, or all questions where there are none.
    Home,
    /// The questions of a topic, by its number.
    Topic(u32),
    /// The results of what stands in the search field.
    Results,
    /// An answer, by its entry's number.
    Answer(u32),
    /// An entry that is not there (any more).
    Gone,
    /// Privacy and what is kept.
    Settings,
    /// Ways to reach people.
    Contact,
}

/// A place that `Back` leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What was seen.
    pub view: View,
    /// How far it was scrolled, in CSS pixels.
    pub scroll: u32,
}

/// A topic: a category of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its path from the outermost inwards.
    pub path: Vec<String>,
    /// How many entries are in it and below it.
    pub entries: u32,
}

impl Topic {
    /// Its own name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.last().map_or("", |name| name)
    }
}

/// A vote that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The entry's number.
    pub entry: u32,
    /// Yes or no.
    pub helpful: bool,
    /// Id of the event, which a change of mind names.
    pub id: String,
    /// Why it did not help.
    pub reasons: Vec<Reason>,
    /// More about it, in the visitor's words.
    pub comment: String,
    /// Whether reasons and words were sent.
    pub explained: bool,
    /// Whether the page has taken it upon itself: nothing of it was sent, and nothing more will be.
    pub taken: bool,
    /// Whether it has arrived.
    pub arrived: bool,
}

/// Everything the widget knows.
#[derive(Debug)]
pub struct State {
    /// What is fixed.
    pub setup: Setup,
    /// The index.
    pub engine: Engine,
    /// The topics by number.
    pub topics: Vec<Topic>,
    /// The answers that have been fetched.
    pub answers: Answers,
    /// What has come for finding by meaning.
    pub meaning: Meaning,
    /// Whether the panel is open; always true inline.
    pub open: bool,
    /// What is seen.
    pub view: View,
    /// Where `Back` leads, the last place at the end.
    pub trail: Vec<Place>,
    /// What stands in the search field.
    pub query: String,
    /// What was found for it.
    pub results: Results,
    /// The result that Enter opens.
    pub active: Option<usize>,
    /// Only results of this topic are listed.
    pub filter: Option<u32>,
    /// Whether the words are searched as they were typed.
    pub literal: bool,
    /// How many results are listed at most.
    pub most: usize,
    /// Votes given since the page was loaded.
    pub votes: Vec<Vote>,
    /// Consent and profile.
    pub visitor: Visitor,
    /// Ids that the page itself suggests.
    pub suggested: Vec<String>,
    /// The request that is being written.
    pub draft: Draft,
    /// What has become of the last one.
    pub receipt: Option<Receipt>,
    /// Whether the address of the answer was copied just now.
    pub copied: bool,
    /// Whether the launcher stands in the other corner.
    pub other_side: bool,
    /// What has come of what the visitor did with what is known.
    pub said: Told,
    /// Taking what is known along.
    pub transfer: Transfer,
    /// The passphrase that is being written.
    pub pass: String,
    /// The name that is being written.
    pub name: String,
    /// What is suggested before anybody asks.
    pub suggestion: Option<Suggestion>,
    /// The answer that was opened last, where it has become another one since it was read.
    pub changed: Option<u32>,
    now: personal::Now,
    /// Whether the site has newer answers than these.
    pub updated: bool,
    /// Messages that wait on the device.
    pub waiting: u32,
    /// What is on its way of a divided index.
    shards: shards::Coming,
    /// Numbers of entries that were revoked.
    hidden: Vec<u32>,
    /// Searches of this visit that were meant, and answers that were read: for a request, never kept.
    asked: Vec<String>,
    opened: Vec<u32>,
    /// The question that was sent as it was typed.
    told: String,
    /// The query that was last counted as settled.
    settled: String,
    /// Counts of searched words, only with consent for measurement.
    tally: Tally,
    /// How this visit goes, likewise.
    outcome: outcome::Outcome,
    /// The way to the answer that is seen.
    origin: Origin,
}

impl State {
    /// A widget that nobody has touched.
    #[must_use]
    pub fn new(engine: Engine, setup: Setup, now: u64) -> State {
        let path = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect();
        let topics = engine.categories().map(|category| Topic { path: path(category.path), entries: category.entries }).collect();
        State {
            hidden: setup.revoked.iter().filter_map(|id| engine.find(id)).collect(),
            shards: shards::Coming::default(),
            updated: false,
            waiting: 0,
            topics,
            answers: Answers::new(setup.chunks.clone()),
            meaning: Meaning::new(setup.meaning.clone()),
            open: !setup.mode.has_panel(),
            view: View::Home,
            trail: Vec::new(),
            query: String::new(),
            results: Results::default(),
            active: None,
            filter: None,
            literal: false,
            most: results::LISTED,
            suggested: Vec::new(),
            draft: Draft::default(),
            receipt: None,
            copied: false,
            asked: Vec::new(),
            opened: Vec::new(),
            told: String::new(),
            votes: Vec::new(),
            visitor: Visitor::new(setup.gpc, now),
            other_side: false,
            said: Told::Nothing,
            transfer: Transfer::None,
            pass: String::new(),
            name: String::new(),
            suggestion: None,
            changed: None,
            now: personal::Now::default(),
            settled: String::new(),
            tally: Tally::default(),
            outcome: outcome::Outcome::default(),
            origin: Origin::Link,
            engine,
            setup,
        }
    }

    /// Topics that are not below another, with their numbers.
    pub fn outer_topics(&self) -> impl Iterator<Item = (u32, &Topic)> {
        (0u32..).zip(&self.topics).filter(|(_, topic)| topic.path.len() == 1)
    }

    /// Topics right below one, with their numbers.
    pub fn topics_in(&self, number: u32) -> impl Iterator<Item = (u32, &Topic)> {
        let above = self.topics.get(number as usize).map_or(&[] as &[String], |topic| &topic.path);
        (0u32..).zip(&self.topics).filter(move |(_, topic)| topic.path.len() == above.len() + 1 && topic.path.starts_with(above))
    }

    /// The outermost topic that an entry lies in, by number.
    #[must_use]
    pub fn outer_topic_of(&self, entry: u32) -> Option<u32> {
        let own = self.topic_of(entry)?.path.first()?;
        self.outer_topics().find(|(_, topic)| topic.path.first() == Some(own)).map(|(number, _)| number)
    }

    /// The topics around one, the outermost first, with their numbers.
    #[must_use]
    pub fn topics_around(&self, number: u32) -> Vec<(u32, &Topic)> {
        let path = self.topics.get(number as usize).map_or(&[] as &[String], |topic| &topic.path);
        let around = |topic: &Topic| topic.path.len() < path.len() && path.starts_with(&topic.path);
        (0u32..).zip(&self.topics).filter(|(_, topic)| around(topic)).collect()
    }

    /// The topic of an entry.
    #[must_use]
    pub fn topic_of(&self, entry: u32) -> Option<&Topic> {
        self.topics.get(self.engine.entry(entry)?.category? as usize)
    }

    /// The address of an answer's plain page. The page of an id that does not make a plain file name is that of all answers.
    #[must_use]
    pub fn page_of(&self, id: &str) -> String {
        let plain = id.len() > 4 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if plain { [&self.setup.pages, "/answer/", id, ".html"].concat() } else { [&self.setup.pages, ".html#", id].concat() }
    }

    /// The vote on an entry.
    #[must_use]
    pub fn vote_on(&self, entry: u32) -> Option<&Vote> {
        self.votes.iter().find(|vote| vote.entry == entry)
    }

    /// Whether results are listed under the search field right now.
    #[must_use]
    pub fn lists_results(&self) -> bool {
        self.view == View::Results && !self.results.rows.is_empty()
    }

    /// The action of a key, where it has one. `in_field` says whether it was pressed in the search field.
    #[must_use]
    pub fn key(&self, key: &str, in_field: bool) -> Option<Action> {
        match key {
            "ArrowDown" if in_field => Some(Action::Step(true)),
            "ArrowUp" if in_field => Some(Action::Step(false)),
            "Enter" if in_field => Some(Action::Enter),
            // Escape, where there is something for it to do; else it belongs to whatever the widget stands in.
            "Escape" if self.setup.mode.has_panel() || self.view != View::Home => Some(Action::Escape),
            _ => None,
        }
    }

    /// What messages may be sent.
    #[must_use]
    pub fn consent(&self) -> faqlet_beacon::Consent {
        faqlet_beacon::Consent { measurement: self.visitor.allows(faqlet_profile::Purpose::Measurement) }
    }
}
