//! axe-core finds nothing, in every state, theme and direction.

use std::fs;

use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Screen};
use faqlet_tests::built::node_module;
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part, parts};
use serde_json::Value;

/// What is asked of the page: WCAG 2.2 AA and the same practices a good reviewer would ask for.
const RUN: &str = "
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.flat().join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | '));
";

/// A language of the demo and words that find something in it.
const LANGUAGES: [(&str, &str); 3] = [("index.html", "refund"), ("index.fa.html", "بازگشت وجه"), ("index.zh-Hant.html", "退款")];

/// In the order in which one leads to the next.
const STATES: [&str; 14] = [
    "topics",
    "results",
    "nothing found",
    "answer",
    "voted",
    "explained",
    "contact",
    "missing",
    "sent",
    "everything",
    "settings",
    "known",
    "passphrase",
    "code",
];

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
        for state in STATES {
            bring_about(&browser, &widget, state, query).await?;
            let violations: Vec<String> =
                serde_json::from_value::<Vec<Value>>(browser.eval(RUN).await?)?.iter().map(Value::to_string).collect();
            found.extend(violations.into_iter().map(|violation| format!("{page}, {state}: {violation}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

/// Leads the widget into a state from the one before it.
pub(crate) async fn bring_about(browser: &Browser, widget: &Widget<'_>, state: &str, query: &str) -> Result {
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
        "missing" => {
            widget.click("send").await?;
            let marked = format!("{}?.getAttribute('aria-invalid') === 'true'", part("message"));
            browser.wait("the field to be marked", &marked).await.map(drop)
        }
        "sent" => send(browser, widget).await,
        "everything" => everything(browser, widget).await,
        "settings" => {
            widget.click("settings-button").await?;
            widget.wait_for("switch").await
        }
        "known" => known(browser, widget).await,
        "passphrase" => {
            widget.click("take-along").await?;
            widget.wait_for("passphrase").await
        }
        "code" => {
            widget.click("passphrase").await?;
            browser.keys("correct horse battery").await?;
            widget.click("turn").await?;
            widget.wait_for("code").await
        }
        _ => panic!("expected a state that is known here, got {state}"),
    }
}

/// Writes a request and sends it.
async fn send(browser: &Browser, widget: &Widget<'_>) -> Result {
    widget.click("message").await?;
    browser.keys("My lamp went dark.").await?;
    widget.click("reply").await?;
    browser.keys("ada@mail.example").await?;
    widget.click("send").await?;
    widget.wait_for("receipt").await
}

/// Shows an answer that has all there can be: a step of a path, a table, a date of review, related entries.
async fn everything(browser: &Browser, widget: &Widget<'_>) -> Result {
    browser.eval("document.querySelector('faq-let').article('refund-time')").await?;
    widget.wait_for("stage").await?;
    widget.answered().await
}

/// In the settings: agrees to personalisation, says a name and a product, lets the page say a tier, and reads an answer.
async fn known(browser: &Browser, widget: &Widget<'_>) -> Result {
    // What was agreed to in one language holds in the next.
    if browser.eval(&format!("return !{}", part("known"))).await? == true {
        browser.click(&format!("{}[0]", parts("switch"))).await?;
    }
    widget.wait_for("known").await?;
    widget.click("name").await?;
    browser.keys("Ada").await?;
    widget.click("save").await?;
    widget.wait_for("fact").await?;
    let say = "const field = document.querySelector('faq-let').shadowRoot.getElementById('product');
        field.value = 'lumen-2'; field.dispatchEvent(new Event('change', { bubbles: true }));
        document.querySelector('faq-let').identify({ tier: 'fern-circle' })";
    browser.eval(say).await?;
    // What is read from now on implies something.
    browser.eval("document.querySelector('faq-let').article('warranty-length')").await?;
    widget.answered().await?;
    widget.click("settings-button").await?;
    let all = format!("{}.length > 2", parts("fact"));
    browser.wait("what was said, and what reading implies", &all).await.map(drop)
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
