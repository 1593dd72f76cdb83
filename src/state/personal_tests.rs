//! What is known of the visitor, without a browser: who is asked when, what reaches other tabs, what is suggested, what is brought.

use faqlet_beacon::{Data, Origin};
use faqlet_profile::site::{Audience, AudienceMode, Condition, Facts, Route, RouteKind, Rule, Site, When};
use faqlet_profile::{How, Kind, Purpose, Saved, State as Decision, Visitor};

use super::tests::{Visit, has, sent, setup};
use super::*;

const NOW: u64 = 1_780_000_000_000;

fn visit(known: Site) -> Visit {
    Visit::with(Setup { known, page: "https://shop.example/cart/pay".into(), ..setup() })
}

fn granted() -> Saved {
    let mut visitor = Visitor::new(false, NOW);
    visitor.decide(Purpose::Personalisation, Decision::Granted, How::Widget, CONSENT_TEXT, NOW);
    visitor.saw("entry-3", "11111111", NOW);
    visitor.export()
}

fn restored(saved: Option<Saved>) -> Action {
    Action::Restored(saved.map(Box::new))
}

#[test]
fn the_visitor_is_asked_when_it_would_help_and_once() {
    let mut visit = visit(Site::default());
    assert!(!visit.state.asks());
    visit.act(Action::Open(0, Origin::Browse));
    visit.act(Action::Open(3, Origin::Browse));
    assert!(!visit.state.asks(), "not over an answer that is being read");
    visit.search("refund");
    assert!(visit.state.asks());
    visit.act(Action::Decide(Purpose::Personalisation, false));
    assert!(!visit.state.asks());
    let mut private = Visit::with(Setup { gpc: true, ..setup() });
    for entry in 0..3 {
        private.act(Action::Open(entry, Origin::Browse));
    }
    private.search("refund");
    assert!(!private.state.asks(), "a browser that asks for privacy has said something");
}

#[test]
fn nothing_is_written_over_what_storage_has_before_it_has_said_it() {
    let mut visit = Visit::with(setup());
    visit.state = State::new(visit.state.engine, visit.state.setup, NOW);
    let effects = visit.act(Action::HostDecided(Purpose::Measurement, Decision::Granted));
    assert!(!has(&effects, &Effect::Keep));
    let effects = visit.act(restored(Some(granted())));
    assert!(has(&effects, &Effect::Keep));
    assert!(visit.state.visitor.allows(Purpose::Measurement) && visit.state.visitor.profile().seen("entry-3").is_some());
}

#[test]
fn a_dialogue_that_repeats_itself_changes_nothing_that_was_chosen_here() {
    let mut visit = Visit::with(setup());
    visit.state = State::new(visit.state.engine, visit.state.setup, NOW);
    visit.act(Action::HostDecidedBefore(Purpose::Personalisation, Decision::Denied));
    visit.act(restored(Some(granted())));
    assert!(visit.state.visitor.allows(Purpose::Personalisation));
    visit.act(Action::HostDecided(Purpose::Personalisation, Decision::Denied));
    assert!(!visit.state.visitor.allows(Purpose::Personalisation), "but a new word counts");
}

#[test]
fn what_a_newer_widget_has_kept_is_left_alone_and_said_once() {
    let newer = Saved { version: faqlet_profile::VERSION + 1, ..granted() };
    let mut visit = Visit::with(setup());
    let effects = visit.act(restored(Some(newer)));
    assert!(!has(&effects, &Effect::Keep) && effects.iter().any(|effect| matches!(effect, Effect::Warn(text) if text.contains("newer"))));
    assert!(visit.state.visitor.profile().is_empty());
}

#[test]
fn withdrawal_in_another_tab_is_withdrawal_here() {
    let mut visit = Visit::with(setup());
    visit.act(restored(Some(granted())));
    visit.act(Action::Told(Kind::Tier, "gold".into()));
    let effects = visit.act(Action::Heard(None));
    assert!(has(&effects, &Effect::Purge) && !has(&effects, &Effect::Keep), "told by another tab, nobody is told again");
    assert!(visit.state.visitor.saved().is_none() && visit.state.visitor.profile().is_empty());
    let effects = visit.act(Action::Heard(Some(Box::new(granted()))));
    assert!(has(&effects, &Effect::Tell(Notice::Consent)));
    assert!(visit.state.visitor.profile().facts_of(Kind::Tier).eq(["gold"]), "what the page said on this page is still known");
}

#[test]
fn what_another_tab_has_kept_meanwhile_stands_beside_what_was_learnt_here() {
    let mut visit = Visit::with(setup());
    visit.act(restored(Some(granted())));
    visit.act(Action::Open(0, Origin::Browse));
    let mut theirs = Visitor::restore(granted(), CONSENT_TEXT, false, NOW).0;
    theirs.saw("entry-7", "22222222", NOW);
    let (ours, merged) = (visit.state.visitor.export(), visit.state.merged(theirs.saved(), NOW));
    let seen = |visitor: &Visitor| visitor.profile().seen.iter().map(|seen| seen.id.clone()).collect::<Vec<_>>();
    assert_eq!(seen(&merged).len(), 3, "{:?}", seen(&merged));
    // What is learnt while it is being written stays, and is kept next time.
    visit.act(Action::Open(2, Origin::Browse));
    visit.act(Action::Kept(Box::new([ours, merged.export()])));
    assert_eq!(seen(&visit.state.visitor).len(), 4);
    let points = |visitor: &Visitor| visitor.profile().read.iter().map(|interest| interest.points).sum::<u32>();
    let again = visit.state.merged(merged.saved(), NOW);
    assert_eq!((seen(&again).len(), points(&again)), (4, points(&visit.state.visitor)), "nothing counts twice");
}

#[test]
fn what_was_cleared_away_elsewhere_does_not_come_back_and_a_new_grant_is_kept() {
    let mut visit = Visit::with(setup());
    assert!(!visit.state.misses(None));
    visit.act(restored(Some(granted())));
    visit.act(Action::Open(0, Origin::Browse));
    assert!(visit.state.misses(None) && !visit.state.misses(Some(&granted())));
    assert_eq!(visit.state.merged(None, NOW).saved(), None);
    visit.act(Action::Erase);
    assert_eq!(visit.state.merged(Some(granted()), NOW).saved(), None, "what is about to be deleted is not taken in again");
    visit.act(Action::Forgotten);
    visit.grant(Purpose::Personalisation);
    visit.act(Action::Open(3, Origin::Browse));
    assert!(visit.state.merged(None, NOW).saved().is_some_and(|saved| !saved.profile.seen.is_empty()));
}

#[test]
fn withdrawn_measurement_deletes_what_was_counted_with_the_key_it_was_counted_under() {
    let mut visit = Visit::with(setup());
    visit.grant(Purpose::Measurement);
    let key = visit.state.visitor.key().unwrap().to_owned();
    let effects = visit.act(Action::Open(0, Origin::Browse));
    let keyed = |effect: &Effect| matches!(effect, Effect::Send(event) if event.erase_key.as_deref() == Some(key.as_str()));
    assert!(effects.iter().any(keyed));
    let effects = visit.act(Action::Decide(Purpose::Measurement, false));
    assert!(has(&effects, &Effect::Purge));
    assert!(matches!(&sent(&effects)[..], [Data::Erase(erase)] if erase.key == key));
    visit.grant(Purpose::Measurement);
    assert_ne!(visit.state.visitor.key(), Some(key.as_str()), "a new grant, a new key");
    let effects = visit.act(Action::Erase);
    assert_eq!(sent(&effects).len(), 1);
}

#[test]
fn what_is_only_for_others_is_not_listed_but_reached_by_link_and_by_its_words() {
    let gold = Condition { tier: Some("gold".into()), ..Condition::default() };
    let only = Facts { audience: Some(Audience { mode: AudienceMode::Only, any: vec![gold] }), ..Facts::default() };
    let known = Site { facts: [("entry-1".to_owned(), only)].into(), popular: vec!["entry-1".into()], ..Site::default() };
    let mut visit = visit(known);
    visit.search("refund arrive");
    assert!(visit.ids().contains(&1) && visit.state.popular() == [1], "who says nothing misses nothing");
    visit.grant(Purpose::Personalisation);
    visit.act(Action::Declare(Kind::Tier, "silver".into()));
    assert!(!visit.ids().contains(&1) && visit.state.popular().is_empty());
    visit.search("When does my refund arrive?");
    assert!(visit.ids().contains(&1), "who asks for it word for word gets it");
    visit.act(Action::Follow("entry-1".into()));
    assert_eq!(visit.state.view, View::Answer(1));
}

#[test]
fn what_was_revoked_is_nowhere() {
    let mut visit = visit(Site { revoked: vec!["entry-1".into()], popular: vec!["entry-1".into()], ..Site::default() });
    visit.search("When does my refund arrive?");
    assert!(!visit.ids().contains(&1) && visit.state.popular().is_empty());
    let topic = visit.state.topics.iter().position(|topic| topic.name() == "Returns").unwrap() as u32;
    assert_eq!(visit.state.entries_of(topic), 1);
    visit.act(Action::Follow("entry-1".into()));
    assert_eq!(visit.state.view, View::Gone);
}

fn rule(id: &str, when: When) -> Rule {
    Rule { id: id.into(), when, suggest: vec!["entry-3".into()], most: 1, ..Rule::default() }
}

#[test]
fn a_rule_speaks_once_at_its_time_and_not_over_what_is_being_written() {
    let when = When { page: Some("/cart/*".into()), dwell: Some(30), ..When::default() };
    let mut visit = visit(Site { rules: vec![rule("cart", when)], ..Site::default() });
    assert_eq!(visit.state.dwells(), [30]);
    visit.act(Action::Settings);
    visit.act(Action::Stayed(30));
    assert_eq!(visit.state.suggestion, None, "not in the middle of something else");
    visit.act(Action::Back);
    visit.act(Action::Stayed(30));
    assert!(visit.state.suggestion.is_some());
    visit.act(Action::Suggested(Some(3)));
    assert_eq!((visit.state.view.clone(), visit.state.suggestion.clone()), (View::Answer(3), None));
    visit.act(Action::Stayed(60));
    assert_eq!(visit.state.suggestion, None);
}

#[test]
fn a_changed_answer_is_suggested_and_says_so() {
    let facts = Facts { revision: "22222222".into(), ..Facts::default() };
    let when = When { changed: true, ..When::default() };
    let mut visit = visit(Site { facts: [("entry-3".to_owned(), facts)].into(), rules: vec![rule("news", when)], ..Site::default() });
    assert_eq!(visit.state.suggestion, None);
    visit.act(restored(Some(granted())));
    assert_eq!(visit.state.suggestion.as_ref().map(|suggestion| suggestion.rule.as_str()), Some("news"));
    visit.act(Action::Suggested(Some(3)));
    assert_eq!(visit.state.changed, Some(3));
    visit.act(Action::Open(3, Origin::Browse));
    assert_eq!(visit.state.changed, None, "now it has been read");
}

#[test]
fn three_searches_in_vain_offer_people_and_sent_away_is_remembered_with_consent() {
    let routes = vec![Route { id: "mail".into(), kind: RouteKind::Mail, to: "a@shop.example".into(), ..Route::default() }];
    let mut visit = visit(Site { routes, ..Site::default() });
    visit.grant(Purpose::Personalisation);
    for words in ["zzyzx", "qwfp", "xkcd"] {
        visit.search(words);
        visit.act(Action::Settle);
    }
    assert!(visit.state.suggestion.as_ref().is_some_and(|suggestion| suggestion.contact));
    let effects = visit.act(Action::Dismiss);
    assert!(has(&effects, &Effect::Keep) && visit.state.suggestion.is_none());
    assert_eq!(visit.state.visitor.profile().dismissed, [faqlet_profile::UNANSWERED_RULE]);
}

#[test]
fn the_members_route_goes_first_for_members_and_nobody_elses() {
    let route = |id: &str, tiers: &[&str]| Route {
        id: id.into(),
        kind: RouteKind::Mail,
        tiers: tiers.iter().map(|&tier| tier.to_owned()).collect(),
        ..Route::default()
    };
    let mut visit = visit(Site { routes: vec![route("gold", &["gold"]), route("all", &[])], ..Site::default() });
    visit.act(Action::Contact);
    assert_eq!(visit.state.route().map(|route| route.id.as_str()), Some("all"));
    visit.act(Action::Back);
    visit.grant(Purpose::Personalisation);
    visit.act(Action::Told(Kind::Tier, "gold".into()));
    visit.act(Action::Contact);
    assert_eq!(visit.state.route().map(|route| route.id.as_str()), Some("gold"));
}

#[test]
fn what_is_brought_is_taken_whole_or_not_at_all() {
    let mut visit = Visit::with(setup());
    let bad = Saved { version: 7, ..granted() };
    for nothing in [None, Some(Box::new(bad))] {
        let effects = visit.act(Action::Bring(nothing));
        assert!(!has(&effects, &Effect::Keep) && visit.state.said == Told::Refused);
        assert!(visit.state.visitor.saved().is_none());
    }
    let effects = visit.act(Action::Bring(Some(Box::new(granted()))));
    assert!(has(&effects, &Effect::Keep) && visit.state.said == Told::Brought);
    assert_eq!(visit.state.visitor.export(), granted());
}

#[test]
fn a_passphrase_must_be_long_enough_to_lock_and_is_forgotten_when_it_was_used() {
    let mut visit = Visit::with(setup());
    visit.act(Action::HandOver(Transfer::Give));
    visit.act(Action::Write(Field::Pass, "short".into()));
    visit.act(Action::TurnKey);
    assert_eq!(visit.state.transfer, Transfer::Give);
    visit.act(Action::Write(Field::Pass, "long enough".into()));
    let effects = visit.act(Action::TurnKey);
    assert!(has(&effects, &Effect::Seal("long enough".into())));
    assert_eq!((visit.state.transfer.clone(), visit.state.pass.as_str()), (Transfer::Busy, ""));
    visit.act(Action::Take("faqlet1.x".into()));
    assert_eq!(visit.state.view, View::Settings);
    visit.act(Action::Write(Field::Pass, "any".into()));
    let effects = visit.act(Action::TurnKey);
    assert!(has(&effects, &Effect::Unseal("faqlet1.x".into(), "any".into())));
}
