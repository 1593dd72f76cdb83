//! First results before the widget: who writes while the widget's program is still on its way sees a list at once, and loses nothing when the
//! widget takes it over.

use std::fs;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Screen};
use faqlet_tests::built::{copy, manifest, node_module, site};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part, parts};
use serde_json::{Value, json};
use thirtyfour::Key;

const FIELD: &str = "document.querySelector('faq-let')?.shadowRoot?.querySelector('input')";
/// Whether the list that is seen is that of the loader's nodes.
const EARLY: &str = "!!document.querySelector('faq-let')?.shadowRoot?.querySelector('.faqlet')?.early";
const AXE: &str = "
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.flat().join(' ') + ' ' + (n.any[0]?.message ?? '')).join(' | '));
";
/// The results as they are seen: their text and where they stand, in whole pixels.
const SEEN: &str = "[...document.querySelector('faq-let').shadowRoot.querySelectorAll('.chips, .chip, .note, .hit, .hit mark, .about')].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [one.localName, one.className, one.textContent.length < 90 ? one.textContent : '', ...[x, y, width, height].map(Math.round)].join(' ');
})";

/// Opens a page of the demo whose widget's program is held back, and goes to its field.
async fn held(server: &Server, browser: &Browser, page: &str) -> Result {
    let wasm = manifest(&site()?.join("help"))?["widget"]["wasm"].as_str().context("expected a widget")?.to_owned();
    browser.hold(&wasm);
    browser.open(&server.url(page)).await?;
    browser.wait("the loader's field", &format!("!!{FIELD}")).await?;
    // What is found by meaning comes some time later, and makes the list another one.
    browser.eval("document.querySelector('faq-let').setAttribute('meaning', 'off')").await?;
    browser.click(FIELD).await
}

/// The same, with a question that is asked before the widget is there.
async fn asked<'a>(server: &Server, browser: &'a Browser, page: &str, query: &str) -> Result<Widget<'a>> {
    held(server, browser, page).await?;
    browser.keys(query).await?;
    let widget = Widget::of(browser);
    widget.wait_for("result").await?;
    browser.wait("passages", &format!("{}.every((hit) => hit.querySelector('.snippet:not(.wait)'))", parts("result"))).await?;
    assert_eq!(browser.eval(&format!("return {EARLY}")).await?, true, "the widget came too early for this test to show anything");
    Ok(widget)
}

async fn taken_over(browser: &Browser, widget: &Widget<'_>) -> Result {
    browser.release();
    widget.ready().await?;
    browser.wait("the loader's nodes to go", &format!("!({EARLY})")).await.map(|_| ())
}

#[tokio::test]
async fn first_results_come_before_the_widget_and_stay_where_they_are() -> Result {
    for (page, query) in [("index.html", "refund"), ("index.fa.html", "بازگشت وجه"), ("index.zh-Hant.html", "退款")] {
        let (server, browser) = (Server::of_demo()?, Browser::start().await?);
        let widget = asked(&server, &browser, page, query).await?;
        let before: Vec<String> = serde_json::from_value(browser.eval(&format!("return {SEEN}")).await?)?;
        assert!(before.iter().any(|one| one.contains("mark")) && before.len() > 8, "{page}: {before:#?}");
        taken_over(&browser, &widget).await?;
        browser.wait("passages", &format!("{}.every((hit) => hit.querySelector('.snippet:not(.wait)'))", parts("result"))).await?;
        let after: Vec<String> = serde_json::from_value(browser.eval(&format!("return {SEEN}")).await?)?;
        assert_eq!(before, after, "{page}");
        let kept = browser.eval("return (await indexedDB.databases()).length + localStorage.length + sessionStorage.length").await?;
        assert_eq!(kept, 0, "{page}: nothing is kept");
        let sent: Vec<_> = browser.requests().into_iter().filter(|request| request.method != "GET").collect();
        assert!(sent.is_empty(), "{page}: nothing is sent: {sent:#?}");
        let complaints = browser.complaints().await?;
        assert!(complaints.is_empty(), "{page}: {complaints:#?}");
    }
    Ok(())
}

#[tokio::test]
async fn first_results_are_named_for_those_who_listen_and_axe_finds_nothing() -> Result {
    let axe = fs::read_to_string(node_module("axe-core/axe.min.js")?)?;
    for (page, query, dark, screen) in
        [("index.html", "refund", false, Screen::Desktop), ("index.fa.html", "بازگشت وجه", true, Screen::Phone)]
    {
        let (server, browser) = (Server::of_demo()?, Browser::start().await?);
        browser.dark(dark).await?;
        browser.screen(screen).await?;
        let widget = asked(&server, &browser, page, query).await?;
        browser.press(Key::Down).await?;
        let field = browser
            .eval(&format!(
                "const field = {FIELD}, root = field.getRootNode(), list = root.getElementById(field.getAttribute('aria-controls'));
                 return [field.getAttribute('role'), field.getAttribute('aria-expanded'), list.getAttribute('role'), !!list.getAttribute('aria-label'),
                         root.getElementById(field.getAttribute('aria-activedescendant')).getAttribute('aria-selected')]"
            ))
            .await?;
        assert_eq!(field, json!(["combobox", "true", "listbox", true, "true"]));
        browser
            .wait(
                "the number to be said",
                "/\\S/.test(document.querySelector('faq-let').shadowRoot.querySelector('[role=status]').textContent)",
            )
            .await?;
        browser.eval(&axe).await?;
        assert_eq!(browser.eval(AXE).await?, json!([]), "{page}");
        taken_over(&browser, &widget).await?;
        let chosen = format!("{}[0].getAttribute('aria-selected') === 'true'", parts("result"));
        browser.wait("the same choice", &chosen).await?;
    }
    Ok(())
}

#[tokio::test]
async fn first_results_that_are_chosen_open_when_the_widget_is_there() -> Result {
    for by_key in [false, true] {
        let (server, browser) = (Server::of_demo()?, Browser::start().await?);
        let widget = asked(&server, &browser, "index.html", "refund").await?;
        let question = widget.results().await?[1].clone();
        if by_key {
            for key in [Key::Down, Key::Down, Key::Enter] {
                browser.press(key).await?;
            }
        } else {
            browser.click(&format!("{}[1]", parts("result"))).await?;
        }
        browser.wait("a sign that it was heard", &format!("{}[1].getAttribute('aria-busy') === 'true'", parts("result"))).await?;
        taken_over(&browser, &widget).await?;
        widget.answered().await?;
        assert_eq!(widget.text("heading").await?, question);
        widget.click("back").await?;
        widget.wait_for("result").await?;
        let complaints = browser.complaints().await?;
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
    Ok(())
}

#[tokio::test]
async fn first_results_are_taken_over_with_text_caret_selection_and_topic() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = asked(&server, &browser, "index.html", "refund").await?;
    // The second chip is the first topic.
    browser.click(&format!("{}[1]", parts("chip"))).await?;
    let count = format!("{}.length", parts("result"));
    let narrowed = browser.eval(&format!("return {count}")).await?;
    browser.click(FIELD).await?;
    browser.eval(&format!("{FIELD}.setSelectionRange(1, 4, 'backward')")).await?;
    taken_over(&browser, &widget).await?;
    let caret = browser
        .eval(&format!(
            "const f = {}; return [f.value, f.selectionStart, f.selectionEnd, f === f.getRootNode().activeElement]",
            part("input")
        ))
        .await?;
    assert_eq!(caret, json!(["refund", 1, 4, true]));
    assert_eq!(
        browser.eval(&format!("return [{}[1].getAttribute('aria-pressed'), {count}]", parts("chip"))).await?,
        json!(["true", narrowed])
    );
    Ok(())
}

#[tokio::test]
async fn first_results_do_not_get_in_the_way_of_who_goes_on_typing() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = asked(&server, &browser, "index.html", "refu").await?;
    browser.release();
    // Somewhere in these letters the widget takes over.
    browser.keys("nd for a gift card that was lost").await?;
    widget.ready().await?;
    assert_eq!(browser.eval(&format!("return {}.value", part("input"))).await?, "refund for a gift card that was lost");
    browser.press(Key::Escape).await?;
    browser.wait("the empty field", &format!("{}.value === ''", part("input"))).await?;
    widget.wait_for("topics").await
}

/// A part of a file's name, and what is wrong with the file.
type Fault = (&'static str, fn(&mut faqlet_tests::browser::Response));

#[tokio::test]
async fn first_results_that_fail_are_silent_and_the_widget_comes_as_ever() -> Result {
    let faults: [Fault; 4] = [
        ("/first.", |answer| answer.status = 404),
        ("/first.", |answer| answer.body = b"export const first = 1".to_vec()),
        ("/engine.", |answer| answer.status = 404),
        ("/engine.", |answer| answer.body.truncate(99)),
    ];
    for (part_of_name, fault) in faults {
        let (server, browser) = (Server::of_demo()?, Browser::start().await?);
        browser.change(part_of_name, fault);
        browser.open(&server.url("index.html")).await?;
        browser.wait("the loader's field", &format!("!!{FIELD}")).await?;
        browser.give_caret(FIELD).await?;
        browser.keys("refund").await?;
        let widget = Widget::of(&browser);
        widget.ready().await?;
        widget.first_is("When will I get my refund?").await?;
        let seen = browser.seen().await?;
        assert_eq!((&seen["errors"], &seen["violations"]), (&json!([]), &json!([])), "{part_of_name}");
        assert!(!seen["console"].to_string().contains("faqlet:"), "{part_of_name}: {seen:#?}");
        assert_eq!(browser.events("error").await?, Vec::<Value>::new(), "{part_of_name}");
    }
    Ok(())
}

#[tokio::test]
async fn first_results_hold_out_what_is_revoked_and_what_is_for_some_only() -> Result {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    let help = folder.path().join("help");
    let mut changed = manifest(&help)?;
    changed["revoked"] = json!(["refund-time"]);
    let english = changed["languages"].as_array_mut().context("expected languages")?.iter_mut().find(|one| one["lang"] == "en");
    let english = english.context("expected English")?;
    let file = help.join(english["site"]["file"].as_str().context("expected a site file")?);
    let mut known: Value = serde_json::from_slice(&fs::read(&file)?)?;
    known["facts"]["return-cost"]["audience"] = json!({ "mode": "only", "any": [{ "tier": "gold" }] });
    fs::write(&file, known.to_string())?;
    english["site"]["integrity"] = json!("");
    fs::write(help.join("manifest.json"), changed.to_string())?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = asked(&server, &browser, "index.html", "refund return").await?;
    let questions = widget.results().await?;
    for gone in ["When will I get my refund?", "Do I have to pay for a return?"] {
        assert!(!questions.iter().any(|question| question == gone), "{gone}: {questions:#?}");
    }
    taken_over(&browser, &widget).await?;
    let after = widget.results().await?;
    assert!(!after.iter().any(|question| question == "When will I get my refund?"), "{after:#?}");
    Ok(())
}

#[tokio::test]
async fn first_results_wait_for_the_widget_where_something_is_kept_of_the_visitor() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.switch(0).await?;
    browser.wait("something to be kept", "(await indexedDB.databases()).length === 1").await?;
    browser.requests();
    browser.open(&server.url("index.html")).await?;
    browser.wait("the field", &format!("!!{FIELD}")).await?;
    browser.give_caret(FIELD).await?;
    browser.keys("refund").await?;
    widget.ready().await?;
    widget.first_is("When will I get my refund?").await?;
    let asked: Vec<_> = browser.requests().into_iter().filter(|request| request.url.contains("/engine.")).collect();
    assert!(asked.is_empty(), "{asked:#?}");
    Ok(())
}
