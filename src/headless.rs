//! Search without the interface: the exports behind `openIndex()` in `www/headless.js`. Nothing here draws, stores or fetches.
//!
//! Positions cross to JavaScript as UTF-16 code units, because that is what `String.prototype.slice` counts.

use faqlet_engine::answer::AnswerChunk;
use faqlet_engine::{Engine, Found, Hit, Mark, SearchOptions, Why};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

/// Longest snippet in characters: about two lines of a result list.
const SNIPPET_CHARS: usize = 160;

/// An opened index and the answers that were handed to it.
#[wasm_bindgen]
pub struct Index {
    engine: Engine,
    /// Plain text by entry number; `None` until its chunk was added.
    answers: Vec<Option<String>>,
}

#[wasm_bindgen]
impl Index {
    /// Opens the bytes of an `.fqi` file. Every byte is checked; the error says what was expected, what came and what to do.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Index, JsError> {
        let engine = Engine::open(bytes).map_err(|error| JsError::new(&error.to_string()))?;
        let answers = (0..engine.len()).map(|_| None).collect();
        Ok(Index { engine, answers })
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
        let chunk = AnswerChunk::open(bytes).map_err(|error| JsError::new(&error.to_string()))?;
        for i in 0..chunk.len() {
            let text = chunk.get(i).map_err(|error| JsError::new(&error.to_string()))?.text();
            if let Some(place) = self.answers.get_mut((chunk.first() + i) as usize) {
                *place = Some(text);
            }
        }
        Ok(())
    }

    /// Hits as an array of objects, best first. `category` is a path joined by ` / `, as [`Self::search`] returns it.
    pub fn search(&self, query: &str, limit: usize, category: Option<String>) -> Array {
        let category = category.and_then(|wanted| {
            let found = self.engine.categories().find(|category| category.path.join(" / ") == wanted);
            found.map(|category| category.number)
        });
        let options = SearchOptions { limit, category, ..SearchOptions::default() };
        let Found { hits, .. } = self.engine.search(query, &options);
        hits.iter().filter_map(|hit| self.hit(hit)).collect()
    }

    /// `{ snippet, snippetMarks }` of one entry for a query; empty when its answer was not handed in.
    pub fn snippet(&self, query: &str, entry: u32) -> Object {
        let text = self.answer(entry);
        let snippet = self.engine.snippet(query, text, SNIPPET_CHARS);
        let object = Object::new();
        set(&object, "snippet", &JsValue::from_str(&snippet.text));
        set(&object, "snippetMarks", &marks(&snippet.text, &snippet.marks));
        object
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
        set(&object, "category", &JsValue::from_str(&self.category(view.category)));
        set(&object, "answer", &JsValue::from_str(self.answer(entry)));
        Some(object)
    }
}

impl Index {
    fn answer(&self, entry: u32) -> &str {
        self.answers.get(entry as usize).and_then(Option::as_deref).unwrap_or_default()
    }

    fn category(&self, number: Option<u32>) -> String {
        let found = number.and_then(|number| self.engine.categories().find(|category| category.number == number));
        found.map(|category| category.path.join(" / ")).unwrap_or_default()
    }

    fn hit(&self, hit: &Hit) -> Option<JsValue> {
        let view = self.engine.entry(hit.entry)?;
        let object = Object::new();
        set(&object, "id", &JsValue::from_str(view.id));
        set(&object, "entry", &JsValue::from(hit.entry));
        set(&object, "score", &JsValue::from(hit.score));
        set(&object, "exact", &JsValue::from(hit.exact));
        set(&object, "confidence", &JsValue::from(hit.confidence));
        set(&object, "lang", &JsValue::from_str(view.lang));
        set(&object, "question", &JsValue::from_str(view.question));
        set(&object, "category", &JsValue::from_str(&self.category(view.category)));
        set(&object, "marks", &marks(view.question, &hit.marks));
        set(&object, "why", &hit.why.iter().map(why).collect::<Array>());
        Some(object.into())
    }
}

fn why(reason: &Why) -> JsValue {
    let object = Object::new();
    set(&object, "field", &JsValue::from_str(reason.field.name()));
    set(&object, "kind", &JsValue::from_str(reason.kind.name()));
    set(&object, "term", &JsValue::from_str(&reason.term));
    object.into()
}

/// Marks as `[start, end]` pairs in UTF-16 code units, half-open.
fn marks(text: &str, marks: &[Mark]) -> Array {
    marks.iter().map(|mark| JsValue::from(Array::of2(&utf16(text, mark.start).into(), &utf16(text, mark.end).into()))).collect()
}

/// How many UTF-16 code units stand before byte `offset`.
fn utf16(text: &str, offset: u32) -> u32 {
    text.get(..offset as usize).unwrap_or(text).encode_utf16().count() as u32
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a data property of a fresh plain object cannot fail.
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}
