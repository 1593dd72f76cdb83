//! The report as one HTML page that can be mailed or put on any server.

use super::Report;

pub(super) fn page(report: &Report) -> String {
    maud::html! { (maud::DOCTYPE) html lang="en" { body { pre { (super::text::report(report)) } } } }.into_string()
}
