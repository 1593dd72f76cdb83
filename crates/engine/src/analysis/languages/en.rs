//! English: the Porter2 stemmer (M. F. Porter, "The English (Porter2) stemming algorithm", snowballstem.org) written by hand, with the
//! irregular verbs and the British spellings that customers use, and phrasal verbs such as "log in" that are also written as one word.

use super::super::character::Class;
use super::super::list::WordList;
use super::super::segment::Link;
use super::super::suffix::{Endings, endings};
use super::{Glue, Rules, usual_glue};

pub(super) static RULES: Rules = Rules {
    tags: &["en"],
    scripts: &[Class::Latin],
    glue,
    respell: super::unchanged,
    stem,
    function_words: WordList::new(FUNCTION_WORDS),
    mixed: None,
    #[cfg(test)]
    tests: include_str!("../testdata/en.txt"),
};

/// Words of grammar, question words and the small change of letters to a shop.
const FUNCTION_WORDS: &str = "a about after again all also although am an and another any anybody anyone anything are arent as at be \
    because been before being both but by can cannot cant could couldnt did didnt do does doesnt doing done dont each either else ever \
    every for from get gets getting got had has hasnt have havent having he hello help her here hers hi him his how hows i id if ill im \
    in into is isnt it its itself ive just know let like ma may maybe me might mine much must my myself need needs no nor not now of off \
    oh ok okay on one only or other our ours out over own please possible quite rather really shall she should shouldnt since so some \
    somebody somehow someone something still such tell than thank thanks that thats the their theirs them themselves then there theres \
    these they theyre thing this those though through to too toward towards u under until up upon ur us use using very via want wants was \
    wasnt way we well were werent what whats when where wheres whether which while who whom whose why will with within without wont would \
    wouldnt yes yet you your youre yours yourself youve";

/// Irregular forms, and British spellings that no rule tells from other words.
static IRREGULAR: WordList = WordList::new(
    "began>begin begun>begin behaviour>behavior bought>buy broke>break broken>break brought>bring catalogue>catalog centre>center \
    cheque>check children>child chose>choose chosen>choose colour>color enquire>inquire enquiries>inquiry enquiry>inquiry favour>favor \
    favourite>favorite feet>foot forgot>forget forgotten>forget found>find froze>freeze frozen>freeze gave>give given>give gone>go \
    gotten>get grey>gray held>hold honour>honor jewellery>jewelry kept>keep labour>labor licence>license lost>lose made>make men>man \
    met>meet mice>mouse paid>pay programme>program sent>send sold>sell spent>spend stole>steal stolen>steal taken>take taught>teach \
    thrown>throw told>tell took>take went>go withdrawn>withdraw withdrew>withdraw women>woman written>write wrote>write",
);

/// Words that the steps would ruin, most of them Porter's own list.
static INVARIANT: WordList = WordList::new("andes atlas bias cosmos early gently howe idly news only singly sky tidy ugly");

/// Phrasal verbs that are written as one word when they name a thing: "log in" and "login".
static PHRASAL: WordList = WordList::new(
    "backup breakdown buildup buyout callback checkin checkout cleanup cutoff dropoff feedback followup handout handover kickoff layoff \
    lockout login logoff logon logout lookup optin optout payback payout pickup popup printout rollback rollout rollover setup shutdown \
    signin signoff signon signout signup standby startup takeover timeout topup turnover workout",
);
static PARTICLES: WordList = WordList::new("back by down in off on out over up");

pub(super) const SYNONYMS: &str = "refund, money back, reimbursement
log in, sign in
log out, sign out
sign up, register, create an account, registration
cancel, call off, terminate
shipping, delivery, postage
ship, deliver, dispatch
shipment, parcel, package
deliver, delivery
pay, payment
cost, price, fee, charge
cheap, inexpensive
buy, purchase
order, purchase
invoice, bill, receipt
discount, coupon, voucher, promo code, promotion
email, mail
phone, telephone, mobile, cell phone
contact, reach, get in touch
support, customer service, help desk
change, edit, modify, update
delete, remove, erase
close account, delete account, deactivate account
broken, damaged, defective, faulty
not working, broken, fails
fix, repair
error, problem, issue, trouble
lost, missing
late, delayed
track, trace
return, send back
exchange, swap, replace
warranty, guarantee
2fa, two factor authentication, mfa
password, passcode
begin, start
stop, end
subscription, membership, plan
settings, preferences, options
picture, photo, image
download, save
app, application
credit card, debit card, card
bank transfer, wire transfer
store, shop
opening hours, business hours
job, career, vacancy
verify, confirm
setup, install
free, no cost, gratis
safe, secure
language, locale";

fn glue(left: &str, right: &str, link: Link) -> Glue {
    match link {
        Link::Apostrophe if right == "s" => Glue::Left,
        Link::Space | Link::Hyphen if PARTICLES.has(right) && phrasal(left, right) => Glue::Phrase,
        _ => usual_glue(left, right, link),
    }
}

fn phrasal(verb: &str, particle: &str) -> bool {
    let mut phrase = String::from(verb);
    stem(&mut phrase);
    phrase.push_str(particle);
    PHRASAL.has(&phrase)
}

/// The Porter2 stem.
pub(super) fn stem(word: &mut String) {
    let singular = word.strip_suffix('s').unwrap_or(word);
    if let Some(regular) = IRREGULAR.meaning(word).or_else(|| IRREGULAR.meaning(singular)) {
        word.clear();
        word.push_str(regular);
    }
    if word.len() < 3 || !word.is_ascii() || INVARIANT.has(word) {
        return;
    }
    let mut stem = Stem { word, r1: 0, r2: 0 };
    stem.american();
    stem.regions();
    stem.plural();
    if matches!(stem.word.as_str(), "inning" | "outing" | "canning" | "herring" | "earring" | "proceed" | "exceed" | "succeed") {
        return;
    }
    stem.past();
    stem.final_y();
    // The other steps touch nothing before R1, and most words end there.
    if stem.r1 < stem.word.len() {
        stem.derived();
        stem.derived_more();
        stem.derived_last();
        stem.final_e_l();
        stem.related();
    }
}

/// A word of ASCII letters and digits on its way to the stem, with the regions in which Porter's rules apply.
struct Stem<'w> {
    word: &'w mut String,
    /// Start of the region after the first non-vowel that follows a vowel.
    r1: usize,
    /// The same again within R1.
    r2: usize,
}

impl Stem<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.word.as_bytes().get(at).copied().unwrap_or(b' ')
    }

    /// The byte `back` places from the end, 1 being the last.
    fn last(&self, back: usize) -> u8 {
        self.word.len().checked_sub(back).map_or(b' ', |at| self.byte(at))
    }

    /// `y` is a vowel after a consonant: "cry", not "boy" or "yes".
    fn vowel(&self, at: usize) -> bool {
        match self.byte(at) {
            b'a' | b'e' | b'i' | b'o' | b'u' => true,
            b'y' => at > 0 && !matches!(self.byte(at - 1), b'a' | b'e' | b'i' | b'o' | b'u'),
            _ => false,
        }
    }

    fn has_vowel_before(&self, end: usize) -> bool {
        (0..end).any(|at| self.vowel(at))
    }

    /// The first place after a non-vowel that follows a vowel at or after `from`.
    fn region(&self, from: usize) -> usize {
        let end = self.word.len();
        (from + 1..end).find(|at| !self.vowel(*at) && self.vowel(at - 1)).map_or(end, |at| at + 1)
    }

    fn regions(&mut self) {
        let exceptions = ["gener", "commun", "arsen", "univers", "later", "emerg", "organ", "inter"];
        let exception = exceptions.iter().find(|start| self.word.starts_with(**start));
        self.r1 = exception.map_or_else(|| self.region(0), |start| start.len());
        self.r2 = self.region(self.r1);
    }

    fn cut(&mut self, bytes: usize) {
        self.word.truncate(self.word.len().saturating_sub(bytes));
    }

    /// Replaces the first of `rules` that the word ends in, if the ending lies at or after `region`. As in Porter's steps, only the first
    /// ending that the word has is looked at.
    fn replace(&mut self, rules: &Endings, region: usize) {
        let Some((ending, replacement)) = rules.of(self.word) else { return };
        if self.word.len() - ending.len() >= region {
            self.cut(ending.len());
            self.word.push_str(replacement);
        }
    }

    /// Spells "organise" like "organize".
    fn american(&mut self) {
        self.replace(endings!("isations>izations isation>ization ising>izing ised>ized iser>izer ises>izes ise>ize"), 4);
    }

    /// Step 1a.
    fn plural(&mut self) {
        let length = self.word.len();
        if self.word.ends_with("sses") {
            self.cut(2);
        } else if self.word.ends_with("ied") || self.word.ends_with("ies") {
            self.cut(if length > 4 { 2 } else { 1 });
        } else if self.last(1) == b's' && !matches!(self.last(2), b's' | b'u') && self.has_vowel_before(length.saturating_sub(2)) {
            self.cut(1);
        }
    }

    /// Step 1b.
    fn past(&mut self) {
        if self.word.ends_with("eed") || self.word.ends_with("eedly") {
            self.replace(endings!("eedly>ee eed>ee"), self.r1);
            return;
        }
        let Some(ending) = ["ingly", "edly", "ing", "ed"].into_iter().find(|ending| self.word.ends_with(ending)) else { return };
        if !self.has_vowel_before(self.word.len() - ending.len()) {
            return;
        }
        self.cut(ending.len());
        if ["at", "bl", "iz"].iter().any(|end| self.word.ends_with(end)) {
            self.word.push('e');
        } else if self.doubled() {
            self.cut(1);
        } else if self.r1 >= self.word.len() && self.short_at(self.word.len()) {
            self.word.push('e');
        }
    }

    fn doubled(&self) -> bool {
        self.last(1) == self.last(2)
            && matches!(self.last(1), b'b' | b'd' | b'f' | b'g' | b'm' | b'n' | b'p' | b'r' | b't')
            && !(self.word.len() == 3 && matches!(self.byte(0), b'a' | b'e' | b'o'))
    }

    /// Whether the first `end` bytes end in a short syllable: consonant, vowel, consonant other than w and x; or a vowel and a consonant
    /// and nothing else.
    fn short_at(&self, end: usize) -> bool {
        match end {
            0 | 1 => false,
            2 => self.vowel(0) && !self.vowel(1),
            _ => {
                let wide = matches!(self.byte(end - 1), b'w' | b'x' | b'y');
                !wide && !self.vowel(end - 1) && self.vowel(end - 2) && !self.vowel(end - 3)
            }
        }
    }

    /// Step 1c.
    fn final_y(&mut self) {
        let length = self.word.len();
        if self.last(1) == b'y' && length > 2 && !self.vowel(length - 2) {
            self.cut(1);
            self.word.push('i');
        }
    }

    /// Step 2.
    fn derived(&mut self) {
        let rules = endings!(
            "ational>ate ization>ize fulness>ful ousness>ous iveness>ive tional>tion biliti>ble lessli>less entli>ent ation>ate \
            alism>al aliti>al fulli>ful ousli>ous iviti>ive enci>ence anci>ance abli>able izer>ize ator>ate alli>al logi>log bli>ble li"
        );
        if self.word.ends_with("li") && self.last(3) != b'l' && !"cdeghkmnrt".as_bytes().contains(&self.last(3)) && !self.special_li() {
            return;
        }
        self.replace(rules, self.r1);
    }

    fn special_li(&self) -> bool {
        ["lessli", "entli", "fulli", "ousli", "abli", "alli", "bli"].iter().any(|end| self.word.ends_with(end))
    }

    /// Step 3. "business" keeps its ending, so that it does not meet "busy".
    fn derived_more(&mut self) {
        if self.word.ends_with("ness") {
            self.replace(endings!("ness"), self.r1.max(5));
            return;
        }
        if self.word.ends_with("ative") {
            self.replace(endings!("ative"), self.r2);
            return;
        }
        self.replace(endings!("ational>ate tional>tion alize>al icate>ic iciti>ic ical>ic ful"), self.r1);
    }

    /// Step 4, in which "subscription" meets "subscribe".
    fn derived_last(&mut self) {
        if self.word.ends_with("cription") {
            return self.replace(endings!("cription>crib"), 2);
        }
        if self.word.ends_with("ion") && !matches!(self.last(4), b's' | b't') {
            return;
        }
        self.replace(endings!("ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic"), self.r2);
    }

    /// Step 5.
    fn final_e_l(&mut self) {
        let before = self.word.len().saturating_sub(1);
        if self.last(1) == b'e' {
            let short = self.short_at(before);
            if before >= self.r2 || (before >= self.r1 && !short) {
                self.cut(1);
            }
        } else if self.last(1) == b'l' && self.last(2) == b'l' && before >= self.r2 {
            self.cut(1);
        }
    }

    /// A pair that Porter2 leaves apart and customers do not: "verify" and "verification".
    fn related(&mut self) {
        self.replace(endings!("ifi>if"), 2);
    }
}
