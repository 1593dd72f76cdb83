//! Ways through the widget, without a browser.

use faqlet_beacon::{Data, End, Origin};
use faqlet_engine::answer::{Answer, AnswerChunk, Block, Inline, encode_chunk};
use faqlet_engine::{BuildOptions, Engine, Entry, build};
use faqlet_profile::{Purpose, Visitor};

use super::*;

const NOW: u64 = 1_780_000_000_000;

/// Question, answer, topic.
const SHOP: [(&str, &str, &[&str]); 6] = [
    ("How do I get a refund?", "Send the item back within 30 days.", &["Returns"]),
    ("When does my refund arrive?", "Most banks take three days.", &["Returns"]),
    ("Which refund do gift cards get?", "Gift cards are refunded as vouchers.", &["Payment", "Gift cards"]),
    ("How long does delivery take?", "Three working days.", &["Delivery"]),
    ("Can I pay by invoice?", "Yes, as a company.", &["Payment"]),
    ("Do you repair lamps?", "For seven years.", &["Repair"]),
];

fn id(number: usize) -> String {
    format!("entry-{number}")
}

fn answer(text: &str) -> Answer {
    Answer { blocks: vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])] }
}

fn state_with(setup: Setup) -> State {
    let entries: Vec<Entry> = SHOP
        .iter()
        .enumerate()
        .map(|(number, (question, text, topic))| {
            let mut entry = Entry::new(&id(number), "en", question, text);
            entry.category = topic.iter().map(|&level| level.to_owned()).collect();
            entry
        })
        .collect();
    let bytes = build(&entries, &BuildOptions { lang: "en".into(), ..BuildOptions::default() }).unwrap();
    State::new(Engine::open(&bytes).unwrap(), setup, NOW)
}

pub(super) fn setup() -> Setup {
    let chunk = |first, count| Chunk { file: format!("answers.{first}"), first, count, bytes: 100_000, integrity: String::new() };
    Setup {
        site: "shop".into(),
        version: "v1".into(),
        lang: "en".into(),
        collects: true,
        chunks: vec![chunk(0, 3), chunk(3, 3)],
        ..Setup::default()
    }
}

/// A widget and what it asked for.
pub(super) struct Visit {
    pub(super) state: State,
    pub(super) scroll: u32,
    step: u8,
}

impl Visit {
    fn new(mode: Mode) -> Visit {
        Visit::with(Setup { mode, ..setup() })
    }

    pub(super) fn with(setup: Setup) -> Visit {
        let mut visit = Visit { state: state_with(setup), scroll: 0, step: 0 };
        visit.act(Action::Restored(None));
        visit
    }

    fn inline() -> Visit {
        Visit::new(Mode::Inline)
    }

    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        self.step += 1;
        self.state.apply(action, Moment { now: NOW + u64::from(self.step), random: [self.step; 10], scroll: self.scroll })
    }

    pub(super) fn search(&mut self, text: &str) -> Vec<Effect> {
        self.act(Action::Typed(text.into()))
    }

    pub(super) fn grant(&mut self, purpose: Purpose) {
        self.act(Action::Decide(purpose, true));
    }

    fn chunk(&mut self, number: usize) -> Vec<Effect> {
        let (first, count) = (number * 3, 3);
        let answers: Vec<Answer> = SHOP[first..first + count].iter().map(|(_, text, _)| answer(text)).collect();
        let chunk = AnswerChunk::open(&encode_chunk(first as u32, &answers)).unwrap();
        self.act(Action::Chunk(number, Some(chunk)))
    }

    pub(super) fn ids(&self) -> Vec<u32> {
        self.state.results.rows.iter().map(|row| row.entry).collect()
    }
}

/// The messages among effects.
pub(super) fn sent(effects: &[Effect]) -> Vec<&Data> {
    effects.iter().filter_map(|effect| if let Effect::Send(event) = effect { Some(&event.data) } else { None }).collect()
}

pub(super) fn has(effects: &[Effect], wanted: &Effect) -> bool {
    effects.contains(wanted)
}

#[test]
fn typing_lists_results_at_once_and_passages_when_the_answers_come() {
    let mut visit = Visit::inline();
    let effects = visit.search("refund");
    assert_eq!(visit.state.view, View::Results);
    assert!(visit.state.lists_results() && !visit.state.results.rows[0].marks.is_empty());
    assert!(visit.state.results.rows.iter().all(|row| row.passage.is_none()));
    assert!(has(&effects, &Effect::Load(0)) && has(&effects, &Effect::Say(Said::Found(3))) && has(&effects, &Effect::SettleLater));

    visit.chunk(0);
    let first = visit.state.results.rows.iter().find(|row| row.entry == 0).unwrap();
    assert!(first.passage.as_ref().unwrap().text.contains("30 days"));
}

fn early(query: &str) -> Early {
    Early { query: query.into(), ..Early::default() }
}

#[test]
fn what_was_done_before_the_widget_came_is_done_again() {
    let mut visit = Visit::inline();
    visit.act(Action::TakeOver(Box::new(Early { topic: Some("Payment".into()), active: Some(2), ..early("refund") })));
    assert_eq!((visit.state.query.as_str(), visit.ids(), visit.state.active), ("refund", vec![2], Some(0)));
    assert_eq!(visit.state.topics[visit.state.filter.unwrap() as usize].name(), "Payment");

    let mut visit = Visit::inline();
    visit.act(Action::TakeOver(Box::new(Early { literal: true, more: true, ..early("refund") })));
    assert!(visit.state.literal && visit.state.most == results::LOOKED_AT && visit.state.active.is_none());
}

#[test]
fn a_result_that_was_chosen_before_the_widget_came_opens_and_back_leads_to_the_list() {
    let mut visit = Visit::inline();
    let effects = visit.act(Action::TakeOver(Box::new(Early { open: Some(1), ..early("refund") })));
    assert_eq!(visit.state.view, View::Answer(1));
    assert!(has(&effects, &Effect::Tell(Notice::Article { id: id(1) })));
    visit.act(Action::Back);
    assert_eq!((visit.state.view.clone(), visit.state.query.as_str()), (View::Results, "refund"));
}

#[test]
fn what_was_said_before_the_widget_came_is_not_said_again() {
    let said = |effects: Vec<Effect>| effects.iter().any(|effect| matches!(effect, Effect::Say(_)));
    assert!(said(Visit::inline().act(Action::TakeOver(Box::new(early("refund"))))));
    assert!(!said(Visit::inline().act(Action::TakeOver(Box::new(Early { said: true, ..early("refund") })))));
}

#[test]
fn nothing_that_the_page_may_have_put_there_is_relied_upon() {
    let mut visit = Visit::inline();
    let strange = Early { topic: Some("None of ours".into()), active: Some(77), open: Some(u32::MAX), ..early("refund") };
    visit.act(Action::TakeOver(Box::new(strange)));
    assert_eq!((visit.state.view.clone(), visit.state.active, visit.state.filter), (View::Results, None, None));
    let mut visit = Visit::inline();
    assert!(visit.act(Action::TakeOver(Box::new(Early { open: Some(1), ..early("") }))).is_empty());
    assert_eq!(visit.state.view, View::Home);
}

#[test]
fn a_box_whose_results_have_a_page_leads_there_when_enter_was_pressed_early() {
    let mut visit = Visit::with(Setup { mode: Mode::Box, elsewhere: "/search".into(), ..setup() });
    let effects = visit.act(Action::TakeOver(Box::new(Early { enter: true, active: Some(0), ..early("refund") })));
    assert!(has(&effects, &Effect::Elsewhere(None, "refund".into())));
}

#[test]
fn a_file_of_answers_is_asked_for_once() {
    let mut visit = Visit::inline();
    assert!(has(&visit.search("refund"), &Effect::Load(0)));
    assert!(!has(&visit.search("refunds"), &Effect::Load(0)));
    visit.act(Action::Chunk(0, None));
    assert!(!has(&visit.search("refund"), &Effect::Load(0)), "typing on must not hammer a server that failed");
}

#[test]
fn emptying_the_field_leads_back_to_the_topics() {
    let mut visit = Visit::inline();
    visit.search("refund");
    let effects = visit.act(Action::Clear);
    assert_eq!(visit.state.view, View::Home);
    assert!(visit.state.results.rows.is_empty() && has(&effects, &Effect::Focus(Target::Field)));
}

#[test]
fn nothing_found_is_said() {
    let mut visit = Visit::inline();
    let effects = visit.search("xylophone zzz");
    assert!(visit.state.results.rows.is_empty() && !visit.state.lists_results());
    assert!(has(&effects, &Effect::Say(Said::Nothing)));
}

#[test]
fn arrows_move_the_choice_and_leave_the_list_at_its_ends() {
    let mut visit = Visit::inline();
    visit.search("refund");
    for expected in [Some(0), Some(1), Some(2), None, Some(0)] {
        visit.act(Action::Step(true));
        assert_eq!(visit.state.active, expected);
    }
    for expected in [None, Some(2)] {
        visit.act(Action::Step(false));
        assert_eq!(visit.state.active, expected);
    }
    visit.search("refund a");
    assert_eq!(visit.state.active, None, "another query has another list");
}

#[test]
fn enter_chooses_the_first_result_and_then_opens_it() {
    let mut visit = Visit::inline();
    visit.search("refund");
    let effects = visit.act(Action::Enter);
    assert_eq!(visit.state.active, Some(0));
    assert!(has(&effects, &Effect::Focus(Target::Away)));
    let first = visit.ids()[0];
    let effects = visit.act(Action::Enter);
    assert_eq!(visit.state.view, View::Answer(first));
    assert!(has(&effects, &Effect::Focus(Target::Heading)));
}

#[test]
fn back_leads_to_the_results_as_they_were() {
    let mut visit = Visit::inline();
    visit.search("refund");
    let before = visit.ids();
    visit.act(Action::Open(before[1], Origin::Search));
    let effects = visit.act(Action::Back);
    assert_eq!((visit.state.view.clone(), visit.state.query.as_str()), (View::Results, "refund"));
    assert_eq!(visit.ids(), before);
    assert!(has(&effects, &Effect::Focus(Target::Results)));
}

#[test]
fn back_passes_over_settings_and_missing_entries() {
    let mut visit = Visit::inline();
    visit.act(Action::Browse(0));
    visit.act(Action::Settings);
    visit.act(Action::Follow("entry-3".into()));
    visit.act(Action::Back);
    assert_eq!(visit.state.view, View::Topic(0));
    visit.act(Action::Follow("no-such-entry".into()));
    assert_eq!(visit.state.view, View::Gone);
    visit.act(Action::Back);
    assert_eq!(visit.state.view, View::Topic(0));
}

#[test]
fn the_trail_does_not_grow_for_ever() {
    let mut visit = Visit::inline();
    for round in 0..100 {
        visit.act(Action::Open(round % 6, Origin::Link));
    }
    assert!(visit.state.trail.len() <= 32);
}

#[test]
fn escape_takes_back_the_last_thing_first() {
    let mut visit = Visit::new(Mode::Launcher);
    visit.act(Action::Show);
    visit.search("refund");
    visit.act(Action::Step(true));
    visit.act(Action::Escape);
    assert_eq!((visit.state.active, visit.state.query.as_str()), (None, "refund"));
    visit.act(Action::Escape);
    assert!(visit.state.query.is_empty() && visit.state.open);
    let effects = visit.act(Action::Escape);
    assert!(!visit.state.open && has(&effects, &Effect::Panel(false)) && has(&effects, &Effect::Tell(Notice::Close)));
}

#[test]
fn a_closed_panel_keeps_what_was_read() {
    let mut visit = Visit::new(Mode::Launcher);
    visit.act(Action::Show);
    visit.act(Action::Open(1, Origin::Browse));
    visit.act(Action::Hide);
    visit.act(Action::Show);
    assert_eq!(visit.state.view, View::Answer(1));
    assert!(visit.act(Action::Show).is_empty(), "opening what is open does nothing");
}

#[test]
fn a_link_from_the_page_opens_the_panel_at_its_answer() {
    let mut visit = Visit::new(Mode::Launcher);
    let effects = visit.act(Action::Follow("entry-3".into()));
    assert!(visit.state.open && has(&effects, &Effect::Panel(true)));
    assert_eq!(visit.state.view, View::Answer(3));
    assert!(has(&effects, &Effect::Load(1)));
}

#[test]
fn a_pasted_text_is_cut_to_what_can_be_a_question() {
    let mut visit = Visit::inline();
    visit.search(&"退".repeat(5_000));
    assert_eq!(visit.state.query.chars().count(), 200);
}

#[test]
fn before_consent_nothing_is_kept_and_nothing_is_sent_but_what_the_visitor_sends() {
    let mut visit = Visit::inline();
    let mut effects = visit.search("refund");
    for action in [
        Action::Settle,
        Action::Step(true),
        Action::Enter,
        Action::Back,
        Action::Browse(1),
        Action::Open(4, Origin::Browse),
        Action::Settings,
        Action::Typed("zzz".into()),
        Action::Settle,
        Action::Leaving,
        Action::Home,
    ] {
        effects.extend(visit.act(action));
    }
    assert!(sent(&effects).is_empty());
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Keep | Effect::Forget)));
    visit.act(Action::Open(0, Origin::Search));
    let effects = visit.act(Action::Vote(true));
    assert!(matches!(sent(&effects)[..], [Data::Vote(vote)] if vote.helpful && vote.entry == "entry-0"));
    assert!(visit.state.visitor.saved().is_none());
}

#[test]
fn a_change_of_mind_names_the_vote_it_replaces() {
    let mut visit = Visit::inline();
    visit.act(Action::Open(0, Origin::Search));
    let first = visit.act(Action::Vote(true));
    let Some(Effect::Send(first)) = first.iter().find(|effect| matches!(effect, Effect::Send(_))) else { panic!("no vote") };
    assert!(visit.act(Action::Vote(true)).is_empty(), "the same vote again is no vote");
    let second = visit.act(Action::Vote(false));
    assert!(matches!(sent(&second)[..], [Data::Vote(vote)] if !vote.helpful && vote.replaces.as_ref() == Some(&first.id)));
    assert_eq!(visit.state.votes.len(), 1);
}

#[test]
fn a_vote_tells_what_was_searched_only_with_consent_and_after_a_search() {
    let words = |visit: &mut Visit, helpful: bool| {
        let effects = visit.act(Action::Vote(helpful));
        let [Data::Vote(vote)] = sent(&effects)[..] else { panic!("no vote in {effects:?}") };
        vote.terms.clone()
    };
    let mut visit = Visit::inline();
    visit.search("refund xylophone");
    visit.act(Action::Open(0, Origin::Search));
    assert!(words(&mut visit, true).is_empty(), "nobody agreed to measurement");
    visit.grant(Purpose::Measurement);
    assert_eq!(words(&mut visit, false), ["refund"], "words of the index, never what was typed");
    visit.act(Action::Open(1, Origin::Browse));
    assert!(words(&mut visit, true).is_empty(), "no search led there");
}

#[test]
fn where_feedback_has_nowhere_to_go_none_is_given() {
    let mut visit = Visit::with(Setup { collects: false, ..setup() });
    visit.grant(Purpose::Measurement);
    let mut effects = visit.search("refund");
    effects.extend(visit.act(Action::Settle));
    effects.extend(visit.act(Action::Open(0, Origin::Search)));
    effects.extend(visit.act(Action::Vote(true)));
    effects.extend(visit.act(Action::Leaving));
    assert!(sent(&effects).is_empty() && visit.state.votes.is_empty());
}

#[test]
fn with_consent_views_unanswered_searches_and_sums_of_words_are_sent() {
    let mut visit = Visit::inline();
    visit.grant(Purpose::Measurement);
    visit.search("refund");
    let mut effects = visit.act(Action::Open(0, Origin::Search));
    assert!(matches!(sent(&effects)[..], [Data::View(view)] if view.entry == "entry-0" && view.from == Origin::Search));
    visit.search("xylophone");
    effects = visit.act(Action::Settle);
    assert!(matches!(sent(&effects)[..], [Data::NoResult(nothing)] if nothing.unknown == 1));
    assert!(has(&effects, &Effect::Tell(Notice::NoResult { query: "xylophone".into() })));
    assert!(sent(&visit.act(Action::Settle)).is_empty(), "a search settles once");
    effects = visit.act(Action::Leaving);
    let [Data::Search(search), Data::Visit(end)] = sent(&effects)[..] else { panic!("expected sum and end, got {effects:?}") };
    assert_eq!((end.searches, end.views, end.end), (2, 1, End::Left));
    assert_eq!((search.searches, search.unknown), (2, 1));
    assert!(search.terms.iter().all(|term| term.term.starts_with("refund")), "only words of the index, never what was typed");
    assert!(sent(&visit.act(Action::Leaving)).is_empty(), "the sum starts again");
}

#[test]
fn a_visit_ends_as_answered_left_or_contacted() {
    let end = |visit: &mut Visit| {
        let effects = visit.act(Action::Leaving);
        let ends: Vec<End> =
            sent(&effects).into_iter().filter_map(|data| if let Data::Visit(visit) = data { Some(visit.end) } else { None }).collect();
        assert!(ends.len() <= 1, "{ends:?}");
        ends.first().copied()
    };
    let mut visit = Visit::inline();
    visit.search("refund");
    visit.act(Action::Open(0, Origin::Search));
    assert_eq!(end(&mut visit), None, "nobody agreed to be counted");
    visit.grant(Purpose::Measurement);
    assert_eq!(end(&mut visit), None, "nothing has happened since");
    visit.search("delivery");
    visit.act(Action::Settle);
    assert_eq!(end(&mut visit), Some(End::Left));
    visit.act(Action::Open(1, Origin::Search));
    assert_eq!(end(&mut visit), Some(End::Answered), "the answer is the last that was seen");
    visit.act(Action::Open(0, Origin::Search));
    visit.act(Action::Vote(false));
    assert_eq!(end(&mut visit), Some(End::Left));
    visit.act(Action::Open(1, Origin::Browse));
    visit.act(Action::Vote(true));
    visit.act(Action::Home);
    assert_eq!(end(&mut visit), Some(End::Answered), "it was called helpful");
    assert_eq!(end(&mut visit), None, "it ends once");
}

#[test]
fn what_was_searched_before_a_decision_is_not_covered_by_it() {
    let mut visit = Visit::inline();
    visit.search("refund");
    visit.act(Action::Settle);
    visit.grant(Purpose::Measurement);
    assert!(sent(&visit.act(Action::Leaving)).is_empty());
    visit.search("delivery");
    visit.act(Action::Settle);
    let effects = visit.act(Action::Decide(Purpose::Measurement, false));
    assert!(has(&effects, &Effect::Purge));
    assert!(sent(&visit.act(Action::Leaving)).is_empty(), "withdrawn before it was sent");
}

#[test]
fn with_consent_what_is_read_moves_its_topic_up_and_says_why() {
    let mut visit = Visit::inline();
    visit.search("take repair");
    let before = visit.ids();
    let wanted = before[1];
    let path = visit.state.topic_of(wanted).unwrap().path.clone();
    visit.grant(Purpose::Personalisation);
    for _ in 0..4 {
        let effects = visit.act(Action::Open(wanted, Origin::Browse));
        assert!(has(&effects, &Effect::Keep));
        visit.act(Action::Home);
    }
    visit.search("take repair");
    assert_eq!(visit.ids()[0], wanted, "expected it to have risen, got {:?}", visit.ids());
    let why = faqlet_profile::Why::Read { path };
    assert_eq!(visit.state.results.rows[0].because.as_ref(), Some(&why));
    assert_eq!(visit.state.reasons(), [&why]);
    visit.act(Action::Regard(why.clone(), Use::Off));
    assert_eq!(visit.ids(), before, "not this: as if it had never been read");
    visit.act(Action::Regard(why, Use::On));
    assert_eq!(visit.ids()[0], wanted);
    visit.act(Action::Decide(Purpose::Personalisation, false));
    assert_eq!(visit.ids(), before, "taken back, the order is everybody's again");
    assert!(visit.state.results.rows.iter().all(|row| row.because.is_none()));
}

#[test]
fn erasing_forgets_everything_and_says_so_until_something_else_happens() {
    let mut visit = Visit::inline();
    visit.grant(Purpose::Personalisation);
    visit.act(Action::Open(0, Origin::Browse));
    visit.act(Action::Settings);
    let effects = visit.act(Action::Erase);
    assert!(has(&effects, &Effect::Forget) && visit.state.said == Told::Erased);
    assert!(visit.state.visitor.saved().is_none() && visit.state.visitor.profile().is_empty());
    visit.act(Action::Back);
    assert!(visit.state.said != Told::Erased);
}

#[test]
fn a_decision_made_while_storage_was_being_read_stands() {
    let mut earlier = Visitor::new(false, NOW);
    earlier.decide(Purpose::Measurement, faqlet_profile::State::Granted, faqlet_profile::How::Widget, CONSENT_TEXT, NOW);
    let saved = earlier.saved().unwrap();
    let mut visit = Visit::inline();
    visit.act(Action::Restored(Some(Box::new(saved.clone()))));
    assert!(visit.state.visitor.allows(Purpose::Measurement));
    let mut visit = Visit::inline();
    visit.act(Action::Decide(Purpose::Measurement, false));
    visit.act(Action::Restored(Some(Box::new(saved))));
    assert!(!visit.state.visitor.allows(Purpose::Measurement));
}

#[test]
fn an_answer_that_did_not_come_is_asked_for_again_only_on_request() {
    let mut visit = Visit::inline();
    assert!(has(&visit.act(Action::Open(0, Origin::Browse)), &Effect::Load(0)));
    assert_eq!(visit.state.answers.get(0), Shown::Coming);
    visit.act(Action::Chunk(0, None));
    assert_eq!(visit.state.answers.get(0), Shown::Broken);
    assert!(has(&visit.act(Action::Retry), &Effect::Load(0)));
    visit.chunk(0);
    assert_eq!(visit.state.answers.get(0), Shown::Here(answer(SHOP[0].1)));
}

#[test]
fn answers_of_another_build_are_not_shown() {
    let mut visit = Visit::inline();
    visit.act(Action::Open(0, Origin::Browse));
    let chunk = AnswerChunk::open(&encode_chunk(1, &[answer("a"), answer("b"), answer("c")])).unwrap();
    visit.act(Action::Chunk(0, Some(chunk)));
    assert_eq!(visit.state.answers.get(0), Shown::Broken);
}

#[test]
fn small_files_of_answers_are_fetched_together() {
    let mut small = setup();
    small.chunks.iter_mut().for_each(|chunk| chunk.bytes = 1_000);
    let mut visit = Visit::with(small);
    let effects = visit.search("invoice");
    assert!(has(&effects, &Effect::Load(0)) && has(&effects, &Effect::Load(1)));
}

#[test]
fn topics_are_a_tree() {
    let state = state_with(setup());
    let names = |topics: Vec<(u32, &Topic)>| topics.into_iter().map(|(_, topic)| topic.name().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(state.outer_topics().collect()), ["Returns", "Payment", "Delivery", "Repair"]);
    let payment = state.outer_topics().find(|(_, topic)| topic.name() == "Payment").unwrap().0;
    assert_eq!(names(state.topics_in(payment).collect()), ["Gift cards"]);
    assert_eq!(state.topic_of(2).unwrap().path, ["Payment", "Gift cards"]);
}

#[test]
fn only_known_modes_are_taken() {
    assert_eq!(Mode::from_attribute(None), Some(Mode::Inline));
    assert_eq!(Mode::from_attribute(Some("launcher")), Some(Mode::Launcher));
    assert_eq!(Mode::from_attribute(Some("popup")), None);
}
