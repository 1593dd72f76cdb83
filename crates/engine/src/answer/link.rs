//! Which addresses a link or an image in an answer may lead to. One rule, used when answers are compiled and again when they are drawn.
//!
//! The rule is an allow list over the text as it stands. It refuses what browsers repair (control characters inside a scheme, blanks
//! at the ends, backslashes), so that there is no difference between what is checked and what is followed.

/// Longest address in bytes. Longer ones are of no use in an answer, and a bound keeps checks cheap.
const LONGEST: usize = 4096;

/// Whether a link may lead there: `http:` and `https:` with a host, `mailto:`, `tel:`, a relative address, or a `#fragment`.
#[must_use]
pub fn is_safe_link(href: &str) -> bool {
    match kind(href) {
        Kind::Web | Kind::Relative => true,
        Kind::Scheme(name) => name.eq_ignore_ascii_case("mailto") || name.eq_ignore_ascii_case("tel"),
        Kind::Unreadable => false,
    }
}

/// Whether an image may come from there: `http:` and `https:` with a host, or a relative address that is not a mere fragment.
#[must_use]
pub fn is_safe_image(src: &str) -> bool {
    match kind(src) {
        Kind::Web => true,
        Kind::Relative => !src.starts_with('#'),
        Kind::Scheme(_) | Kind::Unreadable => false,
    }
}

/// Whether a text is the name of a file in the output folder: letters, digits and `-_.` of ASCII, and no dot in front. So it can neither
/// lead out of the folder nor be another address.
#[must_use]
pub fn is_plain_file(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !name.is_empty() && name.len() <= LONGEST && !name.starts_with('.') && name.bytes().all(plain)
}

/// What an address is before any rule is applied.
enum Kind<'a> {
    /// `http:` or `https:` with a host.
    Web,
    /// No scheme.
    Relative,
    /// Another scheme, as written.
    Scheme(&'a str),
    /// Empty, too long, or with characters that browsers drop, repair or show in another order.
    Unreadable,
}

fn kind(address: &str) -> Kind<'_> {
    if address.is_empty() || address.len() > LONGEST || address.chars().any(is_deceptive) || address.trim().len() != address.len() {
        return Kind::Unreadable;
    }
    // A colon before any of these ends a scheme; after one it belongs to a path, query or fragment.
    let head = address.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = head.split_once(':') else { return Kind::Relative };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Kind::Scheme(scheme);
    }
    let host = address.get(scheme.len() + 1..).and_then(|after| after.strip_prefix("//"));
    match host {
        Some(host) if rest.is_empty() && !host.is_empty() && !host.starts_with(['/', '?', '#']) => Kind::Web,
        _ => Kind::Unreadable,
    }
}

/// Control characters are dropped by browsers, backslashes become slashes, and marks of direction show an address as another.
fn is_deceptive(c: char) -> bool {
    c.is_control() || matches!(c, '\\' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_addresses_are_allowed() {
        for href in [
            "https://example.org/a?b=c:d#e",
            "HTTP://example.org",
            "mailto:help@example.org",
            "tel:+15550100",
            "#faq=returns",
            "../terms.html",
            "/help/",
            "//cdn.example.org/x",
            "page?time=10:30",
            "naïve/路徑",
            "a/b:c",
        ] {
            assert!(is_safe_link(href), "{href}");
        }
    }

    #[test]
    fn whatever_may_run_or_deceive_is_refused() {
        for href in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            " javascript:alert(1)",
            "vbscript:x",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "blob:https://example.org/x",
            "intent://x",
            "http:example.org",
            "https://",
            "https:///x",
            "\\\\example.org",
            "https://example.org/\u{202E}gpj.exe",
            "x:",
            ":x",
            "javascript&colon;alert(1):",
        ] {
            assert!(!is_safe_link(href), "{href:?}");
        }
        assert!(!is_safe_link(&"a".repeat(LONGEST + 1)));
    }

    #[test]
    fn files_of_the_folder_have_plain_names() {
        for (name, plain) in [
            ("image.0a.png", true),
            ("", false),
            (".x", false),
            ("../x", false),
            ("a/b", false),
            ("x:y", false),
            ("a b", false),
            ("é", false),
        ] {
            assert_eq!(is_plain_file(name), plain, "{name}");
        }
    }

    #[test]
    fn images_come_from_the_web_or_the_site() {
        for (src, safe) in [
            ("a.png", true),
            ("https://example.org/a.png", true),
            ("#a", false),
            ("mailto:a@example.org", false),
            ("data:image/png,", false),
        ] {
            assert_eq!(is_safe_image(src), safe, "{src}");
        }
    }
}
