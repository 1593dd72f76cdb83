//! The faqlet command.
fn main() {}
