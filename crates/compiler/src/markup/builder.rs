//! Builds the answer's tree from a stream of "opens", "closes" and texts that may come from Markdown and from HTML within it.
//!
//! Markdown's own parts are always well nested; HTML's need not be. So every open part remembers where it came from: the end of a
//! Markdown part closes whatever HTML is still open inside it, and an HTML end tag never closes a part of Markdown.

use super::{anchor::Anchors, autolink, placeholder};
use faqlet_engine::answer::{self, Align, Answer, Block, CalloutKind, Inline, MAX_DEPTH};

/// Who opened a part, and so who may close it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A part of Markdown.
    Markdown,
    /// An HTML element of this name.
    Html(String),
}

/// What a part will become when it is closed.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Root,
    Paragraph,
    Heading {
        level: u8,
        anchor: Option<String>,
    },
    List {
        start: Option<u32>,
        items: Vec<Vec<Block>>,
    },
    Item,
    Quote,
    Callout(CalloutKind),
    Details {
        summary: Vec<Inline>,
    },
    Summary,
    CodeBlock {
        language: String,
    },
    Table {
        align: Vec<Align>,
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Row {
        cells: Vec<Vec<Inline>>,
        all_head: bool,
    },
    Cell,
    Strong,
    Emphasis,
    Strike,
    Code,
    Link {
        href: String,
    },
    Image {
        src: String,
    },
    /// Means nothing to the tree; what is inside goes to the part around it.
    Flat,
    /// What is inside is dropped.
    Skip,
}

impl Kind {
    /// Whether blocks can stand in it.
    fn holds_blocks(&self) -> bool {
        matches!(self, Self::Root | Self::Item | Self::Quote | Self::Callout(_) | Self::Details { .. })
    }

    /// Whether it becomes a block of its own.
    fn is_block(&self) -> bool {
        matches!(
            self,
            Self::Paragraph
                | Self::Heading { .. }
                | Self::List { .. }
                | Self::Quote
                | Self::Callout(_)
                | Self::Details { .. }
                | Self::CodeBlock { .. }
                | Self::Table { .. }
        )
    }

    /// Whether it holds neither blocks nor text, only parts of its own sort.
    fn is_frame(&self) -> bool {
        matches!(self, Self::List { .. } | Self::Table { .. } | Self::Row { .. })
    }

    /// Whether text in it is taken as it stands.
    fn is_verbatim(&self) -> bool {
        matches!(self, Self::CodeBlock { .. } | Self::Code)
    }
}

/// What had to be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    Link(String),
    Image(String),
    Element(String),
    Depth,
}

/// An open part.
#[derive(Debug)]
struct Part {
    kind: Kind,
    origin: Origin,
    /// Who opened the parts without meaning directly inside, outermost first. They are no parts of the stack: hostile input nests
    /// them by the hundred thousand, and every question to the stack would take that long.
    flats: Vec<Origin>,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    /// Text not yet among the inlines: placeholders and addresses in it may have been cut by the parser.
    text: String,
    /// A line break of the source that becomes a blank, or nothing, once it is known what follows.
    soft_break: bool,
}

impl Part {
    fn new(kind: Kind, origin: Origin) -> Self {
        Self { kind, origin, flats: Vec::new(), blocks: Vec::new(), inlines: Vec::new(), text: String::new(), soft_break: false }
    }

    fn push_text(&mut self, text: &str) {
        if let Some(next) = text.chars().next() {
            self.settle_soft_break(Some(next));
            self.text.push_str(text);
        }
    }

    /// Chinese and Japanese are written without blanks: a line break between their characters is only a matter of the source.
    fn settle_soft_break(&mut self, next: Option<char>) {
        if !std::mem::take(&mut self.soft_break) {
            return;
        }
        let joins = self.text.chars().next_back().is_some_and(is_unspaced) && next.is_none_or(is_unspaced);
        if !joins {
            self.text.push(' ');
        }
    }

    fn flush_text(&mut self, in_link: bool) {
        self.settle_soft_break(None);
        let text = std::mem::take(&mut self.text);
        if self.kind.is_verbatim() {
            self.text = text;
        } else if in_link {
            placeholder::split(&text, &mut |inline| self.inlines.push(inline));
        } else {
            placeholder::split(&text, &mut |inline| match inline {
                Inline::Text(text) => autolink::split(&text, &mut self.inlines),
                other => self.inlines.push(other),
            });
        }
    }
}

/// Whether a character belongs to a script that is written without blanks between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{323AF}')
}

/// Most parts open at once. A paragraph and its text add a level, hence the distance to the limit.
const MOST_OPEN: usize = MAX_DEPTH - 2;

/// The tree under construction.
#[derive(Debug)]
pub(super) struct Builder {
    parts: Vec<Part>,
    anchors: Anchors,
    troubles: Vec<(usize, Trouble)>,
    offset: usize,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self { parts: vec![Part::new(Kind::Root, Origin::Markdown)], anchors: Anchors::default(), troubles: Vec::new(), offset: 0 }
    }

    /// Says where in the source, in bytes, the following calls belong: for messages.
    pub(super) fn at(&mut self, offset: usize) {
        self.offset = offset;
    }

    /// Notes what is left out.
    pub(super) fn trouble(&mut self, trouble: Trouble) {
        // Each warning costs a count of lines: bounded, as hostile input could ask for millions.
        const MOST: usize = 200;
        let again = trouble == Trouble::Depth && self.troubles.iter().any(|(_, known)| *known == trouble);
        if self.troubles.len() < MOST && !again {
            self.troubles.push((self.offset, trouble));
        }
    }

    /// The answer, and what was left out with the byte offset in the source.
    pub(super) fn finish(mut self) -> (Answer, Vec<(usize, Trouble)>) {
        while self.close_top() {}
        self.flush_loose(0);
        let blocks = self.parts.pop().map(|root| root.blocks).unwrap_or_default();
        (Answer { blocks }, self.troubles)
    }

    /// Opens a part.
    pub(super) fn open(&mut self, kind: Kind, origin: Origin) {
        let kind = self.fitting(kind);
        if matches!(kind, Kind::Flat) {
            self.open_flat(origin);
            return;
        }
        if kind.is_block() {
            self.flush_loose(self.block_part());
        } else if !self.top().kind.is_frame() {
            let in_link = self.in_link();
            self.top_mut().flush_text(in_link);
        }
        self.parts.push(Part::new(kind, origin));
    }

    fn open_flat(&mut self, origin: Origin) {
        // HTML elements that are never closed are forgotten beyond this: their end tags then mean nothing, which does no harm.
        const MOST_HTML: usize = 64;
        let flats = &mut self.top_mut().flats;
        let html = flats.iter().rev().take(MOST_HTML).take_while(|flat| **flat != Origin::Markdown).count();
        if origin == Origin::Markdown || html < MOST_HTML {
            flats.push(origin);
        }
    }

    /// What a part can be here: nothing where text is dropped or verbatim, where it is too deep, or where a block stands in running text.
    fn fitting(&mut self, kind: Kind) -> Kind {
        let around = &self.top().kind;
        if matches!(around, Kind::Skip) || around.is_verbatim() || matches!(kind, Kind::Flat) {
            return Kind::Flat;
        }
        let out_of_place = match kind {
            Kind::Skip => return kind,
            Kind::Link { .. } if self.in_link() => return Kind::Flat,
            Kind::Summary if !matches!(around, Kind::Details { .. }) => return Kind::Flat,
            Kind::Item => !matches!(around, Kind::List { .. }),
            Kind::Row { .. } => !matches!(around, Kind::Table { .. }),
            Kind::Cell => !matches!(around, Kind::Row { .. }),
            _ => kind.is_block() && !self.make_room_for_block(),
        };
        if out_of_place {
            self.break_line();
            return Kind::Flat;
        }
        if self.parts.len() >= MOST_OPEN {
            self.trouble(Trouble::Depth);
            if kind.is_block() {
                self.break_line();
            }
            return Kind::Flat;
        }
        kind
    }

    /// Closes HTML's running text so that a block may begin; `false` when Markdown's running text or a table's cell is in the way.
    fn make_room_for_block(&mut self) -> bool {
        let mut count = 0;
        for part in self.parts.iter().rev().take_while(|part| !part.kind.holds_blocks() && !part.kind.is_frame()) {
            if part.origin == Origin::Markdown || part.flats.contains(&Origin::Markdown) || matches!(part.kind, Kind::Cell | Kind::Skip) {
                return false;
            }
            count += 1;
        }
        for _ in 0..count {
            self.close_top();
        }
        true
    }

    /// Closes the innermost part of Markdown, and the HTML left open in it.
    pub(super) fn close_markdown(&mut self) {
        while let Some(origin) = self.close_innermost() {
            if origin == Origin::Markdown {
                return;
            }
        }
    }

    /// Closes the innermost open HTML element of that name, unless a part of Markdown is between.
    pub(super) fn close_html(&mut self, name: &str) {
        let is_it = |origin: &Origin| matches!(origin, Origin::Html(open) if open == name);
        let origins = self.parts.iter().rev().flat_map(|part| part.flats.iter().rev().chain([&part.origin]));
        if !origins.take_while(|origin| **origin != Origin::Markdown).any(is_it) {
            return;
        }
        while let Some(origin) = self.close_innermost() {
            if is_it(&origin) {
                return;
            }
        }
    }

    /// Closes whatever was opened last, with or without meaning; `None` when nothing is open.
    fn close_innermost(&mut self) -> Option<Origin> {
        if let Some(flat) = self.top_mut().flats.pop() {
            return Some(flat);
        }
        let origin = self.top().origin.clone();
        self.close_top().then_some(origin)
    }

    /// Closes what HTML's running text left open: no such element reaches beyond its block.
    pub(super) fn close_html_text(&mut self) {
        loop {
            let top = self.top();
            let stays = top.kind.holds_blocks() || top.kind.is_frame() || matches!(top.kind, Kind::Cell);
            let innermost = top.flats.last().or((!stays).then_some(&top.origin));
            if innermost.is_none_or(|origin| *origin == Origin::Markdown) {
                return;
            }
            self.close_innermost();
        }
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(part) = self.text_part(text.trim().is_empty()) {
            self.parts[part].push_text(text);
        }
    }

    /// Adds a line break of the source, which is a blank to the reader.
    pub(super) fn soft_break(&mut self) {
        if let Some(part) = self.text_part(true) {
            self.parts[part].soft_break = true;
        }
    }

    /// Adds a part of running text that has no parts of its own.
    pub(super) fn inline(&mut self, inline: Inline) {
        let Some(part) = self.text_part(false) else { return };
        if self.parts[part].kind.is_verbatim() {
            let text = if inline == Inline::Break { "\n".to_owned() } else { answer::inline_text(&[inline]) };
            self.parts[part].push_text(&text);
        } else {
            self.push_inline(part, inline);
        }
    }

    /// Ends the line, as `<div>` and its like do, where something stands on it: a paragraph where blocks are possible, else a break.
    pub(super) fn break_line(&mut self) {
        let top = self.top();
        if top.kind.holds_blocks() {
            self.flush_loose(self.parts.len() - 1);
        } else if matches!(top.kind, Kind::CodeBlock { .. }) || (top.inlines.is_empty() && top.text.trim().is_empty()) {
            // In verbatim text the line breaks are there already; on an empty line there is nothing to end.
        } else {
            self.inline(Inline::Break);
        }
    }

    /// Adds a thematic break.
    pub(super) fn rule(&mut self) {
        if self.make_room_for_block() {
            self.push_block(Block::Rule);
        }
    }

    /// Whether text goes into a block of code.
    pub(super) fn in_code_block(&self) -> bool {
        matches!(self.top().kind, Kind::CodeBlock { .. })
    }

    /// Names the language of the block of code that is open, unless it has one.
    pub(super) fn name_code_language(&mut self, name: &str) {
        if let Kind::CodeBlock { language } = &mut self.top_mut().kind
            && language.is_empty()
        {
            name.clone_into(language);
        }
    }

    /// The innermost part that means something.
    fn top(&self) -> &Part {
        &self.parts[self.parts.len() - 1]
    }

    fn top_mut(&mut self) -> &mut Part {
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    fn push_inline(&mut self, part: usize, inline: Inline) {
        let in_link = self.in_link();
        self.parts[part].flush_text(in_link);
        self.parts[part].inlines.push(inline);
    }

    fn push_block(&mut self, block: Block) {
        let part = self.block_part();
        self.flush_loose(part);
        self.parts[part].blocks.push(block);
    }

    /// The part that text goes to: where lists and tables take none, blanks vanish and words go to the part around.
    fn text_part(&self, blank: bool) -> Option<usize> {
        let kind = &self.top().kind;
        match kind {
            Kind::Skip => None,
            _ if kind.is_frame() => (!blank).then(|| self.block_part()),
            _ => Some(self.parts.len() - 1),
        }
    }

    fn block_part(&self) -> usize {
        self.parts.iter().rposition(|part| part.kind.holds_blocks()).unwrap_or(0)
    }

    fn in_link(&self) -> bool {
        self.parts.iter().any(|part| matches!(part.kind, Kind::Link { .. }))
    }

    /// Makes a paragraph of the running text that stands directly in a part that holds blocks.
    fn flush_loose(&mut self, part: usize) {
        let in_link = self.in_link();
        let part = &mut self.parts[part];
        part.flush_text(in_link);
        if let Some(content) = trimmed(std::mem::take(&mut part.inlines)) {
            part.blocks.push(Block::Paragraph(content));
        }
    }

    /// Closes the innermost part; `false` when only the answer itself is left.
    fn close_top(&mut self) -> bool {
        if self.parts.len() < 2 {
            return false;
        }
        if self.top().kind.holds_blocks() {
            self.flush_loose(self.parts.len() - 1);
        }
        let in_link = self.in_link();
        if let Some(mut part) = self.parts.pop() {
            part.flush_text(in_link);
            self.settle(part);
        }
        true
    }

    /// Turns a closed part into what it means, and adds that to the part around it.
    fn settle(&mut self, part: Part) {
        let Part { kind, blocks, inlines, text, .. } = part;
        match kind {
            Kind::Root | Kind::Flat | Kind::Skip => {}
            Kind::Paragraph => self.settle_text(inlines, Block::Paragraph),
            Kind::Heading { level, anchor } => {
                let Some(content) = trimmed(inlines) else { return };
                let anchor = self.anchors.unique(anchor, &answer::inline_text(&content));
                self.push_block(Block::Heading { level, anchor, content });
            }
            Kind::List { items, .. } if items.is_empty() => {}
            Kind::List { start, items } => self.push_block(Block::List { start, items }),
            Kind::Quote if blocks.is_empty() => {}
            Kind::Quote => self.push_block(Block::Quote(blocks)),
            Kind::Callout(_) if blocks.is_empty() => {}
            Kind::Callout(kind) => self.push_block(Block::Callout { kind, blocks }),
            Kind::Details { summary } => self.settle_details(summary, blocks),
            Kind::CodeBlock { language } => self.push_block(Block::Code { language, text: text.trim_end_matches('\n').to_owned() }),
            Kind::Table { head, rows, .. } if head.is_empty() && rows.is_empty() => {}
            Kind::Table { align, head, rows } => self.push_block(Block::Table { align, head, rows }),
            Kind::Item | Kind::Summary | Kind::Row { .. } | Kind::Cell => self.settle_member(kind, blocks, inlines),
            Kind::Strong => self.settle_inline(inlines, Inline::Strong),
            Kind::Emphasis => self.settle_inline(inlines, Inline::Emphasis),
            Kind::Strike => self.settle_inline(inlines, Inline::Strike),
            Kind::Code if text.is_empty() => {}
            Kind::Code => self.inline(Inline::Code(text)),
            Kind::Link { href } => self.settle_link(href, inlines),
            Kind::Image { src } => self.settle_image(src, &inlines),
        }
    }

    fn settle_text(&mut self, inlines: Vec<Inline>, block: impl FnOnce(Vec<Inline>) -> Block) {
        if let Some(content) = trimmed(inlines) {
            self.push_block(block(content));
        }
    }

    fn settle_inline(&mut self, inlines: Vec<Inline>, inline: impl FnOnce(Vec<Inline>) -> Inline) {
        if !inlines.is_empty() {
            self.inline(inline(inlines));
        }
    }

    /// Details without a summary have nothing to press: their content stands open.
    fn settle_details(&mut self, summary: Vec<Inline>, blocks: Vec<Block>) {
        match trimmed(summary) {
            Some(summary) if !blocks.is_empty() => self.push_block(Block::Details { summary, blocks }),
            summary => summary.map(Block::Paragraph).into_iter().chain(blocks).for_each(|block| self.push_block(block)),
        }
    }

    /// Parts of lists, tables and details: they go into the part around them.
    fn settle_member(&mut self, kind: Kind, blocks: Vec<Block>, inlines: Vec<Inline>) {
        match (kind, &mut self.top_mut().kind) {
            (Kind::Item, Kind::List { items, .. }) => items.push(blocks),
            (Kind::Summary, Kind::Details { summary }) => *summary = inlines,
            (Kind::Cell, Kind::Row { cells, .. }) => cells.push(trimmed(inlines).unwrap_or_default()),
            (Kind::Row { cells, all_head }, Kind::Table { head, rows, .. }) if !cells.is_empty() => {
                if all_head && head.is_empty() && rows.is_empty() {
                    *head = cells;
                } else {
                    rows.push(cells);
                }
            }
            _ => {}
        }
    }

    fn settle_link(&mut self, href: String, content: Vec<Inline>) {
        let href = readable(href);
        if answer::is_safe_link(&href) {
            self.settle_inline(content, |content| Inline::Link { href, content });
        } else {
            self.trouble(Trouble::Link(href));
            content.into_iter().for_each(|inline| self.inline(inline));
        }
    }

    fn settle_image(&mut self, src: String, content: &[Inline]) {
        let alt = answer::inline_text(content).trim().to_owned();
        self.image(src, alt);
    }

    /// Adds an image, or its alternative text where the address is not allowed.
    pub(super) fn image(&mut self, src: String, alt: String) {
        let src = readable(src);
        if answer::is_safe_image(&src) {
            self.inline(Inline::Image { src, alt });
        } else {
            self.trouble(Trouble::Image(src));
            self.text(&alt);
        }
    }
}

/// Blanks in an address are encoded: an editor's `my file.pdf` means that file.
fn readable(address: String) -> String {
    let trimmed = address.trim_matches(' ');
    if trimmed.contains(' ') { trimmed.replace(' ', "%20") } else { trimmed.to_owned() }
}

/// Running text without blanks and breaks at its ends; `None` when nothing is left.
fn trimmed(mut inlines: Vec<Inline>) -> Option<Vec<Inline>> {
    let is_blank = |inline: &Inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        other => *other == Inline::Break,
    };
    while inlines.last().is_some_and(is_blank) {
        inlines.pop();
    }
    let blanks = inlines.iter().take_while(|inline| is_blank(inline)).count();
    inlines.drain(..blanks);
    if let Some(Inline::Text(text)) = inlines.last_mut() {
        text.truncate(text.trim_end().len());
    }
    if let Some(Inline::Text(text)) = inlines.first_mut() {
        *text = text.trim_start().to_owned();
    }
    (!inlines.is_empty()).then_some(inlines)
}
