//! Why a pack or a file of vectors was refused: what was expected, what came, what to do.

use core::fmt;

use faqlet_engine::OpenError;

/// Why bytes were refused. Word search does not need them and goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// They are not what they should be, were cut or damaged.
    Bytes(OpenError),
    /// A pack for another way from text to features.
    Features {
        /// Version that this library has.
        expected: u32,
        /// Version in the pack.
        got: u32,
    },
    /// Pack and vectors come from different trainings.
    Space {
        /// Number of the training in the vectors.
        expected: u32,
        /// Number of the training in the pack.
        got: u32,
    },
}

impl From<OpenError> for Refused {
    fn from(error: OpenError) -> Self {
        Self::Bytes(error)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(error) => error.fmt(f),
            Self::Features { expected, got } => {
                write!(f, "expected a meaning pack for features {expected}, got one for {got}; build the files again with `faqlet build`")
            }
            Self::Space { expected, got } => {
                write!(f, "expected a meaning pack of training {expected:08x}, got {got:08x}; build the files again with `faqlet build`")
            }
        }
    }
}

impl core::error::Error for Refused {}
