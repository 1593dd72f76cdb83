//! `faqlet serve` on a free port, with a collector and a store of its own.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::Value;
use tempfile::TempDir;

use crate::Result;
use crate::built::{command, faqlet_prints, site};

/// Longest wait for the server to say where it listens.
const START: Duration = Duration::from_secs(20);

/// A running server; dropped, it is ended and its store removed.
pub struct Server {
    process: Child,
    address: String,
    store: PathBuf,
    _scratch: TempDir,
}

impl Server {
    /// Serves the demo site.
    ///
    /// # Errors
    /// When the demo was not built or the server does not start.
    pub fn of_demo() -> Result<Server> {
        Server::of(&site()?)
    }

    /// Serves a folder.
    ///
    /// # Errors
    /// When the server does not start.
    pub fn of(folder: &Path) -> Result<Server> {
        let mut serve = Command::new(command()?);
        serve.arg("serve").arg(folder);
        Server::start(serve)
    }

    /// Serves what the command serves in `folder` when no folder is named.
    ///
    /// # Errors
    /// When the server does not start.
    pub fn here(folder: &Path) -> Result<Server> {
        let mut serve = Command::new(command()?);
        serve.arg("serve").current_dir(folder);
        Server::start(serve)
    }

    /// Serves the demo site, and to those with the token the owner's pages.
    ///
    /// # Errors
    /// When the demo was not built or the server does not start.
    pub fn of_demo_with_desk(token: &str) -> Result<Server> {
        let (scratch, folder) = (tempfile::tempdir()?, site()?);
        let file = scratch.path().join("token");
        fs::write(&file, token)?;
        let mut serve = Command::new(command()?);
        serve.arg("serve").arg(&folder).args(["--answers-url", "/help/"]);
        serve.arg("--answers").arg(folder.join("help")).arg("--desk-token").arg(file);
        Server::start_in(scratch, serve)
    }

    fn start(serve: Command) -> Result<Server> {
        Server::start_in(tempfile::tempdir()?, serve)
    }

    fn start_in(scratch: TempDir, mut serve: Command) -> Result<Server> {
        let store = scratch.path().join("feedback.db");
        serve.args(["--listen", "127.0.0.1:0"]).arg("--collect").arg(&store);
        let mut process = serve.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().context("could not start faqlet serve")?;
        let output = process.stdout.take().context("expected a pipe")?;
        let (send, receive) = mpsc::channel();
        // Reads to the end, so that the server never waits for a reader.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(|line| line.ok()) {
                let _ = send.send(line);
            }
        });
        let mut server = Server { process, address: String::new(), store, _scratch: scratch };
        server.address = loop {
            let line = receive.recv_timeout(START).context("expected faqlet serve to print its address")?;
            if let Some(address) = address_in(&line) {
                break address;
            }
        };
        Ok(server)
    }

    /// The address of a page, `path` without a slash in front.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// `http://127.0.0.1:port`, as browsers name it.
    pub fn origin(&self) -> &str {
        self.address.trim_end_matches('/')
    }

    /// The collector's store.
    pub fn store(&self) -> &Path {
        &self.store
    }

    /// What `faqlet report --json` says now.
    ///
    /// # Errors
    /// When the command fails or prints no JSON.
    pub fn report(&self) -> Result<Value> {
        let store = self.store.to_str().context("expected a path in UTF-8")?;
        Ok(serde_json::from_str(&faqlet_prints(&["report", "--store", store, "--json"])?)?)
    }

    /// Votes on an entry so far: how many found it helpful, how many did not.
    ///
    /// # Errors
    /// When the report cannot be made.
    pub fn votes(&self, lang: &str, entry: &str) -> Result<(u64, u64)> {
        let report = self.report()?;
        let sites = report["sites"].as_array().context("expected sites in the report")?;
        let rows = sites.iter().filter_map(|site| site["entries"].as_array()).flatten();
        let mut own = rows.filter(|row| row["lang"] == lang && row["entry"] == entry);
        let count = |row: &Value, name: &str| row[name].as_u64().unwrap_or(0);
        Ok(own.next().map_or((0, 0), |row| (count(row, "yes"), count(row, "no"))))
    }

    /// Sends a request as bytes on the wire and returns status and body.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer> {
        let host = self.origin().trim_start_matches("http://");
        let mut stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        stream.write_all(head.as_bytes())?;
        stream.write_all(b"\r\n")?;
        stream.write_all(body)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Answer::parse(&bytes)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A server's answer.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The lines above the body, in lower case.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Result<Answer> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").context("expected an HTTP answer")?;
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("expected a status code")?;
        Ok(Answer { status, head, body: bytes[end + 4..].to_vec() })
    }

    /// The value of a header, its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is none, or the status is not 200.
    pub fn json(&self) -> Result<Value> {
        if self.status != 200 {
            bail!("expected status 200, got {}: {}", self.status, String::from_utf8_lossy(&self.body));
        }
        Ok(serde_json::from_slice(&self.body)?)
    }
}

/// The address in `… http://127.0.0.1:1234/ …`, with its slash.
fn address_in(line: &str) -> Option<String> {
    let start = line.find("http://")?;
    let address = line[start..].split_whitespace().next()?.trim_end_matches(['/', '.', ',']);
    let port = address.rsplit(':').next()?;
    port.parse::<u16>().ok().map(|_| format!("{address}/"))
}
