//! The whole widget: in the flow of the page, or a panel that a launcher or the page opens.

use yew::prelude::*;

use super::element::{Child, Element, Group, el};
use super::{Look, field, icon, view, yes};
use crate::state::{Action, Mode, State, View};

/// The widget in its mode.
pub(crate) fn widget(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let inline = state.setup.mode == Mode::Inline;
    let class = match (inline, look.dark) {
        (true, None) => "faqlet inline",
        (true, Some(false)) => "faqlet inline light",
        (true, Some(true)) => "faqlet inline dark",
        (false, None) => "faqlet",
        (false, Some(false)) => "faqlet light",
        (false, Some(true)) => "faqlet dark",
    };
    let inside = if inline {
        let foot = el("div, class=foot, part=footer").add(settings_button(state, look, "quiet", strings.privacy));
        content(state, look).add(foot)
    } else {
        let launcher = (state.setup.mode == Mode::Launcher).then(|| launcher(state, look));
        Group::default().add(launcher).add(panel(state, look))
    };
    let said = el("div, class=hidden, role=status").add(look.said.to_owned());
    el("div, part=widget").set("class", class).lang(strings.lang).add(inside).add(said).into()
}

fn content(state: &State, look: &Look<'_>) -> Group {
    let top = el("div, class=top").add(field::field(state, look));
    Group::default().add(top).add(el("div, class=body, part=body").place(&look.places.body).add(view(state, look)))
}

fn launcher(state: &State, look: &Look<'_>) -> Element {
    look.press("class=launcher, part=launcher", if state.open { Action::Hide } else { Action::Show })
        .place(&look.places.launcher)
        .set("aria-haspopup", "dialog")
        .set("aria-expanded", yes(state.open))
        .add(icon::help())
        .add(look.strings.help)
}

fn panel(state: &State, look: &Look<'_>) -> Element {
    let strings = look.strings;
    let bar = el("div, class=bar, part=header")
        .add(el("h2, id=title").add(strings.help))
        .add(settings_button(state, look, "tool", icon::settings()))
        .add(look.press("class=tool, part=close", Action::Hide).set("aria-label", strings.close).add(icon::close()));
    el("dialog, part=panel, aria-labelledby=title")
        .set("class", if state.setup.mode == Mode::Dialog { "panel centre" } else { "panel corner" })
        .place(&look.places.panel)
        .add(bar)
        .add(content(state, look))
}

fn settings_button(state: &State, look: &Look<'_>, class: &'static str, content: impl Child) -> Element {
    look.press("part=settings-button", Action::Settings)
        .set("class", class)
        .set("aria-label", look.strings.privacy)
        .set("aria-pressed", yes(state.view == View::Settings))
        .add(content)
}
