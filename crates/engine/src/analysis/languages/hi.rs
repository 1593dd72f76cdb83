//! Hindi: a light stemmer after A. Ramanathan and D. D. Rao ("A Lightweight Stemmer for Hindi", 2003). Signs above and below the line are dropped
//! from the term, because their spelling varies (रुपये, रूपये) and they are the first to be lost in typing.

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
    synonyms: SYNONYMS,
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/hi.txt"),
};

const FUNCTION_WORDS: &str = "अगर अपना अपनी अपने अब आप आपका आपकी आपके इस इसका इसकी इसके इसे उन उनका उनकी उनके उस उसका उसकी उसके उसे एक \
    ऐसे और कब कर करता करती करते करना करनी करने करूं करे करें कहां का कि कितना कितनी कितने किया किस किसी की के कैसे को कोई कौन क्या \
    क्यों गए गया गयी चाहता चाहिए जब जहां जा जाए जाता जाती जाते जाना जाने जैसे जो तक तब तो था थी थे दिया दे देना दो द्वारा न नहीं ने पर \
    पहले पास फिर बाद बारे भी मुझे में मेरा मेरी मेरे मैं यदि यह यहां या ये रहा रही रहे लिए लेकिन वह वाला वाली वाले वे सकता सकती सकते \
    साथ से हम हमारा हमारी हमारे हर हां ही हुआ हुई हुए हूं है हैं हो होगा होता होती होते होना";

const SYNONYMS: &str = "रिफंड, धनवापसी, पैसे वापस
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
    endings!("ियाँ2 ियां2 ियों2 ाओं2 ाएं2 ाएँ2 ुओं2 ुएं2 ाने2 ाना2 ाकर2 ने3 ना3 नी3 ते3 ता3 ती3 ों2 ें2 ीं2").strip(word);
    drop_nasals(word);
    word.retain(|c| !matches!(c, '\u{900}'..='\u{902}' | '\u{941}'..='\u{948}' | '\u{94d}' | '\u{962}' | '\u{963}'));
    endings!("या2 यी2 ये2 ा2 ी2 ि2 ो2 ौ2 ए2").strip(word);
}

/// A nasal before a consonant of its own place is also written as a dot, which is dropped: "हिन्दी", "हिंदी".
fn drop_nasals(word: &mut String) {
    for (nasal, followers) in [("ङ्", 'क'..='ङ'), ("ञ्", 'च'..='ञ'), ("ण्", 'ट'..='ण'), ("न्", 'त'..='ध'), ("म्", 'प'..='भ')]
    {
        while let Some(at) =
            word.find(nasal).filter(|at| word.get(at + nasal.len()..).is_some_and(|rest| rest.starts_with(|c| followers.contains(&c))))
        {
            word.replace_range(at..at + nasal.len(), "");
        }
    }
}
