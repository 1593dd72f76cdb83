//! The page: focus, events, time, chance, and what the visitor prefers.

use js_sys::{Date, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::object::object;
use crate::state::{Moment, Notice};

#[wasm_bindgen(module = "/src/host/browser.js")]
extern "C" {
    pub(crate) fn bytes(url: &str, integrity: &str) -> Promise;
    #[wasm_bindgen(js_name = bytesWhenIdle)]
    pub(crate) fn bytes_when_idle(url: &str, integrity: &str, signal: &JsValue) -> Promise;
    #[wasm_bindgen(js_name = isPointedAt)]
    pub(crate) fn is_pointed_at(element: Option<Element>) -> bool;
    #[wasm_bindgen(js_name = sparesData)]
    pub(crate) fn spares_data() -> bool;
    pub(crate) fn tell(element: &HtmlElement, name: &str, detail: &JsValue) -> bool;
    pub(crate) fn warn(text: &str);
    pub(crate) fn plain(value: &JsValue) -> JsValue;
    pub(crate) fn listen(
        place: &Element,
        signal: &JsValue,
        act: &JsValue,
        typed: &JsValue,
        wrote: &JsValue,
        key: &JsValue,
        closed: &JsValue,
    );
    pub(crate) fn watch(element: &HtmlElement, signal: &JsValue, look: &JsValue, leave: &JsValue, back: &JsValue, unlinked: &JsValue);
    #[wasm_bindgen(js_name = isDark)]
    pub(crate) fn is_dark(element: &HtmlElement) -> Option<bool>;
    #[wasm_bindgen(js_name = takeOver)]
    pub(crate) fn take_over(facade: &JsValue, place: &Element, field: Option<Element>);
    pub(crate) fn focus(element: Option<Element>, still: bool);
    pub(crate) fn rest(element: Option<Element>);
    #[wasm_bindgen(js_name = isTouch)]
    pub(crate) fn is_touch() -> bool;
    pub(crate) fn reveal(list: Option<Element>, at: usize);
    #[wasm_bindgen(js_name = toTop)]
    pub(crate) fn to_top(body: Option<Element>);
    #[wasm_bindgen(js_name = holdStill)]
    pub(crate) fn hold_still();
    pub(crate) fn panel(dialog: Option<Element>, open: bool, modal: bool);
    pub(crate) fn decode(text: &str) -> String;
    #[wasm_bindgen(js_name = asksForPrivacy)]
    pub(crate) fn asks_for_privacy() -> bool;
    #[wasm_bindgen(js_name = fillRandom)]
    fn fill_random(array: &mut [u8]);
    pub(crate) fn plural(lang: &str, number: u32) -> String;
    pub(crate) fn digits(lang: &str, number: u32) -> String;
    pub(crate) fn here() -> String;
    pub(crate) fn scrolled(body: Option<Element>) -> u32;
    #[wasm_bindgen(js_name = scrollBack)]
    pub(crate) fn scroll_back(body: Option<Element>, top: u32);
    pub(crate) fn address(element: &HtmlElement, id: Option<String>, back: bool);
    #[wasm_bindgen(js_name = addressOf)]
    pub(crate) fn address_of(id: &str) -> String;
    pub(crate) fn copy(place: &Element, text: &str, done: &JsValue);
    pub(crate) fn save(name: &str, text: &str);
    #[wasm_bindgen(js_name = partAt)]
    pub(crate) fn part_at(href: &str, integrity: &str);
    pub(crate) fn seal(text: &str, pass: &str) -> Promise;
    pub(crate) fn unseal(text: &str, pass: &str) -> Promise;
    pub(crate) fn bridge(kind: &str, tell: &JsValue, signal: &JsValue);
    #[wasm_bindgen(js_name = cleanAddress)]
    pub(crate) fn clean_address();
    pub(crate) fn print(place: &Element);
    pub(crate) fn elsewhere(url: &str, id: Option<String>, query: &str);
    pub(crate) fn language(element: &HtmlElement, lang: &str, id: Option<String>, query: &str);
    pub(crate) fn date(lang: &str, iso: &str) -> String;
    pub(crate) fn clock(lang: &str, time: f64) -> String;
    pub(crate) fn local(zone: &str, time: f64) -> String;
    pub(crate) fn renew(element: &HtmlElement, id: Option<String>, query: &str);
    pub(crate) fn heard(base: &str, signal: &JsValue, renewed: &JsValue);
    pub(crate) fn size(lang: &str, bytes: u32) -> String;
    pub(crate) fn movable(place: &Element, signal: &JsValue);
}

/// Now, and ten random bytes.
pub(crate) fn moment() -> Moment {
    let mut random = [0; 10];
    fill_random(&mut random);
    Moment { now: now(), random, scroll: 0 }
}

/// Milliseconds since 1970.
pub(crate) fn now() -> u64 {
    Date::now() as u64
}

/// Uniform over all of `u32`.
pub(crate) fn random() -> u32 {
    let mut random = [0; 4];
    fill_random(&mut random);
    u32::from_le_bytes(random)
}

/// Whether a language is written from right to left.
pub(crate) fn is_rtl(lang: &str) -> bool {
    let language = lang.split('-').next().unwrap_or_default();
    matches!(language, "ar" | "fa" | "he" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb")
}

/// Tells the page what has happened. `false` when the page has cancelled it, to take care of it by itself.
pub(crate) fn notify(element: &HtmlElement, notice: &Notice) -> bool {
    let (name, detail) = match notice {
        Notice::Ready => ("ready", JsValue::NULL),
        Notice::Open => ("open", JsValue::NULL),
        Notice::Close => ("close", JsValue::NULL),
        Notice::Consent => ("consent", JsValue::NULL),
        Notice::Search { query, total, percent } => {
            ("search", object(&[("query", query.into()), ("total", (*total).into()), ("percent", (*percent).into())]))
        }
        Notice::NoResult { query } => ("noresult", object(&[("query", query.into())])),
        Notice::Article { id } => ("article", object(&[("id", id.into())])),
        Notice::Vote { id, helpful } => ("vote", object(&[("id", id.into()), ("helpful", (*helpful).into())])),
        Notice::Contact { route, text, entries } => {
            let entries = entries.iter().map(JsValue::from).collect::<js_sys::Array>();
            ("contact", object(&[("route", route.into()), ("text", text.into()), ("entries", entries.into())]))
        }
        Notice::Update { version } => ("update", object(&[("version", version.into())])),
        Notice::Error { code, message } => ("error", object(&[("code", (*code).into()), ("message", message.into())])),
    };
    tell(element, name, &detail)
}
