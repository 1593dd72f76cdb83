//! With the visitor's consent, topics read before come first, and the widget says why.

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::server::Server;
use faqlet_tests::widget::Widget;

/// Fits answers of several topics about equally well.
const QUERY: &str = "code";

/// Opens some answers about gift cards and asks again.
async fn read_about_gift_cards(widget: &Widget<'_>) -> Result<Vec<String>> {
    for question in ["How do I use a gift card?", "I lost my gift card or the code does not arrive", "How do I check my gift card balance?"]
    {
        widget.ask(question).await?;
        widget.first_is(question).await?;
        widget.open_result(0).await?;
    }
    widget.ask(QUERY).await?;
    widget.wait_for("result").await?;
    widget.results().await
}

#[tokio::test]
async fn topics_that_were_read_come_first_with_consent_and_the_reason_is_shown() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.ask(QUERY).await?;
    widget.wait_for("result").await?;
    let before = widget.results().await?;
    widget.switch(0).await?;
    let after = read_about_gift_cards(&widget).await?;
    let place = |results: &[String]| results.iter().position(|question| question.contains("gift card")).unwrap_or(usize::MAX);
    assert!(place(&after) < place(&before), "before: {before:#?}\nafter: {after:#?}");
    assert!(widget.text("why").await?.contains("Gift cards"), "expected the reason beside the result");
    Ok(())
}

#[tokio::test]
async fn without_consent_the_order_stays() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.ask(QUERY).await?;
    widget.wait_for("result").await?;
    let before = widget.results().await?;
    assert_eq!(read_about_gift_cards(&widget).await?, before);
    assert!(!widget.has("why").await?);
    Ok(())
}

#[tokio::test]
async fn consent_and_what_was_learnt_survive_a_reload() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.switch(0).await?;
    let learnt = read_about_gift_cards(&widget).await?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.ask(QUERY).await?;
    widget.wait_for("why").await?;
    assert_eq!(widget.results().await?, learnt);
    Ok(())
}
