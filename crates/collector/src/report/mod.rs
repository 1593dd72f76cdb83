//! What the store says: searches, what is not answered, what is read, and whether it helps. The same [`Report`] is printed as text,
//! as JSON, and as one HTML page.
//!
//! Text and JSON are the owner's view of the owner's own store and show everything. The HTML page is made to be passed on, so groups
//! of search words that occurred fewer than [`ReportOptions::k`] times are folded together there (see [`fold`]). Views and votes are
//! counts of the shop's own answers, not of what somebody wrote, and are always shown: a single vote must be visible.

mod chart;
mod fold;
mod html;
mod interval;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::store::{DayFact, EntryFact, Facts, Store, StoreError, VoteFact};
use interval::wilson;
pub(crate) use interval::wilson_of;

pub use interval::Interval;

/// What to put into the report.
#[derive(Clone, Debug)]
pub struct ReportOptions {
    /// Only this site; `None` for all.
    pub site: Option<String>,
    /// The questions of the entries, to be shown instead of ids.
    pub questions: Questions,
    /// Smallest count of a group of search words that the HTML page shows by itself. 0 or 1 shows all. Default 5.
    pub k: u64,
    /// Most rows of a table in text and HTML. Default 25. JSON has all rows.
    pub rows: usize,
    /// Most comments, the newest first. Default 100.
    pub comments: usize,
}

impl Default for ReportOptions {
    fn default() -> ReportOptions {
        ReportOptions { site: None, questions: Questions::default(), k: 5, rows: 25, comments: 100 }
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
    /// The sites, in alphabetical order; also a site that was asked for and has no events.
    pub sites: Vec<SiteReport>,
    #[serde(skip)]
    k: u64,
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
    /// Every day from the first event to the last, quiet ones too.
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
}

/// A day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    let sites = names.into_iter().map(|name| Ok(site(name.clone(), store.facts(&name, options.comments)?, &options.questions)));
    Ok(Report { sites: sites.collect::<Result<_, StoreError>>()?, k: options.k, rows: options.rows })
}

impl Questions {
    /// Adds the question of an entry in a language.
    pub fn add(&mut self, lang: &str, entry: &str, question: &str) {
        self.by_id.entry(entry.to_owned()).or_default().insert(lang.to_owned(), question.to_owned());
    }

    /// The question of an entry, in another language when there is none in this one.
    #[must_use]
    pub fn get(&self, lang: &str, entry: &str) -> Option<&str> {
        let questions = self.by_id.get(entry)?;
        questions.get(lang).or_else(|| questions.values().next()).map(String::as_str)
    }
}

impl Totals {
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

    /// The report as one HTML page that needs nothing else: no script, no image, no font, no style sheet.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::page(self)
    }

    /// The report as JSON with all rows.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in it can fail: the keys are strings and the numbers are finite.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

fn site(site: String, facts: Facts, questions: &Questions) -> SiteReport {
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
    }
    totals.helpful = wilson(totals.yes, totals.no);
    totals
}

/// The days with those between that had no events.
fn every_day(facts: &[DayFact]) -> Vec<Day> {
    let (Some(first), Some(last)) = (facts.first(), facts.last()) else { return Vec::new() };
    let mut facts = facts.iter().peekable();
    (first.day..=last.day)
        .map(|day| {
            let fact = facts.next_if(|fact| fact.day == day).copied().unwrap_or_default();
            Day { date: date(day), searches: fact.searches, unanswered: fact.noresults, views: fact.views, yes: fact.yes, no: fact.no }
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
