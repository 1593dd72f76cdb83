//! Measures the collector on this machine: real HTTP over the loopback interface, in requests of 20 events, client and server in one
//! process. `cargo run --release -p faqlet-collector --example throughput -- FILE [SECONDS] [CONNECTIONS]`; the file is made anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use faqlet_beacon::{Data, Event, Search, Term, uuid};
use faqlet_collector::{Options, ReportOptions, Store, report, router};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const EVENTS: u64 = 20;
const NOW: u64 = 1_780_000_000_000;

fn request(host: &str, connection: u64, number: u64) -> String {
    let events: Vec<Event> = (0..EVENTS)
        .map(|at| {
            let mut random = [0; 10];
            random[2..].copy_from_slice(&((connection << 40) | (number * EVENTS + at)).to_be_bytes());
            let term = |term: &str| Term { term: term.to_owned(), count: 1 };
            let (lang, version) = ("en".to_owned(), "0123456789abcdef".to_owned());
            let search = Search { lang, version, searches: 1, unknown: 0, terms: vec![term("refund"), term("card")] };
            Event::new(uuid(NOW + number, random), "shop".to_owned(), NOW, Data::Search(search))
        })
        .collect();
    let body = serde_json::to_string(&events).unwrap_or_default();
    format!("POST /faqlet/events HTTP/1.1\r\nhost: {host}\r\ncontent-type: text/plain\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// Sends requests until told to stop; gives the time that each took.
async fn client(host: String, connection: u64, stop: Arc<AtomicBool>) -> std::io::Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(&host).await?;
    stream.set_nodelay(true)?;
    let (mut times, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let request = request(&host, connection, number);
        let started = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        while answer.windows(11).filter(|window| window == b"\"accepted\"}").count() < EVENTS as usize {
            let read = stream.read(&mut buffer).await?;
            answer.extend(&buffer[..read]);
            if read == 0 {
                return Err(std::io::Error::other(String::from_utf8_lossy(&answer).into_owned()));
            }
        }
        times.push(started.elapsed());
    }
    Ok(times)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("expected a file for the store")?;
    let seconds: u64 = arguments.next().map_or(Ok(5), |text| text.parse())?;
    let connections: u64 = arguments.next().map_or(Ok(16), |text| text.parse())?;
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{file}{end}"));
    }
    let store = Store::open(&file)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let host = listener.local_addr()?.to_string();
    let app = router(store.clone(), Options::default());
    tokio::spawn(async move { axum::serve(listener, app).await });

    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..connections).map(|number| tokio::spawn(client(host.clone(), number, Arc::clone(&stop)))).collect();
    let started = Instant::now();
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    stop.store(true, Ordering::Relaxed);
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await??);
    }
    let elapsed = started.elapsed().as_secs_f64();
    times.sort();
    let at = |part: f64| times.get((times.len() as f64 * part) as usize).copied().unwrap_or_default();
    let events = times.len() as u64 * EVENTS;
    println!("{events} events in {elapsed:.1} s over {connections} connections: {:.0} events/s", events as f64 / elapsed);
    println!("acknowledged after: median {:?}, 99% {:?}, most {:?}", at(0.5), at(0.99), times.last().copied().unwrap_or_default());
    let started = Instant::now();
    let report = report(&store, &ReportOptions::default())?;
    let size = std::fs::metadata(&file)?.len();
    println!("report over them: {:?}; {} bytes an event in the file", started.elapsed(), size / events.max(1));
    assert_eq!(report.sites.first().map(|site| site.totals.searches), Some(events), "not every acknowledged event is in the report");
    Ok(())
}
