//! Tests of the owner's pages: who may see them, what they may run, and what nobody can find out from them.

use std::collections::BTreeSet;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use faqlet_beacon::{Contact, Data, End, Event, Kind, Term, Visit};
use serde_json::Value;
use tower::ServiceExt;

use super::*;
use crate::store::testing::{NOW, Random, event, vote};

const TOKEN: &str = "correct horse battery";

struct Owner {
    store: Store,
    _folder: tempfile::TempDir,
}

impl Owner {
    fn new() -> Owner {
        let folder = tempfile::tempdir().unwrap();
        Owner { store: Store::open(folder.path().join("store.db")).unwrap(), _folder: folder }
    }

    async fn takes(&self, events: Vec<Event>) {
        self.store.store(events, 0, NOW + 30 * 86_400_000).await.unwrap();
    }

    /// Asks a collector that was just started, so that no older report is handed out.
    async fn asks(&self, path: &str, authorization: Option<&str>) -> (StatusCode, HeaderMap, String) {
        let desk = Desk { token: TOKEN.into(), report: ReportOptions::default(), answers: Some("https://shop.example/help/".into()) };
        let mut request = Request::get(path);
        if let Some(value) = authorization {
            request = request.header(AUTHORIZATION, value);
        }
        let answer = router(self.store.clone(), desk).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn gets(&self, path: &str) -> String {
        let (status, _, body) = self.asks(path, Some(&format!("Bearer {TOKEN}"))).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }
}

const PATHS: [&str; 6] = ["/report", "/report.json", "/report.csv", "/staff", "/staff.js", "/staff.css"];

#[tokio::test]
async fn only_the_token_opens_the_pages() {
    let owner = Owner::new();
    let basic = |pair: &str| format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair));
    for path in PATHS {
        for wrong in [
            None,
            Some("Bearer wrong"),
            Some("Bearer "),
            Some("Token correct horse battery"),
            Some(&*basic("owner:wrong")),
            Some("Basic !!!"),
        ] {
            let (status, headers, body) = owner.asks(path, wrong).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{path} {wrong:?}");
            assert!(headers[WWW_AUTHENTICATE].to_str().unwrap().starts_with("Basic") && body.len() < 100);
        }
        assert_eq!(owner.asks(path, Some(&basic(&format!("anybody:{TOKEN}")))).await.0, StatusCode::OK);
        let (_, headers, _) = owner.asks(path, Some(&format!("Bearer {TOKEN}"))).await;
        let policy = headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe-inline") && !policy.contains('*'), "{policy}");
    }
}

#[tokio::test]
async fn the_desk_shows_what_was_sent_and_runs_only_its_own_file() {
    let owner = Owner::new();
    let mut contact = event(Kind::Contact, 1);
    if let Data::Contact(Contact { message, question, .. }) = &mut contact.data {
        *message = Some("<script>alert(1)</script>".into());
        *question = Some("return \"without\" box".into());
    }
    owner.takes(vec![contact]).await;
    let page = owner.gets("/staff").await;
    assert!(
        page.contains("jo@example.com") && page.contains("&lt;script&gt;alert(1)") && page.contains("return &quot;without&quot; box"),
        "{page}"
    );
    assert_eq!(page.matches("<script").count(), 1, "the one file");
    assert!(!page.contains(" style=") && !page.contains(" onclick"));
    assert!(!owner.gets("/report").await.contains("jo@example.com"), "the report knows nobody");
    let policy = staff::policy(Some("https://shop.example/help/"));
    assert!(policy.contains("script-src 'self' https://shop.example 'wasm-unsafe-eval'"), "{policy}");
    assert!(!staff::policy(Some("https://evil; script-src *//")).contains("evil"));
}

/// What one person may do in a visit.
fn person(random: &mut Random, number: u64) -> Vec<Event> {
    let mut events = Vec::new();
    let entry = format!("entry-{}", random.below(6));
    let mut search = event(Kind::Search, number * 10);
    if let Data::Search(search) = &mut search.data {
        search.terms = (0..1 + random.below(2)).map(|at| Term { term: format!("word{}", random.below(7) * 2 + at), count: 1 }).collect();
    }
    events.push(search);
    let mut view = event(Kind::View, number * 10 + 1);
    if let Data::View(view) = &mut view.data {
        view.entry.clone_from(&entry);
    }
    events.push(view);
    if random.below(2) == 0 {
        events.push(vote(number * 10 + 2, &entry, random.below(3) > 0, None));
    }
    if random.below(3) == 0 {
        let mut gap = event(Kind::NoResult, number * 10 + 3);
        if let Data::NoResult(gap) = &mut gap.data {
            gap.terms = vec![format!("gap{}", random.below(9))];
        }
        events.push(gap);
    }
    let mut visit = event(Kind::Visit, number * 10 + 4);
    if let Data::Visit(Visit { end, .. }) = &mut visit.data {
        *end = End::ALL[random.below(3) as usize];
    }
    events.push(visit);
    for event in &mut events {
        event.time = NOW + random.below(20) * 86_400_000;
        event.sent = Some(NOW + 30 * 86_400_000);
    }
    events
}

/// Every whole number of a report that counts something, by where it stands.
fn numbers(path: &str, value: &Value, found: &mut Vec<(String, u64)>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, field)| numbers(&format!("{path}.{name}"), field, found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| numbers(&format!("{path}[{at}]"), item, found)),
        Value::Number(number) if !path.ends_with(".step") && !path.ends_with(".unknown") => {
            // Shares are fractions; they are worked out of the counts beside them.
            found.extend(number.as_u64().map(|number| (path.to_owned(), number)));
        }
        _ => {}
    }
}

/// All counts that anybody with the token can read.
async fn readable(owner: &Owner) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    numbers("", &serde_json::from_str(&owner.gets("/report.json").await).unwrap(), &mut found);
    for line in owner.gets("/report.csv").await.lines().skip(1) {
        let (name, value) = line.rsplit_once(',').unwrap();
        found.push((name.to_owned(), value.parse().unwrap()));
    }
    // In the page: what stands in a cell or a figure.
    let page = owner.gets("/report").await;
    let article = page.split("<article").nth(1).unwrap_or_default();
    // The lines of a chart are labelled by the scale, not by what was counted.
    let article: String = article.split("<svg").map(|part| part.split_once("</svg>").map_or(part, |(_, rest)| rest)).collect();
    for part in article.split(['>']).filter_map(|part| part.split('<').next()) {
        let plain: String = part.chars().filter(|c| *c != '\u{202F}').collect();
        found.extend(plain.trim().parse().ok().map(|number| (format!("page: {part}"), number)));
    }
    found
}

/// Adds people one by one and reads everything before and after each of them. Whatever is read, and whatever two readings differ by, is a
/// multiple of five: no count below five can be told, neither in a report, nor between its tables, nor between two reports.
#[tokio::test]
async fn nobody_can_be_found_by_comparing_reports() {
    let owner = Owner::new();
    let mut random = Random(11);
    let mut words: BTreeSet<String> = BTreeSet::new();
    for number in 0..60 {
        owner.takes(person(&mut random, number)).await;
        if number % 6 > 1 {
            continue;
        }
        for (name, count) in readable(&owner).await {
            assert!(count.is_multiple_of(5), "after {number} people {name} is {count}");
        }
        let json: Value = serde_json::from_str(&owner.gets("/report.json").await).unwrap();
        let exact: Value = serde_json::from_str(&report(&owner.store, &ReportOptions::default()).unwrap().to_json()).unwrap();
        for (list, name) in [("terms", "term"), ("gaps", "words"), ("unanswered", "terms")] {
            for row in json["sites"][0][list].as_array().unwrap() {
                words.insert(row[name].to_string());
                let same = exact["sites"][0][list].as_array().unwrap().iter().find(|other| other[name] == row[name]).unwrap();
                assert!(same["count"].as_u64().unwrap() >= 5, "{row} is too rare to be told");
            }
        }
    }
    assert!(words.len() > 5, "something is told: {words:?}");
}
