//! What a manager would ask of the figures: what to write next, what gets worse, what is suddenly wanted, what nobody reads any more, and
//! by which ways people are reached.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::interval::wilson;
use super::{Interval, Questions, ReportOptions, date};
use crate::learn::clusters;
use crate::store::{Counts, EntryFact, Facts};

/// Fewest votes, of each four weeks, for a comparison.
const VOTES: u64 = 10;
/// Fewest views of a week that make an answer hot, and how many times its usual week that must be.
const HOT_VIEWS: u64 = 20;
const HOT_TIMES: u64 = 2;
/// Fewest votes that make an answer outdated.
const OUTDATED: u64 = 3;
/// Days after which an answer that nobody opens is stale.
const QUIET: u32 = 28;

/// Searches in vain that are about the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GapRow {
    /// Language of the index.
    pub lang: String,
    /// Words that they have in common, the most frequent first.
    pub words: Vec<String>,
    /// How many.
    pub count: u64,
    /// The nearest entry, if any is near.
    pub nearest: Option<String>,
    /// Its question.
    pub question: Option<String>,
}

/// An answer that helps less than before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LosingRow {
    /// Language of the index.
    pub lang: String,
    /// The entry's id.
    pub entry: String,
    /// Its question, when known.
    pub question: Option<String>,
    /// Votes "helpful" of the last four weeks.
    pub yes: u64,
    /// Votes "not helpful" of the last four weeks.
    pub no: u64,
    /// Votes "helpful" of the four weeks before.
    pub yes_before: u64,
    /// Votes "not helpful" of the four weeks before.
    pub no_before: u64,
    /// The share of the last four weeks.
    pub now: Option<Interval>,
    /// The share of the four weeks before.
    pub before: Option<Interval>,
}

/// An answer that is wanted more than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HotRow {
    /// Language of the index.
    pub lang: String,
    /// The entry's id.
    pub entry: String,
    /// Its question, when known.
    pub question: Option<String>,
    /// Times it was opened in the last seven days.
    pub week: u64,
    /// Times it was opened in a usual week of the three before.
    pub usual: u64,
}

/// An answer that nobody reads, or that is called outdated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StaleRow {
    /// Language of the index.
    pub lang: String,
    /// The entry's id.
    pub entry: String,
    /// Its question, when known.
    pub question: Option<String>,
    /// The last day on which it was opened; absent: never.
    pub last: Option<String>,
    /// Votes that call it outdated.
    pub outdated: u64,
}

/// A way to people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RouteRow {
    /// Its id in the owner's file.
    pub route: String,
    /// How often it was taken.
    pub count: u64,
}

/// Something that did not work on visitors' devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FaultRow {
    /// Its code, e.g. `lost-full`: messages that a full outbox had to give up.
    pub code: String,
    /// How often.
    pub count: u64,
}

impl FaultRow {
    /// What the code means, in words.
    pub(super) fn meaning(&self) -> &str {
        match self.code.as_str() {
            "lost-full" => "messages given up by a device whose outbox was full",
            "lost-old" => "messages that could not be sent for 30 days",
            "lost-refused" => "messages that the collector would not take",
            "lost-damaged" => "messages found damaged on the device",
            code => code,
        }
    }
}

/// A question as a visitor typed and sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The date (UTC).
    pub date: String,
    /// Language of the index.
    pub lang: String,
    /// The question, masked.
    pub text: String,
}

/// All of it.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) gaps: Vec<GapRow>,
    pub(super) losing: Vec<LosingRow>,
    pub(super) hot: Vec<HotRow>,
    pub(super) stale: Vec<StaleRow>,
    pub(super) routes: Vec<RouteRow>,
    pub(super) faults: Vec<FaultRow>,
    pub(super) asked: Vec<Asked>,
}

pub(super) fn findings(facts: &Facts, options: &ReportOptions) -> Findings {
    let questions = &options.questions;
    let until = facts.days.last().map_or(0, |day| day.day);
    let mut losing: Vec<LosingRow> = facts.entries.iter().filter_map(|fact| losing(fact, questions)).collect();
    losing.sort_by(|a, b| fall(b).total_cmp(&fall(a)).then_with(|| a.entry.cmp(&b.entry)));
    let mut hot: Vec<HotRow> = facts.entries.iter().filter_map(|fact| hot(fact, questions)).collect();
    hot.sort_by(|a, b| b.week.cmp(&a.week).then_with(|| a.entry.cmp(&b.entry)));
    let mut routes: Vec<RouteRow> = facts.routes.iter().map(|(route, count)| RouteRow { route: route.clone(), count: *count }).collect();
    routes.sort_by_key(|row| std::cmp::Reverse(row.count));
    let mut faults: Vec<FaultRow> = facts.faults.iter().map(|(code, count)| FaultRow { code: code.clone(), count: *count }).collect();
    faults.sort_by_key(|row| std::cmp::Reverse(row.count));
    let asked = facts.questions.iter().map(|(day, lang, text)| Asked { date: date(*day), lang: lang.clone(), text: text.clone() });
    Findings {
        gaps: gaps(facts, options),
        losing,
        hot,
        stale: stale(&facts.entries, questions, until),
        routes,
        faults,
        asked: asked.collect(),
    }
}

fn gaps(facts: &Facts, options: &ReportOptions) -> Vec<GapRow> {
    let words: Vec<Vec<String>> = facts.unanswered.iter().map(|fact| fact.terms.split_whitespace().map(str::to_owned).collect()).collect();
    let groups = facts.unanswered.iter().zip(&words).map(|(fact, words)| (fact.lang.as_str(), words.as_slice(), fact.count));
    let row = |cluster: crate::learn::Cluster| {
        let nearest = options.nearest.as_ref().and_then(|nearest| nearest(&cluster.lang, &cluster.words));
        let question = nearest.as_deref().and_then(|entry| options.questions.get(&cluster.lang, entry)).map(str::to_owned);
        GapRow { lang: cluster.lang, words: cluster.words, count: cluster.count, nearest, question }
    };
    clusters(groups).into_iter().filter(|cluster| !cluster.words.is_empty()).map(row).collect()
}

/// An answer whose share of the last weeks surely lies below that of the weeks before: the interval ends below it.
fn losing(fact: &EntryFact, questions: &Questions) -> Option<LosingRow> {
    let Counts { yes, no, .. } = fact.recent;
    let Counts { yes: yes_before, no: no_before, .. } = fact.earlier;
    if yes + no < VOTES || yes_before + no_before < VOTES {
        return None;
    }
    let (now, before) = (wilson(yes, no)?, wilson(yes_before, no_before)?);
    let question = questions.get(&fact.lang, &fact.entry).map(str::to_owned);
    let (lang, entry) = (fact.lang.clone(), fact.entry.clone());
    let row = LosingRow { lang, entry, question, yes, no, yes_before, no_before, now: Some(now), before: Some(before) };
    (now.high < before.share).then_some(row)
}

fn fall(row: &LosingRow) -> f64 {
    row.before.map_or(0.0, |share| share.share) - row.now.map_or(0.0, |share| share.share)
}

fn hot(fact: &EntryFact, questions: &Questions) -> Option<HotRow> {
    let usual = fact.recent.views.saturating_sub(fact.week) / 3;
    let question = questions.get(&fact.lang, &fact.entry).map(str::to_owned);
    let row = HotRow { lang: fact.lang.clone(), entry: fact.entry.clone(), question, week: fact.week, usual };
    (fact.week >= HOT_VIEWS && fact.week >= HOT_TIMES * usual.max(1)).then_some(row)
}

fn stale(entries: &[EntryFact], questions: &Questions, until: u32) -> Vec<StaleRow> {
    let mut rows: BTreeMap<(&str, &str), StaleRow> = BTreeMap::new();
    let mut read: BTreeSet<(&str, &str)> = BTreeSet::new();
    for fact in entries {
        let key = (fact.lang.as_str(), fact.entry.as_str());
        read.insert(key);
        if fact.last.saturating_add(QUIET) <= until || fact.outdated >= OUTDATED {
            let question = questions.get(&fact.lang, &fact.entry).map(str::to_owned);
            let last = (fact.last > 0).then(|| date(fact.last));
            rows.insert(key, StaleRow { lang: fact.lang.clone(), entry: fact.entry.clone(), question, last, outdated: fact.outdated });
        }
    }
    // Of an FAQ that was just begun to be measured everything is unread.
    if entries.iter().any(|fact| fact.recent.views > 0) {
        for (lang, entry, question) in questions.all().filter(|(lang, entry, _)| !read.contains(&(*lang, *entry))) {
            let row = StaleRow { lang: lang.into(), entry: entry.into(), question: Some(question.into()), last: None, outdated: 0 };
            rows.insert((lang, entry), row);
        }
    }
    let mut rows: Vec<StaleRow> = rows.into_values().collect();
    rows.sort_by(|a, b| b.outdated.cmp(&a.outdated).then_with(|| a.last.cmp(&b.last)));
    rows
}
