//! The report for a terminal: headings, and tables whose columns line up, at most 96 columns wide.

use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Comment, EntryRow, Interval, Report, SiteReport, UnansweredRow};

/// Columns of the first, left-aligned column of a table.
const WIDE: usize = 44;
/// Columns of a language tag.
const LANG: usize = 8;
/// Most days shown; the HTML page has all.
const DAYS: usize = 14;
/// Columns in which comments are wrapped.
const LINE: usize = 92;

pub(super) fn report(report: &Report) -> String {
    let mut out = String::new();
    if report.sites.is_empty() {
        out.push_str("The store is empty: no event has arrived yet.\n");
    }
    for (number, site) in report.sites.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        section(&mut out, site, report.rows);
    }
    out
}

fn section(out: &mut String, site: &SiteReport, rows: usize) {
    head(out, site);
    if site.days.is_empty() {
        return;
    }
    read_most(out, &site.entries, rows);
    unanswered(out, &site.unanswered, rows);
    terms(out, site, rows);
    languages(out, site);
    faults(out, site);
    days(out, site);
    comments(out, &site.comments, rows);
}

fn head(out: &mut String, site: &SiteReport) {
    let title = match (site.days.first(), site.days.last()) {
        (Some(first), Some(last)) if first != last => format!("{}, {} to {}", site.site, first.date, last.date),
        (Some(day), _) => format!("{}, {}", site.site, day.date),
        _ => format!("{}: no event has arrived yet", site.site),
    };
    line(out, &title);
    line(out, &"=".repeat(title.width()));
    if site.days.is_empty() {
        return;
    }
    let totals = &site.totals;
    let rate = totals.unanswered_share().map_or_else(String::new, |share| format!(" ({:.1}%)", 100.0 * share));
    line(out, &format!("searches {}, without a good answer {}{rate}", totals.searches, totals.unanswered));
    line(out, &format!("answers opened {}", totals.views));
    let helpful = totals.helpful.as_ref().map_or(String::new(), |share| format!(", helpful {}", percent(share)));
    line(out, &format!("votes {} (yes {}, no {}){helpful}", totals.yes + totals.no, totals.yes, totals.no));
}

fn read_most(out: &mut String, entries: &[EntryRow], rows: usize) {
    heading(out, "Answers read most", &["views", "yes", "no"], "helpful (95%)", entries.is_empty());
    for row in entries.iter().take(rows) {
        let question = row.question.as_deref().unwrap_or(&row.entry);
        let helpful = row.helpful.as_ref().map_or_else(|| "no votes".to_owned(), percent);
        table_row(out, question, &row.lang, &[row.views, row.yes, row.no], &helpful);
    }
    more(out, entries.len(), rows);
}

fn unanswered(out: &mut String, groups: &[UnansweredRow], rows: usize) {
    heading(out, "Searches without a good answer", &["count"], "", groups.is_empty());
    for row in groups.iter().take(rows) {
        table_row(out, &words(row), &row.lang, &[row.count], "");
    }
    more(out, groups.len(), rows);
}

fn terms(out: &mut String, site: &SiteReport, rows: usize) {
    heading(out, "Words searched", &["count", "visits"], "", site.terms.is_empty());
    for row in site.terms.iter().take(rows) {
        table_row(out, &row.term, &row.lang, &[row.count, row.visits], "");
    }
    more(out, site.terms.len(), rows);
}

fn languages(out: &mut String, site: &SiteReport) {
    heading(out, "Languages", &["search", "no ans", "views", "votes"], "", site.languages.is_empty());
    for row in &site.languages {
        table_row(out, &row.lang, "", &[row.searches, row.unanswered, row.views, row.votes], "");
    }
}

fn faults(out: &mut String, site: &SiteReport) {
    if site.faults.is_empty() {
        return;
    }
    heading(out, "What did not work on devices", &["times"], "", false);
    for row in &site.faults {
        table_row(out, &row.code, "", &[row.count], "");
    }
}

fn days(out: &mut String, site: &SiteReport) {
    let skipped = site.days.len().saturating_sub(DAYS);
    heading(out, if skipped > 0 { "The last two weeks" } else { "Days" }, &["search", "no ans", "views", "yes", "no"], "", false);
    for day in site.days.iter().skip(skipped) {
        table_row(out, &day.date, "", &[day.searches, day.unanswered, day.views, day.yes, day.no], "");
    }
}

fn comments(out: &mut String, comments: &[Comment], rows: usize) {
    if comments.is_empty() {
        return;
    }
    heading(out, "Comments", &[], "", false);
    for comment in comments.iter().take(rows) {
        let vote = if comment.helpful { "helpful" } else { "not helpful" };
        let reasons = if comment.reasons.is_empty() { String::new() } else { format!(" ({})", comment.reasons.join(", ")) };
        let question = cut(comment.question.as_deref().unwrap_or(&comment.entry), WIDE);
        line(out, &format!("  {} {question}: {vote}{reasons}", comment.date));
        wrapped(out, &comment.comment);
    }
    more(out, comments.len(), rows);
}

/// The known words of a search, and how many others it had.
pub(super) fn words(row: &UnansweredRow) -> String {
    let unknown = match row.unknown {
        0 => String::new(),
        1 => "1 unknown word".to_owned(),
        count => format!("{count} unknown words"),
    };
    match (row.terms.is_empty(), unknown.is_empty()) {
        (true, true) => "(nothing but signs)".to_owned(),
        (true, false) => unknown,
        (false, true) => row.terms.join(", "),
        (false, false) => format!("{} + {unknown}", row.terms.join(", ")),
    }
}

/// A share and its interval, e.g. `86% (49 to 97%)`.
pub(super) fn percent(share: &Interval) -> String {
    format!("{:.0}% ({:.0} to {:.0}%)", 100.0 * share.share, 100.0 * share.low, 100.0 * share.high)
}

fn heading(out: &mut String, title: &str, columns: &[&str], last: &str, empty: bool) {
    let mut text = pad(title, WIDE + LANG + 2);
    for column in columns {
        let _ = write!(text, " {column:>6}");
    }
    if !last.is_empty() {
        let _ = write!(text, "  {last}");
    }
    out.push('\n');
    line(out, text.trim_end());
    if empty {
        line(out, "  none");
    }
}

fn table_row(out: &mut String, first: &str, lang: &str, numbers: &[u64], last: &str) {
    let mut text = format!("  {}{}", pad(&cut(first, WIDE - 2), WIDE), pad(lang, LANG));
    for number in numbers {
        let _ = write!(text, " {number:>6}");
    }
    if !last.is_empty() {
        let _ = write!(text, "  {last}");
    }
    line(out, text.trim_end());
}

fn more(out: &mut String, all: usize, rows: usize) {
    if all > rows {
        line(out, &format!("  and {} more (--json has all)", all - rows));
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Wraps a comment at blanks, or anywhere when there is none.
fn wrapped(out: &mut String, text: &str) {
    for paragraph in text.lines() {
        let mut current = String::from("   ");
        for word in paragraph.split_whitespace() {
            if current.width() + 1 + word.width() > LINE && !current.trim().is_empty() {
                line(out, &current);
                current = String::from("   ");
            }
            current.push(' ');
            for c in word.chars() {
                if current.width() + c.width().unwrap_or(0) > LINE {
                    line(out, &current);
                    current = String::from("    ");
                }
                current.push(c);
            }
        }
        if !current.trim().is_empty() {
            line(out, &current);
        }
    }
}

/// Fills up with blanks to so many columns; East Asian characters take two.
fn pad(text: &str, columns: usize) -> String {
    let mut padded = text.to_owned();
    padded.extend(std::iter::repeat_n(' ', columns.saturating_sub(text.width())));
    padded
}

/// Cuts to so many columns, with an ellipsis when something is missing.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if kept.width() + c.width().unwrap_or(0) + 1 > columns {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}
