//! What is seen instead of an answer: nothing found, an entry that is gone, files that did not come.

use yew::prelude::*;

use super::Look;
use super::element::{Element, el};
use crate::state::{Action, State};
use crate::ui::{self, Strings};

/// Nothing was found: what to do now.
pub(super) fn nothing(state: &State, look: &Look<'_>) -> Html {
    let (before, after) = ui::around(look.strings.nothing);
    let heading = el("h2, class=heading").add(before).add(el("bdi").add(state.query.trim().to_owned())).add(after);
    let hint = el("p").add(look.strings.nothing_hint);
    el("div, class=state, part=empty").add(heading).add(hint).add(to_topics(look, "class=act main")).into()
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
