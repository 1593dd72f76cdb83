//! What the store knows about a site, summed up for the report.

use std::collections::BTreeMap;

use super::database::{Access, Database, Done, Row, columns, row, transaction};
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
    /// Names of the sites that have events or sums, in alphabetical order.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub fn sites(&self) -> Result<Vec<String>, StoreError> {
        let mut reader = self.reader()?;
        let sql = "SELECT site FROM event UNION SELECT site FROM day_sum ORDER BY site";
        let found = reader.query(sql, Vec::new()).map_err(|fault| StoreError::Read(fault.reason))?;
        Ok(found.into_iter().map(first).collect())
    }

    /// Everything the report needs about a site, as it stood at one moment. At most `comments` comments, the newest first.
    pub(crate) fn facts(&self, site: &str, comments: usize) -> Result<Facts, StoreError> {
        let mut reader = self.reader()?;
        // One transaction: a collector that is writing meanwhile does not make the sums disagree.
        let facts = transaction(reader.as_mut(), Access::Read, |database| {
            Ok(Facts {
                days: days(database, site)?,
                langs: langs(database, site)?,
                entries: entries(database, site)?,
                terms: terms(database, site)?,
                unanswered: unanswered(database, site)?,
                comments: voices(database, site, comments)?,
                comment_total: voice_count(database, site)?,
            })
        });
        facts.map_err(|fault| StoreError::Read(fault.reason))
    }
}

fn days(database: &mut dyn Database, site: &str) -> Done<Vec<DayFact>> {
    let sql = "SELECT day, measure, CAST(SUM(count) AS BIGINT) FROM day_sum
               WHERE site = $1 AND measure IN ('search', 'noresult', 'view', 'yes', 'no') GROUP BY day, measure";
    let mut days: BTreeMap<u32, DayFact> = BTreeMap::new();
    for found in database.query(sql, row![site])? {
        let [day, measure, count] = columns(found);
        let day = u32::try_from(day.count()).unwrap_or(u32::MAX);
        let fact = days.entry(day).or_insert(DayFact { day, ..DayFact::default() });
        match measure.text().as_str() {
            "search" => fact.searches = count.count(),
            "noresult" => fact.noresults = count.count(),
            "view" => fact.views = count.count(),
            "yes" => fact.yes = count.count(),
            _ => fact.no = count.count(),
        }
    }
    let counts = |fact: &DayFact| fact.searches + fact.noresults + fact.views + fact.yes + fact.no > 0;
    Ok(days.into_values().filter(counts).collect())
}

fn langs(database: &mut dyn Database, site: &str) -> Done<Vec<LangFact>> {
    let sql = "SELECT lang, measure, CAST(SUM(count) AS BIGINT) FROM day_sum
               WHERE site = $1 AND measure IN ('search', 'noresult', 'view', 'yes', 'no') GROUP BY lang, measure";
    let mut langs: BTreeMap<String, LangFact> = BTreeMap::new();
    for found in database.query(sql, row![site])? {
        let [lang, measure, count] = columns(found);
        let fact = langs.entry(lang.clone().text()).or_insert_with(|| LangFact { lang: lang.text(), ..LangFact::default() });
        match measure.text().as_str() {
            "search" => fact.searches = count.count(),
            "noresult" => fact.noresults = count.count(),
            "view" => fact.views = count.count(),
            _ => fact.votes += count.count(),
        }
    }
    let counts = |fact: &LangFact| fact.searches + fact.noresults + fact.views + fact.votes > 0;
    Ok(langs.into_values().filter(counts).collect())
}

fn entries(database: &mut dyn Database, site: &str) -> Done<Vec<EntryFact>> {
    let sql = "SELECT item, lang, measure, CAST(SUM(count) AS BIGINT) FROM day_sum
               WHERE site = $1 AND measure IN ('view', 'yes', 'no') GROUP BY item, lang, measure";
    let mut entries: BTreeMap<(String, String), EntryFact> = BTreeMap::new();
    for found in database.query(sql, row![site])? {
        let [entry, lang, measure, count] = columns(found);
        let (entry, lang) = (entry.text(), lang.text());
        let key = (entry.clone(), lang.clone());
        let fact = entries.entry(key).or_insert_with(|| EntryFact { lang, entry, ..EntryFact::default() });
        match measure.text().as_str() {
            "view" => fact.views = count.count(),
            "yes" => fact.yes = count.count(),
            _ => fact.no = count.count(),
        }
    }
    let mut entries: Vec<EntryFact> = entries.into_values().filter(|fact| fact.views + fact.yes + fact.no > 0).collect();
    // Stable: what is equal stays in the order of entry and language.
    entries.sort_by_key(|fact| std::cmp::Reverse((fact.views, fact.yes + fact.no)));
    Ok(entries)
}

fn terms(database: &mut dyn Database, site: &str) -> Done<Vec<TermFact>> {
    let sql = "SELECT item, lang, measure, CAST(SUM(count) AS BIGINT) FROM day_sum
               WHERE site = $1 AND measure IN ('term', 'term_visit') GROUP BY item, lang, measure";
    let mut terms: BTreeMap<(String, String), TermFact> = BTreeMap::new();
    for found in database.query(sql, row![site])? {
        let [term, lang, measure, count] = columns(found);
        let (term, lang) = (term.text(), lang.text());
        let key = (term.clone(), lang.clone());
        let fact = terms.entry(key).or_insert_with(|| TermFact { lang, term, ..TermFact::default() });
        let sum = if measure.text() == "term" { &mut fact.count } else { &mut fact.visits };
        *sum = count.count();
    }
    let mut terms: Vec<TermFact> = terms.into_values().filter(|fact| fact.count > 0).collect();
    terms.sort_by_key(|fact| std::cmp::Reverse(fact.count));
    Ok(terms)
}

fn unanswered(database: &mut dyn Database, site: &str) -> Done<Vec<UnansweredFact>> {
    let sql = "SELECT lang, terms, unknown, COUNT(*) FROM event WHERE site = $1 AND kind = 'noresult'
               GROUP BY lang, terms, unknown ORDER BY 4 DESC, terms, unknown, lang";
    let fact = |row: Row| {
        let [lang, terms, unknown, count] = columns(row);
        let unknown = u32::try_from(unknown.count()).unwrap_or(u32::MAX);
        UnansweredFact { lang: lang.text(), terms: terms.text(), unknown, count: count.count() }
    };
    Ok(database.query(sql, row![site])?.into_iter().map(fact).collect())
}

fn voices(database: &mut dyn Database, site: &str, most: usize) -> Done<Vec<VoteFact>> {
    let sql = "SELECT day, lang, entry, helpful, COALESCE(reasons, ''), comment FROM standing_vote
               WHERE site = $1 AND comment IS NOT NULL ORDER BY at DESC, id LIMIT $2";
    let fact = |row: Row| {
        let [day, lang, entry, helpful, reasons, comment] = columns(row);
        let day = u32::try_from(day.count()).unwrap_or(u32::MAX);
        let (reasons, comment) = (reasons.text(), comment.text());
        VoteFact { day, lang: lang.text(), entry: entry.text(), helpful: helpful.int() == 1, reasons, comment }
    };
    Ok(database.query(sql, row![site, most as u64])?.into_iter().map(fact).collect())
}

fn voice_count(database: &mut dyn Database, site: &str) -> Done<u64> {
    let found = database.query("SELECT COUNT(*) FROM standing_vote WHERE site = $1 AND comment IS NOT NULL", row![site])?;
    Ok(found.first().and_then(|row| row.first()).map_or(0, |count| count.count()))
}

fn first(row: Row) -> String {
    let [first] = columns(row);
    first.text()
}
