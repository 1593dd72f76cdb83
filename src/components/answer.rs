//! An answer as a view of its own.

use yew::prelude::*;

use super::{Look, direction, message, tree, vote};
use crate::state::{Shown, State};

/// The question, its topic, the answer, and whether it helped.
pub(super) fn answer(state: &State, look: &Look<'_>, number: u32) -> Html {
    let Some(entry) = state.engine.entry(number) else { return message::gone(look) };
    let lang = entry.lang.to_owned();
    let dir = direction(&lang);
    let topic = state.topic_of(number).map(|topic| topic.path.join(" › "));
    let (content, here) = match state.answers.get(number) {
        Shown::Coming => (waiting(look), false),
        Shown::Here(answer) => (tree::tree(&answer, look), true),
        Shown::Broken => (message::broken(look), false),
    };
    html! {
        <article part="answer" key={number}>
            { look.back() }
            <div class="view">
                { look.heading(html! { { entry.question.to_owned() } }, Some(entry.lang)) }
                if let Some(topic) = topic { <p class="under" lang={lang.clone()} {dir}>{ topic }</p> }
                <div class="text" part="text" {lang} {dir}>{ content }</div>
                if here && state.setup.collects { { vote::vote(state, look, number) } }
            </div>
        </article>
    }
}

/// Lines where the text will stand.
fn waiting(look: &Look<'_>) -> Html {
    html! { <div class="wait" role="img" aria-label={look.strings.loading}><span></span><span></span><span></span></div> }
}
