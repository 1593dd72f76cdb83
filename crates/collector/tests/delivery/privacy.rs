//! Nothing of who sent it is kept: not in the database, not in its log, not in what the collector notes about itself.

use faqlet_beacon::{Data, Vote};

use crate::client::{Client, body, event};
use crate::process::Place;

#[test]
fn neither_store_nor_log_know_who_it_was() {
    let place = Place::sqlite();
    let collector = place.start().run();
    let mut client = Client::new(collector.address);
    for part in 0..50 {
        assert_eq!(client.post(&body(part * 20..part * 20 + 20)).unwrap().status, 200);
    }
    let mut spoken = event(5_000);
    let comment = "mail jo@private.example, call +49 30 7654321, card 4111 1111 1111 1111, order 90817263, see https://me.example/jo";
    let (lang, version, entry) = ("en".to_owned(), "v1".to_owned(), "refund".to_owned());
    spoken.data = Data::Vote(Vote { lang, version, entry, helpful: false, comment: Some(comment.to_owned()), ..Vote::default() });
    spoken.erase_key = Some("c0ffee".repeat(6)[..32].to_owned());
    let body = serde_json::to_string(&[spoken]).unwrap();
    let head = "POST /faqlet/events HTTP/1.1\r\nHost: help.example\r\nUser-Agent: Snoopy/7.7\r\nX-Forwarded-For: 203.0.113.99\r\n\
         Cookie: session=c00kie\r\nReferer: https://help.example/secret-page\r\nAccept-Language: tlh\r\n";
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    assert_eq!(client.send(&[request.as_bytes()]).unwrap().status, 200);
    let refused = format!("{head}Content-Length: 4\r\n\r\nnope");
    assert_eq!(client.send(&[refused.as_bytes()]).unwrap().status, 400);
    let look = |when: &str| {
        for file in std::fs::read_dir(place.folder.path()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            for word in [
                "127.0.0.1",
                "203.0.113.99",
                "Snoopy",
                "c00kie",
                "secret-page",
                "tlh",
                "private.example",
                "7654321",
                "4111",
                "90817263",
                "me.example",
                "c0ffee",
            ] {
                let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                assert!(!found, "{when}: {word} is in {}", path.display());
            }
        }
    };
    look("while it runs");
    assert!(place.folder.path().join("store.db-wal").exists(), "there was no log to look at");
    collector.end();
    look("afterwards");
    let store = faqlet_collector::Store::open_for_reading(&place.store).unwrap();
    let report = faqlet_collector::report(&store, &faqlet_collector::ReportOptions::default()).unwrap().to_json();
    assert!(report.contains("mail [e-mail], call [number], card [number], order [number], see [link]"), "{report}");
}
