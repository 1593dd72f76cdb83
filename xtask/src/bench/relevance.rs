//! Relevance on labelled sets, which are not part of the project: each has its own licence.

use std::path::PathBuf;

use crate::bench::results::{Judged, Mean, OWN, Results, Set};
use crate::project::Project;

/// Share of a set's queries that an engine must have got through in its time to be compared.
const ENOUGH: f64 = 0.3;

/// The folder of labelled sets: the one that was asked for, else `shared/relevance` beside the checkout if there is one.
pub(crate) fn folder(project: &Project, asked: Option<PathBuf>) -> Option<PathBuf> {
    let found = asked.or_else(|| Some(project.root.parent()?.join("shared/relevance")).filter(|folder| folder.is_dir()));
    if found.is_none() {
        println!("no labelled sets: name a folder with --relevance DIR, one folder a set with faq.jsonl, queries.jsonl and qrels.tsv");
        println!("(one set by itself: faqlet build faq.jsonl --out DIR, then faqlet eval DIR --queries queries.jsonl --qrels qrels.tsv)");
    }
    found
}

/// One of the figures of a list of queries.
pub(crate) type Figure = fn(&Mean) -> f64;

/// How queries were asked.
#[derive(Clone, Copy)]
pub(crate) enum Condition {
    /// As they are.
    Clean,
    /// With one edit in each word of five letters or more.
    Typo,
    /// With the last word cut to 60 %.
    Trunc,
}

impl Condition {
    /// All of them, in the order of the tables.
    pub(crate) const ALL: [Condition; 3] = [Condition::Clean, Condition::Typo, Condition::Trunc];

    /// An engine's figures under this condition.
    pub(crate) fn of(self, judged: &Judged) -> &Mean {
        match self {
            Condition::Clean => &judged.clean,
            Condition::Typo => &judged.typo,
            Condition::Trunc => &judged.trunc,
        }
    }
}

impl Set {
    /// The highest figure that any setting of any other engine reaches, and whose it is.
    pub(crate) fn best_other(&self, condition: Condition, figure: Figure) -> Option<(f64, &Judged)> {
        let all = f64::from(self.engines.iter().map(|judged| condition.of(judged).queries).max()?);
        let others = self.engines.iter().filter(|judged| judged.engine != OWN);
        let judged = others.filter(|judged| f64::from(condition.of(judged).queries) >= ENOUGH * all);
        judged.map(|judged| (figure(condition.of(judged)), judged)).max_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// Faqlet's figures.
    pub(crate) fn own(&self) -> Option<&Judged> {
        self.engines.iter().find(|judged| judged.engine == OWN)
    }
}

/// The mean of an engine's usual setting, which is the first that the harness names, over some sets; and whether it got through all
/// of their queries in its time.
pub(crate) fn mean_over(sets: &[&Set], engine: &str, condition: Condition, figure: Figure) -> Option<(f64, bool)> {
    let (mut sum, mut count, mut complete) = (0.0, 0, true);
    for set in sets {
        let most = set.engines.iter().map(|judged| condition.of(judged).queries).max();
        let judged = set.engines.iter().find(|judged| judged.engine == engine).map(|judged| condition.of(judged));
        // An engine that was too slow to be asked has no figure, rather than a bad one.
        let judged = judged.filter(|mean| mean.queries > 0);
        complete &= judged.map(|mean| mean.queries) == most;
        sum += judged.map_or(0.0, figure);
        count += usize::from(judged.is_some());
    }
    (count > 0).then(|| (sum / count as f64, complete))
}

/// Prints every set with every engine and setting, and where Faqlet is behind.
pub(crate) fn print(results: &Results) {
    for set in &results.relevance {
        println!("\n  {} ({})", set.name, set.lang);
        println!("  {:22} {:>4}  {:^17}  {:^17}  {:>5} {:>5}", "", "", "S@1", "nDCG@10", "none", "AUC");
        for judged in &set.engines {
            let row = |figure: Figure| Condition::ALL.map(|c| format!("{:5.3}", figure(c.of(judged)))).join(" ");
            let area = judged.area.map_or(String::new(), |area| format!("{area:5.3}"));
            let name = format!("{} {}", results.title(&judged.engine), judged.variant);
            let (success, ndcg) = (row(|mean| mean.success), row(|mean| mean.ndcg));
            println!("  {name:22} {:>4}  {success}  {ndcg}  {:5.3} {area:>5}", judged.clean.queries, judged.clean.empty);
        }
    }
    let behind: Vec<String> = results.relevance.iter().flat_map(|set| behind(results, set)).collect();
    println!("\n  Faqlet is behind the best setting of another engine in {} figures", behind.len());
    behind.iter().for_each(|line| println!("  {line}"));
}

/// Each figure of a set that another engine's is above.
fn behind(results: &Results, set: &Set) -> Vec<String> {
    let Some(own) = set.own() else { return Vec::new() };
    let mut lines = Vec::new();
    for (condition, asked) in Condition::ALL.into_iter().zip(["clean", "typo", "trunc"]) {
        let figures: [(&str, Figure); 2] = [("S@1", |mean| mean.success), ("nDCG@10", |mean| mean.ndcg)];
        for (name, figure) in figures {
            let value = figure(condition.of(own));
            if let Some((best, other)) = set.best_other(condition, figure).filter(|(best, _)| *best > value) {
                let whose = format!("{} {}", results.title(&other.engine), other.variant);
                lines.push(format!("{:26} {asked:5} {name:7} {value:.3}, {best:.3} with {}", set.name, whose.trim_end()));
            }
        }
    }
    lines
}
