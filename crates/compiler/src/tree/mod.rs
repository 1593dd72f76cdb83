//! Values with the line they stand on, from YAML and from TOML: what front matter and the owner's file are read through, so that every
//! message can name its line.

pub(crate) mod toml;
pub(crate) mod yaml;

/// A value and the line it begins on, from 1 at the start of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) line: u32,
    pub(crate) value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Empty, `~` or `null`.
    Null,
    /// A text, or a number, date or truth value as it was written.
    Text(String),
    List(Vec<Node>),
    Map(Vec<Field>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) key: String,
    /// Line of the key, from 1.
    pub(crate) line: u32,
    pub(crate) node: Node,
}

/// Why a text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Line from 1.
    pub(crate) line: u32,
    /// Completes "got …".
    pub(crate) got: String,
}
