//! The owner's pages of the collector, behind a token: the report as it stands now, and a page for the people who answer visitors.
//!
//! `/report`, `/report.json`, `/report.csv` hand out the published report only. `/staff` shows what visitors sent to be contacted, whole,
//! beside a search over the very answers that visitors see. Neither runs a script that is not a file of its own.

mod staff;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use crate::report::{self, Report, ReportOptions, report};
use crate::store::Store;

/// How long a report is handed out again before it is made anew.
const FRESH: Duration = Duration::from_secs(30);
/// Most requests to be contacted that are shown.
const PACKETS: u64 = 100;

/// Who may see the owner's pages, and what they show.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Whoever shows it may: as `Authorization: Bearer`, or as the password in a browser's own dialog, under any name.
    pub token: String,
    /// What to put into the report.
    pub report: ReportOptions,
    /// Address of the built folder for the search of `/staff`, e.g. `/help/`; without it there is no search box.
    pub answers: Option<String>,
}

struct Shared {
    store: Store,
    desk: Desk,
    /// Held while a report is made: many who ask at once wait for one.
    last: Mutex<Option<(Instant, Arc<Report>)>>,
}

/// The pages as routes.
pub(crate) fn router(store: Store, desk: Desk) -> Router {
    let shared = Arc::new(Shared { store, desk, last: Mutex::new(None) });
    Router::new()
        .route("/report", get(page))
        .route("/report.json", get(json))
        .route("/report.csv", get(csv))
        .route("/staff", get(staff_page))
        .route("/staff.js", get(|shared: State<Arc<Shared>>, headers: HeaderMap| file(shared, headers, staff::SCRIPT, "text/javascript")))
        .route("/staff.css", get(|shared: State<Arc<Shared>>, headers: HeaderMap| file(shared, headers, staff::STYLE, "text/css")))
        .with_state(shared)
}

async fn page(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    shared.answer(&headers, "text/html", &report::policy(), |report| report.to_html()).await
}

async fn json(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    shared.answer(&headers, "application/json", "default-src 'none'", |report| report.to_json()).await
}

async fn csv(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    shared.answer(&headers, "text/csv", "default-src 'none'", |report| report.to_csv()).await
}

async fn staff_page(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    if !shared.desk.admits(&headers) {
        return refused();
    }
    let answers = shared.desk.answers.clone();
    let policy = staff::policy(answers.as_deref());
    let store = shared.store.clone();
    let packets = tokio::task::spawn_blocking(move || store.packets(PACKETS)).await;
    match packets {
        Ok(Ok(packets)) => finish("text/html", &policy, staff::page(&packets, answers.as_deref(), &shared.desk.report.questions)),
        _ => unavailable(),
    }
}

async fn file(State(shared): State<Arc<Shared>>, headers: HeaderMap, text: &'static str, kind: &str) -> Response {
    if shared.desk.admits(&headers) { finish(kind, "default-src 'none'", text.to_owned()) } else { refused() }
}

impl Shared {
    async fn answer(&self, headers: &HeaderMap, kind: &str, policy: &str, print: fn(&Report) -> String) -> Response {
        if !self.desk.admits(headers) {
            return refused();
        }
        match self.report().await {
            Some(report) => finish(kind, policy, print(&report)),
            None => unavailable(),
        }
    }

    /// The published report; made anew when the last one is too old.
    async fn report(&self) -> Option<Arc<Report>> {
        let mut last = self.last.lock().await;
        if let Some((made, report)) = last.as_ref().filter(|(made, _)| made.elapsed() < FRESH) {
            let _ = made;
            return Some(Arc::clone(report));
        }
        let (store, options) = (self.store.clone(), self.desk.report.clone());
        let made = tokio::task::spawn_blocking(move || report(&store, &options).map(|report| report.published())).await;
        let report = Arc::new(made.ok()?.ok()?);
        *last = Some((Instant::now(), Arc::clone(&report)));
        Some(report)
    }
}

impl Desk {
    /// Whether a request shows the token. Hashes are compared, so that the time it takes says nothing about how much of it was right.
    fn admits(&self, headers: &HeaderMap) -> bool {
        let Some(shown) = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()) else { return false };
        let shown = match shown.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim().to_owned(),
            Some((scheme, pair)) if scheme.eq_ignore_ascii_case("basic") => {
                let pair = base64::engine::general_purpose::STANDARD.decode(pair.trim()).unwrap_or_default();
                let pair = String::from_utf8(pair).unwrap_or_default();
                pair.split_once(':').map(|(_, password)| password.to_owned()).unwrap_or_default()
            }
            _ => return false,
        };
        !self.token.is_empty() && Sha256::digest(shown) == Sha256::digest(&self.token)
    }
}

fn finish(kind: &str, policy: &str, body: String) -> Response {
    let kind = format!("{kind}; charset=utf-8");
    let mut answer = body.into_response();
    let texts = [
        (CONTENT_TYPE, kind.as_str()),
        (CONTENT_SECURITY_POLICY, policy),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
        (HeaderName::from_static("x-frame-options"), "DENY"),
    ];
    for (name, text) in texts {
        if let Ok(value) = HeaderValue::from_str(text) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

fn refused() -> Response {
    let mut answer = (StatusCode::UNAUTHORIZED, "expected the token of --desk-token\n").into_response();
    answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"Faqlet\", charset=\"UTF-8\""));
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

fn unavailable() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "the store cannot be read now\n").into_response()
}

#[cfg(test)]
mod tests;
