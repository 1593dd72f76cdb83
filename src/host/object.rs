//! Plain objects of JavaScript, read and made field by field. What comes from outside may have any shape.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

/// A field; `undefined` where there is none.
pub(crate) fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
}

/// A text; empty where there is none.
pub(crate) fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap_or_default()
}

/// A whole number; 0 where there is none.
pub(crate) fn number(object: &JsValue, key: &str) -> u32 {
    get(object, key).as_f64().unwrap_or(0.0) as u32
}

/// The members of an array; none where there is no array.
pub(crate) fn list(object: &JsValue, key: &str) -> Vec<JsValue> {
    get(object, key).dyn_into::<Array>().map(|array| array.to_vec()).unwrap_or_default()
}

/// An object of the given fields.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        // Setting a field of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object.into()
}

/// Calls a method that this version of the browser may not have.
pub(crate) fn call(object: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    let method = get(object, method).dyn_into::<js_sys::Function>().ok()?;
    method.apply(object, arguments).ok()
}
