//! The writer: one thread, one connection, one transaction for everything that has queued up.
//!
//! While a commit waits for the disk, further requests gather; the next transaction takes them all, up to [`GROUP`] events. So a slow
//! disk makes groups larger instead of answers fewer, and a lone request never waits for company.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use faqlet_beacon::{Data, Event, Kind};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::database::{Access, Database, Done, Fault, FaultKind, Row, Value, row, transaction};
use super::rows::Arrival;
use super::sums::Sums;
use super::{Place, StoreError, keeping, rows};
use crate::gauge::Gauges;
use crate::hook::Hook;

/// Most events of one transaction (a request that is already in hand is never split). The more there are, the less the disk costs each.
const GROUP: usize = 1024;
/// Most that may wait, in units of [`UNIT`] bytes of request: 16 MiB.
const WAITING: usize = 16 * 1024;
/// Bytes of request for one unit of the queue.
const UNIT: usize = 1024;
/// Units that an event takes beside its bytes: 4,096 events fill the queue however small they are, so that no request waits for longer
/// than their writing takes, which is well under a second.
const EVENT_UNITS: usize = 4;
/// Longest that what waits may take to be written, at the pace of the last groups, in nanoseconds. Whoever comes while it would take
/// longer is refused at the door: an answer now is worth more than one that comes after the client has given up.
const QUEUE_TIME: u64 = 40_000_000;
/// So many events may wait at any pace: the writer must find the next group when it comes back from the disk.
const QUEUE_LEAST: u64 = GROUP as u64;
/// How often a transaction is tried when the connection was lost or another transaction stood in the way.
const TRIES: u32 = 3;

/// What became of an event in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is on disk now.
    Accepted,
    /// It was on disk before; nothing changed.
    Duplicate,
    /// It breaks a rule of the store and will never be taken.
    Refused,
    /// The visitor has asked for its deletion.
    Erased,
}

/// The way to the writer.
#[derive(Debug)]
pub(super) struct Queue {
    jobs: Mutex<Option<Sender<Job>>>,
    room: Arc<Semaphore>,
    load: Arc<Load>,
}

/// What is on its way to the disk, and how fast that goes.
#[derive(Debug, Default)]
struct Load {
    /// Requests that wait.
    requests: AtomicU64,
    /// Events that wait or are being written.
    events: AtomicU64,
    /// Nanoseconds for an event, the mean of the last groups; 0 before the first.
    pace: AtomicU64,
}

impl Load {
    /// A group was written.
    fn wrote(&self, events: usize, took: Duration) {
        let each = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX) / (events as u64).max(1);
        let before = self.pace.load(Ordering::Relaxed);
        // Only the writer writes here. A lone event takes a whole commit, which says little about a full group: it counts for less.
        let weight = (events as u64).min(GROUP as u64);
        let parts = 8 * GROUP as u64;
        let mean =
            if before == 0 { each } else { (before.saturating_mul(parts - weight).saturating_add(each.saturating_mul(weight))) / parts };
        self.pace.store(mean.max(1), Ordering::Relaxed);
    }

    /// Whether what waits takes longer than anybody should wait.
    fn is_too_much(&self) -> bool {
        let events = self.events.load(Ordering::Relaxed);
        events >= QUEUE_LEAST && events.saturating_mul(self.pace.load(Ordering::Relaxed)) > QUEUE_TIME
    }
}

/// The writer's thread.
#[derive(Debug)]
pub(super) struct Writer {
    thread: JoinHandle<()>,
}

/// Of which events a webhook is told.
struct Rule {
    name: String,
    kinds: Vec<Kind>,
}

/// The writer's connection, made anew when it was lost.
pub(super) struct Link {
    place: Place,
    database: Option<Box<dyn Database>>,
}

enum Job {
    Store(Delivery),
    /// Something else that only the writer may do.
    Task(Box<dyn FnOnce(&mut Link) + Send>),
}

struct Delivery {
    events: Vec<Event>,
    /// One for each event; missing ones are 0.
    crowds: Vec<u32>,
    received: u64,
    answer: oneshot::Sender<Result<Vec<Stored>, StoreError>>,
    /// Held until the job is answered: the queue's bound counts what is being written, too.
    room: OwnedSemaphorePermit,
}

impl Queue {
    pub(super) async fn submit(
        &self,
        events: Vec<Event>,
        crowds: Vec<u32>,
        bytes: usize,
        received: u64,
    ) -> Result<Vec<Stored>, StoreError> {
        let units = u32::try_from(1 + bytes / UNIT + events.len() * EVENT_UNITS).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.room).try_acquire_many_owned(units).map_err(|_| StoreError::Full)?;
        let (answer, answered) = oneshot::channel();
        self.load.events.fetch_add(events.len() as u64, Ordering::Relaxed);
        self.send(Job::Store(Delivery { events, crowds, received, answer, room }))?;
        answered.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Lets the writer do something between two groups.
    pub(super) async fn task<T: Send + 'static>(&self, work: impl FnOnce(&mut Link) -> T + Send + 'static) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.send(Job::Task(Box::new(move |link| drop(answer.send(work(link))))))?;
        answered.await.map_err(|_| StoreError::Closed)
    }

    /// Whether a request would find no room now, or wait for too long. Cheap: asked before a body is read.
    pub(super) fn is_full(&self) -> bool {
        self.room.available_permits() < WAITING / 32 || self.load.is_too_much()
    }

    /// How full the queue is, in thousandths.
    pub(super) fn fill(&self) -> u64 {
        ((WAITING - self.room.available_permits().min(WAITING)) * 1_000 / WAITING) as u64
    }

    /// Requests that wait.
    pub(super) fn waiting(&self) -> u64 {
        self.load.requests.load(Ordering::Relaxed)
    }

    /// Takes no further jobs; the writer ends when it has written those that wait.
    pub(super) fn close(&self) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn send(&self, job: Job) -> Result<(), StoreError> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        self.load.requests.fetch_add(1, Ordering::Relaxed);
        jobs.as_ref().ok_or(StoreError::Closed)?.send(job).map_err(|_| StoreError::Closed)
    }
}

impl Writer {
    /// Starts the thread. New events are kept for each of the webhooks until it has taken them.
    pub(super) fn start(link: Link, hooks: Vec<Hook>, gauges: Arc<Gauges>) -> std::io::Result<(Queue, Writer)> {
        let (sender, jobs) = mpsc::channel();
        let load = Arc::<Load>::default();
        let queue = Queue { jobs: Mutex::new(Some(sender)), room: Arc::new(Semaphore::new(WAITING)), load: Arc::clone(&load) };
        let hooks: Vec<Rule> = hooks.iter().map(|hook| Rule { name: hook.name(), kinds: hook.kinds.clone() }).collect();
        let work = move || run(link, &jobs, &hooks, &load, &gauges);
        let thread = std::thread::Builder::new().name("faqlet-writer".to_owned()).spawn(work)?;
        Ok((queue, Writer { thread }))
    }

    pub(super) fn join(self) {
        // The thread has no way to panic; if it did, everything that it answered is on disk all the same.
        let _ = self.thread.join();
    }
}

impl Link {
    pub(super) fn new(place: Place, database: Box<dyn Database>) -> Link {
        Link { place, database: Some(database) }
    }

    /// Runs `work` in a transaction, again over a new connection where that may help.
    pub(super) fn run<T>(&mut self, access: Access, mut work: impl FnMut(&mut dyn Database) -> Done<T>) -> Done<T> {
        let mut tries = 1;
        loop {
            match self.database().and_then(|database| transaction(database, access, &mut work)) {
                Err(fault) if fault.kind == FaultKind::Again => {
                    self.database = None;
                    if tries == TRIES {
                        return Err(fault);
                    }
                    tries += 1;
                }
                done => return done,
            }
        }
    }

    /// The connection, outside of a transaction.
    pub(super) fn database(&mut self) -> Done<&mut dyn Database> {
        if self.database.is_none() {
            let opened = self.place.open().map_err(|error| Fault { kind: FaultKind::Again, reason: error.to_string() })?;
            self.database = Some(opened);
        }
        match &mut self.database {
            Some(database) => Ok(database.as_mut()),
            None => Err(Fault { kind: FaultKind::Other, reason: "no connection".to_owned() }),
        }
    }
}

fn run(mut link: Link, jobs: &Receiver<Job>, hooks: &[Rule], load: &Load, gauges: &Gauges) {
    let mut failing = false;
    let mut next = None;
    while let Some(job) = next.take().or_else(|| jobs.recv().ok()) {
        load.requests.fetch_sub(1, Ordering::Relaxed);
        let first = match job {
            Job::Store(delivery) => delivery,
            Job::Task(work) => {
                work(&mut link);
                continue;
            }
        };
        let mut events = first.events.len();
        let mut group = vec![first];
        while events < GROUP {
            match jobs.try_recv() {
                Ok(Job::Store(delivery)) => {
                    load.requests.fetch_sub(1, Ordering::Relaxed);
                    events += delivery.events.len();
                    group.push(delivery);
                }
                Ok(task) => {
                    next = Some(task);
                    break;
                }
                Err(_) => break,
            }
        }
        let started = Instant::now();
        let answers = write(&mut link, &group, hooks).map_err(|fault| StoreError::Write(fault.reason));
        gauges.committed(events, started.elapsed(), answers.is_ok());
        load.wrote(events, started.elapsed());
        load.events.fetch_sub(events as u64, Ordering::Relaxed);
        tell(&answers, &mut failing);
        answer(group, answers);
    }
    if let Some(database) = &mut link.database {
        database.finish();
    }
}

/// Tells the operator once when the store begins to refuse, and once when it takes events again: clients only hear "later".
fn tell<T>(answers: &Result<T, StoreError>, failing: &mut bool) {
    match answers {
        Err(error) if !*failing => crate::log::error("store_failing", &[("reason", &error.to_string())]),
        Ok(_) if *failing => crate::log::info("store_recovered", &[]),
        _ => {}
    }
    *failing = answers.is_err();
}

fn answer(group: Vec<Delivery>, answers: Result<Vec<Vec<Stored>>, StoreError>) {
    let mut answers = answers.map(Vec::into_iter);
    for Delivery { answer: sender, room, .. } in group {
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
fn write(link: &mut Link, group: &[Delivery], hooks: &[Rule]) -> Done<Vec<Vec<Stored>>> {
    let each = |job: &'_ Delivery| {
        let (received, crowds) = (job.received, job.crowds.clone());
        (0..job.events.len()).map(move |at| Arrival { received, crowd: crowds.get(at).copied().unwrap_or(0) })
    };
    let all: Vec<(&Event, Arrival)> = group.iter().flat_map(|job| job.events.iter().zip(each(job))).collect();
    let stored = match store(link, &all, hooks) {
        // One of them breaks a rule of the schema, which the check should have seen. Alone, each shows which it is.
        Err(fault) if fault.kind == FaultKind::Rule => {
            let each = |one: &(&Event, Arrival)| match store(link, &[*one], hooks) {
                Err(fault) if fault.kind == FaultKind::Rule => Ok(Stored::Refused),
                done => done.map(|stored| stored.first().copied().unwrap_or(Stored::Refused)),
            };
            all.iter().map(each).collect::<Done<Vec<Stored>>>()?
        }
        done => done?,
    };
    let mut stored = stored.into_iter();
    Ok(group.iter().map(|job| stored.by_ref().take(job.events.len()).collect()).collect())
}

/// Stores events, each with the time at which it arrived; one answer for each, in the order given.
fn store(link: &mut Link, all: &[(&Event, Arrival)], hooks: &[Rule]) -> Done<Vec<Stored>> {
    let has = |fits: fn(&Data) -> bool| all.iter().any(|(event, _)| fits(&event.data));
    let access = if has(|data| matches!(data, Data::Erase(_))) {
        Access::Alone
    } else if has(|data| matches!(data, Data::Vote(_))) {
        Access::AddVotes
    } else {
        Access::Add
    };
    link.run(access, |database| {
        let erased = erased(database, all)?;
        let mut stored: Vec<Stored> =
            all.iter().map(|(event, _)| if erased.contains(&key(event)) { Stored::Erased } else { Stored::Duplicate }).collect();
        // In the order of the key, so that no two collectors that were sent the same wait for each other.
        let mut order: Vec<(usize, &(&Event, Arrival))> = all.iter().enumerate().collect();
        order.retain(|(at, (event, _))| stored.get(*at) != Some(&Stored::Erased) && !matches!(event.data, Data::Erase(_)));
        order.sort_by_key(|(_, (event, _))| (&event.site, &event.id));
        let rows: Vec<Row> = order.iter().map(|(_, (event, arrival))| rows::row_of(event, *arrival)).collect();
        let touched = database.execute_each(rows::INSERT, &rows)?;
        let mut new = Vec::new();
        for ((at, event), _) in order.into_iter().zip(touched).filter(|(_, touched)| *touched > 0) {
            if let Some(answer) = stored.get_mut(at) {
                *answer = Stored::Accepted;
            }
            new.push(*event);
        }
        add(database, &new, hooks)?;
        for (at, (event, arrival)) in all.iter().enumerate() {
            if let Data::Erase(wish) = &event.data
                && keeping::erase(database, &event.site, &wish.key, arrival.received / rows::DAY)?
                && let Some(answer) = stored.get_mut(at)
            {
                *answer = Stored::Accepted;
            }
        }
        Ok(stored)
    })
}

/// What belongs to new events beside their rows: words, contact details, sums, and what webhooks are still to be told.
fn add(database: &mut dyn Database, new: &[(&Event, Arrival)], hooks: &[Rule]) -> Done<()> {
    let terms: Vec<Row> = new.iter().flat_map(|(event, _)| rows::terms_of(event)).collect();
    database.execute_each(rows::INSERT_TERM, &terms)?;
    let contacts: Vec<Row> = new.iter().filter_map(|(event, _)| rows::contact_of(event)).collect();
    database.execute_each(rows::INSERT_CONTACT, &contacts)?;
    let mut outgoing: Vec<Row> = Vec::new();
    for hook in hooks {
        let wanted = new.iter().filter(|(event, _)| hook.kinds.is_empty() || hook.kinds.contains(&event.kind()));
        outgoing.extend(wanted.map(|(event, arrival)| row![&hook.name, arrival.received, &event.site, &event.id]));
    }
    database.execute_each("INSERT INTO outgoing (hook, received, site, id) VALUES ($1, $2, $3, $4)", &outgoing)?;
    let mut sums = Sums::default();
    for (event, arrival) in new {
        sums.event(event, rows::day(event, arrival.received));
    }
    let votes: Vec<&Event> = new.iter().map(|(event, _)| *event).filter(|event| matches!(event.data, Data::Vote(_))).collect();
    sums.votes(database, &votes)?;
    sums.write(database)
}

/// Keys of those events whose erase key has been shown.
fn erased(database: &mut dyn Database, all: &[(&Event, Arrival)]) -> Done<BTreeSet<(String, String)>> {
    let mut events: BTreeMap<(String, String), Vec<(String, String)>> = BTreeMap::new();
    for (event, _) in all {
        if let Some(erase_key) = &event.erase_key {
            let hash = keeping::hash(&event.site, erase_key);
            events.entry((event.site.clone(), hash)).or_default().push(key(event));
        }
    }
    let keys: Vec<Row> = events.keys().map(|(site, hash)| row![site, hash]).collect();
    let found = database.query_each("SELECT COUNT(*) FROM erased WHERE site = $1 AND hash = $2", &keys)?;
    let shown = |rows: &Vec<Row>| rows.first().and_then(|row| row.first()).is_some_and(|count: &Value| count.count() > 0);
    Ok(events.into_values().zip(found).filter(|(_, rows)| shown(rows)).flat_map(|(keys, _)| keys).collect())
}

fn key(event: &Event) -> (String, String) {
    (event.site.clone(), event.id.clone())
}
