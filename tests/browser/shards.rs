//! A language that is divided, with a threshold so low that a small FAQ is: it is searched, read, browsed and followed like any other, and without a
//! network where its owner has asked for that.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::{faqlet_prints, language, manifest};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part};

use crate::updates::{LOOK, VERSION};

const PAGE: &str = "<!doctype html><html lang=en><title>Help</title><faq-let index=\"/help/\"></faq-let><script src=\"/help/faqlet.js\"></script>\
                    <script src=\"/worker.js\"></script>";
const REGISTER: &str = "const policy = window.trustedTypes?.createPolicy('service-worker', { createScriptURL: (url) => url }) ?? { createScriptURL: (url) => url };
    navigator.serviceWorker?.register(policy.createScriptURL('/sw.js'));";
const WORKER: &str = "importScripts('/help/faqlet-sw.js'); faqletOffline({ index: '/help/', shell: ['/index.html', '/worker.js'] });
    addEventListener('install', () => skipWaiting()); addEventListener('activate', (event) => event.waitUntil(clients.claim()));";
const KEPT: &str =
    "(async () => !!navigator.serviceWorker.controller && !!(await caches.match(new URL('help/?faqlet-current', location))))()";

const THINGS: [&str; 12] =
    ["printer", "garden", "battery", "voucher", "parcel", "invoice", "window", "account", "charger", "contract", "receipt", "customs"];
const DEEDS: [&str; 10] = ["repair", "return", "clean", "order", "cancel", "insure", "open", "replace", "store", "recycle"];

/// Builds an FAQ of 480 questions, no two alike.
fn build(folder: &Path, more: &[&str]) -> Result {
    let source = folder.join("faq");
    fs::create_dir(&source)?;
    let mut text = String::new();
    for (n, thing) in THINGS.iter().enumerate() {
        for (m, deed) in DEEDS.iter().enumerate() {
            for part in 1..=4 {
                let id = format!("{deed}-{thing}-{part}");
                let question = format!("How do I {deed} the {thing} of model {part}?");
                let answer = format!("Look for the {thing} sheet, page {}. It says how to {deed} model {part}.", n * 40 + m * 4 + part);
                writeln!(
                    text,
                    "{}",
                    serde_json::json!({ "id": id, "lang": "en", "question": question, "answer": answer, "category": thing })
                )?;
            }
        }
    }
    fs::write(source.join("faq.jsonl"), text)?;
    make(folder, more)?;
    fs::write(folder.join("index.html"), PAGE)?;
    fs::write(folder.join("worker.js"), REGISTER)?;
    fs::write(folder.join("sw.js"), WORKER)?;
    Ok(())
}

/// Builds what is in the folder.
fn make(folder: &Path, more: &[&str]) -> Result {
    let (source, help) = (folder.join("faq"), folder.join("help"));
    let mut arguments =
        vec!["build".into(), source.display().to_string(), "--out".into(), help.display().to_string(), "--no-meaning".into()];
    arguments.extend(["--shard-above", "100"].iter().chain(more).map(|&argument| argument.to_owned()));
    faqlet_prints(&arguments)?;
    assert_eq!(language(&help, "en")?["answers"], serde_json::json!([]), "the manifest names no answers of a divided language");
    Ok(())
}

/// How many shards the page has loaded.
const LOADED: &str = "return performance.getEntriesByType('resource').filter(({ name }) => name.includes('/shard.')).length";

#[tokio::test]
async fn a_divided_language_is_searched_read_and_browsed_with_a_few_of_its_shards() -> Result {
    let folder = tempfile::tempdir()?;
    build(folder.path(), &[])?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("cancel the voucher of model 3").await?;
    widget.first_is("How do I cancel the voucher of model 3?").await?;
    widget.open_result(0).await?;
    assert!(widget.text("text").await?.contains("how to cancel model 3"));
    for (typed, first) in [("recycel customs", "How do I recycle the customs"), ("insure batt", "How do I insure the battery")] {
        widget.ask(typed).await?;
        let begins = format!("{}?.textContent.includes({first:?})", part("result"));
        browser.wait(&format!("{typed} to find {first}"), &begins).await?;
    }
    let loaded = browser.eval(LOADED).await?.as_u64().unwrap_or_default();
    let all =
        fs::read_dir(folder.path().join("help"))?.flatten().filter(|file| file.file_name().to_string_lossy().starts_with("shard.")).count();
    assert!(loaded > 0 && (loaded as usize) < all, "{loaded} of {all}");
    browser.open(&server.url("index.html#faq=store-garden-2")).await?;
    browser.wait("the answer of the link", &format!("{}?.textContent.includes('how to store model 2')", part("text"))).await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn a_divided_language_that_is_kept_works_without_a_network() -> Result {
    let folder = tempfile::tempdir()?;
    build(folder.path(), &["--keep-shards"])?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    Widget::open(&browser, &server.url("index.html")).await?;
    browser.wait("all of it to be kept", KEPT).await?;
    browser.offline(true).await?;
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("replace the charger of model 4").await?;
    widget.first_is("How do I replace the charger of model 4?").await?;
    widget.open_result(0).await?;
    assert!(widget.text("text").await?.contains("how to replace model 4"));

    // One answer is edited: its shards and the list of all of them are made of what is kept.
    browser.offline(false).await?;
    let source = folder.path().join("faq/faq.jsonl");
    fs::write(&source, fs::read_to_string(&source)?.replace("how to replace model 4", "how to swap model 4"))?;
    make(folder.path(), &["--keep-shards"])?;
    let version = &manifest(&folder.path().join("help"))?["version"];
    browser.requests();
    browser.eval(LOOK).await?;
    browser.wait("the update to have come", &format!("(async () => ({VERSION}) === {version})()")).await?;
    let widget = Widget::open(&browser, &server.url("index.html#faq=replace-charger-4")).await?;
    browser.wait("the new answer", &format!("{}?.textContent.includes('how to swap model 4')", part("text"))).await?;
    assert!(!widget.has("error").await?);
    let asked: Vec<String> = browser.requests().into_iter().map(|request| request.url).collect();
    assert!(asked.iter().any(|url| url.contains("/patch.")), "{asked:?}");
    assert!(!asked.iter().any(|url| url.contains("/shards.en") || url.contains("/index.en")), "{asked:?}");
    Ok(())
}
