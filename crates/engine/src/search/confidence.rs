//! How sure we may be that a hit answers, or that anything does.
//!
//! Ranking compares entries for one query; confidence compares queries. Scores will not do for that: they grow with the length of the
//! query and with rare words. What tells questions that the FAQ covers from those it does not is how many words of the question were
//! found, how much of what could be had for them, and whether the wording found is about anything else. The weights were chosen on queries
//! of labelled sets against queries of other domains, queries whose entry was taken out of the index, and chatbot messages that are known
//! to have no answer: the mean area under ROC over all of these, with and without other wordings.

use super::query::{Query, Slot};
use super::rank::Ranked;
use super::score::Scores;
use super::{Field, MatchKind};
use crate::analysis::TokenKind;
use crate::index::Engine;

/// Judges the hits of one search.
pub(crate) struct Judge<'s> {
    engine: &'s Engine,
    query: &'s Query,
    scores: &'s Scores,
    /// Whether any word carries content; if none does, words of grammar are taken for it.
    content: bool,
}

/// What speaks for a hit.
#[derive(Clone, Copy, Debug, Default)]
struct Signals {
    /// How many content words there are. Unknown numbers, such as sizes and order numbers, hardly count.
    words: f32,
    /// How many of them are in the entry; a misspelt or completed one counts less.
    found: f32,
    /// How many of them are in the wording.
    asked: f32,
    /// Weight of all content words.
    weight: f32,
    /// Share of the words of grammar that are in the wording.
    grammar: f32,
}

impl<'s> Judge<'s> {
    /// Takes in the query and its scores.
    pub(crate) fn new(engine: &'s Engine, query: &'s Query, scores: &'s Scores) -> Self {
        Self { engine, query, scores, content: query.slots.iter().any(|slot| !slot.function) }
    }

    /// 0 to 1. A hit whose very wording was asked is certain.
    pub(crate) fn confidence(&self, ranked: &Ranked) -> f32 {
        if ranked.exact {
            return 1.0;
        }
        let Signals { words, found, asked, weight, grammar } = self.signals(ranked);
        let content = self.engine.lengths.content.get(ranked.wording as usize).copied().map_or(1.0, f32::from).max(1.0);
        let (words, weight) = (words.max(1.0), weight.max(f32::MIN_POSITIVE));
        let both_ways = ((asked / words).min(1.0) * (asked / content).min(1.0)).sqrt();
        let evidence = 3.6 * found / (found + 3.5) + 1.3 * both_ways + 1.8 * ranked.score / weight + 0.5 * grammar - 3.0;
        sigmoid(evidence)
    }

    fn signals(&self, ranked: &Ranked) -> Signals {
        let mut signals = Signals::default();
        let (mut grammar, mut grammar_found) = (0.0, 0.0);
        for ((slot, weight), filled) in self.query.slots.iter().zip(&self.scores.slots).zip(&ranked.filled) {
            let in_question = filled.is_some_and(|(field, _)| field == Field::Question);
            if slot.function {
                grammar += 1.0;
                grammar_found += f32::from(u8::from(in_question));
            }
            if slot.function && self.content {
                continue;
            }
            signals.weight += weight;
            signals.words += if filled.is_none() { missing(slot) } else { 1.0 };
            if let Some((_, kind)) = filled {
                let trust = trust(*kind);
                signals.found += if in_question { trust } else { trust * 0.8 };
                signals.asked += if in_question { trust } else { 0.0 };
            }
        }
        signals.grammar = if grammar > 0.0 { grammar_found / grammar } else { 0.5 };
        signals
    }
}

/// How much a word counts that was not found.
fn missing(slot: &Slot) -> f32 {
    if slot.kind == TokenKind::Number { 0.2 } else { 1.0 }
}

fn trust(kind: MatchKind) -> f32 {
    match kind {
        MatchKind::Exact | MatchKind::Stem => 1.0,
        MatchKind::Joined | MatchKind::Synonym => 0.8,
        MatchKind::Prefix | MatchKind::Typo | MatchKind::Meaning => 0.6,
    }
}

/// From 0 to 1 with ½ at 0. An algebraic curve near the logistic one, because the exponential function differs between machines.
fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * x / (2.0 + x * x).sqrt()
}
