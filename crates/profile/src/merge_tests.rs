//! Tabs that write at the same time, in random order: no trace is lost that was granted, nothing comes back that was withdrawn.

use super::*;
use crate::random::Random;
use crate::{Kind, Trace, Visitor};

const NOW: u64 = 1_780_000_000_000;
const TEXT: u32 = 1;

/// A tab: what it knows, and what storage held when it looked last.
#[derive(Clone)]
struct Tab {
    visitor: Visitor,
    base: Saved,
}

impl Tab {
    fn open(disk: Option<&Saved>) -> Tab {
        let visitor = sound(disk);
        Tab { base: visitor.export(), visitor }
    }

    /// Reads, merges and writes, as under the lock.
    fn keep(&mut self, disk: &mut Option<Saved>) {
        self.visitor.take_in(&self.base, &sound(disk.as_ref()).export(), NOW);
        *disk = self.visitor.saved();
        self.base = self.visitor.export();
    }

    /// Hears what storage holds.
    fn hear(&mut self, disk: Option<&Saved>) {
        let theirs = sound(disk).export();
        self.visitor.take_in(&self.base, &theirs, NOW);
        self.base = theirs;
    }
}

fn sound(saved: Option<&Saved>) -> Visitor {
    saved.map_or_else(|| Visitor::new(false, NOW), |saved| Visitor::restore(saved.clone(), TEXT, false, NOW).0)
}

fn decide(tab: &mut Tab, state: State, at: u64) {
    for purpose in Purpose::ALL {
        tab.visitor.decide(purpose, state, How::Widget, TEXT, at);
    }
}

/// Two tabs that know the same, with consent, and what storage holds.
fn two() -> ([Tab; 2], Option<Saved>) {
    let (mut tab, mut disk) = (Tab::open(None), None);
    decide(&mut tab, State::Granted, NOW);
    tab.keep(&mut disk);
    (std::array::from_fn(|_| Tab::open(disk.as_ref())), disk)
}

#[test]
fn what_two_tabs_learn_in_the_same_instant_is_all_kept() {
    let ([mut one, mut other], mut disk) = two();
    one.visitor.note(Trace::Read, &["Returns"], NOW);
    one.visitor.saw("a", "1", NOW);
    one.visitor.declare(Kind::Product, "lamp", NOW);
    other.visitor.note(Trace::Read, &["Returns"], NOW);
    other.visitor.saw("b", "1", NOW);
    other.visitor.searched("parcel");
    other.visitor.prefer_lang("fa");
    one.keep(&mut disk);
    other.keep(&mut disk);
    one.hear(disk.as_ref());
    assert_eq!(one.visitor.export(), other.visitor.export());
    let profile = one.visitor.profile();
    assert_eq!(profile.read[0].points, 2_000, "both readings count");
    assert!(profile.seen("a").is_some() && profile.seen("b").is_some() && profile.recent == ["parcel"]);
    assert!(profile.facts_of(Kind::Product).eq(["lamp"]));
    assert_eq!(one.visitor.preferences().lang.as_deref(), Some("fa"));
}

#[test]
fn what_is_heard_twice_or_late_counts_once() {
    let ([mut one, mut other], mut disk) = two();
    one.visitor.note(Trace::Read, &["Returns"], NOW);
    one.keep(&mut disk);
    for _ in 0..3 {
        other.hear(disk.as_ref());
        other.keep(&mut disk);
        one.hear(disk.as_ref());
    }
    assert_eq!(other.visitor.profile().read[0].points, 1_000);
    assert_eq!(one.visitor.export(), other.visitor.export());
}

#[test]
fn what_was_forgotten_in_one_tab_does_not_come_back_from_another() {
    let ([mut one, mut other], mut disk) = two();
    one.visitor.note(Trace::Read, &["Returns"], NOW);
    one.visitor.declare(Kind::Tier, "gold", NOW);
    one.keep(&mut disk);
    other.hear(disk.as_ref());
    one.visitor.forget(&["Returns".into()]);
    one.visitor.forget_fact(Kind::Tier, "gold");
    other.visitor.note(Trace::Read, &["Returns"], NOW);
    other.visitor.switch_fact(Kind::Tier, "gold", false);
    one.keep(&mut disk);
    other.keep(&mut disk);
    assert!(other.visitor.profile().read.is_empty() && other.visitor.profile().facts.is_empty());
}

#[test]
fn a_withdrawal_takes_along_what_another_tab_was_about_to_write() {
    for erased in [false, true] {
        let ([mut one, mut other], mut disk) = two();
        one.visitor.note(Trace::Read, &["Returns"], NOW);
        other.visitor.note(Trace::Read, &["Orders"], NOW);
        if erased {
            disk = None;
        } else {
            decide(&mut one, State::Denied, NOW + 1);
            one.keep(&mut disk);
        }
        other.keep(&mut disk);
        assert!(other.visitor.profile().is_empty() && !other.visitor.allows(Purpose::Personalisation));
        assert_eq!(disk.is_none(), erased, "a refusal is kept, deletion keeps nothing");
    }
}

#[test]
fn what_was_learnt_under_an_earlier_grant_does_not_outlive_it() {
    let ([mut one, mut other], mut disk) = two();
    other.visitor.note(Trace::Read, &["Orders"], NOW);
    decide(&mut one, State::Denied, NOW + 1);
    decide(&mut one, State::Granted, NOW + 2);
    one.visitor.note(Trace::Read, &["Returns"], NOW);
    one.keep(&mut disk);
    other.keep(&mut disk);
    let paths: Vec<&[String]> = other.visitor.profile().read.iter().map(|interest| interest.path.as_slice()).collect();
    assert_eq!(paths, [["Returns"]]);
}

#[test]
fn a_refusal_by_hand_stands_against_a_page_that_grants_in_the_same_instant() {
    let ([mut one, mut other], mut disk) = two();
    one.visitor.decide(Purpose::Measurement, State::Denied, How::Widget, TEXT, NOW + 1);
    other.visitor.decide(Purpose::Measurement, State::Pending, How::Host, TEXT, NOW + 2);
    other.visitor.decide(Purpose::Measurement, State::Granted, How::Host, TEXT, NOW + 3);
    one.keep(&mut disk);
    other.keep(&mut disk);
    assert!(!other.visitor.allows(Purpose::Measurement));
}

/// Does something at random to a tab at a time; `counts` are the readings by topic since the last decision.
fn act(tab: &mut Tab, random: &mut Random, at: u64, withdraws: bool, counts: &mut [u32; 3]) {
    let topic = random.below(3) as usize;
    match random.below(if withdraws { 8 } else { 6 }) {
        0..=2 => {
            if tab.visitor.allows(Purpose::Personalisation) {
                counts[topic] += 1;
            }
            tab.visitor.note(Trace::Read, &[["Orders", "Returns", "Payment"][topic]], NOW);
        }
        3 => tab.visitor.saw(["a", "b", "c"][topic], "1", NOW),
        4 => tab.visitor.searched(["refund", "parcel", "lamp"][topic]),
        5 => drop(tab.visitor.declare(Kind::Product, ["x", "y", "z"][topic], NOW)),
        6 => decide(tab, State::Denied, at),
        _ => decide(tab, State::Granted, at),
    }
}

#[test]
fn in_thousands_of_random_orders_three_tabs_end_with_the_same_and_have_lost_nothing() {
    let mut random = Random(42);
    for _ in 0..4_000 {
        let (_, mut disk) = two();
        let mut tabs: [Tab; 3] = std::array::from_fn(|_| Tab::open(disk.as_ref()));
        let mut counts = [0; 3];
        for step in 0..u64::from(random.below(24)) {
            let tab = &mut tabs[random.below(3) as usize];
            match random.below(4) {
                0 => tab.hear(disk.as_ref()),
                1 => tab.keep(&mut disk),
                _ => act(tab, &mut random, NOW + step, false, &mut counts),
            }
        }
        // All write what they have, then all hear.
        tabs.iter_mut().for_each(|tab| tab.keep(&mut disk));
        tabs.iter_mut().for_each(|tab| tab.hear(disk.as_ref()));
        let saved = disk.unwrap();
        assert_eq!(saved.check(), Ok(()));
        assert!(tabs.iter().all(|tab| tab.visitor.export() == saved), "all know what is kept");
        for (topic, count) in ["Orders", "Returns", "Payment"].iter().zip(counts) {
            let points = saved.profile.read.iter().find(|interest| interest.path == [*topic]).map_or(0, |interest| interest.points);
            assert_eq!(points, (count * 1_000).min(MOST_POINTS), "{topic}");
        }
    }
}

#[test]
fn in_thousands_of_random_orders_the_last_word_on_consent_holds_in_every_tab() {
    let mut random = Random(7);
    for _ in 0..4_000 {
        let (_, mut disk) = two();
        let mut tabs: [Tab; 3] = std::array::from_fn(|_| Tab::open(disk.as_ref()));
        for step in 1..=u64::from(random.below(30)) {
            let tab = &mut tabs[random.below(3) as usize];
            match random.below(4) {
                0 => tab.hear(disk.as_ref()),
                1 => tab.keep(&mut disk),
                _ => act(tab, &mut random, NOW + step, true, &mut [0; 3]),
            }
        }
        // The visitor withdraws in one tab; the others have not heard it when they write.
        decide(&mut tabs[0], State::Denied, NOW + 100);
        let order = [[0, 1, 2], [1, 0, 2], [2, 1, 0]][random.below(3) as usize];
        order.iter().for_each(|at| tabs[*at].keep(&mut disk));
        tabs.iter_mut().for_each(|tab| tab.hear(disk.as_ref()));
        let saved = disk.unwrap();
        assert_eq!(saved.check(), Ok(()));
        assert!(saved.profile.is_empty() && saved.preferences == Preferences::default() && saved.key.is_none(), "{saved:?}");
        assert!(tabs.iter().all(|tab| tab.visitor.export() == saved));
    }
}

#[test]
fn merging_is_the_same_from_either_side_and_changes_nothing_where_nothing_changed() {
    let mut random = Random(3);
    for _ in 0..4_000 {
        let ([mut one, mut other], _) = two();
        act(&mut one, &mut random, NOW + 1, true, &mut [0; 3]);
        let base = one.visitor.export();
        other.visitor = one.visitor.clone();
        for step in 0..6 {
            act(&mut one, &mut random, NOW + 2 + step, true, &mut [0; 3]);
            act(&mut other, &mut random, NOW + 2 + step, true, &mut [0; 3]);
        }
        let (ours, theirs) = (one.visitor.export(), other.visitor.export());
        let sorted = |mut saved: Saved| {
            saved.profile.facts.sort_by(|a, b| a.value.cmp(&b.value));
            saved.profile.read.sort_by(|a, b| a.path.cmp(&b.path));
            saved.profile.seen.sort_by(|a, b| a.id.cmp(&b.id));
            saved.profile.recent.sort();
            saved
        };
        assert_eq!(sorted(merge(&base, &ours, &theirs)), sorted(merge(&base, &theirs, &ours)));
        assert_eq!(merge(&base, &base, &theirs), theirs);
        assert_eq!(sorted(merge(&base, &ours, &base)), sorted(ours.clone()));
        let mut twice = merge(&base, &ours, &ours);
        // What both have read counts for both.
        twice.profile.read.clone_from(&ours.profile.read);
        assert_eq!(sorted(twice), sorted(ours));
    }
}
