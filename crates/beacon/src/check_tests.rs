//! Tests of the message: what is written is what is read, and what breaks a rule is refused with the field's name.

use super::*;
use crate::{End, Envelope, Kind, Origin, Reason, Term, clean, uuid};

fn vote() -> Vote {
    let reasons = vec![Reason::Outdated, Reason::Unclear];
    let comment = Some("the button is gone\nsince May".to_owned());
    let (lang, version, entry) = ("zh-Hant".into(), "0123456789abcdef".into(), "en:refund/時間".into());
    let terms = vec!["退款".into(), "refund".into()];
    Vote { lang, version, entry, helpful: false, reasons, comment, replaces: Some(uuid(1, [2; 10])), terms }
}

fn search() -> Search {
    let terms = vec![Term { term: "refund".into(), count: 2 }, Term { term: "退款".into(), count: 1 }];
    Search { lang: "en".into(), version: "v1".into(), searches: 3, unknown: 1, terms }
}

fn contact() -> Contact {
    Contact {
        lang: "en".into(),
        version: "v1".into(),
        route: "returns-form".into(),
        reply: "jo.doe@example.com".into(),
        name: Some("Jo".into()),
        reference: Some("ORD-20391".into()),
        topic: Some("Returns".into()),
        when: Some("after five".into()),
        message: Some("the box is\ntoo small".into()),
        question: Some("return without box".into()),
        entries: vec!["returns".into(), "packaging".into()],
    }
}

fn question() -> Question {
    Question { lang: "fa".into(), version: "v1".into(), text: "چطور؟".into(), entries: vec!["returns".into()] }
}

fn event(data: Data) -> Event {
    Event::new(uuid(1_780_000_000_000, [7; 10]), "my-shop.example_1".into(), 1_780_000_000_123, data)
}

fn read(json: &str) -> Result<Event, String> {
    let envelope: Envelope<serde_json::Value> = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let (opened, data) = envelope.open().map_err(|refusal| refusal.to_string())?;
    let data = Data::read(opened.kind, data).map_err(|error| error.to_string())?;
    Ok(opened.with(data))
}

#[test]
fn every_kind_is_read_as_it_was_written() {
    let view = View { lang: "fa".into(), version: "v1".into(), entry: "a".into(), from: Origin::Suggested };
    let noresult = NoResult { lang: "fil".into(), version: "v1".into(), unknown: 2, terms: vec!["regalo".into()] };
    for data in [
        Data::Search(search()),
        Data::NoResult(noresult),
        Data::View(view),
        Data::Vote(vote()),
        Data::Vote(Vote { helpful: true, ..vote() }),
        Data::Visit(Visit {
            lang: "en".into(),
            version: "v1".into(),
            end: End::Contacted,
            searches: 2,
            views: 1,
            route: Some("phone".into()),
        }),
        Data::Question(question()),
        Data::Contact(contact()),
        Data::Contact(Contact { entries: vec![], ..bare_contact() }),
        Data::Error(Fault { lang: "en".into(), version: "v1".into(), code: "lost-full".into(), count: 3 }),
        Data::Erase(Erase { key: "0123456789abcdef".repeat(2) }),
    ] {
        let mut written = event(data);
        written.erase_key = Some("f".repeat(32));
        assert_eq!(written.check(), Ok(()));
        assert_eq!(read(&serde_json::to_string(&written).unwrap()).as_ref(), Ok(&written));
        written.sent = Some(1_780_000_000_456);
        assert_eq!(read(&serde_json::to_string(&written).unwrap()).as_ref(), Ok(&written));
    }
}

#[test]
fn the_words_of_a_vote_are_few_each_once_and_plain() {
    let with = |terms: &[&str]| {
        let terms = terms.iter().map(|&term| term.to_owned()).collect();
        event(Data::Vote(Vote { terms, ..vote() })).check().map_err(|refusal| refusal.field)
    };
    assert_eq!(with(&["refund", "card"]), Ok(()));
    assert_eq!(with(&["a"; 2]), Err("data.terms"));
    assert_eq!(with(&["two words"]), Err("data.terms"));
    let many: Vec<String> = (0..=limit::VOTE_TERMS).map(|number| number.to_string()).collect();
    assert_eq!(with(&many.iter().map(String::as_str).collect::<Vec<_>>()), Err("data.terms"));
}

#[test]
fn the_wire_form_is_cloudevents() {
    let written =
        serde_json::to_value(event(Data::Vote(Vote { reasons: vec![], comment: None, replaces: None, terms: vec![], ..vote() }))).unwrap();
    let expected = serde_json::json!({
        "specversion": "1.0", "id": "019e7044-8800-7707-8707-070707070707", "source": "/my-shop.example_1", "type": "dev.faqlet.vote.v1",
        "time": "2026-05-28T20:26:40.123Z", "datacontenttype": "application/json",
        "data": { "lang": "zh-Hant", "version": "0123456789abcdef", "entry": "en:refund/時間", "helpful": false }
    });
    assert_eq!(written, expected);
}

/// A request with nothing but what it must have.
fn bare_contact() -> Contact {
    let Contact { lang, version, route, .. } = contact();
    Contact { lang, version, route, reply: "+49 30 1234567".into(), ..Contact::default() }
}

#[test]
fn contact_requests_need_a_way_back_and_stay_short() {
    let with = |change: &dyn Fn(&mut Contact)| {
        let mut changed = contact();
        change(&mut changed);
        event(Data::Contact(changed)).check().map_err(|refusal| refusal.field)
    };
    let long = |n: usize| Some("x".repeat(n));
    assert_eq!(with(&|_| ()), Ok(()));
    for good in ["jo@example.com", "+63 2 8123 4567", "۰۹۱۲۳۴۵۶۷۸۹"] {
        assert_eq!(with(&|c| c.reply = good.into()), Ok(()), "{good}");
    }
    for bad in ["", "jo", "@example.com", "jo@", "1234", "jo doe@example.com", "jo@example.com\nBcc: all@example.com"] {
        assert_eq!(with(&|c| c.reply = bad.into()), Err("data.reply"), "{bad:?}");
    }
    assert_eq!(with(&|c| c.reply = format!("{}@example.com", "x".repeat(250))), Err("data.reply"));
    assert_eq!(with(&|c| c.route = "by mail".into()), Err("data.route"));
    assert_eq!(with(&|c| c.name = long(limit::NAME_CHARS + 1)), Err("data.name"));
    assert_eq!(with(&|c| c.reference = Some("a\nb".into())), Err("data.reference"));
    assert_eq!(with(&|c| c.topic = Some(String::new())), Err("data.topic"));
    assert_eq!(with(&|c| c.when = Some("\u{202E}".into())), Err("data.when"));
    assert_eq!(with(&|c| c.message = long(limit::COMMENT_CHARS + 1)), Err("data.message"));
    assert_eq!(with(&|c| c.question = long(limit::QUESTION_CHARS + 1)), Err("data.question"));
    assert_eq!(with(&|c| c.entries = vec!["a".into(), "a".into()]), Err("data.entries"));
    assert_eq!(with(&|c| c.entries = (0..=limit::SHOWN).map(|n| n.to_string()).collect()), Err("data.entries"));
}

#[test]
fn the_largest_contact_request_still_fits_one_event() {
    let most = |chars: usize| Some("\u{1F600}".repeat(chars));
    let name = most(limit::NAME_CHARS);
    let (reference, topic, when) = (name.clone(), name.clone(), name.clone());
    let (message, question) = (most(limit::COMMENT_CHARS), most(limit::QUESTION_CHARS));
    let entries = (0..limit::SHOWN).map(|n| format!("{n}{}", "x".repeat(limit::ENTRY_BYTES - 1))).collect();
    let largest = event(Data::Contact(Contact { name, reference, topic, when, message, question, entries, ..contact() }));
    assert_eq!(largest.check(), Ok(()));
    assert!(serde_json::to_string(&largest).unwrap().len() <= limit::EVENT_BYTES);
}

#[test]
fn erase_keys_are_128_bits_in_hex() {
    for bad in ["", "0", &"F".repeat(32), &"g".repeat(32), &"0".repeat(33)] {
        let mut keyed = event(Data::Vote(vote()));
        keyed.erase_key = Some(bad.to_owned());
        assert_eq!(keyed.check().map_err(|refusal| refusal.field), Err("erasekey"), "{bad:?}");
        let erase = event(Data::Erase(Erase { key: bad.to_owned() }));
        assert_eq!(erase.check().map_err(|refusal| refusal.field), Err("data.key"), "{bad:?}");
    }
}

#[test]
fn what_is_cleaned_is_masked_everywhere_but_where_people_are_to_answer() {
    let spoken = "call +49 30 1234567 about order 48213";
    let dirty = Contact {
        message: Some(spoken.into()),
        question: Some(spoken.into()),
        topic: Some(spoken.into()),
        reply: " jo@example.com\n".into(),
        name: Some("Jo\u{202E}".into()),
        ..contact()
    };
    let Data::Contact(cleaned) = Data::Contact(dirty).cleaned() else { panic!("the kind changed") };
    let masked = Some("call [number] about order [number]");
    assert_eq!((cleaned.message.as_deref(), cleaned.question.as_deref(), cleaned.topic.as_deref()), (masked, masked, masked));
    assert_eq!((cleaned.reply.as_str(), cleaned.name.as_deref()), ("jo@example.com", Some("Jo")));
    assert_eq!(cleaned.reference, contact().reference);
    for data in
        [Data::Question(Question { text: spoken.into(), ..question() }), Data::Vote(Vote { comment: Some(spoken.into()), ..vote() })]
    {
        let once = data.cleaned();
        assert!(serde_json::to_string(&once).unwrap().contains("call [number] about order [number]"));
        assert_eq!(once.clone().cleaned(), once);
    }
    assert_eq!(event(Data::Question(Question { text: " ".into(), ..question() }).cleaned()).check().map_err(|r| r.field), Err("data.text"));
    assert_eq!(clean(spoken, 10).as_deref(), Some("call [numb"));
}

#[test]
fn fields_that_break_a_rule_are_named() {
    let long = |n: usize| "x".repeat(n);
    let with = |change: &dyn Fn(&mut Vote)| {
        let mut changed = vote();
        change(&mut changed);
        event(Data::Vote(changed)).check().map_err(|refusal| refusal.field)
    };
    assert_eq!(with(&|_| ()), Ok(()));
    assert_eq!(with(&|v| v.lang = "en us".into()), Err("data.lang"));
    assert_eq!(with(&|v| v.lang = long(limit::LANG_BYTES + 1)), Err("data.lang"));
    assert_eq!(with(&|v| v.version = String::new()), Err("data.version"));
    assert_eq!(with(&|v| v.entry = long(limit::ENTRY_BYTES)), Ok(()));
    for bad in ["", " ", "a b", "<a>", "a\u{202E}b", "a\nb", &long(limit::ENTRY_BYTES + 1)] {
        assert_eq!(with(&|v| v.entry = bad.into()), Err("data.entry"), "{bad:?}");
    }
    assert_eq!(with(&|v| v.reasons = vec![Reason::Wrong, Reason::Wrong]), Err("data.reasons"));
    assert_eq!(with(&|v| v.reasons = Reason::ALL.to_vec()), Err("data.reasons"));
    assert_eq!(with(&|v| v.comment = Some("話".repeat(limit::COMMENT_CHARS))), Ok(()));
    for bad in ["", "a\u{7}", "a\u{2067}b", &"話".repeat(limit::COMMENT_CHARS + 1)] {
        assert_eq!(with(&|v| v.comment = Some(bad.into())), Err("data.comment"));
    }
    assert_eq!(with(&|v| v.replaces = Some("1".into())), Err("data.replaces"));
}

#[test]
fn searches_must_add_up_to_something_possible() {
    let with = |change: &dyn Fn(&mut Search)| {
        let mut changed = search();
        change(&mut changed);
        event(Data::Search(changed)).check().map_err(|refusal| refusal.field)
    };
    assert_eq!(with(&|s| s.searches = 0), Err("data.searches"));
    assert_eq!(with(&|s| s.unknown = limit::COUNT + 1), Err("data.unknown"));
    assert_eq!(with(&|s| s.terms[1].count = 0), Err("data.terms"));
    assert_eq!(with(&|s| s.terms[1].term = "refund".into()), Err("data.terms"));
    assert_eq!(with(&|s| s.terms[1].term = "two words".into()), Err("data.terms"));
    assert_eq!(with(&|s| s.terms = vec![Term::default(); limit::TERMS + 1]), Err("data.terms"));
}

#[test]
fn sites_and_ids_have_a_narrow_charset() {
    for bad in ["", "a/b", "a b", "shöp", &"x".repeat(limit::SITE_BYTES + 1)] {
        let mut event = event(Data::Vote(vote()));
        event.site = bad.to_owned();
        assert_eq!(event.check().map_err(|refusal| refusal.field), Err("source"), "{bad:?}");
    }
}

#[test]
fn what_is_unknown_is_refused_with_a_reason() {
    let good = serde_json::to_string(&event(Data::Vote(vote()))).unwrap();
    assert!(read(&good).is_ok());
    for (from, to, reason) in [
        ("\"specversion\":\"1.0\"", "\"specversion\":\"2.0\"", "specversion: this version"),
        ("vote.v1", "vote.v2", "type: this version"),
        ("faqlet.vote", "faqlet.dance", "type: this kind"),
        ("faqlet.vote.v1", "faqlet.vote", "type: this kind"),
        ("\"/my-shop", "\"my-shop", "source: expected a slash"),
        ("\"time\":\"20", "\"time\":\"x", "time: expected a time"),
        ("application/json", "text/html", "datacontenttype"),
        ("\"helpful\":false", "\"helpful\":\"no\"", "expected a boolean"),
        ("\"helpful\":false", "\"helpful\":false,\"profile\":{}", "unknown field `profile`"),
        ("\"helpful\":false,", "", "missing field `helpful`"),
        ("outdated", "boring", "unknown variant `boring`"),
        ("\"id\":", "\"ip\":\"::1\",\"id\":", "unknown field `ip`"),
    ] {
        assert_eq!(good.matches(from).count(), 1, "{from}");
        let error = read(&good.replace(from, to)).unwrap_err();
        assert!(error.contains(reason), "{to}: {error}");
    }
}

#[test]
fn every_kind_is_known_by_its_type() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_type(kind.type_name()), Ok(kind));
        assert!(kind.type_name().contains(kind.name()));
        let newer = kind.type_name().replace(".v1", ".v10");
        assert_eq!(Kind::from_type(&newer).map_err(|refusal| refusal.problem), Err(Problem::UnknownVersion));
    }
    for bad in ["", ".v1", "v1", "dev.faqlet..v1", "dev.faqlet.search.v", "dev.faqlet.Search.v1"] {
        assert!(Kind::from_type(bad).is_err(), "{bad}");
    }
}
