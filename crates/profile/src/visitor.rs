//! A visitor: consent, preferences and profile under one roof, so that what is kept never goes beyond what is granted.

use crate::consent::{Consent, Decision, How, Purpose, State};
use crate::fact::{self, Fact, Kind, Source};
use crate::interest::{Profile, Trace, day};
use crate::memory;
use crate::merge::merge;
use crate::saved::{self, Invalid, Preferences, Saved, Theme, VERSION};

/// Most facts that the host may have said before the visitor has decided.
const MOST_TOLD: usize = 64;

/// Everything the device knows about its visitor. After each change write [`Visitor::saved`] to storage, or delete what is there when
/// it is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The browser's Global Privacy Control signal.
    gpc: bool,
    consent: Consent,
    preferences: Preferences,
    profile: Profile,
    /// Deletes at the site what was counted; only with consent for measurement.
    key: Option<String>,
    /// What the host said on this page. In memory alone: it becomes part of the profile when that is granted, is used for nothing
    /// before, and is forgotten when it is refused.
    told: Vec<Fact>,
}

impl Visitor {
    /// A visitor of whom nothing is known. `gpc` is the browser's Global Privacy Control signal.
    #[must_use]
    pub fn new(gpc: bool, now: u64) -> Visitor {
        let mut consent = Consent::default();
        consent.apply_signal(gpc, now);
        Visitor { gpc, consent, preferences: Preferences::default(), profile: Profile::default(), key: None, told: Vec::new() }
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
        visitor.profile = saved.profile;
        invalid.extend(visitor.profile.drop_unsound());
        visitor.key = saved.key.filter(|key| saved::is_key(key));
        visitor.forget_what_is_not_granted();
        (visitor, invalid)
    }

    /// Goes on as storage has them, where reading it took a while: what was decided on this page meanwhile stands, and so does what
    /// the host said. Gives what [`Visitor::restore`] gives.
    pub fn resume(&mut self, saved: Saved, text: u32, now: u64) -> Vec<Invalid> {
        let (kept, invalid) = Visitor::restore(saved, text, self.gpc, now);
        let before = std::mem::replace(self, kept);
        for purpose in Purpose::ALL {
            let Decision { state, text, how, .. } = before.consent.get(purpose);
            if matches!(how, How::Widget | How::Host) {
                self.decide(purpose, state, how, text, now);
            }
        }
        self.told = before.told;
        self.take_told();
        invalid
    }

    /// Takes in what storage holds now, where it held `base` when this page looked last ([`merge`]): what was learnt here meanwhile
    /// stands beside what was learnt elsewhere, and what was withdrawn elsewhere is withdrawn here.
    pub fn take_in(&mut self, base: &Saved, theirs: &Saved, now: u64) {
        let Saved { consent, preferences, profile, key, .. } = merge(base, &self.export(), theirs);
        (self.consent, self.preferences, self.profile, self.key) = (consent, preferences, profile, key);
        self.consent.apply_signal(self.gpc, now);
        self.forget_what_is_not_granted();
        self.take_told();
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
        let known = self.consent.get(purpose);
        // The host passes its own dialogue on with every page; what was refused here by hand, it does not grant again.
        if how == How::Host && state == State::Granted && known.how == How::Widget && known.state == State::Denied {
            return;
        }
        let decision = match state {
            State::Pending => Decision::default(),
            State::Granted | State::Denied => Decision { state, at: now, text, how },
        };
        self.consent.set(purpose, decision);
        self.consent.apply_signal(self.gpc, now);
        self.forget_what_is_not_granted();
        if purpose == Purpose::Personalisation && state != State::Granted {
            self.told.clear();
        }
        self.take_told();
    }

    /// The key that goes along with counts: whoever shows it has them deleted. `None` without consent for measurement, or before
    /// [`Visitor::make_key`].
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Takes a key, out of 128 bits of chance, where counts may be sent and there is none yet.
    pub fn make_key(&mut self, chance: u128) {
        if self.allows(Purpose::Measurement) && self.key.is_none() {
            let digit = |at: u32| char::from_digit((chance >> (4 * at)) as u32 & 15, 16);
            self.key = (0..32).map(digit).collect();
        }
    }

    /// Notes a doing that speaks for a category. Like all that follow, it does nothing without consent for personalisation.
    pub fn note(&mut self, trace: Trace, category: &[&str], now: u64) {
        self.learn(|profile| profile.note(trace, category, now));
    }

    /// Remembers that an answer was seen, in this revision (empty for none).
    pub fn saw(&mut self, id: &str, revision: &str, now: u64) {
        self.learn(|profile| memory::saw(&mut profile.seen, id, revision, day(now)));
    }

    /// Remembers the vote on an answer that was seen; `None` takes it back.
    pub fn voted(&mut self, id: &str, helpful: Option<bool>) {
        self.learn(|profile| profile.seen.iter_mut().filter(|seen| seen.id == id).for_each(|seen| seen.helpful = helpful));
    }

    /// Remembers a search that was meant.
    pub fn searched(&mut self, query: &str) {
        self.learn(|profile| memory::searched(&mut profile.recent, query));
    }

    /// Forgets the searches.
    pub fn forget_searches(&mut self) {
        self.profile.recent.clear();
    }

    /// Remembers the step of a guided path, from 1.
    pub fn stepped(&mut self, path: &str, step: u32) {
        self.learn(|profile| memory::stepped(&mut profile.paths, path, step));
    }

    /// Remembers that a rule's suggestion was sent away for good.
    pub fn dismissed(&mut self, rule: &str) {
        self.learn(|profile| crate::need::dismiss(&mut profile.dismissed, rule));
    }

    /// Counts a visit; several on one day (UTC) are one.
    pub fn visited(&mut self, now: u64) {
        self.learn(|profile| profile.visits.note(day(now)));
    }

    /// Takes what the host page says about its visitor. Before there is consent for personalisation it is held in memory, for this page,
    /// and used for nothing. `false` when the value is no short line, or there are too many.
    pub fn told(&mut self, kind: Kind, value: &str, now: u64) -> bool {
        let fact = Fact { kind, value: value.to_owned(), by: Source::Host, day: day(now), off: false };
        if !fact::is_fit(value) || self.told.len() >= MOST_TOLD {
            return false;
        }
        let taken = fact::put(&mut self.told, fact);
        self.take_told();
        taken
    }

    /// The state of the order, as the host said it for this page; only with consent for personalisation.
    #[must_use]
    pub fn order(&self) -> Option<&str> {
        let order = self.told.iter().find(|fact| fact.kind == Kind::Order).map(|fact| fact.value.as_str());
        order.filter(|_| self.allows(Purpose::Personalisation))
    }

    /// Takes what the visitor says about themselves. `false` when it cannot be kept: no consent, no short line, or too many facts.
    pub fn declare(&mut self, kind: Kind, value: &str, now: u64) -> bool {
        let fact = Fact { kind, value: value.trim().to_owned(), by: Source::Visitor, day: day(now), off: false };
        let fit = fact::is_fit(&fact.value) && kind != Kind::Order && self.allows(Purpose::Personalisation);
        fit && fact::put(&mut self.profile.facts, fact)
    }

    /// Forgets a fact.
    pub fn forget_fact(&mut self, kind: Kind, value: &str) {
        let other = |fact: &Fact| fact.kind != kind || fact.value != value;
        self.profile.facts.retain(other);
        self.told.retain(other);
    }

    /// Switches a fact on or off: what is off is listed and used for nothing.
    pub fn switch_fact(&mut self, kind: Kind, value: &str, on: bool) {
        let facts = self.profile.facts.iter_mut().filter(|fact| fact.kind == kind && fact.value == value);
        facts.for_each(|fact| fact.off = !on);
    }

    /// Forgets the interest in one category.
    pub fn forget(&mut self, category: &[String]) {
        self.profile.read.retain(|interest| interest.path != category);
    }

    /// Switches the interest in one category on or off: "not this".
    pub fn switch(&mut self, category: &[String], on: bool) {
        self.profile.read.iter_mut().filter(|interest| interest.path == category).for_each(|interest| interest.off = !on);
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
        let (preferences, profile, key) = (self.preferences.clone(), self.profile.clone(), self.key.clone());
        Saved { version: VERSION, consent: self.consent, preferences, profile, key }
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
        self.key = saved.key.clone();
        self.forget_what_is_not_granted();
        Ok(())
    }

    fn prefer(&mut self, preferences: Preferences) {
        if self.allows(Purpose::Preferences) && preferences.check().is_ok() {
            self.preferences = preferences;
        }
    }

    fn learn(&mut self, change: impl FnOnce(&mut Profile)) {
        if self.allows(Purpose::Personalisation) {
            change(&mut self.profile);
        }
    }

    /// Makes what the host said part of the profile, where that may be kept. The state of an order is for this page alone.
    fn take_told(&mut self) {
        let told = self.told.iter().filter(|fact| fact.kind != Kind::Order).cloned();
        if self.consent.allows(Purpose::Personalisation) {
            for fact in told {
                fact::put(&mut self.profile.facts, fact);
            }
        }
    }

    fn forget_what_is_not_granted(&mut self) {
        if !self.allows(Purpose::Preferences) {
            self.preferences = Preferences::default();
        }
        if !self.allows(Purpose::Personalisation) {
            self.profile = Profile::default();
        }
        if !self.allows(Purpose::Measurement) {
            self.key = None;
        }
    }
}

#[cfg(test)]
#[path = "visitor_tests.rs"]
mod tests;
