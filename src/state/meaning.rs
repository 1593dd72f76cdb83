//! What was fetched for finding by meaning: the vectors of this language's entries, and an encoder for each group of scripts that was
//! written in. Until both are there, and where they do not come, words alone decide.

use std::rc::Rc;

use faqlet_engine::{Engine, Found, SearchOptions};
use faqlet_meaning::{Group, Pack, Vectors, join};

/// A file that may be fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeaningFile {
    /// Scripts that the encoder reads; nothing for the vectors.
    pub group: Option<Group>,
    /// Its name in the folder.
    pub file: String,
    /// Its hash, as `fetch` wants it.
    pub integrity: String,
}

/// Something that has come.
#[derive(Clone, Debug)]
pub enum Part {
    /// The vectors.
    Vectors(Rc<Vectors>),
    /// An encoder.
    Pack(Rc<Pack>),
}

/// What is there.
#[derive(Debug, Default)]
pub struct Meaning {
    /// Not there where the site has none, or the visitor's connection is to be spared.
    pub(super) files: Vec<MeaningFile>,
    /// Which of them were asked for.
    asked: Vec<bool>,
    vectors: Option<Rc<Vectors>>,
    packs: Vec<Rc<Pack>>,
}

impl Meaning {
    /// With what may be fetched.
    pub(super) fn new(files: Vec<MeaningFile>) -> Self {
        Self { asked: vec![false; files.len()], files, ..Self::default() }
    }

    /// Numbers of the files that a query needs and that nobody has asked for yet.
    pub(super) fn ask(&mut self, query: &str) -> Vec<usize> {
        let Some(group) = Group::of(query) else { return Vec::new() };
        // Either is of no use without the other.
        if !self.files.iter().any(|file| file.group == Some(group)) || !self.files.iter().any(|file| file.group.is_none()) {
            return Vec::new();
        }
        let wanted = |file: &MeaningFile| file.group.is_none_or(|own| own == group);
        let files = self.files.iter().zip(&mut self.asked).enumerate();
        let new = files.filter_map(|(number, (file, asked))| (wanted(file) && !std::mem::replace(asked, true)).then_some(number));
        new.collect()
    }

    /// A file, by number.
    #[must_use]
    pub fn file(&self, number: usize) -> Option<&MeaningFile> {
        self.files.get(number)
    }

    /// Takes in what has come.
    pub(super) fn put(&mut self, part: Part) {
        match part {
            Part::Vectors(vectors) => self.vectors = Some(vectors),
            Part::Pack(pack) => self.packs.push(pack),
        }
    }

    /// What was found by words, with meaning beside it.
    pub(super) fn join(&self, engine: &Engine, query: &str, found: Found, options: &SearchOptions) -> Found {
        let group = Group::of(query);
        let pack = self.packs.iter().find(|pack| Some(pack.group()) == group);
        let Some((vectors, pack)) = self.vectors.as_ref().zip(pack) else { return found };
        join(engine, (vectors, pack), query, found, options)
    }
}

/// Opens what has come; what was expected, what came and what to do where it is not what the manifest says.
///
/// # Errors
/// When the bytes are refused.
pub fn open(file: &MeaningFile, bytes: &[u8]) -> Result<Part, String> {
    match file.group {
        Some(_) => Pack::open(bytes).map(|pack| Part::Pack(Rc::new(pack))),
        None => Vectors::open(bytes).map(|vectors| Part::Vectors(Rc::new(vectors))),
    }
    .map_err(|refused| refused.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(group: Option<Group>) -> MeaningFile {
        MeaningFile { group, ..MeaningFile::default() }
    }

    #[test]
    fn a_query_asks_for_the_vectors_and_the_encoder_of_its_script_once() {
        let mut meaning = Meaning::new(vec![file(Some(Group::Latin)), file(Some(Group::Han)), file(None)]);
        assert_eq!(meaning.ask("42 ?!"), Vec::<usize>::new());
        assert_eq!(meaning.ask("refund"), [0, 2]);
        assert_eq!(meaning.ask("refunds"), Vec::<usize>::new());
        assert_eq!(meaning.ask("退款"), [1]);
        assert_eq!(meaning.ask("بازپرداخت"), Vec::<usize>::new());
    }

    #[test]
    fn neither_is_asked_for_without_the_other() {
        assert!(Meaning::new(vec![file(Some(Group::Latin))]).ask("refund").is_empty());
        assert!(Meaning::new(vec![file(None)]).ask("refund").is_empty());
        assert!(Meaning::default().ask("refund").is_empty());
    }

    #[test]
    fn what_is_no_file_of_ours_is_refused_with_what_to_do() {
        for group in [None, Some(Group::Latin)] {
            let refused = open(&file(group), b"<!doctype html>").unwrap_err();
            assert!(refused.starts_with("expected a Faqlet file"), "{refused}");
        }
    }
}
