//! Hostile texts through every source and field: none becomes markup in a page, none leaves an address that runs in an answer.

use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_compiler::entry::one_line;
use faqlet_compiler::{Manifest, Options, Output, compile, sources};
use faqlet_engine::answer::{Answer, AnswerChunk, Block, Inline, is_safe_image, is_safe_link};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::fs;
use std::path::Path;

/// The texts of the data file, escapes resolved.
fn payloads() -> Vec<String> {
    let lines = include_str!("testdata/xss.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with("# ")).map(unescaped).collect()
}

fn unescaped(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let (text, length) = match after.chars().next().expect("an escape is whole") {
            'n' => ("\n".to_owned(), 1),
            'r' => ("\r".to_owned(), 1),
            't' => ("\t".to_owned(), 1),
            'u' => {
                let end = after.find('}').expect("a closed \\u{…}");
                let code = u32::from_str_radix(&after[2..end], 16).expect("a hexadecimal number");
                (char::from_u32(code).expect("a character").to_string(), end + 1)
            }
            other => (other.to_string(), other.len_utf8()),
        };
        out.push_str(&text);
        rest = &after[length..];
    }
    out + rest
}

fn build(source: &Path) -> Output {
    let mut diagnostics = Diagnostics::new();
    let entries = sources::read(&[source.to_owned()], "en", &mut diagnostics);
    let output = compile(entries, &Options::default(), &mut diagnostics).expect("no widget is asked for");
    let errors: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    output.unwrap_or_else(|| panic!("{errors:#?}"))
}

fn file<'a>(output: &'a Output, name: &str) -> &'a [u8] {
    &output.files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("{name}")).bytes
}

/// All payloads as every field of JSON Lines.
fn json_lines() -> Output {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = payloads()
        .iter()
        .enumerate()
        .map(|(number, payload)| {
            let id = format!("{number}:{}", payload.split(|c: char| c.is_whitespace() || c.is_control()).collect::<String>());
            let category = [payload.replace('/', "∕")];
            serde_json::json!({ "id": id, "question": payload, "answer": payload, "category": category, "also": [payload], "tags": [payload] })
                .to_string()
        })
        .collect();
    let path = folder.path().join("faq.jsonl");
    fs::write(&path, lines.join("\n")).unwrap();
    build(&path)
}

/// All payloads as every field of Markdown files.
fn markdown() -> Output {
    let folder = tempfile::tempdir().unwrap();
    for (number, payload) in payloads().iter().enumerate() {
        // A JSON string is a YAML string.
        let quoted = serde_json::to_string(payload).unwrap();
        let text = format!("---\nquestion: {quoted}\nalso: [{quoted}]\ncategory: [{quoted}]\ntags: [{quoted}]\n---\n{payload}\n");
        fs::write(folder.path().join(format!("{number:03}.md")), text).unwrap();
    }
    build(folder.path())
}

#[test]
fn there_are_enough_payloads() {
    assert!(payloads().len() >= 150, "{}", payloads().len());
}

#[test]
fn no_payload_becomes_markup_in_a_page() {
    for output in [json_lines(), markdown()] {
        let mut articles = 0;
        for page in output.files.iter().filter(|file| file.name.ends_with(".html")) {
            let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).from_utf8().one(page.bytes.as_slice());
            let mut seen = Seen::default();
            seen.walk(&dom.document);
            let whole = page.name == "pages/en.html";
            // A category shows no answers; the whole names its texts for machines; an answer without words has no description.
            assert_eq!(seen.scripts, usize::from(!page.name.contains("/topic/")), "{}", page.name);
            assert!(seen.titles == 1 && seen.links == if whole { 3 } else { 1 } && (3..=4).contains(&seen.metas), "{}", page.name);
            articles += seen.articles;
        }
        assert_eq!(articles, 2 * payloads().len());
    }
}

#[test]
fn every_payload_is_shown_as_the_text_it_is() {
    for output in [json_lines(), markdown()] {
        let dom =
            html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).from_utf8().one(file(&output, "pages/en.html"));
        let mut questions = Vec::new();
        headings(&dom.document, &mut questions);
        for payload in payloads() {
            assert!(questions.contains(&one_line(&payload)), "{payload:?}");
        }
    }
}

#[test]
fn no_answer_keeps_an_address_that_runs() {
    for output in [json_lines(), markdown()] {
        let manifest: Manifest = serde_json::from_slice(file(&output, "manifest.json")).unwrap();
        let mut answers = 0;
        for part in &manifest.languages[0].answers {
            let chunk = AnswerChunk::open(file(&output, &part.file)).unwrap();
            for number in 0..chunk.len() {
                check_answer(&chunk.get(number).unwrap());
                answers += 1;
            }
        }
        assert_eq!(answers, payloads().len());
    }
}

/// What a page may hold. Anything else is an escape.
#[derive(Default)]
struct Seen {
    scripts: usize,
    metas: usize,
    links: usize,
    titles: usize,
    articles: usize,
}

impl Seen {
    fn walk(&mut self, node: &Handle) {
        if let NodeData::Element { name, attrs, .. } = &node.data {
            self.element(&name.local, &attrs.borrow(), node);
        }
        if let NodeData::Comment { contents } = &node.data {
            panic!("a comment: {contents}");
        }
        node.children.borrow().iter().for_each(|child| self.walk(child));
    }

    fn element(&mut self, name: &str, attributes: &[html5ever::Attribute], node: &Handle) {
        const PLAIN: &[&str] = &[
            "html",
            "head",
            "body",
            "header",
            "nav",
            "main",
            "section",
            "article",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "p",
            "ul",
            "ol",
            "li",
            "a",
            "img",
            "strong",
            "em",
            "s",
            "code",
            "pre",
            "blockquote",
            "div",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "hr",
            "br",
            "small",
            "span",
        ];
        match name {
            "script" => {
                self.scripts += 1;
                assert_eq!(&*attributes[0].value, "application/ld+json");
                serde_json::from_str::<serde_json::Value>(&text(node)).expect("the data is JSON");
            }
            "meta" => self.metas += 1,
            "link" => self.links += 1,
            "title" => self.titles += 1,
            other => assert!(PLAIN.contains(&other), "<{other}>"),
        }
        self.articles += usize::from(name == "article");
        for attribute in attributes {
            check_attribute(name, &attribute.name.local, &attribute.value);
        }
    }
}

fn check_attribute(element: &str, name: &str, value: &str) {
    match (element, name) {
        ("a", "href") => assert!(is_safe_link(value), "{value}"),
        ("img", "src") => assert!(is_safe_image(value), "{value}"),
        ("link", "href") => {
            let place = value.trim_start_matches("../");
            assert!(place.starts_with("page.") || place.starts_with("text/answers.en."), "{value}");
        }
        ("meta", "content" | "name" | "charset" | "http-equiv")
        | ("link", "rel" | "type")
        | ("a", "rel")
        | ("script", "type")
        | ("html", "lang" | "dir") => {}
        ("img", "alt" | "loading") | ("ol", "start") | ("th", "scope") | (_, "id" | "aria-label" | "role") => {}
        (_, "class") => {
            let classes = [
                "contents",
                "callout",
                "callout warn",
                "details",
                "center",
                "end",
                "top",
                "home",
                "whole",
                "answers",
                "single",
                "trail",
                "topics",
                "questions",
                "steps",
            ];
            assert!(classes.contains(&value), "{value}");
        }
        _ => panic!("<{element} {name}={value:?}>"),
    }
}

fn text(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => node.children.borrow().iter().map(text).collect(),
    }
}

fn headings(node: &Handle, found: &mut Vec<String>) {
    if matches!(&node.data, NodeData::Element { name, .. } if &*name.local == "h3") {
        found.push(text(node));
    }
    node.children.borrow().iter().for_each(|child| headings(child, found));
}

fn check_answer(answer: &Answer) {
    check_blocks(&answer.blocks);
}

fn check_blocks(blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => check_inlines(content),
            Block::List { items, .. } => items.iter().for_each(|item| check_blocks(item)),
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => check_blocks(inner),
            Block::Table { head, rows, .. } => rows.iter().chain([head]).flatten().for_each(|cell| check_inlines(cell)),
            Block::Details { summary, blocks } => {
                check_inlines(summary);
                check_blocks(blocks);
            }
            _ => {}
        }
    }
}

fn check_inlines(inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Link { href, content } => {
                assert!(is_safe_link(href), "{href:?}");
                check_inlines(content);
            }
            Inline::Image { src, .. } => assert!(is_safe_image(src), "{src:?}"),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => check_inlines(inner),
            _ => {}
        }
    }
}
