//! The three kinds of page: everything, a category, an entry.

use super::Site;
use super::address::relative;
use super::answer;
use super::book::{Book, Group, Topic};
use super::frame::{Page, beginning, document};
use maud::{Markup, html};

/// More entries than this, and the table of contents names categories only.
const MOST_LISTED: usize = 20;

/// The whole FAQ of a language.
pub(super) fn whole(site: &Site<'_>, book: &Book<'_>) -> Markup {
    let wording = book.wording;
    let groups = book.groups();
    let contents = contents(book, &groups);
    let content = html! {
        main.whole {
            h1 { (wording.title) }
            (contents)
            div.answers {
                @for group in &groups { (section(book, group)) }
            }
        }
    };
    let questions: Vec<&str> = book.order.iter().take(4).map(|number| book.entry(*number).question.as_str()).collect();
    let page = Page {
        name: &book.whole,
        title: wording.title,
        summary: &questions.join(" · "),
        translations: site.books.iter().map(|other| (other.language.tag.as_str(), other.whole.as_str())).collect(),
        shown: book.order.iter().map(|number| book.entry(*number)).collect(),
        content,
    };
    document(site, book, page)
}

/// Links to the categories; to the questions where they are few or there is one category at most.
fn contents(book: &Book<'_>, groups: &[Group]) -> Markup {
    let questions = book.order.len() <= MOST_LISTED;
    if groups.len() < 2 && !questions {
        return html! {};
    }
    html! {
        nav.contents aria-label=(book.wording.contents) {
            ul {
                @for group in groups {
                    @let topic = group.topic.map(|number| (number, &book.topics[number]));
                    li {
                        @if let Some((number, topic)) = topic { a href={ "#topic-" (number + 1) } { (heading(topic.path)) } }
                        @if questions {
                            ul {
                                @for number in &group.entries { li { a href={ "#faq=" (book.entry(*number).id) } { (book.entry(*number).question) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn heading(path: &[String]) -> String {
    path.join(" › ")
}

fn section(book: &Book<'_>, group: &Group) -> Markup {
    let level = if group.topic.is_none() { 2 } else { 3 };
    html! {
        section {
            @if let Some(number) = group.topic {
                @let topic = &book.topics[number];
                h2 id={ "topic-" (number + 1) } { a href=(relative(&book.whole, &topic.page)) { (heading(topic.path)) } }
            }
            @for number in &group.entries {
                @let entry = book.entry(*number);
                article id={ "faq=" (entry.id) } {
                    (answer::heading(level, None, &html! { a href=(relative(&book.whole, &book.pages[*number])) { (entry.question) } }))
                    (answer::render(&entry.answer, &entry.id, level, &book.whole, book.wording, &|_| None))
                }
            }
        }
    }
}

/// A category: what it holds, with the first words of each answer.
pub(super) fn topic(site: &Site<'_>, book: &Book<'_>, topic: &Topic<'_>) -> Markup {
    let above = &topic.path[..topic.path.len().saturating_sub(1)];
    let content = html! {
        main.single {
            (trail(book, &topic.page, above))
            h1 { (topic.name()) }
            @if !topic.below.is_empty() {
                ul.topics {
                    @for below in topic.below.iter().map(|number| &book.topics[*number]) {
                        li { a href=(relative(&topic.page, &below.page)) { (below.name()) } }
                    }
                }
            }
            @if !topic.entries.is_empty() {
                ul.questions {
                    @for number in &topic.entries {
                        @let entry = book.entry(*number);
                        li {
                            a href=(relative(&topic.page, &book.pages[*number])) { (entry.question) }
                            @if let Some(words) = beginning(&entry.answer.text()) { p { (words) } }
                        }
                    }
                }
            }
        }
    };
    let questions: Vec<&str> = topic.entries.iter().take(4).map(|number| book.entry(*number).question.as_str()).collect();
    let summary = if questions.is_empty() { heading(topic.path) } else { questions.join(" · ") };
    let page =
        Page { name: &topic.page, title: &heading(topic.path), summary: &summary, translations: Vec::new(), shown: Vec::new(), content };
    document(site, book, page)
}

/// An entry; `place` is its place in the order of reading.
pub(super) fn entry(site: &Site<'_>, book: &Book<'_>, place: usize, number: usize) -> Markup {
    let entry = book.entry(number);
    let name = &book.pages[number];
    let way = |id: &str| Some(relative(name, book.pages.get(book.find(id)?)?));
    let translations =
        site.books.iter().filter_map(|other| Some((other.language.tag.as_str(), other.pages[other.find(&entry.id)?].as_str())));
    let content = html! {
        main.single {
            (trail(book, name, &entry.category))
            article {
                h1 { (entry.question) }
                (answer::render(&entry.answer, &entry.id, 1, name, book.wording, &way))
            }
            @if let Some(day) = entry.reviewed {
                @let day = day.to_string();
                p.about { (book.wording.reviewed) " " time datetime=(day) { (day) } }
            }
            (related(book, name, number))
            (steps(book, name, place))
        }
    };
    let text = entry.answer.text();
    let page = Page { name, title: &entry.question, summary: &text, translations: translations.collect(), shown: vec![entry], content };
    document(site, book, page)
}

/// The path from the whole to this page.
fn trail(book: &Book<'_>, from: &str, path: &[String]) -> Markup {
    html! {
        nav.trail aria-label=(book.wording.here) {
            ol {
                li { a href=(relative(from, &book.whole)) { (book.wording.all) } }
                @for topic in book.trail(path) { li { a href=(relative(from, &topic.page)) { (topic.name()) } } }
            }
        }
    }
}

/// Questions that belong to this one, as the author says.
fn related(book: &Book<'_>, from: &str, number: usize) -> Markup {
    let others: Vec<usize> = book.entry(number).related.iter().filter_map(|id| book.find(id)).filter(|other| *other != number).collect();
    if others.is_empty() {
        return html! {};
    }
    html! {
        section.related {
            h2 { (book.wording.related) }
            ul { @for other in others { li { a href=(relative(from, &book.pages[other])) { (book.entry(other).question) } } } }
        }
    }
}

/// The questions before and after this one.
fn steps(book: &Book<'_>, from: &str, place: usize) -> Markup {
    let at = |place: Option<usize>| place.and_then(|place| book.order.get(place)).copied();
    let neighbours = [(at(place.checked_sub(1)), "prev", book.wording.previous), (at(place.checked_add(1)), "next", book.wording.next)];
    if neighbours.iter().all(|(neighbour, ..)| neighbour.is_none()) {
        return html! {};
    }
    html! {
        nav.steps aria-label={ (book.wording.previous) " / " (book.wording.next) } {
            @for (neighbour, rel, label) in neighbours {
                @if let Some(number) = neighbour {
                    a rel=(rel) href=(relative(from, &book.pages[number])) { small { (label) } " " span { (book.entry(number).question) } }
                }
            }
        }
    }
}
