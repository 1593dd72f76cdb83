//! What an owner says about the whole site: `faqlet.toml` and `synonyms.csv` in the folder of the FAQ. Both may be missing.
//!
//! The file is ours alone, so a key that nobody knows is an error: it would otherwise be a setting that silently does nothing.

mod file;
mod hours;
mod synonyms;
mod table;

pub use synonyms::Synonyms;
pub use table::Localised;

pub(crate) use file::{Context, check, file, relevant};

use crate::date::Date;
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::{category_path, is_valid_id};
use crate::learned::{self, Learned};
use crate::sources::{self, fields::Raw};
use crate::tree::{Value, toml};
use crate::{entry::Entry, language};
use faqlet_engine::answer::is_safe_link;
use faqlet_profile::site::{Hours, RouteKind, When};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use table::Table;

/// Name of the owner's file.
pub const FILE: &str = "faqlet.toml";

/// Everything that an owner says about the whole site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The file it was read from; `None` when there is none.
    pub path: Option<PathBuf>,
    /// Name of the site in feedback and reports.
    pub name: Option<String>,
    /// What visitors read as the name of the help.
    pub title: Localised,
    /// Where the output will be published: the base of canonical addresses of the plain pages.
    pub url: Option<String>,
    /// Language of entries that name none, and of visitors whose language is not there.
    pub default_lang: Option<String>,
    /// Where feedback goes.
    pub collect: Option<String>,
    /// Version of the words that ask for consent; 0 where none is named.
    pub text_version: u32,
    /// Whoever keeps entries right.
    pub owners: Vec<Owner>,
    /// Ways to reach a person.
    pub routes: Vec<Route>,
    /// When to suggest something before anybody asks.
    pub rules: Vec<Rule>,
    /// Guided paths.
    pub paths: Vec<GuidedPath>,
    /// Products that visitors own.
    pub products: Vec<Choice>,
    /// Loyalty tiers, the lowest first.
    pub tiers: Vec<Choice>,
    /// Interests.
    pub interests: Vec<Choice>,
    /// Ids of popular entries.
    pub popular: Vec<(String, Place)>,
    /// Ids of entries that must no longer be shown anywhere.
    pub revoked: Vec<(String, Place)>,
    /// Entries at fixed places for certain queries.
    pub pins: Vec<Pin>,
    /// Words of the same meaning.
    pub synonyms: Vec<Synonyms>,
    /// What was learned from visitors, of a file of its own.
    pub learned: Learned,
}

/// Whoever keeps entries right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Names them in entries and routes.
    pub id: String,
    /// Their name.
    pub name: Localised,
    /// What they do.
    pub role: Localised,
    /// How editors reach them; never published.
    pub mail: Option<String>,
    /// Whether visitors read name and role.
    pub public: bool,
    /// Where it is written.
    pub place: Place,
}

/// A way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Names it in entries and rules.
    pub id: String,
    /// What the visitor reads.
    pub title: Localised,
    /// What happens when it is chosen.
    pub kind: RouteKind,
    /// Where it leads.
    pub to: Localised,
    /// Categories, tags and entry ids that it is for.
    pub topics: Localised<Vec<String>>,
    /// Ids of the tiers that it is for.
    pub tiers: Vec<(String, Place)>,
    /// When somebody is there.
    pub hours: Option<Hours>,
    /// Id of the owner who answers there.
    pub expert: Option<(String, Place)>,
    /// A line below the title.
    pub note: Localised,
    /// Where it is written.
    pub place: Place,
}

/// When to suggest something before anybody asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Names it.
    pub id: String,
    /// What must be the case.
    pub when: When,
    /// Ids of entries to suggest.
    pub suggest: Vec<(String, Place)>,
    /// Whether contact is offered.
    pub contact: bool,
    /// Id of the route offered.
    pub route: Option<(String, Place)>,
    /// What the suggestion says.
    pub note: Localised,
    /// How often it may speak up in a visit.
    pub most: u32,
    /// Where it is written.
    pub place: Place,
}

/// Entries to be read one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuidedPath {
    /// Names it in entries.
    pub id: String,
    /// What the visitor reads.
    pub title: Localised,
    /// Ids of the entries; those that name the path themselves are added by their step.
    pub steps: Vec<(String, Place)>,
    /// Where it is written.
    pub place: Place,
}

/// Something that visitors can say about themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Names it in conditions.
    pub id: String,
    /// What the visitor reads.
    pub title: Localised,
    /// Entries with one of these tags, or in one of these categories, stand first for those who chose it.
    pub topics: Localised<Vec<String>>,
    /// Where it is written.
    pub place: Place,
}

/// An entry at a fixed place for a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// What a visitor types.
    pub query: String,
    /// Id of the entry.
    pub entry: String,
    /// Its place, from 1.
    pub rank: u32,
    /// Language of the query; `None` is any.
    pub lang: Option<String>,
    /// Where it is written.
    pub place: Place,
}

impl Config {
    /// The owner of that id.
    #[must_use]
    pub fn owner(&self, id: &str) -> Option<&Owner> {
        self.owners.iter().find(|owner| owner.id == id)
    }

    /// The route of that id.
    #[must_use]
    pub fn route(&self, id: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.id == id)
    }
}

/// Reads `faqlet.toml` and all `synonyms.csv` of the sources. Faults go to the diagnostics; what is right is there all the same.
#[must_use]
pub fn read(sources: &[PathBuf], diagnostics: &mut Diagnostics) -> Config {
    let mut config = Config::default();
    let files: Vec<PathBuf> = sources.iter().filter_map(|source| owners_file(source)).collect();
    if let Some(path) = files.first()
        && let Some(text) = sources::read_text(path, diagnostics)
    {
        config = parse(path, &text, diagnostics);
    }
    for second in files.iter().skip(1) {
        let got = format!("a second one beside {}", files[0].display());
        diagnostics.error(Place::file(second), format!("one `{FILE}` for all sources"), got, "put both into one");
    }
    sources::each_synonyms_file(sources, diagnostics, &mut |path, lang, text, diagnostics| {
        config.synonyms.extend(synonyms::read(path, lang, text, diagnostics));
    });
    config.learned = learned::read(sources, diagnostics);
    config
}

/// The owner's file of a source: in the folder, or named itself.
fn owners_file(source: &Path) -> Option<PathBuf> {
    if source.file_name().is_some_and(|name| name == FILE) {
        return Some(source.to_owned());
    }
    Some(source.join(FILE)).filter(|path| path.is_file())
}

/// Reads the text of an owner's file.
#[must_use]
pub fn parse(path: &Path, text: &str, diagnostics: &mut Diagnostics) -> Config {
    let node = match toml::parse(text) {
        Ok(node) => node,
        Err(error) => {
            diagnostics.error(
                Place::line(path, error.line),
                "TOML: `key = \"value\"`, `[table]`",
                error.got,
                "mend this line or the one before",
            );
            return Config { path: Some(path.to_owned()), ..Config::default() };
        }
    };
    let Value::Map(fields) = node.value else { return Config::default() };
    let mut top = Table::new(path, "the file", 1, fields);
    let mut config = Config { path: Some(path.to_owned()), ..Config::default() };
    if let Some(mut site) = top.table("site", "[site]", diagnostics) {
        whole_site(&mut config, &mut site, diagnostics);
        site.finish(diagnostics);
    }
    lists(&mut config, &mut top, diagnostics);
    config.popular.extend(top.texts("popular", diagnostics));
    config.revoked = top.texts("revoked", diagnostics);
    top.finish(diagnostics);
    check_references(&config, diagnostics);
    config
}

fn whole_site(config: &mut Config, site: &mut Table<'_>, diagnostics: &mut Diagnostics) {
    config.name = site.text("name", diagnostics).map(|(name, _)| name);
    config.title = site.localised("title", diagnostics);
    config.url = address(site, "url", diagnostics, |url| url.starts_with("https://") || url.starts_with("http://"));
    config.collect = address(site, "collect", diagnostics, |_| true);
    if let Some((tag, place)) = site.text("default_lang", diagnostics) {
        config.default_lang = language::canonical(&tag);
        if config.default_lang.is_none() {
            diagnostics.error(place, "a language tag such as `en` or `zh-Hant`", format!("`{tag}`"), "write the tag of the main language");
        }
    }
    config.text_version = site.number("text_version", 1, 1_000_000, diagnostics).unwrap_or(0);
    config.popular = site.texts("popular", diagnostics);
}

/// An address that a browser may go to.
fn address(table: &mut Table<'_>, key: &'static str, diagnostics: &mut Diagnostics, fits: fn(&str) -> bool) -> Option<String> {
    let (url, place) = table.text(key, diagnostics)?;
    if is_safe_link(&url) && !url.contains(' ') && !url.starts_with(['#', '?']) && !is_mail_or_phone(&url) && fits(&url) {
        return Some(url);
    }
    diagnostics.error(
        place,
        format!("`{key}` to be an address that begins with `https://`"),
        format!("`{url}`"),
        "write the whole address",
    );
    None
}

fn is_mail_or_phone(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    url.starts_with("mailto:") || url.starts_with("tel:")
}

fn lists(config: &mut Config, top: &mut Table<'_>, diagnostics: &mut Diagnostics) {
    config.owners = each(top, "owner", "[[owner]]", diagnostics, owner);
    config.routes = each(top, "route", "[[route]]", diagnostics, route);
    config.rules = each(top, "rule", "[[rule]]", diagnostics, rule);
    config.paths = each(top, "path", "[[path]]", diagnostics, guided_path);
    config.products = each(top, "product", "[[product]]", diagnostics, choice);
    config.tiers = each(top, "tier", "[[tier]]", diagnostics, choice);
    config.interests = each(top, "interest", "[[interest]]", diagnostics, choice);
    config.pins = each(top, "pin", "[[pin]]", diagnostics, pin);
    unique(config.owners.iter().map(|each| (&each.id, &each.place)), "[[owner]]", diagnostics);
    unique(config.routes.iter().map(|each| (&each.id, &each.place)), "[[route]]", diagnostics);
    unique(config.rules.iter().map(|each| (&each.id, &each.place)), "[[rule]]", diagnostics);
    unique(config.paths.iter().map(|each| (&each.id, &each.place)), "[[path]]", diagnostics);
    for (choices, name) in [(&config.products, "[[product]]"), (&config.tiers, "[[tier]]"), (&config.interests, "[[interest]]")] {
        unique(choices.iter().map(|each| (&each.id, &each.place)), name, diagnostics);
    }
}

/// Reads each table of a list with `read`.
fn each<T>(
    top: &mut Table<'_>,
    key: &'static str,
    name: &'static str,
    diagnostics: &mut Diagnostics,
    read: fn(&mut Table<'_>, usize, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    let most = faqlet_profile::site::MOST_LISTED;
    let mut all = Vec::new();
    for (number, mut table) in top.tables(key, name, diagnostics).into_iter().enumerate() {
        if number == most {
            diagnostics.error(table.place(), format!("at most {most} of {name}"), "more", "remove those that nobody needs");
        }
        all.extend(read(&mut table, number, diagnostics));
        table.finish(diagnostics);
    }
    all
}

fn unique<'a>(ids: impl Iterator<Item = (&'a String, &'a Place)>, name: &str, diagnostics: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for (id, place) in ids {
        if let Some(first) = seen.insert(id, place) {
            diagnostics.error(
                place.clone(),
                format!("each `id` of {name} once"),
                format!("`{id}` here and at {first}"),
                "rename one of them",
            );
        }
    }
}

/// The `id` of a table: short and without blanks.
fn id(table: &mut Table<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let (id, place) = table.needed("id", diagnostics)?;
    if is_valid_id(&id) {
        return Some(id);
    }
    diagnostics.error(place, "an `id` without blanks", format!("`{id}`"), "write a short one, such as `returns`");
    None
}

/// A `title` that must be there.
fn title(table: &mut Table<'_>, key: &'static str, diagnostics: &mut Diagnostics) -> Localised {
    let title = table.localised(key, diagnostics);
    if title.is_empty() {
        let remedy = format!("add `{key} = \"…\"`, or one a language: `{key} = {{ en = \"…\", fa = \"…\" }}`");
        diagnostics.error(table.place(), format!("a `{key}` that visitors read"), "none", remedy);
    }
    title
}

fn owner(table: &mut Table<'_>, _: usize, diagnostics: &mut Diagnostics) -> Option<Owner> {
    let owner = Owner {
        id: id(table, diagnostics).unwrap_or_default(),
        name: title(table, "name", diagnostics),
        role: table.localised("role", diagnostics),
        mail: table.text("mail", diagnostics).map(|(mail, _)| mail),
        public: table.truth("public", diagnostics).unwrap_or(false),
        place: table.place(),
    };
    (!owner.id.is_empty()).then_some(owner)
}

fn route(table: &mut Table<'_>, _: usize, diagnostics: &mut Diagnostics) -> Option<Route> {
    let id = id(table, diagnostics);
    let title = title(table, "title", diagnostics);
    let kind = kind(table, diagnostics);
    let to = table.localised("to", diagnostics);
    let topics = table.localised_texts("topics", diagnostics);
    let tiers = table.texts("tiers", diagnostics);
    let hours = hours(table, diagnostics);
    let expert = table.text("expert", diagnostics);
    let note = table.localised("note", diagnostics);
    let (id, kind) = (id?, kind?);
    if to.is_empty() {
        diagnostics.error(table.place(), "`to` in [[route]]: where it leads", "none", "add an address, a number or a name");
    }
    for (_, target) in to.iter() {
        if !leads_somewhere(kind, target) {
            let expected = format!("`to` of a route of this kind to be {}", target_of(kind));
            diagnostics.error(table.place(), expected, format!("`{target}`"), "correct `to` or `kind`");
        }
    }
    Some(Route { id, title, kind, to, topics, tiers, hours, expert, note, place: table.place() })
}

fn kind(table: &mut Table<'_>, diagnostics: &mut Diagnostics) -> Option<RouteKind> {
    let (kind, place) = table.needed("kind", diagnostics)?;
    Some(match kind.as_str() {
        "mail" => RouteKind::Mail,
        "form" => RouteKind::Form,
        "phone" => RouteKind::Phone,
        "link" => RouteKind::Link,
        "callback" => RouteKind::Callback,
        _ => {
            let expected = "`kind` to be mail, form, phone, link or callback";
            diagnostics.error(place, expected, format!("`{kind}`"), "write one of them");
            return None;
        }
    })
}

fn target_of(kind: RouteKind) -> &'static str {
    match kind {
        RouteKind::Mail => "a mail address",
        RouteKind::Phone => "a phone number of digits, such as `+1 555 0142`",
        RouteKind::Form | RouteKind::Link => "a path, or an address that begins with `https://`",
        RouteKind::Callback | RouteKind::Unknown => "a name of letters, digits, `-` and `_`",
    }
}

fn leads_somewhere(kind: RouteKind, target: &str) -> bool {
    match kind {
        RouteKind::Mail => {
            let plain = |c: char| c.is_alphanumeric() || "._%+-@".contains(c);
            let (name, host) = target.split_once('@').unwrap_or_default();
            !name.is_empty() && host.contains('.') && !host.contains('@') && target.chars().all(plain)
        }
        RouteKind::Phone => {
            let digits = target.chars().filter(char::is_ascii_digit).count();
            let plain = |c: char| c.is_ascii_digit() || " +-().".contains(c);
            (3..=20).contains(&digits) && target.chars().all(plain)
        }
        RouteKind::Form | RouteKind::Link => is_safe_link(target) && !is_mail_or_phone(target) && !target.contains(' '),
        RouteKind::Callback | RouteKind::Unknown => {
            target.len() <= 64 && target.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        }
    }
}

fn hours(table: &mut Table<'_>, diagnostics: &mut Diagnostics) -> Option<Hours> {
    let texts = table.texts("hours", diagnostics);
    let zone = table.text("timezone", diagnostics);
    let closed: Vec<String> = table.dates("closed", diagnostics).iter().map(Date::to_string).collect();
    if texts.is_empty() {
        return None;
    }
    let mut spans = Vec::new();
    for (text, place) in texts {
        match hours::span(&text) {
            Some(span) => spans.push(span),
            None => diagnostics.error(place, "hours such as `Mon-Fri 08:00-18:00`", format!("`{text}`"), "write days and times so"),
        }
    }
    let plain = |zone: &str| zone.len() <= 64 && zone.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte));
    let zone = match zone {
        Some((zone, _)) if plain(&zone) => zone,
        found => {
            let place = found.as_ref().map_or_else(|| table.place(), |(_, place)| place.clone());
            let got = found.map_or_else(|| "none".to_owned(), |(zone, _)| format!("`{zone}`"));
            diagnostics.error(
                place,
                "a `timezone` beside `hours`, such as `UTC` or `Asia/Taipei`",
                got,
                "name the zone that the hours are in",
            );
            return None;
        }
    };
    Some(Hours { zone, spans, closed })
}

fn rule(table: &mut Table<'_>, number: usize, diagnostics: &mut Diagnostics) -> Option<Rule> {
    let id = table.text("id", diagnostics).map_or_else(|| format!("rule-{}", number + 1), |(id, _)| id);
    let mut when = When::default();
    match table.table("when", "`when` of [[rule]]", diagnostics) {
        Some(mut inner) => {
            when = condition(&mut inner, diagnostics);
            inner.finish(diagnostics);
        }
        None => diagnostics.error(table.place(), "`when` in [[rule]]", "none", "add `when = { page = \"/cart\" }` or the like"),
    }
    let suggest = table.texts("suggest", diagnostics);
    let (contact, route) = offered(table, diagnostics);
    let note = table.localised("note", diagnostics);
    let most = table.number("most", 1, 100, diagnostics).unwrap_or(1);
    if suggest.is_empty() && !contact {
        diagnostics.error(table.place(), "`suggest` or `contact` in [[rule]]", "neither", "say what the rule suggests");
    }
    if when.is_empty() {
        diagnostics.error(
            table.place(),
            "something to wait for in `when`",
            "nothing",
            "name page, dwell, searches, order, changed or visitor",
        );
        return None;
    }
    Some(Rule { id, when, suggest, contact, route, note, most, place: table.place() })
}

fn condition(table: &mut Table<'_>, diagnostics: &mut Diagnostics) -> When {
    let mut any = Vec::new();
    let path = table.place().path;
    if let Some(node) = table.take("visitor") {
        sources::audience::gather(Raw::of(&path, node, 0), &mut any, diagnostics);
    }
    When {
        page: table.text("page", diagnostics).map(|(page, _)| page),
        dwell: table.number("dwell", 1, 86_400, diagnostics),
        searches: table.number("searches", 1, 1_000, diagnostics),
        order: table.text("order", diagnostics).map(|(order, _)| order),
        changed: table.truth("changed", diagnostics).unwrap_or(false),
        any,
    }
}

/// `contact = true`, or `contact = "route"`.
fn offered(table: &mut Table<'_>, diagnostics: &mut Diagnostics) -> (bool, Option<(String, Place)>) {
    match table.text("contact", diagnostics) {
        None => (false, None),
        Some((text, _)) if text == "false" => (false, None),
        Some((text, _)) if text == "true" => (true, None),
        Some(route) => (true, Some(route)),
    }
}

fn guided_path(table: &mut Table<'_>, _: usize, diagnostics: &mut Diagnostics) -> Option<GuidedPath> {
    let id = id(table, diagnostics);
    let title = title(table, "title", diagnostics);
    let steps = table.texts("steps", diagnostics);
    Some(GuidedPath { id: id?, title, steps, place: table.place() })
}

fn choice(table: &mut Table<'_>, _: usize, diagnostics: &mut Diagnostics) -> Option<Choice> {
    let id = id(table, diagnostics);
    let title = title(table, "title", diagnostics);
    let topics = table.localised_texts("topics", diagnostics);
    Some(Choice { id: id?, title, topics, place: table.place() })
}

fn pin(table: &mut Table<'_>, _: usize, diagnostics: &mut Diagnostics) -> Option<Pin> {
    let query = table.needed("query", diagnostics);
    let entry = table.needed("entry", diagnostics);
    let rank = table.number("rank", 1, 20, diagnostics).unwrap_or(1);
    let mut lang = None;
    if let Some((tag, place)) = table.text("lang", diagnostics) {
        lang = language::canonical(&tag);
        if lang.is_none() {
            diagnostics.error(place, "a language tag such as `en`", format!("`{tag}`"), "write the tag of the query's language");
        }
    }
    Some(Pin { query: query?.0, entry: entry?.0, rank, lang, place: table.place() })
}

/// Names that the file itself must know: owners and tiers of routes, routes of rules, products and tiers of rules.
fn check_references(config: &Config, diagnostics: &mut Diagnostics) {
    let mut check = |known: bool, name: &str, what: &str, place: &Place| {
        if !known {
            diagnostics.error(place.clone(), format!("the id of a {what}"), format!("`{name}`"), format!("correct it, or add the {what}"));
        }
    };
    let chosen = |choices: &[Choice], id: &str| choices.iter().any(|choice| choice.id == id);
    for route in &config.routes {
        for (tier, place) in &route.tiers {
            check(chosen(&config.tiers, tier), tier, "[[tier]]", place);
        }
        if let Some((expert, place)) = &route.expert {
            check(config.owner(expert).is_some(), expert, "[[owner]]", place);
        }
    }
    for rule in &config.rules {
        if let Some((route, place)) = &rule.route {
            check(config.route(route).is_some(), route, "[[route]]", place);
        }
        for condition in &rule.when.any {
            unknown_choices(config, condition, &mut |id, what| check(false, id, what, &rule.place));
        }
    }
}

/// Calls `found` with each choice of a condition that the file does not name, and the table it should be in.
pub(crate) fn unknown_choices(config: &Config, condition: &faqlet_profile::site::Condition, found: &mut dyn FnMut(&str, &'static str)) {
    for (id, choices, what) in [
        (&condition.tier, &config.tiers, "[[tier]]"),
        (&condition.product, &config.products, "[[product]]"),
        (&condition.interest, &config.interests, "[[interest]]"),
    ] {
        if let Some(id) = id
            && !choices.iter().any(|choice| choice.id == *id)
        {
            found(id, what);
        }
    }
}

/// Whether an entry is of a topic: the name or path of a category it is in, one of its tags, or its id.
pub(crate) fn is_of_topic(entry: &Entry, topic: &str) -> bool {
    let path = category_path(topic);
    entry.id == topic
        || entry.tags.iter().any(|tag| tag == topic)
        || entry.category.iter().any(|name| name == topic)
        || (!path.is_empty() && entry.category.starts_with(&path))
}

#[cfg(test)]
mod tests;
