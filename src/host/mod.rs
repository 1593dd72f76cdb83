//! The only part that touches the page, storage and network. What a browser does is written in JavaScript (`browser.js`, which says what
//! each function does), because there it takes a tenth of the bytes; here are its bindings, and the ways between its plain objects and
//! our types. Everything may be missing or refuse; then the widget goes on with less, and nothing here panics.

pub(crate) mod beacon;
pub(crate) mod kept;
pub(crate) mod object;
pub(crate) mod page;
pub(crate) mod site;
