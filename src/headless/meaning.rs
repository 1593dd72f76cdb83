//! Meaning for hosts with an interface of their own: vectors and encoders are handed in as they come, and searches use what is there.

use faqlet_engine::SearchOptions;
use faqlet_meaning::{Group, LOOKED_AT, Pack, Vectors, join};
use wasm_bindgen::prelude::*;

use super::Index;

/// What was handed in.
#[derive(Default)]
pub(super) struct Parts {
    vectors: Option<Vectors>,
    packs: Vec<Pack>,
}

#[wasm_bindgen]
impl Index {
    /// The scripts that a query is written in, by the name that the manifest gives their encoder; nothing where there is none for it.
    #[wasm_bindgen(js_name = scriptOf)]
    pub fn script_of(&self, query: &str) -> Option<String> {
        Group::of(query).map(|group| group.name().to_owned())
    }

    /// Hands in the bytes of an `.fqv` file: which way the entries of this index point.
    #[wasm_bindgen(js_name = addVectors)]
    pub fn add_vectors(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        let vectors = Vectors::open(bytes).map_err(|refused| JsError::new(&refused.to_string()))?;
        if vectors.entries() != self.engine.len() {
            let (expected, got) = (self.engine.len(), vectors.entries());
            let message = format!("expected vectors of {expected} entries, got {got}; take vectors and index from the same build");
            return Err(JsError::new(&message));
        }
        self.meaning.packs.iter().try_for_each(|pack| vectors.fits(pack)).map_err(|refused| JsError::new(&refused.to_string()))?;
        self.meaning.vectors = Some(vectors);
        Ok(())
    }

    /// Hands in the bytes of an `.fqm` file: an encoder for queries in a group of scripts.
    #[wasm_bindgen(js_name = addPack)]
    pub fn add_pack(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        let pack = Pack::open(bytes).map_err(|refused| JsError::new(&refused.to_string()))?;
        self.meaning.vectors.iter().try_for_each(|vectors| vectors.fits(&pack)).map_err(|refused| JsError::new(&refused.to_string()))?;
        self.meaning.packs.push(pack);
        Ok(())
    }

    /// As [`Index::search`], with meaning beside words where vectors and the encoder for the query's script are there.
    #[wasm_bindgen(js_name = searchMeaning)]
    pub fn search_meaning(&self, query: &str, limit: usize, category: Option<String>) -> Result<JsValue, JsValue> {
        let options = self.options(limit, category);
        let group = Group::of(query);
        let pack = self.meaning.packs.iter().find(|pack| Some(pack.group()) == group);
        let Some((vectors, pack)) = self.meaning.vectors.as_ref().zip(pack) else {
            return self.listed(&self.engine.search(query, &options));
        };
        let more = SearchOptions { limit: limit.max(LOOKED_AT), ..options.clone() };
        self.listed(&join(&self.engine, (vectors, pack), query, self.engine.search(query, &more), &options))
    }
}
