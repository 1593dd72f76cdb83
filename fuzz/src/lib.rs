//! What the fuzz targets share: bounds on time and memory, repairing and mutating files, texts from all corners of Unicode, small
//! FAQs in several languages, and properties that several targets assert.
//!
//! A target is a file in `src/bin`; `corpus/<target>/` holds its seeds and every input that has ever failed. The lists of options are in
//! `xtask/src/test/fuzz.rs`.

pub mod bound;
pub mod container;
pub mod dice;
pub mod property;
pub mod sample;
pub mod text;
