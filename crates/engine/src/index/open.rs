//! From index bytes to an engine: everything is checked here, so that search can trust what it reads.

use super::dictionary::{Blocks, Dictionary, Lexicon};
use super::lengths::Lengths;
use super::postings::{self, Bounds, Walk, Walks};
use super::shards::{self, Shards};
use super::synonyms::{self, Rule};
use super::tables::{self, Head, LabelTable, PinRule, Texts};
use super::{DICTIONARY, HEAD, IDS, KIND, LABELS, LENGTHS, PINS, PLACES, QUESTIONS, SYNONYMS};
use crate::analysis::Language;
use crate::container::Container;
use crate::error::OpenError;
use crate::memo::Memo;

/// An opened index. It keeps the file's bytes and small tables of where things are in them; nothing is inflated.
#[derive(Debug)]
pub struct Engine {
    file: Container,
    entries: u32,
    lang: Box<str>,
    language: Language,
    ids: Texts,
    questions: Texts,
    blocks: Blocks,
    places: postings::Blocks,
    pub(crate) labels: LabelTable,
    pub(crate) lengths: Lengths,
    pub(crate) rules: Vec<Rule>,
    pub(crate) pins: Vec<PinRule>,
    pub(crate) memo: Memo,
    /// What has come of an index that is divided; `None` for one that is a file.
    pub(crate) shards: Option<Box<Shards>>,
}

impl Engine {
    /// Opens an index made by [`build`](crate::build), or the root of one that was divided by [`divide`](crate::divide). Afterwards nothing panics, whatever is asked.
    ///
    /// # Errors
    /// When the bytes are cut, damaged, of another kind or version, or make no sense; see [`OpenError`].
    pub fn open(bytes: &[u8]) -> Result<Self, OpenError> {
        Self::from_vec(bytes.to_vec())
    }

    /// As [`open`](Self::open), without a copy of the bytes.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn from_vec(bytes: Vec<u8>) -> Result<Self, OpenError> {
        let kind = Self::kind_of(&bytes);
        Self::of(Container::from_vec(bytes, kind)?, kind)
    }

    /// As [`from_vec`](Self::from_vec), for bytes that the caller has compared with a cryptographic hash: their checksums are not
    /// computed, and texts are not read. Whatever the bytes are, nothing panics.
    ///
    /// # Errors
    /// As [`open`](Self::open), but for checksums of sections and texts that are not UTF-8; such a text is not there.
    pub fn from_verified(bytes: Vec<u8>) -> Result<Self, OpenError> {
        let kind = Self::kind_of(&bytes);
        Self::of(Container::from_verified(bytes, kind)?, kind)
    }

    /// What the bytes are to be: the root of a divided index where they say so, else an index.
    fn kind_of(bytes: &[u8]) -> [u8; 4] {
        if bytes.get(4..8) == Some(&shards::ROOT[..]) { shards::ROOT } else { KIND }
    }

    fn of(file: Container, kind: [u8; 4]) -> Result<Self, OpenError> {
        let divided = kind == shards::ROOT;
        let whole = [IDS, QUESTIONS, DICTIONARY, PLACES].into_iter().filter(|_| !divided);
        for tag in [HEAD, LABELS, LENGTHS].into_iter().chain(whole) {
            file.required(tag)?;
        }
        Self::from_container(file, divided).ok_or(OpenError::Malformed { section: "index", offset: 0, expected: "parts that fit together" })
    }

    /// Synonyms and pins may be missing: an index is whole without them.
    fn from_container(file: Container, divided: bool) -> Option<Self> {
        let Head { entries, wordings, lang } = Head::open(file.section(HEAD)?)?;
        let mut lengths = Lengths::open(file.section(LENGTHS)?, entries).filter(|lengths| lengths.count() == wordings)?;
        let blocks = Blocks::open(file.section(DICTIONARY).unwrap_or(&[0]))?;
        let labels = LabelTable::open(file.section(LABELS)?, entries)?;
        let bounds = Bounds { wordings, answers: entries, labels: labels.count() };
        let shards = if divided { Some(Box::new(Shards::open(&file, bounds, &mut lengths)?)) } else { None };
        let terms = shards.as_ref().map_or(blocks.terms(), |shards| shards.terms());
        let texts = |tag| match file.section(tag) {
            Some(section) if !divided => Texts::open(section, entries, file.is_verified()),
            _ => Some(Texts::default()),
        };
        Some(Self {
            entries,
            language: Language::from_tag(&lang),
            lang,
            ids: texts(IDS)?,
            questions: texts(QUESTIONS)?,
            places: postings::Blocks::open(file.section(PLACES).unwrap_or(&[0]), blocks.terms(), bounds)?,
            rules: synonyms::open(file.section(SYNONYMS).unwrap_or(&[0]), terms)?,
            pins: tables::open_pins(file.section(PINS).unwrap_or(&[0]), entries)?,
            labels,
            blocks,
            lengths,
            file,
            memo: Memo::default(),
            shards,
        })
    }

    /// Language of the index, a BCP 47 tag.
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.entries
    }

    /// Whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn id(&self, number: u32) -> Option<&str> {
        match &self.shards {
            Some(shards) => shards.id(number),
            None => self.ids.get(self.file.section(IDS)?, number),
        }
    }

    pub(crate) fn number_of(&self, id: &str) -> Option<u32> {
        match &self.shards {
            Some(shards) => shards.find(id),
            None => self.ids.find(self.file.section(IDS)?, id),
        }
    }

    pub(crate) fn question(&self, number: u32) -> Option<&str> {
        match &self.shards {
            Some(shards) => shards.question(number),
            None => self.questions.get(self.file.section(QUESTIONS)?, number),
        }
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Entries with a label: a category (and those in categories below it) or a tag.
    pub(crate) fn labelled(&self, label: u32) -> &[u32] {
        if let Some(entries) = self.shards.as_ref().and_then(|shards| shards.labelled(label)) {
            return entries;
        }
        let label = label as usize;
        let end = self.labels.labelled_end.get(label).copied().unwrap_or_default() as usize;
        let start = label.checked_sub(1).and_then(|before| self.labels.labelled_end.get(before)).copied().unwrap_or_default() as usize;
        self.labels.labelled.get(start..end).unwrap_or_default()
    }

    /// Factor on the entry's score.
    pub(crate) fn weight(&self, entry: u32) -> f32 {
        self.labels.weights.get(entry as usize).map_or(1.0, |step| tables::weight(*step))
    }

    /// Languages of entries that are analysed otherwise than the index's own.
    pub(crate) fn other_languages(&self) -> impl Iterator<Item = Language> {
        let own = self.language();
        self.labels.languages.iter().map(|tag| Language::from_tag(tag)).filter(move |language| *language != own)
    }

    /// Language of an entry.
    pub(crate) fn language_of(&self, entry: u32) -> Language {
        let language = self.labels.language.get(entry as usize).copied().unwrap_or(0);
        self.labels.languages.get(language as usize).map_or_else(|| self.language(), |tag| Language::from_tag(tag))
    }

    /// How many terms the dictionary names.
    pub(crate) fn terms(&self) -> u32 {
        self.shards.as_ref().map_or(self.blocks.terms(), |shards| shards.terms())
    }

    pub(crate) fn dictionary(&self) -> Lexicon<'_> {
        match &self.shards {
            Some(shards) => Lexicon::new(shards.dictionaries()),
            None => Lexicon::new(vec![(self.own_dictionary(), None)]),
        }
    }

    /// The dictionary of an index that is one file.
    pub(crate) fn own_dictionary(&self) -> Dictionary<'_> {
        Dictionary::new(self.file.section(DICTIONARY).unwrap_or_default(), &self.blocks)
    }

    /// A walk over the places of terms.
    pub(crate) fn walk(&self) -> Walks<'_> {
        match &self.shards {
            Some(shards) => Walks(shards.walks()),
            None => Walks(vec![Walk::new(self.file.section(PLACES).unwrap_or_default(), &self.places)]),
        }
    }

    /// Tags of an entry, by number.
    pub(crate) fn tags_of(&self, entry: u32) -> &[u32] {
        match &self.shards {
            Some(shards) => shards.tags_of(entry),
            None => self.labels.tags_of(entry),
        }
    }
}
