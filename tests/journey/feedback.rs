//! From a visitor's message to the owner's report.

use faqlet_tests::Result;
use faqlet_tests::server::Server;
use serde_json::{Value, json};

/// Where beacons go on the demo.
const PATH: &str = "/faqlet/events";

/// A vote as the widget sends it; `number` makes its id.
fn vote(number: u32, entry: &str, helpful: bool) -> Value {
    event(number, "vote", json!({ "lang": "en", "version": "0123456789abcdef", "entry": entry, "helpful": helpful }))
}

fn event(number: u32, kind: &str, data: Value) -> Value {
    json!({
        "specversion": "1.0",
        "id": format!("01900000-0000-7000-8000-{number:012}"),
        "source": "/shop",
        "type": format!("dev.faqlet.{kind}.v1"),
        "time": "2026-03-01T12:00:00.000Z",
        "sentat": "2026-03-01T12:00:01.000Z",
        "datacontenttype": "application/json",
        "data": data,
    })
}

/// Sends events and returns the verdict on each, in order.
fn send(server: &Server, events: &Value) -> Result<Vec<String>> {
    let answer = server.request("POST", PATH, &[("Content-Type", "text/plain;charset=UTF-8")], events.to_string().as_bytes())?.json()?;
    assert_eq!(answer["faqlet"], 1, "{answer}");
    let verdicts = answer["results"].as_array().cloned().unwrap_or_default();
    Ok(verdicts.iter().map(|verdict| verdict["status"].as_str().unwrap_or_default().to_owned()).collect())
}

#[test]
fn a_vote_reaches_the_report_once_however_often_it_is_sent() -> Result {
    let server = Server::of_demo()?;
    let votes = json!([vote(1, "refund-time", true), vote(2, "refund-time", false)]);
    assert_eq!(send(&server, &votes)?, ["accepted", "accepted"]);
    assert_eq!(send(&server, &votes)?, ["duplicate", "duplicate"]);
    assert_eq!(server.votes("en", "refund-time")?, (1, 1));
    Ok(())
}

#[test]
fn the_published_schema_knows_a_message_from_none() {
    let sound = vote(1, "refund-time", true);
    assert_eq!(faqlet_tests::schema::fault(&json!([sound]).to_string()), None);
    for (field, value) in [("type", json!("dev.faqlet.gossip.v1")), ("id", json!("1")), ("address", json!("127.0.0.1"))] {
        let mut broken = sound.clone();
        broken[field] = value;
        assert!(faqlet_tests::schema::fault(&json!([broken]).to_string()).is_some(), "{field}");
    }
    let mut broken = sound;
    broken["data"]["profile"] = "secret".into();
    assert!(faqlet_tests::schema::fault(&json!([broken]).to_string()).is_some());
    assert!(faqlet_tests::schema::fault("not json").is_some());
}

#[test]
fn searches_and_gaps_reach_the_report() -> Result {
    let server = Server::of_demo()?;
    let search =
        json!({ "lang": "en", "version": "0123456789abcdef", "searches": 2, "unknown": 0, "terms": [{ "term": "refund", "count": 2 }] });
    let gap = json!({ "lang": "en", "version": "0123456789abcdef", "unknown": 3, "terms": ["wedding"] });
    let view = json!({ "lang": "en", "version": "0123456789abcdef", "entry": "refund-time", "from": "search" });
    let events = json!([event(1, "search", search), event(2, "noresult", gap), event(3, "view", view)]);
    assert_eq!(send(&server, &events)?, ["accepted", "accepted", "accepted"]);
    let report = server.report()?;
    let shop = &report["sites"][0];
    assert_eq!(shop["totals"]["views"], 1, "{report}");
    assert_eq!(shop["terms"][0]["term"], "refund", "{report}");
    assert_eq!(shop["unanswered"][0]["terms"], json!(["wedding"]), "{report}");
    Ok(())
}

#[test]
fn one_bad_event_is_refused_with_a_reason_and_the_rest_is_kept() -> Result {
    let server = Server::of_demo()?;
    let mut unknown = vote(2, "refund-time", true);
    unknown["type"] = "dev.faqlet.gossip.v1".into();
    let mut strange = vote(3, "refund-time", true);
    strange["data"]["profile"] = "secret".into();
    let events = json!([vote(1, "refund-time", true), unknown, strange]);
    let answer = server.request("POST", PATH, &[("Content-Type", "text/plain;charset=UTF-8")], events.to_string().as_bytes())?.json()?;
    let statuses: Vec<&Value> = (0..3).map(|place| &answer["results"][place]["status"]).collect();
    assert_eq!(statuses, ["accepted", "rejected", "rejected"]);
    for place in 1..3 {
        assert!(answer["results"][place]["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{answer}");
    }
    assert_eq!(server.votes("en", "refund-time")?, (1, 0));
    Ok(())
}

#[test]
fn bodies_that_are_no_messages_are_refused_and_the_collector_goes_on() -> Result {
    let server = Server::of_demo()?;
    let large = vec![b' '; 65 * 1024];
    let deep = "[".repeat(100_000);
    for body in [&b"not json"[..], b"{}", b"\xff\xfe", &large, deep.as_bytes()] {
        let status = server.request("POST", PATH, &[("Content-Type", "text/plain;charset=UTF-8")], body)?.status;
        assert!((400..500).contains(&status), "{:?} got {status}", String::from_utf8_lossy(&body[..body.len().min(20)]));
    }
    assert_eq!(send(&server, &json!([vote(1, "refund-time", true)]))?, ["accepted"]);
    Ok(())
}

#[test]
fn the_report_is_also_a_page_that_stands_alone() -> Result {
    let server = Server::of_demo()?;
    send(&server, &json!([vote(1, "refund-time", true)]))?;
    let folder = tempfile::tempdir()?;
    let page = folder.path().join("report.html");
    let help = faqlet_tests::built::site()?.join("help");
    let arguments =
        [std::path::Path::new("report"), "--store".as_ref(), server.store(), "--answers".as_ref(), &help, "--html".as_ref(), &page];
    faqlet_tests::built::faqlet_prints(&arguments)?;
    let page = std::fs::read_to_string(page)?;
    assert!(page.contains("When will I get my refund?"), "expected the question, not the id");
    let elsewhere = ["src=\"http", "href=\"http", "@import", "<script"];
    assert!(!elsewhere.iter().any(|loaded| page.contains(loaded)), "expected a page that loads nothing");
    Ok(())
}
