//! The HTTP side of the collector: takes events, answers each, and says whether it is well. It knows no cookies, keeps no address and
//! writes no log of its own.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN, RETRY_AFTER, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use faqlet_beacon::limit::BODY_BYTES;
use faqlet_beacon::{Event, PROTOCOL, Reply, Status, Verdict};
use serde::Serialize;

use crate::clock;
use crate::intake::{self, BodyError, Item};
use crate::store::{Store, StoreError, Stored};

/// How long a client may take to send its body. The largest body takes a second on the slowest of mobile networks.
const BODY_TIME: Duration = Duration::from_secs(10);
/// `Retry-After` when too much is waiting, in seconds: the queue is written within that time.
const BUSY_SECONDS: u32 = 1;
/// `Retry-After` when the disk refuses, in seconds: somebody has to do something about it.
const BROKEN_SECONDS: u32 = 30;

/// What the collector answers for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where events are posted. Default `/faqlet/events`.
    pub path: String,
    /// Names of the sites whose events are taken. None: any.
    pub sites: Vec<String>,
    /// Other origins whose pages may post, e.g. `https://www.example.com`. Pages of the collector's own origin always may.
    pub origins: Vec<String>,
}

impl Default for Options {
    fn default() -> Options {
        Options { path: "/faqlet/events".to_owned(), sites: Vec::new(), origins: Vec::new() }
    }
}

/// The collector's routes: events at [`Options::path`], `/livez` and `/readyz`. Merge it with others to serve a site and its collector
/// from one origin.
pub fn router(store: Store, options: Options) -> Router {
    let path = options.path.clone();
    let collector = Arc::new(Collector { store, options });
    Router::new()
        .route(&path, post(collect).options(preflight))
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .with_state(collector)
}

struct Collector {
    store: Store,
    options: Options,
}

/// The body of an answer that is not about single events. `faqlet` tells the client that it is the collector that speaks.
#[derive(Serialize)]
struct ErrorBody {
    faqlet: u32,
    error: String,
}

/// Why a request is refused as a whole.
enum Refused {
    Origin,
    Encoding,
    ContentType,
    TooLarge,
    Slow,
    Body(BodyError),
    Store(StoreError),
}

async fn collect(State(collector): State<Arc<Collector>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let origin = match collector.origin(&parts.headers) {
        Ok(origin) => origin,
        Err(refused) => return refused.into_response(),
    };
    let answer = match collector.take(&parts.headers, body).await {
        Ok(reply) => ([(CACHE_CONTROL, "no-store")], Json(reply)).into_response(),
        Err(refused) => refused.into_response(),
    };
    allow(answer, origin)
}

async fn preflight(State(collector): State<Arc<Collector>>, headers: HeaderMap) -> Response {
    match collector.origin(&headers) {
        Ok(origin) => {
            let allowed =
                [(ACCESS_CONTROL_ALLOW_METHODS, "POST"), (ACCESS_CONTROL_ALLOW_HEADERS, "content-type"), (ACCESS_CONTROL_MAX_AGE, "86400")];
            allow((StatusCode::NO_CONTENT, allowed).into_response(), origin)
        }
        Err(refused) => refused.into_response(),
    }
}

async fn ready(State(collector): State<Arc<Collector>>) -> (StatusCode, &'static str) {
    if collector.store.is_ready().await { (StatusCode::OK, "ready\n") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready\n") }
}

impl Collector {
    /// The origin to allow by name: `None` for the own origin, and for clients that are no browsers and send none.
    fn origin(&self, headers: &HeaderMap) -> Result<Option<HeaderValue>, Refused> {
        let Some(origin) = headers.get(ORIGIN) else { return Ok(None) };
        let name = origin.to_str().map_err(|_| Refused::Origin)?;
        let authority = name.split_once("://").map(|(_, authority)| authority);
        let own = headers.get(HOST).and_then(|host| host.to_str().ok());
        if authority.is_some() && authority == own {
            return Ok(None);
        }
        if self.options.origins.iter().any(|listed| listed.trim_end_matches('/').eq_ignore_ascii_case(name)) {
            return Ok(Some(origin.clone()));
        }
        Err(Refused::Origin)
    }

    async fn take(&self, headers: &HeaderMap, body: Body) -> Result<Reply, Refused> {
        check_headers(headers)?;
        let body =
            tokio::time::timeout(BODY_TIME, to_bytes(body, BODY_BYTES)).await.map_err(|_| Refused::Slow)?.map_err(|_| Refused::TooLarge)?;
        let items = intake::read(&body, &self.options.sites).map_err(Refused::Body)?;
        let events: Vec<Event> = items.iter().filter_map(|item| item.event.as_ref().ok().cloned()).collect();
        let stored = if events.is_empty() {
            Vec::new()
        } else {
            self.store.store(events, body.len(), clock::now()).await.map_err(Refused::Store)?
        };
        Ok(Reply::new(verdicts(items, stored)))
    }
}

/// Brings the store's answers and the refusals back into the order of the request.
fn verdicts(items: Vec<Item>, stored: Vec<Stored>) -> Vec<Verdict> {
    let mut stored = stored.into_iter();
    let verdict = |item: Item| match item.event {
        Err(reason) => Verdict { id: item.id, status: Status::Rejected, reason: Some(reason) },
        Ok(_) => match stored.next() {
            Some(Stored::Accepted) => Verdict { id: item.id, status: Status::Accepted, reason: None },
            Some(Stored::Duplicate) => Verdict { id: item.id, status: Status::Duplicate, reason: None },
            Some(Stored::Refused) | None => {
                Verdict { id: item.id, status: Status::Rejected, reason: Some("it breaks a rule of the store".to_owned()) }
            }
        },
    };
    items.into_iter().map(verdict).collect()
}

fn check_headers(headers: &HeaderMap) -> Result<(), Refused> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?").to_ascii_lowercase());
    if text(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(Refused::Encoding);
    }
    let plain = |name: &str| matches!(name.split(';').next().unwrap_or_default().trim(), "text/plain" | "application/json");
    if text(CONTENT_TYPE).is_some_and(|name| !plain(&name)) {
        return Err(Refused::ContentType);
    }
    let length = text(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > BODY_BYTES) { Err(Refused::TooLarge) } else { Ok(()) }
}

/// Lets pages of the origin read the answer. What is answered depends on the origin, so caches must keep the answers apart.
fn allow(mut answer: Response, origin: Option<HeaderValue>) -> Response {
    let headers = answer.headers_mut();
    headers.insert(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
    }
    answer
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, retry_after, error) = match self {
            Refused::Origin => {
                (StatusCode::FORBIDDEN, None, "expected a page of this origin or of one given with --origin, got another one".to_owned())
            }
            Refused::Encoding => (StatusCode::UNSUPPORTED_MEDIA_TYPE, None, "expected a body that is not compressed".to_owned()),
            Refused::ContentType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, None, "expected the content type text/plain or application/json".to_owned())
            }
            Refused::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, None, format!("expected at most {BODY_BYTES} bytes, got more; send the events in parts"))
            }
            Refused::Slow => (StatusCode::REQUEST_TIMEOUT, None, "the body did not arrive in time".to_owned()),
            Refused::Body(error @ BodyError::NotAList) => (StatusCode::BAD_REQUEST, None, error.to_string()),
            Refused::Body(error @ BodyError::TooMany(_)) => (StatusCode::PAYLOAD_TOO_LARGE, None, error.to_string()),
            Refused::Store(error @ StoreError::Full) => (StatusCode::TOO_MANY_REQUESTS, Some(BUSY_SECONDS), error.to_string()),
            // The reason stays here: it may name files.
            Refused::Store(_) => (StatusCode::SERVICE_UNAVAILABLE, Some(BROKEN_SECONDS), "the store takes no events now".to_owned()),
        };
        let mut answer = (status, Json(ErrorBody { faqlet: PROTOCOL, error })).into_response();
        answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = retry_after {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer
    }
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
