//! Reloading open pages when the files change, for `faqlet serve --watch`. All of it is added while a page is handed out: nothing of it is
//! in any file.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::middleware::{Next, from_fn};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::{Stream, unfold};
use std::convert::Infallible;
use tokio::sync::watch::{Receiver, Sender, channel};

/// Where the script and its events are. No file can be there: names with a dot in front are not handed out.
const SCRIPT: &str = "/.faqlet/reload.js";
const EVENTS: &str = "/.faqlet/reload";

/// Largest page that is read in order to add the script, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// What the plain pages allow, and what they must allow for the script. Pages of others say it themselves or stay as they are.
const STRICT: &str = "content=\"default-src 'none'; style-src";
const OPENED: &str = "content=\"default-src 'none'; script-src 'self'; connect-src 'self'; style-src";

/// Tells the pages that there is something new.
pub(super) struct Bell(Sender<u64>);

impl Bell {
    pub(super) fn ring(&self) {
        self.0.send_modify(|count| *count += 1);
    }
}

/// The routes with reloading added, and what makes it happen.
pub(super) fn add(app: Router) -> (Router, Bell) {
    let (send, receive) = channel(0);
    let own = Router::new().route(SCRIPT, get(script)).route(EVENTS, get(events)).with_state(receive);
    (own.merge(app.layer(from_fn(with_script))), Bell(send))
}

/// The script knows which state the page was loaded in, so that a change between page and events is not missed.
async fn script(State(count): State<Receiver<u64>>) -> Response {
    let at = *count.borrow();
    let text = format!("new EventSource('{EVENTS}').onmessage = (event) => event.data === '{at}' || location.reload();\n");
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-store")], text).into_response()
}

/// The state now, and at each change.
async fn events(State(mut count): State<Receiver<u64>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    count.mark_changed();
    let stream = unfold(count, |mut count| async move {
        count.changed().await.ok()?;
        let now = *count.borrow_and_update();
        Some((Ok(Event::default().data(now.to_string())), count))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// Pages are asked for whole and as they are, and come with the script at their end.
async fn with_script(mut request: Request, next: Next) -> Response {
    request.headers_mut().remove(ACCEPT_ENCODING);
    let is_page = |response: &Response| {
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        kind.is_some_and(|kind| kind.starts_with("text/html"))
    };
    let path = request.uri().path();
    if path.ends_with('/') || path.ends_with(".html") {
        request.headers_mut().remove(IF_NONE_MATCH);
    }
    let head_only = request.method() == axum::http::Method::HEAD;
    let response = next.run(request).await;
    if !is_page(&response) || head_only {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else { return Response::from_parts(head, Body::empty()) };
    for name in [CONTENT_LENGTH, ETAG] {
        head.headers.remove(name);
    }
    Response::from_parts(head, Body::from(page(&bytes)))
}

fn page(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).replacen(STRICT, OPENED, 1);
    format!("{text}<script src=\"{SCRIPT}\" async></script>\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_page_may_run_the_script_and_nothing_more() {
        let before =
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; img-src 'self'\"><p>x</p>";
        let after = String::from_utf8(page(before.as_bytes())).unwrap();
        assert!(after.contains("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src"), "{after}");
        assert!(after.ends_with("<p>x</p><script src=\"/.faqlet/reload.js\" async></script>\n"), "{after}");
    }
}
