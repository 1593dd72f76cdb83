//! Privacy: what always holds, a switch a purpose, and the way to delete everything. Taking back is as easy as giving: the same switch.

use faqlet_profile::Purpose;
use yew::prelude::*;

use super::element::{Element, Group, el};
use super::{Look, icon};
use crate::state::{Action, Mode, State};

/// The view.
pub(super) fn settings(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let measure = || choice(state, look, Purpose::Measurement, strings.measure, strings.measure_hint);
    let erased = || Group::default().add(icon::tick()).add(strings.erased);
    let view = el("div, class=view")
        .add(look.heading(strings.privacy, None))
        .add(el("p, class=under").add(strings.privacy_always))
        .add(choice(state, look, Purpose::Personalisation, strings.personalise, strings.personalise_hint))
        .add(state.setup.collects.then(measure))
        // What can be dragged can be moved without dragging too.
        .add(
            (state.setup.mode == Mode::Launcher)
                .then(|| el("div, class=acts").add(look.press("class=act, part=move", Action::OtherSide).add(strings.other_side))),
        )
        .add(el("div, class=acts").add(look.press("class=act, part=erase", Action::Erase).add(strings.erase)))
        .add(el("p, class=done, role=status").add(state.erased.then(erased)));
    el("section, part=settings").add(look.back()).add(view).into()
}

fn choice(state: &State, look: &Look<'_>, purpose: Purpose, title: &'static str, hint: &'static str) -> Element {
    let granted = state.visitor.allows(purpose);
    let hint_id = if purpose == Purpose::Measurement { "measure" } else { "personalise" };
    let switch = el("input, class=switch, part=switch, type=checkbox, role=switch")
        .set("aria-label", title)
        .set("aria-describedby", hint_id)
        .checked(granted)
        .set("data-act", look.on(Action::Decide(purpose, !granted)));
    let hint = el("small").set("id", hint_id).add(hint);
    el("label, class=choice, part=choice").add(el("b").add(title)).add(hint).add(switch)
}
