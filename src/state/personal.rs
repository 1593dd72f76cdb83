//! What is known of the visitor: consent, what was said and learnt, taking it along to another device, and what is suggested because of it.

use faqlet_beacon::{Data, Erase};
use faqlet_profile::site::{AudienceMode, Rule};
use faqlet_profile::{Declared, How, Kind, Needs, Purpose, Saved, State as Decision, Suggestion, Visit, Visitor, Why, fill, is_for};

use super::action::{Effect, Notice, Target};
use super::reduce::Effects;
use super::{CONSENT_TEXT, Shown, State, View};

/// Answers opened in a visit before the visitor is asked whether that may order answers: before the first ones it could not.
const ASKED_AFTER: usize = 2;
/// Most different times on the page that rules may wait for.
const DWELLS: usize = 16;

/// What has come of what the visitor did with what is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Told {
    /// Nothing to say.
    #[default]
    Nothing,
    /// Everything was deleted.
    Erased,
    /// What was brought has been taken over.
    Brought,
    /// What was brought is no profile; nothing has changed.
    Refused,
}

/// Taking what is known along to another device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Transfer {
    /// Not asked for.
    #[default]
    None,
    /// A passphrase is asked for, to lock it.
    Give,
    /// It is being locked or unlocked.
    Busy,
    /// It is locked.
    Given(Sealed),
    /// A passphrase is asked for, to unlock this.
    Take(String),
    /// That passphrase does not unlock this.
    Wrong(String),
    /// This browser cannot lock or unlock: the page has no secure address.
    Missing,
}

/// A profile that is locked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// The text.
    pub text: String,
    /// An address of this page that brings it along, behind the fragment; empty where it is too long for that.
    pub link: String,
    /// The same as a QR code: the path of its dark squares, and how many squares it is wide; 0 where it does not fit.
    pub code: (String, u32),
}

/// Something to take home as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Everything that is kept.
    Profile,
    /// The consent record.
    Record,
    /// The locked profile.
    Sealed,
}

/// What is done with something that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It counts.
    On,
    /// It is listed and counts for nothing.
    Off,
    /// It is forgotten.
    Never,
}

/// What happens in this visit that suggestions depend on. In memory alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Now {
    needs: Needs,
    unanswered: u32,
    dwell: u32,
    /// Whether storage has answered; until then nothing is written over what it has.
    restored: bool,
    /// Whether something is to be kept as soon as it has.
    unkept: bool,
    /// What the page's dialogue has repeated before that.
    early: Vec<(Purpose, Decision)>,
    /// What storage held when this tab looked last; against it, what was learnt here and elsewhere since can be told apart.
    kept: Option<Box<Saved>>,
}

impl State {
    /// Version of the words that ask for consent: ours and the owner's, whichever is higher.
    #[must_use]
    pub fn consent_text(&self) -> u32 {
        CONSENT_TEXT.max(self.setup.known.consent)
    }

    /// Whether the visitor is to be asked, at the place where it would help: they have read here, search again, and said nothing yet.
    #[must_use]
    pub fn asks(&self) -> bool {
        let open = self.visitor.consent().personalisation.state == Decision::Pending;
        let here = matches!(self.view, View::Home | View::Results) && self.now.restored && !self.setup.gpc;
        open && here && self.opened.len() >= ASKED_AFTER
    }

    /// Whether an entry is listed for this visitor: not one that was revoked, nor one that is only for others.
    #[must_use]
    pub fn is_listed(&self, entry: u32) -> bool {
        self.lister()(entry)
    }

    /// Tells for many entries whether they are listed.
    pub fn lister(&self) -> impl Fn(u32) -> bool + '_ {
        let declared: Declared = self.visitor.profile().declared(&self.setup.lang);
        move |entry| {
            let Some(view) = self.engine.entry(entry) else { return false };
            let facts = self.setup.known.facts.get(view.id);
            !self.is_revoked(view.id) && is_for(facts.and_then(|facts| facts.audience.as_ref()), &declared)
        }
    }

    /// Whether an entry must not be shown any more, even from an older copy of the index.
    #[must_use]
    pub fn is_revoked(&self, id: &str) -> bool {
        self.setup.known.revoked.iter().any(|revoked| revoked == id)
    }

    /// How many entries of a topic are listed.
    #[must_use]
    pub fn entries_of(&self, topic: u32) -> u32 {
        let known = &self.setup.known;
        let only =
            |facts: &faqlet_profile::site::Facts| facts.audience.as_ref().is_some_and(|audience| audience.mode == AudienceMode::Only);
        if known.revoked.is_empty() && !known.facts.values().any(only) {
            return self.topics.get(topic as usize).map_or(0, |topic| topic.entries);
        }
        let listed = self.lister();
        self.engine.entries_in(topic).into_iter().filter(|entry| listed(*entry)).count() as u32
    }

    /// The answer of an entry, with its placeholders filled.
    #[must_use]
    pub fn shown(&self, entry: u32) -> Shown {
        let mut shown = self.answers.get(entry);
        if let Shown::Here(answer) = &mut shown {
            answer.fill(&|name| fill(name, self.visitor.profile(), &self.setup.known));
        }
        shown
    }

    /// What visitors read for something that was said: the owner's title for it.
    #[must_use]
    pub fn titled<'a>(&'a self, kind: Kind, value: &'a str) -> &'a str {
        let choices = &self.setup.known.choices;
        match kind {
            Kind::Product => faqlet_profile::title(value, &choices.products),
            Kind::Tier => faqlet_profile::title(value, &choices.tiers),
            Kind::Interest => faqlet_profile::title(value, &choices.interests),
            _ => value,
        }
    }

    /// The reasons that have moved results up, each once.
    #[must_use]
    pub fn reasons(&self) -> Vec<&Why> {
        let mut reasons = Vec::new();
        for why in self.results.rows.iter().filter_map(|row| row.because.as_ref()) {
            if !reasons.contains(&why) {
                reasons.push(why);
            }
        }
        reasons
    }

    /// Seconds on the page that rules wait for, each once.
    #[must_use]
    pub fn dwells(&self) -> Vec<u32> {
        let mut dwells: Vec<u32> = self.setup.known.rules.iter().filter_map(|rule: &Rule| rule.when.dwell).collect();
        dwells.sort_unstable();
        dwells.dedup();
        dwells.truncate(DWELLS);
        dwells
    }

    /// The visitor has chosen, at a switch or where they were asked.
    pub(super) fn choose(&mut self, purpose: Purpose, granted: bool, out: &mut Effects) {
        self.decide(purpose, if granted { Decision::Granted } else { Decision::Denied }, How::Widget, out);
        // Elsewhere than at its switch, the button that was pressed is gone.
        match self.view {
            View::Settings => {}
            View::Results => out.push(Effect::Focus(Target::Results)),
            _ => out.push(Effect::Focus(Target::Still)),
        }
    }

    /// The page's dialogue repeats with each page what it was told once; a choice made here since then is the newer one.
    pub(super) fn host_decided_before(&mut self, purpose: Purpose, state: Decision, out: &mut Effects) {
        if !self.now.restored {
            return self.now.early.push((purpose, state));
        }
        if self.visitor.consent().get(purpose).how != How::Widget {
            self.decide(purpose, state, How::Host, out);
        }
    }

    pub(super) fn decide(&mut self, purpose: Purpose, state: Decision, how: How, out: &mut Effects) {
        if self.visitor.consent().get(purpose).state == state {
            return;
        }
        let key = self.visitor.key().map(str::to_owned);
        self.visitor.decide(purpose, state, how, self.consent_text(), out.moment.now);
        self.visitor.visited(out.moment.now);
        self.said = Told::Nothing;
        if purpose == Purpose::Measurement {
            // What was counted before the decision was not covered by it, and what was counted until now is not any more.
            self.tally = Default::default();
            self.outcome = Default::default();
            let chance = out.moment.random.iter().fold(u128::from(out.moment.now), |sum, byte| (sum << 8) | u128::from(*byte));
            self.visitor.make_key(chance);
            out.push(Effect::Purge);
            self.delete_counts(key, out);
        }
        self.keep(out);
        out.push(Effect::Tell(Notice::Consent));
        self.look_again(out);
    }

    /// Asks the site to delete what was counted under this key, where that is no longer allowed.
    fn delete_counts(&self, key: Option<String>, out: &mut Effects) {
        if let Some(key) = key.filter(|_| self.visitor.key().is_none() && self.setup.collects) {
            let event = out.event(&self.setup.site, Data::Erase(Erase { key }));
            out.push(Effect::Send(Box::new(event)));
        }
    }

    /// Takes what the page knows of its visitor: in memory, until there is consent to personalisation.
    pub(super) fn told(&mut self, kind: Kind, value: &str, out: &mut Effects) {
        self.visitor.told(kind, value, out.moment.now);
        self.learnt(out);
        self.consider();
    }

    /// Takes what the visitor says of themselves.
    pub(super) fn declare(&mut self, kind: Kind, value: &str, out: &mut Effects) {
        self.said = Told::Nothing;
        if kind == Kind::Name {
            self.name.clear();
        }
        self.visitor.declare(kind, value, out.moment.now);
        self.learnt(out);
    }

    /// Switches something that is known on or off, or forgets it.
    pub(super) fn regard(&mut self, why: &Why, how: Use, out: &mut Effects) {
        let visitor = &mut self.visitor;
        match (why, how) {
            (Why::Read { path }, Use::Never) => visitor.forget(path),
            (Why::Read { path }, how) => visitor.switch(path, how == Use::On),
            (Why::Fact { kind, value }, Use::Never) => visitor.forget_fact(*kind, value),
            (Why::Fact { kind, value }, how) => visitor.switch_fact(*kind, value, how == Use::On),
            _ => {}
        }
        self.said = Told::Nothing;
        self.learnt(out);
        if self.view == View::Results {
            out.push(Effect::Focus(Target::Results));
        } else if how == Use::Never {
            out.push(Effect::Focus(Target::Still));
        }
    }

    /// Keeps what was learnt, and orders by it.
    fn learnt(&mut self, out: &mut Effects) {
        if self.visitor.allows(Purpose::Personalisation) {
            self.keep(out);
            self.look_again(out);
        }
    }

    /// Brings storage in line, once it has said what is in it.
    pub(super) fn keep(&mut self, out: &mut Effects) {
        self.now.unkept = true;
        if self.now.restored {
            self.now.unkept = false;
            out.push(Effect::Keep);
        }
    }

    /// Searches again where results are seen: what is known has changed.
    fn look_again(&mut self, out: &mut Effects) {
        if self.view == View::Results {
            self.search(out);
        }
    }

    pub(super) fn erase(&mut self, out: &mut Effects) {
        let key = self.visitor.key().map(str::to_owned);
        self.visitor = Visitor::new(self.setup.gpc, out.moment.now);
        self.tally = Default::default();
        self.outcome = Default::default();
        self.transfer = Transfer::None;
        self.now.unkept = false;
        self.said = Told::Erased;
        out.push(Effect::Forget);
        self.delete_counts(key, out);
        out.push(Effect::Tell(Notice::Consent));
        self.look_again(out);
    }

    /// What storage had to say; `None` when it has nothing.
    pub(super) fn restore(&mut self, saved: Option<Saved>, out: &mut Effects) {
        self.now.restored = true;
        if let Some(saved) = saved {
            let newer = saved.version > faqlet_profile::VERSION;
            self.now.kept = Some(Box::new(self.sound(Some(saved.clone()), out.moment.now)));
            let invalid = self.visitor.resume(saved, self.consent_text(), out.moment.now);
            let visits = self.visitor.profile().visits;
            self.visitor.visited(out.moment.now);
            // What a newer widget of the site has kept is left as it is until the visitor decides something here.
            self.now.unkept |= !newer && (!invalid.is_empty() || self.visitor.profile().visits != visits);
            out.list.extend(invalid.first().map(|first| Effect::Warn(["what was kept: ", &first.to_string()].concat())));
        }
        for (purpose, state) in std::mem::take(&mut self.now.early) {
            self.host_decided_before(purpose, state, out);
        }
        if self.now.unkept {
            self.keep(out);
        }
        let lang = self.visitor.preferences().lang.clone();
        let offered = |lang: &String| *lang != self.setup.lang && self.setup.languages.iter().any(|(tag, _)| tag == lang);
        if let Some(lang) = lang.filter(|lang| self.setup.any_lang && offered(lang)) {
            self.language(lang, out);
        }
        self.look_again(out);
        self.consider();
    }

    /// What may stand in storage, where it holds `kept` now: what is known here, and what others have kept since this tab looked last.
    #[must_use]
    pub fn merged(&self, kept: Option<Saved>, now: u64) -> Visitor {
        let mut visitor = self.visitor.clone();
        visitor.take_in(&self.base(now), &self.sound(kept, now), now);
        visitor
    }

    /// Whether something was kept, and `kept` says that it is gone, though nobody has told this tab: the browser or the visitor has
    /// cleared it away.
    #[must_use]
    pub fn misses(&self, kept: Option<&Saved>) -> bool {
        kept.is_none() && self.now.kept.as_ref().is_some_and(|kept| kept.consent.is_decided())
    }

    fn base(&self, now: u64) -> Saved {
        self.sound(self.now.kept.as_deref().cloned(), now)
    }

    /// What of a saved state is as it must be.
    fn sound(&self, saved: Option<Saved>, now: u64) -> Saved {
        let visitor = match saved {
            Some(saved) => Visitor::restore(saved, self.consent_text(), self.setup.gpc, now).0,
            None => Visitor::new(self.setup.gpc, now),
        };
        visitor.export()
    }

    /// What was known here is kept, together with what others had kept meanwhile.
    pub(super) fn kept(&mut self, [ours, kept]: [Saved; 2], out: &mut Effects) {
        self.take_in(&ours, kept, out);
    }

    /// Storage is empty, because it was emptied here.
    pub(super) fn forgotten(&mut self) {
        self.now.kept = None;
    }

    /// Another tab has changed what is kept, or (`None`) deleted it.
    pub(super) fn heard(&mut self, saved: Option<Saved>, out: &mut Effects) {
        if saved.is_none() {
            if !self.visitor.consent().is_decided() {
                return;
            }
            self.transfer = Transfer::None;
        }
        let now = out.moment.now;
        self.take_in(&self.base(now), self.sound(saved, now), out);
    }

    /// Takes in what storage holds now, where it held `base` before.
    fn take_in(&mut self, base: &Saved, kept: Saved, out: &mut Effects) {
        let before = self.visitor.clone();
        self.visitor.take_in(base, &kept, out.moment.now);
        self.now.kept = Some(Box::new(kept));
        if before == self.visitor {
            return;
        }
        let (was, is) = (before.consent(), self.visitor.consent());
        if was != is {
            if Purpose::ALL.into_iter().any(|purpose| was.allows(purpose) && !is.allows(purpose)) {
                self.tally = Default::default();
                self.outcome = Default::default();
                out.push(Effect::Purge);
            }
            out.push(Effect::Tell(Notice::Consent));
        }
        self.look_again(out);
    }

    /// Takes over what the visitor brought; `None` when it is no profile.
    pub(super) fn bring(&mut self, saved: Option<Saved>, out: &mut Effects) {
        self.transfer = Transfer::None;
        self.pass.clear();
        let taken = saved.is_some_and(|saved| self.visitor.import(&saved, out.moment.now).is_ok());
        self.said = if taken { Told::Brought } else { Told::Refused };
        if taken {
            self.keep(out);
            out.push(Effect::Tell(Notice::Consent));
        }
        out.push(Effect::Focus(Target::Still));
    }

    /// A locked profile has come, by link or file: its passphrase is asked for.
    pub(super) fn take(&mut self, text: String, out: &mut Effects) {
        self.show_panel(out);
        self.pass.clear();
        self.said = Told::Nothing;
        self.transfer = Transfer::Take(text);
        self.go(View::Settings, out);
        out.push(Effect::Focus(Target::Missing));
    }

    /// Begins or ends taking along.
    pub(super) fn hand_over(&mut self, transfer: Transfer, out: &mut Effects) {
        self.pass.clear();
        let asks = matches!(transfer, Transfer::Give | Transfer::Wrong(_));
        self.transfer = transfer;
        out.push(Effect::Focus(if asks { Target::Missing } else { Target::Still }));
    }

    /// Locks or unlocks with the passphrase.
    pub(super) fn turn_key(&mut self, out: &mut Effects) {
        let pass = std::mem::take(&mut self.pass);
        let effect = match std::mem::take(&mut self.transfer) {
            Transfer::Give if pass.chars().count() >= PASS_CHARS => Effect::Seal(pass),
            Transfer::Take(text) | Transfer::Wrong(text) if !pass.is_empty() => Effect::Unseal(text, pass),
            other => {
                (self.transfer, self.pass) = (other, pass);
                return out.push(Effect::Focus(Target::Missing));
            }
        };
        self.transfer = Transfer::Busy;
        out.push(effect);
    }

    /// Counts a search that found no good answer.
    pub(super) fn in_vain(&mut self) {
        self.now.unanswered += 1;
        self.consider();
    }

    /// So many seconds have passed on the page.
    pub(super) fn stayed(&mut self, seconds: u32) {
        self.now.dwell = self.now.dwell.max(seconds);
        self.consider();
    }

    /// Suggests something before anybody asks, where a rule says so: one thing at a time, and never over what is being read or written.
    pub(super) fn consider(&mut self) {
        let quiet = self.suggestion.is_none() && self.now.restored && !matches!(self.view, View::Settings | View::Contact);
        let declared = self.visitor.profile().declared(&self.setup.lang);
        let visit = Visit {
            page: &self.setup.page,
            dwell: self.now.dwell,
            unanswered: self.now.unanswered,
            order: self.visitor.order(),
            known: declared.known(),
        };
        let next = self.now.needs.next(&self.setup.known, self.visitor.profile(), visit);
        if let Some(mut next) = next.filter(|_| quiet) {
            next.entries.retain(|id| self.engine.find(id).is_some_and(|entry| self.is_listed(entry)));
            self.now.needs.shown(&next.rule);
            // A rule of which nothing is left to say has had its turn.
            self.suggestion = Some(next).filter(|next| !next.entries.is_empty() || (next.contact && self.has_contact()));
            if self.suggestion.is_none() {
                self.consider();
            }
        }
    }

    /// Sends the suggestion away: not again in this visit, and with consent never again.
    pub(super) fn dismiss(&mut self, out: &mut Effects) {
        let Some(Suggestion { rule, .. }) = self.suggestion.take() else { return };
        self.now.needs.dismiss(&rule);
        self.visitor.dismissed(&rule);
        self.learnt(out);
    }

    /// Goes where the suggestion leads: to an entry, or to people.
    pub(super) fn follow_suggestion(&mut self, entry: Option<u32>, out: &mut Effects) {
        let route = self.suggestion.take().and_then(|suggestion| suggestion.route);
        self.show_panel(out);
        if let Some(entry) = entry {
            return self.open_entry(entry, faqlet_beacon::Origin::Suggested, out);
        }
        self.contact(out);
        if let Some(at) = self.setup.known.routes.iter().position(|own| Some(&own.id) == route.as_ref()) {
            self.draft.route = at;
        }
    }
}

/// Fewest characters of a passphrase.
pub const PASS_CHARS: usize = 8;
