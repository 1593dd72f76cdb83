//! The whole widget: in the flow of the page, or a panel that a launcher or the page opens.

use yew::prelude::*;

use super::{Look, direction, field, icon, view};
use crate::state::{Action, Mode, State, View};

/// The widget in its mode.
pub(crate) fn widget(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let scheme = look.dark.map(|dark| if dark { "dark" } else { "light" });
    let inline = state.setup.mode == Mode::Inline;
    html! {
        <div
            class={classes!("faqlet", inline.then_some("inline"), scheme)}
            part="widget"
            lang={strings.lang}
            dir={direction(strings.lang)}
            onkeydown={escape(state, look)}
        >
            if inline {
                { content(state, look) }
                <div class="foot" part="footer">{ settings_button(state, look, "quiet", html! { { strings.privacy } }) }</div>
            } else {
                if state.setup.mode == Mode::Launcher { { launcher(state, look) } }
                { panel(state, look) }
            }
            <div class="hidden" role="status">{ look.said.to_owned() }</div>
        </div>
    }
}

fn content(state: &State, look: &Look<'_>) -> Html {
    html! {
        <>
            <div class="top">{ field::field(state, look) }</div>
            <div class="body" part="body" ref={look.places.body.clone()}>{ view(state, look) }</div>
        </>
    }
}

fn launcher(state: &State, look: &Look<'_>) -> Html {
    let open = state.open;
    let toggle = look.on(move || if open { Action::Hide } else { Action::Show });
    html! {
        <button
            type="button"
            class="launcher"
            part="launcher"
            ref={look.places.launcher.clone()}
            aria-haspopup="dialog"
            aria-expanded={if open { "true" } else { "false" }}
            onclick={toggle}
        >
            { icon::help() }{ look.strings.help }
        </button>
    }
}

fn panel(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let place = if state.setup.mode == Mode::Dialog { "centre" } else { "corner" };
    let act = look.act.clone();
    let onclose = Callback::from(move |_: Event| act.emit(Action::Hide));
    html! {
        <dialog class={classes!("panel", place)} part="panel" aria-labelledby="title" ref={look.places.panel.clone()} {onclose}>
            <div class="bar" part="header">
                <h2 id="title">{ strings.help }</h2>
                { settings_button(state, look, "tool", icon::settings()) }
                <button type="button" class="tool" part="close" aria-label={strings.close} onclick={look.on(|| Action::Hide)}>
                    { icon::close() }
                </button>
            </div>
            { content(state, look) }
        </dialog>
    }
}

fn settings_button(state: &State, look: &Look<'_>, class: &'static str, content: Html) -> Html {
    let pressed = if state.view == View::Settings { "true" } else { "false" };
    html! {
        <button
            type="button"
            {class}
            part="settings-button"
            aria-label={look.strings.privacy}
            aria-pressed={pressed}
            onclick={look.on(|| Action::Settings)}
        >
            { content }
        </button>
    }
}

/// Escape, where there is something for it to do; else it belongs to whatever the widget stands in.
fn escape(state: &State, look: &Look<'_>) -> Option<Callback<KeyboardEvent>> {
    let inline = state.setup.mode == Mode::Inline;
    if inline && state.view == View::Home && state.active.is_none() {
        return None;
    }
    let act = look.act.clone();
    Some(Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.prevent_default();
            event.stop_propagation();
            act.emit(Action::Escape);
        }
    }))
}
