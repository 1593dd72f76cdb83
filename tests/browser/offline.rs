//! Without a network: answers that have come are searched and read as before, and a vote waits on the device until it can go.

use std::time::Duration;

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::server::Server;
use faqlet_tests::widget::{WAITING, Widget};

/// Opens the refund's answer, loses the network, and votes.
async fn vote_offline<'a>(server: &Server, browser: &'a Browser) -> Result<Widget<'a>> {
    let widget = Widget::open(browser, &server.url("index.html")).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    browser.offline(true).await?;
    widget.vote(true).await?;
    browser.wait("the vote to wait on the device", WAITING).await?;
    assert_eq!(server.votes("en", "refund-time")?, (0, 0));
    Ok(widget)
}

/// Waits until the owner's report shows one vote, and makes sure that it stays one.
async fn arrives_once(server: &Server, browser: &Browser) -> Result {
    for _ in 0..300 {
        if server.votes("en", "refund-time")? == (1, 0) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    browser.wait("the outbox to be empty", &format!("{WAITING}.then((count) => count === 0)")).await?;
    assert_eq!(server.votes("en", "refund-time")?, (1, 0));
    Ok(())
}

#[tokio::test]
async fn a_vote_given_offline_goes_when_the_network_is_back() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = vote_offline(&server, &browser).await?;
    widget.ask("warranty").await?;
    widget.first_is("How long is the warranty?").await?;
    browser.offline(false).await?;
    arrives_once(&server, &browser).await
}

#[tokio::test]
async fn a_vote_given_offline_goes_with_the_next_visit() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    vote_offline(&server, &browser).await?;
    // Away before the network is back.
    browser.open("about:blank").await?;
    browser.offline(false).await?;
    Widget::open(&browser, &server.url("index.html")).await?;
    arrives_once(&server, &browser).await
}
