//! Tests of the report in its three forms, over stores with known events.

use faqlet_beacon::{Data, Event, Fault, Kind, Reason};
use serde_json::Value;

use super::*;
use crate::store::testing::{NOW, event, vote};

const DAY: u64 = 86_400_000;

fn report_of(groups: &[(u64, Vec<Event>)], options: &ReportOptions) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("store.db")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for (received, events) in groups {
        let mut events = events.clone();
        events.iter_mut().for_each(|event| event.time = *received);
        runtime.block_on(store.store(events, 0, *received)).unwrap();
    }
    report(&store, options).unwrap()
}

fn questions() -> Questions {
    let mut questions = Questions::default();
    questions.add("en", "refund", "How long does a refund <take> & why?");
    questions.add("fil", "refund", "Gaano katagal ang refund?");
    questions
}

/// Two days a week apart: searches, views, a vote with words, unanswered searches of three kinds.
fn lively() -> Report {
    let mut spoken = vote(1, "refund", false, None);
    if let Data::Vote(vote) = &mut spoken.data {
        vote.comment = Some("<img src=x onerror=alert(1)>\nsecond line".into());
        vote.reasons = vec![Reason::Outdated];
    }
    let mut first: Vec<Event> = (10..16).map(|number| event(Kind::NoResult, number)).collect();
    first.extend((20..29).map(|number| event(Kind::Search, number)));
    for number in 30..32 {
        let mut rare = event(Kind::NoResult, number);
        if let Data::NoResult(search) = &mut rare.data {
            search.terms = vec!["bankruptcy".into()];
        }
        first.push(rare);
    }
    let second = vec![spoken, event(Kind::View, 40), vote(41, "gone-entry", true, None)];
    report_of(&[(NOW, first), (NOW + 7 * DAY, second)], &ReportOptions { questions: questions(), ..ReportOptions::default() })
}

#[test]
fn a_single_vote_is_visible_to_the_owner_and_not_on_the_page_that_is_passed_on() {
    let report =
        report_of(&[(NOW, vec![vote(1, "refund", true, None)])], &ReportOptions { questions: questions(), ..ReportOptions::default() });
    let text = report.to_text();
    assert!(text.contains("votes 1 (yes 1, no 0), helpful 100% (21 to 100%)"), "{text}");
    assert!(text.lines().any(|line| line.contains("How long does a refund") && line.contains("100% (21 to 100%)")), "{text}");
    let json: Value = serde_json::from_str(&report.to_json()).unwrap();
    assert_eq!(json["sites"][0]["site"], "shop");
    assert_eq!(json["sites"][0]["entries"][0]["entry"], "refund");
    assert_eq!((&json["sites"][0]["entries"][0]["yes"], &json["sites"][0]["totals"]["yes"]), (&Value::from(1), &Value::from(1)));
    let html = report.to_html();
    assert!(html.contains("How long does a refund &lt;take&gt; &amp; why?") && !html.contains("1 / 0"), "{html}");
    let own = Report { fold: 1, ..report };
    assert!(own.to_html().contains("1 / 0"));
}

#[test]
fn quiet_days_are_there_and_the_sums_agree() {
    let json: Value = serde_json::from_str(&lively().to_json()).unwrap();
    let site = &json["sites"][0];
    let days = site["days"].as_array().unwrap();
    assert_eq!(days.len(), 8);
    assert_eq!((&days[0]["date"], &days[7]["date"]), (&Value::from("2026-05-28"), &Value::from("2026-06-04")));
    for name in ["searches", "unanswered", "views", "yes", "no"] {
        let sum: u64 = days.iter().map(|day| day[name].as_u64().unwrap()).sum();
        assert_eq!(site["totals"][name], sum, "{name}");
    }
    assert_eq!((&site["totals"]["searches"], &site["totals"]["unanswered"]), (&Value::from(18), &Value::from(8)));
}

#[test]
fn the_owner_sees_rare_words_and_the_page_that_is_passed_on_does_not() {
    let report = lively();
    assert!(report.to_text().contains("bankruptcy") && report.to_json().contains("bankruptcy"));
    let html = report.to_html();
    assert!(!html.contains("bankruptcy"));
    assert!(html.contains("card gift") && !html.contains("2 others"), "{html}");
    let all = Report { fold: 1, ..report };
    assert!(all.to_html().contains("bankruptcy"));
}

#[test]
fn the_page_needs_nothing_and_runs_nothing() {
    let html = lively().to_html();
    for bad in ["<script", "javascript:", "http://", "https://", "src=", "url(", "@import", "<link", "onerror", " style="] {
        let found = html.replace("http://www.w3.org/2000/svg", "").replace("&lt;img src=x onerror=alert(1)&gt;", "");
        assert!(!found.contains(bad), "{bad} is in the page");
    }
    assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"));
    assert!(html.matches("role=\"img\" aria-label=").count() >= 3, "charts have a name");
    assert!(html.contains("style-src &#39;sha256-") || html.contains("style-src 'sha256-"), "the one style sheet is named by its hash");
    assert!(!html.contains("unsafe-inline"));
    assert!(html.contains("These figures as a table"));
}

#[test]
fn entries_without_a_question_are_shown_by_their_id() {
    let report = lively();
    let text = report.to_text();
    assert!(text.lines().any(|line| line.trim_start().starts_with("gone-entry")), "{text}");
    assert_eq!(questions().get("fil", "refund"), Some("Gaano katagal ang refund?"));
    assert!(questions().get("fa", "refund").is_some(), "another language's question is better than an id");
    assert_eq!(questions().get("en", "gone-entry"), None);
}

#[test]
fn text_stays_within_a_terminal() {
    let mut questions = Questions::default();
    questions.add("en", "refund", &"退款需要多久 ".repeat(20));
    let mut spoken = vote(1, "refund", false, None);
    if let Data::Vote(vote) = &mut spoken.data {
        vote.comment = Some(format!("{} {}", "word ".repeat(60), "長".repeat(300)));
    }
    let text = report_of(&[(NOW, vec![spoken])], &ReportOptions { questions, ..ReportOptions::default() }).to_text();
    let widest = text.lines().max_by_key(|line| unicode_width::UnicodeWidthStr::width(*line)).unwrap();
    assert!(unicode_width::UnicodeWidthStr::width(widest) <= 96, "{widest}");
}

#[test]
fn an_empty_store_and_an_unknown_site_say_so() {
    let empty = report_of(&[], &ReportOptions::default());
    assert!(empty.to_text().contains("The store is empty") && empty.to_html().contains("The store is empty"));
    let unknown = report_of(&[], &ReportOptions { site: Some("nobody".into()), ..ReportOptions::default() });
    assert!(unknown.to_text().contains("nobody: no event has arrived yet"));
    assert!(unknown.to_html().contains("No event has arrived yet"));
    assert!(serde_json::from_str::<Value>(&unknown.to_json()).is_ok());
}

#[test]
fn only_the_site_that_was_asked_for_is_reported() {
    let mut other = vote(2, "secret-entry", true, None);
    other.site = "other".into();
    let groups = [(NOW, vec![vote(1, "refund", true, None), other])];
    let one = report_of(&groups, &ReportOptions { site: Some("shop".into()), ..ReportOptions::default() });
    assert!(!one.to_json().contains("secret-entry"));
    let both = report_of(&groups, &ReportOptions::default());
    assert_eq!(both.sites.iter().map(|site| site.site.as_str()).collect::<Vec<_>>(), ["other", "shop"]);
}

#[test]
fn advice_names_the_answer_that_is_surely_weak() {
    let mut events: Vec<Event> = (0..30).map(|number| vote(number, "good", true, None)).collect();
    events.extend((100..112).map(|number| vote(number, "weak", false, None)));
    events.extend((200..202).map(|number| vote(number, "hardly-judged", false, None)));
    let html = report_of(&[(NOW, events)], &ReportOptions::default()).to_html();
    let advice = html.split("What to do next").nth(2).unwrap().split("</section>").next().unwrap();
    assert!(advice.contains("weak") && !advice.contains("hardly") && !advice.contains("good"), "{advice}");
}

#[test]
fn what_changes_is_found_and_what_is_published_is_round() {
    let mut number = 0;
    let mut made = |day: u64, entry: &str, helpful: bool| {
        number += 1;
        Event { time: NOW + day * DAY, ..vote(number, entry, helpful, None) }
    };
    let mut groups: Vec<(u64, Vec<Event>)> = Vec::new();
    for day in 0..56 {
        let mut events: Vec<Event> = (0..2).map(|_| made(day, "fading", day < 28)).collect();
        events.push(made(day, "steady", true));
        groups.push((NOW + day * DAY, events));
    }
    let mut view = 0;
    for (day, (_, events)) in groups.iter_mut().enumerate() {
        for _ in 0..if day >= 49 { 9 } else { 1 } {
            view += 1;
            events.push(event(Kind::View, 10_000 + view));
        }
        events.push(event(Kind::Visit, 20_000 + view));
        events.push(event(Kind::Contact, 30_000 + view));
        events.push(event(Kind::Question, 40_000 + view));
    }
    let nearest: Nearest = Arc::new(|_, words| words.contains(&"card".to_owned()).then(|| "refund".to_owned()));
    groups.push((NOW + 55 * DAY, (0..7).map(|at| event(Kind::NoResult, 50_000 + at)).collect()));
    let lost = |at: u64| Event {
        data: Data::Error(Fault { lang: "en".into(), version: "v1".into(), code: "lost-full".into(), count: 2 }),
        ..event(Kind::Error, 60_000 + at)
    };
    groups.push((NOW + 55 * DAY, (0..3).map(lost).collect()));
    let report = report_of(&groups, &ReportOptions { questions: questions(), nearest: Some(nearest), ..ReportOptions::default() });
    let site = &report.sites[0];
    assert_eq!((site.faults[0].code.as_str(), site.faults[0].count, report.published().sites[0].faults[0].count), ("lost-full", 6, 5));
    assert!(report.to_html().contains("outbox was full") && report.to_text().contains("lost-full"));
    assert!(report.to_csv().contains("shop,fault,,lost-full,times,6"));
    assert_eq!(site.losing.iter().map(|row| row.entry.as_str()).collect::<Vec<_>>(), ["fading"]);
    assert_eq!(site.hot.iter().map(|row| (row.entry.as_str(), row.week)).collect::<Vec<_>>(), [("refund", 63)]);
    assert_eq!((site.totals.contacted, site.totals.answered, site.routes[0].count), (56, 0, 56));
    assert_eq!((site.gaps[0].count, site.gaps[0].nearest.as_deref(), site.gaps[0].question.is_some()), (7, Some("refund"), true));
    assert_eq!(site.asked.len(), 56);
    let published = report.published();
    assert_eq!((published.sites[0].totals.contacted, published.sites[0].gaps[0].count, published.published()), (55, 5, published.clone()));
    assert!(published.sites[0].days.len() <= 8, "weeks, where days have little to tell");
    assert!(report.to_csv().lines().any(|line| line == "shop,route,,form,contacts,56"), "{}", report.to_csv());
    assert!(report.to_html().contains("Losing ground") && report.to_html().contains("Where is it?"));
}
