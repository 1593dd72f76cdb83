//! "Was this helpful?" The buttons stay after a vote, so that a mind can be changed and the focus is not lost.

use yew::prelude::*;

use super::{Look, icon, yes};
use crate::state::{Action, State};

/// The question, the buttons, and where the vote goes; afterwards the thanks.
pub(super) fn vote(state: &State, look: &Look<'_>, entry: u32) -> Html {
    let strings = look.strings;
    let given = state.vote_on(entry).map(|vote| vote.helpful);
    let button = |helpful: bool, text: &'static str| {
        html! {
            <button type="button" class="act" part="vote" aria-pressed={yes(given == Some(helpful))} data-act={look.on(Action::Vote(helpful))}>
                { icon::thumb(helpful) }{ text }
            </button>
        }
    };
    let thanks = given.map(|helpful| if helpful { strings.thanks_yes } else { strings.thanks_no });
    html! {
        <div class="vote" part="feedback" role="group" aria-label={strings.helpful}>
            <p aria-hidden="true">{ strings.helpful }</p>
            <span class="pair">{ button(true, strings.yes) }{ button(false, strings.no) }</span>
            <p class="sent" role="status">
                if let Some(thanks) = thanks { <span class="done">{ icon::tick() }{ thanks }</span> } else { { strings.vote_goes } }
            </p>
        </div>
    }
}
