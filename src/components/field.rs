//! The search field: a combobox by the WAI-ARIA pattern. The focus stays in it; ↓ and ↑ move the choice among the results below it,
//! Enter opens it, Escape takes it back.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Look, icon, results};
use crate::state::{Action, State};

/// The field, its icon, and the button that empties it.
pub(super) fn field(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let listed = state.lists_results();
    let active = state.active.filter(|_| listed).map(results::option_id);
    let placeholder = look.placeholder.clone().unwrap_or(AttrValue::Static(strings.search));
    // An empty field has no direction of its own: its placeholder follows the interface.
    let dir = (!state.query.is_empty()).then_some("auto");
    html! {
        <div class="search" part="search">
            { icon::search() }
            <input
                ref={look.places.field.clone()}
                part="input"
                type="text"
                inputmode="search"
                enterkeyhint="search"
                role="combobox"
                aria-label={strings.search}
                aria-autocomplete="list"
                aria-expanded={if listed { "true" } else { "false" }}
                aria-controls={listed.then_some(results::LIST)}
                aria-activedescendant={active}
                autocomplete="off"
                autocapitalize="off"
                autocorrect="off"
                spellcheck="false"
                {dir}
                {placeholder}
                value={state.query.clone()}
                oninput={typed(look)}
                onkeydown={keys(look)}
            />
            if !state.query.is_empty() {
                <button type="button" class="tool clear" part="clear" aria-label={strings.clear} onclick={look.on(|| Action::Clear)}>
                    { icon::close() }
                </button>
            }
        </div>
    }
}

fn typed(look: &Look<'_>) -> Callback<InputEvent> {
    let act = look.act.clone();
    Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            act.emit(Action::Typed(input.value()));
        }
    })
}

fn keys(look: &Look<'_>) -> Callback<KeyboardEvent> {
    let act = look.act.clone();
    Callback::from(move |event: KeyboardEvent| {
        // While characters are being composed, arrows and Enter belong to the input method; some browsers say so only by code 229.
        if event.is_composing() || event.key_code() == 229 {
            return;
        }
        let action = match event.key().as_str() {
            "ArrowDown" => Action::Step(true),
            "ArrowUp" => Action::Step(false),
            "Enter" => Action::Enter,
            _ => return,
        };
        event.prevent_default();
        act.emit(action);
    })
}
