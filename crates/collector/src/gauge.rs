//! What the collector counts about itself, as text for Prometheus: sums without any hint of who sent what.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the buckets for times, in milliseconds.
const BOUNDS: [u64; 10] = [1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000];

/// Counts since the start.
#[derive(Debug, Default)]
pub(crate) struct Gauges {
    commits: Times,
    failed_commits: AtomicU64,
    committed_events: AtomicU64,
    accepted: AtomicU64,
    duplicate: AtomicU64,
    rejected: AtomicU64,
    /// Answers by status class, 2xx to 5xx, and those that say "later" by themselves.
    answers: [AtomicU64; 4],
    later: AtomicU64,
    taking: Times,
}

/// How long things took.
#[derive(Debug, Default)]
struct Times {
    buckets: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    micros: AtomicU64,
}

impl Times {
    fn add(&self, took: Duration) {
        let millis = took.as_secs_f64() * 1_000.0;
        for (bucket, bound) in self.buckets.iter().zip(BOUNDS) {
            if millis <= bound as f64 {
                bucket.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn print(&self, out: &mut String, name: &str, help: &str) {
        let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} histogram");
        for (bucket, bound) in self.buckets.iter().zip(BOUNDS) {
            let _ = writeln!(out, "{name}_bucket{{le=\"{}\"}} {}", bound as f64 / 1_000.0, bucket.load(Ordering::Relaxed));
        }
        let count = self.count.load(Ordering::Relaxed);
        let sum = self.micros.load(Ordering::Relaxed) as f64 / 1e6;
        let _ = writeln!(out, "{name}_bucket{{le=\"+Inf\"}} {count}\n{name}_sum {sum}\n{name}_count {count}");
    }
}

impl Gauges {
    /// A group was written, or could not be.
    pub(crate) fn committed(&self, events: usize, took: Duration, done: bool) {
        self.commits.add(took);
        if done {
            self.committed_events.fetch_add(events as u64, Ordering::Relaxed);
        } else {
            self.failed_commits.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Verdicts on the events of a request.
    pub(crate) fn judged(&self, accepted: u64, duplicate: u64, rejected: u64) {
        self.accepted.fetch_add(accepted, Ordering::Relaxed);
        self.duplicate.fetch_add(duplicate, Ordering::Relaxed);
        self.rejected.fetch_add(rejected, Ordering::Relaxed);
    }

    /// A request to the collecting path was answered.
    pub(crate) fn answered(&self, status: u16, took: Duration) {
        if let Some(class) = self.answers.get(usize::from(status / 100).saturating_sub(2)) {
            class.fetch_add(1, Ordering::Relaxed);
        }
        if matches!(status, 429 | 503) {
            self.later.fetch_add(1, Ordering::Relaxed);
        }
        self.taking.add(took);
    }

    /// The text of `/metrics`. `fill` is how full the queue is in thousandths, `waiting` how many requests wait in it.
    pub(crate) fn print(&self, fill: u64, waiting: u64) -> String {
        let mut out = String::new();
        let read = |value: &AtomicU64| value.load(Ordering::Relaxed);
        let _ = writeln!(out, "# HELP faqlet_events_total Events by verdict.\n# TYPE faqlet_events_total counter");
        for (verdict, value) in [("accepted", &self.accepted), ("duplicate", &self.duplicate), ("rejected", &self.rejected)] {
            let _ = writeln!(out, "faqlet_events_total{{verdict=\"{verdict}\"}} {}", read(value));
        }
        let _ = writeln!(out, "# HELP faqlet_requests_total Requests by class of status.\n# TYPE faqlet_requests_total counter");
        for (class, value) in ["2xx", "3xx", "4xx", "5xx"].iter().zip(&self.answers) {
            let _ = writeln!(out, "faqlet_requests_total{{status=\"{class}\"}} {}", read(value));
        }
        for (name, kind, help, value) in [
            ("faqlet_later_total", "counter", "Requests that were told to come later.", read(&self.later)),
            ("faqlet_stored_events_total", "counter", "Events in committed groups, duplicates included.", read(&self.committed_events)),
            ("faqlet_failed_commits_total", "counter", "Groups that could not be written.", read(&self.failed_commits)),
            ("faqlet_queue_permille", "gauge", "How full the queue is, in thousandths.", fill),
            ("faqlet_queue_requests", "gauge", "Requests that wait to be written.", waiting),
        ] {
            let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
        }
        self.commits.print(&mut out, "faqlet_commit_seconds", "How long a group took to be on disk.");
        self.taking.print(&mut out, "faqlet_request_seconds", "How long a request took to be answered, its arrival included.");
        out
    }
}
