//! `sitemap.xml`: the pages by their address on the web, each with its translations. Only where that address is known: the format has no
//! relative addresses. There are no dates in it, since nothing here knows when a page last changed.

use super::Site;
use super::address::absolute;
use crate::output::Files;

/// Most pages in one file, by the format's own rule; more are divided, with a list of the parts in the usual place.
const MOST: usize = 50_000;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

pub(super) fn add(site: &Site<'_>, files: &mut Files) {
    let Some(base) = site.base else { return };
    let pages: Vec<String> = pages(site, base);
    let parts: Vec<String> = pages.chunks(MOST).map(part).collect();
    if let [only] = parts.as_slice() {
        return files.add_stable("sitemap.xml", only.clone().into_bytes());
    }
    let mut list = format!("{HEAD}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (number, part) in parts.into_iter().enumerate() {
        let name = format!("sitemap-{}.xml", number + 1);
        list += &format!("<sitemap><loc>{}</loc></sitemap>\n", escaped(&absolute(base, &name)));
        files.add_stable(&name, part.into_bytes());
    }
    files.add_stable("sitemap.xml", format!("{list}</sitemapindex>\n").into_bytes());
}

fn part(pages: &[String]) -> String {
    const OPEN: &str = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
    format!("{HEAD}{OPEN}{}</urlset>\n", pages.concat())
}

/// An element for each page.
fn pages(site: &Site<'_>, base: &str) -> Vec<String> {
    let mut out = Vec::new();
    let whole: Vec<(&str, &str)> = site.books.iter().map(|book| (book.language.tag.as_str(), book.whole.as_str())).collect();
    for book in &site.books {
        out.push(page(base, &book.whole, &whole));
        out.extend(book.topics.iter().map(|topic| page(base, &topic.page, &[])));
        for number in &book.order {
            let id = &book.entry(*number).id;
            let translations =
                site.books.iter().filter_map(|other| Some((other.language.tag.as_str(), other.pages[other.find(id)?].as_str())));
            out.push(page(base, &book.pages[*number], &translations.collect::<Vec<_>>()));
        }
    }
    out
}

fn page(base: &str, name: &str, translations: &[(&str, &str)]) -> String {
    let mut out = format!("<url><loc>{}</loc>", escaped(&absolute(base, name)));
    if translations.len() > 1 {
        for (tag, name) in translations {
            out += &format!("<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{}\"/>", escaped(&absolute(base, name)));
        }
    }
    out + "</url>\n"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
}
