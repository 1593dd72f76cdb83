//! Packs and vectors that were cut, damaged or forged: refused with a sentence, or harmless. What is random here follows from fixed seeds.

mod small;

use faqlet_engine::Hit;
use faqlet_engine::container::Container;
use faqlet_meaning::{Group, Pack, Refused, Vectors, features, pack, vectors};
use small::{OUTPUTS, TEXTS, entries, file, sample, sections};

/// A number that looks random (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound.max(1)
    }
}

#[test]
fn a_small_pack_opens_and_encodes() {
    let pack = Pack::open(&sample()).unwrap();
    assert_eq!((pack.group(), pack.space(), pack.dimensions()), (Group::Latin, 7, OUTPUTS));
    assert_eq!(pack.encode("where is my parcel").unwrap().numbers().len(), OUTPUTS);
    assert_eq!(pack.encode("ζ"), None);
    assert_eq!(pack.encode(""), None);
}

#[test]
fn the_same_question_is_nearest_to_itself() {
    let pack = Pack::open(&sample()).unwrap();
    let vectors = Vectors::open(&vectors::build(entries(), std::slice::from_ref(&pack)).unwrap()).unwrap();
    assert_eq!(vectors.entries(), 3);
    for (number, text) in TEXTS.iter().enumerate() {
        let near = vectors.near(&pack, text, &[]).unwrap().unwrap();
        assert!(near[number].question > 0.999, "{text}: {near:?}");
    }
    assert_eq!(vectors.near(&pack, "ζ", &[]), Ok(None));
}

#[test]
fn in_a_large_faq_the_nearest_and_those_that_were_found_are_compared_exactly() {
    let pack = Pack::open(&sample()).unwrap();
    let texts: Vec<String> = (0..4_000).map(|number| format!("{} {}", TEXTS[number % 3], TEXTS[(number / 3) % 3])).collect();
    let entries = || texts.iter().map(|text| vectors::Texts { wordings: vec![text.as_str()], passage: "" });
    let all = Vectors::open(&vectors::build(entries(), std::slice::from_ref(&pack)).unwrap()).unwrap();
    let few = Vectors::open(&vectors::build(entries().take(9), std::slice::from_ref(&pack)).unwrap()).unwrap();
    let last = Hit { entry: 3_999, ..Hit::default() };
    for text in TEXTS {
        let exact = few.near(&pack, text, &[]).unwrap().unwrap();
        let near = all.near(&pack, text, std::slice::from_ref(&last)).unwrap().unwrap();
        assert_eq!(near.len(), 4_000);
        assert!(near.iter().filter(|near| near.question > -1.0).count() <= 1_025, "most are not worth a comparison");
        let best = |near: &[vectors::Near]| near.iter().map(|near| near.question).fold(-1.0, f32::max);
        assert!((best(&near) - best(&exact)).abs() < 1e-6, "{text}: the nearest is among them");
        assert!((near[3_999].question - exact[3_999 % 9].question).abs() < 1e-6, "{text}: and so is what was found");
    }
}

#[test]
fn vectors_of_another_training_are_refused_with_what_to_do() {
    let pack = Pack::open(&sample()).unwrap();
    let other = Pack::open(&file(pack::KIND, &sections(8))).unwrap();
    let vectors = Vectors::open(&vectors::build(entries(), std::slice::from_ref(&pack)).unwrap()).unwrap();
    let refused = vectors.near(&other, "parcel", &[]).unwrap_err();
    assert_eq!(refused, Refused::Space { expected: 7, got: 8 });
    assert_eq!(
        refused.to_string(),
        "expected a meaning pack of training 00000007, got 00000008; build the files again with `faqlet build`"
    );
}

#[test]
fn a_pack_for_other_features_is_refused_by_name() {
    let mut sections = sections(7);
    sections[0].1[0] = features::VERSION as u8 + 1;
    let refused = Pack::open(&file(pack::KIND, &sections)).unwrap_err();
    assert_eq!(refused, Refused::Features { expected: features::VERSION, got: features::VERSION + 1 });
}

#[test]
fn what_was_cut_or_changed_in_any_byte_is_refused() {
    let pack = Pack::open(&sample()).unwrap();
    let vectors = vectors::build(entries(), std::slice::from_ref(&pack)).unwrap();
    for (file, open) in
        [(sample(), (|bytes| Pack::open(bytes).is_err()) as fn(&[u8]) -> bool), (vectors, |bytes| Vectors::open(bytes).is_err())]
    {
        for at in 0..file.len() {
            assert!(open(&file[..at]), "cut at {at}");
            let mut changed = file.clone();
            changed[at] ^= 1 << (at % 8);
            assert!(open(&changed), "byte {at}");
        }
    }
}

#[test]
fn forged_sections_with_right_checksums_are_refused_or_harmless() {
    let (sound, mut dice) = (sections(7), Dice(0x5EED));
    let good = Pack::open(&sample()).unwrap();
    for _ in 0..4_000 {
        let mut forged = sound.clone();
        let bytes = &mut forged[dice.below(sound.len())].1;
        for _ in 0..1 + dice.below(3) {
            let at = dice.below(bytes.len());
            match dice.below(4) {
                0 if at < bytes.len() => drop(bytes.remove(at)),
                1 => bytes.insert(at, dice.below(256) as u8),
                _ => bytes[at] = dice.below(256) as u8,
            }
        }
        if let Ok(pack) = Pack::open(&file(pack::KIND, &forged)) {
            let _ = pack.encode("how do I get my parcel");
            if let Some(bytes) = vectors::build(entries(), std::slice::from_ref(&pack)) {
                let _ = Vectors::open(&bytes).unwrap().near(&good, "parcel", &[]);
            }
        }
    }
}

#[test]
fn forged_vectors_are_refused_or_harmless() {
    let pack = Pack::open(&sample()).unwrap();
    let sound = vectors::build(entries(), std::slice::from_ref(&pack)).unwrap();
    let container = Container::open(&sound, vectors::KIND).unwrap();
    let tags = [*b"head", *b"coun", *b"vecs"];
    let sound: Vec<_> = tags.iter().map(|tag| (*tag, container.section(*tag).unwrap().to_vec())).collect();
    let mut dice = Dice(0xD1CE);
    for _ in 0..4_000 {
        let mut forged = sound.clone();
        let bytes = &mut forged[dice.below(3)].1;
        let at = dice.below(bytes.len());
        bytes[at] = dice.below(256) as u8;
        if let Ok(vectors) = Vectors::open(&file(vectors::KIND, &forged)) {
            let _ = vectors.near(&pack, "how do I get my parcel", &[]);
        }
    }
}
