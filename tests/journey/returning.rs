//! What a visitor downloads who comes back after one answer of many was edited.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use faqlet_tests::Result;
use faqlet_tests::built::{faqlet_prints, manifest};
use flate2::Compression;
use flate2::read::GzDecoder;
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

/// Names in a list of the folder, with their sizes.
fn listed(out: &Path, manifest: &serde_json::Value) -> Result<Vec<String>> {
    let list = manifest["languages"][0]["shards"]["file"].as_str().unwrap_or_default();
    let rows: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(out.join(list))?)?;
    Ok(rows.iter().filter_map(|row| row["file"].as_str()).map(str::to_owned).collect())
}

/// What the head of a patch says it makes.
fn made_by(patch: &Path) -> Result<Vec<String>> {
    let mut bytes = Vec::new();
    GzDecoder::new(fs::File::open(patch)?).read_to_end(&mut bytes)?;
    let length = u32::from_le_bytes(bytes[..4].try_into()?) as usize;
    let recipes: Vec<serde_json::Value> = serde_json::from_slice(&bytes[4..4 + length])?;
    Ok(recipes.iter().filter_map(|recipe| recipe["to"].as_str()).map(str::to_owned).collect())
}

#[test]
fn one_edited_answer_of_a_divided_language_that_is_kept_is_thirty_kilobytes_at_most() -> Result {
    let folder = tempfile::tempdir()?;
    let (source, out) = (folder.path().join("faq.jsonl"), folder.path().join("help"));
    let options = ["--shard-above", "5000", "--keep-shards", "--no-pages", "--no-meaning"].map(OsStr::new);
    let build = || faqlet_prints(&[&["build".as_ref(), source.as_os_str(), "--out".as_ref(), out.as_os_str()], &options[..]].concat());
    write(&source, false)?;
    build()?;
    let before = manifest(&out)?;
    let kept = listed(&out, &before)?;
    write(&source, true)?;
    build()?;
    let after = manifest(&out)?;
    let steps: serde_json::Value = serde_json::from_slice(&fs::read(out.join("patches.json"))?)?;
    let patch = out.join(steps[0]["file"].as_str().unwrap_or_default());
    let made = made_by(&patch)?;
    assert!(
        ["index", "shards"].iter().all(|part| made.contains(&after["languages"][0][*part]["file"].as_str().unwrap_or_default().to_owned()))
    );
    // What is new and not made by the patch is downloaded whole.
    let new: Vec<String> = listed(&out, &after)?.into_iter().filter(|name| !kept.contains(name)).collect();
    let whole: usize = new.iter().filter(|name| !made.contains(name)).map(|name| packed(&out.join(name))).sum::<Result<usize>>()?;
    let (manifest, list, patch) =
        (packed(&out.join("manifest.json"))?, packed(&out.join("patches.json"))?, fs::metadata(patch)?.len() as usize);
    println!(
        "manifest {manifest}, list {list}, patch {patch}, whole files {whole} bytes; {} of {} shards and answers are new",
        new.len(),
        kept.len()
    );
    assert!(
        !new.is_empty() && manifest + list + patch + whole <= MOST,
        "{manifest} + {list} + {patch} + {whole} bytes are more than {MOST}"
    );
    Ok(())
}
