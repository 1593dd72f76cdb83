//! What comes unasked, and quietly: whether reading may order answers, why these are ordered as they are, and what a rule suggests. All of it
//! stands beside what was asked for, takes no focus, and goes with one press.

use faqlet_profile::{Kind, Purpose, Why};
use yew::prelude::*;

use super::element::{Element, all, el};
use super::{Look, home, icon};
use crate::state::{Action, State, Use, View};
use crate::ui;

/// The question whether reading may order answers, where it would help; later the reasons for the order, and the way to take it back, in the
/// same place.
pub(super) fn order(state: &State, look: &Look<'_>) -> Option<Element> {
    let strings = look.strings;
    let choose = |attributes: &'static str, granted: bool| look.press(attributes, Action::Decide(Purpose::Personalisation, granted));
    let line = el("div, class=offer, part=offer, role=group").add(icon::spark());
    if state.asks() {
        let agree = choose("class=chip, part=agree", true).add(strings.yes);
        let refuse = choose("class=chip, part=refuse", false).add(strings.no_thanks);
        let more = look.press("class=inline-act", Action::Settings).add(strings.privacy);
        return Some(line.set("aria-label", strings.personalise).add(el("p").add(strings.ask)).add(agree).add(refuse).add(more));
    }
    (state.view == View::Results && state.visitor.allows(Purpose::Personalisation)).then(|| {
        let reason = |why: &Why| {
            let off = look.press("class=inline-act, part=not-this", Action::Regard(why.clone(), Use::Off)).add(strings.not_this);
            el("li").add(because(state, look, why)).add(" ").add(off)
        };
        let reasons = all(state.reasons().into_iter().map(reason));
        let off = choose("class=inline-act, part=refuse", false).add(strings.switch_off);
        let what = look.press("class=inline-act", Action::Settings).add(strings.know);
        let text = el("div").add(el("p").add(strings.ordered)).add(el("ul").add(reasons));
        line.set("aria-label", strings.ordered).add(text).add(what).add(off)
    })
}

/// A reason in words.
pub(super) fn because(state: &State, look: &Look<'_>, why: &Why) -> String {
    let strings = look.strings;
    match why {
        Why::Read { path } => ui::fill(strings.because_read, path.last().map_or("", String::as_str)),
        Why::Fact { kind: kind @ Kind::Product, value } => ui::fill(strings.because_own, state.titled(*kind, value)),
        Why::Fact { kind, value } => ui::fill(strings.because_known, state.titled(*kind, value)),
        _ => String::new(),
    }
}

/// What a rule of the owner suggests.
pub(super) fn suggestion(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let seen = !matches!(state.view, View::Settings | View::Contact);
    let Some(suggestion) = state.suggestion.as_ref().filter(|_| seen) else { return el("div, role=status").into() };
    let entries: Vec<u32> = suggestion.entries.iter().filter_map(|id| state.engine.find(id)).collect();
    let words = if suggestion.contact { strings.person } else { strings.maybe };
    let title = el("p").add(suggestion.note.clone().unwrap_or_else(|| words.to_owned()));
    let close = look.press("class=tool, part=dismiss", Action::Dismiss).set("aria-label", strings.close).add(icon::close());
    let people = (suggestion.contact && state.has_contact())
        .then(|| look.press("class=act, part=contact-button", Action::Suggested(None)).add(strings.contact));
    let lines = home::entries(state, look, &entries, |entry| Action::Suggested(Some(entry)));
    let card = !state.open && state.setup.mode.has_panel();
    el("div, role=status, part=suggestion")
        .set("class", if card { "tip card" } else { "tip" })
        .add(el("div, class=bar").add(title).add(close))
        .add((!entries.is_empty()).then_some(lines))
        .add(people.map(|button| el("div, class=acts").add(button)))
        .into()
}
