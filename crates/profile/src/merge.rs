//! What two tabs have learnt at the same time, in one: neither's traces are lost, and what was withdrawn in one is withdrawn in both.
//!
//! Each tab remembers what storage held when it looked last. Against that it sees what it has changed itself and what others have, so
//! that something missing can be told apart: taken away here, or never seen here. Storage is read, merged and written under one lock.

use crate::consent::{Consent, Decision, How, Purpose, State};
use crate::fact::{Fact, Source};
use crate::interest::{Interest, MOST_POINTS, Profile};
use crate::memory::{MOST_PATHS, Progress, Seen, Visits};
use crate::saved::{Item, Preferences, Saved, VERSION};

/// What `ours` and `theirs` have both become, each from `base`.
///
/// Of two decisions about a purpose the later stands; at the same time, the one that grants less. What a purpose covers is taken from the
/// side that has decided since: the other one's was learnt under a grant that has ended. Where neither side has, or both, changes of
/// both are kept.
#[must_use]
pub fn merge(base: &Saved, ours: &Saved, theirs: &Saved) -> Saved {
    let side = |purpose| Side::of([base, ours, theirs].map(|saved| standing(&saved.consent, purpose)));
    let mut consent = Consent::default();
    for purpose in Purpose::ALL {
        let [base, ours, theirs] = [base, ours, theirs].map(|saved| standing(&saved.consent, purpose));
        consent.set(purpose, settled(&base, &ours, &theirs).unwrap_or_else(|| decision(ours, theirs)));
    }
    let measured = side(Purpose::Measurement);
    let key = measured.pick(&ours.key, &theirs.key, || {
        settled(&base.key, &ours.key, &theirs.key).unwrap_or_else(|| ours.key.clone().max(theirs.key.clone()))
    });
    let preferences = side(Purpose::Preferences)
        .pick(&ours.preferences, &theirs.preferences, || preferences(&base.preferences, &ours.preferences, &theirs.preferences));
    let profile =
        side(Purpose::Personalisation).pick(&ours.profile, &theirs.profile, || profiles(&base.profile, &ours.profile, &theirs.profile));
    Saved { version: VERSION, consent, preferences, profile, key }
}

/// Which side has decided about a purpose since.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Ours,
    Theirs,
    /// Neither, or both.
    Both,
}

impl Side {
    fn of([base, ours, theirs]: [Decision; 3]) -> Side {
        match (ours == base, theirs == base) {
            (false, true) => Side::Ours,
            (true, false) => Side::Theirs,
            _ => Side::Both,
        }
    }

    fn pick<T: Clone>(self, ours: &T, theirs: &T, both: impl FnOnce() -> T) -> T {
        match self {
            Side::Ours => ours.clone(),
            Side::Theirs => theirs.clone(),
            Side::Both => both(),
        }
    }
}

/// A decision as somebody made it; what a browser's signal denies comes anew with every page.
fn standing(consent: &Consent, purpose: Purpose) -> Decision {
    let decision = consent.get(purpose);
    if decision.how == How::Signal { Decision::default() } else { decision }
}

/// Of two new decisions the later one; but a page's dialogue does not grant what was refused by hand.
fn decision(ours: Decision, theirs: Decision) -> Decision {
    let rank = |one: &Decision, other: &Decision| {
        let by_hand = one.state == State::Denied && one.how == How::Widget && other.state == State::Granted && other.how == How::Host;
        (by_hand, one.at, one.state != State::Granted, one.state == State::Denied, one.text, one.how == How::Widget)
    };
    if rank(&ours, &theirs) >= rank(&theirs, &ours) { ours } else { theirs }
}

/// What has become of a value that at most one side has changed; `None` where both have, differently.
fn settled<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T) -> Option<T> {
    if ours == base {
        Some(theirs.clone())
    } else if theirs == base || ours == theirs {
        Some(ours.clone())
    } else {
        None
    }
}

fn preferences(base: &Preferences, ours: &Preferences, theirs: &Preferences) -> Preferences {
    Preferences {
        lang: settled(&base.lang, &ours.lang, &theirs.lang).unwrap_or_else(|| ours.lang.clone().max(theirs.lang.clone())),
        theme: settled(&base.theme, &ours.theme, &theirs.theme).unwrap_or(ours.theme.or(theirs.theme)),
    }
}

fn profiles(base: &Profile, ours: &Profile, theirs: &Profile) -> Profile {
    let later = |one: Visits, other: Visits| if (one.last, one.before) < (other.last, other.before) { other } else { one };
    Profile {
        facts: lists(&base.facts, &ours.facts, &theirs.facts),
        read: lists(&base.read, &ours.read, &theirs.read),
        seen: lists(&base.seen, &ours.seen, &theirs.seen),
        recent: lists(&base.recent, &ours.recent, &theirs.recent),
        paths: lists(&base.paths, &ours.paths, &theirs.paths),
        dismissed: dismissed(&base.dismissed, &ours.dismissed, &theirs.dismissed),
        visits: later(ours.visits, theirs.visits),
    }
}

/// What stands in a list that two sides may have changed.
trait Merged: Item + Clone + PartialEq {
    /// An item that both have changed, perhaps alike; `None` on one side when it was taken away there.
    fn both(base: Option<&Self>, ours: Option<&Self>, theirs: Option<&Self>) -> Option<Self>;
    /// What goes first where there are too many.
    fn worth(&self) -> u32 {
        0
    }
}

/// Both sides' items: theirs in their order, then what we have added or changed.
fn lists<T: Merged>(base: &[T], ours: &[T], theirs: &[T]) -> Vec<T> {
    let of = |list: &[T], item: &T| list.iter().find(|other| other.is_same(item)).cloned();
    let one = |item: &T| {
        let (base, ours, theirs) = (of(base, item), of(ours, item), of(theirs, item));
        if ours == base {
            theirs
        } else if theirs == base {
            ours
        } else {
            T::both(base.as_ref(), ours.as_ref(), theirs.as_ref())
        }
    };
    let changed = |item: &&T| of(base, item).as_ref() != Some(item);
    let new: Vec<&T> = ours.iter().filter(changed).collect();
    let old = theirs.iter().filter(|item| !new.iter().any(|other| other.is_same(item)));
    let mut all: Vec<T> = old.chain(new.iter().copied()).filter_map(one).collect();
    while all.len() > T::MOST {
        let least = all.iter().enumerate().min_by_key(|(_, item)| item.worth()).map_or(0, |(at, _)| at);
        all.remove(least);
    }
    all
}

/// Rules that either side has sent away.
fn dismissed(base: &[String], ours: &[String], theirs: &[String]) -> Vec<String> {
    let kept = |rule: &&String| ours.contains(rule) || !base.contains(rule);
    let mut all: Vec<String> = theirs.iter().filter(kept).cloned().collect();
    for rule in ours.iter().filter(|rule| !base.contains(rule) && !theirs.contains(rule)) {
        crate::memory::push(&mut all, rule.clone(), MOST_PATHS);
    }
    all
}

impl Merged for Fact {
    /// What somebody has forgotten stays forgotten; what somebody has switched off stays off.
    fn both(_: Option<&Fact>, ours: Option<&Fact>, theirs: Option<&Fact>) -> Option<Fact> {
        let (ours, theirs) = (ours?, theirs?);
        let rank = |fact: &Fact| (fact.by == Source::Visitor, fact.day, fact.value.clone());
        let said = if rank(ours) >= rank(theirs) { ours } else { theirs };
        Some(Fact { off: (ours.off || theirs.off) && ours.value == theirs.value, ..said.clone() })
    }

    fn worth(&self) -> u32 {
        self.day
    }
}

impl Merged for Interest {
    /// Points of both sides add up.
    fn both(base: Option<&Interest>, ours: Option<&Interest>, theirs: Option<&Interest>) -> Option<Interest> {
        let (ours, theirs) = (ours?, theirs?);
        let day = ours.day.max(theirs.day);
        let before = base.map_or(0, |base| base.points_on(day));
        let points = (ours.points_on(day) + theirs.points_on(day)).saturating_sub(before).min(MOST_POINTS);
        Some(Interest { path: ours.path.clone(), points, day, off: ours.off || theirs.off })
    }

    fn worth(&self) -> u32 {
        if self.off { u32::MAX } else { self.points }
    }
}

impl Merged for Seen {
    fn both(base: Option<&Seen>, ours: Option<&Seen>, theirs: Option<&Seen>) -> Option<Seen> {
        let (Some(ours), Some(theirs)) = (ours, theirs) else { return ours.or(theirs).cloned() };
        let voted = base.and_then(|base| base.helpful);
        let helpful = settled(&voted, &ours.helpful, &theirs.helpful).unwrap_or(ours.helpful.max(theirs.helpful));
        let latest = if (ours.day, &ours.revision) >= (theirs.day, &theirs.revision) { ours } else { theirs };
        Some(Seen { helpful, ..latest.clone() })
    }

    fn worth(&self) -> u32 {
        self.day
    }
}

impl Merged for String {
    fn both(_: Option<&String>, ours: Option<&String>, theirs: Option<&String>) -> Option<String> {
        ours.or(theirs).cloned()
    }
}

impl Merged for Progress {
    fn both(_: Option<&Progress>, ours: Option<&Progress>, theirs: Option<&Progress>) -> Option<Progress> {
        ours.into_iter().chain(theirs).max_by_key(|progress| progress.step).cloned()
    }
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
