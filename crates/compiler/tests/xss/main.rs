//! Hostile texts through every source and every field: none becomes markup in a page, none leaves an address that runs in an answer, a
//! list or the owner's data, and where a field is plain text it is shown as the text it is.

mod page;
mod source;

use faqlet_compiler::diagnostic::{Diagnostics, Severity};
use faqlet_compiler::entry::one_line;
use faqlet_compiler::{Manifest, Options, Output, OutputFile, compile, read, site};
use faqlet_engine::answer::{Answer, AnswerChunk, Block, Inline, is_safe_image, is_safe_link};
use faqlet_profile::site::{RouteKind, Site};
use page::Seen;
use serde_json::{Value, json};
use source::{SOURCES, Source};
use std::fs;
use std::path::Path;

const BASE: &str = "https://shop.example/help/";

/// The texts of the data file.
fn payloads() -> Vec<String> {
    let lines = include_str!("../testdata/xss.txt").lines().filter(|line| line.starts_with('"'));
    lines.map(|line| serde_json::from_str(line).expect("a JSON string a line")).collect()
}

/// Builds a folder; panics when there is an error.
fn build(folder: &Path) -> Output {
    let mut diagnostics = Diagnostics::new();
    let content = read(&[folder.to_owned()], Some("en"), &mut diagnostics);
    let options = Options { config: content.config, url: Some(BASE.to_owned()), ..Options::default() };
    let output = compile(content.entries, &options, &mut diagnostics).expect("no widget is asked for");
    let errors: Vec<String> = diagnostics.iter().filter(|each| each.severity == Severity::Error).map(ToString::to_string).take(5).collect();
    output.filter(|_| !diagnostics.has_errors()).unwrap_or_else(|| panic!("{errors:#?}"))
}

/// All payloads as one source writes them, with an owner's file and synonyms that say them too.
fn built(source: &Source) -> Output {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in (source.files)() {
        fs::write(folder.path().join(name), content).unwrap();
    }
    fs::write(folder.path().join("faqlet.toml"), owners_file()).unwrap();
    fs::write(folder.path().join("synonyms.csv"), synonyms()).unwrap();
    build(folder.path())
}

/// Everything that an owner can say, said by each payload.
fn owners_file() -> String {
    let mut tables = String::new();
    for (number, payload) in payloads().iter().enumerate() {
        let (text, name) = (json!(payload), json!(format!("{number} {payload}")));
        tables += &format!(
            "[[owner]]\nid = \"o{number}\"\nname = {text}\nrole = {text}\npublic = true\n\
             [[product]]\nid = \"p{number}\"\ntitle = {text}\ntopics = [{text}]\n\
             [[tier]]\nid = \"t{number}\"\ntitle = {{ en = {text}, fa = {text} }}\n\
             [[interest]]\nid = \"i{number}\"\ntitle = {text}\n\
             [[path]]\nid = \"w{number}\"\ntitle = {text}\nsteps = [{text}]\n\
             [[route]]\nid = \"r{number}\"\ntitle = {text}\nkind = \"link\"\nto = \"/contact\"\ntopics = [{text}]\nnote = {text}\nexpert = \"o{number}\"\n\
             [[rule]]\nid = {name}\nwhen = {{ page = {text}, order = {text} }}\nsuggest = [{text}]\ncontact = true\nnote = {text}\n\
             [[pin]]\nquery = {text}\nentry = {text}\n"
        );
    }
    format!("popular = {0}\nrevoked = [\"<b>\"]\n[site]\ntitle = {1}\n{tables}", json!(payloads()), json!(payloads()[0]))
}

fn synonyms() -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    payloads().iter().map(|payload| format!("{},word\n", quoted(&one_line(payload)))).collect()
}

fn file<'a>(output: &'a Output, name: &str) -> &'a OutputFile {
    output.files.iter().find(|file| file.name == name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn there_are_enough_payloads_and_none_twice() {
    let mut all = payloads();
    assert!(all.len() >= 200, "{}", all.len());
    all.sort();
    all.dedup();
    assert_eq!(all.len(), payloads().len());
}

#[test]
fn no_source_lets_a_payload_become_markup() {
    std::thread::scope(|scope| {
        for source in SOURCES {
            scope.spawn(move || check_source(source));
        }
    });
}

fn check_source(source: &Source) {
    let output = built(source);
    let (mut articles, mut questions) = (0, Vec::new());
    for page in output.files.iter().filter(|file| file.name.ends_with(".html")) {
        let seen = Seen::of(page);
        let whole = page.name == "pages/en.html";
        // A category shows no answers; the whole names its texts for machines; an answer without words has no description.
        let (place, topic) = (format!("{}, {}", source.name, page.name), page.name.contains("/topic/"));
        assert_eq!(seen.scripts, usize::from(!topic), "{place}");
        assert!(seen.titles == 1 && seen.links == if whole { 4 } else { 2 } && (3..=4).contains(&seen.metas), "{place}");
        articles += seen.articles;
        if whole {
            questions = seen.headings;
        }
    }
    // Once on the whole page and once on a page of its own. Of HTML, what is nothing but markup leaves no question.
    let least = payloads().len() * if source.plain { 2 } else { 1 };
    assert!(articles >= least, "{}: {articles} answers", source.name);
    if source.plain {
        for payload in payloads() {
            assert!(questions.contains(&one_line(&payload)), "{}: {payload:?}", source.name);
        }
    }
    check_data(&output, source.name);
    check_answers(&output, source.name);
}

/// Whatever is no page: JSON that is JSON, a sitemap of plain elements, texts without control characters.
fn check_data(output: &Output, source: &str) {
    for file in output.files.iter().filter(|file| file.name.ends_with(".json")) {
        serde_json::from_slice::<Value>(&file.bytes).unwrap_or_else(|error| panic!("{source}, {}: {error}", file.name));
    }
    check_sitemap(std::str::from_utf8(&file(output, "sitemap.xml").bytes).unwrap());
    let text = std::str::from_utf8(&file(output, "text/answers.en.txt").bytes).unwrap();
    let control = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    assert_eq!(control, None, "{source}: a terminal would obey it");
    let site = output.files.iter().find(|file| file.name.starts_with("site.en.")).unwrap();
    let site: Site = serde_json::from_slice(&site.bytes).unwrap();
    assert_eq!(site.routes.len(), payloads().len(), "{source}");
    assert!(site.routes.iter().all(|route| route.to == "/contact" && route.kind == RouteKind::Link));
}

/// Elements that the format has, and addresses below the site's own.
fn check_sitemap(sitemap: &str) {
    let starts = ["?xml ", "urlset ", "/urlset>", "url>", "/url>", "loc>", "/loc>"];
    for tag in sitemap.split('<').skip(1) {
        assert!(starts.iter().any(|start| tag.starts_with(start)), "<{tag}");
        if let Some(address) = tag.strip_prefix("loc>") {
            assert!(address.starts_with(BASE) && !address.contains(['"', '\'', '>', ' ']), "{address}");
        }
    }
}

fn check_answers(output: &Output, source: &str) {
    let manifest: Manifest = serde_json::from_slice(&file(output, "manifest.json").bytes).unwrap();
    let mut answers = 0;
    for part in &manifest.languages[0].answers {
        let chunk = AnswerChunk::open(&file(output, &part.file).bytes).unwrap();
        for number in 0..chunk.len() {
            check_answer(&chunk.get(number).unwrap());
            answers += 1;
        }
    }
    assert!(answers >= payloads().len() / 2, "{source}: {answers}");
}

/// A name on every page: the title of the site, by the owner's file and by the command's option.
#[test]
fn the_sites_title_is_text_on_every_page() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "---\nquestion: A?\ncategory: B\n---\nSo.\n").unwrap();
    for payload in payloads() {
        let text = json!(payload);
        fs::write(folder.path().join("faqlet.toml"), format!("[site]\ntitle = {{ en = {text} }}\n")).unwrap();
        let from_file = build(folder.path());
        let mut diagnostics = Diagnostics::new();
        let content = read(&[folder.path().to_owned()], None, &mut diagnostics);
        let options = Options { title: Some(payload.clone()), ..Options::default() };
        let from_option = compile(content.entries, &options, &mut diagnostics).unwrap().unwrap();
        for (output, title) in [(from_file, one_line(&payload)), (from_option, payload.clone())] {
            for page in output.files.iter().filter(|file| file.name.ends_with(".html")) {
                let seen = Seen::of(page);
                // A page cannot say a null character or the carriage return that line breaks become.
                let shown = |text: &str| text.replace(['\0', '\u{fffd}'], "").replace(['\r', '\n'], " ");
                assert!(shown(&seen.title).ends_with(&shown(&title)), "{title:?}, {:?}", seen.title);
            }
        }
    }
}

/// A payload where an address is asked for is refused, or is an address that cannot run.
#[test]
fn no_address_of_the_owners_file_runs() {
    let mut taken = 0;
    for payload in payloads() {
        let text = json!(payload);
        let routes = ["link", "form", "mail", "phone", "callback"]
            .map(|kind| format!("[site]\ntitle = \"x\"\n[[route]]\nid = \"r\"\ntitle = \"x\"\nkind = \"{kind}\"\nto = {text}\n"));
        let own = ["url", "collect", "name"].map(|key| format!("[site]\n{key} = {text}\n"));
        for file in routes.iter().chain(&own) {
            let mut diagnostics = Diagnostics::new();
            let config = site::parse(Path::new("faqlet.toml"), file, &mut diagnostics);
            if diagnostics.has_errors() {
                continue;
            }
            let targets = config.routes.iter().flat_map(|route| route.to.iter().map(|(_, to)| to.clone()));
            for address in targets.chain(config.url.clone()).chain(config.collect.clone()) {
                assert!(is_safe_link(&address), "{file}");
                taken += 1;
            }
            // What is left is checked once more when it is used.
            let _ = compile(Vec::new(), &Options { config, ..Options::default() }, &mut diagnostics);
        }
    }
    assert!(taken > 0, "expected some to be harmless addresses");
}

fn check_answer(answer: &Answer) {
    check_blocks(&answer.blocks);
}

fn check_blocks(blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading { content, .. } => check_inlines(content),
            Block::List { items, .. } => items.iter().for_each(|item| check_blocks(item)),
            Block::Quote(inner) | Block::Callout { blocks: inner, .. } => check_blocks(inner),
            Block::Table { head, rows, .. } => rows.iter().chain([head]).flatten().for_each(|cell| check_inlines(cell)),
            Block::Details { summary, blocks } => {
                check_inlines(summary);
                check_blocks(blocks);
            }
            _ => {}
        }
    }
}

fn check_inlines(inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::Link { href, content } => {
                assert!(is_safe_link(href), "{href:?}");
                check_inlines(content);
            }
            Inline::Image { src, .. } => assert!(is_safe_image(src), "{src:?}"),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => check_inlines(inner),
            _ => {}
        }
    }
}
