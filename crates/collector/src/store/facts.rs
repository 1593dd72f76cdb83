//! What the store knows about a site, summed up for the report.

use rusqlite::{Connection, Row};

use super::{Store, StoreError};

/// The sums of one site. Lists are complete and in a fixed order; the report picks from them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) days: Vec<DayFact>,
    pub(crate) langs: Vec<LangFact>,
    pub(crate) entries: Vec<EntryFact>,
    pub(crate) terms: Vec<TermFact>,
    pub(crate) unanswered: Vec<UnansweredFact>,
    pub(crate) comments: Vec<VoteFact>,
    pub(crate) comment_total: u64,
}

/// The sums of a day, days without events left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DayFact {
    /// Days since 1970-01-01 (UTC).
    pub(crate) day: u32,
    pub(crate) searches: u64,
    pub(crate) noresults: u64,
    pub(crate) views: u64,
    pub(crate) yes: u64,
    pub(crate) no: u64,
}

/// The sums of a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LangFact {
    pub(crate) lang: String,
    pub(crate) searches: u64,
    pub(crate) noresults: u64,
    pub(crate) views: u64,
    pub(crate) votes: u64,
}

/// The sums of an entry in a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EntryFact {
    pub(crate) lang: String,
    pub(crate) entry: String,
    pub(crate) views: u64,
    pub(crate) yes: u64,
    pub(crate) no: u64,
}

/// How often a word was searched, and in how many visits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TermFact {
    pub(crate) lang: String,
    pub(crate) term: String,
    pub(crate) count: u64,
    pub(crate) visits: u64,
}

/// Searches without a good answer that were alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UnansweredFact {
    pub(crate) lang: String,
    /// Known words in alphabetical order, separated by blanks.
    pub(crate) terms: String,
    pub(crate) unknown: u32,
    pub(crate) count: u64,
}

/// A vote with words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VoteFact {
    pub(crate) day: u32,
    pub(crate) lang: String,
    pub(crate) entry: String,
    pub(crate) helpful: bool,
    pub(crate) reasons: String,
    pub(crate) comment: String,
}

impl Store {
    /// Names of the sites that have events, in alphabetical order.
    pub(crate) fn sites(&self) -> Result<Vec<String>, StoreError> {
        rows(&self.reader()?, "SELECT DISTINCT site FROM event ORDER BY site", &[], |row| row.get(0))
    }

    /// Everything the report needs about a site, as it stood at one moment. At most `comments` comments, the newest first.
    pub(crate) fn facts(&self, site: &str, comments: usize) -> Result<Facts, StoreError> {
        let mut connection = self.reader()?;
        // One transaction: a collector that is writing meanwhile does not make the sums disagree.
        let transaction = connection.transaction().map_err(read)?;
        let facts = Facts {
            days: days(&transaction, site)?,
            langs: langs(&transaction, site)?,
            entries: entries(&transaction, site)?,
            terms: terms(&transaction, site)?,
            unanswered: unanswered(&transaction, site)?,
            comments: voices(&transaction, site, comments)?,
            comment_total: rows(
                &transaction,
                "SELECT COUNT(*) FROM standing_vote WHERE site = ?1 AND comment IS NOT NULL",
                &[&site],
                |row| number(row, 0),
            )?
            .first()
            .copied()
            .unwrap_or_default(),
        };
        Ok(facts)
    }
}

fn days(connection: &Connection, site: &str) -> Result<Vec<DayFact>, StoreError> {
    let sql = "SELECT day, SUM(searches), SUM(noresults), SUM(views), SUM(yes), SUM(no) FROM (
                   SELECT day, COALESCE(SUM(CASE kind WHEN 'search' THEN searches END), 0) AS searches, COUNT(CASE kind WHEN 'noresult' THEN 1 END) AS noresults,
                          COUNT(CASE kind WHEN 'view' THEN 1 END) AS views,
                          0 AS yes, 0 AS no FROM event WHERE site = ?1 GROUP BY day
                   UNION ALL
                   SELECT day, 0, 0, 0, SUM(helpful), SUM(1 - helpful) FROM standing_vote WHERE site = ?1 GROUP BY day
               ) AS part GROUP BY day ORDER BY day";
    rows(connection, sql, &[&site], |row| {
        let (searches, noresults, views) = (number(row, 1)?, number(row, 2)?, number(row, 3)?);
        Ok(DayFact { day: row.get(0)?, searches, noresults, views, yes: number(row, 4)?, no: number(row, 5)? })
    })
}

fn langs(connection: &Connection, site: &str) -> Result<Vec<LangFact>, StoreError> {
    let sql = "SELECT lang, SUM(searches), SUM(noresults), SUM(views), SUM(votes) FROM (
                   SELECT lang, COALESCE(SUM(CASE kind WHEN 'search' THEN searches END), 0) AS searches, COUNT(CASE kind WHEN 'noresult' THEN 1 END) AS noresults,
                          COUNT(CASE kind WHEN 'view' THEN 1 END) AS views,
                          0 AS votes FROM event WHERE site = ?1 GROUP BY lang
                   UNION ALL
                   SELECT lang, 0, 0, 0, COUNT(*) FROM standing_vote WHERE site = ?1 GROUP BY lang
               ) AS part GROUP BY lang ORDER BY lang";
    rows(connection, sql, &[&site], |row| {
        let (searches, noresults) = (number(row, 1)?, number(row, 2)?);
        Ok(LangFact { lang: row.get(0)?, searches, noresults, views: number(row, 3)?, votes: number(row, 4)? })
    })
}

fn entries(connection: &Connection, site: &str) -> Result<Vec<EntryFact>, StoreError> {
    let sql = "SELECT lang, entry, SUM(views), SUM(yes), SUM(no) FROM (
                   SELECT lang, entry, COUNT(*) AS views, 0 AS yes, 0 AS no FROM event WHERE site = ?1 AND kind = 'view'
                   GROUP BY lang, entry
                   UNION ALL
                   SELECT lang, entry, 0, SUM(helpful), SUM(1 - helpful) FROM standing_vote WHERE site = ?1 GROUP BY lang, entry
               ) AS part GROUP BY lang, entry ORDER BY 3 DESC, 4 + 5 DESC, entry, lang";
    rows(connection, sql, &[&site], |row| {
        Ok(EntryFact { lang: row.get(0)?, entry: row.get(1)?, views: number(row, 2)?, yes: number(row, 3)?, no: number(row, 4)? })
    })
}

fn terms(connection: &Connection, site: &str) -> Result<Vec<TermFact>, StoreError> {
    let sql = "SELECT lang, term, SUM(count), COUNT(*) FROM search_term WHERE site = ?1 GROUP BY lang, term ORDER BY 3 DESC, term, lang";
    rows(connection, sql, &[&site], |row| {
        Ok(TermFact { lang: row.get(0)?, term: row.get(1)?, count: number(row, 2)?, visits: number(row, 3)? })
    })
}

fn unanswered(connection: &Connection, site: &str) -> Result<Vec<UnansweredFact>, StoreError> {
    let sql = "SELECT lang, terms, unknown, COUNT(*) FROM event WHERE site = ?1 AND kind = 'noresult'
               GROUP BY lang, terms, unknown ORDER BY 4 DESC, terms, unknown, lang";
    rows(connection, sql, &[&site], |row| {
        Ok(UnansweredFact { lang: row.get(0)?, terms: row.get(1)?, unknown: row.get(2)?, count: number(row, 3)? })
    })
}

fn voices(connection: &Connection, site: &str, most: usize) -> Result<Vec<VoteFact>, StoreError> {
    let sql = "SELECT day, lang, entry, helpful, COALESCE(reasons, ''), comment FROM standing_vote
               WHERE site = ?1 AND comment IS NOT NULL ORDER BY at DESC, id LIMIT ?2";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    rows(connection, sql, &[&site, &most], |row| {
        let (reasons, comment) = (row.get(4)?, row.get(5)?);
        Ok(VoteFact { day: row.get(0)?, lang: row.get(1)?, entry: row.get(2)?, helpful: row.get(3)?, reasons, comment })
    })
}

fn rows<T>(
    connection: &Connection,
    sql: &str,
    values: &[&dyn rusqlite::ToSql],
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare(sql).map_err(read)?;
    statement.query_map(values, row).and_then(Iterator::collect).map_err(read)
}

/// A sum or a count.
fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(|number| u64::try_from(number).unwrap_or(0))
}

fn read(error: rusqlite::Error) -> StoreError {
    StoreError::Read(error.to_string())
}
