//! Vectors of texts, for trying things out and for measuring packs: `encode PACK`, a text a line on standard input; on standard output, for
//! each, as many signed bytes as the pack's vectors have numbers, all zero for a text of which the pack knows nothing.

use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use faqlet_meaning::Pack;

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).expect("expected a pack: `encode PACK < TEXTS > VECTORS`");
    let pack = Pack::open(&std::fs::read(&path)?).unwrap_or_else(|refused| panic!("{path}: {refused}"));
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let vector = pack.encode(&line?);
        let numbers = vector.map_or_else(|| vec![0; pack.dimensions()], |vector| vector.numbers().to_vec());
        out.write_all(&numbers.into_iter().map(|number| number as u8).collect::<Vec<u8>>())?;
    }
    out.flush()
}
