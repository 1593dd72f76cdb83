//! Fetching the built files.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// The bytes of a file whose hash is known; `None` when it cannot be had, or is not what was built.
pub(crate) async fn bytes(url: &str, integrity: &str) -> Option<Vec<u8>> {
    let options = RequestInit::new();
    if !integrity.is_empty() {
        options.set_integrity(integrity);
    }
    let answer = JsFuture::from(web_sys::window()?.fetch_with_str_and_init(url, &options)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    let buffer: ArrayBuffer = JsFuture::from(answer.array_buffer().ok()?).await.ok()?.dyn_into().ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
