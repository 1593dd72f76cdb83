//! Background Sync, which Chromium alone has: what was said without a network is sent by the worker when there is one again and no page is
//! open any more.

use std::time::Duration;

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::server::Server;
use faqlet_tests::widget::{WAITING, Widget};
use serde_json::json;

use crate::pwa::visited;

/// Whether the browser was asked to wake the worker.
const ASKED: &str = "(async () => (await (await navigator.serviceWorker.ready).sync.getTags()).includes('faqlet'))()";

#[tokio::test]
async fn what_waits_is_sent_by_the_worker_when_no_page_is_open_any_more() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    visited(&browser, &server).await?;
    let widget = Widget::open(&browser, &server.url("field/#faq=e04")).await?;
    widget.answered().await?;
    browser.offline(true).await?;
    widget.vote(true).await?;
    browser.wait("the vote to wait on the device", WAITING).await?;
    browser.wait("the browser to be asked", ASKED).await?;
    browser.open("about:blank").await?;
    browser.offline(false).await?;
    assert_eq!(server.votes("en", "e04")?, (0, 0), "no page is there that could send it");
    browser.command("ServiceWorker.enable", json!({})).await?;
    // The first worker of a fresh profile has the number 0.
    let event = json!({ "origin": server.origin(), "registrationId": "0", "tag": "faqlet", "lastChance": true });
    browser.command("ServiceWorker.dispatchSyncEvent", event).await?;
    for _ in 0..300 {
        if server.votes("en", "e04")? == (1, 0) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("expected one vote, the report says {}", server.report()?)
}
