//! A collector in a process of its own: this very program, started again with the right variable.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use faqlet_collector::{Options, Stop, Store, router, runtime, serve};

/// The store of the process; without it the test that it is does nothing.
const STORE: &str = "FAQLET_TEST_COLLECT";
/// Where it listens.
const LISTEN: &str = "FAQLET_TEST_LISTEN";
/// The sites that it answers for, separated by commas.
const SITES: &str = "FAQLET_TEST_SITES";

/// What the process does.
pub(crate) fn serve_if_asked() {
    let Ok(store) = std::env::var(STORE) else { return };
    let sites = std::env::var(SITES).unwrap_or_default();
    let store = Store::open(store).unwrap();
    let stop = Stop::default();
    let sites = sites.split(',').filter(|site| !site.is_empty()).map(str::to_owned).collect();
    let options = Options { client_rate: 0, sites, stop: stop.clone(), ..Options::default() };
    runtime().unwrap().block_on(async {
        let listener = listen(&std::env::var(LISTEN).unwrap()).await;
        println!("listening {}", listener.local_addr().unwrap());
        let told = stop.clone();
        tokio::spawn(async move {
            let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).unwrap();
            terminate.recv().await;
            told.tell();
        });
        serve(listener, router(store.clone(), options), 4_000, &stop).await;
    });
    store.close();
    println!("ended");
}

/// The port of one that was killed may be in somebody's hands for a moment.
async fn listen(address: &str) -> tokio::net::TcpListener {
    let until = std::time::Instant::now() + PATIENCE;
    loop {
        match tokio::net::TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse && std::time::Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// A running collector; dropped, it is killed.
pub(crate) struct Collector {
    process: Child,
    pub(crate) address: SocketAddr,
    output: Option<BufReader<std::process::ChildStdout>>,
    log: PathBuf,
}

/// How to start a collector.
pub(crate) struct Start<'a> {
    pub(crate) store: &'a Path,
    /// Port 0 takes a free one.
    pub(crate) listen: SocketAddr,
    pub(crate) sites: &'a str,
    /// A shell's words before it, e.g. a limit.
    pub(crate) under: &'a str,
    /// What it notes about itself goes here.
    pub(crate) log: PathBuf,
}

impl<'a> Start<'a> {
    pub(crate) fn new(store: &'a Path, folder: &Path) -> Start<'a> {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        Start { store, listen, sites: "", under: "", log: folder.join("log.jsonl") }
    }

    pub(crate) fn run(&self) -> Collector {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(&self.log).unwrap();
        let program = std::env::current_exe().unwrap();
        let mut command = Command::new("sh");
        // `exec`, so that the process has the number that we know.
        command.arg("-c").arg(format!("{} exec \"$0\" --exact collector_process --nocapture", self.under)).arg(program);
        command.env(STORE, self.store).env(LISTEN, self.listen.to_string()).env(SITES, self.sites);
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let address = loop {
            let mut line = String::new();
            assert!(output.read_line(&mut line).unwrap() > 0, "the collector ended: {}", std::fs::read_to_string(&self.log).unwrap());
            if let Some((_, address)) = line.split_once("listening ") {
                break address.trim().parse().unwrap();
            }
        };
        Collector { process, address, output: Some(output), log: self.log.clone() }
    }
}

impl Collector {
    /// Ends it as a power cut would, as far as a process can tell.
    pub(crate) fn kill(mut self) -> SocketAddr {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.address
    }

    /// Asks it to end, and waits for it.
    pub(crate) fn end(mut self) -> (ExitStatus, String) {
        let told = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(told.success());
        let mut rest = String::new();
        self.output.take().unwrap().read_to_string(&mut rest).unwrap();
        (self.process.wait().unwrap(), rest)
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// What it noted about itself.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Bytes of memory that it holds now and held at most, where the system says so.
    pub(crate) fn memory(&self) -> Option<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let kilobytes = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        };
        Some((kilobytes("VmRSS:")? * 1024, kilobytes("VmHWM:")? * 1024))
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A place for a store: a file in a folder of its own, or a schema of its own in a PostgreSQL.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) store: PathBuf,
}

impl Place {
    pub(crate) fn sqlite() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store.db");
        Place { folder, store }
    }

    pub(crate) fn postgres() -> Place {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("FAQLET_TEST_POSTGRES").expect("expected a server; run `cargo xtask test --only postgres`");
        let schema = format!("d{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute(&format!("CREATE SCHEMA {schema}")).await.unwrap();
        });
        Place { folder: tempfile::tempdir().unwrap(), store: format!("{server}?options=-csearch_path%3D{schema}").into() }
    }

    pub(crate) fn start(&self) -> Start<'_> {
        Start::new(&self.store, self.folder.path())
    }

    /// Events in the store, after the proof that its sums are theirs.
    pub(crate) fn proved_ids(&self) -> std::collections::BTreeSet<String> {
        let store = Store::open_for_reading(&self.store).unwrap();
        let found = store.recount().unwrap();
        assert_eq!(found.differences, []);
        let mut ids = std::collections::BTreeSet::new();
        let take = |page: Vec<faqlet_collector::Kept>| {
            for kept in page {
                assert!(ids.insert(kept.event.id), "an id twice");
            }
            Ok::<(), faqlet_collector::StoreError>(())
        };
        store.export(&faqlet_collector::Selection::default(), take).unwrap();
        ids
    }

    /// SQLite's own opinion of the file.
    pub(crate) fn assert_integrity(&self) {
        let connection = rusqlite::Connection::open(&self.store).unwrap();
        let said: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(said, "ok");
    }
}

/// How often something is done in this run: more when asked for.
pub(crate) fn times(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|times| times.parse().ok()).unwrap_or(usual)
}

/// Longest that anything here may take before it counts as hanging.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
