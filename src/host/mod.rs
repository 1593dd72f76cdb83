//! The only part that touches the page, storage and network. Everything here may be missing or refuse: storage in a private window,
//! the network, locks in an older browser. Then the widget goes on with less, and nothing here panics.

pub(crate) mod beacon;
pub(crate) mod fetch;
pub(crate) mod object;
pub(crate) mod page;
pub(crate) mod storage;
