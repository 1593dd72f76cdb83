//! The collector dies, or is asked to end, while clients send.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crate::client::{Client, body, stored};
use crate::process::{Place, Start, times};

/// Clients at once.
const CLIENTS: u64 = 4;
/// Events of a request.
const BATCH: u64 = 20;

/// Clients that send without a pause until they are told to stop.
#[derive(Default)]
struct Load {
    /// Pause of a client between two requests.
    gap: Duration,
    next: AtomicU64,
    stop: AtomicBool,
    acknowledged: Mutex<BTreeSet<String>>,
    answers: AtomicU64,
    refusals: AtomicU64,
}

impl Load {
    fn run(&self, address: SocketAddr) {
        let mut client = Client::new(address);
        while !self.stop.load(Ordering::Relaxed) {
            std::thread::sleep(self.gap);
            let first = self.next.fetch_add(BATCH, Ordering::Relaxed);
            match client.post(&body(first..first + BATCH)) {
                Ok(answer) => {
                    let ids = stored(&answer);
                    self.answers.fetch_add(1, Ordering::Relaxed);
                    self.refusals.fetch_add(u64::from(ids.is_empty()), Ordering::Relaxed);
                    self.acknowledged.lock().unwrap().extend(ids);
                }
                // Nobody is there just now.
                Err(_) => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    /// Completes when so many more answers have come: then the next thing may happen.
    fn wait_for(&self, more: u64) {
        let wanted = self.answers.load(Ordering::Relaxed) + more;
        let until = std::time::Instant::now() + crate::process::PATIENCE;
        while self.answers.load(Ordering::Relaxed) < wanted {
            assert!(std::time::Instant::now() < until, "no answers any more");
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

#[test]
fn killed_under_load_it_loses_nothing_that_it_acknowledged() {
    let place = Place::sqlite();
    // Killed every so many seconds for minutes, it need not be filled as fast as it can be.
    let pause = times("FAQLET_KILL_PAUSE", 0);
    let load = Load { gap: Duration::from_millis(if pause > 0 { 20 } else { 0 }), ..Load::default() };
    let collector = place.start().run();
    let address = collector.address;
    let collector = std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| load.run(address));
        }
        let mut collector = collector;
        for kill in 0..times("FAQLET_KILLS", 6) {
            std::thread::sleep(Duration::from_secs(pause.into()));
            load.wait_for(u64::from(3 + kill % 7));
            let listen = collector.kill();
            collector = Start { listen, ..place.start() }.run();
        }
        load.wait_for(5);
        load.stop.store(true, Ordering::Relaxed);
        collector
    });
    let acknowledged = load.acknowledged.into_inner().unwrap();
    drop(collector);
    place.assert_integrity();
    let stored = place.proved_ids();
    let missing = acknowledged.difference(&stored).count();
    assert_eq!(missing, 0, "of {} acknowledged events", acknowledged.len());
    println!("{} acknowledged, {} stored, none missing", acknowledged.len(), stored.len());
}

#[test]
fn asked_to_end_under_load_it_answers_what_it_has_begun() {
    let place = Place::sqlite();
    let load = Load::default();
    let collector = place.start().run();
    let address = collector.address;
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| load.run(address));
        }
        load.wait_for(10);
        let (status, rest) = collector.end();
        load.stop.store(true, Ordering::Relaxed);
        assert!(status.success() && rest.contains("ended"), "{rest}");
    });
    let files: Vec<_> = std::fs::read_dir(place.folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!files.iter().any(|name| name.to_string_lossy().contains("-wal")), "{files:?}");
    let stored = place.proved_ids();
    let acknowledged = load.acknowledged.into_inner().unwrap();
    assert!(acknowledged.is_subset(&stored) && acknowledged.len() >= 200);
    // Whoever was not refused was answered: nothing is stored of which nobody heard.
    assert_eq!(stored.len(), acknowledged.len());
}

/// Words for a shell that end PostgreSQL without any goodbye and start it again.
const RESTART: &str = "FAQLET_TEST_POSTGRES_RESTART";

#[test]
#[ignore = "needs a PostgreSQL of its own: cargo xtask test --only postgres"]
fn restarts_of_postgresql_lose_nothing_that_was_acknowledged() {
    let restart = std::env::var(RESTART).expect("expected words that restart the server; run `cargo xtask test --only postgres`");
    let place = Place::postgres();
    let load = Load::default();
    let collectors = [place.start().run(), place.start().run()];
    std::thread::scope(|scope| {
        for collector in &collectors {
            for _ in 0..2 {
                let (load, address) = (&load, collector.address);
                scope.spawn(move || load.run(address));
            }
        }
        for _ in 0..times("FAQLET_RESTARTS", 3) {
            load.wait_for(30);
            let done = Command::new("sh").args(["-c", &restart]).output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            // Refusals are answers too; it is of interest that both take events again.
            let stored = load.acknowledged.lock().unwrap().len();
            let until = std::time::Instant::now() + crate::process::PATIENCE;
            while load.acknowledged.lock().unwrap().len() < stored + 400 {
                assert!(std::time::Instant::now() < until, "the collectors do not come back");
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        load.stop.store(true, Ordering::Relaxed);
    });
    let refusals = load.refusals.load(Ordering::Relaxed);
    let acknowledged = load.acknowledged.into_inner().unwrap();
    let stored = place.proved_ids();
    assert_eq!(acknowledged.difference(&stored).count(), 0, "of {} acknowledged events", acknowledged.len());
    println!("{} acknowledged, {} stored, none missing, {refusals} requests refused meanwhile", acknowledged.len(), stored.len());
}
