//! Every source format, and what happens to input that is not as it should be: an entry, or a message with its place.

use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_compiler::entry::Entry;
use faqlet_compiler::sources;
use std::fs;
use std::path::Path;

/// Reads one file. Entries and messages, the folder's name taken off.
fn read(name: &str, content: impl AsRef<[u8]>) -> (Vec<Entry>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    read_all(folder.path())
}

fn read_all(folder: &Path) -> (Vec<Entry>, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let entries = sources::read(&[folder.to_owned()], "en", &mut diagnostics);
    let prefix = format!("{}/", folder.display());
    (entries, diagnostics.iter().map(|each| each.to_string().replace(&prefix, "")).collect())
}

/// `id|lang|question|answer|category|tags` of each entry; panics when there are messages.
#[track_caller]
fn rows(name: &str, content: impl AsRef<[u8]>) -> Vec<String> {
    let (entries, messages) = read(name, content);
    assert_eq!(messages, [] as [&str; 0], "{name}");
    entries.iter().map(row).collect()
}

fn row(entry: &Entry) -> String {
    let answer = entry.answer.text().replace('\n', "⏎");
    format!("{}|{}|{}|{}|{}|{}", entry.id, entry.lang, entry.question, answer, entry.category.join(" / "), entry.tags.join(","))
}

#[test]
fn front_matter_in_toml_says_the_same_as_in_yaml() {
    let toml = "+++\ntitle = \"How?\"\ndate = 2026-05-12T10:00:00Z\nlastmod = 2026-06-01\nweight = 3\ntags = [\"a\", \"b\"]\ncategories = [\"Orders\", \"More\"]\n[faq]\nalso = [\"In what way?\"]\nrelated = [\"x\"]\naudience = { only = [{ tier = \"gold\" }] }\nreviewed = 2026-07-01\n[params]\nauthor = \"me\"\n+++\nSo.\n";
    let yaml = "---\ntitle: How?\ndate: 2026-05-12T10:00:00Z\nlastmod: 2026-06-01\nweight: 3\ntags: [a, b]\ncategories: [Orders, More]\nfaq:\n  also: [In what way?]\n  related: [x]\n  audience: { only: [{ tier: gold }] }\n  reviewed: 2026-07-01\nparams:\n  author: me\n---\nSo.\n";
    let (from_toml, messages) = read("a.md", toml);
    assert_eq!(messages, [] as [&str; 0]);
    let (from_yaml, _) = read("a.md", yaml);
    assert_eq!(row(&from_toml[0]), "a|en|How?|So.|Orders|a,b,More");
    let entry = &from_toml[0];
    assert_eq!((entry.changed.unwrap().to_string().as_str(), entry.reviewed.unwrap().to_string().as_str()), ("2026-06-01", "2026-07-01"));
    assert_eq!((entry.weight, entry.also.len(), entry.related.len(), entry.audience.is_some()), (Some(3), 1, 1, true));
    let same = |entry: &Entry| Entry { place: faqlet_compiler::diagnostic::Place::file(Path::new("")), ..entry.clone() };
    assert_eq!(same(&from_toml[0]), same(&from_yaml[0]));
}

#[test]
fn keys_of_site_generators_are_understood() {
    for (front, expected) in [
        ("title: A?\nsidebar_position: 2\nlast_update:\n  date: 2026-01-02\n  author: me", Some((Some(2), Some("2026-01-02")))),
        ("title: A?\nlast_modified_at: 2026-01-02 10:00:00 +0100\npermalink: /a/", Some((None, Some("2026-01-02")))),
        ("title: A?\nweight: 0\nslug: a\naliases: [/b]", Some((None, None))),
        ("title: A?\npublished: false", None),
        ("title: A?\nunlisted: true", None),
        ("title: A?\ndraft: true", None),
        ("title: A?\nowner: somebody\npath: /x\nroute: /y\naudience: all", Some((None, None))),
    ] {
        let (entries, messages) = read("a.md", format!("---\n{front}\n---\nText.\n"));
        assert_eq!(messages, [] as [&str; 0], "{front}");
        let found = entries.first().map(|entry| (entry.weight, entry.changed.map(|day| day.to_string())));
        assert_eq!(found, expected.map(|(weight, day)| (weight, day.map(str::to_owned))), "{front}");
        assert!(entries.iter().all(|entry| entry.owner.is_none() && entry.route.is_none()), "{front}");
    }
}

#[test]
fn fields_of_an_entry_are_read_and_slips_have_their_line() {
    let (entries, messages) = read(
        "a.md",
        "---\nquestion: A?\nfaq:\n  pages: /cart\n  route: phone\n  owner: ana\n  path: start\n  step: 2\n  review_by: 2027-01-01\n  expires: 2027-02-01\n  pin: a b\n  must_rank: { x: 1, y: 3 }\n---\nT\n",
    );
    assert_eq!(messages, [] as [&str; 0]);
    let entry = &entries[0];
    assert_eq!((entry.route.as_deref(), entry.owner.as_deref(), entry.pages.len()), (Some("phone"), Some("ana"), 1));
    assert_eq!(entry.path.as_ref().map(|step| (step.id.as_str(), step.step)), Some(("start", 2)));
    assert_eq!(entry.must_rank.iter().map(|test| (test.query.as_str(), test.within)).collect::<Vec<_>>(), [("x", 1), ("y", 3)]);
    assert_eq!(entry.pins, ["a b"]);
    for (field, expected) in [
        ("reviewed: soon", "a.md:4: expected `reviewed` to be a day such as `2026-05-12`; got `soon`"),
        ("expires: 2026-02-30", "a.md:4: expected `expires` to be a day"),
        ("path: start", "a.md:4: expected a `step` from 1 beside `path`; got none"),
        ("must_rank: { x: 0 }", "a.md:4: expected the last place that is good enough"),
        ("audience: { never: [] }", "a.md:4: expected an audience"),
        ("draft: maybe", "a.md:4: expected `draft` to be `true` or `false`; got `maybe`"),
        ("relatd: [x]", "a.md:4: warning: expected `related`; got `relatd`"),
        ("weight: heavy", "a.md:4: expected `weight` to be a whole number"),
    ] {
        let (_, messages) = read("a.md", format!("---\nquestion: A?\nfaq:\n  {field}\n---\nT\n"));
        assert!(messages.len() == 1 && messages[0].starts_with(expected), "{field}: {messages:?}");
    }
}

#[test]
fn weights_order_the_entries_of_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    for (name, weight) in
        [("a.md", ""), ("b.md", "weight: 2"), ("c.md", "weight: 1"), ("d/x.md", ""), ("d/y.md", "weight: 9"), ("e.md", "")]
    {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("---\nquestion: Q?\n{weight}\n---\nT\n")).unwrap();
    }
    let (entries, _) = read_all(folder.path());
    assert_eq!(entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["c", "b", "a", "d/y", "d/x", "e"]);
}

#[test]
fn a_long_file_is_divided_at_its_questions() {
    let text = "# Help\n\n## Orders\n\n### How do I order?\n\nSo.\n\n#### Detail\n\nMore.\n\n### What does it cost? {#price}\n\n```\n### no heading?\n```\n\n## Returns\n\n### How do I order?\n\nBack.\n";
    assert_eq!(
        rows("help.md", text),
        [
            "help/how-do-i-order|en|How do I order?|So.⏎Detail⏎More.|Orders|",
            "price|en|What does it cost?|### no heading?|Orders|",
            "help/how-do-i-order-2|en|How do I order?|Back.|Returns|",
        ]
    );
    assert_eq!(rows("faq.md", "One?\n===\nA\n\nTwo\n===\nB\n"), ["one|en|One?|A||", "two|en|Two|B||"]);
    let split = "---\ntags: [x]\nlang: fa\nfaq: { split: 2 }\n---\n# Title\n## One\nA\n## Two?\nB\n### Three?\nC\n### Four?\nD\n";
    assert_eq!(rows("faq.md", split), ["one|fa|One|A||x", "two|fa|Two?|B⏎Three?⏎C⏎Four?⏎D||x"]);
    let (entries, _) = read("a.md", "\n\n# Only?\n\nText\n\n- x\n");
    assert_eq!((entries.len(), entries[0].place.line), (1, Some(3)));
    let (_, messages) = read("a.md", "no heading\n");
    assert!(
        messages[0].starts_with("a.md:1: expected front matter between two lines of `---`, or headings that are questions"),
        "{messages:?}"
    );
}

#[test]
fn a_file_whose_headings_do_not_ask_is_divided_only_when_it_says_so() {
    let notes = "# Release notes\n\n## Version 2\n\nFaster.\n\n## Version 1\n\nFirst.\n";
    let (entries, messages) = read("a.md", notes);
    assert!(entries.is_empty() && messages.len() == 1, "{messages:?}");
    assert!(messages[0].starts_with("a.md:1: expected front matter between two lines of `---`"), "{messages:?}");
    assert!(messages[0].contains("got `# Release notes`") && messages[0].contains("`faq: { split: true }`"), "{messages:?}");
    assert_eq!(
        rows("a.md", format!("---\nfaq: {{ split: true }}\n---\n{notes}")),
        ["a/version-2|en|Version 2|Faster.||", "a/version-1|en|Version 1|First.||"]
    );
    for question in ["Why “this?”", "為什麼？", "لماذا؟", "Why? 🤔", "**Why?**"] {
        let (entries, messages) = read("a.md", format!("## {question}\n\nSo.\n"));
        assert_eq!((entries.len(), messages.len()), (1, 0), "{question}: {messages:?}");
    }
}

#[test]
fn no_text_of_a_long_file_is_lost_without_a_word() {
    let text = "Hello.\n\n# Help?\n\nWelcome.\n\n## What is it?\n\nA lamp.\n\n## Orders\n\nAbout orders.\n\n### How?\n\nSo.\n\n### Why?\n\nThus.\n\n## Other\n\n<!-- none yet -->\n";
    let (entries, messages) = read("faq.md", text);
    assert_eq!(
        entries.iter().map(row).collect::<Vec<_>>(),
        ["what-is-it|en|What is it?|A lamp.||", "how|en|How?|So.|Orders|", "why|en|Why?|Thus.|Orders|"]
    );
    let lines: Vec<&str> = messages.iter().map(|message| message.split(": expected").next().unwrap_or_default()).collect();
    assert_eq!(lines, ["faq.md:1: note", "faq.md:5: note", "faq.md:13: note"], "{messages:?}");
}

#[test]
fn tables_of_any_make_are_read() {
    assert_eq!(
        rows(
            "faq.csv",
            "\u{feff}id,Question,Answer,Category,Tags\r\nq1,\"How, so?\",\"Say \"\"so\"\".\nTwice.\",A / B,\"x, y\"\r\n\r\nq2,And?,**Yes**,,\r\n"
        ),
        ["q1|en|How, so?|Say \"so\". Twice.|A / B|x,y", "q2|en|And?|Yes||"]
    );
    assert_eq!(rows("faq.csv", "Title;Body\nHow?;So, so\nHow?;Again\n"), ["how|en|How?|So, so||", "how-2|en|How?|Again||"]);
    assert_eq!(rows("shop.tsv", "question\tanswer_html\tlanguage\nHow?\t<b>So</b> &amp;\tfa\n"), ["shop/how|fa|How?|So &||"]);
    assert_eq!(rows("fa/shop.csv", "q,a\nچطور؟,این\n"), ["shop/چطور|fa|چطور؟|این||"]);
}

#[test]
fn slips_in_tables_have_their_line() {
    for (text, expected) in [
        ("a,b\n1,2\n", "a.csv:1: expected a first line that names the columns"),
        ("question,answer\n\nHow?,so, and so\n", "a.csv:3: expected a value for each column; got 3 in a table of 2"),
        ("question,answer\nHow?,so\n\"And?,yes\nWhy?,no\n", "a.csv:3: expected a closing quote; got none to the end of the file"),
        ("question,answer,draft\nHow?,so,perhaps\n", "a.csv:2: expected `draft` to be `true` or `false`"),
        ("question,answer,lang\nHow?,so,klingonisch\n", "a.csv:2: expected a language tag"),
        ("question,answer\n,so\n", "a.csv:2: expected an `id`"),
    ] {
        let (_, messages) = read("a.csv", text);
        assert!(messages.len() == 1 && messages[0].starts_with(expected), "{text:?}: {messages:?}");
    }
}

#[test]
fn lists_and_objects_of_json_are_read() {
    assert_eq!(
        rows(
            "a.json",
            "[\n{\"id\":\"x\",\"question\":\"How?\",\"answer\":\"*So*\"},\n{\"id\":7,\"title\":\"And?\",\"body\":\"b\",\"tags\":[\"t\"]}]"
        ),
        ["x|en|How?|So||", "7|en|And?|b||t"]
    );
    assert_eq!(
        rows("a.json", "{\"version\":1,\"entries\":[{\"id\":\"x\",\"question\":\"How?\",\"answer_html\":\"<p>So</p>\"}]}"),
        ["x|en|How?|So||"]
    );
    let page = "{\"@context\":\"https://schema.org\",\"@type\":\"FAQPage\",\"mainEntity\":[{\"@type\":\"Question\",\"name\":\"How?\",\"acceptedAnswer\":{\"@type\":\"Answer\",\"text\":\"<p>So &amp; so</p>\"}}]}";
    assert_eq!(rows("faq.json", page), ["how|en|How?|So & so||"]);
    for (text, expected) in [
        ("[\n{\"id\":\"x\"}]", "a.json:2: expected a question; got none"),
        ("[\n{},\n{\"question\":\"A?\"}]", "a.json:2: expected an `id`; got none"),
        ("[\n1]", "a.json:1: expected objects in the list"),
        ("[\n{\"id\":]", "a.json:2: expected JSON; got expected value at column 7"),
        ("{\"name\":\"a-tool\"}", "a.json: warning: expected a list of entries"),
        ("3", "a.json: warning: expected a list of entries"),
    ] {
        let (_, messages) = read("a.json", text);
        assert!(messages.first().is_some_and(|message| message.starts_with(expected)), "{text}: {messages:?}");
    }
}

const ZENDESK: &str = r#"{"articles":[
{"id":11,"title":"How?","body":"<p>So <b>so</b></p>","locale":"en-us","section_id":5,"label_names":["x"],"draft":false,"promoted":false,"user_segment_id":null,"edited_at":"2026-05-12T10:00:00Z","translations":[{"locale":"en-us","title":"How?","body":""},{"locale":"fr","title":"Comment ?","body":"<p>Ainsi</p>","draft":false},{"locale":"de","title":"Wie?","body":"x","draft":true}]},
{"id":12,"title":"Draft?","body":"x","locale":"en-us","section_id":5,"draft":true},
{"id":13,"title":"Secret?","body":"x","locale":"en-us","section_id":5,"draft":false,"user_segment_id":99},
{"id":14,"title":"First?","body":"y","locale":"en-us","section_id":5,"draft":false,"promoted":true}
],"sections":[{"id":5,"name":"Returns","category_id":2}],"categories":[{"id":2,"name":"Orders"}]}"#;

#[test]
fn articles_of_zendesk_are_read_and_what_is_not_public_stays_out() {
    let (entries, messages) = read("export.json", ZENDESK);
    assert_eq!(
        entries.iter().map(row).collect::<Vec<_>>(),
        ["14|en-US|First?|y|Orders / Returns|", "11|en-US|How?|So so|Orders / Returns|x", "11|fr|Comment ?|Ainsi|Orders / Returns|x"]
    );
    assert_eq!(entries[1].changed.unwrap().to_string(), "2026-05-12");
    assert_eq!(messages.len(), 3, "{messages:#?}");
    assert!(messages.iter().all(|message| message.contains("note: expected a public article")), "{messages:#?}");
    assert!(messages.iter().any(|message| message.starts_with("export.json:4: ") && message.contains("only some users")), "{messages:#?}");
}

#[test]
fn articles_of_intercom_are_read_and_what_is_not_public_stays_out() {
    let text = r#"{"type":"list","data":[
{"type":"article","id":"21","workspace_id":"w","title":"How?","description":"","body":"<p>So</p>","author_id":1,"state":"published","parent_id":6,"parent_type":"collection","default_locale":"en","updated_at":1778580000,"translated_content":{"type":"article_translated_content","fr":{"title":"Comment ?","body":"<p>Ainsi</p>","state":"published"},"de":{"title":"Wie?","body":"x","state":"draft"}}},
{"type":"article","id":"22","workspace_id":"w","title":"Draft?","body":"x","state":"draft"}],
"collections":[{"id":"6","name":"Returns","parent_id":"7"},{"id":"7","name":"Orders","parent_id":null}]}"#;
    let (entries, messages) = read("export.json", text);
    assert_eq!(entries.iter().map(row).collect::<Vec<_>>(), ["21|en|How?|So|Orders / Returns|", "21|fr|Comment ?|Ainsi|Orders / Returns|"]);
    assert_eq!(entries[0].changed.unwrap().to_string(), "2026-05-12");
    assert_eq!(messages.len(), 2, "{messages:#?}");
}

#[test]
fn pages_are_read_by_what_marks_their_questions() {
    let page = |body: &str| format!("<!doctype html><html lang=\"fr\"><head><title>x</title></head><body>{body}</body></html>");
    for (body, expected) in [
        (
            "<script type=\"application/ld+json\">{\"@graph\":[{\"@type\":[\"WebPage\",\"FAQPage\"],\"mainEntity\":{\"@type\":\"Question\",\"name\":\"Comment ?\",\"acceptedAnswer\":{\"text\":\"Ainsi\"}}}]}</script><details><summary>Other?</summary>x</details>",
            "comment|fr|Comment ?|Ainsi||",
        ),
        (
            "<div itemscope itemtype=\"https://schema.org/FAQPage\"><div id=c1 itemscope itemprop=mainEntity itemtype=\"https://schema.org/Question\"><h3 itemprop=name>A &lt; B ?</h3><div itemprop=acceptedAnswer itemscope itemtype=\"https://schema.org/Answer\"><div itemprop=text><p>Oui <b>oui</b></div></div></div></div>",
            "c1|fr|A < B ?|Oui oui||",
        ),
        (
            "<details><summary>Comment <i>x</i> ?</summary><p>Ainsi</p><details><summary>plus</summary>fin</details></details>",
            "comment-x|fr|Comment x ?|Ainsi⏎plus⏎fin||",
        ),
        (
            "<dl><dt id=\"q 1\">Comment ?</dt><dd>Ainsi<dl><dt>in</dt><dd>ner</dd></dl></dd><dd>Encore</dd></dl>",
            "q-1|fr|Comment ?|Ainsi⏎in⏎ner⏎Encore||",
        ),
    ] {
        assert_eq!(rows("faq.html", page(body)), [expected], "{body}");
    }
    let (entries, messages) = read("about.html", page("<p>No questions</p>"));
    assert!(entries.is_empty() && messages[0].starts_with("about.html: warning: expected FAQPage data"), "{messages:?}");
}

#[test]
fn declared_encodings_are_read_and_others_refused() {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    for big in [false, true] {
        assert_eq!(rows("a.md", utf16("---\r\nquestion: Café?\r\n---\r\nOui.\r\n", big)), ["a|en|Café?|Oui.||"]);
        assert_eq!(rows("faq.csv", utf16("question,answer\r\nCafé?,Oui\r\n", big)), ["café|en|Café?|Oui||"]);
    }
    let latin = b"<html><head><meta charset=\"ISO-8859-1\"></head><details><summary>Caf\xe9?</summary>Oui</details></html>";
    assert_eq!(rows("faq.html", latin), ["café|en|Café?|Oui||"]);
    for (name, bytes, expected) in [
        ("a.html", &b"<details><summary>Caf\xe9?</summary>Oui</details>"[..], "a.html:1: expected text in UTF-8; got byte 0xe9"),
        ("a.csv", b"question,answer\nCaf\xe9?,Oui\n", "a.csv:2: expected text in UTF-8; got byte 0xe9"),
        ("a.md", b"\xff\xfe\x00\xd8", "a.md:1: expected text in UTF-16LE"),
    ] {
        let (_, messages) = read(name, bytes);
        assert!(messages[0].starts_with(expected), "{messages:?}");
    }
}

/// Soup, bombs and depth in every format: an entry or a message, and never more than a moment.
#[test]
fn hostile_files_are_bounded() {
    let deep = 20_000;
    for (name, text) in [
        ("a.html", "<details><summary>".repeat(deep)),
        ("a.html", "<dl><dt>x<dd>".repeat(deep)),
        ("a.html", "<div>".repeat(deep) + "<details><summary>A?</summary>b</details>"),
        ("a.html", format!("<script type=application/ld+json>{}</script>", "[".repeat(deep))),
        ("a.html", "<table><details><svg><summary>a</b></table><dl><dt></details>".repeat(200)),
        ("a.json", "[".repeat(deep)),
        ("a.json", "{\"entries\":".repeat(deep)),
        ("a.csv", "question,answer\n".to_owned() + &"\"".repeat(deep * 2 + 1)),
        ("a.csv", ",".repeat(deep)),
        ("a.csv", "question,answer\n".to_owned() + &"\"a\"b\"c,\"\n".repeat(500)),
        ("a.md", "# A?\n".repeat(5_000)),
        ("a.md", "- ".repeat(deep) + "# A?\n"),
        ("a.md", "> ".repeat(deep) + "# A?\n\n# B?\nx"),
        ("a.md", format!("---\nquestion: A?\nfaq: {}\n---\n", "{a: ".repeat(deep))),
        ("a.md", format!("+++\na = {}\n+++\n", "[".repeat(deep))),
        ("a.md", "---\na: &a [x]\nb: [*a, *a]\n---\n".to_owned()),
    ] {
        let (entries, messages) = read(name, &text);
        assert!(!entries.is_empty() || !messages.is_empty(), "{name} {:?}", &text[..40]);
    }
}
