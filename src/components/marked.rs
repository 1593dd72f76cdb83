//! Text with what matched in it marked.

use faqlet_engine::Mark;

use super::element::{Group, el};

/// The text as nodes. Marks that do not fit the text are left out: they come from a file.
pub(super) fn marked(text: &str, marks: &[Mark]) -> Group {
    let mut parts = Group::default();
    let mut done = 0;
    for mark in marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        let (Some(before), Some(inside)) = (text.get(done..start), text.get(start..end)) else { continue };
        parts = parts.add(before.to_owned()).add(el("mark").add(inside.to_owned()));
        done = end;
    }
    parts.add(text.get(done..).unwrap_or_default().to_owned())
}
