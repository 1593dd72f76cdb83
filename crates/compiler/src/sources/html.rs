//! HTML pages. Their questions are looked for in this order, and the first kind that the page has is taken, because pages often say the
//! same in two ways: FAQPage data in a script, FAQPage microdata, `<details>` with a `<summary>`, `<dl>` with `<dt>` and `<dd>`.

use super::structured::{self, Question};
use super::{Format, SourceFile};
use crate::diagnostic::{Diagnostics, Place};
use crate::entry::Entry;
use crate::language;
use html5ever::serialize::{SerializeOpts, TraversalScope, serialize};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom, SerializableHandle};

pub(super) const FORMAT: Format = Format { extensions: &["html", "htm"], read };

/// Elements in one another. The parser's time grows with the square of it; pages that people read have some dozens.
const DEEPEST: usize = 512;

fn read(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    if is_too_deep(&file.text) {
        let expected = format!("elements nested at most {DEEPEST} deep");
        diagnostics.error(
            Place::file(&file.path),
            expected,
            "deeper ones",
            "close the elements of the page, or move it out of the FAQ's folder",
        );
        return Vec::new();
    }
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(file.text.as_str());
    let nodes = elements(&dom.document);
    let questions = [structured_data(&nodes), microdata(&nodes), details(&nodes), definitions(&nodes)];
    let Some(questions) = questions.into_iter().find(|found| !found.is_empty()) else {
        let expected = "FAQPage data, `<details>` with `<summary>`, or `<dl>` with `<dt>` and `<dd>`";
        diagnostics.warning(
            Place::file(&file.path),
            expected,
            "none",
            "mark up the questions so, or move the page out of the FAQ's folder",
        );
        return Vec::new();
    };
    let lang = nodes.iter().find(|node| name(node) == "html").and_then(|html| attribute(html, "lang"));
    let lang = lang.and_then(|lang| language::canonical(lang.trim())).filter(|_| !file.lang_in_path);
    let file = SourceFile { lang: lang.unwrap_or_else(|| file.lang.clone()), ..file.clone() };
    structured::entries(&file, questions, diagnostics)
}

/// Whether more elements are open at once than any page needs, told by counting tags. Those that HTML closes by itself count too: they
/// stay open as long as nothing closes them. In scripts, styles and comments `<` is only a character.
fn is_too_deep(source: &str) -> bool {
    const VOID: [&str; 14] =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param"];
    // Each of these closes the one before it, so that a list or table without end tags is not deep.
    const SIBLINGS: [&str; 12] = ["p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot", "colgroup"];
    let mut open: Vec<String> = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix('!').filter(|comment| comment.starts_with("--")) {
            rest = &comment[comment.find("-->").unwrap_or(comment.len())..];
            continue;
        }
        let (closing, tag) = rest.strip_prefix('/').map_or((false, rest), |tag| (true, tag));
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).take(16).collect::<String>().to_ascii_lowercase();
        if name.is_empty() || VOID.contains(&name.as_str()) || SIBLINGS.contains(&name.as_str()) {
            continue;
        }
        if closing {
            close(&mut open, &name);
        } else if matches!(name.as_str(), "script" | "style" | "textarea" | "title") && !open.iter().any(|name| is_foreign(name)) {
            rest = behind_raw_text(tag, &name);
        } else {
            open.push(name);
        }
        if open.len() > DEEPEST {
            return true;
        }
    }
    false
}

/// Drawings and formulas, in which a script's content is markup.
fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// Closes the innermost element of that name with all that is open in it; an end tag that HTML would pass over closes nothing.
fn close(open: &mut Vec<String>, name: &str) {
    const BLOCKS: [&str; 35] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "center",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "iframe",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "template",
        "table",
        "ul",
        "object",
    ];
    const WALLS: [&str; 4] = ["table", "template", "object", "select"];
    let is_block = BLOCKS.contains(&name);
    let in_the_way = |other: &str| if is_block { WALLS.contains(&other) } else { BLOCKS.contains(&other) };
    for (at, other) in open.iter().enumerate().rev() {
        if other == name {
            return open.truncate(at);
        }
        if in_the_way(other) {
            return;
        }
    }
}

/// What follows the content of an element whose content is not markup: its end tag, or nothing.
fn behind_raw_text<'a>(tag: &'a str, name: &str) -> &'a str {
    let mut rest = tag;
    while let Some(at) = rest.find("</") {
        rest = &rest[at + 2..];
        if rest.get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return rest;
        }
    }
    ""
}

/// All elements in the order of the text. Without recursion: pages nest by the hundred thousand when they are hostile.
fn elements(root: &Handle) -> Vec<Handle> {
    let mut found = Vec::new();
    let mut waiting = vec![root.clone()];
    while let Some(node) = waiting.pop() {
        waiting.extend(node.children.borrow().iter().rev().cloned());
        if matches!(node.data, NodeData::Element { .. }) {
            found.push(node);
        }
    }
    found
}

fn name(node: &Handle) -> String {
    match &node.data {
        NodeData::Element { name, .. } => name.local.to_string(),
        _ => String::new(),
    }
}

fn attribute(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    attrs.borrow().iter().find(|attribute| &*attribute.name.local == wanted).map(|attribute| attribute.value.to_string())
}

/// Running text inside a node.
fn text(node: &Handle) -> String {
    let mut out = String::new();
    let mut waiting = vec![node.clone()];
    while let Some(node) = waiting.pop() {
        if let NodeData::Text { contents } = &node.data {
            out.push_str(&contents.borrow());
        }
        waiting.extend(node.children.borrow().iter().rev().cloned());
    }
    out
}

/// The markup inside some nodes.
fn inner(nodes: &[Handle]) -> String {
    let mut out = Vec::new();
    for node in nodes {
        let options = SerializeOpts { traversal_scope: TraversalScope::IncludeNode, ..SerializeOpts::default() };
        // Writing to memory does not fail.
        let _ = serialize(&mut out, &SerializableHandle::from(node.clone()), options);
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn children(node: &Handle) -> Vec<Handle> {
    node.children.borrow().clone()
}

/// A question's text as HTML that says the same: what is read from nodes is text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn structured_data(nodes: &[Handle]) -> Vec<Question> {
    let is_data = |node: &&Handle| {
        let kind = attribute(node, "type").unwrap_or_default();
        name(node) == "script" && kind.trim().eq_ignore_ascii_case("application/ld+json")
    };
    let mut found = Vec::new();
    for script in nodes.iter().filter(is_data) {
        if let Ok(value) = serde_json::from_str(&text(script)) {
            found.extend(structured::questions(&value));
        }
    }
    found
}

fn microdata(nodes: &[Handle]) -> Vec<Question> {
    let is_question =
        |node: &&Handle| attribute(node, "itemtype").is_some_and(|kind| kind.trim_end_matches('/').ends_with("schema.org/Question"));
    let mut found = Vec::new();
    for node in nodes.iter().filter(is_question) {
        let parts = elements(node);
        let of = |property: &str| {
            parts.iter().find(|part| attribute(part, "itemprop").is_some_and(|name| name.split(' ').any(|name| name == property)))
        };
        let Some(question) = of("name") else { continue };
        // The text of the accepted answer, or the answer itself where it has no such part.
        let answer = of("acceptedAnswer").map(|answer| {
            let parts = elements(answer);
            let text = parts.into_iter().find(|part| attribute(part, "itemprop").as_deref() == Some("text"));
            inner(&children(&text.unwrap_or_else(|| answer.clone())))
        });
        found.push(Question { id: attribute(node, "id"), question: escaped(&text(question)), answer: answer.unwrap_or_default() });
    }
    found
}

fn details(nodes: &[Handle]) -> Vec<Question> {
    let mut found = Vec::new();
    // What is folded inside an answer belongs to the answer.
    let mut skip = 0;
    for node in nodes {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        if name(node) != "details" {
            continue;
        }
        let Some(summary) = children(node).into_iter().find(|child| name(child) == "summary") else { continue };
        let rest: Vec<Handle> = children(node).into_iter().filter(|child| !std::rc::Rc::ptr_eq(child, &summary)).collect();
        skip = elements(node).len() - 1;
        found.push(Question { id: attribute(node, "id"), question: escaped(&text(&summary)), answer: inner(&rest) });
    }
    found
}

fn definitions(nodes: &[Handle]) -> Vec<Question> {
    let mut found: Vec<Question> = Vec::new();
    // `<dd>` belongs to the last `<dt>`; lists inside an answer belong to the answer.
    let mut skip = 0;
    for node in nodes {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        match name(node).as_str() {
            "dt" => found.push(Question { id: attribute(node, "id"), question: escaped(&text(node)), answer: String::new() }),
            "dd" => {
                if let Some(question) = found.last_mut() {
                    question.answer.push_str(&inner(&children(node)));
                }
                skip = elements(node).len() - 1;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_styles_and_comments_do_not_make_a_page_deep() {
        let less = "if (a <b && b<c) x = '<div>';".repeat(400);
        let menu = "<div><span><b>x</b></span></div>".repeat(2_000);
        for page in [
            format!("<html><head><title>a < b</title><style>{less}</style></head><body><svg><path d=''/></svg><script>{less}</script>"),
            format!("<!-- {less} --><ul>{}</ul><table>{}</table>", "<li>a".repeat(2_000), "<tr><td>a".repeat(2_000)),
            format!("<SCRIPT>{less}</SCRIPT><textarea>{less}</textarea>{menu}"),
            "<h2>a</h2><p>b <i>c</i><br>".repeat(2_000),
        ] {
            assert!(!is_too_deep(&page), "{}…", &page[..60]);
        }
    }

    #[test]
    fn depth_that_end_tags_or_comments_hide_is_seen() {
        for page in [
            "<div>",
            "<div></x>",
            "<div></div2>",
            "<span><div></span>",
            "<b><table></b>",
            "<!--><div>-->",
            "<svg><script><g>",
            "<script></script><div>",
        ] {
            assert!(is_too_deep(&page.repeat(2_000)), "{page}");
        }
    }
}
