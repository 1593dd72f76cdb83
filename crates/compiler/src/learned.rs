//! What was learned from visitors and looked at by a person: `learned.json` in the folder of the FAQ, which `faqlet learn` proposes.
//!
//! It is a file of its own, so that what people wrote and what was learned are never mixed: taking it away takes everything learned away.
//! Each item can be refused by `"use": false`; it then stays in the file, so that it is not proposed again.

use crate::diagnostic::{Diagnostics, Place};
use crate::entry::Entry;
use crate::sources;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Name of the file.
pub const FILE: &str = "learned.json";
/// The version of its form.
pub const VERSION: u32 = 1;
/// Longest wording, in characters.
const WORDING: usize = 200;

/// What was learned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learned {
    /// Version of this form: 1.
    pub faqlet_learned: u32,
    /// The site whose feedback it comes from.
    #[serde(default)]
    pub site: String,
    /// The last day that was looked at, e.g. `2026-05-31`.
    #[serde(default)]
    pub until: String,
    /// About entries.
    #[serde(default)]
    pub entries: Vec<LearnedEntry>,
    /// Words that seem to mean the same.
    #[serde(default)]
    pub synonyms: Vec<LearnedSynonym>,
    /// What is searched and not answered; told to people, of no effect in a build.
    #[serde(default)]
    pub missing: Vec<LearnedGap>,
}

/// What was learned about an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnedEntry {
    /// Its language.
    pub lang: String,
    /// Its id.
    pub id: String,
    /// How much it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<LearnedWeight>,
    /// Other wordings of its question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wordings: Vec<LearnedWording>,
}

/// How much an entry counts, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnedWeight {
    /// Whether a build uses it.
    #[serde(rename = "use", default = "yes")]
    pub used: bool,
    /// Factor on the score, 0.5 to 2.
    pub factor: f32,
    /// Votes "helpful", faded.
    #[serde(default)]
    pub yes: u64,
    /// Votes "not helpful", faded.
    #[serde(default)]
    pub no: u64,
    /// Days with votes.
    #[serde(default)]
    pub days: usize,
}

/// Another wording, and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnedWording {
    /// Whether a build uses it.
    #[serde(rename = "use", default = "yes")]
    pub used: bool,
    /// Its words.
    pub text: String,
    /// Helpful votes after searches with these words.
    #[serde(default)]
    pub votes: u64,
    /// Days with such votes.
    #[serde(default)]
    pub days: usize,
}

/// Words that seem to mean the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnedSynonym {
    /// Whether a build uses it. Not before a person has said so: words that lead to the same answer need not mean the same.
    #[serde(rename = "use", default)]
    pub used: bool,
    /// Their language.
    pub lang: String,
    /// The words.
    pub words: Vec<String>,
    /// Helpful votes that speak for it.
    #[serde(default)]
    pub votes: u64,
}

/// What is searched and not answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnedGap {
    /// The language.
    pub lang: String,
    /// Words that the searches have in common.
    pub words: Vec<String>,
    /// How many searches.
    pub searches: u64,
    /// The entry that is nearest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
    /// Questions that visitors sent about it, masked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<String>,
}

fn yes() -> bool {
    true
}

impl Default for Learned {
    fn default() -> Learned {
        Learned {
            faqlet_learned: VERSION,
            site: String::new(),
            until: String::new(),
            entries: Vec::new(),
            synonyms: Vec::new(),
            missing: Vec::new(),
        }
    }
}

/// Reads the `learned.json` of the sources; several are put together.
pub(crate) fn read(sources: &[PathBuf], diagnostics: &mut Diagnostics) -> Learned {
    let mut all = Learned::default();
    for source in sources {
        let path = if is_file(source) { source.clone() } else { source.join(FILE) };
        if !path.is_file() {
            continue;
        }
        let Some(text) = sources::read_text(&path, diagnostics) else { continue };
        let learned = parse(&path, &text, diagnostics);
        all.site = learned.site;
        all.until = all.until.max(learned.until);
        all.entries.extend(learned.entries);
        all.synonyms.extend(learned.synonyms);
        all.missing.extend(learned.missing);
    }
    all
}

/// Whether a path is that of such a file.
pub(crate) fn is_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE)
}

/// Reads the text of such a file. Faults go to the diagnostics.
#[must_use]
pub fn parse(path: &Path, text: &str, diagnostics: &mut Diagnostics) -> Learned {
    let learned: Learned = match serde_json::from_str(text) {
        Ok(learned) => learned,
        Err(error) => {
            let line = u32::try_from(error.line()).unwrap_or(u32::MAX).max(1);
            let remedy = "mend this line, or let `faqlet learn --accept` write the file anew";
            diagnostics.error(Place::line(path, line), "what `faqlet learn` writes", error.to_string(), remedy);
            return Learned::default();
        }
    };
    let mut wrong =
        |expected: &str, got: String| diagnostics.error(Place::file(path), expected, got, "mend it, or let `faqlet learn` write it anew");
    if learned.faqlet_learned != VERSION {
        wrong("`faqlet_learned` to be 1", learned.faqlet_learned.to_string());
    }
    for entry in &learned.entries {
        let factors = entry.weight.iter().map(|weight| weight.factor);
        for factor in factors.filter(|factor| !faqlet_engine::Entry::WEIGHTS.contains(factor)) {
            wrong("`factor` to be 0.5 to 2", format!("{factor} for {} in {}", entry.id, entry.lang));
        }
        for wording in entry.wordings.iter().filter(|wording| wording.text.trim().is_empty() || wording.text.chars().count() > WORDING) {
            wrong("wordings of 1 to 200 characters", format!("one of {} for {} in {}", wording.text.chars().count(), entry.id, entry.lang));
        }
    }
    learned
}

/// What of it a build used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Weights of entries.
    pub weights: usize,
    /// Other wordings.
    pub wordings: usize,
    /// Groups of synonyms.
    pub synonyms: usize,
}

impl Learned {
    /// What was learned about the entries of a language, by id.
    pub(crate) fn of(&self, lang: &str) -> BTreeMap<&str, &LearnedEntry> {
        self.entries.iter().filter(|entry| entry.lang == lang).map(|entry| (entry.id.as_str(), entry)).collect()
    }

    /// The synonyms of a language that a person has agreed to.
    pub(crate) fn synonyms_of(&self, lang: &str) -> impl Iterator<Item = faqlet_engine::Synonym> {
        let agreed = self.synonyms.iter().filter(move |group| group.used && group.lang == lang);
        agreed.filter_map(|group| {
            let (term, means) = group.words.split_first().filter(|(_, means)| !means.is_empty())?;
            Some(faqlet_engine::Synonym { term: term.clone(), means: means.to_vec(), both_ways: true })
        })
    }

    /// How much of it is in use.
    #[must_use]
    pub fn used(&self) -> Used {
        Used {
            weights: self.entries.iter().filter(|entry| entry.weight.as_ref().is_some_and(|weight| weight.used)).count(),
            wordings: self.entries.iter().flat_map(|entry| &entry.wordings).filter(|wording| wording.used).count(),
            synonyms: self.synonyms.iter().filter(|group| group.used).count(),
        }
    }
}

/// Gives an entry of the index what was learned about it.
pub(crate) fn apply(entry: &mut faqlet_engine::Entry, learned: Option<&&LearnedEntry>) {
    let Some(learned) = learned else { return };
    if let Some(weight) = learned.weight.as_ref().filter(|weight| weight.used) {
        entry.weight = weight.factor;
    }
    entry.also.extend(learned.wordings.iter().filter(|wording| wording.used).map(|wording| wording.text.clone()));
}

/// Warns of entries that are there no more.
pub(crate) fn check(learned: &Learned, languages: &[(&str, &[Entry])], path: Option<&Path>, diagnostics: &mut Diagnostics) {
    let place = Place::file(path.unwrap_or(Path::new(FILE)));
    for entry in &learned.entries {
        let known = languages.iter().any(|(tag, entries)| *tag == entry.lang && entries.iter().any(|known| known.id == entry.id));
        if !known {
            let got = format!("`{}` in {}, which is not there", entry.id, entry.lang);
            diagnostics.note(
                place.clone(),
                "learned entries that the FAQ has",
                got,
                "nothing need be done; the next `faqlet learn` leaves it out",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{ "faqlet_learned": 1, "site": "shop", "until": "2026-05-31", "entries": [
        { "lang": "en", "id": "refund", "weight": { "factor": 1.05, "yes": 30 },
          "wordings": [{ "text": "money back" }, { "use": false, "text": "cash" }] } ],
        "synonyms": [{ "lang": "en", "words": ["parcel", "package"] }, { "use": true, "lang": "en", "words": ["iron", "press"] }] }"#;

    #[test]
    fn what_is_refused_is_not_used_and_synonyms_wait_for_a_person() {
        let mut diagnostics = Diagnostics::new();
        let learned = parse(Path::new(FILE), TEXT, &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 0);
        assert_eq!(learned.used(), Used { weights: 1, wordings: 1, synonyms: 1 });
        let mut entry = faqlet_engine::Entry::new("refund", "en", "How do I get a refund?", "So.");
        apply(&mut entry, learned.of("en").get("refund"));
        assert_eq!((entry.weight, entry.also.as_slice()), (1.05, ["money back".to_owned()].as_slice()));
        assert_eq!(learned.synonyms_of("en").map(|group| group.term).collect::<Vec<_>>(), ["iron"]);
        assert!(learned.of("fa").is_empty());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, expected) in [
            ("{\n\"faqlet_learned\": 1,\n\"entires\": [] }", "learned.json:3: expected what `faqlet learn` writes"),
            (r#"{ "faqlet_learned": 2 }"#, "learned.json: expected `faqlet_learned` to be 1; got 2"),
            (
                r#"{ "faqlet_learned": 1, "entries": [{ "lang": "en", "id": "a", "weight": { "factor": 9 } }] }"#,
                "expected `factor` to be 0.5 to 2; got 9",
            ),
            (
                r#"{ "faqlet_learned": 1, "entries": [{ "lang": "en", "id": "a", "wordings": [{ "text": " " }] }] }"#,
                "expected wordings of 1 to 200",
            ),
        ] {
            let mut diagnostics = Diagnostics::new();
            let _ = parse(Path::new(FILE), text, &mut diagnostics);
            let said: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
            assert!(said.len() == 1 && said[0].contains(expected), "{said:?}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let learned = parse(Path::new(FILE), TEXT, &mut Diagnostics::new());
        let written = serde_json::to_string(&learned).unwrap_or_default();
        assert_eq!(parse(Path::new(FILE), &written, &mut Diagnostics::new()), learned);
    }
}
