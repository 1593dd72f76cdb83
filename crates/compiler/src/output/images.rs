//! Images that stand beside the sources: they go into the output folder under the name of their content, and answers learn their size, so
//! that a page does not jump when they come. Images from elsewhere on the web or the site are only named.

use super::Files;
use super::languages::Language;
use crate::diagnostic::Diagnostics;
use crate::entry::Entry;
use crate::links;
use crate::sources::LARGEST_FILE;
use faqlet_engine::answer::Inline;
use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Kinds of image that every browser shows, by the ending of their names; the last one is text.
pub(super) const ENDINGS: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"];

/// An image in the output folder.
#[derive(Clone, Debug)]
struct Picture {
    file: String,
    width: u32,
    height: u32,
}

/// Takes up the images of all answers. One that is not where its answer says is warned of and stays as it was written.
pub(super) fn take_up(languages: &mut [Language], files: &mut Files, diagnostics: &mut Diagnostics) {
    let mut known: BTreeMap<PathBuf, Option<Picture>> = BTreeMap::new();
    for entry in languages.iter_mut().flat_map(|language| &mut language.entries) {
        take_up_entry(entry, &mut known, files, diagnostics);
    }
}

fn take_up_entry(entry: &mut Entry, known: &mut BTreeMap<PathBuf, Option<Picture>>, files: &mut Files, diagnostics: &mut Diagnostics) {
    let folder = entry.place.path.parent().unwrap_or(Path::new("")).to_owned();
    let mut missing = Vec::new();
    links::in_blocks(&mut entry.answer.blocks, &mut |inline| {
        let Inline::Image { src, alt } = inline else { return };
        let Some((path, ending)) = beside(&folder, src) else { return };
        let picture = known.entry(path).or_insert_with_key(|path| take(path, ending, files));
        match picture {
            Some(Picture { file, width, height }) => {
                *inline = Inline::Picture { file: file.clone(), alt: std::mem::take(alt), width: *width, height: *height };
            }
            None => missing.push(src.clone()),
        }
    });
    for src in missing {
        let remedy = "put the file there; one that is on the site already is named from its root, such as `/images/a.png`";
        diagnostics.warning(entry.place.clone(), "an image beside its answer", format!("`{src}`, which is not there"), remedy);
    }
}

/// The file that an address names from where its answer stands, and its kind; `None` when it names something on the web or the site.
fn beside(folder: &Path, src: &str) -> Option<(PathBuf, &'static str)> {
    let path = src.split(['?', '#']).next().unwrap_or_default();
    let elsewhere = path.is_empty() || path.starts_with('/') || path.split('/').next().is_some_and(|first| first.contains(':'));
    if elsewhere {
        return None;
    }
    let path = folder.join(percent_decode_str(path).decode_utf8().ok()?.as_ref());
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    ENDINGS.into_iter().find(|known| *known == ending).map(|ending| (path, ending))
}

/// Whether an answer names an image beside it that is not there, or is none.
pub(crate) fn is_missing(entry: &Entry, src: &str) -> bool {
    let folder = entry.place.path.parent().unwrap_or(Path::new(""));
    beside(folder, src).is_some_and(|(path, ending)| read(&path, ending).is_none())
}

fn take(path: &Path, ending: &str, files: &mut Files) -> Option<Picture> {
    let (bytes, width, height) = read(path, ending)?;
    Some(Picture { file: files.add_hashed("image", ending, bytes), width, height })
}

/// Reads an image: its bytes, width and height. What only has the name of one is none: a build must not publish whatever a path in an
/// answer leads to.
fn read(path: &Path, ending: &str) -> Option<(Vec<u8>, u32, u32)> {
    let usable = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() <= LARGEST_FILE);
    let bytes = if usable { fs::read(path).ok()? } else { return None };
    match imagesize::blob_size(&bytes) {
        Ok(size) => Some((bytes, u32::try_from(size.width).unwrap_or(0), u32::try_from(size.height).unwrap_or(0))),
        Err(_) if ending == "svg" && is_svg(&bytes) => Some((bytes, 0, 0)),
        Err(_) => None,
    }
}

/// Whether text holds a drawing.
fn is_svg(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_images_name_files_beside_the_answer() {
        for (src, found) in [
            ("a.png", Some("faq/a.png")),
            ("../img/my%20cat.JPG?x=1#y", Some("faq/../img/my cat.JPG")),
            ("/img/a.png", None),
            ("https://x.example/a.png", None),
            ("//x.example/a.png", None),
            ("a.txt", None),
            ("a", None),
            ("", None),
        ] {
            assert_eq!(beside(Path::new("faq"), src).map(|(path, _)| path), found.map(PathBuf::from), "{src}");
        }
    }
}
