//! Pages that did not expect us: styles and scripts that reach for everything, elements that are moved, doubled and thrown away.

use std::fs;

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Engine};
use faqlet_tests::built::{copy, site};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part, parts};
use serde_json::json;
use tempfile::TempDir;

/// A page that means us no good, or only itself well. The strict policy of the server holds on all of them.
struct Hostile {
    name: &'static str,
    /// Everything before the body; `<!doctype html>` unless the page does without.
    head: &'static str,
    body: &'static str,
    style: &'static str,
    script: &'static str,
    /// Whether the page also gets in the way of WebKit's driver, which runs among the page's own objects: then it is left out there.
    blinds_webkit: bool,
}

const BODY: &str =
    "<faq-let index=/help/ lang=en><a href=/help/pages/en.html>All answers</a></faq-let><script src=/help/faqlet.js></script>";
const HEAD: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title>";
const PLAIN: Hostile = Hostile { name: "", head: HEAD, body: BODY, style: "", script: "", blinds_webkit: false };

const PAGES: &[Hostile] = &[
    Hostile {
        name: "styles that hide everything",
        style: "body * { display: none !important; visibility: hidden !important; opacity: .1 !important; font-size: 41px !important;
                position: absolute !important; transform: scale(0) !important; pointer-events: none !important; clip-path: inset(50%) !important }",
        ..PLAIN
    },
    Hostile {
        name: "styles that undo everything",
        style: "* { all: unset !important } head, script { display: none !important }
                div, input, button { width: 0 !important; height: 0 !important; overflow: hidden !important; float: right !important }",
        ..PLAIN
    },
    Hostile {
        name: "fifty more names in every object",
        script: "for (const name of ['extend', 'each', 'clone', 'merge', 'keys', 'values', 'size', 'first', 'last', 'type', 'code', 'file'])
                     Object.prototype[name] = function () { throw new Error('a polluted ' + name + ' was called') };
                 for (let i = 0; i < 38; i++) Object.prototype['name' + i] = i;",
        blinds_webkit: true,
        ..PLAIN
    },
    Hostile {
        name: "arrays of an older time",
        script: "Array.from = (list) => { const all = []; for (let i = 0; i < list.length; i++) all.push(list[i]); return all };
                 Array.prototype.toJSON = function () { return '[' + this.join() + ']' };
                 Array.prototype.last = function () { return this[this.length - 1] };
                 const map = Array.prototype.map, push = Array.prototype.push;
                 Array.prototype.map = function (...rest) { return map.apply(this, rest) };
                 Array.prototype.push = function (...rest) { return push.apply(this, rest) };",
        blinds_webkit: true,
        ..PLAIN
    },
    Hostile {
        name: "JSON that is watched",
        script: "const { parse, stringify } = JSON;
                 JSON.parse = (text, revive) => parse(text, revive ?? ((_, value) => value));
                 JSON.stringify = (value, ...rest) => stringify(value, ...rest);",
        ..PLAIN
    },
    Hostile {
        name: "a fetch that is wrapped",
        script: "const own = fetch;
                 window.fetch = (...rest) => own(...rest).then((answer) => new Response(answer.body, answer));",
        ..PLAIN
    },
    Hostile {
        name: "a Promise of its own",
        script: "window.Promise = class Zone extends Promise { then(...rest) { window.zone = true; return super.then(...rest) } };",
        ..PLAIN
    },
    Hostile {
        name: "an attachShadow of its own",
        script: "const { attachShadow } = Element.prototype;
                 Element.prototype.attachShadow = function (how) { return attachShadow.call(this, { ...how, delegatesFocus: true }) };
                 const { createElement } = Document.prototype;
                 Document.prototype.createElement = function (...rest) { return createElement.apply(this, rest) };",
        ..PLAIN
    },
    Hostile { name: "addresses from elsewhere", head: "<!doctype html><html lang=en><title>Host</title><base href=/elsewhere/>", ..PLAIN },
    Hostile {
        name: "no doctype, from right to left, in huge letters",
        head: "<html lang=en dir=rtl><title>Host</title>",
        style: "html { font-size: 400% }",
        ..PLAIN
    },
    Hostile {
        name: "a pane over everything",
        body: "<div id=pane></div><faq-let index=/help/ lang=en></faq-let><script src=/help/faqlet.js></script>",
        style: "#pane { position: fixed; inset: 0; z-index: 2147483647; pointer-events: none; background: rgb(0 0 0 / .1) }",
        ..PLAIN
    },
    Hostile {
        name: "names that stand in the way",
        body: "<img name=currentScript><img name=head><form name=baseURI></form><div id=faqlet></div>
               <faq-let index=/help/ lang=en></faq-let><script src=/help/faqlet.js></script>",
        ..PLAIN
    },
    Hostile {
        name: "the script twice, and once more later",
        body: "<script src=/help/faqlet.js></script><faq-let index=/help/ lang=en></faq-let><script src=/help/faqlet.js></script>",
        script: "addEventListener('load', () => import('/help/faqlet.js'))",
        ..PLAIN
    },
    Hostile {
        name: "an element that is moved about",
        script: "addEventListener('DOMContentLoaded', () => {
                     const place = document.createElement('section');
                     document.body.prepend(place);
                     for (let i = 0; i < 5; i++) (i % 2 ? document.body : place).append(document.querySelector('faq-let'));
                 });",
        ..PLAIN
    },
];

/// The demo with this page as `own.html`.
fn with(page: &Hostile) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    lay(folder.path(), page)?;
    Ok(folder)
}

fn lay(folder: &std::path::Path, page: &Hostile) -> Result {
    let links = "<link rel=stylesheet href=/own.css><script src=/own.js></script>";
    fs::write(folder.join("own.html"), format!("{}{links}<body>{}", page.head, page.body))?;
    fs::write(folder.join("own.css"), page.style)?;
    Ok(fs::write(folder.join("own.js"), format!("(() => {{ {} }})()", page.script))?)
}

/// Searches, reads and votes, and looks whether it could be seen.
async fn is_usable(browser: &Browser, url: &str) -> Result {
    let widget = Widget::open(browser, url).await?;
    let seen = format!(
        "(({}) => {{ const box = field.getBoundingClientRect(); return box.width > 100 && box.height > 20 && field.checkVisibility({{ opacityProperty: true, visibilityProperty: true }}) }})({})",
        "field",
        part("input")
    );
    browser.wait("the field to be seen", &seen).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    widget.vote(true).await?;
    let complaints = browser.complaints().await?;
    anyhow::ensure!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

async fn all_are_usable(pages: &[Hostile]) -> Result {
    let folder = with(&PLAIN)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    // One of the pages says where its addresses begin, which the policy of the server would not let it.
    browser.change("own.html", |answer| {
        let policy = answer.header("content-security-policy").unwrap_or_default().replace("base-uri 'none'", "base-uri 'self'");
        answer.set("content-security-policy", &policy);
    });
    let mut failed = Vec::new();
    for page in pages.iter().filter(|page| !page.blinds_webkit || browser.engine() != Engine::WebKit) {
        lay(folder.path(), page)?;
        if let Err(error) = is_usable(&browser, &server.url("own.html")).await {
            failed.push(format!("{}: {error:#}", page.name));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
    Ok(())
}

#[tokio::test]
async fn hostile_pages_have_a_widget_that_works() -> Result {
    all_are_usable(&PAGES[..PAGES.len() / 2]).await
}

#[tokio::test]
async fn more_hostile_pages_have_a_widget_that_works() -> Result {
    all_are_usable(&PAGES[PAGES.len() / 2..]).await
}

#[tokio::test]
async fn what_is_typed_is_no_shortcut_of_the_page() -> Result {
    let page = Hostile {
        script: "window.heard = [];
                 for (const type of ['keydown', 'keypress', 'keyup']) document.addEventListener(type, (event) => heard.push(event.key));",
        ..PLAIN
    };
    let folder = with(&page)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    widget.type_text("s/refund").await?;
    widget.wait_for("result").await?;
    assert_eq!(browser.eval("return heard").await?, json!([]));
    // Elsewhere on the page its shortcuts work as ever.
    browser.eval(&format!("{}.blur()", part("input"))).await?;
    browser.keys("s").await?;
    browser.wait("the page's own shortcut", "heard.includes('s')").await?;
    Ok(())
}

#[tokio::test]
async fn two_widgets_on_a_page_do_not_know_each_other() -> Result {
    let page = Hostile {
        body: "<faq-let index=/help/ lang=fa></faq-let><faq-let index=/help/ lang=en></faq-let><script src=/help/faqlet.js></script>",
        ..PLAIN
    };
    let folder = with(&page)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let first = Widget::open(&browser, &server.url("own.html")).await?;
    let other = "document.querySelectorAll('faq-let')[1].shadowRoot.querySelector('[part~=input]')";
    browser.wait("the second widget", &format!("!!{other}")).await?;
    browser.click(other).await?;
    browser.keys("refund").await?;
    let found = "document.querySelectorAll('faq-let')[1].shadowRoot.querySelector('[part~=result] .question')?.textContent";
    browser.wait("its results", &format!("{found} === 'When will I get my refund?'")).await?;
    assert_eq!(first.text("result").await?, "");
    assert_eq!(browser.eval(&format!("return {}.dir", part("widget"))).await?, "rtl");
    let wasm = browser.requests().iter().filter(|request| request.url.ends_with(".wasm")).count();
    assert_eq!(wasm, 1, "one wasm module for both");
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn a_moved_widget_goes_on_where_it_was() -> Result {
    let folder = with(&PLAIN)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    browser
        .eval(
            "const place = document.createElement('section'); document.body.append(place); place.append(document.querySelector('faq-let'))",
        )
        .await?;
    assert!(!widget.results().await?.is_empty());
    widget.open_result(0).await?;
    // Taken out and put back later it begins anew, and works.
    browser.eval("window.kept = document.querySelector('faq-let'); kept.remove(); await new Promise((done) => setTimeout(done, 100)); document.body.append(kept)").await?;
    widget.ready().await?;
    widget.ask("warranty").await?;
    widget.first_is("How long is the warranty?").await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

/// Counts what is listened to outside the shadow tree and what is timed, from before the loader's first line. The
/// timer left out is the patience of WebKit's driver with a script, which it times in the page.
const LEDGER: &str = "
    const places = [window, document, document.documentElement];
    window.ledger = { heard: new Map(), timers: new Set(), count: () => [...ledger.heard.values()].filter((one) => !one.signal?.aborted).map((one) => one.type) };
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, act, more) {
        if (!(this instanceof Node) || places.includes(this) || this === document.body)
            if (!(this instanceof AbortSignal) && !(window.IDBRequest && this instanceof IDBRequest)) ledger.heard.set([this, type, act], { type, signal: more?.signal });
        return addEventListener.call(this, type, act, more);
    };
    EventTarget.prototype.removeEventListener = function (type, act, more) {
        for (const key of ledger.heard.keys()) if (key[0] === this && key[1] === type && key[2] === act) ledger.heard.delete(key);
        return removeEventListener.call(this, type, act, more);
    };
    const { setTimeout, clearTimeout, setInterval } = window;
    window.setTimeout = (act, ...rest) => { const number = setTimeout((...all) => { ledger.timers.delete(number); act(...all) }, ...rest); if (!String(act).includes('JavaScriptTimeout')) ledger.timers.add(number); return number };
    window.clearTimeout = (number) => { ledger.timers.delete(number); clearTimeout(number) };
    window.setInterval = (...rest) => { const number = setInterval(...rest); ledger.timers.add(number); return number };
    window.before = Object.getOwnPropertyNames(window);
";

#[tokio::test]
async fn nothing_is_left_after_destroy() -> Result {
    let folder = with(&Hostile { script: LEDGER, ..PLAIN })?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    let names =
        browser.eval("return Object.getOwnPropertyNames(window).filter((name) => !before.includes(name) && !/^(before|\\d+|ret_nodes|se_.*)$/.test(name))").await?;
    assert_eq!(names, json!(["faqlet"]), "names that the page did not have");
    assert!(browser.eval("return ledger.count().length").await?.as_u64() > Some(0), "expected the ledger to see listeners");
    browser.eval("window.gone = document.querySelector('faq-let'); gone.destroy()").await?;
    browser.wait("the listeners to go", "ledger.count().length === 0").await?;
    browser.wait("the timers to go", "ledger.timers.size === 0").await?;
    assert_eq!(browser.eval("return gone.shadowRoot.childNodes.length").await?, 0);
    assert_eq!(browser.eval("return document.querySelectorAll('faq-let, link[rel=modulepreload]').length").await?, 0);
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn after_a_trap_another_widget_takes_over_with_what_was_typed() -> Result {
    // Made by the page itself, because some drivers run their scripts in a world with errors of its own.
    let script = "addEventListener('trap-now', () => dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') })))";
    let folder = with(&Hostile { script, ..PLAIN })?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    browser.eval(&format!("window.old = {}; dispatchEvent(new Event('trap-now'))", part("input"))).await?;
    browser.wait("another field", &format!("{0} && {0} !== old", part("input"))).await?;
    // First results come before the other widget, which then takes their place.
    browser.wait("another widget", "__seen.events.filter(({ type }) => type === 'ready').length === 2").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    let traps = browser.seen().await?["errors"].as_array().context("expected errors")?.len();
    assert_eq!(traps, 1, "only the trap itself");
    Ok(())
}

#[tokio::test]
async fn where_wasm_is_forbidden_the_pages_own_links_stay() -> Result {
    let folder = with(&PLAIN)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    browser.change("own.html", |answer| answer.set("content-security-policy", "default-src 'self'"));
    browser.open(&server.url("own.html")).await?;
    let widget = Widget::of(&browser);
    widget.wait_for("error").await?;
    assert_eq!(browser.events("error").await?[0]["code"], "widget");
    let console = browser.console().await?;
    assert!(console.iter().any(|line| line.contains("'wasm-unsafe-eval'")), "expected the remedy in the console, got {console:?}");
    // Whoever types all the same meets the same calm message, and the console is not filled.
    browser.click("document.querySelector('faq-let').shadowRoot.querySelector('input')").await?;
    browser.keys("refund").await?;
    assert_eq!(browser.events("error").await?.len(), 1);
    assert_eq!(browser.console().await?.iter().filter(|line| line.contains("faqlet:")).count(), 1, "one line is enough");
    assert_eq!(widget.text("error").await?, "The answers cannot be shown right now.Try again");
    browser.click("document.querySelector('faq-let a')").await?;
    browser.wait("the plain page behind the link", "location.pathname.includes('/pages/')").await?;
    Ok(())
}

#[tokio::test]
async fn a_launcher_without_wasm_leads_to_the_plain_pages() -> Result {
    let page = Hostile { body: "<script src=/help/faqlet.js data-mode=launcher></script>", ..PLAIN };
    let folder = with(&page)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    browser.change("own.html", |answer| answer.set("content-security-policy", "default-src 'self'"));
    browser.open(&server.url("own.html")).await?;
    browser.wait("the launcher", &format!("!!{}", part("launcher"))).await?;
    browser.click(&part("launcher")).await?;
    browser.wait("a link to the plain page", &format!("!!{}?.querySelector('a')", part("error"))).await?;
    browser.click(&format!("{}.querySelector('a')", part("error"))).await?;
    browser.wait("the plain page", "location.pathname.includes('/pages/en')").await?;
    Ok(())
}

mod chromium {
    use super::*;

    /// Bytes in use after everything that nobody needs is gone: objects and the memory of wasm.
    async fn heap(browser: &Browser) -> Result<f64> {
        for _ in 0..3 {
            browser.command("HeapProfiler.collectGarbage", json!({})).await?;
        }
        let usage = browser.command("Runtime.getHeapUsage", json!({})).await?;
        let part = |name: &str| usage[name].as_f64().unwrap_or(0.0);
        Ok(part("usedSize") + part("embedderHeapUsedSize") + part("backingStorageSize"))
    }

    /// Puts an element in and takes it out again, so many times.
    async fn cycle(browser: &Browser, times: u32) -> Result {
        let script = "for (let i = 0; i < arguments[0]; i++) {
            const element = document.createElement('faq-let');
            element.setAttribute('index', '/help/');
            document.body.append(element);
            await element.load();
            await element.search('refund');
            element.destroy();
            await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        }
        // What browser and test themselves write down of each.
        performance.clearResourceTimings();
        __seen.events.length = 0;";
        browser.eval_with(script, vec![json!(times)]).await.map(drop)
    }

    #[tokio::test]
    async fn a_hundred_mounts_leave_the_heap_within_five_percent() -> Result {
        let folder = with(&Hostile { body: "<script src=/help/faqlet.js></script>", ..PLAIN })?;
        let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
        browser.open(&server.url("own.html")).await?;
        // Caches and compiled code come with the first ones; what is left after that would come with each.
        cycle(&browser, 100).await?;
        let before = heap(&browser).await?;
        cycle(&browser, 100).await?;
        // Some of it is freed only after a while, so the least of a few readings counts.
        let mut after = f64::MAX;
        for _ in 0..20 {
            after = after.min(heap(&browser).await?);
            if after <= before * 1.05 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        }
        println!("heap {before} before, {after} after a hundred mounts");
        assert!(after <= before * 1.05, "{before} bytes before, {after} after a hundred mounts");
        let complaints = browser.complaints().await?;
        assert!(complaints.is_empty(), "{complaints:#?}");
        Ok(())
    }

    #[test]
    fn twelve_hostile_pages_and_more_are_for_every_browser() {
        assert!(PAGES.iter().filter(|page| !page.blinds_webkit).count() >= 12);
    }
}

#[tokio::test]
async fn wrong_attributes_are_said_once_with_the_remedy() -> Result {
    let page =
        Hostile { body: "<faq-let index=/help/ lang=xx mode=corner theme=blue></faq-let><script src=/help/faqlet.js></script>", ..PLAIN };
    let folder = with(&page)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    browser.eval("document.querySelector('faq-let').setAttribute('placeholder', 'Ask')").await?;
    browser.wait("the widget anew", &format!("{}?.placeholder === 'Ask'", part("input"))).await?;
    let console = browser.console().await?;
    for (said, remedy) in [("expected mode", "inline"), ("expected theme", "auto"), ("expected lang", "en, ")] {
        let lines: Vec<&String> = console.iter().filter(|line| line.contains(said)).collect();
        assert!(lines.len() == 1 && lines[0].contains(remedy), "{said}: {console:#?}");
    }
    widget.type_text("refund").await?;
    widget.wait_for("result").await?;
    assert!(browser.eval(&format!("return {}.length", parts("result"))).await?.as_u64() > Some(0));
    Ok(())
}

#[tokio::test]
async fn wasm_of_the_wrong_type_works_and_is_said_once() -> Result {
    let folder = with(&PLAIN)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    browser.change(".wasm", |answer| answer.set("content-type", "text/plain"));
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    let console = browser.console().await?;
    let warnings: Vec<&String> = console.iter().filter(|line| line.starts_with("warn: ")).collect();
    assert!(warnings.len() == 1 && warnings[0].contains("application/wasm"), "{console:#?}");
    Ok(())
}
