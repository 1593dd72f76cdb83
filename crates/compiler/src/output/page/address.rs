//! Where each page stands: names that are the same on every file system, and the way from one page to another.
//!
//! Names are made of small letters, digits, `-`, `_` and `~`. An id that is written so already is its own name; any other gets eight digits of
//! its hash behind it, so that two ids never share a page, not even where a file system takes `A` for `a`.

use super::super::hash::short_hash;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeSet;

/// What stands in an address as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Longest part of a name in bytes, its hash not counted; file systems take 255.
const LONGEST: usize = 120;

/// Names that one system or another keeps for itself.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul"];

/// The page with the whole FAQ of a language.
pub(super) fn whole(lang: &str) -> String {
    format!("pages/{lang}.html")
}

/// The page of an entry.
pub(super) fn entry(lang: &str, id: &str) -> String {
    let parts: Vec<String> = id.split('/').map(plain).collect();
    let name = parts.join("/");
    let same = name == id && parts.iter().all(|part| usable(part));
    let name = if same { name } else { format!("{}-{}", shortened(&name.replace('/', "-")), &short_hash(id.as_bytes())[..8]) };
    format!("pages/{lang}/answer/{name}.html")
}

/// The page of a category. `taken` holds the names given so far: a second category whose name looks the same gets a hash behind it.
pub(super) fn topic(lang: &str, path: &[String], taken: &mut BTreeSet<String>) -> String {
    let parts: Vec<String> = path.iter().map(|part| shortened(&plain(part)).to_owned()).collect();
    let mut name = parts.join("/");
    if !parts.iter().all(|part| usable(part)) || !taken.insert(name.clone()) {
        name = format!("{}-{}", shortened(&name.replace('/', "-")), &short_hash(path.join("\n").as_bytes())[..8]);
        taken.insert(name.clone());
    }
    format!("pages/{lang}/topic/{name}.html")
}

/// Letters and digits of any script stay, in small letters; everything else becomes a hyphen, and several become one.
fn plain(part: &str) -> String {
    let mut out = String::new();
    for c in part.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || matches!(c, '_' | '~' | '\u{200c}') {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

fn usable(part: &str) -> bool {
    let device = |stem: &str| part.strip_prefix(stem).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
    !part.is_empty() && part.len() <= LONGEST && !RESERVED.contains(&part) && !device("com") && !device("lpt")
}

/// The name's beginning, cut between characters.
fn shortened(name: &str) -> &str {
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

/// The relative address of the file `to` on the page `from`, both below the output folder.
pub(super) fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len() - 1;
    let common = from[..folders].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(folders - common), encoded(&to[common..]))
}

/// The address of a file on the web, below the folder's own.
pub(super) fn absolute(base: &str, to: &str) -> String {
    format!("{base}{}", encoded(&to.split('/').collect::<Vec<_>>()))
}

fn encoded(parts: &[&str]) -> String {
    parts.iter().map(|part| utf8_percent_encode(part, PLAIN).to_string()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_ids_are_their_own_names() {
        for (id, page) in [
            ("refund", "pages/en/answer/refund.html"),
            ("orders/returns_2", "pages/en/answer/orders/returns_2.html"),
            ("退款", "pages/en/answer/退款.html"),
        ] {
            assert_eq!(entry("en", id), page);
        }
    }

    #[test]
    fn no_two_ids_share_a_page_and_none_leads_out_of_the_folder() {
        let long = "x".repeat(200);
        let ids = [
            "a", "A", "a/b", "a.html/b", "a-html/b", "../a", "/a", "a/", "a//b", "con", "aux/x", "com1", ".a", "a.", "a?b", "a-b", "a:b",
            "..", "-", "index", &long, "ä", "Ä",
        ];
        let mut seen = BTreeSet::new();
        for id in ids {
            let page = entry("en", id);
            assert!(seen.insert(page.to_lowercase()), "{id}: {page}");
            let parts: Vec<&str> = page.strip_prefix("pages/en/answer/").unwrap().strip_suffix(".html").unwrap().split('/').collect();
            assert!(parts.iter().all(|part| !part.is_empty() && part.len() < 200 && !part.contains(['.', ':', '?'])), "{id}: {page}");
        }
    }

    #[test]
    fn categories_that_look_the_same_have_pages_of_their_own() {
        let mut taken = BTreeSet::new();
        let mut page = |path: &[&str]| topic("en", &path.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>(), &mut taken);
        assert_eq!(page(&["Orders & Returns", "By post"]), "pages/en/topic/orders-returns/by-post.html");
        let second = page(&["Orders / Returns", "By post"]);
        assert!(second.starts_with("pages/en/topic/orders-returns-by-post-"), "{second}");
        let marks = page(&["???"]);
        assert!(marks.starts_with("pages/en/topic/-"), "{marks}");
    }

    #[test]
    fn ways_from_page_to_page_are_as_short_as_can_be() {
        for (from, to, way) in [
            ("pages/en.html", "pages/en/answer/a.html", "en/answer/a.html"),
            ("pages/en/answer/a.html", "pages/en/answer/b.html", "b.html"),
            ("pages/en/answer/a/b.html", "pages/en/answer/c.html", "../c.html"),
            ("pages/en/answer/a.html", "pages/en.html", "../../en.html"),
            ("pages/en/answer/a.html", "page.0.css", "../../../page.0.css"),
            ("pages/en.html", "pages/fa/answer/退.html", "fa/answer/%E9%80%80.html"),
        ] {
            assert_eq!(relative(from, to), way, "{from} to {to}");
        }
        assert_eq!(absolute("https://shop.example/help/", "pages/fa/答.html"), "https://shop.example/help/pages/fa/%E7%AD%94.html");
    }
}
