//! The passage of an answer that says most about a query: where matches stand closest, from the beginning of a sentence or of a word.

use crate::highlight::join;
use crate::index::Engine;
use crate::search::Mark;

/// A passage of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The passage.
    pub text: String,
    /// What matched, in bytes of `text`.
    pub marks: Vec<Mark>,
    /// Whether there is more before it.
    pub cut_before: bool,
    /// Whether there is more after it.
    pub cut_after: bool,
}

impl Engine {
    /// The passage of `text` that says most about `query`, at most `max_chars` characters, with marks. It begins with a sentence
    /// where one begins near enough, and never inside a word.
    #[must_use]
    pub fn snippet(&self, query: &str, text: &str, max_chars: usize) -> Snippet {
        let marks = join(&self.read(text, self.language()).matches(&self.query(query, true, true)));
        let start = begin(text, densest(text, &marks, max_chars), max_chars / 3);
        let end = finish(text, start, max_chars);
        let inside = marks.iter().filter(|mark| mark.start as usize >= start && mark.end as usize <= end);
        Snippet {
            text: text.get(start..end).unwrap_or_default().to_owned(),
            marks: inside.map(|mark| Mark { start: mark.start - start as u32, end: mark.end - start as u32 }).collect(),
            cut_before: !text.get(..start).unwrap_or_default().trim().is_empty(),
            cut_after: !text.get(end..).unwrap_or_default().trim().is_empty(),
        }
    }
}

/// Where the mark begins that has most others within two thirds of a passage behind it; the first of equals, 0 without marks.
fn densest(text: &str, marks: &[Mark], max_chars: usize) -> usize {
    let reach = max_chars - max_chars / 3;
    let mut best = (0, 0);
    for (i, mark) in marks.iter().enumerate() {
        let start = mark.start as usize;
        let end = start + text.get(start..).map_or(0, |rest| bytes_of(rest, reach));
        let within = marks.iter().skip(i).take_while(|mark| mark.end as usize <= end).count();
        if within > best.0 {
            best = (within, start);
        }
    }
    best.1
}

/// Where a passage begins that is to show what stands at `at`: at its sentence, else at a word, at most `lead` characters before.
fn begin(text: &str, at: usize, lead: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let earliest = before.char_indices().rev().nth(lead).map_or(0, |(place, character)| place + character.len_utf8());
    if earliest == 0 {
        return 0;
    }
    let room = text.get(earliest..at).unwrap_or_default();
    let sentence = room.char_indices().zip(room.chars().skip(1)).filter(|((_, last), next)| ends_sentence(*last, *next)).last();
    let from = match sentence {
        Some(((place, last), _)) => earliest + place + last.len_utf8(),
        None => (earliest..at).find(|place| is_seam(text, *place)).unwrap_or(at),
    };
    // What ends the words before it is no beginning.
    let skipped = text.get(from..at).unwrap_or_default().trim_start_matches(|c: char| c.is_whitespace() || CLOSING.contains(c));
    at - skipped.len()
}

/// Punctuation that belongs to what stands before it.
const CLOSING: &str = ",;:.!?)]}»”’…/،؛؟।、，。；：！？）」』】》";

/// Where a passage ends that begins at `start` and has at most `max_chars` characters.
fn finish(text: &str, start: usize, max_chars: usize) -> usize {
    let latest = start + bytes_of(text.get(start..).unwrap_or_default(), max_chars);
    let seam = (start + 1..=latest).rev().find(|place| is_seam(text, *place)).unwrap_or(latest);
    start + text.get(start..seam).unwrap_or_default().trim_end().len()
}

/// How many bytes the first `count` characters take.
fn bytes_of(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(place, _)| place)
}

fn ends_sentence(last: char, next: char) -> bool {
    matches!(last, '。' | '！' | '？' | '\n') || (matches!(last, '.' | '!' | '?' | '؟' | '।' | '…') && next.is_whitespace())
}

/// Whether a text may be cut at this byte: not inside a character or number, and not inside a word of a script that puts spaces between
/// words.
fn is_seam(text: &str, place: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..place), text.get(place..)) else { return false };
    let (mut before, mut after) = (before.chars().rev(), after.chars());
    let (Some(last), Some(first)) = (before.next(), after.next()) else { return true };
    let held = |point: char, one: char, other: Option<char>| {
        matches!(point, '.' | ',' | ':' | '٫' | '٬') && one.is_alphanumeric() && other.is_some_and(char::is_alphanumeric)
    };
    let inside = (is_spaced(last) && is_spaced(first)) || (is_katakana(last) && is_katakana(first));
    !(inside || is_joined(last, first) || held(first, last, after.next()) || held(last, first, before.next()))
}

/// Whether a character is part of a word in a script that puts spaces between words. Signs of the Indic scripts are no letters of their
/// own; their full stops, of course, are not in words.
fn is_spaced(character: char) -> bool {
    match character {
        '\u{0964}' | '\u{0965}' => false,
        '\u{0900}'..='\u{0DFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{200C}' | '\'' | '’' => true,
        _ => character.is_alphanumeric() && character < '\u{2E80}',
    }
}

/// Foreign words in Japanese are spelled in these, one run a word.
fn is_katakana(character: char) -> bool {
    matches!(character, '\u{30A1}'..='\u{30FA}' | 'ー')
}

/// Whether two code points are parts of one character: accents, variation selectors, emoji made of several.
fn is_joined(last: char, first: char) -> bool {
    last == '\u{200D}'
        || matches!(first, '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}')
        || matches!(first, '\u{0670}' | '\u{06D6}'..='\u{06ED}' | '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}')
        || matches!(first, '\u{200D}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use crate::{BuildOptions, Engine, Entry, build};

    fn engine(question: &str) -> Engine {
        let entry = Entry::new("a", "en", question, "");
        Engine::open(&build(&[entry], &BuildOptions { lang: "en".into(), ..BuildOptions::default() }).unwrap()).unwrap()
    }

    #[test]
    fn a_snippet_begins_with_the_sentence_of_the_match() {
        let text = "Nothing here is of any use to anybody, whatever they may want to know about it. Your refund is on its way.";
        let snippet = engine("refund").snippet("refund", text, 60);
        assert_eq!(snippet.text, "Your refund is on its way.");
        assert!(snippet.cut_before && !snippet.cut_after);
        let mark = snippet.marks[0];
        assert_eq!(&snippet.text[mark.start as usize..mark.end as usize], "refund");
    }

    #[test]
    fn a_snippet_never_cuts_a_word() {
        let text = "one two three four five six seven eight nine ten refund eleven twelve thirteen fourteen fifteen sixteen";
        for max in 12..60 {
            let snippet = engine("refund").snippet("refund", text, max);
            assert!(snippet.text.chars().count() <= max);
            assert!(snippet.text.split(' ').all(|word| text.split(' ').any(|whole| whole == word)), "{max}: {}", snippet.text);
            assert!(snippet.text.contains("refund"), "{max}: {}", snippet.text);
        }
    }

    #[test]
    fn words_and_numbers_are_whole_in_every_script() {
        for (word, text) in [
            ("환불", "스크래치 프로그래밍 언어와 온라인 커뮤니티를 이용하여 환불 대화형 이야기를 만들고 창작품을 공유할 수 있습니다"),
            ("रिफंड", "दुनिया भर के सभी उपयोगकर्ताओं द्वारा नियंत्रित रिफंड प्रतिस्पर्धी खनन के माध्यम से स्थिरता"),
            ("سفارش", "می‌توانید کتاب‌ها را پیش از ارسال سفارش لغو کنید و پول‌تان را بازپس بگیرید"),
            ("refund", "Version 3.14 of it costs 1,299.50 dollars at 10:30 and the refund of 2,000.75 euros came with 4.2.1 to me"),
        ] {
            let engine = engine(word);
            for max in 20..60 {
                let snippet = engine.snippet(word, text, max);
                assert!(snippet.text.contains(word), "{max}: {}", snippet.text);
                assert!(snippet.text.split(' ').all(|part| text.split(' ').any(|whole| whole == part)), "{max}: {}", snippet.text);
            }
        }
    }

    #[test]
    fn a_snippet_does_not_begin_with_what_ends_the_words_before() {
        for (word, text) in [
            ("refund", "It is a long way from here to there, and then, says he or she, the refund comes to whoever has asked for it"),
            ("退款", "我們會先確認訂單內容與付款方式是否相符，接著就會把退款退回原帳戶，通常需要三到五個工作天才能完成"),
        ] {
            for max in 15..60 {
                let snippet = engine(word).snippet(word, text, max);
                assert!(snippet.text.starts_with(char::is_alphanumeric) && snippet.text.contains(word), "{max}: {}", snippet.text);
            }
        }
    }

    #[test]
    fn a_snippet_shows_the_place_where_most_matches_stand() {
        let text = format!("A refund. {} The refund of a gift card is a refund at once.", "Other things follow. ".repeat(20));
        let snippet = engine("refund gift card").snippet("gift card refund", &text, 80);
        assert!(snippet.text.starts_with("The refund of a gift card"), "{}", snippet.text);
    }

    #[test]
    fn any_text_and_length_has_a_snippet() {
        let engine = engine("refund");
        for text in ["", "退款退款退款退款退款退款", "\u{200C}\u{200C}", "refund", "  refund  ", "e\u{301}e\u{301} refund"] {
            for max in 0..20 {
                let snippet = engine.snippet("refund 退款", text, max);
                assert!(snippet.text.chars().count() <= max.max(1), "{max}: {}", snippet.text);
                assert!(snippet.marks.iter().all(|mark| snippet.text.get(mark.start as usize..mark.end as usize).is_some()));
            }
        }
    }
}
