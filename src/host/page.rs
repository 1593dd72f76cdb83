//! The page: focus, events, time, chance, and what the visitor prefers.

use js_sys::Intl::PluralRules;
use js_sys::{Array, Date, Number, Object};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, Element, HtmlDialogElement, HtmlElement, HtmlInputElement, Window};

use super::object::{call, get, object, text};
use crate::state::{Moment, Notice};

/// Screens on which the panel is all there is; the style sheet has the same two bounds.
const SMALL: &str = "(max-width: 30rem), (max-height: 28rem)";
/// The page's own colour counts as dark below this: luminance weighted 2, 7, 1, times 255 for each channel.
const DARK: f64 = 1_100.0;

fn window() -> Option<Window> {
    web_sys::window()
}

/// Now, and ten random bytes.
pub(crate) fn moment() -> Moment {
    let mut random = [0; 10];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        // Without it two events of one millisecond could share an id; the second would be taken for a repetition.
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    Moment { now: now(), random }
}

/// Milliseconds since 1970.
pub(crate) fn now() -> u64 {
    Date::now() as u64
}

/// Uniform over all of `u32`.
pub(crate) fn random() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}

/// Global Privacy Control, or its forerunner.
pub(crate) fn asks_for_privacy() -> bool {
    let Some(window) = window() else { return false };
    let navigator: JsValue = window.navigator().into();
    get(&navigator, "globalPrivacyControl").is_truthy() || text(&navigator, "doNotTrack") == "1"
}

/// Whether a media query holds.
fn matches(query: &str) -> bool {
    window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

/// Whether the panel takes the whole screen.
pub(crate) fn is_small() -> bool {
    matches(SMALL)
}

/// Whether the main pointer is a finger, so that focus in a field brings up a keyboard.
pub(crate) fn is_touch() -> bool {
    matches("(pointer: coarse)")
}

/// Whether the page is dark where the element stands. What counts is the page as it is: a light page stays light whatever the system
/// would like, or the widget would be a hole in it.
pub(crate) fn is_dark(element: &Element) -> bool {
    let Some(window) = window() else { return false };
    let mut above = element.parent_element();
    while let Some(node) = above {
        let colour = window.get_computed_style(&node).ok().flatten().and_then(|style| style.get_property_value("background-color").ok());
        if let Some(dark) = colour.as_deref().and_then(darkness) {
            return dark;
        }
        above = node.parent_element();
    }
    let root = window.document().and_then(|document| document.document_element());
    let scheme = root.and_then(|root| window.get_computed_style(&root).ok().flatten());
    let scheme = scheme.and_then(|style| style.get_property_value("color-scheme").ok()).unwrap_or_default();
    scheme.contains("dark") && (matches("(prefers-color-scheme: dark)") || !scheme.contains("light"))
}

/// Whether a computed colour is dark; `None` when one sees through it, or when it is not written as `rgb()`.
fn darkness(colour: &str) -> Option<bool> {
    let inside = colour.strip_prefix("rgb")?.trim_start_matches('a').strip_prefix('(')?.strip_suffix(')')?;
    let mut parts = inside.split([',', '/', ' ']).filter(|part| !part.is_empty()).map(|part| part.parse::<f64>().ok());
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    let opacity = parts.next().flatten().unwrap_or(1.0);
    (opacity > 0.5).then_some(red * 2.0 + green * 7.0 + blue < DARK)
}

/// Whether the page is out of sight.
pub(crate) fn is_hidden() -> bool {
    window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

/// The CLDR plural category of a number in a language.
pub(crate) fn plural(lang: &str, number: u32) -> String {
    let rules = PluralRules::new(&Array::of1(&JsValue::from_str(lang)), &Object::new());
    rules.select(f64::from(number)).into()
}

/// A number in a language's digits.
pub(crate) fn digits(lang: &str, number: u32) -> String {
    Number::from(number).to_locale_string(lang).into()
}

/// Whether a language is written from right to left.
pub(crate) fn is_rtl(lang: &str) -> bool {
    let language = lang.split('-').next().unwrap_or_default();
    matches!(language, "ar" | "fa" | "he" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb")
}

/// Puts the focus on an element. `still` leaves the page where it is.
pub(crate) fn focus(element: &Element, still: bool) {
    let options = object(&[("preventScroll", still.into())]);
    call(element, "focus", &Array::of1(&options));
}

/// Takes the focus away from an element.
pub(crate) fn blur(element: &Element) {
    call(element, "blur", &Array::new());
}

/// Brings an element into sight, as little as needed.
pub(crate) fn reveal(element: &Element) {
    call(element, "scrollIntoView", &Array::of1(&object(&[("block", "nearest".into())])));
}

/// Brings the top of a view into sight: of its scrolling box, and of the page where the box does not scroll.
pub(crate) fn to_top(body: &Element) {
    body.set_scroll_top(0);
    if body.get_bounding_client_rect().top() < 0.0 {
        call(body, "scrollIntoView", &Array::new());
    }
}

/// Opens a panel: as a dialog that stands before everything, or beside the page.
pub(crate) fn open(panel: &HtmlDialogElement, modal: bool) {
    if panel.open() {
        return;
    }
    // A dialog that is not in the document any more cannot be opened.
    if !modal || panel.show_modal().is_err() {
        panel.show();
    }
}

/// Takes over the caret of the loader's field, and puts the widget in the loader's place.
pub(crate) fn take_over(facade: &Element, field: Option<&HtmlInputElement>) {
    let typed = facade.query_selector("input").ok().flatten().and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    let root = facade.get_root_node();
    let focused = get(&root, "activeElement");
    if let (Some(typed), Some(field)) = (typed, field)
        && focused == JsValue::from(typed.clone())
    {
        focus(field, true);
        let (start, end) = (typed.selection_start().ok().flatten(), typed.selection_end().ok().flatten());
        let _ = field.set_selection_range(start.unwrap_or(0), end.unwrap_or(0));
    }
    facade.remove();
}

/// Tells the page, by an event that comes out of the shadow.
pub(crate) fn tell(element: &HtmlElement, name: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&["faqlet-", name].concat(), &init) {
        let _ = element.dispatch_event(&event);
    }
}

/// An event's name and detail.
pub(crate) fn notice(notice: &Notice) -> (&'static str, JsValue) {
    match notice {
        Notice::Open => ("open", JsValue::NULL),
        Notice::Close => ("close", JsValue::NULL),
        Notice::Search { query, total, percent } => {
            let confidence = f64::from(*percent) / 100.0;
            ("search", object(&[("query", query.into()), ("total", (*total).into()), ("confidence", confidence.into())]))
        }
        Notice::NoResult { query } => ("noresult", object(&[("query", query.into())])),
        Notice::Article { id } => ("article", object(&[("id", id.into())])),
        Notice::Vote { id, helpful } => ("vote", object(&[("id", id.into()), ("helpful", (*helpful).into())])),
        Notice::Consent => ("consent", JsValue::NULL),
        Notice::Error { code, message } => ("error", object(&[("code", (*code).into()), ("message", message.into())])),
    }
}

/// One sentence for the owner of the page.
pub(crate) fn warn(text: &str) {
    let console = get(&js_sys::global(), "console");
    call(&console, "warn", &Array::of1(&["faqlet: ", text].concat().into()));
}

/// Text as it stood before it was written into a fragment.
pub(crate) fn decode(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}

/// Scrolls to the element with an id in the shadow tree in which a click happened.
pub(crate) fn jump(event: &web_sys::MouseEvent, id: &str) {
    let root = event.target().and_then(|target| target.dyn_into::<Element>().ok()).map(|target| target.get_root_node());
    let root = root.and_then(|root| root.dyn_into::<web_sys::ShadowRoot>().ok());
    if let Some(element) = root.and_then(|root| root.get_element_by_id(&decode(id))) {
        call(&element, "scrollIntoView", &Array::new());
    }
}
