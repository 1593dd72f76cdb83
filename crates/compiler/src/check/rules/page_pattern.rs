//! Patterns of pages that match nothing, or not what was meant.

use super::{Corpus, Found, Rule, Severity};
use crate::check::locate;

pub(super) const RULE: Rule = Rule {
    id: "page-pattern",
    severity: Severity::Warning,
    summary: "a pattern under `pages`, or in a rule of `faqlet.toml`, that can match no page: with blanks, an address without a host, or signs \
              of regular expressions",
    why: "The entry is never suggested where it should be. `*` stands for any run of characters and is the only sign; a pattern that begins \
          with `/` is compared with the page's path, `https://…` with the whole address, anything else is sought in the path.",
    run,
};

fn run(corpus: &Corpus<'_>, found: &mut Found) {
    for entry in corpus.entries {
        for pattern in &entry.pages {
            let Some(what) = fault(pattern) else { continue };
            let finding = found.entry(entry, EXPECTED, format!("`{pattern}`, {what}"), REMEDY);
            if let Some(finding) = finding {
                finding.place = locate::of(entry, pattern);
            }
        }
    }
    for rule in &corpus.config.rules {
        if let Some((pattern, what)) = rule.when.page.as_ref().and_then(|pattern| Some((pattern, fault(pattern)?))) {
            found.at(rule.place.clone(), EXPECTED, format!("`{pattern}`, {what}"), REMEDY);
        }
    }
}

const EXPECTED: &str = "a pattern of pages such as `/orders/*`";
const REMEDY: &str = "write a path or an address, with `*` for any run of characters";

/// Why a pattern matches no page.
fn fault(pattern: &str) -> Option<&'static str> {
    let pattern = pattern.trim();
    if pattern.is_empty() {
        return Some("which is empty");
    }
    if pattern.contains(char::is_whitespace) {
        return Some("which has a blank");
    }
    let sign = |c| matches!(c, '^' | '$' | '\\' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '<' | '>' | '"');
    if pattern.contains(sign) || pattern.contains(".*") || pattern.contains(".+") {
        return Some("which has signs of a regular expression");
    }
    let lower = pattern.to_ascii_lowercase();
    let web = lower.starts_with("https:") || lower.starts_with("http:") || lower.starts_with("*:");
    let host = lower.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    match host {
        Some("") => Some("which has no host"),
        None if web => Some("which lacks `//` after its scheme"),
        Some(_) if !web => Some("whose scheme is not https"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_can_match_are_told_from_those_that_cannot() {
        for good in [
            "/orders/*",
            "orders",
            "*",
            "/",
            "https://shop.example/*",
            "https://*.shop.example/cart?x=*",
            "*://shop.example/",
            "/a#b",
            "/caf%C3%A9",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in ["", " ", "/a b", "^/orders", "/orders/.*", "/(a|b)", "https:///x", "https:/shop.example", "ftp://shop.example/"] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}
