//! Hindi: a light stemmer after A. Ramanathan and D. D. Rao ("A Lightweight Stemmer for Hindi", 2003). Signs above and below the line are
//! dropped from the term, because their spelling varies (रुपये, रूपये) and they are the first to be lost in typing.

use super::super::character::Class;
use super::super::list::WordList;
use super::super::suffix::endings;
use super::{Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["hi", "mr", "ne"],
    scripts: &[Class::Devanagari],
    glue: usual_glue,
    respell: unchanged,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/hi.txt"),
};

const FUNCTION_WORDS: &str = "अगर अपना अपनी अपने अब आप आपका आपकी आपके इस इसका इसकी इसके इसे उन उनका उनकी उनके उस उसका उसकी उसके उसे एक \
    ऐसे और कब कर करता करती करते करना करनी करने करूं करे करें कहां का कि कितना कितनी कितने किया किस किसी की के कैसे को कोई कौन क्या क्यों \
    गए गया गयी चाहता चाहिए जब जहां जा जाए जाता जाती जाते जाना जाने जैसे जो तक तब तो था थी थे दिया दे देना दो द्वारा न नहीं ने पर पहले पास \
    फिर बाद बारे भी मुझे में मेरा मेरी मेरे मैं यदि यह यहां या ये रहा रही रहे लिए लेकिन वह वाला वाली वाले वे सकता सकती सकते साथ से हम \
    हमारा हमारी हमारे हर हां ही हुआ हुई हुए हूं है हैं हो होगा होता होती होते होना";

pub(super) const SYNONYMS: &str = "रिफंड, धनवापसी, पैसे वापस
वापसी, लौटाना, रिटर्न
बदलना, एक्सचेंज
लॉगिन, साइन इन, लॉग इन
लॉगआउट, साइन आउट
पंजीकरण, रजिस्टर, साइन अप, खाता बनाना
रद्द, कैंसिल, निरस्त
डिलीवरी, शिपिंग, वितरण
डिलीवरी शुल्क, शिपिंग शुल्क
पार्सल, पैकेज
भुगतान, पेमेंट
कीमत, मूल्य, दाम, शुल्क
ऑर्डर, आदेश
बिल, रसीद, इनवॉइस, चालान
छूट, कूपन, डिस्काउंट, ऑफर
ईमेल, मेल
फोन, मोबाइल
संपर्क, बात
सहायता, ग्राहक सेवा, मदद, सपोर्ट
बदलाव, संशोधन, अपडेट
हटाना, डिलीट, मिटाना
टूटा, खराब, क्षतिग्रस्त
समस्या, त्रुटि, दिक्कत, परेशानी
देरी, विलंब
ट्रैक, ट्रैकिंग
वारंटी, गारंटी
पासवर्ड, कूटशब्द
दो चरण सत्यापन, 2fa
सदस्यता, सब्सक्रिप्शन
सेटिंग, सेटिंग्स
फोटो, चित्र
डाउनलोड, सेव
ऐप, एप्लिकेशन
क्रेडिट कार्ड, कार्ड
बैंक ट्रांसफर, ट्रांसफर
दुकान, स्टोर
मुफ्त, निशुल्क, फ्री
सुरक्षित, सेफ
खाता, अकाउंट";

fn stem(word: &mut String) {
    endings!("ियाँ2 ियां2 ियों2 ाओं2 ाएं2 ाएँ2 ाए2 ुओं2 ुएं2 ाने2 ाना2 ाकर2 ने3 ना3 नी3 ते3 ता3 ती3 ों2 ें2 ीं2").strip(word);
    *word = skeleton(word);
    endings!("या2 यी2 ये2 ा2 ी2 ि2 ो2 ौ2 ए2").strip(word);
}

/// The word without signs above and below the line, and without a nasal before a consonant of its own place, which is also written as such
/// a sign: "हिन्दी", "हिंदी".
fn skeleton(word: &str) -> String {
    let mut skeleton = String::with_capacity(word.len());
    let mut nasal = None;
    for c in word.chars() {
        let nasal_before = nasal.take();
        match c {
            '\u{94d}' if matches!(skeleton.chars().next_back(), Some('ङ' | 'ञ' | 'ण' | 'न' | 'म')) => {
                nasal = skeleton.chars().next_back()
            }
            '\u{900}'..='\u{902}' | '\u{941}'..='\u{948}' | '\u{94d}' | '\u{962}' | '\u{963}' => {}
            _ => {
                if nasal_before.is_some_and(|nasal| ('क'..='म').contains(&c) && row(nasal) == row(c)) {
                    skeleton.pop();
                }
                skeleton.push(c);
            }
        }
    }
    skeleton
}

/// The place of the mouth a consonant is made at: they stand in rows of five with the nasal last, and one letter of another kind in
/// between.
fn row(c: char) -> u32 {
    let code = c as u32;
    code.saturating_sub(0x915 + u32::from(code > 0x929)) / 5
}
