//! One FAQ for each source, with every payload in every field that the source has.

use super::payloads;
use faqlet_compiler::entry::one_line;
use serde_json::{Value, json};

/// Files of a source: name and content.
type Files = Vec<(String, String)>;

/// A source and how it writes the payloads.
pub(crate) struct Source {
    pub(crate) name: &'static str,
    pub(crate) files: fn() -> Files,
    /// Whether a question is plain text there, which must be read again as it is; in the others it is markup.
    pub(crate) plain: bool,
}

/// All of them.
pub(crate) const SOURCES: &[Source] = &[
    Source { name: "Markdown with YAML", files: yaml, plain: true },
    Source { name: "Markdown with TOML", files: toml, plain: true },
    Source { name: "long Markdown", files: long, plain: false },
    Source { name: "FAQPage data", files: structured, plain: false },
    Source { name: "microdata", files: microdata, plain: false },
    Source { name: "details", files: details, plain: false },
    Source { name: "definitions", files: definitions, plain: false },
    Source { name: "CSV", files: csv, plain: true },
    Source { name: "JSON", files: json_list, plain: true },
    Source { name: "JSON Lines", files: json_lines, plain: true },
    Source { name: "Zendesk", files: zendesk, plain: true },
    Source { name: "Intercom", files: intercom, plain: true },
];

/// One file for each payload, as `make` writes it: what breaks one must not hide another.
fn each(ending: &str, make: impl Fn(usize, &str) -> String) -> Files {
    payloads().iter().enumerate().map(|(number, payload)| (format!("{number:03}.{ending}"), make(number, payload))).collect()
}

/// The payload as what Markdown knows: words and target of a link, text, address and title of an image, language of code, a heading, a
/// placeholder, and at last as it is.
fn markdown(payload: &str) -> String {
    let line = one_line(payload);
    let target = line.replace(['<', '>'], "");
    [
        format!("[{line}](/a \"{line}\") [x]({target}) [x](<{target}>) [x][y]"),
        format!("![{line}](a.png '{line}') ![x]({target}) ![x](<{target}>)"),
        format!("```{line}\ncode\n```"),
        format!("~~~ {line}\n{line}\n~~~"),
        format!("# {line} {{#{line}}}"),
        format!("{{{{profile.first_name|{line}}}}}"),
        format!("[y]: <{target}> '{line}'"),
        payload.to_owned(),
    ]
    .join("\n\n")
}

/// The same as HTML.
fn html(payload: &str) -> String {
    let text = escaped(payload);
    [
        format!("<p><a href=\"{text}\" title=\"{text}\" target=\"{text}\" class=\"{text}\">{text}</a></p>"),
        format!("<p><img src=\"{text}\" alt=\"{text}\"><img src=a.png alt=\"{text}\" title=\"{text}\" width=\"{text}\"></p>"),
        format!("<pre><code class=\"language-{text}\">{text}</code></pre>"),
        format!("<h2 id=\"{text}\">{text}</h2><ol start=\"{text}\"><li>{text}</li></ol>"),
        format!("<iframe src=\"{text}\" title=\"{text}\"></iframe>"),
        payload.to_owned(),
    ]
    .concat()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// An id that may stand in a link, of what the payload has for it.
fn id(number: usize, payload: &str) -> String {
    let plain: String = payload.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let mut id = format!("{number}:{plain}");
    while id.len() > 200 {
        id.pop();
    }
    id
}

fn row(number: usize, payload: &str) -> Value {
    let name = payload.replace('/', "∕");
    json!({
        "id": id(number, payload), "question": payload, "answer": markdown(payload), "category": [name], "also": [payload],
        "tags": [payload], "owner": payload, "route": payload, "related": [payload, "0:<script>alert(1)</script>"], "pages": [payload],
        "path": { "id": payload, "step": 1 }, "pin": [payload], "must_rank": { payload: 3 },
        "audience": { "first": [{ "tier": payload }, { "product": payload }] },
    })
}

fn yaml() -> Files {
    // JSON is YAML.
    each("md", |number, payload| {
        let mut row = row(number, payload);
        let fields = row.as_object_mut().unwrap();
        fields.remove("answer");
        format!("---\nquestion: {}\nfaq: {row}\n---\n{}\n", json!(payload), markdown(payload))
    })
}

fn toml() -> Files {
    each("md", |_, payload| {
        let text = json!(payload);
        let name = json!(payload.replace('/', "∕"));
        let keys = ["question", "owner", "route"].map(|key| format!("{key} = {text}\n")).concat();
        let lists = ["also", "tags", "related", "pages", "pin"].map(|key| format!("{key} = [{text}]\n")).concat();
        format!("+++\n[faq]\n{keys}{lists}category = [{name}]\n+++\n{}\n", markdown(payload))
    })
}

fn long() -> Files {
    each("md", |_, payload| {
        let line = one_line(payload);
        format!("# FAQ\n\n## {line}\n\n### {line} or what?\n\n{}\n\n### And?\n\nSo.\n", markdown(payload))
    })
}

fn structured() -> Files {
    each("html", |_, payload| {
        let answer = json!({ "@type": "Answer", "text": html(payload) });
        let question = json!({ "@type": "Question", "@id": format!("/x#{payload}"), "name": escaped(payload), "acceptedAnswer": answer });
        let page = json!({ "@context": "https://schema.org", "@type": "FAQPage", "mainEntity": [question] }).to_string();
        format!("<!DOCTYPE html><title>x</title><script type=\"application/ld+json\">{}</script>", page.replace('<', "\\u003c"))
    })
}

fn microdata() -> Files {
    each("html", |_, payload| {
        let (text, answer) = (escaped(payload), html(payload));
        format!(
            "<!DOCTYPE html><title>x</title><div itemscope itemtype=\"https://schema.org/FAQPage\"><div itemscope itemprop=mainEntity itemtype=\"https://schema.org/Question\" id=\"{text}\"><h3 itemprop=name>{text}</h3><div itemscope itemprop=acceptedAnswer itemtype=\"https://schema.org/Answer\"><div itemprop=text>So. {answer}</div></div></div></div>"
        )
    })
}

fn details() -> Files {
    each("html", |_, payload| {
        let (text, answer) = (escaped(payload), html(payload));
        format!("<!DOCTYPE html><title>x</title><details id=\"{text}\"><summary>{text}</summary>So. {answer}</details>")
    })
}

fn definitions() -> Files {
    each("html", |_, payload| {
        let (text, answer) = (escaped(payload), html(payload));
        format!("<!DOCTYPE html><title>x</title><dl><dt id=\"{text}\">{text}</dt><dd>So. {answer}</dd></dl>")
    })
}

fn csv() -> Files {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut table = "id,question,answer,category,tags,also,owner,route,related,pages\n".to_owned();
    for (number, payload) in payloads().iter().enumerate() {
        let name = payload.replace('/', "∕");
        let (id, answer) = (id(number, payload), markdown(payload));
        let cells = [id.as_str(), payload, &answer, &name, payload, payload, payload, payload, payload, payload];
        table += &(cells.map(quoted).join(",") + "\n");
    }
    vec![("faq.csv".to_owned(), table)]
}

fn rows() -> Vec<Value> {
    payloads().iter().enumerate().map(|(number, payload)| row(number, payload)).collect()
}

fn json_list() -> Files {
    vec![("faq.json".to_owned(), json!({ "entries": rows() }).to_string())]
}

fn json_lines() -> Files {
    vec![("faq.jsonl".to_owned(), rows().iter().map(Value::to_string).collect::<Vec<_>>().join("\n"))]
}

fn zendesk() -> Files {
    let payloads = payloads();
    let articles: Vec<Value> = payloads
        .iter()
        .enumerate()
        .map(|(number, payload)| {
            json!({ "id": number + 1, "title": payload, "body": html(payload), "locale": "en", "section_id": number + 1, "label_names": [payload], "draft": false, "user_segment_id": null })
        })
        .collect();
    let shelf = |above: &str| -> Vec<Value> {
        let shelf = |(number, payload): (usize, &String)| json!({ "id": number + 1, "name": payload, above: number + 1 });
        payloads.iter().enumerate().map(shelf).collect()
    };
    let all = json!({ "articles": articles, "sections": shelf("category_id"), "categories": shelf("x") });
    vec![("zendesk.json".to_owned(), all.to_string())]
}

fn intercom() -> Files {
    let payloads = payloads();
    let articles: Vec<Value> = payloads
        .iter()
        .enumerate()
        .map(|(number, payload)| {
            json!({ "id": (number + 1).to_string(), "workspace_id": "w", "title": payload, "body": html(payload), "state": "published", "parent_id": number + 1, "default_locale": "en", "tags": [payload] })
        })
        .collect();
    let shelf = |(number, payload): (usize, &String)| json!({ "id": number + 1, "name": payload });
    let collections: Vec<Value> = payloads.iter().enumerate().map(shelf).collect();
    vec![("intercom.json".to_owned(), json!({ "data": articles, "collections": collections }).to_string())]
}
