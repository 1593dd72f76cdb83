//! Queries, limits and files that nobody means: each is answered or refused in words.

use faqlet_engine::container::{Container, Writer};
use faqlet_engine::{BuildOptions, Engine, Entry, KIND, SearchOptions, build};

const TAGS: [[u8; 4]; 9] = [*b"head", *b"ids ", *b"ques", *b"labl", *b"leng", *b"dict", *b"post", *b"syns", *b"pins"];

fn index() -> Vec<u8> {
    let entries = [
        Entry::new("refund", "en", "How do I get a refund?", "Send the parcel back within 30 days and we return the money."),
        Entry::new("login", "en", "I cannot log in to my account", "Reset your password on the log-in page."),
        Entry::new("發票", "zh-Hant", "如何索取電子發票？", "登入帳戶後在訂單頁面下載電子發票。"),
        Entry::new("سفارش", "fa", "چگونه سفارش خود را پیگیری کنم؟", "در صفحه‌ی سفارش‌ها کد رهگیری را می‌بینید."),
    ];
    build(&entries, &BuildOptions { lang: "en".into(), ..BuildOptions::default() }).unwrap()
}

#[test]
fn hostile_queries_are_answered() {
    let engine = Engine::open(&index()).unwrap();
    let queries = [
        "x".repeat(10_000),
        "refund ".repeat(1_500),
        "?!.,;:'\"()[]{}".repeat(700),
        "\u{200B}\u{200D}\u{FEFF}\u{2060}".repeat(2_500),
        "\u{202E}refund\u{202C} \u{2067}سفارش\u{2069} ".repeat(300),
        "退".repeat(5_000),
        "電子發票".repeat(2_000),
        "e\u{301}".repeat(5_000),
        "👩‍👩‍👧‍👦".repeat(800),
        "\u{FFFD}".repeat(3_000),
        "0 1 2 3 4 5 6 7 8 9 ".repeat(500),
        "aaaaaaaa bbbbbbbb cccccccc dddddddd ".repeat(280),
        "re-fund-".repeat(1_200),
        "\0".repeat(10_000),
    ];
    let text = queries.concat();
    for query in &queries {
        let found = engine.search(query, &SearchOptions::default());
        assert!(found.hits.iter().all(|hit| hit.score.is_finite() && (0.0..=1.0).contains(&hit.confidence)), "{query:.20}");
        let snippet = engine.snippet(query, &text, 160);
        assert!(snippet.text.chars().count() <= 160, "{query:.20}");
        assert!(snippet.marks.iter().all(|mark| snippet.text.get(mark.start as usize..mark.end as usize).is_some()), "{query:.20}");
    }
}

#[test]
fn limits_of_nothing_and_of_everything_are_kept() {
    let engine = Engine::open(&index()).unwrap();
    let none = engine.search("refund", &SearchOptions { limit: 0, ..SearchOptions::default() });
    assert!(none.hits.is_empty() && none.total > 0);
    let all = engine.search("i refund 發票", &SearchOptions { limit: usize::MAX, ..SearchOptions::default() });
    assert!(all.hits.len() > 2);
    assert_eq!(all.hits.len() as u32, all.total);
}

#[test]
fn an_empty_index_answers_with_nothing() {
    let engine = Engine::open(&build(&[], &BuildOptions::default()).unwrap()).unwrap();
    assert!(engine.is_empty());
    assert!(engine.search("refund", &SearchOptions::default()).hits.is_empty());
    assert!(engine.entry(0).is_none() && engine.entries_in(0).is_empty() && engine.find("refund").is_none());
}

#[test]
fn entries_without_any_word_are_kept_and_never_found() {
    let engine = Engine::open(&build(&[Entry::new("odd", "en", "???", "!!!")], &BuildOptions::default()).unwrap()).unwrap();
    assert_eq!(engine.entry(0).unwrap().question, "???");
    assert_eq!(engine.search("???", &SearchOptions::default()).total, 0);
}

#[test]
fn a_part_that_is_missing_is_named() {
    let container = Container::open(&index(), KIND).unwrap();
    for gone in TAGS {
        let mut writer = Writer::new(KIND);
        for tag in TAGS.into_iter().filter(|tag| *tag != gone) {
            writer = writer.section(tag, container.section(tag).unwrap().to_vec());
        }
        match Engine::open(&writer.finish()) {
            Ok(engine) => {
                assert!(gone == *b"syns" || gone == *b"pins", "{} is needed", gone.escape_ascii());
                assert_eq!(engine.search("refund", &SearchOptions::default()).total, 1);
            }
            Err(error) => assert!(error.to_string().contains(&gone.escape_ascii().to_string()), "{error}"),
        }
    }
}
