//! Folds small groups together. A rare combination of search words may point at one person; a page that is passed on shows it only
//! when at least k searches share it. What is folded must not come back by subtraction either, so the rest is itself at least k, or
//! its size is not told.

/// A list whose small groups are folded.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Folded<'a, T> {
    /// The groups that are shown, in their order.
    pub(crate) shown: Vec<&'a T>,
    /// The rest.
    pub(crate) rest: Rest,
}

/// What is not shown by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Nothing was folded.
    None,
    /// So many groups, together so many.
    Groups {
        /// How many groups.
        groups: usize,
        /// The sum of their counts, at least k.
        count: u64,
    },
    /// Everything together is less than k.
    Few,
}

/// Folds groups with a count below `k`. `groups` stand with the largest first, as all lists of the report do.
pub(crate) fn fold<T>(groups: &[T], k: u64, count: impl Fn(&T) -> u64) -> Folded<'_, T> {
    let mut shown = groups.iter().take_while(|group| count(group) >= k).count();
    let rest = |shown: usize| -> u64 { groups.iter().skip(shown).map(&count).sum() };
    // A rest below k would tell, with the total known, what the folded groups were: the smallest groups that are shown join it.
    while shown > 0 && shown < groups.len() && rest(shown) < k {
        shown -= 1;
    }
    let folded = match (groups.len() - shown, rest(shown)) {
        (0, _) => Rest::None,
        (_, count) if count < k => Rest::Few,
        (groups, count) => Rest::Groups { groups, count },
    };
    Folded { shown: groups.iter().take(shown).collect(), rest: folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_groups_are_folded() {
        let folded = fold(&[9, 5, 4, 3, 1], 5, |&count| count);
        assert_eq!(folded, Folded { shown: vec![&9, &5], rest: Rest::Groups { groups: 3, count: 8 } });
    }

    #[test]
    fn a_shown_group_joins_a_rest_that_would_tell_too_much() {
        let folded = fold(&[9, 6, 2], 5, |&count| count);
        assert_eq!(folded, Folded { shown: vec![&9], rest: Rest::Groups { groups: 2, count: 8 } });
    }

    #[test]
    fn nothing_is_told_of_less_than_k() {
        assert_eq!(fold(&[3, 1], 5, |&count| count), Folded { shown: vec![], rest: Rest::Few });
        assert_eq!(fold(&[7u64, 6], 5, |&count| count).rest, Rest::None);
        assert_eq!(fold(&[] as &[u64], 5, |&count| count).rest, Rest::None);
    }

    #[test]
    fn k_of_one_shows_everything() {
        assert_eq!(fold(&[2, 1], 1, |&count| count), Folded { shown: vec![&2, &1], rest: Rest::None });
    }
}
