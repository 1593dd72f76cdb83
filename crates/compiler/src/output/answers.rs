//! Answers in files: consecutive entries together, so that opening an answer loads little and a small FAQ is one file.
//!
//! Every search shows passages of its results, and so loads the files that these are in: in a large FAQ nearly one file a result. The more
//! there is, the smaller a part of it a file holds, as far as the manifest, which names them all, does not grow too large in turn: both
//! grow by the square root. Where a file ends is told by the ids of the entries and not by counting, so that an answer that
//! changes leaves all files but its own as they are. Where an entry comes or goes, the later ones say their numbers anew, for which a patch
//! takes a few bytes.

use crate::entry::Entry;
use faqlet_engine::answer::{Answer, encode_chunk, encoded_size};

/// Most bytes of answers in a file. A single longer answer has a file of its own.
const LARGEST: usize = 63 * 1024;
/// Answers up to so many bytes in all are in files as large as can be: the widget fetches all of them together.
const TOGETHER: usize = 192 * 1024;
/// Usual sizes of files in a larger FAQ, in bytes; powers of two, so that they change only where the FAQ grows fourfold.
const USUAL: std::ops::RangeInclusive<usize> = 4 * 1024..=32 * 1024;

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
    let cut = Cut::of(&sizes);
    let mut chunks = Vec::new();
    let mut start = 0;
    while start < entries.len() || chunks.is_empty() {
        let mut end = start;
        let mut size = 0;
        while end < entries.len() && (end == start || !cut.before(&entries[end].id, size, sizes[end])) {
            size += sizes[end];
            end += 1;
        }
        let answers: Vec<Answer> = entries[start..end].iter().map(|entry| entry.answer.clone()).collect();
        chunks.push(Chunk { first: start as u32, count: (end - start) as u32, bytes: encode_chunk(start as u32, &answers) });
        start = end;
    }
    chunks
}

/// Where files end.
struct Cut {
    /// Most bytes of a file.
    most: usize,
    /// Fewest bytes of a file that ends at an id.
    least: usize,
    /// One id in so many ends a file: a power of two; 0 where none does.
    one_in: u64,
}

impl Cut {
    fn of(sizes: &[usize]) -> Cut {
        let total: usize = sizes.iter().sum();
        if total <= TOGETHER {
            return Cut { most: LARGEST, least: LARGEST, one_in: 0 };
        }
        let usual = (total.isqrt() * 4).next_power_of_two().clamp(*USUAL.start(), *USUAL.end());
        let entries = (usual / 2 / (total / sizes.len()).max(1)).max(1);
        Cut { most: usual * 3 / 2, least: usual / 2, one_in: entries.next_power_of_two() as u64 }
    }

    /// Whether a file that holds `size` bytes ends before the entry of an id, whose answer has `next` bytes.
    fn before(&self, id: &str, size: usize, next: usize) -> bool {
        let told = self.one_in > 0 && size >= self.least && hash(id).is_multiple_of(self.one_in);
        told || size + next > self.most
    }
}

/// FNV-1a with its bits mixed (by the last step of MurmurHash3): ids are chosen by nobody who would gain from where files end.
fn hash(id: &str) -> u64 {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3_u64));
    (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd) >> 33
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
        let lengths = [10, 30_000, 30_000, 30_000, 70_000, 10, 10];
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

    /// In a large FAQ files are small, and an answer that grows or an entry that goes changes few of them.
    #[test]
    fn an_edit_changes_its_own_file_and_leaves_the_others() {
        let faq = |count: usize| -> Vec<Entry> {
            (0..count).map(|number| Entry { id: format!("entry-{number}"), ..entry(300 + number * 7 % 400) }).collect()
        };
        let files = |entries: &[Entry]| -> Vec<Vec<Answer>> {
            let opened = |chunk: &Chunk| AnswerChunk::open(&chunk.bytes).unwrap();
            chunks(entries).iter().map(opened).map(|chunk| (0..chunk.len()).map(|at| chunk.get(at).unwrap()).collect()).collect()
        };
        let before = faq(4_000);
        let whole = files(&before);
        let usual = chunks(&before).iter().map(|chunk| chunk.bytes.len()).sum::<usize>() / whole.len();
        assert!((4_000..12_000).contains(&usual), "{usual} bytes in a file");
        let mut grown = before.clone();
        grown[1_000].answer = entry(4_000).answer;
        let mut fewer = before.clone();
        fewer.remove(2_000);
        for after in [grown, fewer] {
            let changed = files(&after).into_iter().filter(|file| !whole.contains(file)).count();
            assert!((1..=3).contains(&changed), "{changed} of {} files", whole.len());
        }
    }

    #[test]
    fn no_entries_make_one_empty_file() {
        let chunks = chunks(&[]);
        assert_eq!(chunks.len(), 1);
        assert!(AnswerChunk::open(&chunks[0].bytes).unwrap().is_empty());
    }
}
