//! Reaching people: which way fits, and exactly what goes along. Nothing goes that the visitor did not see in the list, and could not
//! take out of it.

use faqlet_beacon::{Contact, Data, Question, clean, limit, parse_rfc3339};
use faqlet_profile::Kind;
use faqlet_profile::site::{Hours, Route, RouteKind};

use super::action::{Effect, Notice, Target};
use super::outcome::Turn;
use super::reduce::Effects;
use super::{State, View};

/// Longest address for an answer, in characters.
const REPLY_CHARS: usize = 254;

/// Most searches and answers of this visit that are offered to go along.
const ALONG: usize = limit::SHOWN;

/// A request that is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Number of the route; the one that fits best until the visitor chooses.
    pub route: usize,
    /// What it is about.
    pub message: String,
    /// Where to answer.
    pub reply: String,
    /// Searches that go along.
    pub searches: Vec<String>,
    /// Answers read before, which go along.
    pub entries: Vec<u32>,
    /// Whether something that is needed was missing when it was to be sent.
    pub missing: bool,
    /// Whether it could neither be sent nor kept.
    pub lost: bool,
    /// What the page wrote into the fields: it may be written anew as long as the visitor has left it so.
    given: [String; 2],
}

/// What has become of something that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Id of the message.
    pub id: String,
    /// When it was sent, in milliseconds since 1970.
    pub at: u64,
    /// Whether it has arrived.
    pub arrived: bool,
}

/// A field that the visitor writes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Words to a vote.
    Comment,
    /// What a request is about.
    Message,
    /// Where to answer it.
    Reply,
    /// The passphrase of a profile that is taken along.
    Pass,
    /// What the visitor wants to be called.
    Name,
}

/// A line of what goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A search, by its place.
    Search(usize),
    /// An answer, by its place.
    Entry(usize),
}

impl State {
    /// Whether there is a way to people.
    #[must_use]
    pub fn has_contact(&self) -> bool {
        self.routes().next().is_some()
    }

    /// The ways to people that there are for this visitor, with their numbers: those for all, and those for the visitor's tier.
    pub fn routes(&self) -> impl Iterator<Item = (usize, &Route)> {
        let known = |route: &Route| route.kind != RouteKind::Unknown;
        let tier = || self.visitor.profile().facts_of(Kind::Tier);
        let fits = move |route: &Route| route.tiers.is_empty() || tier().any(|tier| route.tiers.iter().any(|one| one == tier));
        self.setup.known.routes.iter().enumerate().filter(move |(_, route)| known(route) && fits(route))
    }

    /// Takes what the page knows of a request. What the visitor has written stays.
    pub(super) fn prefill(&mut self, field: Field, text: &str) {
        let (most, at) = if field == Field::Reply { (REPLY_CHARS, 1) } else { (limit::COMMENT_CHARS, 0) };
        let text: String = text.chars().take(most).collect();
        let Some(given) = self.draft.given.get_mut(at) else { return };
        let own = if field == Field::Reply { &mut self.draft.reply } else { &mut self.draft.message };
        if own.is_empty() || own == given {
            own.clone_from(&text);
            *given = text;
        }
    }

    /// Whether a route's form goes to the collector, by way of the outbox; another form is the page's own.
    #[must_use]
    pub fn is_ours(&self, route: &Route) -> bool {
        route.kind == RouteKind::Form && route.to == self.setup.endpoint && self.setup.collects
    }

    /// The route that the request takes.
    #[must_use]
    pub fn route(&self) -> Option<&Route> {
        self.routes().find(|(number, _)| *number == self.draft.route).map(|(_, route)| route)
    }

    /// Goes to the form, with what was searched and read in this visit.
    pub(super) fn contact(&mut self, out: &mut Effects) {
        self.settle(out);
        if self.receipt.take().is_some() {
            self.draft = Draft::default();
        }
        self.draft.searches.clone_from(&self.asked);
        self.draft.entries.clone_from(&self.opened);
        self.draft.route = self.best_route();
        self.go(View::Contact, out);
    }

    /// The route that the owner has chosen for the last answer, or the first one for its topic, or the first for all.
    fn best_route(&self) -> usize {
        let entry = self.opened.last().copied().or_else(|| self.results.rows.first().map(|row| row.entry));
        let own = entry.and_then(|entry| self.facts(entry)).and_then(|facts| facts.route.as_deref());
        let place = |fits: &dyn Fn(&Route) -> bool| self.routes().find(|(_, route)| fits(route)).map(|(number, _)| number);
        // A way for the visitor's own tier stands before the same for all.
        let own_tier = |fits: &dyn Fn(&Route) -> bool| place(&|route| !route.tiers.is_empty() && fits(route));
        place(&|route| Some(route.id.as_str()) == own)
            .or_else(|| own_tier(&|route| self.is_for(route, entry)).or_else(|| place(&|route| self.is_for(route, entry))))
            .or_else(|| own_tier(&|route| route.topics.is_empty()).or_else(|| place(&|route| route.topics.is_empty())))
            .or_else(|| self.routes().next().map(|(number, _)| number))
            .unwrap_or(0)
    }

    /// Whether a route is for what an entry is about.
    fn is_for(&self, route: &Route, entry: Option<u32>) -> bool {
        entry.is_some_and(|entry| route.topics.iter().any(|topic| self.is_about(entry, topic)))
    }

    /// Whether an entry has this id or tag, or lies in this topic: named by its path with slashes, or by itself.
    fn is_about(&self, entry: u32, topic: &str) -> bool {
        let Some(view) = self.engine.entry(entry) else { return false };
        let names: &[String] = self.topic_of(entry).map_or(&[], |topic| &topic.path);
        let named: Vec<&str> = topic.split('/').map(str::trim).collect();
        let within = names.len() >= named.len() && names.iter().zip(&named).all(|(name, named)| name == named);
        view.id == topic || view.tags.contains(&topic) || within || names.iter().any(|name| name == topic)
    }

    /// Takes a line out of what goes along.
    pub(super) fn leave_out(&mut self, line: Line) {
        match line {
            Line::Search(at) if at < self.draft.searches.len() => drop(self.draft.searches.remove(at)),
            Line::Entry(at) if at < self.draft.entries.len() => drop(self.draft.entries.remove(at)),
            _ => {}
        }
    }

    /// Everything that goes along as plain text, for an e-mail or the page.
    #[must_use]
    pub fn packet(&self) -> String {
        let questions = self.draft.entries.iter().filter_map(|entry| self.engine.entry(*entry)).map(|entry| entry.question.to_owned());
        let lines: Vec<String> = self.draft.searches.iter().map(|search| ["? ", search].concat()).chain(questions).collect();
        [self.draft.message.trim(), &lines.join("\n")].join("\n\n").trim().to_owned()
    }

    /// Sends the request: into the outbox, or to the page.
    pub(super) fn send_contact(&mut self, out: &mut Effects) {
        let Some(Route { kind, id: route, .. }) = self.route().cloned() else { return };
        let form = kind == RouteKind::Form;
        self.draft.missing = self.draft.message.trim().is_empty() || (form && self.draft.reply.trim().is_empty());
        self.draft.lost = false;
        if self.draft.missing {
            return out.push(Effect::Focus(Target::Missing));
        }
        let entries: Vec<String> =
            self.draft.entries.iter().filter_map(|entry| self.engine.entry(*entry)).map(|entry| entry.id.to_owned()).collect();
        let mut receipt = Receipt { id: String::new(), at: out.moment.now, arrived: !form };
        self.turn(Turn::Asked(route.clone()));
        out.push(Effect::Tell(Notice::Contact { route: route.clone(), text: self.packet(), entries: entries.clone() }));
        if form {
            let contact = Contact {
                lang: self.setup.lang.clone(),
                version: self.setup.version.clone(),
                route,
                reply: self.draft.reply.trim().to_owned(),
                message: clean(&self.draft.message, limit::COMMENT_CHARS),
                question: clean(&self.draft.searches.join(" · "), limit::QUESTION_CHARS),
                entries,
                ..Contact::default()
            };
            receipt.id = self.send(Data::Contact(contact), out);
        }
        self.receipt = Some(receipt);
        out.push(Effect::Focus(Target::Heading));
    }

    /// Sends the question in the field as it was typed, because the visitor asked for it.
    pub(super) fn send_question(&mut self, out: &mut Effects) {
        let Some(text) = clean(&self.query, limit::QUESTION_CHARS).filter(|_| self.setup.collects && !self.was_sent()) else { return };
        let shown = self.results.rows.iter().filter_map(|row| self.engine.entry(row.entry)).take(limit::SHOWN);
        let entries = shown.map(|entry| entry.id.to_owned()).collect();
        let question = Question { lang: self.setup.lang.clone(), version: self.setup.version.clone(), text, entries };
        self.send(Data::Question(question), out);
        self.told = self.query.clone();
    }

    /// Whether the question in the field was sent.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        self.told == self.query
    }

    fn send(&self, data: Data, out: &mut Effects) -> String {
        let event = out.event(&self.setup.site, data);
        let id = event.id.clone();
        out.push(Effect::Send(Box::new(event)));
        id
    }

    /// Remembers a search of this visit, the last one at the end.
    pub(super) fn note_asked(&mut self) {
        let query = self.query.trim().to_owned();
        keep_last(&mut self.asked, query);
    }

    /// Remembers an answer of this visit.
    pub(super) fn note_opened(&mut self, entry: u32) {
        keep_last(&mut self.opened, entry);
    }
}

/// Whether people are there, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Somebody is there now.
    pub open: bool,
    /// Until when they are, or when they will be, in milliseconds since 1970.
    pub until: u64,
}

/// Milliseconds of a minute.
const MINUTE: u64 = 60_000;
/// Minutes of a day.
const DAY: u16 = 1_440;

/// Whether people are there at `now`. `local` gives the day and minute of a time in the zone of the hours, as `2026-05-12T14:03`. `None`
/// when nobody is there within a week.
#[must_use]
pub fn opening(hours: &Hours, now: u64, local: &dyn Fn(u64) -> String) -> Option<Opening> {
    let (_, _, minute) = read_local(&local(now))?;
    let after = |minutes: u64| now - now % MINUTE + minutes * MINUTE;
    for days in 0..8u16 {
        let (date, weekday, _) = read_local(&local(after(u64::from(days) * u64::from(DAY))))?;
        if hours.closed.contains(&date) {
            continue;
        }
        let spans = hours.spans.iter().filter(|span| span.days.contains(&weekday));
        if let Some(span) = spans.clone().find(|span| days == 0 && (span.from..span.to).contains(&minute)) {
            return Some(Opening { open: true, until: after(u64::from(span.to.checked_sub(minute)?)) });
        }
        let from = spans.map(|span| span.from).filter(|from| days > 0 || *from > minute).min();
        if let Some(from) = from {
            let minutes = (u64::from(days) * u64::from(DAY) + u64::from(from)).checked_sub(u64::from(minute))?;
            return Some(Opening { open: false, until: after(minutes) });
        }
    }
    None
}

/// Date, weekday (1 is Monday) and minute of the day.
fn read_local(text: &str) -> Option<(String, u8, u16)> {
    let (date, time) = text.split_once('T')?;
    let (hour, minute) = time.split_once(':')?;
    let days = parse_rfc3339(&[date, "T00:00:00Z"].concat())? / 86_400_000;
    // The first of January 1970 was a Thursday.
    let weekday = (days + 3) % 7 + 1;
    Some((date.to_owned(), weekday as u8, hour.parse::<u16>().ok()? * 60 + minute.parse::<u16>().ok()?))
}

/// Puts something at the end of a short list in which nothing is twice.
fn keep_last<T: PartialEq>(list: &mut Vec<T>, new: T) {
    list.retain(|known| *known != new);
    list.push(new);
    if list.len() > ALONG {
        list.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use faqlet_beacon::rfc3339;
    use faqlet_profile::site::Span;

    use super::*;

    fn at(text: &str) -> u64 {
        parse_rfc3339(&[text, ":00Z"].concat()).unwrap()
    }

    #[test]
    fn people_are_there_until_they_leave_and_from_when_they_come() {
        let weekdays = Span { days: vec![1, 2, 3, 4, 5], from: 480, to: 1_080 };
        let saturday = Span { days: vec![6], from: 540, to: 780 };
        let hours = Hours { zone: "UTC".into(), spans: vec![weekdays, saturday], closed: vec!["2026-05-14".into()] };
        let local = |time| rfc3339(time).chars().take(16).collect::<String>();
        for (now, open, until) in [
            // A Tuesday.
            ("2026-05-12T14:03", true, "2026-05-12T18:00"),
            ("2026-05-12T07:59", false, "2026-05-12T08:00"),
            // Wednesday evening, before a day off.
            ("2026-05-13T18:00", false, "2026-05-15T08:00"),
            ("2026-05-16T13:00", false, "2026-05-18T08:00"),
        ] {
            assert_eq!(opening(&hours, at(now), &local), Some(Opening { open, until: at(until) }), "{now}");
        }
        assert_eq!(opening(&Hours::default(), at("2026-05-12T14:03"), &local), None);
        assert_eq!(opening(&hours, at("2026-05-12T14:03"), &|_| "nonsense".into()), None);
    }
}
