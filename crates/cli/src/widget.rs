//! The browser's files that the command carries inside.

use anyhow::bail;
use faqlet_compiler::Widget;

include!(concat!(env!("OUT_DIR"), "/widget_files.rs"));

/// The files that were embedded when the command was built.
///
/// # Errors
/// When the command was built without them.
pub(crate) fn embedded() -> anyhow::Result<Widget> {
    if FILES.is_empty() {
        bail!(
            "expected a command with the widget inside; got one built without it; run `cargo xtask dist` and use the command it makes, \
             or write only the data with --no-widget"
        );
    }
    let content = |name: &str| {
        let found = FILES.iter().find(|(known, _)| *known == name);
        found.map(|(_, bytes)| bytes.to_vec()).ok_or_else(|| (name.to_owned(), "nothing".to_owned()))
    };
    Ok(Widget::from_contents(content)?)
}
