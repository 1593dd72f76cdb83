//! Pictures for the documents, taken by `cargo xtask bless`; not a test of anything by themselves.

use std::path::PathBuf;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Screen};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part, parts};
use serde_json::json;

use crate::accessibility::bring_about;

/// One picture.
struct Picture {
    file: &'static str,
    page: &'static str,
    screen: Screen,
    dark: bool,
    /// What is typed; nothing shows the topics.
    query: &'static str,
    /// Whether the first result is opened.
    answer: bool,
}

const PICTURES: &[Picture] = &[
    Picture { file: "demo-desktop-light.png", page: "index.html", screen: Screen::Desktop, dark: false, query: "refund", answer: false },
    Picture { file: "demo-phone-dark.png", page: "index.html", screen: Screen::Phone, dark: true, query: "spare parts", answer: true },
    Picture {
        file: "demo-persian-light.png",
        page: "index.fa.html",
        screen: Screen::Phone,
        dark: false,
        query: "بازگشت وجه",
        answer: false,
    },
    Picture {
        file: "demo-persian-dark.png", page: "index.fa.html", screen: Screen::Desktop, dark: true, query: "گارانتی", answer: false
    },
];

/// Every state that a visitor may see, in the order in which one leads to the next.
const STATES: [&str; 15] = [
    "home",
    "results",
    "correction",
    "nothing found",
    "answer",
    "explained",
    "contact",
    "missing",
    "sent",
    "everything",
    "settings",
    "known",
    "passphrase",
    "code",
    "offer",
];

/// A page of the demo, its language, and what is asked there.
const PAGES: [(&str, &str, &str); 4] = [
    ("en", "index.html", "refund"),
    ("zh-Hant", "index.zh-Hant.html", "退款"),
    ("fa", "index.fa.html", "بازگشت وجه"),
    ("fil", "index.fil.html", "refund"),
];

/// All states in four languages, light and dark, on a desktop and on a phone, for a person to look at.
#[tokio::test]
#[ignore = "run by cargo xtask bless --states"]
async fn every_state_is_pictured() -> Result {
    let Some(folder) = std::env::var_os("FAQLET_STATES").map(PathBuf::from) else { return Ok(()) };
    std::fs::create_dir_all(&folder)?;
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    for (screen, place) in [(Screen::Desktop, "desktop"), (Screen::Phone, "phone")] {
        browser.screen(screen).await?;
        for dark in [false, true] {
            browser.dark(dark).await?;
            for (lang, page, query) in PAGES {
                let widget = Widget::open(&browser, &server.url(page)).await?;
                for state in STATES {
                    lead_to(&browser, &widget, state, query).await?;
                    settle(&browser, 40).await?;
                    let shade = if dark { "dark" } else { "light" };
                    let name = state.replace(' ', "-");
                    browser.picture(&folder.join(format!("{lang}-{name}-{shade}-{place}.png"))).await?;
                }
            }
        }
    }
    pictures_of_trouble(&browser, &server, &folder).await
}

/// What is seen when files do not come, or may not run: a single answer, the whole folder, the wasm; and the launcher's panel.
async fn pictures_of_trouble(browser: &Browser, server: &Server, folder: &std::path::Path) -> Result {
    for (screen, place, dark) in [(Screen::Desktop, "light-desktop", false), (Screen::Phone, "dark-phone", true)] {
        browser.screen(screen).await?;
        browser.dark(dark).await?;
        for (lang, page, query) in [PAGES[0], PAGES[2]] {
            let picture = async |name: &str| {
                settle(browser, 40).await?;
                browser.picture(&folder.join(format!("{lang}-{name}-{place}.png"))).await
            };
            let widget = Widget::open(browser, &server.url(page)).await?;
            browser.offline(true).await?;
            widget.type_text(query).await?;
            browser.eval(&format!("{}[0].click()", parts("result"))).await?;
            // An answer that has come before is there without a network too.
            browser.wait("an answer, or that it cannot come", &format!("{} || {}", part("error"), part("text"))).await?;
            picture("offline").await?;
            browser.offline(false).await?;
            browser.change(page, |answer| answer.set("content-security-policy", "default-src 'self'; style-src 'self'"));
            browser.open(&server.url(page)).await?;
            widget.wait_for("error").await?;
            picture("no-wasm").await?;
            browser.restore();
        }
        let widget = Widget::of(browser);
        browser.open(&server.url("shop.html")).await?;
        widget.click("launcher").await?;
        widget.ready().await?;
        settle_here().await;
        browser.picture(&folder.join(format!("en-panel-{place}.png"))).await?;
        widget.type_text("refund").await?;
        widget.wait_for("snippet").await?;
        settle_here().await;
        browser.picture(&folder.join(format!("en-panel-results-{place}.png"))).await?;
        browser.eval("document.querySelector('faq-let').identify({ order: 'late' })").await?;
        widget.wait_for("suggestion").await?;
        settle_here().await;
        browser.picture(&folder.join(format!("en-panel-suggestion-{place}.png"))).await?;
    }
    Ok(())
}

/// Until what moves stands still.
async fn settle_here() {
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
}

/// Leads the widget into a state from the one before it.
async fn lead_to(browser: &Browser, widget: &Widget<'_>, state: &str, query: &str) -> Result {
    match state {
        "home" => widget.wait_for("topics").await,
        "correction" => {
            widget.ask("refnud").await?;
            let seen = format!("!!({} ?? {})", part("result"), part("empty"));
            browser.wait("results, or the word that there are none", &seen).await.map(drop)
        }
        "offer" => {
            widget.ask(query).await?;
            widget.wait_for("offer").await
        }
        _ => bring_about(browser, widget, state, query).await,
    }
}

/// Until snippets, pictures and fonts have come; the field stands so many CSS pixels below the top, and nothing is pointed at.
async fn settle(browser: &Browser, above: u32) -> Result {
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let top = format!("scrollTo({{ top: {}.getBoundingClientRect().top + scrollY - {above}, behavior: 'instant' }})", part("search"));
    browser.eval(&top).await?;
    browser.command("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": 2, "y": 2 })).await?;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    Ok(())
}

#[tokio::test]
#[ignore = "run by cargo xtask bless"]
async fn bless_the_pictures_of_the_demo() -> Result {
    let folder = PathBuf::from(std::env::var_os("FAQLET_BLESS").context("expected FAQLET_BLESS; run cargo xtask bless")?);
    std::fs::create_dir_all(&folder)?;
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    for picture in PICTURES {
        browser.screen(picture.screen).await?;
        browser.dark(picture.dark).await?;
        let widget = Widget::open(&browser, &server.url(picture.page)).await?;
        if !picture.query.is_empty() {
            widget.type_text(picture.query).await?;
            widget.wait_for("result").await?;
        }
        if picture.answer {
            widget.open_result(0).await?;
        }
        // Until snippets, pictures and fonts have come.
        tokio::time::sleep(std::time::Duration::from_millis(800)).await;
        // A desktop shows the page from its head on; on a phone the field comes first, and nothing is cut through.
        let top = match picture.screen {
            Screen::Phone => format!("{}.getBoundingClientRect().top + scrollY - 28", part("input")),
            _ => "0".to_owned(),
        };
        browser.eval(&format!("scrollTo({{ top: {top}, behavior: 'instant' }})")).await?;
        // Nothing is to look as if the pointer were over it.
        browser.command("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": 2, "y": 2 })).await?;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        browser.picture(&folder.join(picture.file)).await?;
        println!("{}", picture.file);
    }
    Ok(())
}
