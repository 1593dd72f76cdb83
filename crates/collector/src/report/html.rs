//! The report as one HTML page that can be mailed or put on any server: no script, nothing to load, charts as SVG with a table beside
//! each. The page is made to be passed on, so small groups of search words are folded (see [`super::fold`]).

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::chart::{self, Column};
use super::fold::{Folded, Rest, fold};
use super::text::{percent, words};
use super::{Comment, Day, EntryRow, Interval, Report, SiteReport, UnansweredRow};

const STYLE: &str = include_str!("page.css");
/// Fewest votes for an answer to be called weak: below that the interval says nearly nothing.
const VOTES_TO_JUDGE: u64 = 5;

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
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
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
                }
            }
        }
    }
    .into_string()
}

fn section(site: &SiteReport, report: &Report) -> Markup {
    let unanswered = fold(&site.unanswered, report.k, |row| row.count);
    html! {
        article id={ "site-" (site.site) } {
            header {
                p.kicker { "Help report" }
                h1 { (site.site) }
                @match (site.days.first(), site.days.last()) {
                    (Some(first), Some(last)) if first == last => p.period { (first.date) },
                    (Some(first), Some(last)) => p.period {
                        (first.date) " to " (last.date) ", " (count(site.days.len() as u64, "day", "days"))
                    },
                    _ => p.period { "No event has arrived yet." },
                }
            }
            @if !site.days.is_empty() {
                (figures(site))
                (advice(site, &unanswered))
                (over_time(&site.days))
                div.columns {
                    div {
                        (read_most(&site.entries, report.rows))
                        (not_answered(&unanswered, report))
                    }
                    div { (helpfulness(&site.entries, report.rows)) }
                }
                (terms(site, report))
                (comments(&site.comments, site.totals.comments))
                (languages(site))
            }
        }
    }
}

fn figures(site: &SiteReport) -> Markup {
    let totals = &site.totals;
    html! {
        dl.figures {
            div { dt { "Searches" } dd { (grouped(totals.searches)) } }
            div {
                dt { "Without a good answer" }
                dd {
                    (grouped(totals.unanswered))
                    @if let Some(rate) = totals.unanswered_share() { small { (format!("{:.1}% of searches", 100.0 * rate)) } }
                }
            }
            div { dt { "Answers opened" } dd { (grouped(totals.views)) } }
            div {
                dt { "Found helpful" }
                @match &totals.helpful {
                    Some(share) => dd {
                        (format!("{:.0}%", 100.0 * share.share))
                        small { "of " (count(totals.yes + totals.no, "vote", "votes")) ", likely " (range(share)) }
                    },
                    None => dd { "–" small { "no votes yet" } },
                }
            }
        }
    }
}

/// The two things that are most worth doing: an answer to write, and one to mend.
fn advice(site: &SiteReport, unanswered: &Folded<'_, UnansweredRow>) -> Markup {
    let write = unanswered.shown.iter().find(|row| !row.terms.is_empty());
    let mend = weakest(&site.entries, site.totals.helpful.as_ref());
    html! {
        @if write.is_some() || mend.is_some() {
            section.advice aria-label="What to do next" {
                h2 { "What to do next" }
                ul {
                    @if let Some(row) = write {
                        li {
                            strong { "Write an answer" } " for “" (foreign(&row.lang, &words(row))) "”: searched "
                            (count(row.count, "time", "times")) " without a good one."
                        }
                    }
                    @if let Some((row, share)) = mend {
                        li {
                            strong { "Look at" } " “" (question(row)) "”: helpful to "
                            (format!("{:.0}%", 100.0 * share.share)) " of " (count(row.yes + row.no, "vote", "votes")) "."
                        }
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

fn over_time(days: &[Day]) -> Markup {
    let searches = chart::columns(days, |day| (day.searches.saturating_sub(day.unanswered), day.unanswered));
    let views = chart::columns(days, |day| (day.views, 0));
    let votes = chart::columns(days, |day| (day.yes, day.no));
    let unit = match chart::days_a_column(days.len()) {
        1 => "day",
        7 => "week",
        _ => "four weeks",
    };
    html! {
        section aria-label="Over time" {
            h2 { "Over time" small { "per " (unit) } }
            div.charts {
                (figure("Searches", &["with an answer", "without a good one"], &searches))
                (figure("Answers opened", &[], &views))
                (figure("Votes", &["helpful", "not helpful"], &votes))
            }
            details {
                summary { "These figures as a table" }
                (day_table(days))
            }
        }
    }
}

fn figure(title: &str, legend: &[&str], columns: &[Column]) -> Markup {
    let sum: u64 = columns.iter().map(|column| column.first + column.second).sum();
    let most = columns.iter().max_by_key(|column| column.first + column.second);
    let peak = most.map_or_else(String::new, |most| format!(", most from {}: {}", most.date, most.first + most.second));
    html! {
        figure {
            figcaption {
                strong { (title) }
                @for (number, name) in legend.iter().enumerate() { span.key.second[number == 1] { (name) } }
            }
            @if let Some(svg) = chart::draw(columns) {
                div.chart role="img" aria-label={ (title) ": " (sum) " in all" (peak) ". The table below has every figure." } {
                    (PreEscaped(svg))
                }
            }
        }
    }
}

fn day_table(days: &[Day]) -> Markup {
    html! {
        div.scroll {
            table {
                thead { tr {
                    th scope="col" { "Day" }
                    @for name in ["Searches", "No good answer", "Opened", "Helpful", "Not helpful"] { th.number scope="col" { (name) } }
                } }
                tbody {
                    @for day in days.iter().rev() {
                        tr {
                            th scope="row" { (day.date) }
                            @for number in [day.searches, day.unanswered, day.views, day.yes, day.no] { td.number { (grouped(number)) } }
                        }
                    }
                }
            }
        }
    }
}

fn read_most(entries: &[EntryRow], rows: usize) -> Markup {
    let most = entries.iter().map(|row| row.views).max().unwrap_or(0);
    let read: Vec<&EntryRow> = entries.iter().filter(|row| row.views > 0).collect();
    html! {
        section {
            h2 { "Answers read most" }
            (table(["Question", "Opened"], read.is_empty(), html! {
                @for row in read.iter().take(rows) {
                    tr { th scope="row" { (question(row)) (bar(row.views, most)) } td.number { (grouped(row.views)) } }
                }
            }))
            (more(read.len(), rows))
        }
    }
}

fn helpfulness(entries: &[EntryRow], rows: usize) -> Markup {
    let mut voted: Vec<(&EntryRow, &Interval)> = entries.iter().filter_map(|row| Some((row, row.helpful.as_ref()?))).collect();
    voted.sort_by(|(a, x), (b, y)| x.high.total_cmp(&y.high).then(x.share.total_cmp(&y.share)).then_with(|| a.entry.cmp(&b.entry)));
    html! {
        section {
            h2 { "Was it helpful?" small { "weakest first" } }
            (table(["Question", "Yes / no"], voted.is_empty(), html! {
                @for (row, share) in voted.iter().take(rows) {
                    tr {
                        th scope="row" { (question(row)) (whisker(share)) }
                        td.number { (row.yes) " / " (row.no) small { (format!("{:.0}%", 100.0 * share.share)) } }
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

fn not_answered(folded: &Folded<'_, UnansweredRow>, report: &Report) -> Markup {
    let most = folded.shown.iter().map(|row| row.count).max().unwrap_or(0);
    let empty = folded.shown.is_empty() && folded.rest == Rest::None;
    html! {
        section {
            h2 { "Searched, not answered well" }
            (table(["Known words", "Searches"], empty, html! {
                @for row in folded.shown.iter().take(report.rows) {
                    tr { th scope="row" { (foreign(&row.lang, &words(row))) (bar(row.count, most)) } td.number { (grouped(row.count)) } }
                }
                (rest(&folded.rest, report.k))
            }))
            (more(folded.shown.len(), report.rows))
        }
    }
}

fn terms(site: &SiteReport, report: &Report) -> Markup {
    let folded = fold(&site.terms, report.k, |row| row.count);
    // Words are short: a page that has 25 questions has room for three times as many words.
    let rows = 3 * report.rows;
    html! {
        section {
            h2 { "Words searched" small { "and how often" } }
            @if site.terms.is_empty() { p.note { "Nothing yet." } } @else {
                ul.words {
                    @for row in folded.shown.iter().take(rows) { li { (foreign(&row.lang, &row.term)) " " b { (grouped(row.count)) } } }
                }
            }
            @match folded.rest {
                Rest::None => {},
                Rest::Groups { groups, count } => p.note { (groups) " further words, together " (grouped(count)) " times." },
                Rest::Few => p.note { "Too few searches to show their words without pointing at somebody." },
            }
            (more(folded.shown.len(), rows))
        }
    }
}

fn comments(comments: &[Comment], all: u64) -> Markup {
    html! {
        @if !comments.is_empty() {
            section {
                h2 { "In their own words" small { (count(all, "comment", "comments")) } }
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

fn languages(site: &SiteReport) -> Markup {
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
                                    @for number in [row.searches, row.unanswered, row.views, row.votes] { td.number { (grouped(number)) } }
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

/// The row of what was folded.
fn rest(rest: &Rest, k: u64) -> Markup {
    html! {
        @match rest {
            Rest::None => {},
            Rest::Groups { groups, count } => tr.rest {
                th scope="row" { (groups) " others, too rare to show" }
                td.number { (grouped(*count)) }
            },
            Rest::Few => tr.rest { th scope="row" { "Too rare to show without pointing at somebody" } td.number { "< " (k) } },
        }
    }
}

fn more(all: usize, rows: usize) -> Markup {
    html! { @if all > rows { p.note { "and " (all - rows) " more" } } }
}

fn question(row: &EntryRow) -> Markup {
    foreign(&row.lang, row.question.as_deref().unwrap_or(&row.entry))
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
