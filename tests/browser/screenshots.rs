//! Pictures for the documents, taken by `cargo xtask bless`; not a test of anything by themselves.

use std::path::PathBuf;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Screen};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part};
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
        // The page's own heading is in the picture where there is room for it.
        let above = if picture.screen == Screen::Phone { 140 } else { 300 };
        browser
            .eval(&format!("scrollTo({{ top: {}.getBoundingClientRect().top + scrollY - {above}, behavior: 'instant' }})", part("input")))
            .await?;
        // Nothing is to look as if the pointer were over it.
        browser.command("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": 2, "y": 2 })).await?;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        browser.picture(&folder.join(picture.file)).await?;
        println!("{}", picture.file);
    }
    Ok(())
}
