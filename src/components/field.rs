//! The search field: a combobox by the WAI-ARIA pattern. The focus stays in it; ↓ and ↑ move the choice among the results below it,
//! Enter opens it, Escape takes it back.

use yew::prelude::*;

use super::element::{Element, el};
use super::{Look, icon, results, yes};
use crate::state::{Action, State};

/// The field, its icon, and the button that empties it.
pub(super) fn field(state: &State, look: &Look<'_>) -> Element {
    let strings = look.strings;
    let listed = state.lists_results();
    let typed = !state.query.is_empty();
    let input = el(concat!(
        "input, part=input, type=text, inputmode=search, enterkeyhint=search, role=combobox, ",
        "aria-autocomplete=list, autocomplete=off, autocapitalize=off, autocorrect=off, spellcheck=false"
    ))
    .place(&look.places.field)
    .set("aria-label", strings.search)
    .set("aria-expanded", yes(listed))
    .set("aria-controls", listed.then_some(results::LIST))
    .set("aria-activedescendant", state.active.filter(|_| listed).map(results::option_id))
    // An empty field has no direction of its own: its placeholder follows the interface.
    .set("dir", typed.then_some("auto"))
    .set("placeholder", look.placeholder.clone().unwrap_or(AttrValue::Static(strings.search)))
    .value(state.query.clone());
    let clear = || look.press("class=tool clear, part=clear", Action::Clear).set("aria-label", strings.clear).add(icon::close());
    el("div, class=search, part=search").add(icon::search()).add(input).add(typed.then(clear))
}
