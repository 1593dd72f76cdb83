//! What a plain page may hold: a list of elements, attributes and addresses. Anything else is an escape.

use faqlet_compiler::OutputFile;
use faqlet_engine::answer::{is_safe_image, is_safe_link};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements of the pages' own frame and of answers, beside those in the head.
const ELEMENTS: &[&str] = &[
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
    "time",
];

/// Classes of the style sheet.
const CLASSES: &[&str] = &[
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
    "about",
    "related",
    "languages",
];

/// What was seen on a page; a page that holds anything else has panicked.
#[derive(Default)]
pub(crate) struct Seen {
    /// Elements of structured data.
    pub(crate) scripts: usize,
    /// Elements of the head, by kind.
    pub(crate) metas: usize,
    pub(crate) links: usize,
    pub(crate) titles: usize,
    /// Answers shown in full.
    pub(crate) articles: usize,
    /// Texts of headings.
    pub(crate) headings: Vec<String>,
    /// The page's own title.
    pub(crate) title: String,
}

impl Seen {
    /// Reads a page as a browser does, and panics at whatever is not on the lists.
    pub(crate) fn of(page: &OutputFile) -> Self {
        let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).from_utf8().one(page.bytes.as_slice());
        let mut seen = Self::default();
        seen.walk(&dom.document);
        seen
    }

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
        match name {
            "script" => {
                self.scripts += 1;
                assert_eq!(&*attributes[0].value, "application/ld+json");
                serde_json::from_str::<serde_json::Value>(&text(node)).expect("the data is JSON");
            }
            "meta" => self.metas += 1,
            "link" => self.links += 1,
            "title" => {
                self.titles += 1;
                self.title = text(node);
            }
            other => assert!(ELEMENTS.contains(&other), "<{other}>"),
        }
        self.articles += usize::from(name == "article");
        if matches!(name, "h1" | "h2" | "h3") {
            self.headings.push(text(node));
        }
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
            let ours = ["page.", "text/answers.", "https://shop.example/help/"];
            assert!(ours.iter().any(|start| place.starts_with(start)) && !value.contains(['"', '<', '>', ' ']), "{value}");
        }
        ("img", "width" | "height") => assert!(value.bytes().all(|byte| byte.is_ascii_digit()), "{value}"),
        ("pre", "dir") => assert_eq!(value, "ltr"),
        ("code", "class") => assert!(is_language(value), "{value}"),
        (_, "class") => assert!(CLASSES.contains(&value), "{value}"),
        ("meta", "content" | "name" | "charset" | "http-equiv")
        | ("link", "rel" | "type" | "hreflang")
        | ("a", "rel" | "lang" | "hreflang" | "dir" | "aria-current")
        | ("script", "type")
        | ("html", "lang" | "dir") => {}
        ("img", "alt" | "loading" | "decoding") | ("ol", "start") | ("th", "scope") | ("time", "datetime") => {}
        (_, "id" | "aria-label" | "role" | "tabindex") => {}
        _ => panic!("<{element} {name}={value:?}>"),
    }
}

/// A class that names a language of code: one word.
fn is_language(class: &str) -> bool {
    class.strip_prefix("language-").is_some_and(|name| !name.is_empty() && !name.contains(char::is_whitespace))
}

fn text(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => node.children.borrow().iter().map(text).collect(),
    }
}
