//! Judged questions.
