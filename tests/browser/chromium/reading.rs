//! What can be done with an answer: going on to others and back, copying, printing, saying why it did not help, following a path.

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part, parts};
use serde_json::json;

#[tokio::test]
async fn the_browsers_back_leads_to_the_results_where_they_were_left() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("refund").await?;
    widget.wait_for("result").await?;
    let first = widget.results().await?.remove(0);
    widget.open_result(0).await?;
    assert_eq!(browser.eval("return location.hash").await?, "#faq=refund-time");
    browser.eval("history.back()").await?;
    browser.wait("the results", &format!("!!{}", part("result"))).await?;
    assert_eq!((browser.eval("return location.hash").await?, widget.results().await?.remove(0)), (json!(""), first));
    browser.eval("history.forward()").await?;
    widget.answered().await?;
    // The widget's own way back goes the same way.
    widget.click("back").await?;
    browser.wait("the results", &format!("!!{}", part("result"))).await?;
    browser.wait("an address without an answer", "location.hash === ''").await?;
    Ok(())
}

#[tokio::test]
async fn the_place_in_a_list_is_kept() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    browser.open(&server.url("shop.html")).await?;
    let widget = Widget::of(&browser);
    browser.wait("the launcher", &format!("!!{}", part("launcher"))).await?;
    widget.click("launcher").await?;
    widget.ready().await?;
    widget.type_text("how do I get my order").await?;
    widget.wait_for("snippet").await?;
    browser.eval(&format!("{}.scrollTo({{ top: 260, behavior: 'instant' }})", part("body"))).await?;
    browser.eval(&format!("{}[5].click()", parts("result"))).await?;
    widget.answered().await?;
    browser.wait("the top of the answer", &format!("{}.scrollTop === 0", part("body"))).await?;
    widget.click("back").await?;
    browser.wait("the place in the list", &format!("{}.scrollTop === 260", part("body"))).await?;
    Ok(())
}

#[tokio::test]
async fn an_answer_can_be_copied_printed_and_opened_as_a_page() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html#faq=warranty-length")).await?;
    widget.answered().await?;
    browser.eval("navigator.clipboard.writeText = async (text) => { window.copied = text; }").await?;
    widget.click("copy").await?;
    browser.wait("the address", "window.copied?.endsWith('/index.html#faq=warranty-length')").await?;
    browser.wait("the word of it", &format!("{}.textContent.includes('Link copied')", part("copy"))).await?;

    let page = browser.eval(&format!("return {}.href", part("page"))).await?;
    let page = page.as_str().unwrap_or_default().strip_prefix(server.origin()).unwrap_or_default().to_owned();
    let answer = server.request("GET", &page, &[], b"")?;
    assert_eq!(answer.status, 200, "{page}");
    assert!(String::from_utf8_lossy(&answer.body).contains("How long is the warranty?"));

    // The frame that is printed holds the answer alone, and goes when that is done; a browser without a window never says so.
    widget.click("print").await?;
    let frame = "document.querySelector('faq-let').shadowRoot.querySelector('iframe')";
    let printed = format!("{frame}?.contentDocument.body.textContent.includes('How long is the warranty?')");
    browser.wait("the frame that is printed", &printed).await?;
    browser.eval(&format!("{frame}.contentWindow.dispatchEvent(new Event('afterprint'))")).await?;
    browser.wait("the frame to go again", &format!("!{frame}")).await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn a_no_is_explained_by_reasons_and_words() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html#faq=refund-time")).await?;
    widget.answered().await?;
    widget.vote(false).await?;
    widget.wait_for("reasons").await?;
    browser.click(&format!("{}[1]", parts("reason"))).await?;
    widget.click("comment").await?;
    browser.keys("Which day does it begin?").await?;
    widget.click("send").await?;
    browser.wait("the form to go", &format!("!{}", part("reasons"))).await?;
    for _ in 0..100 {
        let sent = browser.requests();
        if sent.iter().any(|request| request.body.contains("Which day does it begin?") && request.body.contains("\"unclear\"")) {
            // One visitor, one vote, whatever was added to it.
            for _ in 0..100 {
                if server.votes("en", "refund-time")? == (0, 1) {
                    return Ok(());
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("expected reasons and words to be sent, and to count as one vote; got {:?}", server.votes("en", "refund-time")?);
}

#[tokio::test]
async fn related_questions_the_day_of_review_and_the_steps_of_a_path_are_shown() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html#faq=return-how")).await?;
    widget.answered().await?;
    assert!(widget.text("stage").await?.contains("Step 2 of 4"), "{}", widget.text("stage").await?);
    browser.click(&format!("[...{}.querySelectorAll('button')].at(-1)", part("steps"))).await?;
    browser.wait("the third step", &format!("{}?.textContent.includes('Step 3 of 4')", part("stage"))).await?;
    widget.click("back").await?;
    browser.wait("the second step", &format!("{}?.textContent.includes('Step 2 of 4')", part("stage"))).await?;
    assert_eq!(widget.text("reviewed").await?, "Reviewed on May 12, 2026");
    widget.click("entry").await?;
    browser.wait("a related answer", &format!("{}?.textContent !== 'How do I return something?'", part("heading"))).await?;
    Ok(())
}

#[tokio::test]
async fn dates_and_numbers_are_in_the_languages_own_digits() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.fa.html#faq=return-how")).await?;
    widget.answered().await?;
    assert!(widget.text("stage").await?.contains("گام ۲ از ۴"), "{}", widget.text("stage").await?);
    assert!(widget.text("reviewed").await?.contains("۱۴۰۵"), "the Persian calendar: {}", widget.text("reviewed").await?);
    Ok(())
}
