//! Icons, drawn as lines in the colour of the text around them. They say nothing that the text beside them does not.

use super::element::{Element, el};

fn icon(class: &'static str, d: &'static str) -> Element {
    el("svg, viewBox=0 0 24 24, aria-hidden=true").set("class", class).add(el("path").set("d", d))
}

/// A magnifying glass; the loader has the same.
pub(super) fn search() -> Element {
    icon("icon", "M20 20l-4-4M17 11a6 6 0 1 1-12 0 6 6 0 0 1 12 0Z")
}

/// A question in a speech bubble; the loader has the same.
pub(super) fn help() -> Element {
    icon("icon", "M9 9.5a3 3 0 1 1 4.5 2.5c-1 .6-1.5 1-1.5 2M12 17v.01M21 12a9 9 0 0 1-13 8l-4.5 1L5 17A9 9 0 1 1 21 12Z")
}

/// A cross.
pub(super) fn close() -> Element {
    icon("icon", "M6 6l12 12M18 6 6 18")
}

/// To where the reading comes from.
pub(super) fn back() -> Element {
    icon("icon turn", "M14.5 5.5 8 12l6.5 6.5")
}

/// To where the reading goes.
pub(super) fn next() -> Element {
    icon("icon turn", "M9.5 5.5 16 12l-6.5 6.5")
}

/// Two sliders.
pub(super) fn settings() -> Element {
    icon("icon", "M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9M15 5.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM9 14.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z")
}

/// A spark: this was chosen for somebody.
pub(super) fn spark() -> Element {
    icon("icon", "M11 4l1.8 5.2L18 11l-5.2 1.8L11 18l-1.8-5.2L4 11l5.2-1.8L11 4ZM18.5 16.5v4M16.5 18.5h4")
}

const THUMB: &str =
    "M7.5 11v9M7.5 11l3.6-7.2c1.5 0 2.6 1.1 2.4 2.7L13 10h5.2a2 2 0 0 1 2 2.4l-1.3 6a2 2 0 0 1-2 1.6H5.5a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h2";

/// A thumb up, or down.
pub(super) fn thumb(up: bool) -> Element {
    icon(if up { "icon" } else { "icon flip" }, THUMB)
}

/// A tick.
pub(super) fn tick() -> Element {
    icon("icon", "M5 12.5l4.5 4.5L19 7.5")
}

/// Two links of a chain.
pub(super) fn link() -> Element {
    icon("icon", "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1")
}

/// A printer.
pub(super) fn print() -> Element {
    icon("icon", "M7 9V4h10v5M7 17H5a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-2M7 14h10v6H7v-6Z")
}

/// Out of here.
pub(super) fn out() -> Element {
    icon("icon turn", "M14 4h6v6M20 4l-9 9M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4")
}

/// There is more below this.
pub(super) fn down() -> Element {
    icon("icon", "M9.5 5.5 16 12l-6.5 6.5")
}
