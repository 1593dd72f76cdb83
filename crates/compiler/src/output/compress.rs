//! Compressed copies beside the files, for servers that hand them out as they are. Compressing costs many times what all the rest of a
//! build costs, so what was compressed is remembered between builds.

use super::OutputFile;
use super::cache::{CompressionCache, Copies, Key};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Smaller files gain nothing: they fit into one packet as they are.
const SMALLEST: usize = 256;
/// Compressing takes tens of megabytes of memory at a time.
const MOST_THREADS: usize = 8;

/// Brotli's best quality.
pub(super) const BEST: u8 = 11;
/// A tenth larger, in a tenth of the time.
pub(super) const QUICK: u8 = 9;
/// Of this size on, in bytes, a file that the widget does not load is compressed quickly: the best quality takes two seconds a megabyte.
const LARGE: usize = 128 * 1024;

/// The quality for a file: the best for what visitors wait for.
fn quality(file: &OutputFile) -> u8 {
    if super::is_precached(&file.name) && file.name != super::LIST || file.bytes.len() < LARGE { BEST } else { QUICK }
}

/// What names the copies of a file.
fn key(file: &OutputFile, quality: u8) -> Key {
    Sha256::new_with_prefix([quality]).chain_update(&file.bytes).finalize().into()
}

/// Adds `.br` and `.gz` (level 9) beside each file that gets smaller by it. Deterministic: with a cache, the bytes are the
/// same as without. The cache then holds the copies of these files and no others.
pub fn compress(files: &mut Vec<OutputFile>, cache: &mut CompressionCache) {
    let mut keys: Vec<(usize, Key)> = Vec::new();
    let mut missing: Vec<Content<'_>> = Vec::new();
    for (number, file) in files.iter().enumerate().filter(|(_, file)| file.bytes.len() >= SMALLEST && !is_image(&file.name)) {
        let quality = quality(file);
        let key = key(file, quality);
        keys.push((number, key));
        if !cache.holds(&key) {
            missing.push((key, &file.bytes, quality));
        }
    }
    missing.sort_unstable_by_key(|(key, ..)| *key);
    missing.dedup_by_key(|(key, ..)| *key);
    // Those that take longest first: at the end no thread is left alone with one.
    missing.sort_by_key(|(_, bytes, quality)| std::cmp::Reverse(bytes.len() * if *quality == BEST { 10 } else { 1 }));
    let made = compressed(&missing);
    cache.keep(keys.iter().map(|(_, key)| *key).collect(), made);
    let mut copies = Vec::new();
    for (number, key) in &keys {
        let (Some(file), Some(found)) = (files.get(*number), cache.get(key)) else { continue };
        for (ending, bytes) in [("br", &found.brotli), ("gz", &found.gzip)] {
            if let Some(bytes) = bytes {
                copies.push(OutputFile { name: format!("{}.{ending}", file.name), bytes: bytes.clone() });
            }
        }
    }
    files.append(&mut copies);
    files.sort_by(|a, b| a.name.cmp(&b.name));
}

/// What is to be compressed: its name among the copies, its bytes, and Brotli's quality.
type Content<'a> = (Key, &'a [u8], u8);

/// The copies of each content, made by as many threads as the machine has cores.
fn compressed(contents: &[Content<'_>]) -> Vec<(Key, Copies)> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS).min(contents.len());
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some((key, bytes, quality)) = contents.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // The receiver outlives the threads.
                    let _ = sender.send((*key, copies(bytes, *quality)));
                }
            });
        }
    });
    drop(sender);
    receiver.into_iter().collect()
}

/// Both copies of a content, each only if it is smaller.
pub(super) fn copies(bytes: &[u8], quality: u8) -> Copies {
    let smaller = |copy: &Vec<u8>| copy.len() < bytes.len();
    Copies { brotli: brotli(bytes, quality).filter(smaller), gzip: gzip(bytes).filter(smaller) }
}

fn brotli(bytes: &[u8], quality: u8) -> Option<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: i32::from(quality), lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters).ok()?;
    Some(out)
}

/// Without name and time in its head, so that the same content gives the same bytes.
fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = flate2::GzBuilder::new().mtime(0).write(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// Whether a file is compressed by its own format; of images only drawings are not.
fn is_image(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    ending != "svg" && super::images::ENDINGS.contains(&ending)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn compressed_copies_hold_the_same_and_stand_beside() {
        let text = "the same words over and over. ".repeat(100).into_bytes();
        let mut files = vec![
            OutputFile { name: "a.js".to_owned(), bytes: text.clone() },
            OutputFile { name: "small.js".to_owned(), bytes: b"x".to_vec() },
        ];
        compress(&mut files, &mut CompressionCache::default());
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a.js", "a.js.br", "a.js.gz", "small.js"]);
        let mut unbrotlied = Vec::new();
        brotli::BrotliDecompress(&mut files[1].bytes.as_slice(), &mut unbrotlied).unwrap();
        assert_eq!(unbrotlied, text);
        let mut ungzipped = Vec::new();
        flate2::read::GzDecoder::new(files[2].bytes.as_slice()).read_to_end(&mut ungzipped).unwrap();
        assert_eq!(ungzipped, text);
    }
}
