//! An FAQ whose every text tries to become script: neither on the plain pages, with their own policy taken away, nor in the widget does
//! anything run.

use std::fs;
use std::path::Path;

use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Response};
use faqlet_tests::built::faqlet_prints;
use faqlet_tests::server::Server;
use faqlet_tests::widget::Widget;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The same texts that the compiler's own test reads.
const PAYLOADS: &str = include_str!("../../crates/compiler/tests/testdata/xss.txt");

/// Whatever runs calls `alert` or `msgbox`; this notes it, and stands in no page's way as a dialogue would.
const ALARM: &str = "window.alert = window.msgbox = () => { window.__xss = (window.__xss ?? 0) + 1 };";

fn payloads() -> Result<Vec<String>> {
    PAYLOADS.lines().filter(|line| line.starts_with('"')).map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// A built FAQ of all payloads in `help`, and a page with the widget.
fn site() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let rows: Vec<String> = payloads()?
        .iter()
        .enumerate()
        .map(|(number, payload)| {
            let answer = format!("So: [x](<{0}>) ![{0}](a.png)\n\n{payload}", payload.replace(['<', '>', '\n'], " "));
            let name = payload.replace('/', "∕");
            json!({ "id": format!("q{number}"), "question": payload, "answer": answer, "category": [name], "also": [payload], "tags": [payload] }).to_string()
        })
        .collect();
    let source = folder.path().join("faq.jsonl");
    fs::write(&source, rows.join("\n"))?;
    let out = folder.path().join("site/help");
    let title = "</title><script>alert(1)</script>";
    faqlet_prints(&["build".as_ref(), source.as_os_str(), "--out".as_ref(), out.as_os_str(), "--title".as_ref(), title.as_ref()])?;
    write_pages(&folder.path().join("site"))?;
    Ok(folder)
}

fn write_pages(site: &Path) -> Result {
    fs::write(site.join("alarm.js"), ALARM)?;
    let page = "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title><script src=alarm.js></script><body><faq-let index=/help/></faq-let><script src=/help/faqlet.js></script>";
    Ok(fs::write(site.join("own.html"), page)?)
}

/// Takes the page's own policy and the server's away, and puts the alarm in their place.
fn unguarded(answer: &mut Response) {
    answer.headers.retain(|(name, _)| name != "content-security-policy");
    let text = String::from_utf8_lossy(&answer.body);
    let Some(start) = text.find("<meta http-equiv=\"Content-Security-Policy\"") else { return };
    let end = text[start..].find('>').map_or(text.len(), |end| start + end + 1);
    answer.body = format!("{}<script>{ALARM}</script>{}", &text[..start], &text[end..]).into_bytes();
}

#[tokio::test]
async fn nothing_runs_on_plain_pages_even_without_their_policy() -> Result {
    let folder = site()?;
    let (server, browser) = (Server::of(&folder.path().join("site"))?, Browser::start().await?);
    // With the policy nothing is even tried. (Another address, so that the browser does not take its copy of this page for the next one.)
    browser.open(&server.url("help/pages/en.html?guarded")).await?;
    assert_eq!(browser.seen().await?["violations"], json!([]));
    browser.change("help/pages/", unguarded);
    let count = payloads()?.len();
    let mut pages = vec!["help/pages/en.html".to_owned()];
    pages.extend((0..count).map(|number| format!("help/pages/en/answer/q{number}.html")));
    for page in pages {
        browser.open(&server.url(&page)).await?;
        assert_eq!(browser.eval("return window.__xss ?? 0").await?, json!(0), "{page}");
    }
    // The alarm would have been heard.
    browser.eval("document.body.innerHTML = '<img src=x: onerror=alert(1)>'").await?;
    browser.wait("the alarm", "window.__xss === 1").await?;
    Ok(())
}

#[tokio::test]
async fn nothing_runs_in_the_widget() -> Result {
    let folder = site()?;
    let (server, browser) = (Server::of(&folder.path().join("site"))?, Browser::start().await?);
    Widget::open(&browser, &server.url("own.html")).await?;
    let payloads = payloads()?;
    for chunk in payloads.iter().enumerate().collect::<Vec<_>>().chunks(20) {
        let ids: Vec<Value> = chunk.iter().map(|(number, payload)| json!([format!("q{number}"), payload])).collect();
        // A frame for each answer and each search, so that all of it is drawn.
        browser
            .eval_with(
                "const faq = document.querySelector('faq-let');
                 const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                 for (const [id, question] of arguments[0]) {
                     await faq.search(question);
                     await drawn();
                     await faq.article(id);
                     do await drawn(); while (faq.shadowRoot.querySelector('[part~=text] .wait'));
                 }",
                vec![json!(ids)],
            )
            .await?;
    }
    let seen = browser.seen().await?;
    assert_eq!((&seen["violations"], &seen["errors"]), (&json!([]), &json!([])));
    assert_eq!(browser.eval("return window.__xss ?? 0").await?, json!(0));
    let elements = "const root = document.querySelector('faq-let').shadowRoot;
        return [...root.querySelectorAll('*')].filter((one) => /^(script|iframe|object|embed|form|base|meta|link)$/.test(one.localName)
            || [...one.attributes].some((attribute) => attribute.name.startsWith('on') || /^\\s*javascript:/i.test(attribute.value))).length";
    assert_eq!(browser.eval(elements).await?, json!(0));
    Ok(())
}
