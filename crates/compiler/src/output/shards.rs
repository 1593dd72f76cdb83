//! A large language in shards: the parts of its index and small files of answers, named by the root and its cards instead of the manifest.

use super::Files;
use super::hash::short_hash;
use super::languages::Language;
use super::manifest::DataFile;
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
    /// The list of all of them, where service workers keep them.
    pub(super) kept: Option<DataFile>,
}

/// A line of that list.
#[derive(serde::Serialize, serde::Deserialize)]
struct Row {
    file: String,
    bytes: usize,
}

/// The names in such a list; none in what is no list.
pub(super) fn names(list: &[u8]) -> Vec<String> {
    let rows: Vec<Row> = serde_json::from_slice(list).unwrap_or_default();
    rows.into_iter().map(|row| row.file).collect()
}

/// Brings the entries of a category together: neighbours share cards and files of answers, and the categories of all entries make few bytes.
pub(super) fn order(language: &mut Language) {
    language.entries.sort_by(|a, b| a.category.cmp(&b.category));
}

/// Divides an index and adds all but its root to the files. `None` where it stays one file. With `keep`, service workers keep all of it.
pub(super) fn add(language: &Language, index: &[u8], keep: bool, files: &mut Files) -> Option<Added> {
    let engine = Engine::open(index).ok()?;
    let (parts, chunks) = answers(language);
    let mut divided = divide(&engine, &parts)?;
    let shards = std::mem::take(&mut divided.shards);
    let names: Vec<[u8; 8]> = shards.iter().map(|shard| name(shard)).collect();
    let size = |files: &[Vec<u8>]| files.iter().map(Vec::len).sum();
    let (shard_bytes, bytes) = (size(&shards), size(&chunks));
    let mut rows = Vec::new();
    for (stem, ending, all) in [("shard", "fqs", shards), ("answers", "fqa", chunks)] {
        for file in all {
            let bytes = file.len();
            let file = files.add_hashed(&format!("{stem}.{}", language.tag), ending, file);
            if !keep {
                files.leave_online(&file);
            }
            rows.push(Row { file, bytes });
        }
    }
    let list = || files.add_data(&format!("shards.{}", language.tag), "json", serde_json::to_vec(&rows).unwrap_or_default());
    let kept = keep.then(list);
    Some(Added { root: divided.root(&names), shard_bytes, bytes, kept })
}

/// The files of answers.
fn answers(language: &Language) -> (Vec<AnswersPart>, Vec<Vec<u8>>) {
    let (mut parts, mut files, mut start) = (Vec::new(), Vec::new(), 0);
    while start < language.entries.len() {
        let (mut end, mut size) = (start, 0);
        while end < language.entries.len() && end < start + ANSWERS && (end == start || !end.is_multiple_of(CARD)) && size < BYTES {
            size += encoded_size(&language.entries[end].answer);
            end += 1;
        }
        let answers: Vec<_> = language.entries[start..end].iter().map(|entry| entry.answer.clone()).collect();
        let file = encode_chunk(start as u32, &answers);
        parts.push(AnswersPart { first: start as u32, count: (end - start) as u32, bytes: file.len() as u32, name: name(&file) });
        files.push(file);
        start = end;
    }
    (parts, files)
}

/// The bytes that the hash in a file's name is written from.
fn name(bytes: &[u8]) -> [u8; 8] {
    u64::from_str_radix(&short_hash(bytes), 16).unwrap_or_default().to_be_bytes()
}
