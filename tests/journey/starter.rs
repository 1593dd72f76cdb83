//! An owner's path with the command alone, in a folder where nothing else is: new, check, build, serve, and nothing typed beside.

use std::path::Path;
use std::process::{Command, Output};

use anyhow::Context;
use faqlet_tests::Result;
use faqlet_tests::built::{command, manifest};
use faqlet_tests::server::Server;

/// Runs the command in a folder.
fn run(folder: &Path, arguments: &[&str]) -> Result<Output> {
    Command::new(command()?).args(arguments).current_dir(folder).output().context("could not start faqlet")
}

/// What it printed; it must end well and have nothing to complain about.
fn said(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = run(folder, arguments)?;
    let (out, err) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
    assert!(output.status.success() && err.is_empty(), "faqlet {}: {}\n{out}{err}", arguments.join(" "), output.status);
    Ok(out)
}

#[test]
fn an_empty_folder_becomes_a_served_help_page_without_an_argument() -> Result {
    let scratch = tempfile::tempdir()?;
    said(scratch.path(), &["new", "shop"])?;
    let shop = scratch.path().join("shop");
    let checked = said(&shop, &["check", "--deny", "notes"])?;
    assert!(checked.ends_with(": nothing to mend\n"), "{checked}");
    assert!(said(&shop, &["build"])?.starts_with("Built site/help in "));
    let server = Server::here(&shop)?;
    let page = server.request("GET", "/", &[], b"")?;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let html = String::from_utf8(page.body.clone())?;
    let script = html.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).context("expected a script tag")?;
    let loader = server.request("GET", script, &[], b"")?;
    assert_eq!((loader.status, loader.header("cache-control")), (200, Some("no-cache")), "{script}");
    assert!(loader.header("content-type").is_some_and(|kind| kind.starts_with("text/javascript")), "{script}");
    for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let path = if link.starts_with('/') { link.to_owned() } else { format!("/{link}") };
        assert_eq!(server.request("GET", &path, &[], b"")?.status, 200, "{path}");
    }
    let manifest = manifest(&shop.join("site/help"))?;
    let wasm = manifest["widget"]["wasm"].as_str().context("expected the widget in the folder")?;
    let wasm = server.request("GET", &format!("/help/{wasm}"), &[], b"")?;
    assert_eq!((wasm.status, wasm.header("content-type")), (200, Some("application/wasm")));
    assert!(wasm.header("cache-control").is_some_and(|cache| cache.contains("immutable")));
    let languages: Vec<&str> = manifest["languages"].as_array().into_iter().flatten().filter_map(|each| each["lang"].as_str()).collect();
    assert_eq!(languages, ["en", "zh-Hant"]);
    Ok(())
}

#[test]
fn what_the_starter_answers_is_found_and_a_change_is_told() -> Result {
    let scratch = tempfile::tempdir()?;
    said(scratch.path(), &["new", "."])?;
    said(scratch.path(), &["build"])?;
    let hits: serde_json::Value = serde_json::from_str(&said(scratch.path(), &["search", "site/help", "money back", "--json"])?)?;
    assert_eq!(hits[0]["id"], "refund");
    assert_eq!(said(scratch.path(), &["diff", "site/help", "faq"])?, "No answer differs.\n");
    std::fs::write(
        scratch.path().join("faq/en/refund.md"),
        "---\nquestion: When will I get my money back?\n---\nAfter [a day](gone.md).\n",
    )?;
    let checked = run(scratch.path(), &["check"])?;
    assert_eq!(checked.status.code(), Some(1));
    let out = String::from_utf8(checked.stdout)?;
    assert!(out.starts_with("faq/en/refund.md:4: error: expected a link to an entry in en; got `gone.md`;"), "{out}");
    let exported: serde_json::Value = serde_json::from_str(&said(scratch.path(), &["export", "--lang", "zh-Hant"])?)?;
    assert_eq!(exported["entries"].as_array().map(Vec::len), Some(4));
    Ok(())
}
