//! From pieces to tokens: what belongs together is glued, words are stemmed, scripts without spaces become grams.

use super::character::Class;
use super::languages::{Glue, Rules, ends_loosely};
use super::segment::{LONGEST, Link, Piece, Pieces, spaced};
use super::{Token, TokenKind};

/// The longest run of parts that is also tried as one word; a longer chain is a file name or a number block.
const MOST_PARTS: usize = 6;

/// A text's words and unspaced characters, after glueing.
pub(super) struct Words {
    folded: String,
    words: Vec<Word>,
}

/// A piece and how it hangs together with the piece before.
#[derive(Clone, Copy)]
struct Word {
    piece: Piece,
    glue: Glue,
}

/// Applies each language's glue to neighbouring pieces.
pub(super) fn glued(cut: Pieces, rules: &'static Rules) -> Words {
    let mut words: Vec<Word> = Vec::with_capacity(cut.pieces.len());
    for piece in &cut.pieces {
        let mut right = Word { piece: *piece, glue: Glue::Apart };
        let Some(left) = words.last_mut().filter(|left| neighbours(left.piece, *piece)) else {
            words.push(right);
            continue;
        };
        match (rules.of(piece.class).glue)(cut.text(left.piece), cut.text(*piece), piece.link) {
            Glue::Left => left.piece.end = piece.end,
            Glue::One if left.piece.to == piece.from && piece.to - left.piece.from <= LONGEST => {
                left.piece.end = piece.end;
                left.piece.to = piece.to;
                left.piece.digit |= piece.digit;
            }
            Glue::Right => {
                right.glue = left.glue;
                *left = right;
            }
            glue => {
                right.glue = glue;
                words.push(right);
            }
        }
    }
    Words { folded: cut.folded, words }
}

/// Words of one script, or a word and a number, on one line and without other punctuation between them.
fn neighbours(left: Piece, right: Piece) -> bool {
    let alike = left.class == right.class || left.class == Class::Digit || right.class == Class::Digit;
    alike && spaced(left.class) && spaced(right.class) && !matches!(right.link, Link::Other | Link::Touch)
}

/// How many of `rest` are one run: the parts of a compound, or characters without spaces that touch.
fn run_length(rest: &[Word], class: Class) -> usize {
    let goes_on = |word: &&Word| match spaced(class) {
        true => matches!(word.glue, Glue::Also | Glue::Phrase),
        false => word.piece.link == Link::Touch && group(word.piece.class) == group(class),
    };
    1 + rest.iter().skip(1).take_while(goes_on).count()
}

/// Han and kana run together; Hangul and the scripts of South-East Asia each keep to themselves.
fn group(class: Class) -> u8 {
    match class {
        Class::Han | Class::Hiragana | Class::Katakana => 1,
        Class::Hangul => 2,
        Class::Unspaced => 3,
        _ => 0,
    }
}

/// Makes tokens and hands them out.
pub(super) struct Emitter<'e> {
    rules: &'static Rules,
    words: &'e Words,
    sink: &'e mut dyn FnMut(Token<'_>),
    position: u32,
    /// These are kept between words so that their memory is used again.
    word: String,
    term: String,
    joined: String,
}

impl<'e> Emitter<'e> {
    pub(super) fn new(words: &'e Words, rules: &'static Rules, sink: &'e mut dyn FnMut(Token<'_>)) -> Self {
        Self { rules, words, sink, position: 0, word: String::new(), term: String::new(), joined: String::new() }
    }

    /// Hands out all tokens.
    pub(super) fn run(&mut self) {
        let mut rest = self.words.words.as_slice();
        while let Some(first) = rest.first() {
            let (run, after) = rest.split_at(run_length(rest, first.piece.class).min(rest.len()));
            match first.piece.class {
                class if spaced(class) => self.compound(run),
                Class::Hangul => self.korean(run),
                _ => self.unspaced(run),
            }
            rest = after;
        }
    }

    /// The parts of a compound as words, then the compound as one.
    fn compound(&mut self, parts: &[Word]) {
        let first = self.position;
        let mut last_part = 0;
        self.joined.clear();
        for part in parts {
            if part.glue == Glue::Phrase {
                self.joined.truncate(last_part);
                self.joined.push_str(&self.term);
            }
            last_part = self.joined.len();
            self.spell(part.piece);
            self.joined.push_str(&self.word);
            self.stem(part.piece);
            self.hand_out(part.piece, TokenKind::Word, self.position, 1);
            self.position += 1;
        }
        if let (Some(start), Some(end), 2..=MOST_PARTS) = (parts.first(), parts.last(), parts.len()) {
            let digit = parts.iter().any(|part| part.piece.digit);
            let whole = Piece { end: end.piece.end, digit, ..start.piece };
            std::mem::swap(&mut self.word, &mut self.joined);
            self.stem(whole);
            self.hand_out(whole, TokenKind::Joined, first, parts.len() as u8);
        }
    }

    /// Puts a piece's full form into `word`.
    fn spell(&mut self, piece: Piece) {
        copy(&mut self.word, &self.words.folded, piece.from, piece.to);
        if !piece.digit {
            (self.rules.of(piece.class).respell)(&mut self.word);
        }
    }

    /// Puts the stem of `word` into `term`.
    fn stem(&mut self, piece: Piece) {
        self.term.clone_from(&self.word);
        if !piece.digit {
            (self.rules.of(piece.class).stem)(&mut self.term);
        }
    }

    fn hand_out(&mut self, piece: Piece, kind: TokenKind, position: u32, span: u8) {
        let kind = if piece.digit && kind == TokenKind::Word { TokenKind::Number } else { kind };
        let function = kind == TokenKind::Word && self.rules.of(piece.class).is_function(&self.word);
        let (start, end) = (piece.start as u32, piece.end as u32);
        (self.sink)(Token { word: &self.word, term: &self.term, start, end, position, span, kind, function });
    }

    /// Overlapping pairs of characters, then the last one as the beginning of a term.
    fn unspaced(&mut self, run: &[Word]) {
        let mut right_particle = None;
        for (left, right) in run.iter().zip(run.iter().skip(1)) {
            let left_particle = right_particle.unwrap_or_else(|| self.particle(left.piece));
            let particle = self.particle(right.piece);
            let hiragana = left.piece.class == Class::Hiragana && right.piece.class == Class::Hiragana;
            let function = hiragana || left_particle || particle || self.listed(left.piece, right.piece);
            self.gram(left.piece, right.piece, TokenKind::Gram, function);
            right_particle = Some(particle);
        }
        if let Some(last) = run.last() {
            let kind = if run.len() == 1 { TokenKind::Unigram } else { TokenKind::Tail };
            let function = last.piece.class == Class::Hiragana || self.particle(last.piece);
            self.gram(last.piece, last.piece, kind, function);
        }
    }

    /// A character that is a word of grammar by itself marks every pair it stands in: such a pair straddles two words.
    fn particle(&self, piece: Piece) -> bool {
        self.listed(piece, piece)
    }

    fn listed(&self, left: Piece, right: Piece) -> bool {
        self.words.folded.get(left.from..right.to).is_some_and(|text| self.rules.of(left.class).is_function(text))
    }

    /// Overlapping pairs of syllables of a word without its particle or ending.
    fn korean(&mut self, run: &[Word]) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        let rules = self.rules.of(Class::Hangul);
        copy(&mut self.term, &self.words.folded, first.piece.from, last.piece.to);
        let mut function = rules.is_function(&self.term);
        (rules.stem)(&mut self.term);
        function |= rules.is_function(&self.term);
        let end = first.piece.from + self.term.len();
        let kept = run.iter().take_while(|word| word.piece.to <= end).count().max(1);
        if kept == 1 {
            return self.gram(first.piece, first.piece, TokenKind::Unigram, function);
        }
        let loose = kept > 2 && ends_loosely(&self.term);
        for (number, (left, right)) in (2..).zip(run.iter().zip(run.iter().take(kept).skip(1))) {
            self.gram(left.piece, right.piece, TokenKind::Gram, function || (loose && number == kept));
        }
    }

    fn gram(&mut self, left: Piece, right: Piece, kind: TokenKind, function: bool) {
        copy(&mut self.word, &self.words.folded, left.from, right.to);
        let (start, end) = (left.start as u32, right.end as u32);
        (self.sink)(Token { word: &self.word, term: &self.word, start, end, position: self.position, span: 1, kind, function });
        self.position += 1;
    }
}

fn copy(to: &mut String, from: &str, start: usize, end: usize) {
    to.clear();
    to.push_str(from.get(start..end).unwrap_or_default());
}
