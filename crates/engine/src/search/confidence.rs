//! How sure we may be that a hit answers.

use super::query::Query;
use super::rank::Ranked;
use super::score::Scores;

/// Judges the hits of one search.
pub(crate) struct Judge {
    best: f32,
}

impl Judge {
    /// Takes in the query and all ranked candidates.
    pub(crate) fn new(_query: &Query, _scores: &Scores, ranked: &[Ranked]) -> Self {
        Self { best: ranked.iter().map(|ranked| ranked.score).fold(0.0, f32::max) }
    }

    /// 0 to 1.
    pub(crate) fn confidence(&self, ranked: &Ranked) -> f32 {
        if ranked.exact {
            return 1.0;
        }
        if self.best > 0.0 { ranked.score / (self.best + 4.0) } else { 0.0 }
    }
}
