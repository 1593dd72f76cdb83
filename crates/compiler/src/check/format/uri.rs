//! Paths in documents for other programs.

use std::path::Path;

/// A path with slashes, whatever the system writes.
pub(super) fn slashes(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// A path as a URI reference (RFC 3986): relative ones stay relative, absolute ones become `file:` addresses.
pub(super) fn reference(path: &Path) -> String {
    let path = slashes(path);
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut out = String::new();
    if path.starts_with('/') {
        out.push_str("file://");
    } else if path.as_bytes().get(1) == Some(&b':') {
        out.push_str("file:///");
    }
    for byte in path.bytes() {
        let drive = byte == b':' && out.starts_with("file:");
        if drive || byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_addresses() {
        for (path, expected) in [
            ("faq/a.md", "faq/a.md"),
            ("./faq/a b.md", "faq/a%20b.md"),
            ("/srv/faq/退.md", "file:///srv/faq/%E9%80%80.md"),
            ("C:\\faq\\a.md", "file:///C:/faq/a.md"),
            ("--site", "--site"),
        ] {
            assert_eq!(reference(Path::new(path)), expected);
        }
    }
}
