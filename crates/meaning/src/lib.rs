//! A small sentence encoder: texts that mean the same get near vectors, also where they share no word, also across languages.
//!
//! Pure: no I/O, no clock, no browser. The owner's machine encodes an FAQ's questions with the very code that encodes a visitor's query
//! in the browser, and both get the same numbers: sums run in a fixed order and use nothing but +, ×, ÷ and the square root, which IEEE 754
//! defines to the bit.
//!
//! [`Pack`] turns a text into a [`Vector`], [`vectors::build`] makes an FAQ's file of them, [`Vectors::near`] compares, and [`join`] makes
//! one list of that and of what word search found.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod features;
mod foreign;
mod fuse;
mod group;
pub mod pack;
mod refused;
mod vector;
pub mod vectors;

pub use foreign::is_foreign;
pub use fuse::{Asked, LOOKED_AT, fuse, join};
pub use group::Group;
pub use pack::Pack;
pub use refused::Refused;
pub use vector::Vector;
pub use vectors::Vectors;
