//! One face for both databases. Statements are written so that SQLite and PostgreSQL read them alike: values are `$1`, `$2`, … in the
//! order in which they first occur, numbers are 64 bits wide, sums are cast back to that.

use std::fmt;

/// A value on its way to or from a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Int(i64),
    Text(String),
}

/// The values of a row, in the order of the query.
pub(super) type Row = Vec<Value>;

/// What a transaction is going to do, which decides about locks. SQLite has one writer at a time anyway; in PostgreSQL several
/// collectors may write at once, and these locks keep their sums exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// See one moment of the store and change nothing.
    Read,
    /// Add events, beside other collectors that do.
    Add,
    /// Add events with votes among them: whether a vote counts depends on other votes, so one collector at a time.
    AddVotes,
    /// Delete or count anew: alone.
    Alone,
}

/// Why a database does not do as it is told.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    pub(super) reason: String,
}

/// What kind of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// A value breaks a rule of the schema.
    Rule,
    /// The connection is gone, or another transaction was in the way: the same again may well succeed.
    Again,
    /// Anything else: the disk is full, or read-only.
    Other,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

pub(super) type Done<T> = Result<T, Fault>;

/// A connection to a database.
pub(super) trait Database: Send {
    /// Begins a transaction.
    fn begin(&mut self, access: Access) -> Done<()>;

    /// Ends it; what was done is on disk.
    fn commit(&mut self) -> Done<()>;

    /// Ends it; nothing was done.
    fn rollback(&mut self);

    /// Runs one statement once for each row of values; says how many rows of the table each of them touched.
    fn execute_each(&mut self, sql: &'static str, values: &[Row]) -> Done<Vec<u64>>;

    /// Runs one query once for each row of values; all the rows that each of them found.
    fn query_each(&mut self, sql: &'static str, values: &[Row]) -> Done<Vec<Vec<Row>>>;

    /// Gives back the space of what was deleted, and lets nothing of it stand in files.
    fn reclaim(&mut self) -> Done<()>;

    /// The last thing before the connection closes.
    fn finish(&mut self);

    /// Runs one statement once.
    fn execute(&mut self, sql: &'static str, values: Row) -> Done<u64> {
        Ok(self.execute_each(sql, &[values])?.first().copied().unwrap_or(0))
    }

    /// Runs one query once.
    fn query(&mut self, sql: &'static str, values: Row) -> Done<Vec<Row>> {
        Ok(self.query_each(sql, &[values])?.pop().unwrap_or_default())
    }
}

/// Runs `work` in a transaction. When it fails nothing of it was done.
pub(super) fn transaction<T>(database: &mut dyn Database, access: Access, work: impl FnOnce(&mut dyn Database) -> Done<T>) -> Done<T> {
    database.begin(access)?;
    match work(database).and_then(|result| database.commit().map(|()| result)) {
        Ok(result) => Ok(result),
        Err(fault) => {
            database.rollback();
            Err(fault)
        }
    }
}

impl Value {
    pub(super) fn text(self) -> String {
        match self {
            Value::Text(text) => text,
            Value::Int(number) => number.to_string(),
            Value::Null => String::new(),
        }
    }

    /// A number that cannot be negative: a sum, a count, a day.
    pub(super) fn count(&self) -> u64 {
        match self {
            Value::Int(number) => u64::try_from(*number).unwrap_or(0),
            Value::Text(_) | Value::Null => 0,
        }
    }

    pub(super) fn int(&self) -> i64 {
        match self {
            Value::Int(number) => *number,
            Value::Text(_) | Value::Null => 0,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Int(i64::from(number))
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Int(i64::from(yes))
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// A row of values of several types.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::database::Value::from($value)),*] };
}
pub(super) use row;

/// The columns of a row, from the first on, whatever they are; missing ones are null.
pub(super) fn columns<const N: usize>(row: Row) -> [Value; N] {
    let mut values = row.into_iter();
    std::array::from_fn(|_| values.next().unwrap_or(Value::Null))
}
