//! What visitors sent to be contacted, for the people who answer them.

use faqlet_beacon::Event;

use super::database::{Access, Row, row, transaction};
use super::{Store, StoreError, rows};

const NEWEST: &str = "SELECT event.site, event.id, kind, at, received, lang, version, entry, origin, helpful, reasons, comment, replaces, searches, terms, unknown, detail, entries, \
     route, event.count, reply, name, reference, topic, callback, message, question \
     FROM event JOIN contact ON contact.site = event.site AND contact.id = event.id ORDER BY at DESC, event.id LIMIT $1";

impl Store {
    /// The newest requests to be contacted, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub(crate) fn packets(&self, most: u64) -> Result<Vec<Event>, StoreError> {
        let mut reader = self.reader()?;
        let found = transaction(reader.as_mut(), Access::Read, |database| database.query(NEWEST, row![most]));
        let found: Vec<Row> = found.map_err(|fault| StoreError::Read(fault.reason))?;
        Ok(found.into_iter().filter_map(|row| rows::event(row, Vec::new())).map(|(event, _)| event).collect())
    }
}
