//! "Was this helpful?" The buttons stay after a vote, so that a mind can be changed and the focus is not lost.

use faqlet_beacon::Reason;

use super::element::{Element, all, el};
use super::{Look, icon, yes};
use crate::state::{Action, Field, State, Vote};

/// The question, the buttons, and where the vote goes; afterwards the thanks.
pub(super) fn vote(state: &State, look: &Look<'_>, entry: u32) -> Element {
    let strings = look.strings;
    let given = state.vote_on(entry);
    let button = |helpful: bool, text: &'static str| {
        let button = look
            .press("class=act, part=vote", Action::Vote(helpful))
            .set("aria-pressed", yes(given.is_some_and(|vote| vote.helpful == helpful)));
        button.add(icon::thumb(helpful)).add(text)
    };
    let sent = el("p, class=sent, role=status");
    let sent = match given {
        Some(vote) => {
            let thanks = if vote.explained {
                strings.explained
            } else if vote.helpful {
                strings.thanks_yes
            } else {
                strings.thanks_no
            };
            let waits = state.waiting > 0 && !vote.arrived && !vote.taken;
            let waits = waits.then(|| el("span, part=receipt").add(strings.waiting));
            sent.add(el("span, class=done").add(icon::tick()).add(thanks)).add(waits)
        }
        None => sent.add(strings.vote_goes),
    };
    el("div, class=vote, part=feedback, role=group")
        .set("aria-label", strings.helpful)
        .add(el("p, aria-hidden=true").add(strings.helpful))
        .add(el("span, class=pair").add(button(true, strings.yes)).add(button(false, strings.no)))
        .add(sent)
        .add(given.filter(|vote| !vote.helpful && !vote.explained && !vote.taken).map(|vote| reasons(vote, look)))
}

/// Why not: a short list, and room for words.
fn reasons(vote: &Vote, look: &Look<'_>) -> Element {
    let strings = look.strings;
    let reason = |reason: Reason| {
        let text = match reason {
            Reason::Incomplete => strings.reasons.incomplete,
            Reason::Unclear => strings.reasons.unclear,
            Reason::Wrong => strings.reasons.wrong,
            Reason::Outdated => strings.reasons.outdated,
            Reason::Other => strings.reasons.other,
        };
        look.press("class=chip, part=reason", Action::Reason(reason)).set("aria-pressed", yes(vote.reasons.contains(&reason))).add(text)
    };
    let chips = el("div, class=chips, role=group").set("aria-label", strings.why_not).add(all(Reason::ALL.map(reason)));
    let comment = el("textarea, part=comment, id=comment, rows=3, maxlength=1000, aria-describedby=comment-goes")
        .set("data-write", look.on(Action::Write(Field::Comment, String::new())))
        .value(vote.comment.clone());
    el("div, class=why-not, part=reasons")
        .add(el("p").add(strings.why_not))
        .add(chips)
        .add(el("label, for=comment").add(strings.comment))
        .add(comment)
        .add(el("p, class=sent, id=comment-goes").add(strings.comment_goes))
        .add(look.press("class=act main, part=send", Action::SendVote).add(strings.send))
}
