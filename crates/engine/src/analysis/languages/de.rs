//! German: a light stemmer on the endings of the Snowball one (snowballstem.org/algorithms/german) with its treatment of ae, oe and ue,
//! which stand for umlauts where a keyboard has none. Participles lose their t and ge-.

use super::super::character::Class;
use super::super::list::WordList;
use super::super::suffix::{cut_out, endings};
use super::{Rules, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["de", "gsw"],
    scripts: &[Class::Latin],
    glue: usual_glue,
    respell,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/de.txt"),
};

const FUNCTION_WORDS: &str = "ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bitte da \
    dabei dafur damit danach dann darf das dass dazu dein deine dem den denn der des dich die dies diese diesem diesen dieser dieses dir \
    doch dort du durch ein eine einem einen einer eines er es etwas euch euer fur gegen gibt habe haben hallo hat hatte hier ich ihm ihn \
    ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jeden jeder jedes jemand jetzt kann kannst kein keine keinen konnen konnte \
    konnten machen mal man mehr mein meine meinem meinen meiner mich mir mit mochte mochten muss mussen nach nicht nichts noch nun nur ob \
    oder ohne schon sehr sein seine seit sich sie sind so solche soll sollte sonst tun uber um und uns unser unsere unter vom von vor \
    wann warum was weil welche welchem welchen welcher welches wenn wer werde werden weshalb wie wieder wieso wieviel will wird wo wofur \
    woher wohin wollen wurde wurden zu zum zur zwischen";

pub(super) const SYNONYMS: &str = "rückerstattung, erstattung, geld zurück
rückgabe, retoure, zurücksenden, zurückschicken, rücksendung
umtausch, austauschen
anmelden, einloggen, login
abmelden, ausloggen, logout
registrieren, konto erstellen, konto anlegen
stornieren, abbestellen, widerrufen
kündigen, beenden
versand, lieferung, zustellung
liefern, versenden, zustellen, verschicken
versandkosten, porto, lieferkosten
paket, sendung, päckchen
bezahlen, zahlen
preis, kosten, gebühr
kaufen, erwerben, bestellen
bestellung, auftrag
rechnung, beleg, quittung
rabatt, gutschein, gutscheincode
email, e-mail, mail
telefon, handy, mobiltelefon
kontakt, erreichen
support, kundendienst, kundenservice, hilfe
ändern, bearbeiten, aktualisieren
löschen, entfernen
konto löschen, konto schließen
kaputt, beschädigt, defekt
fehler, problem, störung
verloren, verschwunden
verspätung, verzögerung
sendungsverfolgung, verfolgen, tracking
garantie, gewährleistung
passwort, kennwort
zwei-faktor-authentifizierung, 2fa, bestätigung in zwei schritten
abo, abonnement, mitgliedschaft
einstellungen, optionen
bild, foto
herunterladen, download
anwendung, app
kreditkarte, karte
überweisung, banküberweisung
laden, geschäft, filiale
öffnungszeiten, geschäftszeiten
kostenlos, gratis, umsonst
sicher, geschützt
stelle, job, karriere";

/// "rueckgabe" to "ruckgabe", which "Rückgabe" is folded to. After a vowel and after q the e is a letter of its own: "neue", "quelle".
fn respell(word: &mut String) {
    if !word.as_bytes().windows(2).any(|pair| matches!(pair, b"ae" | b"oe" | b"ue")) {
        return;
    }
    let mut before = ' ';
    let mut last = ' ';
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        let umlaut = c == 'e' && matches!(last, 'a' | 'o' | 'u') && !matches!(before, 'a' | 'e' | 'i' | 'o' | 'u' | 'q');
        if !umlaut {
            out.push(c);
        }
        (before, last) = (last, c);
    }
    *word = out;
}

fn stem(word: &mut String) {
    // "ändern" is a word of every shop and "andere" one of grammar; without the umlaut they would meet.
    if endings!("anderungen0>aender anderung0>aender geandert0>aender andern0>aender andert0>aender").strip(word) {
        return;
    }
    endings!("erinnen4 innen4 ern>er em en es e bs>b ds>d fs>f gs>g hs>h ks>k ls>l ms>m ns>n os>o rs>r ts>t").strip(word);
    if endings!("et4 t4").strip(word) && word.len() > 5 && word.starts_with("ge") {
        cut_out(word, 0, 2);
    }
    endings!("lichkeit4 igkeit4 keit4 heit4 ung isch4 lich4 ig5 end5").strip(word);
    if endings!("sicher0>sicher ier est4 en4 er o4").strip(word) {
        endings!("t4").strip(word);
    }
    endings!("ll2>l nn2>n ss2>s tt2>t mm2>m").strip(word);
}
