//! The consent record that a visitor can take along: who asked for what in which words, what was answered and when, and how it is taken
//! back. Its fields follow the consent record of ISO/IEC TS 27560:2023 (record header, notice, processing, events). It stays on the device,
//! is made from the decisions when somebody asks for it, and names no person: its id is made for the occasion.

use serde::Serialize;

use crate::consent::{Consent, How, Purpose, State};

/// Version of the record's own shape.
const SCHEMA: &str = "faqlet-consent-record/1";

/// What the record says of the site; the caller knows it from the page.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'a> {
    /// Id of this record, unique by chance.
    pub id: &'a str,
    /// Who asks: the site's address.
    pub controller: &'a str,
    /// Language in which was asked, BCP 47.
    pub lang: &'a str,
    /// Version of the words that are shown now.
    pub text: u32,
}

/// The record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    schema_version: &'static str,
    record_id: String,
    pii_controllers: Vec<String>,
    privacy_notice_language: String,
    privacy_notice_version: u32,
    storage_location: &'static str,
    withdrawal_method: &'static str,
    purposes: Vec<PurposeRecord>,
}

/// What the record says of one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct PurposeRecord {
    purpose: Purpose,
    lawful_basis: &'static str,
    pii_categories: &'static [&'static str],
    recipients: &'static [&'static str],
    storage_period: &'static str,
    event_state: &'static str,
    /// Milliseconds since 1970; `None` while nothing was decided.
    event_time: Option<u64>,
    /// Version of the words that were shown then; `None` where none were.
    notice_version: Option<u32>,
    event_method: &'static str,
}

impl Record {
    /// The record of these decisions.
    #[must_use]
    pub fn new(consent: &Consent, notice: &Notice<'_>) -> Record {
        Record {
            schema_version: SCHEMA,
            record_id: notice.id.to_owned(),
            pii_controllers: vec![notice.controller.to_owned()],
            privacy_notice_language: notice.lang.to_owned(),
            privacy_notice_version: notice.text,
            storage_location: "this device",
            withdrawal_method: "the same switches in the help's privacy panel, at any time, with one click",
            purposes: Purpose::ALL.iter().map(|purpose| of(*purpose, consent)).collect(),
        }
    }
}

fn of(purpose: Purpose, consent: &Consent) -> PurposeRecord {
    let decision = consent.get(purpose);
    let (pii_categories, recipients, storage_period): (&[&str], &[&str], _) = match purpose {
        Purpose::Preferences => (&["language", "theme"], &[], "until withdrawal"),
        Purpose::Personalisation => (
            &["declared facts", "topics and answers read", "searches", "votes", "days of visits"],
            &[],
            "until withdrawal; interests fade with a half-life of 30 days",
        ),
        Purpose::Measurement => (
            &["counts of searched words that the help knows", "answers opened"],
            &["the site"],
            "on the device until delivered, at most 30 days",
        ),
    };
    PurposeRecord {
        purpose,
        lawful_basis: "consent",
        pii_categories,
        recipients,
        storage_period,
        event_state: match decision.state {
            State::Pending => "not decided",
            State::Granted => "consent given",
            State::Denied => "consent refused or withdrawn",
        },
        event_time: (decision.at > 0).then_some(decision.at),
        notice_version: (decision.text > 0).then_some(decision.text),
        event_method: match decision.how {
            How::Unasked => "none",
            How::Widget => "switch in the help's privacy panel",
            How::Host => "the site's own consent dialogue",
            How::Signal => "Global Privacy Control of the browser",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Visitor;

    #[test]
    fn the_record_says_what_was_decided_when_and_how() {
        let mut visitor = Visitor::new(true, 1_780_000_000_000);
        visitor.decide(Purpose::Personalisation, State::Granted, How::Widget, 3, 1_780_000_000_001);
        let notice = Notice { id: "0190", controller: "https://shop.example", lang: "fa", text: 3 };
        let record = serde_json::to_value(Record::new(visitor.consent(), &notice)).unwrap();
        let [preferences, personalisation, measurement] = [0, 1, 2].map(|at| &record["purposes"][at]);
        assert_eq!(preferences["event_state"], "not decided");
        assert!(preferences["event_time"].is_null());
        assert_eq!(personalisation["event_time"], 1_780_000_000_001u64);
        assert_eq!(personalisation["notice_version"], 3);
        assert_eq!(personalisation["recipients"].as_array().unwrap().len(), 0, "a profile goes nowhere");
        assert_eq!(measurement["event_method"], "Global Privacy Control of the browser");
        assert_eq!((&record["pii_controllers"][0], &record["privacy_notice_language"]), (&"https://shop.example".into(), &"fa".into()));
    }
}
