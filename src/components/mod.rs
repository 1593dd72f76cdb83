//! What is seen, one region a file: functions from the state to nodes. They hold no state of their own and decide nothing. Nothing here
//! makes markup from text, and nothing sets a style.
//!
//! What a press does is written beside the element, as an action; the node carries only its number in the list of this drawing's
//! actions (`data-act`), and one listener for the whole widget looks it up. Yew's own listeners are never taken off again, so that
//! every mounting would leave some behind; ours go with the widget.

mod answer;
mod contact;
mod element;
mod field;
mod home;
mod icon;
mod known;
mod marked;
mod message;
mod offer;
mod panel;
mod results;
mod settings;
mod transfer;
mod tree;
mod vote;

use std::cell::RefCell;

use yew::prelude::*;

use crate::host::page;
use crate::state::{Action, State, View};
use crate::ui::{self, Strings};
use element::{Child, Element, el};

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
    /// A field that must be filled in.
    pub(crate) missing: NodeRef,
}

/// What every region needs beside the state.
pub(crate) struct Look<'a> {
    pub(crate) strings: &'static Strings,
    pub(crate) places: &'a Places,
    /// What the elements of this drawing do when they are pressed, by number.
    pub(crate) actions: &'a RefCell<Vec<Action>>,
    /// The page's own words for the empty field.
    pub(crate) placeholder: Option<AttrValue>,
    /// What those hear who listen instead of looking.
    pub(crate) said: &'a str,
    /// Whether the page is dark, where it was left to us to find out.
    pub(crate) dark: Option<bool>,
}

impl Look<'_> {
    /// The value of `data-act` for an element that does this when it is pressed.
    pub(crate) fn on(&self, action: Action) -> String {
        let mut actions = self.actions.borrow_mut();
        actions.push(action);
        (actions.len() - 1).to_string()
    }

    /// A sentence with a number in it, in the language's own form and digits.
    pub(crate) fn counted(&self, plural: &'static ui::Plural, number: u32) -> String {
        let lang = self.strings.lang;
        ui::fill(plural.form(&page::plural(lang, number)), &page::digits(lang, number))
    }

    /// The heading of a view. It takes the focus when the view comes, so that those who listen know where they are.
    fn heading(&self, text: impl Child, lang: Option<&str>) -> Element {
        let heading = el("h2, class=heading, part=heading, tabindex=-1").place(&self.places.heading);
        lang.into_iter().fold(heading, Element::lang).add(text)
    }

    /// The way back to where one was.
    fn back(&self) -> Element {
        self.press("class=back, part=back", Action::Back).add(icon::back()).add(self.strings.back)
    }

    /// A number in the language's own digits.
    fn number(&self, number: u32) -> String {
        page::digits(self.strings.lang, number)
    }

    /// A button, with more attributes as [`el`] takes them.
    fn press(&self, attributes: &'static str, action: Action) -> Element {
        el("button, type=button").with(attributes).set("data-act", self.on(action))
    }
}

/// The value of an ARIA state.
fn yes(state: bool) -> &'static str {
    if state { "true" } else { "false" }
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
        View::Contact => contact::contact(state, look),
    }
}
