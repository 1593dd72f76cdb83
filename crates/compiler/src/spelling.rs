//! Slips of the pen: which known name was probably meant by an unknown one.

/// The first known name that differs from `name` by a slip: one edit, or two in a name of more than five letters. Names of less than
/// three letters are too short to tell.
pub(crate) fn meant<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.chars().count() < 3 {
        return None;
    }
    let name = name.to_lowercase();
    let near = |known: &str| known.len() > 2 && distance(known, &name) <= if known.len() > 5 { 2 } else { 1 };
    known.into_iter().find(|known| near(known))
}

/// Edits between two names: letters put in, left out, changed, or two neighbours swapped (Damerau-Levenshtein, restricted).
fn distance(a: &str, b: &str) -> usize {
    const LONGEST: usize = 40;
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(LONGEST).collect(), b.chars().take(LONGEST).collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
