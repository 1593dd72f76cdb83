//! What only Chromium can be asked (windows of any size, forced colours, its accessibility tree), and ways through the widget that
//! are the same in every browser and need be walked in one.

mod contacting;
mod finding;
mod looks;
mod reading;
mod sync;
