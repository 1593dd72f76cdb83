//! The three engines: how each is started with a profile of its own, and ended with all that it started.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::Result;
use crate::built::target;

/// How often a driver is started before a test gives up.
const STARTS: u32 = 8;

/// Longest wait for a driver to take connections, or to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a driver is asked whether it is there.
const INTERVAL: Duration = Duration::from_millis(25);

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium with chromedriver.
    Chromium,
    /// Firefox ESR with geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser with WebKitWebDriver, on a screen in memory.
    WebKit,
}

impl Engine {
    /// The engine that the variable `FAQLET_BROWSER` names; Chromium without one.
    ///
    /// # Errors
    /// When it names none of them.
    pub fn wanted() -> Result<Engine> {
        match std::env::var("FAQLET_BROWSER").as_deref() {
            Err(_) | Ok("chromium") => Ok(Engine::Chromium),
            Ok("firefox") => Ok(Engine::Firefox),
            Ok("webkit") => Ok(Engine::WebKit),
            Ok(other) => bail!("expected FAQLET_BROWSER to be chromium, firefox or webkit, got {other:?}"),
        }
    }

    /// What a session is asked for. `proxy` is where everything goes, `dark` what the visitor's system prefers.
    /// With `kept` the profile outlives the browser.
    pub(crate) fn capabilities(self, profile: &Path, proxy: &str, dark: bool, kept: bool) -> Value {
        let own = match self {
            Engine::Chromium => chromium(profile, proxy),
            Engine::Firefox => firefox(kept.then_some(profile), proxy, dark),
            Engine::WebKit => webkit(proxy, dark),
        };
        let mut all = json!({
            "unhandledPromptBehavior": "dismiss and notify",
            "timeouts": { "script": 30_000, "pageLoad": 30_000 },
        });
        if let (Some(all), Value::Object(own)) = (all.as_object_mut(), own) {
            all.extend(own);
        }
        all
    }
}

fn chromium(profile: &Path, proxy: &str) -> Value {
    let own = [
        format!("--user-data-dir={}", profile.display()),
        format!("--proxy-server=http://{proxy}"),
        // Else what is on this machine would pass by the proxy.
        "--proxy-bypass-list=<-loopback>".to_owned(),
    ];
    let switches = CHROMIUM_SWITCHES.iter().map(|text| (*text).to_owned()).chain(own);
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "args": switches.collect::<Vec<_>>() },
        "goog:loggingPrefs": { "browser": "ALL" },
    })
}

/// Switches for a browser that says nothing to anybody but the page's own server.
const CHROMIUM_SWITCHES: &[&str] = &[
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

fn firefox(profile: Option<&Path>, proxy: &str, dark: bool) -> Value {
    let own = profile.map(|profile| ["-profile".to_owned(), profile.join("kept").display().to_string()]);
    let arguments: Vec<String> = std::iter::once("-headless".to_owned()).chain(own.into_iter().flatten()).collect();
    let preferences = json!({
        "network.proxy.allow_hijacking_localhost": true,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        "app.normandy.enabled": false,
        "services.settings.server": "",
        "layout.css.prefers-color-scheme.content-override": if dark { 0 } else { 1 },
        "ui.prefersReducedMotion": 1,
        // Tests ask for the privacy signal where they are about it.
        "privacy.globalprivacycontrol.enabled": false,
        "intl.accept_languages": "en-US, en",
    });
    json!({
        "browserName": "firefox",
        "proxy": { "proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy },
        "moz:firefoxOptions": { "binary": firefox_program(), "args": arguments, "prefs": preferences },
    })
}

/// The release that is kept for longer is what Debian has; elsewhere it is called by its plain name.
fn firefox_program() -> &'static str {
    let debian = "/usr/bin/firefox-esr";
    if Path::new(debian).is_file() { debian } else { "/usr/bin/firefox" }
}

fn webkit(proxy: &str, dark: bool) -> Value {
    let switches: Vec<&str> = std::iter::once("--automation").chain(dark.then_some("--dark-mode")).collect();
    json!({
        "browserName": "MiniBrowser",
        "proxy": { "proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy },
        "webkitgtk:browserOptions": { "binary": mini_browser().unwrap_or_default(), "args": switches },
    })
}

/// MiniBrowser lies beside the library, in a folder named by machine and version.
fn mini_browser() -> Option<String> {
    let libraries = std::fs::read_dir("/usr/lib").ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let names = ["webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0"];
    let mut places = libraries.flat_map(|library| names.map(|name| library.join(name).join("MiniBrowser")));
    places.find(|file| file.is_file()).map(|file| file.display().to_string())
}

/// A driver, and the screen it draws on where it needs one.
pub(crate) struct Driver {
    engine: Engine,
    process: Group,
    _screen: Option<Group>,
    /// Where it listens.
    pub(crate) port: u16,
    /// The session that is to be ended with it.
    pub(crate) session: Option<String>,
}

impl Driver {
    /// Starts a driver at a port of its own. A port that was free may be taken before the driver has it (chromedriver needs it in both
    /// families of addresses); then it ends at once, and the next try is given another one.
    pub(crate) fn start(engine: Engine, scratch: &Path) -> Result<Driver> {
        let mut last = None;
        for _ in 0..STARTS {
            match Driver::start_once(engine, scratch) {
                Ok(driver) => return Ok(driver),
                Err(error) => last = Some(error),
            }
        }
        Err(last.context("expected at least one try")?).context(format!("the driver of {engine:?} did not start in {STARTS} tries"))
    }

    fn start_once(engine: Engine, scratch: &Path) -> Result<Driver> {
        match engine {
            Engine::Chromium => {
                let mut command = Command::new("chromedriver");
                Driver::that_says_its_port(engine, command.arg("--port=0"), "started successfully on port ")
            }
            Engine::Firefox => {
                let mut command = Command::new(geckodriver());
                // System access is what `Browser::dark` needs; the profile goes where it is removed with the test.
                command.args(["--port", "0", "--allow-system-access", "--profile-root"]).arg(scratch);
                Driver::that_says_its_port(engine, &mut command, "Listening on 127.0.0.1:")
            }
            Engine::WebKit => Driver::on_a_screen(engine, scratch),
        }
    }

    fn that_says_its_port(engine: Engine, command: &mut Command, before: &str) -> Result<Driver> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut process = Group::start(command.stdout(Stdio::piped()).stderr(Stdio::null()))
            .with_context(|| format!("could not start {name}; `cargo xtask test` installs it"))?;
        let mut output = BufReader::new(process.output()?);
        let mut said = String::new();
        loop {
            let mut line = String::new();
            if output.read_line(&mut line)? == 0 {
                bail!("expected {name} to name its port; it ended after saying {said:?}");
            }
            if let Some((_, port)) = line.trim_end().split_once(before) {
                let port = port.trim_end_matches('.').parse()?;
                // What it says later is read and dropped, so that it never waits for a reader.
                std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
                return Ok(Driver { engine, process, _screen: None, port, session: None });
            }
            said += &line;
        }
    }

    /// `WebKitWebDriver` takes no port 0 and says nothing: it is given one that is free, and asked until it answers.
    fn on_a_screen(engine: Engine, scratch: &Path) -> Result<Driver> {
        let (screen, display) = screen()?;
        still_motion(scratch)?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = Command::new("WebKitWebDriver");
        command.arg(format!("--port={port}")).arg("--host=127.0.0.1").stdout(Stdio::null()).stderr(Stdio::null());
        command.env("DISPLAY", format!(":{display}")).env("GDK_BACKEND", "x11").env("LIBGL_ALWAYS_SOFTWARE", "1");
        // The language of its pages, and folders of its own.
        command.env("LC_ALL", "en_US.UTF-8").env_remove("LANGUAGE").env_remove("WAYLAND_DISPLAY");
        for folder in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env(folder, scratch);
        }
        let mut process = Group::start(&mut command).context("could not start WebKitWebDriver; `cargo xtask test` installs it")?;
        let end = Instant::now() + PATIENCE;
        while request(port, "GET", "/status", "").is_err() {
            if process.has_ended() || Instant::now() > end {
                bail!("WebKitWebDriver did not come up at port {port}");
            }
            std::thread::sleep(INTERVAL);
        }
        // Somebody else may have been given the port first, and answers now in its place.
        std::thread::sleep(INTERVAL);
        if process.has_ended() {
            bail!("WebKitWebDriver ended at once: port {port} was taken");
        }
        Ok(Driver { engine, process, _screen: Some(screen), port, session: None })
    }

    /// Firefox only: whether scripts run in the page (`content`) or in the browser around it (`chrome`).
    pub(crate) fn set_context(&self, context: &str) -> Result {
        let session = self.session.as_deref().context("expected a session")?;
        let body = json!({ "context": context }).to_string();
        Ok(request(self.port, "POST", &format!("/session/{session}/moz/context"), &body)?)
    }

    /// Ends driver, browser and all its processes as a power cut would, as far as processes can tell.
    pub(crate) fn kill(&mut self, profile: &Path) -> Result {
        self.session = None;
        let own = family(self.process.0.id());
        if own.len() < 3 {
            bail!("expected driver, browser and its processes, found {own:?}");
        }
        kill(&own);
        self.process.wait_for_end(PATIENCE);
        await_end(&own);
        // What is only about the dead process, and would be gone after a restart of the machine: its locks and its port.
        for name in ["SingletonLock", "SingletonSocket", "SingletonCookie", "DevToolsActivePort"] {
            let _ = std::fs::remove_file(profile.join(name));
        }
        Ok(())
    }

    /// Ends the session, and with it the browser.
    pub(crate) fn end_session(&mut self) {
        if let Some(session) = self.session.take() {
            // A browser that hangs is ended with its group.
            let _ = request(self.port, "DELETE", &format!("/session/{session}"), "");
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.end_session();
        if self.engine == Engine::Chromium && request(self.port, "GET", "/shutdown", "").is_ok() {
            self.process.wait_for_end(Duration::from_secs(5));
        }
    }
}

/// WebKit's test browser without a driver, which lets it keep nothing: led by the page itself.
pub(crate) struct Alone {
    process: Group,
    _screen: Group,
}

impl Alone {
    /// Starts it at an address, with a profile in `home`.
    pub(crate) fn start(home: &Path, proxy: &str, url: &str) -> Result<Alone> {
        let (screen, display) = screen()?;
        still_motion(home)?;
        let mut command = Command::new(mini_browser().context("expected MiniBrowser; `cargo xtask test` installs it")?);
        command.arg(format!("--proxy=http://{proxy}")).arg(url).stdout(Stdio::null()).stderr(Stdio::null());
        command.env("DISPLAY", format!(":{display}")).env("GDK_BACKEND", "x11").env("LIBGL_ALWAYS_SOFTWARE", "1");
        command.env("LC_ALL", "en_US.UTF-8").env_remove("LANGUAGE").env_remove("WAYLAND_DISPLAY");
        for folder in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env(folder, home);
        }
        Ok(Alone { process: Group::start(&mut command).context("could not start MiniBrowser")?, _screen: screen })
    }

    /// Ends it and all its processes as a power cut would, as far as processes can tell.
    pub(crate) fn kill(&mut self) {
        let own = family(self.process.0.id());
        kill(&own);
        self.process.wait_for_end(PATIENCE);
        await_end(&own);
    }
}

/// A process and all that came of it.
fn family(first: u32) -> Vec<u32> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let parents: Vec<(u32, u32)> = processes
        .filter_map(|entry| {
            let process = entry.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            Some((process, stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()?))
        })
        .collect();
    let mut own = vec![first];
    let mut at = 0;
    while let Some(parent) = own.get(at).copied() {
        own.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(process, _)| *process));
        at += 1;
    }
    own
}

/// Ends processes without a word.
fn kill(processes: &[u32]) {
    let numbers: Vec<String> = processes.iter().map(u32::to_string).collect();
    let _ = Command::new("kill").args(["-s", "KILL"]).args(numbers).stderr(Stdio::null()).status();
}

/// Waits until processes are gone, or only not yet buried.
fn await_end(processes: &[u32]) {
    let end = Instant::now() + PATIENCE;
    let lives = |process: &u32| Path::new(&format!("/proc/{process}/cmdline")).exists() && !is_zombie(*process);
    while processes.iter().any(lives) && Instant::now() < end {
        std::thread::sleep(INTERVAL);
    }
}

/// Whether a process is dead, and only not yet buried by its parent.
fn is_zombie(process: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    state.rsplit(") ").next().is_some_and(|rest| rest.starts_with('Z'))
}

/// Where set-up builds geckodriver, which Debian does not have; else on the search path.
fn geckodriver() -> std::path::PathBuf {
    let built = target().join("tools/bin/geckodriver");
    if built.is_file() { built } else { "geckodriver".into() }
}

/// A screen in memory, and its number.
fn screen() -> Result<(Group, u32)> {
    let mut command = Command::new("Xvfb");
    // It chooses a free number by itself and says which.
    command.args(["-displayfd", "1", "-screen", "0", "1400x1100x24", "-nolisten", "tcp"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut process = Group::start(&mut command).context("could not start Xvfb; `cargo xtask test` installs it")?;
    let mut line = String::new();
    BufReader::new(process.output()?).read_line(&mut line)?;
    let number = line.trim().parse().with_context(|| format!("expected Xvfb to name its display, got {line:?}"))?;
    Ok((process, number))
}

/// Tells GTK that the visitor prefers less motion, as the other engines are told.
fn still_motion(home: &Path) -> Result {
    let folder = home.join("gtk-3.0");
    std::fs::create_dir_all(&folder)?;
    Ok(std::fs::write(folder.join("settings.ini"), "[Settings]\ngtk-enable-animations=0\n")?)
}

/// A request to a driver, as bytes: it must work where there is no runtime any more.
fn request(port: u16, method: &str, path: &str, body: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )?;
    let mut first = [0; 12];
    stream.read_exact(&mut first)
}

/// A process and whatever it starts; dropped, all of them are ended.
struct Group(Child);

impl Group {
    fn start(command: &mut Command) -> std::io::Result<Group> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        command.stdin(Stdio::null()).spawn().map(Group)
    }

    fn output(&mut self) -> Result<ChildStdout> {
        self.0.stdout.take().context("expected a pipe")
    }

    fn has_ended(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(Some(_)))
    }

    fn wait_for_end(&mut self, patience: Duration) {
        let end = Instant::now() + patience;
        while !self.has_ended() && Instant::now() < end {
            std::thread::sleep(INTERVAL);
        }
    }

    /// Sends a signal to all of the group; the number of a group is that of its first process.
    fn signal(&self, name: &str) {
        if cfg!(unix) {
            let kill = format!("kill -s {name} -- -{}", self.0.id());
            let _ = Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status();
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // In an orderly way first, so that locks and sockets are taken away.
        self.signal("TERM");
        self.wait_for_end(Duration::from_secs(2));
        self.signal("KILL");
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
