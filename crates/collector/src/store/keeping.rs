//! Deleting: what is too old, and what a visitor wants to have deleted.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::database::{Database, Done, Row, columns, row};
use super::sums;

/// Most events deleted in one transaction, so that those who want to store something need not wait for long.
pub(super) const CHUNK: usize = 1_000;

/// How long things are kept, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Events. At least [`Retention::LEAST`]: an event may arrive as late as that.
    pub events: u32,
    /// Sums by day.
    pub sums: u32,
}

impl Retention {
    /// The shortest time that events can be kept: as long as an outbox keeps them, and two days for the borders.
    pub const LEAST: u32 = (faqlet_beacon::limit::OUTBOX_AGE / 86_400_000) as u32 + 2;
}

impl Default for Retention {
    /// 90 days for events, 25 months for sums.
    fn default() -> Retention {
        Retention { events: 90, sums: 762 }
    }
}

/// What the store keeps of an erase key: enough to know it again, of no use to whoever reads the store.
pub(super) fn hash(site: &str, key: &str) -> String {
    let digest = Sha256::new().chain_update(site).chain_update("/").chain_update(key).finalize();
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Deletes what came with an erase key, and remembers the key. Says whether it was shown for the first time.
pub(super) fn erase(database: &mut dyn Database, site: &str, key: &str, today: u64) -> Done<bool> {
    let hash = hash(site, key);
    let first = database.execute(
        "INSERT INTO erased (site, hash, day) VALUES ($1, $2, $3) ON CONFLICT (site, hash) DO NOTHING",
        row![site, &hash, today],
    )?;
    let found = database.query("SELECT id, day, COALESCE(replaces, '') FROM event WHERE site = $1 AND erase = $2", row![site, &hash])?;
    let mut days = BTreeSet::new();
    let (mut ids, mut replaced): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
    for found in found {
        let [id, day, replaces] = columns(found);
        days.insert(day.count());
        ids.push(vec![site.into(), id]);
        replaced.push(vec![site.into(), replaces]);
    }
    // A vote whose successor goes counts again, on the day it was given.
    for earlier in database.query_each("SELECT day FROM event WHERE site = $1 AND id = $2", &replaced)?.into_iter().flatten() {
        days.extend(earlier.first().map(super::database::Value::count));
    }
    delete(database, &ids)?;
    let horizon = sums::horizon(database)?;
    for day in days.into_iter().filter(|day| *day >= horizon) {
        sums::renew(database, site, day)?;
    }
    Ok(first > 0)
}

/// Deletes some of the events before a day; says how many. Their sums stay.
pub(super) fn delete_before(database: &mut dyn Database, day: u64) -> Done<usize> {
    let horizon = sums::horizon(database)?;
    if day > horizon {
        let sql = "INSERT INTO setting (name, value) VALUES ('horizon', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        database.execute(sql, row![day])?;
    }
    let found = database.query("SELECT site, id FROM event WHERE day < $1 ORDER BY day LIMIT $2", row![day, CHUNK as u64])?;
    delete(database, &found)?;
    Ok(found.len())
}

/// Deletes sums and remembered keys that are too old.
pub(super) fn delete_sums_before(database: &mut dyn Database, sums: u64, keys: u64) -> Done<()> {
    database.execute("DELETE FROM day_sum WHERE day < $1", row![sums])?;
    database.execute("DELETE FROM erased WHERE day < $1", row![keys]).map(drop)
}

fn delete(database: &mut dyn Database, ids: &[Row]) -> Done<()> {
    for sql in [
        "DELETE FROM search_term WHERE site = $1 AND id = $2",
        "DELETE FROM contact WHERE site = $1 AND id = $2",
        "DELETE FROM outgoing WHERE site = $1 AND id = $2",
        "DELETE FROM event WHERE site = $1 AND id = $2",
    ] {
        database.execute_each(sql, ids)?;
    }
    Ok(())
}
