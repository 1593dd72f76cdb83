//! "What we know": everything that is known of the visitor, what they said and what reading implies, each marked as what it is, with a switch
//! and a way to forget it; and what they can say of themselves.

use faqlet_profile::site::Choice;
use faqlet_profile::{Fact, Interest, Kind, Purpose, Source, Why};

use super::element::{Element, Group, all, el};
use super::{Look, icon};
use crate::state::{Action, Field, State, Use};
use crate::ui;

/// Points of an interest that is as strong as can be.
const FULL: &str = "8000";

/// The section; without consent there is nothing to show.
pub(super) fn known(state: &State, look: &Look<'_>) -> Option<Element> {
    let strings = look.strings;
    let profile = state.visitor.profile();
    state.visitor.allows(Purpose::Personalisation).then(|| {
        let facts = profile.facts.iter().map(|fact| said(state, look, fact));
        let read = profile.read.iter().map(|interest| implied(state, look, interest));
        let nothing = profile.facts.is_empty() && profile.read.is_empty();
        let list = |part: &'static str, lines: Group| el(part).add(lines);
        let implied = || {
            let title = el("h4").add(strings.implied);
            Group::default().add(title).add(list("ul, class=facts, part=facts", all(read)))
        };
        el("div, class=known, part=known")
            .add(el("h3, class=title").add(strings.know))
            .add(nothing.then(|| el("p, class=under").add(strings.know_nothing)))
            .add((!profile.facts.is_empty()).then(|| list("ul, class=facts, part=facts", all(facts))))
            .add(tell(state, look))
            .add((!profile.read.is_empty()).then(implied))
            .add(remembered(state, look))
    })
}

/// Something that was said.
fn said(state: &State, look: &Look<'_>, fact: &Fact) -> Element {
    let by = if fact.by == Source::Visitor { look.strings.said_you } else { look.strings.said_site };
    let title = state.titled(fact.kind, &fact.value).to_owned();
    let mark = [kind(look, fact.kind), by].join(" · ");
    line(look, title, el("small").add(mark), &Why::Fact { kind: fact.kind, value: fact.value.clone() }, fact.off)
}

/// Something that reading implies, and how strongly.
fn implied(state: &State, look: &Look<'_>, interest: &Interest) -> Element {
    let strength = el("meter, aria-hidden=true").set("max", FULL).set("value", interest.points.to_string());
    let line = line(look, interest.path.join(" › "), strength, &Why::Read { path: interest.path.clone() }, interest.off);
    line.set("lang", state.engine.lang().to_owned())
}

/// A line with its switch, and the way to forget it.
fn line(look: &Look<'_>, title: String, mark: Element, why: &Why, off: bool) -> Element {
    let strings = look.strings;
    let switch = el("input, class=switch, part=use, type=checkbox, role=switch")
        .set("aria-label", ui::fill(strings.count_it, &title))
        .checked(!off)
        .set("data-act", look.on(Action::Regard(why.clone(), if off { Use::On } else { Use::Off })));
    let remove = look
        .press("class=tool, part=remove", Action::Regard(why.clone(), Use::Never))
        .set("aria-label", ui::fill(strings.remove, &title))
        .add(icon::close());
    el("li, part=fact").add(el("span").add(el("bdi").add(title)).add(mark)).add(switch).add(remove)
}

/// What a kind is called.
fn kind(look: &Look<'_>, kind: Kind) -> &'static str {
    let strings = look.strings;
    match kind {
        Kind::Name => strings.know_name,
        Kind::Group => strings.know_group,
        Kind::Interest => strings.know_interest,
        Kind::Product => strings.know_product,
        Kind::Tier => strings.know_tier,
        Kind::Contact | Kind::Order => strings.know_contact,
    }
}

/// What visitors can say of themselves: a name, and what the owner gives to choose from.
fn tell(state: &State, look: &Look<'_>) -> Element {
    let strings = look.strings;
    let choices = &state.setup.known.choices;
    let save = look.on(Action::Declare(Kind::Name, state.name.clone()));
    let name = el("input, class=line, id=name, part=name, type=text, autocomplete=off, maxlength=60")
        .set("data-write", look.on(Action::Write(Field::Name, String::new())))
        .set("data-enter", save.clone())
        .value(state.name.clone());
    let name =
        el("div, class=beside").add(name).add(el("button, type=button, class=act, part=save").set("data-act", save).add(strings.save));
    el("div, class=tell-us")
        .add(el("div").add(el("label, for=name").add(strings.know_name)).add(name))
        .add(select(state, look, Kind::Product, "product", &choices.products))
        .add(select(state, look, Kind::Tier, "tier", &choices.tiers))
        .add(select(state, look, Kind::Interest, "interest", &choices.interests))
}

/// A choice of what was not chosen yet.
fn select(state: &State, look: &Look<'_>, of: Kind, id: &'static str, choices: &[Choice]) -> Option<Element> {
    let known: Vec<&str> = state.visitor.profile().facts.iter().filter(|fact| fact.kind == of).map(|fact| fact.value.as_str()).collect();
    let open = choices.iter().filter(|choice| !known.contains(&choice.id.as_str()));
    let options: Vec<Element> = open.map(|choice| el("option").set("value", choice.id.clone()).add(choice.title.clone())).collect();
    (!options.is_empty()).then(|| {
        let field = el("select, class=line, part=choose")
            .set("id", id)
            .set("data-write", look.on(Action::Declare(of, String::new())))
            .add(el("option, value=, selected").add(look.strings.choose))
            .add(all(options));
        el("div").add(el("label").set("for", id).add(kind(look, of))).add(el("span, class=pick").add(field).add(icon::down()))
    })
}

/// How much of the visits is remembered, and the way to forget the searches.
fn remembered(state: &State, look: &Look<'_>) -> Option<Element> {
    let strings = look.strings;
    let profile = state.visitor.profile();
    let (seen, searches) = (profile.seen.len() as u32, profile.recent.len() as u32);
    let read = || Group::default().add(strings.read).add(" ").add(look.counted(&strings.answers, seen)).add(". ");
    let asked = || {
        let forget = look.press("class=inline-act, part=forget", Action::ForgetSearches).add(strings.forget);
        Group::default().add(strings.recent).add(": ").add(look.number(searches)).add(". ").add(forget)
    };
    (seen + searches > 0).then(|| el("p, class=more").add((seen > 0).then(read)).add((searches > 0).then(asked)))
}
