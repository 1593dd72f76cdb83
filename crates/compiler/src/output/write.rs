//! Putting an output folder in the place of the old one, all at once.
//!
//! The new folder is written beside the old one, flushed to disk, and then the two are exchanged in one step of the file system: whoever
//! looks, and whenever the machine stops, there is either the whole old folder or the whole new one. What the folder holds beside our
//! files is carried over. Folders left by a build that was killed are removed by the next one.
//!
//! A file that is there already with the same bytes is not written a second time: the new folder gets a second name for it, and the first
//! vanishes with the old folder. Whether the bytes are the same is looked up in the file itself, not in any notes.

use super::{LIST, MANIFEST, OutputFile, PRECACHE};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why nothing was written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The folder holds things and is none of ours.
    #[error(
        "{path}: expected an empty folder or one that `faqlet build` made; got other files; name another folder, or use --force to replace it with all it holds"
    )]
    NotOurs {
        /// The folder.
        path: String,
    },
    /// A source lies in the folder that would be replaced.
    #[error("{path}: expected sources outside of the output folder; got one inside; name another output folder")]
    HoldsSource {
        /// The source.
        path: String,
    },
    /// A file in the folder that is none of ours has the name of a new one.
    #[error("{path}: expected a name that Faqlet does not use; got a file of somebody else; move it away")]
    InTheWay {
        /// The file.
        path: String,
    },
    /// The file system refused.
    #[error("{path}: expected to {action}; got: {reason}; check permissions and space; the old output was not touched")]
    Io {
        /// What was to be done.
        action: &'static str,
        /// With which file or folder.
        path: String,
        /// Why it did not work.
        reason: io::Error,
    },
}

fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    move |reason| WriteError::Io { action, path: path.display().to_string(), reason }
}

/// Puts `files` into `folder` in place of what an earlier build left there. `sources` must not lie in it. With `force`, a folder that is
/// not ours is replaced with all it holds.
///
/// # Errors
/// [`WriteError`]; the old folder is then as it was.
pub fn write(files: &[OutputFile], folder: &Path, sources: &[PathBuf], force: bool) -> Result<(), WriteError> {
    let place = Place::find(folder)?;
    check_sources(&place.folder, sources)?;
    let _lock = place.lock();
    place.clean()?;
    let foreign = if force { Vec::new() } else { foreign_files(&place.folder)? };
    if let Some(name) = foreign.iter().find(|name| files.iter().any(|file| Path::new(&file.name) == name.as_path())) {
        return Err(WriteError::InTheWay { path: place.folder.join(name).display().to_string() });
    }
    fs::create_dir(&place.new).map_err(failed("make a folder", &place.new))?;
    let result = fill(&place, files, &foreign).and_then(|()| place.exchange());
    if result.is_err() {
        // What went wrong is known; that cleaning up may fail too changes nothing.
        let _ = fs::remove_dir_all(&place.new);
    }
    result
}

/// The folder to be replaced and its neighbours.
struct Place {
    folder: PathBuf,
    parent: PathBuf,
    /// Where the new folder grows.
    new: PathBuf,
    /// Where the old one waits, on systems that cannot exchange two folders in one step.
    old: PathBuf,
}

impl Place {
    /// Follows links, so that a link to the folder stays a link.
    fn find(folder: &Path) -> Result<Self, WriteError> {
        let folder = match fs::canonicalize(folder) {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
                fs::create_dir_all(parent).map_err(failed("make a folder", parent))?;
                let parent = fs::canonicalize(parent).map_err(failed("find the folder", parent))?;
                let name = folder.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput));
                parent.join(name.map_err(failed("make a folder", folder))?)
            }
            Err(error) => return Err(failed("find the folder", folder)(error)),
        };
        let no_parent = || io::Error::new(io::ErrorKind::InvalidInput, "the root of the file system");
        let parent = folder.parent().ok_or_else(no_parent).map_err(failed("replace the folder", &folder))?.to_owned();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let beside = |what: &str| parent.join(format!(".{name}.faqlet-{what}"));
        Ok(Self { new: beside("new"), old: beside("old"), folder, parent })
    }

    /// Makes other builds into folders of the same parent wait until this one is done. Not all systems can lock a folder; there two
    /// builds at once into one place end with an error of the later one.
    fn lock(&self) -> Option<File> {
        let parent = File::open(&self.parent).ok()?;
        parent.lock().ok()?;
        Some(parent)
    }

    /// Removes what a killed build left; brings the old folder back if it was killed between two renames.
    fn clean(&self) -> Result<(), WriteError> {
        if self.old.exists() {
            if self.folder.exists() {
                fs::remove_dir_all(&self.old).map_err(failed("remove what a stopped build left", &self.old))?;
            } else {
                fs::rename(&self.old, &self.folder).map_err(failed("bring the old output back", &self.old))?;
            }
        }
        if self.new.exists() {
            fs::remove_dir_all(&self.new).map_err(failed("remove what a stopped build left", &self.new))?;
        }
        Ok(())
    }

    /// Puts the new folder in the place of the old one and removes that.
    fn exchange(&self) -> Result<(), WriteError> {
        if !self.folder.exists() {
            fs::rename(&self.new, &self.folder).map_err(failed("put the new folder in its place", &self.folder))?;
            self.flush();
            return Ok(());
        }
        let leftover = if exchanged(&self.new, &self.folder) {
            &self.new
        } else {
            fs::rename(&self.folder, &self.old).map_err(failed("move the old folder aside", &self.folder))?;
            if let Err(error) = fs::rename(&self.new, &self.folder) {
                let _ = fs::rename(&self.old, &self.folder);
                return Err(failed("put the new folder in its place", &self.folder)(error));
            }
            &self.old
        };
        self.flush();
        // The new folder is in place: that the old one cannot be removed must not look like a failed build. The next one tries again.
        let _ = fs::remove_dir_all(leftover);
        Ok(())
    }

    /// Asks for the renames to be on disk. Where folders cannot be flushed, the system does it in its own time.
    fn flush(&self) {
        if let Ok(parent) = File::open(&self.parent) {
            let _ = parent.sync_all();
        }
    }
}

/// Exchanges two folders in one step where the system can.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchanged(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchanged(_: &Path, _: &Path) -> bool {
    false
}

/// A source inside of the folder would be lost with it.
fn check_sources(folder: &Path, sources: &[PathBuf]) -> Result<(), WriteError> {
    let inside = sources.iter().find(|source| fs::canonicalize(source).is_ok_and(|real| real.starts_with(folder)));
    inside.map_or(Ok(()), |source| Err(WriteError::HoldsSource { path: source.display().to_string() }))
}

/// The files in an output folder that no build of ours wrote, as paths below it.
fn foreign_files(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    gather(folder, Path::new(""), &mut all)?;
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let Some(ours) = our_files(folder) else {
        return Err(WriteError::NotOurs { path: folder.display().to_string() });
    };
    all.retain(|path| !ours.contains(path));
    Ok(all)
}

fn gather(folder: &Path, below: &Path, all: &mut Vec<PathBuf>) -> Result<(), WriteError> {
    let here = folder.join(below);
    for entry in fs::read_dir(&here).map_err(failed("read the folder", &here))? {
        let entry = entry.map_err(failed("read the folder", &here))?;
        let kind = entry.file_type().map_err(failed("read the folder", &here))?;
        let path = below.join(entry.file_name());
        if kind.is_dir() {
            gather(folder, &path, all)?;
        } else {
            all.push(path);
        }
    }
    Ok(())
}

/// What the earlier build wrote, as its list says; `None` when the folder is not ours.
fn our_files(folder: &Path) -> Option<BTreeSet<PathBuf>> {
    #[derive(serde::Deserialize)]
    struct Mark {
        #[serde(rename = "faqlet")]
        _faqlet: u32,
    }
    // Builds before there was a list of all files named them in the one for service workers.
    #[derive(serde::Deserialize)]
    struct Row {
        #[serde(alias = "url")]
        file: String,
    }
    let _: Mark = serde_json::from_slice(&fs::read(folder.join(MANIFEST)).ok()?).ok()?;
    let rows: Vec<Row> = [LIST, PRECACHE].iter().find_map(|list| serde_json::from_slice(&fs::read(folder.join(list)).ok()?).ok())?;
    let names = rows.into_iter().map(|row| row.file).chain([PRECACHE, LIST].map(str::to_owned));
    Some(names.flat_map(|name| ["", ".br", ".gz"].map(|ending| PathBuf::from(format!("{name}{ending}")))).collect())
}

/// Files that are open at a time: systems bound their number, some at 256.
const MOST_OPEN: usize = 128;

fn fill(place: &Place, files: &[OutputFile], foreign: &[PathBuf]) -> Result<(), WriteError> {
    let mut folders = BTreeSet::from([place.new.clone()]);
    let mut written = Vec::new();
    for file in files {
        let path = place.new.join(&file.name);
        make_parent(&path, &mut folders)?;
        if !linked(&place.folder.join(&file.name), &path, &file.bytes) {
            let mut out = File::create(&path).map_err(failed("write the file", &path))?;
            out.write_all(&file.bytes).map_err(failed("write the file", &path))?;
            written.push((path, out));
        }
        if written.len() >= MOST_OPEN {
            flush_all(&written)?;
            written.clear();
        }
    }
    for name in foreign {
        let (from, to) = (place.folder.join(name), place.new.join(name));
        make_parent(&to, &mut folders)?;
        carry_over(&from, &to).map_err(failed("carry the file over", &from))?;
    }
    flush_all(&written)?;
    // Not all systems can flush a folder; the files in it are flushed already.
    let folders: Vec<PathBuf> = folders.into_iter().collect();
    for some in folders.chunks(MOST_OPEN) {
        let open: Vec<(PathBuf, File)> = some.iter().filter_map(|folder| Some((folder.clone(), File::open(folder).ok()?))).collect();
        let _ = flush_all(&open);
    }
    Ok(())
}

/// Gives the old file a second name if it is a plain file with exactly these bytes. Where the system knows no second names, it is written.
fn linked(old: &Path, new: &Path, bytes: &[u8]) -> bool {
    let same_length = fs::symlink_metadata(old).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
    same_length && fs::read(old).is_ok_and(|found| found == bytes) && fs::hard_link(old, new).is_ok()
}

/// Waits until all of them are on disk. Many at a time: the system gathers what waits for the disk, and one after another a thousand
/// small files take minutes where together they take a second.
fn flush_all(open: &[(PathBuf, File)]) -> Result<(), WriteError> {
    const AT_ONCE: usize = 32;
    let flush = |(path, file): &(PathBuf, File)| file.sync_all().map_err(failed("write the file", path));
    std::thread::scope(|scope| {
        let share = open.len().div_ceil(AT_ONCE).max(1);
        let threads: Vec<_> = open.chunks(share).map(|chunk| scope.spawn(move || chunk.iter().try_for_each(flush))).collect();
        // A thread of ours does not panic; if it did, nothing would be sure to be on disk.
        let stopped =
            || WriteError::Io { action: "write the files", path: String::new(), reason: io::Error::other("a thread ended early") };
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(stopped()))).collect::<Vec<_>>()
    })
    .into_iter()
    .collect()
}

fn make_parent(path: &Path, folders: &mut BTreeSet<PathBuf>) -> Result<(), WriteError> {
    let Some(parent) = path.parent() else { return Ok(()) };
    if folders.insert(parent.to_owned()) {
        fs::create_dir_all(parent).map_err(failed("make a folder", parent))?;
    }
    Ok(())
}

/// Copies a file with its permissions; a symbolic link stays one.
fn carry_over(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if fs::symlink_metadata(from)?.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    fs::copy(from, to).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, bytes: &str) -> OutputFile {
        OutputFile { name: name.to_owned(), bytes: bytes.into() }
    }

    /// A small output whose content is `mark`.
    fn output(mark: &str) -> Vec<OutputFile> {
        let index = format!("index.{mark}.fqi");
        let precache = format!(
            "[{{\"url\":\"{index}\",\"revision\":null}},{{\"url\":\"manifest.json\",\"revision\":\"x\"}},{{\"url\":\"pages/en.html\",\"revision\":\"x\"}}]"
        );
        vec![file(&index, mark), file("manifest.json", "{\"faqlet\":1}"), file("pages/en.html", mark), file("precache.json", &precache)]
    }

    /// All files below a folder with their contents, hidden neighbours included.
    fn contents(folder: &Path) -> Vec<(String, String)> {
        let mut names = Vec::new();
        gather(folder, Path::new(""), &mut names).unwrap();
        names.sort();
        names.iter().map(|name| (name.display().to_string(), fs::read_to_string(folder.join(name)).unwrap())).collect()
    }

    fn expected(files: &[OutputFile]) -> Vec<(String, String)> {
        files.iter().map(|file| (file.name.clone(), String::from_utf8(file.bytes.clone()).unwrap())).collect()
    }

    #[test]
    fn a_new_build_replaces_the_old_one_whole() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("deep/help");
        for mark in ["a", "b"] {
            write(&output(mark), &out, &[], false).unwrap();
            assert_eq!(contents(&out), expected(&output(mark)));
        }
        assert_eq!(fs::read_dir(dir.path().join("deep")).unwrap().count(), 1, "nothing is left beside it");
    }

    /// Also where the old file was tampered with, only named alike, or is a link to a file elsewhere.
    #[test]
    fn only_what_is_the_same_byte_for_byte_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("help");
        write(&output("a"), &out, &[], false).unwrap();
        fs::write(out.join("index.a.fqi"), "A").unwrap();
        write(&output("a"), &out, &[], false).unwrap();
        assert_eq!(contents(&out), expected(&output("a")));
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, symlink};
            let outside = dir.path().join("outside");
            fs::write(&outside, "a").unwrap();
            let number = |name: &str| fs::metadata(out.join(name)).unwrap().ino();
            let before = number("manifest.json");
            fs::remove_file(out.join("index.a.fqi")).unwrap();
            symlink(&outside, out.join("index.a.fqi")).unwrap();
            write(&output("a"), &out, &[], false).unwrap();
            assert!(fs::symlink_metadata(out.join("index.a.fqi")).unwrap().is_file());
            assert_eq!((number("manifest.json"), fs::metadata(out.join("manifest.json")).unwrap().nlink()), (before, 1));
        }
    }

    #[test]
    fn a_folder_of_somebody_else_is_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("photos");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("summer.jpg"), "x").unwrap();
        fs::write(out.join("manifest.json"), "{\"name\":\"app\"}").unwrap();
        assert!(matches!(write(&output("a"), &out, &[], false), Err(WriteError::NotOurs { .. })));
        assert_eq!(contents(&out).len(), 2);
        write(&output("a"), &out, &[], true).unwrap();
        assert_eq!(contents(&out), expected(&output("a")));
    }

    #[test]
    fn files_beside_ours_are_carried_over_and_old_ones_of_ours_are_not() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("help");
        write(&output("a"), &out, &[], false).unwrap();
        fs::create_dir(out.join("own")).unwrap();
        fs::write(out.join("own/_headers"), "mine").unwrap();
        write(&output("b"), &out, &[], false).unwrap();
        let mut expected = expected(&output("b"));
        expected.push(("own/_headers".to_owned(), "mine".to_owned()));
        expected.sort();
        assert_eq!(contents(&out), expected);
    }

    #[test]
    fn a_file_in_the_way_is_reported_not_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("help");
        write(&output("a"), &out, &[], false).unwrap();
        fs::write(out.join("index.b.fqi"), "mine").unwrap();
        let before = contents(&out);
        assert!(matches!(write(&output("b"), &out, &[], false), Err(WriteError::InTheWay { .. })));
        assert_eq!(contents(&out), before);
    }

    #[test]
    fn sources_inside_the_output_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("help");
        write(&output("a"), &out, &[], false).unwrap();
        fs::create_dir(out.join("faq")).unwrap();
        for source in [out.join("faq"), out.clone()] {
            assert!(matches!(write(&output("b"), &out, &[source], true), Err(WriteError::HoldsSource { .. })));
        }
        write(&output("b"), &out, &[dir.path().to_owned()], false).unwrap();
    }

    #[test]
    fn what_a_killed_build_left_is_cleaned_up() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("help");
        write(&output("a"), &out, &[], false).unwrap();
        fs::create_dir(dir.path().join(".help.faqlet-new")).unwrap();
        fs::write(dir.path().join(".help.faqlet-new/half"), "x").unwrap();
        // Killed between two renames: the old output waits under another name.
        fs::rename(&out, dir.path().join(".help.faqlet-old")).unwrap();
        write(&output("b"), &out, &[], false).unwrap();
        assert_eq!(contents(&out), expected(&output("b")));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_output_stays_a_link() {
        let dir = tempfile::tempdir().unwrap();
        let real = dir.path().join("real");
        write(&output("a"), &real, &[], false).unwrap();
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&output("b"), &link, &[], false).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(contents(&real), expected(&output("b")));
    }
}
