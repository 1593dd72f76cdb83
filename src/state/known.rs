//! What the owner has said beside index and answers: what belongs together, what is asked most, guided paths, and ways to reach people.
//! It comes from the site file, by ids; what names an entry that is not there is passed over.

use faqlet_beacon::rfc3339;
use faqlet_profile::has_become_another;
use faqlet_profile::site::{Facts, GuidedPath, page_matches};

use super::reduce::Effects;
use super::{Effect, Notice, State, View};

/// Most entries of a short list: suggestions, popular, new, related.
const SHORT: usize = 5;

/// A place on a guided path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage<'a> {
    /// The path.
    pub path: &'a GuidedPath,
    /// The number of the step, the first being 1.
    pub number: usize,
}

impl State {
    /// Whether an entry was revoked. It is in an older copy of the index still, and must not be shown.
    #[must_use]
    pub fn is_hidden(&self, entry: u32) -> bool {
        // Numbers of revoked ids are not known before the entries of a divided index have come.
        let named = |id: &str| self.is_revoked(id) || self.setup.revoked.iter().any(|revoked| revoked == id);
        let revoked = |id: &str| self.engine.is_divided() && named(id);
        self.hidden.contains(&entry) || self.engine.entry(entry).is_some_and(|view| revoked(view.id))
    }

    /// Takes over what the site's worker has to say: which entries must not be shown, and whether there is a newer version.
    pub(super) fn renewed(&mut self, version: String, revoked: &[String], out: &mut Effects) {
        self.hidden = revoked.iter().filter_map(|id| self.engine.find(id)).collect();
        self.setup.revoked = revoked.to_vec();
        if self.view == View::Results {
            self.search(out);
        }
        if version != self.setup.version && !self.updated {
            self.updated = true;
            out.push(Effect::Tell(Notice::Update { version }));
        }
    }

    /// What is known of an entry.
    #[must_use]
    pub fn facts(&self, entry: u32) -> Option<&Facts> {
        self.setup.known.facts.get(self.engine.entry(entry)?.id)
    }

    /// Numbers of the entries with these ids: as many as a short list holds.
    fn numbers<'a>(&self, ids: impl IntoIterator<Item = &'a String>) -> Vec<u32> {
        let (mut numbers, listed) = (Vec::new(), self.lister());
        for number in ids.into_iter().filter_map(|id| self.engine.find(id)).filter(|number| listed(*number)) {
            if numbers.len() < SHORT && !numbers.contains(&number) && !self.is_hidden(number) {
                numbers.push(number);
            }
        }
        numbers
    }

    /// Entries that belong to one.
    #[must_use]
    pub fn related(&self, entry: u32) -> Vec<u32> {
        let mut related = self.facts(entry).map_or(Vec::new(), |facts| self.numbers(&facts.related));
        related.retain(|other| *other != entry);
        related
    }

    /// What is asked most.
    #[must_use]
    pub fn popular(&self) -> Vec<u32> {
        self.numbers(&self.setup.known.popular)
    }

    /// What the page itself suggests, or else what the owner has said of pages like this one.
    #[must_use]
    pub fn suggested(&self) -> Vec<u32> {
        if !self.suggested.is_empty() {
            return self.numbers(&self.suggested);
        }
        let fits = |facts: &Facts| facts.pages.iter().any(|pattern| page_matches(pattern, &self.setup.page));
        self.numbers(self.setup.known.facts.iter().filter(|(_, facts)| fits(facts)).map(|(id, _)| id))
    }

    /// What is new or has changed since the last visit, the newest first. Nothing on a first visit.
    #[must_use]
    pub fn news(&self) -> Vec<u32> {
        let profile = self.visitor.profile();
        let since = iso(profile.visits.before);
        let is_new = |(id, facts): &(&String, &Facts)| match profile.seen.iter().find(|seen| seen.id == **id) {
            Some(seen) => has_become_another(&seen.revision, &facts.revision),
            None => profile.visits.before > 0 && facts.changed.as_ref().is_some_and(|day| *day > since),
        };
        let mut news: Vec<(&String, &Facts)> = self.setup.known.facts.iter().filter(is_new).collect();
        news.sort_by(|a, b| b.1.changed.cmp(&a.1.changed));
        self.numbers(news.iter().map(|(id, _)| *id))
    }

    /// Where an entry stands on a guided path.
    #[must_use]
    pub fn place_of(&self, entry: u32) -> Option<Stage<'_>> {
        let view = self.engine.entry(entry)?;
        let at = |path: &GuidedPath| path.steps.iter().position(|id| id == view.id);
        self.setup.known.paths.iter().find_map(|path| at(path).map(|before| Stage { path, number: before + 1 }))
    }

    /// The step from which a path goes on: after the one that was read last, or its first.
    #[must_use]
    pub fn next_step<'a>(&self, path: &'a GuidedPath) -> Stage<'a> {
        let done = self.visitor.profile().step_of(&path.id).unwrap_or(0) as usize;
        Stage { path, number: if done < path.steps.len() { done + 1 } else { 1 } }
    }

    /// The entry of a step, one before or after it, where it is there.
    #[must_use]
    pub fn entry_of(&self, step: Stage<'_>, further: isize) -> Option<u32> {
        let at = (step.number.checked_add_signed(further)?).checked_sub(1)?;
        self.engine.find(step.path.steps.get(at)?)
    }
}

/// A day since 1970 as an ISO date.
fn iso(day: u32) -> String {
    rfc3339(u64::from(day) * 86_400_000).chars().take(10).collect()
}
