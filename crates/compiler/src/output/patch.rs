//! Patches: what has changed since the build whose output is being replaced, so that a visitor who has those files downloads a few KB
//! instead of a whole index.
//!
//! A patch belongs to two versions and holds, for each file that is new in the second, how to make it from a file of the first: pieces
//! to copy, and bytes in between. Nothing has to trust it, because every file made by it must have the hash that its name says; whoever
//! cannot use it downloads the whole files. So the formats of index and answers need not know that there are patches, and what is made by
//! one is the very same file, byte for byte.
//!
//! A patch is gzip of: the length of a head (u32, little-endian), the head as JSON, and all bytes to be inserted, one after the other.
//! The head is `[{ "from": …, "to": …, "ops": [skip, copy, insert, …] }]`: `skip` bytes of the old file forward (or back), copy so many,
//! then insert so many. `patches.json` lists the patches that lead to the folder's version, the last step first. It is not part of the
//! manifest, since it says nothing of what the folder holds, only of how to get there.

use super::manifest::Manifest;
use super::{Files, MANIFEST, OutputFile, shards};
use flate2::{Compression, write::GzEncoder};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Write;
use std::path::Path;

/// The list of patches.
pub(super) const PATCHES: &str = "patches.json";
/// Most steps that are kept: who comes back later than so many builds downloads the files whole.
const STEPS: usize = 8;
/// Length of the pieces by which old and new are compared, in bytes.
const PIECE: usize = 12;
/// Most pieces of an old file that are remembered, which bounds memory at some 50 MB.
const PIECES: usize = 1 << 21;
/// Most shards and answers of a divided language that a patch makes: when more has changed, what a patch says of each would be most of it.
const MOST_SHARDS: usize = 2_000;
/// Files below this many bytes are not worth a patch.
const SMALL: usize = 2 * 1024;

/// A step from one version to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Step {
    from: String,
    to: String,
    file: String,
    bytes: u64,
}

/// How a file is made from another.
#[derive(Serialize)]
struct Recipe<'a> {
    from: &'a str,
    to: &'a str,
    ops: Vec<i64>,
}

/// Adds patches from the version that lies in the folder `before`, where there is one, and those that led to it, and their list.
pub(super) fn add(before: Option<&Path>, manifest: &Manifest, files: &mut Files) {
    let steps = before.map_or(Vec::new(), |folder| steps(folder, manifest, files));
    files.add_stable(PATCHES, serde_json::to_vec(&steps).unwrap_or_default());
}

/// The steps that lead to a version, the last first. What lies in the folder may be anything: where it makes no sense there are none.
fn steps(folder: &Path, manifest: &Manifest, files: &mut Files) -> Vec<Step> {
    let old = fs::read(folder.join(MANIFEST)).ok().and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
    let Some(old) = old else { return Vec::new() };
    let mut steps: Vec<Step> =
        fs::read(folder.join(PATCHES)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    if old.version != manifest.version {
        let mut pairs = pairs(&old, manifest);
        pairs.extend(pairs_of_shards(folder, &old, manifest, files));
        let Some(step) = step(folder, (&old.version, &manifest.version), &pairs, files) else { return Vec::new() };
        steps.insert(0, step);
    }
    let mut wanted = manifest.version.clone();
    let mut kept = Vec::new();
    for step in steps.into_iter().take(STEPS) {
        let plain = step.file.starts_with("patch.") && !step.file.contains(['/', '\\']);
        let there = files.all.iter().any(|file| file.name == step.file);
        let Some(bytes) = there.then(Vec::new).or_else(|| fs::read(folder.join(&step.file)).ok().filter(|_| plain)) else { break };
        if step.to != wanted {
            break;
        }
        if !there {
            files.all.push(OutputFile { name: step.file.clone(), bytes });
        }
        wanted.clone_from(&step.from);
        kept.push(step);
    }
    kept
}

/// Old and new names of what has changed: files of the same purpose, answers by the entries that they begin with.
fn pairs(old: &Manifest, new: &Manifest) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut pair = |old: &str, new: &str| {
        if old != new {
            pairs.push((old.to_owned(), new.to_owned()));
        }
    };
    if let (Some(old), Some(new)) = (&old.widget, &new.widget) {
        pair(&old.js, &new.js);
        pair(&old.wasm, &new.wasm);
        if let (Some(old), Some(new)) = (&old.css, &new.css) {
            pair(&old.file, &new.file);
        }
    }
    for new in &new.languages {
        let Some(old) = old.languages.iter().find(|old| old.lang == new.lang) else { continue };
        pair(&old.index.file, &new.index.file);
        for (old, new) in [(&old.site, &new.site), (&old.ui, &new.ui)] {
            if let (Some(old), Some(new)) = (old, new) {
                pair(&old.file, &new.file);
            }
        }
        let known: BTreeMap<&str, ()> = old.answers.iter().map(|file| (file.file.as_str(), ())).collect();
        for new in new.answers.iter().filter(|file| !known.contains_key(file.file.as_str())) {
            let near = old.answers.iter().min_by_key(|old| old.first.abs_diff(new.first));
            if let Some(old) = near {
                pair(&old.file, &new.file);
            }
        }
    }
    pairs
}

/// The same of what the lists of divided languages name: a shard that is new is made of the one that stood in its place.
fn pairs_of_shards(folder: &Path, old: &Manifest, new: &Manifest, files: &Files) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for new in &new.languages {
        let before = old.languages.iter().find(|old| old.lang == new.lang).and_then(|old| old.shards.as_ref());
        let Some((before, after)) = before.zip(new.shards.as_ref()) else { continue };
        let list = files.all.iter().find(|file| file.name == after.file).map_or(&[] as &[u8], |file| &file.bytes);
        // What lies in the folder may be anything, but a name that leads out of it is none of ours.
        let old_names = shards::names(&fs::read(folder.join(&before.file)).unwrap_or_default());
        let old_names: Vec<String> = old_names.into_iter().filter(|name| !name.contains(['/', '\\'])).collect();
        let mut changed = vec![(before.file.clone(), after.file.clone())];
        changed.retain(|(old, new)| old != new);
        changed.extend(beside(&old_names, &shards::names(list)));
        if changed.len() <= MOST_SHARDS {
            pairs.extend(changed);
        }
    }
    pairs
}

/// New names, each with the old one that stands where it does between names that are in both lists.
fn beside(old: &[String], new: &[String]) -> Vec<(String, String)> {
    let places: HashMap<&str, usize> = old.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let (mut pairs, mut next) = (Vec::new(), 0);
    for name in new {
        if let Some(at) = places.get(name.as_str()) {
            next = at + 1;
            continue;
        }
        let kind = |name: &str| name.split('.').next().map(str::to_owned);
        if let Some(before) = old.get(next).filter(|before| kind(before) == kind(name)) {
            pairs.push((before.clone(), name.clone()));
            next += 1;
        }
    }
    pairs
}

/// One patch for all of `pairs`; `None` where it would not be much smaller than the files.
fn step(folder: &Path, versions: (&str, &str), pairs: &[(String, String)], files: &mut Files) -> Option<Step> {
    let (mut recipes, mut inserted, mut whole) = (Vec::new(), Vec::new(), 0);
    let by_name: HashMap<&str, &OutputFile> = files.all.iter().map(|file| (file.name.as_str(), file)).collect();
    for (from, to) in pairs {
        let new = by_name.get(to.as_str()).filter(|file| file.bytes.len() >= SMALL);
        let Some((new, old)) = new.zip(fs::read(folder.join(from)).ok()) else { continue };
        let (ops, bytes) = difference(&old, &new.bytes);
        if bytes.len() * 2 < new.bytes.len() {
            whole += new.bytes.len();
            recipes.push(Recipe { from, to, ops });
            inserted.extend(bytes);
        }
    }
    let head = serde_json::to_vec(&recipes).unwrap_or_default();
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    let length = u32::try_from(head.len()).ok()?.to_le_bytes();
    for part in [&length[..], &head, &inserted] {
        packed.write_all(part).ok()?;
    }
    let bytes = packed.finish().ok()?;
    if recipes.is_empty() || bytes.len() * 4 > whole {
        return None;
    }
    let size = bytes.len() as u64;
    let file = files.add_hashed(&format!("patch.{}", versions.0), "fqp", bytes);
    Some(Step { from: versions.0.to_owned(), to: versions.1.to_owned(), file, bytes: size })
}

/// How to make `new` from `old`: triples of bytes to skip, to copy and to insert, and the bytes to insert.
fn difference(old: &[u8], new: &[u8]) -> (Vec<i64>, Vec<u8>) {
    let places = places(old);
    let (mut ops, mut inserted) = (Vec::new(), Vec::new());
    // Where the last copy ended, in old and in new; up to where new is described.
    let (mut from, mut done, mut at) = (0, 0, 0);
    let mut copy: (i64, usize) = (0, 0);
    while at + PIECE <= new.len() {
        let here = &new[at..at + PIECE];
        // What goes on as it did before is taken first: the same bytes may stand in many places.
        let along = from + (at - done);
        let found = if old.get(along..along + PIECE) == Some(here) { Some(along) } else { places.get(here).copied() };
        let Some(mut start) = found else {
            at += 1;
            continue;
        };
        let mut begin = at;
        while begin > done && start > 0 && old[start - 1] == new[begin - 1] {
            begin -= 1;
            start -= 1;
        }
        let length = old[start..].iter().zip(&new[begin..]).take_while(|(a, b)| a == b).count();
        ops.extend([copy.0, copy.1 as i64, (begin - done) as i64]);
        inserted.extend(&new[done..begin]);
        copy = (start as i64 - from as i64, length);
        (from, done) = (start + length, begin + length);
        at = done;
    }
    ops.extend([copy.0, copy.1 as i64, (new.len() - done) as i64]);
    inserted.extend(&new[done..]);
    (ops, inserted)
}

/// Where pieces of the old file stand, the first place of each.
fn places(old: &[u8]) -> HashMap<&[u8], usize> {
    let stride = old.len().div_ceil(PIECES).max(1);
    let mut places = HashMap::with_capacity(old.len() / stride);
    for (at, piece) in old.windows(PIECE).enumerate().step_by(stride) {
        places.entry(piece).or_insert(at);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the service worker does with a recipe.
    fn made(old: &[u8], ops: &[i64], mut inserted: &[u8]) -> Vec<u8> {
        let (mut new, mut from) = (Vec::new(), 0_i64);
        for op in ops.chunks(3) {
            from += op[0];
            new.extend(&old[from as usize..(from + op[1]) as usize]);
            from += op[1];
            let (piece, rest) = inserted.split_at(op[2] as usize);
            new.extend(piece);
            inserted = rest;
        }
        new
    }

    fn noise(length: usize, mut seed: u32) -> Vec<u8> {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn a_new_shard_is_made_of_the_one_that_stood_in_its_place() {
        let names = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let old = names("shard.a shard.b shard.c shard.d answers.e answers.f");
        for (new, pairs) in [
            ("shard.a shard.x shard.c shard.d answers.y answers.f", "shard.b shard.x answers.e answers.y"),
            ("shard.a shard.x shard.y shard.z shard.d answers.e answers.f", "shard.b shard.x shard.c shard.y shard.d shard.z"),
            ("shard.a shard.c shard.d shard.z answers.e answers.f", ""),
            ("shard.a shard.b shard.c shard.d answers.e answers.f", ""),
        ] {
            let found: Vec<String> = beside(&old, &names(new)).into_iter().flat_map(|(old, new)| [old, new]).collect();
            assert_eq!(found.join(" "), pairs, "{new}");
        }
    }

    #[test]
    fn whatever_has_changed_the_new_file_is_made_from_the_old_one() {
        let old = noise(20_000, 1);
        let mut moved = old[10_000..].to_vec();
        moved.extend(&old[..10_000]);
        let mut edited = old.clone();
        edited.splice(5_000..5_010, *b"a few other bytes");
        edited[15_000] ^= 1;
        for (new, most) in [(&old, 0), (&moved, 0), (&edited, 40), (&noise(3_000, 2), 3_000), (&Vec::new(), 0)] {
            let (ops, inserted) = difference(&old, new);
            assert_eq!(&made(&old, &ops, &inserted), new);
            assert!(inserted.len() <= most, "{} of {most}", inserted.len());
        }
        assert_eq!(made(&[], &difference(&[], &old).0, &old), old);
    }
}
