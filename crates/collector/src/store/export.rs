//! Reading events back: for exports, and for webhooks, which get each event until they have taken it.

use faqlet_beacon::{Event, Term};

use super::database::{Access, Database, Done, Row, columns, row, transaction};
use super::{Store, StoreError, rows};

/// Events of one page of an export.
const PAGE: u64 = 500;

const FIRST: &str = "SELECT event.site, event.id, kind, at, received, lang, version, entry, origin, helpful, reasons, comment, replaces, searches, terms, unknown, detail, entries, \
     route, event.count, reply, name, reference, topic, callback, message, question \
     FROM event LEFT JOIN contact ON contact.site = event.site AND contact.id = event.id \
     WHERE (event.site, event.id) > ($1, $2) AND ($3 = '' OR kind = $3) AND received >= $4 \
     ORDER BY event.site, event.id LIMIT $5";

const WAITING: &str = "SELECT event.site, event.id, kind, at, event.received, lang, version, entry, origin, helpful, reasons, comment, replaces, searches, terms, unknown, detail, \
     entries, route, event.count, reply, name, reference, topic, callback, message, question \
     FROM outgoing JOIN event ON event.site = outgoing.site AND event.id = outgoing.id \
     LEFT JOIN contact ON contact.site = event.site AND contact.id = event.id \
     WHERE hook = $1 ORDER BY outgoing.received, event.site, event.id LIMIT $2";

/// What to export.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only events of this kind, by its short name; empty: all.
    pub kind: String,
    /// Only events that arrived at this time or later, in milliseconds since 1970.
    pub since: u64,
}

/// An event as the store has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The event, its time by the collector's clock, without an erase key.
    pub event: Event,
    /// When it arrived, in milliseconds since 1970.
    pub received: u64,
}

impl Store {
    /// Hands out events in the order of site and id, a page at a time. `take` may end it by an error.
    ///
    /// # Errors
    /// [`StoreError::Read`], or what `take` gave.
    pub fn export<E: From<StoreError>>(&self, selection: &Selection, mut take: impl FnMut(Vec<Kept>) -> Result<(), E>) -> Result<(), E> {
        let mut reader = self.reader()?;
        let (mut site, mut id) = (String::new(), String::new());
        loop {
            let values = row![&site, &id, &selection.kind, selection.since, PAGE];
            let page = transaction(reader.as_mut(), Access::Read, |database| {
                let found = database.query(FIRST, values)?;
                let last = found.last().map(|row| row.iter().take(2).cloned().map(|value| value.text()).collect::<Vec<_>>());
                Ok((kept(database, found)?, last))
            });
            let (page, last) = page.map_err(|fault| StoreError::Read(fault.reason))?;
            let Some([last_site, last_id]) = last.and_then(|last| <[String; 2]>::try_from(last).ok()) else { return Ok(()) };
            (site, id) = (last_site, last_id);
            take(page)?;
        }
    }

    /// Events that a webhook has not taken yet, those that arrived first in front.
    ///
    /// # Errors
    /// [`StoreError::Write`] or [`StoreError::Closed`].
    pub async fn waiting(&self, hook: &str, most: u64) -> Result<Vec<Kept>, StoreError> {
        let hook = hook.to_owned();
        self.task(Access::Add, move |database| {
            let found = database.query(WAITING, row![&hook, most])?;
            kept(database, found)
        })
        .await
    }

    /// Notes that a webhook has taken events.
    ///
    /// # Errors
    /// [`StoreError::Write`] or [`StoreError::Closed`].
    pub async fn taken(&self, hook: &str, events: &[Kept]) -> Result<(), StoreError> {
        let rows: Vec<Row> = events.iter().map(|kept| row![hook, kept.received, &kept.event.site, &kept.event.id]).collect();
        self.task(Access::Add, move |database| {
            database.execute_each("DELETE FROM outgoing WHERE hook = $1 AND received = $2 AND site = $3 AND id = $4", &rows).map(drop)
        })
        .await
    }
}

fn kept(database: &mut dyn Database, found: Vec<Row>) -> Done<Vec<Kept>> {
    let keys: Vec<Row> = found.iter().map(|row| row.iter().take(2).cloned().collect()).collect();
    let terms = database.query_each("SELECT term, count FROM search_term WHERE site = $1 AND id = $2 ORDER BY term", &keys)?;
    let term = |row: Row| {
        let [term, count] = columns(row);
        Term { term: term.text(), count: u32::try_from(count.count()).unwrap_or(u32::MAX) }
    };
    let events = found.into_iter().zip(terms);
    let events = events.filter_map(|(row, terms)| rows::event(row, terms.into_iter().map(term).collect()));
    Ok(events.map(|(event, received)| Kept { event, received }).collect())
}
