//! Events as rows, and rows as events again.

use faqlet_beacon::{Contact, Data, End, Event, Fault as Failure, NoResult, Origin, Question, Reason, Search, Term, View, Visit, Vote};

use super::database::{Row, Value, columns, row};
use super::keeping;
use crate::clock::happened_at;

/// Milliseconds of a day.
pub(super) const DAY: u64 = 86_400_000;

pub(super) const INSERT: &str = "INSERT INTO event (site, id, kind, at, day, received, lang, version, entry, origin, helpful, reasons, comment, \
     replaces, searches, terms, unknown, erase, detail, entries, route, count, crowd) VALUES \
     ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) \
     ON CONFLICT (site, id) DO NOTHING";
pub(super) const INSERT_TERM: &str = "INSERT INTO search_term (site, id, term, lang, count) VALUES ($1, $2, $3, $4, $5)";
pub(super) const INSERT_CONTACT: &str = "INSERT INTO contact (site, id, reply, name, reference, topic, callback, message, question) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// What is known of an event's arrival.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    /// When, in milliseconds since 1970.
    pub(super) received: u64,
    /// See [`crate::crowd`].
    pub(super) crowd: u32,
}

/// The day of an event that arrived then.
pub(super) fn day(event: &Event, received: u64) -> u64 {
    happened_at(event.time, event.sent, received) / DAY
}

/// The values for [`INSERT`].
pub(super) fn row_of(event: &Event, arrival: Arrival) -> Row {
    let Arrival { received, crowd } = arrival;
    let crowd = matches!(event.data, Data::Vote(_)).then_some(crowd);
    let at = happened_at(event.time, event.sent, received);
    let erase = event.erase_key.as_ref().map(|key| keeping::hash(&event.site, key));
    let data = Columns::of(&event.data);
    row![
        &event.site,
        &event.id,
        event.kind().name(),
        at,
        at / DAY,
        received,
        data.lang,
        data.version,
        data.entry,
        data.origin,
        data.helpful,
        data.reasons,
        data.comment,
        data.replaces,
        data.searches,
        data.terms,
        data.unknown,
        erase,
        data.detail,
        data.entries,
        data.route,
        data.count,
        crowd
    ]
}

/// The values for [`INSERT_TERM`].
pub(super) fn terms_of(event: &Event) -> Vec<Row> {
    let Data::Search(search) = &event.data else { return Vec::new() };
    search.terms.iter().map(|term| row![&event.site, &event.id, &term.term, &search.lang, term.count]).collect()
}

/// The values for [`INSERT_CONTACT`].
pub(super) fn contact_of(event: &Event) -> Option<Row> {
    let Data::Contact(contact) = &event.data else { return None };
    let Contact { reply, name, reference, topic, when, message, question, .. } = contact;
    let [name, reference, topic, when, message, question] = [name, reference, topic, when, message, question].map(Option::as_deref);
    Some(row![&event.site, &event.id, reply, name, reference, topic, when, message, question])
}

/// The columns of an event's data.
#[derive(Default)]
struct Columns<'a> {
    lang: &'a str,
    version: &'a str,
    entry: Option<&'a str>,
    origin: Option<&'static str>,
    helpful: Option<bool>,
    reasons: Option<String>,
    comment: Option<&'a str>,
    replaces: Option<&'a str>,
    searches: Option<u32>,
    terms: Option<String>,
    unknown: Option<u32>,
    detail: Option<&'a str>,
    entries: Option<String>,
    route: Option<&'a str>,
    count: Option<u32>,
}

impl<'a> Columns<'a> {
    fn of(data: &'a Data) -> Columns<'a> {
        let none = Columns::default();
        match data {
            Data::Search(Search { lang, version, searches, unknown, .. }) => {
                Columns { lang, version, searches: Some(*searches), unknown: Some(*unknown), ..none }
            }
            Data::NoResult(NoResult { lang, version, unknown, terms }) => {
                let mut terms: Vec<&str> = terms.iter().map(String::as_str).collect();
                terms.sort_unstable();
                Columns { lang, version, terms: Some(terms.join(" ")), unknown: Some(*unknown), ..none }
            }
            Data::View(View { lang, version, entry, from }) => {
                Columns { lang, version, entry: Some(entry), origin: Some(from.name()), ..none }
            }
            Data::Vote(Vote { lang, version, entry, helpful, reasons, comment, replaces, terms }) => {
                let reasons = (!reasons.is_empty()).then(|| reasons.iter().map(|reason| reason.name()).collect::<Vec<_>>().join(" "));
                let (comment, replaces, terms) = (comment.as_deref(), replaces.as_deref(), joined(terms));
                Columns { lang, version, entry: Some(entry), helpful: Some(*helpful), reasons, comment, replaces, terms, ..none }
            }
            Data::Visit(Visit { lang, version, end, searches, views, route }) => {
                let (detail, route) = (Some(end.name()), route.as_deref());
                Columns { lang, version, searches: Some(*searches), detail, route, count: Some(*views), ..none }
            }
            Data::Question(Question { lang, version, text, entries }) => {
                Columns { lang, version, detail: Some(text), entries: joined(entries), ..none }
            }
            Data::Contact(Contact { lang, version, route, entries, .. }) => {
                Columns { lang, version, entries: joined(entries), route: Some(route), ..none }
            }
            Data::Error(Failure { lang, version, code, count }) => {
                Columns { lang, version, detail: Some(code), count: Some(*count), ..none }
            }
            Data::Erase(_) => none,
        }
    }
}

/// Ids or words, which have no blanks, in one text.
fn joined(entries: &[String]) -> Option<String> {
    (!entries.is_empty()).then(|| entries.join(" "))
}

fn parted(text: Value) -> Vec<String> {
    text.text().split_whitespace().map(str::to_owned).collect()
}

/// An event as the store has it: its time by the collector's clock, no erase key. The row has those of `event`
/// from `site` to `count` without `day` and `erase`, and those of `contact` from `reply` on. `None` for a kind that is not known here.
pub(super) fn event(row: Row, terms: Vec<Term>) -> Option<(Event, u64)> {
    let [
        site,
        id,
        kind,
        at,
        received,
        lang,
        version,
        entry,
        origin,
        helpful,
        reasons,
        comment,
        replaces,
        searches,
        terms_text,
        unknown,
        detail,
        entries,
        route,
        count,
        reply,
        name,
        reference,
        topic,
        when,
        message,
        question,
    ] = columns::<27>(row);
    let whole = |value: &Value| u32::try_from(value.count()).unwrap_or(u32::MAX);
    let some = |value: Value| (value != Value::Null).then(|| value.text());
    let (lang, version) = (lang.text(), version.text());
    let data = match kind.text().as_str() {
        "search" => Data::Search(Search { lang, version, searches: whole(&searches), unknown: whole(&unknown), terms }),
        "noresult" => Data::NoResult(NoResult { lang, version, unknown: whole(&unknown), terms: parted(terms_text) }),
        "view" => {
            let from = Origin::ALL.into_iter().find(|from| from.name() == origin.clone().text())?;
            Data::View(View { lang, version, entry: entry.text(), from })
        }
        "vote" => {
            let reasons = reasons.text();
            let reasons =
                reasons.split_whitespace().filter_map(|name| Reason::ALL.into_iter().find(|reason| reason.name() == name)).collect();
            let (entry, helpful) = (entry.text(), helpful.int() == 1);
            let terms = parted(terms_text);
            Data::Vote(Vote { lang, version, entry, helpful, reasons, comment: some(comment), replaces: some(replaces), terms })
        }
        "visit" => {
            let end = End::ALL.into_iter().find(|end| end.name() == detail.clone().text())?;
            Data::Visit(Visit { lang, version, end, searches: whole(&searches), views: whole(&count), route: some(route) })
        }
        "question" => Data::Question(Question { lang, version, text: detail.text(), entries: parted(entries) }),
        "contact" => Data::Contact(Contact {
            lang,
            version,
            route: route.text(),
            reply: reply.text(),
            name: some(name),
            reference: some(reference),
            topic: some(topic),
            when: some(when),
            message: some(message),
            question: some(question),
            entries: parted(entries),
        }),
        "error" => Data::Error(Failure { lang, version, code: detail.text(), count: whole(&count) }),
        _ => return None,
    };
    Some((Event::new(id.text(), site.text(), at.count(), data), received.count()))
}
