"""Questions as customers ask them, made from frames and topics written for this purpose, in English, Filipino, Persian and Chinese.

The catalogues speak of software; these bring the words of shops, banks, schools, travel and health. Each topic is a row with the same
meaning in every language, and so is each frame, so a question in one language is the translation of the same question in another.
"""

import itertools
import random

# English, Filipino, Persian, Chinese (traditional; the analyser folds both scripts).
THINGS = """
order|order|سفارش|訂單
parcel|pakete|بسته|包裹
refund|refund|بازپرداخت|退款
password|password|رمز عبور|密碼
account|account|حساب کاربری|帳號
invoice|resibo|فاکتور|發票
payment|bayad|پرداخت|付款
card|card|کارت|卡片
credit card|credit card|کارت اعتباری|信用卡
delivery|paghahatid|تحویل|送貨
delivery address|address ng paghahatid|نشانی تحویل|送貨地址
subscription|subscription|اشتراک|訂閱
membership|pagiging miyembro|عضویت|會員資格
discount code|discount code|کد تخفیف|折扣碼
gift card|gift card|کارت هدیه|禮物卡
booking|booking|رزرو|預訂
ticket|tiket|بلیت|票
flight|flight|پرواز|航班
room|kuwarto|اتاق|房間
appointment|appointment|نوبت|預約
phone number|numero ng telepono|شماره تلفن|電話號碼
email address|email address|نشانی ایمیل|電子郵件地址
profile|profile|نمایه|個人資料
photo|litrato|عکس|照片
file|file|فایل|檔案
message|mensahe|پیام|訊息
contract|kontrata|قرارداد|合約
insurance|insurance|بیمه|保險
claim|claim|خسارت|理賠
loan|utang|وام|貸款
bank account|bank account|حساب بانکی|銀行帳戶
transfer|padala|انتقال|轉帳
receipt|resibo|رسید|收據
warranty|warranty|ضمانت|保固
certificate|sertipiko|گواهی|證書
course|kurso|دوره|課程
exam|pagsusulit|امتحان|考試
school|paaralan|مدرسه|學校
tuition fee|matrikula|شهریه|學費
scholarship|iskolarship|بورسیه|獎學金
application|aplikasyon|درخواست|申請
form|form|فرم|表格
passport|pasaporte|گذرنامه|護照
visa|visa|ویزا|簽證
identity card|ID|کارت شناسایی|身分證
license|lisensya|مجوز|執照
doctor|doktor|پزشک|醫生
medicine|gamot|دارو|藥
vaccine|bakuna|واکسن|疫苗
job|trabaho|شغل|工作
salary|sweldo|حقوق|薪水
shop|tindahan|فروشگاه|商店
product|produkto|محصول|商品
size|sukat|اندازه|尺寸
price|presyo|قیمت|價格
car|kotse|خودرو|汽車
battery|baterya|باتری|電池
phone|telepono|تلفن|手機
computer|computer|رایانه|電腦
screen|screen|صفحه نمایش|螢幕
printer|printer|چاپگر|印表機
internet connection|koneksyon sa internet|اتصال اینترنت|網路連線
app|app|برنامه|應用程式
website|website|وب‌سایت|網站
bill|bayarin|قبض|帳單
plan|plan|طرح|方案
data|data|داده|資料
language|wika|زبان|語言
notification|notification|اعلان|通知
security code|security code|کد امنیتی|安全碼
username|username|نام کاربری|使用者名稱
points|puntos|امتیاز|點數
reward|gantimpala|جایزه|獎勵
project|proyekto|پروژه|專案
comment|komento|نظر|留言
video|video|ویدیو|影片
game|laro|بازی|遊戲
wallet|wallet|کیف پول|錢包
money|pera|پول|錢
fee|bayad sa serbisyo|کارمزد|手續費
tax|buwis|مالیات|稅
address|address|نشانی|地址
name|pangalan|نام|名字
date|petsa|تاریخ|日期
time|oras|زمان|時間
child|anak|کودک|孩子
teacher|guro|معلم|老師
student|estudyante|دانش‌آموز|學生
class|klase|کلاس|班級
group|grupo|گروه|群組
food|pagkain|غذا|食物
menu|menu|منو|菜單
table|mesa|میز|桌子
hotel|hotel|هتل|飯店
bus|bus|اتوبوس|公車
train|tren|قطار|火車
parking|paradahan|پارکینگ|停車
luggage|bagahe|چمدان|行李
pet|alagang hayop|حیوان خانگی|寵物
customer service|customer service|خدمات مشتریان|客服
report|ulat|گزارش|報告
backup|backup|پشتیبان|備份
""".strip()

# A verb takes a thing: English, Filipino (after «paano ko»), Persian (infinitive), Chinese.
VERBS = """
cancel|kakanselahin|لغو کردن|取消
change|papalitan|تغییر دادن|更改
delete|buburahin|حذف کردن|刪除
track|susubaybayan|پیگیری کردن|追蹤
find|mahahanap|پیدا کردن|找到
get|makukuha|گرفتن|取得
return|isasauli|پس دادن|退還
pay for|babayaran|پرداخت کردن|支付
use|gagamitin|استفاده کردن از|使用
add|idadagdag|اضافه کردن|新增
update|ia-update|به‌روزرسانی کردن|更新
check|titingnan|بررسی کردن|查詢
open|bubuksan|باز کردن|打開
close|isasara|بستن|關閉
download|ida-download|بارگیری کردن|下載
send|ipapadala|فرستادن|寄送
receive|matatanggap|دریافت کردن|收到
share|ibabahagi|به اشتراک گذاشتن|分享
recover|mababawi|بازیابی کردن|恢復
block|iba-block|مسدود کردن|封鎖
renew|ire-renew|تمدید کردن|續期
register|irerehistro|ثبت کردن|註冊
apply for|mag-aapply para sa|درخواست دادن برای|申請
buy|bibilhin|خریدن|購買
sell|ibebenta|فروختن|出售
repair|aayusin|تعمیر کردن|修理
replace|papalitan ng bago|عوض کردن|更換
print|ipi-print|چاپ کردن|列印
save|ise-save|ذخیره کردن|儲存
report|ire-report|گزارش دادن|檢舉
confirm|kukumpirmahin|تأیید کردن|確認
transfer|ililipat|انتقال دادن|轉移
choose|pipiliin|انتخاب کردن|選擇
see|makikita|دیدن|查看
move|ililipat|جابه‌جا کردن|移動
create|gagawin|ساختن|建立
reset|ire-reset|بازنشانی کردن|重設
connect|ikokonekta|متصل کردن|連接
turn off|papatayin|خاموش کردن|關掉
turn on|bubuksan|روشن کردن|開啟
""".strip()

# {v} a verb, {t} a thing. Frames with both, in the four languages.
ACTIONS = """
how do I {v} my {t}?|paano ko {v} ang aking {t}?|چگونه {t} خود را {v}؟|我要如何{v}我的{t}？
can I {v} the {t}?|pwede ko bang {v} ang {t}?|آیا می‌توانم {t} را {v}؟|我可以{v}{t}嗎？
I want to {v} my {t}|gusto kong {v} ang {t} ko|می‌خواهم {t} خود را {v}|我想{v}我的{t}
why can't I {v} the {t}?|bakit hindi ko {v} ang {t}?|چرا نمی‌توانم {t} را {v}؟|為什麼我不能{v}{t}？
where can I {v} a {t}?|saan ko {v} ang {t}?|کجا می‌توانم {t} را {v}؟|在哪裡可以{v}{t}？
when can I {v} my {t}?|kailan ko {v} ang aking {t}?|چه زمانی می‌توانم {t} خود را {v}؟|什麼時候可以{v}我的{t}？
""".strip()

# Frames with a thing alone.
MATTERS = """
where is my {t}?|nasaan ang {t} ko?|{t} من کجاست؟|我的{t}在哪裡？
how much is the {t}?|magkano ang {t}?|هزینه {t} چقدر است؟|{t}多少錢？
what is a {t}?|ano ang {t}?|{t} چیست؟|什麼是{t}？
I lost my {t}|nawala ang {t} ko|{t} خود را گم کرده‌ام|我的{t}不見了
I forgot my {t}|nakalimutan ko ang {t} ko|{t} خود را فراموش کرده‌ام|我忘記了{t}
my {t} has not arrived yet|hindi pa dumarating ang {t} ko|{t} من هنوز نرسیده است|我的{t}還沒到
my {t} does not work|hindi gumagana ang {t} ko|{t} من کار نمی‌کند|我的{t}無法使用
my {t} is broken|sira ang {t} ko|{t} من خراب است|我的{t}壞了
how long does the {t} take?|gaano katagal ang {t}?|{t} چقدر طول می‌کشد؟|{t}需要多久？
is there a {t}?|mayroon bang {t}?|آیا {t} وجود دارد؟|有{t}嗎？
do I need a {t}?|kailangan ko ba ng {t}?|آیا به {t} نیاز دارم؟|我需要{t}嗎？
is the {t} free?|libre ba ang {t}?|آیا {t} رایگان است؟|{t}免費嗎？
is my {t} safe?|ligtas ba ang {t} ko?|آیا {t} من امن است؟|我的{t}安全嗎？
who can help me with my {t}?|sino ang tutulong sa akin sa {t}?|چه کسی می‌تواند در مورد {t} به من کمک کند؟|誰可以幫我處理{t}？
when does the {t} expire?|kailan mag-e-expire ang {t}?|{t} چه زمانی منقضی می‌شود؟|{t}什麼時候到期？
what are the requirements for the {t}?|ano ang mga requirements para sa {t}?|شرایط {t} چیست؟|{t}需要什麼條件？
I have a problem with the {t}|may problema ako sa {t}|با {t} مشکل دارم|我的{t}有問題
""".strip()

# Whole pairs that frames do not make.
PHRASES = """
are you open on sundays?|bukas ba kayo tuwing Linggo?|آیا یکشنبه‌ها باز هستید؟|星期天有營業嗎？
what time do you open?|anong oras kayo nagbubukas?|چه ساعتی باز می‌کنید؟|你們幾點開門？
how can I contact you?|paano ko kayo makokontak?|چگونه می‌توانم با شما تماس بگیرم؟|我要怎麼聯絡你們？
I was charged twice|dalawang beses akong siningil|دو بار از من پول گرفته شد|我被收了兩次錢
I cannot log in|hindi ako makapag-log in|نمی‌توانم وارد شوم|我無法登入
do you ship abroad?|nagpapadala ba kayo sa ibang bansa?|آیا به خارج از کشور ارسال می‌کنید؟|可以寄到國外嗎？
can I pay in cash?|pwede bang magbayad ng cash?|آیا می‌توانم نقدی پرداخت کنم؟|可以付現金嗎？
can I pay in installments?|pwede bang hulugan?|آیا می‌توانم قسطی پرداخت کنم؟|可以分期付款嗎？
someone stole my card|may nagnakaw ng card ko|کسی کارت من را دزدیده است|有人偷了我的卡
where are you located?|saan kayo matatagpuan?|شما کجا هستید؟|你們在哪裡？
how old must I be?|ilang taon dapat ako?|باید چند سال داشته باشم؟|必須滿幾歲？
how do I talk to a person?|paano makipag-usap sa tao?|چگونه با یک انسان صحبت کنم؟|怎樣可以跟真人說話？
thank you very much|maraming salamat|خیلی ممنون|非常感謝
good morning|magandang umaga|صبح بخیر|早安
""".strip()

LANGS = ["en", "fil", "fa", "zh-Hant"]
# Further ways to put an English request, so that the student learns which words do not matter.
ENGLISH_ACTIONS = ["how to {v} {t}", "what do I have to do to {v} my {t}?", "please help me {v} the {t}", "is it possible to {v} a {t}?",
                   "{v} {t}", "I am trying to {v} my {t} but it does not work", "what happens if I {v} the {t}?",
                   "could you {v} my {t} for me?", "I'd like to {v} a {t}, what should I do?", "steps to {v} a {t}"]
ENGLISH_MATTERS = ["{t}", "tell me about the {t}", "{t} problem", "what does the {t} cost?", "the {t} is missing", "my {t} is late",
                   "someone else has my {t}", "my {t} was declined", "the {t} is wrong", "two {t}s instead of one", "no {t} available",
                   "how does the {t} work?", "which {t} should I choose?", "the {t} was damaged", "my {t} is locked",
                   "is there a limit on the {t}?", "can I have more than one {t}?", "difference between {t} and {u}",
                   "{t} or {u}?", "do I need a {t} for the {u}?", "{t} not in my {u}", "is the {t} part of the {u}?"]

# Longer ones, as people write to a support desk: what happened, then what they want.
ENGLISH_LONG = ["I ordered a {t} last week but it has not arrived yet, can I {v} the {u}?",
                "I tried to {v} my {t} several times today and it keeps failing, is something wrong with my {u}?",
                "My {t} was lost while I was travelling abroad, what should I do and how do I {v} a new {u}?",
                "Hi, I moved to another country recently, do I have to {v} my {t} before the {u} expires?",
                "The {t} I got does not look like the {u} on your website, how can I {v} it?",
                "There is a {t} in my account that I do not recognise, someone may have used my {u}",
                "Why was I charged for a {t} when the {u} says that it is free?",
                "Is there a way to {v} a {t} without a {u}, or do I need to visit an office?",
                "I accidentally made a mistake in my {t}, is it possible to {v} the {u} afterwards?",
                "Can someone explain the difference between the {t} and the {u}, and which one I should {v}?",
                "My friend wants to {v} my {t} but the {u} does not allow it", "Where in the settings can I {v} the {t} of my {u}?",
                "how many days does it usually take until my {t} and the {u} are there?",
                "I need to {v} the {t} as soon as possible because my {u} is leaving tomorrow"]


def table(text):
    return [line.split("|") for line in text.splitlines()]


def questions():
    """Triples of language, question and its English, in a fixed order; some English ones have no translation."""
    rng = random.Random(7)
    things, verbs = table(THINGS), table(VERBS)
    made = []
    for frame, verb, thing in itertools.product(table(ACTIONS), verbs, things):
        if rng.random() < 0.3:
            rows = [f.replace("{v}", v).replace("{t}", t) for f, v, t in zip(frame, verb, thing)]
            made += [(lang, row, rows[0]) for lang, row in zip(LANGS, rows)]
    for frame, thing in itertools.product(table(MATTERS), things):
        rows = [f.replace("{t}", t) for f, t in zip(frame, thing)]
        made += [(lang, row, rows[0]) for lang, row in zip(LANGS, rows)]
    for rows in itertools.chain(table(PHRASES), things):
        made += [(lang, row, rows[0]) for lang, row in zip(LANGS, rows)]
    for frame, verb, thing in itertools.product(ENGLISH_ACTIONS, verbs, things):
        if rng.random() < 0.35:
            text = frame.replace("{v}", verb[0]).replace("{t}", thing[0])
            made.append(("en", text, text))
    for frame, thing in itertools.product(ENGLISH_LONG, things):
        for verb, other in zip(rng.sample(verbs, 6), rng.sample(things, 6)):
            text = frame.replace("{v}", verb[0]).replace("{t}", thing[0]).replace("{u}", other[0])
            made.append(("en", text, text))
    for frame, thing in itertools.product(ENGLISH_MATTERS, things):
        for other in rng.sample(things, 3 if "{u}" in frame else 1):
            text = frame.replace("{t}", thing[0]).replace("{u}", other[0])
            made.append(("en", text, text))
    return list(dict.fromkeys(made))
