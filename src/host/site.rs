//! The site file, between the loader's JSON and the profile crate's own types. It is read field by field, which takes a tenth of the
//! bytes that a derived reader would; what does not fit is left out.

use faqlet_profile::in_language;
use faqlet_profile::site::{
    Audience, AudienceMode, Choice, Choices, Condition, Facts, GuidedPath, Hours, MOST_FACTS, MOST_INSIDE, MOST_LISTED, Route, RouteKind,
    Rule, Site, Span, When,
};
use js_sys::Object;
use wasm_bindgen::prelude::*;

use super::object::{get, list, members, text, texts, whole};

/// What the owner has said of a language; nothing where there is no such file.
pub(crate) fn site(value: &JsValue, lang: &str) -> Site {
    let facts = get(value, "facts");
    let entries = facts.dyn_ref::<Object>().map(|facts| Object::entries(facts).to_vec()).unwrap_or_default();
    let fact = |pair: &JsValue| {
        let pair = members(pair);
        Some((pair.first()?.as_string()?, self::facts(pair.get(1)?, lang)))
    };
    Site {
        facts: entries.iter().take(MOST_FACTS).filter_map(fact).collect(),
        consent: whole(value, "consent"),
        routes: listed(value, "routes", route),
        rules: listed(value, "rules", rule),
        choices: choices(&get(value, "choices")),
        revoked: revoked(value),
        paths: listed(value, "paths", path),
        popular: inside(value, "popular"),
        ..Site::default()
    }
}

fn listed<T>(value: &JsValue, key: &str, read: fn(&JsValue) -> T) -> Vec<T> {
    list(value, key).iter().take(MOST_LISTED).map(read).collect()
}

fn inside(value: &JsValue, key: &str) -> Vec<String> {
    let mut inside = texts(&get(value, key));
    inside.truncate(MOST_INSIDE);
    inside
}

fn some(value: &JsValue, key: &str) -> Option<String> {
    get(value, key).as_string()
}

fn facts(value: &JsValue, lang: &str) -> Facts {
    Facts {
        revision: in_language(&text(value, "revision"), lang),
        related: inside(value, "related"),
        pages: inside(value, "pages"),
        reviewed: some(value, "reviewed"),
        changed: some(value, "changed"),
        route: some(value, "route"),
        audience: audience(&get(value, "audience")),
        ..Facts::default()
    }
}

fn audience(value: &JsValue) -> Option<Audience> {
    let mode = match text(value, "mode").as_str() {
        "first" => AudienceMode::First,
        "only" => AudienceMode::Only,
        _ => AudienceMode::Unknown,
    };
    value.is_object().then(|| Audience { mode, any: listed(value, "any", condition) })
}

fn condition(value: &JsValue) -> Condition {
    Condition { tier: some(value, "tier"), product: some(value, "product"), interest: some(value, "interest"), lang: some(value, "lang") }
}

fn rule(value: &JsValue) -> Rule {
    let when = get(value, "when");
    let number = |key| get(&when, key).as_f64().map(|number| number as u32);
    Rule {
        id: text(value, "id"),
        when: When {
            page: some(&when, "page"),
            dwell: number("dwell"),
            searches: number("searches"),
            order: some(&when, "order"),
            changed: get(&when, "changed").is_truthy(),
            any: listed(&when, "any", condition),
        },
        suggest: inside(value, "suggest"),
        contact: get(value, "contact").is_truthy(),
        route: some(value, "route"),
        note: some(value, "note"),
        most: whole(value, "most"),
    }
}

fn choices(value: &JsValue) -> Choices {
    let choice = |value: &JsValue| Choice { id: text(value, "id"), title: text(value, "title") };
    Choices {
        products: listed(value, "products", choice),
        tiers: listed(value, "tiers", choice),
        interests: listed(value, "interests", choice),
    }
}

fn revoked(value: &JsValue) -> Vec<String> {
    let mut revoked = texts(&get(value, "revoked"));
    revoked.truncate(MOST_LISTED);
    revoked
}

fn path(value: &JsValue) -> GuidedPath {
    GuidedPath { id: text(value, "id"), title: text(value, "title"), steps: inside(value, "steps") }
}

fn route(value: &JsValue) -> Route {
    let hours = get(value, "hours");
    Route {
        id: text(value, "id"),
        title: text(value, "title"),
        kind: match text(value, "kind").as_str() {
            "mail" => RouteKind::Mail,
            "form" => RouteKind::Form,
            "phone" => RouteKind::Phone,
            "link" => RouteKind::Link,
            "callback" => RouteKind::Callback,
            _ => RouteKind::Unknown,
        },
        to: text(value, "to"),
        topics: inside(value, "topics"),
        tiers: inside(value, "tiers"),
        hours: hours.is_object().then(|| Hours {
            zone: text(&hours, "zone"),
            spans: listed(&hours, "spans", span),
            closed: inside(&hours, "closed"),
        }),
        expert: some(value, "expert"),
        note: some(value, "note"),
    }
}

fn span(value: &JsValue) -> Span {
    let days = list(value, "days").iter().filter_map(JsValue::as_f64).map(|day| day as u8).collect();
    Span { days, from: whole(value, "from") as u16, to: whole(value, "to") as u16 }
}
