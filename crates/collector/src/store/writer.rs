//! The writer: one thread, one connection, one transaction for everything that has queued up.
//!
//! While a commit waits for the disk, further requests gather; the next transaction takes them all, up to [`GROUP`] events. So a slow
//! disk makes groups larger instead of answers fewer, and a lone request never waits for company.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use faqlet_beacon::{Data, Event, Reason};
use rusqlite::{CachedStatement, Connection, ErrorCode, Transaction, TransactionBehavior, params};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::StoreError;
use crate::clock::happened_at;

/// Most events of one transaction (a request that is already in hand is never split).
const GROUP: usize = 256;
/// Most that may wait, in units of [`UNIT`] bytes of request: 16 MiB.
const WAITING: usize = 16 * 1024;
/// Bytes of request for one unit of the queue.
const UNIT: usize = 1024;
/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

/// What became of an event in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is on disk now.
    Accepted,
    /// It was on disk before; nothing changed.
    Duplicate,
    /// It breaks a rule of the store and will never be taken.
    Refused,
}

/// The way to the writer.
#[derive(Debug)]
pub(super) struct Queue {
    jobs: Mutex<Option<Sender<Job>>>,
    room: Arc<Semaphore>,
}

/// The writer's thread.
#[derive(Debug)]
pub(super) struct Writer {
    thread: JoinHandle<()>,
}

struct Job {
    events: Vec<Event>,
    received: u64,
    answer: oneshot::Sender<Result<Vec<Stored>, StoreError>>,
    /// Held until the job is answered: the queue's bound counts what is being written, too.
    room: OwnedSemaphorePermit,
}

impl Queue {
    pub(super) async fn submit(&self, events: Vec<Event>, bytes: usize, received: u64) -> Result<Vec<Stored>, StoreError> {
        let units = u32::try_from(1 + bytes / UNIT).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.room).try_acquire_many_owned(units).map_err(|_| StoreError::Full)?;
        let (answer, answered) = oneshot::channel();
        let job = Job { events, received, answer, room };
        self.jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .ok_or(StoreError::Closed)?
            .send(job)
            .map_err(|_| StoreError::Closed)?;
        answered.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Takes no further jobs; the writer ends when it has written those that wait.
    pub(super) fn close(&self) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(connection: Connection) -> std::io::Result<(Queue, Writer)> {
        let (sender, jobs) = mpsc::channel();
        let thread = std::thread::Builder::new().name("faqlet-writer".to_owned()).spawn(move || run(connection, &jobs))?;
        Ok((Queue { jobs: Mutex::new(Some(sender)), room: Arc::new(Semaphore::new(WAITING)) }, Writer { thread }))
    }

    pub(super) fn join(self) {
        // The thread has no way to panic; if it did, everything that it answered is on disk all the same.
        let _ = self.thread.join();
    }
}

fn run(mut connection: Connection, jobs: &Receiver<Job>) {
    let mut failing = false;
    while let Ok(first) = jobs.recv() {
        let mut events = first.events.len();
        let mut group = vec![first];
        while events < GROUP {
            let Ok(job) = jobs.try_recv() else { break };
            events += job.events.len();
            group.push(job);
        }
        let answers = write(&mut connection, &group).map_err(|error| StoreError::Write(error.to_string()));
        tell(&answers, &mut failing);
        answer(group, answers);
    }
    // Gives the file back whole. When it fails (a report is reading) the next opening does it.
    let _ = connection.pragma_update(None, "wal_checkpoint", "TRUNCATE");
}

/// Tells the operator once when the disk begins to refuse, and once when it takes events again: clients only hear "later".
fn tell<T>(answers: &Result<T, StoreError>, failing: &mut bool) {
    match answers {
        Err(error) if !*failing => eprintln!("faqlet collector: {error}"),
        Ok(_) if *failing => eprintln!("faqlet collector: the store takes events again"),
        _ => {}
    }
    *failing = answers.is_err();
}

fn answer(group: Vec<Job>, answers: Result<Vec<Vec<Stored>>, StoreError>) {
    let mut answers = answers.map(Vec::into_iter);
    for job in group {
        let Job { answer: sender, room, .. } = job;
        let answer = match &mut answers {
            Ok(answers) => Ok(answers.next().unwrap_or_default()),
            Err(error) => Err(error.clone()),
        };
        // Whoever has the answer finds the room free. One who has gone away finds the events stored when asking again.
        drop(room);
        let _ = sender.send(answer);
    }
}

/// Writes a group in one transaction. When it fails nothing of it is stored.
fn write(connection: &mut Connection, group: &[Job]) -> rusqlite::Result<Vec<Vec<Stored>>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answers = {
        let mut statements = Statements::prepare(&transaction)?;
        group
            .iter()
            .map(|job| job.events.iter().map(|event| statements.insert(event, job.received)).collect())
            .collect::<rusqlite::Result<Vec<Vec<Stored>>>>()?
    };
    transaction.commit()?;
    Ok(answers)
}

struct Statements<'a> {
    event: CachedStatement<'a>,
    term: CachedStatement<'a>,
    contact: CachedStatement<'a>,
}

impl<'a> Statements<'a> {
    fn prepare(transaction: &'a Transaction<'_>) -> rusqlite::Result<Statements<'a>> {
        Ok(Statements {
            event: transaction.prepare_cached(
                "INSERT INTO event (site, id, kind, at, day, received, lang, version, entry, origin, helpful, reasons, comment, replaces, \
                 searches, terms, unknown, detail, entries, route, count) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21) \
                 ON CONFLICT (site, id) DO NOTHING",
            )?,
            term: transaction.prepare_cached("INSERT INTO search_term (site, id, term, lang, count) VALUES (?1, ?2, ?3, ?4, ?5)")?,
            contact: transaction.prepare_cached(
                "INSERT INTO contact (site, id, reply, name, reference, topic, callback, message, question) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?,
        })
    }

    fn insert(&mut self, event: &Event, received: u64) -> rusqlite::Result<Stored> {
        let at = happened_at(event.time, event.sent, received);
        let row = Row::of(&event.data);
        let inserted = self.event.execute(params![
            event.site,
            event.id,
            row.kind,
            at as i64,
            (at / DAY) as i64,
            received as i64,
            row.lang,
            row.version,
            row.entry,
            row.origin,
            row.helpful,
            row.reasons,
            row.comment,
            row.replaces,
            row.searches,
            row.terms,
            row.unknown,
            row.detail,
            row.entries,
            row.route,
            row.count
        ]);
        match inserted {
            Ok(0) => return Ok(Stored::Duplicate),
            Ok(_) => {}
            // A failed statement leaves the transaction as it was before it.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => return Ok(Stored::Refused),
            Err(error) => return Err(error),
        }
        if let Data::Contact(contact) = &event.data {
            let faqlet_beacon::Contact { reply, name, reference, topic, when, message, question, .. } = contact;
            self.contact.execute(params![event.site, event.id, reply, name, reference, topic, when, message, question])?;
        }
        if let Data::Search(search) = &event.data {
            for term in &search.terms {
                self.term.execute(params![event.site, event.id, term.term, search.lang, term.count])?;
            }
        }
        Ok(Stored::Accepted)
    }
}

/// The columns of an event's data.
#[derive(Default)]
struct Row<'a> {
    kind: &'static str,
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

impl<'a> Row<'a> {
    fn of(data: &'a Data) -> Row<'a> {
        let row = Row { kind: data.kind().name(), ..Row::default() };
        match data {
            Data::Search(search) => {
                Row { lang: &search.lang, version: &search.version, searches: Some(search.searches), unknown: Some(search.unknown), ..row }
            }
            Data::NoResult(search) => {
                let mut terms: Vec<&str> = search.terms.iter().map(String::as_str).collect();
                terms.sort_unstable();
                Row { lang: &search.lang, version: &search.version, terms: Some(terms.join(" ")), unknown: Some(search.unknown), ..row }
            }
            Data::View(view) => {
                Row { lang: &view.lang, version: &view.version, entry: Some(&view.entry), origin: Some(view.from.name()), ..row }
            }
            Data::Vote(vote) => Row {
                lang: &vote.lang,
                version: &vote.version,
                entry: Some(&vote.entry),
                helpful: Some(vote.helpful),
                reasons: (!vote.reasons.is_empty()).then(|| names(&vote.reasons)),
                comment: vote.comment.as_deref(),
                replaces: vote.replaces.as_deref(),
                ..row
            },
            Data::Visit(visit) => Row {
                lang: &visit.lang,
                version: &visit.version,
                searches: Some(visit.searches),
                detail: Some(visit.end.name()),
                route: visit.route.as_deref(),
                count: Some(visit.views),
                ..row
            },
            Data::Question(question) => Row {
                lang: &question.lang,
                version: &question.version,
                detail: Some(&question.text),
                entries: ids(&question.entries),
                ..row
            },
            Data::Contact(contact) => {
                Row { lang: &contact.lang, version: &contact.version, entries: ids(&contact.entries), route: Some(&contact.route), ..row }
            }
            Data::Error(fault) => {
                Row { lang: &fault.lang, version: &fault.version, detail: Some(&fault.code), count: Some(fault.count), ..row }
            }
            Data::Erase(_) => row,
        }
    }
}

fn ids(entries: &[String]) -> Option<String> {
    (!entries.is_empty()).then(|| entries.join(" "))
}

fn names(reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| reason.name()).collect::<Vec<_>>().join(" ")
}
