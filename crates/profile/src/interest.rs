//! The profile: what the visitor's reading on this site implies. Categories whose answers were opened gain points, and points fade
//! with a half-life of [`HALF_LIFE`] days, so that last year's printer does not order this year's answers. Days, not times, are kept:
//! the profile does not say when in a day somebody was here.

use serde::{Deserialize, Serialize};

use crate::exp::decay;

/// Days after which an interest counts half.
pub(crate) const HALF_LIFE: u32 = 30;
/// Points of one opened answer.
const READ: u32 = 1_000;
/// Most points of one interest: eight answers on one day. More reading says nothing new.
pub(crate) const MOST_POINTS: u32 = 8 * READ;
/// Fewest points that are worth keeping: one answer read four half-lives ago.
const LEAST_POINTS: u32 = READ / 16;
/// Most interests. With [`PATH_BYTES`] it keeps the profile below [`crate::MOST_BYTES`] as JSON.
pub(crate) const MOST_INTERESTS: usize = 64;
/// Most levels of a category path.
pub(crate) const PATH_DEPTH: usize = 8;
/// Most bytes of all levels of a category path together.
pub(crate) const PATH_BYTES: usize = 320;
/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// What the device has learnt about the visitor's interests. Declared facts (products owned, tier) will stand beside `read`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// Categories whose answers were opened; implied, not declared. In order of first reading.
    pub read: Vec<Interest>,
}

/// An interest in a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    /// The category's path from the top, as the FAQ names it.
    pub path: Vec<String>,
    /// Thousandths of an opened answer, as of `day`.
    pub points: u32,
    /// The day of the last reading, in days since 1970-01-01 (UTC).
    pub day: u32,
}

impl Profile {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.read.is_empty()
    }

    /// Notes that an answer of this category was opened. Paths beyond the limits, and empty ones, are not noted. When there are too
    /// many interests the weakest goes.
    pub(crate) fn note(&mut self, path: &[&str], now: u64) {
        if !path_fits(path.iter().copied()) {
            return;
        }
        let today = day(now);
        self.fade(today);
        match self.read.iter_mut().find(|interest| interest.path == path) {
            Some(interest) => {
                interest.points = interest.points_on(today).saturating_add(READ).min(MOST_POINTS);
                interest.day = today;
            }
            None => {
                self.make_room(today);
                let path = path.iter().map(|&level| level.to_owned()).collect();
                self.read.push(Interest { path, points: READ, day: today });
            }
        }
    }

    /// Drops interests that have faded away.
    fn fade(&mut self, today: u32) {
        self.read.retain(|interest| interest.points_on(today) >= LEAST_POINTS);
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

    #[test]
    fn reading_adds_up_to_a_cap_and_fades() {
        let mut profile = Profile::default();
        for _ in 0..20 {
            profile.note(&["Returns"], 100 * DAY);
        }
        let interest = &profile.read[0];
        assert_eq!(interest.points, MOST_POINTS);
        assert_eq!(interest.points_on(130), MOST_POINTS / 2);
        assert_eq!(interest.points_on(90), MOST_POINTS);
    }

    #[test]
    fn faded_interests_are_forgotten() {
        let mut profile = Profile::default();
        profile.note(&["Old"], 0);
        profile.note(&["New"], 121 * DAY);
        assert_eq!(profile.read.len(), 1);
        assert_eq!(profile.read[0].path, ["New"]);
    }

    #[test]
    fn the_weakest_interest_makes_room() {
        let mut profile = Profile::default();
        profile.note(&["Weak"], 0);
        for number in 0..MOST_INTERESTS {
            profile.note(&[&format!("Category {number}")], 10 * DAY);
        }
        assert_eq!(profile.read.len(), MOST_INTERESTS);
        assert!(profile.read.iter().all(|interest| interest.path != ["Weak"]));
    }

    #[test]
    fn odd_paths_are_not_noted() {
        let mut profile = Profile::default();
        let long = "x".repeat(PATH_BYTES + 1);
        for path in [&[] as &[&str], &[""], &["a\u{0}b"], &[&long], &["a"; PATH_DEPTH + 1]] {
            profile.note(path, DAY);
        }
        assert!(profile.is_empty());
    }
}
