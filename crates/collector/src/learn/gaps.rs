//! What was searched in vain, put together where it is about the same.

use std::collections::{BTreeMap, BTreeSet};

use super::Missing;
use crate::store::Material;

/// Two searches are about the same when they share at least this part of all their words (Jaccard's coefficient).
const ALIKE: f64 = 0.5;
/// Most clusters that a search is compared with: the largest ones, which stand in front.
const COMPARED: usize = 400;
/// Most sent questions that are shown with a gap.
const QUESTIONS: usize = 5;

/// Searches that are about the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cluster {
    pub(crate) lang: String,
    /// Words, the most frequent first.
    pub(crate) words: Vec<String>,
    pub(crate) count: u64,
    /// Numbers of the groups in it.
    pub(crate) groups: Vec<usize>,
}

/// A cluster that is being made.
struct Making<'a> {
    /// The words of its largest group, which decide what belongs to it.
    core: BTreeSet<&'a str>,
    words: BTreeMap<&'a str, u64>,
    cluster: Cluster,
}

impl<'a> Making<'a> {
    fn new(lang: &str, core: BTreeSet<&'a str>) -> Making<'a> {
        Making { core, words: BTreeMap::new(), cluster: Cluster { lang: lang.to_owned(), words: Vec::new(), count: 0, groups: Vec::new() } }
    }

    fn is_about(&self, words: &BTreeSet<&str>) -> bool {
        let shared = self.core.intersection(words).count() as f64;
        let all = self.core.union(words).count() as f64;
        all <= 0.0 || shared / all >= ALIKE
    }

    fn add(&mut self, at: usize, words: BTreeSet<&'a str>, count: u64) {
        self.cluster.count += count;
        self.cluster.groups.push(at);
        for word in words {
            *self.words.entry(word).or_default() += count;
        }
    }
}

/// Puts groups of searches together, the largest first. `groups` are a language, words and a count.
pub(crate) fn clusters<'a>(groups: impl Iterator<Item = (&'a str, &'a [String], u64)>) -> Vec<Cluster> {
    let mut groups: Vec<(usize, &str, BTreeSet<&str>, u64)> =
        groups.enumerate().map(|(at, (lang, words, count))| (at, lang, words.iter().map(String::as_str).collect(), count)).collect();
    groups.sort_by(|a, b| b.3.cmp(&a.3).then_with(|| (a.1, &a.2).cmp(&(b.1, &b.2))));
    let mut made: Vec<Making<'_>> = Vec::new();
    for (at, lang, words, count) in groups {
        let same = made.iter().take(COMPARED).position(|making| making.cluster.lang == lang && making.is_about(&words));
        let place = same.unwrap_or(made.len());
        if same.is_none() {
            made.push(Making::new(lang, words.clone()));
        }
        if let Some(making) = made.get_mut(place) {
            making.add(at, words, count);
        }
    }
    let mut clusters: Vec<Cluster> = made.into_iter().map(|making| named(making.words, making.cluster)).collect();
    clusters.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (&a.lang, &a.words).cmp(&(&b.lang, &b.words))));
    clusters
}

/// Names a cluster by the words that most of its searches share.
fn named(words: BTreeMap<&str, u64>, mut cluster: Cluster) -> Cluster {
    let mut words: Vec<(&str, u64)> = words.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let most = words.iter().filter(|(_, count)| 2 * count >= cluster.count).count().max(1);
    cluster.words = words.into_iter().take(most).map(|(word, _)| word.to_owned()).collect();
    cluster
}

/// The gaps that at least `k` searches fell into, with questions that visitors sent about them.
pub(super) fn missing(material: &Material, k: u64) -> Vec<Missing> {
    let mut groups: BTreeMap<(&str, &[String]), u64> = BTreeMap::new();
    for gap in &material.gaps {
        *groups.entry((&gap.lang, &gap.terms)).or_default() += gap.count;
    }
    let clusters = clusters(groups.iter().map(|((lang, words), count)| (*lang, *words, *count)));
    let told = clusters.into_iter().filter(|cluster| cluster.count >= k && !cluster.words.is_empty());
    told.map(|cluster| {
        let Cluster { lang, words, count, .. } = cluster;
        let about = |text: &str| {
            let text = text.to_lowercase();
            words.iter().filter(|word| text.contains(word.as_str())).count() * 2 > words.len()
        };
        let questions = material.questions.iter().filter(|(own, text)| *own == lang && about(text)).map(|(_, text)| text.clone());
        Missing { questions: questions.take(QUESTIONS).collect(), lang, words, searches: count }
    })
    .collect()
}
