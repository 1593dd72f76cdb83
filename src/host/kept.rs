//! What is kept of the visitor, between storage and the profile's own types. It is read field by field; what does not fit is found out
//! by the profile, which checks everything it restores.

use faqlet_profile::{
    Consent, Decision, Fact, How, Interest, Kind, Preferences, Profile, Progress, Saved, Seen, Source, State, Theme, Visits,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::object::{get, list, text, texts, time, whole};
use crate::json;

/// Most items of a list that are read. The profile keeps fewer; whatever is beyond was not written by it.
const ITEMS: usize = 64;

#[wasm_bindgen(module = "/src/host/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = restore)]
    fn restore_kept() -> js_sys::Promise;
    #[wasm_bindgen(js_name = keep)]
    fn keep_json(ear: &JsValue, json: Option<String>, merge: &JsValue) -> js_sys::Promise;
    /// Deletes everything that is kept, messages that wait included, and tells the other tabs through `ear`.
    pub(crate) fn forget(ear: &JsValue) -> js_sys::Promise;
    /// Hears what other tabs keep, and gives the ear.
    pub(crate) fn hear(signal: &JsValue, heard: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = parse)]
    fn parse_json(text: &str) -> JsValue;
    fn agrees(text: &str, json: &str) -> bool;
}

/// What a locked profile begins with; `www/more.js` writes it.
pub(crate) const SEALED: &str = "faqlet1.";

/// What a text from outside says was kept; `None` where it says anything that we would not write: a name, a kind, a length.
pub(crate) fn parse(text: &str) -> Option<Saved> {
    let value = Some(parse_json(text)).filter(JsValue::is_object)?;
    let saved = read(&value);
    let json = json::write(&saved)?;
    agrees(text, &json).then_some(saved)
}

/// What was kept; `None` when nothing was, or nothing can be.
pub(crate) async fn restore() -> Option<Saved> {
    let kept = JsFuture::from(restore_kept()).await.ok().filter(JsValue::is_object)?;
    Some(read(&kept))
}

fn read(kept: &JsValue) -> Saved {
    let consent = get(kept, "consent");
    let preferences = get(kept, "preferences");
    Saved {
        version: whole(kept, "version"),
        consent: Consent {
            preferences: decision(&get(&consent, "preferences")),
            personalisation: decision(&get(&consent, "personalisation")),
            measurement: decision(&get(&consent, "measurement")),
        },
        preferences: Preferences { lang: get(&preferences, "lang").as_string(), theme: theme(&text(&preferences, "theme")) },
        profile: profile(&get(kept, "profile")),
        key: get(kept, "key").as_string(),
    }
}

/// Keeps what `merge` makes of what others have kept (`Some`, with what it found); `None` tells that it is on the disk. Other tabs are told
/// through `ear`: where storage refuses, of `own`, which is what would be kept if there were no others.
pub(crate) async fn keep(ear: JsValue, own: Option<Saved>, mut merge: impl FnMut(Option<Option<Saved>>) -> Option<Saved> + 'static) {
    let merge = Closure::<dyn FnMut(JsValue) -> Option<String>>::new(move |kept: JsValue| {
        let found = (!kept.is_null()).then(|| kept.is_object().then(|| read(&kept)));
        merge(found).as_ref().and_then(json::write)
    });
    let kept = keep_json(&ear, own.as_ref().and_then(json::write), merge.as_ref());
    let _ = JsFuture::from(kept).await;
}

fn decision(value: &JsValue) -> Decision {
    let state = match text(value, "state").as_str() {
        "granted" => State::Granted,
        "denied" => State::Denied,
        _ => State::Pending,
    };
    let how = match text(value, "how").as_str() {
        "widget" => How::Widget,
        "host" => How::Host,
        "signal" => How::Signal,
        _ => How::Unasked,
    };
    Decision { state, at: time(value, "at"), text: whole(value, "text"), how }
}

fn theme(name: &str) -> Option<Theme> {
    match name {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    }
}

fn profile(value: &JsValue) -> Profile {
    let visits = get(value, "visits");
    Profile {
        facts: items(value, "facts", fact),
        read: items(value, "read", |value| Some(interest(value))),
        seen: items(value, "seen", |value| Some(seen(value))),
        recent: items(value, "recent", JsValue::as_string),
        paths: items(value, "paths", |value| Some(Progress { path: text(value, "path"), step: whole(value, "step") })),
        dismissed: items(value, "dismissed", JsValue::as_string),
        visits: Visits { last: whole(&visits, "last"), before: whole(&visits, "before") },
    }
}

fn items<T>(value: &JsValue, key: &str, item: fn(&JsValue) -> Option<T>) -> Vec<T> {
    list(value, key).iter().take(ITEMS).filter_map(item).collect()
}

fn fact(value: &JsValue) -> Option<Fact> {
    let by = if text(value, "by") == "host" { Source::Host } else { Source::Visitor };
    let kind = Kind::from_name(&text(value, "kind"))?;
    Some(Fact { kind, value: text(value, "value"), by, day: whole(value, "day"), off: get(value, "off").is_truthy() })
}

fn interest(value: &JsValue) -> Interest {
    let off = get(value, "off").is_truthy();
    Interest { path: texts(&get(value, "path")), points: whole(value, "points"), day: whole(value, "day"), off }
}

fn seen(value: &JsValue) -> Seen {
    Seen { id: text(value, "id"), revision: text(value, "revision"), day: whole(value, "day"), helpful: get(value, "helpful").as_bool() }
}
