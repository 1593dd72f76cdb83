//! Writes a report over made-up visits, to look at the page while working on it: `cargo run -p faqlet-collector --example sample_report
//! -- FOLDER` leaves `sample.html`, `sample.txt` and `sample.json` there. The visits come from a seed, so two runs give the same page.

use std::path::PathBuf;

use faqlet_beacon::{Contact, Data, End, Event, NoResult, Origin, Question, Reason, Search, Term, View, Visit, Vote, uuid};
use faqlet_collector::{Questions, ReportOptions, Store, report};

const DAY: u64 = 86_400_000;
/// 2026-05-01.
const START: u64 = 1_777_593_600_000;

/// Language, entry id, question, how often it is read (weight), how often it is found helpful (percent).
const ENTRIES: [(&str, &str, &str, u32, u32); 12] = [
    ("en", "refund-time", "How long does a refund take?", 90, 58),
    ("en", "return-how", "How do I return an item?", 80, 91),
    ("en", "track-order", "Where is my parcel?", 120, 86),
    ("en", "change-address", "Can I change the delivery address after I have ordered?", 40, 73),
    ("en", "gift-wrap", "Do you wrap gifts?", 18, 95),
    ("en", "care-linen", "How do I wash linen so that it stays soft?", 25, 97),
    ("zh-Hant", "refund-time", "退款需要多久？", 45, 62),
    ("zh-Hant", "track-order", "我的包裹在哪裡？", 52, 88),
    ("fa", "return-how", "چگونه کالایی را پس بفرستم؟", 38, 84),
    ("fa", "pay-cards", "کدام کارت‌ها را می‌پذیرید؟", 22, 70),
    ("fil", "track-order", "Nasaan na ang padala ko?", 30, 90),
    ("fil", "pay-later", "Puwede bang hulugan ang bayad?", 16, 44),
];

/// Language, known words, number of unknown words, weight.
const MISSING: [(&str, &[&str], u32, u32); 7] = [
    ("en", &["card", "gift", "balance"], 0, 14),
    ("en", &["discount", "student"], 1, 9),
    ("en", &["repair"], 1, 6),
    ("zh-Hant", &["發票", "統編"], 0, 8),
    ("fa", &["ضمانت"], 1, 4),
    ("fil", &["regalo"], 2, 2),
    ("en", &[], 2, 3),
];

const COMMENTS: [(&str, &str, bool, &[Reason], &str); 4] = [
    (
        "en",
        "refund-time",
        false,
        &[Reason::Incomplete],
        "It says five days after you get the parcel, but not how I know that you got it. I sent it two weeks ago, my number is 0171 5550199.",
    ),
    ("fa", "pay-cards", false, &[Reason::Outdated], "این کارت دیگر پذیرفته نمی‌شود، ولی هنوز در فهرست است."),
    ("zh-Hant", "refund-time", false, &[Reason::Unclear], "「五個工作天」是從寄出還是從收到開始算？"),
    ("en", "care-linen", true, &[], "Lovely, worked at once."),
];

const QUESTIONS: [&str; 2] = ["How do I see what is left on my gift card?", "Is there a discount for students?"];

/// A small random number generator (xorshift64*, Vigna 2016).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as u32 % bound.max(1)
    }

    fn pick<'a, T>(&mut self, items: &'a [T], weight: impl Fn(&T) -> u32) -> Option<&'a T> {
        let mut at = self.below(items.iter().map(&weight).sum());
        items.iter().find(|item| {
            let here = weight(item);
            let found = at < here;
            at = at.saturating_sub(here);
            found
        })
    }
}

fn visits(random: &mut Random, day: u64, days: u64) -> Vec<Event> {
    let mut events = Vec::new();
    let weekend = day % 7 >= 5;
    for _ in 0..random.below(if weekend { 14 } else { 26 }) + 6 + day as u32 / 8 {
        let time = START + day * DAY + u64::from(random.below(86_400_000));
        let mut add = |random: &mut Random, data: Data| {
            let bytes = std::array::from_fn(|_| random.below(256) as u8);
            events.push(Event { sent: Some(time), ..Event::new(uuid(time, bytes), "lamplight".to_owned(), time, data) });
        };
        let version = "0123456789abcdef".to_owned();
        if random.below(100) < 9 {
            let Some((lang, terms, unknown, _)) = random.pick(&MISSING, |row| row.3) else { continue };
            let terms = terms.iter().map(|&term| term.to_owned()).collect();
            add(random, Data::NoResult(NoResult { lang: (*lang).to_owned(), version: version.clone(), unknown: *unknown, terms }));
        }
        let Some(&(lang, entry, question, _, good)) = random.pick(&ENTRIES, |row| row.3) else { continue };
        let (lang, entry) = (lang.to_owned(), entry.to_owned());
        let mut terms: Vec<Term> = question
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 3)
            .map(|word| Term { term: word.to_owned(), count: 1 })
            .collect();
        terms.sort_by(|a, b| a.term.cmp(&b.term));
        terms.dedup_by(|a, b| a.term == b.term);
        terms.truncate(2);
        let searches = 1 + random.below(2);
        add(random, Data::Search(Search { lang: lang.clone(), version: version.clone(), searches, unknown: 0, terms }));
        add(random, Data::View(View { lang: lang.clone(), version: version.clone(), entry: entry.clone(), from: Origin::Search }));
        // One answer gets worse in the last four weeks, one is suddenly wanted in the last week.
        let recent = day + 28 >= days;
        let wanted = entry == "gift-wrap" || day + 7 < days || random.below(3) > 0;
        if !wanted {
            let view = View { lang: "en".to_owned(), version: version.clone(), entry: "gift-wrap".to_owned(), from: Origin::Search };
            add(random, Data::View(view));
        }
        let end = [End::Answered, End::Answered, End::Answered, End::Left, End::Contacted][random.below(5) as usize];
        let route = (end == End::Contacted).then(|| "mail".to_owned());
        add(random, Data::Visit(Visit { lang: lang.clone(), version: version.clone(), end, searches, views: 1, route: route.clone() }));
        if end == End::Contacted && random.below(3) == 0 {
            let route = if random.below(3) > 0 { "mail" } else { "callback" }.to_owned();
            let (reply, question) = ("jo@example.com".to_owned(), Some(question.to_owned()));
            let entries = vec![entry.clone()];
            let (lang, version) = (lang.clone(), version.clone());
            add(random, Data::Contact(Contact { lang, version, route, reply, question, entries, ..Contact::default() }));
        }
        if random.below(100) < 24 {
            let good = if recent && entry == "track-order" { good / 2 } else { good };
            let helpful = random.below(100) < good;
            add(random, Data::Vote(Vote { lang, version, entry, helpful, ..Vote::default() }));
        }
    }
    events
}

fn comments(random: &mut Random, days: u64) -> Vec<Event> {
    let made = COMMENTS.iter().zip(1u64..).map(|(&(lang, entry, helpful, reasons, comment), number)| {
        let time = START + days.saturating_sub(number) * DAY;
        let comment = faqlet_beacon::clean(comment, faqlet_beacon::limit::COMMENT_CHARS);
        let (lang, entry, version) = (lang.to_owned(), entry.to_owned(), "0123456789abcdef".to_owned());
        let vote = Vote { lang, version, entry, helpful, reasons: reasons.to_vec(), comment, ..Vote::default() };
        let bytes = std::array::from_fn(|_| random.below(256) as u8);
        Event { sent: Some(time), ..Event::new(uuid(time, bytes), "lamplight".to_owned(), time, Data::Vote(vote)) }
    });
    let mut made: Vec<Event> = made.collect();
    for (number, text) in QUESTIONS.iter().enumerate() {
        let time = START + days.saturating_sub(number as u64 + 1) * DAY;
        let (lang, version) = ("en".to_owned(), "0123456789abcdef".to_owned());
        let bytes = std::array::from_fn(|_| random.below(256) as u8);
        let data = Data::Question(Question { lang, version, text: (*text).to_owned(), entries: vec![] }).cleaned();
        made.push(Event { sent: Some(time), ..Event::new(uuid(time, bytes), "lamplight".to_owned(), time, data) });
    }
    made
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("expected a folder to write to")?);
    let days: u64 = arguments.next().map_or(Ok(70), |days| days.parse())?;
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("sample.db");
    if file.exists() {
        std::fs::remove_file(&file)?;
    }
    let store = Store::open(&file)?;
    let mut random = Random(42);
    for day in 0..days {
        store.store(visits(&mut random, day, days), 0, START + day * DAY + DAY - 1).await?;
    }
    for comment in comments(&mut random, days) {
        let time = comment.time;
        store.store(vec![comment], 0, time).await?;
    }
    let mut questions = Questions::default();
    for (lang, entry, question, ..) in ENTRIES {
        questions.add(lang, entry, question);
    }
    let nearest: faqlet_collector::Nearest =
        std::sync::Arc::new(|_, words| words.contains(&"card".to_owned()).then(|| "pay-cards".to_owned()));
    let report = report(&store, &ReportOptions { questions, nearest: Some(nearest), ..ReportOptions::default() })?;
    std::fs::write(folder.join("sample.html"), report.to_html())?;
    std::fs::write(folder.join("sample.txt"), report.to_text())?;
    std::fs::write(folder.join("sample.json"), report.to_json())?;
    println!("{}", report.to_text());
    Ok(())
}
