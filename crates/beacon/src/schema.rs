//! The message as JSON Schema (2020-12) and the collector's address as OpenAPI 3.1, made from the types, for those who write a client of
//! their own or check what a browser sends. They lie in `docs/schema`; a test fails when the types have moved on, and
//! `cargo xtask bless --schema` writes them anew. Only tests know this module, so nothing of it is in what visitors download.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::event::{Contact, Erase, Fault, NoResult, Question, Search, View, Visit, Vote};
use crate::{Kind, Reply, limit};

/// Where the files lie, seen from this crate.
const FOLDER: &str = "../../docs/schema";
/// Set to anything, the tests write the files instead of comparing with them.
const BLESS: &str = "FAQLET_BLESS_SCHEMA";

const UUID: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
const TIME: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$";

/// The schema of a request's body, and of everything in it under `$defs`. `defs` is where references point to.
fn message(defs: &str) -> (Value, Map<String, Value>) {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = defs.to_owned().into();
    let mut generator = settings.into_generator();
    let mut events = Vec::new();
    for kind in Kind::ALL {
        let data = data(kind, &mut generator);
        events.push((kind, envelope(kind, &data)));
    }
    generator.subschema_for::<Reply>();
    let mut all: Map<String, Value> = generator.take_definitions(false);
    let reference = |name: &str| json!({ "$ref": format!("#{defs}/{name}") });
    let mut one_of = Vec::new();
    for (kind, schema) in events {
        let name = format!("{}Event", camel(kind.name()));
        one_of.push(reference(&name));
        all.insert(name, schema);
    }
    all.insert("Event".to_owned(), json!({ "oneOf": one_of }));
    all.values_mut().for_each(plain);
    let body = json!({
        "description": format!("At most {} bytes of UTF-8, each event at most {} bytes. Each event is judged by itself.", limit::BODY_BYTES, limit::EVENT_BYTES),
        "type": "array", "maxItems": limit::BODY_EVENTS, "items": reference("Event"),
    });
    (body, all)
}

fn data(kind: Kind, generator: &mut SchemaGenerator) -> Value {
    fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
        generator.subschema_for::<T>().to_value()
    }
    match kind {
        Kind::Visit => of::<Visit>(generator),
        Kind::Search => of::<Search>(generator),
        Kind::NoResult => of::<NoResult>(generator),
        Kind::View => of::<View>(generator),
        Kind::Vote => of::<Vote>(generator),
        Kind::Question => of::<Question>(generator),
        Kind::Contact => of::<Contact>(generator),
        Kind::Error => of::<Fault>(generator),
        Kind::Erase => of::<Erase>(generator),
    }
}

fn envelope(kind: Kind, data: &Value) -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["specversion", "id", "source", "type", "time", "data"],
        "properties": {
            "specversion": { "const": "1.0" },
            "id": { "description": "UUID in lower case, made at the moment of the act. With the source it names the event for ever.", "type": "string", "pattern": UUID },
            "source": { "description": "A slash and the site's name.", "type": "string", "pattern": "^/[A-Za-z0-9._-]+$", "maxLength": limit::SITE_BYTES + 1 },
            "type": { "const": kind.type_name() },
            "time": { "description": "When it happened, by the visitor's clock.", "type": "string", "pattern": TIME },
            "datacontenttype": { "const": "application/json" },
            "sentat": { "description": "When this attempt was made, by the same clock.", "type": "string", "pattern": TIME },
            "erasekey": { "description": "Whoever shows this key may have the event deleted.", "type": "string", "pattern": "^[0-9a-f]{32}$" },
            "data": data,
        },
    })
}

/// Descriptions without the marks that only Rust's documentation understands.
fn plain(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if name == "description" => {
                        *text = text.replace("[`", "`").replace("`]", "`").replace("crate::limit::", "").replace("crate::", "");
                    }
                    _ => plain(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

fn camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

fn schema() -> Value {
    let (mut body, defs) = message("/$defs");
    let fields = body.as_object_mut().unwrap();
    fields.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    fields.insert("title".to_owned(), json!("Events sent to a Faqlet collector, version 1"));
    fields.insert("$defs".to_owned(), Value::Object(defs));
    body
}

fn openapi() -> Value {
    let (body, mut schemas) = message("/components/schemas");
    schemas.insert("Body".to_owned(), body);
    let error = json!({
        "type": "object", "required": ["faqlet", "error"],
        "properties": { "faqlet": { "const": crate::PROTOCOL }, "error": { "description": "What was expected and what came.", "type": "string" } },
    });
    schemas.insert("Problem".to_owned(), error);
    let problem = |words: &str| json!({ "description": words, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
    let later = |words: &str| {
        let mut answer = problem(words);
        answer["headers"] = json!({ "Retry-After": { "description": "Seconds.", "schema": { "type": "integer", "minimum": 1 } } });
        answer
    };
    let text = |words: &str| json!({ "description": words, "content": { "text/plain": { "schema": { "type": "string" } } } });
    let content = json!({ "schema": { "$ref": "#/components/schemas/Body" } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Faqlet collector", "version": "1", "summary": "Takes feedback events, each exactly once.", "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" } },
        "paths": {
            "/faqlet/events": { "post": {
                "operationId": "collect",
                "summary": "Store events. An event is stored when the answer names it as accepted or duplicate; sending it again changes nothing.",
                "security": [],
                "requestBody": { "required": true, "content": { "text/plain": content, "application/json": content } },
                "responses": {
                    "200": { "description": "One verdict for each event, in order; what was accepted is on disk.", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Reply" } } } },
                    "400": problem("The body is no JSON array."),
                    "403": problem("The page's origin is not on the list."),
                    "408": problem("The body did not arrive in time."),
                    "413": problem("Too many bytes or events: send them in parts."),
                    "415": problem("The body is compressed, or of another content type."),
                    "429": later("Too much is waiting, or this client sends too often."),
                    "503": later("The store takes no events now."),
                },
            } },
            "/livez": { "get": { "operationId": "alive", "summary": "The process answers.", "security": [], "responses": { "200": text("It does.") } } },
            "/readyz": { "get": { "operationId": "ready", "summary": "The store takes events.", "security": [], "responses": { "200": text("It does."), "503": text("It does not, or the collector is stopping.") } } },
            "/metrics": { "get": { "operationId": "metrics", "summary": "Figures in the text format of Prometheus.", "security": [], "responses": { "200": text("Figures.") } } },
        },
        "components": { "schemas": schemas },
    })
}

/// Compares with a file, or writes it.
fn check(name: &str, kept: &str, made: &Value) {
    let made = serde_json::to_string_pretty(made).unwrap() + "\n";
    if std::env::var_os(BLESS).is_some() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
        std::fs::write(folder.join(name), &made).unwrap();
    } else {
        assert!(kept == made, "docs/schema/{name} is not what the types say; run `cargo xtask bless --schema` and look at the difference");
    }
}

#[test]
fn the_schema_file_is_what_the_types_say() {
    check("events.v1.schema.json", include_str!("../../../docs/schema/events.v1.schema.json"), &schema());
}

#[test]
fn the_openapi_file_is_what_the_types_say() {
    check("openapi.v1.json", include_str!("../../../docs/schema/openapi.v1.json"), &openapi());
}
