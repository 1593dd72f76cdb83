//! What owners write, what the widget gets of it, and slips with their line.

use super::*;
use crate::markup::{self, Lines};
use faqlet_profile::site::{AudienceMode, Site};

fn parsed(text: &str) -> (Config, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let config = parse(Path::new("faqlet.toml"), text, &mut diagnostics);
    (config, diagnostics.iter().map(ToString::to_string).collect())
}

fn entry(id: &str, lang: &str, category: &str, place: u32) -> Entry {
    let path = Path::new("a.md");
    let answer = markup::parse("Text.", path, Lines::From(1), &mut Diagnostics::new());
    let entry = Entry::new(id, lang, &format!("{id}?"), answer, Place::line(path, place));
    Entry { category: category_path(category), ..entry }
}

const SHOP: &str = r#"
popular = ["b", "gone", "a"]
revoked = ["wrong"]

[site]
name = "shop"
title = { en = "Help", fa = "راهنما" }
url = "https://shop.example/help/"
default_lang = "en"
collect = "/collect"
text_version = 2

[[owner]]
id = "ana"
name = "Ana"
role = { en = "Returns", fa = "مرجوعی" }
mail = "ana@shop.example"
public = true

[[owner]]
id = "ben"
name = "Ben"

[[route]]
id = "phone"
title = "Call us"
kind = "phone"
to = "+1 (555) 0142"
topics = ["Returns"]
tiers = ["gold"]
hours = ["Mon-Fri 08:00-18:00", "Sat 09:00-13:00"]
timezone = "UTC"
closed = [2026-12-25]
expert = "ana"
note = { en = "3 minutes", fa = "۳ دقیقه" }

[[tier]]
id = "gold"
title = "Gold"

[[product]]
id = "lamp"
title = "Lamp"
topics = ["lamp"]

[[rule]]
when = { page = "/cart*", dwell = 30, visitor = [{ tier = "gold" }] }
suggest = ["a", "gone"]
contact = "phone"
most = 2

[[path]]
id = "start"
title = "First steps"
steps = ["b", "a"]

[[pin]]
query = "money back"
entry = "a"
rank = 2
"#;

fn site(lang: &str) -> (Site, Vec<String>) {
    let (config, messages) = parsed(SHOP);
    assert_eq!(messages, [] as [&str; 0]);
    let mut a = entry("a", "en", "Returns", 1);
    a.related = vec!["b".into(), "c".into(), "nowhere".into()];
    a.reviewed = Date::parse("2026-05-12");
    a.route = Some("phone".into());
    let mut b = entry("b", "en", "Care", 2);
    b.tags = vec!["lamp".into()];
    let mut c = entry("c", "en", "Care", 3);
    c.path = Some(faqlet_profile::site::Step { id: "start".into(), step: 1 });
    let english = [a, b, c];
    let persian = [entry("a", "fa", "مرجوعی", 4)];
    let languages = vec![("en", english.as_slice()), ("fa", persian.as_slice())];
    let context = Context { config: &config, default: "en", languages, left_out: ["gone".to_owned()].into() };
    let mut diagnostics = Diagnostics::new();
    check(&context, &mut diagnostics);
    let entries = if lang == "en" { &english[..] } else { &persian[..] };
    (file(&context, lang, entries), diagnostics.iter().map(ToString::to_string).collect())
}

#[test]
fn an_owners_words_reach_the_widget_in_its_language() {
    let (site, messages) = site("en");
    assert_eq!(messages, ["a.md:1: warning: expected `related` to name entries; got `nowhere`; correct the name, or add what it names"]);
    assert_eq!((site.title.as_deref(), site.collect.as_deref(), site.consent), (Some("Help"), Some("/collect"), 2));
    assert_eq!(site.popular, ["b", "a"]);
    assert_eq!(site.revoked, ["wrong"]);
    let facts = &site.facts["a"];
    assert_eq!(facts.related, ["b", "c"]);
    assert_eq!((facts.reviewed.as_deref(), facts.route.as_deref()), (Some("2026-05-12"), Some("phone")));
    assert_eq!(site.facts["b"].audience.as_ref().map(|audience| audience.mode), Some(AudienceMode::First));
    assert_eq!(site.facts["b"].audience.as_ref().unwrap().any[0].product.as_deref(), Some("lamp"));
    assert_eq!(site.paths[0].steps, ["b", "a", "c"]);
    assert_eq!(site.facts["c"].path.as_ref().map(|step| step.step), Some(3));
    let route = &site.routes[0];
    assert_eq!((route.to.as_str(), route.note.as_deref()), ("+15550142", Some("3 minutes")));
    let hours = route.hours.as_ref().unwrap();
    assert!(hours.is_open("2026-12-24", 4, 500) && !hours.is_open("2026-12-25", 5, 500));
    assert_eq!(site.rules[0].suggest, ["a"]);
    assert_eq!((site.rules[0].route.as_deref(), site.rules[0].most, site.rules[0].id.as_str()), (Some("phone"), 2, "rule-1"));
    let json = serde_json::to_string(&site).unwrap();
    assert!(!json.contains("ana@shop.example") && !json.contains("Ben"), "{json}");
}

#[test]
fn another_language_has_its_own_words_and_only_its_entries() {
    let (site, _) = site("fa");
    assert_eq!((site.title.as_deref(), site.routes[0].title.as_str()), (Some("راهنما"), "Call us"));
    assert_eq!((site.popular.len(), site.paths[0].steps.len()), (1, 1));
    assert_eq!(site.routes[0].topics, ["Returns", "مرجوعی"]);
}

#[test]
fn slips_are_errors_with_their_line() {
    for (text, expected) in [
        ("[sit]\n", "faqlet.toml:1: expected `site` in the file; got `sit`"),
        ("[site]\ntitel = \"x\"\n", "faqlet.toml:2: expected `title` in [site]; got `titel`"),
        ("[site]\nx = 1\n", "faqlet.toml:2: expected one of name, title, url"),
        ("[site]\nname = [1\n", "faqlet.toml:"),
        ("[site]\nname = [1]\n", "faqlet.toml:2: expected `name` of [site] to be a text; got a list"),
        ("[site]\ndefault_lang = \"english\"\n", "faqlet.toml:2: expected a language tag"),
        ("[site]\nurl = \"shop.example\"\n", "faqlet.toml:2: expected `url` to be an address"),
        ("[site]\ncollect = \"javascript:x\"\n", "faqlet.toml:2: expected `collect` to be an address"),
        ("[site]\ntext_version = 0\n", "faqlet.toml:2: expected `text_version` of [site] to be a whole number from 1"),
        ("[site]\ntitle = { english = \"x\" }\n", "faqlet.toml:2: expected languages in `title`"),
        ("route = 1\n", "faqlet.toml:1: expected `route` of the file to be tables; write `[[route]]` above each"),
        ("[[route]]\ntitle = \"x\"\nkind = \"mail\"\nto = \"a@b.example\"\n", "faqlet.toml:1: expected `id` in [[route]]; got none"),
        ("[[route]]\nid = \"a\"\nkind = \"mail\"\nto = \"a@b.example\"\n", "faqlet.toml:1: expected a `title`"),
        ("[[route]]\nid = \"a\"\ntitle = \"x\"\nkind = \"fax\"\nto = \"1\"\n", "faqlet.toml:4: expected `kind` to be mail"),
        ("[[route]]\nid = \"a\"\ntitle = \"x\"\nkind = \"mail\"\nto = \"a@b.example?bcc=x@y.example\"\n", "faqlet.toml:1: expected `to`"),
        ("[[route]]\nid = \"a\"\ntitle = \"x\"\nkind = \"link\"\nto = \"javascript:alert(1)\"\n", "faqlet.toml:1: expected `to`"),
        ("[[route]]\nid = \"a\"\ntitle = \"x\"\nkind = \"phone\"\nto = \"call\"\n", "faqlet.toml:1: expected `to`"),
        (
            "[[route]]\nid = \"a\"\ntitle = \"x\"\nkind = \"phone\"\nto = \"12345\"\nhours = \"always\"\ntimezone = \"UTC\"\n",
            "faqlet.toml:6: expected hours such as",
        ),
        (
            "[[route]]\nid = \"a\"\ntitle = \"x\"\nkind = \"phone\"\nto = \"12345\"\nhours = \"Mon 1:00-2:00\"\n",
            "faqlet.toml:1: expected a `timezone`",
        ),
        (
            "[[route]]\nid = \"a\"\ntitle = \"x\"\nkind = \"callback\"\nto = \"x\"\nexpert = \"eve\"\n",
            "faqlet.toml:6: expected the id of a [[owner]]",
        ),
        ("[[rule]]\nsuggest = \"a\"\n", "faqlet.toml:1: expected `when` in [[rule]]"),
        ("[[rule]]\nwhen = { dwell = 3 }\n", "faqlet.toml:1: expected `suggest` or `contact`"),
        ("[[rule]]\nwhen = { dwel = 3 }\nsuggest = \"a\"\n", "faqlet.toml:2: expected `dwell` in `when`"),
        (
            "[[tier]]\nid = \"a\"\ntitle = \"x\"\n[[tier]]\nid = \"a\"\ntitle = \"y\"\n",
            "faqlet.toml:4: expected each `id` of [[tier]] once",
        ),
        ("[[pin]]\nquery = \"a\"\n", "faqlet.toml:1: expected `entry` in [[pin]]"),
        ("\u{0}", "faqlet.toml:1: expected TOML"),
    ] {
        let (_, messages) = parsed(text);
        assert!(messages.iter().any(|message| message.starts_with(expected)), "{text:?}: {messages:#?}");
    }
}

#[test]
fn entries_that_are_not_out_are_left_out_with_a_note() {
    let (config, _) = parsed("revoked = [\"c\"]\n");
    let expired = Entry { expires: Date::parse("2026-05-01"), ..entry("a", "en", "", 1) };
    let later = Entry { publish: Date::parse("2026-06-01"), ..entry("b", "en", "", 2) };
    let entries = vec![expired, later, entry("c", "en", "", 3), entry("d", "en", "", 4)];
    let mut diagnostics = Diagnostics::new();
    let (kept, left_out) = relevant(entries.clone(), &config, Date::parse("2026-05-01"), &mut diagnostics);
    assert_eq!(kept.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["d"]);
    assert_eq!(left_out.len(), 3);
    assert_eq!((diagnostics.note_count(), diagnostics.warning_count(), diagnostics.has_errors()), (3, 0, false));
    let (kept, _) = relevant(entries, &config, None, &mut Diagnostics::new());
    assert_eq!(kept.len(), 3, "without a day only what is revoked is left out");
}
