//! Windows, letters and preferences of all kinds; the launcher's manners; the box; the choice of language; names for those who listen.

use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Screen};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{Widget, part};
use serde_json::{Value, json};

/// Elements of the widget that stand out of the window sideways, or whose text is cut off.
const OUTSIDE: &str = "
    const width = document.documentElement.clientWidth;
    const seen = [...document.querySelector('faq-let').shadowRoot.querySelectorAll('.faqlet *:not(.hidden):not(svg *)')];
    const out = (box) => box.width > 1 && (box.left < -1 || box.right > width + 1);
    return seen.filter((one) => !one.closest('.wide, pre') && out(one.getBoundingClientRect())).map((one) => one.localName + '.' + one.className);
";

async fn window(browser: &Browser, width: u32, height: u32) -> Result {
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    browser.command("Emulation.setDeviceMetricsOverride", metrics).await?;
    Ok(())
}

/// Leads through every view and says where something stands outside.
async fn nothing_stands_outside(browser: &Browser, server: &Server, page: &str, query: &str, prepare: &str) -> Result {
    let widget = Widget::open(browser, &server.url(page)).await?;
    browser.eval(prepare).await?;
    let mut found: Vec<(&str, Value)> = Vec::new();
    for view in ["topics", "results", "answer", "reasons", "contact", "settings"] {
        match view {
            "topics" => widget.wait_for("topics").await?,
            "results" => {
                widget.type_text(query).await?;
                widget.wait_for("snippet").await?;
            }
            "answer" => widget.open_result(0).await?,
            "reasons" => {
                widget.vote(false).await?;
                widget.wait_for("reasons").await?;
            }
            "contact" => {
                widget.click("contact-button").await?;
                widget.wait_for("way").await?;
            }
            _ => {
                widget.click("settings-button").await?;
                widget.wait_for("switch").await?;
            }
        }
        found.push((view, browser.eval(OUTSIDE).await?));
    }
    found.retain(|(_, outside)| *outside != json!([]));
    assert!(found.is_empty(), "{page}: {found:#?}");
    Ok(())
}

#[tokio::test]
async fn nothing_stands_outside_a_narrow_window_or_one_at_four_times_the_size() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    // 320 CSS pixels are also what is left of 1280 at 400% (WCAG 1.4.10).
    window(&browser, 320, 640).await?;
    nothing_stands_outside(&browser, &server, "index.html", "refund", "").await?;
    nothing_stands_outside(&browser, &server, "index.fa.html", "بازگشت وجه", "").await
}

#[tokio::test]
async fn nothing_stands_outside_with_letters_of_twice_the_size_or_in_a_wide_window() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let twice = "document.documentElement.style.fontSize = '200%'";
    nothing_stands_outside(&browser, &server, "index.html", "refund", twice).await?;
    window(&browser, 3440, 1440).await?;
    nothing_stands_outside(&browser, &server, "index.zh-Hant.html", "退款", "").await
}

#[tokio::test]
async fn what_is_chosen_is_seen_with_forced_colours() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    browser.command("Emulation.setEmulatedMedia", json!({ "features": [{ "name": "forced-colors", "value": "active" }] })).await?;
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("refund").await?;
    widget.wait_for("result").await?;
    browser.press(thirtyfour::Key::Down).await?;
    let style = format!("getComputedStyle({})", part("result"));
    browser.wait("an outline", &format!("{style}.outlineStyle === 'solid'")).await?;
    assert_eq!(browser.eval("return matchMedia('(forced-colors: active)').matches").await?, true);
    Ok(())
}

#[tokio::test]
async fn the_launcher_can_be_dragged_away_and_steps_aside_from_the_focus() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    browser.open(&server.url("shop.html")).await?;
    browser.wait("the launcher", &format!("!!{}", part("launcher"))).await?;
    let widget = Widget::of(&browser);
    browser.eval("document.querySelector('faq-let').load()").await?;
    widget.ready().await?;
    // Something of the page under the launcher takes the focus.
    browser
        .eval(&format!(
            "const box = {}.getBoundingClientRect(); const button = document.createElement('button');
             button.style.cssText = `position:fixed;left:${{box.left}}px;top:${{box.top}}px`; button.textContent = 'Host';
             document.body.append(button); button.focus()",
            part("launcher")
        ))
        .await?;
    browser.wait("the launcher to step aside", &format!("{}.classList.contains('aside')", part("launcher"))).await?;
    browser.eval("document.querySelector('a').focus()").await?;
    browser.wait("the launcher to be back", &format!("!{}.classList.contains('aside')", part("launcher"))).await?;

    let place = |name: &str| format!("return {}.getBoundingClientRect().{name}", part("launcher"));
    let (left, top) = (browser.eval(&place("left")).await?, browser.eval(&place("top")).await?);
    let (x, y) = (left.as_f64().unwrap_or_default() + 20.0, top.as_f64().unwrap_or_default() + 20.0);
    for (kind, dx, dy) in
        [("mousePressed", 0.0, 0.0), ("mouseMoved", -100.0, -100.0), ("mouseMoved", -300.0, -200.0), ("mouseReleased", -300.0, -200.0)]
    {
        let event = json!({ "type": kind, "x": x + dx, "y": y + dy, "button": "left", "buttons": 1, "clickCount": 1 });
        browser.command("Input.dispatchMouseEvent", event).await?;
    }
    let moved = browser.eval(&place("left")).await?.as_f64().unwrap_or_default();
    assert!((x - 20.0 - moved - 300.0).abs() < 2.0, "expected it 300 px further left than {left}, got {moved}");
    assert_eq!(browser.eval(&format!("return {}.open", part("panel"))).await?, false, "dragging is no press");
    widget.click("launcher").await?;
    browser.wait("the panel", &format!("{}.open", part("panel"))).await?;
    Ok(())
}

/// WCAG 2.2, 2.5.7: what can be dragged can be done without dragging.
#[tokio::test]
async fn the_launcher_changes_its_corner_without_being_dragged() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    browser.open(&server.url("shop.html")).await?;
    let widget = Widget::of(&browser);
    widget.click("launcher").await?;
    widget.ready().await?;
    let at = |name: &str| format!("{}.getBoundingClientRect().left < innerWidth / 3", part(name));
    for (name, left) in [("launcher", false), ("panel", false)] {
        assert_eq!(browser.eval(&format!("return {}", at(name))).await?, left, "{name}");
    }
    widget.click("settings-button").await?;
    widget.click("move").await?;
    browser.wait("launcher and panel on the other side", &format!("{} && {}", at("launcher"), at("panel"))).await?;
    // By keyboard, and back again.
    browser.press(thirtyfour::Key::Enter).await?;
    browser.wait("them where they were", &format!("!({}) && !({})", at("launcher"), at("panel"))).await?;
    Ok(())
}

#[tokio::test]
async fn another_language_is_one_choice_away_and_the_answer_stays() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html#faq=refund-time")).await?;
    widget.answered().await?;
    let choose = |lang: &str| {
        format!("const field = {}; field.value = '{lang}'; field.dispatchEvent(new Event('change', {{ bubbles: true }}))", part("language"))
    };
    browser.eval(&choose("fa")).await?;
    let question = "بازگشت وجه چقدر طول می‌کشد و پولم کی برمی‌گردد؟";
    browser.wait("the answer in Persian", &format!("{}?.textContent === {}", part("heading"), json!(question))).await?;
    let shown = format!("[{0}.lang, {0}.dir, {1}.lang, {1}.dir]", part("widget"), part("text"));
    assert_eq!(browser.eval(&format!("return {shown}")).await?, json!(["fa", "rtl", "fa", "rtl"]));
    Ok(())
}

#[tokio::test]
async fn a_box_shows_results_over_the_page_and_leads_to_where_they_are_read() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("themes.html")).await?;
    assert_eq!(browser.eval(&format!("return getComputedStyle({}).display", part("body"))).await?, "none");
    widget.type_text("refund").await?;
    widget.wait_for("result").await?;
    assert_eq!(browser.eval(&format!("return getComputedStyle({}).position", part("body"))).await?, "absolute");
    browser.press(thirtyfour::Key::Enter).await?;
    browser.wait("the help page", "location.pathname === '/index.html'").await?;
    assert_eq!(browser.eval("return location.search").await?, "", "no server is told what was typed");
    widget.ready().await?;
    widget.first_is("When will I get my refund?").await?;
    Ok(())
}

#[tokio::test]
async fn everything_has_a_name_for_those_who_listen() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    browser.screen(Screen::Desktop).await?;
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("refund").await?;
    widget.wait_for("snippet").await?;
    has(
        &browser,
        &[
            ("combobox", "Search for answers"),
            ("button", "Clear the search"),
            ("listbox", "Answers"),
            ("combobox", "Language"),
            ("button", "Privacy"),
        ],
    )
    .await?;
    let options: Vec<String> = names(&browser).await?.into_iter().filter(|(role, _)| role == "option").map(|(_, name)| name).collect();
    assert!(options.iter().any(|name| name.starts_with("When will I get my refund?")), "{options:#?}");
    widget.open_result(0).await?;
    widget.vote(false).await?;
    has(
        &browser,
        &[
            ("heading", "When will I get my refund?"),
            ("button", "Back"),
            ("button", "Copy link"),
            ("button", "Print"),
            ("link", "Open as page"),
            ("group", "Was this helpful?"),
            ("button", "No"),
            ("group", "What was missing?"),
            ("button", "Hard to understand"),
            ("textbox", "In your own words (optional)"),
            ("button", "Send"),
        ],
    )
    .await?;
    let nameless: Vec<(String, String)> = names(&browser)
        .await?
        .into_iter()
        .filter(|(role, name)| {
            name.trim().is_empty()
                && ["button", "link", "textbox", "combobox", "listbox", "option", "radio", "switch", "heading"].contains(&role.as_str())
        })
        .collect();
    assert!(nameless.is_empty(), "{nameless:?}");
    Ok(())
}

/// Roles and names of the page's accessibility tree.
async fn names(browser: &Browser) -> Result<Vec<(String, String)>> {
    let tree = browser.command("Accessibility.getFullAXTree", json!({})).await?;
    let text = |node: &Value, field: &str| node[field]["value"].as_str().unwrap_or_default().to_owned();
    let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
    Ok(nodes.iter().filter(|node| node["ignored"] != true).map(|node| (text(node, "role"), text(node, "name"))).collect())
}

async fn has(browser: &Browser, wanted: &[(&str, &str)]) -> Result {
    let names = names(browser).await?;
    for (role, name) in wanted {
        assert!(names.iter().any(|known| known == &((*role).to_owned(), (*name).to_owned())), "expected a {role} {name:?} in {names:#?}");
    }
    Ok(())
}
