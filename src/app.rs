//! Ties the parts together: takes actions, lets `state` decide, draws with `components`, and carries out the effects with `host`.

use std::cell::RefCell;
use std::rc::Rc;

use faqlet_engine::answer::AnswerChunk;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement, MutationObserver, MutationObserverInit};
use yew::prelude::*;

use crate::components::{self, Look, Places};
use crate::host::beacon::{self, Post};
use crate::host::{fetch, page};
use crate::state::{Action, Effect, Mode, Said, State, Target};
use crate::ui::Strings;

/// Milliseconds without a key after which a search counts as meant.
const SETTLED: u32 = 1_200;
/// Milliseconds without a key after which results are announced: sooner, and one would be talked at while typing.
const QUIET: u32 = 700;
/// Longest pause between two attempts to send, in milliseconds, while the page is open.
const LONGEST_PAUSE: u64 = 30 * 60 * 1_000;

/// What the app and the page's handle share.
pub(crate) struct Shared {
    /// How it stands in the page.
    pub(crate) mode: Mode,
    /// The state; or, when the index could not be opened, whether it is newer than this widget.
    pub(crate) state: RefCell<Result<State, bool>>,
    /// The sentences of the interface.
    pub(crate) strings: &'static Strings,
    /// Address of the built folder.
    pub(crate) base: String,
    /// The way to the collector.
    pub(crate) post: Post,
    /// The custom element.
    pub(crate) element: HtmlElement,
    /// The loader's nodes, until the widget is drawn.
    pub(crate) facade: Option<Element>,
    /// What to call when the widget is drawn.
    pub(crate) ready: Option<Function>,
}

/// What the loader passed in; it never changes.
#[derive(Clone, Properties)]
pub(crate) struct Props {
    pub(crate) shared: Rc<Shared>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.shared, &other.shared)
    }
}

/// What the app is told.
pub(crate) enum Message {
    /// Something for the state.
    Act(Action),
    /// Something for those who listen.
    Say(String),
    /// Whatever waits in the outbox may be sent.
    Drain,
    /// The outbox is to be tried again after so many milliseconds.
    DrainLater(u64),
    /// The page may look otherwise now.
    Look,
}

/// The widget.
pub(crate) struct App {
    shared: Rc<Shared>,
    places: Places,
    said: String,
    dark: Option<bool>,
    /// What is to be done when the new view is drawn.
    after: Vec<Effect>,
    saying: Option<Timeout>,
    settling: Option<Timeout>,
    draining: Option<Timeout>,
    _listeners: Vec<EventListener>,
    _watch: Option<Watch>,
}

impl Component for App {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let shared = ctx.props().shared.clone();
        let link = ctx.link().clone();
        spawn_local(async move {
            if let Some(saved) = beacon::restore().await {
                link.send_message(Message::Act(Action::Restored(Box::new(saved))));
            }
            link.send_message(Message::Drain);
        });
        App {
            dark: scheme(&shared.element),
            places: Places::default(),
            said: String::new(),
            after: Vec::new(),
            saying: None,
            settling: None,
            draining: None,
            _listeners: listeners(ctx),
            _watch: Watch::new(ctx, &shared.element),
            shared,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Act(action) => return self.act(ctx, action),
            Message::Say(text) => self.said = text,
            Message::Drain => {
                self.drain(ctx);
                return false;
            }
            Message::DrainLater(pause) => {
                let link = ctx.link().clone();
                let pause = u32::try_from(pause.min(LONGEST_PAUSE)).unwrap_or(u32::MAX);
                self.draining = Some(Timeout::new(pause, move || link.send_message(Message::Drain)));
                return false;
            }
            Message::Look => {
                let dark = scheme(&self.shared.element);
                return std::mem::replace(&mut self.dark, dark) != dark;
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let state = self.shared.state.borrow();
        let strings = self.shared.strings;
        let inline = self.shared.mode == Mode::Inline;
        match state.as_ref() {
            Err(newer) => components::trouble(strings, if *newer { strings.newer } else { strings.trouble }, inline),
            Ok(state) => {
                let look = Look {
                    strings,
                    places: &self.places,
                    act: ctx.link().callback(Message::Act),
                    placeholder: self.shared.element.get_attribute("placeholder").map(AttrValue::from),
                    said: &self.said,
                    dark: self.dark,
                };
                components::widget(state, &look)
            }
        }
    }

    fn rendered(&mut self, _ctx: &Context<Self>, first: bool) {
        if first {
            if let Some(facade) = &self.shared.facade {
                page::take_over(facade, self.places.field.cast::<HtmlInputElement>().as_ref());
            }
            if let Some(ready) = &self.shared.ready {
                let _ = ready.call0(&JsValue::NULL);
            }
        }
        for effect in std::mem::take(&mut self.after) {
            match effect {
                Effect::Focus(target) => self.focus(target),
                Effect::Reveal(at) => self.reveal(at),
                Effect::Panel(open) => self.panel(open),
                _ => {}
            }
        }
    }
}

impl App {
    fn act(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        let effects = match self.shared.state.borrow_mut().as_mut() {
            Ok(state) => {
                let effects = state.apply(action, page::moment());
                self.shared.post.set_consent(state.consent());
                effects
            }
            Err(_) => return false,
        };
        for effect in effects {
            self.carry_out(ctx, effect);
        }
        true
    }

    fn carry_out(&mut self, ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link().clone();
        match effect {
            Effect::Focus(_) | Effect::Reveal(_) | Effect::Panel(_) => self.after.push(effect),
            Effect::Load(number) => self.load(ctx, number),
            Effect::Say(said) => {
                let text = self.sentence(&said);
                self.saying = Some(Timeout::new(QUIET, move || link.send_message(Message::Say(text))));
            }
            Effect::SettleLater => {
                self.settling = Some(Timeout::new(SETTLED, move || link.send_message(Message::Act(Action::Settle))));
            }
            Effect::Tell(notice) => {
                let (name, detail) = page::notice(&notice);
                page::tell(&self.shared.element, name, &detail);
            }
            Effect::Send(event) => {
                let post = self.shared.post.clone();
                spawn_local(async move {
                    match post.record(event).await {
                        Ok(()) => link.send_message(Message::Drain),
                        Err(event) => post.send_now(event).await,
                    }
                });
            }
            Effect::Keep => {
                let saved = self.shared.state.borrow().as_ref().ok().and_then(|state| state.visitor.saved());
                spawn_local(beacon::keep(saved));
            }
            Effect::Purge => link.send_message(Message::Drain),
            Effect::Forget => spawn_local(beacon::forget()),
        }
    }

    /// What is said, in the language of the interface.
    fn sentence(&self, said: &Said) -> String {
        let strings = self.shared.strings;
        match said {
            Said::Found(number) => {
                let form = strings.found.form(&page::plural(strings.lang, *number));
                crate::ui::fill(form, &page::digits(strings.lang, *number))
            }
            Said::Nothing => strings.nothing_hint.to_owned(),
            Said::Silence => String::new(),
        }
    }

    fn load(&self, ctx: &Context<Self>, number: usize) {
        let state = self.shared.state.borrow();
        let Some(chunk) = state.as_ref().ok().and_then(|state| state.answers.chunk(number)).cloned() else { return };
        let url = [self.shared.base.as_str(), &chunk.file].concat();
        let link = ctx.link().clone();
        spawn_local(async move {
            let bytes = fetch::bytes(&url, &chunk.integrity).await;
            let chunk = bytes.and_then(|bytes| AnswerChunk::open(&bytes).ok());
            link.send_message(Message::Act(Action::Chunk(number, chunk)));
        });
    }

    fn drain(&mut self, ctx: &Context<Self>) {
        self.draining = None;
        let (post, link) = (self.shared.post.clone(), ctx.link().clone());
        spawn_local(async move {
            if let Some(pause) = post.drain().await {
                link.send_message(Message::DrainLater(pause));
            }
        });
    }

    fn focus(&self, target: Target) {
        let place = |node: &NodeRef| node.cast::<Element>();
        match target {
            Target::Field => place(&self.places.field).iter().for_each(|field| page::focus(field, false)),
            Target::Away => {
                if page::is_touch() {
                    place(&self.places.field).iter().for_each(page::blur);
                }
            }
            Target::Results => {
                let node = if page::is_touch() { &self.places.list } else { &self.places.field };
                place(node).iter().for_each(|node| page::focus(node, true));
            }
            Target::Heading => {
                place(&self.places.body).iter().for_each(page::to_top);
                place(&self.places.heading).iter().for_each(|heading| page::focus(heading, false));
            }
        }
    }

    fn reveal(&self, at: usize) {
        if let Some(result) = self.places.list.cast::<Element>().and_then(|list| list.children().item(at as u32)) {
            page::reveal(&result);
        }
    }

    fn panel(&self, open: bool) {
        let Some(panel) = self.places.panel.cast::<HtmlDialogElement>() else { return };
        if open {
            page::open(&panel, self.shared.mode == Mode::Dialog || page::is_small());
        } else {
            panel.close();
            if let Some(launcher) = self.places.launcher.cast::<Element>() {
                page::focus(&launcher, true);
            }
        }
    }
}

/// Whether the page is dark; `None` where the attribute `theme` has decided.
fn scheme(element: &HtmlElement) -> Option<bool> {
    let decided = element.get_attribute("theme").is_some_and(|theme| theme == "light" || theme == "dark");
    (!decided).then(|| page::is_dark(element))
}

/// What happens to the page that the widget wants to know.
fn listeners(ctx: &Context<App>) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let mut listeners = Vec::new();
    let link = ctx.link().clone();
    listeners.push(EventListener::new(&window, "online", move |_| link.send_message(Message::Drain)));
    let link = ctx.link().clone();
    if let Some(document) = window.document() {
        listeners.push(EventListener::new(&document, "visibilitychange", move |_| {
            link.send_message(if page::is_hidden() { Message::Act(Action::Leaving) } else { Message::Drain });
        }));
    }
    let link = ctx.link().clone();
    if let Ok(Some(query)) = window.match_media("(prefers-color-scheme: dark)") {
        listeners.push(EventListener::new(&query, "change", move |_| link.send_message(Message::Look)));
    }
    listeners
}

/// Looks out for pages that turn dark by a class or an attribute.
struct Watch {
    observer: MutationObserver,
    _callback: Closure<dyn FnMut()>,
}

impl Watch {
    fn new(ctx: &Context<App>, element: &HtmlElement) -> Option<Watch> {
        let link = ctx.link().clone();
        let callback = Closure::<dyn FnMut()>::new(move || link.send_message(Message::Look));
        let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        let options = MutationObserverInit::new();
        options.set_attributes(true);
        let document = element.owner_document()?;
        let body = document.body().map(Element::from);
        for node in document.document_element().iter().chain(&body).chain([&Element::from(element.clone())]) {
            let _ = observer.observe_with_options(node, &options);
        }
        Some(Watch { observer, _callback: callback })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
