//! Needs before they are voiced: which of the owner's rules speaks up now. Everything is decided on the device, from what happens on this
//! page, and only with consent from what is known of the visitor. Suggestions are few, come once, and stay away when they were sent away.

use crate::interest::Profile;
use crate::memory;
use crate::site::{Known, Rule, Site, When, page_matches};

/// Most suggestions of one visit, whatever the rules say.
const MOST_IN_VISIT: u32 = 3;
/// Searches without a good answer after which contact is offered where the owner has no rule about it.
const UNANSWERED: u32 = 3;
/// Id of that built-in rule.
pub const UNANSWERED_RULE: &str = "faqlet-unanswered";

/// What happens in this visit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Visit<'a> {
    /// The page's whole address.
    pub page: &'a str,
    /// Seconds on the page.
    pub dwell: u32,
    /// Searches in this visit that found no good answer.
    pub unanswered: u32,
    /// State of the visitor's order, as the page says it; `None` without consent for personalisation.
    pub order: Option<&'a str>,
    /// What visitor and host have said; nothing without consent for personalisation.
    pub known: Known<'a>,
}

/// What is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Id of the rule, for [`Needs::shown`] and for "not again".
    pub rule: String,
    /// Ids of the entries, in the rule's order.
    pub entries: Vec<String>,
    /// Whether contact is offered.
    pub contact: bool,
    /// Id of the route that is offered; `None` leaves the choice to topic and tier.
    pub route: Option<String>,
    /// What it says; `None` for the widget's own words.
    pub note: Option<String>,
}

/// What has been suggested in this visit. In memory alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    shown: Vec<String>,
    dismissed: Vec<String>,
}

impl Needs {
    /// The suggestion to make now, if any: of the first rule that holds, has not spoken up as often as it may, and was not sent away.
    #[must_use]
    pub fn next(&self, site: &Site, profile: &Profile, visit: Visit<'_>) -> Option<Suggestion> {
        if self.shown.len() as u32 >= MOST_IN_VISIT {
            return None;
        }
        let own = site.rules.iter().find(|rule| self.may(rule, profile) && holds(rule, site, profile, visit)).map(suggestion);
        own.or_else(|| self.contact(site, profile, visit))
    }

    /// Notes that a rule's suggestion was shown.
    pub fn shown(&mut self, rule: &str) {
        self.shown.push(rule.to_owned());
    }

    /// Notes that a rule's suggestion was sent away: not again in this visit. With consent, [`crate::Visitor::dismissed`] remembers it for
    /// good.
    pub fn dismiss(&mut self, rule: &str) {
        self.dismissed.push(rule.to_owned());
    }

    fn may(&self, rule: &Rule, profile: &Profile) -> bool {
        let times = self.shown.iter().filter(|shown| **shown == rule.id).count() as u32;
        let sent_away = self.dismissed.contains(&rule.id) || profile.dismissed.contains(&rule.id);
        times < rule.most.max(1) && !sent_away
    }

    /// Several searches in vain say that somebody needs a person, even where the owner wrote no rule for it.
    fn contact(&self, site: &Site, profile: &Profile, visit: Visit<'_>) -> Option<Suggestion> {
        let builtin = Rule { id: UNANSWERED_RULE.into(), contact: true, most: 1, ..Rule::default() };
        let wanted = !site.routes.is_empty() && site.rules.iter().all(|rule| rule.when.searches.is_none());
        (wanted && visit.unanswered >= UNANSWERED && self.may(&builtin, profile)).then(|| suggestion(&builtin))
    }
}

fn suggestion(rule: &Rule) -> Suggestion {
    let Rule { id, suggest, contact, route, note, .. } = rule.clone();
    Suggestion { rule: id, entries: suggest, contact, route, note }
}

/// Whether all that the rule waits for is the case. What depends on the visitor holds only for what is known of them.
fn holds(rule: &Rule, site: &Site, profile: &Profile, visit: Visit<'_>) -> bool {
    let When { page, dwell, searches, order, changed, any } = &rule.when;
    let has_changed = |id: &String| site.facts.get(id).is_some_and(|facts| profile.has_changed(id, &facts.revision));
    !rule.when.is_empty()
        && page.as_ref().is_none_or(|pattern| page_matches(pattern, visit.page))
        && dwell.is_none_or(|seconds| visit.dwell >= seconds)
        && searches.is_none_or(|number| visit.unanswered >= number.max(1))
        && order.as_ref().is_none_or(|state| visit.order.is_some_and(|order| order.eq_ignore_ascii_case(state)))
        && (!changed || rule.suggest.iter().any(has_changed))
        && (any.is_empty() || any.iter().any(|condition| condition.holds(visit.known)))
}

/// Puts a rule among those that were sent away for good.
pub(crate) fn dismiss(dismissed: &mut Vec<String>, rule: &str) {
    if memory::path_fits(rule) {
        dismissed.retain(|known| known != rule);
        memory::push(dismissed, rule.to_owned(), memory::MOST_PATHS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::{Condition, Facts, Route};

    fn rule(id: &str, when: When) -> Rule {
        Rule { id: id.into(), when, suggest: vec!["returns".into()], most: 1, ..Rule::default() }
    }

    fn site(rules: Vec<Rule>) -> Site {
        let facts = [("returns".to_owned(), Facts { revision: "22222222".into(), ..Facts::default() })];
        Site { rules, facts: facts.into(), ..Site::default() }
    }

    fn speaks(when: When, profile: &Profile, visit: Visit<'_>) -> bool {
        Needs::default().next(&site(vec![rule("a", when)]), profile, visit).is_some()
    }

    const VISIT: Visit<'static> = Visit {
        page: "https://shop.example/checkout/pay?step=2",
        dwell: 40,
        unanswered: 1,
        order: Some("shipped"),
        known: Known { tier: Some("gold"), products: &[], interests: &[], lang: "en" },
    };

    #[test]
    fn a_rule_speaks_when_all_it_waits_for_is_the_case() {
        let mut profile = Profile::default();
        memory::saw(&mut profile.seen, "returns", "11111111", 20_000);
        let gold = Condition { tier: Some("gold".into()), ..Condition::default() };
        for (when, expected) in [
            (When::default(), false),
            (When { page: Some("/checkout/*".into()), ..When::default() }, true),
            (When { page: Some("/account/*".into()), ..When::default() }, false),
            (When { page: Some("/checkout/*".into()), dwell: Some(60), ..When::default() }, false),
            (When { dwell: Some(30), ..When::default() }, true),
            (When { searches: Some(2), ..When::default() }, false),
            (When { searches: Some(1), ..When::default() }, true),
            (When { order: Some("Shipped".into()), ..When::default() }, true),
            (When { order: Some("returned".into()), ..When::default() }, false),
            (When { changed: true, ..When::default() }, true),
            (When { any: vec![gold], ..When::default() }, true),
        ] {
            assert_eq!(speaks(when.clone(), &profile, VISIT), expected, "{when:?}");
        }
    }

    #[test]
    fn what_depends_on_the_visitor_needs_something_known() {
        let unknown = Visit { order: None, known: Known::default(), ..VISIT };
        let gold = Condition { tier: Some("gold".into()), ..Condition::default() };
        for when in [
            When { order: Some("shipped".into()), ..When::default() },
            When { changed: true, ..When::default() },
            When { any: vec![gold], ..When::default() },
        ] {
            assert!(!speaks(when, &Profile::default(), unknown));
        }
    }

    #[test]
    fn suggestions_are_few_and_stay_away_when_sent_away() {
        let when = When { dwell: Some(1), ..When::default() };
        let rules: Vec<Rule> = ["a", "b", "c", "d"].iter().map(|id| rule(id, when.clone())).collect();
        let (site, mut profile, mut needs) = (site(rules), Profile::default(), Needs::default());
        dismiss(&mut profile.dismissed, "b");
        needs.dismiss("c");
        let mut spoken = Vec::new();
        while let Some(suggestion) = needs.next(&site, &profile, VISIT) {
            needs.shown(&suggestion.rule);
            spoken.push(suggestion.rule);
        }
        assert_eq!(spoken, ["a", "d"]);
    }

    #[test]
    fn no_visit_sees_more_than_three_suggestions() {
        let often = Rule { most: 99, ..rule("a", When { dwell: Some(1), ..When::default() }) };
        let (site, mut needs) = (site(vec![often]), Needs::default());
        let times = std::iter::from_fn(|| needs.next(&site, &Profile::default(), VISIT).inspect(|next| needs.shown(&next.rule))).take(10);
        assert_eq!(times.count(), 3);
    }

    #[test]
    fn searching_in_vain_offers_contact_where_there_is_any() {
        let visit = Visit { unanswered: 3, ..VISIT };
        let with_routes = Site { routes: vec![Route::default()], ..Site::default() };
        let next = Needs::default().next(&with_routes, &Profile::default(), visit);
        assert!(next.is_some_and(|next| next.contact && next.rule == UNANSWERED_RULE));
        assert_eq!(Needs::default().next(&with_routes, &Profile::default(), VISIT), None);
        assert_eq!(Needs::default().next(&Site::default(), &Profile::default(), visit), None);
        let own = Site { rules: vec![rule("own", When { searches: Some(9), ..When::default() })], ..with_routes };
        assert_eq!(Needs::default().next(&own, &Profile::default(), visit), None, "the owner's rule stands for it");
    }
}
