//! What the visitor has agreed to: three purposes, each pending, granted or denied, with the time, the version of the text that was
//! shown, and how the decision came about.

use serde::{Deserialize, Serialize};

/// What the visitor is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// To remember settings: language, theme.
    Preferences,
    /// To order answers by what was read here. Stays on the device.
    Personalisation,
    /// To tell the site which answers are read and which are missing.
    Measurement,
}

/// Where a purpose stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Not decided. Nothing is written and nothing is sent.
    #[default]
    Pending,
    /// Agreed.
    Granted,
    /// Refused, or withdrawn.
    Denied,
}

/// How a decision came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// There was none yet.
    #[default]
    Unasked,
    /// The visitor chose in the widget.
    Widget,
    /// The host page passed it on, from its own consent dialogue.
    Host,
    /// The browser says so for all sites: Global Privacy Control.
    Signal,
}

/// A decision about one purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Where it stands.
    pub state: State,
    /// When it was made, in milliseconds since 1970; 0 while pending.
    pub at: u64,
    /// Version of the text that was shown; 0 while pending or for a signal.
    pub text: u32,
    /// How it was made.
    pub how: How,
}

/// The decisions about all purposes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// About [`Purpose::Preferences`].
    pub preferences: Decision,
    /// About [`Purpose::Personalisation`].
    pub personalisation: Decision,
    /// About [`Purpose::Measurement`].
    pub measurement: Decision,
}

impl Purpose {
    /// Every purpose, in the order in which the visitor is asked.
    pub const ALL: [Purpose; 3] = [Purpose::Preferences, Purpose::Personalisation, Purpose::Measurement];
}

impl Consent {
    /// The decision about a purpose.
    #[must_use]
    pub fn get(&self, purpose: Purpose) -> Decision {
        match purpose {
            Purpose::Preferences => self.preferences,
            Purpose::Personalisation => self.personalisation,
            Purpose::Measurement => self.measurement,
        }
    }

    /// Whether the purpose is granted.
    #[must_use]
    pub fn allows(&self, purpose: Purpose) -> bool {
        self.get(purpose).state == State::Granted
    }

    /// Whether the visitor has decided anything: a browser signal is no decision of theirs about this site, and needs no storage
    /// because it comes with every page.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        Purpose::ALL.into_iter().any(|purpose| matches!(self.get(purpose).how, How::Widget | How::Host))
    }

    pub(crate) fn set(&mut self, purpose: Purpose, decision: Decision) {
        let place = match purpose {
            Purpose::Preferences => &mut self.preferences,
            Purpose::Personalisation => &mut self.personalisation,
            Purpose::Measurement => &mut self.measurement,
        };
        *place = decision;
    }

    /// Applies Global Privacy Control: measurement is denied unless the visitor has decided otherwise for this site; when the signal
    /// is gone, what it denied is open again.
    pub(crate) fn apply_signal(&mut self, gpc: bool, now: u64) {
        let open = matches!(self.measurement.how, How::Unasked | How::Signal);
        if open && gpc && self.measurement.state != State::Denied {
            self.measurement = Decision { state: State::Denied, at: now, text: 0, how: How::Signal };
        } else if open && !gpc {
            self.measurement = Decision::default();
        }
    }

    /// Opens again what was granted to an older text: agreement to other words is not agreement to these.
    pub(crate) fn apply_text(&mut self, text: u32) {
        for purpose in Purpose::ALL {
            let decision = self.get(purpose);
            if decision.state == State::Granted && decision.text < text {
                self.set(purpose, Decision::default());
            }
        }
    }
}
