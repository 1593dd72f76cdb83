//! How much and how fast. Nothing is asserted but that nothing is lost: figures depend on the machine. Run it by hand:
//!
//! ```text
//! cargo test --release -p faqlet-collector --test delivery figures -- --ignored --nocapture
//! ```
//!
//! `FAQLET_SECONDS` says how long each part runs (20). With `FAQLET_TEST_POSTGRES` set it measures PostgreSQL too, with one and with two
//! collectors.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::client::{Client, KINDS, body};
use crate::crowd::Seen;
use crate::process::{Collector, Place, times};

/// Events of a request.
const BATCH: u64 = 20;

fn quantiles(times: &Mutex<Vec<f64>>) -> String {
    let mut times = std::mem::take(&mut *times.lock().unwrap());
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times.get(((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1))).copied().unwrap_or(0.0);
    format!("{} answers: p50 {:.1}, p99 {:.1}, most {:.1} ms", times.len(), at(0.5), at(0.99), at(1.0))
}

/// Seconds that each kind of thread of a process had a processor, by name, where the system says so.
fn processor(process: u32) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    for thread in threads {
        let read = |name: &str| std::fs::read_to_string(thread.path().join(name)).unwrap_or_default();
        // Not the ticks of `stat`: whoever sleeps before each of them has used nothing.
        let nanoseconds = read("schedstat").split(' ').next().and_then(|time| time.parse::<f64>().ok());
        *found.entry(read("comm").trim().to_owned()).or_default() += nanoseconds.unwrap_or(0.0) / 1e9;
    }
    found
}

/// What clients and collectors took of the processors since `before`, as parts of one processor.
fn shares(collectors: &[Collector], before: &[BTreeMap<String, f64>], seconds: f64) -> String {
    let mut shares = Vec::new();
    let processes = std::iter::once(std::process::id()).chain(collectors.iter().map(Collector::id));
    for (process, before) in processes.zip(before) {
        for (name, now) in processor(process) {
            let share = (now - before.get(&name).copied().unwrap_or(0.0)) / seconds;
            if share >= 0.01 {
                shares.push(format!("{name} {share:.2}"));
            }
        }
    }
    shares.join(", ")
}

/// Runs clients against collectors for a while and prints what they saw; gives the stored events a second. `pace` is the time from one
/// request of a client to its next.
fn measure(name: &str, collectors: &[Collector], seen: &Seen, clients: usize, batch: u64, pace: Duration) -> f64 {
    let seconds = u64::from(times("FAQLET_SECONDS", 20));
    let (stored, sent) = (seen.stored(), seen.sent.load(Ordering::Relaxed));
    let memory = || collectors.iter().map(|collector| collector.memory().map_or(0, |memory| memory.0) / (1 << 20)).collect::<Vec<_>>();
    let mut course = vec![memory()];
    let addresses: Vec<SocketAddr> = collectors.iter().map(|collector| collector.address).collect();
    seen.stop.store(false, Ordering::Relaxed);
    let used: Vec<_> = std::iter::once(std::process::id()).chain(collectors.iter().map(Collector::id)).map(processor).collect();
    let started = Instant::now();
    let mut taken = String::new();
    std::thread::scope(|scope| {
        let crowd = std::thread::Builder::new().name("clients".to_owned());
        crowd.spawn_scoped(scope, || seen.run(&addresses, clients, batch, pace)).unwrap();
        for _ in 0..4 {
            std::thread::sleep(Duration::from_millis(seconds * 250));
            course.push(memory());
        }
        taken = shares(collectors, &used, started.elapsed().as_secs_f64());
        seen.stop.store(true, Ordering::Relaxed);
    });
    let took = started.elapsed().as_secs_f64();
    let (rate, offered) = ((seen.stored() - stored) as f64 / took, (seen.sent.load(Ordering::Relaxed) - sent) as f64 * batch as f64 / took);
    println!("{name}: {rate:.0} events/s stored of {offered:.0} sent; {}; memory {course:?} MB", quantiles(&seen.accepted_times));
    println!("  processors: {taken}");
    if !seen.refused_times.lock().unwrap().is_empty() {
        println!("  refused: {}", quantiles(&seen.refused_times));
    }
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
    // Five times as much as it can store, from clients that do not listen to "later".
    let (clients, fivefold) = (640, 5.0 * most / BATCH as f64);
    let pace = Duration::from_secs_f64(clients as f64 / fivefold);
    let over = measure(
        &format!("{name}: {clients} clients, batches of {BATCH}, {:.0} events/s offered", 5.0 * most),
        &running,
        &seen,
        clients,
        BATCH,
        pace,
    );
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
