//! What the visitor did before the widget was there: a text in the loader's field, and a list of first results below it (`www/first.js`).
//! All of it is done again here, so that nothing is lost and what is seen stays what it was.

use faqlet_beacon::Origin;

use super::reduce::Effects;
use super::results::LOOKED_AT;
use super::{Effect, State};

/// What there is to take over. Nothing in it is relied upon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Early {
    /// What stands in the field.
    pub query: String,
    /// Only results of the outermost topic with this name are listed.
    pub topic: Option<String>,
    /// Whether the words are searched as they were typed.
    pub literal: bool,
    /// Whether more results were asked for.
    pub more: bool,
    /// The entry of the result that Enter opens.
    pub active: Option<u32>,
    /// The entry that was chosen.
    pub open: Option<u32>,
    /// Whether the page is wanted where there is room for results.
    pub enter: bool,
    /// Whether the results were announced.
    pub said: bool,
}

impl State {
    /// Goes on where the visitor was.
    pub(super) fn take_over(&mut self, early: Early, out: &mut Effects) {
        if early.query.is_empty() {
            return;
        }
        self.typed(&early.query, out);
        let topic = early.topic.and_then(|name| self.outer_topics().find(|(_, topic)| topic.name() == name).map(|(number, _)| number));
        if topic.is_some() || early.literal || early.more {
            self.filter = topic;
            self.literal = early.literal;
            self.most = if early.more { LOOKED_AT } else { self.most };
            self.search(out);
        }
        if early.said {
            out.list.retain(|effect| !matches!(effect, Effect::Say(_)));
        }
        self.active = early.active.and_then(|entry| self.results.rows.iter().position(|row| row.entry == entry));
        match early.open {
            Some(entry) => self.open_entry(entry, Origin::Search, out),
            None if early.enter => {
                self.active = None;
                self.enter(out);
            }
            None => {}
        }
    }
}
