//! Walking through a folder of content: sorted, bounded, and with every obstacle reported with its place.

use super::LARGEST_FILE;
use crate::diagnostic::{Diagnostics, Place};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Folders within folders; deeper trees are loops or mistakes.
const DEEPEST: usize = 64;
/// Files looked at in one source.
const MOST_FILES: usize = 200_000;

/// What is called for each file: its path, its path below the source, and where to report.
type Visit<'a> = dyn FnMut(&Path, &Path, &mut Diagnostics) + 'a;

/// Calls `visit` for each file under `source`, or for `source` itself when it is a file (the path below is then empty). Names beginning
/// with a dot or an underscore, `README.md` and `node_modules` are passed over, as site generators do.
pub(super) fn walk(source: &Path, diagnostics: &mut Diagnostics, visit: &mut Visit<'_>) {
    match fs::metadata(source) {
        Err(error) => unreadable(source, "a readable folder or file", &error, diagnostics),
        Ok(found) if found.is_dir() => {
            let mut walk = Walk { source: source.to_owned(), above: Vec::new(), files: 0, visit };
            walk.folder(source, diagnostics);
        }
        Ok(_) => visit(source, Path::new(""), diagnostics),
    }
}

struct Walk<'a, 'b> {
    source: PathBuf,
    /// The real paths of the folders above: a link back to one of them is a loop.
    above: Vec<PathBuf>,
    files: usize,
    visit: &'a mut Visit<'b>,
}

impl Walk<'_, '_> {
    fn folder(&mut self, folder: &Path, diagnostics: &mut Diagnostics) {
        let real = match fs::canonicalize(folder) {
            Ok(real) => real,
            Err(error) => return unreadable(folder, "a readable folder", &error, diagnostics),
        };
        if self.above.contains(&real) || self.above.len() >= DEEPEST {
            let got = if self.above.contains(&real) { format!("a link back to {}", real.display()) } else { "deeper ones".to_owned() };
            let expected = format!("folders nested at most {DEEPEST} deep, without loops");
            return diagnostics.error(Place::file(folder), expected, got, "remove the link or move the folder");
        }
        self.above.push(real);
        for path in sorted(folder, diagnostics) {
            self.entry(&path, diagnostics);
        }
        self.above.pop();
    }

    fn entry(&mut self, path: &Path, diagnostics: &mut Diagnostics) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(['.', '_']) || name == "node_modules" || name.eq_ignore_ascii_case("readme.md") {
            return;
        }
        match fs::metadata(path) {
            Err(error) => unreadable(path, "a readable file", &error, diagnostics),
            Ok(found) if found.is_dir() => self.folder(path, diagnostics),
            Ok(_) => {
                self.files += 1;
                if self.files > MOST_FILES {
                    if self.files == MOST_FILES + 1 {
                        let got = "more";
                        diagnostics.error(Place::file(path), format!("at most {MOST_FILES} files"), got, "name the folder of the FAQ only");
                    }
                    return;
                }
                let below = path.strip_prefix(&self.source).unwrap_or(path).to_owned();
                (self.visit)(path, &below, diagnostics);
            }
        }
    }
}

/// The paths in a folder, in the order of their names byte by byte: the same on every machine.
fn sorted(folder: &Path, diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>());
    match entries {
        Ok(mut paths) => {
            paths.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
            paths
        }
        Err(error) => {
            unreadable(folder, "a readable folder", &error, diagnostics);
            Vec::new()
        }
    }
}

fn unreadable(path: &Path, expected: &str, error: &std::io::Error, diagnostics: &mut Diagnostics) {
    diagnostics.error(Place::file(path), expected, error.to_string(), "check the name and the permissions");
}

/// A file's text without byte order mark, with line ends as they are. `None` after an error was noted.
pub(super) fn read_text(path: &Path, diagnostics: &mut Diagnostics) -> Option<String> {
    let mut bytes = Vec::new();
    // The bound holds for what is read, not for what the file system says: a device or a growing file has no size.
    let read = fs::File::open(path).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        unreadable(path, "a readable file", &error, diagnostics);
        return None;
    }
    if bytes.len() as u64 > LARGEST_FILE {
        diagnostics.error(Place::file(path), "a file of at most 50 MB", "a larger one", "divide it, or move it out of the FAQ's folder");
        return None;
    }
    decoded(path, bytes, diagnostics)
}

/// The text of bytes: UTF-8, UTF-16 with its byte order mark, or for HTML the encoding that the page declares.
fn decoded(path: &Path, bytes: Vec<u8>, diagnostics: &mut Diagnostics) -> Option<String> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return decode(path, encoding_rs::UTF_16LE, &bytes, diagnostics);
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Some(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)),
        Err(error) => error,
    };
    if let Some(encoding) = declared(path, error.as_bytes()) {
        return decode(path, encoding, error.as_bytes(), diagnostics);
    }
    let at = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u32;
    let got = format!("byte 0x{:02x} at offset {at}", bytes[at]);
    diagnostics.error(Place::line(path, line), "text in UTF-8", got, "save the file as UTF-8");
    None
}

/// Decodes; a byte order mark says which UTF-16 it is.
fn decode(path: &Path, encoding: &'static encoding_rs::Encoding, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<String> {
    let (text, used, broken) = encoding.decode(bytes);
    if broken {
        let got = "bytes that are none in it";
        diagnostics.error(Place::line(path, 1), format!("text in {}", used.name()), got, "save the file as UTF-8");
        return None;
    }
    Some(text.into_owned())
}

/// The encoding that an HTML page names in its first kilobyte, as browsers look for it.
fn declared(path: &Path, bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    if !matches!(ending.as_str(), "html" | "htm") {
        return None;
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let (_, after) = start.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'', ' ']).split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).next()?;
    encoding_rs::Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != encoding_rs::UTF_8)
}
