//! What is known of the visitor: asked for where it helps, seen and steered, shared between tabs, taken along to another device.

use std::fs;

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::faqlet_prints;
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part, parts};
use serde_json::{Value, json};
use tempfile::TempDir;

/// What the owner of a small shop says beside the answers.
const SITE: &str = r#"
[[route]]
id = "write"
kind = "mail"
to = "help@shop.example"
title = "Write to us"

[[product]]
id = "lumen-2"
title = "Lumen 2"

[[tier]]
id = "gold"
title = "Gold fern"

[[tier]]
id = "silver"
title = "Silver fern"

[[interest]]
id = "tea"
title = "Tea"

[[rule]]
id = "shipped"
when = { order = "shipped" }
suggest = ["parcel"]
note = "Your order is on its way"
"#;

/// Id, category, what stands under `faq:`, question and answer.
const ENTRIES: [(&str, &str, &str, &str, &str); 7] = [
    ("battery", "Lamps", "", "How do I change the battery of a lamp?", "Dear {{profile.first_name|customer}}, open the lid of the lamp."),
    ("bulb", "Lamps", "", "How do I change the bulb of a lamp?", "Turn it to the left until it comes out."),
    ("dim", "Lamps", "", "How do I dim a lamp?", "Hold the button until it is dark enough."),
    ("kettle-lid", "Kettles", "", "How do I change the lid of a kettle?", "Pull it upwards until it comes out."),
    ("parcel", "Delivery", "", "Where is my parcel?", "The carrier tells you every evening."),
    (
        "gold-line",
        "Delivery",
        "audience: { only: [{ tier: gold }] }",
        "Where is the gold hotline for a parcel?",
        "It is open day and night for you.",
    ),
    (
        "lumen",
        "Repair",
        "audience: { first: [{ product: lumen-2 }] }",
        "Where do I send a parcel for repair?",
        "To the workshop behind the harbour.",
    ),
];

/// A page with the widget and nothing else.
const PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Own</title><body>\
    <faq-let meaning=off index=\"/help/\"></faq-let><script src=\"/help/faqlet.js\"></script>";

/// The shop, built, with one page that holds `head` before the element.
fn shop(page: &str) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let source = folder.path().join("faq/en");
    fs::create_dir_all(&source)?;
    fs::write(folder.path().join("faq/faqlet.toml"), SITE)?;
    for (id, category, more, question, answer) in ENTRIES {
        let more = if more.is_empty() { String::new() } else { format!("faq:\n  {more}\n") };
        let text = format!("---\nid: {id}\nquestion: {question}\ncategory: {category}\n{more}---\n{answer}\n");
        fs::write(source.join(format!("{id}.md")), text)?;
    }
    let help = folder.path().join("site/help");
    faqlet_prints(&["build".as_ref(), folder.path().join("faq").as_os_str(), "--out".as_ref(), help.as_os_str()])?;
    fs::write(folder.path().join("site/index.html"), page)?;
    Ok(folder)
}

fn served(folder: &TempDir) -> Result<Server> {
    Server::of(&folder.path().join("site"))
}

/// Opens the settings and waits for them.
async fn settings(widget: &Widget<'_>) -> Result {
    widget.click("settings-button").await?;
    widget.wait_for("erase").await
}

/// Chooses in the select with this id, as a visitor does.
async fn choose(browser: &Browser, id: &str, value: &str) -> Result {
    let choose = "const root = document.querySelector('faq-let').shadowRoot; const field = root.getElementById(arguments[0]);
        field.value = arguments[1]; field.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.eval_with(choose, vec![json!(id), json!(value)]).await?;
    let said = format!("{}.some((line) => line.textContent.includes('You said'))", parts("fact"));
    browser.wait("what was said to be listed", &said).await.map(drop)
}

/// Says a name in the panel.
async fn name(browser: &Browser, widget: &Widget<'_>, name: &str) -> Result {
    widget.click("name").await?;
    browser.keys(name).await?;
    widget.click("save").await?;
    let there = format!("{}.some((line) => line.textContent.includes({}))", parts("fact"), json!(name));
    browser.wait("the name to be listed", &there).await.map(drop)
}

/// Everything that is kept, as the widget exports it.
async fn export(browser: &Browser) -> Result<Value> {
    let text = browser.eval("return document.querySelector('faq-let').export()").await?;
    Ok(serde_json::from_str(text.as_str().unwrap_or_default())?)
}

/// Names of the databases of this origin.
const BASES: &str = "return indexedDB.databases().then((all) => all.map((base) => base.name))";

async fn read(widget: &Widget<'_>, question: &str) -> Result {
    widget.ask(question).await?;
    widget.first_is(question).await?;
    widget.open_result(0).await
}

#[tokio::test]
async fn reading_is_used_after_a_quiet_question_and_taken_back_in_the_same_place() -> Result {
    let folder = shop(PAGE)?;
    let (server, browser) = (served(&folder)?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.ask("change").await?;
    widget.wait_for("result").await?;
    assert!(!widget.has("offer").await?, "nobody is asked before it could help");
    read(&widget, "How do I change the lid of a kettle?").await?;
    read(&widget, "How do I dim a lamp?").await?;
    widget.ask("change").await?;
    widget.wait_for("agree").await?;
    assert_eq!(browser.eval(BASES).await?, json!([]), "a question keeps nothing");
    widget.click("agree").await?;
    browser.wait("the question to go", &format!("!{}", part("agree"))).await?;
    for _ in 0..3 {
        read(&widget, "How do I change the lid of a kettle?").await?;
    }
    widget.ask("change").await?;
    widget.first_is("How do I change the lid of a kettle?").await?;
    assert!(widget.text("offer").await?.contains("Because you read about Kettles"), "{}", widget.text("offer").await?);
    // Not this.
    widget.click("not-this").await?;
    browser.wait("the reason to go", &format!("!{}", part("why"))).await?;
    assert_ne!(widget.results().await?[0], "How do I change the lid of a kettle?");
    // One click takes everything back.
    widget.click("refuse").await?;
    browser.wait("the line to go", &format!("!{}", part("offer"))).await?;
    assert_eq!(export(&browser).await?["profile"]["read"], json!([]));
    assert_eq!(export(&browser).await?["consent"]["personalisation"]["state"], "denied");
    Ok(())
}

#[tokio::test]
async fn what_is_said_fills_answers_orders_and_hides_and_can_be_switched_off() -> Result {
    let folder = shop(PAGE)?;
    let (server, browser) = (served(&folder)?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    read(&widget, "How do I change the battery of a lamp?").await?;
    assert!(widget.text("text").await?.starts_with("Dear customer,"), "the fallback stands without consent");
    widget.ask("parcel").await?;
    widget.wait_for("result").await?;
    let strangers = widget.results().await?;
    assert!(strangers.iter().any(|question| question.contains("gold hotline")), "who says nothing misses nothing: {strangers:?}");
    widget.switch(0).await?;
    settings(&widget).await?;
    name(&browser, &widget, "<b>Mina</b> Rahimi").await?;
    choose(&browser, "tier", "silver").await?;
    choose(&browser, "product", "lumen-2").await?;
    widget.click("back").await?;
    widget.ask("parcel").await?;
    widget.first_is("Where do I send a parcel for repair?").await?;
    assert_eq!(widget.text("why").await?, "Because you own Lumen 2");
    assert!(widget.results().await?.iter().all(|question| !question.contains("gold hotline")), "another tier's entry is not listed");
    read(&widget, "How do I change the battery of a lamp?").await?;
    assert!(widget.text("text").await?.starts_with("Dear <b>Mina</b>,"), "{}", widget.text("text").await?);
    // A direct link still shows what is not listed.
    browser.eval("document.querySelector('faq-let').article('gold-line')").await?;
    browser.wait("the answer", &format!("{}?.textContent.includes('day and night')", part("text"))).await?;
    settings(&widget).await?;
    let off = format!("{}.find((line) => line.textContent.includes('Mina')).querySelector('[part=use]')", parts("fact"));
    browser.click(&off).await?;
    browser.wait("the switch", &format!("{off}.checked === false")).await?;
    widget.click("back").await?;
    read(&widget, "How do I change the battery of a lamp?").await?;
    assert!(widget.text("text").await?.starts_with("Dear customer,"), "what is switched off is used for nothing");
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn a_rule_suggests_once_without_taking_the_focus_and_stays_away() -> Result {
    let folder = shop(&PAGE.replace("<faq-let", "<input id=own autofocus><faq-let"))?;
    let (server, browser) = (served(&folder)?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    browser.click("document.getElementById('own')").await?;
    let identify = "const faq = document.querySelector('faq-let'); await faq.identify({ order: 'shipped' });";
    browser.eval(identify).await?;
    assert!(!widget.has("suggestion").await?, "without consent nothing is used");
    browser.eval("await document.querySelector('faq-let').consent({ personalisation: 'granted' })").await?;
    browser.eval(identify).await?;
    widget.wait_for("suggestion").await?;
    assert!(widget.text("suggestion").await?.contains("Your order is on its way"));
    assert_eq!(browser.eval("return document.activeElement.id").await?, "own", "the focus stays where it was");
    widget.click("dismiss").await?;
    browser.wait("the suggestion to go", &format!("!{}", part("suggestion"))).await?;
    browser.eval(identify).await?;
    assert_eq!(export(&browser).await?["profile"]["dismissed"], json!(["shipped"]));
    assert!(!widget.has("suggestion").await?);
    // Searches in vain offer people.
    for words in ["zzyzx", "qwfpgj", "xkcdq"] {
        widget.ask(words).await?;
        browser
            .wait(
                "the search to settle",
                &format!("__seen.events.some((e) => e.type === 'noresult' && e.detail.query === {})", json!(words)),
            )
            .await?;
    }
    widget.wait_for("suggestion").await?;
    browser.click(&format!("{}.querySelector('[part=contact-button]')", part("suggestion"))).await?;
    widget.wait_for("message").await
}

#[tokio::test]
async fn consent_and_its_withdrawal_reach_every_tab_at_once() -> Result {
    let folder = shop(PAGE)?;
    let (server, browser) = (served(&folder)?, Browser::start().await?);
    let first = browser.tab().await?;
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.wait_for("topic").await?;
    let second = browser.new_tab().await?;
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.switch(0).await?;
    read(&widget, "How do I dim a lamp?").await?;
    browser.use_tab(&first).await?;
    let knows = "document.querySelector('faq-let').export().then((text) => JSON.parse(text).profile.seen.length === 1)";
    browser.wait("the other tab to know", knows).await?;
    // What is deleted in one tab is gone in the other, in memory and on the disk. How long it took is printed: it should be below a second.
    settings(&widget).await?;
    let erased = format!(
        "const started = performance.now(); {}.click();
         while ((await indexedDB.databases()).length) await new Promise((done) => setTimeout(done, 20));
         return performance.now() - started",
        part("erase")
    );
    println!("gone from the disk after {} ms", browser.eval(&erased).await?);
    browser.use_tab(&second).await?;
    let gone = "document.querySelector('faq-let').export().then((text) => JSON.parse(text).profile.seen.length === 0)";
    browser.wait("this tab to have forgotten", gone).await?;
    read(&widget, "Where is my parcel?").await?;
    assert_eq!(export(&browser).await?["profile"]["seen"], json!([]));
    assert_eq!(browser.eval(BASES).await?, json!([]), "and nothing of it comes back");
    Ok(())
}

/// Puts a text into the field for files, as if it had been chosen.
async fn bring(browser: &Browser, text: &str) -> Result {
    let put = "const root = document.querySelector('faq-let').shadowRoot; const field = root.querySelector('[part=file]');
        const files = new DataTransfer(); files.items.add(new File([arguments[0]], 'faqlet-profile.json'));
        field.files = files.files; field.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.eval_with(put, vec![json!(text)]).await.map(drop)
}

/// Waits for what the panel says about the last press.
async fn told(browser: &Browser, words: &str) -> Result {
    let said = format!("document.querySelector('faq-let').shadowRoot.querySelector('.done')?.textContent.includes({})", json!(words));
    browser.wait(words, &said).await.map(drop)
}

#[tokio::test]
async fn export_erase_and_import_end_where_they_began_and_other_files_change_nothing() -> Result {
    let folder = shop(PAGE)?;
    let (server, browser) = (served(&folder)?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.switch(0).await?;
    read(&widget, "How do I dim a lamp?").await?;
    settings(&widget).await?;
    name(&browser, &widget, "Mina").await?;
    let before = browser.eval("return document.querySelector('faq-let').export()").await?;
    let text = before.as_str().unwrap_or_default().to_owned();
    widget.click("erase").await?;
    told(&browser, "Deleted").await?;
    bring(&browser, &text).await?;
    told(&browser, "Taken over").await?;
    assert_eq!(browser.eval("return document.querySelector('faq-let').export()").await?, before, "byte for byte");
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let huge = text.replace("Mina", &"M".repeat(70_000));
    let proto = text.replacen('{', "{\"__proto__\":{\"polluted\":true},", 1);
    let strange = text.replacen("\"version\":1", "\"version\":1,\"admin\":true", 1);
    let newer = text.replacen("\"version\":1", "\"version\":2", 1);
    let kinds = text.replacen("\"facts\":[", "\"facts\":[7,", 1);
    let fraction = text.replacen("\"version\":1", "\"version\":1.5", 1);
    for hostile in ["", "null", "[]", "{", "\u{0}", &deep, &huge, &proto, &strange, &newer, &kinds, &fraction, "faqlet"] {
        bring(&browser, &text).await?;
        told(&browser, "Taken over").await?;
        bring(&browser, hostile).await?;
        told(&browser, "Nothing was taken over").await?;
        assert_eq!(browser.eval("return document.querySelector('faq-let').export()").await?, before, "{:.60}", hostile);
    }
    assert_eq!(browser.eval("return ({}).polluted ?? null").await?, Value::Null);
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

/// A profile that was locked by another JavaScript engine (V8, in Node) with the words below, and that every browser must be able to open.
const LOCKED: &str = include_str!("handover.txt");
const PASS: &str = "correct horse battery";

/// Types a passphrase and turns the key.
async fn turn(browser: &Browser, widget: &Widget<'_>, pass: &str) -> Result {
    widget.wait_for("passphrase").await?;
    widget.click("passphrase").await?;
    browser.keys(pass).await?;
    widget.click("turn").await
}

#[tokio::test]
async fn a_locked_profile_opens_in_another_browser_and_only_with_its_passphrase() -> Result {
    let folder = shop(PAGE)?;
    let (server, browser) = (served(&folder)?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    settings(&widget).await?;
    let mut changed = LOCKED.trim().to_owned();
    let last = if changed.ends_with('A') { "B" } else { "A" };
    changed.replace_range(changed.len() - 1.., last);
    // The last digit may carry bits that say nothing: another one in the middle, too.
    let middle = changed.len() / 2;
    let other = if &changed[middle..=middle] == "x" { "y" } else { "x" };
    changed.replace_range(middle..=middle, other);
    for (text, pass) in [(LOCKED, "another phrase"), (changed.as_str(), PASS)] {
        bring(&browser, text).await?;
        turn(&browser, &widget, pass).await?;
        browser.wait("the refusal", &format!("{}?.textContent.includes('Nothing was taken over')", part("transfer"))).await?;
        assert_eq!(browser.eval(BASES).await?, json!([]), "nothing has changed");
        widget.click("leave").await?;
    }
    bring(&browser, LOCKED).await?;
    turn(&browser, &widget, PASS).await?;
    told(&browser, "Taken over").await?;
    let profile = &export(&browser).await?["profile"];
    assert_eq!(profile["facts"][0]["value"], "Mina", "{profile}");
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn a_profile_goes_by_link_from_one_visitor_to_another_browser_of_theirs() -> Result {
    let folder = shop(PAGE)?;
    let (server, browser) = (served(&folder)?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.switch(0).await?;
    settings(&widget).await?;
    name(&browser, &widget, "Mina").await?;
    let before = export(&browser).await?;
    widget.click("take-along").await?;
    turn(&browser, &widget, "short").await?;
    assert!(widget.has("passphrase").await?, "a short passphrase locks nothing");
    widget.click("passphrase").await?;
    browser.keys(&PASS[5..]).await?;
    let pass = format!("short{}", &PASS[5..]);
    browser.eval("navigator.clipboard.writeText = async (text) => { window.__copied = text }; URL.createObjectURL = (blob) => { blob.text().then((text) => { window.__saved = text }); return 'data:,' }").await?;
    widget.click("turn").await?;
    widget.wait_for("code").await?;
    widget.click("copy").await?;
    let link = browser.wait("the link", "window.__copied").await?;
    let link = link.as_str().unwrap_or_default().to_owned();
    assert!(link.contains("#faqlet-import=faqlet1."), "{link}");
    browser.click(&format!("{}.querySelector('[part=download]')", part("transfer"))).await?;
    let saved = browser.wait("the file", "window.__saved").await?;
    assert!(link.ends_with(saved.as_str().unwrap_or("?")), "file and link hold the same");
    let other = Browser::start().await?;
    let widget = Widget::open(&other, &link).await?;
    turn(&other, &widget, &pass).await?;
    told(&other, "Taken over").await?;
    assert_eq!(export(&other).await?, before);
    let requests = other.requests();
    assert!(requests.iter().all(|request| !request.url.contains("faqlet1.")), "nothing passes through a server: {requests:#?}");
    assert_eq!(other.eval("return location.hash").await?, "", "the address does not keep it");
    Ok(())
}
