//! What the whole-product tests share: where the built files are, the `faqlet` command and server, and a browser.
//!
//! The tests look at the very files that are shipped. `cargo xtask test` builds them and says where they are; a plain
//! `cargo test -p faqlet-tests` finds them where `cargo xtask test` and `cargo xtask demo` leave them.

pub mod browser;
pub mod built;
pub mod engine;
pub mod leak;
pub mod proxy;
pub mod schema;
pub mod server;
pub mod widget;

/// What every helper returns: tests say what they expect in the error, and the harness prints it.
pub type Result<T = ()> = anyhow::Result<T>;
