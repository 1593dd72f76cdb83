//! An answer as a view of its own.

use yew::prelude::*;

use super::element::{Element, all, el};
use super::{Look, message, tree, vote};
use crate::state::{Shown, State};

/// The question, its topic, the answer, and whether it helped.
pub(super) fn answer(state: &State, look: &Look<'_>, number: u32) -> Html {
    let Some(entry) = state.engine.entry(number) else { return message::gone(look) };
    let topic = state.topic_of(number).map(|topic| el("p, class=under").lang(entry.lang).add(topic.path.join(" › ")));
    let (content, here) = match state.answers.get(number) {
        Shown::Coming => (waiting(look).into(), false),
        Shown::Here(answer) => (tree::tree(&answer, look), true),
        Shown::Broken => (message::broken(look), false),
    };
    let view = el("div, class=view")
        .add(look.heading(entry.question.to_owned(), Some(entry.lang)))
        .add(topic)
        .add(el("div, class=text, part=text").lang(entry.lang).add(content))
        .add((here && state.setup.collects).then(|| vote::vote(state, look, number)));
    el("article, part=answer").key(number).add(look.back()).add(view).into()
}

/// Lines where the text will stand.
fn waiting(look: &Look<'_>) -> Element {
    el("div, class=wait, role=img").set("aria-label", look.strings.loading).add(all([(); 3].map(|()| el("span"))))
}
