//! Which votes learning believes, and how much.

use std::collections::{BTreeMap, BTreeSet};

use super::{Flag, Suspicion};
use crate::store::Lesson;

/// Repetitions of a day on an entry that make it suspect, when they are at least as many as the others.
const REPEATED: u64 = 10;
/// Votes of a day on an entry that always count, whatever is usual.
const FREE: f64 = 4.0;
/// How many times the usual number a day counts at most.
const USUAL: f64 = 3.0;
/// Votes of a day on an entry that are told as a burst when they are more than it may count.
const BURST: u64 = 20;

/// A vote that counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trusted<'a> {
    pub(super) lesson: &'a Lesson,
    /// How much of a vote it is, 0 to 1.
    pub(super) part: f64,
}

/// A day of an entry.
#[derive(Default)]
struct Day<'a> {
    own: Vec<&'a Lesson>,
    repeated: u64,
}

/// The votes that count, in the order given, and what was found suspect.
pub(super) fn trusted(votes: &[Lesson]) -> (Vec<Trusted<'_>>, Vec<Flag>) {
    let mut entries: BTreeMap<(&str, &str), BTreeMap<u64, Day<'_>>> = BTreeMap::new();
    for vote in votes {
        let day = entries.entry((&vote.lang, &vote.entry)).or_default().entry(vote.day).or_default();
        if vote.crowd == 0 { day.own.push(vote) } else { day.repeated += 1 }
    }
    let mut flags = Vec::new();
    let flag = |(lang, entry): (&str, &str), day: u64, votes: u64, suspicion| Flag {
        lang: lang.into(),
        entry: entry.into(),
        day,
        votes,
        suspicion,
    };
    for (key, days) in &mut entries {
        days.retain(|number, day| {
            let own = day.own.len() as u64;
            let suspect = day.repeated >= REPEATED && day.repeated >= own;
            if suspect {
                flags.push(flag(*key, *number, own + day.repeated, Suspicion::Repeated));
            }
            !suspect
        });
    }
    let everywhere = median(entries.values().flat_map(BTreeMap::values).map(|day| day.own.len()).collect());
    let mut trusted = Vec::new();
    for (key, days) in &entries {
        for (number, day) in days {
            let others: Vec<usize> = days.iter().filter(|(other, _)| *other != number).map(|(_, day)| day.own.len()).collect();
            let usual = if others.len() < 2 { everywhere } else { median(others) };
            let most = FREE.max(USUAL * usual);
            let votes = day.own.len() as f64;
            if votes > most && day.own.len() as u64 >= BURST {
                flags.push(flag(*key, *number, day.own.len() as u64, Suspicion::Burst));
            }
            trusted.extend(day.own.iter().map(|lesson| Trusted { lesson, part: (most / votes).min(1.0) }));
        }
    }
    flags.sort_by(|a, b| (a.day, &a.lang, &a.entry).cmp(&(b.day, &b.lang, &b.entry)));
    (trusted, flags)
}

/// Days on which these votes were given.
pub(super) fn days(votes: &[Trusted<'_>]) -> usize {
    votes.iter().map(|vote| vote.lesson.day).collect::<BTreeSet<_>>().len()
}

fn median(mut counts: Vec<usize>) -> f64 {
    counts.retain(|count| *count > 0);
    counts.sort_unstable();
    counts.get(counts.len() / 2).map_or(0.0, |count| *count as f64)
}
