//! Storage that refuses, is full, does not answer, loses what it had or holds what we would not write; pages that say nonsense of their visitor.
//! The widget works, says so once, and keeps what was good.

use std::fs;

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::faqlet_prints;
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part};
use serde_json::{Value, json};
use tempfile::TempDir;

const FAQ: &str = r#"{"id":"dim","question":"How do I dim a lamp?","answer":"Dear {{profile.first_name|customer}}, hold the button.","category":"Lamps"}
{"id":"lid","question":"How do I change the lid of a kettle?","answer":"Pull it upwards until it comes out.","category":"Kettles"}
{"id":"parcel","question":"Where is my parcel?","answer":"The carrier tells you every evening.","category":"Delivery"}
"#;

/// A small FAQ, built, with a page that runs `script` before the loader.
fn shop(script: &str) -> Result<(TempDir, Server)> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("faq.jsonl"), FAQ)?;
    let help = folder.path().join("site/help");
    faqlet_prints(&[
        "build".as_ref(),
        folder.path().join("faq.jsonl").as_os_str(),
        "--out".as_ref(),
        help.as_os_str(),
        "--no-meaning".as_ref(),
    ])?;
    fs::write(folder.path().join("site/first.js"), script)?;
    let page = "<!doctype html><html lang=en><meta charset=utf-8><title>Own</title><body><script src=first.js></script>\
                <faq-let index=\"/help/\"></faq-let><script src=\"/help/faqlet.js\"></script>";
    fs::write(folder.path().join("site/index.html"), page)?;
    let server = Server::of(&folder.path().join("site"))?;
    Ok((folder, server))
}

/// Agrees to personal help, and says a name.
const AGREE: &str = "const faq = document.querySelector('faq-let');
    await faq.consent({ personalisation: 'granted' }); await faq.identify({ name: 'Mina', product: 'lumen-2' })";

async fn export(browser: &Browser) -> Result<Value> {
    let text = browser.eval("return document.querySelector('faq-let').export()").await?;
    Ok(serde_json::from_str(text.as_str().unwrap_or_default())?)
}

/// Waits until an answer says what it should.
async fn reads(browser: &Browser, id: &str, words: &str) -> Result {
    browser.eval_with("await document.querySelector('faq-let').article(arguments[0])", vec![json!(id)]).await?;
    browser.wait(words, &format!("{}?.textContent.includes({})", part("text"), json!(words))).await.map(drop)
}

/// The visitor is helped for as long as the page is open, and the console says once that nothing lasts longer.
async fn helps_for_now(browser: &Browser, server: &Server) -> Result {
    let widget = Widget::open(browser, &server.url("index.html")).await?;
    widget.type_text("lamp").await?;
    widget.first_is("How do I dim a lamp?").await?;
    browser.eval(AGREE).await?;
    reads(browser, "dim", "Dear Mina, hold").await?;
    browser.wait("the warning", "__seen.console.some((line) => line.includes('expected IndexedDB to keep'))").await?;
    reads(browser, "lid", "Pull it upwards").await?;
    widget.ask("parcel").await?;
    widget.first_is("Where is my parcel?").await?;
    let kept = export(browser).await?;
    assert_eq!(kept["profile"]["facts"][0]["value"], "Mina", "{kept}");
    assert_eq!(kept["profile"]["seen"].as_array().map(Vec::len), Some(2), "{kept}");
    let console = browser.console().await?;
    let said: Vec<&String> = console.iter().filter(|line| line.contains("IndexedDB")).collect();
    assert_eq!(said.len(), 1, "{console:#?}");
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

/// What refuses, and how.
const REFUSALS: [(&str, &str); 5] = [
    ("not there", "Object.defineProperty(window, 'indexedDB', { value: undefined })"),
    ("forbidden", "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError') } })"),
    ("private window", "IDBFactory.prototype.open = () => { throw new DOMException('no', 'InvalidStateError') }"),
    ("full", "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }"),
    (
        "full at the end",
        "const put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = function (...all) {
        const request = put.apply(this, all); this.transaction.abort(); return request }",
    ),
];

#[tokio::test]
async fn where_storage_refuses_the_widget_helps_for_as_long_as_the_page_is_open() -> Result {
    let (folder, server) = shop("")?;
    let browser = Browser::start().await?;
    for (name, script) in REFUSALS {
        fs::write(folder.path().join("site/first.js"), script)?;
        helps_for_now(&browser, &server).await.map_err(|error| error.context(name))?;
    }
    Ok(())
}

#[tokio::test]
async fn storage_that_never_answers_holds_nothing_up() -> Result {
    let (_folder, server) = shop("IDBFactory.prototype.open = () => new EventTarget(); IDBFactory.prototype.databases = undefined")?;
    let browser = Browser::start().await?;
    helps_for_now(&browser, &server).await
}

/// Puts a record in the place of what is kept of the visitor.
const PUT: &str = "const [record, deep] = arguments;
    if (deep) for (let i = 0; i < deep; i++) record.profile.seen = [record.profile.seen];
    const base = await new Promise((done, fail) => { const r = indexedDB.open('faqlet', 1);
        r.onupgradeneeded = () => { r.result.createObjectStore('outbox'); r.result.createObjectStore('kept') };
        r.onsuccess = () => done(r.result); r.onerror = fail });
    const kept = base.transaction('kept', 'readwrite').objectStore('kept');
    await new Promise((done, fail) => { const r = kept.put(record, 'visitor'); r.onsuccess = done; r.onerror = fail });
    base.close()";

/// What is kept of the visitor.
const GET: &str = "const base = await new Promise((done, fail) => { const r = indexedDB.open('faqlet', 1); r.onsuccess = () => done(r.result); r.onerror = fail });
    const found = await new Promise((done, fail) => { const r = base.transaction('kept').objectStore('kept').get('visitor'); r.onsuccess = () => done(r.result); r.onerror = fail });
    base.close(); return found";

/// Something that was kept, sound but for what `change` does to it.
fn saved(change: impl Fn(&mut Value)) -> Value {
    let granted = json!({ "state": "granted", "at": 1_780_000_000_000u64, "text": 1_000, "how": "widget" });
    let pending = json!({ "state": "pending", "at": 0, "text": 0, "how": "unasked" });
    let mut saved = json!({
        "version": 1,
        "consent": { "preferences": pending, "personalisation": granted, "measurement": pending },
        "preferences": {},
        "profile": {
            "facts": [{ "kind": "name", "value": "Mina", "by": "visitor", "day": 20_600, "off": false }],
            "read": [], "seen": [], "recent": [], "paths": [], "dismissed": [], "visits": { "last": 20_600, "before": 0 },
        },
    });
    change(&mut saved);
    saved
}

#[tokio::test]
async fn what_another_version_has_kept_is_left_alone_and_said_once() -> Result {
    let (_folder, server) = shop("")?;
    let browser = Browser::start().await?;
    for version in [0, 2] {
        Widget::open(&browser, &server.url("index.html")).await?;
        let record = saved(|saved| saved["version"] = json!(version));
        browser.eval_with(PUT, vec![record.clone()]).await?;
        let widget = Widget::open(&browser, &server.url("index.html")).await?;
        browser.wait("the warning", "__seen.console.some((line) => line.includes('what was kept'))").await?;
        reads(&browser, "dim", "Dear customer, hold").await?;
        widget.ask("parcel").await?;
        widget.first_is("Where is my parcel?").await?;
        let console = browser.console().await?;
        assert_eq!(console.iter().filter(|line| line.contains("what was kept")).count(), 1, "{console:#?}");
        if version == 2 {
            assert_eq!(browser.eval(GET).await?, record, "a newer widget finds what it has kept");
        }
        let complaints = browser.complaints().await?;
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
    Ok(())
}

#[tokio::test]
async fn of_damaged_storage_what_is_sound_is_kept() -> Result {
    let (_folder, server) = shop("")?;
    let browser = Browser::start().await?;
    let many: Vec<Value> = (0..5_000).map(|number| json!({ "id": format!("e{number}"), "revision": "1", "day": 20_600 })).collect();
    let damages: [(&str, Value); 6] = [
        ("seen", json!([])),
        ("seen", json!(many)),
        ("read", json!("text")),
        ("read", json!([{ "path": ["Lamps"], "points": 4_000_000, "day": 20_600 }])),
        ("recent", json!([7, null, { "__proto__": 1 }, "constructor", "x".repeat(70_000)])),
        ("visits", json!({ "constructor": 1, "last": "soon" })),
    ];
    for (list, damage) in damages {
        Widget::open(&browser, &server.url("index.html")).await?;
        // An empty list becomes a deep one: no driver takes such a thing.
        let deep = if damage == json!([]) { 1_000 } else { 0 };
        browser.eval_with(PUT, vec![saved(|saved| saved["profile"][list] = damage.clone()), json!(deep)]).await?;
        Widget::open(&browser, &server.url("index.html")).await?;
        reads(&browser, "dim", "Dear Mina, hold").await.map_err(|error| error.context(format!("{list}: {damage:.60}")))?;
        let text = export(&browser).await?.to_string();
        assert!(text.len() < 65_536, "{} bytes", text.len());
        let complaints = browser.complaints().await?;
        assert!(complaints.is_empty(), "{list}: {complaints:#?}");
    }
    // Not even an object.
    for record in [json!("text"), json!([1, 2]), json!({ "version": 1, "consent": 7, "profile": null })] {
        browser.eval_with(PUT, vec![record.clone()]).await?;
        Widget::open(&browser, &server.url("index.html")).await?;
        reads(&browser, "dim", "Dear customer, hold").await?;
        let complaints = browser.complaints().await?;
        assert!(complaints.is_empty(), "{record}: {complaints:#?}");
    }
    Ok(())
}

#[tokio::test]
async fn what_was_cleared_away_while_the_page_is_open_stays_away() -> Result {
    let (_folder, server) = shop("")?;
    let browser = Browser::start().await?;
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    browser.eval(AGREE).await?;
    reads(&browser, "dim", "Dear Mina, hold").await?;
    let seen = "(async () => { const base = await new Promise((done) => { const r = indexedDB.open('faqlet', 1); r.onsuccess = () => done(r.result) });
        const r = base.transaction('kept').objectStore('kept').get('visitor');
        const found = await new Promise((done) => { r.onsuccess = () => done(r.result) }); base.close(); return found?.profile.seen.length === 1 })()";
    browser.wait("it to be kept", &format!("(await indexedDB.databases()).length && await {seen}")).await?;
    // As a browser does that needs the space, or a visitor who clears the site's data.
    browser
        .eval("await new Promise((done, fail) => { const r = indexedDB.deleteDatabase('faqlet'); r.onsuccess = done; r.onerror = fail })")
        .await?;
    reads(&browser, "lid", "Pull it upwards").await?;
    browser.wait("the warning", "__seen.console.filter((line) => line.includes('cleared away')).length === 1").await?;
    browser.wait("nothing to be kept", "indexedDB.databases().then((all) => all.length === 0)").await?;
    assert_eq!(export(&browser).await?["profile"]["facts"], json!([]));
    // A new grant begins anew, and lasts.
    browser.eval(AGREE).await?;
    browser.wait("it to be kept", "indexedDB.databases().then((all) => all.length === 1)").await?;
    reads(&browser, "dim", "Dear Mina, hold").await?;
    widget.ask("parcel").await?;
    widget.first_is("Where is my parcel?").await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn nonsense_about_the_visitor_is_refused_by_its_name_and_what_was_good_is_kept() -> Result {
    let (_folder, server) = shop("")?;
    let browser = Browser::start().await?;
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    browser.eval(AGREE).await?;
    let before = export(&browser).await?;
    let nonsense = [
        "null",
        "undefined",
        "7",
        "'Mina'",
        "[]",
        "[['name', 'x']]",
        "() => 1",
        "Symbol('x')",
        "new Proxy({}, { ownKeys() { throw new Error('no') } })",
        "{ get name() { throw new Error('no') } }",
        "{ name: { toString() { return 'x' } } }",
        "{ name: 7, tier: null, product: [{}, [], NaN] }",
        "{ name: 'x'.repeat(101) }",
        "{ name: 'two\\nlines' }",
        "{ constructor: 'x', shoe: '43' }",
        "JSON.parse('{\"__proto__\": {\"polluted\": \"yes\"}}')",
        "{ order: Array(10000).fill(1) }",
        "{ product: new Proxy(['x'], { get() { throw new Error('no') } }) }",
    ];
    for said in nonsense {
        let taken = browser.eval(&format!("return await document.querySelector('faq-let').identify({said})")).await?;
        assert_eq!(taken, json!(said == "[]"), "{said}");
        assert_eq!(export(&browser).await?, before, "{said}");
    }
    assert_eq!(browser.eval("return ({}).polluted ?? null").await?, Value::Null);
    let console = browser.console().await?;
    let about = |name: &str| console.iter().filter(|line| line.contains("identify expected") && line.ends_with(name)).count();
    assert_eq!((about("check shoe"), about("check name"), about("check tier")), (1, 1, 0), "{console:#?}");
    // The good among the bad counts.
    browser.eval("await document.querySelector('faq-let').identify({ shoe: '44', name: 'Rahimi' })").await?;
    reads(&browser, "dim", "Dear Rahimi, hold").await?;
    widget.ask("parcel").await?;
    widget.first_is("Where is my parcel?").await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn two_that_learn_in_the_same_instant_both_keep_it() -> Result {
    let (folder, server) = shop("")?;
    let page = "<!doctype html><html lang=en><meta charset=utf-8><title>Own</title><body>\
                <faq-let index=\"/help/\"></faq-let><faq-let index=\"/help/\"></faq-let><script src=\"/help/faqlet.js\"></script>";
    fs::write(folder.path().join("site/index.html"), page)?;
    let browser = Browser::start().await?;
    Widget::open(&browser, &server.url("index.html")).await?;
    let knows = |words: &str| {
        format!(
            "Promise.all([...document.querySelectorAll('faq-let')].map((one) => one.export())).then((all) => all.every((text) => {words}))"
        )
    };
    browser.eval("const all = [...document.querySelectorAll('faq-let')]; await Promise.all(all.map((one) => one.load())); await all[0].consent({ personalisation: 'granted' })").await?;
    browser.wait("both to know", &knows("JSON.parse(text).consent.personalisation.state === 'granted'")).await?;
    browser.eval("const [one, other] = document.querySelectorAll('faq-let'); one.article('dim'); other.article('lid')").await?;
    browser.wait("both to have both", &knows("JSON.parse(text).profile.seen.length === 2")).await?;
    browser.wait("both kept", &format!("(await (async () => {{ {GET} }})()).profile.seen.length === 2")).await?;
    // One forgets while the other reads on: what was withdrawn does not come back.
    browser.eval("const [one, other] = document.querySelectorAll('faq-let'); one.consent({ personalisation: 'denied' }); other.article('parcel')").await?;
    browser
        .wait(
            "both to have forgotten",
            &knows("JSON.parse(text).profile.seen.length === 0 && JSON.parse(text).consent.personalisation.state === 'denied'"),
        )
        .await?;
    let kept = browser.eval(GET).await?;
    assert_eq!((&kept["consent"]["personalisation"]["state"], &kept["profile"]["seen"]), (&json!("denied"), &json!([])));
    Ok(())
}

#[tokio::test]
async fn what_is_known_of_a_visitor_is_noticed_wherever_it_leaves_the_browser() -> Result {
    let (_folder, server) = shop("")?;
    let browser = Browser::start().await?;
    browser.open(&server.url("index.html")).await?;
    browser.eval("await Promise.allSettled([fetch('/?q=%4dina'), fetch('/faqlet', { method: 'POST', body: 'I own a Lumen 2' })])").await?;
    assert_eq!(browser.leaks().len(), 2, "the watch that every test keeps must see what it is for");
    assert_eq!(browser.leaks().len(), 0);
    Ok(())
}

mod chromium {
    use super::*;

    #[tokio::test]
    async fn a_disk_that_is_really_full_is_said_once() -> Result {
        let (_folder, server) = shop("")?;
        let browser = Browser::start().await?;
        browser.open(&server.url("index.html")).await?;
        browser.command("Storage.overrideQuotaForOrigin", json!({ "origin": server.origin(), "quotaSize": 1 })).await?;
        helps_for_now(&browser, &server).await
    }
}
