//! From files to the files of an output folder, in memory.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use faqlet_compiler::diagnostic::Diagnostics;
use faqlet_compiler::{Manifest, Options, Output, OutputFile, Widget, compile, sources};
use faqlet_engine::answer::AnswerChunk;
use faqlet_engine::{Engine, SearchOptions};
use sha2::{Digest, Sha384};
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
    let is_stable = |name: &str| {
        ["pages/", "text/"].iter().any(|folder| name.starts_with(folder))
            || ["manifest.json", "precache.json", "patches.json", "files.json"].contains(&name)
    };
    for name in &names {
        let hashed = name.split('.').any(|part| part.len() == 16 && part.bytes().all(|b| b.is_ascii_hexdigit()));
        assert!(hashed != is_stable(name), "{name}");
    }
    let all: serde_json::Value = serde_json::from_slice(bytes(&output, "files.json")).unwrap();
    let listed: Vec<(&str, u64, &str)> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["file"].as_str().unwrap(), row["bytes"].as_u64().unwrap(), row["integrity"].as_str().unwrap()))
        .collect();
    let others: Vec<&OutputFile> = output.files.iter().filter(|file| file.name != "files.json").collect();
    assert_eq!(listed.len(), others.len());
    for ((name, length, integrity), file) in listed.iter().zip(others) {
        let expected = format!("sha384-{}", STANDARD.encode(Sha384::digest(&file.bytes)));
        assert_eq!((*name, *length, *integrity), (file.name.as_str(), file.bytes.len() as u64, expected.as_str()));
    }
}

/// What a page in flight mode needs is listed, and nothing that would make a worker fetch a page for each entry.
#[test]
fn the_list_for_service_workers_holds_what_the_widget_needs() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let output = build(folder.path());
    let precache: serde_json::Value = serde_json::from_slice(bytes(&output, "precache.json")).unwrap();
    let listed: Vec<(&str, bool)> =
        precache.as_array().unwrap().iter().map(|row| (row["url"].as_str().unwrap(), row["revision"].is_string())).collect();
    let data = output.files.iter().map(|file| file.name.as_str()).filter(|name| name.ends_with(".fqi") || name.ends_with(".fqa"));
    for name in data {
        assert!(listed.contains(&(name, false)), "{name} in {listed:?}");
    }
    assert!(listed.contains(&("manifest.json", true)));
    assert!(listed.iter().all(|(name, _)| !name.starts_with("pages/") && !name.starts_with("text/")), "{listed:?}");
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
        "<link rel=\"alternate\" hreflang=\"x-default\" href=\"en.html\">",
        "<link rel=\"alternate\" type=\"text/plain\" href=\"../text/answers.en.txt\">",
        "<article id=\"faq=returns\"><h3><a href=\"en/answer/returns.html\">How do I return something?</a></h3><p>Within <strong>30 days</strong>. See <a href=\"#faq=refund\">refunds</a>.</p></article>",
        "\"@type\":\"FAQPage\"",
        "Orders › Returns",
    ] {
        assert!(english.contains(part), "{part} in {english}");
    }
    assert!(!english.contains(" style=") && !english.contains("<style"));
}

/// The text of a page.
fn page(output: &Output, name: &str) -> String {
    String::from_utf8(bytes(output, name).to_vec()).unwrap()
}

#[test]
fn each_entry_and_each_category_has_a_page_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let output = build(folder.path());
    let returns = page(&output, "pages/en/answer/returns.html");
    for part in [
        "<title>How do I return something?</title>",
        "<meta name=\"description\" content=\"Within 30 days. See refunds.\">",
        "<link rel=\"stylesheet\" href=\"../../../page.",
        "<link rel=\"alternate\" hreflang=\"fa\" href=\"../../fa/answer/returns.html\">",
        "<li><a href=\"../../en.html\">All questions</a></li><li><a href=\"../topic/orders.html\">Orders</a></li><li><a href=\"../topic/orders/returns.html\">Returns</a></li>",
        "<h1>How do I return something?</h1><p>Within <strong>30 days</strong>. See <a href=\"refund.html\">refunds</a>.</p>",
        "<a rel=\"prev\" href=\"refund.html\">",
        "<a rel=\"next\" href=\"open.html\">",
        // The language without this entry is reached all the same.
        "<a href=\"../../zh-Hant.html\" lang=\"zh-Hant\"",
        "\"@type\":\"FAQPage\"",
    ] {
        assert!(returns.contains(part), "{part} in {returns}");
    }
    assert!(!returns.contains("hreflang=\"zh-Hant\" href=\"../../zh-Hant/answer") && !returns.contains("canonical"), "{returns}");
    let orders = page(&output, "pages/en/topic/orders.html");
    assert!(orders.contains("<li><a href=\"orders/returns.html\">Returns</a></li>"), "{orders}");
    let below = page(&output, "pages/en/topic/orders/returns.html");
    assert!(below.contains("<a href=\"../../answer/refund.html\">When is my refund there?</a><p>After a week.</p>"), "{below}");
    assert!(!below.contains("FAQPage"), "an answer that is not shown in full is no answer for machines: {below}");
}

#[test]
fn a_page_names_related_questions_and_when_it_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.md", "---\nquestion: A?\nfaq:\n  related: [b]\n  reviewed: 2026-01-02\n---\nx\n");
    put(folder.path(), "b.md", "---\nquestion: B?\n---\nx\n");
    let output = build(folder.path());
    let a = page(&output, "pages/en/answer/a.html");
    for part in [
        "<p class=\"about\">Last reviewed <time datetime=\"2026-01-02\">2026-01-02</time></p>",
        "<section class=\"related\"><h2>Related questions</h2><ul><li><a href=\"b.html\">B?</a></li></ul></section>",
    ] {
        assert!(a.contains(part), "{part} in {a}");
    }
    assert!(!page(&output, "pages/en/answer/b.html").contains("class=\"related\""));
}

/// Every address in every page and text leads to a file of the folder or, with `#`, to a place on the page.
#[test]
fn every_link_of_the_pages_leads_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    put(
        folder.path(),
        "en/Odd Names/What?.md",
        "---\nid: Odd:Id/What?\nquestion: Odd?\ncategory: A & B\n---\nSee [it](#faq=returns) and [top](#odd).\n\n# Odd\n",
    );
    let output = build(folder.path());
    let mut followed = 0;
    for file in output.files.iter().filter(|file| file.name.ends_with(".html")) {
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        for href in text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            followed += 1;
            if let Some(anchor) = href.strip_prefix('#') {
                assert!(text.contains(&format!("id=\"{anchor}\"")), "{}: {href}", file.name);
                continue;
            }
            let mut parts: Vec<&str> = file.name.split('/').collect();
            parts.pop();
            for part in href.split('/') {
                if part == ".." {
                    parts.pop();
                } else {
                    parts.push(part)
                }
            }
            let target = percent_encoding::percent_decode_str(&parts.join("/")).decode_utf8().unwrap().into_owned();
            assert!(output.files.iter().any(|file| file.name == target), "{}: {href} is {target}", file.name);
        }
    }
    assert!(followed > 100, "{followed}");
}

#[test]
fn a_known_address_gives_canonical_ones_and_a_sitemap() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    assert!(!build(folder.path()).files.iter().any(|file| file.name == "sitemap.xml"), "a sitemap has no relative addresses");
    let options = Options { url: Some("https://shop.example/help".to_owned()), title: Some("Shop & Co".to_owned()), ..Options::default() };
    let output = built(folder.path(), &options).unwrap();
    let returns = page(&output, "pages/en/answer/returns.html");
    for part in [
        "<title>How do I return something? – Shop &amp; Co</title>",
        "<link rel=\"canonical\" href=\"https://shop.example/help/pages/en/answer/returns.html\">",
        "<link rel=\"alternate\" hreflang=\"fa\" href=\"https://shop.example/help/pages/fa/answer/returns.html\">",
    ] {
        assert!(returns.contains(part), "{part} in {returns}");
    }
    let sitemap = page(&output, "sitemap.xml");
    let pages = output.files.iter().filter(|file| file.name.ends_with(".html")).count();
    assert_eq!(sitemap.matches("<url>").count(), pages);
    assert!(
        sitemap.contains("<loc>https://shop.example/help/pages/en/answer/returns.html</loc><xhtml:link rel=\"alternate\" hreflang=\"en\""),
        "{sitemap}"
    );
    for wrong in ["shop.example", "https://", "https://x.example/?a", "https://x.example/#a", "https://x.example/ä", "javascript:alert(1)"]
    {
        let options = Options { url: Some(wrong.to_owned()), ..Options::default() };
        let errors = built(folder.path(), &options).unwrap_err();
        assert!(errors[0].starts_with("--url: expected the address of the output folder"), "{errors:?}");
    }
}

#[test]
fn staff_and_programs_get_the_answers_as_text_and_as_json() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let output = build(folder.path());
    let text = page(&output, "text/answers.en.txt");
    let json: serde_json::Value = serde_json::from_slice(bytes(&output, "text/answers.en.json")).unwrap();
    let entry = json["entries"].as_array().unwrap().iter().find(|entry| entry["id"] == "returns").unwrap();
    assert_eq!((&entry["question"], &entry["also"][0]), (&"How do I return something?".into(), &"Send it back".into()));
    assert_eq!(entry["answer"], "Within 30 days. See refunds (#faq=refund).");
    assert_eq!(entry["page"], "../pages/en/answer/returns.html");
    let revision = entry["revision"].as_str().unwrap();
    assert!(revision.len() == 8 && revision.bytes().all(|b| b.is_ascii_hexdigit()));
    assert!(text.contains("# Orders / Returns\n\n## When is my refund there?\n"), "{text}");
    let there = format!("## How do I return something?\n[returns {revision}] ../pages/en/answer/returns.html\n\nWithin 30 days.");
    assert!(text.contains(&there), "{text}");
}

#[test]
fn headings_in_answers_follow_the_question_and_share_the_page() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.md", "---\nquestion: A?\n---\n## Fees\n\n#### Deep\n\n[up](#fees)\n");
    put(folder.path(), "b.md", "---\nquestion: B?\n---\n# Fees\n");
    let output = build(folder.path());
    let page = String::from_utf8(bytes(&output, "pages/en.html").to_vec()).unwrap();
    for part in [
        "A?</a></h2><h3 id=\"in=a/fees\">Fees</h3><h5 id=\"in=a/deep\">Deep</h5><p><a href=\"#in=a/fees\">up</a></p>",
        "B?</a></h2><h3 id=\"in=b/fees\">Fees</h3>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

/// The beginning of a PNG image that is so large; browsers would show nothing, but its size can be read.
fn png(width: u32, height: u32) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(), &size, b"\x08\x02\0\0\0\0\0\0\0"].concat()
}

#[test]
fn images_beside_the_sources_come_along_with_their_size() {
    let dir = tempfile::tempdir().unwrap();
    put(
        dir.path(),
        "en/orders/a.md",
        "---\nquestion: A?\n---\n![A lamp](../../img/lamp.png) ![](/img/b.png) ![c](https://x.example/c.png)\n",
    );
    put(dir.path(), "en/b.md", "---\nquestion: B?\n---\n![The lamp](../img/lamp.png) ![gone](d.png) ![text](e.png)\n");
    put(dir.path(), "en/e.png", "the host's secrets");
    fs::create_dir(dir.path().join("img")).unwrap();
    fs::write(dir.path().join("img/lamp.png"), png(640, 480)).unwrap();
    let mut diagnostics = Diagnostics::new();
    let entries = sources::read(&[dir.path().to_owned()], "en", &mut diagnostics);
    let output = compile(entries, &Options::default(), &mut diagnostics).unwrap().unwrap();
    let images: Vec<&str> = output.files.iter().map(|file| file.name.as_str()).filter(|name| name.starts_with("image.")).collect();
    let [image] = images[..] else { panic!("{images:?}") };
    assert_eq!(bytes(&output, image), png(640, 480));
    for (name, way) in
        [("pages/en/answer/orders/a.html", "../../../../"), ("pages/en/answer/b.html", "../../../"), ("pages/en.html", "../")]
    {
        let page = page(&output, name);
        let with_size = format!("<img src=\"{way}{image}\" alt=\"{}\"", if name.ends_with("b.html") { "The lamp" } else { "A lamp" });
        assert!(page.contains(&with_size) && page.contains(" width=\"640\" height=\"480\" loading=\"lazy\""), "{page}");
    }
    assert!(page(&output, "pages/en.html").contains("<img src=\"/img/b.png\""));
    let warnings: Vec<String> = diagnostics.iter().map(ToString::to_string).filter(|text| text.contains("beside its answer")).collect();
    assert!(warnings.len() == 2 && warnings[0].contains("`d.png`") && warnings[1].contains("`e.png`"), "{warnings:?}");
}

#[test]
fn code_on_pages_names_its_language() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "a.md", "---\nquestion: A?\n---\n```c++ title=x\nint a;\n```\n\n```\nplain\n```\n");
    let page = page(&build(dir.path()), "pages/en/answer/a.html");
    assert!(page.contains("<code class=\"language-c++\">int a;</code>") && page.contains("<code>plain</code>"), "{page}");
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
            b"import i from \"./engine.js\";new URL(\"./engine.wasm\",x);import('./engine-meaning.js');new URL(`./engine-meaning.wasm`,x)"
                .to_vec()
        } else if name == "faqlet.js" {
            b"let w=JSON.parse('{\"en\":[\"Help\"]}')".to_vec()
        } else if name == "ui.json" {
            br#"[{"lang":"en","words":["Help!"],"texts":["en","","Search"]},{"lang":"de","words":["Hilfe"],"texts":["de"]}]"#.to_vec()
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
    assert_eq!(bytes(&output, &widget.css.unwrap().file), b"widget.css");
    assert_eq!(String::from_utf8_lossy(bytes(&output, "faqlet.js")), r#"let w={"en":["Help!"]}"#);
    let ui = manifest.languages[0].ui.as_ref().unwrap();
    assert!(ui.file.starts_with("ui.en.") && bytes(&output, &ui.file) == br#"["en","","Search"]"#, "{}", ui.file);
    assert!(!output.files.iter().any(|file| file.name.starts_with("ui.de")), "texts of a language that the site does not have");
    let stable = String::from_utf8(bytes(&output, "engine.js").to_vec()).unwrap();
    let headless = stable.trim().strip_prefix("export * from './").and_then(|rest| rest.strip_suffix("';")).unwrap();
    let headless = String::from_utf8(bytes(&output, headless).to_vec()).unwrap();
    assert!(headless.contains(&engine.js) && headless.contains(&engine.wasm), "{headless}");
    for part in ["./engine.meaning.", ".js\")", ".wasm\""] {
        assert!(headless.contains(part) && !headless.contains("engine-meaning"), "{part} in {headless}");
    }
}

/// What is wrong in the sources, and how the message begins and what it names.
#[test]
fn faults_are_reported_with_their_place() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (
            "a.md",
            "no front matter",
            "a.md:1: expected front matter between two lines of `---`, or headings that are questions and end with `?`; got `no front matter`;",
            &[],
        ),
        ("a.md", "+++\ntitle = x\n+++\n", "a.md:2: expected front matter in TOML", &[]),
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
        ("a.jsonl", "{\"id\":\"x\",\"question\":{}}", "a.jsonl:1: expected `question` to be one text; got fields of its own", &[]),
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
        let errors = built(folder.path(), &Options::default()).err().unwrap_or_else(|| panic!("{text:?} was built"));
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
        (b"\xff\xfe\0\xd8", "a.md:1: expected text in UTF-16LE; got bytes that are none in it"),
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
