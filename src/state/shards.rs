//! A divided index: what a search, a topic or an id needs of it is fetched first, and then the same is done again.
//!
//! A list of results is put in the place of the one before when all of it is here, so that nothing moves under a pointer while shards come.

use std::collections::BTreeSet;

use faqlet_engine::{AnswersPart, Found};

use super::action::Effect;
use super::reduce::Effects;
use super::results::{LISTED, LOOKED_AT};
use super::{Chunk, Results, State, View};

/// For so many results the questions are fetched: those that are listed, and some that may come up when they are looked at again.
const FIRST: usize = 12;
/// Questions of a topic that are fetched.
const BROWSED: usize = 64;

/// What is on its way.
#[derive(Debug, Default)]
pub(super) struct Coming {
    asked: BTreeSet<u32>,
    /// Whether the list that is seen is not yet that of the query.
    stale: bool,
    /// Whether the next search is one of a key, after which another may follow.
    later: bool,
    /// The id that is to be shown when it is known.
    id: Option<String>,
}

impl State {
    /// Whether results of the query are on their way.
    #[must_use]
    pub fn is_coming(&self) -> bool {
        self.shards.stale
    }

    /// Whether shards are on their way.
    #[must_use]
    pub fn waits_for_shards(&self) -> bool {
        !self.shards.asked.is_empty()
    }

    /// The results, or `None` after what they need was asked for.
    pub(super) fn find_or_ask(&mut self, out: &mut Effects) -> Option<Results> {
        let wanted = self.engine.wanted(&self.query, true, !self.literal);
        let found = if wanted.is_empty() { self.find(out.moment.now) } else { Err(wanted) };
        self.shards.stale = found.is_err();
        let later = std::mem::take(&mut self.shards.later);
        found.map_err(|wanted| if later { out.push(Effect::AskLater) } else { self.ask_shards(wanted, out) }).ok()
    }

    /// What the next search needs is fetched when no key has followed for a moment: nobody looks at the lists in between, and each of them
    /// would have other shards.
    pub(super) fn delay_shards(&mut self) {
        self.shards.later = true;
    }

    /// The moment has passed.
    pub(super) fn ask(&mut self, out: &mut Effects) {
        if self.shards.stale && self.view == View::Results {
            self.search(out);
            self.tell_of_list(out);
        }
    }

    fn tell_of_list(&self, out: &mut Effects) {
        if !self.shards.stale {
            self.say_found(out);
            out.push(Effect::SettleLater);
        }
    }

    /// Whether the questions of the first hits have come.
    pub(super) fn cards_of(&self, found: &Found) -> Result<(), Vec<u32>> {
        let most = if self.most > LISTED { LOOKED_AT } else { FIRST };
        let entries: Vec<u32> = found.hits.iter().take(most).map(|hit| hit.entry).collect();
        let wanted = self.engine.wanted_cards(&entries);
        if wanted.is_empty() { Ok(()) } else { Err(wanted) }
    }

    fn ask_shards(&mut self, wanted: Vec<u32>, out: &mut Effects) {
        let asked = &mut self.shards.asked;
        out.list.extend(wanted.into_iter().filter(|shard| asked.insert(*shard)).map(Effect::LoadShard));
    }

    /// Whether something must come before it is known which entry has this id.
    pub(super) fn asks_for(&mut self, id: &str, out: &mut Effects) -> bool {
        let wanted = if self.engine.find(id).is_none() { self.engine.wanted_for_id(id) } else { Vec::new() };
        let asks = !wanted.is_empty();
        self.shards.id = asks.then(|| id.to_owned());
        self.ask_shards(wanted, out);
        asks
    }

    /// Asks for the questions of what is browsed.
    pub(super) fn ask_cards(&mut self, out: &mut Effects) {
        if !self.engine.is_divided() {
            return;
        }
        let mut entries = match self.view {
            View::Topic(topic) => self.engine.entries_in(topic),
            View::Home if self.topics.len() < 2 => (0..self.engine.len().min(BROWSED as u32)).collect(),
            _ => Vec::new(),
        };
        entries.truncate(BROWSED);
        let wanted = self.engine.wanted_cards(&entries);
        self.ask_shards(wanted, out);
    }

    pub(super) fn take_shard(&mut self, number: u32, bytes: Option<Vec<u8>>, out: &mut Effects) {
        self.shards.asked.remove(&number);
        if let Err(refused) = self.engine.take(number, bytes) {
            out.push(Effect::Warn(refused.to_string()));
        }
        let lang = &self.setup.lang;
        self.answers.add(self.engine.answers_on(number).iter().map(|part| chunk(lang, part)));
        // Each of them alone makes no list; the last one does.
        if !self.shards.asked.is_empty() {
            return;
        }
        if let Some(id) = self.shards.id.take() {
            self.follow(&id, out);
        }
        if self.shards.stale && self.view == View::Results {
            self.search(out);
            self.tell_of_list(out);
        }
    }

    /// The file of a shard in the built folder.
    #[must_use]
    pub fn shard_file(&self, number: u32) -> Option<String> {
        Some(file("shard", &self.setup.lang, self.engine.shard(number)?, "fqs"))
    }
}

fn chunk(lang: &str, part: &AnswersPart) -> Chunk {
    Chunk {
        file: file("answers", lang, part.name, "fqa"),
        first: part.first,
        count: part.count,
        bytes: part.bytes,
        integrity: String::new(),
    }
}

/// A file name with a hash in it.
fn file(stem: &str, lang: &str, name: [u8; 8], ending: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| DIGITS.get(usize::from(half)).map_or('0', |digit| char::from(*digit));
    let name: String = name.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    [stem, ".", lang, ".", &name, ".", ending].concat()
}
