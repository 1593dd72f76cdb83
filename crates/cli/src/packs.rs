//! The encoders of meaning that the command carries inside, for `faqlet build` to put beside the index.

use anyhow::Context;
use faqlet_compiler::Meaning;

const PACKS: [&[u8]; 3] = [
    include_bytes!("../../meaning/packs/latin.fqm"),
    include_bytes!("../../meaning/packs/han.fqm"),
    include_bytes!("../../meaning/packs/arabic.fqm"),
];

/// The encoders.
///
/// # Errors
/// When one of them was not made for this version, which tests rule out.
pub(crate) fn embedded() -> anyhow::Result<Meaning> {
    Meaning::new(PACKS).context("expected packs that fit this command; got others; run `cargo xtask meaning`")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_packs_inside_open() {
        super::embedded().unwrap();
    }
}
