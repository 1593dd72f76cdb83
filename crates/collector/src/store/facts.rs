//! What the store knows about a site, summed up for the report.

use std::collections::BTreeMap;

use faqlet_beacon::End;

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
    /// Contact routes and how often each was taken, in alphabetical order.
    pub(crate) routes: Vec<(String, u64)>,
    /// What did not work on devices, by its code, and how often, in alphabetical order.
    pub(crate) faults: Vec<(String, u64)>,
    /// Questions as they were typed: day, language, text; the newest first.
    pub(crate) questions: Vec<(u32, String, String)>,
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
    /// Visits that ended answered, left, contacted.
    pub(crate) ends: [u64; 3],
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
    /// The same of the last four weeks, and of the four before.
    pub(crate) recent: Counts,
    pub(crate) earlier: Counts,
    /// Views of the last week.
    pub(crate) week: u64,
    /// The last day on which it was opened or judged.
    pub(crate) last: u32,
    /// Votes that call it outdated.
    pub(crate) outdated: u64,
}

/// Sums of an entry over some days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
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
            let days = days(database, site)?;
            let until = days.last().map_or(0, |fact| u64::from(fact.day));
            Ok(Facts {
                days,
                langs: langs(database, site)?,
                entries: entries(database, site, until)?,
                terms: terms(database, site)?,
                unanswered: unanswered(database, site)?,
                comments: voices(database, site, comments)?,
                comment_total: voice_count(database, site)?,
                routes: items(database, site, "contact")?,
                faults: items(database, site, "error")?,
                questions: questions(database, site, comments)?,
            })
        });
        facts.map_err(|fault| StoreError::Read(fault.reason))
    }
}

fn days(database: &mut dyn Database, site: &str) -> Done<Vec<DayFact>> {
    let sql = "SELECT day, measure, CASE measure WHEN 'visit' THEN item ELSE '' END, CAST(SUM(count) AS BIGINT) FROM day_sum
               WHERE site = $1 AND measure IN ('search', 'noresult', 'view', 'yes', 'no', 'visit') GROUP BY 1, 2, 3";
    let mut days: BTreeMap<u32, DayFact> = BTreeMap::new();
    for found in database.query(sql, row![site])? {
        let [day, measure, end, count] = columns(found);
        let day = u32::try_from(day.count()).unwrap_or(u32::MAX);
        let fact = days.entry(day).or_insert(DayFact { day, ..DayFact::default() });
        match measure.text().as_str() {
            "search" => fact.searches = count.count(),
            "noresult" => fact.noresults = count.count(),
            "view" => fact.views = count.count(),
            "yes" => fact.yes = count.count(),
            "no" => fact.no = count.count(),
            _ => {
                let place = End::ALL.iter().position(|known| known.name() == end.clone().text());
                if let Some(sum) = place.and_then(|place| fact.ends.get_mut(place)) {
                    *sum = count.count();
                }
            }
        }
    }
    let counts = |fact: &DayFact| fact.searches + fact.noresults + fact.views + fact.yes + fact.no + fact.ends.iter().sum::<u64>() > 0;
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

fn entries(database: &mut dyn Database, site: &str, until: u64) -> Done<Vec<EntryFact>> {
    let sql = "SELECT item, lang, measure, CAST(SUM(count) AS BIGINT), CAST(SUM(CASE WHEN day > $1 THEN count ELSE 0 END) AS BIGINT), \
               CAST(SUM(CASE WHEN day > $2 AND day <= $1 THEN count ELSE 0 END) AS BIGINT), \
               CAST(SUM(CASE WHEN day > $3 THEN count ELSE 0 END) AS BIGINT), MAX(CASE WHEN count > 0 THEN day ELSE 0 END) \
               FROM day_sum WHERE site = $4 AND measure IN ('view', 'yes', 'no') GROUP BY item, lang, measure";
    let before = |days: u64| until.saturating_sub(days);
    let mut entries: BTreeMap<(String, String), EntryFact> = BTreeMap::new();
    for found in database.query(sql, row![before(28), before(56), before(7), site])? {
        let [entry, lang, measure, count, recent, earlier, week, last] = columns(found);
        let (entry, lang) = (entry.text(), lang.text());
        let key = (entry.clone(), lang.clone());
        let fact = entries.entry(key).or_insert_with(|| EntryFact { lang, entry, ..EntryFact::default() });
        fact.last = fact.last.max(u32::try_from(last.count()).unwrap_or(u32::MAX));
        let (all, counts): (&mut u64, fn(&mut Counts) -> &mut u64) = match measure.text().as_str() {
            "view" => {
                fact.week = week.count();
                (&mut fact.views, |counts| &mut counts.views)
            }
            "yes" => (&mut fact.yes, |counts| &mut counts.yes),
            _ => (&mut fact.no, |counts| &mut counts.no),
        };
        *all = count.count();
        *counts(&mut fact.recent) = recent.count();
        *counts(&mut fact.earlier) = earlier.count();
    }
    let sql = "SELECT entry, lang, COUNT(*) FROM standing_vote WHERE site = $1 AND reasons LIKE '%outdated%' GROUP BY entry, lang";
    for found in database.query(sql, row![site])? {
        let [entry, lang, count] = columns(found);
        if let Some(fact) = entries.get_mut(&(entry.text(), lang.text())) {
            fact.outdated = count.count();
        }
    }
    let mut entries: Vec<EntryFact> = entries.into_values().filter(|fact| fact.views + fact.yes + fact.no > 0).collect();
    // Stable: what is equal stays in the order of entry and language.
    entries.sort_by_key(|fact| std::cmp::Reverse((fact.views, fact.yes + fact.no)));
    Ok(entries)
}

/// The items of a measure and the sum of each.
fn items(database: &mut dyn Database, site: &str, measure: &str) -> Done<Vec<(String, u64)>> {
    let sql = "SELECT item, CAST(SUM(count) AS BIGINT) FROM day_sum WHERE site = $1 AND measure = $2 GROUP BY item ORDER BY item";
    let item = |row: Row| {
        let [item, count] = columns(row);
        (item.text(), count.count())
    };
    Ok(database.query(sql, row![site, measure])?.into_iter().map(item).collect())
}

fn questions(database: &mut dyn Database, site: &str, most: usize) -> Done<Vec<(u32, String, String)>> {
    let sql =
        "SELECT day, lang, detail FROM event WHERE site = $1 AND kind = 'question' AND detail IS NOT NULL ORDER BY at DESC, id LIMIT $2";
    let asked = |row: Row| {
        let [day, lang, text] = columns(row);
        (u32::try_from(day.count()).unwrap_or(u32::MAX), lang.text(), text.text())
    };
    Ok(database.query(sql, row![site, most as u64])?.into_iter().map(asked).collect())
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
