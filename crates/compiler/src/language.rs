//! Language tags: which are known, what the languages call themselves, and in which direction they are written.
//!
//! A tag is BCP 47 (RFC 5646) as far as content needs it: language, then optionally script, region and variants. Languages are those of
//! ISO 639-1 and the larger ones that have only a three-letter code; a tag of any other is taken for a slip of the pen, which it nearly
//! always is.

use std::fmt;

/// Direction of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        })
    }
}

/// The tag in its usual spelling (`zh-hant-tw` → `zh-Hant-TW`), or `None` when it is malformed or its language unknown.
#[must_use]
pub fn canonical(tag: &str) -> Option<String> {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next()?.to_ascii_lowercase();
    own_name_of_language(&language)?;
    let mut out = language;
    let mut stage = Stage::Script;
    for part in parts {
        let (text, next) = subtag(part, stage)?;
        out.push('-');
        out.push_str(&text);
        stage = next;
    }
    Some(out)
}

/// How far a tag has been read: what may come next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Script,
    Region,
    Variant,
}

/// One part after the language, in its usual spelling, and what may follow it.
fn subtag(part: &str, stage: Stage) -> Option<(String, Stage)> {
    let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
    let plain = part.bytes().all(|b| b.is_ascii_alphanumeric());
    let digit_first = part.starts_with(|c: char| c.is_ascii_digit());
    match part.len() {
        4 if letters && stage == Stage::Script => {
            let (first, rest) = part.split_at(1);
            Some((first.to_ascii_uppercase() + &rest.to_ascii_lowercase(), Stage::Region))
        }
        2 if letters && stage <= Stage::Region => Some((part.to_ascii_uppercase(), Stage::Variant)),
        3 if part.bytes().all(|b| b.is_ascii_digit()) && stage <= Stage::Region => Some((part.to_owned(), Stage::Variant)),
        5..=8 if plain => Some((part.to_ascii_lowercase(), Stage::Variant)),
        4 if plain && digit_first => Some((part.to_ascii_lowercase(), Stage::Variant)),
        _ => None,
    }
}

/// The tag that a folder or file name part means, if any: the language must be written in small letters, so that a folder `IT` or `HR`
/// is a department and not a language.
#[must_use]
pub fn from_path_part(part: &str) -> Option<String> {
    let language = part.split('-').next()?;
    if language.bytes().all(|b| b.is_ascii_lowercase()) && !part.contains('_') { canonical(part) } else { None }
}

/// Direction in which a language is written: by the script if the tag names one, else by the language's usual script.
#[must_use]
pub fn direction(tag: &str) -> Direction {
    const SCRIPTS: [&str; 11] = ["Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"];
    const LANGUAGES: [&str; 16] = ["ar", "arc", "azb", "ckb", "dv", "fa", "glk", "he", "ks", "mzn", "nqo", "pnb", "ps", "sd", "ug", "ur"];
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let script = parts.next().filter(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let rtl = match script {
        Some(script) => SCRIPTS.contains(&script),
        None => LANGUAGES.contains(&language) || language == "yi",
    };
    if rtl { Direction::Rtl } else { Direction::Ltr }
}

/// What the language calls itself, with the region where the tag names one: `pt-BR` → `Português (BR)`. The tag itself when unknown.
#[must_use]
pub fn own_name(tag: &str) -> String {
    if let Some((_, name)) = TAG_NAMES.iter().find(|(known, _)| *known == tag) {
        return (*name).to_owned();
    }
    let mut parts = tag.split('-');
    let Some(name) = parts.next().and_then(own_name_of_language) else { return tag.to_owned() };
    let rest: Vec<&str> = parts.collect();
    if rest.is_empty() { name.to_owned() } else { format!("{name} ({})", rest.join("-")) }
}

fn own_name_of_language(language: &str) -> Option<&'static str> {
    LANGUAGE_NAMES.binary_search_by_key(&language, |(code, _)| code).ok().map(|at| LANGUAGE_NAMES[at].1)
}

/// Names of tags that say more than a language.
const TAG_NAMES: &[(&str, &str)] = &[
    ("en-GB", "English (UK)"),
    ("en-US", "English (US)"),
    ("es-419", "Español (Latinoamérica)"),
    ("es-ES", "Español (España)"),
    ("es-MX", "Español (México)"),
    ("fr-CA", "Français (Canada)"),
    ("pt-BR", "Português (Brasil)"),
    ("pt-PT", "Português (Portugal)"),
    ("sr-Cyrl", "Српски"),
    ("sr-Latn", "Srpski"),
    ("zh-CN", "简体中文"),
    ("zh-HK", "繁體中文（香港）"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
    ("zh-Hant-HK", "繁體中文（香港）"),
    ("zh-Hant-TW", "繁體中文（台灣）"),
    ("zh-SG", "简体中文（新加坡）"),
    ("zh-TW", "繁體中文（台灣）"),
];

/// Languages by code, in order of the code, with the name that their speakers use.
const LANGUAGE_NAMES: &[(&str, &str)] = &[
    ("aa", "Afar"),
    ("ab", "Аԥсуа"),
    ("ace", "Acèh"),
    ("ae", "Avesta"),
    ("af", "Afrikaans"),
    ("ak", "Akan"),
    ("am", "አማርኛ"),
    ("an", "Aragonés"),
    ("ar", "العربية"),
    ("arc", "ܐܪܡܝܐ"),
    ("as", "অসমীয়া"),
    ("ast", "Asturianu"),
    ("av", "Авар"),
    ("ay", "Aymar aru"),
    ("az", "Azərbaycanca"),
    ("azb", "تۆرکجه"),
    ("ba", "Башҡортса"),
    ("ban", "Basa Bali"),
    ("bcl", "Bikol"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("bho", "भोजपुरी"),
    ("bi", "Bislama"),
    ("bm", "Bamanankan"),
    ("bn", "বাংলা"),
    ("bo", "བོད་ཡིག"),
    ("br", "Brezhoneg"),
    ("bs", "Bosanski"),
    ("bug", "Basa Ugi"),
    ("ca", "Català"),
    ("ce", "Нохчийн"),
    ("ceb", "Cebuano"),
    ("ch", "Chamoru"),
    ("chr", "ᏣᎳᎩ"),
    ("ckb", "کوردیی ناوەندی"),
    ("co", "Corsu"),
    ("cr", "ᓀᐦᐃᔭᐍᐏᐣ"),
    ("cs", "Čeština"),
    ("cu", "Словѣньскъ"),
    ("cv", "Чӑвашла"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("dsb", "Dolnoserbšćina"),
    ("dv", "ދިވެހި"),
    ("dz", "རྫོང་ཁ"),
    ("ee", "Eʋegbe"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("ff", "Fulfulde"),
    ("fi", "Suomi"),
    ("fil", "Filipino"),
    ("fj", "Na Vosa Vakaviti"),
    ("fo", "Føroyskt"),
    ("fr", "Français"),
    ("fur", "Furlan"),
    ("fy", "Frysk"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gl", "Galego"),
    ("glk", "گیلکی"),
    ("gn", "Avañe’ẽ"),
    ("gsw", "Schwiizertüütsch"),
    ("gu", "ગુજરાતી"),
    ("gv", "Gaelg"),
    ("ha", "Hausa"),
    ("haw", "ʻŌlelo Hawaiʻi"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hil", "Ilonggo"),
    ("hmn", "Hmoob"),
    ("ho", "Hiri Motu"),
    ("hr", "Hrvatski"),
    ("hsb", "Hornjoserbšćina"),
    ("ht", "Kreyòl ayisyen"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("hz", "Otjiherero"),
    ("ia", "Interlingua"),
    ("id", "Bahasa Indonesia"),
    ("ie", "Interlingue"),
    ("ig", "Igbo"),
    ("ii", "ꆈꌠꉙ"),
    ("ik", "Iñupiaq"),
    ("ilo", "Ilokano"),
    ("io", "Ido"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("iu", "ᐃᓄᒃᑎᑐᑦ"),
    ("ja", "日本語"),
    ("jv", "Basa Jawa"),
    ("ka", "ქართული"),
    ("kab", "Taqbaylit"),
    ("kg", "Kikongo"),
    ("ki", "Gĩkũyũ"),
    ("kj", "Kuanyama"),
    ("kk", "Қазақша"),
    ("kl", "Kalaallisut"),
    ("km", "ខ្មែរ"),
    ("kn", "ಕನ್ನಡ"),
    ("ko", "한국어"),
    ("kok", "कोंकणी"),
    ("kr", "Kanuri"),
    ("ks", "کٲشُر"),
    ("ku", "Kurdî"),
    ("kv", "Коми"),
    ("kw", "Kernewek"),
    ("ky", "Кыргызча"),
    ("la", "Latina"),
    ("lb", "Lëtzebuergesch"),
    ("lg", "Luganda"),
    ("li", "Limburgs"),
    ("ln", "Lingála"),
    ("lo", "ລາວ"),
    ("lt", "Lietuvių"),
    ("lu", "Tshiluba"),
    ("lv", "Latviešu"),
    ("mai", "मैथिली"),
    ("mg", "Malagasy"),
    ("mh", "Kajin M̧ajeļ"),
    ("mi", "Te reo Māori"),
    ("mk", "Македонски"),
    ("ml", "മലയാളം"),
    ("mn", "Монгол"),
    ("mni", "মৈতৈলোন্"),
    ("mr", "मराठी"),
    ("ms", "Bahasa Melayu"),
    ("mt", "Malti"),
    ("my", "မြန်မာ"),
    ("mzn", "مازرونی"),
    ("na", "Dorerin Naoero"),
    ("nan", "閩南語"),
    ("nb", "Norsk bokmål"),
    ("nd", "isiNdebele"),
    ("nds", "Plattdüütsch"),
    ("ne", "नेपाली"),
    ("ng", "Oshindonga"),
    ("nl", "Nederlands"),
    ("nn", "Norsk nynorsk"),
    ("no", "Norsk"),
    ("nqo", "ߒߞߏ"),
    ("nr", "isiNdebele"),
    ("nso", "Sesotho sa Leboa"),
    ("nv", "Diné bizaad"),
    ("ny", "Chichewa"),
    ("oc", "Occitan"),
    ("oj", "ᐊᓂᔑᓈᐯᒧᐎᓐ"),
    ("om", "Afaan Oromoo"),
    ("or", "ଓଡ଼ିଆ"),
    ("os", "Ирон"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pag", "Pangasinan"),
    ("pam", "Kapampangan"),
    ("pi", "पालि"),
    ("pl", "Polski"),
    ("pnb", "پنجابی"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("qu", "Runa Simi"),
    ("rm", "Rumantsch"),
    ("rn", "Ikirundi"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("rw", "Ikinyarwanda"),
    ("sa", "संस्कृतम्"),
    ("sat", "ᱥᱟᱱᱛᱟᱲᱤ"),
    ("sc", "Sardu"),
    ("scn", "Sicilianu"),
    ("sco", "Scots"),
    ("sd", "سنڌي"),
    ("se", "Davvisámegiella"),
    ("sg", "Sängö"),
    ("si", "සිංහල"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sm", "Gagana Sāmoa"),
    ("sn", "chiShona"),
    ("so", "Soomaali"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("ss", "siSwati"),
    ("st", "Sesotho"),
    ("su", "Basa Sunda"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("tet", "Tetun"),
    ("tg", "Тоҷикӣ"),
    ("th", "ไทย"),
    ("ti", "ትግርኛ"),
    ("tk", "Türkmençe"),
    ("tl", "Tagalog"),
    ("tn", "Setswana"),
    ("to", "Lea faka-Tonga"),
    ("tpi", "Tok Pisin"),
    ("tr", "Türkçe"),
    ("ts", "Xitsonga"),
    ("tt", "Татарча"),
    ("tw", "Twi"),
    ("ty", "Reo Tahiti"),
    ("tzm", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
    ("ug", "ئۇيغۇرچە"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("uz", "Oʻzbekcha"),
    ("ve", "Tshivenḓa"),
    ("vec", "Vèneto"),
    ("vi", "Tiếng Việt"),
    ("vo", "Volapük"),
    ("wa", "Walon"),
    ("war", "Winaray"),
    ("wo", "Wolof"),
    ("wuu", "吴语"),
    ("xh", "isiXhosa"),
    ("yi", "ייִדיש"),
    ("yo", "Yorùbá"),
    ("yue", "粵語"),
    ("za", "Vahcuengh"),
    ("zh", "中文"),
    ("zu", "isiZulu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_get_their_usual_spelling() {
        for (tag, expected) in [
            ("en", Some("en")),
            ("EN", Some("en")),
            ("zh-hant", Some("zh-Hant")),
            ("ZH-HANT-tw", Some("zh-Hant-TW")),
            ("pt_br", Some("pt-BR")),
            ("es-419", Some("es-419")),
            ("fil", Some("fil")),
            ("ca-valencia", Some("ca-valencia")),
            ("de-1996", Some("de-1996")),
            ("sl-rozaj-1994", Some("sl-rozaj-1994")),
            ("", None),
            ("english", None),
            ("xx", None),
            ("en-", None),
            ("en-US-US", None),
            ("en-US-Latn", None),
            ("en--US", None),
            ("zh-Hant\"", None),
            ("../en", None),
            ("é", None),
        ] {
            assert_eq!(canonical(tag).as_deref(), expected, "{tag:?}");
        }
    }

    #[test]
    fn the_table_is_in_order_without_repeats() {
        assert!(LANGUAGE_NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(TAG_NAMES.iter().all(|(tag, _)| canonical(tag).as_deref() == Some(tag)));
    }

    #[test]
    fn languages_are_named_in_their_own_words() {
        for (tag, name) in
            [("fa", "فارسی"), ("zh-Hant", "繁體中文"), ("fil", "Filipino"), ("pt-BR", "Português (Brasil)"), ("de-AT", "Deutsch (AT)")]
        {
            assert_eq!(own_name(tag), name);
        }
    }

    #[test]
    fn direction_follows_script_before_language() {
        for (tag, expected) in [
            ("fa", Direction::Rtl),
            ("he-IL", Direction::Rtl),
            ("yi", Direction::Rtl),
            ("en", Direction::Ltr),
            ("ar-Latn", Direction::Ltr),
            ("az-Arab", Direction::Rtl),
            ("ku", Direction::Ltr),
            ("zh-Hant", Direction::Ltr),
        ] {
            assert_eq!(direction(tag), expected, "{tag}");
        }
    }

    #[test]
    fn a_folder_in_capitals_is_not_a_language() {
        assert_eq!(from_path_part("it").as_deref(), Some("it"));
        assert_eq!(from_path_part("zh-hant").as_deref(), Some("zh-Hant"));
        for part in ["IT", "Hr", "orders", "pt_br", "en-"] {
            assert_eq!(from_path_part(part), None, "{part}");
        }
    }
}
