//! `faqlet serve`: a built folder, or a site with one in it, over HTTP.

use super::site::{self, listen};
use anyhow::bail;
use clap::Args;
use faqlet_collector::{Options, Store};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Serve a folder, with the headers that a strict site has, and optionally collect feedback
///
/// Hashed names are cached for ever, pages come with a strict Content-Security-Policy, compressed copies are handed out where the client takes
/// them. Stops at Ctrl+C.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder to serve
    #[arg(value_name = "DIR", default_value = super::SITE)]
    folder: PathBuf,
    /// Address to listen at; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Collect feedback into this store
    #[arg(long, value_name = "DB")]
    collect: Option<PathBuf>,
    /// Path at which feedback is taken
    #[arg(long, value_name = "PATH", default_value = "/faqlet/events", value_parser = site::route)]
    collect_path: String,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if !arguments.folder.is_dir() {
        bail!("{}: expected a folder; got none; name the folder that `faqlet build` made, or your site's", arguments.folder.display());
    }
    let mut app = site::files(&arguments.folder)?;
    let store = arguments.collect.as_ref().map(Store::open).transpose()?;
    if let Some(store) = &store {
        let options = Options { path: arguments.collect_path.clone(), ..Options::default() };
        app = faqlet_collector::router(store.clone(), options).merge(app);
    }
    let folder = arguments.folder.display().to_string();
    listen(arguments.listen, app, move |address| format!("Serving {folder} at http://{address}/\n"))?;
    if let Some(store) = store {
        store.close();
    }
    Ok(())
}
