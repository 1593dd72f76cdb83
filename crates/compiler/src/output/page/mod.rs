//! The FAQ as plain pages that need no script: the whole of a language on one, a page for each category and one for each entry. They can be
//! read, searched by the browser's own means, linked to, printed, and understood by machines.

mod address;
mod answer;
mod book;
mod data;
mod frame;
mod sitemap;
mod views;
mod wording;

use super::Files;
use super::languages::Language;
use book::Book;

const STYLE: &str = include_str!("page.css");

/// What all pages share.
pub(super) struct Site<'a> {
    /// The site's name as people know it.
    title: Option<&'a str>,
    /// Address of the output folder on the web, with a slash at its end.
    base: Option<&'a str>,
    /// Name of the style sheet.
    style: String,
    books: Vec<Book<'a>>,
}

/// Adds the pages of all languages, their style sheet and, where the address is known, the sitemap.
pub(super) fn all(languages: &[Language], title: Option<&str>, base: Option<&str>, files: &mut Files) {
    let style = files.add_hashed("page", "css", STYLE.as_bytes().to_vec());
    let site = Site { title, base, style, books: languages.iter().map(Book::new).collect() };
    for book in &site.books {
        files.add_stable(&book.whole, views::whole(&site, book).into_string().into_bytes());
        for topic in &book.topics {
            files.add_stable(&topic.page, views::topic(&site, book, topic).into_string().into_bytes());
        }
        for (place, number) in book.order.iter().enumerate() {
            files.add_stable(&book.pages[*number], views::entry(&site, book, place, *number).into_string().into_bytes());
        }
    }
    sitemap::add(&site, files);
}

/// The page of each entry, in the order of the entries: the texts for staff name them.
pub(super) fn addresses(language: &Language, base: Option<&str>) -> Vec<String> {
    let names = language.entries.iter().map(|entry| address::entry(&language.tag, &entry.id));
    names.map(|name| base.map_or_else(|| address::relative("text/answers.txt", &name), |base| address::absolute(base, &name))).collect()
}
