//! The owner's pages in a browser: staff search in the very answers that visitors see, beside what visitors sent, and the report is drawn
//! under its own policy.

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::server::Server;
use serde_json::{Value, json};

const TOKEN: &str = "correct-horse-battery";

/// What a visitor sent to be answered.
fn packet() -> Value {
    json!([{
        "specversion": "1.0",
        "id": "01900000-0000-7000-8000-000000000001",
        "source": "/shop",
        "type": "dev.faqlet.contact.v1",
        "time": "2026-03-01T12:00:00.000Z",
        "sentat": "2026-03-01T12:00:01.000Z",
        "datacontenttype": "application/json",
        "data": {
            "lang": "en", "version": "0123456789abcdef", "route": "form", "reply": "jo@example.com", "message": "It is three weeks now.",
            "question": "refund", "entries": ["refund-time"],
        },
    }])
}

#[tokio::test]
async fn staff_search_in_what_visitors_see_beside_what_they_sent() -> Result {
    let (server, browser) = (Server::of_demo_with_desk(TOKEN)?, Browser::start().await?);
    let sent = server.request("POST", "/faqlet/events", &[("Content-Type", "text/plain")], packet().to_string().as_bytes())?.json()?;
    assert_eq!(sent["results"][0]["status"], "accepted", "{sent}");
    assert_eq!(server.request("GET", "/staff", &[], b"")?.status, 401);
    // As a browser's own dialogue would; from then on it shows the token by itself.
    browser.open(&server.url("staff").replace("://", &format!("://staff:{TOKEN}@"))).await?;
    browser.open(&server.url("staff")).await?;
    let state = "document.getElementById('state').textContent";
    browser.wait("the answers to come", &format!("/^[0-9]+ answers$/.test({state})")).await?;
    assert_eq!(browser.eval("return document.querySelector('.packet strong').textContent").await?, "jo@example.com");
    let read = browser.eval("return document.querySelector('.packet dl').textContent").await?;
    assert!(read.as_str().is_some_and(|read| read.contains("When will I get my refund?")), "the question and not its id: {read}");

    // What the visitor searched, by one press; then the answer that the visitor saw.
    browser.click("document.querySelector('[data-query]')").await?;
    browser.wait("its results", "document.querySelector('#hits button')?.textContent === 'When will I get my refund?'").await?;
    browser.click("document.querySelector('#hits button')").await?;
    let shown = "!document.getElementById('answer').hidden && document.querySelector('#answer p')?.textContent.length > 20";
    browser.wait("the answer", shown).await?;
    // A question of their own, letter by letter; the list is that of the last letter.
    browser.eval("const field = document.getElementById('query'); field.focus(); field.select()").await?;
    browser.keys("invoice").await?;
    browser.wait("other results", "document.querySelector('#hits button')?.textContent === 'How do I get an invoice?'").await?;
    assert_eq!(browser.eval("return document.getElementById('answer').hidden").await?, true);
    let seen = browser.seen().await?;
    assert_eq!((&seen["errors"], &seen["violations"]), (&json!([]), &json!([])), "{seen}");

    browser.open(&server.url("report")).await?;
    browser.wait("the report", "document.querySelector('article h1')?.textContent === 'shop'").await?;
    let styled = browser.eval("return getComputedStyle(document.querySelector('.kicker')).textTransform").await?;
    assert_eq!(styled, "uppercase", "its style sheet is allowed by its policy");
    Ok(())
}
