//! An index that is cut, changed or of a newer version: a plain message, the host's own fallback, and no uncaught error.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::{copy, language, site};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part};
use serde_json::Value;

/// Where the major version of the format stands in an index file.
const MAJOR: usize = 8;

#[tokio::test]
async fn a_cut_index_shows_a_message_and_the_fallback() -> Result {
    damaged(true, |bytes| bytes.truncate(bytes.len() / 2)).await
}

#[tokio::test]
async fn a_flipped_bit_is_found_by_the_browser() -> Result {
    damaged(true, |bytes| flip(bytes)).await
}

#[tokio::test]
async fn a_flipped_bit_is_found_by_the_engine_where_the_manifest_has_no_hashes() -> Result {
    damaged(false, |bytes| flip(bytes)).await
}

#[tokio::test]
async fn an_index_cut_to_nothing_is_refused_by_the_engine() -> Result {
    damaged(false, Vec::clear).await
}

#[tokio::test]
async fn an_index_of_a_newer_version_is_refused_by_the_engine() -> Result {
    damaged(false, |bytes| bytes[MAJOR] += 1).await
}

#[tokio::test]
async fn a_manifest_of_a_newer_version_is_refused_by_the_loader() -> Result {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    change_manifest(folder.path(), |manifest| manifest["faqlet"] = 2.into())?;
    shows_message_and_fallback(folder.path()).await
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_said_so() -> Result {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    fs::remove_file(folder.path().join("help/manifest.json"))?;
    shows_message_and_fallback(folder.path()).await
}

fn flip(bytes: &mut [u8]) {
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
}

/// Damages the English index and looks at what a visitor sees.
async fn damaged(hashes: bool, damage: impl FnOnce(&mut Vec<u8>)) -> Result {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    let help = folder.path().join("help");
    let index = help.join(language(&help, "en")?["index"]["file"].as_str().context("expected an index")?);
    let mut bytes = fs::read(&index)?;
    damage(&mut bytes);
    fs::write(&index, bytes)?;
    if !hashes {
        change_manifest(folder.path(), |manifest| {
            for language in manifest["languages"].as_array_mut().into_iter().flatten() {
                language["index"].as_object_mut().and_then(|index| index.remove("integrity"));
            }
        })?;
    }
    shows_message_and_fallback(folder.path()).await
}

fn change_manifest(site: &Path, change: impl FnOnce(&mut Value)) -> Result {
    let path = site.join("help/manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path)?)?;
    change(&mut manifest);
    Ok(fs::write(&path, manifest.to_string())?)
}

async fn shows_message_and_fallback(site: &Path) -> Result {
    let (server, browser) = (Server::of(site)?, Browser::start().await?);
    browser.open(&server.url("index.html")).await?;
    let widget = Widget::of(&browser);
    widget.wait_for("error").await?;
    let text = widget.text("error").await?;
    assert!(text.contains("cannot be shown right now") || text.contains("Reload the page"), "{text}");
    let seen = "[...document.querySelectorAll('faq-let a')].filter((a) => a.checkVisibility() && a.getBoundingClientRect().height > 0)";
    let links = browser.eval(&format!("return {seen}.length")).await?;
    assert!(links.as_u64() >= Some(1), "expected the page's own links to be seen");
    // Passing over it is no wish to try again.
    for kind in ["pointerover", "focusin", "pointerover"] {
        browser.eval(&format!("{}.dispatchEvent(new Event('{kind}', {{ bubbles: true, composed: true }}))", part("error"))).await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert_eq!(browser.events("error").await?.len(), 1, "expected the page to be told once");
    let errors = browser.seen().await?["errors"].clone();
    assert_eq!(errors, serde_json::json!([]), "expected no uncaught error");
    browser.click("document.querySelector('faq-let a')").await?;
    browser.wait("the plain page behind the link", "location.pathname.includes('/pages/')").await?;
    Ok(())
}

#[tokio::test]
async fn after_a_trouble_that_has_passed_trying_again_brings_the_widget() -> Result {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    let (manifest, away) = (folder.path().join("help/manifest.json"), folder.path().join("help/away.json"));
    fs::rename(&manifest, &away)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    browser.open(&server.url("index.html")).await?;
    let widget = Widget::of(&browser);
    widget.wait_for("error").await?;
    fs::rename(&away, &manifest)?;
    browser.click(&format!("{}.querySelector('button')", part("error"))).await?;
    widget.ready().await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await
}
