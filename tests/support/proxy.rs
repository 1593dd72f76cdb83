//! A proxy of the test's own between browser and server. It is the same for every browser, and sees all that leaves it: what a browser
//! asks of anybody is written down, and what is not on this machine is refused. On demand it cuts the network, holds an answer back, or
//! changes it on its way, and it puts the witness into every page.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::Value;

use crate::Result;

/// Where pages find the witness, on whatever host.
const WITNESS: &str = "/faqlet-witness.js";

/// Whom the browsers ask on their own account, whatever the page: updates, time, start page. They are refused, as all that is not on this
/// machine, and not held against the page.
const MAKERS: &[&str] =
    &[".google.com", ".googleapis.com", ".gvt1.com", ".duckduckgo.com", ".mozilla.com", ".mozilla.net", ".mozilla.org", ".firefox.com"];

/// Where messages go on the demo.
const EVENTS: &str = "/faqlet/events";

/// Where a page without a driver hears what it is to do, and answers.
const STEER: &str = "/faqlet-steer";

/// An empty page, on whatever host.
pub(crate) const EMPTY: &str = "/faqlet-empty.html";

/// Put behind the witness where no driver leads the page: it asks what to do, does it, says what came of it, and asks again. What it is to
/// do comes as a module, which the page's policy allows where it would forbid text that becomes a script.
const STEERED: &str = "
    (async () => {
        for (let turn = 0; ; turn++) {
            const { id, run } = await import('/faqlet-steer.js?' + new URLSearchParams({ turn, now: performance.timeOrigin, at: location.href }));
            let said;
            try { said = { id, value: (await run()) ?? null }; } catch (error) { said = { id, error: String(error) }; }
            await fetch('/faqlet-steer', { method: 'POST', body: JSON.stringify(said) });
        }
    })();
";

/// Longest that either end may be silent.
const PATIENCE: Duration = Duration::from_secs(60);

/// Largest request head, in bytes.
const HEAD: u64 = 64 * 1024;

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

/// An answer on its way to the browser.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header lines, the names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// The value of a header, its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Gives a header another value.
    pub fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(key, _)| key != name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    fn new(status: u16, kind: &str, body: &str) -> Response {
        Response { status, headers: vec![("content-type".into(), kind.into())], body: body.into() }
    }
}

/// What is done to an answer whose address contains `part`.
struct Change {
    part: String,
    act: Box<dyn Fn(&mut Response) + Send>,
}

/// What the proxy was told and has seen.
#[derive(Default)]
struct State {
    requests: Vec<Request>,
    /// What was wrong with messages, by their published schema.
    unsound: Vec<String>,
    /// What of the visitor has left the browser.
    leaks: Vec<String>,
    failures: Vec<String>,
    offline: bool,
    /// Answers whose address contains one of these wait.
    held: Vec<String>,
    changes: Vec<Change>,
    /// Requests whose address contains one of these wait before the server hears of them.
    stalled: Vec<String>,
    /// Requests that waited when their client was told to be dead are lost.
    dropped: bool,
    steer: Steer,
    ended: bool,
}

/// A page that no driver leads.
#[derive(Default)]
struct Steer {
    on: bool,
    /// Pages, and turns of them, that have asked so far; only the last one is told.
    turn: u64,
    /// Where that one is.
    at: String,
    orders: u64,
    order: Option<(u64, String)>,
    answer: Option<(u64, Value)>,
}

/// A running proxy; dropped, it takes no more connections.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    moved: Condvar,
    witness: &'static str,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // A test that failed elsewhere leaves the state as it was; it is still what was seen.
        self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Proxy {
    /// Starts one on a free port; `witness` is the script that every page begins with.
    ///
    /// # Errors
    /// When there is no free port.
    pub fn start(witness: &'static str) -> Result<Proxy> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { state: Mutex::default(), moved: Condvar::new(), witness });
        let own = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(|stream| stream.ok()) {
                if own.state().ended {
                    return;
                }
                let shared = own.clone();
                // What a browser breaks off is its own affair.
                thread::spawn(move || drop(serve(&shared, stream)));
            }
        });
        Ok(Proxy { address, shared })
    }

    /// `127.0.0.1:port`.
    #[must_use]
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Cuts or restores the network.
    pub fn offline(&self, offline: bool) {
        self.shared.state().offline = offline;
    }

    /// Holds back answers whose address contains `part`, until [`Self::release`].
    pub fn hold(&self, part: &str) {
        self.shared.state().held.push(part.to_owned());
    }

    /// Lets go of everything that is held back.
    pub fn release(&self) {
        self.shared.state().held.clear();
        self.shared.moved.notify_all();
    }

    /// Holds back requests whose address contains `part` before the server sees them, until [`Self::pass`] or [`Self::lose`].
    pub fn stall(&self, part: &str) {
        let mut state = self.shared.state();
        state.stalled.push(part.to_owned());
        state.dropped = false;
    }

    /// Lets requests that were held back go on to the server, whether or not anybody waits for the answer.
    pub fn pass(&self) {
        self.shared.state().stalled.clear();
        self.shared.moved.notify_all();
    }

    /// Requests that were held back never arrive.
    pub fn lose(&self) {
        self.shared.state().dropped = true;
        self.pass();
    }

    /// Leads pages itself, for a browser without a driver.
    pub fn steer(&self) {
        self.shared.state().steer.on = true;
    }

    /// How many turns pages have asked for so far.
    pub(crate) fn turn(&self) -> u64 {
        self.shared.state().steer.turn
    }

    /// Tells the page what to do; gives the number of the order.
    pub(crate) fn order(&self, body: &str) -> u64 {
        let mut state = self.shared.state();
        state.steer.orders += 1;
        let number = state.steer.orders;
        state.steer.order = Some((number, body.to_owned()));
        self.shared.moved.notify_all();
        number
    }

    /// Waits for what came of an order.
    pub(crate) fn answer(&self, number: u64) -> Result<Value> {
        let waits = |state: &mut State| state.steer.answer.as_ref().is_none_or(|(of, _)| *of != number);
        let (state, late) =
            self.shared.moved.wait_timeout_while(self.shared.state(), PATIENCE, waits).unwrap_or_else(|poisoned| poisoned.into_inner());
        if late.timed_out() {
            bail!("expected an answer of the page at {}", state.steer.at);
        }
        let said = state.steer.answer.as_ref().map(|(_, said)| said.clone()).unwrap_or_default();
        match said.get("error") {
            Some(error) => bail!("the page threw {error}"),
            None => Ok(said["value"].clone()),
        }
    }

    /// Waits until a page at this address asks, later than that turn.
    pub(crate) fn arrived(&self, url: &str, after: u64) -> Result {
        let waits = |state: &mut State| state.steer.turn <= after || !state.steer.at.starts_with(url);
        let (state, late) =
            self.shared.moved.wait_timeout_while(self.shared.state(), PATIENCE, waits).unwrap_or_else(|poisoned| poisoned.into_inner());
        if late.timed_out() {
            bail!("expected a page at {url}, the last one was at {:?}", state.steer.at);
        }
        Ok(())
    }

    /// Changes answers whose address contains `part`.
    pub fn change(&self, part: &str, act: impl Fn(&mut Response) + Send + 'static) {
        self.shared.state().changes.push(Change { part: part.to_owned(), act: Box::new(act) });
    }

    /// Takes back every change.
    pub fn restore(&self) {
        self.shared.state().changes.clear();
    }

    /// Requests since the last time this was asked.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        std::mem::take(&mut self.shared.state().requests)
    }

    /// What was wrong with the messages so far, by their published schema.
    #[must_use]
    pub fn unsound(&self) -> Vec<String> {
        self.shared.state().unsound.clone()
    }

    /// What of the visitor has left the browser since the last time this was asked.
    #[must_use]
    pub fn leaks(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.state().leaks)
    }

    /// Addresses that were answered by an error since the last time this was asked.
    #[must_use]
    pub fn failures(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.state().failures)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.state().ended = true;
        self.pass();
        self.release();
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
    }
}

/// One connection: one request and its answer.
fn serve(shared: &Shared, mut stream: TcpStream) -> Result {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let incoming = Incoming::read(&mut reader)?;
    let url = incoming.url();
    // Pages without an icon of their own are asked for one by some browsers.
    let own = url.ends_with("/favicon.ico") || is_of_maker(&url) || url.contains(STEER) || url.ends_with(EMPTY);
    // What is for the test itself comes from no network.
    let ours = url.ends_with(EMPTY) || url.ends_with(WITNESS) || url.contains(STEER);
    let offline = {
        let mut state = shared.state();
        if !own {
            let body = String::from_utf8_lossy(&incoming.body).into_owned();
            if incoming.method == "POST" && url.ends_with(EVENTS) {
                state.unsound.extend(crate::schema::fault(&body));
            }
            state.leaks.extend(crate::leak::found(&url, &body));
            state.requests.push(Request { method: incoming.method.clone(), url: url.clone(), body });
        }
        state.offline && !ours
    };
    if url.contains(STEER) {
        return steered(shared, &url, &incoming, &mut stream);
    }
    if offline || is_lost(shared, &url) {
        return Ok(());
    }
    let mut answer = if url.ends_with(WITNESS) {
        let steer = shared.state().steer.on;
        Response::new(200, "text/javascript", &[shared.witness, if steer { STEERED } else { "" }].concat())
    } else if url.ends_with(EMPTY) {
        let mut page = Response::new(200, "text/html", "<!doctype html><title>Empty</title>");
        add_witness(&mut page.body);
        page
    } else {
        let mut answer = incoming.forward().unwrap_or_else(|error| Response::new(502, "text/plain", &format!("{error:#}")));
        if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            add_witness(&mut answer.body);
        }
        answer
    };
    let mut state = shared.state();
    for change in state.changes.iter().filter(|change| url.contains(&change.part)) {
        (change.act)(&mut answer);
    }
    if answer.status >= 400 && !own {
        state.failures.push(format!("{url} was answered by {}", answer.status));
    }
    let held = |state: &mut State| !state.ended && state.held.iter().any(|part| url.contains(part.as_str()));
    let state = shared.moved.wait_while(state, held).unwrap_or_else(|poisoned| poisoned.into_inner());
    let offline = state.offline && !ours;
    drop(state);
    if !offline {
        send(&mut stream, &answer, &incoming.method)?;
    }
    Ok(())
}

/// Waits while requests like this are held back; says whether it never arrives.
fn is_lost(shared: &Shared, url: &str) -> bool {
    let stalled = |state: &State| !state.ended && state.stalled.iter().any(|part| url.contains(part.as_str()));
    let state = shared.state();
    if !stalled(&state) {
        return false;
    }
    let state = shared.moved.wait_while(state, |state| stalled(state)).unwrap_or_else(|poisoned| poisoned.into_inner());
    state.dropped || state.ended
}

/// A page asks what to do, or says what came of it.
fn steered(shared: &Shared, url: &str, incoming: &Incoming, stream: &mut TcpStream) -> Result {
    if incoming.method == "POST" {
        let said: Value = serde_json::from_slice(&incoming.body)?;
        shared.state().steer.answer = said["id"].as_u64().map(|id| (id, said));
        shared.moved.notify_all();
        return send(stream, &Response::new(204, "text/plain", ""), "POST");
    }
    let at = url.rsplit_once("&at=").map(|(_, at)| decoded(at)).unwrap_or_default();
    let mut state = shared.state();
    state.steer.turn += 1;
    let own = state.steer.turn;
    state.steer.at = at;
    shared.moved.notify_all();
    let waits = |state: &mut State| !state.ended && state.steer.turn == own && state.steer.order.is_none();
    let mut state = shared.moved.wait_while(state, waits).unwrap_or_else(|poisoned| poisoned.into_inner());
    if state.steer.turn != own {
        // Another page has asked since; this one is gone.
        return Ok(());
    }
    let Some((number, body)) = state.steer.order.take() else { return Ok(()) };
    drop(state);
    let module = format!("export const id = {number};\nexport const run = async () => {{\n{body}\n}};");
    send(stream, &Response::new(200, "text/javascript", &module), "GET")
}

/// A part of an address as it was before it was written into one.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = (*first == b'%').then(|| tail.get(..2)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A request as it came.
struct Incoming {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Incoming {
    fn read(reader: &mut impl BufRead) -> Result<Incoming> {
        let mut head = reader.by_ref().take(HEAD);
        let mut line = String::new();
        head.read_line(&mut line)?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, target) = (words.next().context("expected a method")?, words.next().context("expected a target")?);
        let headers = headers(&mut head)?;
        let length = header(&headers, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = Vec::new();
        reader.take(length).read_to_end(&mut body)?;
        Ok(Incoming { method, target, headers, body })
    }

    fn url(&self) -> String {
        if self.method == "CONNECT" { format!("https://{}/", self.target) } else { self.target.clone() }
    }

    /// Asks the server, when it is on this machine.
    fn forward(&self) -> Result<Response> {
        let rest = self.target.strip_prefix("http://").context("expected a plain http address")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if !["127.0.0.1:", "localhost:"].iter().any(|own| host.starts_with(own)) {
            bail!("expected an address on this machine, got {host}");
        }
        let mut stream = TcpStream::connect(host.replace("localhost", "127.0.0.1"))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let page = header(&self.headers, "accept").is_some_and(|kinds| kinds.contains("text/html"));
        let mut head = format!("{} /{path} HTTP/1.1\r\nconnection: close\r\n", self.method);
        for (name, value) in &self.headers {
            // A page is to come as it is written, so that the witness can be put in.
            let dropped = ["connection", "proxy-connection", "keep-alive"].contains(&name.as_str()) || page && name == "accept-encoding";
            if !dropped {
                head += &format!("{name}: {value}\r\n");
            }
        }
        head += "\r\n";
        stream.write_all(head.as_bytes())?;
        stream.write_all(&self.body)?;
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let status = line.split_whitespace().nth(1).and_then(|code| code.parse().ok()).context("expected a status")?;
        let headers = headers(&mut reader)?;
        let mut body = Vec::new();
        reader.read_to_end(&mut body)?;
        if header(&headers, "transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
            body = joined(&body)?;
        }
        Ok(Response { status, headers, body })
    }
}

fn is_of_maker(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or_default().split(['/', ':']).next().unwrap_or_default();
    MAKERS.iter().any(|maker| host.ends_with(maker))
}

/// Header lines up to the empty one, their names in lower case.
fn headers(reader: &mut impl BufRead) -> Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok(headers);
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// A body that came in chunks, in one.
fn joined(mut bytes: &[u8]) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = bytes.windows(2).position(|pair| pair == b"\r\n").context("expected the size of a chunk")?;
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end])?.split(';').next().unwrap_or_default().trim(), 16)?;
        let start = end + 2;
        if size == 0 {
            return Ok(whole);
        }
        whole.extend_from_slice(bytes.get(start..start + size).context("expected a whole chunk")?);
        bytes = bytes.get(start + size + 2..).context("expected another chunk")?;
    }
}

/// Puts the witness before everything that a page has but its doctype, without which it would be another page.
fn add_witness(page: &mut Vec<u8>) {
    let begins = page.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    let doctype = page[begins..].get(..9).is_some_and(|text| text.eq_ignore_ascii_case(b"<!doctype"));
    let at = if doctype { page.iter().position(|byte| *byte == b'>').map_or(0, |end| end + 1) } else { begins };
    page.splice(at..at, format!("<script src=\"{WITNESS}\"></script>").into_bytes());
}

fn send(stream: &mut TcpStream, answer: &Response, method: &str) -> Result {
    let bare = method == "HEAD" || answer.status == 204 || answer.status == 304;
    let mut head = format!("HTTP/1.1 {} -\r\nconnection: close\r\n", answer.status);
    for (name, value) in &answer.headers {
        let dropped = ["connection", "transfer-encoding", "keep-alive"].contains(&name.as_str()) || !bare && name == "content-length";
        if !dropped {
            head += &format!("{name}: {value}\r\n");
        }
    }
    if !bare {
        head += &format!("content-length: {}\r\n", answer.body.len());
    }
    head += "\r\n";
    stream.write_all(head.as_bytes())?;
    if !bare {
        stream.write_all(&answer.body)?;
    }
    Ok(stream.flush()?)
}
