//! The widget: Yew components, reducers and host adapters, and the exports that the loader and the headless bundle call.
//!
//! Feature `widget` is the whole interface; feature `headless` is search alone, for hosts that draw their own.

#[cfg(all(feature = "headless", target_arch = "wasm32"))]
pub mod headless;
