//! The kit that every rule is tested with: an example that it reports and one that it does not, each a small FAQ of files.

use super::{Options, RULES, Report, check};
use crate::Meaning;
use crate::date::Date;
use crate::diagnostic::Diagnostics;
use crate::entry::Entry;
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

/// A small FAQ in a scratch folder.
pub(super) struct Faq {
    folder: TempDir,
}

impl Faq {
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self { folder }
    }

    pub(super) fn entries(&self) -> Vec<Entry> {
        crate::read(&[self.folder.path().to_owned()], None, &mut Diagnostics::new()).entries
    }

    pub(super) fn check(&self, options: &Options) -> Report {
        let mut read = Diagnostics::new();
        let content = crate::read(&[self.folder.path().to_owned()], None, &mut read);
        check(&content, &read, options)
    }

    /// The findings of one rule, without the folder's path.
    pub(super) fn findings(&self, rule: &str) -> Vec<String> {
        let options = Options { only: vec![rule.to_owned()], today: Date::parse("2026-05-12"), meaning: packs(), ..Options::default() };
        let report = self.check(&options);
        let folder = format!("{}/", self.folder.path().display());
        report.findings.iter().map(|finding| finding.to_string().replace(&folder, "")).collect()
    }
}

/// The encoders that the command carries inside.
pub(super) fn packs() -> Meaning {
    Meaning::new([include_bytes!("../../../meaning/packs/latin.fqm").as_slice()]).unwrap()
}

/// A rule with an FAQ that it reports, the message's beginning, and an FAQ that it does not report.
struct Example {
    rule: &'static str,
    failing: &'static [(&'static str, &'static str)],
    says: &'static str,
    passing: &'static [(&'static str, &'static str)],
}

const EXAMPLES: &[Example] = &[
    Example {
        rule: "source",
        failing: &[("a.md", "---\nquestion: A?\ncatgory: X\n---\nx\n")],
        says: "a.md:3: warning: expected `category`; got `catgory`; correct the name",
        passing: &[("a.md", "---\nquestion: A?\ncategory: X\n---\nx\n")],
    },
    Example {
        rule: "duplicate-id",
        failing: &[("a.md", "---\nid: x\nquestion: A?\n---\nx\n"), ("b.md", "---\nid: x\nquestion: B?\n---\nx\n")],
        says: "b.md:1: error: expected each id once in en; got `x` here and at a.md:1",
        passing: &[("a.md", "---\nid: x\nquestion: A?\n---\nx\n"), ("de/b.md", "---\nid: x\nquestion: B?\n---\nx\n")],
    },
    Example {
        rule: "dead-link",
        failing: &[("a.md", "---\nquestion: A?\n---\n\n[y](gone.md)\n")],
        says: "a.md:5: error: expected a link to an entry in en; got `gone.md`",
        passing: &[
            ("a.md", "---\nquestion: A?\n---\n\n[y](b.md) [z](#faq=b) [w](https://shop.example/x.md)\n"),
            ("b.md", "---\nquestion: B?\n---\nx\n"),
        ],
    },
    Example {
        rule: "dead-anchor",
        failing: &[("a.md", "---\nquestion: A?\n---\nx\n\n[y](b.md#fees)\n"), ("b.md", "---\nquestion: B?\n---\n## Costs\n\nx\n")],
        says: "a.md:6: warning: expected an anchor of `b` (`#costs`); got `b.md#fees`",
        passing: &[
            ("a.md", "---\nquestion: A?\n---\n## Here\n\n[y](b.md#costs) [z](#here)\n"),
            ("b.md", "---\nquestion: B?\n---\n> ## Costs\n\nx\n"),
        ],
    },
    Example {
        rule: "duplicate-question",
        failing: &[
            ("a.md", "---\nquestion: How do I return something?\n---\nx\n"),
            ("b.md", "---\nquestion: Sending goods\nalso: [How do I return something]\n---\ny\n"),
        ],
        says: "b.md:1: warning: expected each question once in en; got `How do I return something` here and `How do I return something?` in `a`",
        passing: &[
            ("a.md", "---\nquestion: How do I return something?\nalso: [how do I RETURN something]\n---\nx\n"),
            ("de/a.md", "---\nquestion: How do I return something?\n---\ny\n"),
        ],
    },
    Example {
        rule: "near-duplicate",
        failing: &[(
            "a.jsonl",
            "{\"id\":\"a\",\"question\":\"How can I send something back?\",\"answer\":\"Send it back within 30 days with the label from the parcel. We refund the price as soon as the goods arrive at our warehouse.\"}\n{\"id\":\"b\",\"question\":\"May goods be returned?\",\"answer\":\"Send it back within 14 days with the label from your parcel. We refund the whole price as soon as the goods arrive at our warehouse.\"}\n",
        )],
        says: "a.jsonl:2: warning: expected one entry for one question; got `b`, whose questions are",
        passing: &[(
            "a.jsonl",
            "{\"id\":\"a\",\"question\":\"How can I send something back?\",\"answer\":\"Send it back within 30 days with the label from the parcel.\"}\n{\"id\":\"b\",\"question\":\"When is the shop open?\",\"answer\":\"From nine to five, on every day of the week but Monday.\"}\n",
        )],
    },
    Example {
        rule: "same-meaning",
        failing: &[(
            "a.jsonl",
            "{\"id\":\"a\",\"question\":\"What is the price of delivery?\",\"answer\":\"Delivery is 4 euros for each order.\"}\n{\"id\":\"b\",\"question\":\"How much does shipping cost?\",\"answer\":\"Shipping costs 4 euros an order.\"}\n",
        )],
        says: "a.jsonl:2: note: expected one entry for one question; got `b`, which asks `How much does shipping cost?`, and `a` at a.jsonl:1",
        passing: &[(
            "a.jsonl",
            "{\"id\":\"a\",\"question\":\"What is the price of delivery?\",\"answer\":\"Write to the desk, and name the order.\"}\n{\"id\":\"b\",\"question\":\"How do I change my password?\",\"answer\":\"Open the account page and press the button.\"}\n",
        )],
    },
    Example {
        rule: "contradiction",
        failing: &[(
            "a.jsonl",
            "{\"id\":\"a\",\"question\":\"How long can I return goods?\",\"answer\":\"You can return them within 30 days.\"}\n{\"id\":\"b\",\"question\":\"How long may goods be returned?\",\"answer\":\"Goods are taken back for 14 days.\"}\n",
        )],
        says: "a.jsonl:2: warning: expected the same figure as in `a` at a.jsonl:1: `30 days`; got `14 days`",
        passing: &[(
            "a.jsonl",
            "{\"id\":\"a\",\"question\":\"How long can I return goods?\",\"answer\":\"You can return them within 30 days.\"}\n{\"id\":\"b\",\"question\":\"How long may goods be returned?\",\"answer\":\"Goods are taken back for 30 days.\"}\n{\"id\":\"c\",\"question\":\"How long does a voucher last?\",\"answer\":\"For 700 days.\"}\n",
        )],
    },
    Example {
        rule: "unreachable",
        failing: &[
            ("a.md", "---\nquestion: When are you open?\n---\nx\n"),
            ("b.md", "---\nquestion: when are you open\n---\ny\n"),
            ("c.md", "---\nquestion: '???'\n---\nz\n"),
        ],
        says: "b.md:1: warning: expected `b` to be found first for its own question `when are you open`; got `a` at a.md:1",
        passing: &[("a.md", "---\nquestion: When are you open?\n---\nx\n"), ("b.md", "---\nquestion: Where can I park?\n---\nopen\n")],
    },
    Example {
        rule: "must-rank",
        failing: &[
            ("a.md", "---\nquestion: How do I return something?\nfaq:\n  must_rank:\n    money back: 1\n---\nx\n"),
            ("b.md", "---\nquestion: When is my money back?\n---\ny\n"),
        ],
        says: "a.md:5: error: expected `a` first for `money back`; got `b` first; add the query under `also`",
        passing: &[
            ("a.md", "---\nquestion: How do I return something?\nalso: [money back]\nfaq:\n  must_rank: [money back]\n---\nx\n"),
            ("b.md", "---\nquestion: When is my money back?\nfaq:\n  must_rank:\n    money back: 2\n---\ny\n"),
        ],
    },
    Example {
        rule: "stale",
        failing: &[("a.md", "---\nquestion: A?\nfaq:\n  owner: team\n  review_by: 2026-05-11\n---\nx\n")],
        says: "a.md:5: warning: expected `a` to be reviewed by `team`; got `review_by` of 2026-05-11, which has passed",
        passing: &[("a.md", "---\nquestion: A?\nfaq:\n  review_by: 2026-05-12\n---\nx\n")],
    },
    Example {
        rule: "expired",
        failing: &[("a.md", "---\nquestion: A?\nfaq:\n  expires: 2026-05-12\n---\nx\n")],
        says: "a.md:4: warning: expected `a` to hold today; got `expires` of 2026-05-12; delete the entry",
        passing: &[("a.md", "---\nquestion: A?\nfaq:\n  expires: 2026-05-13\n---\nx\n")],
    },
    Example {
        rule: "unknown-name",
        failing: &[
            ("a.md", "---\nquestion: A?\nfaq:\n  owner: nobody\n  route: nowhere\n  related: [gone]\n---\nx\n"),
            ("faqlet.toml", "[[owner]]\nid = \"team\"\nname = \"Team\"\n"),
        ],
        says: "a.md:1: warning: expected `related` to name entries; got `gone`; correct the name, or add what it names",
        passing: &[
            ("a.md", "---\nquestion: A?\nfaq:\n  owner: team\n  route: desk\n  related: [b]\n---\nx\n"),
            ("b.md", "---\nquestion: B?\n---\nx\n"),
            (
                "faqlet.toml",
                "[[owner]]\nid = \"team\"\nname = \"Team\"\n\n[[route]]\nid = \"desk\"\ntitle = \"Desk\"\nkind = \"link\"\nto = \"/desk\"\n",
            ),
        ],
    },
    Example {
        rule: "page-pattern",
        failing: &[("a.md", "---\nquestion: A?\nfaq:\n  pages:\n    - ^/orders/.*\n---\nx\n")],
        says: "a.md:5: warning: expected a pattern of pages such as `/orders/*`; got `^/orders/.*`, which has signs of a regular expression",
        passing: &[("a.md", "---\nquestion: A?\nfaq:\n  pages: [/orders/*, cart]\n---\nx\n")],
    },
    Example {
        rule: "unused-synonym",
        failing: &[
            ("a.md", "---\nquestion: Where is my parcel?\n---\nx\n"),
            ("synonyms.csv", "parcel, box\ncar, automobile\nparcel => lorry\n"),
        ],
        says: "synonyms.csv:2: note: expected one of the words in the FAQ; got none of `car`, `automobile`; add the word",
        passing: &[("a.md", "---\nquestion: Where is my parcel?\n---\nx\n"), ("synonyms.csv", "packet, parcels\nconsignment => parcel\n")],
    },
    Example {
        rule: "missing-translation",
        failing: &[
            ("en/a.md", "---\nquestion: A?\n---\nx\n"),
            ("en/b.md", "---\nquestion: B?\n---\nx\n"),
            ("de/a.md", "---\nquestion: A?\n---\nx\n"),
        ],
        says: "en/b.md:1: warning: expected `b` in every language of the FAQ; got none in de",
        passing: &[("en/a.md", "---\nquestion: A?\n---\nx\n"), ("de/a.md", "---\nquestion: A?\n---\nx\n")],
    },
    Example {
        rule: "unknown-placeholder",
        failing: &[("a.md", "---\nquestion: A?\n---\n\nHello {{profile.fist_name|there}}\n")],
        says: "a.md:5: error: expected `profile.first_name`",
        passing: &[("a.md", "---\nquestion: A?\n---\n\nHello {{profile.first_name|there}} {{ other }}\n")],
    },
    Example {
        rule: "empty-answer",
        failing: &[("a.md", "---\nquestion: A?\n---\n\n")],
        says: "a.md:1: warning: expected an answer to `A?`; got none",
        passing: &[("a.md", "---\nquestion: A?\n---\n\n![A door](/door.png)\n")],
    },
    Example {
        rule: "image-text",
        failing: &[("a.md", "---\nquestion: A?\n---\nx\n\n![](/door.png)\n")],
        says: "a.md:6: warning: expected a text for an image; got none for `/door.png`",
        passing: &[("a.md", "---\nquestion: A?\n---\n\n![A door](/door.png)\n")],
    },
    Example {
        rule: "missing-image",
        failing: &[("a.md", "---\nquestion: A?\n---\nx\n\n![A door](door.svg)\n"), ("door.svg", "no drawing")],
        says: "a.md:6: warning: expected an image beside its answer; got `door.svg`, which is not there",
        passing: &[("a.md", "---\nquestion: A?\n---\n\n![A door](door.svg) ![A wall](/wall.png)\n"), ("door.svg", "<svg/>")],
    },
];

#[test]
fn every_rule_has_an_example_that_fails_and_one_that_passes() {
    let examples: BTreeSet<&str> = EXAMPLES.iter().map(|example| example.rule).chain(["long-answer"]).collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(examples, rules, "help: add the rule's examples to EXAMPLES in kit.rs");
    for example in EXAMPLES {
        let failing = Faq::new(example.failing).findings(example.rule);
        assert!(failing.first().is_some_and(|finding| finding.starts_with(example.says)), "{}: {failing:#?}", example.rule);
        assert!(failing.iter().all(|finding| finding.ends_with(&format!("[{}]", example.rule))), "{failing:#?}");
        let passing = Faq::new(example.passing).findings(example.rule);
        assert!(passing.is_empty(), "{}: {passing:#?}", example.rule);
    }
}

#[test]
fn long_answers_and_questions_are_noted_in_any_script() {
    let entry = |question: &str, answer: &str| format!("---\nquestion: {question}\n---\n{answer}\n");
    let many = |word: &str, count: usize| word.repeat(count);
    for (question, answer, says) in [
        ("Why?".to_owned(), many("word ", 801), "expected an answer of at most 800 words; got about 801"),
        (many("why ", 41), "x".to_owned(), "expected a question of at most 40 words; got about 41"),
        ("為何".to_owned(), many("字", 1_602), "expected an answer of at most 800 words; got about 801"),
    ] {
        let found = Faq::new(&[("a.md", &entry(&question, &answer))]).findings("long-answer");
        assert!(found.len() == 1 && found[0].contains(says), "{found:#?}");
    }
    for answer in [many("word ", 800), many("字", 1_600)] {
        assert!(Faq::new(&[("a.md", &entry("Why?", &answer))]).findings("long-answer").is_empty());
    }
}

#[test]
fn every_kind_of_name_is_looked_up() {
    let example = EXAMPLES.iter().find(|example| example.rule == "unknown-name").unwrap();
    let found = Faq::new(example.failing).findings("unknown-name").join("\n");
    for part in ["`owner` to name an [[owner]] of faqlet.toml; got `nobody`", "`route` to name a [[route]] of faqlet.toml; got `nowhere`"] {
        assert!(found.contains(part), "{part} in {found}");
    }
    let popular = Faq::new(&[("a.md", "---\nquestion: A?\n---\nx\n"), ("faqlet.toml", "popular = [\"gone\"]\n")]).findings("unknown-name");
    assert!(popular[0].starts_with("faqlet.toml:1: warning: expected the id of an entry; got `gone`"), "{popular:?}");
}
