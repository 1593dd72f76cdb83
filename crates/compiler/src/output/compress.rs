//! Compressed copies beside the files, for servers that hand them out as they are.

use super::OutputFile;
use std::io::Write;

/// Smaller files gain nothing: they fit into one packet as they are.
const SMALLEST: usize = 256;

/// Adds `.br` (quality 11) and `.gz` (level 9) beside each file that gets smaller by it. Deterministic.
pub fn compress(files: &mut Vec<OutputFile>) {
    let mut compressed = Vec::new();
    for file in files.iter().filter(|file| file.bytes.len() >= SMALLEST) {
        for (ending, bytes) in [("br", brotli(&file.bytes)), ("gz", gzip(&file.bytes))] {
            if let Some(bytes) = bytes.filter(|bytes| bytes.len() < file.bytes.len()) {
                compressed.push(OutputFile { name: format!("{}.{ending}", file.name), bytes });
            }
        }
    }
    files.append(&mut compressed);
    files.sort_by(|a, b| a.name.cmp(&b.name));
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
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
        compress(&mut files);
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
