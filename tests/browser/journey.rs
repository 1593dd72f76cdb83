//! A visitor asks, reads and votes, and the owner sees the vote; in every language of the demo.

use faqlet_tests::Result;
use faqlet_tests::browser::Browser;
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part};
use thirtyfour::Key;

/// One language of the demo.
struct Visit {
    page: &'static str,
    lang: &'static str,
    query: &'static str,
    question: &'static str,
    direction: &'static str,
}

#[tokio::test]
async fn an_english_visitor_asks_reads_and_votes() -> Result {
    visit(Visit { page: "index.html", lang: "en", query: "refund", question: "When will I get my refund?", direction: "ltr" }).await
}

#[tokio::test]
async fn a_taiwanese_visitor_asks_reads_and_votes() -> Result {
    visit(Visit {
        page: "index.zh-Hant.html", lang: "zh-Hant", query: "退款", question: "什麼時候會收到退款？", direction: "ltr"
    })
    .await
}

#[tokio::test]
async fn a_persian_visitor_asks_reads_and_votes_from_right_to_left() -> Result {
    let question = "بازگشت وجه چقدر طول می‌کشد و پولم کی برمی‌گردد؟";
    visit(Visit { page: "index.fa.html", lang: "fa", query: "بازگشت وجه", question, direction: "rtl" }).await
}

#[tokio::test]
async fn a_filipino_visitor_asks_reads_and_votes() -> Result {
    visit(Visit { page: "index.fil.html", lang: "fil", query: "refund", question: "Kailan ko makukuha ang refund ko?", direction: "ltr" })
        .await
}

async fn visit(visit: Visit) -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url(visit.page)).await?;
    let direction = browser.eval(&format!("return getComputedStyle({}).direction", part("widget"))).await?;
    assert_eq!(direction, visit.direction);
    widget.type_text(visit.query).await?;
    widget.first_is(visit.question).await?;
    widget.open_result(0).await?;
    assert_eq!(widget.text("heading").await?, visit.question);
    let ids: Vec<_> = browser.events("article").await?.iter().map(|detail| detail["id"].clone()).collect();
    assert_eq!(ids, ["refund-time"]);
    widget.vote(true).await?;
    arrives(&server, visit.lang, (1, 0)).await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:#?}");
    Ok(())
}

/// Waits until the owner's report shows the votes on the refund's answer.
async fn arrives(server: &Server, lang: &str, votes: (u64, u64)) -> Result {
    for _ in 0..100 {
        if server.votes(lang, "refund-time")? == votes {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("expected the votes {votes:?} in the report, got {:?}", server.votes(lang, "refund-time")?);
}

#[tokio::test]
async fn answers_come_with_every_letter_and_go_with_the_last() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.focus().await?;
    for letter in ["r", "e", "f", "u", "n", "d"] {
        browser.keys(letter).await?;
        browser.wait("results", &format!("!!{}", part("result"))).await?;
    }
    assert!(widget.results().await?.len() > 1);
    widget.click("clear").await?;
    browser.wait("the topics again", &format!("!!{}", part("topics"))).await?;
    Ok(())
}

#[tokio::test]
async fn the_keyboard_alone_is_enough_from_the_field_to_the_vote() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    browser.give_caret(&part("input")).await?;
    browser.keys("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    browser.press(Key::Down).await?;
    browser.press(Key::Enter).await?;
    widget.answered().await?;
    for _ in 0..12 {
        let focused = "document.querySelector('faq-let').shadowRoot.activeElement";
        if browser.eval(&format!("return {focused}?.part.contains('vote') ?? false")).await? == true {
            browser.press(Key::Space).await?;
            return arrives(&server, "en", (1, 0)).await;
        }
        browser.press(Key::Tab).await?;
    }
    panic!("twelve times Tab did not reach the vote");
}

#[tokio::test]
async fn what_is_typed_before_the_widget_has_come_is_searched_when_it_comes() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    // The wasm takes its time.
    browser.hold(".wasm");
    browser.open(&server.url("index.html")).await?;
    browser.wait("the loader's field", "!!document.querySelector('faq-let')?.shadowRoot?.querySelector('input')").await?;
    let early = browser.eval(&format!("return !{}", part("input"))).await?;
    assert_eq!(early, true, "the widget came too early for this test to show anything");
    browser.click("document.querySelector('faq-let').shadowRoot.querySelector('input')").await?;
    browser.keys("refund").await?;
    browser.release();
    let widget = Widget::of(&browser);
    widget.ready().await?;
    widget.first_is("When will I get my refund?").await?;
    browser.keys(" time").await?;
    assert_eq!(browser.eval(&format!("return {}.value", part("input"))).await?, "refund time", "the caret stays where it was");
    Ok(())
}

#[tokio::test]
async fn a_launcher_that_is_pressed_while_the_widget_comes_opens_it_when_let_go() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    browser.hold(".wasm");
    browser.open(&server.url("shop.html")).await?;
    browser.wait("the loader's launcher", &format!("!!{}", part("launcher"))).await?;
    browser.press_on(&part("launcher")).await?;
    browser.release();
    // The widget has what it needs, and the time to take the launcher's place.
    let came = "performance.getEntriesByType('resource').some(({ name, responseEnd }) => /widget.*wasm/.test(name) && responseEnd > 0)";
    browser.wait("the widget's wasm", came).await?;
    let taken = format!(
        "for (let i = 0; i < 100 && !{}; i++) await new Promise((done) => setTimeout(done, 10)); return !!{}",
        part("input"),
        part("input")
    );
    assert_eq!(browser.eval(&taken).await?, false, "the launcher was taken away from under the pointer");
    browser.let_go().await?;
    browser.wait("the panel", &format!("{}?.closest('dialog').open", part("input"))).await?;
    Ok(())
}

#[tokio::test]
async fn the_page_is_told_what_happens() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    widget.vote(true).await?;
    widget.ask("zzyzx").await?;
    widget.wait_for("empty").await?;
    for kind in ["ready", "search", "article", "vote", "noresult"] {
        browser.wait(&format!("the event faqlet-{kind}"), &format!("__seen.events.some((event) => event.type === '{kind}')")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_link_to_an_answer_opens_it() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html#faq=warranty-length")).await?;
    widget.answered().await?;
    assert_eq!(widget.text("heading").await?, "How long is the warranty?");
    Ok(())
}

#[tokio::test]
async fn the_launcher_opens_a_panel_and_escape_gives_the_focus_back() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    browser.open(&server.url("shop.html")).await?;
    browser.wait("the launcher", &format!("!!{}", part("launcher"))).await?;
    let widget = Widget::of(&browser);
    widget.click("launcher").await?;
    widget.ready().await?;
    browser.wait("the panel", &format!("{}?.open", part("panel"))).await?;
    browser.keys("dim").await?;
    widget.first_is("How do I dim the Lumen 2 lamp?").await?;
    browser.press(Key::Escape).await?;
    browser.press(Key::Escape).await?;
    browser.wait("the panel to close", &format!("!{}?.open", part("panel"))).await?;
    browser
        .wait("the focus on the launcher", "document.querySelector('faq-let').shadowRoot.activeElement?.part.contains('launcher')")
        .await?;
    Ok(())
}
