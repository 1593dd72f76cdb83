//! Nothing that is learned may do harm: an answer that its own question finds first must still be found first, and no weight may move an
//! answer by more than one place for any question of the FAQ. What does is taken out of the proposal.

use anyhow::bail;
use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_compiler::learned::Learned;
use faqlet_compiler::{Content, Options, compile};
use faqlet_engine::{Engine, SearchOptions};
use std::collections::{BTreeMap, BTreeSet};

/// How often the proposal is tried; what does harm in the last one is taken out without another look.
const ROUNDS: usize = 6;
/// Places that are looked at.
const DEPTH: usize = 10;

/// The engines of an FAQ with something learned, by language.
pub(super) fn engines(content: &Content, learned: &Learned) -> anyhow::Result<BTreeMap<String, Engine>> {
    let mut config = content.config.clone();
    config.learned = learned.clone();
    let options = Options { config, ..Options::default() };
    let mut diagnostics = Diagnostics::new();
    let output = compile(content.entries.clone(), &options, &mut diagnostics)?;
    let Some(output) = output else {
        let first = diagnostics.iter().next().map(ToString::to_string).unwrap_or_default();
        bail!("expected an FAQ without errors; got {first}");
    };
    let mut engines = BTreeMap::new();
    for file in output.files {
        let lang = file.name.strip_prefix("index.").filter(|_| file.name.ends_with(".fqi")).and_then(|rest| rest.split('.').next());
        if let Some(lang) = lang {
            engines.insert(lang.to_owned(), Engine::from_vec(file.bytes)?);
        }
    }
    Ok(engines)
}

/// Takes out of a proposal what does harm. `before` are the engines without it.
pub(super) fn harmless(content: &Content, before: &BTreeMap<String, Engine>, learned: &mut Learned) -> anyhow::Result<()> {
    // Weights by themselves first: wordings are there to move entries.
    for round in 0..ROUNDS {
        let only_weights = weights_of(learned);
        let moved = moved_too_far(content, before, &engines(content, &only_weights)?);
        if moved.is_empty() {
            break;
        }
        for entry in
            learned.entries.iter_mut().filter(|entry| moved.contains(&(entry.lang.clone(), entry.id.clone())) || round + 1 == ROUNDS)
        {
            entry.weight = None;
        }
    }
    for _ in 0..ROUNDS {
        let culprits = displacing(content, before, &engines(content, learned)?);
        if culprits.is_empty() {
            break;
        }
        for entry in learned.entries.iter_mut().filter(|entry| culprits.contains(&(entry.lang.clone(), entry.id.clone()))) {
            entry.weight = None;
            entry.wordings.retain(|wording| !wording.used);
        }
    }
    learned.entries.retain(|entry| entry.weight.is_some() || !entry.wordings.is_empty());
    Ok(())
}

fn weights_of(learned: &Learned) -> Learned {
    let mut only = learned.clone();
    only.entries.iter_mut().for_each(|entry| entry.wordings.clear());
    only
}

/// The ids found for a question, best first.
fn found(engine: &Engine, question: &str) -> Vec<String> {
    let hits = engine.search(question, &SearchOptions { limit: DEPTH, ..SearchOptions::default() }).hits;
    hits.iter().filter_map(|hit| engine.entry(hit.entry)).map(|entry| entry.id.to_owned()).collect()
}

type Named = BTreeSet<(String, String)>;

/// Entries that some question of the FAQ finds more than one place higher or lower than before.
fn moved_too_far(content: &Content, before: &BTreeMap<String, Engine>, after: &BTreeMap<String, Engine>) -> Named {
    let mut moved = Named::new();
    for entry in &content.entries {
        let (Some(old), Some(new)) = (before.get(&entry.lang), after.get(&entry.lang)) else { continue };
        for question in std::iter::once(&entry.question).chain(&entry.also) {
            let (old, new) = (found(old, question), found(new, question));
            let far = |id: &&String| {
                let place = |list: &[String]| list.iter().position(|other| other == *id).unwrap_or(DEPTH);
                place(&old).abs_diff(place(&new)) > 1
            };
            moved.extend(new.iter().chain(&old).filter(far).map(|id| (entry.lang.clone(), id.clone())));
        }
    }
    moved
}

/// Entries that stand before an entry which its own question found first.
fn displacing(content: &Content, before: &BTreeMap<String, Engine>, after: &BTreeMap<String, Engine>) -> Named {
    let mut culprits = Named::new();
    for entry in &content.entries {
        let (Some(old), Some(new)) = (before.get(&entry.lang), after.get(&entry.lang)) else { continue };
        for question in std::iter::once(&entry.question).chain(&entry.also) {
            let was_first = found(old, question).first() == Some(&entry.id);
            let first = found(new, question).into_iter().next();
            if let Some(first) = first.filter(|first| was_first && *first != entry.id) {
                culprits.insert((entry.lang.clone(), first));
            }
        }
    }
    culprits
}
