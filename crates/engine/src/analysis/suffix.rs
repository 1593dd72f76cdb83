//! Endings as data: what most stemmers do, said in one line a step.

use std::sync::OnceLock;

/// A list of endings of which the first that fits is taken off.
///
/// Rules stand between spaces, each `ending`, then a digit for the least number of letters that must be left before it (3 when there is
/// none), then perhaps `>` and what to put in its place: `"ungen ung iert4>ier"`. They are tried in order, so longer endings come first.
/// The text is shipped, its parsed form is made on first use.
pub(super) struct Endings {
    text: &'static str,
    rules: OnceLock<Vec<Ending>>,
}

struct Ending {
    ending: &'static str,
    /// Most words do not end in it, and the last byte tells.
    last: u8,
    least: u8,
    replacement: &'static str,
}

impl Endings {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text, rules: OnceLock::new() }
    }

    /// Takes the first ending that fits off `word`, and tells whether one did.
    pub(super) fn strip(&self, word: &mut String) -> bool {
        let Some(last) = word.as_bytes().last().copied() else { return false };
        self.rules().iter().filter(|rule| rule.last == last).any(|rule| rule.apply(word))
    }

    /// The first ending that `word` has, however little is left before it, and what to put in its place.
    pub(super) fn of(&self, word: &str) -> Option<(&'static str, &'static str)> {
        let last = word.as_bytes().last().copied()?;
        let rule = self.rules().iter().find(|rule| rule.last == last && word.ends_with(rule.ending))?;
        Some((rule.ending, rule.replacement))
    }

    fn rules(&self) -> &[Ending] {
        self.rules.get_or_init(|| self.text.split_ascii_whitespace().map(Ending::parse).collect())
    }
}

impl Ending {
    fn parse(rule: &'static str) -> Self {
        let (rule, replacement) = rule.split_once('>').unwrap_or((rule, ""));
        let (ending, least) = match rule.as_bytes().last() {
            Some(digit @ b'0'..=b'9') => (rule.get(..rule.len() - 1).unwrap_or(rule), digit - b'0'),
            _ => (rule, 3),
        };
        Self { ending, last: ending.as_bytes().last().copied().unwrap_or(0), least, replacement }
    }

    fn apply(&self, word: &mut String) -> bool {
        let Some(left) = word.strip_suffix(self.ending) else { return false };
        if left.chars().count() < usize::from(self.least) {
            return false;
        }
        word.truncate(left.len());
        word.push_str(self.replacement);
        true
    }
}

/// Takes the bytes `from..to` out of `word`; nothing happens when they are not on character boundaries.
pub(super) fn cut_out(word: &mut String, from: usize, to: usize) {
    if let (Some(before), Some(after)) = (word.get(..from), word.get(to..)) {
        *word = [before, after].concat();
    }
}

/// Endings that are used in one place.
macro_rules! endings {
    ($text:expr) => {{
        static ENDINGS: $crate::analysis::suffix::Endings = $crate::analysis::suffix::Endings::new($text);
        &ENDINGS
    }};
}
pub(super) use endings;
