//! Topics to browse, and the questions of a topic.

use faqlet_beacon::Origin;
use yew::prelude::*;

use super::element::{Element, Group, all, el};
use super::{Look, icon};
use crate::state::{Action, State, Topic};

/// Most questions that are listed where there are no topics.
const QUESTIONS: u32 = 200;

/// The topics, or all questions where there are none.
pub(super) fn home(state: &State, look: &Look<'_>) -> Html {
    let topics: Vec<_> = state.outer_topics().collect();
    if topics.len() < 2 {
        let entries: Vec<u32> = (0..state.engine.len().min(QUESTIONS)).collect();
        return Group::default().add(title(look, look.strings.questions)).add(questions(state, look, &entries)).into();
    }
    Group::default().add(title(look, look.strings.topics)).add(tiles(look, &topics)).into()
}

/// A topic: the topics right below it, then its questions.
pub(super) fn topic(state: &State, look: &Look<'_>, number: u32) -> Html {
    let name = state.topics.get(number as usize).map(Topic::name).unwrap_or_default().to_owned();
    let below: Vec<_> = state.topics_in(number).collect();
    let inside = |entry: &u32| below.is_empty() || state.topic_of(*entry).is_some_and(|topic| topic.name() == name);
    let entries: Vec<u32> = state.engine.entries_in(number).into_iter().filter(inside).collect();
    Group::default()
        .add(look.back())
        .add(el("div, class=view").add(look.heading(name.clone(), Some(state.engine.lang()))))
        .add((!below.is_empty()).then(|| tiles(look, &below)))
        .add(questions(state, look, &entries))
        .into()
}

fn title(look: &Look<'_>, text: &'static str) -> Element {
    el("h2, class=title, tabindex=-1").place(&look.places.heading).add(text)
}

fn tiles(look: &Look<'_>, topics: &[(u32, &Topic)]) -> Element {
    el("ul, class=topics, part=topics").add(all(topics.iter().map(|(number, topic)| tile(look, *number, topic))))
}

fn tile(look: &Look<'_>, number: u32, topic: &Topic) -> Element {
    let button = look
        .press("class=topic, part=topic", Action::Browse(number))
        .add(el("span").add(topic.name().to_owned()))
        .add(el("small").add(look.counted(&look.strings.answers, topic.entries)))
        .add(icon::next());
    el("li").key(number).add(button)
}

fn questions(state: &State, look: &Look<'_>, entries: &[u32]) -> Element {
    let lines = entries.iter().filter_map(|number| {
        let view = state.engine.entry(*number)?;
        let button = look.press("class=entry, part=entry", Action::Open(*number, Origin::Browse)).lang(view.lang);
        Some(el("li").key(*number).add(button.add(el("span").add(view.question.to_owned())).add(icon::next())))
    });
    el("ul, class=entries, part=entries").add(all(lines))
}
