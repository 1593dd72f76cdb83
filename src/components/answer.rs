//! An answer as a view of its own.

use faqlet_beacon::Origin;
use yew::prelude::*;

use super::element::{Element, Group, all, el};
use super::{Look, home, icon, message, tree, vote};
use crate::host::page;
use crate::state::{Action, Shown, Stage, State};
use crate::ui;

/// The question, its topic, its place on a guided path, the answer, what can be done with it, whether it helped, and where to go on.
pub(super) fn answer(state: &State, look: &Look<'_>, number: u32) -> Html {
    let Some(entry) = state.engine.entry(number).filter(|_| !state.is_hidden(number)) else { return message::gone(look) };
    let (content, here) = match state.shown(number) {
        Shown::Coming => (waiting(look).into(), false),
        Shown::Here(answer) => (tree::tree(&answer, &state.setup.base, look), true),
        Shown::Part(answer) => {
            let beginning = Group::default().add(tree::tree(&answer, &state.setup.base, look)).add(message::broken(look));
            (beginning.into(), true)
        }
        Shown::Broken => (message::broken(look), false),
    };
    let stage = state.place_of(number);
    let view = el("div, class=view")
        .add(stage.map(|stage| progress(look, stage)))
        .add(look.heading(entry.question.to_owned(), Some(entry.lang)))
        .add(under(state, look, number))
        .add((state.changed == Some(number)).then(|| el("p, class=note changed, part=changed").add(look.strings.changed)))
        .add(el("div, class=text, part=text").lang(entry.lang).add(content))
        .add(stage.map(|stage| onward(state, look, stage)))
        .add(tools(state, look, entry.id))
        .add((here && state.setup.collects).then(|| vote::vote(state, look, number)))
        .add(related(state, look, number))
        .add(message::contact(state, look).map(|button| el("div, class=acts").add(button)));
    el("article, part=answer").key(number).add(look.back()).add(view).into()
}

/// Topic, and when somebody last found the answer right.
fn under(state: &State, look: &Look<'_>, number: u32) -> Option<Element> {
    let topic = state.topic_of(number).map(|topic| el("span").lang(state.engine.lang()).add(topic.path.join(" › ")));
    let day = state.facts(number).and_then(|facts| facts.reviewed.as_ref());
    let reviewed = day.map(|day| {
        let text = ui::fill(look.strings.reviewed, &page::date(look.strings.lang, day));
        el("time, part=reviewed").set("datetime", day.clone()).add(text)
    });
    (topic.is_some() || reviewed.is_some()).then(|| el("p, class=under").add(topic).add(reviewed))
}

/// The path, and how far one is on it.
fn progress(look: &Look<'_>, stage: Stage<'_>) -> Element {
    let (at, of) = (stage.number as u32, stage.path.steps.len() as u32);
    let text = ui::fill(&ui::fill(look.strings.step, &look.number(at)), &look.number(of));
    let bar = el("progress, aria-hidden=true").set("max", of.to_string()).set("value", at.to_string());
    el("p, class=stage, part=stage").add(el("b").add(stage.path.title.clone())).add(el("span").add(text)).add(bar)
}

/// To the steps before and after.
fn onward(state: &State, look: &Look<'_>, stage: Stage<'_>) -> Element {
    let step = |further: isize, attributes: &'static str| {
        let entry = state.entry_of(stage, further)?;
        Some(look.press(attributes, Action::Open(entry, Origin::Link)))
    };
    let before = step(-1, "class=act").map(|button| button.add(icon::back()).add(look.strings.previous));
    let after = step(1, "class=act main").map(|button| button.add(look.strings.next).add(icon::next()));
    el("div, class=acts steps, part=steps").add(before).add(after)
}

/// What can be done with the answer.
fn tools(state: &State, look: &Look<'_>, id: &str) -> Element {
    let strings = look.strings;
    let (icon, text) = if state.copied { (icon::tick(), strings.copied) } else { (icon::link(), strings.copy) };
    let page = (!state.setup.pages.is_empty()).then(|| {
        let page = el("a, class=quiet, part=page, target=_blank, rel=noopener").set("href", state.page_of(id));
        page.add(icon::out()).add(strings.as_page)
    });
    el("div, class=tools, part=tools")
        .add(look.press("class=quiet, part=copy", Action::Copy).add(icon).add(text))
        .add(look.press("class=quiet, part=print", Action::Print).add(icon::print()).add(strings.print))
        .add(page)
        .add(el("span, class=hidden, role=status").add(state.copied.then_some(strings.copied)))
}

fn related(state: &State, look: &Look<'_>, number: u32) -> Option<Group> {
    let related = state.related(number);
    (!related.is_empty()).then(|| {
        let title = el("h3, class=title").add(look.strings.related);
        Group::default().add(title).add(home::questions(state, look, &related, Origin::Link))
    })
}

/// Lines where the text will stand.
fn waiting(look: &Look<'_>) -> Element {
    el("div, class=wait, role=img").set("aria-label", look.strings.loading).add(all([(); 3].map(|()| el("span"))))
}
