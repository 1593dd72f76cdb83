//! Small sound FAQs, built anew in each run so that they are always of today's format.

use faqlet_engine::answer::{Align, Answer, Block, CalloutKind, Inline, encode_chunk};
use faqlet_engine::{AnswersPart, BuildOptions, Engine, Entry, Pin, Synonym, build, divide};

/// Language, then for each entry: question, other wordings, category, tags, answer.
type Faq =
    (&'static str, &'static [(&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str], &'static str)]);

const ENGLISH: Faq = (
    "en",
    &[
        (
            "How do I get a refund?",
            &["I want my money back", "refunds"],
            &["Orders", "Returns"],
            &["payment"],
            "Write to us within 30 days.",
        ),
        ("How long does delivery take?", &[], &["Orders"], &[], "Parcels arrive within 3-5 working days, by courier or mail."),
        ("I cannot log in to my account", &["forgot password", "2FA code"], &["Account"], &["login"], "Reset it on the log-in page."),
        ("Does the WH-1000XM5 work over Wi-Fi?", &[], &[], &["wi-fi", "payment"], "No, it works over Bluetooth 5.2 only."),
        (
            "Can I cancel my subscription?",
            &["cancellation policy"],
            &["Account"],
            &[],
            "Yes, at any time; cancelling takes effect next month.",
        ),
    ],
);

const CHINESE: Faq = (
    "zh-Hant",
    &[
        ("如何申請退款？", &["我想退錢", "退款流程"], &["訂單", "退貨"], &["付款"], "請在三十天內聯絡客服，我們會將款項退回原帳戶。"),
        ("運送需要多久？", &[], &["訂單"], &[], "包裹會在 3 到 5 個工作天內送達。"),
        ("忘記密碼怎麼辦？", &["無法登入"], &["帳戶"], &["登入"], "請在登入頁面重設密碼，然後用 App 掃描條碼。"),
    ],
);

const PERSIAN: Faq = (
    "fa",
    &[
        (
            "چگونه می‌توانم سفارشم را لغو کنم؟",
            &["لغو سفارش‌ها"],
            &["سفارش‌ها"],
            &["پرداخت"],
            "پیش از ارسال، در بخش سفارش‌های من آن را لغو کنید.",
        ),
        ("ارسال چند روز طول می‌کشد؟", &[], &["سفارش‌ها"], &[], "بسته‌ها در ۳ تا ۵ روز کاری می‌رسند."),
        ("رمز عبورم را فراموش کرده‌ام", &[], &["حساب"], &["ورود"], "در صفحهٔ ورود، رمز را بازنشانی کنید یا login تازه بسازید."),
    ],
);

const TAGALOG: Faq = (
    "tl",
    &[
        (
            "Paano ako makakakuha ng refund?",
            &["Gusto kong maibalik ang bayad"],
            &["Order"],
            &["bayad"],
            "Sumulat sa amin sa loob ng 30 araw.",
        ),
        ("Gaano katagal ang pagpapadala?", &[], &["Order"], &[], "Dumarating ang mga pakete sa loob ng limang araw."),
        ("Hindi ako makapag-log in", &["nakalimutan ang password"], &["Account"], &[], "I-reset ang password sa pag-log in."),
    ],
);

const MIXED: Faq = (
    "",
    &[
        ("パスワードを忘れました", &["ログインできない"], &["Account"], &["login"], "ログイン画面で再設定してください。"),
        ("환불은 어떻게 받나요?", &[], &["Orders"], &[], "30일 이내에 고객센터로 연락해 주세요."),
        ("Как вернуть деньги за заказ?", &[], &["Orders"], &["payment"], "Напишите нам в течение 30 дней."),
        ("كيف يمكنني استرجاع المبلغ؟", &[], &["Orders"], &["payment"], "راسلنا خلال ٣٠ يوماً من الاستلام."),
        ("मैं अपना ऑर्डर कैसे रद्द करूं?", &[], &["Orders"], &[], "भेजे जाने से पहले ऑर्डर पेज पर रद्द करें।"),
        ("ฉันจะยกเลิกคำสั่งซื้อได้อย่างไร", &[], &[], &[], "ยกเลิกได้ก่อนจัดส่ง"),
        ("Где ist my Straße? 你好", &[], &["Account"], &[], ""),
    ],
);

const ALL: [Faq; 5] = [ENGLISH, CHINESE, PERSIAN, TAGALOG, MIXED];

/// Number of FAQs.
pub const COUNT: usize = ALL.len();

/// The entries of an FAQ, and what it is built with; the first one has synonyms and a pin, the last one weights.
#[must_use]
pub fn faq(number: usize) -> (Vec<Entry>, BuildOptions) {
    let (lang, entries) = ALL[number % COUNT];
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>();
    let entries = entries.iter().enumerate().map(|(at, (question, also, category, tags, answer))| Entry {
        also: owned(also),
        category: owned(category),
        tags: owned(tags),
        weight: if lang.is_empty() { 0.5 + at as f32 / 4.0 } else { 1.0 },
        ..Entry::new(&format!("entry-{at}"), if lang.is_empty() { TAGS[at % TAGS.len()] } else { lang }, question, answer)
    });
    let entries = entries.collect();
    let mut options = BuildOptions { lang: lang.to_owned(), ..BuildOptions::default() };
    if lang == ENGLISH.0 {
        options.synonyms.push(Synonym { term: "chargeback".into(), means: owned(&["refund", "money back"]), both_ways: true });
        options.synonyms.push(Synonym { term: "sign in".into(), means: owned(&["log in"]), both_ways: false });
        options.pins.push(Pin { query: "help".into(), entry: "entry-2".into(), place: 1 });
    }
    (entries, options)
}

/// Language tags with rules of their own, an unknown one and none.
pub const TAGS: [&str; 18] =
    ["en", "zh-Hant", "fa", "tl", "ja", "ko", "ru", "ar", "hi", "es", "fr", "de", "pt", "id", "tr", "th", "zh-Hans", ""];

/// The bytes of the index of each FAQ.
#[must_use]
pub fn indexes() -> Vec<Vec<u8>> {
    let built = |number| {
        let (entries, options) = faq(number);
        build(&entries, &options).expect("a sound FAQ")
    };
    (0..COUNT).map(built).collect()
}

/// A divided index.
pub struct Divided {
    /// Its root.
    pub root: Vec<u8>,
    /// Its shards, in the root's order.
    pub shards: Vec<Vec<u8>>,
}

/// The FAQs of one language each, divided; and one of several cards.
///
/// # Panics
/// When a sound FAQ cannot be divided.
#[must_use]
pub fn divided() -> Vec<Divided> {
    let (entries, options) = faq(0);
    let many: Vec<Entry> = (0..70usize)
        .map(|number| {
            let mut entry = entries[number % entries.len()].clone();
            entry.id = format!("entry-{number}");
            entry.question.push_str(&format!(" And the parcel of {number}?"));
            entry
        })
        .collect();
    let all = (0..COUNT).map(faq).filter(|(_, options)| !options.lang.is_empty()).chain([(many, options)]);
    all.map(|(entries, options)| {
        let engine = Engine::open(&build(&entries, &options).expect("a sound FAQ")).expect("a sound index");
        let answers = [AnswersPart { first: 0, count: engine.len().min(8), bytes: 100, name: [7; 8] }];
        let mut divided = divide(&engine, &answers).expect("an index of one language");
        let shards = std::mem::take(&mut divided.shards);
        let names: Vec<[u8; 8]> = (0..shards.len()).map(|number| [number as u8; 8]).collect();
        Divided { root: divided.root(&names), shards }
    })
    .collect()
}

/// An engine for each FAQ.
#[must_use]
pub fn engines() -> Vec<Engine> {
    indexes().iter().map(|bytes| Engine::open(bytes).expect("a sound index")).collect()
}

/// Chunks of answers: empty, small, and one with every kind of block and text.
#[must_use]
pub fn chunks() -> Vec<Vec<u8>> {
    let text = |words: &str| vec![Inline::Text(words.to_owned())];
    let plain = Answer { blocks: vec![Block::Paragraph(text("Write to us within 30 days."))] };
    vec![encode_chunk(0, &[]), encode_chunk(7, &[plain.clone(), Answer::default()]), encode_chunk(1, &[rich(), plain])]
}

fn rich() -> Answer {
    let text = |words: &str| vec![Inline::Text(words.to_owned())];
    let line = vec![
        Inline::Strong(vec![Inline::Emphasis(text("at once"))]),
        Inline::Strike(text("never")),
        Inline::Code("x = 1".to_owned()),
        Inline::Break,
        Inline::Link { href: "https://example.org/".to_owned(), content: text("more") },
        Inline::Image { src: "plug.png".to_owned(), alt: "a plug".to_owned() },
        Inline::Placeholder { name: "profile.first_name".to_owned(), fallback: "there".to_owned() },
    ];
    let blocks = vec![
        Block::Paragraph(line),
        Block::Heading { level: 2, anchor: "fees".to_owned(), content: text("Fees") },
        Block::List { start: Some(3), items: vec![vec![Block::Paragraph(text("one"))], Vec::new()] },
        Block::List { start: None, items: vec![vec![Block::Quote(vec![Block::Paragraph(text("two"))])]] },
        Block::Code { language: "sh".to_owned(), text: "faqlet build".to_owned() },
        Block::Table { align: vec![Align::Start, Align::End], head: vec![text("a"), text("b")], rows: vec![vec![text("1"), text("2")]] },
        Block::Callout { kind: CalloutKind::Tip, blocks: vec![Block::Rule] },
        Block::Details { summary: text("More"), blocks: vec![Block::Paragraph(text("hidden"))] },
    ];
    Answer { blocks }
}
