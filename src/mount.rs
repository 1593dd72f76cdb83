//! The door for the loader: `mount` puts the widget into a place in the shadow tree, `Handle` lets the page act on it.

use std::cell::RefCell;
use std::rc::Rc;

use faqlet_engine::Engine;
use faqlet_meaning::Group;
use faqlet_profile::{Kind, Purpose, State as Decision};
use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{Element, HtmlElement};
use yew::AppHandle;

use crate::app::{App, Message, Props, Shared, decisions, purpose_name};
use crate::host::object::{get, list, members, object, text, texts, whole};
use crate::host::site::site;
use crate::host::{kept, page};
use crate::state::{Action, Chunk, Early, Field, MeaningFile, Mode, Notice, Setup, State};
use crate::ui::Strings;

/// Puts the widget into `place`. `options` are `{ element, facade, manifest, language, index, texts, site, base, query, signal, ready }`: the custom element, the
/// loader's nodes whose place the widget takes, the manifest and the language in it as parsed, the bytes of the index, the list of the interface's texts, what the
/// owner says beside them (`site`), the address of the folder, what was typed so far (`query`), what ends all listening (`signal`), and what to call
/// when the widget is drawn.
#[wasm_bindgen]
#[must_use]
pub fn mount(place: Element, options: &JsValue) -> Handle {
    let element: HtmlElement = get(options, "element").unchecked_into();
    let setup = setup(&element, options);
    let more = get(&get(&get(options, "manifest"), "widget"), "more");
    page::part_at(&[text(options, "base"), text(&more, "file")].concat(), &text(&more, "integrity"));
    let bytes = Uint8Array::new(&get(options, "index")).to_vec();
    // The loader fetches an index with the hash that the manifest gives; only an older manifest may have none.
    let hashed = !text(&get(&get(options, "language"), "index"), "integrity").is_empty();
    let opened = if hashed { Engine::from_verified(bytes) } else { Engine::from_vec(bytes) };
    let mut state = opened.map(|engine| State::new(engine, setup.clone(), page::now()));
    let first = match &mut state {
        Ok(state) => state.apply(Action::TakeOver(Box::new(early(options))), page::moment()),
        Err(_) => Vec::new(),
    };
    let state = state.inspect_err(|error| {
        let code = if error.is_newer() { "newer" } else { "index" };
        let _ = page::notify(&element, &Notice::Error { code, message: error.to_string() });
    });
    let shared = Rc::new(Shared {
        mode: setup.mode,
        state: RefCell::new(state.map_err(|error| error.is_newer())),
        strings: strings(&get(options, "texts")),
        base: text(options, "base"),
        post: crate::host::beacon::Post::new(
            &setup.endpoint,
            faqlet_beacon::About { site: setup.site.clone(), lang: setup.lang.clone(), version: setup.version.clone() },
        ),
        facade: get(options, "facade"),
        signal: get(options, "signal"),
        first: RefCell::new(first),
        ready: get(options, "ready").dyn_into::<Function>().ok(),
        place: place.clone(),
        element,
    });
    let app = yew::Renderer::<App>::with_root_and_props(place, Props { shared: shared.clone() }).render();
    Handle { app, shared }
}

/// The sentences of a list of texts. They live as long as the wasm instance: one set a language, however often a widget is mounted.
fn strings(list: &JsValue) -> &'static Strings {
    thread_local! {
        static KNOWN: RefCell<Vec<&'static Strings>> = const { RefCell::new(Vec::new()) };
    }
    let list = texts(list);
    KNOWN.with_borrow_mut(|known| {
        if let Some(strings) = known.iter().find(|one| Some(one.lang) == list.first().map(String::as_str)) {
            return *strings;
        }
        let texts = list.into_iter().map(|text| &*text.leak()).collect();
        let strings: &'static Strings = Box::leak(Box::new(Strings::from_list(texts)));
        known.push(strings);
        strings
    })
}

/// What was typed, and what was done in the list of first results, where there was one: `www/first.js` notes it at the loader's nodes.
fn early(options: &JsValue) -> Early {
    let early = get(&get(options, "facade"), "early");
    let entry = |key| get(&early, key).as_f64().map(|number| number as u32);
    let is = |key| get(&early, key).is_truthy();
    Early {
        query: text(options, "query"),
        topic: get(&early, "topic").as_string(),
        literal: is("literal"),
        more: is("more"),
        active: entry("active"),
        open: entry("open"),
        enter: is("enter"),
        said: is("said"),
    }
}

/// Where feedback goes unless the attribute `collect` says otherwise; `collect="none"` asks for none.
const ENDPOINT: &str = "/faqlet/events";

/// What is fixed for this widget, from the manifest and the element's attributes.
fn setup(element: &HtmlElement, options: &JsValue) -> Setup {
    let (manifest, language) = (get(options, "manifest"), get(options, "language"));
    let attribute = |name| element.get_attribute(name).filter(|value| !value.is_empty());
    let lang = text(&language, "lang");
    let mode = element.get_attribute("mode");
    let mode = Mode::from_attribute(mode.as_deref()).unwrap_or_else(|| {
        page::warn("expected mode to be inline, launcher, dialog or box; using inline");
        Mode::Inline
    });
    if element.get_attribute("theme").is_some_and(|theme| !["auto", "light", "dark"].contains(&theme.as_str())) {
        page::warn("expected theme to be auto, light or dark; using auto");
    }
    let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let wanted = element.get_attribute("lang").filter(|wanted| !wanted.is_empty() && wanted != "auto");
    if let Some(wanted) = wanted.filter(|wanted| base(wanted) != base(&lang)) {
        let offered: Vec<String> = list(&manifest, "languages").iter().map(|one| text(one, "lang")).collect();
        page::warn(&["expected lang to be auto, ", &offered.join(", "), "; got ", &wanted, "; using ", &lang].concat());
    }
    Setup {
        mode,
        site: text(&manifest, "site"),
        version: text(&manifest, "version"),
        base: text(options, "base"),
        pages: if get(&manifest, "bare").is_truthy() { String::new() } else { [&text(options, "base"), "pages/", &lang].concat() },
        known: site(&get(options, "site"), &lang),
        lang,
        languages: list(&manifest, "languages").iter().map(|one| (text(one, "lang"), text(one, "name"))).collect(),
        any_lang: attribute("lang").is_none_or(|lang| lang == "auto"),
        endpoint: attribute("collect").unwrap_or_else(|| ENDPOINT.to_owned()),
        page: page::here(),
        elsewhere: attribute("results").filter(|_| mode == Mode::Box).unwrap_or_default(),
        collects: element.get_attribute("collect").is_none_or(|path| path != "none"),
        chunks: list(&language, "answers").iter().map(chunk).collect(),
        as_of: get(&manifest, "asOf").as_string(),
        stored: whole(&manifest, "stored"),
        revoked: texts(&get(&manifest, "revoked")),
        gpc: page::asks_for_privacy(),
        meaning: meaning(element, &manifest, &language),
    }
}

/// The files for finding by meaning: none with `meaning="off"`, and none where bytes are to be spared, unless the page says `always`.
fn meaning(element: &HtmlElement, manifest: &JsValue, language: &JsValue) -> Vec<MeaningFile> {
    let wish = element.get_attribute("meaning").unwrap_or_default();
    if !["", "auto", "off", "always"].contains(&wish.as_str()) {
        page::warn("expected meaning to be auto, off or always; using auto");
    }
    if wish == "off" || (wish != "always" && page::spares_data()) {
        return Vec::new();
    }
    let vectors = get(language, "vectors");
    let file = |value: &JsValue, group| MeaningFile { group, file: text(value, "file"), integrity: text(value, "integrity") };
    let packs = list(manifest, "meaning");
    let known = packs.iter().filter_map(|pack| Some(file(pack, Some(Group::from_name(&text(pack, "group"))?))));
    if vectors.is_object() { known.chain([file(&vectors, None)]).collect() } else { Vec::new() }
}

fn chunk(value: &JsValue) -> Chunk {
    Chunk {
        file: text(value, "file"),
        first: whole(value, "first"),
        count: whole(value, "count"),
        bytes: whole(value, "bytes"),
        integrity: text(value, "integrity"),
    }
}

/// A mounted widget.
#[wasm_bindgen]
pub struct Handle {
    app: AppHandle<App>,
    shared: Rc<Shared>,
}

#[wasm_bindgen]
impl Handle {
    /// Does one of the verbs `open close toggle search article suggest prefill identify consent export import erase`. `identify`, `consent` and `export` give something back.
    pub fn call(&self, verb: &str, argument: &JsValue) -> JsValue {
        let said = argument.as_string().unwrap_or_default();
        match verb {
            "open" => self.act(Action::Show),
            "close" => self.act(Action::Hide),
            "toggle" => self.act(if self.shared.is_open() { Action::Hide } else { Action::Show }),
            "search" => {
                self.act(Action::Show);
                self.act(Action::Typed(said));
            }
            "article" => self.act(Action::Follow(said)),
            "suggest" => self.act(Action::Suggest(texts(argument))),
            "prefill" => self.prefill(argument),
            "identify" => return self.identify(argument).into(),
            "consent" => return self.consent(argument),
            "import" => {
                page::clean_address();
                if said.trim().starts_with(kept::SEALED) {
                    self.act(Action::Take(said));
                } else {
                    page::warn("import expected a locked profile, as the panel gives it; nothing was taken over");
                }
            }
            "export" => return self.export(said == "record"),
            "erase" => self.act(Action::Erase),
            _ => {}
        }
        JsValue::UNDEFINED
    }

    /// Takes the widget out of the page, with every listener and timer.
    pub fn destroy(self) {
        self.app.destroy();
    }
}

impl Handle {
    fn act(&self, action: Action) {
        self.app.send_message(Message::Act(action));
    }

    /// Takes what the page knows of a request that the visitor may write: `{ subject, text, email }`.
    fn prefill(&self, told: &JsValue) {
        let parts = [text(told, "subject"), text(told, "text")];
        let message: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        for (field, text) in [(Field::Message, message.join("\n\n")), (Field::Reply, text(told, "email"))] {
            if !text.is_empty() {
                self.act(Action::Prefill(field, text));
            }
        }
    }

    /// Takes what the page knows of its visitor, by kinds: `{ tier: 'gold', product: ['Lumen 2'] }`. `false`, and a warning, when
    /// something of it cannot be taken.
    fn identify(&self, told: &JsValue) -> bool {
        let told = page::plain(told);
        if !told.is_object() {
            page::warn("identify expected an object such as { tier: 'gold' }; pass what you know of the visitor, as texts");
            return false;
        }
        let mut taken = true;
        for name in js_sys::Object::keys(&js_sys::Object::from(told.clone())).iter().filter_map(|name| name.as_string()) {
            let kind = Kind::from_name(&name);
            let mut fit = kind.is_some();
            for value in values(&told, &name) {
                match (kind, value.as_string().filter(|value| faqlet_profile::is_fit(value))) {
                    (Some(kind), Some(value)) => self.act(Action::Told(kind, value)),
                    _ => fit = false,
                }
            }
            if !fit {
                taken = false;
                let known: Vec<&str> = Kind::ALL.into_iter().chain([Kind::Order]).map(Kind::name).collect();
                page::warn(&["identify expected short texts for ", &known.join(", "), "; check ", &name].concat());
            }
        }
        taken
    }

    /// A promise of everything that is kept on this device, or of the consent record, as JSON.
    fn export(&self, record: bool) -> JsValue {
        let shared = self.shared.clone();
        // After the actions that were asked for before it.
        future_to_promise(async move { Ok(if record { shared.record() } else { shared.everything() }.into()) }).into()
    }

    /// Takes over what the page's own dialogue was told: `{ personalisation: 'granted', measurement: 'denied' }`; gives a promise of the
    /// consent as it then is.
    fn consent(&self, told: &JsValue) -> JsValue {
        for (purpose, state) in decisions(told) {
            self.act(Action::HostDecided(purpose, state));
        }
        let shared = self.shared.clone();
        // The actions are carried out in the next microtask; this one comes after it.
        future_to_promise(async move { Ok(shared.consent()) }).into()
    }
}

/// The values of a field of what the page knows: one, or several, or none where it knows nothing.
fn values(told: &JsValue, name: &str) -> Vec<JsValue> {
    let value = get(told, name);
    if value.is_null() || value.is_array() { members(&value) } else { vec![value] }
}

impl Shared {
    fn is_open(&self) -> bool {
        self.state.borrow().as_ref().is_ok_and(|state| state.open)
    }

    fn consent(&self) -> JsValue {
        let state = self.state.borrow();
        let of = |purpose| match state.as_ref().map(|state| state.visitor.consent().get(purpose).state) {
            Ok(Decision::Granted) => "granted",
            Ok(Decision::Denied) => "denied",
            _ => "pending",
        };
        object(&Purpose::ALL.map(|purpose| (purpose_name(purpose), of(purpose).into())))
    }
}
