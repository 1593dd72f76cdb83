//! Before consent nothing is kept on the device and nothing leaves it but requests for the FAQ's own files.

use std::fs;

use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Request};
use faqlet_tests::server::Server;
use faqlet_tests::widget::Widget;
use serde_json::{Value, json};

/// Everything that a page can keep, as JSON.
const KEPT: &str = "
    const bases = await indexedDB.databases();
    const records = {};
    for (const { name, version } of bases) {
        const base = await new Promise((done, fail) => { const r = indexedDB.open(name, version); r.onsuccess = () => done(r.result); r.onerror = fail; });
        for (const store of base.objectStoreNames) {
            const all = await new Promise((done, fail) => { const r = base.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result); r.onerror = fail; });
            if (all.length) records[name + '/' + store] = all.map((one) => JSON.stringify(one));
        }
        base.close();
    }
    return { cookies: document.cookie, local: { ...localStorage }, session: { ...sessionStorage }, caches: await caches.keys(),
             bases: bases.map((base) => base.name), records };
";

/// The same when nothing is kept.
fn nothing() -> Value {
    json!({ "cookies": "", "local": {}, "session": {}, "caches": [], "bases": [], "records": {} })
}

/// Requests that are no plain reading of the site's own files.
fn others(requests: &[Request], server: &Server) -> Vec<Request> {
    let own = |request: &&Request| {
        let path = request.url.strip_prefix(server.origin());
        // No query: an address must not carry what somebody typed.
        request.method == "GET" && request.body.is_empty() && path.is_some_and(|path| path.starts_with('/') && !path.contains('?'))
    };
    requests.iter().filter(|request| !own(request)).cloned().collect()
}

/// Searches, opens answers, browses and leaves, as a visitor who was never asked anything.
async fn look_around(widget: &Widget<'_>, browser: &Browser) -> Result {
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    widget.ask("zzyzx qwfp").await?;
    widget.wait_for("empty").await?;
    widget.click("clear").await?;
    widget.wait_for("topic").await?;
    widget.click("topic").await?;
    widget.wait_for("entry").await?;
    widget.click("entry").await?;
    widget.answered().await?;
    // Leaving is when counts would be sent.
    browser.eval("document.dispatchEvent(new Event('visibilitychange')); dispatchEvent(new Event('pagehide'))").await?;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    // The page was hidden away, and is shown again.
    browser.eval("dispatchEvent(new Event('pageshow'))").await?;
    Ok(())
}

#[tokio::test]
async fn before_consent_nothing_is_kept_and_only_own_files_are_fetched() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    look_around(&widget, &browser).await?;
    assert_eq!(browser.eval(KEPT).await?, nothing());
    browser.open(&server.url("shop.html")).await?;
    assert_eq!(browser.eval(KEPT).await?, nothing());
    let requests = browser.requests();
    assert!(requests.iter().any(|request| request.url.ends_with(".fqi")), "expected to see the index being fetched: {requests:?}");
    let others = others(&requests, &server);
    assert!(others.is_empty(), "{others:#?}");
    assert!(server.report()?["sites"].as_array().is_none_or(Vec::is_empty), "the collector was told something");
    Ok(())
}

#[tokio::test]
async fn a_vote_sends_that_vote_and_nothing_else_and_leaves_nothing_behind() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    look_around(&widget, &browser).await?;
    browser.requests();
    widget.vote(false).await?;
    let mut sent = Vec::new();
    for _ in 0..100 {
        sent.extend(others(&browser.requests(), &server));
        if !sent.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(sent.len(), 1, "{sent:#?}");
    assert_eq!((sent[0].method.as_str(), sent[0].url.as_str()), ("POST", server.url("faqlet/events").as_str()));
    let events: Vec<Value> = serde_json::from_str(&sent[0].body)?;
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["type"], "dev.faqlet.vote.v1");
    let told: Vec<&String> = events[0]["data"].as_object().into_iter().flatten().map(|(name, _)| name).collect();
    assert!(told.iter().all(|name| ["lang", "version", "entry", "helpful"].contains(&name.as_str())), "{told:?}");
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let kept = browser.eval(KEPT).await?;
    assert_eq!(kept["records"], json!({}), "an acknowledged vote must not stay");
    assert_eq!((&kept["cookies"], &kept["local"], &kept["session"]), (&json!(""), &json!({}), &json!({})));
    Ok(())
}

#[tokio::test]
async fn with_consent_to_measure_words_of_the_index_are_counted_but_never_what_was_typed() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.switch(1).await?;
    widget.type_text("refund for zzyzx").await?;
    widget.wait_for("result").await?;
    // A search counts when the typing has come to rest.
    browser.wait("the search to settle", "__seen.events.some((e) => e.type === 'search' || e.type === 'noresult')").await?;
    // The counts of a visit go out when the page goes out of sight. A driver that leaves the page does not always give it the time.
    let hide = "Object.defineProperty(document, 'hidden', { value: true }); document.dispatchEvent(new Event('visibilitychange'))";
    browser.eval(hide).await?;
    for _ in 0..100 {
        if server.report()?["sites"][0]["totals"]["searches"] == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let report = server.report()?;
    let counted = &report["sites"][0];
    assert_eq!(counted["totals"]["searches"], 1, "{report}");
    let terms = counted["terms"].as_array().cloned().unwrap_or_default();
    assert!(terms.iter().any(|row| row["term"] == "refund" && row["count"] == 1), "{report}");
    let stored = fs::read(server.store())?;
    assert!(!stored.windows(5).any(|bytes| bytes == b"zzyzx"), "a word that the index does not know left the device");
    Ok(())
}

#[tokio::test]
async fn withdrawing_and_deleting_leave_nothing_on_the_device() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.switch(0).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    browser.wait("something to be kept", "indexedDB.databases().then((all) => all.length)").await?;
    widget.click("settings-button").await?;
    widget.wait_for("erase").await?;
    widget.click("erase").await?;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(browser.eval(KEPT).await?["records"], json!({}));
    Ok(())
}
