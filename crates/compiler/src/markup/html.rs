//! HTML inside Markdown: tags that mean something to the tree become that, all others vanish and their text stays.

use super::builder::{Builder, Kind, Origin, Trouble};
use faqlet_engine::answer::Inline;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

/// Reads a whole block of HTML.
pub(super) fn block(source: &str, builder: &mut Builder) {
    read(source, builder);
    builder.close_html_text();
    builder.break_line();
}

/// Reads a single tag or comment in running text.
pub(super) fn inline(source: &str, builder: &mut Builder) {
    read(source, builder);
}

fn read(source: &str, builder: &mut Builder) {
    let sink = Sink { builder: RefCell::new(builder) };
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(source));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    let _ = tokenizer.feed(&input);
    tokenizer.end();
}

struct Sink<'a> {
    builder: RefCell<&'a mut Builder>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let builder = &mut **self.builder.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => start(&tag, builder),
            Token::TagToken(tag) => {
                end(&tag.name, builder);
                TokenSinkResult::Continue
            }
            Token::CharacterTokens(text) => {
                characters(&text, builder);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Outside of `<pre>`, runs of blanks and line breaks are one blank to the reader.
fn characters(text: &str, builder: &mut Builder) {
    if builder.in_code_block() {
        builder.text(text);
        return;
    }
    for (number, word) in text.split([' ', '\n', '\t', '\r', '\u{c}']).enumerate() {
        if number > 0 {
            builder.soft_break();
        }
        builder.text(word);
    }
}

fn start(tag: &Tag, builder: &mut Builder) -> TokenSinkResult<()> {
    let name: &str = &tag.name;
    if let Some(raw) = raw_kind(name) {
        return if skip(name, tag, builder) { TokenSinkResult::RawData(raw) } else { TokenSinkResult::Continue };
    }
    match name {
        "br" => builder.inline(Inline::Break),
        "hr" => builder.rule(),
        "img" => builder.image(attribute(tag, "src"), attribute(tag, "alt")),
        "iframe" | "video" | "audio" | "embed" => media(name, tag, builder),
        "code" if builder.in_code_block() => {
            if let Some(language) = attribute(tag, "class").split(' ').find_map(|class| class.strip_prefix("language-")) {
                builder.name_code_language(language);
            }
        }
        _ if is_dropped(name) => {
            skip(name, tag, builder);
        }
        _ if is_line(name) => builder.break_line(),
        _ => {
            if let Some(kind) = kind(name, tag)
                && !tag.self_closing
            {
                builder.open(kind, Origin::Html(name.to_owned()));
            }
        }
    }
    TokenSinkResult::Continue
}

fn end(name: &str, builder: &mut Builder) {
    if is_line(name) {
        builder.break_line();
    } else {
        builder.close_html(name);
    }
}

/// Leaves an element out with its content. `false` when it has no content.
fn skip(name: &str, tag: &Tag, builder: &mut Builder) -> bool {
    builder.trouble(Trouble::Element(name.to_owned()));
    if tag.self_closing && raw_kind(name).is_none() {
        return false;
    }
    builder.open(Kind::Skip, Origin::Html(name.to_owned()));
    true
}

/// Elements whose content is not markup: inside them `<` is only a character.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "xmp" | "noembed" | "noframes" | "noscript" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}

/// Other elements whose content is not text for a reader.
fn is_dropped(name: &str) -> bool {
    matches!(name, "object" | "applet" | "svg" | "math" | "template" | "head" | "select" | "canvas" | "frameset" | "datalist")
}

/// Elements that stand on lines of their own and mean nothing else to the tree.
fn is_line(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "aside"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "figure"
            | "figcaption"
            | "address"
            | "center"
            | "dl"
            | "dt"
            | "dd"
            | "form"
            | "fieldset"
            | "caption"
    )
}

fn kind(name: &str, tag: &Tag) -> Option<Kind> {
    Some(match name {
        "b" | "strong" => Kind::Strong,
        "i" | "em" | "cite" | "dfn" | "var" => Kind::Emphasis,
        "s" | "del" | "strike" => Kind::Strike,
        "code" | "kbd" | "samp" | "tt" => Kind::Code,
        "a" => {
            let href = attribute(tag, "href");
            if href.is_empty() { Kind::Flat } else { Kind::Link { href } }
        }
        "ul" | "menu" => Kind::List { start: None, items: Vec::new() },
        "ol" => Kind::List { start: Some(attribute(tag, "start").parse().unwrap_or(1)), items: Vec::new() },
        "li" => Kind::Item,
        "blockquote" => Kind::Quote,
        "pre" => Kind::CodeBlock { language: String::new() },
        "details" => Kind::Details { summary: Vec::new() },
        "summary" => Kind::Summary,
        "table" => Kind::Table { align: Vec::new(), head: Vec::new(), rows: Vec::new() },
        "tr" => Kind::Row { cells: Vec::new(), all_head: false },
        "td" | "th" => Kind::Cell,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = name.as_bytes().get(1).map_or(2, |digit| digit - b'0');
            Kind::Heading { level, anchor: Some(attribute(tag, "id")).filter(|id| !id.is_empty()) }
        }
        _ => return None,
    })
}

/// Players and frames become plain links to what they show.
fn media(name: &str, tag: &Tag, builder: &mut Builder) {
    let src = attribute(tag, "src");
    let title = Some(attribute(tag, "title")).filter(|title| !title.trim().is_empty()).unwrap_or_else(|| src.clone());
    if src.is_empty() {
        builder.trouble(Trouble::Element(name.to_owned()));
    } else {
        builder.open(Kind::Link { href: src }, Origin::Html(name.to_owned()));
        builder.text(&title);
        builder.close_html(name);
    }
    if name == "iframe" && !tag.self_closing {
        builder.open(Kind::Skip, Origin::Html(name.to_owned()));
    }
}

fn attribute(tag: &Tag, name: &str) -> String {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| attribute.value.to_string()).unwrap_or_default()
}
