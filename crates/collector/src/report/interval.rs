//! The confidence interval of a share.

use serde::Serialize;

/// 97.5% point of the normal distribution: the interval covers 95%.
const Z: f64 = 1.959_963_984_540_054;

/// A share with its 95% interval, as fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The observed share.
    pub share: f64,
    /// The least that the true share may well be.
    pub low: f64,
    /// The most that it may well be.
    pub high: f64,
}

/// The share of `yes` among `yes + no`, with the score interval of Wilson (1927), which stays within 0 and 1 and is honest for few
/// votes; `None` without votes.
pub(crate) fn wilson(yes: u64, no: u64) -> Option<Interval> {
    wilson_of(yes as f64, no as f64)
}

/// As [`wilson`], for votes of which some count only in part.
pub(crate) fn wilson_of(yes: f64, no: f64) -> Option<Interval> {
    let count = yes + no;
    if count <= 0.0 {
        return None;
    }
    let share = yes / count;
    let spread = Z * Z / count;
    let centre = (share + spread / 2.0) / (1.0 + spread);
    let half = Z * (share * (1.0 - share) / count + spread / (4.0 * count)).sqrt() / (1.0 + spread);
    // At the ends the formula gives exactly 0 and 1 but for rounding.
    let low = if yes <= 0.0 { 0.0 } else { centre - half };
    let high = if no <= 0.0 { 1.0 } else { centre + half };
    Some(Interval { share, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_agree_with_published_values() {
        // Newcombe (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (yes, count, low, high) in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let found = wilson(yes, count - yes).unwrap();
            assert!((found.low - low).abs() < 1e-4 && (found.high - high).abs() < 1e-4, "{yes}/{count}: {found:?}");
        }
    }

    #[test]
    fn one_vote_says_little_and_none_says_nothing() {
        assert_eq!(wilson(0, 0), None);
        let one = wilson(1, 0).unwrap();
        assert_eq!((one.share, one.high), (1.0, 1.0));
        assert!(one.low < 0.25);
    }
}
