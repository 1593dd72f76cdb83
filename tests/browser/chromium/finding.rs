//! Between the question and the answer: topics of results, corrections and the way back from them, no good answer, earlier searches.

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part, parts};

#[tokio::test]
async fn topics_tell_results_apart_and_list_as_many_as_they_say() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("refund").await?;
    widget.wait_for("chip").await?;
    let chip = format!("{}[1]", parts("chip"));
    let number = browser.eval(&format!("return Number({chip}.querySelector('small').textContent)")).await?;
    browser.click(&chip).await?;
    browser.wait("the topic to be chosen", &format!("{chip}.getAttribute('aria-pressed') === 'true'")).await?;
    assert_eq!(browser.eval(&format!("return {}.length", parts("result"))).await?, number);
    // What is announced says the same, and only once the typing has come to rest.
    let said = "[...document.querySelector('faq-let').shadowRoot.querySelectorAll('[role=status]')].at(-1).textContent";
    browser.wait("the number to be announced", &format!("{said}.includes({number})")).await?;
    browser.click(&format!("{}[0]", parts("chip"))).await?;
    browser.wait("all results again", &format!("{}.length > {number}", parts("result"))).await?;
    Ok(())
}

#[tokio::test]
async fn more_results_can_be_listed_and_the_focus_stays_with_them() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("how do I get my order").await?;
    widget.wait_for("more").await?;
    let before = widget.results().await?.len();
    widget.click("more").await?;
    browser.wait("more results", &format!("{}.length > {before}", parts("result"))).await?;
    let chosen = format!("{}[{before}].getAttribute('aria-selected')", parts("result"));
    assert_eq!(browser.eval(&format!("return {chosen}")).await?, "true");
    assert_eq!(browser.eval(&format!("return {}.getRootNode().activeElement === {}", part("input"), part("input"))).await?, true);
    Ok(())
}

#[tokio::test]
async fn a_correction_is_said_and_can_be_taken_back() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("refnud").await?;
    widget.first_is("When will I get my refund?").await?;
    assert!(widget.text("note").await?.contains("refund"));
    browser.click(&format!("{}.querySelector('button')", part("note"))).await?;
    widget.wait_for("empty").await?;
    widget.ask("refnud").await?;
    widget.first_is("When will I get my refund?").await?;
    Ok(())
}

#[tokio::test]
async fn where_there_is_no_answer_the_question_can_be_sent_as_it_stands() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("zzyzx qqwx").await?;
    widget.wait_for("empty").await?;
    assert!(browser.requests().iter().all(|request| request.method == "GET"), "nothing is sent before it is asked for");
    browser.click(&format!("{}.querySelector('button')", part("tell"))).await?;
    browser.wait("the thanks", &format!("!{}.querySelector('button')", part("tell"))).await?;
    for _ in 0..100 {
        let sent = browser.requests();
        if sent.iter().any(|request| request.body.contains("dev.faqlet.question.v1") && request.body.contains("zzyzx qqwx")) {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("expected the question to be sent");
}

#[tokio::test]
async fn earlier_searches_are_offered_with_consent_and_can_be_forgotten() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("refund").await?;
    widget.open_result(0).await?;
    widget.ask("").await?;
    widget.wait_for("topics").await?;
    assert!(!widget.has("recent").await?, "nothing is remembered without consent");
    widget.switch(0).await?;
    widget.type_text("warranty").await?;
    widget.wait_for("result").await?;
    widget.open_result(0).await?;
    widget.click("clear").await?;
    widget.wait_for("recent").await?;
    assert_eq!(widget.text("recent").await?, "warranty");
    widget.click("recent").await?;
    widget.first_is("How long is the warranty?").await?;
    widget.click("clear").await?;
    widget.click("forget").await?;
    browser.wait("the searches to be forgotten", &format!("!{}", part("recent"))).await?;
    Ok(())
}
