//! Privacy: what always holds, a switch a purpose, and the way to delete everything. Taking back is as easy as giving: the same switch.

use faqlet_profile::Purpose;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
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
                    <button type="button" class="act" part="erase" onclick={look.on(|| Action::Erase)}>{ strings.erase }</button>
                </div>
                <p class="done" role="status">
                    if state.erased { { icon::tick() }{ strings.erased } }
                </p>
            </div>
        </section>
    }
}

fn choice(state: &State, look: &Look<'_>, purpose: Purpose, title: &'static str, hint: &'static str) -> Html {
    let act = look.act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            act.emit(Action::Decide(purpose, input.checked()));
        }
    });
    let hint_id = ["hint-", title].concat().replace(' ', "-");
    html! {
        <label class="choice" part="choice">
            <b>{ title }</b>
            <small id={hint_id.clone()}>{ hint }</small>
            <input
                class="switch"
                part="switch"
                type="checkbox"
                role="switch"
                aria-label={title}
                aria-describedby={hint_id}
                checked={state.visitor.allows(purpose)}
                {onchange}
            />
        </label>
    }
}
