//! Any language without rules of its own: folded and cut soundly, not stemmed.

use super::super::list::WordList;
use super::{Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &[],
    scripts: &[],
    glue: usual_glue,
    respell: unchanged,
    stem: unchanged,
    function_words: WordList::new(""),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/default.txt"),
};

pub(super) const SYNONYMS: &str = "";
