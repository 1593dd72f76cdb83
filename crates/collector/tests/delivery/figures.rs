//! How much and how fast. Nothing is asserted but that nothing is lost: figures depend on the machine. Run it by hand:
//!
//! ```text
//! cargo test --release -p faqlet-collector --test delivery figures -- --ignored --nocapture
//! ```
//!
//! `FAQLET_SECONDS` says how long each part runs (20). With `FAQLET_TEST_POSTGRES` set it measures PostgreSQL too, with one and with two
//! collectors.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::client::{Client, KINDS, body, stored};
use crate::process::{Collector, Place, times};

/// Events of a request.
const BATCH: u64 = 20;

/// What clients saw.
#[derive(Default)]
struct Seen {
    next: AtomicU64,
    stop: AtomicBool,
    stored: AtomicU64,
    refused: AtomicU64,
    /// Milliseconds until an answer: of those that were stored, and of those that were refused.
    accepted_times: Mutex<Vec<f64>>,
    refused_times: Mutex<Vec<f64>>,
}

impl Seen {
    /// Sends requests of `batch` events, `pace` apart (from one start to the next), until told to stop.
    fn run(&self, address: SocketAddr, batch: u64, pace: Duration) {
        let mut client = Client::new(address);
        let (mut accepted, mut refused) = (Vec::new(), Vec::new());
        let mut due = Instant::now();
        while !self.stop.load(Ordering::Relaxed) {
            let first = self.next.fetch_add(batch, Ordering::Relaxed);
            let body = body(first..first + batch);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            due += pace;
            let started = Instant::now();
            let answer = client.post(&body).unwrap();
            let took = started.elapsed().as_secs_f64() * 1_000.0;
            if answer.status == 200 {
                self.stored.fetch_add(stored(&answer).len() as u64, Ordering::Relaxed);
                accepted.push(took);
            } else {
                assert_eq!(answer.status, 429, "{}", answer.body);
                self.refused.fetch_add(1, Ordering::Relaxed);
                refused.push(took);
            }
        }
        self.accepted_times.lock().unwrap().extend(accepted);
        self.refused_times.lock().unwrap().extend(refused);
    }

    fn stored(&self) -> u64 {
        self.stored.load(Ordering::Relaxed)
    }
}

fn quantiles(times: &Mutex<Vec<f64>>) -> String {
    let mut times = times.lock().unwrap().clone();
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times.get(((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1))).copied().unwrap_or(0.0);
    format!("{} answers: p50 {:.1}, p99 {:.1}, most {:.1} ms", times.len(), at(0.5), at(0.99), at(1.0))
}

/// Runs clients against collectors for a while and prints what they saw; gives the stored events a second.
fn measure(name: &str, collectors: &[Collector], seen: &Seen, clients: usize, batch: u64, pace: Duration) -> f64 {
    let seconds = u64::from(times("FAQLET_SECONDS", 20));
    let before = seen.stored();
    let memory = || collectors.iter().map(|collector| collector.memory().map_or(0, |memory| memory.0) / (1 << 20)).collect::<Vec<_>>();
    let mut course = vec![memory()];
    seen.stop.store(false, Ordering::Relaxed);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for number in 0..clients {
            let address = collectors[number % collectors.len()].address;
            scope.spawn(move || seen.run(address, batch, pace));
        }
        for _ in 0..4 {
            std::thread::sleep(Duration::from_millis(seconds * 250));
            course.push(memory());
        }
        seen.stop.store(true, Ordering::Relaxed);
    });
    let rate = (seen.stored() - before) as f64 / started.elapsed().as_secs_f64();
    println!("{name}: {rate:.0} events/s stored; {}; memory {course:?} MB", quantiles(&seen.accepted_times));
    if seen.refused.load(Ordering::Relaxed) > 0 {
        println!("  refused: {}", quantiles(&seen.refused_times));
    }
    seen.accepted_times.lock().unwrap().clear();
    seen.refused_times.lock().unwrap().clear();
    rate
}

fn figures_of(name: &str, place: &Place, collectors: usize) {
    assert_eq!(KINDS.len(), 4);
    let running: Vec<Collector> = (0..collectors).map(|_| place.start().run()).collect();
    let seen = Seen::default();
    let paced = Duration::from_millis(16);
    measure(&format!("{name}: 4 clients, batches of {BATCH}, 5,000 events/s offered"), &running, &seen, 4, BATCH, paced);
    measure(&format!("{name}: 16 clients, single events"), &running, &seen, 16, 1, Duration::ZERO);
    let most = measure(&format!("{name}: 32 clients, batches of {BATCH}, as fast as they can"), &running, &seen, 32, BATCH, Duration::ZERO);
    // Five times as many clients as keep it busy, each of them asking again at once when refused.
    let over =
        measure(&format!("{name}: 640 clients, batches of {BATCH}, as fast as they can"), &running, &seen, 640, BATCH, Duration::ZERO);
    let started = Instant::now();
    let mut client = Client::new(running[0].address);
    while client.post(&body(1 << 40..(1 << 40) + 1)).unwrap().status != 200 {}
    println!("  goodput under overload {:.0}%, recovered after {:.3} s", over / most * 100.0, started.elapsed().as_secs_f64());
    let bytes = std::fs::metadata(&place.store).map_or(0, |file| file.len());
    for collector in running {
        println!("  most memory: {} MB", collector.memory().map_or(0, |memory| memory.1) / (1 << 20));
        collector.end();
    }
    let stored = place.proved_ids().len() as u64;
    println!("  {stored} events stored, sums proved, {} bytes an event", bytes / stored.max(1));
    assert_eq!(stored, seen.stored() + 1);
}

#[test]
#[ignore = "measures; run by hand in a release build"]
fn figures() {
    figures_of("SQLite", &Place::sqlite(), 1);
    if std::env::var_os("FAQLET_TEST_POSTGRES").is_some() {
        figures_of("PostgreSQL", &Place::postgres(), 1);
        figures_of("PostgreSQL, two collectors", &Place::postgres(), 2);
    }
}
