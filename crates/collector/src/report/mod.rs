//! What the store says: searches, what is not answered, what is read, whether it helps, how visits end. The same [`Report`] is printed as
//! text, as JSON, as CSV, and as one HTML page.
//!
//! There are two views of it. The owner at the machine that holds the store sees every number as it is: text and JSON of the command.
//! What leaves that machine ([`Report::published`]: the HTML page, and everything that the collector hands out) shows counts rounded down
//! to multiples of [`ReportOptions::k`], shares of those, and no search words that occurred fewer times. So no number in it, and no
//! difference between two numbers or between two reports, is a count below k.

mod chart;
mod csv;
mod findings;
mod html;
mod interval;
mod published;
mod text;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::store::{DayFact, EntryFact, Facts, Store, StoreError, VoteFact};
use findings::findings;
pub(crate) use html::policy;
use interval::wilson;
pub(crate) use interval::wilson_of;

pub use interval::Interval;

pub use findings::{Asked, FaultRow, GapRow, HotRow, LosingRow, RouteRow, StaleRow};

/// Finds the entry that is nearest to words of a language; gives its id.
pub type Nearest = Arc<dyn Fn(&str, &[String]) -> Option<String> + Send + Sync>;

/// What to put into the report.
#[derive(Clone)]
pub struct ReportOptions {
    /// Only this site; `None` for all.
    pub site: Option<String>,
    /// The questions of the entries, to be shown instead of ids.
    pub questions: Questions,
    /// Finds the entry that is nearest to what was searched in vain; without it none is named.
    pub nearest: Option<Nearest>,
    /// Counts of what is passed on are multiples of this, and groups of search words below it are not in it. 0 or 1 shows all. Default 5.
    pub k: u64,
    /// Most rows of a table in text and HTML. Default 25. JSON has all rows.
    pub rows: usize,
    /// Most comments, the newest first. Default 100.
    pub comments: usize,
}

impl Default for ReportOptions {
    fn default() -> ReportOptions {
        ReportOptions { site: None, questions: Questions::default(), nearest: None, k: 5, rows: 25, comments: 100 }
    }
}

impl fmt::Debug for ReportOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ReportOptions { site, k, rows, comments, .. } = self;
        f.debug_struct("ReportOptions")
            .field("site", site)
            .field("k", k)
            .field("rows", rows)
            .field("comments", comments)
            .finish_non_exhaustive()
    }
}

/// Questions by language and entry id.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    by_id: BTreeMap<String, BTreeMap<String, String>>,
}

/// What the store says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Counts are multiples of this; 1: they are as they are.
    pub k: u64,
    /// The sites, in alphabetical order; also a site that was asked for and has no events.
    pub sites: Vec<SiteReport>,
    #[serde(skip)]
    fold: u64,
    #[serde(skip)]
    rows: usize,
}

/// What the store says about a site.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteReport {
    /// The site's name.
    pub site: String,
    /// The sums over all days.
    pub totals: Totals,
    /// Days that a row of `days` stands for: 1, or in what is published 7 or 28 where there is little to tell of a single day.
    pub step: usize,
    /// Every day, or every so many days, from the first event to the last, quiet ones too.
    pub days: Vec<Day>,
    /// Words of searches, the most frequent first.
    pub terms: Vec<TermRow>,
    /// Searches without a good answer, the most frequent first.
    pub unanswered: Vec<UnansweredRow>,
    /// Entries, the most read first.
    pub entries: Vec<EntryRow>,
    /// Languages, the most active first.
    pub languages: Vec<LanguageRow>,
    /// Votes with words, the newest first.
    pub comments: Vec<Comment>,
    /// What is searched in vain, put together where it is about the same, with the nearest entry; the most frequent first.
    pub gaps: Vec<GapRow>,
    /// Answers that were found less helpful in the last four weeks than in the four before.
    pub losing: Vec<LosingRow>,
    /// Answers that are opened much more often this week than before.
    pub hot: Vec<HotRow>,
    /// Answers that nobody opened for four weeks, and those that are called outdated.
    pub stale: Vec<StaleRow>,
    /// Ways to people and how often each was taken, the busiest first.
    pub routes: Vec<RouteRow>,
    /// What did not work on visitors' devices, lost messages among it; the most frequent first.
    pub faults: Vec<FaultRow>,
    /// Questions that visitors sent as they typed them, the newest first.
    pub asked: Vec<Asked>,
}

/// Sums over all days.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Totals {
    /// Settled searches.
    pub searches: u64,
    /// Searches without a good answer.
    pub unanswered: u64,
    /// Answers opened.
    pub views: u64,
    /// Votes "helpful".
    pub yes: u64,
    /// Votes "not helpful".
    pub no: u64,
    /// The share of "helpful"; absent without votes.
    pub helpful: Option<Interval>,
    /// Votes with words.
    pub comments: u64,
    /// Visits that ended with an answer and without asking anybody.
    pub answered: u64,
    /// Visits that ended without either.
    pub left: u64,
    /// Visits that ended with asking people.
    pub contacted: u64,
    /// Of the visits that came to an end of either kind, the share that needed nobody: answered ÷ (answered + contacted).
    pub deflected: Option<Interval>,
}

/// A day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The date (UTC), e.g. `2026-01-31`.
    pub date: String,
    /// Settled searches.
    pub searches: u64,
    /// Searches without a good answer.
    pub unanswered: u64,
    /// Answers opened.
    pub views: u64,
    /// Votes "helpful".
    pub yes: u64,
    /// Votes "not helpful".
    pub no: u64,
    /// Visits that ended with an answer.
    pub answered: u64,
    /// Visits that ended without.
    pub left: u64,
    /// Visits that ended with asking people.
    pub contacted: u64,
}

/// A word that was searched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TermRow {
    /// Language of the index.
    pub lang: String,
    /// The word in the form in which the index keeps it.
    pub term: String,
    /// How often it was searched.
    pub count: u64,
    /// In how many visits.
    pub visits: u64,
}

/// Searches without a good answer that were alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnansweredRow {
    /// Language of the index.
    pub lang: String,
    /// The words that the index knows, in alphabetical order.
    pub terms: Vec<String>,
    /// The number of words that it does not know.
    pub unknown: u32,
    /// How often.
    pub count: u64,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntryRow {
    /// Language of the index.
    pub lang: String,
    /// The entry's id.
    pub entry: String,
    /// Its question; absent when it is not in the built folder any more, or none was given.
    pub question: Option<String>,
    /// How often it was opened.
    pub views: u64,
    /// Votes "helpful".
    pub yes: u64,
    /// Votes "not helpful".
    pub no: u64,
    /// The share of "helpful"; absent without votes.
    pub helpful: Option<Interval>,
}

/// A language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageRow {
    /// BCP 47.
    pub lang: String,
    /// Settled searches.
    pub searches: u64,
    /// Searches without a good answer.
    pub unanswered: u64,
    /// Answers opened.
    pub views: u64,
    /// Votes.
    pub votes: u64,
}

/// A vote with words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// The date (UTC).
    pub date: String,
    /// Language of the index.
    pub lang: String,
    /// The entry's id.
    pub entry: String,
    /// Its question, when known.
    pub question: Option<String>,
    /// The vote.
    pub helpful: bool,
    /// What was wrong, e.g. `outdated`.
    pub reasons: Vec<String>,
    /// The words, masked.
    pub comment: String,
}

/// Sums up what the store holds.
///
/// # Errors
/// [`StoreError::Open`] or [`StoreError::Read`] when the store cannot be read.
pub fn report(store: &Store, options: &ReportOptions) -> Result<Report, StoreError> {
    let names = match &options.site {
        Some(site) => vec![site.clone()],
        None => store.sites()?,
    };
    let sites = names.into_iter().map(|name| Ok(site(name.clone(), store.facts(&name, options.comments)?, options)));
    Ok(Report { k: 1, sites: sites.collect::<Result<_, StoreError>>()?, fold: options.k.max(1), rows: options.rows })
}

impl Questions {
    /// Adds the question of an entry in a language.
    pub fn add(&mut self, lang: &str, entry: &str, question: &str) {
        self.by_id.entry(entry.to_owned()).or_default().insert(lang.to_owned(), question.to_owned());
    }

    /// All entries of a language with their questions.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.by_id
            .iter()
            .flat_map(|(entry, langs)| langs.iter().map(move |(lang, question)| (lang.as_str(), entry.as_str(), question.as_str())))
    }

    /// The question of an entry, in another language when there is none in this one.
    #[must_use]
    pub fn get(&self, lang: &str, entry: &str) -> Option<&str> {
        let questions = self.by_id.get(entry)?;
        questions.get(lang).or_else(|| questions.values().next()).map(String::as_str)
    }
}

impl Totals {
    /// Works out the shares from the counts.
    fn shares(&mut self) {
        self.helpful = wilson(self.yes, self.no);
        self.deflected = wilson(self.answered, self.contacted);
    }

    /// The share of searches without a good answer, as a fraction of 1. `None` while the sums do not allow it: searches are told at
    /// the end of a visit, an unanswered one at once, so the latter may be ahead.
    pub(crate) fn unanswered_share(&self) -> Option<f64> {
        (self.searches > 0 && self.unanswered <= self.searches).then(|| self.unanswered as f64 / self.searches as f64)
    }
}

impl Report {
    /// The report for a terminal: aligned columns, at most about 100 wide.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::report(self)
    }

    /// What may leave the machine that holds the store: see the module. Doing it twice changes nothing.
    #[must_use]
    pub fn published(&self) -> Report {
        published::published(self)
    }

    /// The published report as one HTML page that needs nothing else: no script, no image, no font, no style sheet.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::page(&self.published())
    }

    /// The report as one CSV table (RFC 4180): site, what it is about, language, which one, measure, value.
    #[must_use]
    pub fn to_csv(&self) -> String {
        csv::table(self)
    }

    /// The report as JSON with all rows.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in it can fail: the keys are strings and the numbers are finite.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

fn site(site: String, facts: Facts, options: &ReportOptions) -> SiteReport {
    let questions = &options.questions;
    let found = findings(&facts, options);
    let mut languages: Vec<LanguageRow> = facts
        .langs
        .into_iter()
        .map(|fact| {
            let (searches, unanswered) = (fact.searches, fact.noresults);
            LanguageRow { lang: fact.lang, searches, unanswered, views: fact.views, votes: fact.votes }
        })
        .collect();
    languages.sort_by_key(|row| std::cmp::Reverse(row.searches + row.views + row.votes));
    SiteReport {
        site,
        totals: totals(&facts.days, facts.comment_total),
        step: 1,
        days: every_day(&facts.days),
        terms: facts
            .terms
            .into_iter()
            .map(|fact| TermRow { lang: fact.lang, term: fact.term, count: fact.count, visits: fact.visits })
            .collect(),
        unanswered: facts
            .unanswered
            .into_iter()
            .map(|fact| {
                let terms = fact.terms.split(' ').filter(|term| !term.is_empty()).map(str::to_owned).collect();
                UnansweredRow { lang: fact.lang, terms, unknown: fact.unknown, count: fact.count }
            })
            .collect(),
        entries: facts.entries.into_iter().map(|fact| entry(fact, questions)).collect(),
        languages,
        comments: facts.comments.into_iter().map(|fact| comment(fact, questions)).collect(),
        gaps: found.gaps,
        losing: found.losing,
        hot: found.hot,
        stale: found.stale,
        routes: found.routes,
        faults: found.faults,
        asked: found.asked,
    }
}

fn entry(fact: EntryFact, questions: &Questions) -> EntryRow {
    let question = questions.get(&fact.lang, &fact.entry).map(str::to_owned);
    let helpful = wilson(fact.yes, fact.no);
    EntryRow { lang: fact.lang, entry: fact.entry, question, views: fact.views, yes: fact.yes, no: fact.no, helpful }
}

fn comment(fact: VoteFact, questions: &Questions) -> Comment {
    let question = questions.get(&fact.lang, &fact.entry).map(str::to_owned);
    let reasons = fact.reasons.split(' ').filter(|reason| !reason.is_empty()).map(str::to_owned).collect();
    Comment { date: date(fact.day), lang: fact.lang, entry: fact.entry, question, helpful: fact.helpful, reasons, comment: fact.comment }
}

fn totals(days: &[DayFact], comments: u64) -> Totals {
    let mut totals = Totals { comments, ..Totals::default() };
    for day in days {
        totals.searches += day.searches;
        totals.unanswered += day.noresults;
        totals.views += day.views;
        totals.yes += day.yes;
        totals.no += day.no;
        let [answered, left, contacted] = day.ends;
        totals.answered += answered;
        totals.left += left;
        totals.contacted += contacted;
    }
    totals.shares();
    totals
}

/// The days with those between that had no events.
fn every_day(facts: &[DayFact]) -> Vec<Day> {
    let (Some(first), Some(last)) = (facts.first(), facts.last()) else { return Vec::new() };
    let mut facts = facts.iter().peekable();
    (first.day..=last.day)
        .map(|day| {
            let fact = facts.next_if(|fact| fact.day == day).copied().unwrap_or_default();
            let [answered, left, contacted] = fact.ends;
            let DayFact { searches, noresults: unanswered, views, yes, no, .. } = fact;
            Day { date: date(day), searches, unanswered, views, yes, no, answered, left, contacted }
        })
        .collect()
}

fn date(day: u32) -> String {
    let mut date = faqlet_beacon::rfc3339(u64::from(day) * 86_400_000);
    date.truncate("2026-01-31".len());
    date
}

#[cfg(test)]
mod tests;
