//! A pack or vectors of meaning from anywhere: refused, or harmless. Checksums are made right again, so that the fuzzer gets behind them.
#![no_main]

use std::sync::LazyLock;

use faqlet_fuzz::bound::{within, within_memory};
use faqlet_fuzz::container::Kind;
use faqlet_meaning::{Pack, Vectors, pack, vectors};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

#[path = "../../../crates/meaning/tests/small/mod.rs"]
mod small;

/// Memory of what was opened, in times of its file: a vector may be a single byte, and what is known of it takes twelve.
const MEMORY: u64 = 16;

static GOOD: LazyLock<Pack> = LazyLock::new(|| Pack::open(&small::sample()).expect("the small pack opens"));
static PACK: LazyLock<Kind> = LazyLock::new(|| Kind { name: pack::KIND, samples: vec![small::sample()] });
static VECTORS: LazyLock<Kind> = LazyLock::new(|| {
    let sample = vectors::build(small::entries(), std::slice::from_ref(&*GOOD)).expect("the small pack knows its texts");
    Kind { name: vectors::KIND, samples: vec![sample] }
});

fuzz_target!(init: { PACK.assert_up_to_date(); VECTORS.assert_up_to_date() }, |data: &[u8]| {
    let files = [Some(data.to_vec()), PACK.repaired(data), VECTORS.repaired(data)];
    for file in files.iter().flatten() {
        if let Ok(pack) = within_memory("open a pack", file.len(), MEMORY, || Pack::open(file)) {
            use_pack(&pack);
        }
        if let Ok(vectors) = within_memory("open vectors", file.len(), MEMORY, || Vectors::open(file)) {
            let near = within("near", || vectors.near(&GOOD, small::TEXTS[0], &[]));
            assert!(near.ok().flatten().is_none_or(|near| near.len() == vectors.entries() as usize));
        }
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let kind = if seed.is_multiple_of(2) { &PACK } else { &VECTORS };
    kind.mutate(data, size, max_size, seed / 2)
});

fn use_pack(pack: &Pack) {
    for text in small::TEXTS {
        let Some(vector) = within("encode", || pack.encode(text)) else { continue };
        assert_eq!(vector.numbers().len(), pack.dimensions());
    }
    if let Some(bytes) = vectors::build(small::entries(), std::slice::from_ref(pack)) {
        assert!(Vectors::open(&bytes).is_ok(), "what was written opens");
    }
}
