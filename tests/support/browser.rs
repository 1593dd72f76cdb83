//! A headless Chromium with a profile of its own, driven over WebDriver, that keeps everything a page may complain about.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::cdp::Cdp;
use thirtyfour::session::handle::SessionHandle;
use thirtyfour::{Capabilities, Key, WebDriver, WebElement};

use crate::Result;

/// Longest wait for something that a page should do at once; a busy machine needs more than a quiet one.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a driver is started before a test gives up.
const STARTS: u32 = 8;

/// How often a page is asked whether it has happened.
const INTERVAL: Duration = Duration::from_millis(25);

/// Switches for a browser that says nothing to anybody but the page's own server.
const SWITCHES: &[&str] = &[
    "--headless=new",
    // Needed by root, and by containers without user namespaces.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
];

/// Put into every page before its own scripts run: what went wrong is kept until a test asks.
const WITNESS: &str = "
    window.__seen = { errors: [], violations: [], events: [] };
    addEventListener('error', (e) => __seen.errors.push(String(e.message)));
    addEventListener('unhandledrejection', (e) => __seen.errors.push('unhandled: ' + String(e.reason && e.reason.message || e.reason)));
    addEventListener('securitypolicyviolation', (e) => __seen.violations.push(e.effectiveDirective + ' blocked ' + e.blockedURI + ' ' + e.sample));
    for (const type of ['ready', 'search', 'noresult', 'open', 'close', 'article', 'vote', 'consent', 'error'])
        addEventListener('faqlet-' + type, (e) => __seen.events.push({ type, detail: JSON.parse(JSON.stringify(e.detail ?? null)) }));
";

/// How large the window is, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// 1280 × 900.
    Desktop,
    /// 390 × 844 at twice the density, with touch.
    Phone,
}

/// A browser and its driver; dropped, both are ended and the profile removed.
pub struct Browser {
    session: Arc<SessionHandle>,
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts a browser with a desktop's window that prefers light colours.
    ///
    /// # Errors
    /// When driver or browser do not start.
    pub async fn start() -> Result<Browser> {
        let driver = Driver::start()?;
        let profile = tempfile::tempdir()?;
        let web = WebDriver::builder(format!("http://127.0.0.1:{}", driver.port), capabilities(profile.path())?)
            .request_timeout(Duration::from_secs(60))
            .connect()
            .await
            .context("could not start Chromium")?;
        let session = web.handle().clone();
        // The client would end the session when dropped, by waiting inside the runtime that must do the work. The driver ends it.
        web.leak()?;
        let browser = Browser { session, _driver: driver, _profile: profile };
        browser.requests().await?;
        browser.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WITNESS })).await?;
        browser.screen(Screen::Desktop).await?;
        browser.dark(false).await?;
        Ok(browser)
    }

    /// Opens a page and waits until it has loaded.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn open(&self, url: &str) -> Result {
        // The same address with another hash would not load the page anew.
        self.session.goto("about:blank").await?;
        Ok(self.session.goto(url).await?)
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
        let returned = self.session.execute(body, arguments).await.with_context(|| format!("in the page: {body}"))?;
        Ok(returned.json().clone())
    }

    /// The element that an expression names.
    ///
    /// # Errors
    /// When it names none.
    pub async fn element(&self, expression: &str) -> Result<WebElement> {
        let returned = self.session.execute(format!("return {expression}"), Vec::new()).await?;
        returned.element().with_context(|| format!("expected an element at {expression}"))
    }

    /// Clicks the element that an expression names, where a person would: in the middle of the window, not moving.
    ///
    /// # Errors
    /// When it names none, or something lies over it.
    pub async fn click(&self, expression: &str) -> Result {
        let element = self.element(expression).await?;
        self.eval_with("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", vec![element.to_json()?]).await?;
        element.click().await.with_context(|| format!("could not click {expression}"))
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
        for letter in text.chars() {
            self.session.action_chain().send_keys(letter.to_string()).perform().await?;
        }
        Ok(())
    }

    /// Presses a key that has a name.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn press(&self, key: Key) -> Result {
        Ok(self.session.action_chain().send_keys(key.value().to_string()).perform().await?)
    }

    /// A command of the browser's own protocol.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn command(&self, name: &str, parameters: Value) -> Result<Value> {
        Cdp::new(self.session.clone()).send_raw(name, parameters).await.with_context(|| format!("the browser refused {name}"))
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
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": density, "mobile": phone });
        self.command("Emulation.setDeviceMetricsOverride", metrics).await?;
        self.command("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone })).await?;
        Ok(())
    }

    /// Makes the visitor's system prefer dark or light colours.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn dark(&self, dark: bool) -> Result {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }, { "name": "prefers-reduced-motion", "value": "reduce" }] });
        self.command("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// Cuts or restores the network.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn offline(&self, offline: bool) -> Result {
        self.command("Network.enable", json!({})).await?;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.command("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
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

    /// Everything the page has complained about since it was opened: uncaught errors, refusals of its policy, and lines of the
    /// console at the level of an error.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let seen = self.seen().await?;
        let lists = ["errors", "violations"].map(|list| seen[list].as_array().cloned().unwrap_or_default());
        let mut complaints: Vec<String> = lists.concat().iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect();
        let console = self.session.get_log("browser").await?;
        // Pages without an icon of their own are asked for one by the browser.
        let told = console.into_iter().filter(|entry| entry.level == "SEVERE" && !entry.message.contains("/favicon.ico"));
        complaints.extend(told.map(|entry| entry.message));
        Ok(complaints)
    }

    /// Every request that left the browser since the last time this was asked, whoever made it.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn requests(&self) -> Result<Vec<Request>> {
        let mut requests = Vec::new();
        for entry in self.session.get_log("performance").await? {
            let entry: Value = serde_json::from_str(&entry.message)?;
            let message = &entry["message"];
            if message["method"] == "Network.requestWillBeSent" {
                let request = &message["params"]["request"];
                let field = |name: &str| request[name].as_str().unwrap_or_default().to_owned();
                requests.push(Request { method: field("method"), url: field("url"), body: field("postData") });
            }
        }
        // Neither the browser's own pages nor what needs no network.
        requests.retain(|request| ["http:", "https:", "ws:", "wss:"].iter().any(|scheme| request.url.starts_with(scheme)));
        Ok(requests)
    }

    /// Takes a picture of the window as it is.
    ///
    /// # Errors
    /// When the browser cannot or the file cannot be written.
    pub async fn picture(&self, file: &Path) -> Result {
        fs::write(file, self.session.screenshot_as_png().await?).with_context(|| format!("could not write {}", file.display()))
    }
}

/// A request that left the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// What was sent along, if it was text.
    pub body: String,
}

/// The chromedriver process. Ending it in an orderly way ends its browser too.
struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts a driver at a port of its own. The driver takes one port for both families of addresses: where another process has the second
    /// half of the pair that the system chose, it ends at once, and the next try is given another pair.
    fn start() -> Result<Driver> {
        let mut last = None;
        for _ in 0..STARTS {
            match Driver::start_once() {
                Ok(driver) => return Ok(driver),
                Err(error) => last = Some(error),
            }
        }
        Err(last.context("expected at least one try")?).context(format!("chromedriver did not start in {STARTS} tries"))
    }

    fn start_once() -> Result<Driver> {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("could not start chromedriver; `cargo xtask test` installs it")?;
        let output = process.stdout.take().context("expected a pipe")?;
        let mut driver = Driver { process, port: 0 };
        let mut said = Vec::new();
        for line in BufReader::new(output).lines().map_while(|line| line.ok()) {
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                // Nothing more is read; chromedriver is silent after this unless asked to log.
                driver.port = port.trim_end_matches('.').parse()?;
                return Ok(driver);
            }
            said.push(line);
        }
        bail!("expected chromedriver to name its port; it ended after saying {said:?}")
    }

    /// Asks for an orderly end; the driver takes its browser with it.
    fn ask_to_end(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map(|_| ())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.port != 0 && self.ask_to_end().is_ok() {
            let end = Instant::now() + Duration::from_secs(5);
            while Instant::now() < end {
                if matches!(self.process.try_wait(), Ok(Some(_))) {
                    return;
                }
                std::thread::sleep(INTERVAL);
            }
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn capabilities(profile: &Path) -> Result<Capabilities> {
    let profile = format!("--user-data-dir={}", profile.display());
    let switches: Vec<&str> = SWITCHES.iter().copied().chain([profile.as_str()]).collect();
    let all = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "args": switches },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "unhandledPromptBehavior": "dismiss and notify",
        "timeouts": { "script": 30_000, "pageLoad": 30_000 },
    });
    Ok(serde_json::from_value(all)?)
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
