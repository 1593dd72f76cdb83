//! `faqlet collect`: takes feedback events over HTTP and keeps them.

use super::site::listen;
use clap::Args;
use faqlet_collector::{Options, Store, router};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Collect feedback from visitors of other servers' pages
///
/// Put it behind the web server that hands out the site, at the path that the widget's `collect` attribute names.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Store to write; made if it is not there
    #[arg(long, value_name = "DB")]
    store: PathBuf,
    /// Address to listen at; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Path at which events are taken
    #[arg(long, value_name = "PATH", default_value = "/faqlet/events", value_parser = super::site::route)]
    path: String,
    /// Another origin whose pages may send, e.g. https://www.example.com; may be given several times
    #[arg(long = "origin", value_name = "URL")]
    origins: Vec<String>,
    /// Name of a site whose events are taken; may be given several times [default: any]
    #[arg(long = "site", value_name = "NAME")]
    sites: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (path, sites, origins) = (arguments.path.clone(), arguments.sites.clone(), arguments.origins.clone());
    let options = Options { path, sites, origins, ..Options::default() };
    let store = Store::open(&arguments.store)?;
    let (path, database) = (arguments.path.clone(), arguments.store.display().to_string());
    listen(arguments.listen, router(store.clone(), options), move |address| {
        format!("Collecting at http://{address}{path} into {database}\n")
    })?;
    store.close();
    Ok(())
}
