//! Word search and meaning made into one list.
//!
//! Word search knows names, numbers and rare words; meaning knows what is asked in other words. Both vote: a hit's place is decided by its
//! score beside the best score, and by its nearness, both between 0 and 1. What was asked word for word stays first.

use faqlet_engine::{Engine, Field, Found, Hit, MatchKind, SearchOptions, Why};

use crate::vectors::{Near, Vectors};
use crate::{Pack, is_foreign};

/// How much meaning counts beside words.
const WEIGHT: f32 = 0.45;
/// The same for languages that the encoders have learned from translations alone, and know less well: there it only adds what words do
/// not find. Any weight took two points from a set of Persian questions.
const SECOND_HAND_WEIGHT: f32 = 0.0;
/// Those languages, by their first subtag.
const SECOND_HAND: [&str; 5] = ["fa", "fil", "tl", "hi", "ur"];
/// How much words count in a question asked in another language than the answers: they are names, at most.
const FOREIGN_WORDS: f32 = 0.1;
/// How much nearness to an answer counts beside nearness to a question.
const ANSWER: f32 = 0.8;
/// Below this part of the best score an entry shares no more with the query than words of grammar.
const SHARED: f32 = 0.08;
/// Below this nearness an entry that word search did not find is not worth listing.
const WORTH: f32 = 0.35;
/// Nearness at which an entry is as likely to answer as not. Texts of one language are nearer to each other than they deserve; 0.7 tells
/// questions that have no answer apart as well as words alone do (area under ROC 0.85 and 0.88 on a shop's chat).
const EVEN: f32 = 0.7;
/// The same between languages, where texts are farther from each other.
const EVEN_FOREIGN: f32 = 0.5;
/// The most entries that only meaning found.
const MOST_ADDED: usize = 10;
/// Word search must be asked for this many hits at least, so that one further down can come up.
pub const LOOKED_AT: usize = 12;

/// What is known of the question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// The best score of word search, over all indexes if several are asked.
    pub best: f32,
    /// Whether it is in another language than the answers; see [`is_foreign`](crate::is_foreign).
    pub foreign: bool,
}

/// Joins what word search found for a query in one index with what the query means. `found` must have been searched with at least
/// [`LOOKED_AT`] hits and the same `options`. Where nothing can be told of the meaning, also because vectors and pack do not
/// [fit](Vectors::fits), it comes back as it was.
#[must_use]
pub fn join(engine: &Engine, (vectors, pack): (&Vectors, &Pack), query: &str, found: Found, options: &SearchOptions) -> Found {
    // Who wants the very words that were typed is not helped by others.
    if !options.correcting {
        return found;
    }
    // What is misspelt means nothing; what it was taken for does.
    let Ok(Some(near)) = vectors.near(pack, found.corrected.as_deref().unwrap_or(query), &found.hits) else { return found };
    let best = found.hits.iter().map(|hit| hit.score).fold(0.0, f32::max);
    let sample = engine.entry(0).map_or("", |entry| entry.question);
    let asked = Asked { best, foreign: is_foreign(query, engine.lang(), sample) };
    fuse(engine, found, &near, asked, options)
}

/// Joins what word search found for a query with how near each entry is to it, by number of the entry. `found` must have been searched with
/// at least [`LOOKED_AT`] hits and the same `options`; the result has at most as many as `options` allow.
#[must_use]
pub fn fuse(engine: &Engine, mut found: Found, near: &[Near], asked: Asked, options: &SearchOptions) -> Found {
    let Asked { best, foreign } = asked;
    let weight = if foreign { FOREIGN_WORDS } else { 1.0 - own_weight(engine.lang()) };
    let nearness = |entry: u32| near.get(entry as usize).map_or(-1.0, nearness);
    let added = added(engine, &found, near, options);
    found.total += added.len() as u32;
    found.hits.extend(added);
    let mut rows: Vec<(bool, f32, Hit)> = Vec::with_capacity(found.hits.len());
    for hit in found.hits {
        let words = if best > 0.0 { hit.score / best } else { 0.0 };
        // Among entries that are asked word for word, words alone decide.
        let nearness = if hit.exact { 1.0 } else { nearness(hit.entry) };
        // What shares only words of grammar, and means something else, is no answer.
        if hit.exact || words >= SHARED || nearness >= WORTH {
            // Between texts of one language what is somewhat near is hardly nearer than what is far, so nearness is cubed.
            let meant = if foreign { nearness } else { nearness * nearness * nearness };
            rows.push((hit.exact, weight * words + (1.0 - weight) * meant, hit));
        }
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
    rows.truncate(options.limit);
    let even = if foreign { EVEN_FOREIGN } else { EVEN };
    found.hits = rows.into_iter().map(|(_, value, hit)| judged(hit, value, nearness, even)).collect();
    found.confidence = found.hits.first().map_or(0.0, |hit| hit.confidence);
    found
}

/// How much meaning counts in questions that are in the answers' own language.
fn own_weight(lang: &str) -> f32 {
    let primary = lang.split('-').next().unwrap_or_default();
    if SECOND_HAND.contains(&primary) { SECOND_HAND_WEIGHT } else { WEIGHT }
}

/// How near an entry is. Answers are longer than questions and say more than what was asked, so they count less.
fn nearness(near: &Near) -> f32 {
    f32::max(near.question, near.answer * ANSWER)
}

/// The nearest entries that word search did not find.
fn added(engine: &Engine, found: &Found, near: &[Near], options: &SearchOptions) -> Vec<Hit> {
    let mut best: Vec<(u32, f32)> = Vec::new();
    for (entry, cosine) in (0u32..).zip(near.iter().map(nearness)) {
        let last = best.get(MOST_ADDED - 1).map_or(WORTH, |(_, cosine)| *cosine);
        let is_new = || found.hits.iter().all(|hit| hit.entry != entry) && engine.admits(entry, options);
        if cosine >= WORTH && (cosine > last || best.len() < MOST_ADDED) && is_new() {
            best.truncate(MOST_ADDED - 1);
            best.insert(best.partition_point(|(_, other)| *other >= cosine), (entry, cosine));
        }
    }
    best.into_iter().map(|(entry, _)| Hit { entry, ..Hit::default() }).collect()
}

/// A hit with its new score, what was said for it, and how sure we may be of it.
fn judged(mut hit: Hit, value: f32, nearness: impl Fn(u32) -> f32, even: f32) -> Hit {
    let cosine = nearness(hit.entry);
    hit.score = if value > 0.0 { value } else { 0.0 };
    if cosine >= WORTH {
        hit.why.push(Why { field: Field::Question, kind: MatchKind::Meaning, term: String::new() });
    }
    if !hit.exact {
        hit.confidence = (hit.confidence + sure(cosine - even)) / 2.0;
    }
    hit
}

/// From 0 to 1 with ½ where nearness is even.
fn sure(beyond: f32) -> f32 {
    let x = 8.0 * beyond;
    0.5 + 0.5 * x / (2.0 + x * x).sqrt()
}
