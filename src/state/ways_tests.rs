//! Ways through topics of results, answers, paths and contact, without a browser.

use faqlet_beacon::{Data, Origin, Reason};
use faqlet_profile::Purpose;
use faqlet_profile::site::{Facts, GuidedPath, Route, RouteKind, Site};

use super::tests::{Visit, has, sent, setup};
use super::*;

fn route(id: &str, kind: RouteKind, to: &str, topics: &[&str]) -> Route {
    let topics = topics.iter().map(|&topic| topic.to_owned()).collect();
    Route { id: id.into(), title: id.into(), kind, to: to.into(), topics, ..Route::default() }
}

fn known() -> Site {
    let related = vec!["entry-1".into(), "gone".into(), "entry-0".into()];
    let facts = [
        ("entry-0", Facts { related, reviewed: Some("2026-05-12".into()), ..Facts::default() }),
        ("entry-3", Facts { pages: vec!["/shop*".into()], changed: Some("2026-05-30".into()), ..Facts::default() }),
        ("entry-5", Facts { route: Some("phone".into()), ..Facts::default() }),
    ];
    let path =
        GuidedPath { id: "first".into(), title: "First steps".into(), steps: vec!["entry-0".into(), "entry-3".into(), "entry-5".into()] };
    Site {
        facts: facts.into_iter().map(|(id, facts)| (id.to_owned(), facts)).collect(),
        routes: vec![
            route("form", RouteKind::Form, "/faqlet/events", &[]),
            route("bills", RouteKind::Mail, "bills@shop.example", &["Payment"]),
            route("phone", RouteKind::Phone, "+15550142", &["Repair"]),
        ],
        paths: vec![path],
        popular: vec!["entry-4".into(), "nowhere".into()],
        ..Site::default()
    }
}

fn visit() -> Visit {
    let setup = Setup { known: known(), endpoint: "/faqlet/events".into(), page: "https://shop.example/shop/lamp".into(), ..setup() };
    Visit::with(setup)
}

#[test]
fn results_are_told_apart_by_topic_and_a_topic_lists_as_many_as_it_says() {
    let mut visit = visit();
    visit.search("refund");
    let topics = visit.state.results.topics.clone();
    assert_eq!(topics.len(), 2, "{topics:?}");
    for (topic, number) in topics {
        let effects = visit.act(Action::Filter(Some(topic)));
        assert_eq!((visit.state.results.found, visit.ids().len()), (number, number as usize));
        assert!(visit.ids().iter().all(|entry| visit.state.outer_topic_of(*entry) == Some(topic)));
        assert!(has(&effects, &Effect::Say(Said::Found(number))));
    }
    visit.act(Action::Filter(None));
    assert_eq!(visit.ids().len(), 3);
    // A topic that has nothing of the next search is let go.
    visit.act(Action::Filter(Some(visit.state.results.topics[0].0)));
    visit.search("delivery");
    assert_eq!((visit.state.filter, visit.ids()), (None, vec![3]));
}

#[test]
fn a_correction_can_be_taken_back() {
    let mut visit = visit();
    visit.search("refnud");
    assert_eq!(visit.state.results.corrected.as_deref(), Some("refund"));
    visit.act(Action::Literal);
    assert!(visit.state.results.corrected.is_none() && visit.state.results.rows.is_empty());
    visit.search("refnud money");
    assert!(!visit.state.literal, "the next search is helped again");
}

#[test]
fn searches_are_remembered_only_with_consent_and_can_be_forgotten() {
    let mut visit = visit();
    visit.search("refund");
    visit.act(Action::Settle);
    assert!(visit.state.visitor.profile().recent.is_empty());
    visit.grant(Purpose::Personalisation);
    visit.search("delivery");
    let effects = visit.act(Action::Settle);
    assert!(has(&effects, &Effect::Keep));
    assert_eq!(visit.state.visitor.profile().recent, ["delivery"]);
    visit.act(Action::Again("delivery".into()));
    assert_eq!((visit.state.view.clone(), visit.state.query.as_str()), (View::Results, "delivery"));
    assert!(has(&visit.act(Action::ForgetSearches), &Effect::Keep));
    assert!(visit.state.visitor.profile().recent.is_empty());
}

#[test]
fn back_leads_to_where_the_list_was_left() {
    let mut visit = visit();
    visit.search("refund");
    visit.scroll = 420;
    let effects = visit.act(Action::Open(0, Origin::Search));
    assert!(has(&effects, &Effect::Address(Some("entry-0".into()), false)));
    visit.scroll = 90;
    visit.act(Action::Follow("entry-3".into()));
    let effects = visit.act(Action::Back);
    assert!(has(&effects, &Effect::Scroll(90)) && has(&effects, &Effect::Address(Some("entry-0".into()), true)));
    let effects = visit.act(Action::Back);
    assert!(has(&effects, &Effect::Scroll(420)) && has(&effects, &Effect::Address(None, true)));
    assert_eq!(visit.state.view, View::Results);
}

#[test]
fn the_browsers_own_way_back_leads_through_answers_and_out_of_them() {
    let mut visit = visit();
    visit.act(Action::Browse(0));
    visit.act(Action::Open(0, Origin::Browse));
    visit.act(Action::Follow("entry-3".into()));
    // Back to the address of the first answer, then to that of none.
    visit.act(Action::Follow("entry-0".into()));
    assert_eq!((visit.state.view.clone(), visit.state.trail.len()), (View::Answer(0), 2));
    visit.act(Action::Unlinked);
    assert_eq!((visit.state.view.clone(), visit.state.trail.len()), (View::Topic(0), 1));
    let effects = visit.act(Action::Unlinked);
    assert!(effects.is_empty(), "a list is no answer to leave");
}

#[test]
fn a_no_can_be_explained_and_takes_the_place_of_the_bare_vote() {
    let mut visit = visit();
    visit.act(Action::Open(0, Origin::Browse));
    visit.act(Action::Vote(false));
    let bare = visit.state.votes[0].id.clone();
    assert!(visit.act(Action::SendVote).is_empty(), "nothing to say is nothing to send");
    for reason in [Reason::Wrong, Reason::Outdated, Reason::Wrong] {
        visit.act(Action::Reason(reason));
    }
    visit.act(Action::Write(Field::Comment, "  Write to me: me@mail.example ".into()));
    let effects = visit.act(Action::SendVote);
    let [Data::Vote(vote)] = sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!((&vote.reasons, vote.replaces.as_deref()), (&vec![Reason::Outdated], Some(bare.as_str())));
    assert!(!vote.comment.as_ref().unwrap().contains("me@mail"), "{:?}", vote.comment);
    assert!(visit.state.votes[0].explained && visit.act(Action::SendVote).is_empty());
    // A changed mind takes the place of that one again.
    let explained = visit.state.votes[0].id.clone();
    let effects = visit.act(Action::Vote(true));
    let [Data::Vote(vote)] = sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(vote.replaces.as_deref(), Some(explained.as_str()));
}

#[test]
fn lists_hold_what_the_owner_named_and_what_is_there() {
    let mut visit = visit();
    assert_eq!((visit.state.related(0), visit.state.popular(), visit.state.suggested()), (vec![1], vec![4], vec![3]));
    visit.act(Action::Suggest(vec!["entry-5".into(), "nothing".into(), "entry-5".into()]));
    assert_eq!(visit.state.suggested(), [5]);
    assert!(visit.state.news().is_empty(), "without consent nothing is known of an earlier visit");
}

#[test]
fn a_guided_path_knows_its_steps_and_goes_on_where_it_was_left() {
    let mut visit = visit();
    let path = visit.state.setup.known.paths[0].clone();
    let stage = visit.state.place_of(3).unwrap();
    assert_eq!((stage.number, visit.state.entry_of(stage, -1), visit.state.entry_of(stage, 1)), (2, Some(0), Some(5)));
    visit.act(Action::Open(3, Origin::Link));
    assert_eq!(visit.state.next_step(&path).number, 1, "without consent nothing is kept");
    visit.grant(Purpose::Personalisation);
    visit.act(Action::Open(0, Origin::Link));
    visit.act(Action::Open(3, Origin::Link));
    assert_eq!(visit.state.next_step(&path).number, 3);
    visit.act(Action::Open(5, Origin::Link));
    assert_eq!(visit.state.next_step(&path).number, 1, "a path that was read to its end begins again");
}

#[test]
fn contact_takes_the_route_of_the_entry_then_of_its_topic_then_the_one_for_all() {
    for (entry, id) in [(5, "phone"), (4, "bills"), (0, "form")] {
        let mut visit = visit();
        visit.act(Action::Open(entry, Origin::Browse));
        visit.act(Action::Contact);
        assert_eq!(visit.state.route().unwrap().id, id, "{entry}");
    }
}

#[test]
fn a_request_sends_what_is_seen_and_nothing_that_was_taken_out() {
    let mut visit = visit();
    for query in ["refund", "gift cards"] {
        visit.search(query);
        visit.act(Action::Settle);
    }
    visit.act(Action::Open(0, Origin::Search));
    visit.act(Action::Open(3, Origin::Link));
    visit.act(Action::Contact);
    visit.act(Action::Choose(0));
    assert_eq!((visit.state.draft.searches.len(), visit.state.draft.entries.clone()), (2, vec![0, 3]));
    visit.act(Action::LeaveOut(Line::Search(0)));
    visit.act(Action::LeaveOut(Line::Entry(1)));
    visit.act(Action::LeaveOut(Line::Entry(9)));

    let effects = visit.act(Action::SendContact);
    assert!(sent(&effects).is_empty() && has(&effects, &Effect::Focus(Target::Missing)) && visit.state.draft.missing);
    visit.act(Action::Write(Field::Message, "My lamp is dark.".into()));
    visit.act(Action::Write(Field::Reply, "ada@mail.example".into()));
    let effects = visit.act(Action::SendContact);
    let [Data::Contact(contact)] = sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!((contact.question.as_deref(), &contact.entries), (Some("gift cards"), &vec!["entry-0".to_owned()]));
    assert_eq!((contact.reply.as_str(), contact.message.as_deref()), ("ada@mail.example", Some("My lamp is dark.")));

    let receipt = visit.state.receipt.clone().unwrap();
    assert!(!receipt.arrived);
    visit.act(Action::Arrived(vec!["another".into()]));
    assert!(!visit.state.receipt.as_ref().unwrap().arrived);
    visit.act(Action::Arrived(vec![receipt.id]));
    assert!(visit.state.receipt.as_ref().unwrap().arrived);
}

#[test]
fn what_the_page_takes_upon_itself_is_followed_by_nothing() {
    let mut visit = visit();
    visit.act(Action::Open(0, Origin::Browse));
    visit.act(Action::Vote(false));
    visit.act(Action::Taken);
    visit.act(Action::Reason(Reason::Wrong));
    visit.act(Action::Write(Field::Comment, "So it is.".into()));
    assert!(visit.act(Action::SendVote).is_empty(), "reasons belong to the vote");
    // The page lets the next one go: there is nothing that it could replace.
    let effects = visit.act(Action::Vote(true));
    let [Data::Vote(vote)] = sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(vote.replaces, None);

    visit.act(Action::Contact);
    visit.act(Action::Choose(0));
    visit.act(Action::Write(Field::Message, "My lamp is dark.".into()));
    visit.act(Action::Write(Field::Reply, "1".into()));
    visit.act(Action::SendContact);
    visit.act(Action::Taken);
    assert!(visit.state.receipt.as_ref().unwrap().arrived, "it does not wait on the device for anything");
}

#[test]
fn the_page_may_begin_a_request_and_what_the_visitor_wrote_stays() {
    let mut visit = visit();
    let prefill = |visit: &mut Visit, text: &str| drop(visit.act(Action::Prefill(Field::Message, text.into())));
    prefill(&mut visit, "Order 1042");
    prefill(&mut visit, "Order 1043");
    visit.act(Action::Prefill(Field::Reply, "a".repeat(300)));
    visit.act(Action::Contact);
    assert_eq!((visit.state.draft.message.as_str(), visit.state.draft.reply.len()), ("Order 1043", 254));
    visit.act(Action::Write(Field::Message, "Order 1043 is late.".into()));
    prefill(&mut visit, "Order 1044");
    assert_eq!(visit.state.draft.message, "Order 1043 is late.");
}

#[test]
fn a_way_for_a_tier_is_there_for_that_tier_and_stands_first() {
    let gold = Route { tiers: vec!["gold".into()], ..route("gold", RouteKind::Phone, "+1555", &[]) };
    let mut site = known();
    site.routes.push(gold);
    let mut visit = Visit::with(Setup { known: site, ..setup() });
    visit.act(Action::Open(0, Origin::Browse));
    visit.act(Action::Contact);
    assert_eq!((visit.state.routes().count(), visit.state.route().unwrap().id.as_str()), (3, "form"));
    visit.act(Action::Choose(3));
    assert!(visit.state.route().is_none(), "a number that is not offered chooses nothing");
    visit.grant(Purpose::Personalisation);
    visit.act(Action::Told(faqlet_profile::Kind::Tier, "gold".into()));
    visit.act(Action::Contact);
    assert_eq!((visit.state.routes().count(), visit.state.route().unwrap().id.as_str()), (4, "gold"));
    // The owner's choice for the answer comes before the tier.
    visit.act(Action::Open(5, Origin::Browse));
    visit.act(Action::Contact);
    assert_eq!(visit.state.route().unwrap().id, "phone");
}

#[test]
fn a_request_that_is_lost_is_still_there_to_be_sent_again() {
    let mut visit = visit();
    visit.act(Action::Contact);
    visit.act(Action::Write(Field::Message, "Hello".into()));
    visit.act(Action::Write(Field::Reply, "1".into()));
    visit.act(Action::SendContact);
    let id = visit.state.receipt.clone().unwrap().id;
    visit.act(Action::Lost(id));
    assert!(visit.state.receipt.is_none() && visit.state.draft.lost);
    assert_eq!(visit.state.draft.message, "Hello");
}

#[test]
fn a_question_is_sent_as_it_stands_once_and_only_when_asked() {
    let mut visit = visit();
    visit.search("refund for my grandmother");
    assert!(sent(&visit.act(Action::Settle)).is_empty());
    let effects = visit.act(Action::SendQuestion);
    let [Data::Question(question)] = sent(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(question.text, "refund for my grandmother");
    assert!(visit.state.was_sent() && visit.act(Action::SendQuestion).is_empty());
    visit.search("another");
    assert!(!visit.state.was_sent());
}

#[test]
fn a_box_leads_to_its_page() {
    let mut visit = Visit::with(Setup { mode: Mode::Box, elsewhere: "/help.html".into(), ..setup() });
    visit.search("refund");
    let effects = visit.act(Action::Enter);
    assert!(has(&effects, &Effect::Elsewhere(None, "refund".into())), "{effects:?}");
    visit.act(Action::Step(true));
    let first = visit.ids()[0];
    let effects = visit.act(Action::Enter);
    assert!(has(&effects, &Effect::Elsewhere(Some(format!("entry-{first}")), String::new())), "{effects:?}");
    assert_eq!(visit.state.view, View::Results);
}

#[test]
fn another_language_takes_the_answer_along() {
    let mut visit = visit();
    visit.search("refund");
    assert!(has(&visit.act(Action::Language("fa".into())), &Effect::Language("fa".into(), None, "refund".into())));
    visit.act(Action::Open(0, Origin::Search));
    assert!(has(&visit.act(Action::Language("fa".into())), &Effect::Language("fa".into(), Some("entry-0".into()), String::new())));
}

#[test]
fn a_revoked_entry_is_found_nowhere_and_opens_as_gone() {
    let mut visit = Visit::with(Setup { revoked: vec!["entry-0".into(), "unknown".into()], ..setup() });
    visit.search("refund");
    assert!(!visit.ids().contains(&0) && visit.ids().contains(&1), "{:?}", visit.ids());
    visit.act(Action::Follow("entry-0".into()));
    assert_eq!(visit.state.view, View::Gone);
}

#[test]
fn what_the_worker_says_hides_at_once_and_offers_a_newer_version_once() {
    let mut visit = Visit::with(setup());
    visit.search("refund");
    let first = visit.ids()[0];
    let id = format!("entry-{first}");
    let effects = visit.act(Action::Renewed("v1".into(), vec![id.clone()]));
    assert!(!visit.ids().contains(&first) && !visit.state.updated);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Tell(_))));
    let update = Effect::Tell(Notice::Update { version: "v2".into() });
    assert!(has(&visit.act(Action::Renewed("v2".into(), Vec::new())), &update));
    assert!(visit.state.updated && visit.ids().contains(&first), "what is no longer revoked is back");
    assert!(!has(&visit.act(Action::Renewed("v2".into(), Vec::new())), &update));
    assert_eq!(visit.act(Action::Renew), [Effect::Renew(None, "refund".into())]);
}
