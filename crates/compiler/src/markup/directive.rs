//! Callouts as Docusaurus, VitePress and their like write them: `:::note Title`, text, `:::`, each mark on a line of its own at the margin.
//! Those inside of one another have more colons outside. One that nobody closes reaches to the end of the answer.

use super::builder::Kind;
use faqlet_engine::answer::CalloutKind;
use std::ops::Range;

/// A part of an answer, cut at the marks.
#[derive(Clone, Debug)]
pub(super) enum Piece<'a> {
    /// Markdown without marks: its bytes in the source.
    Text(Range<usize>),
    /// A callout begins here.
    Open(Kind, &'a str, usize),
    /// The innermost one ends.
    Close,
}

/// Cuts an answer at its marks. Those in fenced code are text.
pub(super) fn pieces(markdown: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut fence: Option<(char, usize)> = None;
    let (mut start, mut at) = (0, 0);
    for line in markdown.split_inclusive('\n') {
        let (begin, text) = (at, line.trim_end());
        at += line.len();
        fence = after_fence(fence, text);
        let colons = text.len() - text.trim_start_matches(':').len();
        if fence.is_some() || colons < 3 {
            continue;
        }
        let named = text[colons..].trim();
        let mark = match directive(named) {
            _ if named.is_empty() && open.last().is_some_and(|opened| colons >= *opened) => Piece::Close,
            Some((kind, title)) => Piece::Open(kind, title, begin),
            None => continue,
        };
        pieces.push(Piece::Text(start..begin));
        match mark {
            Piece::Close => drop(open.pop()),
            _ => open.push(colons),
        }
        pieces.push(mark);
        start = at;
    }
    pieces.push(Piece::Text(start..markdown.len()));
    pieces.extend(open.iter().map(|_| Piece::Close));
    pieces
}

/// The fence that is open behind a line: its sign and length.
fn after_fence(open: Option<(char, usize)>, line: &str) -> Option<(char, usize)> {
    let line = line.trim_start();
    let Some(sign) = line.chars().next().filter(|sign| matches!(sign, '`' | '~')) else { return open };
    let length = line.len() - line.trim_start_matches(sign).len();
    let rest = &line[length..];
    match open {
        Some((opened, least)) if sign == opened && length >= least && rest.is_empty() => None,
        None if length >= 3 && !(sign == '`' && rest.contains('`')) => Some((sign, length)),
        _ => open,
    }
}

/// What a mark's words mean, and the title: `note Title`, `note[Title]` or `details Summary`.
fn directive(words: &str) -> Option<(Kind, &str)> {
    let end = words.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(words.len());
    let kind = match words[..end].to_ascii_lowercase().as_str() {
        "note" | "info" | "secondary" => Kind::Callout(CalloutKind::Note),
        "tip" | "success" => Kind::Callout(CalloutKind::Tip),
        "important" => Kind::Callout(CalloutKind::Important),
        "warning" => Kind::Callout(CalloutKind::Warning),
        "caution" | "danger" => Kind::Callout(CalloutKind::Caution),
        "details" => Kind::Details { summary: Vec::new() },
        _ => return None,
    };
    let rest = words[end..].trim_start();
    match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((title, _)) => Some((kind, title.trim())),
        // Attributes such as `{.large}` say nothing to a reader.
        None => Some((kind, rest.split('{').next().unwrap_or_default().trim())),
    }
}
