//! The store in one file of the bundled SQLite.

use std::path::Path;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, TransactionBehavior, params_from_iter};

use super::StoreError;
use super::database::{Access, Database, Done, Fault, FaultKind, Row, Value};

/// Marks the file as ours: "FAQ1" in ASCII.
const APPLICATION_ID: i32 = 0x4641_5131;
/// How long a connection waits for another one.
const BUSY: Duration = Duration::from_secs(5);

/// One step for each version, the first makes version 1. Steps are never changed once released: add another one.
const MIGRATIONS: [&str; 3] =
    [include_str!("migrations/0001-events.sql"), include_str!("migrations/0002-kinds.sql"), include_str!("migrations/0003-crowd.sql")];

/// The newest version known here.
const NEWEST: u32 = MIGRATIONS.len() as u32;

/// An open file.
pub(super) struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    /// Opens a file for writing, makes it if there is none, and brings an older one up to date.
    pub(super) fn open(path: &Path) -> Result<Sqlite, StoreError> {
        let open = |error: rusqlite::Error| StoreError::Open { path: path.display().to_string(), reason: error.to_string() };
        let mut connection = Connection::open(path).map_err(open)?;
        migrate(&mut connection, path)?;
        tune(&connection).map_err(open)?;
        Ok(Sqlite { connection })
    }

    /// A connection that cannot write, to a file that must be there.
    pub(super) fn reader(path: &Path) -> Result<Sqlite, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.display().to_string() });
        }
        let open = |error: rusqlite::Error| StoreError::Open { path: path.display().to_string(), reason: error.to_string() };
        // Read-write without create: a reader of a store in WAL mode must be able to make its shared-memory file.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(open)?;
        connection.pragma_update(None, "query_only", true).map_err(open)?;
        connection.busy_timeout(BUSY).map_err(open)?;
        if check(&connection, path)? < NEWEST {
            return Err(StoreError::Older { path: path.display().to_string() });
        }
        Ok(Sqlite { connection })
    }
}

impl Database for Sqlite {
    fn begin(&mut self, access: Access) -> Done<()> {
        let sql = if access == Access::Read { "BEGIN" } else { "BEGIN IMMEDIATE" };
        self.connection.execute_batch(sql).map_err(fault)
    }

    fn commit(&mut self) -> Done<()> {
        self.connection.execute_batch("COMMIT").map_err(fault)
    }

    fn rollback(&mut self) {
        // Some errors (a full disk among them) have rolled back by themselves; then there is nothing left to do.
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn execute_each(&mut self, sql: &'static str, values: &[Row]) -> Done<Vec<u64>> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        let mut run = |row: &Row| statement.execute(params_from_iter(row)).map(|touched| touched as u64).map_err(fault);
        values.iter().map(&mut run).collect()
    }

    fn query_each(&mut self, sql: &'static str, values: &[Row]) -> Done<Vec<Vec<Row>>> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        let width = statement.column_count();
        let mut found = Vec::new();
        for row in values {
            let read = |row: &rusqlite::Row<'_>| (0..width).map(|at| row.get_ref(at).map(value)).collect::<rusqlite::Result<Row>>();
            found.push(statement.query_map(params_from_iter(row), read).and_then(Iterator::collect).map_err(fault)?);
        }
        Ok(found)
    }

    fn reclaim(&mut self) -> Done<()> {
        // Deleted content was overwritten with zeros (`secure_delete`) in the log; the checkpoint brings the zeros into the file and
        // takes the log, with older states of the pages, away.
        // Each step gives back one page, so it must be stepped to its end.
        self.query("PRAGMA incremental_vacuum", Vec::new())?;
        self.finish();
        Ok(())
    }

    fn finish(&mut self) {
        // Gives the file back whole. When it fails (a report is reading) the next opening does it.
        let _ = self.connection.pragma_update(None, "wal_checkpoint", "TRUNCATE");
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) | ValueRef::Blob(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        // No column of ours is a fraction; a sum of damage may be.
        ValueRef::Real(number) => Value::Int(number as i64),
        ValueRef::Null => Value::Null,
    }
}

fn fault(error: rusqlite::Error) -> Fault {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => FaultKind::Rule,
        _ => FaultKind::Other,
    };
    Fault { kind, reason: error.to_string() }
}

/// Brings the store to the newest version, each step in a transaction of its own together with its number.
fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let open = |error: rusqlite::Error| StoreError::Open { path: path.display().to_string(), reason: error.to_string() };
    connection.busy_timeout(BUSY).map_err(open)?;
    let from = check(connection, path)?;
    if from == 0 {
        // Only an empty file takes this: pages of deleted events can then be given back a few at a time.
        connection.pragma_update(None, "auto_vacuum", "INCREMENTAL").map_err(open)?;
    }
    for (number, step) in (1u32..).zip(MIGRATIONS).skip(from as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(open)?;
        // Another process may have taken this step while we waited for the lock.
        if version(&transaction).map_err(open)? < number {
            transaction.execute_batch(step).map_err(open)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(open)?;
            transaction.pragma_update(None, "user_version", number).map_err(open)?;
        }
        transaction.commit().map_err(open)?;
    }
    Ok(())
}

/// The version of the store; 0 for an empty file.
fn check(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    let path = || path.display().to_string();
    let open = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::Foreign { path: path() },
        _ => StoreError::Open { path: path(), reason: error.to_string() },
    };
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(open)?;
    let tables: u32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(open)?;
    if application != APPLICATION_ID && tables > 0 {
        return Err(StoreError::Foreign { path: path() });
    }
    let got = version(connection).map_err(open)?;
    if got > NEWEST { Err(StoreError::Newer { path: path(), got, known: NEWEST }) } else { Ok(got) }
}

/// Settings of the writing connection. `synchronous=FULL` makes a commit wait for the disk: an answer must not outrun it. Memory
/// mapping stays off: a failing disk would then end the process instead of giving an error.
fn tune(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    // Reads what the schema says about the indexes; a store that was just made has not seen it yet. It measures nothing.
    connection.execute_batch("ANALYZE sqlite_schema")?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
