//! The plain pages: whole without scripts, without a finding of axe in every theme and width, and without anything to scroll sideways.

use std::fs;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Screen};
use faqlet_tests::built::{node_module, site};
use faqlet_tests::engine::Engine;
use faqlet_tests::server::Server;
use serde_json::{Value, json};

/// A page of each kind, and the whole in other scripts and directions.
const PAGES: [&str; 6] = [
    "help/pages/en.html",
    "help/pages/en/topic/returns-and-refunds.html",
    "help/pages/en/answer/refund-time.html",
    "help/pages/fa.html",
    "help/pages/fa/answer/refund-time.html",
    "help/pages/zh-Hant/answer/refund-time.html",
];

const AXE: &str = "
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.flat().join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | '));
";

#[tokio::test]
async fn axe_finds_nothing_on_any_kind_of_page_and_nothing_stands_out_of_a_phone() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let axe = fs::read_to_string(node_module("axe-core/axe.min.js")?)?;
    for (dark, screen) in [(false, Screen::Desktop), (true, Screen::Desktop), (false, Screen::Phone), (true, Screen::Phone)] {
        browser.screen(screen).await?;
        browser.dark(dark).await?;
        for page in PAGES {
            browser.open(&server.url(page)).await?;
            browser.eval(&axe).await?;
            assert_eq!(browser.eval(AXE).await?, json!([]), "{page}, dark {dark}, {screen:?}");
            let wide = browser.eval("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await?;
            assert_eq!(wide, json!(0), "{page}, {screen:?}: expected nothing to scroll sideways");
        }
    }
    Ok(())
}

/// A reader without scripts has every question and every answer of the FAQ on one page, and ways from page to page that work.
#[tokio::test]
async fn the_whole_faq_is_there_with_scripts_switched_off() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    if browser.engine() != Engine::Chromium {
        return Ok(());
    }
    browser.command("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
    browser.open(&server.url("help/pages/en.html")).await?;
    let text = document_text(&browser).await?;
    let answers: Value = serde_json::from_slice(&fs::read(site()?.join("help/text/answers.en.json"))?)?;
    let entries = answers["entries"].as_array().context("expected entries")?;
    assert_eq!(entries.len(), 60);
    for entry in entries {
        let question = entry["question"].as_str().context("expected a question")?;
        let first_words: String =
            entry["answer"].as_str().context("expected an answer")?.chars().take_while(|c| !"\n(".contains(*c)).collect();
        for words in [question, first_words.trim()] {
            assert!(text.contains(&squeezed(words)), "{words:?} is not on the page");
        }
    }
    browser.open(&server.url("help/pages/en/answer/refund-time.html")).await?;
    let next = browser.element("document.querySelector('a[rel=next]')").await?;
    next.click().await?;
    let there = document_text(&browser).await?;
    assert!(there.contains(&squeezed("Do I have to pay for a return?")), "{there}");
    Ok(())
}

/// All text of the page as the browser's own protocol tells it, blanks squeezed: no script of the page is needed for it.
async fn document_text(browser: &Browser) -> Result<String> {
    let snapshot = browser.command("DOMSnapshot.captureSnapshot", json!({ "computedStyles": [] })).await?;
    let strings = snapshot["strings"].as_array().context("expected strings")?;
    let texts = snapshot["documents"][0]["layout"]["text"].as_array().context("expected texts")?;
    let words = texts.iter().filter_map(|number| strings.get(usize::try_from(number.as_i64()?).ok()?)?.as_str());
    Ok(squeezed(&words.collect::<Vec<_>>().concat()))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
