//! Ways to reach people: which one, what goes along (all of it in sight, each line removable), and afterwards what has become of it.

use faqlet_engine::answer::is_safe_link;
use faqlet_profile::site::{Route, RouteKind};
use yew::prelude::*;

use super::element::{Element, Group, all, el};
use super::{Look, icon, message};
use crate::host::page;
use crate::state::{Action, Field, Line, Receipt, State, opening};
use crate::ui;

/// Most characters of a message that an e-mail begins with: longer addresses are cut by some mail programs.
const MAIL_CHARS: usize = 1_500;

/// The view.
pub(super) fn contact(state: &State, look: &Look<'_>) -> Html {
    let heading = look.heading(if state.receipt.is_some() { look.strings.sent } else { look.strings.contact }, None);
    let view = el("div, class=view").add(heading);
    let view = match (&state.receipt, state.route()) {
        (Some(receipt), _) => view.add(sent(receipt, look)).add(message::to_topics(look, "class=act main")),
        (None, Some(route)) => view.add(ways(state, look)).add(form(state, look, route)),
        (None, None) => view,
    };
    el("section, part=contact").add(look.back()).add(view).into()
}

/// What has become of the request.
fn sent(receipt: &Receipt, look: &Look<'_>) -> Element {
    let line = el("p, class=receipt, part=receipt, role=status");
    if !receipt.arrived {
        return line.add(look.strings.waiting);
    }
    let time = page::clock(look.strings.lang, receipt.at as f64);
    line.add(el("span, class=done").add(icon::tick()).add(ui::fill(look.strings.arrived, &time)))
}

/// The ways there are, to choose one.
fn ways(state: &State, look: &Look<'_>) -> Element {
    let alone = state.routes().count() == 1;
    let way = |(number, route): (usize, &Route)| {
        let radio = el("input, class=radio, type=radio, name=way").set("data-act", look.on(Action::Choose(number)));
        let radio = radio.checked(number == state.draft.route);
        let words = el("span")
            .add(el("b").add(route.title.clone()))
            .add(hours(look, route))
            .add(route.note.clone().map(|note| el("small").add(note)));
        if alone { el("p, class=way, part=way").add(words) } else { el("label, class=way, part=way").add(radio).add(words) }
    };
    let group = if alone { el("div, class=ways") } else { el("div, class=ways, role=radiogroup").set("aria-label", look.strings.ways) };
    group.add(all(state.routes().map(way)))
}

/// Whether somebody is there, and until or from when.
fn hours(look: &Look<'_>, route: &Route) -> Option<Element> {
    let hours = route.hours.as_ref()?;
    let opening = opening(hours, page::now(), &|time| page::local(&hours.zone, time as f64))?;
    let sentence = if opening.open { look.strings.open_until } else { look.strings.opens };
    let line = if opening.open { el("small, class=open") } else { el("small") };
    Some(line.add(ui::fill(sentence, &page::clock(look.strings.lang, opening.until as f64))))
}

/// What is needed for the way that was chosen.
fn form(state: &State, look: &Look<'_>, route: &Route) -> Element {
    let strings = look.strings;
    let go = |text: Group, href: String| el("div, class=acts").add(el("a, class=act main, part=go").set("href", href).add(text));
    match route.kind {
        RouteKind::Phone => {
            let (before, after) = ui::around(strings.call);
            let number = el("bdi, dir=ltr").add(route.to.clone());
            go(Group::default().add(before).add(number).add(after), ["tel:", &route.to].concat())
        }
        RouteKind::Link if is_safe_link(&route.to) => go(Group::default().add(strings.visit).add(icon::out()), route.to.clone()),
        RouteKind::Mail => {
            let text: String = state.packet().chars().take(MAIL_CHARS).collect();
            let href = ["mailto:", &route.to, "?body=", &String::from(js_sys::encode_uri_component(&text))].concat();
            el("div").add(fields(state, look, false)).add(go(Group::default().add(strings.write_mail), href))
        }
        RouteKind::Form if !state.is_ours(route) => {
            let form = el("form, method=post, target=_blank").set("action", is_safe_link(&route.to).then(|| route.to.clone()));
            let along = el("input, type=hidden, name=along").value(state.packet());
            form.add(fields(state, look, true))
                .add(along)
                .add(el("div, class=acts").add(el("button, class=act main, part=send").add(strings.send)))
        }
        RouteKind::Form | RouteKind::Callback => {
            let send = look.press("class=act main, part=send", Action::SendContact).add(strings.send);
            let lost = state.draft.lost.then(|| el("p, class=wrong, role=alert").add(strings.not_sent));
            el("div").add(fields(state, look, route.kind == RouteKind::Form)).add(lost).add(el("div, class=acts").add(send))
        }
        _ => el("div"),
    }
}

/// The fields, and what goes along.
fn fields(state: &State, look: &Look<'_>, reply: bool) -> Group {
    let (strings, draft) = (look.strings, &state.draft);
    let message = el("textarea, id=message, name=message, part=message, rows=4, maxlength=2000, required");
    let message = field(state, look, message, Field::Message, &draft.message);
    let address = el("input, class=line, id=reply, name=reply, part=reply, type=text, autocomplete=email, maxlength=254, required");
    let address = || el("div").add(el("label, for=reply").add(strings.reply)).add(field(state, look, address, Field::Reply, &draft.reply));
    Group::default().add(el("label, for=message").add(strings.message)).add(message).add(reply.then(address)).add(along(state, look))
}

/// A field with what was written in it, and what is wrong with it.
fn field(state: &State, look: &Look<'_>, element: Element, field: Field, text: &str) -> Group {
    let missing = state.draft.missing && text.trim().is_empty();
    let element = if missing { element.place(&look.places.missing) } else { element };
    let element = element
        .set("aria-invalid", missing.then_some("true"))
        .set("data-write", look.on(Action::Write(field, String::new())))
        .value(text.to_owned());
    Group::default().add(element).add(missing.then(|| el("p, class=wrong, role=alert").add(look.strings.missing)))
}

/// Searches and answers that go along, each of which can be taken out.
fn along(state: &State, look: &Look<'_>) -> Option<Element> {
    let strings = look.strings;
    let line = |what: &'static str, text: String, lang: Option<&str>, line: Line| {
        let remove = ui::fill(strings.remove, &text);
        let words = lang.into_iter().fold(el("bdi"), Element::lang).add(text);
        let button = look.press("class=tool, part=remove", Action::LeaveOut(line)).set("aria-label", remove).add(icon::close());
        el("li").add(el("span").add(el("small").add(what)).add(words)).add(button)
    };
    let searches = state.draft.searches.iter().enumerate().map(|(at, query)| line(strings.searched, query.clone(), None, Line::Search(at)));
    let read = state.draft.entries.iter().enumerate().filter_map(|(at, entry)| {
        let view = state.engine.entry(*entry)?;
        Some(line(strings.read, view.question.to_owned(), Some(view.lang), Line::Entry(at)))
    });
    let lines: Vec<Element> = searches.chain(read).collect();
    (!lines.is_empty()).then(|| {
        let title = el("h3, class=title, id=along").add(strings.along);
        el("div, class=along, part=along").add(title).add(el("ul, aria-labelledby=along").add(all(lines)))
    })
}
