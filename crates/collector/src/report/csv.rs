//! The report as one long table, for spreadsheets and data warehouses: one figure a line, so that new figures change no column.

use super::{Report, SiteReport};
use crate::table::quoted;

pub(super) fn table(report: &Report) -> String {
    let mut out = String::from("site,about,lang,item,measure,value\r\n");
    for site in &report.sites {
        of_site(site, &mut |about, lang, item, measure, value: u64| {
            let value = value.to_string();
            let cells = [site.site.as_str(), about, lang, item, measure, &value].map(quoted);
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        });
    }
    out
}

fn of_site(site: &SiteReport, line: &mut dyn FnMut(&str, &str, &str, &str, u64)) {
    let totals = &site.totals;
    for (measure, value) in [
        ("searches", totals.searches),
        ("unanswered", totals.unanswered),
        ("views", totals.views),
        ("yes", totals.yes),
        ("no", totals.no),
        ("comments", totals.comments),
        ("answered", totals.answered),
        ("left", totals.left),
        ("contacted", totals.contacted),
    ] {
        line("total", "", "", measure, value);
    }
    for day in &site.days {
        for (measure, value) in [
            ("searches", day.searches),
            ("unanswered", day.unanswered),
            ("views", day.views),
            ("yes", day.yes),
            ("no", day.no),
            ("answered", day.answered),
            ("left", day.left),
            ("contacted", day.contacted),
        ] {
            line("day", "", &day.date, measure, value);
        }
    }
    for row in &site.entries {
        for (measure, value) in [("views", row.views), ("yes", row.yes), ("no", row.no)] {
            line("entry", &row.lang, &row.entry, measure, value);
        }
    }
    for row in &site.terms {
        line("word", &row.lang, &row.term, "searches", row.count);
        line("word", &row.lang, &row.term, "visits", row.visits);
    }
    for row in &site.gaps {
        line("gap", &row.lang, &row.words.join(" "), "searches", row.count);
    }
    for row in &site.languages {
        for (measure, value) in [("searches", row.searches), ("unanswered", row.unanswered), ("views", row.views), ("votes", row.votes)] {
            line("language", &row.lang, "", measure, value);
        }
    }
    for row in &site.routes {
        line("route", "", &row.route, "contacts", row.count);
    }
    for row in &site.faults {
        line("fault", "", &row.code, "times", row.count);
    }
}
