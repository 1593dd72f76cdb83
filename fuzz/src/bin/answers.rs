//! A chunk of answers from anywhere: it is refused, or each answer is refused or comes back from its own bytes. Nothing nests deeper than
//! is safe to draw.
#![no_main]

use std::sync::LazyLock;

use faqlet_engine::answer::{Answer, AnswerChunk, Block, encode_chunk, encoded_size};
use faqlet_fuzz::bound::{within, within_memory};
use faqlet_fuzz::container::Kind;
use faqlet_fuzz::{property, sample};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// Memory of an answer's tree, in times of its file: a byte may be a block, and a list has room for twice as many.
const MEMORY: u64 = 2 * size_of::<Block>() as u64 + 16;

static CHUNK: LazyLock<Kind> = LazyLock::new(|| Kind { name: *b"fqan", samples: sample::chunks() });

fuzz_target!(init: CHUNK.assert_up_to_date(), |data: &[u8]| {
    if let Ok(chunk) = within("open as it is", || AnswerChunk::open(data)) {
        use_it(&chunk, data.len());
    }
    if let Some(file) = CHUNK.repaired(data)
        && file != data
        && let Ok(chunk) = within_memory("open repaired", file.len(), 6, || AnswerChunk::open(&file))
    {
        use_it(&chunk, file.len());
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { CHUNK.mutate(data, size, max_size, seed) });

fn use_it(chunk: &AnswerChunk, size: usize) {
    assert!(chunk.get(chunk.len()).is_err() && chunk.first().checked_add(chunk.len()).is_some());
    for number in 0..chunk.len().min(16) {
        if let Ok(answer) = within_memory("read an answer", size, MEMORY, || chunk.get(number)) {
            check(&answer);
        }
    }
}

fn check(answer: &Answer) {
    let (mut blocks, mut inlines) = (0, 0);
    property::blocks(answer, &mut |block| {
        blocks += 1;
        if let Block::Heading { level, .. } = block {
            assert!((1..=6).contains(level), "a heading of level {level}");
        }
    });
    property::inlines(answer, &mut |_| inlines += 1);
    assert!(blocks + inlines <= encoded_size(answer), "a node takes a byte at least");
    let text = within("text", || answer.text());
    assert_eq!(text, text.trim_end());
    let again = AnswerChunk::open(&encode_chunk(3, std::slice::from_ref(answer))).expect("what was written opens");
    assert_eq!((again.first(), again.len()), (3, 1));
    assert_eq!(again.get(0).as_ref(), Ok(answer), "not the same after writing and reading");
}
