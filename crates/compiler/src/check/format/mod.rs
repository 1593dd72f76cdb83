//! A report as text for people, as JSON for programs, and as SARIF for code scanning and editors.

mod json;
mod sarif;
mod text;
mod uri;

pub use json::json;
pub use sarif::sarif;
pub use text::text;
