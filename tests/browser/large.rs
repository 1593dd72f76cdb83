//! Real FAQs of a thousand entries and more. They have licences of their own and are not part of the project: where the folder
//! `shared/relevance` does not stand beside the checkout, these tests only say so.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::{faqlet_prints, language, root};
use faqlet_tests::server::Server;
use faqlet_tests::widget::Widget;

/// Longest build of such a FAQ.
const BUILD: Duration = Duration::from_secs(10);

/// A page as bare as can be.
const PAGE: &str =
    "<!doctype html><html lang=en><title>Help</title><faq-let index=\"/help/\"></faq-let><script src=\"/help/faqlet.js\"></script>";

fn set(name: &str) -> Option<PathBuf> {
    let file = root().parent()?.join("shared/relevance").join(name).join("faq.jsonl");
    if !file.is_file() {
        println!("not run: {name} is not beside the checkout");
    }
    file.is_file().then_some(file)
}

/// Builds a set in seconds, opens it in the widget, asks, and expects `answer` in the first result.
async fn check(name: &str, lang: &str, entries: u64, query: &str, answer: &str) -> Result {
    let Some(source) = set(name) else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let help = folder.path().join("help");
    let started = Instant::now();
    faqlet_prints(&["build".as_ref(), source.as_os_str(), "--out".as_ref(), help.as_os_str(), "--default-lang".as_ref(), lang.as_ref()])?;
    assert!(started.elapsed() < BUILD, "{name}: built in {:?}", started.elapsed());
    assert_eq!(language(&help, lang)?["entries"], entries);
    fs::write(folder.path().join("index.html"), PAGE)?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text(query).await?;
    widget.wait_for("result").await?;
    let first = widget.results().await?.into_iter().next().unwrap_or_default();
    assert!(first.contains(answer), "{name}: {query:?} found {first:?}");
    widget.open_result(0).await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn a_course_faq_of_1215_entries_answers() -> Result {
    check("dtc_faq_md_en", "en", 1215, "homework deadline", "omework").await
}

#[tokio::test]
async fn a_city_faq_of_1860_entries_answers() -> Result {
    check("taipei_faq_zh_tw", "zh-Hant", 1860, "垃圾車時間", "垃圾").await
}
