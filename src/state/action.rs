//! What can happen, and what is to be done about it outside.

use faqlet_beacon::{Event, Origin, Reason};
use faqlet_engine::answer::AnswerChunk;
use faqlet_profile::{Kind, Purpose, Saved, Why};

use super::contact::{Field, Line};
use super::early::Early;
use super::meaning::Part;
use super::personal::{Paper, Transfer, Use};

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Action {
    /// The widget takes over from the loader.
    TakeOver(Box<Early>),
    /// The text of the search field has changed, by the visitor or the page.
    Typed(String),
    /// The search field is to be emptied.
    Clear,
    /// ↓ and ↑ in the search field: one further (`true`) or one back.
    Step(bool),
    /// Enter in the search field.
    Enter,
    /// Escape, anywhere.
    Escape,
    /// An entry is to be shown, by number.
    Open(u32, Origin),
    /// An entry is to be shown, by id: a link in an answer, a deep link, the page.
    Follow(String),
    /// A topic is to be shown.
    Browse(u32),
    /// The topics are to be shown.
    Home,
    /// Back to where one was.
    Back,
    /// The browser went to an address of the page that names no answer: by its own way back, mostly.
    Unlinked,
    /// Only results of this topic are to be shown; `None` shows all again.
    Filter(Option<u32>),
    /// More results are to be listed.
    More,
    /// The words are to be searched as they were typed.
    Literal,
    /// An earlier search is to be done again.
    Again(String),
    /// The searches that are kept are to be forgotten.
    ForgetSearches,
    /// The page suggests entries, by id.
    Suggest(Vec<String>),
    /// The settings are to be shown, or left.
    Settings,
    /// A vote on the answer that is seen.
    Vote(bool),
    /// A reason for the vote is to be added or taken away.
    Reason(Reason),
    /// The text of a field has changed.
    Write(Field, String),
    /// Reasons and words to the vote are to be sent.
    SendVote,
    /// The address of the answer is to be copied.
    Copy,
    /// It was copied.
    Copied,
    /// The answer is to be printed.
    Print,
    /// The ways to people are to be shown.
    Contact,
    /// The request takes this route, by its number.
    Choose(usize),
    /// The page writes the beginning of a request: what it is about, and where to answer it.
    Prefill(Field, String),
    /// The page has taken upon itself what it was told last.
    Taken,
    /// The launcher is to stand in the other corner.
    OtherSide,
    /// A line is to be taken out of what goes along with it.
    LeaveOut(Line),
    /// The request is to be sent.
    SendContact,
    /// The question in the field is to be sent as it stands.
    SendQuestion,
    /// Messages with these ids have arrived.
    Arrived(Vec<String>),
    /// So many messages wait on the device.
    Waiting(u32),
    /// The site's worker has found another version, or other entries that must not be shown.
    Renewed(String, Vec<String>),
    /// The newer answers are to be shown.
    Renew,
    /// A message could neither be sent nor kept.
    Lost(String),
    /// The answers are to be shown in another language.
    Language(String),
    /// The visitor has moved a switch.
    Decide(Purpose, bool),
    /// The page passes on what its own dialogue was told.
    HostDecided(Purpose, faqlet_profile::State),
    /// The same, of something that was decided before this page: what the visitor has chosen in the widget since stands.
    HostDecidedBefore(Purpose, faqlet_profile::State),
    /// The page says something of its visitor.
    Told(faqlet_profile::Kind, String),
    /// Everything kept is to be deleted.
    Erase,
    /// The panel is to be opened.
    Show,
    /// The panel is to be closed, or was closed by the browser.
    Hide,
    /// Some time has passed since the last key.
    Settle,
    /// The page goes out of sight, perhaps for ever.
    Leaving,
    /// A file of answers has come, or (`None`) has not.
    Chunk(usize, Option<AnswerChunk>),
    /// No key has been pressed for a moment.
    Ask,
    /// A shard of a divided index has come, or (`None`) has not.
    Shard(u32, Option<Vec<u8>>),
    /// Something for finding by meaning has come. The flag says whether the list may be put in another order now: nobody points at it.
    Meaning(Part, bool),
    /// A file of answers is to be fetched again.
    Retry,
    /// What storage had to say; `None` when there was nothing in it, or nothing came.
    Restored(Option<Box<Saved>>),
    /// Another tab has changed what is kept, or (`None`) deleted it.
    Heard(Option<Box<Saved>>),
    /// What was known here has been kept, together with what others had kept: both, in this order.
    Kept(Box<[Saved; 2]>),
    /// What was to be deleted is.
    Forgotten,
    /// A file was chosen: its text. The host reads it, and comes back with [`Action::Bring`] or [`Action::Take`].
    Read(String),
    /// A profile was brought; `None` when it is none.
    Bring(Option<Box<Saved>>),
    /// The visitor says something of themselves.
    Declare(Kind, String),
    /// Something that is known is to count, or not.
    Regard(Why, Use),
    /// So many seconds have passed on the page.
    Stayed(u32),
    /// What is suggested is sent away.
    Dismiss,
    /// What is suggested is followed: to an entry, or (`None`) to people.
    Suggested(Option<u32>),
    /// A locked profile has come.
    Take(String),
    /// Taking along begins, goes on or ends.
    HandOver(Transfer),
    /// The passphrase is written.
    TurnKey,
    /// Something is to be saved as a file.
    Save(Paper),
    /// A text is to be put where it can be pasted from.
    CopyText(String),
}

impl Action {
    /// The action with what was written or chosen in its field.
    #[must_use]
    pub fn with(&self, text: String) -> Action {
        match self {
            Action::Write(field, _) => Action::Write(*field, text),
            Action::Language(_) => Action::Language(text),
            Action::Declare(kind, _) => Action::Declare(*kind, text),
            Action::Read(_) => Action::Read(text),
            other => other.clone(),
        }
    }
}

/// What an action brings with it from outside.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment {
    /// Milliseconds since 1970, by the visitor's clock.
    pub now: u64,
    /// Random bytes, for an event's id.
    pub random: [u8; 10],
    /// How far the view is scrolled, in CSS pixels.
    pub scroll: u32,
}

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Fetch a file of answers.
    Load(usize),
    /// Come back with [`Action::Ask`] when no key has been pressed for a moment.
    AskLater,
    /// Fetch a shard of a divided index.
    LoadShard(u32),
    /// Fetch a file for finding by meaning, when the browser has nothing better to do.
    LoadMeaning(usize),
    /// Move the focus, once the new view is drawn.
    Focus(Target),
    /// Scroll to where the view was left, in CSS pixels, once it is drawn.
    Scroll(u32),
    /// Name this answer in the address of the page; `None` names none. The flag says that one goes back to it.
    Address(Option<String>, bool),
    /// Put the address of an answer, by id, where it can be pasted from.
    Copy(String),
    /// Print the answer that is seen.
    Print,
    /// Show the answers in another language, with this answer (by id) or this search.
    Language(String, Option<String>, String),
    /// Go to the page where answers are read: to an answer, by id, or to the results of a search.
    Elsewhere(Option<String>, String),
    /// Bring a result into sight.
    Reveal(usize),
    /// Say something to those who listen instead of looking; only the last of several in a row.
    Say(Said),
    /// Come back with [`Action::Settle`] when no key has been pressed for a while.
    SettleLater,
    /// Tell the page.
    Tell(Notice),
    /// Make the widget anew, from the newest files, with this answer (by id) or this search.
    Renew(Option<String>, String),
    /// Put a message into the outbox, and send what is in it.
    Send(Box<Event>),
    /// Bring storage in line with [`super::State::merged`], and come back with [`Action::Kept`].
    Keep,
    /// Take out of the outbox what may not be sent any more.
    Purge,
    /// Delete everything that is kept, and come back with [`Action::Forgotten`].
    Forget,
    /// Say this in the console, once, for the owner of the page.
    Warn(String),
    /// Lock what is kept with this passphrase, and come back with [`Action::HandOver`].
    Seal(String),
    /// Unlock this text with a passphrase, and come back with [`Action::Bring`] or [`Action::HandOver`].
    Unseal(String, String),
    /// Save something as a file.
    Save(Paper),
    /// Put a text where it can be pasted from.
    CopyText(String),
    /// Open (`true`) or close the panel.
    Panel(bool),
}

/// Where the focus goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The search field.
    Field,
    /// The heading of the view, which is also scrolled into sight.
    Heading,
    /// The heading, where the view was left.
    Still,
    /// The field that must be filled in.
    Missing,
    /// The results; the search field where there is a keyboard of its own.
    Results,
    /// Away from the search field, where the keyboard covers half of the screen.
    Away,
}

/// What is said to those who listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// So many results.
    Found(u32),
    /// Nothing was found.
    Nothing,
    /// Nothing at all: what was to be said is out of date.
    Silence,
}

/// What the page is told, as events of the element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The widget can be used.
    Ready,
    /// The panel was opened.
    Open,
    /// The panel was closed.
    Close,
    /// A search has settled.
    Search {
        /// What was typed. It stays in the page.
        query: String,
        /// How many entries matched.
        total: u32,
        /// 0 to 100: how sure it is that the first one answers.
        percent: u32,
    },
    /// A search has settled on nothing good.
    NoResult {
        /// What was typed. It stays in the page.
        query: String,
    },
    /// An answer is seen.
    Article {
        /// The entry's id.
        id: String,
    },
    /// A vote was given.
    Vote {
        /// The entry's id.
        id: String,
        /// Yes or no.
        helpful: bool,
    },
    /// People are asked.
    Contact {
        /// The route, by its id.
        route: String,
        /// What the visitor wrote, and the lines that go along.
        text: String,
        /// The answers that were read, by id.
        entries: Vec<String>,
    },
    /// The consent has changed.
    Consent,
    /// The site has newer answers.
    Update {
        /// Version of the built folder.
        version: String,
    },
    /// Something went wrong that the visitor sees.
    Error {
        /// What kind of thing, in one word.
        code: &'static str,
        /// What was expected, what came, what to do.
        message: String,
    },
}
