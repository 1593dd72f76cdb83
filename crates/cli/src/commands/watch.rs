//! Acting again whenever files change: what `--watch` means in `build` and `serve`.

use anyhow::Context;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Saving a file is several changes one after another; this long after the last of them, they are over.
const QUIET: Duration = Duration::from_millis(60);

/// Watches folders and files from the moment it is made.
pub(super) struct Watch {
    roots: Vec<PathBuf>,
    ignored: Vec<PathBuf>,
    watcher: RecommendedWatcher,
    changes: Receiver<notify::Result<notify::Event>>,
}

impl Watch {
    /// Watches `roots` and all below them, but nothing below `ignored`.
    pub(super) fn new(roots: &[PathBuf], ignored: &[PathBuf]) -> anyhow::Result<Self> {
        let real = |path: &PathBuf| std::fs::canonicalize(path).with_context(|| format!("{}: expected something to watch", path.display()));
        let roots = roots.iter().map(real).collect::<anyhow::Result<Vec<_>>>()?;
        // What is not there yet will be named as it is now.
        let ignored = ignored.iter().map(|path| std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_default());
        let (send, changes) = channel();
        let watcher = notify::recommended_watcher(send).context("expected to watch for changes")?;
        let mut watch = Self { roots, ignored: ignored.collect(), watcher, changes };
        watch.look()?;
        Ok(watch)
    }

    /// Watches all that is there now. The folder around each is watched too, since editors and builds put a new one in the old one's place.
    fn look(&mut self) -> anyhow::Result<()> {
        for root in &self.roots {
            // What is no longer there is not watched either, and what was not yet watched need not be forgotten.
            let _ = self.watcher.unwatch(root);
            if let Some(parent) = root.parent() {
                self.watcher
                    .watch(parent, RecursiveMode::NonRecursive)
                    .with_context(|| format!("{}: expected to watch it", parent.display()))?;
            }
            if root.is_dir() {
                self.watcher.watch(root, RecursiveMode::Recursive).with_context(|| format!("{}: expected to watch it", root.display()))?;
            }
        }
        Ok(())
    }

    /// Waits for a change and until no more come. An error when the system can no longer tell.
    pub(super) fn wait(&mut self) -> anyhow::Result<()> {
        loop {
            let mut changed = self.counts(&self.changes.recv().context("expected the system to tell of changes")?);
            loop {
                match self.changes.recv_timeout(QUIET) {
                    Ok(event) => changed |= self.counts(&event),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => anyhow::bail!("expected the system to tell of changes; it stopped doing so"),
                }
            }
            if changed {
                self.look()?;
                return Ok(());
            }
        }
    }

    /// Whether an event is about content. When the system has lost count of them, it may be about anything.
    fn counts(&self, event: &notify::Result<notify::Event>) -> bool {
        match event {
            Ok(event) if event.need_rescan() => true,
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => false,
            Ok(event) => event.paths.iter().any(|path| matters(path, &self.roots, &self.ignored)),
            Err(_) => true,
        }
    }
}

/// Whether a path is one of the roots or below one, not ignored, and not hidden: names with a dot in front are those of editors and caches.
fn matters(path: &Path, roots: &[PathBuf], ignored: &[PathBuf]) -> bool {
    let hidden =
        |below: &Path| below.components().any(|part| matches!(part, Component::Normal(name) if name.as_encoded_bytes().starts_with(b".")));
    !ignored.iter().any(|folder| path.starts_with(folder))
        && roots.iter().any(|root| path.strip_prefix(root).is_ok_and(|below| !hidden(below)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_content_matters() {
        let (roots, ignored) = (vec![PathBuf::from("/shop/faq")], vec![PathBuf::from("/shop/faq/out")]);
        for (path, wanted) in [
            ("/shop/faq", true),
            ("/shop/faq/en/a.md", true),
            ("/shop/faq/en/.a.md.swp", false),
            ("/shop/faq/.faqlet-cache/x", false),
            ("/shop/faq/out/manifest.json", false),
            ("/shop/other.md", false),
            ("/shop/faq2/a.md", false),
        ] {
            assert_eq!(matters(Path::new(path), &roots, &ignored), wanted, "{path}");
        }
    }

    #[test]
    fn a_change_is_seen_also_in_a_folder_that_took_the_place_of_the_old_one() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("faq");
        std::fs::create_dir(&root).unwrap();
        let mut watch = Watch::new(std::slice::from_ref(&root), &[]).unwrap();
        std::fs::create_dir(dir.path().join("new")).unwrap();
        std::fs::rename(&root, dir.path().join("old")).unwrap();
        std::fs::rename(dir.path().join("new"), &root).unwrap();
        watch.wait().unwrap();
        std::fs::write(root.join("a.md"), "x").unwrap();
        watch.wait().unwrap();
    }
}
