//! What browsers do: a small HTTP client that keeps its connection, and visitors with an outbox each.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use faqlet_beacon::{
    Change, Consent, Data, Event, Kind, NoResult, Origin, Outbox, Outcome, Record, Reply, Search, State, Step, Term, View, Vote, uuid,
};

/// The visitor agrees to everything.
const ALL: Consent = Consent { measurement: true };

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<u32>,
    pub(crate) body: String,
}

/// A connection that is used again and again.
pub(crate) struct Client {
    address: SocketAddr,
    stream: Option<TcpStream>,
    patience: Duration,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Client {
        Client { address, stream: None, patience: Duration::from_secs(30) }
    }

    pub(crate) fn post(&mut self, body: &str) -> std::io::Result<Answer> {
        let head = format!(
            "POST /faqlet/events HTTP/1.1\r\nHost: help.example\r\nUser-Agent: Snoopy/7.7\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        self.send(&[head.as_bytes(), body.as_bytes()])
    }

    pub(crate) fn get(&mut self, path: &str) -> std::io::Result<Answer> {
        self.send(&[format!("GET {path} HTTP/1.1\r\nHost: help.example\r\n\r\n").as_bytes()])
    }

    /// Sends bytes and reads one answer. An error closes the connection.
    pub(crate) fn send(&mut self, parts: &[&[u8]]) -> std::io::Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect_timeout(&self.address, self.patience)?;
                // Where nobody listens, a connection may by chance get the very port that it asks for, and talk to itself.
                if stream.local_addr()? == stream.peer_addr()? {
                    return Err(std::io::ErrorKind::ConnectionRefused.into());
                }
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(self.patience))?;
                stream.set_write_timeout(Some(self.patience))?;
                stream
            }
        };
        // An answer may come, and the other side close, before all is written: that is a refusal, not a failure.
        let written = stream.write_all(&parts.concat());
        let (answer, open) = read(&mut stream).map_err(|error| written.err().unwrap_or(error))?;
        self.stream = open.then_some(stream);
        Ok(answer)
    }
}

/// Reads an answer; says whether the connection stays open.
fn read(stream: &mut TcpStream) -> std::io::Result<(Answer, bool)> {
    let mut bytes = Vec::new();
    let mut part = [0; 16 * 1024];
    loop {
        let got = stream.read(&mut part)?;
        bytes.extend_from_slice(&part[..got]);
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
        let Some(head) = head else {
            if got == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            continue;
        };
        let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).map(str::to_owned);
        let length: usize = field("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        if bytes.len() < head + length {
            if got == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            continue;
        }
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(std::io::ErrorKind::InvalidData)?;
        let retry_after = field("retry-after").and_then(|seconds| seconds.parse().ok());
        let body = String::from_utf8_lossy(&bytes[head..head + length]).into_owned();
        return Ok((Answer { status, retry_after, body }, field("connection").as_deref() != Some("close")));
    }
}

/// An event of its own by its number, as visitors cause them: mostly views and searches, votes and gaps among them.
pub(crate) fn event(number: u64) -> Event {
    let now = 1_780_000_000_000 + number;
    let (lang, version) = ("en".to_owned(), "0123456789abcdef".to_owned());
    let entry = format!("entry-{}", number % 300);
    let data = match number % 10 {
        0 => Data::Vote(Vote { lang, version, entry, helpful: !number.is_multiple_of(3), ..Vote::default() }),
        1 => Data::NoResult(NoResult { lang, version, unknown: 1, terms: vec![format!("word{}", number % 500)] }),
        2..5 => {
            let terms = (0..3).map(|at| Term { term: format!("word{}", (number + at) % 2_000), count: 1 }).collect();
            Data::Search(Search { lang, version, searches: 2, unknown: 0, terms })
        }
        _ => Data::View(View { lang, version, entry, from: Origin::Search }),
    };
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    Event::new(uuid(now, random), "shop".to_owned(), now, data)
}

/// The events of these numbers as a body.
pub(crate) fn body(numbers: std::ops::Range<u64>) -> String {
    serde_json::to_string(&numbers.map(event).collect::<Vec<_>>()).unwrap()
}

/// The ids that an answer names as stored.
pub(crate) fn stored(answer: &Answer) -> Vec<String> {
    if answer.status != 200 {
        return Vec::new();
    }
    let reply: Reply = serde_json::from_str(&answer.body).unwrap();
    assert!(reply.results.iter().all(|verdict| verdict.status != faqlet_beacon::Status::Rejected), "{}", answer.body);
    reply.results.into_iter().map(|verdict| verdict.id).collect()
}

/// A visitor's storage and clock. The clock is made to jump over pauses, so that nobody has to wait for them.
pub(crate) struct Visitor {
    records: BTreeMap<String, Record>,
    pub(crate) state: State,
    now: u64,
    random: u64,
}

impl Visitor {
    pub(crate) fn new(number: u64) -> Visitor {
        Visitor { records: BTreeMap::new(), state: State::default(), now: 1_780_000_100_000, random: number * 7_919 + 1 }
    }

    pub(crate) fn acts(&mut self, event: &Event) {
        let mut outbox = self.open();
        let changes = outbox.add(event, serde_json::to_string(event).unwrap(), ALL, self.now).unwrap();
        self.write(changes);
    }

    pub(crate) fn waiting(&self) -> usize {
        self.records.len()
    }

    /// One attempt, if something waits: what was sent, and how it ended.
    pub(crate) fn tries(&mut self, client: &mut Client) -> Option<bool> {
        let mut outbox = self.open();
        let batch = loop {
            match outbox.next(ALL, self.now) {
                Step::Send(batch) => break batch,
                Step::Wait(pause) => self.now += pause,
                Step::Idle => return None,
            }
        };
        let outcome = match client.post(&batch.body) {
            Ok(answer) => outcome(&answer),
            Err(_) => Outcome::Nothing,
        };
        self.now += 20;
        let random = self.chance();
        // One attempt in sixteen the page dies before it has written what the answer means.
        if !random.is_multiple_of(16) {
            let changes = outbox.settle(&batch, &outcome, self.now, random);
            self.write(changes);
        }
        Some(matches!(outcome, Outcome::Answered(_)))
    }

    fn open(&self) -> Outbox {
        Outbox::load(self.records.values().cloned().collect(), self.state, self.now)
    }

    fn write(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Put(record) => drop(self.records.insert(record.id.clone(), record)),
                Change::Delete(id) => drop(self.records.remove(&id)),
                Change::State(state) => self.state = state,
            }
        }
    }

    fn chance(&mut self) -> u32 {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        (self.random.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) as u32
    }
}

/// What the browser part makes of an answer.
fn outcome(answer: &Answer) -> Outcome {
    let ours = serde_json::from_str::<serde_json::Value>(&answer.body).is_ok_and(|body| body["faqlet"] == 1);
    match answer.status {
        200 => serde_json::from_str(&answer.body).map_or(Outcome::Nothing, Outcome::Answered),
        status => Outcome::Refused { status, retry_after: answer.retry_after, ours },
    }
}

/// Kinds that [`event`] makes.
pub(crate) const KINDS: [Kind; 4] = [Kind::Search, Kind::NoResult, Kind::View, Kind::Vote];
