//! The report as it may be passed on: no number in it, and no difference of two of them, is a count below k.
//!
//! Every count is rounded down to a multiple of k, by itself, and every share is worked out of such counts. Then the difference of any two
//! numbers is a multiple of k, too: between a total and its parts (complementary cells), between two tables of the same events, and between
//! the report of today and that of tomorrow, when one more person came. Groups of search words below k are left out, because the words
//! themselves may point at somebody; texts that visitors sent on purpose are shown as they are.

use super::chart::COLUMNS;
use super::interval::wilson;
use super::{Day, EntryRow, Report, SiteReport, Totals};

/// How many times k must happen in a row of days for it to tell something.
const TELLING: u64 = 6;

pub(super) fn published(report: &Report) -> Report {
    let k = report.fold;
    if k <= report.k {
        return report.clone();
    }
    let sites = report.sites.iter().map(|site| site_of(site, k)).collect();
    Report { k, sites, fold: k, rows: report.rows }
}

fn site_of(site: &SiteReport, k: u64) -> SiteReport {
    let mut site = site.clone();
    totals(&mut site.totals, k);
    site.step = step(&site.days, k);
    site.days = site.days.chunks(site.step).filter_map(together).collect();
    site.days.iter_mut().for_each(|day| day_of(day, k));
    site.terms.retain(|row| row.visits >= k && row.count >= k);
    for row in &mut site.terms {
        (row.count, row.visits) = (down(row.count, k), down(row.visits, k));
    }
    site.unanswered.retain(|row| row.count >= k);
    site.unanswered.iter_mut().for_each(|row| row.count = down(row.count, k));
    site.gaps.retain(|row| row.count >= k);
    site.gaps.iter_mut().for_each(|row| row.count = down(row.count, k));
    site.entries.iter_mut().for_each(|row| entry(row, k));
    for row in &mut site.languages {
        for count in [&mut row.searches, &mut row.unanswered, &mut row.views, &mut row.votes] {
            *count = down(*count, k);
        }
    }
    for row in &mut site.losing {
        for count in [&mut row.yes, &mut row.no, &mut row.yes_before, &mut row.no_before] {
            *count = down(*count, k);
        }
        row.now = wilson(row.yes, row.no);
        row.before = wilson(row.yes_before, row.no_before);
    }
    // Where rounding has taken the difference away there is nothing to show.
    site.losing.retain(|row| row.now.zip(row.before).is_some_and(|(now, before)| now.share < before.share));
    for row in &mut site.hot {
        (row.week, row.usual) = (down(row.week, k), down(row.usual, k));
    }
    // The last day somebody opened it is what one visitor did.
    site.stale.iter_mut().for_each(|row| (row.last, row.outdated) = (None, down(row.outdated, k)));
    site.routes.iter_mut().for_each(|row| row.count = down(row.count, k));
    site.faults.iter_mut().for_each(|row| row.count = down(row.count, k));
    site.faults.retain(|row| row.count > 0);
    site
}

fn totals(totals: &mut Totals, k: u64) {
    let Totals { searches, unanswered, views, yes, no, comments, answered, left, contacted, .. } = totals;
    for count in [searches, unanswered, views, yes, no, comments, answered, left, contacted] {
        *count = down(*count, k);
    }
    totals.shares();
}

/// How many days belong together so that most of what happened is still seen, and a chart has room for all.
fn step(days: &[Day], k: u64) -> usize {
    let all: u64 = days.iter().map(|day| day.searches + day.views + day.yes + day.no + day.answered + day.left + day.contacted).sum();
    let fits = |step: &usize| {
        let rows = days.len().div_ceil(*step).max(1);
        rows <= COLUMNS && all / rows as u64 >= TELLING * k
    };
    [1, 7].into_iter().find(fits).unwrap_or(28)
}

/// Days as one, by the date of the first.
fn together(days: &[Day]) -> Option<Day> {
    let mut sum = Day { date: days.first()?.date.clone(), ..Day::default() };
    for day in days {
        let Day { searches, unanswered, views, yes, no, answered, left, contacted, .. } = day;
        sum.searches += searches;
        sum.unanswered += unanswered;
        sum.views += views;
        sum.yes += yes;
        sum.no += no;
        sum.answered += answered;
        sum.left += left;
        sum.contacted += contacted;
    }
    Some(sum)
}

fn day_of(day: &mut Day, k: u64) {
    let Day { searches, unanswered, views, yes, no, answered, left, contacted, .. } = day;
    for count in [searches, unanswered, views, yes, no, answered, left, contacted] {
        *count = down(*count, k);
    }
}

fn entry(row: &mut EntryRow, k: u64) {
    for count in [&mut row.views, &mut row.yes, &mut row.no] {
        *count = down(*count, k);
    }
    row.helpful = wilson(row.yes, row.no);
}

fn down(count: u64, k: u64) -> u64 {
    count - count % k
}
