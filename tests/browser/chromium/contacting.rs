//! Reaching people: the route of the topic, what goes along, and a request that is written without a network.

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part, parts};
use serde_json::json;

#[tokio::test]
async fn a_request_that_is_written_offline_arrives_and_says_so() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("warranty").await?;
    widget.wait_for("result").await?;
    widget.open_result(0).await?;
    widget.ask("secret words").await?;
    widget.wait_for("note").await?;
    browser.press(thirtyfour::Key::Enter).await?;
    widget.click("contact-button").await?;
    widget.wait_for("message").await?;
    let lines = format!("{}.querySelectorAll('li').length", part("along"));
    assert_eq!(browser.eval(&format!("return {lines}")).await?, 3, "two searches and an answer");

    browser.offline(true).await?;
    // Nothing is sent while something is missing.
    widget.click("send").await?;
    browser.wait("the field that is missing", &format!("{}.getRootNode().activeElement === {0}", part("message"))).await?;
    assert_eq!(browser.eval(&format!("return {}.getAttribute('aria-invalid')", part("message"))).await?, "true");
    browser.keys("My lamp went dark.").await?;
    widget.click("reply").await?;
    browser.keys("ada@mail.example").await?;
    browser.click(&format!("{}[1]", parts("remove"))).await?;
    browser.wait("the line to go", &format!("{lines} === 2")).await?;
    widget.click("send").await?;
    widget.wait_for("receipt").await?;
    assert!(widget.text("receipt").await?.contains("kept on this device"), "{}", widget.text("receipt").await?);

    browser.requests();
    browser.offline(false).await?;
    browser.eval("dispatchEvent(new Event('online'))").await?;
    browser.wait("the receipt of its arrival", &format!("{}.textContent.includes('has arrived')", part("receipt"))).await?;
    let sent = browser.requests();
    let body = sent.iter().map(|request| request.body.as_str()).filter(|body| body.contains("dev.faqlet.contact.v1")).collect::<String>();
    assert!(body.contains("My lamp went dark.") && body.contains("ada@mail.example") && body.contains("warranty-length"), "{body}");
    assert!(!body.contains("secret words"), "a line that was taken out went along: {body}");
    Ok(())
}

#[tokio::test]
async fn the_route_fits_the_topic_and_a_mail_holds_what_is_seen() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html#faq=lamp-not-charging")).await?;
    widget.answered().await?;
    widget.click("contact-button").await?;
    widget.click("message").await?;
    browser.keys("It blinks twice.").await?;
    let href = format!("decodeURIComponent({}.href)", part("go"));
    browser
        .wait("the mail", &format!("{href}.startsWith('mailto:workshop@quillfern.example') && {href}.includes('It blinks twice.')"))
        .await?;
    // The phone's way shows when somebody is there.
    browser.click(&format!("{}[1].querySelector('input')", parts("way"))).await?;
    browser.wait("the number", &format!("{}?.href === 'tel:+15550142'", part("go"))).await?;
    let hours = browser.eval(&format!("return {}[1].textContent", parts("way"))).await?;
    let hours = hours.as_str().unwrap_or_default().to_owned();
    assert!(hours.contains("Open now, until") || hours.contains("Closed now, opens"), "{hours}");
    Ok(())
}

#[tokio::test]
async fn a_page_that_takes_a_request_upon_itself_keeps_it() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html#faq=warranty-length")).await?;
    widget.answered().await?;
    browser.eval("addEventListener('faqlet-contact', (event) => event.preventDefault())").await?;
    let request = "{ subject: 'Order 1042', text: 'My lamp went dark.', email: 'ada@mail.example' }";
    browser.eval(&format!("await document.querySelector('faq-let').prefill({request})")).await?;
    widget.click("contact-button").await?;
    widget.wait_for("message").await?;
    let written = browser.eval(&format!("return [{}.value, {}.value]", part("message"), part("reply"))).await?;
    assert_eq!(written, json!(["Order 1042\n\nMy lamp went dark.", "ada@mail.example"]));
    browser.requests();
    widget.click("send").await?;
    browser.wait("the receipt", &format!("{}?.textContent.includes('has arrived')", part("receipt"))).await?;
    let told = browser.events("contact").await?;
    assert!(told.len() == 1 && told[0]["text"].as_str().is_some_and(|text| text.contains("My lamp went dark.")), "{told:?}");
    let sent = browser.requests();
    assert!(sent.iter().all(|request| !request.body.contains("ada@mail.example")), "{sent:?}");
    Ok(())
}
