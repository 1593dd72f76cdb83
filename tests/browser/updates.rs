//! A new version on a device that keeps an old one: it comes whole or not at all, whatever happens on the way, and what the owner has
//! taken back is hidden at once.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::{copy, faqlet_prints, manifest, root};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part};
use serde_json::{Value, json};
use tempfile::TempDir;

/// True when the worker is in charge of the page and a whole version is kept.
const KEPT: &str =
    "(async () => !!navigator.serviceWorker.controller && !!(await caches.match(new URL('help/?faqlet-current', location))))()";

/// Asks the worker to look for a new version.
pub(crate) const LOOK: &str = "navigator.serviceWorker.controller.postMessage({ faqlet: 'look' })";

/// The version that is kept.
pub(crate) const VERSION: &str = "(await (await caches.match(new URL('help/?faqlet-current', location))).json()).manifest.version";

/// The field handbook in a folder of its own, whose FAQ has editions: question and answer of one entry say which.
struct Handbook {
    folder: TempDir,
    /// Whether the site says how to make new files from old ones.
    patches: bool,
}

impl Handbook {
    /// Without patches, so that each file comes by itself.
    fn new() -> Result<Handbook> {
        Handbook::with(false)
    }

    fn with(patches: bool) -> Result<Handbook> {
        let book = Handbook { folder: tempfile::tempdir()?, patches };
        let (field, site) = (root().join("www/field"), book.folder.path().join("site"));
        copy(&field, &site)?;
        fs::remove_dir_all(site.join("faq"))?;
        copy(&field.join("faq"), &book.folder.path().join("faq"))?;
        book.edition(1)?;
        Ok(book)
    }

    /// Writes and builds an edition; returns the version of the folder.
    fn edition(&self, number: u32) -> Result<String> {
        let entry = format!(
            "---\nid: e04\nquestion: \"What does E04 mean in edition {number}?\"\ncategory: Fault codes\n---\nDry running, says edition {number}.\n"
        );
        fs::write(self.folder.path().join("faq/03-faults/e04.md"), entry)?;
        self.build()
    }

    fn build(&self) -> Result<String> {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        faqlet_prints(&["build", &path("faq"), "--out", &path("site/help"), "--site", "northwick"])?;
        if !self.patches {
            fs::write(self.folder.path().join("site/help/patches.json"), "[]")?;
        }
        Ok(self.manifest()?["version"].as_str().unwrap_or_default().to_owned())
    }

    fn manifest(&self) -> Result<Value> {
        manifest(&self.folder.path().join("site/help"))
    }

    /// A visitor on whose device the edition is kept.
    async fn visited(&self) -> Result<(Server, Browser)> {
        let browser = Browser::start_kept().await?;
        Ok((self.visit(&browser).await?, browser))
    }

    async fn visit(&self, browser: &Browser) -> Result<Server> {
        let server = Server::of(&self.folder.path().join("site"))?;
        Widget::open(browser, &server.url("")).await?;
        browser.wait("the handbook to be kept", KEPT).await?;
        Ok(server)
    }
}

/// Loads the page, searches and reads, and expects question and answer of the same edition.
async fn reads(browser: &Browser, server: &Server, edition: u32) -> Result {
    let widget = Widget::open(browser, &server.url("")).await?;
    widget.type_text("E04 mean").await?;
    widget.first_is(&format!("What does E04 mean in edition {edition}?")).await?;
    widget.open_result(0).await?;
    assert_eq!(widget.text("text").await?, format!("Dry running, says edition {edition}."));
    Ok(())
}

#[tokio::test]
async fn an_update_that_is_broken_off_anywhere_leaves_the_old_version_whole() -> Result {
    let book = Handbook::new()?;
    let (server, browser) = book.visited().await?;
    for (at, part) in ["manifest.json", "index.en", "answers.en", "site.en"].into_iter().enumerate() {
        let edition = at as u32 + 2;
        book.edition(edition)?;
        // The server dies in the middle of this file.
        browser.change(part, |answer| answer.body.truncate(answer.body.len() / 2));
        reads(&browser, &server, edition - 1).await?;
        browser.restore();
        reads(&browser, &server, edition).await?;
    }
    Ok(())
}

/// Where an update can be killed: while one of these files comes, or, last, when all of it has come.
const POINTS: [Option<&str>; 6] =
    [Some("manifest.json"), Some("index.en"), Some("answers.en"), Some("site.en"), Some("patches.json"), None];

#[tokio::test]
async fn a_browser_that_ends_while_an_update_comes_has_a_whole_version_afterwards() -> Result {
    // Three of the points in every run; all six of them as often as is asked for.
    let times: Option<usize> = std::env::var("FAQLET_KILLS").ok().and_then(|times| times.parse().ok());
    let points = POINTS.iter().cycle().take(times.map_or(3, |times| times * POINTS.len()));
    let book = Handbook::new()?;
    let (server, browser) = book.visited().await?;
    for (at, part) in points.enumerate() {
        let edition = at as u32 + 2;
        let version = book.edition(edition)?;
        if let Some(part) = part {
            browser.hold(part);
        }
        browser.eval(LOOK).await?;
        if part.is_none() {
            browser.wait("the update to have come", &format!("(async () => ({VERSION}) === '{version}')()")).await?;
        }
        browser.restart().await?;
        browser.offline(true).await?;
        browser.release();
        reads(&browser, &server, if part.is_none() { edition } else { edition - 1 }).await?;
        browser.offline(false).await?;
        reads(&browser, &server, edition).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_is_not_as_its_name_says_is_refused_and_fetched_again() -> Result {
    let book = Handbook::new()?;
    let (server, browser) = book.visited().await?;
    book.edition(2)?;
    // A byte flips on the way, once.
    let flipped = AtomicBool::new(false);
    browser.change("answers.en", move |answer| {
        if !flipped.swap(true, Ordering::Relaxed)
            && let Some(last) = answer.body.last_mut()
        {
            *last ^= 1;
        }
    });
    reads(&browser, &server, 2).await?;
    browser.restore();

    // A byte flips on the disk, in every file.
    let flip = "
        const current = await caches.match(new URL('help/?faqlet-current', location));
        const { keys } = await current.json();
        const cache = await caches.open((await caches.keys()).find((name) => name.startsWith('faqlet http')));
        for (const key of keys) {
            const answer = await cache.match(key);
            const bytes = new Uint8Array(await answer.arrayBuffer());
            bytes[bytes.length >> 1] ^= 1;
            await cache.put(key, new Response(bytes, { headers: answer.headers }));
        }
        return keys.length;";
    assert!(browser.eval(flip).await?.as_u64().is_some_and(|files| files > 7));
    reads(&browser, &server, 2).await
}

#[tokio::test]
async fn half_a_cache_without_a_network_is_one_message_and_a_way_on() -> Result {
    let (book, browser) = (Handbook::new()?, Browser::start_kept().await?);
    // Else the browser's own cache has it still, and all is well.
    browser.change(".fqi", |answer| answer.set("cache-control", "no-store"));
    let server = book.visit(&browser).await?;
    let cut = "
        const cache = await caches.open((await caches.keys()).find((name) => name.startsWith('faqlet http')));
        for (const request of await cache.keys()) if (request.url.includes('index.en')) await cache.delete(request);";
    browser.eval(cut).await?;
    browser.offline(true).await?;
    browser.open(&server.url("")).await?;
    browser.wait("the message", &format!("!!{}", part("error"))).await?;
    let alerts = browser.eval("return document.querySelector('faq-let').shadowRoot.querySelectorAll('[role=alert]').length").await?;
    assert_eq!(alerts, json!(1));
    browser.offline(false).await?;
    reads(&browser, &server, 1).await
}

#[tokio::test]
async fn a_portal_or_a_manifest_of_the_future_changes_nothing_that_is_kept() -> Result {
    let book = Handbook::new()?;
    let (server, browser) = book.visited().await?;
    book.edition(2)?;
    let portal = |answer: &mut faqlet_tests::browser::Response| {
        answer.body = b"<!doctype html><title>Welcome to our network</title>".to_vec();
        answer.set("content-type", "text/html");
        answer.set("content-encoding", "identity");
    };
    browser.change("/help/", portal);
    reads(&browser, &server, 1).await?;
    browser.restore();
    browser.change("manifest.json", |answer| {
        answer.body = String::from_utf8_lossy(&answer.body).replace("\"faqlet\":1", "\"faqlet\":2").into_bytes()
    });
    reads(&browser, &server, 1).await?;
    browser.restore();
    // Only the large files are answered by the portal, and kept by the browser's own cache for ever.
    browser.change(".fqi", portal);
    reads(&browser, &server, 1).await?;
    browser.restore();
    reads(&browser, &server, 2).await
}

#[tokio::test]
async fn yesterdays_manifest_is_not_gone_back_to() -> Result {
    let book = Handbook::new()?;
    let old = serde_json::to_vec(&book.manifest()?)?;
    let (server, browser) = book.visited().await?;
    let version = book.edition(2)?;
    browser.change("manifest.json", |answer| answer.set("last-modified", "Wed, 13 May 2026 10:00:00 GMT"));
    reads(&browser, &server, 2).await?;
    browser.restore();
    browser.change("manifest.json", move |answer| {
        answer.status = 200;
        answer.body.clone_from(&old);
        answer.set("etag", "\"yesterday\"");
        answer.set("last-modified", "Tue, 12 May 2026 10:00:00 GMT");
    });
    reads(&browser, &server, 2).await?;
    assert_eq!(browser.eval(&format!("return {VERSION}")).await?, json!(version));
    Ok(())
}

#[tokio::test]
async fn the_day_of_the_answers_is_the_sites_and_not_the_devices() -> Result {
    let book = Handbook::new()?;
    let (server, browser) = book.visited().await?;
    book.edition(2)?;
    browser.change("manifest.json", |answer| answer.set("date", "Tue, 12 May 2026 10:00:00 GMT"));
    reads(&browser, &server, 2).await?;
    assert!(!Widget::of(&browser).has("fresh").await?, "with a network nobody needs to know");
    browser.offline(true).await?;
    reads(&browser, &server, 2).await?;
    assert_eq!(Widget::of(&browser).text("fresh").await?, "Answers as of May 12, 2026");
    Ok(())
}

#[tokio::test]
async fn an_open_page_keeps_its_version_until_it_is_told_to_show_the_new_one() -> Result {
    let book = Handbook::new()?;
    let (server, browser) = book.visited().await?;
    // A page whose manifest came from the worker.
    let widget = Widget::open(&browser, &server.url("")).await?;
    let version = book.edition(2)?;
    browser.eval(LOOK).await?;
    widget.wait_for("renew").await?;
    assert_eq!(browser.events("update").await?, [json!({ "version": version })]);
    // The files of the old version are not on the server any more, and were not all loaded.
    widget.type_text("E04 mean").await?;
    widget.first_is("What does E04 mean in edition 1?").await?;
    widget.open_result(0).await?;
    assert_eq!(widget.text("text").await?, "Dry running, says edition 1.");
    widget.click("renew").await?;
    let new = format!("{}?.textContent === 'Dry running, says edition 2.'", part("text"));
    browser.wait("the new answer in place of the old one", &new).await?;
    // Nobody uses the old version now: the next look takes its files away.
    browser.open(&server.url("")).await?;
    let editions = "(async () => (await (await caches.open((await caches.keys()).find((name) => name.startsWith('faqlet http')))).keys()).filter(({ url }) => url.includes('index.en')).length)()";
    browser.wait("one edition to be kept", &format!("{editions}.then((count) => count === 1)")).await.map(drop)
}

#[tokio::test]
async fn a_revoked_answer_is_hidden_before_anything_else_of_the_new_version_has_come() -> Result {
    let book = Handbook::new()?;
    let (server, browser) = book.visited().await?;
    let widget = Widget::open(&browser, &server.url("")).await?;
    widget.type_text("E04 mean").await?;
    widget.first_is("What does E04 mean in edition 1?").await?;
    let owners = book.folder.path().join("faq/faqlet.toml");
    fs::write(&owners, format!("revoked = [\"e04\"]\n{}", fs::read_to_string(&owners)?))?;
    book.build()?;
    browser.hold("index.en");
    browser.eval(LOOK).await?;
    let gone = "![...document.querySelector('faq-let').shadowRoot.querySelectorAll('[part~=result]')].some((hit) => hit.textContent.includes('E04'))";
    browser.wait("the answer to be hidden", gone).await?;
    // The old index is still all there is on the device, and hides it too.
    browser.offline(true).await?;
    let widget = Widget::open(&browser, &server.url("#faq=e04")).await?;
    browser.wait("the answer to be gone", &format!("!!{}", part("empty"))).await?;
    assert!(!widget.has("text").await?);
    browser.release();
    Ok(())
}

#[tokio::test]
async fn who_comes_back_downloads_what_has_changed_and_nothing_whole() -> Result {
    let book = Handbook::with(true)?;
    let (server, browser) = book.visited().await?;
    // Two steps at once.
    book.edition(2)?;
    book.edition(3)?;
    browser.requests();
    reads(&browser, &server, 3).await?;
    let asked: Vec<String> = browser.requests().into_iter().map(|request| request.url).collect();
    assert_eq!(asked.iter().filter(|url| url.contains("/patch.")).count(), 2, "{asked:?}");
    assert!(!asked.iter().any(|url| url.contains("index.en") || url.contains("answers.en")), "{asked:?}");

    // A patch that does not come out right costs nothing but itself.
    book.edition(4)?;
    browser.change("/patch.", |answer| answer.body.truncate(100));
    reads(&browser, &server, 4).await
}
