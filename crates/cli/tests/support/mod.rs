//! Running the real command on small folders.

// Each test file is a program of its own and uses a part of this.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A scratch folder with a small FAQ in two languages under `faq`.
pub(crate) struct Shop {
    folder: TempDir,
}

impl Shop {
    pub(crate) fn new() -> Self {
        let shop = Self { folder: tempfile::tempdir().unwrap() };
        shop.put("faq/en/returns.md", "---\nquestion: How do I return something?\nalso: [Send it back]\ncategory: Orders / Returns\ntags: [return]\n---\nWithin **30 days**, with the label that came with the parcel.\n");
        shop.put("faq/en/refund.md", "---\nquestion: When will I get my refund?\ncategory: Orders / Returns\n---\nAfter a week.\n");
        shop.put("faq/en/hours.md", "---\nquestion: When are you open?\ncategory: Shop\n---\nFrom nine to five.\n");
        shop.put("faq/zh-Hant/refund.md", "---\nquestion: 什麼時候會收到退款？\ncategory: 退貨\n---\n一週之後。\n");
        shop
    }

    /// The shop with its FAQ built into `help`, without the widget.
    pub(crate) fn built() -> Self {
        let shop = Self::new();
        shop.build(&[]).success();
        shop
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs the command in the scratch folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran(self.command(arguments).output().unwrap())
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_faqlet"));
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    /// Builds `faq` into `help` without the widget.
    pub(crate) fn build(&self, more: &[&str]) -> Ran {
        self.run(&[&["build", "faq", "--out", "help", "--no-widget"], more].concat())
    }

    /// All files of a folder with their contents, by name.
    pub(crate) fn contents(&self, name: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let mut all = Vec::new();
        gather(&self.path(name), &mut all);
        all.sort();
        all
    }
}

fn gather(folder: &Path, all: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, all);
        } else {
            all.push((path.clone(), fs::read(path).unwrap()));
        }
    }
}

/// A command that has ended.
pub(crate) struct Ran(pub(crate) Output);

impl Ran {
    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub(crate) fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.success().out()).unwrap()
    }

    #[track_caller]
    pub(crate) fn success(&self) -> &Self {
        assert_eq!(self.0.status.code(), Some(0), "{}", self.err());
        self
    }

    /// Ended with that code and said all of these on standard error, without a panic.
    #[track_caller]
    pub(crate) fn failed(&self, code: i32, says: &[&str]) {
        assert_eq!(self.0.status.code(), Some(code), "{}{}", self.out(), self.err());
        assert!(!self.err().contains("panicked"), "{}", self.err());
        for words in says {
            assert!(self.err().contains(words), "{words:?} in {}", self.err());
        }
    }
}
