//! Webhooks: each new event goes to an address of the owner's, such as that of a CRM, until that has answered with a status of 200 to 299.
//!
//! The list of what is still to be told is written in the transaction that stores the events, so nothing is left out, whenever the
//! collector dies. An event may come more than once, always with the same `source` and `id`: whoever takes it keeps those and passes over
//! what it has. Publishing to a broker such as Kafka works the same way, through a bridge that takes these requests.

use std::time::Duration;

use faqlet_beacon::{Event, Kind};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use ureq::Agent;

use crate::store::{Kept, Store, StoreError};
use crate::{Stop, log};

/// Most events of one request.
const EVENTS: u64 = 100;
/// Pause between looks at the list when there was nothing on it.
const IDLE: Duration = Duration::from_secs(2);
/// First pause after a failure; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// Longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);
/// How long the other side may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// An address that is told of events.
#[derive(Clone, Debug)]
pub struct Hook {
    /// `https://…` or `http://…`.
    pub url: String,
    /// Only events of these kinds; none: all.
    pub kinds: Vec<Kind>,
    /// With it each request is signed: header `faqlet-signature: sha256=` and the HMAC-SHA-256 of the body in hex.
    pub secret: Option<String>,
}

/// Why a webhook did not take events.
#[derive(Debug, thiserror::Error)]
enum HookError {
    #[error("it answered with status {0}")]
    Status(u16),
    #[error("it could not be reached: {0}")]
    Unreachable(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Hook {
    /// The name under which the store knows it; says nothing of what stands in the address.
    #[must_use]
    pub fn name(&self) -> String {
        hex(&Sha256::digest(&self.url)).chars().take(16).collect()
    }

    fn signature(&self, body: &str) -> Option<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_ref()?.as_bytes()).ok()?;
        mac.update(body.as_bytes());
        Some(format!("sha256={}", hex(&mac.finalize().into_bytes())))
    }
}

/// Tells a webhook of all that waits for it, until told to stop.
pub async fn deliver(store: &Store, hook: &Hook, stop: &Stop) {
    let agent = agent();
    let name = hook.name();
    let mut pause = FIRST_PAUSE;
    let mut failing = false;
    while !stop.is_told() {
        let wait = match tell(store, hook, &name, &agent).await {
            Ok(told) => {
                if failing {
                    log::info("webhook_recovered", &[("hook", &name)]);
                }
                (failing, pause) = (false, FIRST_PAUSE);
                if told > 0 { Duration::ZERO } else { IDLE }
            }
            Err(error) => {
                if !failing {
                    log::error("webhook_failing", &[("hook", &name), ("reason", &error.to_string())]);
                }
                failing = true;
                let wait = pause;
                pause = (pause * 2).min(LONGEST_PAUSE);
                wait
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stop.wait() => {}
        }
    }
}

/// Sends one request, when something waits; says how many events it took.
async fn tell(store: &Store, hook: &Hook, name: &str, agent: &Agent) -> Result<usize, HookError> {
    let waiting = store.waiting(name, EVENTS).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let body = body(&waiting);
    let (url, signature, agent) = (hook.url.clone(), hook.signature(&body), agent.clone());
    let sent = tokio::task::spawn_blocking(move || send(&agent, &url, signature.as_deref(), &body)).await;
    let status = sent.map_err(|error| HookError::Unreachable(error.to_string()))??;
    if !(200..300).contains(&status) {
        return Err(HookError::Status(status));
    }
    store.taken(name, &waiting).await?;
    Ok(waiting.len())
}

fn send(agent: &Agent, url: &str, signature: Option<&str>, body: &str) -> Result<u16, HookError> {
    let mut request = agent.post(url).content_type("application/cloudevents-batch+json; charset=UTF-8");
    if let Some(signature) = signature {
        request = request.header("faqlet-signature", signature);
    }
    // The library's error may quote the address, and in it a password.
    let answer = request.send(body).map_err(|error| HookError::Unreachable(error.to_string().replace(url, "its address")))?;
    Ok(answer.status().as_u16())
}

/// The events as a CloudEvents batch.
fn body(waiting: &[Kept]) -> String {
    let events: Vec<&Event> = waiting.iter().map(|kept| &kept.event).collect();
    serde_json::to_string(&events).unwrap_or_else(|_| "[]".to_owned())
}

/// A client that trusts the certificates that this machine trusts.
fn agent() -> Agent {
    let certificates = rustls_native_certs::load_native_certs().certs;
    let certificates: Vec<_> = certificates.iter().map(|certificate| ureq::tls::Certificate::from_der(certificate).to_owned()).collect();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::new_with_certs(&certificates));
    let config = Agent::config_builder()
        .tls_config(tls.unversioned_rustls_crypto_provider(provider).build())
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        // What waits must not go where nobody said that it goes.
        .max_redirects(0)
        .max_redirects_will_error(false);
    config.build().new_agent()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::http::{HeaderMap, StatusCode};
    use axum::routing::post;

    use super::*;
    use crate::store::testing::{NOW, Place, event};

    #[test]
    fn a_request_is_signed_as_rfc_4231_has_it() {
        let hook = Hook { url: String::new(), kinds: Vec::new(), secret: Some("Jefe".to_owned()) };
        let expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hook.signature("what do ya want for nothing?").as_deref(), Some(expected));
    }

    #[tokio::test]
    async fn a_webhook_that_fails_gets_the_same_events_again() {
        /// Signature and ids of each request.
        type Seen = Vec<(String, Vec<String>)>;
        let seen: Arc<Mutex<Seen>> = Arc::default();
        let heard = Arc::clone(&seen);
        let take = async move |headers: HeaderMap, body: String| {
            let events: Vec<serde_json::Value> = serde_json::from_str(&body).unwrap();
            let ids = events.iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect();
            let mut seen = heard.lock().unwrap();
            seen.push((headers["faqlet-signature"].to_str().unwrap().to_owned(), ids));
            if seen.len() == 1 { StatusCode::BAD_GATEWAY } else { StatusCode::OK }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/crm", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().route("/crm", post(take))).await });

        let hook = Hook { url, kinds: vec![Kind::Contact, Kind::Question], secret: Some("secret".to_owned()) };
        let place = Place::sqlite();
        let store = Store::open_with(place.path(), vec![hook.clone()]).unwrap();
        let events = [event(Kind::Contact, 1), event(Kind::View, 2), event(Kind::Question, 3)];
        store.store(events.to_vec(), 100, NOW).await.unwrap();
        let (name, agent) = (hook.name(), agent());
        assert!(matches!(tell(&store, &hook, &name, &agent).await, Err(HookError::Status(502))));
        assert_eq!(tell(&store, &hook, &name, &agent).await.unwrap(), 2);
        assert_eq!(tell(&store, &hook, &name, &agent).await.unwrap(), 0);
        let seen = seen.lock().unwrap();
        assert_eq!(seen[0], seen[1]);
        assert_eq!(seen[0].1, [events[0].id.clone(), events[2].id.clone()]);
        assert!(seen[0].0.starts_with("sha256=") && seen[0].0.len() == 71);
    }
}
