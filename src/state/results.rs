//! Results: what the engine found, in the order of this visitor, with passages of the answers that are there.

use faqlet_engine::{Hit, Mark, MatchKind, SearchOptions, Snippet};
use faqlet_profile::{Candidate, Why, rerank};

use super::answers::Shown;
use super::{State, Topic};

/// How many results are listed.
pub(super) const LISTED: usize = 10;
/// How many are looked at: enough that topics can be told apart, and that one that is only just too far down can come up for a visitor.
pub(super) const LOOKED_AT: usize = 50;
/// Results that score less than this part of the first one share no more with the query than words of grammar.
const WORTH: f32 = 0.08;
/// How many are listed when none is likely to answer: the nearest, beside other ways on.
const NEAREST: usize = 4;
/// Fewest topics among which a choice says anything.
const CHOICES: usize = 2;
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
    /// How many there are to list, in the topic that was chosen.
    pub found: u32,
    /// How many entries matched in all, if only by a word of grammar.
    pub total: u32,
    /// Topics of the results and how many of them each has, the fullest first; none where there is no choice.
    pub topics: Vec<(u32, u32)>,
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
    /// What moved it up for this visitor.
    pub because: Option<Why>,
    /// Whether it is here for its meaning, and not for its words.
    pub similar: bool,
}

impl Results {
    /// Whether the visitor is better told that none of this may answer.
    #[must_use]
    pub fn is_unsure(&self) -> bool {
        self.confidence < UNSURE
    }
}

impl State {
    /// The results of the query, without passages.
    ///
    /// # Errors
    /// Numbers of the shards that must come first.
    pub(super) fn find(&mut self, now: u64) -> Result<Results, Vec<u32>> {
        let options = SearchOptions { limit: LOOKED_AT, correcting: !self.literal, ..SearchOptions::default() };
        let found = self.engine.search(&self.query, &options);
        self.cards_of(&found)?;
        let mut found = self.meaning.join(&self.engine, &self.query, found, &options);
        let least = found.hits.first().map_or(0.0, |hit| hit.score * WORTH);
        let listed = self.lister();
        // Who types a question word for word means that one.
        let kept = |hit: &Hit| hit.exact && self.engine.entry(hit.entry).is_some_and(|entry| !self.is_revoked(entry.id));
        found.hits.retain(|hit| {
            self.engine.question_has_come(hit.entry) && hit.score >= least && !self.is_hidden(hit.entry) && (kept(hit) || listed(hit.entry))
        });
        drop(listed);
        let topics = self.topics_of(&found.hits);
        // A topic that has nothing of it was chosen for another search.
        self.filter = self.filter.filter(|chosen| topics.iter().any(|(topic, _)| topic == chosen));
        let wanted = |entry: u32| self.filter.is_none_or(|chosen| self.outer_topic_of(entry) == Some(chosen));
        let paths: Vec<Vec<&str>> = found.hits.iter().map(|hit| self.topic_of(hit.entry).map_or(Vec::new(), Topic::parts)).collect();
        let tags: Vec<Vec<&str>> =
            found.hits.iter().map(|hit| self.engine.entry(hit.entry).map_or(Vec::new(), |entry| entry.tags)).collect();
        let candidates: Vec<Candidate<'_>> = found
            .hits
            .iter()
            .zip(paths.iter().zip(&tags))
            .map(|(hit, (path, tags))| Candidate {
                entry: hit.entry,
                score: hit.score,
                exact: hit.exact,
                category: path,
                tags,
                audience: self.facts(hit.entry).and_then(|facts| facts.audience.as_ref()),
            })
            .collect();
        let mut placed = rerank(&candidates, self.visitor.profile(), &self.setup.lang, now);
        placed.retain(|placed| wanted(placed.entry));
        let number = u32::try_from(placed.len()).unwrap_or(u32::MAX);
        let most = if found.confidence < UNSURE { NEAREST } else { self.most };
        let rows = placed.into_iter().take(most).map(|placed| Row {
            entry: placed.entry,
            marks: found.hits.get(placed.index).map_or(Vec::new(), |hit| hit.marks.clone()),
            passage: None,
            similar: found.hits.get(placed.index).is_some_and(is_similar),
            because: placed.why.into_iter().next().filter(|_| placed.rose > 0),
        });
        Ok(Results {
            rows: rows.collect(),
            found: number,
            total: found.total,
            topics,
            confidence: found.confidence,
            corrected: found.corrected,
            terms: found.known_terms,
            unknown: found.unknown_terms,
        })
    }

    /// How many of the hits each outermost topic has, the fullest first.
    fn topics_of(&self, hits: &[Hit]) -> Vec<(u32, u32)> {
        let mut topics: Vec<(u32, u32)> = Vec::new();
        for topic in hits.iter().filter_map(|hit| self.outer_topic_of(hit.entry)) {
            match topics.iter_mut().find(|(known, _)| *known == topic) {
                Some((_, number)) => *number += 1,
                None => topics.push((topic, 1)),
            }
        }
        topics.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
        if topics.len() < CHOICES { Vec::new() } else { topics }
    }

    /// Passages for the results that have none yet and whose answers are there.
    pub(super) fn fill_passages(&mut self) {
        for at in 0..self.results.rows.len() {
            let answer = self.results.rows.get(at).filter(|row| row.passage.is_none()).map(|row| self.shown(row.entry));
            let passage = answer.and_then(|shown| match shown {
                Shown::Here(answer) => Some(self.engine.snippet(&self.query, &answer.text(), PASSAGE)),
                _ => None,
            });
            if let Some(row) = self.results.rows.get_mut(at).filter(|_| passage.is_some()) {
                row.passage = passage;
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

/// Whether nothing but meaning speaks for a hit.
fn is_similar(hit: &Hit) -> bool {
    hit.marks.is_empty() && hit.why.iter().any(|why| why.kind == MatchKind::Meaning)
}
