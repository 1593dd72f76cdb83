//! Released formats stay readable.
