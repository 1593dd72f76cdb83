//! `faqlet collect`: a collector of its own.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use support::Shop;

#[test]
fn events_of_named_sites_are_taken_and_reported() {
    let shop = Shop::new();
    let mut command =
        shop.command(&["collect", "--store", "f.db", "--listen", "127.0.0.1:0", "--site", "shop", "--origin", "https://shop.example"]);
    let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
    assert!(said.starts_with("Collecting at http://127.0.0.1:") && said.ends_with("/faqlet/events into f.db\n"), "{said}");
    let address = said.split("http://").nth(1).unwrap().split('/').next().unwrap();

    let event = |number: u32, site: &str| {
        format!(
            r#"{{"specversion":"1.0","id":"01890a5d-ac96-774b-bcce-b302099a805{number}","source":"/{site}","type":"dev.faqlet.vote.v1","time":"2026-01-02T03:04:05.000Z","datacontenttype":"application/json","data":{{"lang":"en","version":"0123456789abcdef","entry":"refund","helpful":true}}}}"#
        )
    };
    let body = format!("[{},{}]", event(1, "shop"), event(2, "elsewhere"));
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /faqlet/events HTTP/1.1\r\nHost: {address}\r\nOrigin: https://shop.example\r\nConnection: close\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!((answer.matches("accepted").count(), answer.matches("rejected").count()), (1, 1), "{answer}");

    let report = shop.run(&["report", "--store", "f.db", "--json"]).json();
    let sites: Vec<&str> = report["sites"].as_array().unwrap().iter().map(|site| site["site"].as_str().unwrap()).collect();
    assert_eq!(sites, ["shop"]);
}

#[test]
fn a_store_that_cannot_be_made_is_explained() {
    let shop = Shop::new();
    shop.run(&["collect", "--store", "missing/f.db", "--listen", "127.0.0.1:0"]).failed(1, &["missing/f.db"]);
    shop.run(&["collect"]).failed(2, &["--store"]);
}
