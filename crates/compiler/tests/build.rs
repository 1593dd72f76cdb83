//! From files to the files of an output folder, in memory.

use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_compiler::{Manifest, Options, Output, Widget, compile, sources};
use faqlet_engine::answer::AnswerChunk;
use faqlet_engine::{Engine, SearchOptions};
use std::fs;
use std::path::Path;

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Builds a folder; the messages where it did not work.
fn built(folder: &Path, options: &Options) -> Result<Output, Vec<String>> {
    let mut diagnostics = Diagnostics::new();
    let default = options.default_lang.clone().unwrap_or_else(|| "en".to_owned());
    let entries = sources::read(&[folder.to_owned()], &default, &mut diagnostics);
    let output = compile(entries, options, &mut diagnostics).unwrap();
    let prefix = format!("{}/", folder.display());
    output.ok_or_else(|| diagnostics.iter().map(|each| each.to_string().replace(&prefix, "")).collect())
}

fn build(folder: &Path) -> Output {
    built(folder, &Options::default()).unwrap()
}

fn bytes<'a>(output: &'a Output, name: &str) -> &'a [u8] {
    &output.files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("{name}")).bytes
}

fn manifest(output: &Output) -> Manifest {
    serde_json::from_slice(bytes(output, "manifest.json")).unwrap()
}

fn shop(folder: &Path) {
    put(
        folder,
        "en/returns.md",
        "---\nquestion: How do I return something?\nalso: [Send it back]\ncategory: Orders / Returns\ntags: refund\n---\nWithin **30 days**. See [refunds](#faq=refund).\n",
    );
    put(
        folder,
        "en/refund.md",
        "\u{feff}---\r\ntitle: When is my refund there?\r\nfaq:\r\n  category: [Orders, Returns]\r\n---\r\nAfter a week.\r\n",
    );
    put(folder, "fa/returns.md", "---\nquestion: چگونه مرجوع کنم؟\n---\nتا ۳۰ روز.\n");
    put(
        folder,
        "more.jsonl",
        "{\"id\":\"open\",\"lang\":\"en\",\"question\":\"When are you open?\",\"answer\":\"From *nine* to five.\",\"keywords\":[\"hours\"]}\n\n{\"id\":\"open\",\"lang\":\"zh-hant\",\"question\":\"何時營業？\",\"answer\":\"九點。\",\"category\":\"店/時間\"}\n",
    );
    put(folder, "_draft.md", "not read");
    put(folder, "README.md", "not read");
    put(folder, "notes.txt", "not read");
    put(folder, "later.md", "---\nquestion: Not yet?\ndraft: true\n---\n");
}

#[test]
fn sources_of_several_kinds_and_languages_become_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let output = build(folder.path());
    let manifest = manifest(&output);
    let languages: Vec<(&str, &str, u32)> = manifest.languages.iter().map(|l| (l.lang.as_str(), l.dir.as_str(), l.entries)).collect();
    assert_eq!(languages, [("en", "ltr", 3), ("fa", "rtl", 1), ("zh-Hant", "ltr", 1)]);
    assert_eq!((manifest.default.as_str(), manifest.site.as_str(), manifest.faqlet), ("en", "site", 1));
    assert!(manifest.widget.is_none() && manifest.engine.is_none());

    let engine = Engine::open(bytes(&output, &manifest.languages[0].index.file)).unwrap();
    let ids: Vec<&str> = (0..3).map(|number| engine.entry(number).unwrap().id).collect();
    assert_eq!(ids, ["refund", "returns", "open"]);
    assert_eq!(engine.categories().map(|category| category.path.join(" / ")).collect::<Vec<_>>(), ["Orders", "Orders / Returns"]);
    let found = engine.search("send it back", &SearchOptions::default());
    assert_eq!(engine.entry(found.hits[0].entry).unwrap().id, "returns");

    let chunk = AnswerChunk::open(bytes(&output, &manifest.languages[0].answers[0].file)).unwrap();
    assert_eq!(chunk.get(1).unwrap().text(), "Within 30 days. See refunds.");
    assert_eq!(chunk.get(0).unwrap().text(), "After a week.");
}

#[test]
fn names_carry_the_hash_of_their_content_and_the_lists_name_them_all() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let output = build(folder.path());
    let names: Vec<&str> = output.files.iter().map(|file| file.name.as_str()).collect();
    let stable = ["manifest.json", "pages/en.html", "pages/fa.html", "pages/zh-Hant.html", "precache.json"];
    for name in &names {
        let hashed = name.split('.').any(|part| part.len() == 16 && part.bytes().all(|b| b.is_ascii_hexdigit()));
        assert!(hashed != stable.contains(name), "{name}");
    }
    let precache: serde_json::Value = serde_json::from_slice(bytes(&output, "precache.json")).unwrap();
    let listed: Vec<(&str, bool)> =
        precache.as_array().unwrap().iter().map(|row| (row["url"].as_str().unwrap(), row["revision"].is_string())).collect();
    let expected: Vec<(&str, bool)> =
        names.iter().filter(|name| **name != "precache.json").map(|name| (*name, stable.contains(name))).collect();
    assert_eq!(listed, expected);
}

#[test]
fn the_same_sources_give_the_same_bytes_and_a_change_another_version() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let first = build(folder.path());
    assert_eq!(build(folder.path()).files, first.files);
    put(folder.path(), "en/returns.md", "---\nquestion: How do I return something?\n---\nWithin 31 days.\n");
    let second = build(folder.path());
    assert_ne!(manifest(&second).version, manifest(&first).version);
    let persian = |output: &Output| manifest(output).languages[1].index.file.clone();
    assert_eq!(persian(&first), persian(&second), "an untouched language keeps its files");
}

#[test]
fn pages_say_language_direction_and_translations() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let output = build(folder.path());
    let page = |lang: &str| String::from_utf8(bytes(&output, &format!("pages/{lang}.html")).to_vec()).unwrap();
    assert!(page("fa").contains("<html lang=\"fa\" dir=\"rtl\">"));
    let english = page("en");
    for part in [
        "<html lang=\"en\" dir=\"ltr\">",
        "<link rel=\"alternate\" hreflang=\"zh-Hant\" href=\"zh-Hant.html\">",
        "<article id=\"faq=returns\"><h3>How do I return something?</h3><p>Within <strong>30 days</strong>. See <a href=\"#faq=refund\">refunds</a>.</p></article>",
        "\"@type\":\"FAQPage\"",
        "Orders › Returns",
    ] {
        assert!(english.contains(part), "{part} in {english}");
    }
    assert!(!english.contains(" style=") && !english.contains("<style"));
}

#[test]
fn headings_in_answers_follow_the_question_and_share_the_page() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.md", "---\nquestion: A?\n---\n## Fees\n\n#### Deep\n\n[up](#fees)\n");
    put(folder.path(), "b.md", "---\nquestion: B?\n---\n# Fees\n");
    let output = build(folder.path());
    let page = String::from_utf8(bytes(&output, "pages/en.html").to_vec()).unwrap();
    for part in [
        "<h2>A?</h2><h3 id=\"in=a/fees\">Fees</h3><h5 id=\"in=a/deep\">Deep</h5><p><a href=\"#in=a/fees\">up</a></p>",
        "<h2>B?</h2><h3 id=\"in=b/fees\">Fees</h3>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[test]
fn the_default_language_is_the_wished_one_or_the_one_with_most_entries() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "fa/a.md", "---\nquestion: A?\n---\nx\n");
    put(folder.path(), "fa/b.md", "---\nquestion: B?\n---\nx\n");
    put(folder.path(), "fil/a.md", "---\nquestion: A?\n---\nx\n");
    let default = |wished: Option<&str>| {
        let options = Options { default_lang: wished.map(str::to_owned), ..Options::default() };
        built(folder.path(), &options).map(|output| manifest(&output).default)
    };
    assert_eq!(default(None).unwrap(), "fa");
    assert_eq!(default(Some("fil")).unwrap(), "fil");
    let errors = default(Some("en")).unwrap_err();
    assert!(errors[0].contains("(fa, fil)"), "{errors:?}");
}

#[test]
fn the_widget_is_named_by_its_content_and_found_under_stable_names() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.md", "---\nquestion: A?\n---\nx\n");
    let widget = Widget::from_contents(|name| {
        Ok(if name == "headless.js" {
            b"import i from \"./engine.js\";new URL(\"./engine.wasm\",import.meta.url)".to_vec()
        } else {
            name.into()
        })
    })
    .unwrap();
    let output = built(folder.path(), &Options { widget: Some(widget), ..Options::default() }).unwrap();
    let manifest = manifest(&output);
    let (widget, engine) = (manifest.widget.unwrap(), manifest.engine.unwrap());
    assert_eq!(bytes(&output, &widget.wasm), b"widget.wasm");
    assert_eq!(bytes(&output, &engine.js), b"engine.js");
    assert_eq!(bytes(&output, "faqlet.js"), b"faqlet.js");
    let stable = String::from_utf8(bytes(&output, "engine.js").to_vec()).unwrap();
    let headless = stable.trim().strip_prefix("export * from './").and_then(|rest| rest.strip_suffix("';")).unwrap();
    let headless = String::from_utf8(bytes(&output, headless).to_vec()).unwrap();
    assert!(headless.contains(&engine.js) && headless.contains(&engine.wasm), "{headless}");
}

/// What is wrong in the sources, and how the message begins and what it names.
#[test]
fn faults_are_reported_with_their_place() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("a.md", "no front matter", "a.md:1: expected front matter between two lines of `---`; got `no front matter`;", &[]),
        ("a.md", "+++\ntitle = 'x'\n+++\n", "a.md:1: expected front matter between two lines of `---`; got TOML", &[]),
        ("a.md", "---\nquestion: x\n", "a.md:1: expected a line of `---`", &[]),
        ("a.md", "---\ncategory: x\n---\ny", "a.md:1: expected a question; got none", &["question"]),
        ("a.md", "---\nquestion: ' '\n---\ny", "a.md:2: expected a question", &[]),
        ("a.md", "---\nquestion: [a, b]\n---\ny", "a.md:2: expected `question` to be one text; got a list", &[]),
        ("a.md", "---\nquestion: x\ncategory: {a: b}\n---\ny", "a.md:3: expected `category` to be", &[]),
        ("a.md", "---\nquestion: x\ntags: [ok, [b]]\n---\ny", "a.md:3: expected `tags` to be", &[]),
        ("a.md", "---\nquestion: x\n\nlang: english\n---\ny", "a.md:4: expected a language tag", &["`english`"]),
        ("a.md", "---\nquestion: x\nid: has blank\n---\ny", "a.md:3: expected an id", &[]),
        ("a.md", "---\nquestion: x\nquestion: y\n---\ny", "a.md:3: expected front matter in YAML", &["`question` a second time"]),
        ("a.md", "---\nquestion: x: y\n---\ny", "a.md:2: expected front matter in YAML", &["quote"]),
        ("a.md", "---\n- question\n---\ny", "a.md:2: expected front matter with `key: value` lines", &[]),
        ("a.md", "---\nfaq: x\nquestion: y\n---\ny", "a.md:2: expected fields under `faq:`", &[]),
        ("a.md", "---\nquestion: &a x\nalso: *a\n---\ny", "a.md:2: expected front matter in YAML", &["anchor"]),
        ("a.jsonl", "{\"id\":\"x\",\"question\":\"y\"\n", "a.jsonl:1: expected a JSON object on one line", &["column"]),
        ("a.jsonl", "\n[1]\n", "a.jsonl:2: expected a JSON object", &[]),
        ("a.jsonl", "{\"question\":\"y\"}", "a.jsonl:1: expected an `id`", &[]),
        ("a.jsonl", "{\"id\":\"x\"}", "a.jsonl:1: expected a question", &[]),
        ("a.jsonl", "{\"id\":\"x\",\"question\":{}}", "a.jsonl:1: expected `question` to be one text; got an object", &[]),
        ("a.jsonl", "{\"id\":\"x\",\"question\":\"y\",\"lang\":\"xx\"}", "a.jsonl:1: expected a language tag", &[]),
        (
            "a.jsonl",
            "{\"id\":\"x\",\"question\":\"y\",\"answer\":\"z\"}\n{\"id\":\"x\",\"question\":\"y\",\"answer\":\"z\"}",
            "a.jsonl:2: expected each id once in en; got `x` here and at a.jsonl:1",
            &[],
        ),
        ("notes.txt", "no FAQ at all", "", &["expected files ending in .md", "got none"]),
        ("a.jsonl", "\n", "FAQ: expected at least one entry", &[]),
    ];
    for (name, text, start, says) in cases {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), name, text);
        let errors = built(folder.path(), &Options::default()).expect_err(text);
        assert_eq!(errors.len(), 1, "{text:?}: {errors:#?}");
        assert!(errors[0].starts_with(start), "{text:?}: {}", errors[0]);
        for words in *says {
            assert!(errors[0].contains(words), "{text:?}: {words} in {}", errors[0]);
        }
    }
}

#[test]
fn all_faults_are_reported_at_once() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.md", "---\nlang: xx\nid: a b\n---\ny");
    put(folder.path(), "b.md", "nothing");
    put(folder.path(), "c.jsonl", "{\n{\n");
    let errors = built(folder.path(), &Options::default()).unwrap_err();
    assert_eq!(errors.len(), 6, "{errors:#?}");
}

#[test]
fn slips_of_the_pen_are_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.md", "---\nquestion: A?\ncatgory: X\nfaq:\n  own: x\nlayout: page\n---\n\n");
    put(
        folder.path(),
        "b.jsonl",
        "{\"id\":\"x\",\"question\":\"y\",\"answr\":\"z\",\"url\":\"u\"}\n{\"id\":\"w\",\"question\":\"y\",\"answr\":\"z\"}\n",
    );
    let mut diagnostics = Diagnostics::new();
    let _ = sources::read(&[folder.path().to_owned()], "en", &mut diagnostics);
    let messages: Vec<String> =
        diagnostics.iter().map(|each| each.to_string().replace(&format!("{}/", folder.path().display()), "")).collect();
    let expected = [
        "a.md:5: warning: expected a known field under `faq:`; got `own`",
        "a.md:3: warning: expected `category`; got `catgory`",
        "a.md:1: warning: expected an answer to `A?`",
        "b.jsonl:1: warning: expected `answer`; got `answr`",
        "b.jsonl:1: warning: expected an answer to `y`",
        "b.jsonl:2: warning: expected an answer to `y`",
    ];
    assert_eq!(messages.len(), expected.len(), "{messages:#?}");
    for (message, expected) in messages.iter().zip(expected) {
        assert!(message.starts_with(expected), "{message} and not {expected}");
    }
}

#[test]
fn bytes_that_are_no_text_are_reported_with_their_place() {
    for (bytes, start) in [
        (&b"---\nquestion: Caf\xe9\n---\n"[..], "a.md:2: expected text in UTF-8; got byte 0xe9 at offset 17"),
        (b"\xff\xfe-\0", "a.md:1: expected text in UTF-8; got text in UTF-16"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.md"), bytes).unwrap();
        let errors = built(folder.path(), &Options::default()).unwrap_err();
        assert!(errors[0].starts_with(start), "{errors:?}");
    }
}

#[cfg(unix)]
#[test]
fn loops_of_links_are_reported_and_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "faq/a.md", "---\nquestion: A?\n---\nx\n");
    std::os::unix::fs::symlink(folder.path(), folder.path().join("faq/up")).unwrap();
    std::os::unix::fs::symlink("self", folder.path().join("faq/self")).unwrap();
    let errors = built(folder.path(), &Options::default()).unwrap_err();
    assert_eq!(errors.len(), 2, "{errors:#?}");
    assert!(errors.iter().any(|error| error.contains("without loops")), "{errors:#?}");
}

#[cfg(unix)]
#[test]
fn too_large_a_file_is_refused_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = fs::File::create(folder.path().join("a.md")).unwrap();
    file.set_len(51 * 1024 * 1024).unwrap();
    let errors = built(folder.path(), &Options::default()).unwrap_err();
    assert!(errors[0].starts_with("a.md: expected a file of at most 50 MB"), "{errors:?}");
}
