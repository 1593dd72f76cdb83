//! What comes over the wire and should not: each is answered with a clear status, and the collector goes on.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use faqlet_collector::{Kept, Selection, Store, StoreError};
use serde_json::{Value, json};

use crate::client::{Client, body, event, stored};
use crate::process::{Collector, Place, Start};

/// A request with these headers and this body.
fn request(headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("POST /faqlet/events HTTP/1.1\r\nHost: help.example\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// The status of the answer to raw bytes; 0 when the connection was closed without one.
fn status(collector: &Collector, bytes: &[u8]) -> u16 {
    Client::new(collector.address).send(&[bytes]).map_or(0, |answer| answer.status)
}

fn assert_well(collector: &Collector, number: u64) {
    let answer = Client::new(collector.address).post(&body(number..number + 1)).unwrap();
    assert_eq!(stored(&answer).len(), 1, "{answer:?}");
}

#[test]
fn requests_that_are_none_get_a_clear_status_and_harm_nobody() {
    let place = Place::sqlite();
    let collector = place.start().run();
    // A hundred megabytes of blanks in a few bytes would come out of something like this.
    let bomb: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\x01\x0d\x00\x00\x00\xc2\xa0\xf7Om\x0e7\xa0";
    let long_head = format!("X-Long: {}\r\n", "x".repeat(100_000));
    let cases: [(&str, Vec<u8>, &[u16]); 16] = [
        ("more than 64 KB", request("", &[b' '; 65 * 1024]), &[413]),
        ("a length that lies upwards", request("", b"[]").replace_length("10485760"), &[413]),
        ("a length that is no number", request("", b"[]").replace_length("many"), &[400]),
        ("a bomb that says what it is", request("Content-Encoding: gzip\r\n", bomb), &[415]),
        ("a bomb that does not", request("", bomb), &[400]),
        ("JSON a hundred thousand deep", request("", "[".repeat(100_000).as_bytes()), &[413]),
        ("JSON sixty thousand deep", request("", "[".repeat(60_000).as_bytes()), &[400]),
        ("closed JSON thirty thousand deep", request("", format!("{}{}", "[".repeat(30_000), "]".repeat(30_000)).as_bytes()), &[200]),
        ("no UTF-8", request("", b"[\xff\xfe]"), &[400]),
        ("a form", request("Content-Type: multipart/form-data; boundary=x\r\n", b"--x--"), &[415]),
        ("a foreign origin", request("Origin: https://evil.example\r\n", b"[]"), &[403]),
        ("a head without end", request(&long_head, b"[]"), &[400, 431]),
        ("another method", b"DELETE /faqlet/events HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(), &[405]),
        ("another path", b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(), &[404]),
        (
            "a broken chunk",
            b"POST /faqlet/events HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n".to_vec(),
            &[400, 413],
        ),
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".repeat(50), &[400, 0]),
    ];
    for ((what, bytes, wanted), number) in cases.into_iter().zip(0..) {
        let got = status(&collector, &bytes);
        assert!(wanted.contains(&got), "{what}: expected one of {wanted:?}, got {got}");
        assert_well(&collector, number);
    }
    assert_eq!(collector.log(), "", "strangers cannot make it talk");
}

/// A request with another length in its head.
trait ReplaceLength {
    fn replace_length(self, length: &str) -> Vec<u8>;
}

impl ReplaceLength for Vec<u8> {
    fn replace_length(self, length: &str) -> Vec<u8> {
        let text = String::from_utf8(self).unwrap();
        text.replace("Content-Length: 2", &format!("Content-Length: {length}")).into_bytes()
    }
}

#[test]
fn each_event_is_judged_by_itself_by_sites_versions_types_and_times() {
    let place = Place::sqlite();
    let collector = Start { sites: "shop,help", ..place.start() }.run();
    let good = serde_json::to_value(event(1)).unwrap();
    let with = |pointer: &str, value: Value| {
        let mut changed = good.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        changed
    };
    let mut stamped = with("/id", json!("01900000-0000-7000-8000-000000000001"));
    stamped["time"] = json!("1999-12-31T22:00:00.000Z");
    stamped["sentat"] = json!("2000-01-01T00:00:00.000Z");
    let mut future = with("/id", json!("01900000-0000-7000-8000-000000000002"));
    future["time"] = json!("2999-12-31T23:00:00Z");
    let mut keyed = with("/id", json!("01900000-0000-7000-8000-000000000003"));
    keyed["erasekey"] = json!("short");
    let cases = [
        (good.clone(), "accepted"),
        (good.clone(), "duplicate"),
        (stamped, "accepted"),
        (future, "accepted"),
        (keyed, "rejected"),
        (with("/source", json!("/other")), "rejected"),
        (with("/source", json!("/../shop")), "rejected"),
        (with("/specversion", json!("2.0")), "rejected"),
        (with("/type", json!("dev.faqlet.view.v2")), "rejected"),
        (with("/type", json!("com.example.order")), "rejected"),
        (with("/time", json!(1_780_000_000)), "rejected"),
        (with("/time", json!("2026-13-45T99:99:99Z")), "rejected"),
        (with("/data", json!([])), "rejected"),
        (with("/data", json!("view")), "rejected"),
        (with("/data/lang", json!(null)), "rejected"),
        (json!(7), "rejected"),
        (json!(null), "rejected"),
    ];
    let body = Value::Array(cases.iter().map(|(event, _)| event.clone()).collect()).to_string();
    let answer = Client::new(collector.address).post(&body).unwrap();
    let reply: Value = serde_json::from_str(&answer.body).unwrap();
    for ((event, wanted), verdict) in cases.iter().zip(reply["results"].as_array().unwrap()) {
        assert_eq!(verdict["status"], *wanted, "{event}: {verdict}");
        assert_eq!(*wanted == "rejected", verdict["reason"].as_str().is_some_and(|reason| reason.len() > 10), "{verdict}");
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as u64;
    let mut ages = Vec::new();
    let take = |page: Vec<Kept>| {
        ages.extend(page.into_iter().map(|kept| kept.received - kept.event.time));
        Ok::<(), StoreError>(())
    };
    Store::open_for_reading(&place.store).unwrap().export(&Selection::default(), take).unwrap();
    ages.sort_unstable();
    // From the future: now. By a clock that is decades behind: two hours before it was sent. The third is as old as it says.
    assert!(ages[0] == 0 && ages[1] == 7_200_000 && ages[2] <= 30 * 86_400_000 && now > 1_780_000_000_000, "{ages:?}");
}

#[test]
fn a_thousand_slow_connections_do_not_keep_others_out() {
    let place = Place::sqlite();
    let collector = Start { under: "ulimit -n $(ulimit -Hn);", ..place.start() }.run();
    raise_file_limit();
    let beginnings: [&[u8]; 3] = [
        b"",
        b"POST /faqlet/events HTTP/1.1\r\nHost: a\r\nX-",
        b"POST /faqlet/events HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n[{",
    ];
    let mut slow = Vec::new();
    for number in 0..1_000 {
        let mut stream = TcpStream::connect(collector.address).unwrap();
        stream.write_all(beginnings[number % 3]).unwrap();
        slow.push(stream);
    }
    for number in 0..5 {
        assert_well(&collector, number);
        // They go on to send, a byte at a time.
        for stream in &mut slow {
            let _ = stream.write_all(b"x");
        }
    }
    let (_, most) = collector.memory().unwrap_or((0, 0));
    assert!(most < 150 * 1024 * 1024, "{most} bytes for a thousand idle connections");
    // Those with a body that does not come are told so, the others when their time is over.
    let mut answer = [0; 12];
    slow[2].set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    slow[2].read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 408");
    assert_well(&collector, 9);
}

fn raise_file_limit() {
    let limits = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let raised = rustix::process::Rlimit { current: limits.maximum, maximum: limits.maximum };
    rustix::process::setrlimit(rustix::process::Resource::Nofile, raised).unwrap();
}

#[test]
fn out_of_files_it_waits_and_comes_back() {
    let place = Place::sqlite();
    let collector = Start { under: "ulimit -n 40;", ..place.start() }.run();
    let many: Vec<TcpStream> = (0..100).map_while(|_| TcpStream::connect(collector.address).ok()).collect();
    assert!(many.len() > 50);
    drop(many);
    assert_well(&collector, 1);
}

#[test]
fn a_full_disk_refuses_loses_nothing_and_passes() {
    let place = Place::sqlite();
    // No file may become larger than a megabyte, which a full disk looks like to a program; the limit can be raised again.
    let collector = Start { under: "trap '' XFSZ; ulimit -S -f 2048;", ..place.start() }.run();
    let mut client = Client::new(collector.address);
    let mut acknowledged = Vec::new();
    let mut number = 0;
    let refused = loop {
        let answer = client.post(&body(number..number + 50)).unwrap();
        if answer.status != 200 {
            break answer;
        }
        acknowledged.extend(stored(&answer));
        number += 50;
        assert!(number < 50_000, "the disk does not get full");
    };
    assert_eq!((refused.status, refused.retry_after), (503, Some(10)), "{}", refused.body);
    assert!(!refused.body.contains("store.db"), "{}", refused.body);
    assert_eq!(client.get("/livez").unwrap().status, 200);
    let log = collector.log();
    let line: Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
    assert_eq!((line["event"].as_str(), line["level"].as_str()), (Some("store_failing"), Some("error")), "{log}");
    let raised = Command::new("prlimit").args(["--pid", &collector.id().to_string(), "--fsize=unlimited:"]).status().unwrap();
    assert!(raised.success());
    acknowledged.extend(stored(&client.post(&body(number..number + 50)).unwrap()));
    assert!(collector.log().contains("store_recovered"));
    collector.end();
    place.assert_integrity();
    assert_eq!(place.proved_ids(), acknowledged.into_iter().collect());
}

#[test]
fn a_place_that_cannot_be_written_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let error = Store::open(folder.path()).map(drop).unwrap_err().to_string();
    assert!(error.contains("cannot open the store") && error.contains("check that"), "{error}");
    let error = Store::open("postgres://127.0.0.1:1/faqlet").map(drop).unwrap_err().to_string();
    assert!(error.contains("cannot open the store postgres://127.0.0.1:1/faqlet") && error.contains("check that"), "{error}");
    let error = Store::open("postgres://%zz").map(drop).unwrap_err().to_string();
    assert!(error.contains("cannot open the store"), "{error}");
}
