//! Measures the report over a million made-up events: `cargo run --release -p faqlet-collector --example report_million -- FILE` makes the
//! store if it is not there; run it once more to measure the report by itself.

use std::time::Instant;

use faqlet_beacon::{Data, End, Event, NoResult, Origin, Search, Term, View, Visit, Vote, uuid};
use faqlet_collector::{ReportOptions, Store, report};

const EVENTS: u64 = 1_000_000;
const DAYS: u64 = 90;
const START: u64 = 1_777_593_600_000;
const DAY: u64 = 86_400_000;

/// An event by its number: half of them views, the rest searches, visits, votes and gaps.
fn event(number: u64) -> Event {
    let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let time = START + number * DAYS / EVENTS * DAY + mixed % DAY;
    let (lang, version) = (["en", "fa", "zh-Hant"][(mixed % 3) as usize].to_owned(), "0123456789abcdef".to_owned());
    let entry = format!("entry-{}", (mixed % 500) * (mixed % 7) / 7);
    let data = match number % 20 {
        0..10 => Data::View(View { lang, version, entry, from: Origin::Search }),
        10..14 => {
            let term = |at: u64| Term { term: format!("word{}", (mixed + at * 7_919) % 5_000), count: 1 };
            Data::Search(Search { lang, version, searches: 2, unknown: 0, terms: (0..3).map(term).collect() })
        }
        14..16 => Data::Visit(Visit { lang, version, end: End::ALL[(mixed % 3) as usize], searches: 2, views: 1, route: None }),
        16..18 => {
            let comment = (mixed.is_multiple_of(50)).then(|| "It does not say how long.".to_owned());
            Data::Vote(Vote { lang, version, entry, helpful: !mixed.is_multiple_of(4), comment, ..Vote::default() })
        }
        _ => {
            let mut terms = vec![format!("word{}", mixed % 900), format!("word{}", mixed % 70 + 1_000)];
            terms.sort();
            Data::NoResult(NoResult { lang, version, unknown: (mixed % 2) as u32, terms })
        }
    };
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    Event { sent: Some(time), ..Event::new(uuid(time, random), "shop".to_owned(), time, data) }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("expected a file for the store")?;
    if !std::path::Path::new(&file).exists() {
        let store = Store::open(&file)?;
        for first in (0..EVENTS).step_by(500) {
            let events: Vec<Event> = (first..first + 500).map(event).collect();
            let received = events.last().map_or(START, |event| event.time + DAY);
            store.store(events, 0, received).await?;
        }
        store.close();
    }
    let store = Store::open_for_reading(&file)?;
    let started = Instant::now();
    let report = report(&store, &ReportOptions::default())?;
    let made = started.elapsed();
    let (html, json, csv) = (report.to_html(), report.to_json(), report.published().to_csv());
    let all = started.elapsed();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("memory unknown");
    println!("report {made:?}, with all three forms {all:?}, {memory}");
    println!("{} bytes of HTML, {} of JSON, {} of CSV", html.len(), json.len(), csv.len());
    Ok(())
}
