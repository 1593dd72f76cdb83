//! Why bytes could not be opened, or entries not be built: what was expected, what came, what to do.

use thiserror::Error;

/// Why a file was refused. The text is for the person in front of it: it ends in what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The first bytes are not those of a Faqlet file.
    #[error("expected a Faqlet file, got something else; check that the address leads to a file made by `faqlet build`")]
    NotOurs,
    /// A Faqlet file of another kind, e.g. answers where the index is expected.
    #[error("expected a Faqlet file of kind {}, got kind {}; check which file the address names", .expected.escape_ascii(), .got.escape_ascii())]
    WrongKind {
        /// The kind asked for.
        expected: [u8; 4],
        /// The kind in the file.
        got: [u8; 4],
    },
    /// The file was made by a newer Faqlet with another format.
    #[error("expected format {supported}, got the newer format {got}; update the Faqlet files of this site together")]
    Newer {
        /// Major version in the file.
        got: u16,
        /// Newest major version this reader knows.
        supported: u16,
    },
    /// The file was made with a format that is no longer, or was never, read.
    #[error("expected format {supported}, got format {got}; build the files again with `faqlet build`")]
    Older {
        /// Major version in the file.
        got: u16,
        /// Oldest major version this reader knows.
        supported: u16,
    },
    /// The file has another length than it says of itself.
    #[error("expected {expected} bytes, got {got}; the file was cut or joined on its way: load it again")]
    Length {
        /// Length in the header, or the least a file can have.
        expected: usize,
        /// Length of the bytes given.
        got: usize,
    },
    /// The checksum of the header or of a section does not fit its bytes.
    #[error("expected checksum {expected:08x} for part {}, got {got:08x}; the file was damaged on its way: load it again", .tag.escape_ascii())]
    Checksum {
        /// The section's tag, or `head`.
        tag: [u8; 4],
        /// Checksum in the file.
        expected: u32,
        /// Checksum of the bytes given.
        got: u32,
    },
    /// A section that a reader needs is not there.
    #[error("expected a part {}, got a file without it; build the files again with `faqlet build`", .tag.escape_ascii())]
    Missing {
        /// The section's tag.
        tag: [u8; 4],
    },
    /// Checksums are right but the content makes no sense: written by something that is not Faqlet.
    #[error("part {section}, byte {offset}: expected {expected}, got something else; build the files again with `faqlet build`")]
    Malformed {
        /// The section, in words.
        section: &'static str,
        /// Byte offset in the section.
        offset: usize,
        /// Completes "expected …".
        expected: &'static str,
    },
}

impl OpenError {
    /// Whether the file is newer than this reader: loading matching files helps, loading the same again does not.
    #[must_use]
    pub fn is_newer(&self) -> bool {
        matches!(self, Self::Newer { .. })
    }
}
