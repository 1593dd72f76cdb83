//! Search: a query to a ranked, explained list.
//!
//! 1. `query`: the query's words become slots, each with the terms of the index that may fill it (itself, completions, corrections,
//!    synonyms), nearest first.
//! 2. `score`: every wording and entry that fills a slot gains by it (BM25F); the best wording speaks for its entry.
//! 3. `rank`: the best candidates are looked at again: order and nearness of the words, exact questions, pins.
//! 4. `confidence`: how sure we may be of what came first.

mod confidence;
mod correct;
mod evidence;
mod expand;
mod number;
mod query;
mod rank;
mod score;
mod weights;

use crate::index::Engine;

pub(crate) use correct::Correction;
pub(crate) use query::Query;

/// What to search and how much of it to return.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchOptions {
    /// The most hits to return.
    pub limit: usize,
    /// Only entries in this category or below it.
    pub category: Option<u32>,
    /// Only entries with this tag.
    pub tag: Option<String>,
    /// Whether the query is still being typed, so that its last word may be the beginning of one.
    pub typing: bool,
    /// Whether words that the index does not know are taken for misspelt ones; without it they are searched as they stand.
    pub correcting: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { limit: 10, category: None, tag: None, typing: true, correcting: true }
    }
}

/// The result of a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The best hits, best first.
    pub hits: Vec<Hit>,
    /// How many entries matched in all.
    pub total: u32,
    /// 0 to 1: how sure it is that the first hit answers. Where it is low, offer contact.
    pub confidence: f32,
    /// Terms of the index that the query's words led to, as the index spells them, without duplicates.
    pub known_terms: Vec<String>,
    /// How many words of the query the index does not know.
    pub unknown_terms: u32,
    /// The query with misspelt words corrected; `None` when nothing was corrected.
    pub corrected: Option<String>,
}

/// An entry that was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// Number of the entry.
    pub entry: u32,
    /// Its score, comparable within one search only.
    pub score: f32,
    /// Whether the query is this entry's question, or another wording of it, but for case, accents, endings and punctuation.
    pub exact: bool,
    /// 0 to 1: how sure it is that this entry answers.
    pub confidence: f32,
    /// What matched in the question.
    pub marks: Vec<Mark>,
    /// What matched where, best field first.
    pub why: Vec<Why>,
}

/// A stretch of text that matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// First byte of it in the UTF-8 text.
    pub start: u32,
    /// One past its last byte.
    pub end: u32,
}

/// One reason for a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// Where the term is.
    pub field: Field,
    /// How the query led to it.
    pub kind: MatchKind,
    /// The term, as the index spells it.
    pub term: String,
}

/// A part of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The question or another wording of it.
    Question,
    /// The name of a tag or category.
    Label,
    /// The answer.
    Answer,
}

/// How a word of the query led to a term. Nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchKind {
    /// The same word.
    Exact,
    /// Another form of the word.
    Stem,
    /// A word that the query's last word begins.
    Prefix,
    /// Two words written as one, or one as two.
    Joined,
    /// A word of the same meaning.
    Synonym,
    /// A word spelled nearly the same.
    Typo,
    /// No word at all: the text as a whole means nearly the same. Word search never says so.
    Meaning,
}

impl Field {
    /// Its name in JSON and in the JavaScript API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Label => "label",
            Self::Answer => "answer",
        }
    }
}

impl MatchKind {
    /// Its name in JSON and in the JavaScript API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Stem => "stem",
            Self::Prefix => "prefix",
            Self::Joined => "joined",
            Self::Synonym => "synonym",
            Self::Typo => "typo",
            Self::Meaning => "meaning",
        }
    }
}

impl Engine {
    /// Whether an entry may be among the hits of a search with these options.
    #[must_use]
    pub fn admits(&self, entry: u32, options: &SearchOptions) -> bool {
        entry < self.len() && score::Filter::new(self, options).allows(self, entry)
    }

    /// Finds the entries that answer `query`, best first. Any text is a valid query; one without words finds nothing.
    #[must_use]
    pub fn search(&self, query: &str, options: &SearchOptions) -> Found {
        let query = self.query(query, options.typing, options.correcting);
        if query.slots.is_empty() {
            return Found::default();
        }
        let scores = score::score(self, &query);
        let (ranking, total) = rank::rank(self, &query, &scores, options);
        let judge = confidence::Judge::new(self, &query, &scores);
        let mut found = Found {
            total,
            known_terms: query.known_terms(),
            unknown_terms: query.unknown_terms(),
            corrected: query.corrected(),
            ..Found::default()
        };
        for ranked in ranking.into_iter().take(options.limit) {
            found.hits.push(Hit {
                entry: ranked.entry,
                score: ranked.score,
                exact: ranked.exact,
                confidence: judge.confidence(&ranked),
                why: ranked.why(&query),
                marks: ranked.marks,
            });
        }
        found.confidence = found.hits.first().map_or(0.0, |hit| hit.confidence);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BuildOptions, Entry, Pin, Synonym, build};

    fn shop() -> Vec<Entry> {
        let mut refund = Entry::new("refund", "en", "How do I get a refund?", "Write to us within 30 days and we send the money back.");
        refund.also = vec!["I want my money returned".into()];
        refund.category = vec!["Orders".into(), "Returns".into()];
        refund.tags = vec!["payment".into()];
        let mut delivery = Entry::new("delivery", "en", "How long does delivery take?", "Parcels arrive within three working days.");
        delivery.category = vec!["Orders".into()];
        let account = Entry::new("login", "en", "I cannot log in to my account", "Reset your password on the login page.");
        vec![delivery, refund, account]
    }

    fn engine(options: BuildOptions) -> Engine {
        Engine::open(&build(&shop(), &BuildOptions { lang: "en".into(), ..options }).unwrap()).unwrap()
    }

    fn ids<'a>(engine: &'a Engine, found: &Found) -> Vec<&'a str> {
        found.hits.iter().map(|hit| engine.entry(hit.entry).unwrap().id).collect()
    }

    fn first(query: &str) -> String {
        let engine = engine(BuildOptions::default());
        ids(&engine, &engine.search(query, &SearchOptions::default())).first().map(|id| (*id).to_owned()).unwrap_or_default()
    }

    #[test]
    fn the_entry_whose_question_has_the_word_comes_first() {
        assert_eq!(first("refund"), "refund");
        assert_eq!(first("how long will the delivery take"), "delivery");
    }

    #[test]
    fn the_last_word_may_be_unfinished() {
        assert_eq!(first("deliv"), "delivery");
        assert_eq!(first("r"), "refund");
    }

    #[test]
    fn misspelt_words_are_corrected() {
        for query in ["refnud", "rfund", "refumd", "erfund"] {
            assert_eq!(first(query), "refund", "{query}");
        }
        let engine = engine(BuildOptions::default());
        let found = engine.search("get a refnud please", &SearchOptions::default());
        assert_eq!(found.corrected.as_deref(), Some("get a refund please"));
        let literal = engine.search("refnud", &SearchOptions { correcting: false, ..SearchOptions::default() });
        assert_eq!((literal.hits.len(), literal.corrected, literal.unknown_terms), (0, None, 1));
    }

    #[test]
    fn hindi_is_found_without_its_vowel_signs() {
        let entries = [
            Entry::new("refund", "hi", "मुझे रिफंड कैसे मिलेगा?", "हमें लिखें।"),
            Entry::new("delivery", "hi", "डिलीवरी में कितना समय लगता है?", "तीन दिन।"),
            Entry::new("password", "hi", "पासवर्ड कैसे बदलें?", "सेटिंग में।"),
        ];
        let engine = Engine::open(&build(&entries, &BuildOptions { lang: "hi".into(), ..BuildOptions::default() }).unwrap()).unwrap();
        for entry in &entries {
            let bare: String = entry.question.chars().filter(|c| !crate::analysis::is_vowel_sign(*c)).collect();
            assert_eq!(ids(&engine, &engine.search(&bare, &SearchOptions::default()))[0], entry.id, "{bare}");
        }
        // Where there are signs, they tell words apart.
        let found = engine.search("रिफंड कसे", &SearchOptions::default());
        assert!(found.hits.iter().all(|hit| hit.why.iter().all(|why| why.term != "कसे")));
    }

    #[test]
    fn other_wordings_labels_and_answers_are_searched() {
        assert_eq!(first("money returned"), "refund");
        assert_eq!(first("payment"), "refund");
        assert_eq!(first("parcels"), "delivery");
    }

    #[test]
    fn words_joined_or_split_otherwise_are_found() {
        assert_eq!(first("login"), "login");
        assert_eq!(first("pass word"), "login");
        assert_eq!(first("moneyback"), "refund");
        assert_eq!(first("workingdays"), "delivery");
    }

    #[test]
    fn the_very_question_is_exact_and_first() {
        let engine = engine(BuildOptions::default());
        for query in ["how do i get a REFUND", "I want my money returned!"] {
            let found = engine.search(query, &SearchOptions::default());
            assert!(found.hits[0].exact, "{query}");
            assert_eq!(ids(&engine, &found)[0], "refund");
        }
        assert!(!engine.search("refund", &SearchOptions::default()).hits[0].exact);
    }

    #[test]
    fn owners_synonyms_lead_one_way_or_both() {
        let synonyms = vec![Synonym { term: "chargeback".into(), means: vec!["refund".into()], both_ways: false }];
        let engine = engine(BuildOptions { synonyms, ..BuildOptions::default() });
        assert_eq!(ids(&engine, &engine.search("chargeback", &SearchOptions::default())), ["refund"]);
    }

    #[test]
    fn a_pin_has_its_place() {
        let pins = vec![Pin { query: "Refund".into(), entry: "login".into(), place: 1 }];
        let engine = engine(BuildOptions { pins, ..BuildOptions::default() });
        assert_eq!(ids(&engine, &engine.search("refund", &SearchOptions::default())), ["login", "refund"]);
    }

    #[test]
    fn a_pin_keeps_to_the_filter_and_is_counted() {
        let pins = vec![Pin { query: "help me".into(), entry: "refund".into(), place: 1 }];
        let engine = engine(BuildOptions { pins, ..BuildOptions::default() });
        let found = engine.search("help me", &SearchOptions { category: Some(1), ..SearchOptions::default() });
        assert_eq!((ids(&engine, &found), found.total), (vec!["refund"], 1));
        for options in [
            SearchOptions { category: Some(7), ..SearchOptions::default() },
            SearchOptions { tag: Some("login".into()), ..SearchOptions::default() },
        ] {
            assert_eq!(engine.search("help me", &options), Found { unknown_terms: found.unknown_terms, ..Found::default() });
        }
    }

    #[test]
    fn categories_and_tags_filter() {
        let engine = engine(BuildOptions::default());
        let categories: Vec<_> = engine.categories().map(|category| (category.path.join("/"), category.entries)).collect();
        assert_eq!(categories, [("Orders".to_owned(), 2), ("Orders/Returns".to_owned(), 1)]);
        assert_eq!(engine.entries_in(0), [0, 1]);
        let options = SearchOptions { category: Some(1), ..SearchOptions::default() };
        assert_eq!(ids(&engine, &engine.search("how", &options)), ["refund"]);
        let options = SearchOptions { tag: Some("payment".into()), ..SearchOptions::default() };
        assert_eq!(ids(&engine, &engine.search("how", &options)), ["refund"]);
        let options = SearchOptions { tag: Some("unknown".into()), ..SearchOptions::default() };
        assert!(engine.search("how", &options).hits.is_empty());
    }

    #[test]
    fn marks_show_what_matched_in_the_question() {
        let engine = engine(BuildOptions::default());
        let hit = &engine.search("refnud", &SearchOptions::default()).hits[0];
        assert_eq!(hit.marks, [Mark { start: 15, end: 21 }]);
        assert_eq!(engine.find("refund"), Some(hit.entry));
    }

    #[test]
    fn a_word_that_was_split_is_still_the_word_that_was_typed() {
        let engine = engine(BuildOptions::default());
        let query = engine.query("getrefund", true, true);
        let parts: Vec<&str> = query.slots.iter().map(|slot| slot.word.as_str()).collect();
        assert_eq!(parts, ["get", "refund"]);
        assert_eq!(engine.marks("getrefund", "getrefund"), [Mark { start: 0, end: 9 }]);
        assert_eq!(engine.marks("getrefund", "to get it"), [Mark { start: 3, end: 6 }]);
    }

    #[test]
    fn entries_of_several_languages_share_an_index() {
        let entries = [
            Entry::new("en", "en", "Where are my invoices?", "In your account."),
            Entry::new("de", "de", "Wo finde ich meine Rechnungen?", "Im Kundenkonto."),
        ];
        let engine = Engine::open(&build(&entries, &BuildOptions { lang: "en".into(), ..BuildOptions::default() }).unwrap()).unwrap();
        for (query, id) in [("invoice", "en"), ("Rechnung", "de"), ("meine rechnungen", "de")] {
            let found = engine.search(query, &SearchOptions::default());
            assert_eq!(ids(&engine, &found), [id], "{query}");
            assert!(!found.hits[0].marks.is_empty(), "{query}");
        }
    }

    #[test]
    fn text_without_words_finds_nothing() {
        let engine = engine(BuildOptions::default());
        for query in ["", "  ", "?!…", "\u{200B}\u{200B}"] {
            assert_eq!(engine.search(query, &SearchOptions::default()), Found::default(), "{query:?}");
        }
    }

    #[test]
    fn the_same_entries_give_the_same_bytes() {
        let options = BuildOptions { lang: "en".into(), ..BuildOptions::default() };
        assert_eq!(build(&shop(), &options), build(&shop(), &options));
    }
}
