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

/// A number; 0 where there is none.
pub(crate) fn number(object: &JsValue, key: &str) -> f64 {
    get(object, key).as_f64().unwrap_or(0.0)
}

/// A whole number below 2³²; 0 where there is none.
pub(crate) fn whole(object: &JsValue, key: &str) -> u32 {
    number(object, key) as u32
}

/// A time in milliseconds since 1970; 0 where there is none.
pub(crate) fn time(object: &JsValue, key: &str) -> u64 {
    number(object, key) as u64
}

/// The members of an array; none where there is no array.
pub(crate) fn list(object: &JsValue, key: &str) -> Vec<JsValue> {
    members(&get(object, key))
}

/// The members of what should be an array; none where it is none.
pub(crate) fn members(value: &JsValue) -> Vec<JsValue> {
    value.dyn_ref::<Array>().map(Array::to_vec).unwrap_or_default()
}

/// The texts among the members of what should be an array.
pub(crate) fn texts(value: &JsValue) -> Vec<String> {
    members(value).iter().filter_map(JsValue::as_string).collect()
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
