//! What personal order costs a search: the same hits are put in order with the fullest profile there can be, and with none. The engine has
//! found them before; nothing else of a search depends on the profile.
//!
//! `cargo run --release -p faqlet-profile --example cost`; in wasm, with Node:
//! `CARGO_TARGET_WASM32_WASIP1_RUNNER="node --no-warnings xtask/wasi-runner.mjs" cargo run --release --target wasm32-wasip1 -p faqlet-profile --example cost`

use std::hint::black_box;
use std::time::{Duration, Instant};

use faqlet_profile::site::{Audience, AudienceMode, Condition};
use faqlet_profile::{Candidate, How, Kind, Purpose, State, Trace, Visitor, rerank};

const NOW: u64 = 1_780_000_000_000;
const DAY: u64 = 86_400_000;
/// Searches of one measurement.
const SEARCHES: usize = 2_000;

/// A visitor with as many interests, facts and memories as may be kept.
fn fullest() -> Visitor {
    let mut visitor = Visitor::new(false, NOW);
    visitor.decide(Purpose::Personalisation, State::Granted, How::Widget, 1, NOW);
    for number in 0..40u64 {
        for _ in 0..3 {
            visitor.note(Trace::Read, &["Products", &format!("Family {}", number % 8), &format!("Topic {number}")], NOW - number % 9 * DAY);
        }
    }
    for number in 0..32 {
        visitor.declare([Kind::Product, Kind::Interest, Kind::Group][number % 3], &format!("thing {number}"), NOW);
    }
    for number in 0..48 {
        visitor.saw(&format!("entry-{number}"), "0a1b2c3d", NOW);
    }
    visitor
}

/// Median and 95th percentile of the time in which `count` hits are put in order, in microseconds.
fn measure(hits: &[Candidate<'_>], count: usize, visitor: &Visitor) -> (f64, f64) {
    let time = |number: usize| {
        // Other hits each time.
        let begin = number % (hits.len() - count);
        let some = &hits[begin..begin + count];
        let started = Instant::now();
        black_box(rerank(black_box(some), visitor.profile(), "en", NOW));
        started.elapsed()
    };
    let mut times: Vec<Duration> = (0..SEARCHES).map(time).collect();
    times.sort();
    let at = |share: usize| times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1e6);
    (at(50), at(95))
}

fn main() {
    let names: Vec<[String; 3]> = (0..60).map(|n| ["Products".into(), format!("Family {}", n % 8), format!("Topic {n}")]).collect();
    let paths: Vec<Vec<&str>> = names.iter().map(|path| path.iter().map(String::as_str).collect()).collect();
    let labels: Vec<String> = (0..40).map(|number| format!("thing {number}")).collect();
    let tags: Vec<Vec<&str>> = labels.iter().map(|tag| vec![tag.as_str(), "other"]).collect();
    let owns = Condition { product: Some("thing 3".into()), ..Condition::default() };
    let audience = Audience { mode: AudienceMode::First, any: vec![owns] };
    let hit = |number: u16| Candidate {
        entry: number.into(),
        score: 40.0 - f32::from(number) / 100.0,
        exact: number.is_multiple_of(97),
        category: &paths[usize::from(number) % paths.len()],
        tags: &tags[usize::from(number) % tags.len()],
        audience: number.is_multiple_of(10).then_some(&audience),
    };
    let hits: Vec<Candidate<'_>> = (0..2_000).map(hit).collect();
    println!("{:>28} {:>24} {:>24}", "hits put in order", "no profile, µs", "the fullest, µs");
    for (count, what) in [(50, "as many as the widget orders"), (1_000, "every entry of 1,000")] {
        let [none, full] = [Visitor::new(false, NOW), fullest()].map(|visitor| measure(&hits, count, &visitor));
        let shown = |(median, high): (f64, f64)| format!("{median:.1}, p95 {high:.1}");
        println!("{what:>28} {:>24} {:>24}", shown(none), shown(full));
    }
}
