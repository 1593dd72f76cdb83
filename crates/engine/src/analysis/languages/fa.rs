//! Persian. The half-space between a word and its prefixes and endings is written, left out, or replaced by a space; all three meet here:
//! endings that stand apart are dropped, prefixes are joined, and what is written together is stemmed. Folding has made one letter of each
//! pair that keyboards mix up (ي and ی, ك and ک, ة and ه, the forms of alef).

use super::super::character::Class;
use super::super::list::WordList;
use super::super::segment::Link;
use super::super::suffix::endings;
use super::{Glue, Rules, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["fa", "prs", "pes"],
    scripts: &[Class::Arabic],
    glue,
    respell,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/fa.txt"),
};

const FUNCTION_WORDS: &str = "از است اش ام اما ان اند انها او اگر ای ایا این اینکه با باشد باشم باشند باشید باید بدهم بدهید بدون بر برای \
    بشود بعد به بهتر بود بودن بکنم بکنید بگیرم بی بیشتر بین تا تان تر ترین تمام تو توان تواند توانم توانید جا جهت خواهد خود خودم خیلی داد \
    دادن داده دارد دارم دارند دارید داریم داشت داشتن داشته در درباره دیگر را راه رو روی زیر سپس شان شد شدم شدن شده شما شود شوم شوند شوید \
    طریق فقط قبل لطفا ما مان مانند مثل مرا من مورد میباشد میتوان میتواند میتوانم میتوانند میتوانید میتوانیم میخواهد میخواهم میخواهید \
    میدهد میدهم میشد میشه میشود میشوم میشوند میکند میکنم میکنند میکنید میکنیم میگیرد میگیرم نباید ندارد ندارم نشد نشده نمیتوان نمیتواند \
    نمیتوانم نمیتوانید نمیشود نمیکند نمیکنم نه نکرد نکرده نیاز نیز نیست ها های هایی هر هست هستم هستند هستید هم همه همین هیچ و وجود ولی \
    چرا چطور چطوری چقدر چند چه چون چگونه چی چیز چیزی چیست کجا کجاست کدام کرد کردم کردن کرده کردید کس کسی کن کند کنم کنند کنید کنیم که کی \
    گرفت گرفتن ی یا یک یکی";

pub(super) const SYNONYMS: &str = "بازپرداخت, بازگشت وجه, استرداد وجه, پس گرفتن پول, برگشت پول
مرجوع, بازگرداندن, پس دادن, عودت
تعویض, عوض کردن
ورود, لاگین, وارد شدن
خروج, خارج شدن
ثبت نام, عضویت, ایجاد حساب, ساخت حساب
لغو, کنسل, انصراف, منصرف
ارسال, پست, تحویل, حمل
هزینه ارسال, هزینه پست
بسته, مرسوله
قیمت, هزینه, مبلغ, تعرفه
سفارش, خرید
فاکتور, رسید, صورتحساب
تخفیف, کوپن, کد تخفیف
ایمیل, رایانامه, پست الکترونیک
تلفن, موبایل, همراه, شماره تماس
تماس, ارتباط, پشتیبانی
پشتیبانی, خدمات مشتریان
تغییر, ویرایش, اصلاح, عوض کردن
حذف, پاک کردن
خراب, معیوب, شکسته, اسیب دیده
مشکل, خطا, ارور, ایراد
گم شده, مفقود
تاخیر, دیر
پیگیری, رهگیری
ضمانت, گارانتی
رمز عبور, گذرواژه, پسورد, کلمه عبور
تایید دو مرحله ای, 2fa, ورود دو مرحله ای
اشتراک, عضویت
تنظیمات, پیکربندی
عکس, تصویر
دانلود, بارگیری
برنامه, اپلیکیشن, اپ
کارت اعتباری, کارت بانکی
ساعت کاری, ساعات کار
رایگان, مجانی
امن, امنیت
حساب, اکانت, حساب کاربری
سایت, وب سایت, وبگاه
شروع, اغاز";

/// Endings that may stand apart from their word.
static ENDINGS: WordList =
    WordList::new("ات اش ام اند ای اید ایم تان تر تری ترین شان مان ها های هایت هایتان هایش هایشان هایم هایمان هایی ی یی");

/// Words that never take an ending: what follows them is a word of its own.
static ALONE: WordList = WordList::new("از ان این با به در را و که یا");

fn glue(left: &str, right: &str, link: Link) -> Glue {
    let apart = matches!(link, Link::Space | Link::HalfSpace) && !left.ends_with(|c: char| c.is_ascii_digit());
    if apart && matches!(left, "می" | "نمی") {
        Glue::One
    } else if apart && ENDINGS.has(right) && left.chars().count() > 1 && !ALONE.has(left) {
        Glue::Left
    } else {
        usual_glue(left, right, link)
    }
}

/// A hamza at the end is often left out.
fn respell(word: &mut String) {
    endings!("ء2").strip(word);
}

fn stem(word: &mut String) {
    if present_verb(word) {
        return;
    }
    endings!("هایمان2 هایتان2 هایشان2 هایم2 هایت2 هایش2 هایی2 های2 ها2").strip(word);
    endings!("مان4 تان4 شان4 ترین تری تر").strip(word);
    endings!("هاند>ه هاید>ه هایم>ه هام>ه هات>ه هاش>ه ویان>و جات4 ات4 ان4 یی2>ا").strip(word);
    endings!("ی").strip(word);
    endings!("دند2>د تند2>ت دیم2>د تیم2>ت دید2>د تید2>ت دم2>د تم2>ت دن2>د تن2>ت م4 ده>د ته>ت").strip(word);
}

/// A verb with its present prefix loses that and its person: "میخرم" and "نمیخرند" meet in "خر".
fn present_verb(word: &mut String) -> bool {
    let Some(rest) = word.strip_prefix("نمی").or_else(|| word.strip_prefix("می")) else { return false };
    if rest.chars().count() < 3 || !rest.ends_with(['م', 'ی', 'د']) {
        return false;
    }
    *word = rest.to_owned();
    endings!("بیند0>بین اند1>ان یم2 ید2 ند2 م2 د2 ی2").strip(word)
}
