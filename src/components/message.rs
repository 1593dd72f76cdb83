//! What is seen instead of an answer: nothing found, an entry that is gone, files that did not come.

use yew::prelude::*;

use super::element::{Element, all, el};
use super::{Look, icon};
use crate::state::{Action, State};
use crate::ui::{self, Strings};

/// How many of the nearest topics are named.
const NEAREST: usize = 3;

/// Nothing was found: what to do now.
pub(super) fn nothing(state: &State, look: &Look<'_>) -> Html {
    let (before, after) = ui::around(look.strings.nothing);
    let heading = el("h2, class=heading").add(before).add(el("bdi").add(state.query.trim().to_owned())).add(after);
    let hint = el("p").add(look.strings.nothing_hint);
    el("div, class=state, part=empty").add(heading).add(hint).add(onward(state, look, true)).into()
}

/// What to do where there is no good answer: the nearest topics, people, and a word to the owner that an answer is missing.
pub(super) fn onward(state: &State, look: &Look<'_>, main: bool) -> Element {
    let strings = look.strings;
    let nearest = state.results.topics.iter().take(NEAREST).filter_map(|(number, _)| {
        let name = state.topics.get(*number as usize)?.name().to_owned();
        Some(look.press("class=act", Action::Browse(*number)).lang(state.engine.lang()).add(name))
    });
    let topics = look.press(if main { "class=act main" } else { "class=act" }, Action::Home).add(strings.all_topics);
    let acts = el("div, class=acts").add(all(nearest)).add(topics).add(contact(state, look));
    let tell = || {
        let line = el("p, class=tell, part=tell, role=status");
        if state.was_sent() {
            return line.add(el("span, class=done").add(icon::tick()).add(strings.question_sent));
        }
        let press = look.press("class=inline-act", Action::SendQuestion).add(strings.send_question);
        line.add(press).add(" ").add(strings.question_goes)
    };
    el("div, class=onward, part=onward").add(acts).add(state.setup.collects.then(tell))
}

/// The way to people, where there is one.
pub(super) fn contact(state: &State, look: &Look<'_>) -> Option<Element> {
    state.has_contact().then(|| look.press("class=act, part=contact-button", Action::Contact).add(look.strings.contact))
}

/// The way to the topics.
pub(super) fn to_topics(look: &Look<'_>, attributes: &'static str) -> Element {
    el("div, class=acts").add(look.press(attributes, Action::Home).add(look.strings.all_topics))
}

/// The entry that was asked for is not there.
pub(super) fn gone(look: &Look<'_>) -> Html {
    el("div, class=state, part=empty").add(look.heading(look.strings.gone, None)).add(to_topics(look, "class=act main")).into()
}

/// The file of an answer did not come, or the answer in it makes no sense.
pub(super) fn broken(look: &Look<'_>) -> Html {
    let retry = look.press("class=act", Action::Retry).add(look.strings.retry);
    el("div, part=error, role=alert").add(el("p").add(look.strings.trouble_answer)).add(retry).into()
}

/// The index could not be opened: a plain sentence, and what the page itself has to offer.
pub(crate) fn trouble(strings: &'static Strings, text: &'static str, inline: bool) -> Html {
    el("div, part=widget")
        .set("class", if inline { "faqlet inline" } else { "faqlet card" })
        .lang(strings.lang)
        .add(el("div, class=state, part=error, role=alert").add(el("p").add(text)))
        .add(el("slot"))
        .into()
}
