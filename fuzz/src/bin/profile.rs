//! A profile that somebody brings as a file, or that stands in storage: it is refused, or it says the same after export and import, keeps
//! nothing without consent, and re-orders hits within the bound.
#![no_main]

use faqlet_fuzz::bound::within;
use faqlet_fuzz::text;
use faqlet_profile::{BOUND, Candidate, How, MOST_BYTES, Preferences, Purpose, Saved, State, Visitor, rerank};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

/// Some moment, in milliseconds since 1970.
const NOW: u64 = 1_780_000_000_000;

fuzz_target!(|data: &[u8]| {
    let Ok(saved) = serde_json::from_slice::<Saved>(data) else { return };
    for gpc in [false, true] {
        within("import", || imports(&saved, gpc));
        let (visitor, invalid) = within("restore", || Visitor::restore(saved.clone(), 1, gpc, NOW));
        assert!(invalid.iter().all(|problem| !problem.to_string().is_empty()));
        keeps_only_what_is_granted(&visitor);
        reorders(&visitor);
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| { text::mutate(data, size, max_size, seed, 0) });

fn imports(saved: &Saved, gpc: bool) {
    let fresh = Visitor::new(gpc, NOW);
    let mut visitor = fresh.clone();
    if let Err(error) = visitor.import(saved, NOW) {
        assert!(!error.to_string().is_empty() && saved.check().is_err());
        return assert_eq!(visitor, fresh, "a refused file changes nothing");
    }
    keeps_only_what_is_granted(&visitor);
    assert!(!gpc || !visitor.allows(Purpose::Measurement), "the browser's signal stands");
    let json = serde_json::to_string(&visitor.export()).expect("a profile can be written");
    assert!(json.len() <= MOST_BYTES, "{} bytes", json.len());
    let again: Saved = serde_json::from_str(&json).expect("an export can be read");
    let mut other = fresh;
    other.import(&again, NOW).expect("an export can be imported");
    assert_eq!(other, visitor, "not the same after export and import");
    for purpose in Purpose::ALL {
        visitor.decide(purpose, State::Denied, How::Widget, 1, NOW);
    }
    assert!(visitor.profile().is_empty() && visitor.preferences() == &Preferences::default(), "a withdrawal forgets");
}

fn keeps_only_what_is_granted(visitor: &Visitor) {
    assert!(visitor.allows(Purpose::Personalisation) || visitor.profile().is_empty());
    assert!(visitor.allows(Purpose::Preferences) || visitor.preferences() == &Preferences::default());
}

fn reorders(visitor: &Visitor) {
    let read = visitor.profile().read.iter().take(3).map(|interest| interest.path.iter().map(String::as_str).collect::<Vec<_>>());
    let paths: Vec<Vec<&str>> = read.chain([vec![], vec!["Orders"], vec!["Orders", "Returns"]]).collect();
    let hit = |(at, path)| Candidate {
        entry: at,
        score: 10.0 - at as f32,
        exact: at == 2,
        category: path,
        tags: &["gold", "Orders"],
        audience: None,
    };
    let hits: Vec<Candidate<'_>> = (0..).zip(paths.iter().map(Vec::as_slice)).map(hit).collect();
    let placed = rerank(&hits, visitor.profile(), "en", NOW);
    let mut entries: Vec<u32> = placed.iter().map(|hit| hit.entry).collect();
    assert_eq!(entries[2], 2, "an exact hit keeps its place");
    entries.sort_unstable();
    assert!(entries.into_iter().eq(0..hits.len() as u32), "each hit once");
    for hit in &placed {
        let factor = f64::from(hit.score) / f64::from(hits[hit.index].score);
        assert!((-BOUND - 1e-6..=BOUND + 1e-6).contains(&factor.ln()), "a factor of {factor}");
    }
}
