//! The store in PostgreSQL, or in an engine that speaks its protocol. Several collectors may write to one database.

use std::collections::HashMap;
use std::str::FromStr;
use std::time::Duration;

use futures_util::future::try_join_all;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Statement};

use super::database::{Access, Database, Done, Fault, FaultKind, Row, Value};
use super::{StoreError, postgres_tls};

/// How long to wait for the server.
const CONNECT: Duration = Duration::from_secs(5);
/// The newest version of the schema known here.
const NEWEST: u32 = 3;
/// The schema; the versions have the numbers of SQLite's.
const SCHEMA: &str = include_str!("migrations/postgres.sql");

/// One step for each version after the second, which was the first that servers had.
const STEPS: [&str; 1] = ["ALTER TABLE event ADD COLUMN crowd BIGINT; \
     CREATE INDEX event_vote ON event (site, day) WHERE kind = 'vote'; \
     CREATE INDEX event_gap ON event (site, day) WHERE kind = 'noresult'; \
     DROP VIEW standing_vote; \
     CREATE VIEW standing_vote AS SELECT vote.* FROM event AS vote WHERE vote.kind = 'vote' AND NOT EXISTS (SELECT 1 FROM event AS later \
     WHERE later.site = vote.site AND later.replaces = vote.id AND later.kind = 'vote' AND later.entry = vote.entry); \
     INSERT INTO faqlet_schema (version) VALUES (3)"];
/// The version before the first of them.
const FIRST_STEP: u32 = 2;

/// Keys of the advisory locks, by what they guard: the schema, deleting beside adding, and which votes count.
const LOCK_SCHEMA: &str = "SELECT pg_advisory_xact_lock(70657949)";
const LOCK_SHARED: &str = "SELECT pg_advisory_xact_lock_shared(70657950)";
const LOCK_ALONE: &str = "SELECT pg_advisory_xact_lock(70657950)";
const LOCK_VOTES: &str = "SELECT pg_advisory_xact_lock(70657951)";

/// A connection. Everything happens inside `block_on`, so it must not be used on a thread of another runtime.
pub(super) struct Postgres {
    runtime: Runtime,
    client: Client,
    prepared: HashMap<&'static str, Statement>,
}

/// Whether the place of a store is a server's address.
pub(super) fn is_address(place: &str) -> bool {
    place.starts_with("postgres://") || place.starts_with("postgresql://")
}

/// The address without its password: what may stand in an error or a log.
pub(super) fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    // Only what stands before the path can be a password; an `@` further behind belongs to something else.
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let shown = match authority.rsplit_once('@') {
        Some((user, host)) => [user.split(':').next().unwrap_or_default(), "@", host].concat(),
        None => authority.to_owned(),
    };
    // A password may also be a parameter.
    [scheme, "://", &shown, tail.split('?').next().unwrap_or_default()].concat()
}

impl Postgres {
    /// Connects for writing and makes the tables where there are none.
    pub(super) fn open(address: &str) -> Result<Postgres, StoreError> {
        let mut opened = Postgres::connect(address)?;
        opened.migrate(address)?;
        Ok(opened)
    }

    /// Connects for reading to a store that must be there.
    pub(super) fn reader(address: &str) -> Result<Postgres, StoreError> {
        let mut opened = Postgres::connect(address)?;
        let version = opened.version().map_err(|fault| refused(address, &fault.reason))?;
        check(address, version)?;
        if version == 0 {
            return Err(StoreError::Missing { path: without_password(address) });
        }
        opened.batch("SET default_transaction_read_only = on").map_err(|fault| refused(address, &fault.reason))?;
        Ok(opened)
    }

    fn connect(address: &str) -> Result<Postgres, StoreError> {
        let parted = postgres_tls::part(address).map_err(|reason| refused(address, &reason))?;
        let mut config = Config::from_str(&parted.address).map_err(|error| refused(address, &error.to_string()))?;
        config.application_name("faqlet").connect_timeout(CONNECT).keepalives_idle(Duration::from_secs(30));
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| refused(address, &error.to_string()))?;
        let connected = runtime.block_on(async {
            let client = match parted.tls {
                Some(tls) => {
                    let (client, connection) = config.connect(tls).await?;
                    tokio::spawn(connection);
                    client
                }
                None => {
                    let (client, connection) = config.connect(NoTls).await?;
                    tokio::spawn(connection);
                    client
                }
            };
            // A commit waits for the disk, whatever the server's default: an answer must not outrun it.
            client.batch_execute("SET synchronous_commit = on; SET client_min_messages = warning").await?;
            Ok(client)
        });
        let client = connected.map_err(|error: tokio_postgres::Error| refused(address, &reason(&error)))?;
        Ok(Postgres { runtime, client, prepared: HashMap::new() })
    }

    fn migrate(&mut self, address: &str) -> Result<(), StoreError> {
        let open = |fault: Fault| refused(address, &fault.reason);
        self.batch("BEGIN").map_err(open)?;
        self.batch(LOCK_SCHEMA).map_err(open)?;
        let version = self.version().map_err(open)?;
        check(address, version)?;
        if version == 0 {
            self.batch(SCHEMA).map_err(open)?;
        } else {
            for step in STEPS.iter().skip(version.saturating_sub(FIRST_STEP) as usize) {
                self.batch(step).map_err(open)?;
            }
        }
        self.batch("COMMIT").map_err(open)
    }

    /// The version of the schema; 0 where there is none.
    fn version(&mut self) -> Done<u32> {
        let found =
            self.query("SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'faqlet_schema'", Vec::new())?;
        if found.first().and_then(|row| row.first()).is_none_or(|count| count.count() == 0) {
            return Ok(0);
        }
        let found = self.query("SELECT CAST(MAX(version) AS BIGINT) FROM faqlet_schema", Vec::new())?;
        Ok(found.first().and_then(|row| row.first()).map_or(0, |version| u32::try_from(version.count()).unwrap_or(u32::MAX)))
    }

    fn batch(&mut self, sql: &str) -> Done<()> {
        self.runtime.block_on(self.client.batch_execute(sql)).map_err(|error| fault(&error))
    }

    fn prepared(&mut self, sql: &'static str) -> Done<Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.runtime.block_on(self.client.prepare(sql)).map_err(|error| fault(&error))?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }
}

impl Database for Postgres {
    fn begin(&mut self, access: Access) -> Done<()> {
        let locks: &[&str] = match access {
            Access::Read => &["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"],
            Access::Add => &["BEGIN", LOCK_SHARED],
            // Always in this order, so that no two collectors wait for each other.
            Access::AddVotes => &["BEGIN", LOCK_SHARED, LOCK_VOTES],
            Access::Alone => &["BEGIN", LOCK_ALONE],
        };
        self.batch(&locks.join("; "))
    }

    fn commit(&mut self) -> Done<()> {
        self.batch("COMMIT")
    }

    fn rollback(&mut self) {
        let _ = self.batch("ROLLBACK");
    }

    fn execute_each(&mut self, sql: &'static str, values: &[Row]) -> Done<Vec<u64>> {
        let statement = self.prepared(sql)?;
        // All of them are on their way before the first is answered: one round trip for the lot.
        let runs = values.iter().map(|row| self.client.execute_raw(&statement, row));
        self.runtime.block_on(try_join_all(runs)).map_err(|error| fault(&error))
    }

    fn query_each(&mut self, sql: &'static str, values: &[Row]) -> Done<Vec<Vec<Row>>> {
        let statement = self.prepared(sql)?;
        let runs = values.iter().map(|row| async {
            let values: Vec<&(dyn ToSql + Sync)> = row.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
            self.client.query(&statement, &values).await
        });
        let found = self.runtime.block_on(try_join_all(runs)).map_err(|error| fault(&error))?;
        let read = |row: &tokio_postgres::Row| (0..row.len()).map(|at| row.try_get(at)).collect::<Result<Row, _>>();
        found.iter().map(|rows| rows.iter().map(read).collect::<Result<Vec<Row>, _>>().map_err(|error| fault(&error))).collect()
    }

    fn reclaim(&mut self) -> Done<()> {
        self.batch("VACUUM event")?;
        self.batch("VACUUM search_term")?;
        self.batch("VACUUM contact")
    }

    fn finish(&mut self) {}
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => number.to_sql(kind, out),
            Value::Text(text) => text.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::INT8 || *kind == Type::TEXT
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Value, Box<dyn std::error::Error + Sync + Send>> {
        if *kind == Type::INT8 { i64::from_sql(kind, raw).map(Value::Int) } else { String::from_sql(kind, raw).map(Value::Text) }
    }

    fn from_sql_null(_: &Type) -> Result<Value, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::INT8 || <String as FromSql<'_>>::accepts(kind)
    }
}

fn check(address: &str, got: u32) -> Result<(), StoreError> {
    if got > NEWEST { Err(StoreError::Newer { path: without_password(address), got, known: NEWEST }) } else { Ok(()) }
}

fn refused(address: &str, reason: &str) -> StoreError {
    StoreError::Connect { address: without_password(address), reason: reason.to_owned() }
}

/// The library's own words leave out what the server said.
fn reason(error: &tokio_postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(said), _) => said.message().to_owned(),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}

fn fault(error: &tokio_postgres::Error) -> Fault {
    let again = [
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
    ];
    let kind = match error.code() {
        None => FaultKind::Again,
        Some(code) if again.contains(code) => FaultKind::Again,
        Some(code) if code.code().starts_with("23") => FaultKind::Rule,
        Some(_) => FaultKind::Other,
    };
    Fault { kind, reason: reason(error) }
}
