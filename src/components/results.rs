//! The results: a listbox that belongs to the search field. Each has room for its passage from the start, so that its coming moves nothing.

use faqlet_beacon::Origin;
use faqlet_meaning::Group as Script;
use yew::prelude::*;

use super::element::{Element, Group, all, el};
use super::marked::marked;
use super::{Look, icon, message, offer, yes};
use crate::state::{Action, Row, State};
use crate::ui;

/// Id of the list in the shadow tree.
pub(super) const LIST: &str = "results";

/// Id of a result in the shadow tree.
pub(super) fn option_id(at: usize) -> String {
    ["result-", &at.to_string()].concat()
}

/// The results, or what to do when there are none.
pub(super) fn results(state: &State, look: &Look<'_>) -> Html {
    if state.results.rows.is_empty() && state.is_coming() {
        return Group::default().into();
    }
    if state.results.rows.is_empty() {
        return message::nothing(state, look);
    }
    let hits = state.results.rows.iter().enumerate().filter_map(|(at, row)| hit(state, look, at, row));
    let list = el("ul, class=hits, part=results, role=listbox, tabindex=-1")
        .place(&look.places.list)
        .set("id", LIST)
        .set("aria-label", look.strings.results)
        .add(all(hits));
    let all_seen = state.results.rows.len() as u32 >= state.results.found;
    let more = || el("div, class=acts").add(look.press("class=act, part=more", Action::More).add(look.strings.more));
    let onward = || message::onward(state, look, false);
    Group::default()
        .add(chips(state, look))
        .add(note(state, look))
        .add(list)
        .add((!all_seen && !state.results.is_unsure()).then(more))
        .add(state.results.is_unsure().then(onward))
        .into()
}

/// The topics of the results and how many each has, to choose one.
fn chips(state: &State, look: &Look<'_>) -> Option<Element> {
    let chip = |topic: Option<u32>, name: Element, number: u32| {
        let chip = look.press("class=chip, part=chip", Action::Filter(topic)).set("aria-pressed", yes(state.filter == topic));
        chip.add(name).add(el("small").add(look.number(number)))
    };
    let named = |(topic, number): &(u32, u32)| {
        let name = state.topics.get(*topic as usize)?.name().to_owned();
        Some(chip(Some(*topic), el("span").lang(state.engine.lang()).add(name), *number))
    };
    let topics = &state.results.topics;
    let sum = topics.iter().map(|(_, number)| number).sum();
    (!topics.is_empty() && !state.results.is_unsure()).then(|| {
        el("div, class=chips, part=chips, role=group")
            .set("aria-label", look.strings.topics)
            .add(chip(None, el("span").add(look.strings.all), sum))
            .add(all(topics.iter().filter_map(named)))
    })
}

/// What must be known before one reads: none of this is sure, or other words were searched.
fn note(state: &State, look: &Look<'_>) -> Option<Element> {
    let note = el("p, class=note, part=note");
    if state.results.is_unsure() {
        return Some(note.add(look.strings.unsure));
    }
    let corrected = state.results.corrected.clone()?;
    let (before, after) = ui::around(look.strings.corrected);
    let (instead, query) = (ui::around(look.strings.instead), state.query.trim().to_owned());
    let literal = look.press("class=inline-act", Action::Literal).add(instead.0).add(el("bdi").add(query)).add(instead.1);
    Some(note.add(before).add(el("b").add(corrected)).add(after).add(" ").add(literal))
}

fn hit(state: &State, look: &Look<'_>, at: usize, row: &Row) -> Option<Element> {
    let entry = state.engine.entry(row.entry)?;
    // Without a key: a line that shows another entry keeps its elements, of which only the texts are changed. To move and make them took
    // most of the time between a key and its results.
    let hit = el("li, class=hit, part=result, role=option")
        .set("id", option_id(at))
        .set("aria-selected", yes(state.active == Some(at)))
        .lang(entry.lang)
        .set("data-act", look.on(Action::Open(row.entry, Origin::Search)))
        .add(el("span, class=question").add(marked(entry.question, &row.marks)))
        .add(el("span, class=rest").add(passage(row)).add(about(state, look, row)));
    Some(hit)
}

fn passage(row: &Row) -> Element {
    let Some(passage) = &row.passage else { return el("span, class=snippet wait") };
    el("span, class=snippet, part=snippet")
        .add(passage.cut_before.then_some("… "))
        .add(marked(&passage.text, &passage.marks))
        .add(passage.cut_after.then_some(" …"))
}

/// The topic, and why it stands where it stands for this visitor.
fn about(state: &State, look: &Look<'_>, row: &Row) -> Element {
    let topic = state.topic_of(row.entry).map(|topic| el("span").add(topic.path.join(" › ")));
    let because = row.because.as_ref().map(|why| {
        let because = offer::because(state, look, why);
        el("span, class=why, part=why").set("lang", look.strings.lang).add(icon::spark()).add(because)
    });
    let similar = row.similar.then(|| {
        let name = look.strings.similar;
        el("span, class=why, part=why").set("lang", look.strings.lang).add(icon::spark()).add(name)
    });
    el("span, class=about").add(topic).add(other_language(state, row)).add(because.or(similar))
}

/// The language of an answer, where it is written in another script than the question.
fn other_language(state: &State, row: &Row) -> Option<Element> {
    let lang = state.engine.entry(row.entry)?;
    let (asked, written) = (Script::of(&state.query)?, Script::of(lang.question));
    let name = state.setup.languages.iter().find(|(tag, _)| tag == lang.lang).map(|(_, name)| name.clone())?;
    (row.similar && written != Some(asked)).then(|| el("span").lang(lang.lang).add(name))
}
