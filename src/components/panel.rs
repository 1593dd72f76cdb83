//! The whole widget: in the flow of the page, or a panel that a launcher or the page opens.

use yew::prelude::*;

use super::{Look, direction, field, icon, view, yes};
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
    html! {
        <div {class} part="widget" lang={strings.lang} dir={direction(strings.lang)}>
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
    html! {
        <button
            type="button"
            class="launcher"
            part="launcher"
            ref={look.places.launcher.clone()}
            aria-haspopup="dialog"
            aria-expanded={yes(state.open)}
            data-act={look.on(if state.open { Action::Hide } else { Action::Show })}
        >
            { icon::help() }{ look.strings.help }
        </button>
    }
}

fn panel(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let class = if state.setup.mode == Mode::Dialog { "panel centre" } else { "panel corner" };
    html! {
        <dialog {class} part="panel" aria-labelledby="title" ref={look.places.panel.clone()}>
            <div class="bar" part="header">
                <h2 id="title">{ strings.help }</h2>
                { settings_button(state, look, "tool", icon::settings()) }
                <button type="button" class="tool" part="close" aria-label={strings.close} data-act={look.on(Action::Hide)}>
                    { icon::close() }
                </button>
            </div>
            { content(state, look) }
        </dialog>
    }
}

fn settings_button(state: &State, look: &Look<'_>, class: &'static str, content: Html) -> Html {
    html! {
        <button
            type="button"
            {class}
            part="settings-button"
            aria-label={look.strings.privacy}
            aria-pressed={yes(state.view == View::Settings)}
            data-act={look.on(Action::Settings)}
        >
            { content }
        </button>
    }
}
