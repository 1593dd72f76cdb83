//! Taking what is known along: as a file for oneself, and locked with a passphrase to another device, by file, link or QR code. Nothing passes
//! through a server.

use yew::prelude::*;

use super::element::{Element, Group, el};
use super::{Look, icon};
use crate::state::{Action, Field, PASS_CHARS, Paper, Sealed, State, Transfer};

/// What can be taken along, or what is asked for that.
pub(super) fn transfer(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let leave = |text: &'static str| look.press("class=act, part=leave", Action::HandOver(Transfer::None)).add(text);
    let section = el("div, class=transfer, part=transfer");
    match &state.transfer {
        Transfer::None => acts(state, look),
        Transfer::Busy => section.add(el("p, role=status").add(strings.loading)).into(),
        Transfer::Missing => {
            section.add(el("p, role=alert").add(strings.no_lock)).add(el("div, class=acts").add(leave(strings.cancel))).into()
        }
        Transfer::Given(sealed) => section.add(given(state, look, sealed, leave(strings.close))).into(),
        asked => {
            let giving = *asked == Transfer::Give;
            let wrong = matches!(asked, Transfer::Wrong(_)).then(|| el("p, class=wrong, role=alert").add(strings.wrong_pass));
            let go = look.press("class=act main, part=turn", Action::TurnKey).add(if giving { strings.lock } else { strings.unlock });
            section.add(passphrase(state, look)).add(wrong).add(el("div, class=acts").add(go).add(leave(strings.cancel))).into()
        }
    }
}

/// The field for the passphrase.
fn passphrase(state: &State, look: &Look<'_>) -> Group {
    let strings = look.strings;
    let field =
        el("input, class=line, id=pass, part=passphrase, type=password, autocomplete=off, maxlength=200, aria-describedby=pass-hint")
            .place(&look.places.missing)
            .set("minlength", PASS_CHARS.to_string())
            .set("data-write", look.on(Action::Write(Field::Pass, String::new())))
            .set("data-enter", look.on(Action::TurnKey))
            .value(state.pass.clone());
    let hint = el("small, id=pass-hint").add(strings.pass_hint);
    Group::default().add(el("label, for=pass").add(strings.passphrase)).add(field).add(hint)
}

/// The buttons.
fn acts(state: &State, look: &Look<'_>) -> Html {
    let strings = look.strings;
    let kept = state.visitor.saved().is_some();
    let press = |attributes: &'static str, action: Action, text: &'static str| kept.then(|| look.press(attributes, action).add(text));
    let file =
        el("input, class=hidden, type=file, part=file").set("accept", ".json,.txt").set("data-write", look.on(Action::Read(String::new())));
    el("div, class=acts, part=transfer")
        .add(press("class=act, part=take-along", Action::HandOver(Transfer::Give), strings.take_along))
        .add(el("label, class=act").add(strings.bring).add(file))
        .add(press("class=act, part=download", Action::Save(Paper::Profile), strings.download))
        .add(press("class=act, part=record", Action::Save(Paper::Record), strings.record))
        .into()
}

/// What is locked: as a code, a link and a file.
fn given(state: &State, look: &Look<'_>, sealed: &Sealed, leave: Element) -> Group {
    let strings = look.strings;
    let (path, size) = &sealed.code;
    let code = (*size > 0).then(|| {
        // Four squares of light around it belong to the code.
        let view = ["-4 -4 ", &(size + 8).to_string(), " ", &(size + 8).to_string()].concat();
        el("svg, class=code, part=code, role=img, shape-rendering=crispEdges")
            .set("viewBox", view)
            .set("aria-label", strings.scan)
            .add(el("path").set("d", path.clone()))
    });
    let (mark, text) = if state.copied { (icon::tick(), strings.copied) } else { (icon::link(), strings.copy) };
    let copy = look.press("class=act, part=copy", Action::CopyText(sealed.link.clone())).add(mark).add(text);
    let save = look.press("class=act main, part=download", Action::Save(Paper::Sealed)).add(strings.download);
    let words = if *size > 0 { strings.scan } else { strings.too_long };
    Group::default().add(code).add(el("p, role=status").add(words)).add(el("div, class=acts").add(save).add(copy).add(leave))
}
