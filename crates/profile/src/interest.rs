//! The profile, and in it what the visitor's doings on this site imply: categories gain points when their answers are opened, read on,
//! voted for, searched for or when a page about them is visited. Points fade with a half-life of [`HALF_LIFE`] days, so that last year's
//! printer does not order this year's answers. Days, not times, are kept: the profile does not say when in a day somebody was here.

use serde::{Deserialize, Serialize};

use crate::exp::decay;
use crate::fact::{Fact, Kind};
use crate::memory::{Progress, Seen, Visits, has_become_another};
use crate::site::Known;

/// Days after which an interest counts half.
pub(crate) const HALF_LIFE: u32 = 30;
/// Points of one opened answer.
const READ: u32 = 1_000;
/// Most points of one interest: eight answers on one day. More reading says nothing new.
pub(crate) const MOST_POINTS: u32 = 8 * READ;
/// Fewest points that are worth keeping: one answer read four half-lives ago.
const LEAST_POINTS: u32 = READ / 16;
/// Most interests. With [`PATH_BYTES`] it keeps the profile below [`crate::MOST_BYTES`] as JSON.
pub(crate) const MOST_INTERESTS: usize = 40;
/// Most levels of a category path.
pub(crate) const PATH_DEPTH: usize = 8;
/// Most bytes of all levels of a category path together.
pub(crate) const PATH_BYTES: usize = 200;
/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// What the device knows about the visitor: declared in `facts`, implied in `read`, remembered in the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// What visitor or host said.
    pub facts: Vec<Fact>,
    /// Categories that the visitor's doings speak for; implied, not declared. In order of first notice.
    pub read: Vec<Interest>,
    /// Answers that were seen, the latest at the end.
    pub seen: Vec<Seen>,
    /// Searches that were meant, the latest at the end.
    pub recent: Vec<String>,
    /// Guided paths that were begun, the latest at the end.
    pub paths: Vec<Progress>,
    /// Rules whose suggestions were sent away for good, the latest at the end.
    pub dismissed: Vec<String>,
    /// When the visitor was here.
    pub visits: Visits,
}

/// An interest in a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    /// The category's path from the top, as the FAQ names it.
    pub path: Vec<String>,
    /// Thousandths of an opened answer, as of `day`.
    pub points: u32,
    /// The day of the last sign of it, in days since 1970-01-01 (UTC).
    pub day: u32,
    /// Whether the visitor has switched it off: it is listed, used for nothing, and grows no more.
    #[serde(default)]
    pub off: bool,
}

/// A doing of the visitor that speaks for a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// An answer was opened: one point.
    Read,
    /// An answer stayed in sight for longer than it takes to see that it is the wrong one: half a point more.
    Stay,
    /// An answer was voted helpful: half a point more.
    Vote,
    /// A search was meant and its best result lies in this category: a quarter of a point.
    Search,
    /// A page about it was visited: a quarter of a point.
    Page,
}

impl Trace {
    /// Thousandths of an opened answer.
    fn points(self) -> u32 {
        match self {
            Trace::Read => READ,
            Trace::Stay | Trace::Vote => READ / 2,
            Trace::Search | Trace::Page => READ / 4,
        }
    }
}

/// What visitor and host have said, as far as conditions of the site ask for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    tier: Option<String>,
    products: Vec<String>,
    interests: Vec<String>,
    lang: String,
}

impl Declared {
    /// The same for [`crate::site::Condition::holds`].
    #[must_use]
    pub fn known(&self) -> Known<'_> {
        Known { tier: self.tier.as_deref(), products: &self.products, interests: &self.interests, lang: &self.lang }
    }
}

impl Profile {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Profile::default()
    }

    /// The facts of a kind that may be used: not those that are switched off.
    pub fn facts_of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.facts.iter().filter(move |fact| fact.kind == kind && !fact.off).map(|fact| fact.value.as_str())
    }

    /// What conditions of the site ask for, out of the facts that may be used. `lang` is the language that the visitor reads.
    #[must_use]
    pub fn declared(&self, lang: &str) -> Declared {
        let all = |kind| self.facts_of(kind).map(str::to_owned).collect();
        Declared {
            tier: self.facts_of(Kind::Tier).next().map(str::to_owned),
            products: all(Kind::Product),
            interests: all(Kind::Interest),
            lang: lang.to_owned(),
        }
    }

    /// What is remembered of an answer.
    #[must_use]
    pub fn seen(&self, id: &str) -> Option<&Seen> {
        self.seen.iter().find(|seen| seen.id == id)
    }

    /// Whether an answer was read and [has become another one](crate::has_become_another) since.
    #[must_use]
    pub fn has_changed(&self, id: &str, revision: &str) -> bool {
        self.seen(id).is_some_and(|seen| has_become_another(&seen.revision, revision))
    }

    /// The step of a guided path that was seen last, from 1.
    #[must_use]
    pub fn step_of(&self, path: &str) -> Option<u32> {
        self.paths.iter().find(|progress| progress.path == path).map(|progress| progress.step)
    }

    /// Notes a doing that speaks for this category. Paths beyond the limits, and empty ones, are not noted. When there are too
    /// many interests the weakest goes.
    pub(crate) fn note(&mut self, trace: Trace, path: &[&str], now: u64) {
        if !path_fits(path.iter().copied()) {
            return;
        }
        let today = day(now);
        self.fade(today);
        match self.read.iter_mut().find(|interest| interest.path == path) {
            Some(interest) if interest.off => {}
            Some(interest) => {
                interest.points = interest.points_on(today).saturating_add(trace.points()).min(MOST_POINTS);
                interest.day = today;
            }
            None => {
                self.make_room(today);
                let path = path.iter().map(|&level| level.to_owned()).collect();
                self.read.push(Interest { path, points: trace.points(), day: today, off: false });
            }
        }
    }

    /// Drops interests that have faded away; what is switched off is remembered as such.
    fn fade(&mut self, today: u32) {
        self.read.retain(|interest| interest.off || interest.points_on(today) >= LEAST_POINTS);
    }

    fn make_room(&mut self, today: u32) {
        if self.read.len() < MOST_INTERESTS {
            return;
        }
        let weakest = self.read.iter().enumerate().min_by_key(|(_, interest)| interest.points_on(today)).map(|(at, _)| at);
        if let Some(at) = weakest {
            self.read.remove(at);
        }
    }
}

impl Interest {
    /// Thousandths of an opened answer that are left on a day. A day before the last reading (the clock was set back) counts as it.
    pub(crate) fn points_on(&self, today: u32) -> u32 {
        let left = f64::from(self.points.min(MOST_POINTS)) * decay(today.saturating_sub(self.day), HALF_LIFE);
        left as u32
    }
}

/// Days since 1970-01-01 (UTC).
pub(crate) fn day(now: u64) -> u32 {
    u32::try_from(now / DAY).unwrap_or(u32::MAX)
}

/// Whether a category path is within the limits.
pub(crate) fn path_fits<'a>(path: impl Iterator<Item = &'a str> + Clone) -> bool {
    let levels = path.clone().count();
    let bytes: usize = path.clone().map(str::len).sum();
    let shown = path.clone().all(|level| !level.is_empty() && !level.chars().any(char::is_control));
    (1..=PATH_DEPTH).contains(&levels) && bytes <= PATH_BYTES && shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::in_language;

    #[test]
    fn reading_adds_up_to_a_cap_and_fades() {
        let mut profile = Profile::default();
        for _ in 0..20 {
            profile.note(Trace::Read, &["Returns"], 100 * DAY);
        }
        let interest = &profile.read[0];
        assert_eq!(interest.points, MOST_POINTS);
        assert_eq!(interest.points_on(130), MOST_POINTS / 2);
        assert_eq!(interest.points_on(90), MOST_POINTS);
    }

    #[test]
    fn faded_interests_are_forgotten() {
        let mut profile = Profile::default();
        profile.note(Trace::Read, &["Old"], 0);
        profile.note(Trace::Read, &["New"], 121 * DAY);
        assert_eq!(profile.read.len(), 1);
        assert_eq!(profile.read[0].path, ["New"]);
    }

    #[test]
    fn the_weakest_interest_makes_room() {
        let mut profile = Profile::default();
        profile.note(Trace::Read, &["Weak"], 0);
        for number in 0..MOST_INTERESTS {
            profile.note(Trace::Read, &[&format!("Category {number}")], 10 * DAY);
        }
        assert_eq!(profile.read.len(), MOST_INTERESTS);
        assert!(profile.read.iter().all(|interest| interest.path != ["Weak"]));
    }

    #[test]
    fn opening_says_more_than_searching() {
        let mut profile = Profile::default();
        for trace in [Trace::Search, Trace::Page, Trace::Read, Trace::Stay, Trace::Vote] {
            profile.note(trace, &["Returns"], DAY);
        }
        assert_eq!(profile.read[0].points, 2_500);
    }

    #[test]
    fn an_interest_that_is_switched_off_stays_as_it_is() {
        let mut profile = Profile::default();
        profile.note(Trace::Read, &["Returns"], 0);
        profile.read[0].off = true;
        profile.note(Trace::Read, &["Returns"], 400 * DAY);
        assert_eq!((profile.read[0].points, profile.read[0].day), (READ, 0));
    }

    #[test]
    fn a_changed_answer_is_known_by_its_revision() {
        let mut profile = Profile::default();
        crate::memory::saw(&mut profile.seen, "a", "1111", 1);
        crate::memory::saw(&mut profile.seen, "b", "", 1);
        let changed = |id: &str, revision: &str| profile.has_changed(id, revision);
        assert!(changed("a", "2222"));
        assert!(!changed("a", "1111") && !changed("a", "") && !changed("b", "2222") && !changed("c", "2222"));
        crate::memory::saw(&mut profile.seen, "d", &in_language("0123abcd", "zh-Hant"), 1);
        let changed = |revision: &str, lang: &str| profile.has_changed("d", &in_language(revision, lang));
        assert!(changed("1123abcd", "zh-Hant"));
        assert!(!changed("0123abcd", "zh-Hant") && !changed("1123abcd", "en") && !changed("", "zh-Hant"));
        assert_eq!(in_language("0123abcd", "zh-Hant-x-long"), "0123abcdzhHantxl");
    }

    #[test]
    fn odd_paths_are_not_noted() {
        let mut profile = Profile::default();
        let long = "x".repeat(PATH_BYTES + 1);
        for path in [&[] as &[&str], &[""], &["a\u{0}b"], &[&long], &["a"; PATH_DEPTH + 1]] {
            profile.note(Trace::Read, path, DAY);
        }
        assert!(profile.is_empty());
    }
}
