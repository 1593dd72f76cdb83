//! Privacy: what always holds, a switch a purpose, and the way to delete everything. Taking back is as easy as giving: the same switch.

use faqlet_profile::Purpose;
use yew::prelude::*;

use super::{Look, icon};
use crate::state::{Action, State};

/// The view.
pub(super) fn settings(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    html! {
        <section part="settings">
            { look.back() }
            <div class="view">
                { look.heading(html! { { strings.privacy } }, None) }
                <p class="under">{ strings.privacy_always }</p>
                { choice(state, look, Purpose::Personalisation, strings.personalise, strings.personalise_hint) }
                if state.setup.collects {
                    { choice(state, look, Purpose::Measurement, strings.measure, strings.measure_hint) }
                }
                <div class="acts">
                    <button type="button" class="act" part="erase" data-act={look.on(Action::Erase)}>{ strings.erase }</button>
                </div>
                <p class="done" role="status">
                    if state.erased { { icon::tick() }{ strings.erased } }
                </p>
            </div>
        </section>
    }
}

fn choice(state: &State, look: &Look<'_>, purpose: Purpose, title: &'static str, hint: &'static str) -> Html {
    let granted = state.visitor.allows(purpose);
    let hint_id = if purpose == Purpose::Measurement { "measure" } else { "personalise" };
    html! {
        <label class="choice" part="choice">
            <b>{ title }</b>
            <small id={hint_id}>{ hint }</small>
            <input
                class="switch"
                part="switch"
                type="checkbox"
                role="switch"
                aria-label={title}
                aria-describedby={hint_id}
                checked={granted}
                data-act={look.on(Action::Decide(purpose, !granted))}
            />
        </label>
    }
}
