//! From entries and the owner's words to `site.<lang>.json`, what the widget knows beside index and answers.

use super::{Choice, Config, is_of_topic, unknown_choices};
use crate::date::Date;
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::Entry;
use faqlet_profile::site::{
    self, Audience, AudienceMode, Choices, Condition, Facts, GuidedPath, MOST_INSIDE, Owner, Route, RouteKind, Rule, Site, Step,
};
use std::collections::{BTreeMap, BTreeSet};

/// What all languages of an FAQ have in common.
pub(crate) struct Context<'a> {
    pub(crate) config: &'a Config,
    /// The default language.
    pub(crate) default: &'a str,
    /// Languages and their entries.
    pub(crate) languages: Vec<(&'a str, &'a [Entry])>,
    /// Ids that are in the sources but not in the output, with the day's or the owner's reason.
    pub(crate) left_out: BTreeSet<String>,
}

/// Entries that may be shown: not revoked, and out on the day `today` where one is given. The ids of the others are kept.
pub(crate) fn relevant(
    entries: Vec<Entry>,
    config: &Config,
    today: Option<Date>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Entry>, BTreeSet<String>) {
    let mut left_out = BTreeSet::new();
    let mut kept = Vec::with_capacity(entries.len());
    for entry in entries {
        let revoked = config.revoked.iter().any(|(id, _)| *id == entry.id);
        let late = today.is_some_and(|today| !entry.is_current(today));
        if !revoked && !late {
            kept.push(entry);
            continue;
        }
        let got = match (revoked, entry.expires.zip(today).filter(|(day, today)| day <= today), entry.publish) {
            (true, ..) => "one that the owner revoked".to_owned(),
            (_, Some((day, _)), _) => format!("one that expired on {day}"),
            (.., day) => format!("one that is published on {}", day.map(|day| day.to_string()).unwrap_or_default()),
        };
        diagnostics.note(entry.place.clone(), format!("a current entry `{}`", entry.id), got, "nothing need be done; it was left out");
        left_out.insert(entry.id);
    }
    (kept, left_out)
}

/// Warns of ids that nothing answers to, once for all languages.
pub(crate) fn check(context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let config = context.config;
    let all = context.languages.iter().flat_map(|(_, entries)| entries.iter());
    let mut known: BTreeSet<&str> = all.clone().map(|entry| entry.id.as_str()).collect();
    known.extend(context.left_out.iter().map(String::as_str));
    let named = config.popular.iter().chain(config.paths.iter().flat_map(|path| &path.steps));
    let named = named.chain(config.rules.iter().flat_map(|rule| &rule.suggest)).map(|(id, place)| (id, place));
    for (id, place) in named.chain(config.pins.iter().map(|pin| (&pin.entry, &pin.place))) {
        if !known.contains(id.as_str()) {
            unknown(place, "the id of an entry", id, diagnostics);
        }
    }
    for entry in all {
        let place = &entry.place;
        for id in entry.related.iter().filter(|id| !known.contains(id.as_str())) {
            unknown(place, "`related` to name entries", id, diagnostics);
        }
        if let Some(route) = entry.route.as_ref().filter(|route| config.route(route).is_none()) {
            unknown(place, "`route` to name a [[route]] of faqlet.toml", route, diagnostics);
        }
        if let Some(owner) = entry.owner.as_ref().filter(|owner| !config.owners.is_empty() && config.owner(owner).is_none()) {
            unknown(place, "`owner` to name an [[owner]] of faqlet.toml", owner, diagnostics);
        }
        if let Some(step) = entry.path.as_ref().filter(|step| !config.paths.iter().any(|path| path.id == step.id)) {
            unknown(place, "`path` to name a [[path]] of faqlet.toml", &step.id, diagnostics);
        }
        for condition in entry.audience.iter().flat_map(|audience| &audience.any) {
            unknown_choices(config, condition, &mut |id, what| {
                unknown(place, &format!("`audience` to name a {what} of faqlet.toml"), id, diagnostics);
            });
        }
    }
}

fn unknown(place: &Place, expected: &str, id: &str, diagnostics: &mut Diagnostics) {
    diagnostics.warning(place.clone(), expected, format!("`{id}`"), "correct the name, or add what it names");
}

/// The file of a language. Ids of entries that are not there in this language are left out.
pub(crate) fn file(context: &Context<'_>, lang: &str, entries: &[Entry]) -> Site {
    let config = context.config;
    let say = |text: &super::Localised| text.of(lang, context.default).cloned();
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    let present = |ids_of: &[(String, Place)]| -> Vec<String> {
        ids_of.iter().map(|(id, _)| id.clone()).filter(|id| ids.contains(id.as_str())).take(MOST_INSIDE).collect()
    };
    let paths = paths(context, lang, entries);
    Site {
        title: say(&config.title),
        collect: config.collect.clone(),
        consent: config.text_version,
        facts: facts(context, lang, entries, &paths),
        routes: config.routes.iter().map(|each| route(context, lang, each)).collect(),
        rules: config
            .rules
            .iter()
            .map(|rule| Rule {
                id: rule.id.clone(),
                when: rule.when.clone(),
                suggest: present(&rule.suggest),
                contact: rule.contact,
                route: rule.route.as_ref().map(|(route, _)| route.clone()),
                note: say(&rule.note),
                most: rule.most,
            })
            // Nothing to suggest in this language.
            .filter(|rule| rule.contact || !rule.suggest.is_empty())
            .collect(),
        paths,
        popular: present(&config.popular),
        choices: Choices {
            products: choices(context, lang, &config.products),
            tiers: choices(context, lang, &config.tiers),
            interests: choices(context, lang, &config.interests),
        },
        owners: config
            .owners
            .iter()
            .filter(|owner| owner.public)
            .map(|owner| Owner { id: owner.id.clone(), name: say(&owner.name).unwrap_or_default(), role: say(&owner.role) })
            .collect(),
        revoked: config.revoked.iter().map(|(id, _)| id.clone()).collect(),
    }
}

fn choices(context: &Context<'_>, lang: &str, choices: &[Choice]) -> Vec<site::Choice> {
    let title = |choice: &Choice| choice.title.of(lang, context.default).cloned().unwrap_or_default();
    choices.iter().map(|choice| site::Choice { id: choice.id.clone(), title: title(choice) }).collect()
}

fn route(context: &Context<'_>, lang: &str, route: &super::Route) -> Route {
    let say = |text: &super::Localised| text.of(lang, context.default).cloned();
    let to = say(&route.to).unwrap_or_default();
    Route {
        id: route.id.clone(),
        title: say(&route.title).unwrap_or_default(),
        kind: route.kind,
        // What a telephone dials.
        to: if route.kind == RouteKind::Phone { to.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect() } else { to },
        topics: topics(context, lang, &route.topics),
        tiers: route.tiers.iter().map(|(tier, _)| tier.clone()).collect(),
        hours: route.hours.clone(),
        expert: route.expert.as_ref().map(|(expert, _)| expert.clone()),
        note: say(&route.note),
    }
}

/// Topics in a language. Where the owner names categories in another language only, the categories that the translations of their
/// entries are in stand for them.
fn topics(context: &Context<'_>, lang: &str, topics: &super::Localised<Vec<String>>) -> Vec<String> {
    let Some(named) = topics.of(lang, context.default) else { return Vec::new() };
    let own: BTreeMap<&str, &Entry> = context
        .languages
        .iter()
        .filter(|(tag, _)| *tag == lang)
        .flat_map(|(_, entries)| entries.iter().map(|entry| (entry.id.as_str(), entry)))
        .collect();
    let mut all = Vec::new();
    for topic in named {
        if !all.contains(topic) {
            all.push(topic.clone());
        }
        if own.values().any(|entry| is_of_topic(entry, topic)) {
            continue;
        }
        for entry in context.languages.iter().filter(|(tag, _)| *tag != lang).flat_map(|(_, entries)| entries.iter()) {
            let level = entry.category.iter().position(|name| name == topic || entry.category.join(" / ") == *topic);
            let translated = level.and_then(|level| own.get(entry.id.as_str())?.category.get(level));
            if let Some(name) = translated.filter(|name| !all.contains(name)) {
                all.push(name.clone());
            }
        }
    }
    all.truncate(MOST_INSIDE);
    all
}

/// The guided paths with the steps that this language has: those that the owner lists, then those whose entries name the path.
fn paths(context: &Context<'_>, lang: &str, entries: &[Entry]) -> Vec<GuidedPath> {
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    let mut paths: Vec<GuidedPath> = Vec::new();
    for path in &context.config.paths {
        let steps = path.steps.iter().map(|(id, _)| id.clone()).filter(|id| ids.contains(id.as_str())).collect();
        paths.push(GuidedPath { id: path.id.clone(), title: path.title.of(lang, context.default).cloned().unwrap_or_default(), steps });
    }
    let mut named: Vec<(&Step, &str)> = entries.iter().filter_map(|entry| Some((entry.path.as_ref()?, entry.id.as_str()))).collect();
    named.sort_by_key(|(step, _)| step.step);
    for (step, id) in named {
        match paths.iter_mut().find(|path| path.id == step.id) {
            Some(path) if path.steps.iter().any(|known| known == id) => {}
            Some(path) => path.steps.push(id.to_owned()),
            None => paths.push(GuidedPath { id: step.id.clone(), title: step.id.clone(), steps: vec![id.to_owned()] }),
        }
    }
    paths.retain(|path| !path.steps.is_empty());
    paths.iter_mut().for_each(|path| path.steps.truncate(MOST_INSIDE));
    paths
}

fn facts(context: &Context<'_>, lang: &str, entries: &[Entry], paths: &[GuidedPath]) -> BTreeMap<String, Facts> {
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    let mut steps: BTreeMap<&str, Step> = BTreeMap::new();
    for path in paths {
        for (number, id) in path.steps.iter().enumerate() {
            steps.entry(id).or_insert_with(|| Step { id: path.id.clone(), step: number as u32 + 1 });
        }
    }
    let fact = |entry: &Entry| Facts {
        revision: entry.revision(),
        related: entry.related.iter().filter(|id| ids.contains(id.as_str()) && **id != entry.id).take(MOST_INSIDE).cloned().collect(),
        pages: entry.pages.iter().take(MOST_INSIDE).cloned().collect(),
        audience: entry.audience.clone().or_else(|| chosen(context, lang, entry)),
        reviewed: entry.reviewed.map(|day| day.to_string()),
        changed: entry.changed.map(|day| day.to_string()),
        route: entry.route.clone().filter(|route| context.config.route(route).is_some()),
        owner: entry.owner.clone(),
        path: steps.get(entry.id.as_str()).cloned(),
    };
    entries.iter().map(|entry| (entry.id.clone(), fact(entry))).collect()
}

/// Whom an entry without an audience of its own stands first for: those who chose a product, tier or interest whose topic it is of.
fn chosen(context: &Context<'_>, lang: &str, entry: &Entry) -> Option<Audience> {
    let config = context.config;
    let condition = |choice: &Choice, make: fn(String) -> Condition| {
        let topics = choice.topics.of(lang, context.default)?;
        topics.iter().any(|topic| is_of_topic(entry, topic)).then(|| make(choice.id.clone()))
    };
    let product = |id| Condition { product: Some(id), ..Condition::default() };
    let tier = |id| Condition { tier: Some(id), ..Condition::default() };
    let interest = |id| Condition { interest: Some(id), ..Condition::default() };
    let mut any: Vec<Condition> = config.products.iter().filter_map(|choice| condition(choice, product)).collect();
    any.extend(config.tiers.iter().filter_map(|choice| condition(choice, tier)));
    any.extend(config.interests.iter().filter_map(|choice| condition(choice, interest)));
    any.truncate(MOST_INSIDE);
    (!any.is_empty()).then_some(Audience { mode: AudienceMode::First, any })
}
