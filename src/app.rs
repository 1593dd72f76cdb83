//! Ties the parts together: takes actions, lets `state` decide, draws with `components`, and carries out the effects with `host`.

use std::cell::RefCell;
use std::rc::Rc;

use faqlet_engine::answer::AnswerChunk;
use faqlet_profile::{Notice as Notice27560, Purpose, Record, Saved, State as Decision};
use gloo::timers::callback::Timeout;
use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlElement};
use yew::html::Scope;
use yew::prelude::*;

use crate::components::{self, Look, Places};
use crate::host::beacon::Post;
use crate::host::object::texts;
use crate::host::{kept, object, page};
use crate::state::{Action, Effect, Mode, Moment, Notice, Paper, Said, Sealed, State, Target, Transfer, View};
use crate::ui::Strings;

/// Milliseconds without a key after which a search counts as meant.
const SETTLED: u32 = 1_200;
/// Milliseconds without a key after which results are announced: sooner, and one would be talked at while typing.
const QUIET: u32 = 700;
/// Milliseconds that files of answers wait for others, to be asked for and to be drawn: what one types is painted first, and ten that
/// come together are drawn once.
const TOGETHER: u32 = 40;
/// Milliseconds without a key after which shards are fetched for what was typed.
const PAUSE: u32 = 150;
/// What the owner of the page reads when storage was emptied while the page was open.
const CLEARED: &str = "expected what was kept in IndexedDB; it was cleared away, so the widget begins anew";
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
    /// Ends all that is heard when the widget is taken away, or its wasm has trapped.
    pub(crate) signal: JsValue,
    /// Where the widget is drawn.
    pub(crate) place: Element,
    /// The loader's nodes, until the widget is drawn.
    pub(crate) facade: JsValue,
    /// What is to be done about what was typed before the widget came.
    pub(crate) first: RefCell<Vec<Effect>>,
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
    /// A file of answers has come, or (`None`) has not.
    Came(usize, Option<AnswerChunk>),
    /// Files of answers that have waited for others wait no longer.
    Together,
    /// Whatever waits in the outbox may be sent.
    Drain,
    /// The outbox is to be tried again after so many milliseconds.
    DrainLater(u32),
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
    asking: Option<Timeout>,
    draining: Option<Timeout>,
    /// Files of answers to be asked for, those that have come, and what ends their waiting.
    wanted: Vec<usize>,
    came: Vec<(usize, Option<AnswerChunk>)>,
    together: Option<Timeout>,
    /// What the elements of the last drawing do.
    actions: Rc<RefCell<Vec<Action>>>,
    /// What other tabs are told through.
    ear: JsValue,
    /// What rules wait for.
    _stays: Vec<Timeout>,
    _calls: [Calls; 4],
}

impl Component for App {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let shared = ctx.props().shared.clone();
        let link = ctx.link().clone();
        spawn_local(async move {
            let saved = kept::restore().await.map(Box::new);
            link.send_message(Message::Act(Action::Restored(saved)));
            link.send_message(Message::Drain);
        });
        let (ear, heard) = hear(ctx, &shared);
        let actions = Rc::default();
        let mut app = App {
            dark: page::is_dark(&shared.element),
            places: Places::default(),
            said: String::new(),
            after: Vec::new(),
            saying: None,
            settling: None,
            asking: None,
            draining: None,
            wanted: Vec::new(),
            came: Vec::new(),
            together: None,
            ear,
            _stays: stays(ctx, &shared),
            _calls: [watch(ctx, &shared), listen(ctx, &shared, &actions), heard, bridge(ctx, &shared)],
            actions,
            shared,
        };
        for effect in app.shared.first.take() {
            app.carry_out(ctx, effect);
        }
        app
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Act(action) => return self.act(ctx, action),
            Message::Say(text) => self.said = text,
            Message::Came(number, chunk) => {
                self.came.push((number, chunk));
                self.wait_for_others(ctx);
                return false;
            }
            Message::Together => return self.go_together(ctx),
            Message::Drain => {
                self.drain(ctx);
                return false;
            }
            Message::DrainLater(pause) => {
                let link = ctx.link().clone();
                self.draining = Some(Timeout::new(pause, move || link.send_message(Message::Drain)));
                return false;
            }
            Message::Look => {
                let dark = page::is_dark(&self.shared.element);
                return std::mem::replace(&mut self.dark, dark) != dark;
            }
        }
        true
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let state = self.shared.state.borrow();
        let strings = self.shared.strings;
        let inline = self.shared.mode == Mode::Inline;
        match state.as_ref() {
            Err(newer) => components::trouble(strings, if *newer { strings.newer } else { strings.trouble }, inline),
            Ok(state) => {
                self.actions.borrow_mut().clear();
                let look = Look {
                    strings,
                    places: &self.places,
                    actions: &self.actions,
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
            page::take_over(&self.shared.facade, &self.shared.place, self.places.field.cast());
            if let Some(ready) = &self.shared.ready {
                let _ = ready.call0(&JsValue::NULL);
            }
            if self.shared.state.borrow().is_ok() {
                let _ = page::notify(&self.shared.element, &Notice::Ready);
            }
        }
        for effect in std::mem::take(&mut self.after) {
            match effect {
                Effect::Focus(target) => self.focus(target),
                Effect::Reveal(at) => page::reveal(self.places.list.cast(), at),
                Effect::Panel(open) => self.panel(open),
                Effect::Scroll(top) => page::scroll_back(self.places.body.cast(), top),
                _ => {}
            }
        }
    }
}

impl App {
    fn act(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        // Of shards only the last that a list waits for changes what is seen.
        let counts_shards = matches!(action, Action::Shard(..));
        let action = match action {
            Action::Read(text) if text.trim().starts_with(kept::SEALED) => Action::Take(text),
            Action::Read(text) => Action::Bring(kept::parse(&text).map(Box::new)),
            other => other,
        };
        let effects = match self.shared.state.borrow_mut().as_mut() {
            Ok(state) => {
                // Nobody comes back to where a key was pressed; to ask would lay the page out once more.
                let typing = matches!(action, Action::Typed(_));
                let scroll = if typing { 0 } else { page::scrolled(self.places.body.cast()) };
                let moment = Moment { scroll, ..page::moment() };
                let effects = state.apply(action, moment);
                self.shared.post.set_consent(state.consent());
                effects
            }
            Err(_) => return false,
        };
        // What the page has cancelled is told and not sent.
        let mut allowed = true;
        for effect in effects {
            match effect {
                Effect::Tell(notice) => {
                    if !page::notify(&self.shared.element, &notice) {
                        allowed = false;
                        if let Ok(state) = self.shared.state.borrow_mut().as_mut() {
                            state.apply(Action::Taken, page::moment());
                        }
                    }
                }
                Effect::Send(_) if !allowed => {}
                effect => self.carry_out(ctx, effect),
            }
        }
        if self.shared.mode == Mode::Inline {
            page::hold_still();
        }
        !counts_shards || self.shared.state.borrow().as_ref().is_ok_and(|state| !state.waits_for_shards())
    }

    fn carry_out(&mut self, ctx: &Context<Self>, effect: Effect) {
        let link = ctx.link().clone();
        match effect {
            Effect::Focus(_) | Effect::Reveal(_) | Effect::Panel(_) | Effect::Scroll(_) => self.after.push(effect),
            Effect::AskLater => self.asking = Some(Timeout::new(PAUSE, move || link.send_message(Message::Act(Action::Ask)))),
            Effect::LoadShard(number) => self.load_shard(ctx, number),
            Effect::Load(number) => {
                self.wanted.push(number);
                self.wait_for_others(ctx);
            }
            Effect::LoadMeaning(number) => self.load_meaning(ctx, number),
            Effect::Say(said) => {
                let text = self.sentence(&said);
                self.saying = Some(Timeout::new(QUIET, move || link.send_message(Message::Say(text))));
            }
            Effect::SettleLater => {
                self.settling = Some(Timeout::new(SETTLED, move || link.send_message(Message::Act(Action::Settle))));
            }
            Effect::Tell(notice) => drop(page::notify(&self.shared.element, &notice)),
            Effect::Send(event) => send(link, &self.shared, *event),
            Effect::Keep => self.keep(ctx),
            Effect::Address(id, back) => page::address(&self.shared.element, id, back),
            Effect::Copy(_) | Effect::CopyText(_) => {
                let done = Closure::once_into_js(move || link.send_message(Message::Act(Action::Copied)));
                let text = match effect {
                    Effect::Copy(id) => page::address_of(&id),
                    Effect::CopyText(text) => text,
                    _ => return,
                };
                page::copy(&self.shared.place, &text, &done);
            }
            Effect::Warn(text) => page::warn(&text),
            Effect::Save(paper) => self.shared.save(paper),
            Effect::Seal(pass) => {
                let text = self.shared.everything();
                spawn_local(async move { link.send_message(Message::Act(Action::HandOver(seal(&text, &pass).await))) });
            }
            Effect::Unseal(text, pass) => {
                spawn_local(async move { link.send_message(Message::Act(unseal(text, &pass).await)) });
            }
            Effect::Print => page::print(&self.shared.place),
            Effect::Elsewhere(id, query) => {
                let to = self.shared.element.get_attribute("results").unwrap_or_default();
                page::elsewhere(&to, id, &query);
            }
            Effect::Language(lang, id, query) => page::language(&self.shared.element, &lang, id, &query),
            Effect::Renew(id, query) => page::renew(&self.shared.element, id, &query),
            Effect::Purge => link.send_message(Message::Drain),
            Effect::Forget => {
                let forgotten = kept::forget(&self.ear);
                spawn_local(async move {
                    let _ = JsFuture::from(forgotten).await;
                    link.send_message(Message::Act(Action::Forgotten));
                });
            }
        }
    }

    /// Keeps what is known, together with what other tabs have kept since this one looked.
    fn keep(&self, ctx: &Context<Self>) {
        let (link, shared) = (ctx.link().clone(), self.shared.clone());
        let own = shared.state.borrow().as_ref().ok().and_then(|state| state.visitor.saved());
        let mut pair = None;
        let merge = move |found: Option<Option<Saved>>| {
            let Some(found) = found else {
                pair.take().into_iter().for_each(|pair| link.send_message(Message::Act(Action::Kept(pair))));
                return None;
            };
            let state = shared.state.borrow();
            let state = state.as_ref().ok()?;
            if state.misses(found.as_ref()) {
                page::warn(CLEARED);
            }
            let merged = state.merged(found, page::now());
            pair = Some(Box::new([state.visitor.export(), merged.export()]));
            merged.saved()
        };
        spawn_local(kept::keep(self.ear.clone(), own, merge));
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
            let bytes = JsFuture::from(page::bytes(&url, &chunk.integrity)).await.ok();
            let bytes = bytes.and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok());
            let chunk = bytes.and_then(|bytes| AnswerChunk::open(&bytes.to_vec()).ok());
            link.send_message(Message::Came(number, chunk));
        });
    }

    fn load_shard(&self, ctx: &Context<Self>, number: u32) {
        let state = self.shared.state.borrow();
        let Some(file) = state.as_ref().ok().and_then(|state| state.shard_file(number)) else { return };
        let url = [self.shared.base.as_str(), &file].concat();
        let link = ctx.link().clone();
        spawn_local(async move {
            let bytes = JsFuture::from(page::bytes(&url, "")).await.ok().and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok());
            link.send_message(Message::Act(Action::Shard(number, bytes.map(|bytes| bytes.to_vec()))));
        });
    }

    /// Lets files of answers wait a moment for others, unless somebody waits for one of them.
    fn wait_for_others(&mut self, ctx: &Context<Self>) {
        let read = self.shared.state.borrow().as_ref().is_ok_and(|state| matches!(state.view, View::Answer(_)));
        if read || self.together.is_none() {
            let link = ctx.link().clone();
            self.together = Some(Timeout::new(if read { 0 } else { TOGETHER }, move || link.send_message(Message::Together)));
        }
    }

    /// Asks for the files that are wanted, and takes in those that have come: whether there is anything to draw.
    fn go_together(&mut self, ctx: &Context<Self>) -> bool {
        self.together = None;
        for number in std::mem::take(&mut self.wanted) {
            self.load(ctx, number);
        }
        let came = std::mem::take(&mut self.came);
        let any = !came.is_empty();
        for (number, chunk) in came {
            self.act(ctx, Action::Chunk(number, chunk));
        }
        any
    }

    /// Fetches what makes the list better, when the first list is there and the browser is idle.
    fn load_meaning(&self, ctx: &Context<Self>, number: usize) {
        let state = self.shared.state.borrow();
        let Some(file) = state.as_ref().ok().and_then(|state| state.meaning.file(number)).cloned() else { return };
        let url = [self.shared.base.as_str(), &file.file].concat();
        let (link, list, signal) = (ctx.link().clone(), self.places.list.clone(), self.shared.signal.clone());
        spawn_local(async move {
            let bytes = JsFuture::from(page::bytes_when_idle(&url, &file.integrity, &signal)).await.ok();
            let Some(bytes) = bytes.and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok()) else { return };
            match crate::state::open(&file, &bytes.to_vec()) {
                Ok(part) => link.send_message(Message::Act(Action::Meaning(part, !page::is_pointed_at(list.cast())))),
                Err(refused) => page::warn(&refused),
            }
        });
    }

    fn drain(&mut self, ctx: &Context<Self>) {
        self.draining = None;
        let (post, link) = (self.shared.post.clone(), ctx.link().clone());
        spawn_local(async move {
            if let Some(pause) = post.drain().await {
                link.send_message(Message::DrainLater(pause));
            }
            link.send_message(Message::Act(Action::Waiting(post.waiting())));
            let arrived = post.arrived();
            if !arrived.is_empty() {
                link.send_message(Message::Act(Action::Arrived(arrived)));
            }
        });
    }

    fn focus(&self, target: Target) {
        let places = &self.places;
        match target {
            Target::Field => page::focus(places.field.cast(), false),
            Target::Away => page::rest(places.field.cast()),
            Target::Results => page::focus(if page::is_touch() { &places.list } else { &places.field }.cast(), true),
            Target::Missing => page::focus(places.missing.cast(), false),
            Target::Still => page::focus(places.heading.cast(), true),
            Target::Heading => {
                page::to_top(places.body.cast());
                page::focus(places.heading.cast(), false);
            }
        }
    }

    fn panel(&self, open: bool) {
        page::panel(self.places.panel.cast(), open, self.shared.mode == Mode::Dialog);
        if !open {
            page::focus(self.places.launcher.cast::<Element>(), true);
        }
    }
}

impl Shared {
    /// Everything that is kept, as JSON.
    pub(crate) fn everything(&self) -> String {
        self.state.borrow().as_ref().ok().and_then(|state| crate::json::write(&state.visitor.export())).unwrap_or_default()
    }

    /// The consent record, as JSON.
    pub(crate) fn record(&self) -> String {
        let state = self.state.borrow();
        let Ok(state) = state.as_ref() else { return String::new() };
        let chance = [page::random(), page::random()].map(|part| part.to_string()).concat();
        let site: Vec<&str> = state.setup.page.split('/').take(3).collect();
        let notice = Notice27560 { id: &chance, controller: &site.join("/"), lang: self.strings.lang, text: state.consent_text() };
        crate::json::write(&Record::new(state.visitor.consent(), &notice)).unwrap_or_default()
    }

    fn save(&self, paper: Paper) {
        let sealed = || match self.state.borrow().as_ref().map(|state| state.transfer.clone()) {
            Ok(Transfer::Given(sealed)) => sealed.text,
            _ => String::new(),
        };
        match paper {
            Paper::Profile => page::save("faqlet-profile.json", &self.everything()),
            Paper::Record => page::save("faqlet-consent.json", &self.record()),
            Paper::Sealed => page::save("faqlet-profile.txt", &sealed()),
        }
    }
}

/// What has come of locking a text.
async fn seal(text: &str, pass: &str) -> Transfer {
    let Some(sealed) = JsFuture::from(page::seal(text, pass)).await.ok().filter(JsValue::is_object) else { return Transfer::Missing };
    Transfer::Given(Sealed {
        text: object::text(&sealed, "text"),
        link: object::text(&sealed, "link"),
        code: (object::text(&sealed, "path"), object::whole(&sealed, "size")),
    })
}

/// What has come of unlocking a text.
async fn unseal(text: String, pass: &str) -> Action {
    let plain = JsFuture::from(page::unseal(&text, pass)).await.unwrap_or_default();
    match plain.as_string() {
        Some(plain) => Action::Bring(kept::parse(&plain).map(Box::new)),
        None if plain.is_undefined() => Action::HandOver(Transfer::Missing),
        None => Action::HandOver(Transfer::Wrong(text)),
    }
}

/// Hears what other tabs keep.
fn hear(ctx: &Context<App>, shared: &Shared) -> (JsValue, Calls) {
    let link = ctx.link().clone();
    let heard = Closure::<dyn FnMut(String)>::new(move |text: String| {
        // What is no state of ours says nothing; an empty text says that there is none any more.
        let saved = kept::parse(&text).map(Box::new);
        if saved.is_some() || text.is_empty() {
            link.send_message(Message::Act(Action::Heard(saved)));
        }
    });
    (kept::hear(&shared.signal, heard.as_ref()), vec![Box::new(heard)])
}

/// Hears the page's own consent dialogue, where the element asks for that.
fn bridge(ctx: &Context<App>, shared: &Shared) -> Calls {
    let Some(kind) = shared.element.get_attribute("consent").filter(|kind| !kind.is_empty()) else { return Vec::new() };
    let link = ctx.link().clone();
    let tell = Closure::<dyn FnMut(JsValue, bool)>::new(move |told: JsValue, standing: bool| {
        for (purpose, state) in decisions(&told) {
            link.send_message(Message::Act(if standing {
                Action::HostDecidedBefore(purpose, state)
            } else {
                Action::HostDecided(purpose, state)
            }));
        }
    });
    page::bridge(&kind, tell.as_ref(), &shared.signal);
    vec![Box::new(tell)]
}

/// What the page says about purposes, by their names.
pub(crate) fn decisions(told: &JsValue) -> Vec<(Purpose, Decision)> {
    let state = |purpose| match object::text(told, purpose_name(purpose)).as_str() {
        "granted" => Some(Decision::Granted),
        "denied" => Some(Decision::Denied),
        "pending" => Some(Decision::Pending),
        _ => None,
    };
    Purpose::ALL.into_iter().filter_map(|purpose| Some((purpose, state(purpose)?))).collect()
}

/// A purpose as the page names it.
pub(crate) fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Preferences => "preferences",
        Purpose::Personalisation => "personalisation",
        Purpose::Measurement => "measurement",
    }
}

/// Tells when somebody has stayed on the page for as long as a rule waits.
fn stays(ctx: &Context<App>, shared: &Shared) -> Vec<Timeout> {
    let dwells = shared.state.borrow().as_ref().map(State::dwells).unwrap_or_default();
    let timer = |seconds: u32| {
        let link = ctx.link().clone();
        Timeout::new(seconds.saturating_mul(1_000), move || link.send_message(Message::Act(Action::Stayed(seconds))))
    };
    dwells.into_iter().map(timer).collect()
}

/// What the page calls; it must live as long as the page may call it.
type Calls = Vec<Box<dyn std::any::Any>>;

/// Sends a message: what can be done at once is done before this returns.
fn send(link: Scope<App>, shared: &Shared, event: faqlet_beacon::Event) {
    let id = event.id.clone();
    let sent = shared.post.send(event);
    spawn_local(async move {
        if !sent.await {
            link.send_message(Message::Act(Action::Lost(id)));
        }
        link.send_message(Message::Drain);
    });
}

/// Sends what is said at the end of a visit. Not by a message to the widget: a page that is going away may not come to hear it.
fn leaves(link: &Scope<App>, shared: &Shared) {
    let effects = match shared.state.try_borrow_mut().as_deref_mut() {
        Ok(Ok(state)) => state.apply(Action::Leaving, page::moment()),
        _ => Vec::new(),
    };
    for effect in effects {
        if let Effect::Send(event) = effect {
            send(link.clone(), shared, *event);
        }
    }
}

/// Hears what happens to the page.
fn watch(ctx: &Context<App>, shared: &Rc<Shared>) -> Calls {
    let call = |message: fn() -> Message| {
        let link = ctx.link().clone();
        Closure::<dyn FnMut()>::new(move || link.send_message(message()))
    };
    let (look, back) = (call(|| Message::Look), call(|| Message::Drain));
    let (own, left) = (ctx.link().clone(), shared.clone());
    let leave = Closure::<dyn FnMut()>::new(move || leaves(&own, &left));
    let unlinked = call(|| Message::Act(Action::Unlinked));
    let link = ctx.link().clone();
    let renewed = Closure::<dyn FnMut(String, JsValue)>::new(move |version, revoked: JsValue| {
        link.send_message(Message::Act(Action::Renewed(version, texts(&revoked))));
    });
    page::heard(&shared.base, &shared.signal, renewed.as_ref());
    page::watch(&shared.element, &shared.signal, look.as_ref(), leave.as_ref(), back.as_ref(), unlinked.as_ref());
    vec![Box::new(look), Box::new(leave), Box::new(back), Box::new(unlinked), Box::new(renewed)]
}

/// Hears what the visitor does.
fn listen(ctx: &Context<App>, shared: &Rc<Shared>, actions: &Rc<RefCell<Vec<Action>>>) -> Calls {
    let (link, written) = (ctx.link().clone(), actions.clone());
    let wrote = Closure::<dyn FnMut(usize, String)>::new(move |number: usize, text: String| {
        let action = written.borrow().get(number).map(|action| action.with(text));
        action.into_iter().for_each(|action| link.send_message(Message::Act(action)));
    });
    let (link, actions) = (ctx.link().clone(), actions.clone());
    let act = Closure::<dyn FnMut(usize)>::new(move |number: usize| {
        let action = actions.borrow().get(number).cloned();
        action.into_iter().for_each(|action| link.send_message(Message::Act(action)));
    });
    let link = ctx.link().clone();
    let typed = Closure::<dyn FnMut(String)>::new(move |text| link.send_message(Message::Act(Action::Typed(text))));
    let (link, shared_key) = (ctx.link().clone(), shared.clone());
    let key = Closure::<dyn FnMut(String, bool) -> bool>::new(move |key: String, in_field| {
        let action = shared_key.state.borrow().as_ref().ok().and_then(|state| state.key(&key, in_field));
        let heard = action.is_some();
        action.into_iter().for_each(|action| link.send_message(Message::Act(action)));
        heard
    });
    let link = ctx.link().clone();
    let closed = Closure::<dyn FnMut()>::new(move || link.send_message(Message::Act(Action::Hide)));
    page::listen(&shared.place, &shared.signal, act.as_ref(), typed.as_ref(), wrote.as_ref(), key.as_ref(), closed.as_ref());
    page::movable(&shared.place, &shared.signal);
    vec![Box::new(act), Box::new(typed), Box::new(wrote), Box::new(key), Box::new(closed)]
}
