//! The kit that runs every language's data, and what must hold for every input.
//!
//! A line of data opens with a mark and holds texts between `|`: `=` they have the same terms, `~` each two share a term that is not a
//! function word in both, `!` no two share a term, `>` the first text has the terms that follow, in order.

use super::character::Characters;
use super::languages::{LANGUAGES, Rules};
use super::{Language, Token, TokenKind, analyse, synonyms};

fn collect<T>(text: &str, language: Language, mut pick: impl FnMut(Token<'_>) -> T) -> Vec<T> {
    let mut all = Vec::new();
    analyse(text, language, &mut |token| all.push(pick(token)));
    all
}

fn terms(text: &str, language: Language) -> Vec<String> {
    collect(text, language, |token| token.term.to_owned())
}

fn content_terms(text: &str, language: Language) -> Vec<String> {
    let tokens = collect(text, language, |token| (token.term.to_owned(), token.function));
    tokens.into_iter().filter(|(_, function)| !function).map(|(term, _)| term).collect()
}

fn shared(a: &str, b: &str, language: Language) -> bool {
    let share = |content: &str, any: &str| content_terms(content, language).iter().any(|term| terms(any, language).contains(term));
    share(a, b) || share(b, a)
}

fn languages() -> impl Iterator<Item = (Language, &'static Rules)> {
    LANGUAGES.iter().enumerate().map(|(number, rules)| (Language(number as u8), *rules))
}

/// What is wrong with a line of data; `None` when it holds.
fn fault(mark: &str, texts: &[&str], language: Language) -> Option<String> {
    let pairs = || texts.iter().enumerate().flat_map(|(n, a)| texts.iter().skip(n + 1).map(move |b| (*a, *b)));
    let wrong = match mark {
        "=" => pairs().find(|(a, b)| terms(a, language) != terms(b, language)),
        "~" => pairs().find(|(a, b)| !shared(a, b, language)),
        "!" => pairs().find(|(a, b)| shared(a, b, language)),
        ">" => pairs().next().filter(|(text, wanted)| terms(text, language).join(" ") != *wanted),
        _ => Some(("unknown mark", mark)),
    };
    wrong.map(|(a, b)| format!("{mark} {a} {:?} | {b} {:?}", terms(a, language), terms(b, language)))
}

#[test]
fn every_language_treats_its_test_data_as_written() {
    let mut faults = Vec::new();
    for (language, rules) in languages() {
        let mut lines = 0;
        for line in rules.tests.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (mark, texts) = line.split_once(' ').unwrap();
            let texts: Vec<&str> = texts.split('|').map(str::trim).collect();
            assert!(texts.len() > 1, "a line needs at least two texts: {line}");
            faults.extend(fault(mark, &texts, language).map(|fault| format!("{:?}: {fault}", rules.tags)));
            lines += 1;
        }
        assert!(lines > 4, "{:?} has {lines} lines of test data; a language needs more", rules.tags);
    }
    assert!(faults.is_empty(), "{} lines do not hold:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn function_words_are_listed_once_and_as_folding_leaves_them() {
    let mut faults = Vec::new();
    for (language, rules) in languages() {
        for (word, _) in rules.function_words.entries() {
            let tokens = collect(word, language, |token| (token.function, token.word.to_owned()));
            if !tokens.iter().any(|(function, _)| *function) {
                faults.push(format!("{:?}: {word} is analysed as {tokens:?}", rules.tags));
            }
        }
    }
    assert!(faults.is_empty(), "{} function words can never be met:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn synonyms_are_groups_of_different_phrases() {
    let mut faults = Vec::new();
    for (language, rules) in languages() {
        for group in synonyms(language) {
            let phrases: Vec<&str> = group.collect();
            let analysed: Vec<_> = phrases.iter().map(|phrase| terms(phrase, language)).collect();
            let mut different = analysed.clone();
            different.sort_unstable();
            different.dedup();
            if different.len() < analysed.len() || analysed.iter().any(Vec::is_empty) {
                faults.push(format!("{:?}: {phrases:?} {analysed:?}", rules.tags));
            }
        }
    }
    assert!(faults.is_empty(), "{} groups have a phrase without words or say a thing twice:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn tags_find_their_language_in_any_case_and_with_any_subtags() {
    let same = |a: &str, b: &str| assert_eq!(Language::from_tag(a), Language::from_tag(b), "{a} {b}");
    same("zh-Hant", "zh-Hans");
    same("zh-TW", "ZH");
    same("pt_BR", "pt");
    same("fil", "tl");
    same("FA-ir", "fa");
    same("xx-unknown", "");
    assert_ne!(Language::from_tag("en"), Language::from_tag("xx"));
    assert_eq!(Language::from_tag("xx"), Language::default());
}

#[test]
fn words_in_another_script_follow_that_script() {
    let fa = Language::from_tag("fa");
    assert_eq!(terms("cancellations لغو سفارش‌ها", fa), ["cancel", "لغو", "سفارش"]);
    let zh = Language::from_tag("zh");
    assert_eq!(terms("refunds退款", zh), ["refund", "退款", "款"]);
    assert_eq!(terms("ordini", Language::from_tag("it")), ["ordini"], "a language without rules is not stemmed as English");
}

/// Texts that have broken analysers: marks without a base, floods, mixed directions, jamo, astral letters, half words at either end.
fn nasty() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "'",
        "''''",
        "-a-",
        "a-",
        "-",
        "a--b",
        "a' b",
        "'s",
        "’s's's",
        "\u{301}",
        "\u{200c}\u{200c}",
        "\u{200d}",
        "می",
        "می ",
        "می می می",
        "ها",
        "ها ها",
        "\u{3099}\u{309a}",
        "か\u{3099}",
        "\u{1112}\u{1161}\u{11ab}",
        "\u{11ab}",
        "가 \u{11a8}",
        "\u{1100} \u{1161}",
        "가\u{11a8}\u{11a8}",
        "𠀀𠀁",
        "𝟘𝟙",
        "\u{e0001}",
        "👩\u{200d}👩",
        "ß",
        "ﷲ",
        "a.b.c.d.e.f.g.h",
        "1.",
        "1,,2",
        "1.2.3.4.5.6.7",
        "يؤئءآ",
        "\u{feff}x\u{feff}",
        "א\u{5b0}\u{5be}ב",
        "ーー",
        "ーあ",
        "々",
        "ไทย\u{e31}\u{e31}",
        "log in",
        "in log in in",
        "nag-nag-nag",
        "o-o-o-o",
        "mag-",
        "-mag",
        "i-i",
        "l'l'l'",
        "qu'",
        "ue",
        "quee",
        "e e e",
        "yyyyy",
        "ssss",
        "ingly",
        "sses",
    ]
    .map(str::to_owned)
    .into();
    for flood in [
        "a",
        "-",
        "a-",
        "\u{200b}",
        "\u{200c}",
        "ا\u{200c}",
        "می ",
        "款",
        "한",
        "か\u{3099}",
        "\u{301}",
        "y",
        "1.",
        "1,",
        "'",
        "l'",
        "ha ",
        "log in ",
        "न\u{94d}",
    ] {
        texts.push(flood.repeat(10_000 / flood.len()));
    }
    texts
}

/// Random texts from the corners of Unicode that the analyser treats specially.
fn random_texts(count: usize) -> Vec<String> {
    const ROWS: [(u32, u32); 14] = [
        (0x20, 0x7F),
        (0x20, 0x7F),
        (0xA0, 0x250),
        (0x300, 0x370),
        (0x5B0, 0x6FF),
        (0x900, 0x970),
        (0xE00, 0xE60),
        (0x1100, 0x1200),
        (0x2000, 0x2070),
        (0x3040, 0x3100),
        (0x4E00, 0x9FFF),
        (0xAC00, 0xD7A4),
        (0xFB00, 0xFFFF),
        (0x1_0000, 0x11_0000),
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut random = move |below: u32| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as u32 % below
    };
    let mut text = || {
        let length = random(40);
        let mut row = ROWS[0];
        (0..length)
            .filter_map(|_| {
                if random(3) == 0 {
                    row = ROWS[random(ROWS.len() as u32) as usize];
                }
                char::from_u32(row.0 + random(row.1 - row.0))
            })
            .collect()
    };
    (0..count).map(|_| text()).collect()
}

fn any_text() -> Vec<String> {
    let mut texts = nasty();
    texts.extend(random_texts(2_000));
    texts
}

#[test]
fn any_text_gives_tokens_in_order_that_lie_on_character_boundaries() {
    for text in any_text() {
        for (language, _) in languages() {
            let (mut position, mut words) = (0, 0);
            analyse(&text, language, &mut |token| {
                let slice = text.get(token.start as usize..token.end as usize);
                assert!(slice.is_some_and(|slice| !slice.is_empty()), "{text:?} {token:?}");
                assert!(!token.word.is_empty() && !token.term.is_empty(), "{text:?} {token:?}");
                assert!(token.span >= 1);
                if token.kind == TokenKind::Joined {
                    assert!(token.span > 1 && token.position + u32::from(token.span) == words, "{text:?} {token:?}");
                } else {
                    assert!(token.position >= position && token.position == words, "{text:?} {token:?}");
                    words += 1;
                }
                position = token.position;
            });
        }
    }
}

#[test]
fn a_token_is_never_longer_than_a_word_can_be() {
    for (language, _) in languages() {
        for text in any_text() {
            analyse(&text, language, &mut |token| assert!(token.word.len() < 512 && token.term.len() < 512));
        }
    }
}

#[test]
fn folding_twice_is_folding_once() {
    let characters = Characters::new();
    for c in (0..0x11_0000).filter_map(char::from_u32) {
        let (mut once, mut twice) = (String::new(), String::new());
        characters.fold(c, &mut once, 0);
        once.chars().for_each(|c| characters.fold(c, &mut twice, 0));
        assert_eq!(once, twice, "{c:?} U+{:04X}", c as u32);
    }
}

#[test]
fn a_lone_korean_letter_does_not_join_the_word_before() {
    let ko = Language::from_tag("ko");
    assert_eq!(terms("가\u{11a8}", ko), ["각"]);
    assert_eq!(terms("가 \u{11a8}", ko), ["가", "\u{11a8}"]);
    assert_eq!(terms("한글 \u{11a8}", ko), ["한글", "\u{11a8}"]);
}

#[test]
fn the_same_text_gives_the_same_tokens() {
    for text in any_text() {
        let language = Language::from_tag("tl");
        assert_eq!(terms(&text, language), terms(&text, language));
    }
}

#[test]
fn letters_and_words_are_cut_where_the_unicode_annex_cuts() {
    use unicode_segmentation::UnicodeSegmentation;
    let texts = [
        "How do I cancel my order, and when will I get 2 refunds?",
        "¿Cómo puedo cambiar la contraseña? ¡Gracias!",
        "Où est ma commande n° 1234 passée le 3 mai ?",
        "Как отменить заказ и вернуть деньги за 30 дней?",
        "چگونه سفارش خود را لغو کنم؟",
        "मैं अपना ऑर्डर कैसे रद्द करूं?",
        "איך אני מבטל הזמנה?",
        "Πώς μπορώ να ακυρώσω την παραγγελία;",
        "Bitcoin costs 3.14 or 2,500 (approx.) — “really”",
    ];
    for text in texts {
        let ours = collect(text, Language::default(), |token| text[token.start as usize..token.end as usize].to_owned());
        let theirs: Vec<String> = text.unicode_words().map(str::to_owned).collect();
        assert_eq!(ours, theirs);
    }
}
