//! What stands in the device's storage, and what the visitor downloads and brings to another device: the same structure, so that
//! export, erase and import end where they began. It comes from outside and is checked field by field.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::consent::{Consent, Purpose, State};
use crate::interest::{MOST_INTERESTS, MOST_POINTS, Profile, path_fits};

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

impl Profile {
    pub(crate) fn check(&self) -> Result<(), Invalid> {
        expect(self.read.len() <= MOST_INTERESTS, "profile.read", "at most 64 interests")?;
        for (at, interest) in self.read.iter().enumerate() {
            expect(path_fits(interest.path.iter().map(String::as_str)), "profile.read.path", "1 to 8 names, together at most 320 bytes")?;
            expect(interest.points <= MOST_POINTS, "profile.read.points", "at most 8000")?;
            expect(u64::from(interest.day) <= LATEST / 86_400_000, "profile.read.day", "a day before the year 2200")?;
            let twice = self.read.iter().take(at).any(|earlier| earlier.path == interest.path);
            expect(!twice, "profile.read.path", "each category once")?;
        }
        Ok(())
    }
}

fn expect(holds: bool, field: &'static str, expected: &'static str) -> Result<(), Invalid> {
    if holds { Ok(()) } else { Err(Invalid::Field { field, expected }) }
}
