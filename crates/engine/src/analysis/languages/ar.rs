//! Arabic: the light stemmer of Larkey, Ballesteros and Connell ("Light Stemming for Arabic Information Retrieval", 2007, known as
//! light10), which takes off the article with its conjunctions and the commonest endings, and the attached pronouns that customers write
//! ("my order").

use super::super::character::Class;
use super::super::list::WordList;
use super::super::suffix::{Endings, endings};
use super::{Rules, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["ar", "arb"],
    scripts: &[Class::Arabic],
    glue: usual_glue,
    respell,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/ar.txt"),
};

const FUNCTION_WORDS: &str = "اذا الا التی الذی الی ان انا انت او ای ایضا این بعد بعض به بی بین تم ثم حتی حول خلال دون ذلک سوف علی عن عند \
    عندما فی فیها قبل قد قم لا لدی لقد لم لماذا لن له لها لو لکن لی لیس ما ماذا متی مثل مع من منه منها نحن نعم هذا هذه هل هم هناک هو هی و \
    وان کان کل کم کنت کیف کیفیه یتم یجب یرجی یمکن یمکننی یمکنک";

pub(super) const SYNONYMS: &str = "استرداد, استرجاع, رد المبلغ, ارجاع المال
ارجاع, اعاده, مرتجع
استبدال, تبديل
تسجيل الدخول, الدخول, لوج ان
تسجيل الخروج, الخروج
انشاء حساب, تسجيل, فتح حساب
الغاء, ابطال
شحن, توصيل, تسليم
رسوم الشحن, تكلفة التوصيل
طرد, شحنة
دفع, سداد
سعر, تكلفة, ثمن, رسوم
شراء, اشتري
طلب, اوردر
فاتورة, ايصال
خصم, تخفيض, قسيمة, كوبون
بريد الكتروني, ايميل
هاتف, جوال, موبايل, تليفون
اتصال, تواصل
دعم, خدمة العملاء, مساعدة
تغيير, تعديل, تحديث
حذف, ازالة, مسح
تالف, معيب, مكسور
عطل, خطا, مشكلة
مفقود, ضائع
تاخير, متاخر
تتبع, تعقب
ضمان, كفالة
كلمة المرور, كلمة السر, الرقم السري
المصادقة الثنائية, 2fa
اشتراك, عضوية
اعدادات, ضبط
صورة, صور فوتوغرافية
تحميل, تنزيل
تطبيق, برنامج
بطاقة ائتمان, بطاقة بنكية
ساعات العمل, مواعيد العمل
مجاني, بدون مقابل
امن, امان
متجر, محل";

/// A hamza at the end is often left out.
fn respell(word: &mut String) {
    endings!("ء2").strip(word);
}

/// Attached pronouns, then number and gender, each list once.
static ENDINGS: [Endings; 6] = [
    Endings::new("کما هما"),
    Endings::new("ها هم کم نا"),
    Endings::new("ان2 ات2 ون2 ین2 یه2"),
    Endings::new("ه2"),
    Endings::new("ی2"),
    Endings::new("ک"),
];

fn stem(word: &mut String) {
    // Twice, because "إلغاء", folded, begins like an article and must meet "الإلغاء".
    for _ in 0..2 {
        let prefixes = ["وبال", "وکال", "ولل", "وال", "بال", "کال", "فال", "ال", "لل"];
        let rest = prefixes.into_iter().find_map(|prefix| word.strip_prefix(prefix).filter(|rest| rest.chars().count() >= 2));
        let rest = rest.or_else(|| word.strip_prefix('و').filter(|rest| rest.chars().count() >= 3));
        let Some(rest) = rest.map(str::to_owned) else { break };
        *word = rest;
    }
    for endings in &ENDINGS {
        endings.strip(word);
    }
}
