//! Search without the interface, in a page under the strict policy.

use std::fs;

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::{copy, site};
use faqlet_tests::server::Server;

/// What a host with an interface of its own would write.
const SCRIPT: &str = "
    import { openIndex } from '/help/engine.js';
    const kb = await openIndex('/help/', { lang: 'zh-Hant' });
    const hits = await kb.search('退款', { limit: 10 });
    const manifest = await (await fetch('/help/manifest.json')).json();
    const file = manifest.languages.find((language) => language.lang === 'en').index.file;
    const english = await openIndex(await (await fetch('/help/' + file)).arrayBuffer());
    window.found = { lang: kb.lang, hits, english: await english.search('refund', { limit: 3 }), article: await kb.article('refund-time') };
";

/// The same, in other words: a question in Filipino, by words alone and then by meaning too.
const MEANING: &str = "
    import { openIndex } from '/help/engine.js';
    const kb = await openIndex('/help/', { lang: 'en', meaning: true });
    const query = 'tinanggihan ang bayad ko';
    const words = await kb.search(query, { meaning: false });
    const before = performance.getEntriesByType('resource').filter(({ name }) => /\\.fq[mv]$/.test(name)).length;
    window.found = { words, before, both: await kb.search(query) };
";

#[tokio::test]
async fn a_page_that_asks_for_meaning_finds_answers_in_other_words() -> Result {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    fs::write(folder.path().join("own.html"), "<!doctype html><title>Own</title><script type=\"module\" src=\"own.js\"></script>")?;
    fs::write(folder.path().join("own.js"), MEANING)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    browser.open(&server.url("own.html")).await?;
    let found = browser.wait("the search", "window.found").await?;
    assert_eq!((&found["before"], &found["both"][0]["id"]), (&0.into(), &"payment-declined".into()), "{found}");
    assert_ne!(found["words"][0]["id"], "payment-declined", "{found}");
    let requests = browser.requests();
    let engines = requests.iter().filter(|request| request.url.ends_with(".wasm")).count();
    assert_eq!(engines, 1, "the engine with meaning in place of the other: {requests:?}");
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn a_page_searches_folder_and_bytes_without_the_widget() -> Result {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    fs::write(folder.path().join("own.html"), "<!doctype html><title>Own</title><script type=\"module\" src=\"own.js\"></script>")?;
    fs::write(folder.path().join("own.js"), SCRIPT)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    browser.open(&server.url("own.html")).await?;
    let found = browser.wait("the search", "window.found").await?;
    assert_eq!((&found["lang"], &found["hits"][0]["id"]), (&"zh-Hant".into(), &"refund-time".into()), "{found}");
    assert!(found["hits"].as_array().is_some_and(|hits| hits.len() > 1 && hits.len() <= 10));
    assert!(found["hits"][0]["snippet"].as_str().is_some_and(|snippet| snippet.contains("退款")), "{found}");
    assert_eq!(found["english"][0]["id"], "refund-time", "{found}");
    assert!(found["article"]["answer"].as_str().is_some_and(|answer| answer.len() > 20), "{found}");
    let requests = browser.requests();
    assert!(requests.iter().all(|request| !request.url.contains("widget.")), "{requests:?}");
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}
