//! How a visit goes, for the one message that says how it ended: counted only with consent to measurement, and from nothing again when the
//! page goes out of sight or the panel is closed.

use faqlet_beacon::{Data, End, Visit, limit};

use super::reduce::Effects;
use super::{State, View};

/// What a visit has come to so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Outcome {
    searches: u32,
    views: u32,
    helpful: bool,
    route: Option<String>,
}

/// Something that decides about the end of a visit.
pub(super) enum Turn {
    /// A search was meant.
    Searched,
    /// An answer was opened.
    Opened,
    /// An answer was called helpful.
    Helped,
    /// People were asked, by this route.
    Asked(String),
}

impl State {
    pub(super) fn turn(&mut self, turn: Turn) {
        if !self.measures() {
            return;
        }
        let Outcome { searches, views, helpful, route } = &mut self.outcome;
        match turn {
            Turn::Searched => *searches = (*searches + 1).min(limit::COUNT),
            Turn::Opened => *views = (*views + 1).min(limit::COUNT),
            Turn::Helped => *helpful = true,
            Turn::Asked(by) => *route = Some(by),
        }
    }

    /// Says how the visit ended, if there was one.
    pub(super) fn end_visit(&mut self, out: &mut Effects) {
        let Outcome { searches, views, helpful, route } = std::mem::take(&mut self.outcome);
        if searches + views == 0 && route.is_none() {
            return;
        }
        let end = match (&route, helpful || self.ends_with_an_answer()) {
            (Some(_), _) => End::Contacted,
            (None, true) => End::Answered,
            (None, false) => End::Left,
        };
        let (lang, version) = (self.setup.lang.clone(), self.setup.version.clone());
        self.measured(Data::Visit(Visit { lang, version, end, searches, views, route }), out);
    }

    /// Whether an answer is the last thing that was seen, and nobody said that it did not help.
    fn ends_with_an_answer(&self) -> bool {
        match self.view {
            View::Answer(entry) => self.vote_on(entry).is_none_or(|vote| vote.helpful),
            _ => false,
        }
    }
}
