//! Pictures for the documents, taken by `cargo xtask bless`; not a test of anything by themselves.

use std::path::PathBuf;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Screen};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part, parts};
use serde_json::json;

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
const STATES: [&str; 10] = ["home", "results", "correction", "nothing", "answer", "explained", "contact", "missing", "sent", "settings"];

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
                    browser.picture(&folder.join(format!("{lang}-{state}-{shade}-{place}.png"))).await?;
                }
            }
        }
    }
    pictures_of_trouble(&browser, &server, &folder).await
}

/// What is seen when files do not come: all of them, or a single answer.
async fn pictures_of_trouble(browser: &Browser, server: &Server, folder: &std::path::Path) -> Result {
    browser.screen(Screen::Desktop).await?;
    browser.dark(false).await?;
    let widget = Widget::open(browser, &server.url("index.html")).await?;
    browser.offline(true).await?;
    widget.type_text("refund").await?;
    browser.eval(&format!("{}[0].click()", parts("result"))).await?;
    widget.wait_for("error").await?;
    settle(browser, 40).await?;
    browser.picture(&folder.join("en-offline-light-desktop.png")).await?;
    browser.offline(false).await
}

/// Leads the widget into a state from the one before it.
async fn lead_to(browser: &Browser, widget: &Widget<'_>, state: &str, query: &str) -> Result {
    match state {
        "home" => widget.wait_for("topics").await,
        "results" | "correction" | "nothing" => {
            widget
                .ask(if state == "results" {
                    query
                } else if state == "nothing" {
                    "zzyzx"
                } else {
                    "refnud"
                })
                .await?;
            let seen = format!("!!({} ?? {})", part("result"), part("empty"));
            browser.wait("results, or the word that there are none", &seen).await.map(|_| ())
        }
        "answer" => {
            widget.ask(query).await?;
            widget.wait_for("result").await?;
            widget.open_result(0).await
        }
        "explained" => {
            widget.vote(false).await?;
            widget.wait_for("reasons").await
        }
        "contact" => {
            widget.click("contact-button").await?;
            widget.wait_for("way").await
        }
        "missing" => widget.click("send").await,
        "sent" => {
            widget.click("message").await?;
            browser.keys("My lamp went dark.").await?;
            widget.click("reply").await?;
            browser.keys("ada@mail.example").await?;
            widget.click("send").await?;
            widget.wait_for("receipt").await
        }
        _ => {
            widget.click("settings-button").await?;
            widget.wait_for("switch").await
        }
    }
}

/// Until snippets, pictures and fonts have come; the field stands so many CSS pixels below the top, and nothing is pointed at.
async fn settle(browser: &Browser, above: u32) -> Result {
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let top = format!("scrollTo({{ top: {}.getBoundingClientRect().top + scrollY - {above}, behavior: 'instant' }})", part("input"));
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
