//! axe-core finds nothing, in every state, theme and direction.

use std::fs;

use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Screen};
use faqlet_tests::built::node_module;
use faqlet_tests::server::Server;
use faqlet_tests::widget::Widget;
use serde_json::Value;

/// What is asked of the page: WCAG 2.2 AA and the same practices a good reviewer would ask for.
const RUN: &str = "
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.flat().join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | '));
";

/// A language of the demo and words that find something in it.
const LANGUAGES: [(&str, &str); 3] = [("index.html", "refund"), ("index.fa.html", "بازگشت وجه"), ("index.zh-Hant.html", "退款")];

#[tokio::test]
async fn axe_finds_nothing_in_light() -> Result {
    every_state(false, Screen::Desktop).await
}

#[tokio::test]
async fn axe_finds_nothing_in_dark_on_a_phone() -> Result {
    every_state(true, Screen::Phone).await
}

async fn every_state(dark: bool, screen: Screen) -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let axe = fs::read_to_string(node_module("axe-core/axe.min.js")?)?;
    browser.dark(dark).await?;
    browser.screen(screen).await?;
    let mut found = Vec::new();
    for (page, query) in LANGUAGES {
        let widget = Widget::open(&browser, &server.url(page)).await?;
        browser.eval(&axe).await?;
        for state in ["topics", "results", "nothing found", "answer", "voted", "explained", "contact", "settings"] {
            bring_about(&widget, state, query).await?;
            let violations: Vec<String> =
                serde_json::from_value::<Vec<Value>>(browser.eval(RUN).await?)?.iter().map(Value::to_string).collect();
            found.extend(violations.into_iter().map(|violation| format!("{page}, {state}: {violation}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

/// Leads the widget into a state from the one before it.
async fn bring_about(widget: &Widget<'_>, state: &str, query: &str) -> Result {
    match state {
        "topics" => widget.wait_for("topics").await,
        "results" => {
            widget.type_text(query).await?;
            widget.wait_for("result").await
        }
        "nothing found" => {
            widget.ask("zzyzx").await?;
            widget.wait_for("empty").await
        }
        "answer" => {
            widget.ask(query).await?;
            widget.wait_for("result").await?;
            widget.open_result(0).await
        }
        "voted" => widget.vote(true).await,
        "explained" => {
            widget.vote(false).await?;
            widget.wait_for("reasons").await
        }
        "contact" => {
            widget.click("contact-button").await?;
            widget.wait_for("way").await
        }
        _ => {
            widget.click("settings-button").await?;
            widget.wait_for("switch").await
        }
    }
}

#[tokio::test]
async fn axe_finds_nothing_on_the_plain_pages_and_in_the_launchers_panel() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let axe = fs::read_to_string(node_module("axe-core/axe.min.js")?)?;
    for page in ["help/pages/en.html", "help/pages/fa.html", "themes.html", "shop.html"] {
        browser.open(&server.url(page)).await?;
        browser.eval(&axe).await?;
        assert_eq!(browser.eval(RUN).await?, serde_json::json!([]), "{page}");
    }
    let widget = Widget::of(&browser);
    widget.click("launcher").await?;
    widget.ready().await?;
    widget.type_text("refund").await?;
    widget.wait_for("result").await?;
    assert_eq!(browser.eval(RUN).await?, serde_json::json!([]), "the launcher's panel");
    Ok(())
}
