//! `faqlet collect`: takes feedback events over HTTP and keeps them.

use super::site::{interrupted, say};
use super::taking::{Taking, secret};
use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use faqlet_beacon::Kind;
use faqlet_collector::{Hook, Kept, Selection, Stop, Store, StoreError, csv, csv_head, deliver, jsonl, keep, router, serve};
use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::net::TcpListener;

/// Collect feedback from visitors of other servers' pages
///
/// Put it behind the web server that hands out the site, at the path that the widget's `collect` attribute names. What it notes about
/// itself goes to the error stream, one JSON object a line; it never names a visitor.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    other: Option<Other>,
    #[command(flatten)]
    collecting: Option<Collecting>,
    #[command(flatten)]
    taking: Taking,
}

/// What else can be done with a store.
#[derive(Debug, Subcommand)]
enum Other {
    /// Count the events anew and compare with the sums by day
    Recount(Recounting),
    /// Write the events as JSON Lines or CSV
    Export(Exporting),
}

#[derive(Debug, Args)]
struct Collecting {
    /// Store to write: a file, made if it is not there, or postgres://USER@HOST/DATABASE
    #[arg(long, value_name = "DB")]
    store: PathBuf,
    /// Address to listen at; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Path at which events are taken
    #[arg(long, value_name = "PATH", default_value = "/faqlet/events", value_parser = super::site::route)]
    path: String,
    /// Most connections at once
    #[arg(long, value_name = "NUMBER", default_value_t = 2_000)]
    connections: usize,
    /// Address that gets each new event, at least once; may be given several times
    #[arg(long = "webhook", value_name = "URL")]
    webhooks: Vec<String>,
    /// Kind of event that webhooks get, e.g. contact; may be given several times [default: all]
    #[arg(long = "webhook-kind", value_name = "KIND", value_parser = kind)]
    webhook_kinds: Vec<Kind>,
    /// File with the secret by which requests to webhooks are signed
    #[arg(long, value_name = "FILE")]
    webhook_secret: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Recounting {
    /// Store to look at
    #[arg(long, value_name = "DB")]
    store: PathBuf,
    /// Make sums anew that are wrong
    #[arg(long)]
    mend: bool,
}

#[derive(Debug, Args)]
struct Exporting {
    /// Store to read
    #[arg(long, value_name = "DB")]
    store: PathBuf,
    /// How to write
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// Only events of this kind, e.g. contact
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,
    /// Only events that arrived on this day (UTC) or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    since: Option<u64>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One CloudEvent a line
    Jsonl,
    /// A table with names in the first line
    Csv,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    match (&arguments.other, &arguments.collecting) {
        (Some(Other::Recount(arguments)), _) => recount(arguments),
        (Some(Other::Export(arguments)), _) => export(arguments),
        (None, Some(collecting)) => collect(collecting, &arguments.taking),
        (None, None) => anyhow::bail!("expected --store with a file or an address; see `faqlet collect --help`"),
    }
}

fn collect(arguments: &Collecting, taking: &Taking) -> anyhow::Result<()> {
    let stop = Stop::default();
    let hooks = hooks(arguments)?;
    let store = Store::open_with(&arguments.store, hooks.clone())?;
    let retention = taking.retention();
    let options = taking.options(&arguments.path, &stop)?;
    let runtime = faqlet_collector::runtime().context("expected to start threads")?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(arguments.listen).await;
        let listener =
            listener.with_context(|| format!("{}: expected an address to listen at; choose another with --listen", arguments.listen))?;
        let interrupted = interrupted();
        say(&format!("Collecting at http://{}{} into {store}\n", listener.local_addr()?, arguments.path));
        let told = stop.clone();
        tokio::spawn(async move {
            interrupted.await;
            told.tell();
        });
        let (kept, until) = (store.clone(), stop.clone());
        tokio::spawn(async move { keep(&kept, retention, &until).await });
        for hook in hooks {
            let (store, stop) = (store.clone(), stop.clone());
            tokio::spawn(async move { deliver(&store, &hook, &stop).await });
        }
        serve(listener, router(store.clone(), options), arguments.connections, &stop).await;
        anyhow::Ok(())
    });
    // A webhook that hangs must not keep the process alive; what it did not take is still in the store.
    runtime.shutdown_timeout(Duration::from_secs(1));
    store.close();
    served
}

fn hooks(arguments: &Collecting) -> anyhow::Result<Vec<Hook>> {
    let secret = arguments.webhook_secret.as_deref().map(secret).transpose()?;
    let hook = |url: &String| {
        anyhow::ensure!(
            url.starts_with("https://") || url.starts_with("http://"),
            "--webhook {url}: expected an address that begins with https://"
        );
        Ok(Hook { url: url.clone(), kinds: arguments.webhook_kinds.clone(), secret: secret.clone() })
    };
    arguments.webhooks.iter().map(hook).collect()
}

fn recount(arguments: &Recounting) -> anyhow::Result<()> {
    let store = Store::open_for_reading(&arguments.store)?;
    let found = store.recount()?;
    let mut text =
        format!("{} events on {} days: {} sums compared, {} wrong\n", found.events, found.days, found.sums, found.differences.len());
    for wrong in &found.differences {
        let day = faqlet_beacon::rfc3339(wrong.day * 86_400_000);
        let day = day.split('T').next().unwrap_or_default();
        text += &format!(
            "  {} {day} {} {} {}: {} in the store, {} counted\n",
            wrong.site, wrong.lang, wrong.measure, wrong.item, wrong.stored, wrong.counted
        );
    }
    super::print(&text)?;
    if found.differences.is_empty() {
        return Ok(());
    }
    anyhow::ensure!(arguments.mend, "expected sums that are those of the events; make them anew with --mend");
    let store = Store::open(&arguments.store)?;
    let mended = tokio::runtime::Builder::new_current_thread().build()?.block_on(store.mend(&found));
    store.close();
    mended?;
    super::print("The wrong sums were made anew.\n")
}

fn export(arguments: &Exporting) -> anyhow::Result<()> {
    let store = Store::open_for_reading(&arguments.store)?;
    let kind = arguments.kind.map(|kind| kind.name().to_owned()).unwrap_or_default();
    let selection = Selection { kind, since: arguments.since.unwrap_or(0) };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut write = || -> Result<(), Ended> {
        if let Format::Csv = arguments.format {
            writeln!(out, "{}\r", csv_head())?;
        }
        store.export(&selection, |page: Vec<Kept>| -> Result<(), Ended> {
            for kept in &page {
                match arguments.format {
                    Format::Jsonl => writeln!(out, "{}", jsonl(kept))?,
                    Format::Csv => writeln!(out, "{}\r", csv(kept))?,
                }
            }
            Ok(())
        })?;
        Ok(out.flush()?)
    };
    match write() {
        // A reader that went away ends the command without complaint.
        Err(Ended::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(Ended::Output(error)) => Err(error.into()),
        Err(Ended::Store(error)) => Err(error.into()),
        Ok(()) => Ok(()),
    }
}

/// Why an export ended early.
enum Ended {
    Output(std::io::Error),
    Store(StoreError),
}

impl From<std::io::Error> for Ended {
    fn from(error: std::io::Error) -> Ended {
        Ended::Output(error)
    }
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Ended {
        Ended::Store(error)
    }
}

fn kind(name: &str) -> Result<Kind, String> {
    let known = || Kind::ALL.map(Kind::name).join(", ");
    Kind::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| format!("expected one of {}", known()))
}

fn day(text: &str) -> Result<u64, String> {
    faqlet_beacon::parse_rfc3339(&format!("{text}T00:00:00Z")).ok_or_else(|| "expected a day such as 2026-05-31".to_owned())
}
