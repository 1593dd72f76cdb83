//! Answers in files: consecutive entries together, as many as fit, so that opening an answer loads little and a small FAQ is one file.

use crate::entry::Entry;
use faqlet_engine::answer::{Answer, encode_chunk, encoded_size};

/// Most bytes of answers in a file. A single longer answer has a file of its own.
const LARGEST: usize = 63 * 1024;

/// Answers of consecutive entries.
pub(super) struct Chunk {
    /// Number of the entry that the first answer belongs to.
    pub(super) first: u32,
    /// Number of answers.
    pub(super) count: u32,
    /// The file.
    pub(super) bytes: Vec<u8>,
}

/// The answer files of a language; at least one.
pub(super) fn chunks(entries: &[Entry]) -> Vec<Chunk> {
    // In a file each answer also has a size of at most 3 bytes.
    let sizes: Vec<usize> = entries.iter().map(|entry| encoded_size(&entry.answer) + 3).collect();
    let mut chunks = Vec::new();
    let mut start = 0;
    while start < entries.len() || chunks.is_empty() {
        let mut end = start;
        let mut size = 0;
        while end < entries.len() && (end == start || size + sizes[end] <= LARGEST) {
            size += sizes[end];
            end += 1;
        }
        let answers: Vec<Answer> = entries[start..end].iter().map(|entry| entry.answer.clone()).collect();
        chunks.push(Chunk { first: start as u32, count: (end - start) as u32, bytes: encode_chunk(start as u32, &answers) });
        start = end;
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;
    use faqlet_engine::answer::{AnswerChunk, Block};
    use std::path::Path;

    fn entry(length: usize) -> Entry {
        let text = "x".repeat(length);
        let answer = Answer { blocks: vec![Block::Code { language: String::new(), text }] };
        Entry::new("", "", "", answer, Place::file(Path::new("a.md")))
    }

    #[test]
    fn answers_keep_their_order_over_files_of_bounded_size() {
        let lengths = [10, 30_000, 30_000, 30_000, 200_000, 10, 10];
        let entries: Vec<Entry> = lengths.into_iter().map(entry).collect();
        let chunks = chunks(&entries);
        let shape: Vec<(u32, u32)> = chunks.iter().map(|chunk| (chunk.first, chunk.count)).collect();
        assert_eq!(shape, [(0, 3), (3, 1), (4, 1), (5, 2)]);
        for chunk in &chunks {
            assert!(chunk.bytes.len() <= 64 * 1024 || chunk.count == 1);
            let opened = AnswerChunk::open(&chunk.bytes).unwrap();
            assert_eq!((opened.first(), opened.len()), (chunk.first, chunk.count));
            for number in 0..chunk.count {
                assert_eq!(opened.get(number).unwrap(), entries[(chunk.first + number) as usize].answer);
            }
        }
    }

    #[test]
    fn no_entries_make_one_empty_file() {
        let chunks = chunks(&[]);
        assert_eq!(chunks.len(), 1);
        assert!(AnswerChunk::open(&chunks[0].bytes).unwrap().is_empty());
    }
}
