//! What the widget says, in the visitor's language: one file a language, and one line in [`ALL`]. A sentence is a field of
//! [`Strings`], so a language in which it is missing does not compile.
//!
//! None of the texts is in the wasm. `cargo xtask` writes them down as `ui.json`, `faqlet build` makes a file of each language that a
//! site has, and the loader fetches the one that is needed beside the widget. Such a file is a list of texts in the order of the fields
//! here, which costs fewer bytes than names would; writer and reader come from one declaration, and both are of one build.
//!
//! A sentence with a place for something holds `{}` once, for the caller to [`fill`]. Persons are addressed politely, buttons say what they do.

mod ar;
mod de;
mod en;
mod es;
mod fa;
mod fil;
mod fr;
mod hi;
mod id;
mod ja;
mod ko;
mod pt;
mod ru;
mod tr;
mod zh_hans;
mod zh_hant;

use std::vec::IntoIter;

/// The languages of the interface, the fallback first.
pub const ALL: [&Strings; 16] = [
    &en::STRINGS,
    &zh_hant::STRINGS,
    &zh_hans::STRINGS,
    &fa::STRINGS,
    &fil::STRINGS,
    &ar::STRINGS,
    &de::STRINGS,
    &es::STRINGS,
    &fr::STRINGS,
    &hi::STRINGS,
    &id::STRINGS,
    &ja::STRINGS,
    &ko::STRINGS,
    &pt::STRINGS,
    &ru::STRINGS,
    &tr::STRINGS,
];

/// Declares a structure of texts that can be written down as a list, and read from it again.
macro_rules! texts {
    ($(#[$about:meta])* pub struct $name:ident { $($(#[$what:meta])* pub $field:ident: $kind:ty,)* }) => {
        $(#[$about])*
        #[derive(Debug, PartialEq, Eq)]
        pub struct $name { $($(#[$what])* pub $field: $kind,)* }

        impl Part for $name {
            fn write(&self, texts: &mut Vec<&'static str>) {
                $(self.$field.write(texts);)*
            }

            fn read(texts: &mut IntoIter<&'static str>) -> $name {
                $name { $($field: Part::read(texts),)* }
            }

            #[cfg(test)]
            fn plurals<'a>(&'a self, found: &mut Vec<&'a Plural>) {
                $(self.$field.plurals(found);)*
            }
        }
    };
}

/// Something that stands in the list of texts.
trait Part {
    /// Appends its texts.
    fn write(&self, texts: &mut Vec<&'static str>);

    /// Takes its texts from the front; where the list is too short, they are empty.
    fn read(texts: &mut IntoIter<&'static str>) -> Self;

    /// Finds the sentences with numbers in it.
    #[cfg(test)]
    fn plurals<'a>(&'a self, _found: &mut Vec<&'a Plural>) {}
}

impl Part for &'static str {
    fn write(&self, texts: &mut Vec<&'static str>) {
        texts.push(self);
    }

    #[inline(never)]
    fn read(texts: &mut IntoIter<&'static str>) -> &'static str {
        texts.next().unwrap_or_default()
    }
}

impl Part for bool {
    fn write(&self, texts: &mut Vec<&'static str>) {
        texts.push(if *self { "1" } else { "" });
    }

    fn read(texts: &mut IntoIter<&'static str>) -> bool {
        !<&str>::read(texts).is_empty()
    }
}

texts! {
/// Every sentence of the widget in one language.
pub struct Strings {
    /// Language tag, BCP 47.
    pub lang: &'static str,
    /// Whether it is written from right to left.
    pub rtl: bool,
    /// Name of the search field, and what stands in it while it is empty.
    pub search: &'static str,
    /// Empties the search field.
    pub clear: &'static str,
    /// Name of the list of results.
    pub results: &'static str,
    /// Heading over the topics.
    pub topics: &'static str,
    /// Shows the results of every topic.
    pub all: &'static str,
    /// Lists more results.
    pub more: &'static str,
    /// Heading when nothing was found: `{}` is what was typed.
    pub nothing: &'static str,
    /// What to do when nothing was found.
    pub nothing_hint: &'static str,
    /// Over results of which none is likely to answer.
    pub unsure: &'static str,
    /// Over results for words spelled otherwise: `{}` is the other spelling.
    pub corrected: &'static str,
    /// Under a correction, searches what was typed: `{}` is that.
    pub instead: &'static str,
    /// Said when results have come: `{}` is their number.
    pub found: Plural,
    /// The launcher, and the title of the panel.
    pub help: &'static str,
    /// Closes the panel.
    pub close: &'static str,
    /// Leads to where one was before.
    pub back: &'static str,
    /// How many answers a topic holds: `{}` is their number.
    pub answers: Plural,
    /// Leads to the topics.
    pub all_topics: &'static str,
    /// Heading over all questions, where there are no topics.
    pub questions: &'static str,
    /// Why a result stands higher for this visitor: `{}` is a topic.
    pub because_read: &'static str,
    /// Why a result is here that has no word of the query in its question.
    pub similar: &'static str,
    /// Asks for a vote.
    pub helpful: &'static str,
    /// Yes to that.
    pub yes: &'static str,
    /// No to that.
    pub no: &'static str,
    /// Beside the buttons: where the vote goes.
    pub vote_goes: &'static str,
    /// After a yes.
    pub thanks_yes: &'static str,
    /// After a no.
    pub thanks_no: &'static str,
    /// The settings: button and heading.
    pub privacy: &'static str,
    /// What always holds.
    pub privacy_always: &'static str,
    /// The switch for personalisation.
    pub personalise: &'static str,
    /// What it does.
    pub personalise_hint: &'static str,
    /// The switch for measurement.
    pub measure: &'static str,
    /// What it does.
    pub measure_hint: &'static str,
    /// Deletes everything kept on the device.
    pub erase: &'static str,
    /// After that.
    pub erased: &'static str,
    /// While something is being fetched.
    pub loading: &'static str,
    /// When the answers cannot be shown.
    pub trouble: &'static str,
    /// When the files are newer than the widget.
    pub newer: &'static str,
    /// Without a connection, when the answers were the site's last: `{}` is a date.
    pub as_of: &'static str,
    /// When the site has newer answers than those that are shown.
    pub updated: &'static str,
    /// Shows them.
    pub renew: &'static str,
    /// How many messages wait on the device: `{}` is their number.
    pub unsent: &'static str,
    /// How much is kept for use without a connection: `{}` is a size.
    pub stored: &'static str,
    /// When a single answer cannot be shown.
    pub trouble_answer: &'static str,
    /// When an entry is not there any more.
    pub gone: &'static str,
    /// Tries again.
    pub retry: &'static str,
    /// Heading over the last searches.
    pub recent: &'static str,
    /// Forgets them.
    pub forget: &'static str,
    /// Sends the question in the field.
    pub send_question: &'static str,
    /// Beside it: where it goes.
    pub question_goes: &'static str,
    /// After that.
    pub question_sent: &'static str,
    /// Heading over entries that belong to the answer.
    pub related: &'static str,
    /// Asks for the reasons of a no.
    pub why_not: &'static str,
    /// Name of the field for more words to a vote.
    pub comment: &'static str,
    /// Under it: where it goes.
    pub comment_goes: &'static str,
    /// Sends it.
    pub send: &'static str,
    /// After that.
    pub explained: &'static str,
    /// Copies the address of the answer.
    pub copy: &'static str,
    /// After that.
    pub copied: &'static str,
    /// Prints the answer.
    pub print: &'static str,
    /// Opens the answer as a page of its own.
    pub as_page: &'static str,
    /// When the answer was last looked at: `{}` is a date.
    pub reviewed: &'static str,
    /// Heading over guided paths.
    pub paths: &'static str,
    /// Where one is on a guided path: the first `{}` is the step, the second how many there are.
    pub step: &'static str,
    /// Leads to the step before.
    pub previous: &'static str,
    /// Leads to the step after.
    pub next: &'static str,
    /// Heading over what is suggested on this page.
    pub suggested: &'static str,
    /// Heading over what is asked most.
    pub popular: &'static str,
    /// Heading over what is new or has changed.
    pub news: &'static str,
    /// Leads to people, and the heading there.
    pub contact: &'static str,
    /// Asks for a way to people.
    pub ways: &'static str,
    /// Name of the field for what a request is about.
    pub message: &'static str,
    /// Name of the field for where to answer.
    pub reply: &'static str,
    /// At a field that must be filled in.
    pub missing: &'static str,
    /// Heading over what goes along with a request.
    pub along: &'static str,
    /// A line of it: a search.
    pub searched: &'static str,
    /// A line of it: an answer that was read.
    pub read: &'static str,
    /// Takes a line out: `{}` is the line.
    pub remove: &'static str,
    /// Begins an e-mail.
    pub write_mail: &'static str,
    /// Calls a number: `{}` is the number.
    pub call: &'static str,
    /// Opens a page elsewhere.
    pub visit: &'static str,
    /// When people are there now: `{}` is a time.
    pub open_until: &'static str,
    /// When they are not: `{}` is a day and a time.
    pub opens: &'static str,
    /// Heading after a request was sent.
    pub sent: &'static str,
    /// While it waits on the device.
    pub waiting: &'static str,
    /// When it has arrived: `{}` is a day and a time.
    pub arrived: &'static str,
    /// When a request could neither be sent nor kept.
    pub not_sent: &'static str,
    /// Puts the launcher into the other corner.
    pub other_side: &'static str,
    /// Name of the choice of language.
    pub language: &'static str,
    /// Asks whether what is read may order answers.
    pub ask: &'static str,
    /// Refuses that.
    pub no_thanks: &'static str,
    /// Why a result stands higher: `{}` is a product.
    pub because_own: &'static str,
    /// Why a result stands higher: `{}` is something that was said of the visitor.
    pub because_known: &'static str,
    /// Switches off the reason beside it.
    pub not_this: &'static str,
    /// Over the reasons.
    pub ordered: &'static str,
    /// Withdraws the consent beside it.
    pub switch_off: &'static str,
    /// Over what is suggested before anybody asks.
    pub maybe: &'static str,
    /// Over an answer that is no longer the one that was read.
    pub changed: &'static str,
    /// Offers people after several searches in vain.
    pub person: &'static str,
    /// Heading over what is known of the visitor.
    pub know: &'static str,
    /// Instead of that, where it is nothing.
    pub know_nothing: &'static str,
    /// Marks what the visitor said.
    pub said_you: &'static str,
    /// Marks what the page said.
    pub said_site: &'static str,
    /// Heading over what reading implies.
    pub implied: &'static str,
    /// The kind “name”.
    pub know_name: &'static str,
    /// The kind “group”.
    pub know_group: &'static str,
    /// The kind “interest”.
    pub know_interest: &'static str,
    /// The kind “product”.
    pub know_product: &'static str,
    /// The kind “tier”.
    pub know_tier: &'static str,
    /// The kind “contact”.
    pub know_contact: &'static str,
    /// Name of a switch: `{}` is what it is about.
    pub count_it: &'static str,
    /// Takes what was written.
    pub save: &'static str,
    /// In an empty choice.
    pub choose: &'static str,
    /// Begins taking what is known to another device.
    pub take_along: &'static str,
    /// Saves what is known as a file.
    pub download: &'static str,
    /// Saves what was agreed to as a file.
    pub record: &'static str,
    /// Asks for such a file.
    pub bring: &'static str,
    /// When it was taken over.
    pub brought: &'static str,
    /// When it was not.
    pub refused: &'static str,
    /// Name of the field.
    pub passphrase: &'static str,
    /// Below it.
    pub pass_hint: &'static str,
    /// When a passphrase does not fit.
    pub wrong_pass: &'static str,
    /// Locks with a passphrase.
    pub lock: &'static str,
    /// Opens with one.
    pub unlock: &'static str,
    /// Beside the code.
    pub scan: &'static str,
    /// Instead of the code.
    pub too_long: &'static str,
    /// Where the browser cannot lock.
    pub no_lock: &'static str,
    /// The switch for settings.
    pub remember: &'static str,
    /// Below it.
    pub remember_hint: &'static str,
    /// Leaves what was begun.
    pub cancel: &'static str,
    /// Why an answer did not help.
    pub reasons: Reasons,
    /// Titles of callouts.
    pub callouts: Callouts,
}
}

texts! {
/// Why an answer did not help.
pub struct Reasons {
    /// Something is missing.
    pub incomplete: &'static str,
    /// It is hard to understand.
    pub unclear: &'static str,
    /// It says something that is not so.
    pub wrong: &'static str,
    /// It was right once.
    pub outdated: &'static str,
    /// It is about something else.
    pub other: &'static str,
}
}

texts! {
/// Titles of callouts.
pub struct Callouts {
    /// Something good to know.
    pub note: &'static str,
    /// Advice that saves effort.
    pub tip: &'static str,
    /// Something that must not be missed.
    pub important: &'static str,
    /// Something that may go wrong.
    pub warning: &'static str,
    /// Something that does harm.
    pub caution: &'static str,
}
}

/// A sentence by the plural category of its number, as CLDR names them; where one is empty, `other` stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Plural {
    /// For `zero`.
    pub zero: &'static str,
    /// For `one`.
    pub one: &'static str,
    /// For `two`.
    pub two: &'static str,
    /// For `few`.
    pub few: &'static str,
    /// For `many`.
    pub many: &'static str,
    /// For all else.
    pub other: &'static str,
}

impl Part for Plural {
    fn write(&self, texts: &mut Vec<&'static str>) {
        texts.extend([self.zero, self.one, self.two, self.few, self.many, self.other]);
    }

    fn read(texts: &mut IntoIter<&'static str>) -> Plural {
        let [zero, one, two, few, many, other] = std::array::from_fn(|_| Part::read(texts));
        Plural { zero, one, two, few, many, other }
    }

    #[cfg(test)]
    fn plurals<'a>(&'a self, found: &mut Vec<&'a Plural>) {
        found.push(self);
    }
}

impl Plural {
    /// A sentence that is the same for every number.
    const fn same(other: &'static str) -> Plural {
        Plural { zero: "", one: "", two: "", few: "", many: "", other }
    }

    /// A sentence with a form for one and one for all else.
    const fn of(one: &'static str, other: &'static str) -> Plural {
        Plural { one, ..Plural::same(other) }
    }

    /// The form for a category: `zero`, `one`, `two`, `few`, `many`, and anything else for the rest.
    #[must_use]
    pub fn form(&self, category: &str) -> &'static str {
        let form = match category {
            "zero" => self.zero,
            "one" => self.one,
            "two" => self.two,
            "few" => self.few,
            "many" => self.many,
            _ => "",
        };
        if form.is_empty() { self.other } else { form }
    }
}

impl Strings {
    /// The texts in order, as a language's file holds them.
    #[must_use]
    pub fn list(&self) -> Vec<&'static str> {
        let mut texts = Vec::new();
        self.write(&mut texts);
        texts
    }

    /// The sentences of a list of texts.
    #[must_use]
    pub fn from_list(texts: Vec<&'static str>) -> Strings {
        Strings::read(&mut texts.into_iter())
    }

    /// What the loader says before the widget is there: search, help, trouble, retry, and the language they are in.
    #[must_use]
    pub fn words(&self) -> [&'static str; 5] {
        [self.search, self.help, self.trouble, self.retry, self.lang]
    }
}

/// The sentence with its place filled.
#[must_use]
pub fn fill(sentence: &str, value: &str) -> String {
    sentence.replacen("{}", value, 1)
}

/// The text before and after a sentence's place, for values that are more than text.
#[must_use]
pub fn around(sentence: &'static str) -> (&'static str, &'static str) {
    sentence.split_once("{}").unwrap_or((sentence, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_their_own_form_or_the_other() {
        let plural = Plural::of("{} answer", "{} answers");
        assert_eq!(fill(plural.form("one"), "1"), "1 answer");
        assert_eq!(fill(plural.form("few"), "3"), "3 answers");
        assert_eq!(Plural::same("{}").form("one"), "{}");
    }

    /// The plural categories of each language beside `other`, from CLDR (cardinal numbers).
    const CATEGORIES: &[(&str, &[&str])] = &[
        ("ar", &["zero", "one", "two", "few", "many"]),
        ("de", &["one"]),
        ("en", &["one"]),
        ("es", &["one", "many"]),
        ("fa", &["one"]),
        ("fil", &["one"]),
        ("fr", &["one", "many"]),
        ("hi", &["one"]),
        ("id", &[]),
        ("ja", &[]),
        ("ko", &[]),
        ("pt", &["one", "many"]),
        ("ru", &["one", "few", "many"]),
        ("tr", &["one"]),
        ("zh-Hans", &[]),
        ("zh-Hant", &[]),
    ];

    fn plurals(strings: &Strings) -> Vec<&Plural> {
        let mut found = Vec::new();
        strings.plurals(&mut found);
        found
    }

    #[test]
    fn a_number_has_a_sentence_in_every_category_of_its_language() {
        for strings in ALL {
            let (_, wanted) = CATEGORIES.iter().find(|(lang, _)| *lang == strings.lang).expect("expected its categories above");
            for plural in plurals(strings) {
                let forms = [("zero", plural.zero), ("one", plural.one), ("two", plural.two), ("few", plural.few), ("many", plural.many)];
                let there: Vec<&str> = forms.iter().filter(|(_, form)| !form.is_empty()).map(|(category, _)| *category).collect();
                // No form beside `other` says that all numbers take the same sentence.
                assert!(there.is_empty() || there == *wanted, "{}: {plural:?}", strings.lang);
                for form in [plural.few, plural.many].into_iter().filter(|form| !form.is_empty()).chain([plural.other]) {
                    assert_eq!(form.matches("{}").count(), 1, "{}: {form}", strings.lang);
                }
                // One of a thing, or two, may be said without a number.
                assert!([plural.zero, plural.one, plural.two].iter().all(|form| form.matches("{}").count() <= 1), "{plural:?}");
            }
        }
    }

    #[test]
    fn a_sentence_has_a_place_where_the_english_one_has_one() {
        let english = ALL[0].list();
        // Sentences that are their own places in the list, to find out which belong to a number.
        let places: Vec<&'static str> = (0..english.len()).map(|place| &*place.to_string().leak()).collect();
        let numbered = Strings::from_list(places);
        let numbers: Vec<&str> =
            plurals(&numbered).iter().flat_map(|one| [one.zero, one.one, one.two, one.few, one.many, one.other]).collect();
        for strings in ALL {
            let list = strings.list();
            assert_eq!(list.len(), english.len());
            // The first two are the tag and the direction.
            for place in (2..list.len()).filter(|place| !numbers.contains(&place.to_string().as_str())) {
                let (text, meant) = (list[place], english[place]);
                assert_eq!(text.matches("{}").count(), meant.matches("{}").count(), "{}: {text}", strings.lang);
                assert!(!text.trim().is_empty() && text.trim() == text, "{}: a text for {meant}", strings.lang);
            }
        }
    }

    #[test]
    fn what_is_written_down_is_read_again() {
        for strings in ALL {
            assert_eq!(&Strings::from_list(strings.list()), strings);
        }
    }

    #[test]
    fn a_list_that_is_too_short_leaves_sentences_empty() {
        let strings = Strings::from_list(vec!["en"]);
        assert_eq!((strings.lang, strings.retry, strings.callouts.caution), ("en", "", ""));
    }
}
