//! The search field: a combobox by the WAI-ARIA pattern. The focus stays in it; ↓ and ↑ move the choice among the results below it,
//! Enter opens it, Escape takes it back.

use yew::prelude::*;

use super::{Look, icon, results, yes};
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
                aria-expanded={yes(listed)}
                aria-controls={listed.then_some(results::LIST)}
                aria-activedescendant={active}
                autocomplete="off"
                autocapitalize="off"
                autocorrect="off"
                spellcheck="false"
                {dir}
                {placeholder}
                value={state.query.clone()}
            />
            if !state.query.is_empty() {
                <button type="button" class="tool clear" part="clear" aria-label={strings.clear} data-act={look.on(Action::Clear)}>
                    { icon::close() }
                </button>
            }
        </div>
    }
}
