//! Searching, browsing and following in an index that is divided: nothing is there before it is asked for.

use faqlet_engine::answer::{Answer, AnswerChunk, Block, Inline, encode_chunk};
use faqlet_engine::{AnswersPart, BuildOptions, Engine, Entry, build, divide};

use super::tests::{has, setup};
use super::*;

const THINGS: [&str; 12] =
    ["printer", "garden", "battery", "voucher", "parcel", "invoice", "window", "account", "charger", "contract", "receipt", "customs"];

struct Divided {
    state: State,
    shards: Vec<Vec<u8>>,
    step: u64,
}

impl Divided {
    fn new(setup: Setup) -> Divided {
        let thing = |n: usize| THINGS[n % THINGS.len()];
        let entries: Vec<Entry> = (0..400)
            .map(|n| {
                let mut entry = Entry::new(&format!("entry-{n}"), "en", &format!("Where is the {} of {n}?", thing(n)), thing(n / 12));
                entry.category = vec![format!("Topic {}", n / 200)];
                entry
            })
            .collect();
        let whole = Engine::open(&build(&entries, &BuildOptions { lang: "en".into(), ..BuildOptions::default() }).unwrap()).unwrap();
        let answers: Vec<AnswersPart> =
            (0..400u32).step_by(8).map(|first| AnswersPart { first, count: 8, bytes: 100, name: [first as u8; 8] }).collect();
        let divided = divide(&whole, &answers).unwrap();
        let shards = divided.shards.clone();
        let names = vec![[0xAB; 8]; shards.len()];
        let engine = Engine::open(&divided.root(&names)).unwrap();
        Divided { state: State::new(engine, Setup { chunks: Vec::new(), ..setup }, 1), shards, step: 0 }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.step += 1;
        self.state.apply(action, Moment { now: self.step, ..Moment::default() })
    }

    /// Types, and waits for a moment.
    fn typed(&mut self, text: &str) -> Vec<Effect> {
        let mut effects = self.act(Action::Typed(text.into()));
        assert_eq!(loads(&effects), 0, "nothing is fetched between two keys");
        if has(&effects, &Effect::AskLater) {
            effects.extend(self.act(Action::Ask));
        }
        effects
    }

    /// Fetches what effects ask for, and what that asks for in turn; all effects after the first ones.
    fn fetch(&mut self, effects: &[Effect]) -> Vec<Effect> {
        let mut all: Vec<Effect> = Vec::new();
        let mut next: Vec<Effect> = effects.to_vec();
        for _ in 0..9 {
            let shards: Vec<u32> =
                next.iter().filter_map(|effect| if let Effect::LoadShard(shard) = effect { Some(*shard) } else { None }).collect();
            next = shards.into_iter().flat_map(|shard| self.act(Action::Shard(shard, Some(self.shards[shard as usize].clone())))).collect();
            all.extend(next.iter().cloned());
        }
        all
    }

    fn questions(&self) -> Vec<String> {
        let rows = self.state.results.rows.iter();
        rows.filter_map(|row| self.state.engine.entry(row.entry)).map(|entry| entry.question.to_owned()).collect()
    }
}

fn loads(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::LoadShard(_))).count()
}

#[test]
fn a_list_is_shown_when_all_of_it_has_come_and_not_before() {
    let mut visit = Divided::new(setup());
    let effects = visit.typed("printer of 24");
    assert!(loads(&effects) > 0 && visit.state.is_coming() && has(&effects, &Effect::Say(Said::Silence)));
    assert!(visit.act(Action::Settle).is_empty(), "nothing is counted as in vain that has not come");
    let effects = visit.fetch(&effects);
    assert!(!visit.state.is_coming());
    assert_eq!(visit.questions()[0], "Where is the printer of 24?");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Say(Said::Found(_)))) && has(&effects, &Effect::SettleLater));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Load(_))), "passages are fetched for what is listed");

    // What is listed stays where it is while the next list is on its way.
    let before = visit.questions();
    let effects = visit.typed("garden");
    assert!(loads(&effects) > 0);
    assert_eq!(visit.questions(), before);
    visit.fetch(&effects);
    assert!(visit.questions().iter().all(|question| question.contains("garden")), "{:?}", visit.questions());
    let effects = visit.typed("printer of 24");
    assert_eq!(loads(&effects), 0, "what has come is kept");
}

#[test]
fn misspelt_and_unfinished_words_are_found() {
    for (typed, thing) in [("prinetr", "printer"), ("rpinter", "printer"), ("vouch", "voucher"), ("batery", "battery")] {
        let mut visit = Divided::new(setup());
        let effects = visit.typed(typed);
        visit.fetch(&effects);
        assert!(visit.questions().first().is_some_and(|question| question.contains(thing)), "{typed}: {:?}", visit.questions());
    }
}

#[test]
fn shards_that_do_not_come_leave_what_is_there_and_are_asked_for_with_the_next_key() {
    let mut visit = Divided::new(setup());
    let effects = visit.typed("printer");
    for effect in &effects {
        if let Effect::LoadShard(shard) = effect {
            visit.act(Action::Shard(*shard, None));
        }
    }
    assert!(!visit.state.is_coming() && visit.questions().is_empty());
    let effects = visit.typed("printers");
    visit.fetch(&effects);
    assert!(visit.questions()[0].contains("printer"));
}

#[test]
fn an_answer_is_followed_by_its_id_and_a_topic_lists_its_questions() {
    let mut visit = Divided::new(setup());
    let effects = visit.act(Action::Follow("entry-333".into()));
    let effects = visit.fetch(&effects);
    assert_eq!(visit.state.view, View::Answer(333));
    let Some(Effect::Load(number)) = effects.iter().find(|effect| matches!(effect, Effect::Load(_))) else { panic!("{effects:?}") };
    assert_eq!(
        visit.state.answers.chunk(*number).map(|chunk| (chunk.first, chunk.file.as_str())),
        Some((328, "answers.en.4848484848484848.fqa"))
    );
    let answers = vec![Answer { blocks: vec![Block::Paragraph(vec![Inline::Text("Here.".into())])] }; 8];
    let chunk = AnswerChunk::open(&encode_chunk(328, &answers)).unwrap();
    visit.act(Action::Chunk(*number, Some(chunk)));
    assert!(matches!(visit.state.shown(333), Shown::Here(_)));

    let effects = visit.act(Action::Follow("nowhere".into()));
    visit.fetch(&effects);
    assert_eq!(visit.state.view, View::Gone);

    let effects = visit.act(Action::Browse(1));
    visit.fetch(&effects);
    assert!(visit.state.engine.entry(visit.state.engine.entries_in(1)[0]).is_some());
}

#[test]
fn what_was_revoked_is_not_listed() {
    let mut visit = Divided::new(Setup { revoked: vec!["entry-24".into()], ..setup() });
    let effects = visit.typed("Where is the printer of 24?");
    visit.fetch(&effects);
    assert!(!visit.questions().is_empty() && visit.questions().iter().all(|question| question != "Where is the printer of 24?"));
}
