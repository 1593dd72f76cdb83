//! The browser side of Faqlet: the widget `<faq-let>` and, without it, search alone.
//!
//! The parts, and what each must not do:
//!
//! - `state` decides. It is pure: an action and a moment go in, the next state and a list of effects come out. No browser.
//! - `json` writes messages. No browser.
//! - `ui` speaks: the sentences of the interface, one file a language. No browser.
//! - `host` is the only part that touches the page, storage and network. No decisions.
//! - `components` draw the state as nodes. No HTML strings, no style attributes, nothing but nodes and calls back.
//! - `app` ties them together; `mount` is the door for the loader.
//! - `headless` is the door of the other bundle, which has no interface at all.

#![warn(missing_docs)]

#[cfg(feature = "widget")]
pub mod json;
#[cfg(feature = "widget")]
pub mod state;
#[cfg(feature = "widget")]
pub mod ui;

#[cfg(all(feature = "widget", target_arch = "wasm32"))]
mod app;
#[cfg(all(feature = "widget", target_arch = "wasm32"))]
mod components;
#[cfg(all(feature = "widget", target_arch = "wasm32"))]
mod host;
#[cfg(all(feature = "widget", target_arch = "wasm32"))]
mod mount;

#[cfg(all(feature = "headless", target_arch = "wasm32"))]
mod headless;

#[cfg(test)]
mod loader;
#[cfg(test)]
mod minify;
