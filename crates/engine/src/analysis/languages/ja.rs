//! TEMPORARY
use super::super::character::Class;
use super::{Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["ja"],
    scripts: &[Class::Han, Class::Hiragana, Class::Katakana],
    glue: usual_glue,
    respell: unchanged,
    stem: unchanged,
    function_words: "",
    synonyms: "",
    #[cfg(test)]
    tests: include_str!("../testdata/ja.txt"),
};
