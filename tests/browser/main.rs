//! The built demo in a real browser, as a visitor uses it: one file a behaviour. Every test has a server, a store and a browser
//! profile of its own.

mod accessibility;
mod api;
mod bad_index;
mod chromium;
mod consent;
mod crash;
mod first;
mod headless;
mod hostile_content;
mod journey;
mod large;
mod meaning;
mod npm;
mod offline;
mod owner;
mod pages;
mod policy;
mod privacy;
mod profile;
mod pwa;
mod robust;
mod screenshots;
mod shards;
mod staff;
mod storage;
mod updates;
