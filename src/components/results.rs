//! The results: a listbox that belongs to the search field. Each has room for its passage from the start, so that its coming moves nothing.

use faqlet_beacon::Origin;
use yew::prelude::*;

use super::marked::marked;
use super::{Look, direction, icon, message, yes};
use crate::state::{Action, Row, State};
use crate::ui;

/// Id of the list in the shadow tree.
pub(super) const LIST: &str = "results";

/// Id of a result in the shadow tree.
pub(super) fn option_id(at: usize) -> String {
    ["result-", &at.to_string()].concat()
}

/// The results, or what to do when there are none.
pub(super) fn results(state: &State, look: &Look<'_>) -> Html {
    if state.results.rows.is_empty() {
        return message::nothing(state, look);
    }
    html! {
        <>
            { note(state, look) }
            <ul class="hits" part="results" id={LIST} role="listbox" tabindex="-1" aria-label={look.strings.results} ref={look.places.list.clone()}>
                { for state.results.rows.iter().enumerate().map(|(at, row)| hit(state, look, at, row)) }
            </ul>
            if state.results.is_unsure() { { message::to_topics(look, "act") } }
        </>
    }
}

/// What must be known before one reads: none of this is sure, or other words were searched.
fn note(state: &State, look: &Look<'_>) -> Html {
    if state.results.is_unsure() {
        return html! { <p class="note" part="note">{ look.strings.unsure }</p> };
    }
    if let Some(corrected) = &state.results.corrected {
        let (before, after) = ui::around(look.strings.corrected);
        return html! { <p class="note" part="note">{ before }<b>{ corrected.clone() }</b>{ after }</p> };
    }
    Html::default()
}

fn hit(state: &State, look: &Look<'_>, at: usize, row: &Row) -> Html {
    let Some(entry) = state.engine.entry(row.entry) else { return Html::default() };
    let number = row.entry;
    let lang = entry.lang.to_owned();
    let dir = direction(&lang);
    html! {
        <li
            key={number}
            class="hit"
            part="result"
            id={option_id(at)}
            role="option"
            aria-selected={yes(state.active == Some(at))}
            {lang}
            {dir}
            data-act={look.on(Action::Open(number, Origin::Search))}
        >
            <span class="question">{ marked(entry.question, &row.marks) }</span>
            <span class="rest">{ passage(row) }{ about(state, look, row) }</span>
        </li>
    }
}

fn passage(row: &Row) -> Html {
    let Some(passage) = &row.passage else { return html! { <span class="snippet wait"></span> } };
    html! {
        <span class="snippet" part="snippet">
            if passage.cut_before { { "… " } }
            { marked(&passage.text, &passage.marks) }
            if passage.cut_after { { " …" } }
        </span>
    }
}

/// The topic, and why it stands where it stands for this visitor.
fn about(state: &State, look: &Look<'_>, row: &Row) -> Html {
    let topic = state.topic_of(row.entry).map(|topic| topic.path.join(" › "));
    let because = row.because.as_deref().map(|topic| ui::fill(look.strings.because_read, topic));
    html! {
        <span class="about">
            if let Some(topic) = topic { <span>{ topic }</span> }
            if let Some(because) = because {
                <span class="why" part="why" lang={look.strings.lang}>{ icon::spark() }{ because }</span>
            }
        </span>
    }
}
