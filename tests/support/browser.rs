//! A browser with a profile of its own, driven over WebDriver, that keeps everything a page may complain about: one API for Chromium,
//! Firefox and WebKit. `FAQLET_BROWSER` says which one a run is about; `cargo xtask test` runs them one after another.
//!
//! What can be asked of Chromium alone says so; a test that asks it stands in a module named `chromium`, which the other runs leave out.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::cdp::Cdp;
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};
use thirtyfour::session::handle::SessionHandle;
use thirtyfour::{Capabilities, Key, WebDriver, WebElement};

use crate::Result;
pub use crate::engine::Engine;
use crate::engine::{Alone, Driver};
use crate::proxy::{EMPTY, Proxy};
pub use crate::proxy::{Request, Response};

/// Longest wait for something that a page should do at once; a busy machine needs more than a quiet one.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longest wait for a driver to carry out a command.
const COMMAND: Duration = Duration::from_secs(90);

/// How often a browser is started before a test gives up. A test itself is never tried twice.
const STARTS: u32 = 3;

/// How often a page is asked whether it has happened.
const INTERVAL: Duration = Duration::from_millis(25);

/// Put into every page before its own scripts run: what went wrong is kept until a test asks.
const WITNESS: &str = "
    window.__seen = { errors: [], violations: [], events: [], console: [] };
    for (const level of ['error', 'warn']) {
        const own = console[level];
        console[level] = (...parts) => {
            __seen.console.push(level + ': ' + parts.map(String).join(' '));
            own.apply(console, parts);
        };
    }
    addEventListener('error', (e) => __seen.errors.push(String(e.message)));
    addEventListener('unhandledrejection', (e) => __seen.errors.push('unhandled: ' + String(e.reason && e.reason.message || e.reason)));
    addEventListener('securitypolicyviolation', (e) => __seen.violations.push(e.effectiveDirective + ' blocked ' + e.blockedURI + ' ' + e.sample));
    for (const type of ['ready', 'search', 'noresult', 'open', 'close', 'article', 'vote', 'contact', 'consent', 'update', 'error'])
        addEventListener('faqlet-' + type, (e) => __seen.events.push({ type, detail: JSON.parse(JSON.stringify(e.detail ?? null)) }));
";

/// The middle of the element `arguments[0]` as `[x, y]`, or what else is there, through all shadow trees.
const MIDDLE: &str = "
    const [element] = arguments;
    const box = element.getClientRects()[0];
    if (!box) return 'nothing, because it has no box,';
    const x = Math.round(box.left + box.width / 2), y = Math.round(box.top + box.height / 2);
    let top = document.elementFromPoint(x, y);
    for (;;) {
        const inner = top?.shadowRoot?.elementFromPoint(x, y);
        // A root whose own children are slotted answers with its host again.
        if (!inner || inner === top) break;
        top = inner;
    }
    for (let node = top; node; node = node.parentNode ?? node.host) if (node === element) return [x, y];
    return top ? top.outerHTML.slice(0, 200) : 'nothing';
";

/// Types `arguments[0]` into the field that has the focus, through all shadow trees.
const TYPE: &str = "
    let field = document.activeElement;
    while (field?.shadowRoot?.activeElement) field = field.shadowRoot.activeElement;
    for (const letter of arguments[0]) {
        field.value += letter;
        field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, data: letter }));
    }
";

/// How large the window is, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// 1280 × 900.
    Desktop,
    /// In Chromium 390 × 844 at twice the density, with touch; elsewhere a window as narrow as it may be, which is below 30 em.
    Phone,
}

/// A browser and its driver; dropped, both are ended and the profile removed.
pub struct Browser {
    engine: Engine,
    session: Mutex<Option<Arc<SessionHandle>>>,
    driver: Mutex<Option<Driver>>,
    /// In place of session and driver.
    alone: Mutex<Option<Alone>>,
    dark: AtomicBool,
    kept: bool,
    proxy: Proxy,
    profile: TempDir,
}

impl Browser {
    /// Starts the browser of this run with a desktop's window that prefers light colours.
    ///
    /// # Errors
    /// When driver or browser do not start.
    pub async fn start() -> Result<Browser> {
        Browser::start_as(Engine::wanted()?).await
    }

    /// As [`Self::start`], but it can be started again and finds what it kept, see [`Self::restart`].
    ///
    /// # Errors
    /// When driver or browser do not start.
    pub async fn start_kept() -> Result<Browser> {
        Browser::begin(Engine::wanted()?, true).await
    }

    /// Starts a certain browser.
    ///
    /// # Errors
    /// When driver or browser do not start.
    pub async fn start_as(engine: Engine) -> Result<Browser> {
        Browser::begin(engine, false).await
    }

    /// Starts the browser of this run so that it can be killed, and finds then what it kept, see [`Self::crash`]. `WebKit`'s test browser
    /// keeps nothing when a driver leads it: there pages lead themselves, clicks and keys are made by script.
    ///
    /// # Errors
    /// When driver or browser do not start.
    pub async fn start_mortal() -> Result<Browser> {
        let engine = Engine::wanted()?;
        if engine != Engine::WebKit {
            return Browser::begin(engine, true).await;
        }
        let (proxy, profile) = (Proxy::start(WITNESS)?, tempfile::tempdir()?);
        proxy.steer();
        let alone = Alone::start(profile.path(), &proxy.address(), &first_page())?;
        proxy.arrived(&first_page(), 0)?;
        let (session, driver, dark, alone) = (Mutex::default(), Mutex::default(), AtomicBool::new(false), Mutex::new(Some(alone)));
        Ok(Browser { engine, session, driver, alone, dark, kept: true, proxy, profile })
    }

    async fn begin(engine: Engine, kept: bool) -> Result<Browser> {
        let proxy = Proxy::start(WITNESS)?;
        let mut last = None;
        for _ in 0..STARTS {
            let profile = tempfile::tempdir()?;
            std::fs::create_dir_all(profile.path().join("kept"))?;
            let mut driver = Driver::start(engine, profile.path())?;
            match begin(engine, &mut driver, profile.path(), &proxy.address(), (false, kept)).await {
                Ok(session) => {
                    let (session, driver) = (Mutex::new(Some(session)), Mutex::new(Some(driver)));
                    let (dark, alone) = (AtomicBool::new(false), Mutex::default());
                    let browser = Browser { engine, session, driver, alone, dark, kept, proxy, profile };
                    browser.dress().await?;
                    return Ok(browser);
                }
                Err(error) => last = Some(error),
            }
        }
        Err(last.context("expected at least one try")?).with_context(|| format!("could not start {engine:?} in {STARTS} tries"))
    }

    async fn dress(&self) -> Result {
        self.screen(Screen::Desktop).await?;
        if self.engine == Engine::Chromium { self.prefer_in_chromium(false).await } else { Ok(()) }
    }

    /// Ends the browser and starts it again with the same profile. `WebKit`'s test browser keeps nothing over its end: there it only leaves
    /// the page.
    ///
    /// # Errors
    /// When it was not started by [`Self::start_kept`], or does not start again.
    pub async fn restart(&self) -> Result {
        if !self.kept {
            bail!("expected a browser of Browser::start_kept")
        }
        if self.engine == Engine::WebKit {
            return self.open("about:blank").await;
        }
        if let Some(driver) = held(&self.driver).as_mut() {
            driver.end_session();
        }
        let mut driver = Driver::start(self.engine, self.profile.path())?;
        let session = begin(self.engine, &mut driver, self.profile.path(), &self.proxy.address(), (false, true)).await?;
        self.is_led_by(session, driver);
        self.dress().await
    }

    /// Which one it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    fn session(&self) -> Arc<SessionHandle> {
        held(&self.session).clone().expect("a browser of Browser::start_mortal in WebKit has no driver: only pages can be asked")
    }

    fn is_led_by(&self, session: Arc<SessionHandle>, driver: Driver) {
        *held(&self.session) = Some(session);
        *held(&self.driver) = Some(driver);
    }

    fn is_alone(&self) -> bool {
        held(&self.alone).is_some()
    }

    /// Opens a page and waits until it has loaded.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn open(&self, url: &str) -> Result {
        if self.is_alone() {
            let before = self.proxy.turn();
            self.proxy.order(&format!("location.assign({}); await new Promise(() => {{}})", json!(url)));
            return self.proxy.arrived(url, before);
        }
        // The same address with another hash would not load the page anew.
        self.session().goto("about:blank").await?;
        Ok(self.session().goto(url).await?)
    }

    /// The tab that is looked at.
    ///
    /// # Errors
    /// When the browser does not say.
    pub async fn tab(&self) -> Result<String> {
        Ok(self.session().window().await?.to_string())
    }

    /// Opens another tab, looks at it from now on, and gives it.
    ///
    /// # Errors
    /// When the browser opens none.
    pub async fn new_tab(&self) -> Result<String> {
        let tab = self.session().new_tab().await?;
        self.session().switch_to_window(tab).await?;
        self.tab().await
    }

    /// Looks at a tab.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn use_tab(&self, tab: &str) -> Result {
        Ok(self.session().switch_to_window(tab.to_owned().into()).await?)
    }

    /// Runs the body of a function in the page and returns what it returns; a promise is waited for.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn eval(&self, body: &str) -> Result<Value> {
        self.eval_with(body, Vec::new()).await
    }

    /// As [`Self::eval`], with `arguments`.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn eval_with(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        if self.is_alone() {
            let order = self.proxy.order(&format!("return (async function () {{\n{body}\n}}).apply(null, {})", Value::from(arguments)));
            return self.proxy.answer(order).with_context(|| format!("in the page: {body}"));
        }
        // Only Chromium lets a script wait at its top level.
        let script = format!("return (async function () {{\n{body}\n}}).apply(null, arguments)");
        let returned = self.session().execute(script, arguments).await.with_context(|| format!("in the page: {body}"))?;
        Ok(returned.json().clone())
    }

    /// The element that an expression names.
    ///
    /// # Errors
    /// When it names none.
    pub async fn element(&self, expression: &str) -> Result<WebElement> {
        let returned = self.session().execute(format!("return {expression}"), Vec::new()).await?;
        returned.element().with_context(|| format!("expected an element at {expression}"))
    }

    /// Clicks the element that an expression names, where a person would: in the middle of the window, once it is there, holds still and
    /// nothing lies over it. A page that draws itself anew between the look and the click is looked at again; what has been clicked is not
    /// clicked twice.
    ///
    /// # Errors
    /// When it cannot be clicked in time: the error says what was in the way last.
    pub async fn click(&self, expression: &str) -> Result {
        if self.is_alone() {
            return self.eval(&format!("const it = {expression}; it.focus(); it.click()")).await.map(drop);
        }
        let end = Instant::now() + PATIENCE;
        while let Some(hindrance) = self.try_to_click(expression).await? {
            if Instant::now() > end {
                return Err(hindrance.context(format!("could not click {expression}")));
            }
            tokio::time::sleep(INTERVAL).await;
        }
        Ok(())
    }

    /// One attempt of [`Self::click`]: what was in the way, or nothing when it was clicked.
    async fn try_to_click(&self, expression: &str) -> Result<Option<anyhow::Error>> {
        if let Engine::WebKit = self.engine {
            // WebKit's driver takes an element in a shadow tree for covered by its host. So the point is looked up here, and clicked.
            let (x, y) = match self.middle(expression).await {
                Ok(point) => point,
                Err(hindrance) => return Ok(Some(hindrance)),
            };
            self.session().action_chain().move_to(x, y).click().perform().await?;
            return Ok(None);
        }
        let found = match self.in_the_middle(expression).await {
            Ok(found) => found,
            Err(hindrance) => return Ok(Some(hindrance)),
        };
        match found.click().await {
            Err(error) if is_hindered(&error) => Ok(Some(error.into())),
            other => Ok(other.map(|()| None)?),
        }
    }

    /// The element that an expression names, scrolled to the middle of the window.
    async fn in_the_middle(&self, expression: &str) -> Result<WebElement> {
        let element = self.element(expression).await?;
        self.eval_with("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", vec![element.to_json()?]).await?;
        Ok(element)
    }

    /// Where the middle of an element is in the window, when nothing lies over it.
    async fn middle(&self, expression: &str) -> Result<(i64, i64)> {
        let element = self.in_the_middle(expression).await?;
        let point = self.eval_with(MIDDLE, vec![element.to_json()?]).await?;
        point[0].as_i64().zip(point[1].as_i64()).with_context(|| format!("{point} lies over {expression}"))
    }

    /// Presses the button of the mouse on the element that an expression names, and holds it until [`Self::let_go`].
    ///
    /// # Errors
    /// When it names none, or something lies over it.
    pub async fn press_on(&self, expression: &str) -> Result {
        let (x, y) = self.middle(expression).await?;
        Ok(self.session().action_chain().move_to(x, y).click_and_hold().perform().await?)
    }

    /// Lets go of the button of the mouse, where it is.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn let_go(&self) -> Result {
        Ok(self.session().action_chain().release().perform().await?)
    }

    /// Puts the caret into the field that an expression names, without the mouse, and waits until keys arrive there: a window that has just been
    /// opened on a busy machine does not have them yet.
    ///
    /// # Errors
    /// When it does not get them in time.
    pub async fn give_caret(&self, expression: &str) -> Result {
        let has = format!(
            "(() => {{ const it = {expression}; it.focus(); return document.hasFocus() && it.getRootNode().activeElement === it }})()"
        );
        self.wait("the caret", &has).await.map(drop)
    }

    /// Asks the page again and again until the expression is truthy, and returns its value.
    ///
    /// # Errors
    /// When it does not become so in time; the error says what was seen instead.
    pub async fn wait(&self, what: &str, expression: &str) -> Result<Value> {
        let end = Instant::now() + PATIENCE;
        loop {
            let value = self.eval(&format!("return {expression}")).await;
            match value {
                Ok(value) if truthy(&value) => return Ok(value),
                _ if Instant::now() < end => tokio::time::sleep(INTERVAL).await,
                Ok(value) => {
                    bail!("expected {what}; after {PATIENCE:?} `{expression}` is still {value}; the page says {}", self.seen().await?)
                }
                Err(error) => return Err(error.context(format!("waiting for {what}"))),
            }
        }
    }

    /// Types into whatever has the focus, letter by letter as a person does.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn keys(&self, text: &str) -> Result {
        if self.is_alone() {
            return self.eval_with(TYPE, vec![json!(text)]).await.map(drop);
        }
        for letter in text.chars() {
            self.session().action_chain().send_keys(letter.to_string()).perform().await?;
        }
        Ok(())
    }

    /// Presses a key that has a name.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn press(&self, key: Key) -> Result {
        Ok(self.session().action_chain().send_keys(key.value().to_string()).perform().await?)
    }

    /// A command of Chromium's own protocol.
    ///
    /// # Errors
    /// When the browser refuses it, or is another one.
    pub async fn command(&self, name: &str, parameters: Value) -> Result<Value> {
        if self.engine != Engine::Chromium {
            bail!("{name} can be asked of Chromium alone: move the test into a module named chromium");
        }
        Cdp::new(self.session()).send_raw(name, parameters).await.with_context(|| format!("the browser refused {name}"))
    }

    /// Changes the window.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn screen(&self, screen: Screen) -> Result {
        let (width, height, density, phone) = match screen {
            Screen::Desktop => (1280, 900, 1, false),
            Screen::Phone => (390, 844, 2, true),
        };
        if self.engine != Engine::Chromium {
            self.session().set_window_rect(0, 0, width, height).await?;
            return Ok(());
        }
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": density, "mobile": phone });
        self.command("Emulation.setDeviceMetricsOverride", metrics).await?;
        self.command("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone })).await?;
        Ok(())
    }

    /// Makes the visitor's system prefer dark or light colours. `WebKit` cannot change its mind: there it is another browser afterwards,
    /// with nothing open and nothing kept, so ask before the first page.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn dark(&self, dark: bool) -> Result {
        if self.dark.swap(dark, Ordering::Relaxed) == dark {
            return Ok(());
        }
        match self.engine {
            Engine::Chromium => self.prefer_in_chromium(dark).await,
            Engine::Firefox => self.prefer_in_firefox(dark).await,
            Engine::WebKit => {
                let mut driver = Driver::start(self.engine, self.profile.path())?;
                let session = begin(self.engine, &mut driver, self.profile.path(), &self.proxy.address(), (dark, false)).await?;
                self.is_led_by(session, driver);
                self.screen(Screen::Desktop).await
            }
        }
    }

    async fn prefer_in_chromium(&self, dark: bool) -> Result {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }, { "name": "prefers-reduced-motion", "value": "reduce" }] });
        self.command("Emulation.setEmulatedMedia", features).await.map(drop)
    }

    async fn prefer_in_firefox(&self, dark: bool) -> Result {
        let script = "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', arguments[0])";
        let session = self.session();
        let context = |name| held(&self.driver).as_ref().context("expected a driver")?.set_context(name);
        context("chrome")?;
        let set = session.execute(script, vec![json!(if dark { 0 } else { 1 })]).await;
        context("content")?;
        Ok(set.map(drop)?)
    }

    /// Cuts or restores the network, and tells the page so, as a browser does that has lost its last connection.
    ///
    /// # Errors
    /// When the page cannot be told.
    pub async fn offline(&self, offline: bool) -> Result {
        self.proxy.offline(offline);
        let event = if offline { "offline" } else { "online" };
        self.eval_with("dispatchEvent(new Event(arguments[0]))", vec![json!(event)]).await.map(drop)
    }

    /// Kills the browser with all its processes, and starts it again with the same profile.
    ///
    /// # Errors
    /// When it does not start again.
    pub async fn crash(&self) -> Result {
        if let Some(alone) = held(&self.alone).as_mut() {
            let before = self.proxy.turn();
            alone.kill();
            *alone = Alone::start(self.profile.path(), &self.proxy.address(), &first_page())?;
            return self.proxy.arrived(&first_page(), before);
        }
        if let Some(driver) = held(&self.driver).as_mut() {
            driver.kill(self.profile.path())?;
        }
        let mut driver = Driver::start(self.engine, self.profile.path())?;
        let session = begin(self.engine, &mut driver, self.profile.path(), &self.proxy.address(), (false, self.kept)).await?;
        self.is_led_by(session, driver);
        self.screen(Screen::Desktop).await
    }

    /// An address of an empty page on the same host as `url`.
    #[must_use]
    pub fn empty_page(&self, url: &str) -> String {
        let host = url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        [&host, EMPTY].concat()
    }

    /// Holds back requests whose address contains `part` before the server hears of them.
    pub fn stall(&self, part: &str) {
        self.proxy.stall(part);
    }

    /// Requests that were held back go on to the server, late.
    pub fn pass(&self) {
        self.proxy.pass();
    }

    /// Requests that were held back never arrive.
    pub fn lose(&self) {
        self.proxy.lose();
    }

    /// Cuts the network without telling the page; what is held back is lost.
    pub fn cut(&self) {
        self.proxy.offline(true);
        self.proxy.release();
    }

    /// The network does what it should: nothing is held back or changed, nothing cut.
    pub fn calm(&self) {
        self.proxy.offline(false);
        self.proxy.restore();
        self.proxy.release();
    }

    /// Holds back answers whose address contains `part`, until [`Self::release`].
    pub fn hold(&self, part: &str) {
        self.proxy.hold(part);
    }

    /// Lets go of everything that is held back.
    pub fn release(&self) {
        self.proxy.release();
    }

    /// Changes answers whose address contains `part` on their way: a server that is set up wrongly, or out of order.
    pub fn change(&self, part: &str, act: impl Fn(&mut Response) + Send + 'static) {
        self.proxy.change(part, act);
    }

    /// Takes back every [`Self::change`].
    pub fn restore(&self) {
        self.proxy.restore();
    }

    /// What the page's witness saw: `{ errors, violations, events }`.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn seen(&self) -> Result<Value> {
        self.eval("return window.__seen").await
    }

    /// Events of one kind, without `faqlet-`, that the widget has told the page so far.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn events(&self, kind: &str) -> Result<Vec<Value>> {
        let events =
            self.eval_with("return __seen.events.filter((e) => e.type === arguments[0]).map((e) => e.detail)", vec![json!(kind)]).await?;
        Ok(serde_json::from_value(events)?)
    }

    /// Everything the page has complained about since it was opened: uncaught errors, refusals of its policy, addresses that were answered
    /// by an error, and lines of the console at the level of an error.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let seen = self.seen().await?;
        let lists = ["errors", "violations", "console"].map(|list| seen[list].as_array().cloned().unwrap_or_default());
        let mut complaints: Vec<String> = lists.concat().iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect();
        complaints.retain(|line| !line.starts_with("warn: "));
        complaints.extend(self.proxy.failures());
        if self.engine == Engine::Chromium {
            let console = self.session().get_log("browser").await?;
            // Pages without an icon of their own are asked for one by the browser.
            let told = console.into_iter().filter(|entry| entry.level == "SEVERE" && !entry.message.contains("/favicon.ico"));
            complaints.extend(told.map(|entry| entry.message));
        }
        Ok(complaints)
    }

    /// Lines that the page has written to its console, each with its level, `error: ` or `warn: `, in front.
    ///
    /// # Errors
    /// When the page cannot be asked.
    pub async fn console(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_value(self.eval("return __seen.console").await?)?)
    }

    /// Every request that left the browser since the last time this was asked, whoever made it, in the order in which they were made.
    pub fn requests(&self) -> Vec<Request> {
        let mut requests = self.proxy.requests();
        requests.retain(|request| !request.url.ends_with("/faqlet-witness.js"));
        requests
    }

    /// What of the visitor has left the browser since the last time this was asked: words that tests have made known to it, in an address or
    /// a body. When a browser is dropped there must be none.
    #[must_use]
    pub fn leaks(&self) -> Vec<String> {
        self.proxy.leaks()
    }

    /// Takes a picture of the window as it is.
    ///
    /// # Errors
    /// When the browser cannot or the file cannot be written.
    pub async fn picture(&self, file: &Path) -> Result {
        fs::write(file, self.session().screenshot_as_png().await?).with_context(|| format!("could not write {}", file.display()))
    }
}

impl Drop for Browser {
    /// Whatever a test is about: every message that left the browser in it must satisfy the published schema, and nothing that left it may
    /// hold what is known of the visitor.
    fn drop(&mut self) {
        let leaks = self.proxy.leaks();
        assert!(std::thread::panicking() || leaks.is_empty(), "expected nothing of the visitor to leave the browser: {leaks:#?}");
        let unsound = self.proxy.unsound();
        assert!(std::thread::panicking() || unsound.is_empty(), "expected messages as docs/schema has them: {unsound:#?}");
    }
}

/// What is behind a lock, also after a test that failed elsewhere.
fn held<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a browser without a driver begins: no server is asked for it.
fn first_page() -> String {
    ["http://127.0.0.1:49151", EMPTY].concat()
}

/// Begins a session, and leaves its end to the driver: the client would wait for it inside the runtime that must do the work.
async fn begin(engine: Engine, driver: &mut Driver, profile: &Path, proxy: &str, wish: (bool, bool)) -> Result<Arc<SessionHandle>> {
    let (dark, kept) = wish;
    let capabilities: Capabilities = serde_json::from_value(engine.capabilities(profile, proxy, dark, kept))?;
    let web = WebDriver::builder(format!("http://127.0.0.1:{}", driver.port), capabilities)
        .request_timeout(COMMAND)
        .connect()
        .await
        .with_context(|| format!("could not start {engine:?}"))?;
    let session = web.handle().clone();
    driver.session = Some(session.session_id().to_string());
    web.leak()?;
    Ok(session)
}

/// Whether a driver refused to click because of what the page looked like just then.
fn is_hindered(error: &WebDriverError) -> bool {
    use WebDriverErrorInner::{ElementClickIntercepted, ElementNotInteractable, StaleElementReference};
    matches!(error.as_inner(), ElementClickIntercepted(_) | ElementNotInteractable(_) | StaleElementReference(_))
}

/// As JavaScript sees it, but for numbers, of which only 0 is false here too.
fn truthy(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        _ => true,
    }
}
