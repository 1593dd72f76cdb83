//! The strict page policy is enough, in every state of the widget.

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::server::Server;
use faqlet_tests::widget::Widget;

#[tokio::test]
async fn no_state_of_the_widget_breaks_the_strict_policy() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    browser.dark(true).await?;
    let widget = Widget::open(&browser, &server.url("index.fa.html")).await?;
    widget.type_text("بازگشت وجه").await?;
    widget.wait_for("result").await?;
    widget.open_result(0).await?;
    widget.vote(true).await?;
    widget.switch(0).await?;
    widget.ask("zzyzx").await?;
    widget.wait_for("empty").await?;
    browser.eval("document.querySelector('faq-let').setAttribute('theme', 'dark')").await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

#[tokio::test]
async fn every_page_of_the_demo_loads_without_a_complaint() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    for page in
        ["index.html", "index.fa.html", "index.fil.html", "index.zh-Hant.html", "shop.html", "help/pages/en.html", "help/pages/fa.html"]
    {
        browser.open(&server.url(page)).await?;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let complaints = browser.complaints().await?;
        assert!(complaints.is_empty(), "{page}: {complaints:#?}");
    }
    Ok(())
}

#[tokio::test]
async fn the_policy_is_on_and_the_witness_would_see_a_breach() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    Widget::open(&browser, &server.url("index.html")).await?;
    browser.eval("const s = document.createElement('style'); s.textContent = 'body { color: red }'; document.body.append(s)").await?;
    browser.wait("the breach to be seen", "__seen.violations.some((text) => text.startsWith('style-src'))").await?;
    let threw = browser.eval("try { document.createElement('div').innerHTML = '<b>'; return false } catch { return true }").await?;
    assert_eq!(threw, true, "expected Trusted Types to be required");
    Ok(())
}
