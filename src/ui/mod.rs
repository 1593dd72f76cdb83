//! What the widget says, in the visitor's language: one file a language, and one line in [`ALL`]. A sentence is a field of
//! [`Strings`], so a language in which it is missing does not compile.
//!
//! A sentence with a place for something holds `{}` once, for the caller to [`fill`]. Persons are addressed politely, buttons say what they do.

mod en;
mod fa;
mod fil;
mod zh_hans;
mod zh_hant;

/// The languages of the interface, the fallback first.
pub const ALL: [&Strings; 5] = [&en::STRINGS, &zh_hant::STRINGS, &zh_hans::STRINGS, &fa::STRINGS, &fil::STRINGS];

/// Every sentence of the widget in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct Strings {
    /// Language tag, BCP 47.
    pub lang: &'static str,
    /// Whether it is written from right to left.
    pub rtl: bool,
    /// Name of the search field, and what stands in it while it is empty.
    pub search: &'static str,
    /// The launcher, and the title of the panel.
    pub help: &'static str,
    /// Closes the panel.
    pub close: &'static str,
    /// Empties the search field.
    pub clear: &'static str,
    /// Leads to where one was before.
    pub back: &'static str,
    /// Name of the list of results.
    pub results: &'static str,
    /// Said when results have come: `{}` is their number.
    pub found: Plural,
    /// How many answers a topic holds: `{}` is their number.
    pub answers: Plural,
    /// Heading over the topics.
    pub topics: &'static str,
    /// Leads to the topics.
    pub all_topics: &'static str,
    /// Heading over all questions, where there are no topics.
    pub questions: &'static str,
    /// Heading when nothing was found: `{}` is what was typed.
    pub nothing: &'static str,
    /// What to do when nothing was found.
    pub nothing_hint: &'static str,
    /// Over results of which none is likely to answer.
    pub unsure: &'static str,
    /// Over results for words spelled otherwise: `{}` is the other spelling.
    pub corrected: &'static str,
    /// Why a result stands higher for this visitor: `{}` is a topic.
    pub because_read: &'static str,
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
    /// When a single answer cannot be shown.
    pub trouble_answer: &'static str,
    /// When an entry is not there any more.
    pub gone: &'static str,
    /// Tries again.
    pub retry: &'static str,
    /// Shows the results of every topic.
    pub all: &'static str,
    /// Lists more results.
    pub more: &'static str,
    /// Under a correction, searches what was typed: `{}` is that.
    pub instead: &'static str,
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
    /// Name of the choice of language.
    pub language: &'static str,
    /// Why an answer did not help.
    pub reasons: Reasons,
    /// Titles of callouts.
    pub callouts: Callouts,
}

/// Why an answer did not help.
#[derive(Debug, PartialEq, Eq)]
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

/// Titles of callouts.
#[derive(Debug, PartialEq, Eq)]
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

/// A sentence by the plural category of its number, as CLDR names them; where one is empty, `other` stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Plural {
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

impl Plural {
    /// A sentence that is the same for every number.
    const fn same(other: &'static str) -> Plural {
        Plural { one: "", two: "", few: "", many: "", other }
    }

    /// A sentence with a form for one and one for all else.
    const fn of(one: &'static str, other: &'static str) -> Plural {
        Plural { one, two: "", few: "", many: "", other }
    }

    /// The form for a category: `one`, `two`, `few`, `many`, and anything else for the rest.
    #[must_use]
    pub fn form(&self, category: &str) -> &'static str {
        let form = match category {
            "one" => self.one,
            "two" => self.two,
            "few" => self.few,
            "many" => self.many,
            _ => "",
        };
        if form.is_empty() { self.other } else { form }
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

/// The sentences for a language tag: the same language and script if we have it, else the same language, else English.
#[must_use]
pub fn strings(tag: &str) -> &'static Strings {
    let (language, script) = shape(tag);
    let find = |fits: &dyn Fn((String, &str)) -> bool| ALL.into_iter().find(|strings| fits(shape(strings.lang)));
    find(&|other| other == (language.clone(), script)).or_else(|| find(&|other| other.0 == language)).unwrap_or(ALL[0])
}

/// Language and, where it decides, script: Chinese of Taiwan, Hong Kong and Macao is written with traditional characters.
fn shape(tag: &str) -> (String, &'static str) {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    if language != "zh" {
        // Tagalog is what Filipino was called.
        return (if language == "tl" { "fil".to_owned() } else { language }, "");
    }
    let traditional = parts.any(|part| ["hant", "tw", "hk", "mo"].iter().any(|one| part.eq_ignore_ascii_case(one)));
    (language, if traditional { "Hant" } else { "Hans" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_finds_its_language_and_script() {
        for (tag, lang) in [
            ("en", "en"),
            ("en-GB", "en"),
            ("zh-TW", "zh-Hant"),
            ("zh-hk", "zh-Hant"),
            ("zh-Hant-MO", "zh-Hant"),
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("fa-IR", "fa"),
            ("tl", "fil"),
            ("fil-PH", "fil"),
            ("xx", "en"),
            ("", "en"),
        ] {
            assert_eq!(strings(tag).lang, lang, "{tag}");
        }
    }

    #[test]
    fn numbers_take_their_own_form_or_the_other() {
        let plural = Plural::of("{} answer", "{} answers");
        assert_eq!(fill(plural.form("one"), "1"), "1 answer");
        assert_eq!(fill(plural.form("few"), "3"), "3 answers");
        assert_eq!(Plural::same("{}").form("one"), "{}");
    }

    #[test]
    fn every_sentence_with_a_place_has_exactly_one() {
        for strings in ALL {
            let plurals = [&strings.found, &strings.answers];
            let forms = plurals.iter().flat_map(|plural| [plural.one, plural.two, plural.few, plural.many, plural.other]);
            let sentences = [
                strings.nothing,
                strings.corrected,
                strings.because_read,
                strings.instead,
                strings.reviewed,
                strings.remove,
                strings.call,
                strings.open_until,
                strings.opens,
                strings.arrived,
            ];
            assert_eq!(strings.step.matches("{}").count(), 2, "{}: {}", strings.lang, strings.step);
            for sentence in forms.filter(|form| !form.is_empty()).chain(sentences) {
                assert_eq!(sentence.matches("{}").count(), 1, "{}: {sentence}", strings.lang);
            }
        }
    }
}
