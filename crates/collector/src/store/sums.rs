//! Sums by day, kept in the transaction that stores the events, so that they count each event exactly once; and the proof of it, which
//! counts the events anew and compares.
//!
//! What is summed (`measure`) and of which (`item`):
//!
//! | measure | item | |
//! |---|---|---|
//! | `search` | | settled searches |
//! | `noresult` | | searches without a good answer |
//! | `view` | entry | answers opened |
//! | `yes`, `no` | entry | standing votes: of a visitor's chain of votes on an entry the last one |
//! | `term`, `term_visit` | word | how often a word was searched, and in how many visits |
//! | `visit` | `answered`, `left`, `contacted` | how visits ended |
//! | `question` | | questions sent as they were typed |
//! | `contact` | route | requests to be contacted |
//! | `error` | code | what did not work |

use std::collections::{BTreeMap, BTreeSet};

use faqlet_beacon::{Data, Event};

use super::database::{Database, Done, Row, Value, columns, row};

const ADD: &str = "INSERT INTO day_sum (site, day, lang, measure, item, count) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT (site, day, lang, measure, item) DO UPDATE SET count = day_sum.count + excluded.count";

/// A vote and the votes that take its place.
pub(super) const VOTE: &str = "SELECT vote.day, vote.lang, vote.entry, vote.helpful, later.id FROM event AS vote \
     LEFT JOIN event AS later ON later.site = vote.site AND later.replaces = vote.id AND later.kind = 'vote' AND later.entry = vote.entry \
     WHERE vote.site = $1 AND vote.id = $2 AND vote.kind = 'vote'";

/// The sums of a day, counted from its events.
pub(super) const COUNT: &str = "SELECT lang, measure, item, CAST(SUM(n) AS BIGINT) FROM ( \
     SELECT lang, 'search' AS measure, '' AS item, SUM(searches) AS n FROM event \
       WHERE site = $1 AND day = $2 AND kind = 'search' GROUP BY lang \
     UNION ALL SELECT lang, kind, '', COUNT(*) FROM event \
       WHERE site = $1 AND day = $2 AND kind IN ('noresult', 'question') GROUP BY lang, kind \
     UNION ALL SELECT lang, 'view', entry, COUNT(*) FROM event WHERE site = $1 AND day = $2 AND kind = 'view' GROUP BY lang, entry \
     UNION ALL SELECT lang, CASE helpful WHEN 1 THEN 'yes' ELSE 'no' END, entry, COUNT(*) FROM standing_vote \
       WHERE site = $1 AND day = $2 GROUP BY lang, entry, helpful \
     UNION ALL SELECT search_term.lang, 'term', term, SUM(search_term.count) FROM search_term \
       JOIN event ON event.site = search_term.site AND event.id = search_term.id \
       WHERE event.site = $1 AND event.day = $2 GROUP BY search_term.lang, term \
     UNION ALL SELECT search_term.lang, 'term_visit', term, COUNT(*) FROM search_term \
       JOIN event ON event.site = search_term.site AND event.id = search_term.id \
       WHERE event.site = $1 AND event.day = $2 GROUP BY search_term.lang, term \
     UNION ALL SELECT lang, 'visit', detail, COUNT(*) FROM event WHERE site = $1 AND day = $2 AND kind = 'visit' GROUP BY lang, detail \
     UNION ALL SELECT lang, 'contact', route, COUNT(*) FROM event WHERE site = $1 AND day = $2 AND kind = 'contact' GROUP BY lang, route \
     UNION ALL SELECT lang, 'error', detail, SUM(count) FROM event WHERE site = $1 AND day = $2 AND kind = 'error' GROUP BY lang, detail \
     ) AS part GROUP BY lang, measure, item ORDER BY lang, measure, item";

/// What identifies a sum within a day of a site.
type Item = (String, String, String);

/// Changes of sums, gathered for one transaction and written in the order of their keys, so that no two collectors wait for each other.
#[derive(Debug, Default)]
pub(super) struct Sums {
    changes: BTreeMap<(String, u64, Item), i64>,
}

/// A sum that is not what the events say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The site.
    pub site: String,
    /// Days since 1970-01-01 (UTC).
    pub day: u64,
    /// Language of the index.
    pub lang: String,
    /// What is summed.
    pub measure: String,
    /// Of which.
    pub item: String,
    /// The sum in the store.
    pub stored: i64,
    /// The sum of the events.
    pub counted: i64,
}

/// What a recount found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recount {
    /// Days that were counted, each of each site by itself.
    pub days: u64,
    /// Events that were counted.
    pub events: u64,
    /// Sums that were compared.
    pub sums: u64,
    /// Those that differ.
    pub differences: Vec<Difference>,
}

impl Sums {
    fn change(&mut self, site: &str, day: u64, lang: &str, measure: &str, item: &str, by: i64) {
        let key = (site.to_owned(), day, (lang.to_owned(), measure.to_owned(), item.to_owned()));
        *self.changes.entry(key).or_default() += by;
    }

    /// Counts a new event; votes are counted by [`Sums::votes`].
    pub(super) fn event(&mut self, event: &Event, day: u64) {
        let mut add = |lang: &str, measure: &str, item: &str, by: u32| self.change(&event.site, day, lang, measure, item, i64::from(by));
        match &event.data {
            Data::Search(search) => {
                add(&search.lang, "search", "", search.searches);
                for term in &search.terms {
                    add(&search.lang, "term", &term.term, term.count);
                    add(&search.lang, "term_visit", &term.term, 1);
                }
            }
            Data::NoResult(search) => add(&search.lang, "noresult", "", 1),
            Data::View(view) => add(&view.lang, "view", &view.entry, 1),
            Data::Visit(visit) => add(&visit.lang, "visit", visit.end.name(), 1),
            Data::Question(question) => add(&question.lang, "question", "", 1),
            Data::Contact(contact) => add(&contact.lang, "contact", &contact.route, 1),
            Data::Error(fault) => add(&fault.lang, "error", &fault.code, fault.count),
            Data::Vote(_) | Data::Erase(_) => {}
        }
    }

    /// Counts new votes, which are in the tables already. A vote counts as long as no other takes its place; either may arrive first.
    pub(super) fn votes(&mut self, database: &mut dyn Database, new: &[&Event]) -> Done<()> {
        let ids: BTreeSet<(&str, &str)> = new.iter().map(|event| (event.site.as_str(), event.id.as_str())).collect();
        let mut touched = ids.clone();
        for event in new {
            if let Data::Vote(vote) = &event.data {
                touched.extend(vote.replaces.as_deref().map(|earlier| (event.site.as_str(), earlier)));
            }
        }
        let keys: Vec<Row> = touched.iter().map(|(site, id)| row![*site, *id]).collect();
        let found = database.query_each(VOTE, &keys)?;
        for ((site, id), rows) in touched.into_iter().zip(found) {
            let later: Vec<String> =
                rows.iter().filter_map(|row| row.get(4)).filter(|id| **id != Value::Null).map(|id| id.clone().text()).collect();
            let Some(first) = rows.into_iter().next() else { continue };
            let [day, lang, entry, helpful] = columns(first);
            let counted_before = !ids.contains(&(site, id)) && later.iter().all(|later| ids.contains(&(site, later.as_str())));
            let by = i64::from(later.is_empty()) - i64::from(counted_before);
            let measure = if helpful.int() == 1 { "yes" } else { "no" };
            self.change(site, day.count(), &lang.text(), measure, &entry.text(), by);
        }
        Ok(())
    }

    /// Writes the changes.
    pub(super) fn write(self, database: &mut dyn Database) -> Done<()> {
        let changes = self.changes.into_iter().filter(|(_, by)| *by != 0);
        let rows: Vec<Row> = changes.map(|((site, day, (lang, measure, item)), by)| row![site, day, lang, measure, item, by]).collect();
        database.execute_each(ADD, &rows).map(drop)
    }
}

/// Makes the sums of a day anew from its events.
pub(super) fn renew(database: &mut dyn Database, site: &str, day: u64) -> Done<()> {
    database.execute("DELETE FROM day_sum WHERE site = $1 AND day = $2", row![site, day])?;
    let rows = count(database, site, day)?.into_iter().map(|((lang, measure, item), n)| row![site, day, lang, measure, item, n]);
    let rows: Vec<Row> = rows.collect();
    database.execute_each(ADD, &rows).map(drop)
}

/// Makes all sums of a store that has events but none: one of version 1.
pub(super) fn fill(database: &mut dyn Database) -> Done<()> {
    let some = |rows: Vec<Row>| rows.first().and_then(|row| row.first()).is_some_and(|count| count.count() > 0);
    if some(database.query("SELECT COUNT(*) FROM (SELECT site FROM day_sum LIMIT 1) AS part", Vec::new())?) {
        return Ok(());
    }
    for (site, day) in days(database, 0)? {
        renew(database, &site, day)?;
    }
    Ok(())
}

/// Counts the events and compares. Only days whose events are all still there can be proved.
pub(super) fn recount(database: &mut dyn Database) -> Done<Recount> {
    let from = horizon(database)?;
    let mut found = Recount::default();
    let events = database.query("SELECT COUNT(*) FROM event", Vec::new())?;
    found.events = events.first().and_then(|row| row.first()).map_or(0, Value::count);
    for (site, day) in days(database, from)? {
        found.days += 1;
        let counted = count(database, &site, day)?;
        let stored = database.query("SELECT lang, measure, item, count FROM day_sum WHERE site = $1 AND day = $2", row![&site, day])?;
        let stored: BTreeMap<Item, i64> = stored.into_iter().map(sum).collect();
        let items: BTreeSet<&Item> = counted.keys().chain(stored.keys()).collect();
        for item in items {
            found.sums += 1;
            let get = |sums: &BTreeMap<Item, i64>| sums.get(item).copied().unwrap_or(0);
            let (stored, counted) = (get(&stored), get(&counted));
            if stored != counted {
                let (lang, measure, item) = item.clone();
                found.differences.push(Difference { site: site.clone(), day, lang, measure, item, stored, counted });
            }
        }
    }
    Ok(found)
}

/// The first day whose events are all still there.
pub(super) fn horizon(database: &mut dyn Database) -> Done<u64> {
    let found = database.query("SELECT value FROM setting WHERE name = 'horizon'", Vec::new())?;
    Ok(found.first().and_then(|row| row.first()).map_or(0, Value::count))
}

fn days(database: &mut dyn Database, from: u64) -> Done<Vec<(String, u64)>> {
    let sql = "SELECT site, day FROM event WHERE day >= $1 UNION SELECT site, day FROM day_sum WHERE day >= $1 ORDER BY site, day";
    let found = database.query(sql, row![from])?;
    Ok(found.into_iter().map(columns).map(|[site, day]| (site.text(), day.count())).collect())
}

fn count(database: &mut dyn Database, site: &str, day: u64) -> Done<BTreeMap<Item, i64>> {
    Ok(database.query(COUNT, row![site, day])?.into_iter().map(sum).collect())
}

fn sum(row: Row) -> (Item, i64) {
    let [lang, measure, item, count] = columns(row);
    ((lang.text(), measure.text(), item.text()), count.int())
}
