//! Entries whose day of review has passed.

use super::{Corpus, Found, Rule, Severity};
use crate::check::locate;

pub(super) const RULE: Rule = Rule {
    id: "stale",
    severity: Severity::Warning,
    summary: "an entry whose `review_by` has passed",
    why: "Somebody promised to look at it again by that day. Read it; if it still holds, set `reviewed` to today and `review_by` to the \
          next day that suits you.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    let Some(today) = corpus.today else { return };
    for entry in corpus.entries {
        let Some(day) = entry.review_by.filter(|day| *day < today) else { continue };
        let by = entry.owner.as_deref().map(|owner| format!(" by `{owner}`")).unwrap_or_default();
        let got = format!("`review_by` of {day}, which has passed");
        let remedy = "read it, then set `reviewed` and a new `review_by`";
        if let Some(finding) = found.entry(entry, format!("`{}` to be reviewed{by}", entry.id), got, remedy) {
            finding.place = locate::of(entry, &day.to_string());
        }
    }
}
