//! Privacy: what always holds, a switch a purpose, what is known, and the ways to take it along and to delete it. Taking back is as easy as
//! giving: the same switch.

use faqlet_profile::Purpose;
use yew::prelude::*;

use super::element::{Element, Group, el};
use super::{Look, icon, known, transfer};
use crate::host::page;
use crate::state::{Action, Mode, State, Told, Transfer};
use crate::ui;

/// The view.
pub(super) fn settings(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let measure = || choice(state, look, Purpose::Measurement, strings.measure, strings.measure_hint);
    let taking = matches!(state.transfer, Transfer::Take(_) | Transfer::Wrong(_));
    let view = el("div, class=view")
        .add(look.heading(strings.privacy, None))
        .add(el("p, class=under").add(strings.privacy_always))
        // What has come by a link is what one came for.
        .add(taking.then(|| transfer::transfer(state, look)))
        .add(said(state, look))
        .add(choice(state, look, Purpose::Personalisation, strings.personalise, strings.personalise_hint))
        .add(state.setup.collects.then(measure))
        .add(choice(state, look, Purpose::Preferences, strings.remember, strings.remember_hint))
        // What can be dragged can be moved without dragging too.
        .add(
            (state.setup.mode == Mode::Launcher)
                .then(|| el("div, class=acts").add(look.press("class=act, part=move", Action::OtherSide).add(strings.other_side))),
        )
        .add(known::known(state, look))
        .add((!taking).then(|| transfer::transfer(state, look)))
        .add(kept(state, look))
        .add(el("div, class=acts last").add(look.press("class=act danger, part=erase", Action::Erase).add(strings.erase)));
    el("section, part=settings").add(look.back()).add(view).into()
}

/// What has come of the last press.
fn said(state: &State, look: &Look<'_>) -> Element {
    let strings = look.strings;
    let done = |text: &'static str| Group::default().add(icon::tick()).add(text);
    match state.said {
        Told::Nothing => el("p, class=done, role=status"),
        Told::Erased => el("p, class=done, role=status").add(done(strings.erased)),
        Told::Brought => el("p, class=done, role=status").add(done(strings.brought)),
        Told::Refused => el("p, class=done wrong, role=status").add(strings.refused),
    }
}

/// What waits on this device, and what is kept on it for use without a connection.
fn kept(state: &State, look: &Look<'_>) -> Group {
    let strings = look.strings;
    let unsent = (state.waiting > 0).then(|| el("p, part=unsent").add(ui::fill(strings.unsent, &look.number(state.waiting))));
    let stored = || el("p, part=stored").add(ui::fill(strings.stored, &page::size(strings.lang, state.setup.stored)));
    Group::default().add(unsent).add((state.setup.stored > 0).then(stored))
}

fn choice(state: &State, look: &Look<'_>, purpose: Purpose, title: &'static str, hint: &'static str) -> Element {
    let granted = state.visitor.allows(purpose);
    let hint_id = match purpose {
        Purpose::Preferences => "remember",
        Purpose::Personalisation => "personalise",
        Purpose::Measurement => "measure",
    };
    let switch = el("input, class=switch, part=switch, type=checkbox, role=switch")
        .set("aria-label", title)
        .set("aria-describedby", hint_id)
        .checked(granted)
        .set("data-act", look.on(Action::Decide(purpose, !granted)));
    let hint = el("small").set("id", hint_id).add(hint);
    el("label, class=choice, part=choice").add(el("b").add(title)).add(hint).add(switch)
}
