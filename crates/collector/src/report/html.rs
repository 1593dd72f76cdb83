//! The report as one HTML page that can be mailed or put on any server: no script, nothing to load, charts as SVG with a table beside
//! each. The page is made to be passed on, so it is drawn of the published report only (see [`super::published`]).

use base64::Engine;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::chart::{self, Column};
use super::text::percent;
use super::{Asked, Comment, Day, EntryRow, GapRow, Interval, LosingRow, Report, SiteReport};

const STYLE: &str = include_str!("page.css");
/// Fewest votes for an answer to be called weak: below that the interval says nearly nothing.
const VOTES_TO_JUDGE: u64 = 10;

/// The policy under which the page works: nothing but the one style sheet inside it.
pub(crate) fn policy() -> String {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

pub(super) fn page(report: &Report) -> String {
    let several = report.sites.len() > 1;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                meta http-equiv="Content-Security-Policy" content=(policy());
                title { @if let [site] = report.sites.as_slice() { (site.site) " · " } "Help report" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @if several {
                    nav aria-label="Sites" { @for site in &report.sites { a href={ "#site-" (site.site) } { (site.site) } } }
                }
                main {
                    @if report.sites.is_empty() { h1 { "Help report" } p { "The store is empty: no event has arrived yet." } }
                    @for site in &report.sites { (section(site, report)) }
                }
                footer {
                    p { "Searches are counted by words of the help's own vocabulary; what visitors typed is not recorded. Times are UTC." }
                    @if report.k > 1 {
                        p {
                            "So that no number points at anybody, every count is rounded down to a multiple of " (report.k) " by itself, sums too, and "
                            "words that fewer than " (report.k) " searches share are left out."
                        }
                    }
                }
            }
        }
    }
    .into_string()
}

fn section(site: &SiteReport, report: &Report) -> Markup {
    html! {
        article id={ "site-" (site.site) } {
            header {
                p.kicker { "Help report" }
                h1 { (site.site) }
                (period(site))
            }
            @if !site.days.is_empty() {
                (figures(site, report.k))
                (advice(site))
                (over_time(site, report.k))
                div.columns {
                    div {
                        (read_most(&site.entries, report))
                        (not_answered(&site.gaps, report))
                    }
                    div {
                        (helpfulness(&site.entries, report))
                        (losing(&site.losing, report))
                    }
                }
                div.columns { div { (hot(site, report)) } div { (stale(site, report)) } }
                (terms(site, report))
                (asked(&site.asked))
                (comments(&site.comments, site.totals.comments, report.k))
                div.columns { div { (routes(site, report)) } div { (languages(site, report.k)) } }
                (faults(site, report.k))
            }
        }
    }
}

fn period(site: &SiteReport) -> Markup {
    html! {
        @match (site.days.first(), site.days.last(), site.step) {
            (Some(first), Some(last), 1) if first == last => p.period { (first.date) },
            (Some(first), Some(last), 1) => p.period { (first.date) " to " (last.date) ", " (count(site.days.len() as u64, "day", "days")) },
            (Some(first), ..) => p.period { "From " (first.date) ", " (count(site.days.len() as u64, unit(site.step).0, unit(site.step).1)) },
            _ => p.period { "No event has arrived yet." },
        }
    }
}

/// What a row of days is called, one and several.
fn unit(step: usize) -> (&'static str, &'static str) {
    match step {
        1 => ("day", "days"),
        7 => ("week", "weeks"),
        _ => ("period of four weeks", "periods of four weeks"),
    }
}

fn figures(site: &SiteReport, k: u64) -> Markup {
    let totals = &site.totals;
    html! {
        dl.figures {
            div { dt { "Searches" } dd { (told(totals.searches, k)) small { (told(totals.views, k)) " answers opened" } } }
            div {
                dt { "Without a good answer" }
                dd {
                    (told(totals.unanswered, k))
                    @if let Some(rate) = totals.unanswered_share() { small { (format!("{:.1}% of searches", 100.0 * rate)) } }
                }
            }
            div {
                dt { "Found helpful" }
                @match &totals.helpful {
                    Some(share) => dd {
                        (format!("{:.0}%", 100.0 * share.share))
                        small { "of " (count(totals.yes + totals.no, "vote", "votes")) ", likely " (range(share)) }
                    },
                    None => dd { "–" small { "too few votes yet" } },
                }
            }
            div {
                dt { "Settled without asking" }
                @match &totals.deflected {
                    Some(share) => dd {
                        (format!("{:.0}%", 100.0 * share.share))
                        small { (told(totals.answered, k)) " answered, " (told(totals.contacted, k)) " asked people" }
                    },
                    None => dd { "–" small { "too few visits yet" } },
                }
            }
        }
    }
}

/// What is most worth doing: an answer to write, answers to mend, and one that many want now.
fn advice(site: &SiteReport) -> Markup {
    let write = site.gaps.first();
    let mend = weakest(&site.entries, site.totals.helpful.as_ref());
    let (losing, hot) = (site.losing.first(), site.hot.first());
    html! {
        @if write.is_some() || mend.is_some() || losing.is_some() || hot.is_some() {
            section.advice aria-label="What to do next" {
                h2 { "What to do next" }
                ul {
                    @if let Some(row) = write {
                        li {
                            strong { "Write an answer" } " for “" (foreign(&row.lang, &row.words.join(" "))) "”: searched "
                            (count(row.count, "time", "times")) " without a good one."
                        }
                    }
                    @if let Some((row, share)) = mend {
                        li {
                            strong { "Look at" } " “" (question(row)) "”: helpful to "
                            (format!("{:.0}%", 100.0 * share.share)) " of " (count(row.yes + row.no, "vote", "votes")) "."
                        }
                    }
                    @if let Some(row) = losing {
                        li { strong { "Find out what changed" } " about “" (named(&row.lang, &row.entry, row.question.as_deref())) "”: it helps less than a month ago." }
                    }
                    @if let Some(row) = hot {
                        li { strong { "Many ask now" } " “" (named(&row.lang, &row.entry, row.question.as_deref())) "”: is it still right?" }
                    }
                }
            }
        }
    }
}

/// The answer that is most surely worse than the average: its interval ends below it.
fn weakest<'a>(entries: &'a [EntryRow], average: Option<&Interval>) -> Option<(&'a EntryRow, &'a Interval)> {
    let average = average?.share;
    let judged = entries.iter().filter(|row| row.yes + row.no >= VOTES_TO_JUDGE).filter_map(|row| Some((row, row.helpful.as_ref()?)));
    judged.filter(|(_, share)| share.high < average).min_by(|a, b| a.1.high.total_cmp(&b.1.high))
}

fn over_time(site: &SiteReport, k: u64) -> Markup {
    let days = &site.days;
    let searches = chart::columns(days, |day| [day.searches.saturating_sub(day.unanswered), day.unanswered, 0]);
    let visits = chart::columns(days, |day| [day.answered, day.contacted, day.left]);
    let votes = chart::columns(days, |day| [day.yes, day.no, 0]);
    html! {
        section aria-label="Over time" {
            h2 { "Over time" small { "per " (unit(site.step).0) } }
            div.charts {
                (figure("Searches", &["with an answer", "without a good one"], &searches))
                (figure("How visits ended", &["answered", "contact", "left"], &visits))
                (figure("Votes", &["helpful", "not helpful"], &votes))
            }
            details {
                summary { "These figures as a table" }
                (day_table(days, k))
            }
        }
    }
}

fn figure(title: &str, legend: &[&str], columns: &[Column]) -> Markup {
    let sum: u64 = columns.iter().map(Column::sum).sum();
    let most = columns.iter().max_by_key(|column| column.sum());
    let peak = most.map_or_else(String::new, |most| format!(", most from {}: {}", most.date, most.sum()));
    html! {
        figure {
            figcaption {
                strong { (title) }
                @for (number, name) in legend.iter().enumerate() { span.key.second[number == 1].third[number == 2] { (name) } }
            }
            @if let Some(svg) = chart::draw(columns) {
                div.chart role="img" aria-label={ (title) ": " (sum) " in all" (peak) ". The table below has every figure." } {
                    (PreEscaped(svg))
                }
            }
        }
    }
}

fn day_table(days: &[Day], k: u64) -> Markup {
    let names = ["Searches", "No good answer", "Opened", "Helpful", "Not helpful", "Answered", "Left", "Asked people"];
    html! {
        div.scroll {
            table {
                thead { tr { th scope="col" { "From" } @for name in names { th.number scope="col" { (name) } } } }
                tbody {
                    @for day in days.iter().rev() {
                        @let ends = [day.answered, day.left, day.contacted];
                        tr {
                            th scope="row" { (day.date) }
                            @for number in [day.searches, day.unanswered, day.views, day.yes, day.no].into_iter().chain(ends) {
                                td.number { (told(number, k)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn read_most(entries: &[EntryRow], report: &Report) -> Markup {
    let most = entries.iter().map(|row| row.views).max().unwrap_or(0);
    html! {
        section {
            h2 { "Answers read most" }
            (table(["Question", "Opened"], entries.is_empty(), html! {
                @for row in entries.iter().take(report.rows) {
                    tr { th scope="row" { (question(row)) (bar(row.views, most)) } td.number { (told(row.views, report.k)) } }
                }
            }))
            (more(entries.len(), report.rows))
        }
    }
}

fn losing(rows: &[LosingRow], report: &Report) -> Markup {
    let share = |share: &Option<Interval>| share.map_or_else(|| "–".to_owned(), |share| format!("{:.0}%", 100.0 * share.share));
    html! {
        @if !rows.is_empty() {
            section {
                h2 { "Losing ground" small { "last four weeks, and the four before" } }
                (table(["Question", "Helpful"], false, html! {
                    @for row in rows.iter().take(report.rows) {
                        tr {
                            th scope="row" { (named(&row.lang, &row.entry, row.question.as_deref())) }
                            td.number { (share(&row.now)) small { "was " (share(&row.before)) } }
                        }
                    }
                }))
                (more(rows.len(), report.rows))
            }
        }
    }
}

fn hot(site: &SiteReport, report: &Report) -> Markup {
    html! {
        section {
            h2 { "Wanted now" small { "opened this week, and in a usual one" } }
            (table(["Question", "Opened"], site.hot.is_empty(), html! {
                @for row in site.hot.iter().take(report.rows) {
                    tr {
                        th scope="row" { (named(&row.lang, &row.entry, row.question.as_deref())) }
                        td.number { (told(row.week, report.k)) small { "usually " (told(row.usual, report.k)) } }
                    }
                }
            }))
            (more(site.hot.len(), report.rows))
        }
    }
}

fn stale(site: &SiteReport, report: &Report) -> Markup {
    html! {
        section {
            h2 { "Stale" small { "not opened for four weeks, or called outdated" } }
            (table(["Question", "Outdated"], site.stale.is_empty(), html! {
                @for row in site.stale.iter().take(report.rows) {
                    tr {
                        th scope="row" {
                            (named(&row.lang, &row.entry, row.question.as_deref()))
                            @if let Some(last) = &row.last { span.hint { "last opened on " (last) } }
                        }
                        td.number { @if row.outdated > 0 { (told(row.outdated, report.k)) } @else { "–" } }
                    }
                }
            }))
            (more(site.stale.len(), report.rows))
        }
    }
}

fn routes(site: &SiteReport, report: &Report) -> Markup {
    let most = site.routes.first().map_or(0, |row| row.count);
    html! {
        section {
            h2 { "Ways to people" }
            (table(["Route", "Taken"], site.routes.is_empty(), html! {
                @for row in site.routes.iter().take(report.rows) {
                    tr { th scope="row" { (row.route) (bar(row.count, most)) } td.number { (told(row.count, report.k)) } }
                }
            }))
        }
    }
}

fn faults(site: &SiteReport, k: u64) -> Markup {
    html! {
        @if !site.faults.is_empty() {
            section {
                h2 { "What did not work" small { "on visitors' devices" } }
                (table(["What", "Times"], false, html! {
                    @for row in &site.faults {
                        tr { th scope="row" { (row.meaning()) } td.number { (told(row.count, k)) } }
                    }
                }))
            }
        }
    }
}

fn asked(asked: &[Asked]) -> Markup {
    html! {
        @if !asked.is_empty() {
            section {
                h2 { "Questions sent to you" }
                ul.comments {
                    @for one in asked {
                        li {
                            blockquote lang=(one.lang) dir="auto" { (one.text) }
                            p { (one.lang) " · " time datetime=(one.date) { (one.date) } }
                        }
                    }
                }
            }
        }
    }
}

fn helpfulness(entries: &[EntryRow], report: &Report) -> Markup {
    let rows = report.rows;
    let mut voted: Vec<(&EntryRow, &Interval)> = entries.iter().filter_map(|row| Some((row, row.helpful.as_ref()?))).collect();
    voted.sort_by(|(a, x), (b, y)| x.high.total_cmp(&y.high).then(x.share.total_cmp(&y.share)).then_with(|| a.entry.cmp(&b.entry)));
    html! {
        section {
            h2 { "Was it helpful?" small { "weakest first" } }
            (table(["Question", "Yes / no"], voted.is_empty(), html! {
                @for (row, share) in voted.iter().take(rows) {
                    tr {
                        th scope="row" { (question(row)) (whisker(share)) }
                        td.number { (told(row.yes, report.k)) " / " (told(row.no, report.k)) small { (format!("{:.0}%", 100.0 * share.share)) } }
                    }
                }
            }))
            (more(voted.len(), rows))
            @if !voted.is_empty() {
                p.note {
                    "The dot is the share of “yes”; the line is where the true share lies with 95% confidence. "
                    "Few votes, long line."
                }
            }
        }
    }
}

fn not_answered(gaps: &[GapRow], report: &Report) -> Markup {
    let most = gaps.iter().map(|row| row.count).max().unwrap_or(0);
    html! {
        section {
            h2 { "Searched, not answered well" }
            (table(["Words, and what is nearest", "Searches"], gaps.is_empty(), html! {
                @for row in gaps.iter().take(report.rows) {
                    tr {
                        th scope="row" {
                            (foreign(&row.lang, &row.words.join(" ")))
                            @if let Some(nearest) = row.question.as_ref().or(row.nearest.as_ref()) {
                                span.hint { "nearest: " (foreign(&row.lang, nearest)) }
                            }
                            (bar(row.count, most))
                        }
                        td.number { (told(row.count, report.k)) }
                    }
                }
            }))
            (more(gaps.len(), report.rows))
        }
    }
}

fn terms(site: &SiteReport, report: &Report) -> Markup {
    // Words are short: a page that has 25 questions has room for three times as many words.
    let rows = 3 * report.rows;
    html! {
        section {
            h2 { "Words searched" small { "and how often" } }
            @if site.terms.is_empty() { p.note { "Nothing yet." } } @else {
                ul.words {
                    @for row in site.terms.iter().take(rows) { li { (foreign(&row.lang, &row.term)) " " b { (told(row.count, report.k)) } } }
                }
            }
            (more(site.terms.len(), rows))
        }
    }
}

fn comments(comments: &[Comment], all: u64, k: u64) -> Markup {
    html! {
        @if !comments.is_empty() {
            section {
                h2 { "In their own words" small { (told(all, k)) " in all" } }
                ul.comments {
                    @for comment in comments {
                        li {
                            blockquote lang=(comment.lang) dir="auto" { (comment.comment) }
                            p {
                                @let label = if comment.helpful { "helpful" } else { "not helpful" };
                                span.vote.no[!comment.helpful] { (label) }
                                @for reason in &comment.reasons { " · " (reason) }
                                " · " (foreign(&comment.lang, comment.question.as_deref().unwrap_or(&comment.entry)))
                                " · " time datetime=(comment.date) { (comment.date) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn languages(site: &SiteReport, k: u64) -> Markup {
    html! {
        @if site.languages.len() > 1 {
            section {
                h2 { "Languages" }
                div.scroll {
                    table {
                        thead { tr {
                            th scope="col" { "Language" }
                            @for name in ["Searches", "No good answer", "Opened", "Votes"] { th.number scope="col" { (name) } }
                        } }
                        tbody {
                            @for row in &site.languages {
                                tr {
                                    th scope="row" { (row.lang) }
                                    @for number in [row.searches, row.unanswered, row.views, row.votes] { td.number { (told(number, k)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn table(columns: [&str; 2], empty: bool, rows: Markup) -> Markup {
    html! {
        @if empty { p.note { "Nothing yet." } } @else {
            table {
                thead { tr { th scope="col" { (columns[0]) } th.number scope="col" { (columns[1]) } } }
                tbody { (rows) }
            }
        }
    }
}

fn more(all: usize, rows: usize) -> Markup {
    html! { @if all > rows { p.note { "and " (all - rows) " more" } } }
}

fn question(row: &EntryRow) -> Markup {
    named(&row.lang, &row.entry, row.question.as_deref())
}

/// An entry by its question, or by its id.
fn named(lang: &str, entry: &str, question: Option<&str>) -> Markup {
    foreign(lang, question.unwrap_or(entry))
}

/// A count as it may be told: nothing but zeros stand for what is below k.
fn told(number: u64, k: u64) -> String {
    if k > 1 && number == 0 { format!("< {k}") } else { grouped(number) }
}

/// Text in a language of its own, for pronunciation, fonts and direction.
fn foreign(lang: &str, text: &str) -> Markup {
    html! { span lang=(lang) dir="auto" { (text) } }
}

/// A bar below a name. Decoration: the number stands in the same row.
fn bar(value: u64, most: u64) -> Markup {
    let width = if most > 0 { 100.0 * value as f64 / most as f64 } else { 0.0 };
    html! {
        svg.bar aria-hidden="true" {
            rect.back width="100%" height="100%" {}
            rect.value width=(format!("{width:.1}%")) height="100%" {}
        }
    }
}

/// A dot for the share and a line for its interval, from 0 at the left to 100% at the right.
fn whisker(share: &Interval) -> Markup {
    let at = |part: f64| format!("{:.1}%", 2.0 + 96.0 * part);
    html! {
        svg.whisker role="img" aria-label=(percent(share)) {
            line.back x1="2%" x2="98%" y1="50%" y2="50%" {}
            line.value x1=(at(share.low)) x2=(at(share.high)) y1="50%" y2="50%" {}
            circle cx=(at(share.share)) cy="50%" r="5" {}
        }
    }
}

fn range(share: &Interval) -> String {
    format!("{:.0} to {:.0}%", 100.0 * share.low, 100.0 * share.high)
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// Digits in groups of three, parted by narrow no-break spaces.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('\u{202F}');
        }
        out.push(digit);
    }
    out
}
