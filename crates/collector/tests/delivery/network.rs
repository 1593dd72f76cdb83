//! Ten thousand events over a network that loses, delays, repeats and lies.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crate::client::{Client, Visitor, event};
use crate::process::Place;

/// Visitors, and events of each: as many as an outbox holds.
const VISITORS: u64 = 10;
const EVENTS: u64 = 1_000;

/// A proxy between visitors and collector.
struct Network {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    collector: SocketAddr,
    /// From now on nothing goes wrong.
    calm: AtomicBool,
    requests: AtomicU64,
    /// Requests that the collector saw although the visitor never heard of it, or saw twice.
    repeated: AtomicU64,
}

impl Network {
    fn before(collector: SocketAddr) -> Network {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared { collector, calm: AtomicBool::new(false), requests: AtomicU64::new(0), repeated: AtomicU64::new(0) });
        let own = Arc::clone(&shared);
        // Ends with the process.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = Arc::clone(&own);
                std::thread::spawn(move || drop(pass(stream, &shared)));
            }
        });
        Network { address, shared }
    }
}

/// Passes on the requests of a connection, more or less.
fn pass(mut visitor: TcpStream, shared: &Shared) -> std::io::Result<()> {
    loop {
        let request = message(&mut visitor)?;
        let number = shared.requests.fetch_add(1, Ordering::Relaxed);
        // By turns, so that each mishap happens on every run; seven of twelve go wrong.
        let mishap = if shared.calm.load(Ordering::Relaxed) { 11 } else { number % 12 };
        match mishap {
            // Lost on the way.
            0 => return Ok(()),
            // A proxy has a bad day, and says so in its own words.
            1 => visitor.write_all(b"HTTP/1.1 500 Oh\r\ncontent-length: 5\r\n\r\nsorry")?,
            // A hotel's page to log in: status 200, and nothing of it is ours.
            2 => visitor.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>")?,
            // The answer is lost.
            3 => {
                ask(shared.collector, &request)?;
                shared.repeated.fetch_add(1, Ordering::Relaxed);
                return Ok(());
            }
            // Delivered twice.
            4 => {
                ask(shared.collector, &request)?;
                shared.repeated.fetch_add(1, Ordering::Relaxed);
                visitor.write_all(&ask(shared.collector, &request)?)?;
            }
            // Cut off in the middle of the body.
            5 => {
                let mut collector = TcpStream::connect(shared.collector)?;
                collector.write_all(&request[..request.len() - request.len() / 3])?;
                return Ok(());
            }
            // The answer is cut off.
            6 => {
                let answer = ask(shared.collector, &request)?;
                shared.repeated.fetch_add(1, Ordering::Relaxed);
                visitor.write_all(&answer[..answer.len() - answer.len() / 4])?;
                return Ok(());
            }
            7 => {
                std::thread::sleep(Duration::from_millis(10));
                visitor.write_all(&ask(shared.collector, &request)?)?;
            }
            _ => visitor.write_all(&ask(shared.collector, &request)?)?,
        }
    }
}

fn ask(collector: SocketAddr, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(collector)?;
    stream.write_all(request)?;
    message(&mut stream)
}

/// A whole request or answer.
fn message(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut bytes = Vec::new();
    let mut part = [0; 16 * 1024];
    loop {
        if let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
            if bytes.len() >= head + 4 + length {
                return Ok(bytes);
            }
        }
        let got = stream.read(&mut part)?;
        if got == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&part[..got]);
    }
}

fn every_event_arrives_once_over_a_network_that_lies(place: &Place) {
    let collector = place.start().run();
    let network = Network::before(collector.address);
    let made: BTreeSet<String> = std::thread::scope(|scope| {
        let visit = |visitor: u64| {
            let (address, shared) = (network.address, &network.shared);
            move || {
                let (mut own, mut client) = (Visitor::new(visitor), Client::new(address));
                let mut made = Vec::new();
                for number in visitor * EVENTS..(visitor + 1) * EVENTS {
                    let event = event(number);
                    own.acts(&event);
                    made.push(event.id);
                }
                for attempt in 0.. {
                    if attempt == 2_000 {
                        shared.calm.store(true, Ordering::Relaxed);
                    }
                    assert!(attempt < 4_000, "{} events are still waiting", own.waiting());
                    if own.tries(&mut client).is_none() {
                        break;
                    }
                }
                assert_eq!(own.state.lost, faqlet_beacon::Lost::default());
                made
            }
        };
        let threads: Vec<_> = (0..VISITORS).map(|visitor| scope.spawn(visit(visitor))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(made.len() as u64, VISITORS * EVENTS);
    assert!(network.shared.repeated.load(Ordering::Relaxed) > 20, "the network was too kind to show anything");
    let metrics = Client::new(collector.address).get("/metrics").unwrap().body;
    let duplicates = metrics.lines().find_map(|line| line.strip_prefix("faqlet_events_total{verdict=\"duplicate\"} ")).unwrap();
    assert!(duplicates.parse::<u64>().unwrap() > 1_000, "{duplicates} duplicates on the wire");
    let (status, rest) = collector.end();
    assert!(status.success() && rest.contains("ended"), "{rest}");
    assert_eq!(place.proved_ids(), made);
}

#[test]
fn every_event_arrives_once_over_a_network_that_lies_sqlite() {
    every_event_arrives_once_over_a_network_that_lies(&Place::sqlite());
}

#[test]
#[ignore = "needs a PostgreSQL: cargo xtask test --only postgres"]
fn every_event_arrives_once_over_a_network_that_lies_on_postgres() {
    every_event_arrives_once_over_a_network_that_lies(&Place::postgres());
}
