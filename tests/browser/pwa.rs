//! The field handbook of the demo: a site whose own worker keeps Faqlet's files. After one visit it works without a network, from a cold
//! start, and what was said meanwhile arrives once.

use std::time::Duration;

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::faqlet_prints;
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part};
use serde_json::json;

/// True when the worker is in charge of the page and a whole version is kept.
const KEPT: &str =
    "(async () => !!navigator.serviceWorker.controller && !!(await caches.match(new URL('help/?faqlet-current', location))))()";

/// Names of the databases there are.
const DATABASES: &str = "(await indexedDB.databases()).map((base) => base.name)";

/// Loads the handbook, and waits until all of it is kept.
pub(crate) async fn visited(browser: &Browser, server: &Server) -> Result {
    Widget::open(browser, &server.url("field/")).await?;
    browser.wait("the handbook to be kept", KEPT).await.map(drop)
}

/// Writes to the desk and presses send.
async fn write_to_the_desk(widget: &Widget<'_>, browser: &Browser) -> Result {
    widget.click("contact-button").await?;
    for (name, text) in [("message", "The lid of pump 7 is cracked."), ("reply", "crew-4@northwick.example")] {
        widget.wait_for(name).await?;
        widget.click(name).await?;
        browser.keys(text).await?;
    }
    widget.click("send").await?;
    widget.wait_for("receipt").await
}

/// How many contact requests the store holds.
fn requests(server: &Server) -> Result<usize> {
    let store = server.store().display().to_string();
    Ok(faqlet_prints(&["collect", "export", "--store", &store, "--format", "jsonl", "--kind", "contact"])?.lines().count())
}

async fn arrives(server: &Server) -> Result {
    for _ in 0..600 {
        if server.votes("en", "e04")? == (1, 0) && requests(server)? == 1 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("expected one vote and one message, the report says {}", server.report()?)
}

#[tokio::test]
async fn everything_works_from_a_cold_start_without_a_network_and_arrives_once() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start_kept().await?);
    visited(&browser, &server).await?;
    assert_eq!(browser.eval(&format!("return {DATABASES}")).await?, json!([]), "nothing but the cached files is kept before consent");

    browser.offline(true).await?;
    browser.restart().await?;
    let widget = Widget::open(&browser, &server.url("field/")).await?;
    assert!(widget.text("fresh").await?.starts_with("Answers as of "), "{}", widget.text("fresh").await?);
    widget.type_text("E04").await?;
    widget.first_is("What does E04 mean?").await?;
    widget.open_result(0).await?;
    assert!(widget.text("text").await?.contains("dry running"));
    widget.vote(true).await?;
    browser.wait("the receipt of the vote", &format!("{}?.textContent.includes('kept on this device')", part("receipt"))).await?;
    write_to_the_desk(&widget, &browser).await?;
    assert!(widget.text("receipt").await?.contains("kept on this device"), "{}", widget.text("receipt").await?);
    widget.switch(0).await?;
    widget.click("settings-button").await?;
    browser.wait("what waits to be counted", &format!("{}?.textContent === 'Waiting to be sent: 2'", part("unsent"))).await?;
    assert!(widget.text("stored").await?.contains("MB"));
    assert_eq!(server.votes("en", "e04")?, (0, 0));

    browser.offline(false).await?;
    arrives(&server).await?;
    browser.wait("nothing to wait any more", &format!("!{}", part("unsent"))).await?;
    arrives(&server).await
}

#[tokio::test]
async fn the_handbook_is_ready_to_be_installed() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    visited(&browser, &server).await?;
    let script = "
        const url = document.querySelector('link[rel=manifest]').href;
        const app = await (await fetch(url)).json();
        const icons = await Promise.all(app.icons.filter((icon) => icon.type === 'image/png').map(async (icon) => {
            const picture = await createImageBitmap(await (await fetch(new URL(icon.src, url))).blob());
            return `${picture.width}x${picture.height}` === icon.sizes ? icon.sizes : 'another size';
        }));
        const start = new URL(app.start_url, url).href;
        const { active, scope } = await navigator.serviceWorker.getRegistration(start);
        return { name: app.name, display: app.display, icons, inScope: start.startsWith(scope), active: active.state };";
    let app = browser.eval(script).await?;
    assert_eq!(app["icons"], json!(["192x192", "512x512"]));
    assert_eq!((&app["display"], &app["inScope"], &app["active"]), (&json!("standalone"), &json!(true), &json!("activated")));
    assert!(app["name"].as_str().is_some_and(|name| !name.is_empty()));
    Ok(())
}

#[tokio::test]
async fn a_text_that_is_shared_with_the_app_becomes_a_search_and_stays_on_the_device() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    visited(&browser, &server).await?;
    browser.requests();
    let share = "
        const form = Object.assign(document.createElement('form'), { method: 'post', action: 'ask', enctype: 'multipart/form-data' });
        const field = Object.assign(document.createElement('input'), { name: 'text', value: 'moisture in the seal chamber' });
        form.append(field);
        document.body.append(form);
        setTimeout(() => form.submit());";
    browser.eval(share).await?;
    browser.wait("the page to be asked", "location.hash.startsWith('#faq-search=')").await?;
    let widget = Widget::of(&browser);
    widget.ready().await?;
    widget.first_is("What does E23 mean?").await?;
    let told = browser.requests().into_iter().find(|request| request.url.contains("moisture") || request.body.contains("moisture"));
    assert_eq!(told, None);
    Ok(())
}

/// What only Chromium can be asked.
mod chromium {
    use super::*;

    #[tokio::test]
    async fn the_browser_itself_finds_nothing_against_installing() -> Result {
        let (server, browser) = (Server::of_demo()?, Browser::start().await?);
        visited(&browser, &server).await?;
        let found = browser.command("Page.getInstallabilityErrors", json!({})).await?;
        assert_eq!(found["installabilityErrors"], json!([]));
        Ok(())
    }

    /// Firefox shows a script of the driver its own view of such objects, and `WebKit`'s test browser has none.
    #[tokio::test]
    async fn storage_is_asked_to_last_only_once_the_visitor_wants_something_kept() -> Result {
        let (server, browser) = (Server::of_demo()?, Browser::start().await?);
        visited(&browser, &server).await?;
        browser.eval("window.asked = 0; navigator.storage.persist = async () => { asked += 1; return true; };").await?;
        let widget = Widget::of(&browser);
        widget.type_text("E04").await?;
        widget.open_result(0).await?;
        widget.vote(true).await?;
        assert_eq!(browser.eval("return asked").await?, json!(0));
        widget.switch(0).await?;
        browser.wait("storage to be asked for", "asked === 1").await.map(drop)
    }
}
