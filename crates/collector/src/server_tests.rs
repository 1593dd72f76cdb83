//! Tests of the HTTP side, on the router without a socket: what each request is answered, and what is in the store afterwards.

use axum::http::Method;
use faqlet_beacon::{Kind, limit};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::*;
use crate::store::testing as held;
use crate::store::testing::{NOW, event, vote};
use crate::{ReportOptions, report};

struct Place {
    held: held::Place,
    store: Store,
    router: Router,
}

impl Place {
    fn new() -> Place {
        let options = Options { origins: vec!["https://www.shop.example".to_owned()], ..Options::default() };
        Place::with(options)
    }

    fn with(options: Options) -> Place {
        let held = held::Place::sqlite();
        let store = Store::open(held.path()).unwrap();
        Place { router: router(store.clone(), options), held, store }
    }

    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> (StatusCode, HeaderMap, String) {
        let mut request = Request::builder().method(method).uri(path).header("host", "help.shop.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        (parts.status, parts.headers, String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap())
    }

    async fn post(&self, body: impl Into<Body>) -> (StatusCode, Value) {
        let headers = [("content-type", "text/plain;charset=UTF-8"), ("origin", "https://help.shop.example")];
        let (status, _, body) = self.ask(Method::POST, "/faqlet/events", &headers, body).await;
        (status, serde_json::from_str(&body).unwrap())
    }

    async fn post_events(&self, events: &[Event]) -> (StatusCode, Value) {
        self.post(serde_json::to_string(events).unwrap()).await
    }

    fn report(&self) -> String {
        report(&self.store, &ReportOptions::default()).unwrap().to_json()
    }
}

fn statuses(reply: &Value) -> Vec<&str> {
    assert_eq!(reply["faqlet"], 1);
    reply["results"].as_array().unwrap().iter().map(|result| result["status"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn events_are_accepted_once_and_named_in_the_answer() {
    let place = Place::new();
    let events: Vec<Event> = Kind::ALL.into_iter().zip(0..).map(|(kind, number)| event(kind, number)).collect();
    let (status, reply) = place.post_events(&events).await;
    assert_eq!((status, statuses(&reply)), (StatusCode::OK, vec!["accepted"; Kind::ALL.len()]));
    let ids: Vec<_> = reply["results"].as_array().unwrap().iter().map(|result| result["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, events.iter().map(|event| event.id.clone()).collect::<Vec<_>>());
    assert_eq!(statuses(&place.post_events(&events).await.1), ["duplicate"; Kind::ALL.len()]);
    assert_eq!(place.post("[]").await, (StatusCode::OK, json!({"faqlet": 1, "results": []})));
}

#[tokio::test]
async fn each_bad_event_is_answered_by_itself_and_the_rest_is_stored() {
    let place = Place::new();
    let good = serde_json::to_value(event(Kind::Vote, 1)).unwrap();
    let with = |pointer: &str, value: Value| {
        let mut changed = good.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        changed.to_string()
    };
    let mut extra = good.clone();
    extra["data"]["ip"] = json!("192.0.2.1");
    let deep = format!("{{\"id\":\"deep\",\"data\":{}{}}}", "[".repeat(6_000), "]".repeat(6_000));
    let cases: [(String, &str, &str); 12] = [
        (good.to_string(), "accepted", ""),
        (with("/type", json!("dev.faqlet.dance.v1")), "rejected", "type: this kind"),
        (with("/type", json!("dev.faqlet.vote.v7")), "rejected", "type: this version"),
        (with("/data/helpful", json!("yes")), "rejected", "data: invalid type"),
        (with("/data/entry", json!("x".repeat(500))), "rejected", "data.entry: expected at most 200 bytes, got 500"),
        (with("/time", json!("yesterday")), "rejected", "time: expected a time"),
        (with("/id", json!("7")), "rejected", "id: expected a UUID"),
        (extra.to_string(), "rejected", "unknown field `ip`"),
        ("null".to_owned(), "rejected", "invalid type: null"),
        ("{}".to_owned(), "rejected", "missing field"),
        (deep, "rejected", "recursion limit"),
        (serde_json::to_string(&event(Kind::View, 2)).unwrap(), "accepted", ""),
    ];
    let body = format!("[{}]", cases.iter().map(|(text, ..)| text.as_str()).collect::<Vec<_>>().join(","));
    let (status, reply) = place.post(body).await;
    assert_eq!(status, StatusCode::OK);
    for (result, (text, status, reason)) in reply["results"].as_array().unwrap().iter().zip(&cases) {
        let said = result["reason"].as_str().unwrap_or_default();
        assert!(said.contains(reason) && reason.is_empty() == said.is_empty(), "{text}: {result}");
        assert!(result["status"] == *status || (*status == "accepted" && result["status"] == "duplicate"), "{text}: {result}");
    }
    assert_eq!(reply["results"][10]["id"], "deep", "an event that cannot be read still has an id to let go of");
    assert!(place.report().contains("\"views\": 1"));
}

#[tokio::test]
async fn bodies_that_are_no_list_are_refused_whole_with_words() {
    let place = Place::new();
    let many = format!("[{}]", vec!["{}"; limit::BODY_EVENTS + 1].join(","));
    let deep = "[".repeat(60_000);
    for (body, status) in [
        (String::new(), StatusCode::BAD_REQUEST),
        ("<html>".to_owned(), StatusCode::BAD_REQUEST),
        ("{}".to_owned(), StatusCode::BAD_REQUEST),
        ("[{\"id\":".to_owned(), StatusCode::BAD_REQUEST),
        ("[] []".to_owned(), StatusCode::BAD_REQUEST),
        (deep, StatusCode::BAD_REQUEST),
        (many, StatusCode::PAYLOAD_TOO_LARGE),
        (" ".repeat(limit::BODY_BYTES + 1), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let (got, answer) = place.post(body.clone()).await;
        assert_eq!(got, status, "{:.40}", body);
        assert_eq!(answer["faqlet"], 1);
        assert!(answer["error"].as_str().unwrap().starts_with("expected"), "{answer}");
    }
    let (status, answer) = place.post(vec![b'[', 0xFF, 0xFE, b']']).await;
    assert_eq!((status, &answer["faqlet"]), (StatusCode::BAD_REQUEST, &json!(1)));
}

#[tokio::test]
async fn compressed_or_otherwise_typed_bodies_are_refused_before_they_are_read() {
    let place = Place::new();
    for (name, value, status) in [
        ("content-encoding", "gzip", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("content-type", "multipart/form-data; boundary=x", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("content-length", "9999999", StatusCode::PAYLOAD_TOO_LARGE),
        ("content-type", "application/json", StatusCode::OK),
        ("content-encoding", "identity", StatusCode::OK),
    ] {
        let (got, _, body) = place.ask(Method::POST, "/faqlet/events", &[(name, value)], "[]").await;
        assert_eq!(got, status, "{name}: {value}");
        assert!(body.starts_with("{\"faqlet\":1"), "{body}");
    }
}

#[tokio::test]
async fn only_the_own_and_listed_origins_may_post() {
    let place = Place::new();
    let body = serde_json::to_string(&[event(Kind::Vote, 1)]).unwrap();
    for (origin, allowed, named) in [
        ("https://help.shop.example", true, None),
        ("http://help.shop.example", true, None),
        ("https://www.shop.example", true, Some("https://www.shop.example")),
        ("https://help.shop.example.evil.example", false, None),
        ("https://evil.example", false, None),
        ("null", false, None),
        ("help.shop.example", false, None),
    ] {
        let post = place.ask(Method::POST, "/faqlet/events", &[("origin", origin)], body.clone()).await;
        let preflight = place.ask(Method::OPTIONS, "/faqlet/events", &[("origin", origin)], "").await;
        assert_eq!(post.0, if allowed { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{origin}");
        assert_eq!(preflight.0, if allowed { StatusCode::NO_CONTENT } else { StatusCode::FORBIDDEN }, "{origin}");
        for headers in [&post.1, &preflight.1] {
            assert_eq!(headers.get("access-control-allow-origin").map(|value| value.to_str().unwrap()), named, "{origin}");
            assert_eq!(headers.get("access-control-allow-credentials"), None);
        }
    }
    assert!(place.report().contains("\"yes\": 1"), "the foreign posts added nothing");
}

#[tokio::test]
async fn unknown_sites_are_refused_when_sites_are_listed() {
    let place = Place::with(Options { sites: vec!["other".to_owned()], ..Options::default() });
    let (_, reply) = place.post_events(&[event(Kind::Vote, 1)]).await;
    assert_eq!(statuses(&reply), ["rejected"]);
    assert!(reply["results"][0]["reason"].as_str().unwrap().contains("does not answer for that site"));
}

#[tokio::test]
async fn when_too_much_waits_the_client_is_told_when_to_come_back() {
    let place = Place::new();
    let lock = place.held.lock();
    let store = place.store.clone();
    let waiting = tokio::spawn(async move { store.store(vec![event(Kind::Vote, 1)], 16 * 1024 * 1024 - 8 * 1024, NOW).await });
    tokio::task::yield_now().await;
    let started = std::time::Instant::now();
    let (status, headers, body) =
        place.ask(Method::POST, "/faqlet/events", &[], serde_json::to_string(&[event(Kind::Vote, 2)]).unwrap()).await;
    assert!(started.elapsed() < Duration::from_millis(250), "the refusal waited for the disk");
    assert_eq!((status, headers["retry-after"].to_str().unwrap()), (StatusCode::TOO_MANY_REQUESTS, "1"));
    assert!(body.contains("\"faqlet\":1"));
    drop(lock);
    waiting.await.unwrap().unwrap();
    assert_eq!(statuses(&place.post_events(&[event(Kind::Vote, 2)]).await.1), ["accepted"]);
}

#[tokio::test]
async fn health_follows_the_store() {
    let place = Place::new();
    for (path, status) in [("/livez", StatusCode::OK), ("/readyz", StatusCode::OK)] {
        assert_eq!(place.ask(Method::GET, path, &[], "").await.0, status);
    }
    place.store.close();
    assert_eq!(place.ask(Method::GET, "/livez", &[], "").await.0, StatusCode::OK);
    assert_eq!(place.ask(Method::GET, "/readyz", &[], "").await.0, StatusCode::SERVICE_UNAVAILABLE);
    let (status, headers, body) =
        place.ask(Method::POST, "/faqlet/events", &[], serde_json::to_string(&[event(Kind::Vote, 2)]).unwrap()).await;
    assert_eq!((status, headers["retry-after"].to_str().unwrap()), (StatusCode::SERVICE_UNAVAILABLE, "10"));
    assert!(!body.contains("store.db"), "{body}");
}

#[tokio::test]
async fn words_are_masked_again_and_nothing_about_the_client_is_kept() {
    let place = Place::new();
    let mut spoken = vote(1, "refund", false, None);
    if let faqlet_beacon::Data::Vote(vote) = &mut spoken.data {
        vote.comment = Some("call me at +49 30 1234567 or jo@example.com".to_owned());
    }
    let body = serde_json::to_string(&[spoken]).unwrap();
    let headers = [("user-agent", "Curious/1.0"), ("x-forwarded-for", "203.0.113.77"), ("cookie", "id=c00kie")];
    let (status, answer, _) = place.ask(Method::POST, "/faqlet/events", &headers, body).await;
    assert_eq!((status, answer.get("set-cookie")), (StatusCode::OK, None));
    assert!(place.report().contains("call me at [number] or [e-mail]"));
    place.store.close();
    for file in std::fs::read_dir(place.held.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for word in ["1234567", "example.com", "Curious", "203.0.113", "c00kie"] {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word} is in the store");
        }
    }
}

#[tokio::test]
async fn a_client_that_sends_too_often_is_told_when_to_come_back() {
    let place = Place::with(Options { client_rate: 1, ..Options::default() });
    let body = serde_json::to_string(&[event(Kind::Vote, 1)]).unwrap();
    let ask = async |peer: &str, forwarded: Option<&str>| {
        let mut request = Request::builder().method(Method::POST).uri("/faqlet/events").extension(Peer(peer.parse().unwrap()));
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let answer = place.router.clone().oneshot(request.body(Body::from(body.clone())).unwrap()).await.unwrap();
        (answer.status().as_u16(), answer.headers().get("retry-after").is_some())
    };
    for _ in 0..10 {
        assert_eq!(ask("192.0.2.1", None).await, (200, false));
        assert_eq!(ask("127.0.0.1", Some("203.0.113.9, 2001:db8:1:2:3::4")).await, (200, false));
    }
    assert_eq!(ask("192.0.2.1", None).await, (429, true));
    assert_eq!(ask("192.0.2.1", Some("203.0.113.9")).await, (429, true), "only a proxy's word is believed");
    assert_eq!(ask("127.0.0.1", Some("198.51.100.1, 2001:db8:1:2:ffff::9")).await, (429, true), "a household is one client");
    assert_eq!(ask("192.0.2.2", None).await, (200, false));
    for _ in 0..20 {
        assert_eq!(ask("127.0.0.1", None).await, (200, false), "a proxy that names nobody does not lock out everybody");
    }
}

#[tokio::test]
async fn a_site_has_a_rate_of_its_own() {
    let place = Place::with(Options { site_rate: 2, ..Options::default() });
    let events: Vec<Event> = (0..20).map(|number| event(Kind::View, number)).collect();
    assert_eq!(place.post_events(&events).await.0, StatusCode::OK);
    assert_eq!(place.post_events(&events).await.0, StatusCode::TOO_MANY_REQUESTS);
    let elsewhere: Vec<Event> = events.iter().map(|event| Event { site: "other".to_owned(), ..event.clone() }).collect();
    assert_eq!(place.post_events(&elsewhere).await.0, StatusCode::OK);
}

#[tokio::test]
async fn figures_say_what_happened_and_nothing_about_whom() {
    let place = Place::new();
    let events = [event(Kind::Vote, 1), event(Kind::View, 2)];
    place.post_events(&events).await;
    place.post_events(&events).await;
    place.post("no list").await;
    let (status, headers, text) = place.ask(Method::GET, "/metrics", &[], "").await;
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8"));
    for line in [
        "faqlet_events_total{verdict=\"accepted\"} 2",
        "faqlet_events_total{verdict=\"duplicate\"} 2",
        "faqlet_requests_total{status=\"2xx\"} 2",
        "faqlet_requests_total{status=\"4xx\"} 1",
        "faqlet_stored_events_total 4",
        "faqlet_commit_seconds_count 2",
        "faqlet_queue_permille 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
    }
    assert!(!text.contains("shop") && !text.contains("refund"), "{text}");
}

#[tokio::test]
async fn told_to_stop_it_is_not_ready_but_still_takes_what_comes() {
    let options = Options::default();
    let stop = options.stop.clone();
    let place = Place::with(options);
    assert_eq!(place.ask(Method::GET, "/readyz", &[], "").await.0, StatusCode::OK);
    stop.tell();
    assert_eq!(place.ask(Method::GET, "/readyz", &[], "").await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(statuses(&place.post_events(&[event(Kind::Vote, 1)]).await.1), ["accepted"]);
}
