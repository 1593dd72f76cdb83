//! The HTTP side of the collector: takes events, answers each, and says whether it is well. It knows no cookies, keeps no address and
//! writes no log of its own.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
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
use futures_util::StreamExt;
use serde::Serialize;

use crate::clock;
use crate::crowd::Crowd;
use crate::desk::{self, Desk};
use crate::intake::{self, BodyError, Item};
use crate::limiter::Limiter;
use crate::log;
use crate::serve::{Peer, Stop};
use crate::store::{Retention, Store, StoreError, Stored};

/// How long a client may take to send its body. The largest body takes a second on the slowest of mobile networks.
const BODY_TIME: Duration = Duration::from_secs(10);
/// How long a client that is refused at the door may still send the rest of its body. Cut off in the middle of it, it would not hear why.
const REST_TIME: Duration = Duration::from_secs(1);
/// `Retry-After` when too much is waiting, in seconds: the queue is written within that time.
const BUSY_SECONDS: u32 = 1;
/// `Retry-After` when the disk refuses, in seconds: somebody has to do something about it.
const BROKEN_SECONDS: u32 = 10;

/// How often old events are looked for.
const BETWEEN_DELETIONS: Duration = Duration::from_secs(6 * 60 * 60);

/// What the collector answers for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where events are posted. Default `/faqlet/events`.
    pub path: String,
    /// Names of the sites whose events are taken. None: any.
    pub sites: Vec<String>,
    /// Other origins whose pages may post, e.g. `https://www.example.com`. Pages of the collector's own origin always may.
    pub origins: Vec<String>,
    /// Most requests a second of one client, ten seconds' worth at once. 0: no limit. Default 20. Clients are told apart where their
    /// address is known: that of the connection, or what a proxy on this machine or in `proxies` says in `X-Forwarded-For`.
    pub client_rate: u32,
    /// Most events a second of one site, ten seconds' worth at once. 0: no limit, the default.
    pub site_rate: u32,
    /// Addresses of proxies on other machines, whose word about the client's address is believed.
    pub proxies: Vec<IpAddr>,
    /// The owner's pages, `/report` and `/staff`. None: there are none.
    pub desk: Option<Desk>,
    /// Told to stop, the collector says that it is not ready.
    pub stop: Stop,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            path: "/faqlet/events".to_owned(),
            sites: Vec::new(),
            origins: Vec::new(),
            client_rate: 20,
            site_rate: 0,
            proxies: Vec::new(),
            desk: None,
            stop: Stop::default(),
        }
    }
}

/// The collector's routes: events at [`Options::path`], `/livez`, `/readyz` and `/metrics`. Merge it with others to serve a site and its collector
/// from one origin.
pub fn router(store: Store, options: Options) -> Router {
    let path = options.path.clone();
    let limiter = |rate| (rate > 0).then(|| Limiter::new(rate, Instant::now()));
    let (clients, rates) = (limiter(options.client_rate), limiter(options.site_rate));
    let desk = options.desk.clone().map(|desk| desk::router(store.clone(), desk));
    let collector = Arc::new(Collector { store, options, clients, rates, crowd: Crowd::new(Instant::now()) });
    Router::new()
        .route(&path, post(collect).options(preflight))
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(collector)
        .merge(desk.unwrap_or_default())
}

/// Deletes what is too old, at the start and every six hours, until told to stop.
pub async fn keep(store: &Store, retention: Retention, stop: &Stop) {
    while !stop.is_told() {
        match store.retain(retention, clock::now()).await {
            Ok(0) => {}
            Ok(deleted) => log::info("deleted_by_age", &[("events", &deleted.to_string())]),
            Err(error) => log::error("deleting_failed", &[("reason", &error.to_string())]),
        }
        tokio::select! {
            () = tokio::time::sleep(BETWEEN_DELETIONS) => {}
            () = stop.wait() => {}
        }
    }
}

struct Collector {
    store: Store,
    options: Options,
    clients: Option<Limiter>,
    rates: Option<Limiter>,
    crowd: Crowd,
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
    /// This client or site sends too often; it may again in so many seconds.
    Often(u32),
    Body(BodyError),
    Store(StoreError),
}

async fn collect(State(collector): State<Arc<Collector>>, request: Request) -> Response {
    let started = Instant::now();
    let (parts, body) = request.into_parts();
    let peer = parts.extensions.get::<Peer>().map(|peer| peer.0);
    let peer = peer.or_else(|| parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip()));
    let answer = match collector.origin(&parts.headers) {
        Ok(origin) => {
            let answer = match collector.take(&parts.headers, peer, body).await {
                Ok(reply) => ([(CACHE_CONTROL, "no-store")], Json(reply)).into_response(),
                Err(refused) => refused.into_response(),
            };
            allow(answer, origin)
        }
        Err(refused) => refused.into_response(),
    };
    collector.store.gauges().answered(answer.status().as_u16(), started.elapsed());
    answer
}

async fn metrics(State(collector): State<Arc<Collector>>) -> impl IntoResponse {
    let (fill, waiting) = collector.store.load();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], collector.store.gauges().print(fill, waiting))
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
    if !collector.options.stop.is_told() && has_space(&collector.store) && collector.store.is_ready().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
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

    async fn take(&self, headers: &HeaderMap, peer: Option<IpAddr>, body: Body) -> Result<Reply, Refused> {
        check_headers(headers)?;
        let client = self.client(headers, peer);
        if let (Some(clients), Some(client)) = (&self.clients, client) {
            clients.take(&client, 1, Instant::now()).map_err(Refused::Often)?;
        }
        // At the door, before anything is kept or read: what cannot be stored now should cost as little as possible.
        if self.store.is_full() {
            pass_over(body).await;
            return Err(Refused::Store(StoreError::Full));
        }
        let body =
            tokio::time::timeout(BODY_TIME, to_bytes(body, BODY_BYTES)).await.map_err(|_| Refused::Slow)?.map_err(|_| Refused::TooLarge)?;
        // Others may have come in while it arrived.
        if self.store.is_full() {
            return Err(Refused::Store(StoreError::Full));
        }
        let items = intake::read(&body, &self.options.sites).map_err(Refused::Body)?;
        let events: Vec<Event> = items.iter().filter_map(|item| item.event.as_ref().ok().cloned()).collect();
        self.within_site_rates(&events)?;
        let stored = if events.is_empty() {
            Vec::new()
        } else {
            let crowds = self.crowd.of(client, &events, Instant::now());
            self.store.store_of(events, crowds, body.len(), clock::now()).await.map_err(Refused::Store)?
        };
        let verdicts = verdicts(items, stored);
        let count = |status: Status| verdicts.iter().filter(|verdict| verdict.status == status).count() as u64;
        self.store.gauges().judged(count(Status::Accepted), count(Status::Duplicate), count(Status::Rejected));
        Ok(Reply::new(verdicts))
    }

    /// What tells a client from others: its address, of IPv6 the part that belongs to one household. `None` when it is not known, as when
    /// a proxy does not name it: one limit for all visitors together would lock them out.
    fn client(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<[u8; 16]> {
        let peer = peer?.to_canonical();
        let is_proxy = peer.is_loopback() || self.options.proxies.iter().any(|proxy| proxy.to_canonical() == peer);
        let address = if is_proxy {
            // The last one is the one that our own proxy saw; those before it are what the client says.
            let named = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            named.rsplit(',').next()?.trim().parse::<IpAddr>().ok()?.to_canonical()
        } else {
            peer
        };
        Some(match address {
            IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
            IpAddr::V6(address) => (u128::from(address) & !u128::from(u64::MAX)).to_be_bytes(),
        })
    }

    fn within_site_rates(&self, events: &[Event]) -> Result<(), Refused> {
        let Some(rates) = &self.rates else { return Ok(()) };
        let mut sites: BTreeMap<&str, usize> = BTreeMap::new();
        for event in events {
            *sites.entry(&event.site).or_default() += 1;
        }
        let now = Instant::now();
        sites.into_iter().try_for_each(|(site, count)| rates.take(&site, count, now).map_err(Refused::Often))
    }
}

/// Lets the rest of a body go by unread.
async fn pass_over(body: Body) {
    let mut parts = body.into_data_stream();
    let all = async { while let Some(Ok(_)) = parts.next().await {} };
    let _ = tokio::time::timeout(REST_TIME, all).await;
}

/// Whether the file system of the store's file has room for some minutes of the heaviest traffic.
fn has_space(store: &Store) -> bool {
    const LEAST: u64 = 64 * 1024 * 1024;
    let folder =
        store.file().map(|file| file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new(".")));
    let Some(folder) = folder else { return true };
    // What cannot be asked is not held against it: writing will show.
    rustix::fs::statvfs(folder).map_or(true, |found| found.f_bavail.saturating_mul(found.f_frsize) >= LEAST)
}

/// Brings the store's answers and the refusals back into the order of the request.
fn verdicts(items: Vec<Item>, stored: Vec<Stored>) -> Vec<Verdict> {
    let mut stored = stored.into_iter();
    let verdict = |item: Item| match item.event {
        Err(reason) => Verdict { id: item.id, status: Status::Rejected, reason: Some(reason) },
        Ok(_) => match stored.next() {
            Some(Stored::Accepted) => Verdict { id: item.id, status: Status::Accepted, reason: None },
            Some(Stored::Duplicate) => Verdict { id: item.id, status: Status::Duplicate, reason: None },
            Some(Stored::Erased) => {
                Verdict { id: item.id, status: Status::Rejected, reason: Some("the visitor has asked for its deletion".to_owned()) }
            }
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
            Refused::Often(seconds) => (StatusCode::TOO_MANY_REQUESTS, Some(seconds), "this client sends too often".to_owned()),
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
