//! "Was this helpful?" The buttons stay after a vote, so that a mind can be changed and the focus is not lost.

use super::element::{Element, el};
use super::{Look, icon, yes};
use crate::state::{Action, State};

/// The question, the buttons, and where the vote goes; afterwards the thanks.
pub(super) fn vote(state: &State, look: &Look<'_>, entry: u32) -> Element {
    let strings = look.strings;
    let given = state.vote_on(entry).map(|vote| vote.helpful);
    let button = |helpful: bool, text: &'static str| {
        let button = look.press("class=act, part=vote", Action::Vote(helpful)).set("aria-pressed", yes(given == Some(helpful)));
        button.add(icon::thumb(helpful)).add(text)
    };
    let sent = el("p, class=sent, role=status");
    let sent = match given {
        Some(helpful) => {
            sent.add(el("span, class=done").add(icon::tick()).add(if helpful { strings.thanks_yes } else { strings.thanks_no }))
        }
        None => sent.add(strings.vote_goes),
    };
    el("div, class=vote, part=feedback, role=group")
        .set("aria-label", strings.helpful)
        .add(el("p, aria-hidden=true").add(strings.helpful))
        .add(el("span, class=pair").add(button(true, strings.yes)).add(button(false, strings.no)))
        .add(sent)
}
