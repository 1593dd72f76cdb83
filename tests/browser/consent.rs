//! With the visitor's consent, topics read before come first, and the widget says why. Consent may come from the page's own dialogue.

use std::fs;

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::{copy, site};
use faqlet_tests::server::Server;
use faqlet_tests::widget::Widget;

/// Fits answers of several topics about equally well.
const QUERY: &str = "code";

/// The demo's help page, where words alone decide: what is found by meaning comes late, and would change the order for a reason of its own.
fn by_words() -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    let page = folder.path().join("index.html");
    let text = fs::read_to_string(&page)?;
    assert!(text.contains("<faq-let "), "expected an element in the demo's page");
    fs::write(&page, text.replacen("<faq-let ", "<faq-let meaning=\"off\" ", 1))?;
    Ok(folder)
}

/// Opens some answers about gift cards and asks again.
async fn read_about_gift_cards(widget: &Widget<'_>) -> Result<Vec<String>> {
    for question in ["How do I use a gift card?", "I lost my gift card or the code does not arrive", "How do I check my gift card balance?"]
    {
        widget.ask(question).await?;
        widget.first_is(question).await?;
        widget.open_result(0).await?;
    }
    widget.ask(QUERY).await?;
    widget.wait_for("result").await?;
    widget.results().await
}

#[tokio::test]
async fn topics_that_were_read_come_first_with_consent_and_the_reason_is_shown() -> Result {
    let folder = by_words()?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.ask(QUERY).await?;
    widget.wait_for("result").await?;
    let before = widget.results().await?;
    widget.switch(0).await?;
    let after = read_about_gift_cards(&widget).await?;
    let place = |results: &[String]| results.iter().position(|question| question.contains("gift card")).unwrap_or(usize::MAX);
    assert!(place(&after) < place(&before), "before: {before:#?}\nafter: {after:#?}");
    assert!(widget.text("why").await?.contains("Gift cards"), "expected the reason beside the result");
    Ok(())
}

#[tokio::test]
async fn without_consent_the_order_stays() -> Result {
    let folder = by_words()?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.ask(QUERY).await?;
    widget.wait_for("result").await?;
    let before = widget.results().await?;
    assert_eq!(read_about_gift_cards(&widget).await?, before);
    assert!(!widget.has("why").await?);
    Ok(())
}

#[tokio::test]
async fn consent_and_what_was_learnt_survive_a_reload() -> Result {
    let folder = by_words()?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.switch(0).await?;
    let learnt = read_about_gift_cards(&widget).await?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.ask(QUERY).await?;
    widget.wait_for("why").await?;
    assert_eq!(widget.results().await?, learnt);
    Ok(())
}

/// The demo's help page with a script before the loader, which is told of the page's own dialogue by `kind`.
fn with_dialogue(kind: &str, script: &str) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    fs::write(folder.path().join("dialogue.js"), script)?;
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Own</title><body><script src=dialogue.js></script>\
         <faq-let index=\"/help/\" consent=\"{kind}\"></faq-let><script src=\"/help/faqlet.js\"></script>"
    );
    fs::write(folder.path().join("own.html"), page)?;
    Ok(folder)
}

/// Waits until consent stands as expected.
async fn stands(browser: &Browser, expected: [&str; 3]) -> Result {
    let asked = format!(
        "document.querySelector('faq-let').consent().then((now) => [now.preferences, now.personalisation, now.measurement].join() === '{}')",
        expected.join(",")
    );
    browser.wait(&format!("consent to be {expected:?}"), &asked).await.map(drop)
}

/// A dialogue as the framework describes it: it answers a listener at once, and again when the visitor has acted.
const TCF: &str = "
    window.listeners = [];
    const data = (eventStatus, consents) => ({ eventStatus, listenerId: 1, gdprApplies: true, purpose: { consents } });
    window.__tcfapi = (command, version, call) => {
        if (command !== 'addEventListener' || version !== 2) return call(null, false);
        listeners.push(call);
        call(data(window.__before ? 'tcloaded' : 'cmpuishown', window.__before ?? {}), true);
    };
    window.act = (consents) => listeners.forEach((call) => call(data('useractioncomplete', consents), true));
";

#[tokio::test]
async fn a_dialogue_of_the_iabs_framework_is_heard_and_a_choice_made_here_stands() -> Result {
    let folder = with_dialogue("tcf", TCF)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    widget.wait_for("topic").await?;
    browser.wait("the dialogue to be asked", "listeners.length === 1").await?;
    stands(&browser, ["pending"; 3]).await?;
    browser.eval("act({ 1: true, 5: true, 6: true, 8: false })").await?;
    stands(&browser, ["granted", "granted", "denied"]).await?;
    // Purpose 6 is missing: no personal order.
    browser.eval("act({ 1: true, 5: true, 8: true })").await?;
    stands(&browser, ["granted", "denied", "granted"]).await?;
    widget.switch(0).await?;
    stands(&browser, ["granted", "granted", "granted"]).await?;
    let kept = "indexedDB.databases().then((all) => all.length)";
    browser.wait("it to be kept", kept).await?;
    // The next page repeats what the dialogue was told; what was chosen here is newer.
    fs::write(folder.path().join("dialogue.js"), format!("window.__before = {{ 1: true, 5: true, 8: true }};{TCF}"))?;
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    widget.wait_for("topic").await?;
    browser.wait("the dialogue to be asked", "listeners.length === 1").await?;
    stands(&browser, ["granted", "granted", "granted"]).await?;
    browser.eval("act({})").await?;
    stands(&browser, ["denied", "denied", "denied"]).await
}

#[tokio::test]
async fn googles_consent_mode_is_heard_by_its_updates_alone() -> Result {
    let script = "window.dataLayer = []; function gtag() { dataLayer.push(arguments) }
        gtag('consent', 'default', { analytics_storage: 'granted', personalization_storage: 'granted', functionality_storage: 'denied' });";
    let folder = with_dialogue("google", script)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    widget.wait_for("topic").await?;
    browser.wait("the commands to be heard", "dataLayer.push !== Array.prototype.push").await?;
    stands(&browser, ["pending"; 3]).await?;
    browser.eval("gtag('consent', 'update', { personalization_storage: 'granted', ad_storage: 'granted' })").await?;
    stands(&browser, ["pending", "granted", "pending"]).await?;
    browser.eval("gtag('consent', 'update', { functionality_storage: 'granted', analytics_storage: 'denied', personalization_storage: 'denied' })").await?;
    stands(&browser, ["granted", "denied", "denied"]).await?;
    assert_eq!(browser.eval("return dataLayer.length").await?, 3, "the page's own layer has it all");
    Ok(())
}

#[tokio::test]
async fn a_dialogue_that_is_not_there_is_said_once_and_the_widget_works() -> Result {
    let folder = with_dialogue("tcf", "")?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    widget.ask(QUERY).await?;
    widget.wait_for("result").await?;
    browser.wait("one warning", "__seen.console.filter((line) => line.includes('__tcfapi')).length === 1").await?;
    stands(&browser, ["pending"; 3]).await
}
