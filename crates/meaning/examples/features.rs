//! Features of texts for the training: a text a line on standard input; on standard output, for each, the number of its features and the
//! features, as 32-bit little-endian numbers.

use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use faqlet_meaning::features::features;

fn main() -> std::io::Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let features = features(&line?);
        out.write_all(&(features.len() as u32).to_le_bytes())?;
        for feature in features {
            out.write_all(&feature.to_le_bytes())?;
        }
    }
    out.flush()
}
