//! Cuts text into pieces: runs of letters and digits in scripts with spaces, single characters in scripts without.
//!
//! The cuts are those of Unicode Standard Annex #29 with three differences that search wants: a change between an alphabet with capitals
//! and another script also cuts, so that "PDF를" is a word and a particle; dots, apostrophes and hyphens cut but are remembered as the
//! link between the pieces, so that a language can put them together again; and scripts without spaces are cut at every character, for a
//! dictionary that would cut them into words is far larger than the widget.

use super::character::{Characters, Class};

/// More bytes of one word than this are left out: no word is longer, and what comes from a program may be.
pub(super) const LONGEST: usize = 64;

/// A run of text that may become a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Bytes in the source text, half-open.
    pub start: usize,
    /// One past the last byte in the source text.
    pub end: usize,
    /// Bytes in [`Pieces::folded`], half-open.
    pub from: usize,
    /// One past the last byte in [`Pieces::folded`].
    pub to: usize,
    /// Its script; `Digit` for a number.
    pub class: Class,
    /// Whether it has a digit.
    pub digit: bool,
    /// What stands between it and the piece before.
    pub link: Link,
}

/// What stands between two pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Nothing.
    Touch,
    /// White space within a line.
    Space,
    /// One hyphen or the like.
    Hyphen,
    /// A hyphen with white space around it.
    SpacedHyphen,
    /// One full stop.
    Dot,
    /// One apostrophe.
    Apostrophe,
    /// A zero-width non-joiner: the half-space of Persian.
    HalfSpace,
    /// Anything else.
    Other,
}

/// A text cut into pieces.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// The folded texts of all pieces, one after the other.
    pub folded: String,
    /// The pieces in order.
    pub pieces: Vec<Piece>,
    open: bool,
}

/// Cuts `text` and folds it.
pub(super) fn cut(text: &str) -> Pieces {
    let characters = Characters::new();
    let mut pieces = Pieces { folded: String::with_capacity(text.len()), pieces: Vec::with_capacity(text.len() / 5), open: false };
    let mut link = Link::Other;
    for (at, c) in text.char_indices() {
        let class = characters.class(c);
        match class {
            Class::Break if pieces.open && decimal(text, at, c, characters) => pieces.push_decimal(c, at),
            Class::Break => {
                link = if pieces.open { between(Link::Touch, c) } else { between(link, c) };
                pieces.open = false;
            }
            Class::Ignore if c == '\u{200c}' => link = pieces.half_space(link),
            Class::Ignore => pieces.extend(at, c),
            _ if pieces.open && pieces.takes(c, class) => pieces.append(at, c, class, characters),
            Class::Mark => {}
            _ => {
                let link = if pieces.open { Link::Touch } else { link };
                pieces.begin(at, class, link);
                pieces.append(at, c, class, characters);
            }
        }
    }
    pieces
}

/// The link after one more character that ends words.
fn between(link: Link, c: char) -> Link {
    match (link, c) {
        (_, '\n' | '\r') => Link::Other,
        (Link::Touch | Link::Space | Link::HalfSpace, c) if c.is_whitespace() => Link::Space,
        (Link::Hyphen | Link::SpacedHyphen, c) if c.is_whitespace() => Link::SpacedHyphen,
        (Link::Space, '-' | '\u{2010}' | '\u{2011}') => Link::SpacedHyphen,
        (Link::Touch, '-' | '\u{2010}' | '\u{2011}' | '\u{5be}' | '_' | '&') => Link::Hyphen,
        (Link::Touch, '.' | '\u{b7}') => Link::Dot,
        (Link::Touch, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '＇' | '`' | '´') => Link::Apostrophe,
        _ => Link::Other,
    }
}

/// Whether the separator `c` at byte `at` stands between two digits, as in 3.11 or 1,000.
fn decimal(text: &str, at: usize, c: char, characters: Characters) -> bool {
    let is_digit = |c: char| characters.class(c) == Class::Digit;
    matches!(c, '.' | ',' | '٫' | '٬')
        && text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(is_digit)
        && text.get(at + c.len_utf8()..).and_then(|after| after.chars().next()).is_some_and(is_digit)
}

impl Pieces {
    /// The folded text of a piece.
    pub(super) fn text(&self, piece: Piece) -> &str {
        self.folded.get(piece.from..piece.to).unwrap_or_default()
    }

    fn begin(&mut self, at: usize, class: Class, link: Link) {
        let from = self.folded.len();
        self.pieces.push(Piece { start: at, end: at, from, to: from, class, digit: false, link });
        self.open = true;
    }

    /// Whether the open piece goes on with a character of this class.
    fn takes(&self, c: char, class: Class) -> bool {
        let Some(piece) = self.pieces.last() else { return false };
        match (piece.class, class) {
            (_, Class::Mark) => true,
            (Class::Hangul, Class::Hangul) => matches!(c, '\u{1160}'..='\u{11ff}'),
            (piece, class) if !spaced(piece) || !spaced(class) => false,
            (piece, Class::Digit) => piece == Class::Digit || capitals(piece),
            (Class::Digit, class) => capitals(class),
            (piece, class) => piece == class || (capitals(piece) && capitals(class)),
        }
    }

    fn append(&mut self, at: usize, c: char, class: Class, characters: Characters) {
        let Some(piece) = self.pieces.last_mut() else { return };
        piece.end = at + c.len_utf8();
        piece.digit |= class == Class::Digit;
        if piece.class == Class::Digit && class != Class::Mark {
            piece.class = class;
        }
        if piece.to - piece.from < LONGEST {
            characters.fold(c, &mut self.folded, piece.from);
            piece.to = self.folded.len();
        }
    }

    /// A separator inside a number: a point is kept, a comma before three digits (which groups thousands) is not kept.
    fn push_decimal(&mut self, c: char, at: usize) {
        let Some(piece) = self.pieces.last_mut() else { return };
        piece.end = at + c.len_utf8();
        if matches!(c, '.' | '٫') && piece.to - piece.from < LONGEST {
            self.folded.push('.');
            piece.to = self.folded.len();
        }
    }

    /// A character without a form of its own: it lies in the piece around it.
    fn extend(&mut self, at: usize, c: char) {
        if let Some(piece) = self.pieces.last_mut().filter(|_| self.open) {
            piece.end = at + c.len_utf8();
        }
    }

    /// A zero-width non-joiner: a half-space in the Arabic script, in others it only shapes letters.
    fn half_space(&mut self, link: Link) -> Link {
        let arabic = self.pieces.last().is_some_and(|piece| piece.class == Class::Arabic);
        if !(self.open && arabic) {
            return link;
        }
        self.open = false;
        Link::HalfSpace
    }
}

/// Scripts whose words are runs of letters. Korean has spaces, but its words are compounds with particles, cut like Chinese.
pub(super) fn spaced(class: Class) -> bool {
    !matches!(class, Class::Han | Class::Hiragana | Class::Katakana | Class::Unspaced | Class::Hangul)
}

/// Scripts that mix freely within a word and with digits.
fn capitals(class: Class) -> bool {
    matches!(class, Class::Latin | Class::Greek | Class::Cyrillic | Class::Letter)
}
