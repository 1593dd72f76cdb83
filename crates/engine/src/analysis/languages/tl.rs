//! Tagalog and Filipino, and their daily mixture with English ("i-cancel ang order ko").
//!
//! Verbs are made of a root with prefixes (mag-, nag-, pag-, ma-, na-, ipa-, i-), the infixes -um- and -in- after the first consonant,
//! the suffixes -an and -in, and a doubled first syllable for what is not yet done. The rules undo these where what is left still looks
//! like a root: a consonant, a vowel and enough letters. They follow the description in P. Schachter and F. T. Otanes, "Tagalog Reference
//! Grammar" (1972). Words that no affix of Tagalog fits, or that its spelling rules out, are English and are stemmed as such.

use super::super::character::Class;
use super::super::list::WordList;
use super::super::segment::Link;
use super::super::suffix::{cut_out, endings};
use super::{Glue, Rules, en, unchanged};

pub(super) static RULES: Rules = Rules {
    tags: &["tl", "fil"],
    scripts: &[Class::Latin],
    glue,
    respell: unchanged,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: Some(&en::RULES),
    #[cfg(test)]
    tests: include_str!("../testdata/tl.txt"),
};

const FUNCTION_WORDS: &str = "akin aking ako alin amin aming ang ano anong at atin ating ay ba baka bakit basta bawat daan dahil dapat \
    daw din dito diyan doon gaano gawin gumawa gusto habang hanggang hindi ho ibig ikaw ilan ilang inyo inyong isa isang ito itong iyan \
    iyo iyon iyong ka kahit kailan kailangan kami kaming kanila kanilang kanino kanya kanyang kapag kasi kay kaya kayo kayong ko kong \
    kung lamang lang maaari maaaring mag maging may mayroon mayroong meron merong mga mo mong na nag nais naman namin nang nasa natin \
    nating ng ngayon ni nila ninyo nito niya niyan niyo noon nya o oo opo paano paanong pag pala pano papaano para parang pareho pero po \
    puwede puwedeng pwede pwedeng raw rin sa saan si sila silang sino siya siyang sya tayo tayong tungkol tuwing upang wag wala walang \
    yan yun yung";

pub(super) const SYNONYMS: &str = "refund, ibalik ang pera, isauli ang bayad
bayad, pay, payment
presyo, halaga, magkano, price, cost
bili, buy, purchase, order
balik, isauli, return
palit, exchange, replace
kansela, cancel
padala, hatid, deliver, delivery, shipping
dumating, dating, arrive
tulong, help, support
kontak, makipag-ugnayan, contact
rehistro, register, sign up
baguhin, palitan, change, edit, update
tanggal, alisin, burahin, delete, remove
sira, broken, damaged
problema, problem, issue, error
nawala, lost, missing
huli, late, delayed
simula, start, begin
diskwento, discount, promo
resibo, receipt, invoice
tindahan, store, shop
libre, free
bukas, open, opening hours
ligtas, safe, secure
kuha, get
eskuwela, paaralan, school
guro, teacher
mag-aaral, estudyante, student
trabaho, job";

/// Prefixes as they stand before a hyphen, also before an English root: "i-cancel", "nag-order".
static HYPHENED: WordList = WordList::new(
    "i ika in ipa ipag ka ma mag magka magpa magpapa mai maka makapag makipag mang mapa na nag nagka nagpa nagpapa nai naka nakapag \
    nakipag nang napa ni pa pag pagka pagpa pagpapa paki pang pina pinag pinaka um",
);

/// Those that are no words of their own and so are prefixes before a space too: "mag enroll".
static SPACED: WordList = WordList::new("ipa ipag mag magka magpa makapag makipag nag nagka nagpa naka nakapag nakipag pinag");

/// Forms whose root no rule finds, and words that only look like prefix and root.
static IRREGULAR: WordList = WordList::new(
    "bibigyan>bigay bibilhin>bili bigyan>bigay bilhin>bili binigyan>bigay bubuksan>bukas buksan>bukas dadalhin>dala dalhin>dala \
    dinala>dala gagawin>gawa gawin>gawa hingin>hingi hiningi>hingi kukunin>kuha kunin>kuha magkano>magkano malaman>alam matuto>tuto \
    nalaman>alam sabihin>sabi sundin>sunod tingnan>tingin tinignan>tingin tiningnan>tingin",
);

/// The same joined to the root, longest first; digits as in `suffix.rs`, for the letters that must be left.
const PREFIXES: &str = "nakapagpa makapagpa makikipag nakikipag pakikipag pinakama magpapa nagpapa pagpapa makapag nakapag makipag \
    nakipag ipinapa ipinag magsipag mapag pinag pinaki magpa nagpa pagpa ipina pinaka naka maka magka nagka pagka paki ipag ipa ika pina \
    nang mang pang mag nag pag mai nai napa mapa ma na ka pa i";

/// English words that look like a prefix and a root.
static ENGLISH: WordList =
    WordList::new("image item major manager manual master material minimum minute native natural number parent patient");

/// Endings that no word of Tagalog has.
const ENGLISH_ENDINGS: [&str; 9] = ["tion", "sion", "ment", "ness", "able", "ible", "ed", "ity", "ly"];

fn glue(left: &str, right: &str, link: Link) -> Glue {
    if link == Link::Space && SPACED.has(left) {
        return Glue::Right;
    }
    if !matches!(link, Link::Hyphen | Link::SpacedHyphen) {
        return (en::RULES.glue)(left, right, link);
    }
    if left == right {
        Glue::Left
    } else if HYPHENED.has(left) || doubled_onset(left, right) {
        Glue::Right
    } else {
        (en::RULES.glue)(left, right, link)
    }
}

/// "o-order", "re-refund", "mare-refund", "kina-cancel": the beginning of the root said twice, perhaps after a prefix or with an infix.
fn doubled_onset(left: &str, right: &str) -> bool {
    let mut bare = left.to_owned();
    infix(&mut bare);
    let begins = |onset: &str| (1..4).contains(&onset.len()) && (right.starts_with(onset) || hard_c(right, onset));
    let splits = (1..left.len()).filter_map(|at| left.split_at_checked(at));
    begins(&bare) || splits.filter(|(prefix, _)| HYPHENED.has(prefix)).any(|(_, onset)| begins(onset))
}

/// "kina-cancel": a syllable of an English c is said, and written, with k.
fn hard_c(right: &str, onset: &str) -> bool {
    let rest = right.strip_prefix('c').zip(onset.strip_prefix('k'));
    rest.is_some_and(|(right, onset)| right.starts_with(onset))
}

fn stem(word: &mut String) {
    if !word.is_ascii() || word.len() < 4 || ENGLISH.has(word) {
        return en::stem(word);
    }
    if let Some(root) = IRREGULAR.meaning(word) {
        word.clear();
        return word.push_str(root);
    }
    if foreign(word) {
        clear_prefix(word);
        en::stem(word);
    } else {
        native(word);
        // A root may end in s, a plural in a consonant and s.
        if word.len() > 6 || !["as", "is", "os", "us"].iter().any(|end| word.ends_with(end)) {
            en::stem(word);
        }
    }
}

/// Letters and endings of English.
fn foreign(word: &str) -> bool {
    word.contains(['c', 'f', 'j', 'q', 'v', 'x', 'z'])
        || word.as_bytes().windows(2).any(|pair| matches!(pair, b"sh" | b"th" | b"ph" | b"ee" | b"ll" | b"ss" | b"tt"))
        || ENGLISH_ENDINGS.iter().any(|ending| word.len() > ending.len() + 3 && word.ends_with(ending))
        || (word.len() > 6 && word.ends_with("ing") && !word.starts_with("ma"))
}

/// Before an English root only the prefixes that English words do not begin with.
fn clear_prefix(word: &mut String) {
    let vowel_after = |prefix: &str| !matches!(prefix, "mag" | "pag");
    if let Some(rest) = without(word, "nakapag makapag nagpa magpa ipag pinag naka nag pag mag", vowel_after) {
        *word = rest.to_owned();
    } else if word.len() > 5 && word.starts_with("ic") {
        cut_out(word, 0, 1);
    }
}

/// Takes the affixes of Tagalog off.
fn native(word: &mut String) {
    if word.len() > 4 && ["ang", "ing", "eng"].iter().any(|end| word.ends_with(end)) {
        word.truncate(word.len() - 2);
    }
    if endings!("hin4 han4 nin4 nan4 in4 an4").strip(word) {
        before_suffix(word);
    }
    if !(word.len() > 5 && outer_infix(word))
        && let Some(rest) = without(word, PREFIXES, |prefix| prefix.ends_with("ag"))
    {
        *word = rest.to_owned();
    }
    infix(word);
    undouble(word);
}

/// Undoes what a suffix does to the root's last sounds: "bayar(an)" to "bayad", "tulung(an)" to "tulong".
fn before_suffix(word: &mut String) {
    endings!("ar2>ad ir2>id or2>od ur2>ud").strip(word);
    if let Some(at) = word.rfind(['a', 'e', 'i', 'o', 'u']).filter(|at| word.get(*at..).is_some_and(|rest| rest.starts_with('u'))) {
        cut_out(word, at, at + 1);
        word.insert(at, 'o');
    }
}

/// "bumili" to "bili", "binayad" to "bayad", "nilagay" to "lagay", "umalis" to "alis".
fn infix(word: &mut String) {
    let byte = |at: usize| word.as_bytes().get(at).copied().unwrap_or(b' ');
    let second = matches!(word.get(1..3), Some("um" | "in"));
    let third = matches!(word.get(2..4), Some("um" | "in")) && matches!(byte(1), b'l' | b'r');
    if second && !vowel(byte(0)) && vowel(byte(3)) && (word.len() > 5 || word.len() == 4) {
        cut_out(word, 1, 3);
    } else if third && !vowel(byte(0)) && vowel(byte(4)) && word.len() > 6 {
        cut_out(word, 2, 4);
    } else if word.len() > 5 && (outer_infix(word) || word.starts_with("ni") && matches!(byte(2), b'l' | b'r' | b'w' | b'y' | b'h')) {
        cut_out(word, 0, 2);
    }
}

/// Before a root that begins with a vowel the infix comes first: "umorder", "inayos".
fn outer_infix(word: &str) -> bool {
    matches!(word.get(..2), Some("um" | "in")) && word.as_bytes().get(2).is_some_and(|third| vowel(*third))
}

/// "babayar" to "bayar", "aalis" to "alis".
fn undouble(word: &mut String) {
    let bytes = word.as_bytes();
    let (first, second) = (bytes.first().copied().unwrap_or(b' '), bytes.get(1).copied().unwrap_or(b' '));
    if word.len() > 4 && vowel(first) && first == second {
        cut_out(word, 0, 1);
    } else if word.len() > 5 && !vowel(first) && vowel(second) && bytes.get(..2) == bytes.get(2..4) {
        cut_out(word, 0, 2);
    }
}

/// The word without the first of `prefixes` that leaves what looks like a root: a consonant and a vowel, or a vowel where the prefix
/// allows.
fn without<'w>(word: &'w str, prefixes: &str, vowel_after: fn(&str) -> bool) -> Option<&'w str> {
    let root = |prefix: &str, rest: &str| {
        let (first, second) = (rest.as_bytes().first().copied()?, rest.as_bytes().get(1).copied()?);
        let vowel_fits = vowel_after(prefix) || (prefix.ends_with('a') && first == b'a');
        Some(rest.len() > 3 && (vowel(first) && vowel_fits || !vowel(first) && vowel(second) || rest.starts_with("ng")))
    };
    let strip = |prefix: &str| word.strip_prefix(prefix).filter(|rest| root(prefix, rest) == Some(true));
    prefixes.split_ascii_whitespace().find_map(strip)
}

fn vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}
