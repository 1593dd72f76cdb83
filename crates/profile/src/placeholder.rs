//! Placeholders in answers, filled on the device: `{{profile.first_name|there}}`. Without consent, or where nothing is known, the fallback
//! stands. What is filled in becomes text and nothing else.

use crate::fact::Kind;
use crate::interest::Profile;
use crate::site::{Choice, Site};

/// Every name that can be filled, for the linter and the content guide.
pub const PLACEHOLDERS: [&str; 6] =
    ["profile.first_name", "profile.group", "profile.interest", "profile.name", "profile.product", "profile.tier"];

/// What stands in the place of a placeholder; `None` for its fallback. Products, tiers and interests are shown by their titles. Where several
/// are known the one that was said last stands.
#[must_use]
pub fn fill(name: &str, profile: &Profile, site: &Site) -> Option<String> {
    let last = |kind| profile.facts_of(kind).last();
    let titled = |kind, choices: &[Choice]| last(kind).map(|id| title(id, choices).to_owned());
    match name {
        "profile.name" => last(Kind::Name).map(str::to_owned),
        "profile.first_name" => last(Kind::Name).and_then(|name| name.split_whitespace().next()).map(str::to_owned),
        "profile.group" => last(Kind::Group).map(str::to_owned),
        "profile.product" => titled(Kind::Product, &site.choices.products),
        "profile.tier" => titled(Kind::Tier, &site.choices.tiers),
        "profile.interest" => titled(Kind::Interest, &site.choices.interests),
        _ => None,
    }
}

/// What visitors read for a choice; its id where the site has no title for it.
#[must_use]
pub fn title<'a>(id: &'a str, choices: &'a [Choice]) -> &'a str {
    choices.iter().find(|choice| choice.id == id).map_or(id, |choice| choice.title.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Choices;
    use crate::{How, Purpose, State, Visitor};

    #[test]
    fn what_is_known_stands_in_the_place_and_nothing_else() {
        let mut visitor = Visitor::new(false, 1);
        visitor.told(Kind::Name, "Mina <b>Rahimi</b>", 1);
        visitor.told(Kind::Tier, "gold", 1);
        let tiers = vec![Choice { id: "gold".into(), title: "Gold fern".into() }];
        let site = Site { choices: Choices { tiers, ..Choices::default() }, ..Site::default() };
        for name in PLACEHOLDERS {
            assert_eq!(fill(name, visitor.profile(), &site), None, "{name} without consent");
        }
        visitor.decide(Purpose::Personalisation, State::Granted, How::Widget, 1, 1);
        for (name, expected) in [
            ("profile.first_name", Some("Mina")),
            ("profile.name", Some("Mina <b>Rahimi</b>")),
            ("profile.tier", Some("Gold fern")),
            ("profile.product", None),
            ("profile.password", None),
        ] {
            assert_eq!(fill(name, visitor.profile(), &site).as_deref(), expected, "{name}");
        }
        visitor.switch_fact(Kind::Tier, "gold", false);
        assert_eq!(fill("profile.tier", visitor.profile(), &site), None, "what is switched off is used for nothing");
    }
}
