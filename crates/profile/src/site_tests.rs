//! Reading what a newer or hostile compiler wrote, and which pages and visitors are meant.

use super::*;

#[test]
fn what_is_written_is_read_again() {
    let site = Site {
        title: Some("Help".into()),
        facts: BTreeMap::from([(
            "a".to_owned(),
            Facts {
                revision: "0123abcd".into(),
                related: vec!["b".into()],
                audience: Some(Audience {
                    mode: AudienceMode::Only,
                    any: vec![Condition { tier: Some("gold".into()), ..Condition::default() }],
                }),
                path: Some(Step { id: "start".into(), step: 2 }),
                ..Facts::default()
            },
        )]),
        routes: vec![Route {
            id: "phone".into(),
            kind: RouteKind::Phone,
            hours: Some(Hours { zone: "UTC".into(), spans: vec![Span { days: vec![1, 2], from: 480, to: 1_080 }], closed: Vec::new() }),
            ..Route::default()
        }],
        rules: vec![Rule { id: "r".into(), when: When { dwell: Some(30), ..When::default() }, contact: true, most: 1, ..Rule::default() }],
        ..Site::default()
    };
    let json = serde_json::to_string(&site).unwrap();
    assert_eq!(serde_json::from_str::<Site>(&json).unwrap(), site);
    assert_eq!(serde_json::to_string(&Site::default()).unwrap(), "{}");
}

#[test]
fn what_a_newer_version_adds_is_passed_over() {
    let json = r#"{"colour":1,"facts":{"a":{"mood":[],"audience":{"mode":"never","any":[{"shoe":"43"}]}}},
        "routes":[{"id":"x","kind":"telepathy","to":"me"},{"id":"y","kind":"mail"}]}"#;
    let site: Site = serde_json::from_str(json).unwrap();
    let audience = site.facts["a"].audience.clone().unwrap();
    assert_eq!(audience.mode, AudienceMode::Unknown);
    assert!(!audience.any[0].holds(Known::default()));
    assert_eq!((site.routes[0].kind, site.routes[1].kind), (RouteKind::Unknown, RouteKind::Mail));
}

#[test]
fn lists_end_at_their_bound() {
    let popular = vec!["\"x\""; MOST_LISTED + 10].join(",");
    let related = vec!["\"x\""; MOST_INSIDE + 10].join(",");
    let site: Site = serde_json::from_str(&format!(r#"{{"popular":[{popular}],"facts":{{"a":{{"related":[{related}]}}}}}}"#)).unwrap();
    assert_eq!((site.popular.len(), site.facts["a"].related.len()), (MOST_LISTED, MOST_INSIDE));
}

#[test]
fn wrong_types_are_errors_and_no_panics() {
    for json in [r#"{"popular":1}"#, r#"{"facts":[]}"#, r#"{"rules":[1]}"#, r#"{"consent":-1}"#, "[]", "", r#"{"routes":{"a":1}}"#] {
        assert!(serde_json::from_str::<Site>(json).is_err() || json == "[]", "{json}");
    }
}

#[test]
fn all_fields_of_a_condition_must_hold() {
    let products = ["kettle".to_owned()];
    let known = Known { tier: Some("gold"), products: &products, interests: &[], lang: "pt-BR" };
    let condition = |tier: Option<&str>, product: Option<&str>, lang: Option<&str>| Condition {
        tier: tier.map(str::to_owned),
        product: product.map(str::to_owned),
        interest: None,
        lang: lang.map(str::to_owned),
    };
    for (condition, expected) in [
        (condition(Some("gold"), None, None), true),
        (condition(Some("gold"), Some("kettle"), Some("pt")), true),
        (condition(Some("gold"), Some("lamp"), None), false),
        (condition(Some("silver"), None, None), false),
        (condition(None, None, Some("pt-br")), true),
        (condition(None, None, Some("p")), false),
        (condition(None, None, Some("pt-BR-x")), false),
        (condition(None, None, None), false),
    ] {
        assert_eq!(condition.holds(known), expected, "{condition:?}");
    }
}

#[test]
fn pages_are_told_by_path_address_or_part() {
    for (pattern, page, expected) in [
        ("/shop/*", "https://x.example/shop/lamp?a=1#b", true),
        ("/shop/*", "https://x.example/shop", false),
        ("/shop*", "https://x.example/shop/", true),
        ("/shop/", "https://x.example/shop", true),
        ("/", "https://x.example", true),
        ("/", "https://x.example/a", false),
        ("/*/lamp", "/de/lamp", true),
        ("/*a*b*", "/xxaxxbxx", true),
        ("/*a*b", "/xxaxxbxx", false),
        ("cart", "https://x.example/de/cart/2", true),
        ("cart", "https://cart.example/", false),
        ("https://x.example/*", "https://x.example/a", true),
        ("https://x.example/*", "https://y.example/a", false),
        ("/a?step=2", "https://x.example/a?step=2#z", true),
        ("/a?step=2", "https://x.example/a?step=3", false),
        ("/a#b", "https://x.example/a#b", true),
        ("*", "https://x.example/a", true),
        ("", "https://x.example/", false),
    ] {
        assert_eq!(page_matches(pattern, page), expected, "{pattern:?} {page:?}");
    }
}

#[test]
fn many_stars_take_no_long_time() {
    let pattern = "/".to_owned() + &"*a".repeat(200) + "b";
    assert!(!page_matches(&pattern, &("/".to_owned() + &"a".repeat(4_000))));
}

#[test]
fn hours_know_days_and_holidays() {
    let hours = Hours {
        zone: "UTC".into(),
        spans: vec![Span { days: vec![1, 2, 3, 4, 5], from: 480, to: 1_080 }, Span { days: vec![6], from: 540, to: 780 }],
        closed: vec!["2026-12-25".into()],
    };
    for (date, weekday, minute, expected) in [
        ("2026-12-24", 4, 480, true),
        ("2026-12-24", 4, 1_080, false),
        ("2026-12-25", 5, 600, false),
        ("2026-12-26", 6, 600, true),
        ("2026-12-27", 7, 600, false),
    ] {
        assert_eq!(hours.is_open(date, weekday, minute), expected, "{date} {minute}");
    }
}
