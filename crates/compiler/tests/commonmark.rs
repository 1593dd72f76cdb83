//! Answers in Markdown against what the reference implementation of CommonMark makes of the same text: the same elements around the same
//! words, leading to the same addresses.

use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_compiler::{Options, compile, sources};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::fs;

/// Each Markdown text with its reference.
fn cases() -> Vec<(&'static str, &'static str)> {
    let parts = include_str!("testdata/commonmark.txt").split("\n====\n").skip(1);
    parts.filter_map(|part| part.split_once("\n----\n")).collect()
}

/// The answer as it stands on its plain page.
fn ours(markdown: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), format!("---\nquestion: A?\n---\n{markdown}\n")).unwrap();
    let entries = sources::read(&[folder.path().to_owned()], "en", &mut Diagnostics::new());
    let output = compile(entries, &Options::default(), &mut Diagnostics::new()).unwrap().unwrap();
    let page = output.files.iter().find(|file| file.name == "pages/en/answer/a.html").unwrap();
    let text = String::from_utf8(page.bytes.clone()).unwrap();
    let (_, rest) = text.split_once("</h1>").unwrap();
    rest.split_once("</article>").unwrap().0.to_owned()
}

/// Elements, words and addresses in their order, without what our pages do otherwise on purpose: paragraphs in items of lists, levels and
/// ids of headings, titles, how an image is loaded.
fn meaning(html: &str) -> Vec<String> {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut out = Vec::new();
    walk(&dom.document, &mut out, false);
    out
}

fn walk(node: &Handle, out: &mut Vec<String>, verbatim: bool) {
    match &node.data {
        NodeData::Text { contents } => {
            let text = contents.borrow();
            let text =
                if verbatim { text.trim_end_matches('\n').to_owned() } else { text.split_ascii_whitespace().collect::<Vec<_>>().join(" ") };
            if !text.is_empty() {
                out.push(text);
            }
        }
        NodeData::Element { name, attrs, .. } => {
            let name = &*name.local;
            let name = if name.len() == 2 && name.starts_with('h') && name != "hr" { "h" } else { name };
            let shown = !matches!(name, "html" | "head" | "body" | "p");
            if shown {
                let attributes = attrs.borrow();
                let kept = attributes.iter().filter(|one| matches!(&*one.name.local, "href" | "src" | "alt" | "class" | "start"));
                let kept: Vec<String> = kept.map(|one| format!(" {}={}", one.name.local, one.value)).collect();
                out.push(format!("<{name}{}>", kept.concat()));
            }
            node.children.borrow().iter().for_each(|child| walk(child, out, verbatim || name == "pre"));
            if shown {
                out.push(format!("</{name}>"));
            }
        }
        _ => node.children.borrow().iter().for_each(|child| walk(child, out, verbatim)),
    }
}

#[test]
fn answers_mean_what_the_reference_says() {
    assert!(cases().len() >= 20);
    let mut wrong = Vec::new();
    for (markdown, reference) in cases() {
        let (got, expected) = (meaning(&ours(markdown)), meaning(reference));
        if got != expected {
            wrong.push(format!("{markdown}\n  ours: {got:?}\n  reference: {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
