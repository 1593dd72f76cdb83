//! Results: what the engine found, in the order of this visitor, with passages of the answers that are there.

use faqlet_engine::{Mark, SearchOptions, Snippet};
use faqlet_profile::{Candidate, Why, rerank};

use super::answers::Shown;
use super::{State, Topic};

/// How many results are listed.
const LISTED: usize = 10;
/// How many are looked at, so that one that is only just too far down can come up for a visitor.
const LOOKED_AT: usize = 20;
/// Longest passage of an answer, in characters: about two lines.
const PASSAGE: usize = 150;
/// Below this the visitor is told that none of it may answer. On the demo, questions that it answers score 0.55 and more, questions
/// about other things 0.4 and less; between them silence is better than doubt.
pub(super) const UNSURE: f32 = 0.3;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// What is listed, best first.
    pub rows: Vec<Row>,
    /// How many entries matched in all.
    pub total: u32,
    /// 0 to 1: how sure it is that the first one answers.
    pub confidence: f32,
    /// The query with misspelt words corrected.
    pub corrected: Option<String>,
    /// Terms of the index that the query led to.
    pub terms: Vec<String>,
    /// Words of the query that the index does not know.
    pub unknown: u32,
}

/// One result.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The entry's number.
    pub entry: u32,
    /// What matched in the question.
    pub marks: Vec<Mark>,
    /// A passage of the answer, once it is there.
    pub passage: Option<Snippet>,
    /// The topic that was read and moved it up.
    pub because: Option<String>,
}

impl Results {
    /// Whether the visitor is better told that none of this may answer.
    #[must_use]
    pub fn is_unsure(&self) -> bool {
        self.confidence < UNSURE
    }
}

impl State {
    /// The results of the query, with the passages that the last results had.
    pub(super) fn find(&self, now: u64) -> Results {
        let found = self.engine.search(&self.query, &SearchOptions { limit: LOOKED_AT, ..SearchOptions::default() });
        let paths: Vec<Vec<&str>> = found.hits.iter().map(|hit| self.topic_of(hit.entry).map_or(Vec::new(), Topic::parts)).collect();
        let tags: Vec<Vec<&str>> =
            found.hits.iter().map(|hit| self.engine.entry(hit.entry).map_or(Vec::new(), |entry| entry.tags)).collect();
        let candidates: Vec<Candidate<'_>> = found
            .hits
            .iter()
            .zip(paths.iter().zip(&tags))
            .map(|(hit, (path, tags))| Candidate { entry: hit.entry, score: hit.score, exact: hit.exact, category: path, tags })
            .collect();
        let rows = rerank(&candidates, self.visitor.profile(), now).into_iter().take(LISTED).map(|placed| Row {
            entry: placed.entry,
            marks: found.hits.get(placed.index).map_or(Vec::new(), |hit| hit.marks.clone()),
            passage: None,
            because: placed.why.first().filter(|_| placed.rose > 0).map(reason),
        });
        Results {
            rows: rows.collect(),
            total: found.total,
            confidence: found.confidence,
            corrected: found.corrected,
            terms: found.known_terms,
            unknown: found.unknown_terms,
        }
    }

    /// Passages for the results whose answers are there.
    pub(super) fn fill_passages(&mut self) {
        for row in &mut self.results.rows {
            if let Shown::Here(answer) = self.answers.get(row.entry) {
                row.passage = Some(self.engine.snippet(&self.query, &answer.text(), PASSAGE));
            }
        }
    }
}

impl Topic {
    /// Its path, borrowed.
    fn parts(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }
}

/// What a reason says to people: the innermost topic that was read, or what was said about the visitor.
fn reason(why: &Why) -> String {
    match why {
        Why::Read { path } => path.last().cloned().unwrap_or_default(),
        Why::Fact { value, .. } => value.clone(),
        _ => String::new(),
    }
}
