//! Tests of the re-ranking: what one profile does to a few hits, and what no profile may do to any.

use super::*;
use crate::random::Random;
use crate::{Fact, Interest, Source, Trace};

const DAY: u64 = 86_400_000;
const NOW: u64 = 20_000 * DAY;

fn profile(reads: &[(&[&str], u32)]) -> Profile {
    let interest = |&(path, reads): &(&[&str], u32)| Interest {
        path: path.iter().map(|&level| level.to_owned()).collect(),
        points: reads * 1_000,
        day: day(NOW),
        off: false,
    };
    Profile { read: reads.iter().map(interest).collect(), ..Profile::default() }
}

fn hit<'a>(entry: u32, score: f32, category: &'a [&'a str]) -> Candidate<'a> {
    Candidate { entry, score, exact: false, category, tags: &[], audience: None }
}

fn order(placed: &[Placed]) -> Vec<u32> {
    placed.iter().map(|hit| hit.entry).collect()
}

#[test]
fn what_was_read_rises_with_its_reason() {
    let hits = [hit(1, 10.0, &["Payment"]), hit(2, 9.0, &["Returns"]), hit(3, 8.9, &["Payment"])];
    let placed = rerank(&hits, &profile(&[(&["Returns"], 2)]), "en", NOW);
    assert_eq!(order(&placed), [2, 1, 3]);
    assert_eq!(placed[0].why, [Why::Read { path: vec!["Returns".into()] }]);
    assert_eq!(placed.iter().map(|hit| hit.rose).collect::<Vec<_>>(), [1, -1, 0]);
    assert!(placed[1].why.is_empty());
}

#[test]
fn relatives_of_a_category_rise_less_than_itself() {
    let profile = profile(&[(&["Orders", "Returns"], 8)]);
    let signal = |category: &[&str]| Known::new(&profile, "en", day(NOW)).read(category).map_or(0.0, |(strength, _)| strength);
    let (same, sibling, parent, stranger) =
        (signal(&["Orders", "Returns"]), signal(&["Orders", "Tracking"]), signal(&["Orders"]), signal(&["Returns"]));
    assert!(same > parent && parent > sibling && sibling > 0.0 && stranger == 0.0, "{same} {parent} {sibling} {stranger}");
}

fn owning(kind: Kind, value: &str) -> Profile {
    let fact = Fact { kind, value: value.into(), by: Source::Host, day: day(NOW), off: false };
    Profile { facts: vec![fact], ..Profile::default() }
}

#[test]
fn a_declared_fact_raises_what_bears_its_name() {
    let tagged: &[&str] = &["Lamp", "battery"];
    let hits = [hit(1, 10.0, &["Payment"]), Candidate { tags: tagged, ..hit(2, 9.0, &["Repair"]) }, hit(3, 8.9, &["Lamp"])];
    let placed = rerank(&hits, &owning(Kind::Product, "lamp"), "en", NOW);
    assert_eq!(order(&placed), [2, 3, 1]);
    assert_eq!(placed[0].why, [Why::Fact { kind: Kind::Product, value: "lamp".into() }]);
    assert_eq!(order(&rerank(&hits, &owning(Kind::Name, "lamp"), "en", NOW)), [1, 2, 3], "a name orders nothing");
    let mut off = owning(Kind::Product, "lamp");
    off.facts[0].off = true;
    assert_eq!(order(&rerank(&hits, &off, "en", NOW)), [1, 2, 3], "what is switched off is used for nothing");
}

#[test]
fn an_audience_comes_first_and_others_see_it_as_usual() {
    let gold = Condition { tier: Some("gold".into()), ..Condition::default() };
    let first = Audience { mode: AudienceMode::First, any: vec![gold] };
    let hits = [hit(1, 10.0, &["Payment"]), Candidate { audience: Some(&first), ..hit(2, 9.0, &["Repair"]) }];
    let placed = rerank(&hits, &owning(Kind::Tier, "gold"), "en", NOW);
    assert_eq!((order(&placed), placed[0].why.len()), (vec![2, 1], 1));
    assert_eq!(order(&rerank(&hits, &owning(Kind::Tier, "silver"), "en", NOW)), [1, 2]);
}

#[test]
fn an_entry_only_for_some_is_hidden_from_others() {
    let gold = Condition { tier: Some("gold".into()), ..Condition::default() };
    let only = Audience { mode: AudienceMode::Only, any: vec![gold.clone()] };
    let first = Audience { mode: AudienceMode::First, any: vec![gold] };
    let (member, other) = (owning(Kind::Tier, "gold").declared("en"), owning(Kind::Tier, "silver").declared("en"));
    let stranger = Profile::default().declared("en");
    assert!(is_for(Some(&only), &member) && !is_for(Some(&only), &other));
    assert!(is_for(Some(&only), &stranger), "who says nothing misses nothing");
    assert!(is_for(Some(&first), &other) && is_for(None, &other));
    let nobody = Audience { mode: AudienceMode::Only, any: vec![Condition::default()] };
    assert!(!is_for(Some(&nobody), &stranger), "a condition of a newer version");
}

#[test]
fn reading_brings_one_hit_to_the_front_and_leaves_the_others_in_their_order() {
    let hits = [hit(1, 10.0, &["Payment"]), hit(2, 9.9, &["Account"]), hit(3, 9.5, &["Returns"]), hit(4, 9.4, &["Returns"])];
    assert_eq!(order(&rerank(&hits, &profile(&[(&["Returns"], 8)]), "en", NOW)), [3, 1, 2, 4]);
}

#[test]
fn a_single_reading_or_a_rare_one_is_no_habit() {
    let hits = [hit(1, 10.0, &["Payment"]), hit(2, 9.9, &["Returns"])];
    assert_eq!(order(&rerank(&hits, &profile(&[(&["Returns"], 1)]), "en", NOW)), [1, 2]);
    let scattered = profile(&[(&["Returns"], 2), (&["A"], 8), (&["B"], 8)]);
    assert_eq!(order(&rerank(&hits, &scattered, "en", NOW)), [1, 2]);
}

#[test]
fn the_strongest_reason_comes_first() {
    let hits = [Candidate { tags: &["lamp"], ..hit(1, 10.0, &["Repair"]) }];
    let mut profile = owning(Kind::Product, "lamp");
    profile.note(Trace::Read, &["Repair"], NOW);
    profile.read[0].points = 1_500;
    let kinds =
        |profile: &Profile| rerank(&hits, profile, "en", NOW)[0].why.iter().map(|why| matches!(why, Why::Read { .. })).collect::<Vec<_>>();
    assert_eq!(kinds(&profile), [false, true]);
    profile.facts[0].kind = Kind::Tier;
    profile.read[0].points = 8_000;
    assert_eq!(kinds(&profile), [true, false]);
}

#[test]
fn old_reading_counts_less() {
    let hits = [hit(1, 10.0, &["Payment"]), hit(2, 8.8, &["Returns"])];
    let reading = profile(&[(&["Returns"], 2)]);
    assert_eq!(order(&rerank(&hits, &reading, "en", NOW)), [2, 1]);
    assert_eq!(order(&rerank(&hits, &reading, "en", NOW + 60 * DAY)), [1, 2]);
}

#[test]
fn reading_everything_alike_changes_nothing() {
    let hits = [hit(1, 10.0, &["Payment"]), hit(2, 9.9, &["Returns"]), hit(3, 9.8, &["Payment"])];
    assert_eq!(order(&rerank(&hits, &profile(&[(&["Payment"], 3), (&["Returns"], 3)]), "en", NOW)), [1, 2, 3]);
}

#[test]
fn exact_hits_keep_their_places() {
    let mut hits = [hit(1, 10.0, &["Payment"]), hit(2, 9.9, &["Payment"]), hit(3, 9.8, &["Returns"]), hit(4, 9.7, &["Returns"])];
    hits[1].exact = true;
    assert_eq!(order(&rerank(&hits, &profile(&[(&["Returns"], 8)]), "en", NOW)), [1, 2, 3, 4]);
}

#[test]
fn a_hit_that_the_engine_put_first_for_another_reason_is_not_thrown_back() {
    let hits = [hit(1, 0.1, &["News"]), hit(2, 10.0, &["Payment"]), hit(3, 3.0, &["Returns"])];
    assert_eq!(order(&rerank(&hits, &profile(&[(&["Returns"], 8)]), "en", NOW)), [1, 2, 3]);
}

#[test]
fn scores_that_are_no_numbers_do_no_harm() {
    let hits = [hit(1, f32::NAN, &["A"]), hit(2, f32::INFINITY, &["B"]), hit(3, -1.0, &["A"]), hit(4, f32::NEG_INFINITY, &[])];
    let mut entries = order(&rerank(&hits, &profile(&[(&["A"], 8)]), "en", NOW));
    entries.sort_unstable();
    assert_eq!(entries, [1, 2, 3, 4]);
}

const CATEGORIES: [&[&str]; 6] = [&["A"], &["A", "B"], &["A", "C"], &["B"], &["B", "A", "C"], &[]];

/// Tags of random hits.
const TAGS: [&[&str]; 3] = [&[], &["lamp"], &["gold", "lamp"]];

fn random_hits(random: &mut Random) -> Vec<Candidate<'static>> {
    let mut score = 20.0;
    let mut hits = Vec::new();
    for entry in 0..random.below(30) {
        score -= random.below(1_000) as f32 / 1_000.0 * score * 0.2;
        let category = CATEGORIES[random.below(6) as usize];
        hits.push(Candidate { entry, score, exact: random.below(8) == 0, category, tags: TAGS[random.below(3) as usize], audience: None });
    }
    hits
}

fn random_profile(random: &mut Random) -> Profile {
    let mut profile = Profile::default();
    for _ in 0..random.below(60) {
        profile.note(Trace::Read, CATEGORIES[random.below(5) as usize], NOW - u64::from(random.below(100)) * DAY);
    }
    for _ in 0..random.below(4) {
        let kind = Kind::ALL[random.below(6) as usize];
        let value = ["lamp", "Returns", "gold"][random.below(3) as usize];
        let by = [Source::Visitor, Source::Host][random.below(2) as usize];
        profile.facts.push(Fact { kind, value: value.into(), by, day: day(NOW), off: random.below(3) == 0 });
    }
    profile
}

#[test]
fn no_hit_moves_across_the_bound_and_none_crosses_an_exact_one() {
    let mut random = Random(7);
    let mut moved = 0;
    for _ in 0..10_000 {
        let (hits, profile) = (random_hits(&mut random), random_profile(&mut random));
        let placed = rerank(&hits, &profile, "en", NOW);
        assert_eq!(placed, rerank(&hits, &profile, "en", NOW), "the same input gives the same order");
        let mut indices: Vec<_> = placed.iter().map(|hit| hit.index).collect();
        for (above, first) in placed.iter().enumerate() {
            for second in &placed[above + 1..] {
                if first.index < second.index {
                    continue;
                }
                let (overtaker, overtaken) = (&hits[first.index], &hits[second.index]);
                moved += 1;
                assert!(overtaker.score * (BOUND.exp() as f32) * 1.0001 >= overtaken.score);
                assert!(!hits[second.index..=first.index].iter().any(|hit| hit.exact));
                assert!(!first.why.is_empty(), "who rises has a reason");
            }
        }
        indices.sort_unstable();
        assert!(indices.into_iter().eq(0..hits.len()), "each hit is there once");
    }
    assert!(moved > 10_000, "the test has seen too few moves to say anything: {moved}");
}

#[test]
fn an_empty_profile_is_the_identity_even_for_odd_orders() {
    let mut random = Random(11);
    for _ in 0..2_000 {
        let mut hits = random_hits(&mut random);
        for at in (1..hits.len()).rev() {
            hits.swap(at, random.below(at as u32 + 1) as usize);
        }
        let placed = rerank(&hits, &Profile::default(), "en", NOW);
        assert!(placed.iter().enumerate().all(|(place, hit)| hit.index == place && hit.rose == 0 && hit.why.is_empty()));
    }
}

#[test]
fn the_order_is_the_same_on_every_platform() {
    let mut random = Random(3);
    let mut digest = 0u64;
    for _ in 0..2_000 {
        let (hits, profile) = (random_hits(&mut random), random_profile(&mut random));
        for hit in rerank(&hits, &profile, "en", NOW) {
            digest = digest.rotate_left(5) ^ u64::from(hit.entry) ^ (u64::from(hit.score.to_bits()) << 16);
        }
    }
    assert_eq!(digest, DIGEST, "scores differ in their last bits from those of other platforms");
}

/// Found on x86-64; the same test runs in wasm. It changes with the weights of the signals, never with the platform.
const DIGEST: u64 = 15_049_293_133_434_197_707;
