//! Tests of learning: what is certain is learned, what is not is left, and what is pushed does not move.

use super::*;
use crate::store::Material;

/// A vote of a day.
fn vote(day: u64, entry: &str, helpful: bool, terms: &str) -> Lesson {
    let terms = terms.split_whitespace().map(str::to_owned).collect();
    Lesson { day, lang: "en".into(), entry: entry.into(), helpful, crowd: 0, terms }
}

/// What is learned of votes alone.
fn of(votes: &[Lesson]) -> (Vec<EntryLesson>, Vec<Flag>) {
    let (trusted, flags) = trust::trusted(votes);
    let all = wordings::Index::new(&trusted);
    let average = average(&trusted, 30);
    let entry = |name: &str| {
        let own: Vec<Trusted<'_>> = trusted.iter().filter(|vote| vote.lesson.entry == name).copied().collect();
        let (yes, no) = sums(&own, 30);
        let days = trust::days(&own);
        let weight = if days >= WEIGHT_DAYS && yes + no >= WEIGHT_VOTES { weight(yes, no, average) } else { 1.0 };
        let words = wordings::words(&own, 5);
        let wordings = wordings::wordings(&own, &words, &all);
        EntryLesson { lang: "en".into(), entry: name.into(), weight, yes, no, days, wordings, words }
    };
    (["good", "bad", "plain"].map(entry).to_vec(), flags)
}

/// A month in which two answers are clearly liked and disliked.
fn month() -> Vec<Lesson> {
    let mut votes = Vec::new();
    for day in 0..30 {
        votes.extend([vote(day, "good", true, "money back"), vote(day, "good", true, "get money back")]);
        votes.extend([vote(day, "bad", false, ""), vote(day, "bad", day % 5 == 0, "")]);
        votes.push(vote(day, "plain", day % 2 == 0, "parcel"));
    }
    votes
}

#[test]
fn what_is_certain_moves_a_weight_a_little_and_the_rest_stays() {
    let (entries, flags) = of(&month());
    let weights: Vec<f64> = entries.iter().map(|entry| entry.weight).collect();
    assert!(weights[0] > 1.0 && weights[1] < 1.0 && weights.iter().all(|weight| WEIGHTS.contains(weight)), "{weights:?}");
    assert!((weights[2] - 1.0).abs() < 1e-9);
    assert_eq!(flags, []);
}

#[test]
fn few_votes_or_one_day_teach_nothing() {
    let one_day: Vec<Lesson> = (0..40).map(|_| vote(3, "good", true, "money back")).collect();
    let (entries, flags) = of(&one_day);
    assert!((entries[0].weight - 1.0).abs() < 1e-9 && entries[0].wordings.is_empty() && entries[0].words.is_empty());
    assert_eq!(flags.first().map(|flag| flag.suspicion), None, "a day is what it is while there is nothing to compare it with");
    let few: Vec<Lesson> = (0..4).map(|day| vote(day, "good", true, "money back")).collect();
    assert!(of(&few).0[0].wordings.is_empty());
}

#[test]
fn words_that_led_to_an_answer_become_wordings() {
    let (entries, _) = of(&month());
    let wordings: Vec<&[String]> = entries[0].wordings.iter().map(|wording| wording.words.as_slice()).collect();
    assert_eq!(wordings, [["get", "money", "back"].map(str::to_owned)], "what is part of another is left out");
    assert!(entries[2].wordings.is_empty(), "one word alone claims too much");
    assert_eq!(entries[0].words.iter().map(|word| word.word.as_str()).collect::<Vec<_>>(), ["back", "get", "money"]);
}

#[test]
fn words_that_lead_elsewhere_as_often_belong_to_nobody() {
    let mut votes = month();
    votes.extend((0..60).map(|number| vote(number / 2, "plain", true, "get money back")));
    assert!(of(&votes).0[0].wordings.is_empty());
}

#[test]
fn a_day_of_repetitions_does_not_count_and_is_told() {
    let (before, _) = of(&month());
    let mut votes = month();
    votes.extend((0..1_000).map(|number| Lesson { crowd: number / 10, ..vote(12, "bad", true, "money back") }));
    let (after, flags) = of(&votes);
    assert_eq!(
        flags.iter().map(|flag| (flag.entry.as_str(), flag.day, flag.suspicion)).collect::<Vec<_>>(),
        [("bad", 12, Suspicion::Repeated)]
    );
    assert!((after[1].weight - before[1].weight).abs() < 0.005, "{} {}", after[1].weight, before[1].weight);
    assert!(after[1].wordings.is_empty());
}

#[test]
fn a_burst_from_everywhere_counts_as_a_usual_day_and_is_told() {
    let (before, _) = of(&month());
    let mut votes = month();
    votes.extend((0..5_000).map(|_| vote(12, "bad", true, "money back")));
    let (after, flags) = of(&votes);
    assert_eq!(flags.iter().map(|flag| flag.suspicion).collect::<Vec<_>>(), [Suspicion::Burst]);
    assert!((after[1].weight - before[1].weight).abs() < 0.03, "{} {}", after[1].weight, before[1].weight);
    assert!(after[1].wordings.is_empty(), "words of one day");
}

#[test]
fn votes_fade() {
    let old = sums(&[Trusted { lesson: &vote(0, "good", true, ""), part: 1.0 }], 60);
    assert!((old.0 - 0.5).abs() < 1e-9);
}

#[test]
fn searches_in_vain_are_put_together_where_they_are_about_the_same() {
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let groups = [(words("card gift"), 4), (words("balance card gift"), 3), (words("repair"), 2)];
    let made = clusters(groups.iter().map(|(words, count)| ("en", words.as_slice(), *count)));
    assert_eq!(
        made.iter().map(|cluster| (cluster.words.join(" "), cluster.count)).collect::<Vec<_>>(),
        [("card gift".into(), 7), ("repair".into(), 2)]
    );
    let gaps = groups.iter().map(|(words, count)| crate::store::GapFact { day: 1, lang: "en".into(), terms: words.clone(), count: *count });
    let questions = vec![("en".to_owned(), "What is left on my gift card?".to_owned()), ("en".to_owned(), "Where are you?".to_owned())];
    let found = gaps::missing(&Material { votes: Vec::new(), gaps: gaps.collect(), questions }, 5);
    assert_eq!(found.len(), 1, "the other one is too rare");
    assert_eq!(found[0].questions, ["What is left on my gift card?"]);
}
