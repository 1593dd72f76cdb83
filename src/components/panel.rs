//! The whole widget: in the flow of the page, or a panel that a launcher or the page opens.

use yew::prelude::*;

use super::element::{Child, Element, Group, all, el};
use super::{Look, field, icon, offer, view, yes};
use crate::host::page;
use crate::state::{Action, Mode, State, View};
use crate::ui;

/// The widget in its mode.
pub(crate) fn widget(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let inline = !state.setup.mode.has_panel();
    let shape = match state.setup.mode {
        Mode::Inline => " inline",
        // A box lies over the page only while there is something to read in it.
        Mode::Box if state.view == View::Home => " inline box",
        Mode::Box => " inline box full",
        _ => "",
    };
    let dark = look.dark.map_or("", |dark| if dark { " dark" } else { " light" });
    let side = if state.other_side { " other" } else { "" };
    let class = ["faqlet", shape, dark, side].concat();
    let inside = if inline {
        let foot =
            || el("div, class=foot, part=footer").add(languages(state, look)).add(settings_button(state, look, "quiet", strings.privacy));
        content(state, look).add((state.setup.mode == Mode::Inline).then(foot))
    } else {
        let launcher = (state.setup.mode == Mode::Launcher).then(|| launcher(state, look));
        Group::default().add((!state.open).then(|| offer::suggestion(state, look))).add(launcher).add(panel(state, look))
    };
    let said = el("div, class=hidden, role=status").add(look.said.to_owned());
    el("div, part=widget").set("class", class).lang(strings.lang).add(inside).add(said).into()
}

fn content(state: &State, look: &Look<'_>) -> Group {
    let top = el("div, class=top").add(field::field(state, look));
    let body = el("div, class=body, part=body").place(&look.places.body);
    let suggestion = state.open.then(|| offer::suggestion(state, look));
    let order = matches!(state.view, View::Home | View::Results).then(|| offer::order(state, look)).flatten();
    Group::default().add(top).add(body.add(suggestion).add(view(state, look)).add(order)).add(freshness(state, look))
}

/// How new the answers are, where that must be known: there are newer ones, or nobody could be asked.
fn freshness(state: &State, look: &Look<'_>) -> Option<Element> {
    let strings = look.strings;
    let line = el("p, class=fresh, part=fresh, role=status");
    if state.updated {
        return Some(line.add(strings.updated).add(" ").add(look.press("class=inline-act, part=renew", Action::Renew).add(strings.renew)));
    }
    let time = state.setup.as_of.as_ref()?;
    Some(line.add(ui::fill(strings.as_of, &page::date(strings.lang, time))))
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
        .add(languages(state, look))
        .add(settings_button(state, look, "tool", icon::settings()))
        .add(look.press("class=tool, part=close", Action::Hide).set("aria-label", strings.close).add(icon::close()));
    el("dialog, part=panel, aria-labelledby=title")
        .set("class", if state.setup.mode == Mode::Dialog { "panel centre" } else { "panel corner" })
        .place(&look.places.panel)
        .add(bar)
        .add(content(state, look))
}

/// The choice of language, where there is one. Each is named as it names itself.
fn languages(state: &State, look: &Look<'_>) -> Option<Element> {
    let offered = &state.setup.languages;
    let option = |(tag, name): &(String, String)| {
        let chosen = (*tag == state.setup.lang).then_some("");
        el("option").set("value", tag.clone()).lang(tag).set("selected", chosen).add(name.clone())
    };
    (offered.len() > 1).then(|| {
        let field = el("select, class=quiet, part=language")
            .set("aria-label", look.strings.language)
            .set("data-write", look.on(Action::Language(String::new())))
            .add(all(offered.iter().map(option)));
        el("span, class=languages").add(field).add(icon::down())
    })
}

fn settings_button(state: &State, look: &Look<'_>, class: &'static str, content: impl Child) -> Element {
    look.press("part=settings-button", Action::Settings)
        .set("class", class)
        .set("aria-label", look.strings.privacy)
        .set("aria-pressed", yes(state.view == View::Settings))
        .add(content)
}
