//! An owner's whole way with nothing but the command: from an empty folder to a button on a page that somebody else made.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::bail;
use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::command;
use faqlet_tests::server::Server;
use faqlet_tests::widget::Widget;

/// A page as old tools made them: no doctype, tables, styles that reach for everything. The last line is the one that the starter's
/// README gives.
const PAGE: &str = "<html><head><title>Our old shop</title><link rel=stylesheet href=old.css></head><body bgcolor=white>\n\
    <table width=\"100%\"><tr><td><h1>Shop</h1><p>Since 1998.</td></tr></table></body></html>\n";
const STYLE: &str = "* { font-size: 11px !important; color: #333 } button, input { display: block; width: 100%; background: red }\n";

/// Runs the command as its owner has it: alone in a folder, with nothing of ours around it.
fn run(binary: &Path, folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new(binary).args(arguments).current_dir(folder).env_clear().output()?;
    if !output.status.success() {
        bail!("faqlet {arguments:?} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

#[tokio::test]
async fn from_an_empty_folder_to_a_page_of_another_make() -> Result {
    let home = tempfile::tempdir()?;
    let binary = home.path().join(format!("faqlet{}", std::env::consts::EXE_SUFFIX));
    // A link where that can be: what was just written cannot be run while another test's process, in the making, still has it open.
    let built = command()?;
    fs::hard_link(&built, &binary).or_else(|_| fs::copy(&built, &binary).map(drop))?;
    run(&binary, home.path(), &["new", "shop"])?;
    let shop = home.path().join("shop");
    run(&binary, &shop, &["check"])?;
    let told = run(&binary, &shop, &["build"])?;
    assert!(told.contains("Built site/help") || told.contains("Built site\\help"), "{told}");
    let readme = fs::read_to_string(shop.join("README.md"))?;
    let Some(line) = readme.lines().find(|line| line.starts_with("<script")) else { bail!("expected the line to paste in {readme}") };
    fs::write(shop.join("site/old.html"), PAGE.replace("</body>", &format!("{line}</body>")))?;
    fs::write(shop.join("site/old.css"), STYLE)?;

    let (server, browser) = (Server::of(&shop.join("site"))?, Browser::start().await?);
    browser.open(&server.url("old.html")).await?;
    let widget = Widget::of(&browser);
    browser.wait("the button", "!!document.querySelector('faq-let')?.shadowRoot?.querySelector('[part~=launcher]')").await?;
    widget.click("launcher").await?;
    widget.ready().await?;
    widget.type_text("refund").await?;
    widget.wait_for("result").await?;
    widget.open_result(0).await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    // The starter's own page.
    let widget = Widget::open(&browser, &server.url("")).await?;
    widget.type_text("refund").await?;
    widget.wait_for("result").await?;
    Ok(())
}
