//! What is seen instead of an answer: nothing found, an entry that is gone, files that did not come.

use yew::prelude::*;

use super::{Look, direction};
use crate::state::{Action, State};
use crate::ui::{self, Strings};

/// Nothing was found: what to do now.
pub(super) fn nothing(state: &State, look: &Look<'_>) -> Html {
    let (before, after) = ui::around(look.strings.nothing);
    html! {
        <div class="state" part="empty">
            <h2 class="heading">{ before }<bdi>{ state.query.trim().to_owned() }</bdi>{ after }</h2>
            <p>{ look.strings.nothing_hint }</p>
            { to_topics(look, "act main") }
        </div>
    }
}

/// The way to the topics.
pub(super) fn to_topics(look: &Look<'_>, class: &'static str) -> Html {
    html! {
        <div class="acts">
            <button type="button" {class} data-act={look.on(Action::Home)}>{ look.strings.all_topics }</button>
        </div>
    }
}

/// The entry that was asked for is not there.
pub(super) fn gone(look: &Look<'_>) -> Html {
    html! {
        <div class="state" part="empty">
            { look.heading(html! { { look.strings.gone } }, None) }
            { to_topics(look, "act main") }
        </div>
    }
}

/// The file of an answer did not come, or the answer in it makes no sense.
pub(super) fn broken(look: &Look<'_>) -> Html {
    html! {
        <div part="error" role="alert">
            <p>{ look.strings.trouble_answer }</p>
            <button type="button" class="act" data-act={look.on(Action::Retry)}>{ look.strings.retry }</button>
        </div>
    }
}

/// The index could not be opened: a plain sentence, and what the page itself has to offer.
pub(crate) fn trouble(strings: &'static Strings, text: &'static str, inline: bool) -> Html {
    html! {
        <div class={if inline { "faqlet inline" } else { "faqlet card" }} part="widget" lang={strings.lang} dir={direction(strings.lang)}>
            <div class="state" part="error" role="alert"><p>{ text }</p></div>
            <slot />
        </div>
    }
}
