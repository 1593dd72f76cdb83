//! A folder over HTTP, as a strict site would hand it out: right types, hashed names cached for ever, everything else asked for again
//! with an entity tag, a policy on every page, and nothing from outside of the folder.

use anyhow::Context;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    LOCATION, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, Request, StatusCode, response};
use axum::response::Response;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};
use std::future::IntoFuture;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// The policy that Faqlet asks of a page, with what a page of its own may need beside it: one name under which it may register its service
/// worker, which is a script like any other. A page that has none can forbid that too, in a policy of its own.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; \
     require-trusted-types-for 'script'; trusted-types service-worker";

/// What the collector keeps for itself.
const TAKEN: [&str; 9] = ["/livez", "/readyz", "/metrics", "/report", "/report.json", "/report.csv", "/staff", "/staff.js", "/staff.css"];

/// How long open connections may finish what they began after the server was told to stop.
const GRACE: Duration = Duration::from_secs(3);

/// Runs a server until it is interrupted, and `beside` as long as it runs. `announce` makes the text that says where it listens; it is
/// printed once that is so.
pub(super) fn listen(
    address: SocketAddr,
    app: Router,
    beside: impl Future<Output = ()> + Send + 'static,
    announce: impl FnOnce(SocketAddr) -> String,
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("expected to start threads")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await;
        let listener = listener.with_context(|| format!("{address}: expected an address to listen at; choose another with --listen"))?;
        let interrupted = interrupted();
        say(&announce(listener.local_addr()?));
        let stop = Arc::new(Notify::new());
        let told = Arc::clone(&stop);
        tokio::spawn(beside);
        let app = app.into_make_service_with_connect_info::<SocketAddr>();
        let server = axum::serve(listener, app).with_graceful_shutdown(async move {
            interrupted.await;
            told.notify_one();
        });
        tokio::select! {
            result = server.into_future() => Ok(result?),
            // Connections that hang must not keep the process alive.
            () = async { stop.notified().await; tokio::time::sleep(GRACE).await } => Ok(()),
        }
    })
}

/// Prints at once, also into a pipe. Nobody may be reading; that is no reason not to serve.
pub(super) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Hears from now on whether the process is asked to end; completes when it is. Made before the world is told that the process is there:
/// a signal that nobody hears ends it without an orderly end.
pub(super) fn interrupted() -> impl Future<Output = ()> + Send + 'static {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let heard = [SignalKind::terminate(), SignalKind::interrupt()].map(signal);
        async move {
            let [Ok(mut terminate), Ok(mut interrupt)] = heard else { return std::future::pending().await };
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }
    }
    #[cfg(not(unix))]
    async {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// Checks a path given for a route: plain, and none that the collector keeps for itself.
pub(super) fn route(path: &str) -> Result<String, String> {
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~'));
    if path.starts_with('/') && path.len() > 1 && plain && !TAKEN.contains(&path) {
        Ok(path.to_owned())
    } else {
        Err("expected a path of letters, digits and - _ . ~ that begins with a slash, such as /faqlet/events".to_owned())
    }
}

/// Routes that hand out the files of a folder.
pub(super) fn files(folder: &Path) -> anyhow::Result<Router> {
    let root = std::fs::canonicalize(folder).with_context(|| format!("{}: expected a readable folder", folder.display()))?;
    Ok(Router::new().fallback(hand_out).with_state(Arc::new(root)))
}

async fn hand_out(State(root): State<Arc<PathBuf>>, request: Request<Body>) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let refused = head(StatusCode::METHOD_NOT_ALLOWED).header(ALLOW, "GET, HEAD");
        return finish(refused, Body::from("expected GET or HEAD\n"));
    }
    let Some(parts) = parts(request.uri().path()) else { return not_found() };
    // Every browser asks for it by itself; a page without one is no page with an error.
    let icon = request.uri().path() == "/favicon.ico";
    let (method, uri, headers) = (request.method().clone(), request.uri().clone(), request.headers().clone());
    let found = tokio::task::spawn_blocking(move || find(&root, &parts, uri.path().ends_with('/'), &headers)).await;
    match found {
        Ok(Found::File(file)) => file.response(request.headers(), method == Method::HEAD),
        Ok(Found::Elsewhere(place)) => finish(head(StatusCode::PERMANENT_REDIRECT).header(LOCATION, place), Body::empty()),
        Ok(Found::Nothing) if icon => finish(head(StatusCode::NO_CONTENT), Body::empty()),
        Ok(Found::Nothing) | Err(_) => not_found(),
    }
}

/// The names that a path is made of; `None` where it could lead elsewhere or to hidden files.
fn parts(path: &str) -> Option<Vec<String>> {
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let parts: Vec<String> = decoded.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let plain = |part: &String| !part.contains(['\\', ':', '\0']) && (!part.starts_with('.') || part == ".well-known");
    parts.iter().all(plain).then_some(parts)
}

/// What is at a path.
enum Found {
    File(Served),
    /// A folder asked for without the slash at its end: relative addresses in its page would go astray.
    Elsewhere(String),
    Nothing,
}

/// A file about to be handed out.
struct Served {
    /// Its own name, whatever encoding is sent.
    name: String,
    bytes: Vec<u8>,
    encoding: Option<&'static str>,
}

fn find(root: &Path, parts: &[String], is_folder: bool, headers: &HeaderMap) -> Found {
    let mut path = parts.iter().fold(root.to_owned(), |path, part| path.join(part));
    if path.is_dir() {
        if !is_folder && !parts.is_empty() {
            const SAFE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
            let encoded: Vec<String> = parts.iter().map(|part| utf8_percent_encode(part, SAFE).to_string()).collect();
            return Found::Elsewhere(format!("/{}/", encoded.join("/")));
        }
        path.push("index.html");
    } else if is_folder {
        return Found::Nothing;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(headers, encoding)
            && let Some(bytes) = read(root, &path.with_file_name(format!("{name}{ending}")))
        {
            return Found::File(Served { name, bytes, encoding: Some(encoding) });
        }
    }
    read(root, &path).map_or(Found::Nothing, |bytes| Found::File(Served { name, bytes, encoding: None }))
}

/// Reads a file whose real place, links followed, lies in the folder.
fn read(root: &Path, path: &Path) -> Option<Vec<u8>> {
    let real = std::fs::canonicalize(path).ok()?;
    if real.starts_with(root) && real.is_file() { std::fs::read(real).ok() } else { None }
}

/// Whether the client takes an encoding: it names it, and not with a quality of 0.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let listed = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    listed.map(|item| item.split(';').map(str::trim).collect::<Vec<_>>()).any(|item| {
        let refused = item.iter().skip(1).any(|parameter| matches!(*parameter, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        item.first().is_some_and(|name| name.eq_ignore_ascii_case(encoding)) && !refused
    })
}

impl Served {
    fn response(self, headers: &HeaderMap, head_only: bool) -> Response {
        let hash = content_hash(&self.name);
        let cache = if hash.is_some() { "public, max-age=31536000, immutable" } else { "no-cache" };
        let hash = hash.map_or_else(|| short_hash(&self.bytes), str::to_owned);
        let tag = self.encoding.map_or_else(|| format!("\"{hash}\""), |encoding| format!("\"{hash}-{encoding}\""));
        let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        let unchanged = known.map(|known| known.trim().trim_start_matches("W/")).any(|known| known == tag || known == "*");
        let kind = media_type(&self.name);
        let status = if unchanged { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
        let mut answer = head(status).header(CACHE_CONTROL, cache).header(ETAG, tag).header(VARY, "Accept-Encoding");
        if kind.starts_with("text/html") {
            answer = answer.header(CONTENT_SECURITY_POLICY, POLICY);
        }
        if unchanged {
            return finish(answer, Body::empty());
        }
        answer = answer.header(CONTENT_TYPE, kind).header(CONTENT_LENGTH, self.bytes.len());
        if let Some(encoding) = self.encoding {
            answer = answer.header(CONTENT_ENCODING, encoding);
        }
        finish(answer, if head_only { Body::empty() } else { Body::from(self.bytes) })
    }
}

/// The hash in a name such as `index.en.0123456789abcdef.fqi`: such a name never stands for another content.
fn content_hash(name: &str) -> Option<&str> {
    let is_hash = |part: &&str| part.len() == 16 && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let (stem, _ending) = name.rsplit_once('.')?;
    stem.split('.').skip(1).find(is_hash)
}

fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" | "htm" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "txt" | "md" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// The beginning of any answer: types are not to be guessed, and addresses of this site are not to be told to others.
fn head(status: StatusCode) -> response::Builder {
    Response::builder().status(status).header(X_CONTENT_TYPE_OPTIONS, "nosniff").header(REFERRER_POLICY, "same-origin")
}

fn not_found() -> Response {
    finish(head(StatusCode::NOT_FOUND).header(CONTENT_TYPE, "text/plain; charset=utf-8"), Body::from("not found\n"))
}

/// Only a header that HTTP cannot carry makes this fail, and none of ours is one.
fn finish(answer: response::Builder, body: Body) -> Response {
    answer.body(body).unwrap_or_else(|_| {
        let mut failed = Response::new(Body::empty());
        *failed.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        failed
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_could_lead_elsewhere_are_refused() {
        for path in ["/../x", "/a/../../x", "/%2e%2e/x", "/..%2fx", "/a%5c..%5cx", "/.git/config", "/c:/x", "/a%00", "/%ff", "/a/.."] {
            assert_eq!(parts(path), None, "{path}");
        }
        for (path, expected) in [("/", vec![]), ("//a///b/", vec!["a", "b"]), ("/%E9%80%80.html", vec!["退.html"]), ("/a..b", vec!["a..b"])]
        {
            assert_eq!(parts(path).unwrap(), expected, "{path}");
        }
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (name, hash) in [
            ("index.en.0123456789abcdef.fqi", Some("0123456789abcdef")),
            ("widget.0123456789abcdef.js", Some("0123456789abcdef")),
            ("manifest.json", None),
            ("0123456789abcdef.json", None),
            ("a.0123456789abcdef", None),
            ("a.0123456789ABCDEF.js", None),
            ("engine.js", None),
        ] {
            assert_eq!(content_hash(name), hash, "{name}");
        }
    }

    #[test]
    fn encodings_are_taken_as_the_client_says() {
        let headers = |value: &str| HeaderMap::from_iter([(ACCEPT_ENCODING, value.parse().unwrap())]);
        assert!(accepts(&headers("gzip, deflate, br"), "br"));
        assert!(accepts(&headers("BR;q=0.5"), "br"));
        assert!(!accepts(&headers("gzip, br;q=0"), "br"));
        assert!(!accepts(&headers("brx"), "br"));
        assert!(!accepts(&HeaderMap::new(), "br"));
    }
}
