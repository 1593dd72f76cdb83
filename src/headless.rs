//! Search without the interface: the exports behind `openIndex()` in `www/headless.js`. Nothing here draws, stores or fetches.
//!
//! Positions cross to JavaScript as UTF-16 code units, because that is what `String.prototype.slice` counts.

use faqlet_engine::answer::AnswerChunk;
use faqlet_engine::{Engine, Found, Hit, Mark, SearchOptions, Why};
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[cfg(feature = "headless-meaning")]
mod meaning;

/// An opened index and the answers that were handed to it.
#[wasm_bindgen]
pub struct Index {
    engine: Engine,
    /// Checked files as they came: their texts are read when they are asked for, because all of them would take several times the room.
    chunks: Vec<AnswerChunk>,
    #[cfg(feature = "headless-meaning")]
    meaning: meaning::Parts,
}

#[wasm_bindgen]
impl Index {
    /// Opens the bytes of an `.fqi` file. Every byte is checked; the error says what was expected, what came and what to do. `verified`
    /// says that the bytes have already been compared with the hash that the manifest gives.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: Vec<u8>, verified: Option<bool>) -> Result<Index, JsError> {
        let opened = if verified == Some(true) { Engine::from_verified(bytes) } else { Engine::from_vec(bytes) };
        let engine = opened.map_err(|error| JsError::new(&error.to_string()))?;
        if engine.is_divided() {
            return Err(JsError::new("expected an index in one file, got the root of a divided one; build with --shard-above 0"));
        }
        Ok(Index {
            engine,
            chunks: Vec::new(),
            #[cfg(feature = "headless-meaning")]
            meaning: meaning::Parts::default(),
        })
    }

    /// The language of the index, BCP 47.
    #[wasm_bindgen(getter)]
    pub fn lang(&self) -> String {
        self.engine.lang().to_owned()
    }

    /// How many entries it holds.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> u32 {
        self.engine.len()
    }

    /// Hands in an answer file; entries in it have snippets and articles from now on.
    #[wasm_bindgen(js_name = addAnswers)]
    pub fn add_answers(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        self.chunks.push(AnswerChunk::open(bytes).map_err(|error| JsError::new(&error.to_string()))?);
        Ok(())
    }

    /// `{ hits, confidence, corrected }`: the hits best first, how sure it is that the first answers, and the query with misspelt words
    /// corrected, where they were. `category` is a path joined by ` / `; with `literal` the words are searched as they were typed.
    ///
    /// It crosses as one JSON text: making each property by a call of its own took longer than the search.
    pub fn search(&self, query: &str, limit: usize, category: Option<String>, literal: bool) -> Result<JsValue, JsValue> {
        let options = SearchOptions { correcting: !literal, ..self.options(limit, category) };
        self.listed(&self.engine.search(query, &options))
    }

    /// `{ snippet, snippetMarks, cutBefore, cutAfter }` of one entry for a query, at most `chars` characters; empty when its answer was
    /// not handed in.
    pub fn snippet(&self, query: &str, entry: u32, chars: usize) -> Result<JsValue, JsValue> {
        let snippet = self.engine.snippet(query, &self.answer(entry), chars);
        let mut json = Json::default();
        json.raw("{\"snippet\":");
        json.text(&snippet.text);
        json.field("snippetMarks", |json| json.list(&snippet.marks, |json, mark| json.mark(&snippet.text, mark)));
        json.field("cutBefore", |json| json.truth(snippet.cut_before));
        json.field("cutAfter", |json| json.truth(snippet.cut_after));
        json.raw("}");
        js_sys::JSON::parse(&json.0)
    }

    /// The entry number of an id.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.engine.find(id)
    }

    /// `{ id, lang, question, category, answer }` of one entry, the answer as plain text.
    pub fn article(&self, entry: u32) -> Option<Object> {
        let view = self.engine.entry(entry)?;
        let object = Object::new();
        set(&object, "id", &JsValue::from_str(view.id));
        set(&object, "lang", &JsValue::from_str(view.lang));
        set(&object, "question", &JsValue::from_str(view.question));
        set(&object, "category", &JsValue::from_str(&self.path(view.category).join(" / ")));
        set(&object, "answer", &JsValue::from_str(&self.answer(entry)));
        Some(object)
    }
}

impl Index {
    fn options(&self, limit: usize, category: Option<String>) -> SearchOptions {
        let category = category.and_then(|wanted| {
            let found = self.engine.categories().find(|category| category.path.join(" / ") == wanted);
            found.map(|category| category.number)
        });
        SearchOptions { limit, category, ..SearchOptions::default() }
    }

    fn listed(&self, found: &Found) -> Result<JsValue, JsValue> {
        let mut json = Json::default();
        json.raw("{\"hits\":");
        json.list(&found.hits, |json, hit| self.hit(json, hit));
        json.field("confidence", |json| json.decimal(found.confidence));
        if let Some(corrected) = &found.corrected {
            json.field("corrected", |json| json.text(corrected));
        }
        json.raw("}");
        js_sys::JSON::parse(&json.0)
    }

    /// An answer's plain text; empty when its file was not handed in, or when the file's tree for it is broken.
    fn answer(&self, entry: u32) -> String {
        let chunk = self.chunks.iter().find(|chunk| (chunk.first()..chunk.first().saturating_add(chunk.len())).contains(&entry));
        chunk.and_then(|chunk| chunk.get(entry - chunk.first()).ok()).map(|answer| answer.text()).unwrap_or_default()
    }

    fn path(&self, number: Option<u32>) -> Vec<&str> {
        let found = number.and_then(|number| self.engine.categories().find(|category| category.number == number));
        found.map(|category| category.path).unwrap_or_default()
    }

    fn hit(&self, json: &mut Json, hit: &Hit) {
        let Some(view) = self.engine.entry(hit.entry) else { return json.raw("null") };
        json.raw("{\"id\":");
        json.text(view.id);
        json.field("entry", |json| json.number(hit.entry));
        json.field("score", |json| json.decimal(hit.score));
        json.field("exact", |json| json.truth(hit.exact));
        json.field("confidence", |json| json.decimal(hit.confidence));
        json.field("lang", |json| json.text(view.lang));
        json.field("question", |json| json.text(view.question));
        json.field("path", |json| json.list(&self.path(view.category), |json, level| json.text(level)));
        json.field("marks", |json| json.list(&hit.marks, |json, mark| json.mark(view.question, mark)));
        json.field("why", |json| json.list(&hit.why, Json::why));
        json.raw("}");
    }
}

/// A JSON text under construction. Numbers are written by hand, because the standard formatting of floats weighs more than all of this.
#[derive(Default)]
struct Json(String);

impl Json {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// A property that is not the first of its object.
    fn field(&mut self, name: &str, value: impl FnOnce(&mut Self)) {
        self.raw(",\"");
        self.raw(name);
        self.raw("\":");
        value(self);
    }

    fn list<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.0.push('[');
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            each(self, item);
        }
        self.0.push(']');
    }

    fn truth(&mut self, truth: bool) {
        self.raw(if truth { "true" } else { "false" });
    }

    /// A string. Control characters but line breaks become spaces: they have no place in an FAQ, and `JSON.parse` refuses them.
    fn text(&mut self, text: &str) {
        self.0.push('"');
        for character in text.chars() {
            match character {
                '"' | '\\' => self.0.extend(['\\', character]),
                '\n' => self.raw("\\n"),
                character if character < ' ' => self.0.push(' '),
                character => self.0.push(character),
            }
        }
        self.0.push('"');
    }

    fn number(&mut self, number: u32) {
        if number >= 10 {
            self.number(number / 10);
        }
        self.0.push((b'0' + (number % 10) as u8) as char);
    }

    /// A number that is not negative, to four decimals; 0 for what is no number.
    fn decimal(&mut self, number: f32) {
        let scaled = (number * 10_000.0 + 0.5) as u32;
        self.number(scaled / 10_000);
        self.0.push('.');
        let rest = scaled % 10_000;
        [1_000, 100, 10].into_iter().filter(|power| rest < *power).for_each(|_| self.0.push('0'));
        self.number(rest);
    }

    /// `[start, end]` in UTF-16 code units, half-open.
    fn mark(&mut self, text: &str, mark: &Mark) {
        self.0.push('[');
        self.number(utf16(text, mark.start));
        self.0.push(',');
        self.number(utf16(text, mark.end));
        self.0.push(']');
    }

    fn why(&mut self, reason: &Why) {
        self.raw("{\"field\":\"");
        self.raw(reason.field.name());
        self.raw("\",\"kind\":\"");
        self.raw(reason.kind.name());
        self.raw("\"");
        self.field("term", |json| json.text(&reason.term));
        self.raw("}");
    }
}

/// How many UTF-16 code units stand before byte `offset`.
fn utf16(text: &str, offset: u32) -> u32 {
    text.get(..offset as usize).unwrap_or(text).encode_utf16().count() as u32
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a data property of a fresh plain object cannot fail.
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}
