//! What is seen, one region a file: functions from the state to nodes. They hold no state of their own and decide nothing; a button
//! sends an action. Nothing here makes markup from text, and nothing sets a style.

mod answer;
mod field;
mod home;
mod icon;
mod marked;
mod message;
mod panel;
mod results;
mod settings;
mod tree;
mod vote;

use yew::prelude::*;

use crate::host::page;
use crate::state::{Action, State, View};
use crate::ui::{self, Strings};

pub(crate) use message::trouble;
pub(crate) use panel::widget;

/// Places in the drawn nodes that effects need.
#[derive(Clone, Default)]
pub(crate) struct Places {
    /// The search field.
    pub(crate) field: NodeRef,
    /// The heading of the view.
    pub(crate) heading: NodeRef,
    /// The list of results.
    pub(crate) list: NodeRef,
    /// The scrolling box under the search field.
    pub(crate) body: NodeRef,
    /// The dialog.
    pub(crate) panel: NodeRef,
    /// The button that opens it.
    pub(crate) launcher: NodeRef,
}

/// What every region needs beside the state.
pub(crate) struct Look<'a> {
    pub(crate) strings: &'static Strings,
    pub(crate) places: &'a Places,
    pub(crate) act: Callback<Action>,
    /// The page's own words for the empty field.
    pub(crate) placeholder: Option<AttrValue>,
    /// What those hear who listen instead of looking.
    pub(crate) said: &'a str,
    /// Whether the page is dark, where it was left to us to find out.
    pub(crate) dark: Option<bool>,
}

impl Look<'_> {
    /// Sends an action on a click.
    pub(crate) fn on(&self, make: impl Fn() -> Action + 'static) -> Callback<MouseEvent> {
        let act = self.act.clone();
        Callback::from(move |_| act.emit(make()))
    }

    /// A sentence with a number in it, in the language's own form and digits.
    pub(crate) fn counted(&self, plural: &'static ui::Plural, number: u32) -> String {
        let lang = self.strings.lang;
        ui::fill(plural.form(&page::plural(lang, number)), &page::digits(lang, number))
    }

    /// The heading of a view. It takes the focus when the view comes, so that those who listen know where they are.
    pub(crate) fn heading(&self, text: Html, lang: Option<&str>) -> Html {
        let lang = lang.map(|lang| AttrValue::from(lang.to_owned()));
        let dir = lang.as_deref().map(direction);
        html! { <h2 class="heading" part="heading" tabindex="-1" ref={self.places.heading.clone()} {lang} {dir}>{ text }</h2> }
    }

    /// The way back to where one was.
    pub(crate) fn back(&self) -> Html {
        html! {
            <button type="button" class="back" part="back" onclick={self.on(|| Action::Back)}>
                { icon::back() }{ self.strings.back }
            </button>
        }
    }
}

/// The value of `dir` for a language.
pub(crate) fn direction(lang: &str) -> &'static str {
    if page::is_rtl(lang) { "rtl" } else { "ltr" }
}

/// What stands under the search field.
fn view(state: &State, look: &Look<'_>) -> Html {
    match state.view {
        View::Home => home::home(state, look),
        View::Topic(topic) => home::topic(state, look, topic),
        View::Results => results::results(state, look),
        View::Answer(entry) => answer::answer(state, look, entry),
        View::Gone => message::gone(look),
        View::Settings => settings::settings(state, look),
    }
}
