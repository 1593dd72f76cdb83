//! Endings as data: what most stemmers do, said in one line a step.

/// Takes the first ending in `rules` that fits off `word`, and tells whether one did.
///
/// Rules stand between spaces, each `ending`, then a digit for the least number of letters that must be left before it (3 when there is
/// none), then perhaps `>` and what to put in its place: `"ungen ung iert4>ier"`. They are tried in order, so longer endings come first.
pub(super) fn strip(word: &mut String, rules: &str) -> bool {
    rules.split_ascii_whitespace().any(|rule| apply(word, rule))
}

fn apply(word: &mut String, rule: &str) -> bool {
    let (rule, replacement) = rule.split_once('>').unwrap_or((rule, ""));
    let (ending, least) = match rule.as_bytes().last() {
        Some(digit @ b'0'..=b'9') => (rule.get(..rule.len() - 1).unwrap_or(rule), usize::from(digit - b'0')),
        _ => (rule, 3),
    };
    if !ends(word, ending) {
        return false;
    }
    let left = word.len() - ending.len();
    if word.get(..left).is_none_or(|left| left.chars().count() < least) {
        return false;
    }
    word.truncate(left);
    word.push_str(replacement);
    true
}

/// Whether `word` ends in `ending`. Most do not, and the last byte tells.
pub(super) fn ends(word: &str, ending: &str) -> bool {
    word.as_bytes().last() == ending.as_bytes().last() && word.ends_with(ending)
}

/// Whether the sorted list `words` (between spaces) has `word`, by halving.
pub(super) fn listed(words: &str, word: &str) -> bool {
    find(words, word).is_some_and(|entry| entry.len() == word.len())
}

/// What the sorted list `pairs`, of entries `word>other` between spaces, has for `word`.
pub(super) fn mapped<'p>(pairs: &'p str, word: &str) -> Option<&'p str> {
    find(pairs, word)?.get(word.len()..)?.strip_prefix('>')
}

/// The entry of a sorted list whose key, the part before `>`, is `word`.
fn find<'l>(list: &'l str, word: &str) -> Option<&'l str> {
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let bytes = list.as_bytes();
        let start = bytes.get(low..middle)?.iter().rposition(|b| *b == b' ').map_or(low, |space| low + space + 1);
        let end = bytes.get(middle.max(start)..high)?.iter().position(|b| *b == b' ').map_or(high, |space| middle.max(start) + space);
        let entry = list.get(start..end)?;
        match entry.bytes().take_while(|b| *b != b'>').cmp(word.bytes()) {
            std::cmp::Ordering::Equal => return Some(entry),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start.saturating_sub(1).max(low),
        }
    }
    None
}
