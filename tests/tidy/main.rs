//! House rules, as tests: what a reader may rely on everywhere in the sources. They read files and cargo's own description of the
//! workspace; nothing needs to be built.

mod content;
mod dependencies;
mod documents;
mod headers;
mod places;
mod shape;
mod source;
