//! Topics to browse, and the questions of a topic.

use faqlet_beacon::Origin;
use yew::prelude::*;

use super::{Look, direction, icon};
use crate::state::{Action, State, Topic};

/// Most questions that are listed where there are no topics.
const QUESTIONS: u32 = 200;

/// The topics, or all questions where there are none.
pub(super) fn home(state: &State, look: &Look<'_>) -> Html {
    let topics: Vec<_> = state.outer_topics().collect();
    if topics.len() < 2 {
        let entries: Vec<u32> = (0..state.engine.len().min(QUESTIONS)).collect();
        return html! { <>{ title(look, look.strings.questions) }{ questions(state, look, &entries) }</> };
    }
    html! {
        <>
            { title(look, look.strings.topics) }
            <ul class="topics" part="topics">{ for topics.into_iter().map(|(number, one)| tile(look, number, one)) }</ul>
        </>
    }
}

/// A topic: the topics right below it, then its questions.
pub(super) fn topic(state: &State, look: &Look<'_>, number: u32) -> Html {
    let name = state.topics.get(number as usize).map(Topic::name).unwrap_or_default().to_owned();
    let below: Vec<_> = state.topics_in(number).collect();
    let inside = |entry: &u32| below.is_empty() || state.topic_of(*entry).is_some_and(|topic| topic.name() == name);
    let entries: Vec<u32> = state.engine.entries_in(number).into_iter().filter(inside).collect();
    html! {
        <>
            { look.back() }
            <div class="view">{ look.heading(html! { { name.clone() } }, Some(state.engine.lang())) }</div>
            if !below.is_empty() {
                <ul class="topics" part="topics">{ for below.iter().map(|(number, one)| tile(look, *number, one)) }</ul>
            }
            { questions(state, look, &entries) }
        </>
    }
}

fn title(look: &Look<'_>, text: &'static str) -> Html {
    html! { <h2 class="title" tabindex="-1" ref={look.places.heading.clone()}>{ text }</h2> }
}

fn tile(look: &Look<'_>, number: u32, topic: &Topic) -> Html {
    html! {
        <li key={number}>
            <button type="button" class="topic" part="topic" data-act={look.on(Action::Browse(number))}>
                <span>{ topic.name().to_owned() }</span>
                <small>{ look.counted(&look.strings.answers, topic.entries) }</small>
                { icon::next() }
            </button>
        </li>
    }
}

fn questions(state: &State, look: &Look<'_>, entries: &[u32]) -> Html {
    let line = |entry: &u32| {
        let number = *entry;
        let Some(view) = state.engine.entry(number) else { return Html::default() };
        let (question, lang) = (view.question.to_owned(), view.lang.to_owned());
        let dir = direction(&lang);
        html! {
            <li key={number}>
                <button type="button" class="entry" part="entry" {lang} {dir} data-act={look.on(Action::Open(number, Origin::Browse))}>
                    <span>{ question }</span>{ icon::next() }
                </button>
            </li>
        }
    };
    html! { <ul class="entries" part="entries">{ for entries.iter().map(line) }</ul> }
}
