//! Answers in other words, in another language even: what is needed for it comes after the first results, only when it is wanted, and what
//! comes damaged changes nothing.

use std::fs;

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::built::{copy, site};
use faqlet_tests::server::Server;
use faqlet_tests::widget::Widget;

/// A question in Filipino that shares no word with the English answer it asks for.
const QUESTION: &str = "mali ang nailagay kong address";
const ANSWER: &str = "wrong address";

/// Addresses of what was fetched for meaning.
const FETCHED: &str = "performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\\.fq[mv]$/.test(name))";

/// A site whose page carries another `meaning`.
fn with_wish(wish: &str) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    copy(&site()?, folder.path())?;
    let page = folder.path().join("index.html");
    let text = fs::read_to_string(&page)?;
    fs::write(&page, text.replacen("<faq-let ", &format!("<faq-let meaning=\"{wish}\" "), 1))?;
    Ok(folder)
}

/// Waits until an answer is among the results.
async fn is_found(browser: &Browser, question: &str) -> Result {
    let found = format!("{}.some((one) => one.textContent.toLowerCase().includes('{question}'))", faqlet_tests::widget::parts("result"));
    browser.wait(&format!("a result with “{question}”"), &found).await.map(drop)
}

#[tokio::test]
async fn a_question_in_another_language_finds_its_answer_after_the_first_results() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    assert_eq!(browser.eval(&format!("return {FETCHED}.length")).await?, 0, "nothing is fetched before something is asked");
    widget.ask(QUESTION).await?;
    is_found(&browser, ANSWER).await?;
    assert_eq!(browser.eval(&format!("return {FETCHED}.length")).await?, 2, "vectors, and the one encoder that reads the question");
    Ok(())
}

#[tokio::test]
async fn without_the_wish_nothing_is_fetched() -> Result {
    let folder = with_wish("off")?;
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.ask("refund").await?;
    widget.wait_for("result").await?;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert_eq!(browser.eval(&format!("return {FETCHED}.length")).await?, 0);
    Ok(())
}

#[tokio::test]
async fn an_encoder_that_is_damaged_leaves_words_alone() -> Result {
    let folder = with_wish("auto")?;
    for entry in fs::read_dir(folder.path().join("help"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "fqm") {
            let mut bytes = fs::read(&path)?;
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(&path, bytes)?;
        }
    }
    let (server, browser) = (Server::of(folder.path())?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.ask("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    // A refused file stays among the entries in some engines and not in others; the search goes on either way.
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await
}
