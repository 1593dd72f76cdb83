//! What happened here: answers that were seen, with the vote on them, searches that were meant, steps of guided paths, days of visits. Kept
//! so that a visitor finds back to where they were, and is told when an answer that they read has changed since.

use serde::{Deserialize, Serialize};

/// Most answers that are remembered; the one seen longest ago goes first.
pub(crate) const MOST_SEEN: usize = 48;
/// Longest id of an entry, in bytes: as long as ids may be.
pub(crate) const ID_BYTES: usize = 200;
/// Longest revision, in bytes.
pub(crate) const REVISION_BYTES: usize = 16;
/// Most searches that are remembered.
pub(crate) const MOST_RECENT: usize = 8;
/// Longest search that is remembered, in bytes.
pub(crate) const RECENT_BYTES: usize = 120;
/// Most guided paths of which the step is remembered.
pub(crate) const MOST_PATHS: usize = 12;
/// Longest id of a guided path, in bytes.
pub(crate) const PATH_ID_BYTES: usize = 64;

/// An answer that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The entry's id.
    pub id: String,
    /// The revision that was seen, [with its language](in_language); empty where the site gives none.
    #[serde(default)]
    pub revision: String,
    /// The day it was seen last, in days since 1970-01-01 (UTC).
    pub day: u32,
    /// The vote on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helpful: Option<bool>,
}

/// How far a guided path was followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// The path's id.
    pub path: String,
    /// The step that was seen last, from 1.
    pub step: u32,
}

/// Days of visits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Visits {
    /// The day of the latest visit, in days since 1970-01-01 (UTC); 0 for none.
    pub last: u32,
    /// The day of the visit before it; 0 for none.
    pub before: u32,
}

/// Characters of a revision without its language.
const REVISION: usize = 8;

/// A revision with the language that it is of: an entry has another one in each language, and two of them tell nothing about each other.
/// At most 16 ASCII letters and digits.
#[must_use]
pub fn in_language(revision: &str, lang: &str) -> String {
    if revision.is_empty() {
        return String::new();
    }
    revision.chars().take(REVISION).chain(lang.chars()).filter(char::is_ascii_alphanumeric).take(REVISION_BYTES).collect()
}

/// Whether what was seen in the revision `before` has become another answer. Of another language, or without revisions, nobody knows, so no.
#[must_use]
pub fn has_become_another(before: &str, now: &str) -> bool {
    let parts = |revision| str::split_at_checked(revision, REVISION).unwrap_or((revision, ""));
    let ((before, seen_in), (now, read_in)) = (parts(before), parts(now));
    !before.is_empty() && !now.is_empty() && seen_in == read_in && before != now
}

/// Puts an answer in front of those seen. The vote on it stays.
pub(crate) fn saw(seen: &mut Vec<Seen>, id: &str, revision: &str, day: u32) {
    if !id_fits(id) || revision.len() > REVISION_BYTES {
        return;
    }
    let helpful = take(seen, |known| known.id == id).and_then(|known| known.helpful);
    push(seen, Seen { id: id.to_owned(), revision: revision.to_owned(), day, helpful }, MOST_SEEN);
}

/// Puts a search in front of those remembered. One that another goes on from (`ref`, `refund`) makes room for it.
pub(crate) fn searched(recent: &mut Vec<String>, query: &str) {
    let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
    if !recent_fits(&query) {
        return;
    }
    recent.retain(|known| !query.starts_with(known.as_str()));
    push(recent, query, MOST_RECENT);
}

/// Notes the step of a guided path.
pub(crate) fn stepped(paths: &mut Vec<Progress>, path: &str, step: u32) {
    if path_fits(path) && step > 0 {
        take(paths, |known| known.path == path);
        push(paths, Progress { path: path.to_owned(), step }, MOST_PATHS);
    }
}

impl Visits {
    pub(crate) fn note(&mut self, today: u32) {
        if today > self.last {
            *self = Visits { last: today, before: self.last };
        }
    }
}

pub(crate) fn id_fits(id: &str) -> bool {
    (1..=ID_BYTES).contains(&id.len()) && !id.chars().any(|c| c.is_control() || c.is_whitespace())
}

pub(crate) fn path_fits(id: &str) -> bool {
    id.len() <= PATH_ID_BYTES && id_fits(id)
}

pub(crate) fn recent_fits(query: &str) -> bool {
    crate::fact::is_line(query, RECENT_BYTES)
}

/// Takes the element out for which it holds.
fn take<T>(list: &mut Vec<T>, holds: impl Fn(&T) -> bool) -> Option<T> {
    list.iter().position(holds).map(|at| list.remove(at))
}

/// Adds to the end; what stands there longest goes.
pub(crate) fn push<T>(list: &mut Vec<T>, item: T, most: usize) {
    if list.len() >= most {
        list.remove(0);
    }
    list.push(item);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_again_comes_to_the_end_with_its_vote() {
        let mut seen = Vec::new();
        saw(&mut seen, "a", "1", 10);
        saw(&mut seen, "b", "1", 10);
        seen[0].helpful = Some(false);
        saw(&mut seen, "a", "2", 11);
        assert_eq!(seen.iter().map(|seen| seen.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(seen[1], Seen { id: "a".into(), revision: "2".into(), day: 11, helpful: Some(false) });
    }

    #[test]
    fn the_oldest_go_first() {
        let (mut seen, mut recent, mut paths) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..100u32 {
            saw(&mut seen, &number.to_string(), "", number);
            searched(&mut recent, &format!("query {number:03}"));
            stepped(&mut paths, &number.to_string(), 1);
        }
        assert_eq!((seen.len(), recent.len(), paths.len()), (MOST_SEEN, MOST_RECENT, MOST_PATHS));
        assert_eq!((seen[0].id.as_str(), recent[0].as_str(), paths[0].path.as_str()), ("52", "query 092", "88"));
    }

    #[test]
    fn a_search_makes_its_beginnings_superfluous() {
        let mut recent = Vec::new();
        for query in ["ref", "refund", "  lost   parcel ", "refund", "\u{0}", "   "] {
            searched(&mut recent, query);
        }
        assert_eq!(recent, ["lost parcel", "refund"]);
    }

    #[test]
    fn visits_are_counted_by_days() {
        let mut visits = Visits::default();
        for day in [10, 10, 12, 11, 12, 20] {
            visits.note(day);
        }
        assert_eq!(visits, Visits { last: 20, before: 12 });
    }

    #[test]
    fn odd_ids_are_not_remembered() {
        let mut seen = Vec::new();
        for id in ["", "a b", "a\n", &"x".repeat(201)] {
            saw(&mut seen, id, "", 1);
        }
        saw(&mut seen, "a", &"0".repeat(17), 1);
        assert!(seen.is_empty());
    }
}
