//! The names that a page's owner writes: types, verbs, events, and the two frameworks that most sites are made with.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::{copy, dist, node_module, root, site};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part, parts};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A page under the strict policy of the server, with one script of its own.
const PAGE: &str =
    "<!doctype html><html lang=en><meta charset=utf-8><title>Own</title><body><div id=app></div><script type=module src=app.js></script>";

/// A project as somebody has it who installed the package: the examples, `node_modules`, and the package as it is shipped.
fn project() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    copy(&root().join("tests/browser/examples"), folder.path())?;
    let modules = folder.path().join("node_modules");
    copy(&node_module("")?, &modules)?;
    let package = modules.join("faqlet");
    fs::create_dir_all(&package)?;
    let shipped: Value = serde_json::from_slice(&fs::read(dist()?.join("package.json"))?)?;
    let files = shipped["files"].as_array().context("expected files in package.json")?;
    for file in files.iter().filter_map(Value::as_str).chain(["package.json"]) {
        fs::copy(dist()?.join(file), package.join(file)).with_context(|| format!("expected {file} in the package"))?;
    }
    Ok(folder)
}

fn run(command: &mut Command) -> Result {
    let output = command.output().context("could not start node; `cargo xtask test` installs it")?;
    if !output.status.success() {
        bail!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

fn node(folder: &Path, script: &str) -> Command {
    let mut node = Command::new("node");
    node.current_dir(folder).arg(folder.join("node_modules").join(script));
    node
}

/// The site with a page `own.html` that runs one of the examples.
fn example(name: &str) -> Result<TempDir> {
    let project = project()?;
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    fs::write(folder.path().join("own.html"), PAGE)?;
    let mut bundler = Command::new(project.path().join("node_modules/.bin/esbuild"));
    bundler.current_dir(project.path()).args([name, "--bundle", "--minify", "--format=esm", "--jsx=automatic", "--target=es2022"]);
    bundler.arg("--define:process.env.NODE_ENV=\"production\"").arg(format!("--outfile={}", folder.path().join("app.js").display()));
    run(&mut bundler).with_context(|| format!("could not bundle {name}"))?;
    Ok(folder)
}

/// Asks by the page's own button, reads, and changes the language as the framework changes it.
async fn works_in(name: &str) -> Result {
    let folder = example(name)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    // Vue has a policy of its own for its templates, which a strict page must name.
    browser.change("own.html", |answer| {
        let policy =
            answer.header("content-security-policy").unwrap_or_default().replace("trusted-types service-worker", "trusted-types vue");
        answer.set("content-security-policy", &policy);
    });
    browser.open(&server.url("own.html")).await?;
    browser.wait("the button", "!!document.querySelector('#ask')").await?;
    browser.click("document.querySelector('#ask')").await?;
    let widget = Widget::of(&browser);
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    browser.wait("the framework to hear of it", "document.querySelector('#read').textContent === 'refund-time'").await?;
    browser.click("document.querySelector('#persian')").await?;
    browser.wait("the widget in Persian", &format!("{}?.dir === 'rtl' && !!{}", part("widget"), part("input"))).await?;
    assert_eq!(browser.eval("return document.querySelectorAll('faq-let').length").await?, 1);
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn the_react_example_works() -> Result {
    works_in("react/app.tsx").await
}

#[tokio::test]
async fn the_vue_example_works() -> Result {
    works_in("vue/app.ts").await
}

/// Names in front of `(`, `?` or `:` in the block that follows `start`, one level deep.
fn members(types: &str, start: &str) -> Result<BTreeSet<String>> {
    let block = types.split_once(start).with_context(|| format!("expected {start} in the types"))?.1;
    let block = block.split_once("\n}").map_or(block, |(block, _)| block);
    let lines = block.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
    Ok(lines.map(|line| line.chars().take_while(char::is_ascii_alphanumeric).collect()).collect())
}

/// What is quoted in the first column of a table of the guide, which another test compares with the code.
fn guide(head: &str) -> Result<BTreeSet<String>> {
    let guide = fs::read_to_string(root().join("docs/WIDGET.md"))?;
    let table = guide.split_once(head).with_context(|| format!("expected a table {head}"))?.1;
    let rows = table.split("\n\n").next().unwrap_or_default().lines().skip(2);
    let first = rows.filter_map(|row| row.split('|').nth(1).map(str::to_owned)).collect::<Vec<_>>();
    Ok(first.iter().flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect())
}

mod chromium {
    use super::*;

    #[test]
    fn what_people_write_compiles_with_the_types_and_what_is_wrong_does_not() -> Result {
        let project = project()?;
        let settings = json!({
            "compilerOptions": { "strict": true, "noEmit": true, "target": "es2022", "module": "es2022", "moduleResolution": "bundler",
                                 "jsx": "react-jsx", "lib": ["es2022", "dom", "dom.iterable"], "types": [] },
            "include": ["types.ts", "react/app.tsx", "vue/app.ts"],
        });
        fs::write(project.path().join("tsconfig.json"), settings.to_string())?;
        run(&mut node(project.path(), "typescript/bin/tsc"))
    }

    #[test]
    fn the_types_name_what_the_guide_names_and_no_more() -> Result {
        let types = fs::read_to_string(root().join("pkg-config/npm/index.d.ts"))?;
        assert_eq!(members(&types, "interface FaqletVerbs {")?, guide("| verb |")?, "verbs");
        assert_eq!(members(&types, "interface FaqletAttributes {")?, guide("| attribute |")?, "attributes");
        let events = members(&types, "interface FaqletDetails {")?.into_iter().map(|name| format!("faqlet-{name}")).collect();
        assert_eq!(guide("| event |")?, events, "events");
        Ok(())
    }
}

/// A copy of the demo with a page of one's own.
fn with_page(name: &str, page: &str) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    fs::write(folder.path().join(name), page)?;
    Ok(folder)
}

#[tokio::test]
async fn what_the_page_says_before_the_script_has_come_is_done() -> Result {
    let page = "<!doctype html><html lang=en><title>Own</title><body><script src=early.js></script>
        <script async src=/help/faqlet.js data-mode=launcher></script>";
    let folder = with_page("own.html", page)?;
    let early = "window.faqlet = window.faqlet || function () { (faqlet.q = faqlet.q || []).push(arguments) };
        faqlet('on', 'search', (event) => (window.heard = event.detail.query)); faqlet('search', 'refund');";
    fs::write(folder.path().join("early.js"), early)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    browser.open(&server.url("own.html")).await?;
    let widget = Widget::of(&browser);
    widget.first_is("When will I get my refund?").await?;
    browser.wait("the page to hear of it", "window.heard === 'refund'").await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn attributes_can_change_while_the_widget_is_used() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    let set = |name: &str, value: &str| format!("document.querySelector('faq-let').setAttribute('{name}', '{value}')");
    browser.eval(&set("placeholder", "Ask us")).await?;
    browser.wait("the new placeholder", &format!("{}?.placeholder === 'Ask us'", part("input"))).await?;
    browser.wait("what was typed to stay", &format!("{}?.value === 'refund'", part("input"))).await?;
    browser.eval(&set("theme", "dark")).await?;
    browser.wait("the dark theme", "getComputedStyle(document.querySelector('faq-let')).colorScheme === 'dark'").await?;
    browser.eval(&set("lang", "zh-Hant")).await?;
    browser.wait("the interface in Chinese", &format!("{}?.lang === 'zh-Hant' && !!{}", part("widget"), part("input"))).await?;
    browser.eval(&set("mode", "launcher")).await?;
    browser.wait("the launcher", &format!("!!{}", part("launcher"))).await?;
    browser.eval("return document.querySelector('faq-let').open()").await?;
    browser.wait("the panel", &format!("{}?.open", part("panel"))).await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn a_page_that_takes_a_vote_upon_itself_keeps_it() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    browser.eval("window.mine = true; addEventListener('faqlet-vote', (event) => mine && event.preventDefault())").await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    widget.vote(true).await?;
    assert_eq!(browser.events("vote").await?, [json!({ "id": "refund-time", "helpful": true })]);
    // A vote that the page leaves alone goes its way; the first one would have gone before it.
    browser.eval("window.mine = false").await?;
    widget.vote(false).await?;
    for _ in 0..300 {
        if server.votes("en", "refund-time")? != (0, 0) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(server.votes("en", "refund-time")?, (0, 1));
    let sent = browser.requests();
    assert!(sent.iter().all(|request| !request.body.contains("\"helpful\":true")), "{sent:#?}");
    Ok(())
}

#[tokio::test]
async fn what_the_host_says_of_its_visitor_is_kept_only_with_consent_and_comes_with_the_export() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    Widget::open(&browser, &server.url("index.html")).await?;
    let said = "return document.querySelector('faq-let').identify({ tier: 'gold', product: ['Lumen 2', 'Kettle'] })";
    assert_eq!(browser.eval(said).await?, true);
    let bad = "return document.querySelector('faq-let').identify({ tier: 'gold', shoe: '43' })";
    assert_eq!(browser.eval(bad).await?, false);
    assert!(browser.console().await?.iter().any(|line| line.contains("shoe")), "expected the page's owner to be told");
    let kept = "return (async () => (await indexedDB.databases()).filter((base) => base.version).length)()";
    assert_eq!(browser.eval(kept).await?, 0, "nothing is kept before consent");
    let export = "return document.querySelector('faq-let').export()";
    let before = browser.eval(export).await?;
    assert!(!before.as_str().context("expected text")?.contains("gold"), "{before}");
    let consent = "return document.querySelector('faq-let').consent({ personalisation: 'granted' })";
    assert_eq!(browser.eval(consent).await?["personalisation"], "granted");
    let after = browser.eval(export).await?;
    let after: Value = serde_json::from_str(after.as_str().context("expected text")?)?;
    assert!(after.to_string().contains("gold") && after.to_string().contains("Kettle"), "{after}");
    Ok(())
}

#[tokio::test]
async fn the_module_makes_an_element_and_refuses_what_it_does_not_know() -> Result {
    let folder = with_page("own.html", PAGE)?;
    let script = "import { createFaqlet } from './faqlet/index.js';
        window.made = createFaqlet({ index: '/help/', mode: 'inline', placeholder: 'Ask us', target: document.querySelector('#app') });
        try { createFaqlet({ folder: '/help/' }) } catch (error) { window.refused = error.message }";
    fs::write(folder.path().join("app.js"), script)?;
    let package: PathBuf = folder.path().join("faqlet");
    fs::create_dir_all(&package)?;
    for file in ["index.js", "faqlet.js"] {
        fs::copy(dist()?.join(file), package.join(file))?;
    }
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("own.html")).await?;
    assert_eq!(browser.eval(&format!("return {}.placeholder", part("input"))).await?, "Ask us");
    assert!(browser.eval("return window.refused").await?.as_str().is_some_and(|text| text.contains("folder")));
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    assert!(browser.eval(&format!("return {}.length", parts("result"))).await?.as_u64() > Some(1));
    Ok(())
}
