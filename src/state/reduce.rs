//! The one function by which the state changes.

use faqlet_beacon::{Data, Event, NoResult, Origin, Reason, View as Viewed, Vote as Voted, clean, limit, uuid};
use faqlet_profile::{How, Purpose, Trace};

use super::action::{Action, Effect, Moment, Notice, Said, Target};
use super::contact::Field;
use super::outcome::Turn;
use super::results::{LISTED, LOOKED_AT};
use super::{Mode, Place, Results, State, Told, View, Vote};

/// Longest query that is searched, in characters: longer ones are pasted texts, of which the beginning says enough.
const QUERY_CHARS: usize = 200;
/// Deepest trail of places that `Back` knows.
const TRAIL: usize = 32;
/// Longest comment to a vote, in characters.
pub const COMMENT_CHARS: usize = 1_000;

impl State {
    /// Changes the state by one action, and says what is to be done outside.
    pub fn apply(&mut self, action: Action, moment: Moment) -> Vec<Effect> {
        let mut effects = Effects { moment, list: Vec::new() };
        let out = &mut effects;
        self.copied = false;
        match action {
            Action::TakeOver(early) => self.take_over(*early, out),
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
            Action::Unlinked => self.unlinked(out),
            Action::Filter(topic) => self.narrow(topic, out),
            Action::More => self.more(out),
            Action::Literal => self.as_typed(out),
            Action::Again(query) => self.again(&query, out),
            Action::ForgetSearches => self.forget_searches(out),
            Action::Suggest(ids) => self.suggested = ids,
            Action::Settings => self.settings(out),
            Action::Vote(helpful) => self.vote(helpful, out),
            Action::Reason(reason) => self.reason(reason),
            Action::Write(field, text) => self.write(field, text),
            Action::SendVote => self.explain(out),
            Action::Copy => out.list.extend(self.seen_id().map(Effect::Copy)),
            Action::Copied => self.copied = true,
            Action::Print => out.push(Effect::Print),
            Action::Contact => self.contact(out),
            Action::Choose(route) => self.draft.route = route,
            Action::Prefill(field, text) => self.prefill(field, &text),
            Action::Taken => self.taken(),
            Action::OtherSide => self.other_side = !self.other_side,
            Action::LeaveOut(line) => self.leave_out(line),
            Action::SendContact => self.send_contact(out),
            Action::SendQuestion => self.send_question(out),
            Action::Arrived(ids) => self.arrived(&ids),
            Action::Waiting(number) => self.waiting = number,
            Action::Renewed(version, revoked) => self.renewed(version, &revoked, out),
            Action::Renew => out.push(Effect::Renew(self.seen_id(), self.seen_query())),
            Action::Lost(id) => self.lost(&id),
            Action::Language(tag) => self.language(tag, out),
            Action::Decide(purpose, granted) => self.choose(purpose, granted, out),
            Action::HostDecidedBefore(purpose, state) => self.host_decided_before(purpose, state, out),
            Action::HostDecided(purpose, state) => self.decide(purpose, state, How::Host, out),
            Action::Told(kind, value) => self.told(kind, &value, out),
            Action::Erase => self.erase(out),
            Action::Show => self.show(out),
            Action::Hide => self.hide(out),
            Action::Settle => self.settle(out),
            Action::Leaving => self.leave(out),
            Action::Chunk(number, chunk) => self.take_chunk(number, chunk),
            Action::Ask => self.ask(out),
            Action::Shard(number, bytes) => self.take_shard(number, bytes, out),
            Action::Meaning(part, calm) => self.take_meaning(part, calm, out),
            Action::Retry => self.ask_answers(true, out),
            Action::Restored(saved) => self.restore(saved.map(|saved| *saved), out),
            Action::Heard(saved) => self.heard(saved.map(|saved| *saved), out),
            Action::Kept(pair) => self.kept(*pair, out),
            Action::Forgotten => self.forgotten(),
            Action::Bring(saved) => self.bring(saved.map(|saved| *saved), out),
            Action::Declare(kind, value) => self.declare(kind, &value, out),
            Action::Regard(why, how) => self.regard(&why, how, out),
            Action::Stayed(seconds) => self.stayed(seconds),
            Action::Dismiss => self.dismiss(out),
            Action::Suggested(entry) => self.follow_suggestion(entry, out),
            Action::Take(text) => self.take(text, out),
            Action::HandOver(transfer) => self.hand_over(transfer, out),
            Action::TurnKey => self.turn_key(out),
            Action::Save(paper) => out.push(Effect::Save(paper)),
            Action::CopyText(text) => out.push(Effect::CopyText(text)),
            Action::Read(_) => {}
        }
        effects.list
    }

    pub(super) fn typed(&mut self, text: &str, out: &mut Effects) {
        let query: String = text.chars().take(QUERY_CHARS).collect();
        if query == self.query && self.view == View::Results {
            return;
        }
        self.query = query;
        self.engine.retry();
        self.delay_shards();
        self.active = None;
        self.literal = false;
        self.most = LISTED;
        self.trail.clear();
        self.leave_address(false, out);
        if self.query.trim().is_empty() {
            self.results = Results::default();
            self.view = View::Home;
            out.push(Effect::Say(Said::Silence));
            return;
        }
        self.view = View::Results;
        self.search(out);
        self.say_found(out);
        out.push(Effect::SettleLater);
    }

    pub(super) fn say_found(&self, out: &mut Effects) {
        if self.is_coming() {
            return out.push(Effect::Say(Said::Silence));
        }
        out.push(Effect::Say(if self.results.found > 0 { Said::Found(self.results.found) } else { Said::Nothing }));
    }

    /// Lists only the results of a topic, or all again.
    fn narrow(&mut self, topic: Option<u32>, out: &mut Effects) {
        self.filter = topic.filter(|topic| self.filter != Some(*topic));
        self.active = None;
        self.most = LISTED;
        self.search(out);
        self.say_found(out);
    }

    fn more(&mut self, out: &mut Effects) {
        // The first of the new ones is chosen: the button that had the focus is gone.
        self.active = Some(self.results.rows.len());
        self.most = LOOKED_AT;
        self.search(out);
        out.list.extend(self.active.map(Effect::Reveal));
        out.push(Effect::Focus(Target::Results));
    }

    fn as_typed(&mut self, out: &mut Effects) {
        self.literal = true;
        self.active = None;
        self.search(out);
        self.say_found(out);
        out.push(Effect::Focus(Target::Results));
    }

    fn again(&mut self, query: &str, out: &mut Effects) {
        self.typed(query, out);
        out.push(Effect::Focus(Target::Results));
    }

    fn forget_searches(&mut self, out: &mut Effects) {
        self.visitor.forget_searches();
        self.keep(out);
        out.push(Effect::Focus(Target::Heading));
    }

    pub(super) fn search(&mut self, out: &mut Effects) {
        // What is listed stays until all of the new list is here.
        match self.find_or_ask(out) {
            Some(results) => self.results = results,
            None => return,
        }
        self.ask_answers(false, out);
        self.fill_passages();
        // The answers come first: what is found by meaning only makes the list better.
        out.list.extend(self.meaning.ask(&self.query).into_iter().map(Effect::LoadMeaning));
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

    pub(super) fn enter(&mut self, out: &mut Effects) {
        if self.view != View::Results {
            // The text of an earlier search still stands in the field: show its results again.
            if !self.query.trim().is_empty() {
                self.go(View::Results, out);
            }
            return;
        }
        match self.active.and_then(|at| self.results.rows.get(at)) {
            Some(row) => self.open_entry(row.entry, Origin::Search, out),
            // A box leads to the page where there is room.
            None if self.setup.mode == Mode::Box && !self.setup.elsewhere.is_empty() => {
                self.settle(out);
                out.push(Effect::Elsewhere(None, self.query.clone()));
            }
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

    pub(super) fn open_entry(&mut self, entry: u32, origin: Origin, out: &mut Effects) {
        let Some(id) = self.engine.entry(entry).map(|view| view.id.to_owned()) else { return };
        if origin == Origin::Search {
            self.settle(out);
        }
        self.origin = origin;
        if self.is_hidden(entry) {
            return self.go(View::Gone, out);
        }
        if !self.setup.elsewhere.is_empty() {
            return out.push(Effect::Elsewhere(Some(id), String::new()));
        }
        self.go(View::Answer(entry), out);
        out.push(Effect::Address(Some(id.clone()), false));
        self.ask_answers(true, out);
        self.note_opened(entry);
        let revision = self.facts(entry).map_or(String::new(), |facts| facts.revision.clone());
        self.changed = self.visitor.profile().has_changed(&id, &revision).then_some(entry);
        self.visitor.saw(&id, &revision, out.moment.now);
        if let Some((path, number)) = self.place_of(entry).map(|step| (step.path.id.clone(), step.number)) {
            self.visitor.stepped(&path, number as u32);
        }
        let path: Vec<String> = self.topic_of(entry).map(|topic| topic.path.clone()).unwrap_or_default();
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        self.visitor.note(Trace::Read, &path, out.moment.now);
        if self.visitor.allows(Purpose::Personalisation) {
            self.keep(out);
        }
        let viewed = Viewed { lang: self.setup.lang.clone(), version: self.setup.version.clone(), entry: id.clone(), from: origin };
        self.turn(Turn::Opened);
        self.measured(Data::View(viewed), out);
        out.push(Effect::Tell(Notice::Article { id }));
    }

    pub(super) fn follow(&mut self, id: &str, out: &mut Effects) {
        self.show_panel(out);
        if self.asks_for(id, out) {
            return;
        }
        match self.engine.find(id).filter(|_| !self.is_revoked(id)) {
            // The browser's own way back, and its way forward to what is seen already.
            Some(entry) if self.view == View::Answer(entry) => {}
            Some(entry) if self.trail.iter().any(|place| place.view == View::Answer(entry)) => {
                self.return_to(&|view| *view == View::Answer(entry), out);
            }
            Some(entry) => self.open_entry(entry, Origin::Link, out),
            None => self.go(View::Gone, out),
        }
    }

    /// Goes to a place, so that `Back` leads to where one is now.
    pub(super) fn go(&mut self, view: View, out: &mut Effects) {
        if self.view != view {
            let before = std::mem::replace(&mut self.view, view);
            // Settings and missing entries are no places to come back to.
            if !matches!(before, View::Settings | View::Gone | View::Contact) {
                self.trail.push(Place { view: before, scroll: out.moment.scroll });
            }
            if self.trail.len() > TRAIL {
                self.trail.remove(0);
            }
        }
        self.said = Told::Nothing;
        self.ask_cards(out);
        if !matches!(self.view, View::Answer(_) | View::Settings | View::Contact) {
            self.leave_address(false, out);
        }
        out.push(Effect::Focus(if self.view == View::Results { Target::Results } else { Target::Heading }));
    }

    /// Brings the page's address in line with what is seen.
    fn leave_address(&self, back: bool, out: &mut Effects) {
        out.push(Effect::Address(self.seen_id(), back));
    }

    /// Goes back to the last place of a kind, or to the topics.
    fn return_to(&mut self, fits: &dyn Fn(&View) -> bool, out: &mut Effects) {
        let place = loop {
            match self.trail.pop() {
                Some(place) if fits(&place.view) => break place,
                Some(_) => {}
                None => break Place { view: View::Home, scroll: 0 },
            }
        };
        self.view = place.view;
        self.said = Told::Nothing;
        if self.view == View::Results {
            // What was read since may have changed the order; the place in the list stays.
            self.search(out);
        }
        out.push(Effect::Focus(if self.view == View::Results { Target::Results } else { Target::Still }));
        out.push(Effect::Scroll(place.scroll));
    }

    /// The browser's own way back, out of the answers.
    fn unlinked(&mut self, out: &mut Effects) {
        if matches!(self.view, View::Answer(_)) {
            self.return_to(&|view| !matches!(view, View::Answer(_)), out);
        }
    }

    pub(super) fn language(&mut self, tag: String, out: &mut Effects) {
        if self.visitor.allows(Purpose::Preferences) {
            self.visitor.prefer_lang(&tag);
            self.keep(out);
        }
        out.push(Effect::Language(tag, self.seen_id(), self.seen_query()));
    }

    /// The search whose results are seen.
    fn seen_query(&self) -> String {
        if self.view == View::Results { self.query.clone() } else { String::new() }
    }

    /// Id of the answer that is seen.
    fn seen_id(&self) -> Option<String> {
        let View::Answer(entry) = self.view else { return None };
        self.engine.entry(entry).map(|view| view.id.to_owned())
    }

    fn home(&mut self, out: &mut Effects) {
        self.trail.clear();
        self.view = View::Home;
        self.query.clear();
        self.results = Results::default();
        self.active = None;
        self.leave_address(false, out);
        out.push(Effect::Focus(Target::Heading));
    }

    fn back(&mut self, out: &mut Effects) {
        self.return_to(&|_| true, out);
        self.leave_address(true, out);
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
        let vote = Vote {
            entry,
            helpful,
            id: String::new(),
            reasons: Vec::new(),
            comment: String::new(),
            explained: false,
            arrived: false,
            taken: false,
        };
        // The page is told first: it may take the vote upon itself.
        out.push(Effect::Tell(Notice::Vote { id: id.clone(), helpful }));
        // What was not sent cannot be replaced.
        self.cast(vote, id.clone(), before.filter(|vote| !vote.taken).map(|vote| vote.id), out);
        if helpful {
            self.turn(Turn::Helped);
        }
        self.visitor.voted(&id, Some(helpful));
        if self.visitor.allows(Purpose::Personalisation) {
            self.keep(out);
        }
    }

    /// Sends a vote, in place of an earlier one where there was one.
    fn cast(&mut self, mut vote: Vote, id: String, replaces: Option<String>, out: &mut Effects) {
        let voted = Voted {
            lang: self.setup.lang.clone(),
            version: self.setup.version.clone(),
            entry: id,
            helpful: vote.helpful,
            reasons: vote.reasons.clone(),
            comment: clean(&vote.comment, COMMENT_CHARS),
            replaces,
            terms: self.led_to(vote.entry),
        };
        let event = out.event(&self.setup.site, Data::Vote(voted));
        vote.id.clone_from(&event.id);
        self.votes.retain(|known| known.entry != vote.entry);
        self.votes.push(vote);
        out.push(Effect::Send(Box::new(event)));
    }

    /// Words of the search from whose results an answer was chosen, where that may be told.
    fn led_to(&self, entry: u32) -> Vec<String> {
        let chosen = self.origin == Origin::Search && self.results.rows.iter().any(|row| row.entry == entry);
        if chosen && self.visitor.allows(Purpose::Measurement) { Voted::terms_of(&self.results.terms) } else { Vec::new() }
    }

    /// The vote on the answer that is seen.
    fn own_vote(&mut self) -> Option<&mut Vote> {
        let View::Answer(entry) = self.view else { return None };
        self.votes.iter_mut().find(|vote| vote.entry == entry)
    }

    fn reason(&mut self, reason: Reason) {
        let Some(vote) = self.own_vote() else { return };
        match vote.reasons.iter().position(|known| *known == reason) {
            Some(at) => drop(vote.reasons.remove(at)),
            None if vote.reasons.len() < limit::REASONS => vote.reasons.push(reason),
            None => {}
        }
    }

    fn write(&mut self, field: Field, text: String) {
        match field {
            Field::Message => self.draft.message = text,
            Field::Reply => self.draft.reply = text,
            Field::Pass => self.pass = text,
            Field::Name => self.name = text,
            Field::Comment => {
                if let Some(vote) = self.own_vote() {
                    vote.comment = text;
                }
            }
        }
    }

    /// Sends reasons and words to a vote, which take the place of the bare vote.
    fn explain(&mut self, out: &mut Effects) {
        let (Some(id), Some(vote)) = (self.seen_id(), self.own_vote().cloned()) else { return };
        if vote.explained || vote.taken || (vote.reasons.is_empty() && vote.comment.trim().is_empty()) {
            return;
        }
        let before = Some(vote.id.clone());
        self.cast(Vote { explained: true, arrived: false, ..vote }, id, before, out);
    }

    /// The page cares for the vote or the request that it was told of just now.
    fn taken(&mut self) {
        if let Some(vote) = self.own_vote() {
            vote.taken = true;
        } else if let Some(receipt) = &mut self.receipt {
            receipt.arrived = true;
        }
    }

    fn lost(&mut self, id: &str) {
        if self.receipt.as_ref().is_some_and(|receipt| receipt.id == id) {
            self.receipt = None;
            self.draft.lost = true;
        }
    }

    fn arrived(&mut self, ids: &[String]) {
        if let Some(receipt) = &mut self.receipt {
            receipt.arrived |= ids.contains(&receipt.id);
        }
        for vote in &mut self.votes {
            vote.arrived |= ids.contains(&vote.id);
        }
    }

    pub(super) fn show_panel(&mut self, out: &mut Effects) {
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
    pub(super) fn settle(&mut self, out: &mut Effects) {
        if self.query.trim().is_empty() || self.settled == self.query || self.is_coming() {
            return;
        }
        self.settled.clone_from(&self.query);
        let nothing = self.results.rows.is_empty() || self.results.is_unsure();
        self.note_asked();
        if !self.results.rows.is_empty() && self.visitor.allows(Purpose::Personalisation) {
            self.visitor.searched(&self.query);
            self.keep(out);
        }
        if self.measures() {
            self.tally.add(&self.results.terms, self.results.unknown);
        }
        self.turn(Turn::Searched);
        let percent = (self.results.confidence.clamp(0.0, 1.0) * 100.0) as u32;
        out.push(Effect::Tell(Notice::Search { query: self.query.clone(), total: self.results.total, percent }));
        if nothing {
            let search = NoResult::of(&self.setup.lang, &self.setup.version, &self.results.terms, self.results.unknown);
            self.measured(Data::NoResult(search), out);
            out.push(Effect::Tell(Notice::NoResult { query: self.query.clone() }));
            self.in_vain();
        }
    }

    /// Sends the counts of this visit so far.
    fn leave(&mut self, out: &mut Effects) {
        if let Some(search) = self.tally.take(&self.setup.lang, &self.setup.version) {
            self.measured(Data::Search(search), out);
        }
        self.end_visit(out);
    }

    /// Whether counts of this visit may be kept and sent.
    pub(super) fn measures(&self) -> bool {
        self.setup.collects && self.visitor.allows(Purpose::Measurement)
    }

    /// A message that is sent only with consent for measurement.
    pub(super) fn measured(&self, data: Data, out: &mut Effects) {
        if self.measures() {
            let mut event = out.event(&self.setup.site, data);
            event.erase_key = self.visitor.key().map(str::to_owned);
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

    /// What has come counts from the next key on; at once only where that moves nothing under a pointer or away from the keyboard.
    fn take_meaning(&mut self, part: super::meaning::Part, calm: bool, out: &mut Effects) {
        self.meaning.put(part);
        if calm && self.active.is_none() && self.view == View::Results {
            self.search(out);
        }
    }
}

/// The effects of one action, and what came with it.
pub(super) struct Effects {
    pub(super) moment: Moment,
    pub(super) list: Vec<Effect>,
}

impl Effects {
    pub(super) fn push(&mut self, effect: Effect) {
        self.list.push(effect);
    }

    /// An event that happens now. One action makes at most two, so the last random byte keeps their ids apart.
    pub(super) fn event(&mut self, site: &str, data: Data) -> Event {
        let id = uuid(self.moment.now, self.moment.random);
        let [.., last] = &mut self.moment.random;
        *last = last.wrapping_add(1);
        Event::new(id, site.to_owned(), self.moment.now, data)
    }
}
