//! The one function by which the state changes.

use faqlet_beacon::{Data, Event, NoResult, Origin, View as Viewed, Vote as Voted, uuid};
use faqlet_profile::{How, Purpose, State as Decision, Trace, Visitor};

use super::action::{Action, Effect, Moment, Notice, Said, Target};
use super::{CONSENT_TEXT, Results, State, View, Vote};

/// Longest query that is searched, in characters: longer ones are pasted texts, of which the beginning says enough.
const QUERY_CHARS: usize = 200;
/// Deepest trail of places that `Back` knows.
const TRAIL: usize = 32;

impl State {
    /// Changes the state by one action, and says what is to be done outside.
    pub fn apply(&mut self, action: Action, moment: Moment) -> Vec<Effect> {
        let mut effects = Effects { moment, list: Vec::new() };
        let out = &mut effects;
        match action {
            Action::Typed(text) => self.typed(&text, out),
            Action::Clear => self.clear(out),
            Action::Step(further) => self.step(further, out),
            Action::Enter => self.enter(out),
            Action::Escape => self.escape(out),
            Action::Open(entry, origin) => self.open_entry(entry, origin, out),
            Action::Follow(id) => self.follow(&id, out),
            Action::Browse(topic) => self.go(View::Topic(topic), out),
            Action::Home => self.home(out),
            Action::Back => self.back(out),
            Action::Settings => self.settings(out),
            Action::Vote(helpful) => self.vote(helpful, out),
            Action::Decide(purpose, granted) => {
                self.decide(purpose, if granted { Decision::Granted } else { Decision::Denied }, How::Widget, out);
            }
            Action::HostDecided(purpose, state) => self.decide(purpose, state, How::Host, out),
            Action::Erase => self.erase(out),
            Action::Show => self.show(out),
            Action::Hide => self.hide(out),
            Action::Settle => self.settle(out),
            Action::Leaving => self.leave(out),
            Action::Chunk(number, chunk) => self.take_chunk(number, chunk),
            Action::Retry => self.ask_answers(true, out),
            Action::Restored(saved) => self.restore(*saved, out),
        }
        effects.list
    }

    fn typed(&mut self, text: &str, out: &mut Effects) {
        let query: String = text.chars().take(QUERY_CHARS).collect();
        if query == self.query && self.view == View::Results {
            return;
        }
        self.query = query;
        self.active = None;
        self.trail.clear();
        if self.query.trim().is_empty() {
            self.results = Results::default();
            self.view = View::Home;
            out.push(Effect::Say(Said::Silence));
            return;
        }
        self.view = View::Results;
        self.search(out);
        let total = u32::try_from(self.results.rows.len()).unwrap_or(u32::MAX);
        out.push(Effect::Say(if total > 0 { Said::Found(total) } else { Said::Nothing }));
        out.push(Effect::SettleLater);
    }

    fn search(&mut self, out: &mut Effects) {
        self.results = self.find(out.moment.now);
        self.ask_answers(false, out);
        self.fill_passages();
    }

    fn clear(&mut self, out: &mut Effects) {
        self.typed("", out);
        out.push(Effect::Focus(Target::Field));
    }

    fn step(&mut self, further: bool, out: &mut Effects) {
        let last = self.results.rows.len().checked_sub(1);
        let Some(last) = last.filter(|_| self.view == View::Results) else { return };
        // Past the ends the choice leaves the list, so that one can go on typing, and then begins at the other end.
        self.active = match (self.active, further) {
            (None, true) => Some(0),
            (None, false) => Some(last),
            (Some(at), true) => (at < last).then_some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        out.list.extend(self.active.map(Effect::Reveal));
    }

    fn enter(&mut self, out: &mut Effects) {
        if self.view != View::Results {
            // The text of an earlier search still stands in the field: show its results again.
            if !self.query.trim().is_empty() {
                self.go(View::Results, out);
            }
            return;
        }
        match self.active.and_then(|at| self.results.rows.get(at)) {
            Some(row) => self.open_entry(row.entry, Origin::Search, out),
            None => {
                self.settle(out);
                self.active = (!self.results.rows.is_empty()).then_some(0);
                out.list.extend(self.active.map(Effect::Reveal));
                out.push(Effect::Focus(Target::Away));
            }
        }
    }

    fn escape(&mut self, out: &mut Effects) {
        if self.active.is_some() && self.view == View::Results {
            self.active = None;
        } else if self.view == View::Results {
            self.clear(out);
        } else if self.setup.mode.has_panel() {
            self.hide(out);
        } else if self.view != View::Home {
            self.back(out);
        }
    }

    fn open_entry(&mut self, entry: u32, origin: Origin, out: &mut Effects) {
        let Some(id) = self.engine.entry(entry).map(|view| view.id.to_owned()) else { return };
        if origin == Origin::Search {
            self.settle(out);
        }
        self.origin = origin;
        self.go(View::Answer(entry), out);
        self.ask_answers(true, out);
        let path: Vec<String> = self.topic_of(entry).map(|topic| topic.path.clone()).unwrap_or_default();
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        self.visitor.note(Trace::Read, &path, out.moment.now);
        if self.visitor.allows(Purpose::Personalisation) {
            out.push(Effect::Keep);
        }
        let viewed = Viewed { lang: self.setup.lang.clone(), version: self.setup.version.clone(), entry: id.clone(), from: origin };
        self.measured(Data::View(viewed), out);
        out.push(Effect::Tell(Notice::Article { id }));
    }

    fn follow(&mut self, id: &str, out: &mut Effects) {
        self.show_panel(out);
        match self.engine.find(id) {
            Some(entry) => self.open_entry(entry, Origin::Link, out),
            None => self.go(View::Gone, out),
        }
    }

    /// Goes to a place, so that `Back` leads to where one is now.
    fn go(&mut self, view: View, out: &mut Effects) {
        if self.view != view {
            let before = std::mem::replace(&mut self.view, view);
            // Settings and missing entries are no places to come back to.
            if !matches!(before, View::Settings | View::Gone) {
                self.trail.push(before);
            }
            if self.trail.len() > TRAIL {
                self.trail.remove(0);
            }
        }
        self.erased = false;
        out.push(Effect::Focus(if self.view == View::Results { Target::Results } else { Target::Heading }));
    }

    fn home(&mut self, out: &mut Effects) {
        self.trail.clear();
        self.view = View::Home;
        self.query.clear();
        self.results = Results::default();
        self.active = None;
        out.push(Effect::Focus(Target::Heading));
    }

    fn back(&mut self, out: &mut Effects) {
        self.view = self.trail.pop().unwrap_or(View::Home);
        self.erased = false;
        if self.view == View::Results {
            // What was read since may have changed the order; the place in the list stays.
            self.search(out);
        }
        out.push(Effect::Focus(if self.view == View::Results { Target::Results } else { Target::Heading }));
    }

    fn settings(&mut self, out: &mut Effects) {
        if self.view == View::Settings { self.back(out) } else { self.go(View::Settings, out) }
    }

    fn vote(&mut self, helpful: bool, out: &mut Effects) {
        let View::Answer(entry) = self.view else { return };
        let Some(id) = self.engine.entry(entry).map(|view| view.id.to_owned()) else { return };
        let before = self.vote_on(entry).cloned();
        if before.as_ref().is_some_and(|vote| vote.helpful == helpful) || !self.setup.collects {
            return;
        }
        let vote = Voted {
            lang: self.setup.lang.clone(),
            version: self.setup.version.clone(),
            entry: id.clone(),
            helpful,
            replaces: before.map(|vote| vote.id),
            ..Voted::default()
        };
        let event = out.event(&self.setup.site, Data::Vote(vote));
        self.votes.retain(|vote| vote.entry != entry);
        self.votes.push(Vote { entry, helpful, id: event.id.clone() });
        out.push(Effect::Send(Box::new(event)));
        out.push(Effect::Tell(Notice::Vote { id, helpful }));
    }

    fn decide(&mut self, purpose: Purpose, state: Decision, how: How, out: &mut Effects) {
        if self.visitor.consent().get(purpose).state == state {
            return;
        }
        self.visitor.decide(purpose, state, how, CONSENT_TEXT, out.moment.now);
        self.erased = false;
        if purpose == Purpose::Measurement {
            // What was counted before the decision was not covered by it, and what was counted until now is not any more.
            self.tally = Default::default();
            out.push(Effect::Purge);
        }
        out.push(Effect::Keep);
        out.push(Effect::Tell(Notice::Consent));
    }

    fn erase(&mut self, out: &mut Effects) {
        self.visitor = Visitor::new(self.setup.gpc, out.moment.now);
        self.tally = Default::default();
        self.erased = true;
        out.push(Effect::Forget);
        out.push(Effect::Tell(Notice::Consent));
    }

    fn show_panel(&mut self, out: &mut Effects) {
        if !self.open {
            self.open = true;
            out.push(Effect::Panel(true));
            out.push(Effect::Tell(Notice::Open));
        }
    }

    fn show(&mut self, out: &mut Effects) {
        let was_open = self.open;
        self.show_panel(out);
        if !was_open {
            out.push(Effect::Focus(Target::Field));
        }
    }

    fn hide(&mut self, out: &mut Effects) {
        if !self.open || !self.setup.mode.has_panel() {
            return;
        }
        self.open = false;
        self.active = None;
        out.push(Effect::Panel(false));
        out.push(Effect::Tell(Notice::Close));
        self.leave(out);
    }

    /// Counts the search in the field as one that was meant, once.
    fn settle(&mut self, out: &mut Effects) {
        if self.query.trim().is_empty() || self.settled == self.query {
            return;
        }
        self.settled.clone_from(&self.query);
        let nothing = self.results.rows.is_empty() || self.results.is_unsure();
        if self.setup.collects && self.visitor.allows(Purpose::Measurement) {
            self.tally.add(&self.results.terms, self.results.unknown);
        }
        let percent = (self.results.confidence.clamp(0.0, 1.0) * 100.0) as u32;
        out.push(Effect::Tell(Notice::Search { query: self.query.clone(), total: self.results.total, percent }));
        if nothing {
            let search = NoResult::of(&self.setup.lang, &self.setup.version, &self.results.terms, self.results.unknown);
            self.measured(Data::NoResult(search), out);
            out.push(Effect::Tell(Notice::NoResult { query: self.query.clone() }));
        }
    }

    /// Sends the counts of this visit so far.
    fn leave(&mut self, out: &mut Effects) {
        if let Some(search) = self.tally.take(&self.setup.lang, &self.setup.version) {
            self.measured(Data::Search(search), out);
        }
    }

    /// A message that is sent only with consent for measurement.
    fn measured(&self, data: Data, out: &mut Effects) {
        if self.setup.collects && self.visitor.allows(Purpose::Measurement) {
            let event = out.event(&self.setup.site, data);
            out.push(Effect::Send(Box::new(event)));
        }
    }

    /// Asks for the answers of what is seen.
    fn ask_answers(&mut self, again: bool, out: &mut Effects) {
        let entries: Vec<u32> = match self.view {
            View::Answer(entry) => vec![entry],
            View::Results => self.results.rows.iter().map(|row| row.entry).collect(),
            _ => Vec::new(),
        };
        out.list.extend(self.answers.ask(&entries, again).into_iter().map(Effect::Load));
    }

    fn take_chunk(&mut self, number: usize, chunk: Option<faqlet_engine::answer::AnswerChunk>) {
        self.answers.put(number, chunk);
        if self.view == View::Results {
            self.fill_passages();
        }
    }

    fn restore(&mut self, saved: faqlet_profile::Saved, out: &mut Effects) {
        // A decision that was made while storage was being read is newer than what it had to say.
        if self.visitor.consent().is_decided() {
            return;
        }
        let (visitor, invalid) = Visitor::restore(saved, CONSENT_TEXT, self.setup.gpc, out.moment.now);
        self.visitor = visitor;
        if !invalid.is_empty() {
            out.push(Effect::Keep);
        }
        if self.view == View::Results {
            self.search(out);
        }
    }
}

/// The effects of one action, and what came with it.
struct Effects {
    moment: Moment,
    list: Vec<Effect>,
}

impl Effects {
    fn push(&mut self, effect: Effect) {
        self.list.push(effect);
    }

    /// An event that happens now. One action makes at most two, so the last random byte keeps their ids apart.
    fn event(&mut self, site: &str, data: Data) -> Event {
        let id = uuid(self.moment.now, self.moment.random);
        let [.., last] = &mut self.moment.random;
        *last = last.wrapping_add(1);
        Event::new(id, site.to_owned(), self.moment.now, data)
    }
}
