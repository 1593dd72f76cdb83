//! Where to begin without a question: what fits this page, topics, what is asked most, what is new, guided paths; and the questions of a
//! topic.

use faqlet_beacon::Origin;
use yew::prelude::*;

use super::element::{Element, Group, all, el};
use super::{Look, icon};
use crate::state::{Action, State, Topic};
use crate::ui;

/// Most questions that are listed where there are no topics.
const QUESTIONS: u32 = 200;

/// The topics, or all questions where there are none; around them what is worth a look.
pub(super) fn home(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let topics: Vec<_> = state.outer_topics().collect();
    let suggested = state.suggested();
    let focus = suggested.is_empty();
    let browse = if topics.len() < 2 {
        let listed = state.lister();
        let entries: Vec<u32> = (0..state.engine.len()).filter(|entry| listed(*entry)).take(QUESTIONS as usize).collect();
        section(look, strings.questions, focus, questions(state, look, &entries, Origin::Browse))
    } else {
        section(look, strings.topics, focus, tiles(state, look, &topics))
    };
    let short = |title: &'static str, entries: Vec<u32>, focus: bool, origin: Origin| {
        (!entries.is_empty()).then(|| section(look, title, focus, questions(state, look, &entries, origin)))
    };
    let two = el("div, class=two")
        .add(short(strings.popular, if topics.len() < 2 { Vec::new() } else { state.popular() }, false, Origin::Browse))
        .add(short(strings.news, state.news(), false, Origin::Browse))
        .add(paths(state, look));
    Group::default().add(recent(state, look)).add(short(strings.suggested, suggested, true, Origin::Suggested)).add(browse).add(two).into()
}

/// A topic: those around it, those right below it, then its questions.
pub(super) fn topic(state: &State, look: &Look<'_>, number: u32) -> Html {
    let name = state.topics.get(number as usize).map(Topic::name).unwrap_or_default().to_owned();
    let below: Vec<_> = state.topics_in(number).collect();
    let listed = state.lister();
    let own = |entry: u32| below.is_empty() || state.topic_of(entry).is_some_and(|topic| topic.name() == name);
    let inside = |entry: &u32| own(*entry) && listed(*entry);
    let entries: Vec<u32> = state.engine.entries_in(number).into_iter().filter(inside).collect();
    let around = state.topics_around(number);
    let crumb =
        |(number, topic): (u32, &Topic)| el("li").add(look.press("class=inline-act", Action::Browse(number)).add(topic.name().to_owned()));
    let crumbs =
        (!around.is_empty()).then(|| el("ol, class=crumbs, part=crumbs").lang(state.engine.lang()).add(all(around.into_iter().map(crumb))));
    Group::default()
        .add(look.back())
        .add(el("div, class=view").add(crumbs).add(look.heading(name.clone(), Some(state.engine.lang()))))
        .add((!below.is_empty()).then(|| tiles(state, look, &below)))
        .add(questions(state, look, &entries, Origin::Browse))
        .into()
}

/// A list under its title. One of them takes the focus when the view comes.
fn section(look: &Look<'_>, title: &'static str, focus: bool, list: Element) -> Element {
    let heading = el("h2, class=title, tabindex=-1");
    let heading = if focus { heading.place(&look.places.heading) } else { heading };
    el("section, part=section").add(heading.add(title)).add(list)
}

fn tiles(state: &State, look: &Look<'_>, topics: &[(u32, &Topic)]) -> Element {
    let tile = |(number, topic): &(u32, &Topic)| {
        let below: Vec<&str> = state.topics_in(*number).map(|(_, topic)| topic.name()).collect();
        let below = (!below.is_empty()).then(|| el("small").add(below.join(" · ")));
        let button = look
            .press("class=topic, part=topic", Action::Browse(*number))
            .add(el("span").lang(state.engine.lang()).add(topic.name().to_owned()).add(below))
            .add(el("small").add(look.counted(&look.strings.answers, state.entries_of(*number))))
            .add(icon::next());
        el("li").key(*number).add(button)
    };
    el("ul, class=topics, part=topics").add(all(topics.iter().map(tile)))
}

/// Questions that lead to their answers.
pub(super) fn questions(state: &State, look: &Look<'_>, list: &[u32], origin: Origin) -> Element {
    entries(state, look, list, |number| Action::Open(number, origin))
}

/// Questions, each with what it does.
pub(super) fn entries(state: &State, look: &Look<'_>, entries: &[u32], act: impl Fn(u32) -> Action) -> Element {
    let lines = entries.iter().filter(|number| !state.is_hidden(**number)).filter_map(|number| {
        let view = state.engine.entry(*number)?;
        let button = look.press("class=entry, part=entry", act(*number)).lang(view.lang);
        Some(el("li").key(*number).add(button.add(el("span").add(view.question.to_owned())).add(icon::next())))
    });
    el("ul, class=entries, part=entries").add(all(lines))
}

/// Guided paths, each from the step where it was left.
fn paths(state: &State, look: &Look<'_>) -> Option<Element> {
    let line = |path| {
        let stage = state.next_step(path);
        let entry = state.entry_of(stage, 0)?;
        let (at, of) = (look.number(stage.number as u32), look.number(path.steps.len() as u32));
        let step = el("small").add(ui::fill(&ui::fill(look.strings.step, &at), &of));
        let button = look.press("class=entry, part=path", Action::Open(entry, Origin::Browse));
        Some(el("li").add(button.add(el("span").add(path.title.clone())).add(step).add(icon::next())))
    };
    let lines: Vec<Element> = state.setup.known.paths.iter().filter_map(line).collect();
    (!lines.is_empty()).then(|| section(look, look.strings.paths, false, el("ul, class=entries").add(all(lines))))
}

/// The last searches, which are there only with consent.
fn recent(state: &State, look: &Look<'_>) -> Option<Element> {
    let searches = &state.visitor.profile().recent;
    let again = |query: &String| {
        let chip = look.press("class=chip, part=recent", Action::Again(query.clone()));
        chip.add(el("bdi").add(query.clone()))
    };
    (!searches.is_empty()).then(|| {
        let forget = look.press("class=inline-act, part=forget", Action::ForgetSearches).add(look.strings.forget);
        let list = el("div, class=chips").add(all(searches.iter().rev().map(again))).add(forget);
        section(look, look.strings.recent, false, list)
    })
}
