//! The encoders of meaning, and the vectors of each language's entries. Both are files of their own and not part of the index, because the
//! first results must not wait for what only makes them better.

use super::languages::Language;
use super::manifest::{DataFile, PackPart};
use super::{Files, OutputFile};
use faqlet_meaning::{Group, Pack, Refused, vectors};

/// How much of an answer stands for it, in characters: what an author says first is what was asked.
const PASSAGE: usize = 240;

/// The encoders that a folder is built with.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    packs: Vec<(Pack, Vec<u8>)>,
}

impl Meaning {
    /// From the bytes of packs.
    ///
    /// # Errors
    /// When one of them is no pack of this version.
    pub fn new<'b>(packs: impl IntoIterator<Item = &'b [u8]>) -> Result<Self, Refused> {
        let opened = packs.into_iter().map(|bytes| Ok((Pack::open(bytes)?, bytes.to_vec())));
        Ok(Self { packs: opened.collect::<Result<_, Refused>>()? })
    }

    /// The encoders.
    pub(crate) fn packs(&self) -> Vec<Pack> {
        self.packs.iter().map(|(pack, _)| pack.clone()).collect()
    }

    /// Adds the encoders. Those that a script of the FAQ needs are wanted offline too; the others only serve visitors who write otherwise.
    pub(super) fn add(&self, languages: &[Language], files: &mut Files) -> Vec<PackPart> {
        let parts = self.packs.iter().map(|(pack, bytes)| {
            let group = pack.group();
            let DataFile { file, bytes, integrity } = files.add_data(&format!("meaning.{}", group.name()), "fqm", bytes.clone());
            if !languages.iter().any(|language| is_written_in(language, group)) {
                files.leave_online(&file);
            }
            PackPart { group: group.name().to_owned(), file, bytes, integrity }
        });
        parts.collect()
    }

    /// The vectors of a language's entries; `None` where no pack reads them.
    pub(super) fn vectors(&self, language: &Language, files: &mut Files) -> Option<DataFile> {
        let answers: Vec<String> = language.entries.iter().map(|entry| beginning(&entry.answer.text())).collect();
        let texts = language.entries.iter().zip(&answers).map(|(entry, answer)| vectors::Texts {
            wordings: std::iter::once(&entry.question).chain(&entry.also).map(String::as_str).collect(),
            passage: answer,
        });
        let bytes = vectors::build(texts, &self.packs())?;
        Some(files.add_data(&format!("vectors.{}", language.tag), "fqv", bytes))
    }
}

/// Whether at least a tenth of the questions are written in scripts of the group.
fn is_written_in(language: &Language, group: Group) -> bool {
    let written = language.entries.iter().filter(|entry| Group::of(&entry.question) == Some(group)).count();
    written * 10 >= language.entries.len().max(1)
}

fn beginning(answer: &str) -> String {
    answer.chars().take(PASSAGE).collect()
}

/// Size of all that visitors may load for meaning: encoders, then vectors.
pub(super) fn sizes(files: &[OutputFile]) -> (usize, usize) {
    let sum = |start: &str, end: &str| {
        let named = files.iter().filter(|file| file.name.starts_with(start) && file.name.ends_with(end));
        named.map(|file| file.bytes.len()).sum()
    };
    (sum("meaning.", ".fqm"), sum("vectors.", ".fqv"))
}
