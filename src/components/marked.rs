//! Text with what matched in it marked.

use faqlet_engine::Mark;
use yew::prelude::*;

/// The text as nodes. Marks that do not fit the text are left out: they come from a file.
pub(super) fn marked(text: &str, marks: &[Mark]) -> Html {
    let mut parts: Vec<Html> = Vec::new();
    let mut done = 0;
    for mark in marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        let (Some(before), Some(inside)) = (text.get(done..start), text.get(start..end)) else { continue };
        parts.push(html! { { before.to_owned() } });
        parts.push(html! { <mark>{ inside.to_owned() }</mark> });
        done = end;
    }
    parts.push(html! { { text.get(done..).unwrap_or_default().to_owned() } });
    parts.into_iter().collect()
}
