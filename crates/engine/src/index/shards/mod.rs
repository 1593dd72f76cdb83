//! An index in parts, for knowledge bases that are too large to be loaded whole: `divide` makes the parts, `open` reads them as they come.
//!
//! The *root* is an index with holes: head, labels, synonyms and pins of the whole, and how long everything is on average, but no words, no
//! places and no texts. What it has instead is a table of its shards: *parts* of the dictionary with the places of their terms, divided by
//! stem, so that all forms of a word are together; *cards*, which are ids and questions of neighbouring entries; and *id lists*. A part
//! brings the lengths of all wordings and answers that its places name, and writes them into the tables of the root. So ranking finds
//! everything it reads for the terms that have come, by the same code and with the same numbers as in an index that is one file.
//!
//! Divided by words rather than by entries, because a query then needs a part for each of its words whatever the size of the whole; divided by
//! entries, each query would need all of them (Büttcher, Clarke & Cormack, "Information Retrieval", 2010, section 14.1). The longest lists of
//! places are cut to those that count most (Anh & Moffat, "Pruned query evaluation using pre-computed impacts", 2006).

mod divide;
mod open;
#[cfg(test)]
mod tests;

pub use divide::{Divided, divide};
pub(crate) use open::Shards;

/// Kinds of files.
pub(crate) const ROOT: [u8; 4] = *b"fqrt";
const PART: [u8; 4] = *b"fqpt";
const CARDS: [u8; 4] = *b"fqcd";
const ID_LIST: [u8; 4] = *b"fqid";

/// Entries a card.
pub(crate) const CARD: u32 = 32;
/// About how many ids a list has.
const IDS_A_LIST: u32 = 1_000;
/// Bytes of a shard's name.
const NAME: usize = 8;

/// A file of answers that a card names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswersPart {
    /// Number of the entry that its first answer belongs to.
    pub first: u32,
    /// How many answers it has.
    pub count: u32,
    /// Its size in bytes.
    pub bytes: u32,
    /// What tells its name: the first bytes of its hash.
    pub name: [u8; NAME],
}

/// By what an id is found in the lists: FNV-1a, folded to 32 bits.
fn key(id: &str) -> u32 {
    let hash = id.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3));
    (hash ^ (hash >> 32)) as u32
}

/// The list that a key is in.
fn list_of(key: u32, lists: u32) -> u32 {
    ((u64::from(key) * u64::from(lists)) >> 32) as u32
}
