//! What a visitor downloads who comes back after one answer of many was edited.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use faqlet_tests::Result;
use faqlet_tests::built::{faqlet_prints, manifest};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Entries of the FAQ.
const ENTRIES: usize = 10_000;

/// Most bytes of manifest, list of patches and patch together, as they travel.
const MOST: usize = 30 * 1024;

/// Words that look like some, the first ones far more frequent than the last; the same in every run.
struct Text(u64);

impl Text {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] =
            ["ba", "cor", "den", "fi", "gra", "hol", "in", "ket", "lum", "mo", "nar", "pel", "qui", "ro", "sta", "ver"];
        // Three draws multiplied fall as the words of a language do.
        let rank = (self.next() % 16) * (self.next() % 16) * (self.next() % 32);
        let syllable = |at: u64| SYLLABLES[(at % 16) as usize];
        [syllable(rank), syllable(rank / 16), if rank > 255 { syllable(rank / 256) } else { "" }].concat()
    }

    fn words(&mut self, count: u64) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

/// Writes the FAQ; `edited` has another sentence in the middle.
fn write(path: &Path, edited: bool) -> Result {
    let mut text = Text(7);
    let mut lines = String::new();
    for number in 0..ENTRIES {
        let question = format!("How do I {}?", {
            let count = 5 + text.next() % 5;
            text.words(count)
        });
        let count = 40 + text.next() % 80;
        let mut answer = text.words(count);
        if edited && number == ENTRIES / 2 {
            answer.push_str(". Since June the desk also takes vouchers.");
        }
        writeln!(lines, "{}", serde_json::json!({ "id": format!("e{number}"), "lang": "en", "question": question, "answer": answer }))?;
    }
    Ok(fs::write(path, lines)?)
}

fn packed(path: &Path) -> Result<usize> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&fs::read(path)?)?;
    Ok(packed.finish()?.len())
}

#[test]
fn one_edited_answer_of_ten_thousand_is_thirty_kilobytes_at_most() -> Result {
    let folder = tempfile::tempdir()?;
    let (source, out) = (folder.path().join("faq.jsonl"), folder.path().join("help"));
    let build = || faqlet_prints(&["build".as_ref(), source.as_os_str(), "--out".as_ref(), out.as_os_str()]);
    write(&source, false)?;
    build()?;
    let before = manifest(&out)?;
    write(&source, true)?;
    build()?;
    let after = manifest(&out)?;
    assert_ne!(before["version"], after["version"]);
    let steps: serde_json::Value = serde_json::from_slice(&fs::read(out.join("patches.json"))?)?;
    assert_eq!((&steps[0]["from"], &steps[0]["to"]), (&before["version"], &after["version"]));
    let patch = fs::metadata(out.join(steps[0]["file"].as_str().unwrap_or_default()))?.len() as usize;
    let (manifest, list) = (packed(&out.join("manifest.json"))?, packed(&out.join("patches.json"))?);
    let index = packed(&out.join(after["languages"][0]["index"]["file"].as_str().unwrap_or_default()))?;
    println!("manifest {manifest}, list {list}, patch {patch} bytes; the index alone would be {index}");
    assert!(manifest + list + patch <= MOST, "{manifest} + {list} + {patch} bytes are more than {MOST}");

    // The same sources once more change nothing: the patch stays, and with it the way for whoever has not come back yet.
    build()?;
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&fs::read(out.join("patches.json"))?)?, steps);
    Ok(())
}
