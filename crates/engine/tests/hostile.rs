//! Indexes that were cut, damaged or forged: refused, or harmless. What is random here follows from fixed seeds; `fuzz/` goes on from there.

use std::time::{Duration, Instant};

use faqlet_engine::container::{Container, Writer};
use faqlet_engine::{BuildOptions, Engine, Entry, KIND, OpenError, Pin, SearchOptions, Synonym, build};

/// No call may take longer, whatever the file.
const MOST: Duration = Duration::from_millis(100);

/// Magic to checksum, and a row of the table, in bytes.
const HEAD: usize = 24;
const ROW: usize = 16;

fn entries() -> Vec<Entry> {
    let entry = |id: &str, lang: &str, question: &str, also: &str, category: &[&str], answer: &str| Entry {
        also: vec![also.to_owned()],
        category: category.iter().map(|name| (*name).to_owned()).collect(),
        tags: vec![lang.to_owned(), "all".to_owned()],
        ..Entry::new(id, lang, question, answer)
    };
    vec![
        entry("refund", "en", "How do I get a refund?", "money back", &["Orders", "Returns"], "Write to us within 30 days."),
        entry("login", "en", "I cannot log in to my account", "2FA code", &["Account"], "Reset it on the log-in page, over Wi-Fi."),
        entry("退款", "zh-Hant", "如何申請退款？", "退款流程", &["訂單"], "請在三十天內聯絡客服。"),
        entry("لغو", "fa", "چگونه سفارشم را لغو کنم؟", "لغو سفارش‌ها", &["سفارش‌ها"], "پیش از ارسال آن را لغو کنید."),
        entry("bayad", "tl", "Paano ako makakakuha ng refund?", "ibalik ang bayad", &["Orders"], "Sumulat sa amin sa loob ng 30 araw."),
    ]
}

fn index() -> Vec<u8> {
    let synonyms = vec![Synonym { term: "chargeback".into(), means: vec!["refund".into()], both_ways: true }];
    let pins = vec![Pin { query: "help".into(), entry: "login".into(), place: 1 }];
    build(&entries(), &BuildOptions { lang: "en".into(), synonyms, pins }).unwrap()
}

/// A number that looks random (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound.max(1)
    }

    /// Changes, drops, doubles or cuts a few bytes.
    fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..1 + self.below(3) {
            let at = self.below(bytes.len());
            match self.below(6) {
                0 if at < bytes.len() => drop(bytes.remove(at)),
                1 => bytes.insert(at, self.below(256) as u8),
                2 => bytes.extend_from_within(at..(at + 1 + self.below(8)).min(bytes.len())),
                3 if self.below(4) == 0 => bytes.truncate(at),
                kind => {
                    let value = if kind == 4 { self.below(12) } else { self.below(256) } as u8;
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = value;
                    }
                }
            }
        }
    }
}

/// Runs `work` and asserts that it keeps the bound; a machine that was busy elsewhere gets two more tries.
fn within<T>(what: &str, mut work: impl FnMut() -> T) -> T {
    for last in [false, false, true] {
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        if took <= MOST {
            return result;
        }
        assert!(!last, "{what} took {took:?}");
    }
    unreachable!("the last try returns or fails")
}

/// Does everything that can be done with an index.
fn use_it(engine: &Engine) {
    let questions: Vec<String> = (0..engine.len()).filter_map(|number| Some(engine.entry(number)?.question.to_owned())).collect();
    assert_eq!(questions.len(), engine.len() as usize);
    for category in engine.categories() {
        assert_eq!(engine.entries_in(category.number).len(), category.entries as usize);
    }
    for query in ["refnud chargeback", "log in 2fa", "help", "退款", "سفارش", "makakakuha"] {
        let found = within("search", || engine.search(query, &SearchOptions::default()));
        for hit in &found.hits {
            let question = engine.entry(hit.entry).unwrap().question;
            assert!(hit.marks.iter().all(|mark| question.get(mark.start as usize..mark.end as usize).is_some()));
            assert!(hit.score.is_finite() && (0.0..=1.0).contains(&hit.confidence), "{hit:?}");
        }
        let text = questions.join(" ");
        within("snippet", || engine.snippet(query, &text, 40));
    }
}

#[test]
fn an_index_cut_at_any_byte_is_refused() {
    let file = index();
    for length in 0..file.len() {
        assert!(Engine::open(&file[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn an_index_with_any_bit_flipped_is_refused() {
    let mut file = index();
    for bit in 0..file.len() * 8 {
        file[bit / 8] ^= 1 << (bit % 8);
        assert!(Engine::open(&file).is_err(), "bit {bit}");
        file[bit / 8] ^= 1 << (bit % 8);
    }
    assert!(Engine::open(&file).is_ok());
}

#[test]
fn a_damaged_index_is_refused() {
    let file = index();
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for number in 0..100_000 {
        let mut damaged = file.clone();
        dice.damage(&mut damaged);
        assert!(damaged == file || Engine::open(&damaged).is_err(), "mutation {number}");
    }
}

/// The sections of a file with their tags.
fn sections(file: &[u8]) -> Vec<([u8; 4], Vec<u8>)> {
    let container = Container::open(file, KIND).unwrap();
    let count = u32::from_le_bytes(file[16..20].try_into().unwrap()) as usize;
    let tags = file[HEAD..HEAD + ROW * count].chunks_exact(ROW).map(|row| row[..4].try_into().unwrap());
    tags.map(|tag: [u8; 4]| (tag, container.section(tag).unwrap().to_vec())).collect()
}

fn file(sections: Vec<([u8; 4], Vec<u8>)>) -> Vec<u8> {
    sections.into_iter().fold(Writer::new(KIND), |writer, (tag, bytes)| writer.section(tag, bytes)).finish()
}

#[test]
fn a_forged_index_with_right_checksums_is_refused_or_harmless() {
    let sound = sections(&index());
    assert_eq!(file(sound.clone()), index(), "the test reads and writes the envelope as the engine does");
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let (mut opened, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let mut forged = sound.clone();
        let victim = dice.below(forged.len());
        dice.damage(&mut forged[victim].1);
        let forged = file(forged);
        match within("open", || Engine::open(&forged)) {
            Ok(engine) => {
                opened += 1;
                use_it(&engine);
            }
            Err(OpenError::Checksum { .. } | OpenError::NotOurs | OpenError::Length { .. }) => panic!("the envelope is right"),
            Err(error) => {
                refused += 1;
                assert!(error.to_string().contains("expected"), "{error}");
            }
        }
    }
    // Neither way may be the only one that was tried.
    assert!(opened > 1_000 && refused > 1_000, "{opened} opened, {refused} refused");
}
