//! A large language in shards: the parts of its index and small files of answers, named by the root and its cards instead of the manifest.

use super::Files;
use super::hash::short_hash;
use super::languages::Language;
use faqlet_engine::answer::{encode_chunk, encoded_size};
use faqlet_engine::{AnswersPart, Engine, divide};

/// Entries a card of the engine: a file of answers stays within one.
const CARD: usize = 32;
/// Most answers in a file, and the bytes after which it ends.
const ANSWERS: usize = 8;
const BYTES: usize = 4 * 1024;

/// What was added.
pub(super) struct Added {
    /// The root, in place of the index.
    pub(super) root: Vec<u8>,
    /// Size of all shards, in bytes.
    pub(super) shard_bytes: usize,
    /// Size of all files of answers, in bytes.
    pub(super) bytes: usize,
}

/// Brings the entries of a category together: neighbours share cards and files of answers, and the categories of all entries make few bytes.
pub(super) fn order(language: &mut Language) {
    language.entries.sort_by(|a, b| a.category.cmp(&b.category));
}

/// Divides an index and adds all but its root to the files. `None` where it stays one file. With `keep`, service workers keep all of it.
pub(super) fn add(language: &Language, index: &[u8], keep: bool, files: &mut Files) -> Option<Added> {
    let engine = Engine::open(index).ok()?;
    let (parts, bytes) = answers(language, keep, files);
    let mut divided = divide(&engine, &parts)?;
    let (mut names, mut shard_bytes) = (Vec::new(), 0);
    for shard in std::mem::take(&mut divided.shards) {
        shard_bytes += shard.len();
        names.push(name(&shard));
        add_file(&format!("shard.{}", language.tag), "fqs", shard, keep, files);
    }
    Some(Added { root: divided.root(&names), shard_bytes, bytes })
}

fn answers(language: &Language, keep: bool, files: &mut Files) -> (Vec<AnswersPart>, usize) {
    let (mut parts, mut bytes, mut start) = (Vec::new(), 0, 0);
    while start < language.entries.len() {
        let (mut end, mut size) = (start, 0);
        while end < language.entries.len() && end < start + ANSWERS && (end == start || !end.is_multiple_of(CARD)) && size < BYTES {
            size += encoded_size(&language.entries[end].answer);
            end += 1;
        }
        let answers: Vec<_> = language.entries[start..end].iter().map(|entry| entry.answer.clone()).collect();
        let file = encode_chunk(start as u32, &answers);
        bytes += file.len();
        parts.push(AnswersPart { first: start as u32, count: (end - start) as u32, bytes: file.len() as u32, name: name(&file) });
        add_file(&format!("answers.{}", language.tag), "fqa", file, keep, files);
        start = end;
    }
    (parts, bytes)
}

fn add_file(stem: &str, ending: &str, bytes: Vec<u8>, keep: bool, files: &mut Files) {
    let name = files.add_hashed(stem, ending, bytes);
    if !keep {
        files.leave_online(&name);
    }
}

/// The bytes that the hash in a file's name is written from.
fn name(bytes: &[u8]) -> [u8; 8] {
    u64::from_str_radix(&short_hash(bytes), 16).unwrap_or_default().to_be_bytes()
}
