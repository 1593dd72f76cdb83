//! What stands in the device's storage, and what the visitor downloads and brings to another device: the same structure, so that
//! export, erase and import end where they began. It comes from outside and is checked field by field.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::consent::{Consent, Purpose, State};
use crate::fact::{Fact, Kind, MOST_FACTS, is_fit};
use crate::interest::{Interest, MOST_INTERESTS, MOST_POINTS, Profile, path_fits};
use crate::memory::{self, MOST_PATHS, MOST_RECENT, MOST_SEEN, Progress, REVISION_BYTES, Seen};

/// Version of the structure. A reader takes exactly this one; older ones will be read through a conversion.
pub const VERSION: u32 = 1;
/// Most bytes of the structure as JSON. Check a file's size before it is parsed; what [`Saved::check`] passes always stays below.
pub const MOST_BYTES: usize = 64 * 1024;
/// Longest language tag, in bytes.
const LANG_BYTES: usize = 35;
/// Later times (the year 2200) are slips or attacks, and would never fade.
const LATEST: u64 = 7_258_118_400_000;

/// Consent, preferences and profile as they are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// [`VERSION`].
    pub version: u32,
    /// What was agreed to.
    pub consent: Consent,
    /// Settings; only with consent for them.
    #[serde(default)]
    pub preferences: Preferences,
    /// The profile; only with consent for it.
    #[serde(default)]
    pub profile: Profile,
    /// The key that goes along with counts, so that they can be deleted at the site too: 32 hex digits of chance; only with consent for
    /// measurement. It says nothing about the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// Settings that the visitor made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    /// Language of the help, BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Light or dark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// Why a saved state is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid {
    /// It was written by another version of Faqlet.
    Version {
        /// The version that came.
        got: u32,
    },
    /// A field is not as it must be.
    Field {
        /// The field's name.
        field: &'static str,
        /// What it should be.
        expected: &'static str,
    },
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Invalid::Version { got } if *got > VERSION => {
                write!(f, "expected version {VERSION}, got {got}: it was written by a newer Faqlet; update this site's widget")
            }
            Invalid::Version { got } => write!(f, "expected version {VERSION}, got {got}: this is not a Faqlet profile"),
            Invalid::Field { field, expected } => {
                f.write_str(field)?;
                f.write_str(": expected ")?;
                f.write_str(expected)?;
                f.write_str("; the file was changed, export it again")
            }
        }
    }
}

impl std::error::Error for Invalid {}

impl Saved {
    /// Checks every field, and that nothing is in it that its own consent does not cover.
    ///
    /// # Errors
    /// The first thing that is not as it must be.
    pub fn check(&self) -> Result<(), Invalid> {
        if self.version != VERSION {
            return Err(Invalid::Version { got: self.version });
        }
        self.consent.check()?;
        self.preferences.check()?;
        self.profile.check()?;
        expect(self.preferences == Preferences::default() || self.consent.allows(Purpose::Preferences), "preferences", "consent for them")?;
        expect(self.key.as_deref().is_none_or(is_key), "key", "32 hex digits")?;
        expect(self.key.is_none() || self.consent.allows(Purpose::Measurement), "key", "consent for measurement")?;
        expect(self.profile.is_empty() || self.consent.allows(Purpose::Personalisation), "profile", "consent for it")
    }
}

impl Consent {
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        for purpose in Purpose::ALL {
            let decision = self.get(purpose);
            expect(decision.at <= LATEST, "consent", "a time before the year 2200")?;
            let made = decision.how != crate::How::Unasked;
            expect(made == (decision.state != State::Pending), "consent", "a decision together with how it was made")?;
            expect(decision.how != crate::How::Signal || decision.state == State::Denied, "consent", "a signal only to deny")?;
        }
        Ok(())
    }
}

impl Preferences {
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        let tag = |lang: &String| (1..=LANG_BYTES).contains(&lang.len()) && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        expect(self.lang.as_ref().is_none_or(tag), "preferences.lang", "a language tag as in BCP 47")
    }
}

/// Whether a text is a key of 128 bits, as messages carry it.
pub(crate) fn is_key(key: &str) -> bool {
    key.len() == 32 && key.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Last day of [`LATEST`].
const LATEST_DAY: u32 = (LATEST / 86_400_000) as u32;

/// What can stand in a list of the profile.
pub(crate) trait Item {
    /// The list's name.
    const LIST: &'static str;
    /// Most items in it.
    const MOST: usize;
    /// What an item should be.
    const EXPECTED: &'static str;

    /// Whether it is within the limits.
    fn is_sound(&self) -> bool;
    /// Whether both say the same, so that only one may stand in the list.
    fn is_same(&self, other: &Self) -> bool;
}

impl Item for Fact {
    const LIST: &'static str = "profile.facts";
    const MOST: usize = MOST_FACTS;
    const EXPECTED: &'static str = "at most 32 different lines of 1 to 100 bytes, one name and one tier";

    fn is_sound(&self) -> bool {
        is_fit(&self.value) && self.kind != Kind::Order && self.day <= LATEST_DAY
    }

    fn is_same(&self, other: &Fact) -> bool {
        self.kind == other.kind && (self.kind.is_single() || self.value == other.value)
    }
}

impl Item for Interest {
    const LIST: &'static str = "profile.read";
    const MOST: usize = MOST_INTERESTS;
    const EXPECTED: &'static str = "at most 40 different paths of 1 to 8 names with at most 200 bytes, and at most 8000 points";

    fn is_sound(&self) -> bool {
        path_fits(self.path.iter().map(String::as_str)) && self.points <= MOST_POINTS && self.day <= LATEST_DAY
    }

    fn is_same(&self, other: &Interest) -> bool {
        self.path == other.path
    }
}

impl Item for Seen {
    const LIST: &'static str = "profile.seen";
    const MOST: usize = MOST_SEEN;
    const EXPECTED: &'static str = "at most 48 different ids of 1 to 200 bytes, with revisions of at most 16";

    fn is_sound(&self) -> bool {
        let plain = self.revision.len() <= REVISION_BYTES && self.revision.bytes().all(|byte| byte.is_ascii_alphanumeric());
        memory::id_fits(&self.id) && plain && self.day <= LATEST_DAY
    }

    fn is_same(&self, other: &Seen) -> bool {
        self.id == other.id
    }
}

impl Item for String {
    const LIST: &'static str = "profile.recent";
    const MOST: usize = MOST_RECENT;
    const EXPECTED: &'static str = "at most 8 different lines of 1 to 120 bytes";

    fn is_sound(&self) -> bool {
        memory::recent_fits(self)
    }

    fn is_same(&self, other: &String) -> bool {
        self == other
    }
}

impl Item for Progress {
    const LIST: &'static str = "profile.paths";
    const MOST: usize = MOST_PATHS;
    const EXPECTED: &'static str = "at most 12 different ids of 1 to 64 bytes, and steps from 1";

    fn is_sound(&self) -> bool {
        memory::path_fits(&self.path) && self.step > 0
    }

    fn is_same(&self, other: &Progress) -> bool {
        self.path == other.path
    }
}

impl Profile {
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        let mut copy = self.clone();
        copy.drop_unsound().map_or(Ok(()), Err)
    }

    /// Drops what is not as it must be and keeps the rest; says what the first such thing was.
    pub(crate) fn drop_unsound(&mut self) -> Option<Invalid> {
        let mut invalid = drop_items(&mut self.facts);
        invalid = invalid.or(drop_items(&mut self.read));
        invalid = invalid.or(drop_items(&mut self.seen));
        invalid = invalid.or(drop_items(&mut self.recent));
        invalid = invalid.or(drop_items(&mut self.paths));
        let rules = self.dismissed.len();
        self.dismissed.retain(|rule| memory::path_fits(rule));
        self.dismissed.truncate(MOST_PATHS);
        if self.dismissed.len() < rules {
            invalid = invalid.or(Some(Invalid::Field { field: "profile.dismissed", expected: "at most 12 ids of 1 to 64 bytes" }));
        }
        if self.visits.last > LATEST_DAY || self.visits.before > self.visits.last {
            self.visits = Default::default();
            invalid = invalid.or(Some(Invalid::Field { field: "profile.visits", expected: "days before the year 2200, in their order" }));
        }
        invalid
    }
}

/// Keeps the sound items of a list, each once and no more than there may be.
fn drop_items<T: Item>(list: &mut Vec<T>) -> Option<Invalid> {
    let before = list.len();
    let mut kept: Vec<T> = Vec::new();
    for item in list.drain(..) {
        if kept.len() < T::MOST && item.is_sound() && !kept.iter().any(|known| known.is_same(&item)) {
            kept.push(item);
        }
    }
    *list = kept;
    (list.len() < before).then_some(Invalid::Field { field: T::LIST, expected: T::EXPECTED })
}

fn expect(holds: bool, field: &'static str, expected: &'static str) -> Result<(), Invalid> {
    if holds { Ok(()) } else { Err(Invalid::Field { field, expected }) }
}
