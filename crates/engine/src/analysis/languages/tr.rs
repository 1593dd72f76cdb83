//! Turkish: endings are taken off from the outside in (case, possessor, plural), verbs lose tense and the infinitive. All four letters i
//! and the other letters with marks are folded, so vowel harmony leaves two forms of an ending instead of eight. What follows an apostrophe
//! is an ending.

use super::super::character::Class;
use super::super::list::WordList;
use super::super::segment::Link;
use super::super::suffix::{Endings, endings};
use super::{Glue, Rules, unchanged, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["tr", "az"],
    scripts: &[Class::Latin],
    glue,
    respell: unchanged,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/tr.txt"),
};

const FUNCTION_WORDS: &str = "acaba ama ancak artik bana bazi belki ben beni benim bir biraz biri biz bize bizim boyle bu buna bunlar \
    bunu bunun burada cok cunku da daha de degil diger diye edebilir edebilirim eder ederim edilir edilmez etmek evet fakat gibi gore \
    hangi hangisi hayir hem henuz hep hepsi her herhangi hic icin ile ise iste isterim istiyorum kac kadar ki kim kimin lazim lutfen mi \
    midir misiniz mu mudur nasil ne neden nedir nerede nereden nereye ni nicin niye o olabilir olan olarak oldu olmak olur on ona onlar \
    onu onun orada oyle oysa sadece sana sen senin siz size sizin sonra su sunu tum uzere var ve veya ya yani yapabilirim yaparim yapmak \
    yapmaliyim yok zaman";

pub(super) const SYNONYMS: &str = "iade, geri ödeme, para iadesi
geri gönderme, iade etme
değişim, değiştirme
giriş yapmak, oturum açmak, login
çıkış yapmak, oturumu kapatmak
kayıt olmak, üye olmak, hesap oluşturmak, üyelik
iptal, vazgeçmek
kargo, teslimat, gönderim
kargo ücreti, teslimat ücreti
paket, koli
fiyat, ücret, tutar
satın almak, almak
sipariş, alışveriş
fatura, fiş, makbuz
indirim, kupon, promosyon
eposta, e-posta, email, mail
telefon, cep telefonu
iletişim, ulaşmak
destek, müşteri hizmetleri, yardım
değiştirmek, düzenlemek, güncellemek
silmek, kaldırmak
bozuk, hasarlı, kusurlu, arızalı
sorun, hata, problem
kayıp, kaybolmak
gecikme, geç
takip, izleme, nerede
garanti, güvence
şifre, parola
iki aşamalı doğrulama, 2fa
abonelik, üyelik
ayarlar, seçenekler
resim, fotoğraf, görsel
indirmek, yüklemek
uygulama, app
kredi kartı, banka kartı, kart
havale, eft, banka havalesi
mağaza, dükkan
çalışma saatleri, açılış saatleri
ücretsiz, bedava
güvenli, emniyetli";

fn glue(left: &str, right: &str, link: Link) -> Glue {
    match link {
        Link::Apostrophe => Glue::Left,
        _ => usual_glue(left, right, link),
    }
}

static TENSES: Endings = Endings::new(
    "ebilirsiniz abilirsiniz ebilirim abilirim ebiliriz abiliriz ebilir abilir iyorsunuz uyorsunuz iyorum uyorum iyoruz uyoruz iyorlar \
    uyorlar iyor uyor ecegim acagim ecek acak mistir mustur mis mus meliyim maliyim meli mali dim tim dum tum dik tik duk tuk diniz tiniz \
    di ti du tu mek mak",
);
/// The last rules only keep what is a possessor's ending from being taken for a case.
static CASES: Endings = Endings::new(
    "siparisi0>siparis sindan sinden undan inden indan ndan nden dan den tan ten sinda sinde unda inde inda nda nde daki deki da de ta te \
    nin nun yi yu ni nu ya ye na ne yla yle si>si su>su lari>lari leri>leri i u e a",
);
static POSSESSORS: Endings = Endings::new("larimiz lerimiz lariniz leriniz imiz umuz iniz unuz lari leri si su im um in un m");

fn stem(word: &mut String) {
    if !TENSES.strip(word) {
        endings!("dir tir dur tur").strip(word);
        CASES.strip(word);
        POSSESSORS.strip(word);
        endings!("lar ler").strip(word);
    }
    endings!("me ma i u a e").strip(word);
    endings!("b2>p d2>t g2>k").strip(word);
}
