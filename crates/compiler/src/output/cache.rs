//! Compressed copies that earlier builds made, by their content, in one file beside the output folder.
//!
//! Nothing depends on it: without it, or when it is damaged, of another version or somebody else's, all is compressed again and the output
//! is the same. The file is `FAQLETC1`, 32 bytes that tell the encoders apart, then for each content its key and the two copies, each
//! with its length in four bytes before it (0 when there is no copy), and at the end the SHA-256 of all before. Numbers are little-endian.

use super::compress::{BEST, QUICK, copies};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// SHA-256 of a content, with how it is compressed.
pub(super) type Key = [u8; 32];

const MAGIC: &[u8; 8] = b"FAQLETC1";
const HASH: usize = 32;
/// A larger file is none of ours, in bytes.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// The compressed copies of a content; `None` when one is not smaller.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Copies {
    pub(super) brotli: Option<Vec<u8>>,
    pub(super) gzip: Option<Vec<u8>>,
}

/// Compressed copies of earlier builds. The default one is empty and is kept nowhere.
#[derive(Debug, Default)]
pub struct CompressionCache {
    path: Option<PathBuf>,
    known: BTreeMap<Key, Copies>,
    changed: bool,
}

impl CompressionCache {
    /// The cache of an output folder: `.NAME.faqlet-cache` beside it. Empty when there is none that can be used.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        let Some(name) = folder.file_name() else { return Self::default() };
        let path = folder.with_file_name(format!(".{}.faqlet-cache", name.to_string_lossy()));
        let usable = fs::metadata(&path).is_ok_and(|found| found.is_file() && found.len() <= LARGEST);
        let bytes = if usable { fs::read(&path).ok() } else { None };
        let known = bytes.and_then(|bytes| decode(&bytes)).unwrap_or_default();
        Self { path: Some(path), known, changed: false }
    }

    /// Writes it for the next build, if there is something new. That it cannot be written costs time and nothing else, so that is no error.
    /// A file that is cut off by a crash does not fit its hash and is passed over.
    pub fn save(&self) {
        let Some(path) = self.path.as_ref().filter(|_| self.changed) else { return };
        let new = path.with_extension("faqlet-cache-new");
        if fs::write(&new, encode(&self.known)).and_then(|()| fs::rename(&new, path)).is_err() {
            let _ = fs::remove_file(&new);
        }
    }

    pub(super) fn holds(&self, key: &Key) -> bool {
        self.known.contains_key(key)
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Copies> {
        self.known.get(key)
    }

    /// Takes in what was made and forgets what is not of this build.
    pub(super) fn keep(&mut self, of_this_build: BTreeSet<Key>, made: Vec<(Key, Copies)>) {
        let before = self.known.len();
        self.known.retain(|key, _| of_this_build.contains(key));
        self.changed |= self.known.len() != before || !made.is_empty();
        self.known.extend(made);
    }
}

/// Tells encoders apart: another version of a library may compress otherwise, and then a build with a cache would differ from a clean one.
fn encoders() -> [u8; HASH] {
    static ENCODERS: OnceLock<[u8; HASH]> = OnceLock::new();
    *ENCODERS.get_or_init(|| {
        // Text with repetitions near and far, upper and lower case, and numbers, so that much of an encoder is used.
        let sample: String =
            (0..200).map(|n| format!("<p id=\"q{n}\">Question {} of {}: The parcel, the Letter</p>\n", n * 7 % 31, n * n)).collect();
        let (best, quick) = (copies(sample.as_bytes(), BEST), copies(sample.as_bytes(), QUICK));
        let parts = [best.brotli, best.gzip, quick.brotli].map(Option::unwrap_or_default);
        let start = Sha256::new().chain_update(env!("CARGO_PKG_VERSION"));
        parts.iter().fold(start, |hash, part| hash.chain_update(Sha256::digest(part))).finalize().into()
    })
}

fn encode(known: &BTreeMap<Key, Copies>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(encoders());
    for (key, copies) in known {
        out.extend(key);
        for copy in [&copies.brotli, &copies.gzip] {
            let copy = copy.as_deref().unwrap_or_default();
            // Files are far below 4 GiB; one that were not would not fit its hash on reading and be compressed again.
            out.extend((copy.len() as u32).to_le_bytes());
            out.extend(copy);
        }
    }
    let hash = Sha256::digest(&out);
    out.extend(hash);
    out
}

fn decode(bytes: &[u8]) -> Option<BTreeMap<Key, Copies>> {
    let (body, hash) = bytes.split_at_checked(bytes.len().checked_sub(HASH)?)?;
    let body_hash: [u8; HASH] = Sha256::digest(body).into();
    let mut rest = body.strip_prefix(MAGIC)?.strip_prefix(&encoders())?;
    if hash != body_hash {
        return None;
    }
    let mut known = BTreeMap::new();
    while !rest.is_empty() {
        let key: Key = *take(&mut rest, HASH)?.first_chunk()?;
        known.insert(key, Copies { brotli: copy(&mut rest)?, gzip: copy(&mut rest)? });
    }
    Some(known)
}

fn copy(rest: &mut &[u8]) -> Option<Option<Vec<u8>>> {
    let length = u32::from_le_bytes(*take(rest, 4)?.first_chunk()?) as usize;
    let copy = take(rest, length)?;
    Some((!copy.is_empty()).then(|| copy.to_vec()))
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (start, end) = rest.split_at_checked(length)?;
    *rest = end;
    Some(start)
}

#[cfg(test)]
mod tests {
    use super::super::OutputFile;
    use super::super::compress::compress;
    use super::*;

    fn files(texts: &[String]) -> Vec<OutputFile> {
        (0..).zip(texts).map(|(n, text): (u32, _)| OutputFile { name: format!("{n}.txt"), bytes: text.clone().into_bytes() }).collect()
    }

    fn built(texts: &[String], cache: &mut CompressionCache) -> Vec<OutputFile> {
        let mut files = files(texts);
        compress(&mut files, cache);
        cache.save();
        files
    }

    fn texts() -> Vec<String> {
        (0..6).map(|n| format!("answer {n}: pay, send back, be paid back. ").repeat(12)).collect()
    }

    /// Numbers that look random and are the same in each run (Knuth's linear congruential generator).
    fn next(state: &mut u64) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize
    }

    #[test]
    fn edits_give_what_a_clean_build_gives() {
        let dir = tempfile::tempdir().unwrap();
        let (out, mut texts, mut state) = (dir.path().join("out"), texts(), 7);
        for _ in 0..25 {
            match next(&mut state) % 4 {
                0 if texts.len() > 1 => drop(texts.remove(next(&mut state) % texts.len())),
                1 => texts.push(format!("one more, {}. ", next(&mut state) % 5).repeat(next(&mut state) % 30)),
                2 => texts.rotate_left(1),
                _ => {
                    let at = next(&mut state) % texts.len();
                    texts[at] += &format!("changed {}", next(&mut state));
                }
            }
            let with = built(&texts, &mut CompressionCache::of(&out));
            assert_eq!(with, built(&texts, &mut CompressionCache::default()), "{texts:?}");
        }
    }

    #[test]
    fn what_is_unchanged_comes_from_the_cache_and_what_is_gone_leaves_it() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        built(&texts(), &mut CompressionCache::of(&out));
        let mut cache = CompressionCache::of(&out);
        assert_eq!(cache.known.len(), 6);
        built(&texts(), &mut cache);
        assert!(!cache.changed);
        built(&texts()[..2], &mut cache);
        assert_eq!(CompressionCache::of(&out).known.len(), 2);
        let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(names, [".out.faqlet-cache"]);
    }

    #[test]
    fn a_damaged_an_older_and_a_foreign_cache_are_passed_over() {
        let whole = encode(&two());
        assert_eq!(decode(&whole).unwrap(), two());
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert_eq!(decode(&damaged), None, "byte {at}");
            assert_eq!(decode(&whole[..at]), None, "cut at {at}");
        }
        // Well formed, but of another encoder.
        let body = whole.len() - HASH;
        let mut older = whole[..body].to_vec();
        older[MAGIC.len()] ^= 1;
        let hash = Sha256::digest(&older);
        older.extend(hash);
        assert_eq!(decode(&older), None);
        assert_eq!(decode(b"somebody else's notes, long enough to hold a hash at the end"), None);
    }

    fn two() -> BTreeMap<Key, Copies> {
        let first = Copies { brotli: Some(vec![1, 2]), gzip: Some(vec![3]) };
        BTreeMap::from([([1; 32], first), ([2; 32], Copies::default())])
    }

    #[test]
    fn a_folder_in_its_place_does_no_harm() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        fs::create_dir(dir.path().join(".out.faqlet-cache")).unwrap();
        let with = built(&texts(), &mut CompressionCache::of(&out));
        assert_eq!(with, built(&texts(), &mut CompressionCache::default()));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
