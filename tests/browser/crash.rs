//! Nothing that a visitor meant to say is lost or counted twice, whenever the browser dies: SIGKILL for all of its processes at each step of
//! a vote's way, a network that lies, and three tabs that send at once.
//!
//! Each run kills once at each step, in every browser; `FAQLET_CRASHES` says how often.

use std::time::Duration;

use anyhow::ensure;
use faqlet_tests::Result;
use faqlet_tests::browser::{Browser, Request};
use faqlet_tests::server::Server;
use faqlet_tests::widget::{WAITING, Widget};

/// Where messages go.
const EVENTS: &str = "/faqlet/events";

/// Ends the pause after failed attempts, which every page keeps to: it may be minutes long, and nothing is learned by waiting.
const OVER: &str = "
    if (!(await indexedDB.databases()).some((base) => base.name === 'faqlet')) return;
    const base = await new Promise((done) => {
        const r = indexedDB.open('faqlet');
        // Some browsers name a database that was still being made when they died. It is empty, and not to be made here.
        r.onupgradeneeded = () => r.transaction.abort();
        r.onsuccess = () => done(r.result);
        r.onerror = () => done();
    });
    if (!base) return;
    await new Promise((done, fail) => {
        const all = base.transaction('kept', 'readwrite');
        const kept = all.objectStore('kept');
        const state = kept.get('outbox');
        state.onsuccess = () => state.result && kept.put({ ...state.result, not_before: 0 }, 'outbox');
        all.oncomplete = done;
        all.onerror = fail;
    });
    base.close();
";

/// Where on its way the vote is when the browser dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The button was pressed a moment ago; whether it is on the disk nobody knows.
    Pressed,
    /// It is on the disk and nothing was sent, because there is no network.
    Kept,
    /// It is on its way, and is lost there.
    InFlight,
    /// It is on its way, and comes to the collector when the browser is dead.
    Late,
    /// The collector has it, and its answer is under way.
    Answering,
    /// The answer was lost on the way.
    AnswerLost,
    /// A server on the way said that it is out of order.
    Refused,
    /// A captive portal answered in the collector's place.
    Portal,
    /// The answer has come, and whether the device has let go of the vote nobody knows.
    Answered,
}

impl Step {
    const ALL: [Step; 9] = [
        Step::Pressed,
        Step::Kept,
        Step::InFlight,
        Step::Late,
        Step::Answering,
        Step::AnswerLost,
        Step::Refused,
        Step::Portal,
        Step::Answered,
    ];

    /// Whether the vote must have left the browser twice: the test would prove nothing if it had not.
    fn repeats(self) -> bool {
        !matches!(self, Step::Pressed | Step::Kept | Step::Answered)
    }
}

fn times() -> u32 {
    std::env::var("FAQLET_CRASHES").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// Requests that brought messages.
fn posts(requests: Vec<Request>) -> Vec<Request> {
    requests.into_iter().filter(|request| request.method == "POST" && request.url.ends_with(EVENTS)).collect()
}

/// Waits until so many requests with messages have left the browser, adding them to those that were seen before.
async fn posted(browser: &Browser, seen: &mut Vec<Request>, least: usize) -> Result {
    for _ in 0..600 {
        seen.extend(posts(browser.requests()));
        if seen.len() >= least {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("expected {least} requests with messages, saw {}", seen.len())
}

async fn votes_become(server: &Server, expected: (u64, u64)) -> Result {
    for _ in 0..600 {
        if server.votes("en", "refund-time")? == expected {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("expected the votes {expected:?}, got {:?}", server.votes("en", "refund-time")?)
}

/// Brings the vote to a step and kills the browser there. Gives the requests with messages until then.
async fn dies_at(step: Step, server: &Server, browser: &Browser) -> Result<Vec<Request>> {
    let widget = Widget::open(browser, &server.url("index.html")).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    browser.requests();
    let mut seen = Vec::new();
    match step {
        Step::Kept => browser.offline(true).await?,
        Step::InFlight | Step::Late => browser.stall(EVENTS),
        Step::Answering | Step::AnswerLost => browser.hold(EVENTS),
        Step::Refused => browser.change(EVENTS, |answer| answer.status = 500),
        Step::Portal => browser.change(EVENTS, |answer| {
            answer.set("content-type", "text/html");
            answer.body = b"<!doctype html><title>Welcome to our network</title>".to_vec();
        }),
        Step::Pressed | Step::Answered => {}
    }
    widget.vote(true).await?;
    match step {
        Step::Pressed => {}
        Step::Kept => browser.wait("the vote to wait on the device", &format!("await {WAITING}")).await.map(drop)?,
        Step::Answering | Step::Answered => posted(browser, &mut seen, 1).await?,
        Step::AnswerLost => {
            posted(browser, &mut seen, 1).await?;
            votes_become(server, (1, 0)).await?;
            browser.cut();
        }
        Step::InFlight | Step::Late | Step::Refused | Step::Portal => posted(browser, &mut seen, 1).await?,
    }
    if step == Step::Answering {
        votes_become(server, (1, 0)).await?;
    }
    browser.crash().await?;
    match step {
        Step::InFlight => browser.lose(),
        Step::Late => {
            browser.pass();
            votes_become(server, (1, 0)).await?;
        }
        _ => {}
    }
    seen.extend(posts(browser.requests()));
    Ok(seen)
}

/// What happens when the visitor comes back, and what the owner sees in the end.
/// Gives the requests with messages since then.
async fn comes_back(step: Step, server: &Server, browser: &Browser, before: usize) -> Result<usize> {
    browser.calm();
    browser.open(&browser.empty_page(&server.url(""))).await?;
    browser.eval(OVER).await?;
    let widget = Widget::open(browser, &server.url("index.html")).await?;
    widget.focus().await?;
    let mut seen = Vec::new();
    if step == Step::Pressed {
        // It may have been too early for the vote to be kept; it must not be there twice.
        browser.wait("the outbox to be empty", &format!("await {WAITING}.then((count) => count === 0)")).await?;
        let votes = server.votes("en", "refund-time")?;
        ensure!(votes == (1, 0) || votes == (0, 0), "{step:?}: {votes:?}");
        return Ok(posts(browser.requests()).len());
    }
    votes_become(server, (1, 0)).await?;
    browser.wait("the outbox to be empty", &format!("await {WAITING}.then((count) => count === 0)")).await?;
    seen.extend(posts(browser.requests()));
    ensure!(server.votes("en", "refund-time")? == (1, 0), "{step:?}: counted twice");
    if step.repeats() {
        ensure!(
            before >= 1 && !seen.is_empty(),
            "{step:?}: expected the vote on the wire before and after, saw {before} and {}",
            seen.len()
        );
    }
    Ok(seen.len())
}

/// What happened at a step: kills, votes that were kept for good, and requests with it before and after.
async fn survives(step: Step) -> Result {
    let (mut kept, mut before, mut after) = (0, 0, 0);
    for _ in 0..times() {
        let (server, browser) = (Server::of_demo()?, Browser::start_mortal().await?);
        let seen = dies_at(step, &server, &browser).await?;
        after += comes_back(step, &server, &browser, seen.len()).await?;
        before += seen.len();
        kept += server.votes("en", "refund-time")?.0;
    }
    println!("{step:?}: {} kills, {kept} votes counted, sent {before} times before and {after} times after", times());
    Ok(())
}

#[tokio::test]
async fn a_vote_survives_the_death_of_the_browser_at_every_step() -> Result {
    for step in Step::ALL {
        anyhow::Context::context(survives(step).await, format!("killed at {step:?}"))?;
    }
    Ok(())
}

/// How many votes wait when three tabs send at once.
const CROWD: u64 = 300;

/// Makes of the one vote that waits so many of their own, as if it had been pressed on as many pages before.
const MORE: &str = "
    const base = await new Promise((done, fail) => { const r = indexedDB.open('faqlet'); r.onsuccess = () => done(r.result); r.onerror = fail; });
    await new Promise((done, fail) => {
        const all = base.transaction('outbox', 'readwrite');
        const outbox = all.objectStore('outbox');
        const waiting = outbox.getAll();
        waiting.onsuccess = () => {
            const [one] = waiting.result;
            for (let number = 1; number < arguments[0]; number++) {
                const id = one.id.slice(0, -12) + number.toString(16).padStart(12, '0');
                outbox.put({ ...one, id, json: one.json.replace(one.id, id) }, id);
            }
        };
        all.oncomplete = done;
        all.onerror = fail;
    });
    base.close();
";

/// The ids of all messages in these requests.
fn ids(requests: &[Request]) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for request in requests {
        let events: Vec<serde_json::Value> = serde_json::from_str(&request.body)?;
        ids.extend(events.iter().map(|event| event["id"].as_str().unwrap_or_default().to_owned()));
    }
    Ok(ids)
}

#[tokio::test]
async fn three_tabs_that_send_at_once_send_each_of_300_votes_once() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    browser.offline(true).await?;
    widget.vote(true).await?;
    browser.wait("the vote to wait on the device", &format!("await {WAITING}")).await?;
    browser.eval_with(MORE, vec![CROWD.into()]).await?;
    browser.wait("all votes to wait", &format!("await {WAITING} === {CROWD}")).await?;
    browser.requests();
    // The first tab sends and hears nothing; the others find something that waits, and want to send it, too.
    browser.hold(EVENTS);
    browser.eval(OVER).await?;
    browser.offline(false).await?;
    let mut seen = Vec::new();
    posted(&browser, &mut seen, 1).await?;
    for _ in 0..2 {
        browser.new_tab().await?;
        Widget::open(&browser, &server.url("index.html")).await?;
        browser.eval("dispatchEvent(new Event('online'))").await?;
    }
    browser.calm();
    votes_become(&server, (CROWD, 0)).await?;
    browser.wait("the outbox to be empty", &format!("await {WAITING}.then((count) => count === 0)")).await?;
    seen.extend(posts(browser.requests()));
    let sent = ids(&seen)?;
    let once: std::collections::BTreeSet<&String> = sent.iter().collect();
    assert_eq!((sent.len() as u64, once.len() as u64), (CROWD, CROWD), "one tab sends at a time, and none what another has sent");
    assert_eq!(server.votes("en", "refund-time")?, (CROWD, 0));
    Ok(())
}

#[tokio::test]
async fn what_a_lying_network_does_to_messages_is_put_right() -> Result {
    let (server, browser) = (Server::of_demo()?, Browser::start().await?);
    let widget = Widget::open(&browser, &server.url("index.html")).await?;
    let turn = std::sync::atomic::AtomicUsize::new(0);
    // The collector has taken all of them; what the page hears is something else, three times.
    browser.change(EVENTS, move |answer| match turn.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
        0 => answer.status = 502,
        1 => {
            answer.set("content-type", "text/html");
            answer.body = b"<!doctype html><title>Sign in</title>".to_vec();
        }
        2 => answer.body.truncate(answer.body.len() / 2),
        _ => {}
    });
    widget.type_text("refund").await?;
    widget.first_is("When will I get my refund?").await?;
    widget.open_result(0).await?;
    browser.requests();
    widget.vote(false).await?;
    let mut seen = Vec::new();
    posted(&browser, &mut seen, 1).await?;
    for round in 2..=4 {
        // The pause is part of the state that all tabs share; a page that comes anew waits for what is left of it.
        for _ in 0..40 {
            browser.eval("dispatchEvent(new Event('online'))").await?;
            seen.extend(posts(browser.requests()));
            if seen.len() >= round {
                break;
            }
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
    }
    browser.wait("the outbox to be empty", &format!("await {WAITING}.then((count) => count === 0)")).await?;
    assert!(seen.len() >= 4, "the vote went out {} times", seen.len());
    assert_eq!(server.votes("en", "refund-time")?, (0, 1));
    Ok(())
}
