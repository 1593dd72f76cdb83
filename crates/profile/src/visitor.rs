//! A visitor: consent, preferences and profile under one roof, so that what is kept never goes beyond what is granted.

use crate::consent::{Consent, Decision, How, Purpose, State};
use crate::interest::Profile;
use crate::saved::{Invalid, Preferences, Saved, Theme, VERSION};

/// Everything the device knows about its visitor. After each change write [`Visitor::saved`] to storage, or delete what is there when
/// it is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The browser's Global Privacy Control signal.
    gpc: bool,
    consent: Consent,
    preferences: Preferences,
    profile: Profile,
}

impl Visitor {
    /// A visitor of whom nothing is known. `gpc` is the browser's Global Privacy Control signal.
    #[must_use]
    pub fn new(gpc: bool, now: u64) -> Visitor {
        let mut consent = Consent::default();
        consent.apply_signal(gpc, now);
        Visitor { gpc, consent, preferences: Preferences::default(), profile: Profile::default() }
    }

    /// A visitor as storage has them. Parts that are not as they must be are left out and named; without sound consent nothing is
    /// kept. Grants to an older text than `text` are open again and what they covered is forgotten, so raise that number only when
    /// the text has come to mean something else.
    #[must_use]
    pub fn restore(saved: Saved, text: u32, gpc: bool, now: u64) -> (Visitor, Vec<Invalid>) {
        let mut visitor = Visitor::new(gpc, now);
        let mut invalid = Vec::new();
        let version = if saved.version == VERSION { Ok(()) } else { Err(Invalid::Version { got: saved.version }) };
        if let Err(error) = version.and_then(|()| saved.consent.check()) {
            return (visitor, vec![error]);
        }
        visitor.consent = saved.consent;
        visitor.consent.apply_signal(gpc, now);
        visitor.consent.apply_text(text);
        match saved.preferences.check() {
            Ok(()) => visitor.preferences = saved.preferences,
            Err(error) => invalid.push(error),
        }
        match saved.profile.check() {
            Ok(()) => visitor.profile = saved.profile,
            Err(error) => invalid.push(error),
        }
        visitor.forget_what_is_not_granted();
        (visitor, invalid)
    }

    /// Where consent stands.
    #[must_use]
    pub fn consent(&self) -> &Consent {
        &self.consent
    }

    /// Whether a purpose is granted now.
    #[must_use]
    pub fn allows(&self, purpose: Purpose) -> bool {
        self.consent.allows(purpose)
    }

    /// The settings; none without consent for them.
    #[must_use]
    pub fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    /// The profile; empty without consent for it.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Takes a decision about a purpose. `text` is the version of the words that were shown. What a withdrawn or refused purpose
    /// covered is forgotten at once. [`State::Pending`] takes the decision back.
    pub fn decide(&mut self, purpose: Purpose, state: State, how: How, text: u32, now: u64) {
        // Only visitor and host decide; anything else a caller names is the host's doing.
        let how = if how == How::Widget { How::Widget } else { How::Host };
        let decision = match state {
            State::Pending => Decision::default(),
            State::Granted | State::Denied => Decision { state, at: now, text, how },
        };
        self.consent.set(purpose, decision);
        self.consent.apply_signal(self.gpc, now);
        self.forget_what_is_not_granted();
    }

    /// Notes that an answer of this category was opened. Does nothing without consent for personalisation.
    pub fn read(&mut self, category: &[&str], now: u64) {
        if self.allows(Purpose::Personalisation) {
            self.profile.note(category, now);
        }
    }

    /// Forgets the interest in one category: "not this".
    pub fn forget(&mut self, category: &[String]) {
        self.profile.read.retain(|interest| interest.path != category);
    }

    /// Keeps the language of the help. Does nothing without consent for preferences, or when it is no language tag.
    pub fn prefer_lang(&mut self, lang: &str) {
        self.prefer(Preferences { lang: Some(lang.to_owned()), ..self.preferences.clone() });
    }

    /// Keeps the theme; `None` follows the system. Does nothing without consent for preferences.
    pub fn prefer_theme(&mut self, theme: Option<Theme>) {
        self.prefer(Preferences { theme, ..self.preferences.clone() });
    }

    /// What may stand in storage now: `None` means nothing at all, so delete what is there. A refusal is kept, to not ask again.
    #[must_use]
    pub fn saved(&self) -> Option<Saved> {
        self.consent.is_decided().then(|| self.export())
    }

    /// Everything that is kept on this device, for the visitor to download.
    #[must_use]
    pub fn export(&self) -> Saved {
        Saved { version: VERSION, consent: self.consent, preferences: self.preferences.clone(), profile: self.profile.clone() }
    }

    /// Takes over what the visitor exported before, here or on another device. Consent comes with it, because bringing the file is
    /// an act of the visitor; but where this browser sends Global Privacy Control, it does not bring a grant for measurement.
    ///
    /// # Errors
    /// The first thing in it that is not as it must be; nothing has changed then.
    pub fn import(&mut self, saved: &Saved, now: u64) -> Result<(), Invalid> {
        saved.check()?;
        self.consent = saved.consent;
        if self.gpc && self.consent.measurement.state != State::Denied {
            self.consent.measurement = Decision::default();
        }
        self.consent.apply_signal(self.gpc, now);
        self.preferences = saved.preferences.clone();
        self.profile = saved.profile.clone();
        Ok(())
    }

    fn prefer(&mut self, preferences: Preferences) {
        if self.allows(Purpose::Preferences) && preferences.check().is_ok() {
            self.preferences = preferences;
        }
    }

    fn forget_what_is_not_granted(&mut self) {
        if !self.allows(Purpose::Preferences) {
            self.preferences = Preferences::default();
        }
        if !self.allows(Purpose::Personalisation) {
            self.profile = Profile::default();
        }
    }
}

#[cfg(test)]
#[path = "visitor_tests.rs"]
mod tests;
