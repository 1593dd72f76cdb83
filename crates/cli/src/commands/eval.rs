//! `faqlet eval`: how often the right entry comes first, measured with judged queries.
//!
//! Figures as usual in information retrieval, over the first ten hits: success@1, reciprocal rank, nDCG with gain 2^rel − 1 and discount
//! log2(rank + 1) (Järvelin and Kekäläinen 2002, in the form of Burges et al. 2005), and recall. Queries without a relevant entry are
//! left out.

use super::print;
use super::search::{Meaning, merged};
use crate::folder::{Folder, Language};
use anyhow::{Context, bail};
use clap::Args;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Hits that count.
const DEPTH: usize = 10;

/// Measure a built folder with judged queries
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Folder made by `faqlet build`
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// JSON Lines with `qid`, `query` and optionally `lang` (or `_id` and `text`)
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Tab-separated judgements: query id, entry id, relevance (0 is not relevant)
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,
    /// Ask this language only [default: each query's own, or all merged where the folder has not got it]
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Whether to ask meaning beside words
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    meaning: Meaning,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// A query of the file; further fields are of no interest.
#[derive(Debug, Deserialize)]
struct Query {
    #[serde(alias = "_id")]
    qid: String,
    #[serde(alias = "text")]
    query: String,
    #[serde(default)]
    lang: Option<String>,
}

/// Relevance by entry id, by query id. Only what is relevant.
type Judgements = BTreeMap<String, BTreeMap<String, u32>>;

/// The figures, as fractions of the queries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
struct Figures {
    queries: usize,
    #[serde(rename = "success@1")]
    success: f64,
    #[serde(rename = "mrr@10")]
    mrr: f64,
    #[serde(rename = "ndcg@10")]
    ndcg: f64,
    #[serde(rename = "recall@10")]
    recall: f64,
    no_result: f64,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let folder = Folder::open(&arguments.folder, arguments.lang.as_deref())?;
    let queries = read_queries(&arguments.queries)?;
    let judgements = read_judgements(&arguments.qrels)?;
    let all: Vec<&Language> = folder.languages.iter().collect();
    let mut sum = Figures::default();
    for query in &queries {
        let Some(relevant) = judgements.get(&query.qid) else { continue };
        let own = query.lang.as_deref().filter(|_| arguments.lang.is_none()).and_then(|lang| folder.language(lang));
        let languages = own.map_or_else(|| all.clone(), |language| vec![language]);
        sum.add(&ids(&folder, &languages, &query.query, arguments.meaning)?, relevant);
    }
    if sum.queries == 0 {
        bail!(
            "{}: expected judgements of queries in {}; got none above 0; check that the query ids are the same",
            arguments.qrels.display(),
            arguments.queries.display()
        );
    }
    let figures = sum.mean();
    print(&if arguments.json { serde_json::to_string(&figures)? + "\n" } else { table(&figures) })
}

/// Ids of the hits, best first, each once: an entry and its translation count as one.
fn ids(folder: &Folder, languages: &[&Language], query: &str, meaning: Meaning) -> anyhow::Result<Vec<String>> {
    // More than counts when languages are merged, as translations of the same entry fall together.
    let limit = if languages.len() > 1 { DEPTH * languages.len() } else { DEPTH };
    let mut ids: Vec<String> = Vec::new();
    for (language, hit) in merged(folder, languages, query, limit, meaning)? {
        let id = language.engine.entry(hit.entry).map(|entry| entry.id).unwrap_or_default();
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    }
    ids.truncate(DEPTH);
    Ok(ids)
}

impl Figures {
    /// Adds a query with its hits, best first.
    fn add(&mut self, hits: &[String], relevant: &BTreeMap<String, u32>) {
        let first = hits.iter().position(|id| relevant.contains_key(id));
        let found = hits.iter().filter(|id| relevant.contains_key(*id)).count();
        let gains = hits.iter().map(|id| relevant.get(id).copied().unwrap_or(0));
        let mut ideal: Vec<u32> = relevant.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        self.queries += 1;
        self.success += f64::from(u8::from(first == Some(0)));
        self.mrr += first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        self.ndcg += gain(gains) / gain(ideal.into_iter().take(DEPTH));
        self.recall += found as f64 / relevant.len() as f64;
        self.no_result += f64::from(u8::from(hits.is_empty()));
    }

    fn mean(self) -> Self {
        let share = |sum: f64| sum / self.queries as f64;
        Self {
            queries: self.queries,
            success: share(self.success),
            mrr: share(self.mrr),
            ndcg: share(self.ndcg),
            recall: share(self.recall),
            no_result: share(self.no_result),
        }
    }
}

/// Discounted cumulative gain of relevances in order of rank.
fn gain(relevances: impl Iterator<Item = u32>) -> f64 {
    relevances.enumerate().map(|(rank, relevance)| (f64::from(relevance).exp2() - 1.0) / ((rank + 2) as f64).log2()).sum()
}

fn read_queries(path: &Path) -> anyhow::Result<Vec<Query>> {
    let text = fs::read_to_string(path).with_context(|| format!("{}: expected a file of queries", path.display()))?;
    let mut queries = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let query: Query = serde_json::from_str(line.trim_start_matches('\u{FEFF}'))
            .with_context(|| format!("{}:{}: expected `{{\"qid\": …, \"query\": …}}`", path.display(), number + 1))?;
        queries.push(query);
    }
    Ok(queries)
}

/// Three columns, or four with TREC's unused second one. A head line is recognised by its relevance not being a number.
fn read_judgements(path: &Path) -> anyhow::Result<Judgements> {
    let text = fs::read_to_string(path).with_context(|| format!("{}: expected a file of judgements", path.display()))?;
    let mut judgements = Judgements::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line = line.trim_start_matches('\u{FEFF}').trim_end_matches('\r');
        let columns: Vec<&str> = line.split('\t').collect();
        let row = match columns.as_slice() {
            [query, entry, relevance] | [query, _, entry, relevance] => Some((*query, *entry, relevance.trim().parse::<i32>())),
            _ => None,
        };
        match row {
            Some((query, entry, Ok(relevance))) => {
                // Beyond 30 the gain is more than any list could sum up; such files have another scale in mind.
                if relevance > 0 {
                    judgements.entry(query.to_owned()).or_default().insert(entry.to_owned(), relevance.min(30) as u32);
                }
            }
            Some((_, _, Err(_))) if number == 0 => {}
            _ => bail!(
                "{}:{}: expected query id, entry id and relevance with tabs between; got `{}`; mend the line",
                path.display(),
                number + 1,
                line.escape_debug().take(80).collect::<String>()
            ),
        }
    }
    Ok(judgements)
}

fn table(figures: &Figures) -> String {
    let Figures { queries, success, mrr, ndcg, recall, no_result } = figures;
    let rows = [("success@1", success), ("mrr@10", mrr), ("ndcg@10", ndcg), ("recall@10", recall), ("no_result", no_result)];
    let rows: String = rows.iter().map(|(name, value)| format!("{name:<10} {value:>8.4}\n")).collect();
    format!("{:<10} {queries:>8}\n{rows}", "queries")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(hits: &[&str], relevant: &[(&str, u32)]) -> Figures {
        let mut figures = Figures::default();
        let hits: Vec<String> = hits.iter().map(|id| (*id).to_owned()).collect();
        figures.add(&hits, &relevant.iter().map(|(id, relevance)| ((*id).to_owned(), *relevance)).collect());
        figures.mean()
    }

    #[track_caller]
    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-9, "{a} and not {b}");
    }

    #[test]
    fn a_perfect_list_has_perfect_figures() {
        let figures = figures(&["a", "b", "c"], &[("a", 2), ("b", 1)]);
        assert_eq!(figures, Figures { queries: 1, success: 1.0, mrr: 1.0, ndcg: 1.0, recall: 1.0, no_result: 0.0 });
    }

    #[test]
    fn figures_are_those_worked_out_by_hand() {
        // Gains 2^2 - 1 = 3 and 2^1 - 1 = 1; found at ranks 3 and 1.
        let figures = figures(&["b", "x", "a"], &[("a", 2), ("b", 1), ("c", 1)]);
        near(figures.success, 1.0);
        near(figures.mrr, 1.0);
        near(figures.recall, 2.0 / 3.0);
        let ideal = 3.0 + 1.0 / 3f64.log2() + 1.0 / 2.0;
        near(figures.ndcg, (1.0 + 3.0 / 2.0) / ideal);
        near(super::tests::figures(&["x", "a"], &[("a", 1)]).mrr, 0.5);
    }

    #[test]
    fn no_hits_are_counted() {
        let figures = figures(&[], &[("a", 1)]);
        assert_eq!(figures, Figures { queries: 1, success: 0.0, mrr: 0.0, ndcg: 0.0, recall: 0.0, no_result: 1.0 });
    }
}
