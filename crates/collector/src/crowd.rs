//! How many votes came from the same client on the same day, so that learning can tell a crowd from one who votes a thousand times.
//!
//! Nothing of the client is stored: the count is kept here, in memory, under a keyed hash whose key is made by chance and changes every
//! day, and only the number goes into the store beside the vote. A number says "this is the 57th time today" and not who says it. The
//! report counts all votes alike; learning believes only those with the number 0.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use faqlet_beacon::{Data, Event};

/// How long a key is used.
const KEY_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// Votes of a client a day, whatever they are on, that learning believes. Few people judge more answers in a day.
const VOTES_A_DAY: u32 = 8;
/// Most counts that are kept. Beyond, all begin anew: that is an attack from everywhere, against which the bounds of learning hold.
const COUNTS: usize = 100_000;

/// Votes counted by client, and by client and entry.
#[derive(Debug)]
pub(crate) struct Crowd {
    table: Mutex<Table>,
}

#[derive(Debug)]
struct Table {
    key: RandomState,
    since: Instant,
    counts: HashMap<u64, u32>,
}

impl Table {
    fn new(since: Instant) -> Table {
        Table { key: RandomState::new(), since, counts: HashMap::new() }
    }

    /// How often this was counted before.
    fn next(&mut self, what: &impl std::hash::Hash) -> u32 {
        let hash = self.key.hash_one(what);
        let count = self.counts.entry(hash).or_insert(0);
        let before = *count;
        *count = count.saturating_add(1);
        before
    }
}

impl Crowd {
    pub(crate) fn new(now: Instant) -> Crowd {
        Crowd { table: Mutex::new(Table::new(now)) }
    }

    /// For each event the number to store with it: 0 for what is no vote, for a client that is not known (a proxy that does not say),
    /// and for a vote that may well be somebody's own; else how many such votes came before it.
    pub(crate) fn of(&self, client: Option<[u8; 16]>, events: &[Event], now: Instant) -> Vec<u32> {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        if now.saturating_duration_since(table.since) >= KEY_LIFE || table.counts.len() >= COUNTS {
            *table = Table::new(now);
        }
        let mut number = |event: &Event| match (client, &event.data) {
            (Some(client), Data::Vote(vote)) => {
                // A change of mind is not another vote.
                let same = if vote.replaces.is_some() { 0 } else { table.next(&(client, &event.site, &vote.lang, &vote.entry)) };
                let all = table.next(&(client, &event.site));
                if all >= VOTES_A_DAY { same.max(all) } else { same }
            }
            _ => 0,
        };
        events.iter().map(&mut number).collect()
    }
}

#[cfg(test)]
mod tests {
    use faqlet_beacon::Kind;

    use super::*;
    use crate::store::testing::{event, vote};

    #[test]
    fn one_who_votes_again_and_again_is_counted_and_others_are_not() {
        let start = Instant::now();
        let crowd = Crowd::new(start);
        let votes = [vote(1, "a", true, None), vote(2, "a", true, None), vote(3, "b", true, None), event(Kind::View, 4)];
        assert_eq!(crowd.of(Some([1; 16]), &votes, start), [0, 1, 0, 0]);
        assert_eq!(crowd.of(Some([2; 16]), &votes[..1], start), [0], "somebody else");
        assert_eq!(crowd.of(None, &votes, start), [0; 4], "nobody knows who");
        let first = vote(9, "c", true, None);
        let changed = vote(10, "c", false, Some(&first));
        assert_eq!(crowd.of(Some([3; 16]), &[first, changed], start), [0, 0], "a change of mind");
        assert_eq!(crowd.of(Some([1; 16]), &votes[..1], start + KEY_LIFE), [0], "the next day");
    }

    #[test]
    fn many_votes_on_many_answers_are_too_many_as_well_and_the_table_stays_bounded() {
        let start = Instant::now();
        let crowd = Crowd::new(start);
        let votes: Vec<Event> = (0..20).map(|number| vote(number, &format!("e{number}"), true, None)).collect();
        let numbers = crowd.of(Some([1; 16]), &votes, start);
        assert!(numbers.iter().take(8).all(|number| *number == 0) && numbers.iter().skip(8).all(|number| *number >= 8));
        for client in 0..COUNTS as u128 {
            crowd.of(Some(client.to_be_bytes()), &votes[..1], start);
        }
        assert!(crowd.table.lock().unwrap().counts.len() <= COUNTS + 2);
    }
}
