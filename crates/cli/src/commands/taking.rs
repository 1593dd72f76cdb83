//! How feedback is taken: the options that `faqlet collect` and `faqlet serve --collect` share.

use super::report::knowledge;
use anyhow::Context;
use clap::Args;
use faqlet_collector::{Desk, Options, ReportOptions, Retention, Stop};
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, Args)]
pub(crate) struct Taking {
    /// Another origin whose pages may send, e.g. https://www.example.com; may be given several times
    #[arg(long = "origin", value_name = "URL")]
    origins: Vec<String>,
    /// Name of a site whose events are taken; may be given several times [default: any]
    #[arg(long = "site", value_name = "NAME")]
    sites: Vec<String>,
    /// Most requests a second of one client; 0: no limit
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    client_rate: u32,
    /// Most events a second of one site; 0: no limit
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    site_rate: u32,
    /// Address of a proxy on another machine that says in X-Forwarded-For who the client is; may be given several times
    #[arg(long = "proxy", value_name = "ADDRESS")]
    proxies: Vec<IpAddr>,
    /// Days for which events are kept
    #[arg(long, value_name = "DAYS", default_value_t = Retention::default().events, value_parser = clap::value_parser!(u32).range(i64::from(Retention::LEAST)..))]
    keep_events: u32,
    /// Days for which sums by day are kept
    #[arg(long, value_name = "DAYS", default_value_t = Retention::default().sums)]
    keep_sums: u32,
    /// File with the token that opens /report and /staff; without it there are no such pages
    #[arg(long, value_name = "FILE")]
    desk_token: Option<PathBuf>,
    /// Folder made by `faqlet build`: the report then shows questions instead of ids
    #[arg(long, value_name = "DIR")]
    answers: Option<PathBuf>,
    /// Address of that folder for browsers, e.g. /help/: /staff then has a search box
    #[arg(long, value_name = "URL")]
    answers_url: Option<String>,
}

impl Taking {
    /// How long things are kept.
    pub(super) fn retention(&self) -> Retention {
        Retention { events: self.keep_events, sums: self.keep_sums }
    }

    /// What the collector is to do at `path`.
    pub(super) fn options(&self, path: &str, stop: &Stop) -> anyhow::Result<Options> {
        Ok(Options {
            path: path.to_owned(),
            sites: self.sites.clone(),
            origins: self.origins.clone(),
            client_rate: self.client_rate,
            site_rate: self.site_rate,
            proxies: self.proxies.clone(),
            desk: self.desk()?,
            stop: stop.clone(),
        })
    }

    fn desk(&self) -> anyhow::Result<Option<Desk>> {
        let Some(file) = &self.desk_token else { return Ok(None) };
        let (questions, nearest) = self.answers.as_deref().map(knowledge).transpose()?.unzip();
        let report = ReportOptions { questions: questions.unwrap_or_default(), nearest, ..ReportOptions::default() };
        Ok(Some(Desk { token: secret(file)?, report, answers: self.answers_url.clone() }))
    }
}

/// A secret out of a file: so that it stands neither in a list of processes nor in a shell's history.
pub(super) fn secret(path: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("{}: expected a file with a secret", path.display()))?;
    anyhow::ensure!(text.trim().len() >= 16, "{}: expected a secret of at least 16 characters, got {}", path.display(), text.trim().len());
    Ok(text.trim().to_owned())
}
