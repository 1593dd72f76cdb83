//! What the store holds for learning: standing votes with the words that led to them, and what was searched in vain.

use super::database::{Access, Database, Done, Row, columns, row, transaction};
use super::{Store, StoreError};

/// Everything that learning looks at, of one site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Material {
    pub(crate) votes: Vec<Lesson>,
    pub(crate) gaps: Vec<GapFact>,
    /// Questions that were sent as they were typed.
    pub(crate) questions: Vec<(String, String)>,
}

/// A standing vote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lesson {
    pub(crate) day: u64,
    pub(crate) lang: String,
    pub(crate) entry: String,
    pub(crate) helpful: bool,
    /// See [`crate::crowd`].
    pub(crate) crowd: u64,
    /// The words that led to the entry, in alphabetical order.
    pub(crate) terms: Vec<String>,
}

/// Searches without a good answer that were alike, on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GapFact {
    pub(crate) day: u64,
    pub(crate) lang: String,
    pub(crate) terms: Vec<String>,
    pub(crate) count: u64,
}

impl Store {
    /// What learning looks at, as it stood at one moment, from a day on.
    pub(crate) fn material(&self, site: &str, from: u64) -> Result<Material, StoreError> {
        let mut reader = self.reader()?;
        let material = transaction(reader.as_mut(), Access::Read, |database| {
            Ok(Material {
                votes: votes(database, site, from)?,
                gaps: gaps(database, site, from)?,
                questions: questions(database, site, from)?,
            })
        });
        material.map_err(|fault| StoreError::Read(fault.reason))
    }
}

fn votes(database: &mut dyn Database, site: &str, from: u64) -> Done<Vec<Lesson>> {
    let sql = "SELECT day, lang, entry, helpful, COALESCE(crowd, 0), COALESCE(terms, '') FROM standing_vote
               WHERE site = $1 AND day >= $2 ORDER BY lang, entry, day, id";
    let lesson = |row: Row| {
        let [day, lang, entry, helpful, crowd, terms] = columns(row);
        let (helpful, crowd) = (helpful.int() == 1, crowd.count());
        Lesson { day: day.count(), lang: lang.text(), entry: entry.text(), helpful, crowd, terms: parted(&terms.text()) }
    };
    Ok(database.query(sql, row![site, from])?.into_iter().map(lesson).collect())
}

fn gaps(database: &mut dyn Database, site: &str, from: u64) -> Done<Vec<GapFact>> {
    let sql = "SELECT day, lang, COALESCE(terms, ''), COUNT(*) FROM event WHERE site = $1 AND kind = 'noresult' AND day >= $2
               GROUP BY day, lang, COALESCE(terms, '') ORDER BY 2, 3, 1";
    let gap = |row: Row| {
        let [day, lang, terms, count] = columns(row);
        GapFact { day: day.count(), lang: lang.text(), terms: parted(&terms.text()), count: count.count() }
    };
    Ok(database.query(sql, row![site, from])?.into_iter().map(gap).collect())
}

fn questions(database: &mut dyn Database, site: &str, from: u64) -> Done<Vec<(String, String)>> {
    let sql = "SELECT lang, detail FROM event WHERE site = $1 AND kind = 'question' AND day >= $2 AND detail IS NOT NULL ORDER BY at DESC, id LIMIT 1000";
    let said = |row: Row| {
        let [lang, text] = columns(row);
        (lang.text(), text.text())
    };
    Ok(database.query(sql, row![site, from])?.into_iter().map(said).collect())
}

fn parted(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
