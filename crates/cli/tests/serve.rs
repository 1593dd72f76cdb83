//! `faqlet serve`, asked over a plain socket as any client would.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use support::Shop;

/// A running server; ended when dropped.
struct Server {
    process: Child,
    address: String,
    said: String,
}

impl Server {
    fn start(shop: &Shop, arguments: &[&str]) -> Self {
        let mut command = shop.command(&[arguments, &["--listen", "127.0.0.1:0"]].concat());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        let address = said.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Self { process, address, said }
    }

    /// Head and body of the answer.
    fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{length}{headers}\r\n{body}", self.address).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        (String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase(), bytes[end + 4..].to_vec())
    }

    fn get(&self, path: &str) -> (String, Vec<u8>) {
        self.request("GET", path, "", "")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn name(shop: &Shop, start: &str) -> String {
    let names = fs::read_dir(shop.path("help")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.ends_with(".br") && !name.ends_with(".gz")).find(|name| name.starts_with(start)).unwrap()
}

#[test]
fn files_come_with_type_policy_and_cache_rules() {
    let shop = Shop::built();
    shop.put("help/index.html", "<!doctype html><title>x</title>");
    let server = Server::start(&shop, &["serve", "help"]);
    assert_eq!(server.said, format!("Serving help at http://{}/\n", server.address));
    let index = format!("/{}", name(&shop, "index.en."));
    let cases: &[(&str, &[&str])] = &[
        (&index, &["content-type: application/octet-stream", "cache-control: public, max-age=31536000, immutable"]),
        ("/manifest.json", &["content-type: application/json", "cache-control: no-cache", "etag: \""]),
        (
            "/pages/en.html?x=y",
            &[
                "content-type: text/html; charset=utf-8",
                "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval';",
                // The one policy with which a page may register a worker; pages of the demo forbid that too.
                "trusted-types service-worker",
            ],
        ),
        ("/", &["content-type: text/html; charset=utf-8", "content-security-policy:", "x-content-type-options: nosniff"]),
    ];
    for (path, expected) in cases {
        let (head, body) = server.get(path);
        assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
        assert!(!body.is_empty());
        for part in *expected {
            assert!(head.contains(part), "{path}: {part} in {head}");
        }
    }
}

#[test]
fn an_unchanged_file_is_not_sent_again_and_head_sends_no_body() {
    let shop = Shop::built();
    let server = Server::start(&shop, &["serve", "help"]);
    let (head, body) = server.get("/manifest.json");
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let (again, empty) = server.request("GET", "/manifest.json", &format!("If-None-Match: W/{tag}\r\n"), "");
    assert!(again.starts_with("http/1.1 304"), "{again}");
    assert!(empty.is_empty());
    let (head, empty) = server.request("HEAD", "/manifest.json", "", "");
    assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
    assert!(empty.is_empty());
}

#[test]
fn compressed_copies_are_handed_out_where_they_are_taken() {
    let shop = Shop::new();
    shop.build(&["--compress"]).success();
    let server = Server::start(&shop, &["serve", "help"]);
    let plain = server.get("/pages/en.html");
    assert!(!plain.0.contains("content-encoding"), "{}", plain.0);
    for (accepted, encoding) in [("gzip, br", "br"), ("gzip", "gzip")] {
        let (head, body) = server.request("GET", "/pages/en.html", &format!("Accept-Encoding: {accepted}\r\n"), "");
        for part in
            [&format!("content-encoding: {encoding}"), "content-type: text/html", "vary: accept-encoding", "content-security-policy"]
        {
            assert!(head.contains(part), "{part} in {head}");
        }
        assert!(body.len() < plain.1.len());
    }
}

#[test]
fn nothing_outside_of_the_folder_is_handed_out() {
    let shop = Shop::built();
    shop.put("secret", "x");
    shop.put("help/.hidden", "x");
    #[cfg(unix)]
    std::os::unix::fs::symlink(shop.path("secret"), shop.path("help/link")).unwrap();
    let server = Server::start(&shop, &["serve", "help"]);
    for path in [
        "/../secret",
        "/%2e%2e/secret",
        "/pages/..%2f..%2fsecret",
        "/..%5csecret",
        "/.hidden",
        "/link",
        "/missing",
        "/manifest.json/",
        "/%ff",
    ] {
        let (head, _) = server.get(path);
        assert!(head.starts_with("http/1.1 404"), "{path}: {head}");
    }
    let (head, _) = server.get("/pages");
    assert!(head.starts_with("http/1.1 308") && head.contains("location: /pages/"), "{head}");
    let (head, _) = server.get("//pages");
    assert!(head.contains("location: /pages/"), "an address beginning with two slashes would lead to another host: {head}");
    let (head, _) = server.request("POST", "/manifest.json", "", "x");
    assert!(head.starts_with("http/1.1 405") && head.contains("allow: get, head"), "{head}");
}

#[test]
fn feedback_is_collected_beside_the_files_and_reported() {
    let shop = Shop::built();
    let server = Server::start(&shop, &["serve", "help", "--collect", "feedback.db", "--collect-path", "/hello"]);
    let event = r#"[{"specversion":"1.0","id":"01890a5d-ac96-774b-bcce-b302099a8057","source":"/shop","type":"dev.faqlet.vote.v1","time":"2026-01-02T03:04:05.000Z","datacontenttype":"application/json","data":{"lang":"en","version":"0123456789abcdef","entry":"refund","helpful":true}}]"#;
    let (head, body) = server.request("POST", "/hello", "Content-Type: text/plain;charset=UTF-8\r\n", event);
    let body = String::from_utf8(body).unwrap();
    assert!(head.starts_with("http/1.1 200") && body.contains("\"accepted\""), "{head}\n{body}");
    assert!(server.get("/manifest.json").0.starts_with("http/1.1 200"));
    let report = shop.run(&["report", "--store", "feedback.db", "--answers", "help", "--html", "report.html"]);
    assert!(report.success().out().contains("When will I get my refund?"), "{}", report.out());
    assert!(fs::read_to_string(shop.path("report.html")).unwrap().contains("When will I get my refund?"));
    let json = shop.run(&["report", "--store", "feedback.db", "--json"]).json();
    assert_eq!(json["sites"][0]["site"], "shop");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_well() {
    let shop = Shop::built();
    let mut server = Server::start(&shop, &["serve", "help", "--collect", "feedback.db"]);
    let kill = std::process::Command::new("kill").args(["-TERM", &server.process.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(server.process.wait().unwrap().code(), Some(0));
}

/// The next line of an event stream that carries data.
fn next_data(events: &mut impl BufRead) -> String {
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).unwrap() > 0, "the stream ended");
        if let Some(data) = line.strip_prefix("data:") {
            return data.trim().to_owned();
        }
    }
}

#[test]
fn open_pages_are_told_of_changes_and_no_file_knows_of_it() {
    let shop = Shop::built();
    let before = shop.contents("help");
    let server = Server::start(&shop, &["serve", "help", "--watch"]);
    let (head, body) = server.get("/pages/en.html");
    let page = String::from_utf8(body).unwrap();
    assert!(page.ends_with("<script src=\"/.faqlet/reload.js\" async></script>\n") && page.contains("connect-src 'self'"), "{head}");
    let (_, script) = server.get("/.faqlet/reload.js");
    assert!(String::from_utf8(script).unwrap().contains("event.data === '0'"));
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(60))).unwrap();
    write!(stream, "GET /.faqlet/reload HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    let mut events = BufReader::new(stream);
    assert_eq!(next_data(&mut events), "0");
    assert_eq!(shop.contents("help"), before);
    shop.put("faq/en/new.md", "---\nquestion: New?\n---\nYes.\n");
    shop.build(&[]).success();
    assert_eq!(next_data(&mut events), "1");
    assert!(String::from_utf8(server.get("/pages/en.html").1).unwrap().contains("New?"));
    let unwatched = Server::start(&shop, &["serve", "help"]);
    assert!(unwatched.get("/.faqlet/reload.js").0.starts_with("http/1.1 404"));
    assert!(!String::from_utf8(unwatched.get("/pages/en.html").1).unwrap().contains("<script src"));
}

#[test]
fn faults_are_explained() {
    let shop = Shop::built();
    shop.run(&["serve", "missing"]).failed(1, &["missing: expected a folder"]);
    shop.run(&["serve", "help", "--listen", "nowhere"]).failed(2, &["--listen"]);
    shop.run(&["serve", "help", "--collect-path", "events"]).failed(2, &["expected a path"]);
    let server = Server::start(&shop, &["serve", "help"]);
    let taken = shop.run(&["serve", "help", "--listen", &server.address]);
    taken.failed(1, &["expected an address to listen at"]);
    shop.run(&["report", "--store", "missing.db"]).failed(1, &["missing.db"]);
}
