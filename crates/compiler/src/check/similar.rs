//! Pairs of similar entries, without comparing every entry with every other one.
//!
//! An entry has one set of features for each of its wordings (terms of the question) and one for its answer (terms, and pairs of
//! neighbouring terms: shingles), all from the analyser that search uses. A feature weighs by its rarity, so that phrases which half the
//! FAQ shares say little. Similarity of two sets is the weighted Jaccard index: weight of what they share by weight of all they have.
//!
//! Candidates come from a prefix filter (Chaudhuri, Ganti, Kaushik: "A primitive operator for similarity joins in data cleaning", 2006): two sets whose
//! similarity is at least `t` share one of their rarest features, if from each set so many are taken that the others weigh less than `t`
//! of it. That finds all pairs, where MinHash finds most. Two bounds keep the work linear in the number of entries on an FAQ that is all
//! boilerplate: features that more than [`MOST_SHARING`] entries have in their prefix are not followed further, and of the sets before it
//! each has at most [`MOST_ALIKE`] as its own, the most similar ones.

use crate::entry::Entry;
use faqlet_engine::analysis::{self, TokenKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Questions at least this similar make a candidate.
const QUESTION: f64 = 0.6;
/// Answers at least this similar make a candidate.
const ANSWER: f64 = 0.4;
/// Sets that share a rare feature; more share a phrase, not a content.
const MOST_SHARING: usize = 64;
/// Earlier entries that one is compared with in the end. Where as many say nearly the same, more of them tell the author nothing.
const MOST_ALIKE: usize = 8;
/// Sets at least so similar are as good as the same: as many of them as are kept end the search for more.
const SAME: f64 = 0.97;
/// Marks a term of grammar.
const GRAMMAR: char = '\u{1}';
/// What a term of grammar weighs, compared with one of content that is as rare.
const GRAMMAR_WEIGHT: f64 = 0.25;
/// Questions that share more than this part of their words are written from one pattern.
const PATTERN: f64 = 0.5;
/// Fewest terms of an answer that says something by itself: "Yes." answers many questions.
const SHORTEST: usize = 6;

/// Two similar entries, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    /// The entry that comes first in the sources.
    pub(super) first: usize,
    /// The other one.
    pub(super) second: usize,
    /// Similarity of the wordings that are most alike, 0 to 1.
    pub(super) question: f64,
    /// Similarity of the answers, 0 to 1; 0 where one is too short to tell.
    pub(super) answer: f64,
    /// Whether the questions name different things: shoes and laptops, 2025 and 2026. Entries written from one pattern are alike on purpose.
    apart: Apart,
}

/// Whether two entries speak of different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    /// Of the same.
    No,
    /// One question names something of which its answer speaks and the other entry nowhere does. Of the same only if neither entry is
    /// more like a third one.
    Perhaps,
    /// Of different things.
    Yes,
}

impl Pair {
    /// Whether both say nearly the same: nearly the same answer, or a like answer to a like question, or the same question. Entries about
    /// different things are reported only when their answers are the same word for word.
    pub(super) fn is_near(&self) -> bool {
        let (question, answer) = (self.question, self.answer);
        answer >= 0.97 || (self.apart == Apart::No && (answer >= 0.55 || (answer >= 0.35 && question >= 0.5) || question >= 0.85))
    }

    /// Whether both speak of the same thing, so that their figures should agree.
    pub(super) fn is_comparable(&self) -> bool {
        self.apart == Apart::No && (self.question >= 0.6 || self.answer >= 0.55)
    }
}

/// The terms of a text that carry content, in order; all terms where none does.
pub(super) fn terms(text: &str, language: analysis::Language) -> Vec<String> {
    let (mut content, mut all) = (Vec::new(), Vec::new());
    analysis::analyse(text, language, &mut |token| {
        if matches!(token.kind, TokenKind::Joined | TokenKind::Tail) {
            return;
        }
        all.push(token.term.to_owned());
        if !token.function {
            content.push(token.term.to_owned());
        }
    });
    if content.is_empty() { all } else { content }
}

/// All terms of a text, those of grammar too.
pub(super) fn all_terms(text: &str, language: analysis::Language) -> Vec<String> {
    words(text, language).into_iter().map(|word| word.trim_start_matches(GRAMMAR).to_owned()).collect()
}

/// All terms of a text, those of grammar marked: "What is it?" is not "Who is it?", but nearly.
fn words(text: &str, language: analysis::Language) -> Vec<String> {
    let mut words = Vec::new();
    analysis::analyse(text, language, &mut |token| {
        if !matches!(token.kind, TokenKind::Joined | TokenKind::Tail) {
            words.push(if token.function { format!("{GRAMMAR}{}", token.term) } else { token.term.to_owned() });
        }
    });
    words
}

/// The similar pairs among entries of one language, in order.
pub(super) fn pairs(entries: &[&Entry], language: analysis::Language) -> Vec<Pair> {
    let mut questions = Sets::default();
    let mut answers = Sets::default();
    for (number, entry) in entries.iter().enumerate() {
        for wording in std::iter::once(&entry.question).chain(&entry.also) {
            questions.add(number, words(wording, language));
        }
        let features = shingles(&entry.answer.text(), language);
        if features.len() >= SHORTEST {
            answers.add(number, features);
        }
    }
    let (questions, answers) = (questions.weighed(entries.len()), answers.weighed(entries.len()));
    let mut candidates = questions.candidates(QUESTION);
    candidates.extend(answers.candidates(ANSWER));
    let synonyms = Synonyms::new(language);
    let mut said: HashMap<usize, Said> = HashMap::new();
    for number in candidates.iter().flat_map(|(first, second)| [*first, *second]) {
        if let Some(entry) = entries.get(number) {
            said.entry(number).or_insert_with(|| Said::by(entry, language));
        }
    }
    let pair = |(first, second)| Pair {
        first,
        second,
        question: questions.similarity(first, second),
        answer: answers.similarity(first, second),
        apart: said.get(&first).zip(said.get(&second)).map_or(Apart::No, |(ours, theirs)| apart(ours, theirs, &synonyms)),
    };
    let mut pairs: Vec<Pair> = candidates.into_iter().map(pair).collect();
    decide(&mut pairs);
    pairs
}

/// Decides the doubtful pairs: the same where each entry is for the other the one that is most alike.
fn decide(pairs: &mut [Pair]) {
    let alike = |pair: &Pair| pair.question + pair.answer;
    let mut best: HashMap<usize, f64> = HashMap::new();
    for pair in pairs.iter().filter(|pair| pair.apart != Apart::Yes) {
        for entry in [pair.first, pair.second] {
            let best = best.entry(entry).or_default();
            *best = best.max(alike(pair));
        }
    }
    for pair in pairs.iter_mut().filter(|pair| pair.apart == Apart::Perhaps) {
        let most = [pair.first, pair.second].iter().all(|entry| best.get(entry).is_some_and(|best| alike(pair) >= *best));
        pair.apart = if most { Apart::No } else { Apart::Yes };
    }
}

/// Whether each of two questions names something that the other entry does not, and that is what sets them apart: the questions are else
/// the same, or the answers speak of it too. Other words for the same thing do neither.
fn apart(ours: &Said, theirs: &Said, synonyms: &Synonyms) -> Apart {
    let (foreign, theirs_foreign) = (ours.foreign_to(theirs, synonyms), theirs.foreign_to(ours, synonyms));
    if foreign.is_empty() || theirs_foreign.is_empty() {
        return Apart::No;
    }
    let echoed = |said: &Said, foreign: &[&String]| foreign.iter().any(|term| said.answer.contains(*term));
    let shared = ours.question.intersection(&theirs.question).count() as f64;
    let all = ours.question.union(&theirs.question).count().max(1) as f64;
    match (echoed(ours, &foreign), echoed(theirs, &theirs_foreign)) {
        (true, true) => Apart::Yes,
        _ if shared / all > PATTERN => Apart::Yes,
        (false, false) => Apart::No,
        _ => Apart::Perhaps,
    }
}

/// Tells whether entries of a language name different things.
pub(super) struct Things {
    language: analysis::Language,
    synonyms: Synonyms,
}

impl Things {
    pub(super) fn new(language: analysis::Language) -> Self {
        Self { language, synonyms: Synonyms::new(language) }
    }

    /// Whether two do: their questions are written from one pattern, or each names something that only its own answer speaks of.
    pub(super) fn are_apart(&self, first: &Entry, second: &Entry) -> bool {
        apart(&Said::by(first, self.language), &Said::by(second, self.language), &self.synonyms) == Apart::Yes
    }
}

/// The terms of an entry.
struct Said {
    question: BTreeSet<String>,
    also: BTreeSet<String>,
    answer: BTreeSet<String>,
}

impl Said {
    fn by(entry: &Entry, language: analysis::Language) -> Self {
        Self {
            question: words(&entry.question, language).into_iter().collect(),
            also: entry.also.iter().flat_map(|wording| words(wording, language)).collect(),
            answer: words(&entry.answer.text(), language).into_iter().collect(),
        }
    }

    /// Terms of content in the question that the other entry has nowhere.
    fn foreign_to(&self, other: &Said, synonyms: &Synonyms) -> Vec<&String> {
        let has = |term: &String| [&other.question, &other.also, &other.answer].iter().any(|terms| terms.contains(term));
        self.question.iter().filter(|term| !term.starts_with(GRAMMAR) && !synonyms.of(term).any(has)).collect()
    }
}

/// Words that mean the same to a customer, from the list that search uses; phrases are left out.
struct Synonyms {
    groups: Vec<Vec<String>>,
    by_term: HashMap<String, Vec<usize>>,
}

impl Synonyms {
    fn new(language: analysis::Language) -> Self {
        let mut all = Self { groups: Vec::new(), by_term: HashMap::new() };
        for group in analysis::synonyms(language) {
            let single = group.map(|phrase| terms(phrase, language)).filter(|terms| terms.len() == 1).flatten();
            let group: Vec<String> = single.collect();
            for term in &group {
                all.by_term.entry(term.clone()).or_default().push(all.groups.len());
            }
            all.groups.push(group);
        }
        all
    }

    /// A term and those of the same meaning.
    fn of<'t>(&'t self, term: &'t String) -> impl Iterator<Item = &'t String> {
        let groups = self.by_term.get(term).into_iter().flatten().filter_map(|group| self.groups.get(*group));
        std::iter::once(term).chain(groups.flatten())
    }
}

/// Terms and pairs of neighbouring terms of a text. Numbers count as equal: whether they differ is another question.
fn shingles(text: &str, language: analysis::Language) -> Vec<String> {
    let mut features = Vec::new();
    let mut before: Option<String> = None;
    analysis::analyse(text, language, &mut |token| {
        let term = match token.kind {
            TokenKind::Joined | TokenKind::Tail => return,
            TokenKind::Number if is_number(token.word) => "#",
            _ => token.term,
        };
        if let Some(before) = &before {
            features.push(format!("{before} {term}"));
        }
        if !token.function {
            features.push(term.to_owned());
        }
        before = Some(term.to_owned());
    });
    features
}

/// Whether a word is a number; `a4` and `2fa` are names.
pub(super) fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// Sets of features, as they come.
#[derive(Default)]
struct Sets {
    numbers: HashMap<String, u32>,
    sets: Vec<(usize, BTreeSet<u32>)>,
}

/// Sets of features with the features' weights.
struct Weighed {
    /// By feature.
    weights: Vec<f64>,
    /// The entry and its features, the rarest first.
    sets: Vec<(usize, Vec<u32>)>,
    /// By set.
    totals: Vec<f64>,
    /// The sets of each entry.
    by_entry: BTreeMap<usize, Vec<usize>>,
}

impl Sets {
    fn add(&mut self, entry: usize, features: Vec<String>) {
        let set: BTreeSet<u32> = features.into_iter().map(|feature| self.number(feature)).collect();
        if !set.is_empty() {
            self.sets.push((entry, set));
        }
    }

    fn number(&mut self, feature: String) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(feature).or_insert(next)
    }

    /// Features get weights, and new numbers in the order of their rarity.
    fn weighed(self, entries: usize) -> Weighed {
        let mut holders = vec![0u32; self.numbers.len()];
        let mut last = vec![usize::MAX; self.numbers.len()];
        for (entry, set) in &self.sets {
            for feature in set.iter().map(|feature| *feature as usize) {
                // Several wordings of one entry are one holder.
                if last[feature] != *entry {
                    last[feature] = *entry;
                    holders[feature] += 1;
                }
            }
        }
        let mut order: Vec<u32> = (0..holders.len() as u32).collect();
        order.sort_by_key(|feature| (holders[*feature as usize], *feature));
        let mut rank = vec![0u32; order.len()];
        for (place, feature) in (0..).zip(&order) {
            rank[*feature as usize] = place;
        }
        let mut grammar = vec![1.0; order.len()];
        for (_, number) in self.numbers.iter().filter(|(feature, _)| feature.starts_with(GRAMMAR)) {
            grammar[*number as usize] = GRAMMAR_WEIGHT;
        }
        let weight = |feature: &u32| grammar[*feature as usize] * (1.0 + entries as f64 / f64::from(holders[*feature as usize])).ln();
        let weights: Vec<f64> = order.iter().map(weight).collect();
        let renumbered = |set: BTreeSet<u32>| {
            let mut set: Vec<u32> = set.into_iter().map(|feature| rank[feature as usize]).collect();
            set.sort_unstable();
            set
        };
        let sets: Vec<(usize, Vec<u32>)> = self.sets.into_iter().map(|(entry, set)| (entry, renumbered(set))).collect();
        let mut by_entry: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, (entry, _)) in sets.iter().enumerate() {
            by_entry.entry(*entry).or_default().push(number);
        }
        let totals = sets.iter().map(|(_, set)| set.iter().map(|feature| weights[*feature as usize]).sum()).collect();
        Weighed { weights, sets, totals, by_entry }
    }
}

impl Weighed {
    /// The rarest features of a set: so many that the others weigh less than `least` of it.
    fn prefix(&self, number: usize, least: f64) -> &[u32] {
        let (set, mut left) = (&self.sets[number].1, self.totals[number]);
        let enough = left * least;
        let end = set.iter().position(|feature| {
            let before = left;
            left -= self.weights[*feature as usize];
            before < enough
        });
        &set[..end.unwrap_or(set.len())]
    }

    /// Pairs of entries with two sets that are at least so similar, the smaller number first.
    fn candidates(&self, least: f64) -> BTreeSet<(usize, usize)> {
        let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut pairs = BTreeSet::new();
        // The last set that each one was compared with: it shares many features with some.
        let mut compared = vec![usize::MAX; self.sets.len()];
        for (number, (entry, _)) in self.sets.iter().enumerate() {
            let mut alike: Vec<(f64, usize)> = Vec::new();
            let mut same = 0;
            for feature in self.prefix(number, least) {
                let others = holders.entry(*feature).or_default();
                for other in others.iter().copied() {
                    let known = std::mem::replace(&mut compared[other], number) == number;
                    if known || self.sets[other].0 == *entry || same >= MOST_ALIKE {
                        continue;
                    }
                    let similarity = self.jaccard(number, other);
                    same += usize::from(similarity >= SAME);
                    if similarity >= least {
                        alike.push((similarity, other));
                    }
                }
                if others.len() < MOST_SHARING {
                    others.push(number);
                }
            }
            alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let others = alike.iter().take(MOST_ALIKE).map(|(_, other)| self.sets[*other].0);
            pairs.extend(others.map(|other| (other.min(*entry), other.max(*entry))));
        }
        pairs
    }

    /// Similarity of the two sets of the entries that are most alike.
    fn similarity(&self, first: usize, second: usize) -> f64 {
        let sets = |entry| self.by_entry.get(&entry).into_iter().flatten().copied();
        sets(first).flat_map(|a| sets(second).map(move |b| self.jaccard(a, b))).fold(0.0, f64::max)
    }

    /// Weighted Jaccard index of two sets, by their numbers.
    fn jaccard(&self, first: usize, second: usize) -> f64 {
        let (a, b) = (&self.sets[first].1, &self.sets[second].1);
        let (mut shared, mut i, mut j) = (0.0, 0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            if x == y {
                shared += self.weights[*x as usize];
            }
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        let all = self.totals[first] + self.totals[second] - shared;
        if all > 0.0 { shared / all } else { 0.0 }
    }
}
