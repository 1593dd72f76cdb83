//! The npm package as people use it: packed, installed without a network, bundled by Vite, and named by a bare page.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::{copy, dist, npm_module, site};
use faqlet_tests::server::Server;
use faqlet_tests::widget::Widget;

const PROJECT: &str =
    "{ \"name\": \"shop\", \"private\": true, \"type\": \"module\", \"dependencies\": { \"faqlet\": \"file:faqlet.tgz\" } }\n";

const HTML: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Bundled</title>\
    <script type=\"module\" src=\"/main.js\"></script></head><body><faq-let index=\"/help/\" lang=\"en\"></faq-let></body></html>\n";

/// Both doors of the package in one bundle.
const MAIN: &str = "
    import 'faqlet';
    import { openIndex } from 'faqlet/engine';
    openIndex('/help/', { lang: 'en' })
      .then((kb) => kb.search('refund', { limit: 3 }))
      .then((hits) => { window.found = hits; });
";

/// The package's own files, taken as they are.
const BARE: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Bare</title>\
    <script async src=\"/package/faqlet.js\" data-index=\"/help/\" data-mode=\"inline\"></script>\
    <script type=\"module\" src=\"bare.js\"></script></head><body></body></html>\n";
const BARE_SCRIPT: &str = "
    import { openIndex } from '/package/headless.js';
    openIndex('/help/', { lang: 'en' }).then((kb) => kb.search('refund')).then((hits) => { window.found = hits; });
";

fn run<S: AsRef<OsStr>>(program: &str, arguments: &[S], folder: &Path) -> Result {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(folder)
        .env("npm_config_cache", folder.join("npm-cache"))
        .env("npm_config_update_notifier", "false");
    let output = command.output().with_context(|| format!("could not start {program}; `cargo xtask test` installs it"))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("{program} ended with {}: {}", output.status, String::from_utf8_lossy(&said));
    }
    Ok(())
}

/// A folder with the package packed and installed as npm does it, without any network.
fn installed(folder: &Path) -> Result {
    fs::write(folder.join("package.json"), PROJECT)?;
    let dist = dist()?;
    run(
        "npm",
        &[OsStr::new("pack"), dist.as_os_str(), OsStr::new("--pack-destination"), folder.as_os_str(), OsStr::new("--ignore-scripts")],
        folder,
    )?;
    let packed =
        fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).find(|path| path.extension().is_some_and(|end| end == "tgz"));
    fs::rename(packed.context("expected npm to write a package")?, folder.join("faqlet.tgz"))?;
    run("npm", &["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
}

async fn works(browser: &Browser, url: &str) -> Result {
    let widget = Widget::open(browser, url).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    let found = browser.wait("the engine's hits", "window.found").await?;
    assert_eq!(found[0]["id"], "refund-time", "{found}");
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn a_vite_project_bundles_widget_and_engine_from_the_packed_package() -> Result {
    let folder = tempfile::tempdir()?;
    installed(folder.path())?;
    fs::write(folder.path().join("index.html"), HTML)?;
    fs::write(folder.path().join("main.js"), MAIN)?;
    let vite = npm_module("vite/bin/vite.js")?;
    run("node", &[vite.as_os_str(), OsStr::new("build"), OsStr::new("--logLevel"), OsStr::new("warn")], folder.path())?;
    copy(&site()?.join("help"), &folder.path().join("dist/help"))?;
    let assets: Vec<String> = fs::read_dir(folder.path().join("dist/assets"))?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    assert!(assets.iter().any(|name| name.ends_with(".wasm")), "expected the engine's wasm among {assets:?}");
    let (server, browser) = (Server::of(&folder.path().join("dist"))?, Browser::start().await?);
    works(&browser, &server.url("")).await
}

#[tokio::test]
async fn a_bare_page_uses_the_packages_files_as_they_are() -> Result {
    let folder = tempfile::tempdir()?;
    installed(folder.path())?;
    let site_folder = folder.path().join("site");
    copy(&site()?.join("help"), &site_folder.join("help"))?;
    copy(&folder.path().join("node_modules/faqlet"), &site_folder.join("package"))?;
    fs::write(site_folder.join("bare.html"), BARE)?;
    fs::write(site_folder.join("bare.js"), BARE_SCRIPT)?;
    let (server, browser) = (Server::of(&site_folder)?, Browser::start().await?);
    works(&browser, &server.url("bare.html")).await
}
