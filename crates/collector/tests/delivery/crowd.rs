//! Many clients on one thread. Clients that build, read and wait on a thread each take the processor from the collector that they are to
//! measure; here a client is a connection and a letter of which only the ids are written anew.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use faqlet_beacon::uuid;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::client::body;

/// Characters of an id.
const ID: usize = 36;

/// What clients saw.
#[derive(Default)]
pub(crate) struct Seen {
    next: AtomicU64,
    pub(crate) stop: AtomicBool,
    stored: AtomicU64,
    /// Requests that were sent.
    pub(crate) sent: AtomicU64,
    /// Milliseconds until an answer: of those that were stored, and of those that were refused.
    pub(crate) accepted_times: Mutex<Vec<f64>>,
    pub(crate) refused_times: Mutex<Vec<f64>>,
}

/// A request that can be sent again with other ids.
struct Letter {
    bytes: Vec<u8>,
    ids: Vec<usize>,
    events: u64,
}

impl Letter {
    fn of(first: u64, events: u64) -> Letter {
        let body = body(first..first + events);
        let head = format!(
            "POST /faqlet/events HTTP/1.1\r\nHost: help.example\r\nUser-Agent: Snoopy/7.7\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let key = "\"id\":\"";
        let ids: Vec<usize> = body.match_indices(key).map(|(at, _)| head.len() + at + key.len()).collect();
        assert_eq!(ids.len() as u64, events);
        Letter { bytes: [head, body].concat().into_bytes(), ids, events }
    }

    /// Other events: the ids are those of these numbers, and as ordered by time as real ones are.
    fn renew(&mut self, first: u64) {
        for (at, number) in self.ids.iter().zip(first..) {
            let mut random = [0; 10];
            random[2..].copy_from_slice(&number.to_be_bytes());
            self.bytes[*at..*at + ID].copy_from_slice(uuid(1_780_000_000_000 + number, random).as_bytes());
        }
    }
}

impl Seen {
    /// Events that were answered as stored.
    pub(crate) fn stored(&self) -> u64 {
        self.stored.load(Ordering::Relaxed)
    }

    /// Runs `clients` clients, one after another at these addresses, until told to stop. Each sends requests of `batch` events, `pace`
    /// apart from one start to the next; what was refused is sent again in its next turn.
    pub(crate) fn run(&self, addresses: &[SocketAddr], clients: usize, batch: u64, pace: Duration) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let all = (0..clients).map(|number| {
                let begin = pace.mul_f64(number as f64 / clients as f64);
                self.client(addresses[number % addresses.len()], batch, begin, pace)
            });
            futures_util::future::join_all(all).await;
        });
    }

    async fn client(&self, address: SocketAddr, batch: u64, begin: Duration, pace: Duration) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut letter = Letter::of(self.next.fetch_add(batch, Ordering::Relaxed), batch);
        let mut answer = Vec::with_capacity(8 * 1024);
        let (mut accepted, mut refused) = (Vec::new(), Vec::new());
        let mut due = Instant::now() + begin;
        loop {
            if !pace.is_zero() {
                tokio::time::sleep_until(due).await;
                due += pace;
            }
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            let started = Instant::now();
            stream.write_all(&letter.bytes).await.unwrap();
            self.sent.fetch_add(1, Ordering::Relaxed);
            let status = answered(&mut stream, &mut answer).await;
            let took = started.elapsed().as_secs_f64() * 1_000.0;
            if status == 200 {
                // Whether all of them are in the store is counted there in the end.
                self.stored.fetch_add(letter.events, Ordering::Relaxed);
                accepted.push(took);
                letter.renew(self.next.fetch_add(batch, Ordering::Relaxed));
            } else {
                assert_eq!(status, 429, "{}", String::from_utf8_lossy(&answer));
                refused.push(took);
            }
        }
        self.accepted_times.lock().unwrap().extend(accepted);
        self.refused_times.lock().unwrap().extend(refused);
    }
}

/// Reads one answer; gives its status.
async fn answered(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> u16 {
    bytes.clear();
    let mut whole = None;
    loop {
        let got = stream.read_buf(bytes).await.unwrap();
        assert!(got > 0, "the connection was closed");
        if whole.is_none()
            && let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n")
        {
            let head = std::str::from_utf8(&bytes[..end]).unwrap();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
            whole = Some(end + 4 + length.parse::<usize>().unwrap());
        }
        if whole.is_some_and(|whole| bytes.len() >= whole) {
            return std::str::from_utf8(&bytes[9..12]).unwrap().parse().unwrap();
        }
    }
}
