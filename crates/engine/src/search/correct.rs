//! Corrections: "here is a word the index does not know, give me those spelled nearly the same".
//!
//! The distance is that of optimal string alignment: insertions, deletions, replacements and swaps of neighbours count one each. The
//! sorted dictionary is walked as if it were a trie: a row of the distance matrix a letter, kept for the beginning that words share, and
//! whatever begins with a hopeless beginning is skipped by bisection. Where no edit is left, only a letter of the word itself can
//! follow, so the walk jumps from letter to letter. This visits the same nodes as a Levenshtein automaton would (Schulz & Mihov, "Fast
//! string correction with Levenshtein automata", 2002) without having to build one.

use crate::index::dictionary::{Cursor, Dictionary};

/// The longest word that is corrected, in letters. Longer ones are seldom words.
pub(crate) const LONGEST: usize = 32;

/// A word near the one that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Correction {
    /// Its spelling.
    pub(crate) word: String,
    /// Its term.
    pub(crate) term: u32,
    /// Edits between the two; for a completion, between what was typed and the beginning of the word.
    pub(crate) distance: u8,
    /// Whether only the beginning of the word is near.
    pub(crate) completion: bool,
}

/// How many edits a word may have: 0 below 4 letters, 1 from 4, 2 from 8.
pub(crate) fn allowance(letters: usize) -> u8 {
    match letters {
        0..4 => 0,
        4..8 => 1,
        8..=LONGEST => 2,
        _ => 0,
    }
}

/// Words within `most` edits of `word`; with `completing`, also words that begin with something within one edit of it.
pub(crate) fn corrections(dictionary: &Dictionary<'_>, word: &str, most: u8, completing: bool) -> Vec<Correction> {
    let letters: Vec<char> = word.chars().collect();
    let mut found = Vec::new();
    if letters.len() > LONGEST || most == 0 {
        return found;
    }
    let mut matrix = Matrix::new(&letters, most, completing);
    let mut cursor = dictionary.seek("");
    while cursor.is_some() {
        match matrix.descend(cursor.text()) {
            Step::Near { distance, completion } => {
                if let Some(term) = cursor.meaning().word {
                    found.push(Correction { word: cursor.text().to_owned(), term, distance, completion });
                }
                cursor.advance();
            }
            Step::Far => cursor.advance(),
            Step::Hopeless { beginning, next } => skip(dictionary, &mut cursor, &beginning, next),
        }
    }
    found
}

/// Moves past everything that begins with `beginning`, to the first item that may have `next` in place of its last letter.
fn skip<'a>(dictionary: &Dictionary<'a>, cursor: &mut Cursor<'a>, beginning: &str, next: Next) {
    match next {
        Next::Letter(letter) => {
            let mut goal = beginning.to_owned();
            goal.pop();
            goal.push(letter);
            dictionary.seek_on(cursor, &goal, false);
        }
        Next::AnyLetter => dictionary.seek_on(cursor, beginning, true),
        Next::None => {
            let mut goal = beginning.to_owned();
            goal.pop();
            dictionary.seek_on(cursor, &goal, true);
        }
    }
}

/// What a word of the dictionary is to the one that was typed.
enum Step {
    Near {
        distance: u8,
        completion: bool,
    },
    /// Too far, but a longer word may be near.
    Far,
    /// Nothing that begins with `beginning` is near.
    Hopeless {
        beginning: String,
        next: Next,
    },
}

/// Which letters may stand in place of the last one of a hopeless beginning.
enum Next {
    AnyLetter,
    Letter(char),
    None,
}

/// The most edits there can be.
const MOST: usize = 2;

/// Columns of a row near its diagonal: what is farther from it than there may be edits is too far in any case (Ukkonen, "Algorithms for
/// approximate string matching", 1985).
const BAND: usize = 2 * MOST + 1;

/// A row of the matrix: the cell at `at` is that of column `depth + at − MOST`.
type Row = [u8; BAND];

/// The distance matrix of the typed word (columns) and the current beginning (rows).
struct Matrix<'w> {
    word: &'w [char],
    most: u8,
    completing: bool,
    /// Letters of the current beginning.
    path: Vec<char>,
    /// One row more than there are letters.
    rows: Vec<Row>,
    /// Least distance of the whole typed word to any beginning so far, a row.
    begun: Vec<u8>,
}

impl<'w> Matrix<'w> {
    fn new(word: &'w [char], most: u8, completing: bool) -> Self {
        let mut first = [u8::MAX; BAND];
        for (cell, distance) in first.iter_mut().skip(MOST).zip(0..=word.len() as u8) {
            *cell = distance;
        }
        Self { word, most, completing, path: Vec::new(), rows: vec![first], begun: vec![u8::MAX] }
    }

    /// The cell of the whole typed word in the last row.
    fn whole(&self) -> u8 {
        let at = (self.word.len() + MOST).checked_sub(self.path.len());
        at.and_then(|at| self.rows.last()?.get(at)).copied().unwrap_or(u8::MAX)
    }

    /// Follows a word that comes after all words before it.
    fn descend(&mut self, text: &str) -> Step {
        let shared = text.chars().zip(&self.path).take_while(|(letter, known)| letter == *known).count();
        self.path.truncate(shared);
        self.rows.truncate(shared + 1);
        self.begun.truncate(shared + 1);
        for (at, letter) in text.char_indices().skip(shared) {
            let nearest = self.push(letter);
            let begun = self.begun.last().copied().unwrap_or(u8::MAX);
            if nearest > self.most && begun > 1 {
                let beginning = text.get(..at + letter.len_utf8()).unwrap_or_default().to_owned();
                return Step::Hopeless { beginning, next: self.next(letter) };
            }
        }
        let (distance, begun) = (self.whole(), self.begun.last().copied().unwrap_or(u8::MAX));
        if distance <= self.most {
            Step::Near { distance, completion: false }
        } else if begun <= 1 {
            Step::Near { distance: begun, completion: true }
        } else {
            Step::Far
        }
    }

    /// Adds a letter to the beginning; returns the least distance in its row.
    fn push(&mut self, letter: char) -> u8 {
        let depth = self.path.len() + 1;
        let (above, before) = match self.rows.as_slice() {
            [.., before, above] => (*above, *before),
            [above] => (*above, [u8::MAX; BAND]),
            [] => return u8::MAX,
        };
        let last = self.path.last().copied();
        let mut row = [u8::MAX; BAND];
        let (mut left, mut nearest) = (u8::MAX, u8::MAX);
        // In a band the cell to the left above is at the same place of the row before, the cell above at the next one.
        let above_next = above.iter().skip(1).chain(&[u8::MAX]);
        for (at, (((cell, diagonal), above), swapped)) in row.iter_mut().zip(above).zip(above_next).zip(before).enumerate() {
            let Some(column) = (depth + at).checked_sub(MOST).filter(|column| *column <= self.word.len()) else { continue };
            let mut best = above.saturating_add(1).min(left.saturating_add(1));
            if let Some(own) = column.checked_sub(1).and_then(|own| self.word.get(own)) {
                best = best.min(diagonal.saturating_add(u8::from(*own != letter)));
                let neighbour = column.checked_sub(2).and_then(|other| self.word.get(other));
                if neighbour == Some(&letter) && last == Some(*own) {
                    best = best.min(swapped.saturating_add(1));
                }
            }
            left = best;
            *cell = best;
            nearest = nearest.min(best);
        }
        self.path.push(letter);
        self.rows.push(row);
        let begun = self.begun.last().copied().unwrap_or(u8::MAX);
        self.begun.push(if self.completing { begun.min(self.whole()) } else { u8::MAX });
        nearest
    }

    /// The next letter after `letter` worth trying in its place, and takes the letter back.
    fn next(&mut self, letter: char) -> Next {
        self.path.pop();
        self.rows.pop();
        self.begun.pop();
        let depth = self.path.len();
        let nearest = self.rows.last().and_then(|row| row.iter().min()).copied().unwrap_or(0);
        if nearest < self.most {
            return Next::AnyLetter;
        }
        // No edit is left: what follows must be a letter of the word, at most as far from its place as there were edits.
        let reach = usize::from(self.most) + 1;
        let window = self.word.iter().skip(depth.saturating_sub(reach)).take(2 * reach + 1);
        match window.filter(|other| **other > letter).min() {
            Some(other) => Next::Letter(*other),
            None => Next::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::dictionary::{Blocks, Meaning, write};

    fn with_dictionary(words: &[&str], check: impl Fn(&Dictionary<'_>)) {
        let mut sorted = words.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let items: Vec<(&str, Meaning)> =
            sorted.iter().enumerate().map(|(term, word)| (*word, Meaning { word: Some(term as u32), stem: None })).collect();
        let (section, _) = write(&items, items.len());
        let blocks = Blocks::open(&section).unwrap();
        check(&Dictionary::new(&section, &blocks));
    }

    fn near(words: &[&str], typed: &str, most: u8, completing: bool) -> Vec<(String, u8)> {
        let mut result = Vec::new();
        let cell = std::cell::RefCell::new(&mut result);
        with_dictionary(words, |dictionary| {
            **cell.borrow_mut() =
                corrections(dictionary, typed, most, completing).into_iter().map(|found| (found.word, found.distance)).collect();
        });
        result
    }

    #[test]
    fn each_kind_of_edit_counts_one() {
        for typed in ["refun", "refundd", "refumd", "refnud", "erfund", "xefund"] {
            assert_eq!(near(&["refund", "return"], typed, 1, false), [("refund".to_owned(), 1)], "{typed}");
        }
    }

    #[test]
    fn completions_may_have_one_edit_in_what_was_typed() {
        assert_eq!(
            near(&["cancel", "cancellation", "candle"], "cacne", 1, true),
            [("cancel".to_owned(), 1), ("cancellation".to_owned(), 1)]
        );
    }

    #[test]
    fn the_walk_finds_what_comparing_every_word_finds() {
        let mut words = Vec::new();
        let mut state = 7u32;
        for _ in 0..3000 {
            let mut word = String::new();
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            for step in 0..3 + (state >> 28) {
                let letter = (state.rotate_left(step * 5) >> 7) % 6;
                word.push(char::from_u32(if letter == 5 { 0xE9 } else { u32::from(b'a') + letter }).unwrap());
            }
            words.push(word);
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        with_dictionary(&words, |dictionary| {
            for typed in words.iter().step_by(97).copied().chain(["abcde", "aaaaaaaaa", "edcbaedc", "ébcd"]) {
                for most in [1, 2] {
                    let mut expected: Vec<&str> = words.iter().copied().filter(|word| distance(typed, word) <= usize::from(most)).collect();
                    expected.sort_unstable();
                    expected.dedup();
                    let found = corrections(dictionary, typed, most, false);
                    assert_eq!(found.iter().map(|found| found.word.as_str()).collect::<Vec<_>>(), expected, "{typed} within {most}");
                    assert!(found.iter().all(|found| usize::from(found.distance) == distance(typed, &found.word)));
                }
            }
        });
    }

    /// Optimal string alignment, from its definition.
    fn distance(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut cells = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                cells[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut best =
                        (cells[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1])).min(cells[i - 1][j] + 1).min(cells[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(cells[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        cells[a.len()][b.len()]
    }
}
