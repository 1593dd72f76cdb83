//! Tests of consent and of what is kept: whatever happens in whatever order, nothing is kept that is not granted.

use super::*;
use crate::random::Random;
use crate::{Interest, MOST_BYTES, Progress, Seen, Visits};

const NOW: u64 = 1_780_000_000_000;
const TEXT: u32 = 3;

fn grown() -> Visitor {
    let mut visitor = Visitor::new(false, NOW);
    for purpose in Purpose::ALL {
        visitor.decide(purpose, State::Granted, How::Widget, TEXT, NOW);
    }
    visitor.note(Trace::Read, &["Orders", "Returns"], NOW);
    visitor.saw("returns", "0a1b2c3d", NOW);
    visitor.voted("returns", Some(true));
    visitor.searched("send it back");
    visitor.stepped("first-lamp", 2);
    visitor.dismissed("checkout");
    visitor.visited(NOW);
    visitor.told(Kind::Tier, "gold", NOW);
    visitor.declare(Kind::Product, "lumen-2", NOW);
    visitor.make_key(7);
    visitor.prefer_lang("zh-Hant");
    visitor.prefer_theme(Some(Theme::Dark));
    visitor
}

/// Damages a saved state.
type Damage<'a> = &'a dyn Fn(&mut Saved);

fn through_json(saved: &Saved) -> Saved {
    serde_json::from_str(&serde_json::to_string(saved).unwrap()).unwrap()
}

#[test]
fn before_any_decision_nothing_is_kept() {
    for gpc in [false, true] {
        let mut visitor = Visitor::new(gpc, NOW);
        visitor.note(Trace::Read, &["Returns"], NOW);
        visitor.told(Kind::Name, "Mina", NOW);
        assert!(!visitor.declare(Kind::Name, "Mina", NOW));
        visitor.prefer_lang("fa");
        assert_eq!(visitor.saved(), None);
        assert_eq!((visitor.profile(), visitor.preferences()), (&Profile::default(), &Preferences::default()));
        assert!(Purpose::ALL.into_iter().all(|purpose| !visitor.allows(purpose)));
    }
}

#[test]
fn withdrawal_forgets_what_was_covered_and_keeps_the_refusal() {
    let mut visitor = grown();
    visitor.decide(Purpose::Personalisation, State::Denied, How::Widget, TEXT, NOW);
    let saved = visitor.saved().unwrap();
    assert!(saved.profile.is_empty());
    assert_eq!(saved.preferences.lang.as_deref(), Some("zh-Hant"));
    assert_eq!(saved.consent.personalisation, Decision { state: State::Denied, at: NOW, text: TEXT, how: How::Widget });
}

#[test]
fn taking_every_decision_back_leaves_nothing() {
    let mut visitor = grown();
    for purpose in Purpose::ALL {
        visitor.decide(purpose, State::Pending, How::Widget, TEXT, NOW);
    }
    assert_eq!(visitor.saved(), None);
    assert_eq!(visitor, Visitor::new(false, NOW));
}

#[test]
fn privacy_control_denies_measurement_until_the_visitor_says_otherwise_here() {
    let mut visitor = Visitor::new(true, NOW);
    assert_eq!(visitor.consent().measurement.how, How::Signal);
    visitor.decide(Purpose::Measurement, State::Granted, How::Widget, TEXT, NOW);
    assert!(visitor.allows(Purpose::Measurement));
    let (restored, _) = Visitor::restore(visitor.saved().unwrap(), TEXT, true, NOW);
    assert!(restored.allows(Purpose::Measurement));
    visitor.decide(Purpose::Measurement, State::Pending, How::Widget, TEXT, NOW);
    assert_eq!(visitor.consent().measurement.how, How::Signal);
}

#[test]
fn a_signal_that_is_gone_leaves_the_question_open() {
    let mut visitor = Visitor::new(true, NOW);
    visitor.decide(Purpose::Preferences, State::Granted, How::Host, TEXT, NOW);
    let (restored, invalid) = Visitor::restore(visitor.saved().unwrap(), TEXT, false, NOW);
    assert_eq!((restored.consent().measurement, invalid), (Decision::default(), Vec::new()));
}

#[test]
fn agreement_to_older_words_is_asked_for_again() {
    let (restored, _) = Visitor::restore(grown().saved().unwrap(), TEXT + 1, false, NOW);
    assert_eq!(restored.consent().personalisation.state, State::Pending);
    assert_eq!(restored.saved(), None);
}

#[test]
fn export_erase_import_ends_byte_for_byte_where_it_began() {
    let visitor = grown();
    let file = serde_json::to_string(&visitor.export()).unwrap();
    let mut other = Visitor::new(false, NOW);
    other.import(&serde_json::from_str(&file).unwrap(), NOW + 5).unwrap();
    assert_eq!(serde_json::to_string(&other.export()).unwrap(), file);
    assert_eq!(other.export(), visitor.export());
}

#[test]
fn an_import_brings_no_grant_for_measurement_past_privacy_control() {
    let mut visitor = Visitor::new(true, NOW);
    visitor.import(&grown().export(), NOW).unwrap();
    assert!(!visitor.allows(Purpose::Measurement) && visitor.allows(Purpose::Personalisation));
}

#[test]
fn a_changed_file_is_refused_and_nothing_is_lost() {
    let good = grown().export();
    let odd: [(&str, Damage<'_>); 20] = [
        ("version", &|s| s.version = 2),
        ("version", &|s| s.version = 0),
        ("consent", &|s| s.consent.measurement.at = u64::MAX),
        ("consent", &|s| s.consent.measurement.how = How::Unasked),
        ("consent", &|s| s.consent.measurement.how = How::Signal),
        ("preferences.lang", &|s| s.preferences.lang = Some("<b>".into())),
        ("profile.read", &|s| s.profile.read = vec![s.profile.read[0].clone(); 65]),
        ("profile.read", &|s| s.profile.read.push(s.profile.read[0].clone())),
        ("profile.read", &|s| s.profile.read[0].path = vec!["x".repeat(1_000)]),
        ("profile.read", &|s| s.profile.read[0].points = u32::MAX),
        ("profile.facts", &|s| s.profile.facts[0].value = "two\nlines".into()),
        ("profile.facts", &|s| s.profile.facts[1].kind = Kind::Order),
        ("profile.facts", &|s| s.profile.facts.push(s.profile.facts[0].clone())),
        ("profile.seen", &|s| s.profile.seen[0].id = String::new()),
        ("profile.seen", &|s| s.profile.seen[0].revision = "<b>".into()),
        ("profile.recent", &|s| s.profile.recent.push("x".repeat(121))),
        ("profile.paths", &|s| s.profile.paths[0].step = 0),
        ("profile.dismissed", &|s| s.profile.dismissed.push("a b".into())),
        ("profile.visits", &|s| s.profile.visits.before = u32::MAX),
        ("profile:", &|s| s.consent.personalisation = Decision::default()),
    ];
    for (field, change) in odd {
        let mut changed = good.clone();
        change(&mut changed);
        let mut visitor = grown();
        let error = visitor.import(&changed, NOW).unwrap_err();
        assert!(error.to_string().contains(field), "{field}: {error}");
        assert_eq!(visitor, grown());
    }
}

#[test]
fn hostile_json_is_refused_by_its_shape() {
    let good = serde_json::to_string(&grown().export()).unwrap();
    for (from, to) in [
        ("\"version\":1", "\"version\":\"1\""),
        ("\"version\":1", "\"version\":1,\"__proto__\":{}"),
        ("\"points\":1000", "\"points\":-1"),
        ("\"points\":1000", "\"points\":1e99"),
        ("\"granted\"", "\"constructor\""),
        ("[\"Orders\",\"Returns\"]", "\"Orders\""),
    ] {
        assert!(good.contains(from), "{from} is not in {good}");
        assert!(serde_json::from_str::<Saved>(&good.replacen(from, to, 1)).is_err(), "{to}");
    }
    assert!(serde_json::from_str::<Saved>(&"[".repeat(100_000)).is_err());
}

#[test]
fn what_is_sound_in_a_damaged_storage_is_kept() {
    let mut saved = grown().export();
    saved.profile.read[0].points = u32::MAX;
    let (restored, invalid) = Visitor::restore(saved, TEXT, false, NOW);
    assert_eq!(invalid.len(), 1);
    assert!(restored.profile().read.is_empty() && restored.allows(Purpose::Personalisation));
    assert_eq!(restored.profile().facts, grown().profile().facts);
    assert_eq!(restored.preferences(), grown().preferences());
    let mut newer = grown().export();
    newer.version = 9;
    let (restored, invalid) = Visitor::restore(newer, TEXT, false, NOW);
    assert_eq!((restored.saved(), invalid), (None, vec![Invalid::Version { got: 9 }]));
}

#[test]
fn the_fullest_profile_stays_below_its_size() {
    let mut saved = grown().export();
    // Quotation marks take two bytes each in JSON, which is the most that a name may cost.
    let full = |n: usize, most: usize| format!("{n:\"<most$}");
    let path = |n: usize| vec!["\"".repeat(40), "\"".repeat(40), "\"".repeat(40), "\"".repeat(40), "\"".into(), "\"".into(), full(n, 38)];
    saved.profile.read = (0..40).map(|n| Interest { path: path(n), points: 8_000, day: 80_000, off: false }).collect();
    let fact = |n: usize| Fact { kind: Kind::Interest, value: full(n, 100), by: Source::Visitor, day: 80_000, off: false };
    saved.profile.facts = (0..32).map(fact).collect();
    let seen = |n: usize| Seen { id: full(n, 200), revision: "0".repeat(16), day: 80_000, helpful: Some(false) };
    saved.profile.seen = (0..48).map(seen).collect();
    saved.profile.recent = (0..8).map(|n| full(n, 120)).collect();
    saved.profile.paths = (0..12).map(|n| Progress { path: full(n, 64), step: u32::MAX }).collect();
    saved.profile.dismissed = (0..12).map(|n| full(n, 64)).collect();
    saved.profile.visits = Visits { last: 80_000, before: 79_999 };
    assert_eq!(saved.check(), Ok(()));
    let size = serde_json::to_string(&saved).unwrap().len();
    assert!(size < MOST_BYTES && size > MOST_BYTES / 2, "{size}");
}

#[test]
fn what_the_host_says_waits_in_memory_for_consent() {
    let mut visitor = Visitor::new(false, NOW);
    assert!(visitor.told(Kind::Tier, "gold", NOW) && visitor.told(Kind::Order, "shipped", NOW));
    assert!(!visitor.told(Kind::Name, "two\nlines", NOW));
    assert_eq!((visitor.saved(), visitor.order(), visitor.profile().is_empty()), (None, None, true));
    visitor.decide(Purpose::Personalisation, State::Granted, How::Widget, TEXT, NOW);
    assert_eq!(visitor.profile().facts_of(Kind::Tier).collect::<Vec<_>>(), ["gold"]);
    assert_eq!(visitor.order(), Some("shipped"));
    assert!(visitor.export().profile.facts.iter().all(|fact| fact.kind != Kind::Order), "the order is for this page alone");
    visitor.decide(Purpose::Personalisation, State::Denied, How::Widget, TEXT, NOW);
    assert_eq!((visitor.order(), visitor.profile().is_empty()), (None, true));
}

#[test]
fn what_was_decided_while_storage_was_read_stands_and_the_rest_comes_back() {
    let saved = grown().saved().unwrap();
    let mut visitor = Visitor::new(false, NOW);
    visitor.told(Kind::Group, "business", NOW);
    visitor.decide(Purpose::Measurement, State::Denied, How::Widget, TEXT, NOW);
    assert_eq!(visitor.resume(saved.clone(), TEXT, NOW), []);
    assert!(visitor.profile().seen("returns").is_some() && visitor.profile().facts_of(Kind::Group).eq(["business"]));
    assert_eq!((visitor.allows(Purpose::Measurement), visitor.key()), (false, None));
    let mut refusing = Visitor::new(false, NOW);
    refusing.decide(Purpose::Personalisation, State::Denied, How::Host, TEXT, NOW);
    refusing.resume(saved, TEXT, NOW);
    assert!(refusing.profile().is_empty() && refusing.preferences().lang.is_some());
}

#[test]
fn the_host_does_not_grant_what_was_refused_by_hand() {
    let mut visitor = Visitor::new(false, NOW);
    visitor.decide(Purpose::Personalisation, State::Denied, How::Widget, TEXT, NOW);
    visitor.decide(Purpose::Personalisation, State::Granted, How::Host, TEXT, NOW);
    assert!(!visitor.allows(Purpose::Personalisation));
    visitor.decide(Purpose::Personalisation, State::Granted, How::Widget, TEXT, NOW);
    visitor.decide(Purpose::Personalisation, State::Denied, How::Host, TEXT, NOW);
    assert!(!visitor.allows(Purpose::Personalisation), "but it may refuse what was granted");
}

#[test]
fn the_key_is_made_once_with_consent_and_goes_with_it() {
    let mut visitor = Visitor::new(false, NOW);
    visitor.make_key(1);
    assert_eq!(visitor.key(), None);
    visitor.decide(Purpose::Measurement, State::Granted, How::Widget, TEXT, NOW);
    visitor.make_key(u128::MAX);
    visitor.make_key(1);
    assert_eq!(visitor.key(), Some("f".repeat(32).as_str()));
    let saved = visitor.saved().unwrap();
    assert_eq!((saved.check(), through_json(&saved)), (Ok(()), saved.clone()));
    visitor.decide(Purpose::Measurement, State::Denied, How::Widget, TEXT, NOW);
    assert_eq!((visitor.key(), visitor.saved().unwrap().key), (None, None));
    let bad = Saved { key: Some("F".repeat(32)), ..saved };
    assert!(matches!(bad.check(), Err(Invalid::Field { field: "key", .. })));
}

#[test]
fn facts_and_interests_are_switched_off_one_by_one() {
    let mut visitor = grown();
    visitor.switch_fact(Kind::Tier, "gold", false);
    assert_eq!(visitor.profile().facts_of(Kind::Tier).count(), 0);
    assert!(visitor.profile().facts.iter().any(|fact| fact.value == "gold" && fact.off && fact.by == Source::Host));
    visitor.switch(&["Orders".into(), "Returns".into()], false);
    assert!(visitor.profile().read[0].off);
    visitor.forget_fact(Kind::Tier, "gold");
    assert!(visitor.profile().facts.iter().all(|fact| fact.value != "gold"));
}

/// Does something at random; nothing, in one case of twelve.
fn act(visitor: &mut Visitor, random: &mut Random, now: u64) {
    let purpose = Purpose::ALL[random.below(3) as usize];
    match random.below(12) {
        0 | 1 => {
            let state = [State::Pending, State::Granted, State::Denied][random.below(3) as usize];
            let how = [How::Unasked, How::Widget, How::Host, How::Signal][random.below(4) as usize];
            visitor.decide(purpose, state, how, TEXT, now);
        }
        2 | 3 => visitor.note(Trace::Read, &[["Orders", "Returns", "Payment"][random.below(3) as usize]], now),
        4 => visitor.prefer_lang(["en", "fa", "<b>"][random.below(3) as usize]),
        5 => visitor.prefer_theme([None, Some(Theme::Light)][random.below(2) as usize]),
        8 => visitor.saw(["a", "b", "c d"][random.below(3) as usize], "01", now),
        9 => visitor.searched(["refund", "parcel", ""][random.below(3) as usize]),
        10 => drop(visitor.told([Kind::Tier, Kind::Product, Kind::Order][random.below(3) as usize], "x", now)),
        11 => drop(visitor.declare([Kind::Name, Kind::Product, Kind::Order][random.below(3) as usize], "y", now)),
        6 => *visitor = Visitor::restore(through_json(&visitor.export()), TEXT + random.below(20) / 19, random.below(2) == 0, now).0,
        _ => {}
    }
}

#[test]
fn in_ten_thousand_random_lives_nothing_is_kept_without_a_grant() {
    let mut random = Random(42);
    let (mut kept, mut nothing) = (0, 0);
    for _ in 0..10_000 {
        let mut visitor = Visitor::new(random.below(2) == 0, NOW);
        for step in 0..20 {
            act(&mut visitor, &mut random, NOW + step * 86_400_000);
            assert_eq!(visitor.export().check(), Ok(()));
            assert!(visitor.allows(Purpose::Personalisation) || visitor.profile().is_empty());
            assert!(visitor.allows(Purpose::Preferences) || *visitor.preferences() == Preferences::default());
            match visitor.saved() {
                Some(saved) => {
                    kept += usize::from(!saved.profile.is_empty());
                    assert!(saved.consent.is_decided());
                    assert!(random.below(20) > 0 || through_json(&saved) == saved);
                }
                None => {
                    nothing += 1;
                    assert!(visitor.profile().is_empty() && *visitor.preferences() == Preferences::default());
                }
            }
        }
    }
    assert!(kept > 1_000 && nothing > 1_000, "the lives were too alike to say anything: {kept}, {nothing}");
}
