//! The versions of the store's schema, and the settings of its connection.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// Marks the file as ours: "FAQ1" in ASCII.
const APPLICATION_ID: i32 = 0x4641_5131;
/// How long a connection waits for another one.
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// One step for each version, the first makes version 1. Steps are never changed once released: add another one.
const MIGRATIONS: [&str; 2] = [include_str!("migrations/0001-events.sql"), include_str!("migrations/0002-kinds.sql")];

/// The newest version known here.
const NEWEST: u32 = MIGRATIONS.len() as u32;

/// Brings the store to the newest version, each step in a transaction of its own together with its number.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let open = |error: rusqlite::Error| StoreError::Open { path: path.display().to_string(), reason: error.to_string() };
    connection.busy_timeout(BUSY).map_err(open)?;
    let from = check(connection, path)?;
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
pub(super) fn check(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    let path = || path.display().to_string();
    let open = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::Foreign { path: path() },
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
pub(super) fn tune(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    connection.set_prepared_statement_cache_capacity(8);
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
