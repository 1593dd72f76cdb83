//! A pack so small that every byte of it can be changed, and entries to make vectors of; the fuzz target `meaning` starts from it too.

use faqlet_engine::codec;
use faqlet_engine::container::Writer;
use faqlet_meaning::{features, pack, vectors};

const WIDTH: usize = 3;
const HIDDEN: usize = 2;
/// Numbers of a vector.
pub(crate) const OUTPUTS: usize = 4;

/// The sections of a small pack that knows the words of `TEXTS`.
pub(crate) fn sections(space: u32) -> Vec<([u8; 4], Vec<u8>)> {
    let mut known: Vec<u32> = TEXTS.iter().flat_map(|text| features::features(text)).collect();
    known.sort_unstable();
    known.dedup();
    let mut head = codec::Writer::new();
    head.u32(features::VERSION);
    head.u32(space);
    head.str("latin");
    [known.len(), WIDTH, 4, HIDDEN, OUTPUTS].into_iter().for_each(|value| head.u32(value as u32));
    let mut steps = codec::Writer::new();
    let before = std::iter::once(0).chain(known.iter().copied());
    before.zip(&known).for_each(|(before, feature)| steps.u32(feature - before));
    let mut scales: Vec<u8> = (0..256u32).flat_map(|number| (number as f32 / 256.0).to_le_bytes()).collect();
    scales.extend(known.iter().map(|feature| *feature as u8 | 1));
    let rows = known.iter().flat_map(|feature| feature.wrapping_mul(0x9E37_79B9).to_le_bytes().into_iter().take(2)).collect();
    let layer = |inputs: usize, outputs: usize| {
        let mut bytes: Vec<u8> = (0..inputs * outputs).map(|number| (number * 37 + 11) as u8).collect();
        (0..outputs).for_each(|_| bytes.extend_from_slice(&0.01f32.to_le_bytes()));
        (0..outputs).for_each(|number| bytes.extend_from_slice(&(number as f32 * 0.1).to_le_bytes()));
        bytes
    };
    vec![
        (*b"head", head.finish()),
        (*b"feat", steps.finish()),
        (*b"scal", scales),
        (*b"rows", rows),
        (*b"hidd", layer(WIDTH, HIDDEN)),
        (*b"outp", layer(HIDDEN + WIDTH, OUTPUTS)),
    ]
}

/// What the pack knows the words of.
pub(crate) const TEXTS: [&str; 3] = ["how do I get my money back", "where is my parcel", "I cannot log in"];

/// Sections in an envelope whose checksums are right.
pub(crate) fn file(kind: [u8; 4], sections: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    sections.iter().fold(Writer::new(kind), |writer, (tag, bytes)| writer.section(*tag, bytes.clone())).finish()
}

/// The pack.
pub(crate) fn sample() -> Vec<u8> {
    file(pack::KIND, &sections(7))
}

/// What vectors are made of.
pub(crate) fn entries() -> impl Iterator<Item = vectors::Texts<'static>> {
    TEXTS.into_iter().map(|text| vectors::Texts { wordings: vec![text, "money"], passage: "your parcel" })
}
