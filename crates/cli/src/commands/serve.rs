//! `faqlet serve`: a built folder, or a site with one in it, over HTTP.

use super::site::{self, listen};
use super::taking::Taking;
use super::watch::Watch;
use super::{build, reload};
use anyhow::bail;
use clap::Args;
use faqlet_collector::{Stop, Store, keep};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread;

/// Serve a folder, with the headers that a strict site has, and optionally collect feedback
///
/// Hashed names are cached for ever, pages come with a strict Content-Security-Policy, compressed copies are handed out where the client takes
/// them. With --watch, open pages reload when a file of the folder changes; without DIR, the FAQ in `faq` is also built anew at each change
/// of it. Stops at Ctrl+C.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder to serve [default: site]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Reload open pages when files change, and build `faq` anew when DIR is not named
    #[arg(long)]
    watch: bool,
    /// Address to listen at; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Collect feedback into this store
    #[arg(long, value_name = "DB")]
    collect: Option<PathBuf>,
    /// Path at which feedback is taken
    #[arg(long, value_name = "PATH", default_value = "/faqlet/events", value_parser = site::route)]
    collect_path: String,
    #[command(flatten)]
    taking: Taking,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = arguments.folder.clone().unwrap_or_else(|| PathBuf::from(super::SITE));
    // Before the folder is looked at: a first build makes it.
    let building = arguments.watch && arguments.folder.is_none() && Path::new(super::FAQ).is_dir();
    if building {
        thread::spawn(watched_build(&build::Arguments::usual())?);
    }
    if !folder.is_dir() {
        bail!("{}: expected a folder; got none; name the folder that `faqlet build` made, or your site's", folder.display());
    }
    let mut app = site::files(&folder)?;
    if arguments.watch {
        let (reloading, bell) = reload::add(app);
        app = reloading;
        let mut watch = Watch::new(std::slice::from_ref(&folder), &[])?;
        thread::spawn(move || {
            while watch.wait().is_ok() {
                bell.ring();
            }
        });
    }
    let stop = Stop::default();
    let store = arguments.collect.as_ref().map(Store::open).transpose()?;
    if let Some(store) = &store {
        let options = arguments.taking.options(&arguments.collect_path, &stop)?;
        app = faqlet_collector::router(store.clone(), options).merge(app);
    }
    let folder = folder.display().to_string();
    let (kept, retention) = (store.clone(), arguments.taking.retention());
    let deleting = async move {
        if let Some(store) = kept {
            keep(&store, retention, &stop).await;
        }
    };
    listen(arguments.listen, app, deleting, move |address| format!("Serving {folder} at http://{address}/\n"))?;
    if let Some(store) = store {
        store.close();
    }
    Ok(())
}

/// Builds once, and gives back what builds again at each change for ever.
fn watched_build(arguments: &build::Arguments) -> anyhow::Result<impl FnOnce() + Send + 'static> {
    let arguments = arguments.clone();
    // Watching begins before the first build, so that no change is missed while it goes on.
    let mut watch = build::watch(&arguments)?;
    build::tell(build::once(&arguments));
    Ok(move || {
        while watch.wait().is_ok() {
            build::tell(build::once(&arguments));
        }
    })
}
